"""The values of what goes out: contacts, notice keys, notices and mails."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from pipeline.clock.model import Deadline, DutyState, Force, Task
from pipeline.model import NoticeKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """A person or team mailbox who may be written to."""

    name: str
    address: str
    agency: str  # as the Agencies sheet calls it
    role: str  # as in ContactSetting of the settings
    notices: tuple[str, ...] = ()  # kinds of notice or rule ids, all if none; `calendar` besides asks for entries
    areas: tuple[str, ...] = ()  # that they serve; empty: every area
    active: bool = True

    @property
    def recipient(self) -> str:
        """The address as keys hold it, in lower case."""
        return self.address.lower()


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeKey:
    """What makes a notice itself and no other: unique in the journal, so that nothing is ever said twice."""

    kind: NoticeKind
    case_ref: str  # may be empty: a digest, an alert on the set-up
    duty: str  # a rule's id, a message's SHA-256, a meeting's UID, a letter's template or an item's id
    subject: str = ""  # whom the duty is about, as a person typed it: an agency, the body that a letter goes to
    due: date | None  # the date in question
    rung: str  # where it stands on the ladder (`3-before`, `on-the-day`, `2-late`), or the meeting's sequence
    recipient: str  # an address in lower case

    def text(self) -> str:
        """The key as one line, stable for ever: only the seed of the Message-ID, and nothing is read back out of it.

        Such as `chaser|NSH-2026-001|agency-return:Police|2026-03-09|2-late|a@b.example`. A bar that a person typed is
        written `\\|` and a backslash twice, so that no two keys have one text.
        """
        duty = f"{self.duty}:{self.subject}" if self.subject else self.duty
        day = self.due.isoformat() if self.due else ""
        parts = (self.kind.value, self.case_ref, duty, day, self.rung, self.recipient)
        return "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class MailFile:
    """A file that goes with a mail."""

    name: str  # holds a case reference and no person's name
    media_type: str
    content: bytes
    case_content: bool = False  # goes only to the secure domains of the settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A Word document to go with a mail, before it is made."""

    template: str  # its file under templates/documents, without `.docx`
    file_name: str
    words: dict[str, object] = field(default_factory=dict)  # a list of rows is a tuple of mappings
    # Custom document properties, by which a return form is known again in whatever mail it comes.
    properties: tuple[tuple[str, str], ...] = ()
    case_content: bool = False  # goes only to the secure domains of the settings


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedDeadline:
    """A deadline that was added, or whose date changed."""

    case_ref: str
    rule: str
    title: str
    old: date | None  # None where the deadline is new
    new: date
    why: str  # one sentence
    at: datetime  # aware
    subject: str = ""  # the agency or the action; else empty
    is_target: bool = False  # `new` is only a day to work to, from a start that nobody has given
    typed: bool = False  # the office's own typing moved it, which knows of it


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyLine:
    """One line of a reminder: a deadline on the day of the mail, and how to say that it is done."""

    deadline: Deadline
    left: int  # working days to the day to work to, then to the last day; below zero only once it is overdue
    when: str  # the same in words: `3 working days left`
    sheet: str  # where the date of doing it is typed
    column: str
    initials: str = ""  # of the child; may be empty
    moved: MovedDeadline | None = None  # its last change of date, if that is news
    note: str = ""  # a sentence; else empty
    nobody: str = ""  # the owner without a contact, in whose place the manager is written to
    escalated: bool = False  # said to an executive besides its owner

    @property
    def day(self) -> date:
        """Its last day."""
        return self.deadline.due

    @property
    def is_overdue(self) -> bool:
        """Whether its last day has passed."""
        return self.deadline.state is DutyState.OVERDUE

    @property
    def is_local(self) -> bool:
        """Whether nothing but the office's own timetable asks for it."""
        return self.deadline.force is Force.LOCAL


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskLine:
    """One line of a reminder for which no source gives a number of days."""

    task: Task
    initials: str = ""  # of the child; may be empty
    nobody: str = ""  # the owner without a contact, in whose place the manager is written to

    day: ClassVar = date.max  # the last of all
    is_overdue: ClassVar = False
    is_local: ClassVar = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """A rapid review meeting as its invitation says it."""

    case_ref: str
    uid: str  # stays for the life of the meeting
    sequence: int  # of RFC 5545, 3.8.7.4: goes up with each change
    start: datetime  # aware
    minutes: int  # how long it lasts
    place: str
    cancelled: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyEntry:
    """The last day of a duty in the own calendar of somebody on whom it rests."""

    case_ref: str
    uid: str  # stays for the life of the duty
    sequence: int  # as of a meeting
    day: date
    title: str
    holder: str  # whose calendar it is, an address in lower case
    cancelled: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """Something that is due to be said to one recipient."""

    key: NoticeKey
    recipient_name: str = ""
    words: dict[str, object] = field(default_factory=dict)  # what its template may use
    deadlines: tuple[Deadline, ...] = ()  # those that it speaks of
    also_keys: tuple[NoticeKey, ...] = ()  # the notices merged into this one; recorded as sent with it
    urgent: bool = False  # goes out at any hour
    in_reply_to: str = ""  # a Message-ID with angle brackets
    marking: str = ""  # of its case; the office's own is added when it is put into words
    files: tuple[MailFile, ...] = ()
    papers: tuple[Paper, ...] = ()  # documents to be made when it is put into words
    calendar: bytes = b""  # an iCalendar file; empty where none goes with it
    calendar_method: str = ""  # REQUEST or CANCEL (RFC 5546)
    template: str = ""  # where it is not the one that the kind names
    apart: tuple[Notice, ...] = ()  # what it says in their place, sent by themselves where it cannot be written
    to_stranger: bool = False  # who is told no case reference; `words` then hold the receipt number of their mail
    meeting: Meeting | None = None  # what an invitation invites to; folded into the state of the meeting once queued


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """A rendered mail before it is put into MIME."""

    key: NoticeKey
    sender: str
    sender_name: str
    to: str
    to_name: str
    subject: str  # whole, with marking and references
    text: str
    html: str
    message_id: str  # made from the notice's key
    made_at: datetime  # aware; becomes the Date header
    headers: tuple[tuple[str, str], ...] = ()  # besides those that the fields give
    files: tuple[MailFile, ...] = ()
    calendar: bytes = b""  # an iCalendar file; empty where none goes with it
    calendar_method: str = ""  # REQUEST or CANCEL (RFC 5546)
