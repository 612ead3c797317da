"""The rows of the Deadlines sheet for duties without a number of days: no date, but what is to be done and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.clock.explain.tasks_in_words import called_for, task_note
from pipeline.clock.model import DeadlineState, Task
from pipeline.facts import DEADLINE_FACTS
from pipeline.tracker.content.case_texts import Held, Texts, headers, held_texts
from pipeline.tracker.content.colours import DONE, NOT_NEEDED, STOPPED, TO_DO
from pipeline.tracker.content.explanations import sources
from pipeline.tracker.merge.tables import joined_key
from pipeline.tracker.model import TrackerContent
from pipeline.tracker.workbook.values import canonical, clean

_HEADERS = headers(DEADLINE_FACTS)
_COLOURS = {
    DeadlineState.OPEN: TO_DO,
    DeadlineState.DONE: DONE,
    DeadlineState.NOT_APPLICABLE: NOT_NEEDED,
    DeadlineState.STOPPED: STOPPED,
}


def task_rows(content: TrackerContent, held: Mapping[str, Held]) -> Iterator[tuple[str, Texts]]:
    """A row for each task of each case, with its key."""
    for ref, tasks in content.tasks.items():
        for task in tasks:
            yield joined_key((ref, task.rule)), _row(task, held.get(ref, {}))


def _row(task: Task, texts: Held) -> Texts:
    done = f" on {task.done_on.day} {task.done_on:%b %Y}" if task.done_on else ""
    row = {
        "Ref": task.case_ref,
        "Duty": task.title,
        "Whose duty": task.owner.replace("-", " "),
        "Colour": _COLOURS[task.state],
        **held_texts(texts, _HEADERS, subject=task.rule),
        "State": task.state.value + done,
        "Counted from": called_for(task),
        "Trigger date": canonical(task.since),
        "How counted": clean(task_note(task)),
        "Source": sources(task),
        "Rule": task.rule,
    }
    return {header: text for header, text in row.items() if text}
