"""Adds who is always asked, counts every date anew, and notes which are new or have moved, so that people are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from pipeline.cases.one_incident import incident_items
from pipeline.cases.taken_in import WAITING, is_quiet, is_spoken_of, waiting_item
from pipeline.clock.changes.moved_dates import DeadlineKey
from pipeline.clock.duties.events import was_typed, without_cell
from pipeline.clock.model import Deadline, DutyState
from pipeline.dates import london_date, long_date
from pipeline.edges.journal import Journal
from pipeline.edges.journal.casebook import Announced
from pipeline.edges.journal.kept_records import Topic
from pipeline.facts import Fact, Source
from pipeline.model import Attention, LogEntry
from pipeline.notices.model import MovedDeadline
from pipeline.notices.open_questions import open_questions
from pipeline.notices.standing_agencies import standing_agencies
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport, show_conditions
from scheduler.snapshot import Snapshot
from scheduler.steps.changed_basis import adopt_changes, reasons

# As many moves as are remembered: far more than a month of any office brings.
KEPT_MOVES = 2000
# From this many days on the end of the list is told a second time.
NEAR_DAYS = 90
# Before the words of what was announced as a day to work to only, since its start is not known.
_TARGET = "Working target. "


def add_standing_agencies(
    *, office: ConfiguredOffice, journal: Journal, snapshot: Snapshot, report: PassReport
) -> None:
    """Adds to each open case the partners and the standing list that it does not have yet."""
    facts = tuple(
        Fact(
            case_ref=case.ref,
            name="agency_added",
            value=name,
            subject=name,
            source=Source.SETTINGS,
            recorded_at=snapshot.now,
            detail="asked in every rapid review",
        )
        for case in snapshot.cases
        if case.is_open and is_spoken_of(case) and not is_quiet(case)
        for name in standing_agencies(case, contacts=snapshot.contacts, settings=office.settings)
    )
    if not facts:
        return
    with journal.writing():
        journal.casebook.add_facts(facts)
    snapshot.renew_cases(fact.case_ref for fact in facts)
    report.count("agencies added that are always asked", len(facts))


def count_dates(*, office: ConfiguredOffice, journal: Journal, snapshot: Snapshot, report: PassReport) -> None:
    """Compares every deadline with what was last announced; what changed is logged and kept for the notices."""
    adopt_changes(journal, snapshot)
    snapshot.wake_disturbed()
    now = snapshot.now
    announced = journal.casebook.announced(among=snapshot.at_rest.awake)
    before = {(entry.case_ref, entry.rule, entry.subject): entry for entry in announced}
    # A date of an old case is new to people once somebody has said that it is open.
    spoken_of = filter(is_spoken_of, snapshot.cases)
    counted = tuple(deadline for case in spoken_of for deadline in snapshot.counted(case).deadlines)
    _show_questions(journal, snapshot, warned_days=office.settings.clock.horizon_warning_days)
    changed = tuple(deadline for deadline in counted if _differs(deadline, before))
    if not changed:
        return
    moves = tuple(_moves(changed, before, why=reasons(journal), now=now))
    earlier = journal.kept.moved.get()
    with journal.writing():
        journal.casebook.announce((_announced(deadline) for deadline in changed), now=now)
        journal.kept.moved.put([*earlier, *moves][-KEPT_MOVES:])
        journal.casebook.log(_entry(move) for move in moves)
    report.count("dates new or moved", len(moves))


def _show_questions(journal: Journal, snapshot: Snapshot, *, warned_days: int) -> None:
    """What only a person can answer, and what must be recorded before a case may be closed, while it stands."""
    now = snapshot.now
    spoken_of = filter(is_spoken_of, snapshot.cases)
    items = tuple(item for case in spoken_of for item in open_questions(case, snapshot.counted(case), now=now))
    items = (*items, *incident_items(snapshot.cases_by_ref, snapshot.incidents, now=now))
    quiet = {case.ref for case in snapshot.cases if is_quiet(case)}
    uncounted = [_uncounted(ref, now=now) for ref in sorted(snapshot.uncounted - quiet)]
    with journal.writing():
        _show_what_waits(journal, snapshot)
        show_conditions(journal, Topic.UNCOUNTED, items=uncounted)
        show_conditions(journal, Topic.CASES, items=items)
        # Ticked is not answered: such a line goes by itself, and no sooner.
        journal.casebook.reopen(item.id for item in items)
        show_conditions(journal, Topic.CALENDAR, items=_horizon(snapshot, warned_days))


def _show_what_waits(journal: Journal, snapshot: Snapshot) -> None:
    """One item for all cases that wait to be sorted: it says how many they are now, and goes only with the last."""
    item = waiting_item(snapshot.cases)
    shown = next((shown for shown in snapshot.attention() if shown.id == WAITING), None)
    if shown != item:
        journal.casebook.forget([WAITING])
    show_conditions(journal, Topic.TAKEN_IN, items=filter(None, [item]))


def _uncounted(case_ref: str, *, now: datetime) -> Attention:
    return Attention(
        id=f"uncounted:{case_ref}",
        what="The dates of a case could not be counted",
        why="A date recorded on this case cannot be worked with, so it has no deadlines here and nobody is reminded of "
        "them; every other case goes on.",
        remedy="Look through the dates of this case in the tracker and correct the one that cannot be right; watch its "
        "deadlines by hand until then. This line then goes by itself.",
        since=now,
        case_ref=case_ref,
    )


def _horizon(snapshot: Snapshot, warned_days: int) -> tuple[Attention, ...]:
    """That the list of bank holidays is running out: once in good time, and once more when it is near its end."""
    calendar, today = snapshot.calendar, london_date(snapshot.now)
    left = calendar.days_left(today)
    if left >= warned_days:
        return ()
    near = "near" if left < NEAR_DAYS else "ahead"
    return (
        Attention(
            id=f"calendar:{calendar.horizon.isoformat()}:{near}",
            what="The list of bank holidays is running out",
            why=f"It is known to {long_date(calendar.horizon)}, {left} days from now; dates past it are provisional.",
            remedy="Install a newer version of Caseclock, which brings the list that GOV.UK has published since.",
            since=snapshot.now,
        ),
    )


def _key(deadline: Deadline) -> DeadlineKey:
    return deadline.case_ref, deadline.rule, deadline.subject


def _differs(deadline: Deadline, announced: Mapping[DeadlineKey, Announced]) -> bool:
    before = announced.get(_key(deadline))
    return before is None or before.due != deadline.due or _was_target(before) == deadline.has_known_start


def _was_target(before: Announced) -> bool:
    return before.because.startswith(_TARGET)


def _moves(
    changed: tuple[Deadline, ...],
    announced: Mapping[DeadlineKey, Announced],
    *,
    why: Mapping[tuple[DeadlineKey, date], str],
    now: datetime,
) -> Iterator[MovedDeadline]:
    for deadline in changed:
        before = _before(deadline, announced)
        # A duty that is settled moves for nobody.
        lives = deadline.state.is_open or (before is not None and deadline.state is DutyState.EXPECTED)
        if not lives or (before and before.due == deadline.due):
            continue
        yield MovedDeadline(
            case_ref=deadline.case_ref,
            rule=deadline.rule,
            subject=deadline.subject,
            title=deadline.title,
            old=before.due if before else None,
            new=deadline.due,
            why=why.get((_key(deadline), deadline.due)) or _why(deadline),
            at=now,
            is_target=not deadline.has_known_start,
            typed=(_key(deadline), deadline.due) not in why and was_typed(deadline.trigger_source),
        )


def _before(deadline: Deadline, announced: Mapping[DeadlineKey, Announced]) -> Announced | None:
    """What was announced of the same kind: the first true last day is new, whatever was worked to before."""
    before = announced.get(_key(deadline))
    return None if before and deadline.has_known_start and _was_target(before) else before


def _why(deadline: Deadline) -> str:
    source = without_cell(deadline.trigger_source)
    return deadline.provisional_because or source[:1].upper() + source[1:] or "Its rule or the calendar has changed."


def _announced(deadline: Deadline) -> Announced:
    because = deadline.provisional_because or deadline.trigger_source
    return Announced(
        case_ref=deadline.case_ref,
        rule=deadline.rule,
        subject=deadline.subject,
        due=deadline.due,
        because=because if deadline.has_known_start else f"{_TARGET}{because}",
    )


def _entry(move: MovedDeadline) -> LogEntry:
    event = f"{'Working target' if move.is_target else 'Date'} {'moved' if move.old else 'set'}"
    was = f", before: {long_date(move.old)}" if move.old else ""
    return LogEntry(at=move.at, event=event, detail=f"{move.title}: {long_date(move.new)}{was}", case_ref=move.case_ref)
