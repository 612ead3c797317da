"""What is known while the office's words are read: what was written, what holds, and which rows say something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.facts import Case
from pipeline.tracker.content.case_texts import Held, Texts, standing_texts
from pipeline.tracker.merge.edits import duplicated_keys
from pipeline.tracker.merge.tables import SheetTable, TableRow
from pipeline.tracker.model import Base


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """The base, the cases by Ref, and the time of the pass."""

    base: Base
    cases: Mapping[str, Case]
    now: datetime
    _held: dict[str, Held] = field(default_factory=dict)

    def held(self, ref: str) -> Held:
        """What holds of the case `ref`; a pass asks it of the few cases of which the workbook says something new."""
        if ref not in self._held:
            self._held[ref] = standing_texts(self.cases[ref])
        return self._held[ref]

    def with_fact(self, name: str) -> tuple[str, ...]:
        """The cases of which anybody ever gave the fact `name`."""
        return tuple(ref for ref, case in self.cases.items() if name in [fact.name for fact in case.facts])


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedSheet:
    """A table, and which of its rows do not say just what was `written`: in no other one has the office spoken."""

    table: SheetTable
    written: Mapping[str, Texts]
    rows: tuple[TableRow, ...]
    doubled: frozenset[str]


def sheet_of(table: SheetTable, base: Base) -> ComparedSheet:
    """The sheet of `table`, compared with what `base` says was written there."""
    written = base.get(table.layout.name, {})
    rows = tuple(row for row in table.rows if row.odd or row.texts != written.get(row.key))
    return ComparedSheet(table=table, written=written, rows=rows, doubled=duplicated_keys(table))
