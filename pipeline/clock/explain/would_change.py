"""What would change a date: its trigger's cell, the office's settings, a new bank holiday, a source that is read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pipeline.clock.duties.events import words
from pipeline.clock.model import CountKind, Deadline, Hinges, RuleId, SourceEvidence
from pipeline.dates import long_date
from pipeline.facts import ACTION_FACTS, AGENCY_FACTS, CASE_FACTS, DEADLINE_FACTS, DECISION_FACTS

_SHEETS = (
    ("Cases", CASE_FACTS),
    ("Decisions", DECISION_FACTS),
    ("Agencies", AGENCY_FACTS),
    ("Actions", ACTION_FACTS),
    ("Deadlines", DEADLINE_FACTS),
)
_CELLS = {entry.name: (entry.header, sheet) for sheet, entries in _SHEETS for entry in entries}
_CELLS["progress_checked"] = _CELLS["done_on"]
_CELLS["action_agreed"] = _CELLS["action_due"]

_SETTINGS = {
    "clock.rapid_review_from": "another start of the fifteen days, chosen in config.toml (clock.rapid_review_from)",
    "clock.weekend_awareness": (
        "another reading of awareness on a day off, chosen in config.toml (clock.weekend_awareness)"
    ),
    "clock.clear_days_target": (
        "clear days chosen as the target in config.toml (clock.clear_days_target), the target alone"
    ),
    "clock.progress_check_months": "another interval set in config.toml (clock.progress_check_months)",
    "timetable": "other days in the office’s own timetable (timetable, in config.toml)",
}


def would_change(deadline: Deadline) -> tuple[str, ...]:
    """Everything that would give another date, a sentence each, the likeliest first."""
    return tuple(f"{clause[:1].upper()}{clause[1:]}." for clause in _clauses(deadline))


def in_short(deadline: Deadline) -> str:
    """The same in one short line, by the names of cells and settings."""
    counts = deadline.due_at is None and deadline.kind is not CountKind.KEEP
    unread = "" if deadline.citation.best_evidence is SourceEvidence.SEEN else deadline.edition
    agreed = _may_be_agreed(deadline)
    return _line(deadline.hinges, deadline.trigger_event, agreed=agreed, counts=counts, unread=unread)


# Thousands of dates of a tracker hinge on the same few things.
@lru_cache(maxsize=1024)
def _line(hinges: Hinges, event: str, *, agreed: bool, counts: bool, unread: str) -> str:
    return f"Would change with: {', '.join(_names(hinges, event, agreed=agreed, counts=counts, unread=unread))}."


def _clauses(deadline: Deadline) -> Iterator[str]:
    if deadline.hinges.awaits:
        yield f"entering {_cell(deadline.hinges.awaits)}: it is then counted from that day"
    yield _correction(deadline)
    if _may_be_agreed(deadline):
        yield f"another date agreed with the agency, in {_cell('agency_agreed')}"
    yield from (_SETTINGS[key] for key in deadline.hinges.settings)
    yield from _of_the_calendar(deadline)
    if deadline.citation.best_evidence is not SourceEvidence.SEEN:
        yield (
            f"a person’s reading of {deadline.edition}, recorded by `caseclock verify {deadline.rule}`: the mark then "
            "goes, and other words in it mean another rule file"
        )


def _correction(deadline: Deadline) -> str:
    event = deadline.trigger_event
    if deadline.case_ref and event in _CELLS:
        return f"correcting {_cell(event)}, from which it is counted"
    if deadline.case_ref:
        return f"a corrected form: the day on which {words(event)} stands on no sheet"
    return f"another day for its start ({words(event)})"


def _of_the_calendar(deadline: Deadline) -> Iterator[str]:
    first, last = sorted((deadline.trigger_date, deadline.due))
    if deadline.days:
        forward = deadline.due == last
        moves = "moves on by a working day, and the target stays" if forward else "comes a working day earlier"
        yield f"a bank holiday proclaimed for a day from {long_date(first)} to {long_date(last)}: the date {moves}"
    elif deadline.hinges.rolls:
        yield f"a bank holiday proclaimed for {long_date(deadline.due)}: the date rolls on to the next working day"
    elif deadline.due_at is None and deadline.kind is not CountKind.KEEP:
        yield f"a bank holiday proclaimed for {long_date(deadline.working_target)}: the day to work to, not the date"
    if deadline.hinges.beyond:
        yield f"the bank holidays outside the list, which ends on {long_date(deadline.hinges.beyond)}, once published"


def _names(hinges: Hinges, event: str, *, agreed: bool, counts: bool, unread: str) -> Iterator[str]:
    for header, sheet in (_CELLS[name] for name in (hinges.awaits, event) if name in _CELLS):
        yield f"“{header}” ({sheet})"
    if agreed:
        yield "“Agreed date” (Agencies)"
    yield from hinges.settings
    if counts:
        yield "a new bank holiday"
    if unread:
        yield f"a reading of {unread}"


def _cell(event: str) -> str:
    if event not in _CELLS:
        return f"the day on which {words(event)}"
    header, sheet = _CELLS[event]
    return f"“{header}” on the {sheet} sheet"


def _may_be_agreed(deadline: Deadline) -> bool:
    of_one_agency = deadline.rule == RuleId.AGENCY_RETURN and bool(deadline.subject)
    return of_one_agency and deadline.trigger_event != "agency_agreed"
