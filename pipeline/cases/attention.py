"""What a person is told of a decided mail: what must be looked at, and the lines of the log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from pipeline.cases.case_work import CaseWork, Received
from pipeline.cases.facts_of_forms import changes, disagreements
from pipeline.dates import short_time
from pipeline.facts import Case
from pipeline.item_ids import ItemTopic, mail_item
from pipeline.model import DOUBT, Attention, Band, Decision, LogEntry, MailKind, MailShown, Reading, ReasonCode

MOST_DOUBTS = 6  # sentences: a cell with more is not read to its end
_REMEDIES = {
    MailKind.NEEDS_PERSON: "Open the mail in the Needs attention folder and decide; then choose yes under Resolved.",
    MailKind.NOT_A_REFERRAL: "Look at the mail in the Needs attention folder; then choose yes under Resolved.",
    MailKind.AGENCY_RETURN: "Find the case it belongs to and type the date into Received on, sheet Agencies.",
    MailKind.UPDATE: "Compare the two forms through the links in the tracker and correct the row if needed.",
    MailKind.REFERRAL: "Open the form through the link in its row, look, and correct the row if needed.",
    MailKind.BOUNCE: "Correct the address in the sheet Contacts and tell the person by another way.",
}
_ASK = "Ask by an address or number that you already have, open no link or file in it; then choose yes under Resolved."
_PANEL = (
    "A letter of the Panel",
    "Open the mail in the Needs attention folder; type its date into Panel replied on and what was decided into "
    "Outcome; then choose yes under Resolved.",
)
_BY_CODE = {
    ReasonCode.PANEL: _PANEL,
    ReasonCode.PANEL_PASSED_ON: _PANEL,
    ReasonCode.PANEL_DOUBTED: ("A mail that claims to be the Panel's", _ASK),
    ReasonCode.OFSTED: (
        "A mail of Ofsted's",
        "Open the mail in the Needs attention folder and answer it yourself; then choose yes under Resolved.",
    ),
    ReasonCode.OFSTED_DOUBTED: ("A mail that claims to be Ofsted's", _ASK),
    ReasonCode.NOTIFICATION: (
        "Word of a notification to the Panel",
        "Open the mail in the Needs attention folder; type the day into Notified Panel on and the Panel's reference "
        "into Panel ref; then choose yes under Resolved.",
    ),
    ReasonCode.VOICEMAIL: (
        "A voice message",
        "Listen to it in the Needs attention folder, and open no link in it; ring back by a number that you already "
        "have; then choose yes under Resolved.",
    ),
    ReasonCode.PHISHING: (
        "A mail that looks like phishing",
        "Open no link or file in it. If it is a partner's, ask for it by an address that you already have; then choose "
        "yes under Resolved.",
    ),
    ReasonCode.TALK: (
        "Correspondence that a person must read",
        "Open the mail in the Needs attention folder, enter what is new, answer what is asked; then choose yes under "
        "Resolved.",
    ),
    ReasonCode.BRIEFING: ("A Need to Know briefing", _REMEDIES[MailKind.NEEDS_PERSON]),
}
"""What a mail is called and what to do about it where its reason says more than its kind."""

_DOUBTFUL = (
    "A mail of which danger to a child cannot be ruled out",
    "Read it today before anything else, and pass it to the front door if it is one; then choose yes under Resolved.",
)
DOUBTED = "It tells of a child and of somebody or something near, in words that may be harmless and may not."

NATIONAL = frozenset(
    {
        ReasonCode.PANEL,
        ReasonCode.PANEL_PASSED_ON,
        ReasonCode.PANEL_DOUBTED,
        ReasonCode.OFSTED,
        ReasonCode.OFSTED_DOUBTED,
    }
)
"""Reasons of mail from the Panel and Ofsted, or said to be theirs: none of it opens a case."""


_OF_ITS_CASE = ("linked", "doubts")


def of_its_mail(item: Attention, mail: MailShown) -> Attention:
    """The item with the mail that it is about, and with a title that tells it from others of its kind."""
    is_long = any(mark in item.what for mark in (" that ", ".", ","))
    who = f"{', ' if is_long else ' '}from {mail.sender}" if mail.sender else ""
    return replace(item, mail=mail, what=f"{item.what}{who}, {short_time(mail.received_at)}")


def attention(
    mail: Received,
    decision: Decision,
    *,
    forms: tuple[Reading, ...],
    work: tuple[CaseWork, ...],
    cases: Mapping[str, Case],
) -> tuple[Attention, ...]:
    """What a person must see of a mail, each thing under an id of its own so that it is shown once."""
    ref = work[0].ref if work else ""
    shown = [*_why_looked_at(decision, work), *_decided(decision, cases.get(ref)), *_doubts(decision, forms)]
    # A mail that waited under one case may get a case of its own, where these are said again.
    shown = [(f"{topic}-{ref}" if topic in _OF_ITS_CASE else topic, why) for topic, why in shown]
    for item in work:
        if item.ref in cases:
            shown += [(f"differs-{item.ref}", line) for line in disagreements(cases[item.ref], item.facts)]
    about_the_mail = tuple(
        Attention(
            id=mail_item(mail.sha256, topic),
            what=_DOUBTFUL[0] if topic == DOUBT else _what(decision, ref),
            why=why,
            remedy=_DOUBTFUL[1] if topic == DOUBT else _remedy(decision),
            since=mail.now,
            case_ref=ref,
            message=mail.sha256,
            urgent=decision.urgent,
        )
        for topic, why in shown
    )
    return (*about_the_mail, *_other_cases(mail, decision, work=work), *_outdated(mail, forms))


def _other_cases(mail: Received, decision: Decision, *, work: tuple[CaseWork, ...]) -> Iterator[Attention]:
    """Where one mail touches several cases, what is shown on each of them, so that each leads to the others."""
    touched = tuple(dict.fromkeys(item.ref for item in work))
    together = ", ".join(touched)
    whys = {ref: f"One mail held forms on different children: {together}." for ref in touched if len(touched) > 1}
    if touched and decision.reason_code is ReasonCode.ANOTHER_CHILD:
        whys |= {
            ref: "A form on another child came by a mail that pointed to this case; nothing here was changed, and the "
            f"form is with {together}."
            for ref in decision.linked_to
            if ref not in touched
        }
    for ref, why in whys.items():
        yield Attention(
            id=mail_item(mail.sha256, f"beside-{ref}"),
            what="Several children in one conversation",
            why=why,
            remedy="Look whether they belong to one incident; then choose yes under Resolved.",
            since=mail.now,
            case_ref=ref,
            message=mail.sha256,
        )


def _outdated(mail: Received, forms: tuple[Reading, ...]) -> Iterator[Attention]:
    """What each form prints that was replaced: told once for each version of a form, however many cases it brings."""
    for form in (reading.form for reading in forms if reading.form and reading.form.outdated):
        version = "|".join((form.id, form.title, form.edition or "", *form.outdated))
        yield Attention(
            id=f"form:{hashlib.sha256(version.encode()).hexdigest()[:16]}:outdated",
            what=f"A form that is out of date. {form.outdated[0].removesuffix('.')}",
            why=" ".join(form.outdated),
            remedy="It was read as always. Ask whoever keeps the form to renew it; then choose yes under Resolved.",
            since=mail.now,
            message=mail.sha256,
        )


def _why_looked_at(decision: Decision, work: tuple[CaseWork, ...]) -> list[tuple[str, str]]:
    """Topic and sentence of each reason that lies in the mail or in what it does to cases."""
    first_known = decision.kind is MailKind.UPDATE and any(item.opens for item in work)
    reasons = (
        (decision.band is Band.CANNOT_RULE_OUT, DOUBT, DOUBTED),
        # What is asked about a form has an item of its own.
        (
            decision.urgent or (_waits(decision) and decision.band is Band.CALM and not _asks(work)),
            ItemTopic.TALK if decision.reason_code is ReasonCode.TALK and not decision.urgent else ItemTopic.READ,
            decision.reason,
        ),
        (
            _is_unmatched(decision, work),
            "match",
            "An agency return came that no open case or no agency on it could be matched to.",
        ),
        (
            first_known,
            "first",
            "The mail speaks of an earlier form, but no earlier form is known; a new case was opened.",
        ),
        (
            bool(decision.linked_to),
            "linked",
            f"It may concern the same incident as {', '.join(decision.linked_to)}.",
        ),
    )
    return [(topic, why) for applies, topic, why in (*reasons, *_of_its_forms(work)) if applies]


def _of_its_forms(work: tuple[CaseWork, ...]) -> tuple[tuple[bool, str, str], ...]:
    """Whether each reason that lies in the forms of a mail applies, with its topic and sentence."""
    return (
        (
            any(item.kept_back for item in work),
            "lessened",
            "A later form no longer calls the harm serious; recovery does not undo it, so it stays.",
        ),
        (
            any(item.older for item in work),
            "older",
            "It came before a form of this case that was read already: only what that left open was taken from it.",
        ),
        (
            any(item.some for item in work),
            "some",
            "Form and case do not name the same children: only what is sure was taken; compare them.",
        ),
    )


def _waits(decision: Decision) -> bool:
    """Whether a person must read the mail for what it is; a letter of the Panel waits even where its case is known."""
    return decision.kind is MailKind.NEEDS_PERSON or decision.reason_code in _BY_CODE


def _is_unmatched(decision: Decision, work: tuple[CaseWork, ...]) -> bool:
    """Whether an agency's return belongs to no case, or to no agency on it (71)."""
    return decision.kind is MailKind.AGENCY_RETURN and not any(item.facts or item.withheld for item in work)


def _decided(decision: Decision, case: Case | None) -> list[tuple[str, str]]:
    """Where the Panel writes on a case whose decision stands: it may think otherwise, and only partners decide anew."""
    if case is None or decision.reason_code not in (ReasonCode.PANEL, ReasonCode.PANEL_PASSED_ON):
        return []
    decided = any(case.value(name) is not None for name in ("decision", "review_outcome", "review_decided"))
    if case.is_open and not decided:
        return []
    stands = "The decision on this case is recorded" if case.is_open else "This case is closed"
    why = (
        f"{stands}, and the Panel has written: if it concludes that a local review may be more appropriate, that is a "
        "criterion of its own (SI 2018/789, regulation 11(d)), so look at the decision again."
    )
    return [("decided", why)]


def _doubts(decision: Decision, forms: tuple[Reading, ...]) -> list[tuple[str, str]]:
    """What was understood of a mail with forms, but not without doubt; the sentences name questions, never answers."""
    said = dict.fromkeys((*decision.warnings, *(doubt for form in forms for doubt in form.warnings)))
    return [("doubts", " ".join(tuple(said)[:MOST_DOUBTS]))] if said and forms else []


def is_unsettled(decision: Decision, work: tuple[CaseWork, ...]) -> bool:
    """Whether the mail itself waits for a person, so that it is filed under Needs attention."""
    return decision.band is not Band.CALM or _waits(decision) or _is_unmatched(decision, work) or _asks(work)


def _asks(work: tuple[CaseWork, ...]) -> bool:
    return any(item.asks for item in work)


def _what(decision: Decision, ref: str) -> str:
    if decision.urgent:
        return "A mail that may be about a child in danger now"
    if decision.reason_code in _BY_CODE:
        return _BY_CODE[decision.reason_code][0]
    return {
        MailKind.NEEDS_PERSON: "A mail that a person must read",
        MailKind.AGENCY_RETURN: f"Agency return for {ref}" if ref else "Agency return",
        MailKind.UPDATE: f"Update to {ref}" if ref else "Corrected or repeated form",
        MailKind.REFERRAL: f"Referral {ref}" if ref else "Referral",
    }.get(decision.kind, "A mail")


def _remedy(decision: Decision) -> str:
    if decision.reason_code in _BY_CODE:
        return _BY_CODE[decision.reason_code][1]
    return _REMEDIES.get(decision.kind, _REMEDIES[MailKind.NEEDS_PERSON])


def log(
    decision: Decision, *, work: tuple[CaseWork, ...], cases: Mapping[str, Case], now: datetime
) -> tuple[LogEntry, ...]:
    """The lines of the Log sheet: what the mail was, which cases opened, which answers a later form changed."""
    received = LogEntry(
        at=now,
        event=f"Mail read: {decision.kind.value.replace('_', ' ')}",
        detail=" ".join(filter(None, (decision.reason, *decision.warnings, _of_the_sender(decision)))),
        case_ref=work[0].ref if work else "",
    )
    opened = (LogEntry(at=now, event="Case opened", detail="", case_ref=item.ref) for item in work if item.opens)
    changed = (
        LogEntry(at=now, event="Form corrected", detail=", ".join(headers), case_ref=item.ref)
        for item in work
        if item.ref in cases and (headers := changes(cases[item.ref], item.facts))
    )
    return (received, *opened, *changed)


def _of_the_sender(decision: Decision) -> str:
    return f"Sender {decision.assurance}. {decision.sender.reason}".strip()
