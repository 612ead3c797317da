"""The numbers of the Dashboard: where cases and duties stand, what is overdue, and how often the days were kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.explain.state_words import STATE_WORDS
from pipeline.clock.model import Deadline, DutyState, RuleId, StartKind
from pipeline.dates import london_date, long_date
from pipeline.facts import Case
from pipeline.model import FactKind
from pipeline.shown_text import clean
from pipeline.tracker.content.block import Block
from pipeline.tracker.content.colours import ON_TRACK, OVERDUE, SOON, WorkingDays, colour, working_days
from pipeline.tracker.content.rows import ledger_of
from pipeline.tracker.content.stages import STAGES, stage
from pipeline.tracker.content.today_blocks import today_blocks
from pipeline.tracker.model import TrackerContent

OPEN_STATES = (DutyState.OVERDUE, DutyState.DUE, DutyState.TO_BE_DECIDED, DutyState.WAITS_FOR_A_DATE)
STATES = (*OPEN_STATES, DutyState.NOT_YET, DutyState.EXPECTED, DutyState.DONE, DutyState.NOT_NEEDED, DutyState.STOPPED)
STATE_LABELS = tuple(STATE_WORDS[state] for state in STATES)
COLOURS = (OVERDUE, SOON, ON_TRACK)
OVERDUE_ROWS = 8
NOTHING_OVERDUE = "Nothing is overdue"
QUARTERS = 6
NEXT_DAYS = 10
MOST_SAID = 6  # duties named on one day; the Deadlines sheet has them all
KEPT_RULES = (RuleId.NOTIFY_PANEL, RuleId.RAPID_REVIEW)  # the five and the fifteen working days


def blocks(content: TrackerContent) -> tuple[Block, ...]:
    """Every block, in canonical text; one whose name a workbook does not have is not shown there."""
    today, ledgers = london_date(content.now), content.ledgers.values()
    days = working_days(today, (day.date for day in content.calendar))
    chased = [deadline for found in ledgers for deadline in found.deadlines if deadline.state.is_chased]
    asked = sum(found.question is not None for found in ledgers)
    return (
        *today_blocks(content),
        Block(name="asof", kinds=(FactKind.TEXT,), rows=((f"As of {long_date(today)}",),)),
        _counts("stage", STAGES, found=Counter(map(stage, _open_cases(content)))),
        _counts("state", STATES, found=_states(ledgers) + _resting_states(content)),
        _counts("questions", ("asked",), found={"asked": asked}),
        _counts("waiting", ("open",), found={"open": sum(not item.resolved for item in content.attention)}),
        Block(name="overdue", kinds=_LINE, rows=_overdue_rows(chased, days)),
        Block(name="next", kinds=(FactKind.DATE, *_LINE[1:]), rows=tuple(_next_days(chased, days, content=content))),
        *_of_quarters(_quarters(today), _records(content)),
        # Workbooks that were made before have this in the place of `state`, and `quarter` in that of `record`.
        _counts("colour", COLOURS, found=Counter(colour(deadline, days) for deadline in chased)),
    )


_LINE = (FactKind.TEXT, FactKind.COUNT, FactKind.TEXT)


def _counts(name: str, labels: Iterable[str], *, found: Mapping[str, int]) -> Block:
    return Block(name=name, kinds=(FactKind.COUNT,), rows=tuple((str(found.get(label, 0)),) for label in labels))


def _of_quarters(quarters: list[date], records: KeptRecords) -> Iterator[Block]:
    kinds = (FactKind.TEXT, *(FactKind.COUNT,) * 6)
    yield Block(name="record", kinds=kinds, rows=tuple(_record_row(first, records) for first in quarters))
    yield Block(name="quarter", kinds=kinds, rows=tuple(_share_row(first, records) for first in quarters))


def _states(ledgers: Iterable[Ledger]) -> Counter[str]:
    """How many duties, dated or not, are in each state."""
    out: Counter[str] = Counter()
    for found in ledgers:
        out.update(deadline.state for deadline in found.deadlines)
        out.update(task.state for task in found.tasks)
    return out


def counts_text(found: Ledger) -> str:
    """All that is counted here of a case with nothing open, as a text that such cases have in common."""
    states = _states([found])
    return json.dumps({"states": states, "record": sorted(map(list, _outcomes(found)))}, sort_keys=True)


def _resting_states(content: TrackerContent) -> Counter[str]:
    out: Counter[str] = Counter()
    for text, number in content.resting_counts.items():
        out.update({state: each * number for state, each in json.loads(text)["states"].items()} if text else {})
    return out


def _resting_outcomes(content: TrackerContent) -> Iterator[tuple[tuple[str, str, str], int]]:
    for text, number in content.resting_counts.items():
        for day, rule, outcome in json.loads(text)["record"] if text else ():
            yield (day, rule, outcome), number


def _open_cases(content: TrackerContent) -> Iterator[Case]:
    for case in content.cases:
        if case.ref not in content.quiet and ledger_of(case, content).is_open:
            yield case


def _overdue_rows(chased: list[Deadline], days: WorkingDays) -> tuple[tuple[str, ...], ...]:
    """What is overdue by name, the oldest first: its case, for how many working days, and the duty."""
    late = sorted((one for one in chased if one.state is DutyState.OVERDUE), key=lambda one: (one.due, one.case_ref))
    room = OVERDUE_ROWS if len(late) <= OVERDUE_ROWS else OVERDUE_ROWS - 1
    rows = [(one.case_ref, str(-days.left(one.due)), _named(one)) for one in late[:room]]
    if len(late) > room:
        rows.append((f"and {len(late) - room} more", "", "See the Deadlines sheet, State: Overdue"))
    if not rows:
        rows.append((NOTHING_OVERDUE, "", ""))
    return (*rows, *(("", "", ""),) * (OVERDUE_ROWS - len(rows)))


def _named(deadline: Deadline) -> str:
    return clean(f"{deadline.title} ({deadline.subject})" if deadline.subject else deadline.title)


def _next_days(chased: list[Deadline], days: WorkingDays, *, content: TrackerContent) -> Iterator[tuple[str, ...]]:
    off = {day.date for day in content.calendar}
    by_day: dict[date, list[Deadline]] = {}
    for deadline in chased:
        by_day.setdefault(deadline.working_target, []).append(deadline)
    asked: dict[date, list[str]] = {}
    for ref, found in content.ledgers.items():
        if found.question is not None:
            asked.setdefault(found.question.day, []).append(ref)
    day = days.today
    shown = 0
    while shown < NEXT_DAYS:
        if day.weekday() < 5 and day not in off:
            due = by_day.get(day, [])
            said = [*_said(due), *(f"{ref} question" for ref in sorted(asked.get(day, ())))]
            more = [f"and {len(said) - MOST_SAID} more"] if len(said) > MOST_SAID else []
            yield day.isoformat(), str(len(due)), "; ".join([*said[:MOST_SAID], *more])
            shown += 1
        day += timedelta(days=1)


def _said(due: list[Deadline]) -> list[str]:
    """The duties of a day in a few words, those for several agencies as one."""
    subjects: dict[str, list[str]] = {}
    for deadline in due:
        about = subjects.setdefault(f"{deadline.case_ref} {deadline.rule.replace('-', ' ')}", [])
        about += [clean(deadline.subject)] if deadline.subject else []
    return [f"{name}{_whom(subjects[name])}" for name in sorted(subjects)]


def _whom(subjects: list[str]) -> str:
    several = f"{len(subjects)} of them" if len(subjects) > 1 else "".join(subjects)
    return f" ({several})" if several else ""


def _quarter(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _next_quarter(first: date) -> date:
    return _quarter(first + timedelta(days=95))


def _quarters(today: date) -> list[date]:
    found = [_quarter(today)]
    while len(found) < QUARTERS:
        found.append(_quarter(found[-1] - timedelta(days=1)))
    return found[::-1]


class KeptRecord(NamedTuple):
    """How often a duty was kept and missed, and of how many nobody can say yet."""

    kept: int = 0
    missed: int = 0
    unknown: int = 0


KeptRecords = Mapping[tuple[date, str], KeptRecord]
"""The record of each duty by the quarter of its last day."""


def _record_row(first: date, records: KeptRecords) -> tuple[str, ...]:
    found = [records.get((first, rule), KeptRecord()) for rule in KEPT_RULES]
    return (_quarter_name(first), *(str(number) for record in found for number in record))


def _share_row(first: date, records: KeptRecords) -> tuple[str, ...]:
    cells = [_quarter_name(first)]
    for rule in KEPT_RULES:
        kept, missed, unknown = records.get((first, rule), KeptRecord())
        # No share of the whole while a part of it is not known.
        share = str(round(100 * kept / (kept + missed))) if kept + missed and not unknown else ""
        cells += [str(kept), str(missed), share]
    return tuple(cells)


def _quarter_name(first: date) -> str:
    last = _next_quarter(first) - timedelta(days=1)
    return f"{first:%b}–{last:%b %Y}"


def _records(content: TrackerContent) -> KeptRecords:
    out: dict[tuple[date, str], KeptRecord] = {}
    every = ((one, 1) for found in content.ledgers.values() for one in _outcomes(found))
    for (day, rule, outcome), number in (*every, *_resting_outcomes(content)):
        key = (date.fromisoformat(day), rule)
        before = out.get(key, KeptRecord())
        out[key] = before._replace(**{outcome: getattr(before, outcome) + number})
    return out


def _outcomes(found: Ledger) -> Iterator[tuple[str, str, str]]:
    """The first day of the quarter, the rule and the outcome of each duty whose days are recorded."""
    for deadline in found.deadlines:
        outcome = _outcome(deadline) if deadline.rule in KEPT_RULES else None
        if outcome is not None:
            yield _quarter(deadline.due).isoformat(), str(deadline.rule), outcome


def _outcome(deadline: Deadline) -> str | None:
    """Whether a duty was `kept` or `missed`, or `unknown` yet; None where it never had to be done."""
    if deadline.state is DutyState.DONE:
        if deadline.done_on is None or not deadline.has_known_start:
            return "unknown"
        if deadline.done_on > deadline.due:
            return "missed"
        # Counted from the latest day possible, the true last day may have come before.
        return "kept" if deadline.started.kind is StartKind.ON else "unknown"
    if deadline.state is DutyState.OVERDUE:
        return "missed"
    return "unknown" if deadline.state.is_open else None
