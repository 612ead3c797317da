"""A deadline in words: in paragraphs, in two lines, as a cell's note and as JSON; and the law as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.clock.events import words
from pipeline.clock.explain_json import as_json, rules_json
from pipeline.clock.marks import evidence_sentence
from pipeline.clock.model import Citation, CountedDay, Deadline, DeadlineState, Evidence, Force, Kind
from pipeline.dates import long_date, long_time

__all__ = ["as_json", "cell_note", "paragraphs", "rules_json", "two_lines"]

_FORCE = {
    Force.STATUTE: "statute",
    Force.STATUTORY_GUIDANCE: "statutory guidance",
    Force.PANEL_GUIDANCE: "guidance of the Panel, not a time limit of any Act",
    Force.LOCAL: "local practice, not law",
    Force.OTHER: "another regime’s law",
}
_MARKS = {Evidence.UNVERIFIED: "; NOT VERIFIED, a person must check", Evidence.QUOTED: "; source not yet read"}


def paragraphs(deadline: Deadline) -> tuple[str, ...]:
    """Everything a person may want to know of a deadline, a paragraph each: date, start, count, source, doubts."""
    parts = (
        _date_sentence(deadline),
        _start_sentence(deadline),
        _count_sentence(deadline),
        _source_sentence(deadline),
        _duty_sentence(deadline),
        *_reading_sentences(deadline),
        *deadline.flags,
        *deadline.notes,
    )
    return tuple(part for part in parts if part)


def two_lines(deadline: Deadline) -> tuple[str, str]:
    """The duty and its date; how it was counted and on whose authority. No case, no name: fit for any mail."""
    return f"{deadline.title}: {_when(deadline)}{_provisional(deadline)}", _basis_line(deadline)


def cell_note(deadline: Deadline) -> str:
    """A short note for a spreadsheet cell: a line each for count, source and every doubt."""
    lines = [
        f"{_capital(_when(deadline))}{_provisional(deadline)}",
        deadline.because,
        deadline.provisional_because,
        _basis_line(deadline),
        f"Work to {long_date(deadline.working_target)}." if deadline.working_target != deadline.due else "",
    ]
    lines += [f"{_capital(reading.reading)}: {long_date(reading.due)}." for reading in deadline.readings]
    lines += deadline.flags
    return "\n".join(filter(None, lines))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _when(deadline: Deadline) -> str:
    if deadline.kind is Kind.KEEP:
        return f"keep to the end of {long_date(deadline.due)}"
    if deadline.kind is Kind.EXPECTED:
        return f"expected about {long_date(deadline.due)}"
    if deadline.due_at is not None:
        return f"due by {long_time(deadline.due_at)}"
    if deadline.window_from is not None:
        return f"between {long_date(deadline.window_from)} and {long_date(deadline.due)}"
    return f"due {long_date(deadline.due)}"


def _provisional(deadline: Deadline) -> str:
    return " (provisional)" if deadline.provisional else ""


def _basis_line(deadline: Deadline) -> str:
    citation = deadline.citation
    mark = "" if citation.verified else _MARKS.get(citation.evidence, "")
    return f"{_counted_from(deadline)}. {deadline.edition} ({_FORCE[deadline.force]}){mark}."


def _counted_from(deadline: Deadline) -> str:
    return f"{_capital(deadline.counting)} {words(deadline.trigger_event)}, {long_date(deadline.trigger_date)}"


def _date_sentence(deadline: Deadline) -> str:
    state = {
        DeadlineState.OPEN: "",
        DeadlineState.DONE: f" {deadline.because}",
    }.get(deadline.state, f" {deadline.state.value.capitalize()}: {deadline.because}")
    milestone = f" Within it, {long_date(deadline.milestone)} is the day to aim at." if deadline.milestone else ""
    target = ""
    if deadline.working_target != deadline.due and deadline.kind is not Kind.KEEP:
        target = f" Work to {long_date(deadline.working_target)}."
    doubt = f" Provisional: {deadline.provisional_because}" if deadline.provisional else ""
    return f"{deadline.title}: {_when(deadline)}.{milestone}{target}{doubt}{state}"


def _start_sentence(deadline: Deadline) -> str:
    source = f", {deadline.trigger_source}" if deadline.trigger_source else ""
    return f"Day zero is {long_date(deadline.trigger_date)} ({words(deadline.trigger_event)}{source})."


def _count_sentence(deadline: Deadline) -> str:
    if not deadline.days:
        return f"{_counted_from(deadline)}, to the end of the day." if deadline.counting else ""
    skipped = [day for day in deadline.days if not day.counted and day.date.weekday() < 5]
    weekends = any(day.date.weekday() >= 5 for day in deadline.days)
    left_out = ["weekends"] if weekends else []
    left_out += [f"{long_date(day.date)} ({day.why})" for day in skipped]
    without = f" Left out: {', '.join(left_out)}." if left_out else ""
    return f"{_counted_from(deadline)}: {_runs(deadline.days)}.{without} Calendar: {deadline.calendar}."


def _runs(days: Iterable[CountedDay]) -> str:
    """The counted days in runs: `Mon 29 December 2025 to Wed 31 December 2025 (1 to 3)`."""
    runs: list[list[CountedDay]] = []
    broken = True
    for day in days:
        if day.counted and broken:
            runs.append([])
        if day.counted:
            runs[-1].append(day)
        broken = not day.counted
    return ", ".join(_run(run) for run in runs)


def _run(run: list[CountedDay]) -> str:
    first, last = run[0], run[-1]
    if first == last:
        return f"{long_date(first.date)} ({first.number})"
    return f"{long_date(first.date)} to {long_date(last.date)} ({first.number} to {last.number})"


def _source_sentence(deadline: Deadline) -> str:
    force = _FORCE[deadline.force]
    return f"Source: {_cited(deadline.citation)} Edition: {deadline.edition}. Force: {force}."


def _duty_sentence(deadline: Deadline) -> str:
    if deadline.duty is None:
        return ""
    return f"The duty itself: {_cited(deadline.duty.citation)} Force: {_FORCE[deadline.duty.force]}."


def _cited(citation: Citation) -> str:
    where = f", {citation.url}" if citation.url else ""
    quote = f" “{citation.quote}”." if citation.quote else ""
    # The office's own timetable has no address: there is nothing in it for a person to look up.
    evidence = f" {evidence_sentence(citation)}" if citation.url else ""
    return f"{citation.title}, {citation.pinpoint}{where}.{quote}{evidence}"


def _reading_sentences(deadline: Deadline) -> Iterator[str]:
    for reading in deadline.readings:
        same = reading.citation == deadline.citation
        source = "" if same else f" Source: {_cited(reading.citation)}"
        yield f"Another reading, {reading.reading}: {long_date(reading.due)}.{source}"
