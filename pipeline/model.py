"""The values that flow through Caseclock; they know no file, no socket, no library and no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property

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


# --- Mail as it arrived ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageKey:
    """Where a message stood in a mailbox; only together are the four unique (RFC 3501, 2.3.1.1)."""

    mailbox: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """One mailbox of an address header: display name (may be empty) and address in lower case."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The part after the last `@`, or an empty text."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that came with a message: `name` is safe to show and store, `media_type` only what the sender declared."""

    name: str
    media_type: str
    content: bytes
    inline: bool = False
    content_id: str = ""
    source: str = ""

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the content in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Message:
    """A mail taken apart; nothing in it has been judged. Headers are decoded, names in lower case, in their order."""

    sha256: str
    size: int
    headers: tuple[tuple[str, str], ...]
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender: Address | None = None
    reply_to: Address | None = None
    recipients: tuple[Address, ...] = ()
    subject: str = ""
    date_header: datetime | None = None
    media_type: str = "text/plain"
    text: str = ""
    html: str = ""
    written: str = ""  # the sender's own words: `text` without quotations, signature and disclaimers
    forwarded: tuple[tuple[str, str], ...] = ()  # what they passed on in the body: the author's address, the words
    attachments: tuple[Attachment, ...] = ()
    messages: tuple[Message, ...] = ()
    report: DeliveryReport | None = None
    calendar: str = ""
    calendar_method: str = ""
    defects: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first header called `name` (any case), decoded, or an empty text."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryReport:
    """What a multipart/report says (RFC 3464, RFC 8098): `kind` is `delivery-status` or `disposition-notification`."""

    kind: str
    action: str = ""
    status: str = ""
    recipients: tuple[str, ...] = ()
    original_message_id: str = ""
    diagnostic: str = ""


# --- What a form says ----------------------------------------------------------------------------------------------


class State(StrEnum):
    """How an answer stands on the form."""

    GIVEN = "given"
    BLANK = "blank"
    STATED_UNKNOWN = "stated_unknown"
    PLACEHOLDER = "placeholder"
    REFERS_ELSEWHERE = "refers_elsewhere"
    UNPARSED = "unparsed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One answer: `value` is None unless `state` is given; `raw` is the person's own text, `source` where it stands."""

    value: str | int | tuple[str, ...] | None
    raw: str
    state: State
    label: str = ""
    source: str = ""


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


@dataclass(frozen=True, kw_only=True, slots=True)
class FormIdentity:
    """Which form it is: `id` of a known form or a layout family; `process` names another process (`marf`, `lado` …).

    `outdated` are sentences on what it prints that was replaced: they are about the form, not about a case.
    """

    id: str
    title: str = ""
    edition: str | None = None
    process: str | None = None
    outdated: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What was understood of one file; for a container, `attachments` are the readings of what is in it.

    `reason` is one sentence for a person wherever `kind` is not referral or agency_return; `reason_code` is for
    machines (`encrypted`, `scanned`, `damaged`, `too-large` …). `case_ref` and `agency` are what a return form of ours
    carries. `sha256` is that of the file's bytes.
    """

    file: str
    kind: FormKind
    reason: str | None = None
    reason_code: str | None = None
    form: FormIdentity | None = None
    referral: Referral | None = None
    missing: tuple[str, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    warnings: tuple[str, ...] = ()
    attachments: tuple[Reading, ...] = ()
    case_ref: str | None = None
    agency: str | None = None
    marking: str | None = None
    sha256: str = ""

    def leaves(self) -> tuple[Reading, ...]:
        """The readings of the files themselves, containers opened at any depth; an unopened container is one file."""
        if not self.attachments:
            return (self,)
        return tuple(leaf for inner in self.attachments for leaf in inner.leaves())


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


ANOTHER_CHILD = "another-child"
"""The reason code of a form on another child than that of the case to which its mail pointed."""

WHICH_CHILD = "which-child"
"""The reason code of a form that may or may not be about the child of the case to which its mail pointed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What a mail is and what may be done about it; `reason` is one sentence for a person, with no name of a child.

    `reason_code` is for machines where nothing could be read (`encrypted`, `link`, `scanned`, `blank-form` …).
    """

    kind: MailKind
    reason: str
    reason_code: str = ""
    urgent: bool = False
    reply_to_it: bool = False
    case_ref: str | None = None
    linked_to: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    assurance: str = ""
    marking: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why something could not be taken in: a reason code, what and why in one sentence, and what to do about it."""

    code: str
    why: str
    remedy: str


# --- What a person must see ----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Attention:
    """Something a person must look at: what, why and what to do, in one sentence each, without a child's name.

    `id` is stable (made from what it is about), so that the same thing is shown once. `message` is a SHA-256.
    """

    id: str
    what: str
    why: str
    remedy: str
    since: datetime
    case_ref: str = ""
    message: str = ""
    urgent: bool = False
    resolved: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class LogEntry:
    """One line of the Log sheet: what happened, to which case; never narrative, never a name."""

    at: datetime
    event: str
    detail: str
    case_ref: str = ""
