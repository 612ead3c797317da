"""The decision on a mail: the first question that has an answer says what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import chain

from pipeline.intake.earlier_mail import EarlierMail
from pipeline.intake.evidence import MailEvidence, MailVerdict, evidence
from pipeline.intake.questions.agency_return import agency_return
from pipeline.intake.questions.auto_reply import auto_reply, is_automatic, is_no_reply
from pipeline.intake.questions.bounce_or_receipt import delivery_report
from pipeline.intake.questions.bulk import bulk, lure, to_many
from pipeline.intake.questions.calendar_mail import calendar
from pipeline.intake.questions.duplicate import duplicate
from pipeline.intake.questions.forms import forms
from pipeline.intake.questions.locked import locked
from pipeline.intake.questions.notification import notification
from pipeline.intake.questions.ofsted import ofsted
from pipeline.intake.questions.other_form import blank_form, other_form
from pipeline.intake.questions.otherwise import briefing, missing_attachment, otherwise
from pipeline.intake.questions.own_mail import own_mail
from pipeline.intake.questions.panel import panel
from pipeline.intake.questions.recall import recall
from pipeline.intake.questions.reply import erased, reply
from pipeline.intake.questions.unread import unread
from pipeline.intake.signs.assurance import with_secret
from pipeline.intake.signs.remarks import remarks
from pipeline.intake.signs.updates import only_thanks
from pipeline.intake.urgency.child_in_danger import danger
from pipeline.intake.urgency.told_in_forms import leaves_open
from pipeline.model import (
    Band,
    Decision,
    FormKind,
    MailKind,
    Message,
    NoticeKind,
    Reading,
    ReasonCode,
    SenderAssurance,
)
from pipeline.protective_marking import CONFIDENTIAL, highest_of, named_in
from pipeline.settings import Intake

Question = Callable[[MailEvidence], MailVerdict | None]

QUESTIONS: tuple[Question, ...] = (
    own_mail,
    unread,
    delivery_report,
    auto_reply,
    recall,
    calendar,
    panel,
    ofsted,
    duplicate,
    forms,
    other_form,
    blank_form,
    lure,
    locked,
    erased,
    agency_return,
    notification,
    missing_attachment,
    reply,
    briefing,
    bulk,
)
"""The order matters: what was given up unread and what a machine sent come first, then the national bodies, who refer
nobody, forms, what cannot be read, and talk."""

# Where mail servers and add-ins of the public sector write a marking, besides the subject (103).
_HEADERS = (
    "x-protective-marking",
    "x-classification",
    "x-marking",
    "x-headlabel",
    "classification",
    "x-security-label",
)
_LEFT_OPEN = (
    "The form tells of a child whom somebody may reach today, or does not say whether children are safe: look first.",
)
_OF_THE_OFFICE = (NoticeKind.ALERT, NoticeKind.DIGEST)
_ACKNOWLEDGED = (MailKind.REFERRAL, MailKind.UPDATE, MailKind.AGENCY_RETURN, MailKind.NEEDS_PERSON)


def decision(
    message: Message, readings: tuple[Reading, ...], *, earlier: EarlierMail, words: Intake, received_at: datetime
) -> Decision:
    """What the mail is, whether it is urgent, whether it may be acknowledged, and which case it belongs to.

    `readings` are those of `parsers.read_mail`; `received_at` is when the server took the mail, aware.
    """
    asked = evidence(message, readings, earlier=earlier, words=words, received_at=received_at)
    answer = next((found for question in QUESTIONS if (found := question(asked))), None) or otherwise(asked)
    answerable = may_be_acknowledged(answer, asked)
    withheld = asked.assurance.failed
    left_open = _brings_news(answer) and any(map(leaves_open, asked.forms(FormKind.REFERRAL)))
    return Decision(
        kind=answer.kind,
        reason=answer.reason,
        reason_code=ReasonCode.TALK if _is_news(answer, asked) else answer.reason_code,
        band=_band(answer, asked, left_open=left_open),
        reply_to_it=answerable and not withheld,
        reply_withheld=answerable and withheld,
        reply_to_stranger=may_be_receipted(answer, asked) and not withheld,
        case_ref=answer.case_ref or None,
        linked_to=answer.linked_to,
        warnings=tuple(
            dict.fromkeys((*_LEFT_OPEN[:left_open], *answer.warnings, *remarks(asked), *asked.assurance.warnings))
        ),
        sender=_standing(asked),
        marking=_marking(asked.message, asked.leaves),
    )


def _is_news(answer: MailVerdict, asked: MailEvidence) -> bool:
    """Whether talk on a case may hold what the case does not: all but thanks, and what answers an alert or a digest."""
    if answer.kind is not MailKind.REPLY or answer.reason_code is not ReasonCode.NONE:
        return False
    brings = any(leaf.kind in (FormKind.NOT_A_FORM, FormKind.UNREADABLE) for leaf in asked.files)
    return brings or not (asked.answers(*_OF_THE_OFFICE) or only_thanks(asked))


def _band(answer: MailVerdict, asked: MailEvidence, *, left_open: bool) -> Band:
    if answer.urgent:
        return Band.ALARM
    said = danger(asked) if answer.scanned else Band.CALM
    return Band.CANNOT_RULE_OUT if left_open and said is Band.CALM else said


def _brings_news(answer: MailVerdict) -> bool:
    # Outlook sends an old form along with every answer (15, 73), and what is sent again was looked at.
    return answer.kind is not MailKind.REPLY and answer.reason_code is not ReasonCode.DUPLICATE


def _standing(asked: MailEvidence) -> SenderAssurance:
    """How far the sender can be believed, the secret of a notice that the mail answers counted in."""
    proof = asked.proof
    return asked.assurance if proof is None else with_secret(asked.assurance, case_ref=proof.case_ref)


def may_be_acknowledged(answer: MailVerdict, asked: MailEvidence) -> bool:
    """Whether an automatic acknowledgement reaches a person who sent something and cannot start a loop."""
    return answer.answerable and answer.kind in _ACKNOWLEDGED and _reaches_a_person(asked)


def may_be_receipted(answer: MailVerdict, asked: MailEvidence) -> bool:
    """Whether a stranger's mail is answered: talk that only a known case makes a reply is answered as all talk is."""
    has_form = bool(asked.forms(FormKind.REFERRAL, FormKind.AGENCY_RETURN))
    talks = answer.kind is MailKind.REPLY and answer.reason_code in (ReasonCode.NONE, ReasonCode.TALK)
    fits = answer.answerable and answer.kind in _ACKNOWLEDGED
    return (fits or (talks and (has_form or not asked.answers_us))) and _reaches_a_person(asked)


def _reaches_a_person(asked: MailEvidence) -> bool:
    message = asked.message
    reached = (message.reply_to or message.author).address
    if not (message.sender and reached):
        return False
    # RFC 3834, section 2: no responder answers an empty return path or a list; two of them would never end.
    if is_automatic(asked) or to_many(asked) or message.header("return-path").replace(" ", "") == "<>":
        return False
    # Portals (53) and the national service (81) write from addresses that nobody reads.
    return not any(is_no_reply(one) or asked.earlier.is_own(one) for one in (asked.sender, reached))


def _marking(message: Message, leaves: Iterable[Reading]) -> str:
    """The highest marking that the sender put on the mail or its documents, or an empty text."""
    texts = [message.subject, message.written[:200], message.text[:200]]
    texts += [message.header(name).upper() for name in _HEADERS]
    texts += [(leaf.marking or "").upper() for leaf in leaves]
    texts += [inner.subject for inner in message.messages]
    found = [*chain.from_iterable(map(named_in, texts))]
    if message.header("sensitivity").strip().lower() == "company-confidential":
        found.append(CONFIDENTIAL)
    return highest_of(*found)
