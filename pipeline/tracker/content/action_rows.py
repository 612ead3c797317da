"""The rows of the Actions sheet: the action plan of each case, which is the office's own but for its colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pipeline.facts import ACTION_FACTS
from pipeline.tracker.content.case_texts import Held, Texts, headers, held_texts
from pipeline.tracker.content.colours import DONE, WorkingDays, running_colour
from pipeline.tracker.merge.tables import joined_key
from pipeline.tracker.model import TrackerContent

_HEADERS = headers(ACTION_FACTS)
_NAMES = frozenset(fact.name for fact in ACTION_FACTS)


def action_rows(content: TrackerContent, held: Mapping[str, Held], *, days: WorkingDays) -> Iterator[tuple[str, Texts]]:
    """A row for each action that says anything, with its key."""
    for case in content.cases:
        texts = held[case.ref]
        for number in dict.fromkeys(subject for name, subject in texts if name in _NAMES):
            row = {"Ref": case.ref, "No.": number, **held_texts(texts, _HEADERS, subject=number)}
            row["Colour"] = _colour(row, days=days)
            yield joined_key((case.ref, number)), {header: text for header, text in row.items() if text}


def _colour(row: Texts, *, days: WorkingDays) -> str:
    if row.get("Closed on"):
        return DONE
    return running_colour(date.fromisoformat(row["Due"][:10]), days) if row.get("Due") else ""
