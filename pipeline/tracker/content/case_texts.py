"""What now holds of a case, as the canonical text of cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.facts import Case, Fact, FactName, in_force
from pipeline.tracker.workbook.values import canonical

Texts = Mapping[str, str]
Rows = Mapping[str, Mapping[str, Texts]]
Held = Mapping[tuple[str, str], str]
"""The canonical text of every fact that now holds, by name and subject."""


def standing_texts(case: Case) -> dict[tuple[str, str], str]:
    """The canonical text of every fact that now holds, by name and subject."""
    said: dict[tuple[str, str], list[Fact]] = {}
    for fact in case.facts:
        said.setdefault((fact.name, fact.subject), []).append(fact)
    out = {}
    for key, facts in said.items():
        held = facts[0] if len(facts) == 1 else in_force(facts)
        if held is not None and held.value is not None:
            out[key] = canonical(held.value)
    return out


def headers(facts: Iterable[FactName]) -> tuple[tuple[str, str], ...]:
    """The names of facts with the headers of their columns."""
    return tuple((fact.name, fact.header) for fact in facts)


def held_texts(texts: Held, columns: tuple[tuple[str, str], ...], *, subject: str = "") -> dict[str, str]:
    """What holds for the facts of `columns` about `subject`, by header; empty cells are absent."""
    return {header: text for name, header in columns if (text := texts.get((name, subject)))}
