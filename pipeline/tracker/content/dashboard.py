"""The numbers of the Dashboard: where the cases stand, what is due, and how often the days were kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.clock.model import Deadline, DutyState, RuleId
from pipeline.dates import london_date, long_date
from pipeline.facts import Case
from pipeline.model import FactKind
from pipeline.tracker.content.colours import ON_TRACK, OVERDUE, SOON, WorkingDays, running_colour, working_days
from pipeline.tracker.model import TrackerContent

STAGES = (
    "Deciding whether to notify",
    "Rapid review",
    "With the Panel",
    "Practice review",
    "Published",
    "Criteria not met",
    "Clock stopped",
)
COLOURS = (OVERDUE, SOON, ON_TRACK)
QUARTERS = 6
NEXT_DAYS = 10
MOST_SAID = 6  # duties named on one day; the Deadlines sheet has them all
KEPT_RULES = (RuleId.NOTIFY_PANEL, RuleId.RAPID_REVIEW)  # the five and the fifteen working days


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A block of cells: its first cell is where the hidden name `cc.dash.NAME` points."""

    name: str
    kinds: tuple[FactKind, ...]
    rows: tuple[tuple[str, ...], ...]


def blocks(content: TrackerContent) -> tuple[Block, ...]:
    """Every block, in canonical text."""
    today = london_date(content.now)
    days = working_days(today, (day.date for day in content.calendar))
    open_cases = list(_open_cases(content))
    running = [
        deadline for case in open_cases for deadline in content.deadlines.get(case.ref, ()) if deadline.state.is_open
    ]
    kept = _kept(content, today=today)
    stages = Counter(map(stage, open_cases))
    colours = Counter(running_colour(deadline.due, days) for deadline in running)
    return (
        Block(name="asof", kinds=(FactKind.TEXT,), rows=((f"As of {long_date(today)}",),)),
        Block(name="stage", kinds=(FactKind.COUNT,), rows=tuple((str(stages[name]),) for name in STAGES)),
        Block(name="colour", kinds=(FactKind.COUNT,), rows=tuple((str(colours[name]),) for name in COLOURS)),
        Block(
            name="next",
            kinds=(FactKind.DATE, FactKind.COUNT, FactKind.TEXT),
            rows=tuple(_next_days(running, days, content=content)),
        ),
        Block(
            name="quarter",
            kinds=(FactKind.TEXT, *(FactKind.COUNT,) * 6),
            rows=tuple(_quarter_row(first, counted=kept) for first in _quarters(today)),
        ),
    )


def _open_cases(content: TrackerContent) -> Iterator[Case]:
    for case in content.cases:
        if case.ref not in content.quiet and ("status" not in _named(case) or case.is_open):
            yield case


def stage(case: Case) -> str:
    """How far an open case has come."""
    named = _named(case)
    for name, reached in (
        ("clock_stopped", "Clock stopped"),
        ("published", "Published"),
        ("review_decided", "Practice review"),
        ("rapid_review_sent", "With the Panel"),
        ("notified_panel", "Rapid review"),
    ):
        if name in named and case.fact(name):
            return reached
    return "Criteria not met" if case.text("criteria_met") == "no" else "Deciding whether to notify"


def _named(case: Case) -> set[str]:
    # What was never said need not be looked for: most cases have only few of the facts that are asked for here.
    return {fact.name for fact in case.facts}


def _next_days(running: list[Deadline], days: WorkingDays, *, content: TrackerContent) -> Iterator[tuple[str, ...]]:
    off = {day.date for day in content.calendar}
    by_day: dict[date, list[Deadline]] = {}
    for deadline in running:
        by_day.setdefault(deadline.working_target, []).append(deadline)
    day = days.today
    shown = 0
    while shown < NEXT_DAYS:
        if day.weekday() < 5 and day not in off:
            due = sorted(by_day.get(day, ()), key=lambda deadline: (deadline.case_ref, deadline.rule))
            more = f"; and {len(due) - MOST_SAID} more" if len(due) > MOST_SAID else ""
            yield day.isoformat(), str(len(due)), "; ".join(_said(deadline) for deadline in due[:MOST_SAID]) + more
            shown += 1
        day += timedelta(days=1)


def _said(deadline: Deadline) -> str:
    whom = f" ({deadline.subject})" if deadline.subject else ""
    return f"{deadline.case_ref} {deadline.rule.replace('-', ' ')}{whom}"


def _quarter(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _next_quarter(first: date) -> date:
    return _quarter(first + timedelta(days=95))


def _quarters(today: date) -> list[date]:
    found = [_quarter(today)]
    while len(found) < QUARTERS:
        found.append(_quarter(found[-1] - timedelta(days=1)))
    return found[::-1]


def _quarter_row(first: date, *, counted: Mapping[tuple[date, str], tuple[int, int]]) -> tuple[str, ...]:
    last = _next_quarter(first) - timedelta(days=1)
    cells = [f"{first:%b}–{last:%b %Y}"]
    for rule in KEPT_RULES:
        kept, missed = counted.get((first, rule), (0, 0))
        share = str(round(100 * kept / (kept + missed))) if kept + missed else ""
        cells += [str(kept), str(missed), share]
    return tuple(cells)


def _kept(content: TrackerContent, *, today: date) -> dict[tuple[date, str], tuple[int, int]]:
    """How often each of the two duties was done in time, and how often not, by the quarter of its due date."""
    out: dict[tuple[date, str], tuple[int, int]] = {}
    for deadlines in content.deadlines.values():
        for deadline in deadlines:
            in_time = _in_time(deadline, today=today) if deadline.rule in KEPT_RULES else None
            if in_time is not None:
                key = (_quarter(deadline.due), deadline.rule)
                kept, missed = out.get(key, (0, 0))
                out[key] = (kept + in_time, missed + (not in_time))
    return out


def _in_time(deadline: Deadline, *, today: date) -> bool | None:
    """Whether a duty was done in time; None while nobody can say, or where it never had to be done."""
    if deadline.state is DutyState.DONE:
        return deadline.done_on is None or deadline.done_on <= deadline.due
    is_late = deadline.state.is_open and deadline.due < today and not deadline.provisional
    return False if is_late else None
