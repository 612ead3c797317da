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
    """What makes a notice itself and no other: unique in the journal, so that nothing is ever said twice.

    `case_ref` may be empty (a digest, an alert on the set-up); `duty` is a rule id, a message's SHA-256 or a meeting's
    UID; `due` the date in question or None; `rung` where it stands on the ladder (`3-before`, `on-the-day`, `2-late`)
    or the meeting's sequence; `recipient` an address in lower case.
    """

    kind: NoticeKind
    case_ref: str
    duty: str
    due: date | None
    rung: str
    recipient: str

    def text(self) -> str:
        """The key as one line, stable for ever: the journal's unique column and the seed of the Message-ID."""
        day = self.due.isoformat() if self.due else ""
        return "|".join((self.kind.value, self.case_ref, self.duty, day, self.rung, self.recipient))


@dataclass(frozen=True, kw_only=True, slots=True)
class MailFile:
    """A file that goes with a mail; `content` is its bytes, `name` holds a case reference and no person's name."""

    name: str
    media_type: str
    content: bytes


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
    calendar: bytes = b""
    calendar_method: str = ""


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
