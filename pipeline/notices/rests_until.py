"""Which closed cases come to rest, and until when nothing about them can change by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from pipeline.cases.taken_in import is_quiet, is_unsorted
from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.model import DutyState
from pipeline.dates import LONDON, london_date, utc
from pipeline.facts import Case

QUIET = timedelta(days=32)
"""A case rests once for so long nothing was recorded, received or said of it: more than the days in which a mail is
answered and a moved date told."""
ALWAYS = datetime(9999, 12, 31, tzinfo=UTC)
_A_DAY = timedelta(days=1)


def rests_until(case: Case, found: Ledger, *, now: datetime) -> datetime | None:
    """The first instant after `now` at which a closed case could stand otherwise though nobody says anything of it;
    None where it does not rest. `found` is its ledger at `now`."""
    today = london_date(now)
    waits = found.is_open or found.question or found.with_case or is_quiet(case) or is_unsorted(case)
    if waits or _last_said(case) > now - QUIET or not _is_settled(found, today):
        return None
    first = min(filter(today.__lt__, _turns(case, found)), default=None)
    return utc(datetime.combine(first, time(), LONDON)) if first else ALWAYS


def _turns(case: Case, found: Ledger) -> Iterator[date]:
    # What a day brings shows on it or on the day after.
    for day in _days(case, found):
        yield day
        if day < date.max:
            yield day + _A_DAY


def _last_said(case: Case) -> datetime:
    return max((fact.recorded_at for fact in case.facts), default=case.opened_at)


def _is_settled(found: Ledger, today: date) -> bool:
    # What others were to do by now stands on Today, day after day.
    duties = (
        entry.state.is_settled or (entry.state is DutyState.EXPECTED and entry.due >= today)
        for entry in found.deadlines
    )
    return all(duties) and all(task.state.is_settled for task in found.tasks)


def _days(case: Case, found: Ledger) -> Iterator[date]:
    """Every day on which anything of it hangs."""
    for fact in case.facts:
        if isinstance(fact.value, datetime):
            yield london_date(fact.value)
        elif isinstance(fact.value, date):
            yield fact.value
    for entry in found.deadlines:
        yield from (entry.due, entry.working_target, *(reading.due for reading in entry.readings))
        if entry.window_from:
            yield entry.window_from
