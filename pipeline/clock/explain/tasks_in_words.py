"""A duty without a number of days in words: in paragraphs, as a cell's note, as JSON; and the tasks of the law."""

from __future__ import annotations

from datetime import date

from pipeline.clock.explain.in_json import Json, citation_json, duty_json, truths_json
from pipeline.clock.explain.in_words import cited
from pipeline.clock.explain.state_words import state_sentence
from pipeline.clock.explain.truths_in_words import truths_in_words
from pipeline.clock.explain.unchecked_sources import read_by, unchecked
from pipeline.clock.law_files.rules import Law
from pipeline.clock.model import Task, TaskRule, TaskVersion
from pipeline.dates import long_date
from pipeline.facts import FACT_NAMES


def task_note(task: Task) -> str:
    """A short note for a spreadsheet cell: when it is to be done, what is missing, every doubt."""
    read = task.to_check or read_by(task.citation)
    lines = (f"No number of days: {task.promptly}.", task.because, *task.missing, *task.flags, read)
    return "\n".join(line for line in lines if line)


def task_paragraphs(task: Task) -> tuple[str, ...]:
    """Everything a person may want to know of a task, a paragraph each."""
    return (
        f"{task.title}. {task_state(task)}",
        truths_in_words(task),
        *task.missing,
        f"Source: {cited(task.citation)} Edition: {task.edition}.",
        *_flags(task),
        *task.notes,
    )


def _flags(task: Task) -> tuple[str, ...]:
    return (*task.flags, task.to_check) if task.to_check else task.flags


def task_state(task: Task) -> str:
    """When a task is to be done, since when it is called for, and where it stands."""
    since = f" Called for since {long_date(task.since)}{_by(task)}." if task.since else ""
    return f"No number of days: {task.promptly}.{since} {state_sentence(task)}"


def called_for(task: Task) -> str:
    """The header of the column whose entry calls for the task, or an empty text."""
    return FACT_NAMES[task.since_event].header.removesuffix(" on") if task.since_event else ""


def _by(task: Task) -> str:
    return f" ({called_for(task)})" if task.since_event else ""


def task_json(task: Task) -> Json:
    """One task of a case."""
    return {
        "rule": task.rule,
        "title": task.title,
        "case": task.case_ref,
        "owner": task.owner,
        "promptly": task.promptly,
        "since": task.since.isoformat() if task.since else None,
        "since_event": task.since_event,
        "due": None,
        **truths_json(task),
        "missing": list(task.missing),
        "force": task.force.value,
        "edition": task.edition,
        "citation": citation_json(task.citation),
        "flags": list(_flags(task)),
        "notes": list(task.notes),
        "explained": list(task_paragraphs(task)),
    }


def tasks_json(law: Law, *, today: date) -> list[Json]:
    """Every task of the law in the shape of a rule: its span and unit are null."""
    return [
        duty_json(
            task,
            "task",
            now=_version(task.on(today) or task.versions[0], task),
            ever=(_version(version, task) for version in task.versions),
        )
        for task in law.tasks
    ]


def _version(version: TaskVersion, task: TaskRule) -> Json:
    return {
        "edition": version.edition,
        "in_force_from": version.in_force_from.isoformat(),
        "in_force_to": version.in_force_to.isoformat() if version.in_force_to else None,
        "trigger": task.since[0] if task.since else None,
        "triggers": list(task.since),
        "span": None,
        "unit": None,
        "in_words": version.promptly,
        "force": version.force.value,
        "citation": citation_json(version.citation),
        "to_check": unchecked(version),
    }
