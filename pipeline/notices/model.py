"""The values of what goes out: contacts, notice keys, notices and mails."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pipeline.clock.model import Deadline


class NoticeKind(StrEnum):
    """The notices of docs/notices.md; the value names its template."""

    ACKNOWLEDGEMENT = "acknowledgement"
    SEND_AGAIN = "send-again"
    ALERT = "alert"
    REMINDER = "reminder"
    AGENCY_REQUEST = "agency-request"
    CHASER = "chaser"
    INVITATION = "invitation"
    DIGEST = "digest"
    LETTER = "letter"


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """A person or team mailbox who may be written to.

    `role` is one of `manager`, `deputy`, `la-lead`, `icb`, `police`, `chair`, `executive`, `reviewer`, `agency`,
    `standing-invitee`. `notices` limits what is sent (empty: everything that the role receives).
    """

    name: str
    address: str
    agency: str
    role: str
    notices: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    active: bool = True


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
    """A file that goes with a mail; `content` is its bytes, `name` holds a case reference and no person's name."""

    name: str
    media_type: str
    content: bytes
    case_content: bool = False  # goes only to the secure domains of the settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A Word document to go with a mail, before it is made: its `template`, the `words` in it, and its file name.

    `properties` become custom document properties, by which a return form is known again in whatever mail it comes.
    """

    template: str
    file_name: str
    words: dict[str, object] = field(default_factory=dict)
    properties: tuple[tuple[str, str], ...] = ()
    case_content: bool = False  # goes only to the secure domains of the settings


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedDeadline:
    """A deadline that was added (`old` is None) or whose date changed at `at`; `why` is one sentence."""

    case_ref: str
    rule: str
    title: str
    old: date | None
    new: date
    why: str
    at: datetime
    subject: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyLine:
    """One line of a reminder: a deadline on the day of the mail, and how to say that it is done.

    `left` counts the working days to the working target: negative when late. `sheet` and `column` are where the date
    is typed. `nobody` names the role that has no contact, where the mail went to the manager in its place.
    """

    deadline: Deadline
    left: int
    sheet: str
    column: str
    initials: str = ""
    counted: tuple[str, ...] = ()
    moved: MovedDeadline | None = None
    note: str = ""
    nobody: str = ""
    escalated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """A rapid review meeting as its invitation says it; `start` is aware, `uid` stays for the life of the meeting."""

    case_ref: str
    uid: str
    sequence: int
    start: datetime
    minutes: int
    place: str
    cancelled: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """Something that is due to be said to one recipient: `words` are what its template may use."""

    key: NoticeKey
    recipient_name: str = ""
    words: dict[str, object] = field(default_factory=dict)
    deadlines: tuple[Deadline, ...] = ()
    also_keys: tuple[NoticeKey, ...] = ()  # the notices merged into this one; recorded as sent with it
    urgent: bool = False  # goes out at any hour
    in_reply_to: str = ""
    marking: str = ""
    files: tuple[MailFile, ...] = ()
    papers: tuple[Paper, ...] = ()
    calendar: bytes = b""
    calendar_method: str = ""
    template: str = ""  # where it is not the one that the kind names
    meeting: Meeting | None = None  # what an invitation invites to; folded into the state of the meeting once queued


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """A rendered mail before it is put into MIME; `message_id` is made from the notice key."""

    key: NoticeKey
    sender: str
    sender_name: str
    to: str
    to_name: str
    subject: str
    text: str
    html: str
    message_id: str
    made_at: datetime
    headers: tuple[tuple[str, str], ...] = ()
    files: tuple[MailFile, ...] = ()
    calendar: bytes = b""
    calendar_method: str = ""
