"""What now holds of a case, as the canonical text of cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.facts import Case, Fact, FactName, in_force
from pipeline.tracker.workbook.values import canonical

Texts = Mapping[str, str]
"""What a row says, by header; empty cells are absent."""
Rows = Mapping[str, Mapping[str, Texts]]
"""Sheet and row key to what the row says."""
CaseTexts = Mapping[tuple[str, str], str]
"""The canonical text of every fact of a case that now holds, by name and subject."""


def case_texts(case: Case) -> dict[tuple[str, str], str]:
    """The texts of everything that now holds of `case`."""
    said: dict[tuple[str, str], list[Fact]] = {}
    for fact in case.facts:
        said.setdefault((fact.name, fact.subject), []).append(fact)
    out = {}
    for key, facts in said.items():
        holds = facts[0] if len(facts) == 1 else in_force(facts)
        if holds is not None and holds.value is not None:
            out[key] = canonical(holds.value)
    return out


def headers(facts: Iterable[FactName]) -> tuple[tuple[str, str], ...]:
    """The names of facts with the headers of their columns."""
    return tuple((fact.name, fact.header) for fact in facts)


def by_header(texts: CaseTexts, columns: tuple[tuple[str, str], ...], *, subject: str = "") -> dict[str, str]:
    """What holds for the facts of `columns` about `subject`, by header; empty cells are absent."""
    return without_blanks({header: texts.get((name, subject), "") for name, header in columns})


def changed(rows: Mapping[str, Texts], written: Mapping[str, Texts]) -> dict[str, Texts]:
    """Those of `rows`, by key, that do not say just what was `written` there."""
    return {key: texts for key, texts in rows.items() if texts != written.get(key)}


def differing(here: Texts, there: Texts) -> set[str]:
    """The headers under which two rows do not say the same."""
    return {header for header, _ in here.items() ^ there.items()}


def without_blanks(row: Texts) -> dict[str, str]:
    """What `row` says, its empty cells left out."""
    return {header: text for header, text in row.items() if text}
