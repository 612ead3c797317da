"""All that the notices are worked out from, as one value: whatever is due to be said follows from it alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property

from pipeline.cases.taken_in import is_spoken_of
from pipeline.clock.count.calendars import Calendar
from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.model import Deadline, Task
from pipeline.dates import LONDON, london_date
from pipeline.facts import Case
from pipeline.initials import initials
from pipeline.model import Address, Assurance, Attention, MailKind, NoticeKind, ReadBack, ReasonCode, Referral
from pipeline.notices.model import Contact, Meeting, MovedDeadline, NoticeKey
from pipeline.protective_marking import highest_of
from pipeline.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """A mail that came in and may be answered."""

    sha256: str  # of its raw bytes
    sender: Address
    received_at: datetime  # aware
    kind: MailKind
    message_id: str = ""  # its own, with angle brackets
    case_ref: str = ""  # empty where it belongs to none
    missing: tuple[str, ...] = ()  # field paths (docs/interface.md)
    reason_wanted: bool = False  # no form in it says why the case meets the criteria
    reason: str = ""  # one sentence without a name
    reason_code: ReasonCode = ReasonCode.NONE  # why it could not be read: `encrypted`, `link`, `damaged` …
    reason_unsaid: bool = False  # the same, whether or not its form corrects an earlier one
    reply_to_it: bool = False  # whether it may be answered at all
    reply_to_stranger: bool = False  # the same, where a stranger sent it
    reply_withheld: bool = False  # whether it is answered once the office has accepted it
    urgent: bool = False  # may concern a child in danger now
    marking: str = ""  # that it bore; may be empty
    assurance: str = ""  # how far its sender is known
    author: str = ""  # the address that it comes from, which `sender`, who is answered, need not be
    secret_of: str = ""  # the case of the notice whose secret it carries; else empty
    receipt: str = ""  # its receipt number
    own_case: str = ""  # the case that it opened once nobody had said whose form it is, or that it is another child's
    organisation: str = ""  # the sender's, or their domain, as a person is told it
    original: str = ""  # where the office finds an urgent mail as it came, beside the tracker
    read_back: tuple[ReadBack, ...] = ()  # what each of its forms was understood to say


def shown_sender(came: Arrival) -> str:
    """Whose mail it is, as a person is told: what a mail that failed says of itself is no more than said."""
    return f"{came.organisation} (in doubt)" if came.assurance == Assurance.FAILED else came.organisation


@dataclass(frozen=True, kw_only=True, slots=True)
class InvitedPerson:
    """Somebody who holds an invitation."""

    address: str  # in lower case
    name: str
    sequence: int  # of the last invitation that they were sent


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingState:
    """The last invitation queued for a meeting, who holds it, and what they answered."""

    meeting: Meeting  # as it was last invited to
    asked: tuple[InvitedPerson, ...] = ()  # those who hold an invitation
    # Address in lower case: `accepted`, `tentative` or `declined`.
    answers: Mapping[str, str] = field(default_factory=dict)


OF_THE_DAY = (NoticeKind.REMINDER, NoticeKind.QUESTION, NoticeKind.CHASER)
"""What goes to one person in one mail a working day."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What is known at `now`."""

    now: datetime  # aware
    settings: Settings
    calendar: Calendar  # with the office's own days
    secret: str = field(default="", repr=False)  # with which the UIDs of invitations are made
    cases: tuple[Case, ...] = ()  # open and closed
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)  # by case reference; none of a case that failed
    contacts: tuple[Contact, ...] = ()
    said: Mapping[NoticeKey, datetime] = field(default_factory=dict)  # each key ever queued: when that was
    requested: Mapping[str, Mapping[str, date]] = field(default_factory=dict)  # case, agency: when it was really asked
    unaccepted: frozenset[tuple[str, str]] = frozenset()  # case and agency whose return came and waits to be accepted
    # Of the last days, answered or not: their keys keep a mail from being answered twice.
    arrivals: tuple[Arrival, ...] = ()
    attention: tuple[Attention, ...] = ()  # what waits for a person
    acknowledged: frozenset[str] = frozenset()  # the items whose urgent alert somebody has answered
    fault_lines: tuple[str, ...] = ()  # what fails of the world, a line each: said before anything else
    meetings: tuple[MeetingState, ...] = ()  # one a case, once anybody was invited
    moved: tuple[MovedDeadline, ...] = ()  # dates that changed in the last days
    confirmed: frozenset[str] = frozenset()  # the cases of which a form came from somebody who can be believed
    markings: Mapping[str, str] = field(default_factory=dict)  # the highest of a case, by its reference
    referrals: Mapping[str, Referral] = field(default_factory=dict)  # the newest form of an open case, by its reference
    drafts: tuple[datetime, ...] = ()  # for each mail that lies in Drafts, when it was put there
    mail_read_at: datetime | None = None  # when the mailbox was last read to its end
    record: str = ""  # the newest entry of the chain: its number and the beginning of its hash

    @cached_property
    def today(self) -> date:
        """The date in London."""
        return london_date(self.now)

    @cached_property
    def cases_by_ref(self) -> Mapping[str, Case]:
        """Every case, by its reference."""
        return {case.ref: case for case in self.cases}

    @cached_property
    def deadlines(self) -> Mapping[str, tuple[Deadline, ...]]:
        """The duties of each case that have a day, by its reference."""
        return {ref: found.deadlines for ref, found in self.ledgers.items()}

    @cached_property
    def tasks(self) -> Mapping[str, tuple[Task, ...]]:
        """The duties of each case for which no source gives a number of days, by its reference."""
        return {ref: found.tasks for ref, found in self.ledgers.items()}

    @cached_property
    def _midnight(self) -> datetime:
        return datetime.combine(self.today, time(), LONDON)

    @cached_property
    def _said_by_kind(self) -> Mapping[NoticeKind, Mapping[str, Sequence[tuple[NoticeKey, datetime]]]]:
        # All that was ever said is gone through once for everybody who asks about a part of it.
        found: dict[NoticeKind, dict[str, list[tuple[NoticeKey, datetime]]]] = {kind: {} for kind in NoticeKind}
        for key, at in self.said.items():
            found[key.kind].setdefault(key.case_ref, []).append((key, at))
        return found

    def said_of(self, *kinds: NoticeKind) -> Iterator[tuple[NoticeKey, datetime]]:
        """Every key of these kinds that was ever queued, and when."""
        return (entry for kind in kinds for entries in self._said_by_kind[kind].values() for entry in entries)

    def said_of_case(self, kind: NoticeKind, case_ref: str) -> Sequence[tuple[NoticeKey, datetime]]:
        """As `said_of`, about one case."""
        return self._said_by_kind[kind].get(case_ref, ())

    @cached_property
    def _mails_of_the_day(self) -> Mapping[str, tuple[tuple[NoticeKey, date], ...]]:
        found: dict[str, list[tuple[NoticeKey, date]]] = {}
        for key, at in self.said_of(*OF_THE_DAY):
            found.setdefault(key.recipient, []).append((key, london_date(at)))
        return {address: tuple(days) for address, days in found.items()}

    def mails_to(self, address: str) -> tuple[tuple[NoticeKey, date], ...]:
        """All reminders, chasers and questions that ever went to `address`, and the day of each."""
        return self._mails_of_the_day.get(address.lower(), ())

    @cached_property
    def said_today(self) -> frozenset[tuple[NoticeKind, str]]:
        """Kind and recipient of every notice that was queued today."""
        return frozenset((key.kind, key.recipient) for key in self.said if self.was_today(key))

    def last_move(self, deadline: Deadline) -> MovedDeadline | None:
        """The last of the moves that brought this duty to the day that it now has."""
        return self._last_moves.get((deadline.case_ref, deadline.rule, deadline.subject, deadline.due))

    @cached_property
    def _last_moves(self) -> Mapping[tuple[str, str, str, date], MovedDeadline]:
        found: dict[tuple[str, str, str, date], MovedDeadline] = {}
        for move in self.moved:
            known = found.get(key := (move.case_ref, move.rule, move.subject, move.new))
            if known is None or known.at < move.at:
                found[key] = move
        return found

    @cached_property
    def running_cases(self) -> tuple[Case, ...]:
        """The cases whose duties may still be open: a closed one too, while its record is incomplete.

        Not one that had ended before the mailbox was taken in, nor one of which nothing is asked until it is sorted.
        """
        return tuple(filter(is_spoken_of, self.cases))

    @cached_property
    def running_ledgers(self) -> tuple[Ledger, ...]:
        """The ledgers of the running cases, in their order."""
        return tuple(self.ledgers[case.ref] for case in self.running_cases if case.ref in self.ledgers)

    @cached_property
    def open_cases(self) -> tuple[Case, ...]:
        """The cases whose clocks still run; one that was closed too early among them."""
        return tuple(case for case in self.running_cases if self.runs(case))

    def runs(self, case: Case) -> bool:
        """Whether the clocks of `case` still run; one that was closed while a duty or its record was open is open."""
        return self.ledger_of(case).is_open

    def leads_its_incident(self, case: Case) -> bool:
        """Whether its clocks run and its requests and its meeting rest on itself, and not on another case."""
        return self.runs(case) and not self.ledger_of(case).with_case

    def ledger_of(self, case: Case) -> Ledger:
        """The ledger of `case`; one without a duty where it could not be counted."""
        return self.ledgers.get(case.ref) or Ledger(case_ref=case.ref, is_open=case.is_open)

    def deadline_of(self, case_ref: str, rule: str, *, subject: str | None = None) -> Deadline | None:
        """The duty by `rule` of a case, and about that `subject` where one is given."""
        there = (entry for entry in self.deadlines.get(case_ref, ()) if entry.rule == rule)
        return next((entry for entry in there if subject in (None, entry.subject)), None)

    def called(self, case_ref: str) -> str:
        """A case in words, `Case NSH-2026-001 (R.A.)`."""
        child = self.initials.get(case_ref, "")
        return f"Case {case_ref} ({child})" if child else f"Case {case_ref}"

    def marking_of(self, keys: Iterable[NoticeKey]) -> str:
        """The highest marking of the cases that `keys` are about."""
        return highest_of(*(self.markings.get(key.case_ref, "") for key in keys))

    @cached_property
    def initials(self) -> dict[str, str]:
        """The child's initials, by the case's reference."""
        return {case.ref: initials(case.text("child")) for case in self.cases}

    def asked(self, case_ref: str) -> tuple[tuple[NoticeKey, date], ...]:
        """The questions that were ever asked of a case, and the day of each."""
        return tuple((key, london_date(at)) for key, at in self.said_of_case(NoticeKind.QUESTION, case_ref))

    @cached_property
    def automatic_replies(self) -> tuple[Arrival, ...]:
        """The mails by which somebody's mailbox said that they are away."""
        return tuple(arrival for arrival in self.arrivals if arrival.kind is MailKind.AUTO_REPLY)

    def has_said(self, key: NoticeKey) -> bool:
        """Whether a notice of this key was queued before."""
        return key in self.said

    def has_written_today(self, address: str, *kinds: NoticeKind) -> bool:
        """Whether a notice of one of these kinds went to `address` today."""
        return any((kind, address) in self.said_today for kind in kinds)

    def was_today(self, key: NoticeKey) -> bool:
        """Whether the notice of this key was queued today."""
        at = self.said.get(key)
        # Of all that was ever said little is as young as this midnight, and only for that the day is worked out.
        return at is not None and at >= self._midnight and london_date(at) == self.today

    def last_said(self, kind: NoticeKind, recipient: str) -> datetime | None:
        """When a notice of this kind last went to `recipient`."""
        return max((at for key, at in self.said_of(kind) if key.recipient == recipient), default=None)

    def meeting_of(self, case_ref: str) -> MeetingState | None:
        """The state of a case's meeting, or None where nobody was ever invited."""
        return self._meeting_of.get(case_ref)

    @cached_property
    def _meeting_of(self) -> Mapping[str, MeetingState]:
        return {state.meeting.case_ref: state for state in reversed(self.meetings)}
