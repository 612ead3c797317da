"""A case for a person to read on the command line: what is known, each date in words, sources once, what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from pipeline.clock.duties.events import said_by
from pipeline.clock.explain import in_words as explain
from pipeline.clock.explain.tasks_in_words import task_state
from pipeline.clock.explain.truths_in_words import ahead_in_words, question_in_words, truths_in_words
from pipeline.clock.explain.unchecked_sources import evidence_sentence, where_written
from pipeline.clock.explain.would_change import in_short
from pipeline.clock.model import Citation, Deadline, DutyState, SourceEvidence, Task
from pipeline.dates import long_date, long_time
from pipeline.edges.journal.notice_queue import Told
from pipeline.facts import FACT_NAMES
from scheduler.views.explained import CaseExplained, facts_in_force, shown

CONSOLE = Console()

# The most pressing first; each with what it means for the reader.
_GROUPS = {
    DutyState.OVERDUE: "Overdue",
    DutyState.DUE: "Due",
    DutyState.TO_BE_DECIDED: "To be decided: whether it applies",
    DutyState.WAITS_FOR_A_DATE: "Waits for a date: it applies, and the day from which it runs is not known",
    DutyState.NOT_YET: "Not yet: its event has not happened",
    DutyState.EXPECTED: "Expected: to know of, never late",
    DutyState.DONE: "Done",
    DutyState.STOPPED: "Stopped",
    DutyState.NOT_NEEDED: "Not needed",
}
# What is said of a source is said once, beside it, and not under every date that rests on it (`to_check`).
_MARKS = {SourceEvidence.UNVERIFIED: ", NOT VERIFIED", SourceEvidence.QUOTED: ", source not yet read"}
_UNREAD = {
    SourceEvidence.UNVERIFIED: (
        "NOT VERIFIED: no person has yet read it. Check it before relying on a date that rests on it."
    ),
    SourceEvidence.QUOTED: "Quoted by others, source not read: a person should check it.",
}


class _Sources:
    """The sources in the order in which they are first named, each with a number."""

    def __init__(self) -> None:
        self._told: dict[str, None] = {}

    def number(self, text: str) -> str:
        """The mark by which a date refers to the source `text`."""
        self._told.setdefault(text)
        return f"[{list(self._told).index(text) + 1}]"

    def listed(self) -> Iterator[str]:
        """Every source, with its number."""
        return (f"[{number}] {text}" for number, text in enumerate(self._told, start=1))


def show_case(found: CaseExplained) -> None:
    """Every date on a case: the open ones first, with what would change them."""
    _heading(f"{found.case.ref}, opened {long_time(found.case.opened_at)}")
    for fact in facts_in_force(found.case):
        about = f" ({fact.subject})" if fact.subject not in ("", fact.value) else ""
        _line(f"{FACT_NAMES[fact.name].header}{about}: {shown(fact.value)}  [{said_by(fact)}]")
    _show_what_is_asked(found)
    sources, said = _Sources(), set[str]()
    for state, name in _GROUPS.items():
        alike = tuple(_alike(entry for entry in found.deadlines if entry.state is state))
        ahead = tuple(_ahead(found, state))
        if alike or ahead:
            _heading(f"\n{name}")
        for deadlines in alike:
            _show_date(deadlines, found, sources=sources, said=said)
        _lines(ahead)
    _show_tasks(found.tasks, sources)
    _show_sources(found, sources)
    _show_mails(found.mails)


def _ahead(found: CaseExplained, state: DutyState) -> Iterator[str]:
    """The duties without a date that stand under `state`: those that wait for their event."""
    here = (duty for duty in found.ledger.ahead if duty.state is state is DutyState.NOT_YET)
    return (ahead_in_words(duty, found.case) for duty in here)


def _show_what_is_asked(found: CaseExplained) -> None:
    """The question of the case, and what holds it open where it was marked Closed."""
    if found.ledger.question:
        _heading("\nA question that waits for an answer")
        _lines(question_in_words(found.ledger.question))
    if found.case.text("status") == "Closed" and found.ledger.is_open:
        _heading("\nClosed too early, so still open")
        titles = dict.fromkeys(duty.title for duty in found.ledger.holding_open)
        _lines((*(f"Still to be done: {title}." for title in titles), *found.ledger.lacking))


def _alike(deadlines: Iterable[Deadline]) -> Iterator[tuple[Deadline, ...]]:
    """The deadlines that say the same of several agencies, together."""
    groups: dict[Deadline, list[Deadline]] = {}
    for deadline in deadlines:
        groups.setdefault(replace(deadline, subject=""), []).append(deadline)
    return (tuple(group) for group in groups.values())


def _show_date(group: tuple[Deadline, ...], found: CaseExplained, *, sources: _Sources, said: set[str]) -> None:
    first = group[0]
    subjects = [entry.subject for entry in group if entry.subject]
    CONSOLE.print(Padding(Text(explain.heading(first, *subjects), style="bold"), (1, 0, 0, 2)))
    whole = first.state.is_open or first.state is DutyState.EXPECTED
    _line(truths_in_words(first))
    _line(_count(first))
    _line(_rests_on(first, sources))
    _lines((*_readings(first, sources), *first.flags))
    _line(explain.changes_sentence(first) if whole else in_short(first))
    new = [note for note in dict.fromkeys(first.notes) if whole and note not in said]
    said.update(new)
    _lines(new)
    told = dict.fromkeys(told for entry in group for told in found.told_of(entry))
    _lines(f"Sent: {line}" for line in _sent(told))


def _count(deadline: Deadline) -> str:
    if deadline.state is DutyState.NOT_NEEDED:
        return ""
    # A known start is among the truths; of another, what it is counted from instead is left to say.
    from_when = "" if deadline.has_known_start else explain.start_sentence(deadline)
    return f"{from_when} {explain.count_after_start(deadline)}".strip()


def _readings(deadline: Deadline, sources: _Sources) -> Iterator[str]:
    for reading in deadline.readings:
        mark = "" if reading.citation == deadline.citation else f" {sources.number(_source(reading.citation))}"
        yield f"Another reading, {reading.reading}: {long_date(reading.due)}{mark}."


def _show_tasks(tasks: tuple[Task, ...], sources: _Sources) -> None:
    if tasks:
        _heading("\nWithout a number of days")
    for task in tasks:
        CONSOLE.print(Padding(Text(task.title, style="bold"), (1, 0, 0, 2)))
        _line(task_state(task))
        _line(truths_in_words(task))
        for line in (*task.missing, *task.notes, *task.flags):
            _line(line)
        mark = _MARKS.get(task.citation.best_evidence, "")
        number = sources.number(_source(task.citation))
        _line(f"Rests on {task.edition}{mark} ({explain.FORCE[task.force]}) {number}.")


def _rests_on(deadline: Deadline, sources: _Sources) -> str:
    force = explain.FORCE[deadline.force]
    if deadline.citation.is_own:
        title = deadline.citation.title
        return f"Rests on {title[:1].lower()}{title[1:]}, {deadline.citation.pinpoint} ({force})."
    duty = ""
    if deadline.duty is not None:
        number = sources.number(_source(deadline.duty.citation))
        duty = f" The duty itself rests on {explain.FORCE[deadline.duty.force]} {number}."
    mark = _MARKS.get(deadline.citation.best_evidence, "")
    return f"Rests on {deadline.edition}{mark} ({force}) {sources.number(_source(deadline.citation))}.{duty}"


def _source(citation: Citation) -> str:
    quote = f" “{citation.quote}”." if citation.quote else ""
    lapsed = citation.later_issue is not None
    known = evidence_sentence(citation) if lapsed else _UNREAD.get(citation.best_evidence, evidence_sentence(citation))
    return f"{where_written(citation)}.{quote} {known}"


def _show_sources(found: CaseExplained, sources: _Sources) -> None:
    listed = tuple(sources.listed())
    if listed:
        _heading("\nSources")
    _lines(listed)
    _lines(dict.fromkeys(filter(None, map(explain.calendar_sentence, found.deadlines))))


def _show_mails(mails: Iterable[Told]) -> None:
    _heading("\nWhat was sent, to whom and when")
    _lines(tuple(_sent(mails)) or ("Nothing yet.",))


def _sent(told: Iterable[Told]) -> Iterator[str]:
    """A line for each time and kind, with everybody it went to."""
    groups: dict[tuple[str, str], dict[str, None]] = {}
    for entry in told:
        when = long_time(entry.at) if entry.at else f"not sent ({entry.state})"
        groups.setdefault((when, entry.kind.replace("-", " ")), {})[entry.recipient] = None
    return (f"{when}: {kind} to {', '.join(people)}" for (when, kind), people in groups.items())


def _heading(text: str) -> None:
    CONSOLE.print(Text(text, style="bold underline"))


def _lines(texts: Iterable[str]) -> None:
    for text in texts:
        _line(text)


def _line(text: str) -> None:
    if text:
        CONSOLE.print(Padding(Text(text), (0, 0, 0, 4)))
