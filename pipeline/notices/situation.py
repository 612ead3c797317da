"""All that the schedule of notices looks at, as one value: whatever is due to be said follows from it alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.model import Deadline, Task
from pipeline.dates import london_date
from pipeline.facts import Case
from pipeline.model import Address, Attention, MailKind, Referral
from pipeline.notices.model import Contact, Meeting, MovedDeadline, NoticeKey, NoticeKind
from pipeline.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """A mail that came in and may be answered.

    `missing` holds field paths (docs/interface.md), `reason` one sentence without a name, `reason_code` why it could
    not be read (`encrypted`, `link`, `damaged` …), `message_id` its own identifier with angle brackets.
    """

    sha256: str
    sender: Address
    received_at: datetime
    kind: MailKind
    message_id: str = ""
    case_ref: str = ""
    missing: tuple[str, ...] = ()
    reason: str = ""
    reason_code: str = ""
    reply_to_it: bool = False
    urgent: bool = False
    marking: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class InvitedPerson:
    """Somebody who holds an invitation, as it stood at `sequence`."""

    address: str
    name: str
    sequence: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingState:
    """The last invitation queued for a meeting, who holds it, and what they answered.

    `answers` maps an address in lower case to `accepted`, `tentative` or `declined`.
    """

    meeting: Meeting
    asked: tuple[InvitedPerson, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What is known at `now` (aware): `said` maps each notice key ever queued to when that was.

    `arrivals` are the mails of the last days, answered or not (their keys keep them from being answered twice),
    `moved` the changes of dates of the last days, `markings` and `referrals` belong to a case by its reference.
    """

    now: datetime
    settings: Settings
    calendar: Calendar
    cases: tuple[Case, ...] = ()
    deadlines: Mapping[str, tuple[Deadline, ...]] = field(default_factory=dict)
    tasks: Mapping[str, tuple[Task, ...]] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    said: Mapping[NoticeKey, datetime] = field(default_factory=dict)
    arrivals: tuple[Arrival, ...] = ()
    attention: tuple[Attention, ...] = ()
    meetings: tuple[MeetingState, ...] = ()
    moved: tuple[MovedDeadline, ...] = ()
    markings: Mapping[str, str] = field(default_factory=dict)
    referrals: Mapping[str, Referral] = field(default_factory=dict)

    @cached_property
    def today(self) -> date:
        """The date in London."""
        return london_date(self.now)

    @cached_property
    def said_today(self) -> frozenset[tuple[NoticeKind, str]]:
        """Kind and recipient of every notice that was queued today."""
        return frozenset((key.kind, key.recipient) for key in self.said if self.was_today(key))

    @cached_property
    def running_cases(self) -> tuple[Case, ...]:
        """The cases whose duties may still be open: a closed one too, while its record is incomplete."""
        return tuple(case for case in self.cases if case.text("status") not in ("Opened in error", "Duplicate"))

    @cached_property
    def open_cases(self) -> tuple[Case, ...]:
        """The cases whose clocks still run."""
        return tuple(case for case in self.cases if case.is_open)

    def has_said(self, key: NoticeKey) -> bool:
        """Whether a notice of this key was queued before."""
        return key in self.said

    def has_written_today(self, address: str, *kinds: NoticeKind) -> bool:
        """Whether a notice of one of these kinds went to `address` today."""
        return any((kind, address) in self.said_today for kind in kinds)

    def was_today(self, key: NoticeKey) -> bool:
        """Whether the notice of this key was queued today."""
        return key in self.said and london_date(self.said[key]) == self.today

    def last_said(self, kind: NoticeKind, recipient: str) -> datetime | None:
        """When a notice of this kind last went to `recipient`."""
        return max(
            (at for key, at in self.said.items() if (key.kind, key.recipient) == (kind, recipient)), default=None
        )

    def meeting_of(self, case_ref: str) -> MeetingState | None:
        """The state of a case's meeting, or None where nobody was ever invited."""
        return next((state for state in self.meetings if state.meeting.case_ref == case_ref), None)
