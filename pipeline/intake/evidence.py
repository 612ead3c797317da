"""Everything that the questions on a mail look at, gathered once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.domains import domain_of
from pipeline.intake.earlier_mail import EarlierMail, Sent
from pipeline.intake.signs.assurance import sender_assurance
from pipeline.intake.signs.bounds import bounded
from pipeline.intake.signs.reference import Reference, cases_by_panel_reference, reference
from pipeline.intake.signs.words import says
from pipeline.model import FormKind, MailKind, Message, NoticeKind, Reading, ReasonCode, SenderAssurance, of_kinds
from pipeline.settings import Intake

# What answers a stranger's mail gives the stranger an id of ours.
_TO_ANYBODY = (NoticeKind.ACKNOWLEDGEMENT, NoticeKind.SEND_AGAIN)


@dataclass(frozen=True, kw_only=True, slots=True)
class MailEvidence:
    """A mail, what was read of its files, and what came before it."""

    message: Message
    leaves: tuple[Reading, ...]  # of its files and its body, without those of our own mail that came back attached
    earlier: EarlierMail
    words: Intake  # the office's own lists of domains and words
    received_at: datetime  # when the server took it, aware
    reference: Reference
    assurance: SenderAssurance  # by the receiving server's results alone

    def forms(self, *kinds: FormKind) -> tuple[Reading, ...]:
        """The leaves of these kinds."""
        return of_kinds(self.leaves, *kinds)

    @property
    def has_form(self) -> bool:
        """Whether a form of any process came with it, filled in or blank."""
        return bool(self.forms(FormKind.REFERRAL, FormKind.AGENCY_RETURN, FormKind.OTHER_FORM, FormKind.BLANK_FORM))

    @property
    def files(self) -> tuple[Reading, ...]:
        """The leaves that are files, the mail's own body left out."""
        return tuple(leaf for leaf in self.leaves if leaf.file != "body")

    @property
    def sender(self) -> str:
        """The sender's address, or an empty text."""
        return self.message.author.address

    @property
    def answered(self) -> Sent | None:
        """The mail of ours that this one answers, where the journal knows it."""
        return self.earlier.sent_mail(self.message.answered)

    def answers(self, *kinds: NoticeKind) -> bool:
        """Whether it answers a mail of ours of one of these kinds."""
        return self.answered is not None and self.answered.kind in kinds

    @property
    def proof(self) -> Sent | None:
        """The notice that it answers, if nobody can guess its id and it did not go to whoever cared to write."""
        sent = self.answered
        return sent if sent is not None and sent.proves and sent.kind not in _TO_ANYBODY else None

    @property
    def said(self) -> str:
        """The subject and what the sender wrote, as one text."""
        return f"{self.message.subject}\n\n{self.message.written}"

    @property
    def shown(self) -> str:
        """The subject and all the readable text, quotations included."""
        return f"{self.message.subject}\n\n{self.message.text}"

    @property
    def is_briefing(self) -> bool:
        """Whether subject or words call it a Need to Know briefing, which tells what happened as a form does."""
        return any(says(part, "notification.briefing") for part in (self.message.subject, self.message.written))

    @property
    def panel_cases(self) -> tuple[str, ...]:
        """The cases that the mail, its files' names or what it passes on name by the Panel's own reference."""
        inner = (f"{each.subject}\n{each.text}" for each in self.message.messages)
        text = "\n".join((self.shown, *inner, *(leaf.file.replace("_", " ") for leaf in self.leaves)))
        return cases_by_panel_reference(text, self.earlier)

    @property
    def in_thread(self) -> bool:
        """Whether the mail belongs to a conversation with us: it answers a mail of ours or bears a reference."""
        return self.in_case_thread or self._answers_our_domain

    @property
    def answers_us(self) -> bool:
        """Whether it answers a mail of ours or of a colleague's, whatever case it names."""
        return self.answered is not None or self._answers_our_domain

    @property
    def in_case_thread(self) -> bool:
        """Whether that conversation is about a case; without a journal, any answer to our domain may be."""
        # Whoever tries a single mail has no journal, and no other sign of a conversation than our domain (68, 75).
        certain = self.reference.is_thread or self.answered is not None
        return certain or (not self.earlier.journal and self._answers_our_domain)

    @property
    def _answers_our_domain(self) -> bool:
        own = {domain_of(address) for address in self.earlier.own_addresses} - {""}
        return any(domain_of(one) in own for one in (*self.message.in_reply_to, *self.message.references))


@dataclass(frozen=True, kw_only=True, slots=True)
class MailVerdict:
    """What one question makes of a mail."""

    kind: MailKind
    reason: str  # one sentence for a person, with no name of a child
    reason_code: ReasonCode = ReasonCode.NONE
    case_ref: str = ""  # the case it belongs to, or empty
    linked_to: tuple[str, ...] = ()  # other cases that it may concern
    answerable: bool = True  # whether an acknowledgement fits
    urgent: bool = False  # whatever its words
    scanned: bool = True  # whether its words are looked through for danger
    warnings: tuple[str, ...] = ()


def evidence(
    message: Message, readings: tuple[Reading, ...], *, earlier: EarlierMail, words: Intake, received_at: datetime
) -> MailEvidence:
    """The evidence on one mail; files inside our own mail that came back attached are not looked at."""
    message = bounded(message)
    earlier = earlier if earlier.journal else _with_delivery_address(message, earlier)
    kept = _without_our_own(message, readings, earlier=earlier)
    leaves = tuple(leaf for reading in kept for leaf in reading.leaves())
    found = reference(message, leaves, earlier=earlier)
    return MailEvidence(
        message=message,
        leaves=leaves,
        earlier=earlier,
        words=words,
        received_at=received_at,
        reference=found,
        assurance=sender_assurance(message, own_addresses=earlier.own_addresses, words=words),
    )


def _with_delivery_address(message: Message, earlier: EarlierMail) -> EarlierMail:
    """Without a journal the settings may be another office's; then the address delivered to is ours too."""
    stamped = (message.header("delivered-to"), message.header("x-original-to"))
    ours = tuple(address.strip("<> ").lower() for address in stamped if "@" in address)
    return replace(earlier, own_addresses=(*earlier.own_addresses, *ours))


def _without_our_own(message: Message, readings: tuple[Reading, ...], *, earlier: EarlierMail) -> tuple[Reading, ...]:
    """The readings without those of attached mails that we sent: known by their bytes, since not every file is read."""
    ours = {inner.sha256 for inner in message.messages if earlier.is_own(inner.author.address)}
    return tuple(reading for reading in readings if reading.sha256 not in ours)
