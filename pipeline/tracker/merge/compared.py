"""What the office's words are read against: what was written, what holds, and which rows say something else."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.facts import Case, Fact, Source, Value
from pipeline.tracker.content.case_texts import CaseTexts, Texts, case_texts
from pipeline.tracker.content.layout import CASES, Column
from pipeline.tracker.merge.loose_rows import LooseRows, loose_rows
from pipeline.tracker.merge.tables import SheetTable, TableRow, duplicated_keys
from pipeline.tracker.model import Base


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What the whole workbook is compared with."""

    base: Base
    cases: Mapping[str, Case]  # by Ref
    now: datetime  # of the pass
    new_refs: Mapping[int, str]  # the Refs that rows of the Cases sheet without one are to have, by row number
    attention: SheetTable | None = None  # the sheet on which the office accepts
    resting: frozenset[str] = frozenset()  # the Refs of cases that are not in `cases`, whose rows stand as written
    _texts: dict[str, CaseTexts] = field(default_factory=dict)

    def texts(self, ref: str) -> CaseTexts:
        """What holds of the case `ref`; a pass asks it of the few cases of which the workbook says something new."""
        if ref not in self._texts:
            self._texts[ref] = case_texts(self.cases[ref])
        return self._texts[ref]

    def knows(self, ref: str) -> bool:
        """Whether there is a case `ref`, at work or at rest."""
        return ref in self.cases or ref in self.resting

    def with_fact(self, name: str) -> set[str]:
        """The cases of which anybody ever gave the fact `name`."""
        return {fact.case_ref for case in self.cases.values() for fact in case.facts if fact.name == name}

    def fact(self, ref: str, name: str, *, value: Value, subject: str = "", where: str) -> Fact:
        """A word of the office about the case `ref`, typed at `where`."""
        return Fact(
            case_ref=ref,
            name=name,
            value=value,
            source=Source.TRACKER,
            recorded_at=self.now,
            subject=subject,
            detail=where,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedSheet:
    """A table, compared with what was written there."""

    table: SheetTable
    columns: tuple[Column, ...]  # those that hold facts and are there
    written: Mapping[str, Texts]  # by key, as the base has it
    rows: tuple[TableRow, ...]  # those that do not say just what was written: in no other one has the office spoken
    duplicated: frozenset[str]  # the keys that more than one row claims
    new_refs: Mapping[int, str]  # on the Cases sheet those of the comparison, else none
    loose: LooseRows

    @property
    def name(self) -> str:
        return self.table.layout.name

    def key(self, row: TableRow) -> str:
        """What `row` is known by, also where its Ref is still to be put in."""
        return self.new_refs.get(row.row.number, row.key)

    def is_trusted(self, row: TableRow) -> bool:
        """Whether anybody can say what `row` is about, and that its cells are its own."""
        key = self.key(row)
        return bool(key) and key not in self.duplicated and key not in self.loose.keys

    def ref(self, row: TableRow) -> str:
        """The case that `row` is about, also where its Ref is still to be put in."""
        return self.new_refs.get(row.row.number, row.ref)


def compared_sheet(table: SheetTable, comparison: Comparison) -> ComparedSheet:
    """The sheet of `table`, compared with what the base says was written there."""
    written = comparison.base.get(table.layout.name, {})
    return ComparedSheet(
        table=table,
        columns=tuple(column for column in table.present if column.fact),
        written=written,
        rows=table.differing(written),
        duplicated=duplicated_keys(table),
        new_refs=comparison.new_refs if table.layout is CASES else {},
        loose=loose_rows(table, comparison.base, attention=comparison.attention),
    )


def rows_gone(sheet: ComparedSheet, refs: Container[str]) -> dict[str, Texts]:
    """The rows about cases among `refs` that were written on the sheet and are there no more, by key.

    Where a row has lost its Ref, nobody can say that another of its subject is gone.
    """
    subject = sheet.table.layout.subject
    unsaid = {row.texts.get(subject) for row in sheet.table.rows if not row.key}
    present = sheet.table.keys
    gone = ((key, texts) for key, texts in sheet.written.items() if key not in present and texts.get("Ref") in refs)
    return {key: texts for key, texts in gone if texts.get(subject, "") not in unsaid}
