"""A deadline in words: in paragraphs, in two lines, as a cell's note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.clock.count.calendars import SATURDAY
from pipeline.clock.duties.events import words
from pipeline.clock.explain.state_words import state_sentence
from pipeline.clock.explain.truths_in_words import truths_in_words
from pipeline.clock.explain.unchecked_sources import evidence_sentence, read_by, where_written
from pipeline.clock.explain.would_change import in_short, would_change
from pipeline.clock.model import Citation, CountedDay, CountKind, Deadline, Force, SourceEvidence
from pipeline.dates import long_date, long_time

FORCE = {
    Force.STATUTE: "statute",
    Force.STATUTORY_GUIDANCE: "statutory guidance",
    Force.PANEL_GUIDANCE: "guidance of the Panel, not a time limit of any Act",
    Force.LOCAL: "local practice, not law",
    Force.OTHER: "another regime’s law",
}
_MARKS = {
    SourceEvidence.UNVERIFIED: "; NOT VERIFIED, a person must check",
    SourceEvidence.QUOTED: "; source not yet read",
}


def paragraphs(deadline: Deadline) -> tuple[str, ...]:
    """Everything a person may want to know of a deadline, a paragraph each: date, start, count, source, doubts."""
    parts = (
        heading(deadline),
        truths_in_words(deadline) if deadline.case_ref else "",
        start_sentence(deadline),
        f"{count_sentence(deadline)} {calendar_sentence(deadline)}".strip(),
        _source_sentence(deadline),
        _duty_sentence(deadline),
        *_reading_sentences(deadline),
        deadline.to_check,
        *deadline.flags,
        changes_sentence(deadline),
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
        f"Work to {long_date(deadline.working_target)}." if _aims_earlier(deadline) else "",
        truths_in_words(deadline) if deadline.case_ref else "",
    ]
    lines += [f"{_capital(reading.reading)}: {long_date(reading.due)}." for reading in deadline.readings]
    lines += [deadline.to_check or read_by(deadline.citation), *deadline.flags, in_short(deadline)]
    return "\n".join(filter(None, lines))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _when(deadline: Deadline) -> str:
    if deadline.kind is CountKind.KEEP:
        return f"keep to the end of {long_date(deadline.due)}"
    if deadline.kind is CountKind.EXPECTED:
        return f"expected about {long_date(deadline.due)}"
    if not deadline.has_known_start:
        return f"working target {long_date(deadline.working_target)}"
    if deadline.due_at is not None:
        return f"due by {long_time(deadline.due_at)}"
    if deadline.window_from is not None:
        return f"between {long_date(deadline.window_from)} and {long_date(deadline.due)}"
    return f"due {long_date(deadline.due)}"


def _provisional(deadline: Deadline) -> str:
    return " (provisional)" if deadline.provisional else ""


def _basis_line(deadline: Deadline) -> str:
    mark = _MARKS.get(deadline.citation.best_evidence, "")
    return f"{_counted_from(deadline)}. {deadline.edition} ({FORCE[deadline.force]}){mark}."


def _counted_from(deadline: Deadline) -> str:
    return f"{_capital(deadline.counting)} {words(deadline.trigger_event)}, {long_date(deadline.trigger_date)}"


def heading(deadline: Deadline, *subjects: str) -> str:
    """The duty, for whom (`subjects`, else its own), its date, the day to work to, every doubt, and how it stands."""
    about = "; ".join(subjects or ((deadline.subject,) if deadline.subject else ()))
    state = f" {state_sentence(deadline)}" if deadline.case_ref else ""
    milestone = f" Within it, {long_date(deadline.milestone)} is the day to aim at." if deadline.milestone else ""
    target = ""
    if _aims_earlier(deadline) and deadline.kind is not CountKind.KEEP:
        target = f" Work to {long_date(deadline.working_target)}."
    doubt = f" Provisional: {deadline.provisional_because}" if deadline.provisional else ""
    whose = f" ({about})" if about else ""
    return f"{deadline.title}{whose}: {_when(deadline)}.{milestone}{target}{doubt}{state}"


def _aims_earlier(deadline: Deadline) -> bool:
    # Of a duty whose start is not known the day to work to is all that is said.
    return deadline.has_known_start and deadline.working_target != deadline.due


def start_sentence(deadline: Deadline) -> str:
    """From which day it runs, and who said so."""
    source = f", {deadline.trigger_source}" if deadline.trigger_source else ""
    day = long_date(deadline.trigger_date)
    begins = "Day zero is" if deadline.due_at is None and not _counts_its_start(deadline) else "It begins on"
    return f"{begins} {day} ({words(deadline.trigger_event)}{source})."


def changes_sentence(deadline: Deadline) -> str:
    """What would change it, in one paragraph."""
    return f"What would change it: {' '.join(would_change(deadline))}"


def calendar_sentence(deadline: Deadline) -> str:
    """By which list of bank holidays it was counted, where it was counted day by day."""
    return f"Calendar: {deadline.calendar}." if deadline.days else ""


def _counts_its_start(deadline: Deadline) -> bool:
    return bool(deadline.days) and deadline.days[0].date == deadline.trigger_date


def count_sentence(deadline: Deadline) -> str:
    """From what it was counted and how: the counted days in runs, and every weekday left out, with the reason."""
    if deadline.due_at is None and not (deadline.days or deadline.counting):
        return ""
    return f"{_counted_from(deadline)}{_way(deadline)}"


def count_after_start(deadline: Deadline) -> str:
    """The same without the trigger, for where the line before has named it."""
    if not deadline.trigger_is_day_zero:
        return count_sentence(deadline)
    return f"{_capital(deadline.counting)} it{_way(deadline)}"


def _way(deadline: Deadline) -> str:
    if deadline.due_at is not None:
        return ", hour by hour; a day without a time is counted from its first moment."
    if not deadline.days:
        return ", to the end of the day."
    skipped = [day for day in deadline.days if not day.counted and day.date.weekday() < SATURDAY]
    weekends = any(day.date.weekday() >= SATURDAY for day in deadline.days)
    left_out = ["weekends"] if weekends else []
    left_out += [f"{long_date(day.date)} ({day.why})" for day in skipped]
    without = f" Left out: {', '.join(left_out)}." if left_out else ""
    return f": {_runs(deadline.days)}.{without}"


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
    force = FORCE[deadline.force]
    return f"Source: {cited(deadline.citation)} Edition: {deadline.edition}. Force: {force}."


def _duty_sentence(deadline: Deadline) -> str:
    if deadline.duty is None:
        return ""
    return f"The duty itself: {cited(deadline.duty.citation)} Force: {FORCE[deadline.duty.force]}."


def cited(citation: Citation) -> str:
    """A source with its address, its words where they are known, and how far they may be relied on."""
    quote = f"“{citation.quote}”." if citation.quote else ""
    return " ".join(filter(None, (f"{where_written(citation)}.", quote, evidence_sentence(citation))))


def _reading_sentences(deadline: Deadline) -> Iterator[str]:
    for reading in deadline.readings:
        same = reading.citation == deadline.citation
        source = "" if same else f" Source: {cited(reading.citation)}"
        yield f"Another reading, {reading.reading}: {long_date(reading.due)}.{source}"
