"""Rows without a Ref: which are new cases, and which is to have what Ref; and what else a row may lack."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from pipeline.facts import CASE_FACTS, Case
from pipeline.model import FactKind
from pipeline.tracker.content.case_texts import Texts, by_header, case_texts, headers
from pipeline.tracker.content.layout import CASES, DEADLINES, Column, SheetLayout
from pipeline.tracker.merge.tables import TableRow
from pipeline.tracker.model import Base, NewCase
from pipeline.tracker.workbook.values import value_of

_ROW = re.compile(rf"{CASES.name}!row \d+")  # the detail of each fact that made a case out of a row
_COLUMNS = headers(CASE_FACTS)
_HEADERS = frozenset(header for _, header in _COLUMNS)
_TYPED = frozenset(column.header for column in CASES.columns if column.is_typed)
_TELLING = frozenset((FactKind.DATE, FactKind.INSTANT, FactKind.CHOICE))


class _Fit(NamedTuple):
    """How well a row fits a case, by what counts most first."""

    score: tuple[int, int]
    row: int
    ref: str


def new_cases(rows: Iterable[TableRow], taken: Collection[int]) -> Iterator[NewCase]:
    """The cases on the Cases sheet that are to be opened: the `rows` without a Ref but for those whose numbers are
    `taken` by a case that there is."""
    return (case_of(row) for row in _without_ref(rows) if row.row.number not in taken)


def case_of(row: TableRow) -> NewCase:
    """What a row of the Cases sheet says."""
    said = tuple((column.fact, value_of(row.texts[column.header], column.kind)) for column in _facts_in(row))
    return NewCase(where=_place(row), values=said)


def _facts_in(row: TableRow) -> list[Column]:
    return [column for column in CASES.facts if column.header in row.texts]


def _without_ref(rows: Iterable[TableRow]) -> list[TableRow]:
    """The rows without a Ref in which something of a case stands; what is only counted makes none."""
    told = (row for row in rows if not row.key and says_something(row))
    return [row for row in told if not row.apart or is_like_a_case(row)]


def says_something(row: TableRow) -> bool:
    """Whether anything stands in a cell of the row that a form or the office fills."""
    return not _TYPED.isdisjoint((*row.texts, *row.odd))


def is_like_a_case(row: TableRow) -> bool:
    """Whether a row below the table, with a blank row between, is a case that came by telephone and no remark."""
    kinds = [column.kind for column in _facts_in(row)]
    is_formula = any(cell.formula for cell in row.odd.values())
    return len(kinds) > 1 and not (is_formula or _TELLING.isdisjoint(kinds))


def remains(rows: Collection[TableRow], base: Base) -> dict[int, str]:
    """The rows whose Ref was cleared with most of what stood there, by number, and the Ref that each had.

    Such a row is a deleted one: what is left of it, mostly in columns that were folded away, is no new case.
    """
    without = [row for row in _without_ref(rows) if not row.odd]
    if not without:
        return {}
    present = {row.key for row in rows}
    gone = {key: texts for key, texts in base.get(CASES.name, {}).items() if key not in present}
    refs: dict[int, str] = {}
    for row in without:
        key = next((key for key, texts in gone.items() if _is_left_of(row, texts)), None)
        if key is not None:
            del gone[key]
            refs[row.row.number] = key
    return refs


def _is_left_of(row: TableRow, written: Texts) -> bool:
    return row.texts.items() <= written.items() and _was_cleared(row, written) is None


def _place(row: TableRow) -> str:
    return f"{CASES.name}!row {row.row.number}"


def awaited_refs(rows: Collection[TableRow], cases: Iterable[Case], *, base: Base) -> dict[int, str]:
    """The Refs that rows without one are to have, by row number.

    They are those of cases made from such rows and not yet written, and those of written rows whose Ref was cleared.
    """
    left = remains(rows, base)
    waiting = [row for row in _without_ref(rows) if row.row.number not in left]
    if not waiting:
        return {}
    present = {row.key for row in rows}
    written = base.get(CASES.name, {})
    fits: list[_Fit] = []
    for case in cases:
        if case.ref not in present:
            fits += _fits(case, waiting, written=written.get(case.ref))
    refs: dict[str, int] = {}
    for _, number, ref in sorted(fits, key=lambda fit: (-fit.score[0], -fit.score[1], fit.row, fit.ref)):
        if number not in refs.values():
            refs.setdefault(ref, number)
    return {number: ref for ref, number in refs.items()}


def _fits(case: Case, rows: list[TableRow], *, written: Texts | None) -> Iterator[_Fit]:
    if written is None and not any(_ROW.fullmatch(fact.detail) for fact in case.facts):
        return
    for row in rows:
        score = _was_opened(row, case) if written is None else _was_cleared(row, written)
        if score is not None:
            yield _Fit(score, row.row.number, case.ref)


def _was_opened(row: TableRow, case: Case) -> tuple[int, int] | None:
    """How well a row fits a case that was opened from such a row: by its words first, then by where it stands.

    The office may have sorted in between; only twins of the same words are told apart by their places.
    """
    holds = set(by_header(case_texts(case), _COLUMNS).items())
    said = {(header, text) for header, text in row.texts.items() if header in _HEADERS}
    is_there = any(fact.detail == _place(row) for fact in case.facts)
    return (-len(said ^ holds), int(is_there)) if said & holds or is_there else None


def _was_cleared(row: TableRow, written: Texts) -> tuple[int, int] | None:
    """How well a row without a Ref fits one that was written; nothing unless it says nearly all of it."""
    common = len(row.texts.items() & written.items())
    # Two thirds: a new row that only shares a referrer and a day with an old case must not be taken for it
    # (`test_a_ref_that_was_cleared_is_put_back_and_no_second_case_is_opened`).
    return (common, 1) if common >= max(4, len(written) * 2 // 3) else None


def lacks(row: TableRow, layout: SheetLayout) -> str:
    """The header of the key cell without which a row that says something is about nothing; empty where it is whole."""
    if layout is CASES or not row.stands:
        return ""
    needed = filter(None, ("Ref", "Rule" if layout is DEADLINES else layout.subject))
    return next((header for header in needed if header not in row.texts), "")
