"""What the workbook is to show, without the rows of a case that cannot be made: it is shown to a person instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from pipeline.case_faults import is_of_a_case, without_failing
from pipeline.cases.taken_in import ended_before, is_quiet, is_unsorted, newest_first
from pipeline.clock.count.calendars import Holiday, england_and_wales
from pipeline.clock.model import RuleId
from pipeline.dates import london_date
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Topic
from pipeline.facts import Case
from pipeline.item_ids import ItemKind, item_id
from pipeline.model import Attention, NoticeKind
from pipeline.notices.kinds.agency_requests import agencies_of
from pipeline.notices.model import NoticeKey
from pipeline.today import today
from pipeline.tracker.content.dashboard import blocks
from pipeline.tracker.content.rows import rows
from pipeline.tracker.model import AgencyProgress, Base, CalendarDay, TrackerContent
from scheduler.office import ConfiguredOffice
from scheduler.report import show_conditions
from scheduler.snapshot import Snapshot

CALENDAR_YEARS = 1


def content_of(
    office: ConfiguredOffice, journal: Journal, *, snapshot: Snapshot, faults: Iterable[str] = ()
) -> TrackerContent:
    """Everything that the workbook is to show; `faults` are what keeps the worker from its work."""
    snapshot.wake_disturbed()
    cases, resting = newest_first(snapshot.cases), snapshot.at_rest.standings
    counted = _counted(cases)
    return TrackerContent(
        now=snapshot.now,
        cases=cases,
        ledgers={case.ref: snapshot.counted(case) for case in counted},
        agencies=tuple(_progress(snapshot, _chased(snapshot.said()))),
        attention=snapshot.attention(),
        log=journal.casebook.entries(),
        contacts=(*snapshot.contacts, *snapshot.unfinished_contacts),
        calendar=_calendar_days(snapshot),
        answered=_answered(journal, snapshot.attention()),
        originals={
            **{ref: one.form for ref, one in resting.items() if one.form},
            **{case.ref: case.text("form") for case in cases if case.text("form")},
        },
        office=office.settings.office.partnership,
        marking=office.settings.office.marking,
        uncounted=snapshot.uncounted - _refs(cases, is_quiet),
        unsorted=_refs(cases, is_unsorted),
        quiet=_refs(cases, is_unsorted) & _refs(cases, is_quiet),
        today=today(snapshot.situation(), faults=faults),
        resting=frozenset(resting),
        resting_counts=Counter(one.counts for one in resting.values()),
    )


def _counted(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The cases whose duties are shown: not those that had ended before, and the old ones once they are sorted."""
    return tuple(case for case in cases if not (is_quiet(case) or ended_before(case)))


def _refs(cases: Iterable[Case], wanted: Callable[[Case], bool]) -> frozenset[str]:
    return frozenset(case.ref for case in cases if wanted(case))


def _progress(snapshot: Snapshot, chased: Counter[tuple[str, str]]) -> Iterator[AgencyProgress]:
    """What was sent to each agency on each case, and by when its return is due."""
    for case in snapshot.cases:
        counted = snapshot.counted(case).deadlines
        dues = {entry.subject: entry.due for entry in counted if entry.rule == RuleId.AGENCY_RETURN}
        for state in agencies_of(case):
            yield AgencyProgress(
                case_ref=case.ref,
                agency=state.agency,
                requested_on=snapshot.requested.get(case.ref, {}).get(state.agency),
                due=dues.get(state.agency),
                chased=chased[case.ref, state.agency],
            )


def _answered(journal: Journal, items: Iterable[Attention]) -> dict[str, str]:
    """What the office chose under Accept, by the id of the item."""
    kept = (journal.kept.proposals.get(item.id) for item in items if item_id(item.id).kind is ItemKind.PROPOSAL)
    return {one.id: one.answer for one in kept if one is not None and one.answer}


def _chased(said: Iterable[NoticeKey]) -> Counter[tuple[str, str]]:
    """How often each agency was chased, by case and agency."""
    return Counter((key.case_ref, key.subject) for key in said if key.kind is NoticeKind.CHASER)


def _calendar_days(snapshot: Snapshot) -> tuple[CalendarDay, ...]:
    """The non-working days from last year to the end of the calendar, in the office's words where it typed any."""
    calendar = snapshot.calendar
    typed = {day.date: CalendarDay(date=day.date, title=day.title, source=day.source) for day in snapshot.office_days}
    first = date(london_date(snapshot.now).year - CALENDAR_YEARS, 1, 1)
    listed = {day.day: _listed(day, version=england_and_wales().version) for day in calendar.holidays}
    added = {day.day: CalendarDay(date=day.day, title=day.title, source=day.source) for day in calendar.extra}
    return tuple(typed.get(day) or shown for day, shown in (listed | added).items() if day >= first)


def _listed(day: Holiday, *, version: str) -> CalendarDay:
    """A bank holiday with the name of its list and the list's version; the licence stands in docs/law.md."""
    source = day.source.partition(" (")[0]
    return CalendarDay(date=day.day, title=day.title, source=f"{source}, version {version}")


def made_of(
    journal: Journal, whole: TrackerContent, *, make: Callable[[TrackerContent], tuple[bytes, Base]]
) -> tuple[bytes, Base]:
    """What `make` gives of `whole`; where it fails on one case alone, of everything else, and that case is shown."""
    # What was shown in an earlier pass is looked at first, so that it is taken back in the very write that succeeds.
    if not journal.kept.conditions.get(Topic.ROWS):
        try:
            return make(whole)
        except Exception as fault:
            if not is_of_a_case(fault):
                raise
    return make(_workable(journal, whole))


def _workable(journal: Journal, whole: TrackerContent) -> TrackerContent:
    def try_rows(cases: tuple[Case, ...]) -> None:
        content = of_cases(whole, cases)
        rows(content)
        blocks(content)

    _, failing = without_failing(whole.cases, try_rows)
    with journal.writing():
        show_conditions(journal, Topic.ROWS, items=[_unwritten(case.ref, now=whole.now) for case in failing])
    left = tuple(case for case in whole.cases if case not in failing)
    known = {item.id: item for item in whole.attention}
    items = tuple(known.get(item.id, item) for item in journal.casebook.attention())
    return replace(of_cases(whole, left), attention=items)


def of_cases(content: TrackerContent, cases: tuple[Case, ...]) -> TrackerContent:
    """`content` with those of its cases alone; what is no case's stays."""
    refs = {case.ref for case in cases}
    return replace(
        content,
        cases=cases,
        ledgers={ref: found for ref, found in content.ledgers.items() if ref in refs},
        agencies=tuple(entry for entry in content.agencies if entry.case_ref in refs),
        originals={ref: link for ref, link in content.originals.items() if ref in refs or ref in content.resting},
    )


def _unwritten(case_ref: str, *, now: datetime) -> Attention:
    return Attention(
        id=f"unwritten:{case_ref}",
        what="The rows of a case could not be written",
        why="Something recorded on this case cannot be worked with, so its rows in the tracker are not brought up to "
        "date; every other case goes on.",
        remedy="Look through the dates of this case in the tracker and correct what cannot be right. This line then "
        "goes by itself.",
        since=now,
        case_ref=case_ref,
    )
