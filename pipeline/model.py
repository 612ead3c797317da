"""The values that flow through Caseclock; they know no file, no socket, no library and no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pipeline.domains import domain_of
from pipeline.item_ids import ItemTopic, item_id

PlainValue = str | int | date | datetime | time | None
"""What a person types into a cell, or a fact holds; None where there is nothing."""


class FactKind(StrEnum):
    """How a value is typed and checked."""

    TEXT = "text"
    DATE = "date"
    INSTANT = "instant"
    TIME = "time"
    COUNT = "count"
    CHOICE = "choice"


class NoticeKind(StrEnum):
    """The notices of docs/notices.md; the value names its template."""

    ACKNOWLEDGEMENT = "acknowledgement"
    SEND_AGAIN = "send-again"
    ALERT = "alert"
    QUESTION = "question"
    REMINDER = "reminder"
    AGENCY_REQUEST = "agency-request"
    CHASER = "chaser"
    INVITATION = "invitation"
    CALENDAR = "calendar"
    DIGEST = "digest"
    LETTER = "letter"


class ReasonCode(StrEnum):
    """Why a file, a mail or a notice was judged as it was, for machines; the sentence beside it is for a person."""

    NONE = ""  # its kind says enough

    # Why a file cannot be read
    ENCRYPTED = "encrypted"
    SCANNED = "scanned"
    DAMAGED = "damaged"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    UNPACKS_TOO_LARGE = "unpacks-too-large"
    FORBIDDEN_MARKUP = "forbidden-markup"
    TOO_SLOW = "too-slow"
    READER_MISSING = "reader-missing"
    RIGHTS_PROTECTED = "rights-protected"
    UNSUPPORTED = "unsupported"
    LINKED = "linked"
    MAIL_TOO_SLOW = "mail-too-slow"
    MAIL_BROKE_READER = "mail-broke-reader"

    # What a file is that can be read and is no form
    SPREADSHEET = "spreadsheet"
    SLIDES = "slides"
    CALENDAR = "calendar"
    MAIL = "mail"

    # What a mail is, besides its kind
    LINK = "link"
    PASSWORD = "password"  # noqa: S105 -- a code, no secret
    BLANK_FORM = "blank-form"
    OTHER_FORM = "other-form"
    FREE_FORM = "free-form"
    FREE_TEXT = "free-text"
    ATTACHMENT_MISSING = "attachment-missing"  # the words speak of a file that did not come
    VOICEMAIL = "voicemail"
    PHISHING = "phishing"
    COMPLETES = "completes"  # the form that could not be read when it first came
    DUPLICATE = "duplicate"
    ANOTHER_CHILD = "another-child"  # than that of the case to which the mail pointed
    SECOND_REFERRAL = "second-referral"  # of a child whose case is known
    WHICH_CHILD = "which-child"  # the form may or may not be about the child of that case
    BRIEFING = "briefing"
    TALK = "talk"  # on a case, and more than thanks
    NOTIFICATION = "notification"
    PANEL = "panel"
    PANEL_PASSED_ON = "panel-passed-on"
    PANEL_DOUBTED = "panel-doubted"
    OFSTED = "ofsted"
    OFSTED_DOUBTED = "ofsted-doubted"
    RECALL = "recall"
    MEETING = "meeting"
    DELAYED = "delayed"
    UNDELIVERED = "undelivered"

    # Why a notice does not go out, or an answer is not understood
    NO_MANAGER = "no-manager"
    ADDRESS_UNKNOWN = "address-unknown"
    ADDRESS_UNUSABLE = "address-unusable"
    DOMAIN_NOT_ALLOWED = "domain-not-allowed"
    DOMAIN_NOT_SECURE = "domain-not-secure"
    MEETING_DATE_REFUSED = "meeting-date-refused"
    MEETING_INCOMPLETE = "meeting-incomplete"
    CALENDAR_REPLY_UNCLEAR = "calendar-reply-unclear"


# --- Mail as it arrived ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageKey:
    """Where a message stood in a mailbox; only together are the four unique (RFC 3501, 2.3.1.1)."""

    mailbox: str  # its user name
    folder: str
    uidvalidity: int  # of the folder: a new one makes every UID a stranger
    uid: int


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderState:
    """What tells whether a folder has changed: what is new has `uidnext` or more, what went lessens `messages`."""

    uidvalidity: int
    uidnext: int
    messages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """One mailbox of an address header."""

    name: str  # as displayed; may be empty
    address: str  # in lower case

    @property
    def domain(self) -> str:
        """The part after the last `@`, or an empty text."""
        return domain_of(self.address)


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that came with a message."""

    name: str  # safe to show and store
    media_type: str  # only what the sender declared
    content: bytes
    inline: bool = False  # shown in the body: a logo, a pasted picture
    content_id: str = ""  # without angle brackets; may be empty
    source: str = ""  # where it was found in the message

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the content in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Message:
    """A mail taken apart; nothing in it has been judged."""

    sha256: str  # of the raw bytes
    size: int  # in bytes
    headers: tuple[tuple[str, str], ...]  # decoded, names in lower case, in their order
    message_id: str = ""  # with angle brackets; may be empty
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender: Address | None = None
    reply_to: Address | None = None
    recipients: tuple[Address, ...] = ()
    subject: str = ""
    date_header: datetime | None = None  # what the sender's program says; aware
    media_type: str = "text/plain"  # of the whole
    text: str = ""  # the body in plain words, whatever it was written in
    html: str = ""  # as it came; may be empty
    written: str = ""  # the sender's own words: `text` without quotations, signature and disclaimers
    forwarded: tuple[tuple[str, str], ...] = ()  # what they passed on in the body: the author's address, the words
    attachments: tuple[Attachment, ...] = ()
    messages: tuple[Message, ...] = ()  # mails that are attached whole
    report: DeliveryReport | None = None
    calendar: str = ""  # an iCalendar text; may be empty
    calendar_method: str = ""  # REQUEST, REPLY, COUNTER or CANCEL (RFC 5546)
    defects: tuple[str, ...] = ()  # what is malformed or was left out, a sentence each

    @property
    def author(self) -> Address:
        """The sender, with an empty name and address where the mail names none."""
        return self.sender or Address(name="", address="")

    @property
    def answered(self) -> tuple[str, ...]:
        """The ids of the mails that it answers, the nearest first."""
        return tuple(dict.fromkeys((*self.in_reply_to, *reversed(self.references))))

    def header(self, name: str) -> str:
        """The first header called `name` (any case), decoded, or an empty text."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryReport:
    """What a multipart/report says (RFC 3464, RFC 8098)."""

    kind: str  # `delivery-status` or `disposition-notification`
    action: str = ""  # `failed`, `delayed`, `delivered` …
    status: str = ""  # of RFC 3463: `5.1.1`
    recipients: tuple[str, ...] = ()
    returned_ids: tuple[str, ...] = ()  # every Message-ID that it names as that of what it reports on
    diagnostic: str = ""  # what the server said


# --- What a form says ----------------------------------------------------------------------------------------------


class State(StrEnum):
    """How an answer stands on the form."""

    GIVEN = "given"
    BLANK = "blank"
    STATED_UNKNOWN = "stated_unknown"
    PLACEHOLDER = "placeholder"
    REFERS_ELSEWHERE = "refers_elsewhere"
    UNPARSED = "unparsed"


Confidence = Literal["sure", "likely"]
"""How sure it is which field a question asks for; what is only `perhaps` one stays unmapped."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One answer on a form."""

    value: str | int | tuple[str, ...] | None  # None unless `state` is given
    raw: str  # the person's own text
    state: State
    label: str = ""  # the question as the form prints it
    source: str = ""  # where it stands on the form
    confidence: Confidence = "sure"  # `likely` where the question was put in words that nobody had seen


Answers = Mapping[str, Field]
"""Field name (docs/interface.md) to answer; a name that the form does not ask is absent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Referral:
    """Everything understood of one form, in the groups of docs/interface.md."""

    referral: Answers = field(default_factory=dict)
    incident: Answers = field(default_factory=dict)
    children: tuple[Answers, ...] = ()
    referrer: Answers = field(default_factory=dict)
    safeguarding_lead: Answers = field(default_factory=dict)
    family: tuple[Answers, ...] = ()
    agencies: tuple[Answers, ...] = ()
    chronology: tuple[Answers, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadBack:
    """What a form was understood to say, as far as it may be told to whoever sent it: never a date of birth."""

    children: str = ""  # their initials
    incident: date | None = None
    referred_on: date | None = None


class FormKind(StrEnum):
    """What a file turned out to be."""

    REFERRAL = "referral"
    AGENCY_RETURN = "agency_return"
    BLANK_FORM = "blank_form"
    OTHER_FORM = "other_form"
    NOT_A_FORM = "not_a_form"
    UNREADABLE = "unreadable"
    CONTAINER = "container"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unmapped:
    """Words on a form that no field holds."""

    label: str
    text: str
    source: str
    perhaps: str = ""  # the field (`children.legal_status`) that they may answer; it is not chased as unanswered


@dataclass(frozen=True, kw_only=True, slots=True)
class FormIdentity:
    """Which form it is."""

    id: str  # of a known form, or of a layout family
    title: str = ""
    edition: str | None = None
    process: str | None = None  # another process: `marf`, `lado` …
    outdated: tuple[str, ...] = ()  # sentences on what it prints that was replaced; about the form, not about a case


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What was understood of one file."""

    file: str  # its name
    kind: FormKind
    reason: str | None = None  # one sentence wherever `kind` is not referral or agency_return
    reason_code: ReasonCode = ReasonCode.NONE  # `encrypted`, `scanned`, `damaged`, `too-large` …
    form: FormIdentity | None = None
    referral: Referral | None = None
    missing: tuple[str, ...] = ()  # field paths (docs/interface.md)
    unmapped: tuple[Unmapped, ...] = ()  # words that no field holds
    warnings: tuple[str, ...] = ()  # doubts for a person, a sentence each
    attachments: tuple[Reading, ...] = ()  # of a container, the readings of what is in it
    case_ref: str | None = None  # that a return form of ours carries
    agency: str | None = None  # that a return form of ours carries
    marking: str | None = None  # that stands on it
    sha256: str = ""  # of the file's bytes

    @property
    def understood(self) -> Referral:
        """Its answers, in empty groups where it is no form."""
        return self.referral or Referral()

    @property
    def title(self) -> str:
        """What the form calls itself, or an empty text."""
        return self.form.title if self.form else ""

    def leaves(self) -> tuple[Reading, ...]:
        """The readings of the files themselves, containers opened at any depth; an unopened container is one file."""
        if not self.attachments:
            return (self,)
        return tuple(leaf for inner in self.attachments for leaf in inner.leaves())


def of_kinds(readings: Iterable[Reading], *kinds: FormKind) -> tuple[Reading, ...]:
    """Those of `readings` whose kind is one of `kinds`."""
    return tuple(reading for reading in readings if reading.kind in kinds)


# --- What a mail is -------------------------------------------------------------------------------------------------


class MailKind(StrEnum):
    """What a mail turned out to be (docs/interface.md)."""

    REFERRAL = "referral"
    UPDATE = "update"
    AGENCY_RETURN = "agency_return"
    REPLY = "reply"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    RECEIPT = "receipt"
    CALENDAR_REPLY = "calendar_reply"
    NEEDS_PERSON = "needs_person"
    NOT_A_REFERRAL = "not_a_referral"

    @property
    def is_of_a_machine(self) -> bool:
        """Whether no person wrote such a mail: it answers no alert and says nothing new of a case."""
        return self in (MailKind.AUTO_REPLY, MailKind.BOUNCE, MailKind.RECEIPT, MailKind.CALENDAR_REPLY)


class Assurance(StrEnum):
    """How far the receiving server stands behind a mail's sender."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not confirmed"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class SenderAssurance:
    """What is settled about a mail's sender."""

    assurance: Assurance = Assurance.NOT_CONFIRMED
    reason: str = ""  # one sentence
    warnings: tuple[str, ...] = ()  # what a person must be warned of, a sentence each
    has_results: bool = False  # whether a server that is believed stamped any
    secret_of: str = ""  # the case of the notice whose secret it carries; else empty
    passed_on_by: tuple[str, ...] = ()  # lists and hosts through whose hands it came, where nobody vouches for it
    writes_for: str = ""  # the address for which a list that the office accepts wrote in its own name; else empty

    @property
    def is_confirmed(self) -> bool:
        """Whether the mail comes from whom it names."""
        return self.assurance is Assurance.CONFIRMED

    @property
    def failed(self) -> bool:
        """Whether it does not, as far as anybody can tell."""
        return self.assurance is Assurance.FAILED


DOUBT = ItemTopic.DOUBT.value


class Band(StrEnum):
    """How far a mail's own words point to a child in danger now."""

    ALARM = "alarm"  # somebody looks at once
    CANNOT_RULE_OUT = "cannot_rule_out"  # somebody looks today, before anything else
    CALM = "calm"


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What a mail is and what may be done about it."""

    kind: MailKind
    reason: str  # one sentence without a child's name
    reason_code: ReasonCode = ReasonCode.NONE  # why nothing could be read, or by which question
    band: Band = Band.CALM
    reply_to_it: bool = False  # whether it may be answered at all
    reply_withheld: bool = False  # whether it would be answered, had its sender not failed
    # Whether a stranger who sent it is answered: which cases there are decides nothing, since silence would tell.
    reply_to_stranger: bool = False
    case_ref: str | None = None
    linked_to: tuple[str, ...] = ()  # cases to which it may belong
    warnings: tuple[str, ...] = ()  # doubts for a person, a sentence each
    sender: SenderAssurance = SenderAssurance()
    marking: str = ""  # the highest that it bears

    @property
    def urgent(self) -> bool:
        """Whether somebody must look at once."""
        return self.band is Band.ALARM

    @property
    def concerned(self) -> tuple[str, ...]:
        """The case that it belongs to, if any, and those to which it may belong."""
        return (*filter(None, (self.case_ref,)), *self.linked_to)

    @property
    def assurance(self) -> Assurance:
        """How far its sender can be believed."""
        return self.sender.assurance


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why something could not be taken in: what and why in one sentence, and what to do about it."""

    code: ReasonCode
    why: str
    remedy: str


# --- What a person must see ----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class MailShown:
    """A mail as a person is told of it: enough to find it, and no name."""

    received_at: datetime  # aware
    sender: str = ""  # an organisation or a domain; empty where nobody could read it
    original: str = ""  # where its bytes lie, as the tracker links to it


@dataclass(frozen=True, kw_only=True, slots=True)
class Attention:
    """Something a person must look at: what, why and what to do, in one sentence each, without a child's name."""

    id: str  # made from what it is about, so that the same thing is shown once
    what: str
    why: str
    remedy: str
    since: datetime  # aware
    case_ref: str = ""  # empty where it is about none
    message: str = ""  # a mail's SHA-256; else empty
    urgent: bool = False
    resolved: bool = False  # ticked by the office
    mail: MailShown | None = None  # the mail called `message`, where it is known what to say of it

    @property
    def is_doubt(self) -> bool:
        """Whether it is a mail of which danger to a child cannot be ruled out."""
        return item_id(self.id).topic is ItemTopic.DOUBT


@dataclass(frozen=True, kw_only=True, slots=True)
class LogEntry:
    """One line of the Log sheet: what happened, to which case; never narrative, never a name."""

    at: datetime  # aware
    event: str
    detail: str
    case_ref: str = ""
