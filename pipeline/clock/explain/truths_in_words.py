"""The three truths of a duty in words: whether it applies, from when it runs, whether it was done, and who said so."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.clock.duties.events import words
from pipeline.clock.duties.question import CaseQuestion
from pipeline.clock.model import Applicability, Deadline, DutyAhead, StartKind, Task
from pipeline.dates import long_date
from pipeline.facts import FACT_NAMES, Case

_APPLIES = {Applicability.YES: "yes", Applicability.NO: "no", Applicability.NOT_DECIDED: "not decided"}


def truths_in_words(duty: Deadline | Task) -> str:
    """The three truths in one line: `Applies: yes. Started: Thu 12 November 2026 (…). Done: no.`"""
    return f"Applies: {_applies(duty)}. Started: {_started(duty)}. Done: {_done(duty)}."


def ahead_in_words(duty: DutyAhead, case: Case) -> str:
    """A duty whose event has not happened, and for which entry it waits, in one line."""
    if not duty.awaits or any(case.value(event) is not None for event in duty.awaits):
        return f"{duty.title}: not called for so far."
    return f"{duty.title}: waits for {' or '.join(map(_entry, duty.awaits))}."


def _entry(event: str) -> str:
    return f"“{FACT_NAMES[event].header}”" if event in FACT_NAMES else words(event)


def question_in_words(question: CaseQuestion) -> Iterator[str]:
    """What is asked of a case, a line for each part with the columns that answer it, and by when."""
    for part in question.parts:
        yield f"{part.asks} ({', '.join(part.headers)})"
    if question.day_is_known:
        yield f"Last day: {long_date(question.day)}. Asked since {long_date(question.since)}."
    else:
        yield f"Working target: {long_date(question.day)}. Asked since {long_date(question.since)}."


def _applies(duty: Deadline | Task) -> str:
    truth = duty.applies
    by = f", said by {truth.by}" if truth.by else ""
    return f"{_APPLIES[truth.value]}{by}"


def _started(duty: Deadline | Task) -> str:
    truth = duty.started
    if truth.kind is StartKind.NOT_KNOWN:
        return "not known"
    if truth.kind is StartKind.NOT_YET:
        return "not yet"
    if truth.on is None:
        return "with the case"
    about = ", ".join(filter(None, (words(truth.event) if truth.event else "", truth.by)))
    latest = "at the latest " if truth.kind is StartKind.AT_LATEST else ""
    return f"{latest}{long_date(truth.on)}{f' ({about})' if about else ''}"


def _done(duty: Deadline | Task) -> str:
    truth = duty.done
    if truth is None:
        return "no"
    by = f" ({truth.by})" if truth.by else ""
    return f"{long_date(truth.on)}{by}" if truth.on else f"yes{by}"
