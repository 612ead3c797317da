"""Which cells of a table must be written: the three-way comparison of what was written, what stands and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from pipeline.facts import STATUSES, Owner
from pipeline.model import FactKind
from pipeline.tracker.content.case_texts import Rows, Texts, changed, differing, without_blanks
from pipeline.tracker.content.layout import AGENCIES, ATTENTION, CONTACTS, DEADLINES, LOG, TAKE_BACK, Column
from pipeline.tracker.merge.loose_rows import loose_rows
from pipeline.tracker.merge.tables import SheetTable, TableRow, duplicated_keys, has_rows
from pipeline.tracker.model import Base
from pipeline.tracker.workbook.cells import SheetCell

NO_LONGER: Mapping[str, Texts] = {
    DEADLINES.name: {"State": "no longer counted", "Colour": "Not needed"},
    ATTENTION.name: {"State": "settled"},
}
"""What the computed cells say of a row whose deadline or question is gone; those not named are left as they are."""
_EMPTIED = {DEADLINES.name: ("Due", "Working days left", "Working target"), ATTENTION.name: ("Cell",)}
SEEDED = "seeded"  # the row of the base that says whose the rows of the Contacts sheet are, by one of these two
FILLED: Texts = {"Role": "filled"}
EMPTY: Texts = {"Role": "empty"}
_NONE: Texts = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class NewRefs:
    """The Refs that rows without one are to have, by row number."""

    awaited: Mapping[int, str] = field(default_factory=dict)  # the row says what it should, but for its Ref
    emptied: Mapping[int, str] = field(default_factory=dict)  # the row was cleared, and is a deleted one

    @property
    def all(self) -> Mapping[int, str]:
        return {**self.awaited, **self.emptied}


@dataclass(frozen=True, kw_only=True, slots=True)
class TableEdits:
    """What is to be done to one table."""

    cells: Mapping[int, Texts] = field(default_factory=dict)  # what is written into rows that stand, by their numbers
    added: tuple[tuple[str, Texts], ...] = ()  # the keys and texts of rows that are to be added
    base: Mapping[str, Texts] = field(default_factory=dict)  # the rows of the base that change
    clean: bool = False  # whether every row says exactly what the base says afterwards


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sides:
    """What meets in one table."""

    table: SheetTable
    written: Mapping[str, Texts]  # by key, as the base has it
    due: Mapping[str, Texts]  # by key
    new_refs: Mapping[int, str]  # the Refs of rows that lack one, by row number
    emptied: AbstractSet[int]  # the numbers of those whose cells were cleared, and are filled again
    duplicated: frozenset[str]
    loose: frozenset[str]  # the keys of rows that came loose: they are left as they stand


@dataclass(frozen=True, kw_only=True, slots=True)
class _RowEdit:
    """What is written into one row, what the base then says of it, and whether the row says just that."""

    key: str
    cells: Texts
    base: Texts
    clean: bool


def table_edits(
    table: SheetTable, due: Rows, *, base: Base, new_refs: NewRefs, attention: SheetTable | None = None
) -> TableEdits:
    """The edits of `table`; `new_refs` names rows without a Ref, by number, and the Ref that each is to have.

    `attention` is the sheet on which the office accepts that rows which came loose are right.
    """
    name = table.layout.name
    sides = _Sides(
        table=table,
        written=base.get(name, {}),
        due=due.get(name, {}),
        new_refs=new_refs.all,
        emptied=new_refs.emptied.keys(),
        duplicated=duplicated_keys(table),
        loose=loose_rows(table, base, attention=attention).keys,
    )
    present = table.keys | set(new_refs.all.values())
    added = tuple(_added(sides, present))
    new_rows = {key: table.there(texts) for key, texts in added}
    own = _in_its_own_way(sides, added=added, new_rows=new_rows)
    if own is not None:
        return own
    found = {row.row.number: _row_edit(sides, row) for row in _not_as_due(sides)}
    edits = {number: edit for number, edit in found.items() if edit is not None}
    base_rows = {edit.key: edit.base for edit in edits.values()}
    return TableEdits(
        cells={number: edit.cells for number, edit in edits.items() if edit.cells},
        added=added,
        base=changed(base_rows, sides.written) | new_rows,
        clean=_is_clean(sides, found.values(), keys=present | new_rows.keys()),
    )


def _in_its_own_way(
    sides: _Sides, *, added: tuple[tuple[str, Texts], ...], new_rows: Mapping[str, Texts]
) -> TableEdits | None:
    """The edits of a sheet that is filled once, or written as a whole; None where each row is compared by itself."""
    if sides.table.layout is CONTACTS:
        return _seeded(sides, added=added, new_rows=new_rows)
    return _newest_first(sides) if sides.table.layout is LOG and added else None


def _newest_first(sides: _Sides) -> TableEdits:
    """The whole log anew, its last line on top: nothing on that sheet is the office's own but what it marked."""
    table, shown = sides.table, _with_unread_marks(sides)
    keys = list(shown)[::-1]
    rows = sorted(table.standing, key=lambda row: row.row.number)
    cells: dict[int, Texts] = {}
    for row, key in zip(rows, keys, strict=False):
        due = table.there(shown[key])
        # What cannot be read is not among the texts; where nothing is due, it is cleared like them.
        over = differing(due, row.texts) | (row.odd.keys() & table.columns.keys() - due.keys())
        cells[row.row.number] = {header: due.get(header, "") for header in over}
    below = tuple((key, shown[key]) for key in keys[len(rows) :])
    base = {key: table.there(texts) for key, texts in changed(sides.due, sides.written).items()}
    is_clean = shown == sides.due and len(keys) >= len(rows)
    return TableEdits(cells={n: row for n, row in cells.items() if row}, added=below, base=base, clean=is_clean)


def _with_unread_marks(sides: _Sides) -> Mapping[str, Texts]:
    """What is due on the log; a word under Take back that cannot be read stays beside its line wherever that goes."""
    unread = ((row.key, row.odd.get(TAKE_BACK)) for row in sides.table.standing if row.key in sides.due)
    words = {key: cell.shown for key, cell in unread if cell is not None and cell.problem and not cell.formula}
    marked: dict[str, Texts] = {key: {**sides.due[key], TAKE_BACK: word} for key, word in words.items()}
    return {**sides.due, **marked}


def _is_clean(sides: _Sides, edits: Iterable[_RowEdit | None], *, keys: AbstractSet[str]) -> bool:
    # Where two rows claim one key, the sheet must be read again to say so, though both say what was written.
    if sides.duplicated or sides.table.missing or not sides.due.keys() <= keys:
        return False
    return all(edit is not None and edit.clean for edit in edits)


def _seeded(sides: _Sides, *, added: tuple[tuple[str, Texts], ...], new_rows: Mapping[str, Texts]) -> TableEdits:
    # The Contacts sheet is the office's own: it is filled from the settings once, and never written again. One that
    # was empty when this pass read it may still be filled; rows cleared since are a word of the office, not yet read.
    is_filled = has_rows(sides.table)
    may_be_filled = sides.due and sides.written.get(SEEDED) == EMPTY and not is_filled
    if sides.written and not may_be_filled:
        return TableEdits()
    return TableEdits(added=added, base={SEEDED: FILLED if sides.due or is_filled else EMPTY, **new_rows})


def is_settled(name: str, due: Rows, *, base: Base) -> bool:
    """Whether the base of the sheet called `name` says all that is due, so that an untouched sheet needs no edit."""
    wanted, written = due.get(name, {}), base.get(name, {})
    over = NO_LONGER.get(name, _NONE).items()
    return not changed(wanted, written) and all(over <= written[key].items() for key in written.keys() - wanted.keys())


def _not_as_due(sides: _Sides) -> Iterator[TableRow]:
    """The rows that do not say both what was written and what is due; blank ones are left out."""
    for row in sides.table.rows:
        _, key, texts, odd, _ = row
        if odd or texts != sides.written.get(key, _NONE) or (key and texts != sides.due.get(key)):
            yield row


def _row_edit(sides: _Sides, row: TableRow) -> _RowEdit | None:
    """The edit of `row`; None where nothing of ours may be written there."""
    key = sides.new_refs.get(row.row.number, row.key)
    due = sides.due.get(key)
    if row.row.number in sides.emptied and due is not None:
        return _RowEdit(key=key, cells=due, base=due, clean=False)
    written = _written(sides, row, key=key)
    is_over = due is None and bool(written) and sides.table.layout.name in NO_LONGER
    if not key or key in sides.duplicated or key in sides.loose or (due is None and not is_over):
        return None
    cells, base = _compared(sides.table, row, due=due, written=written)
    if row.row.number in sides.new_refs:
        # Written blank, a cell takes the look of its column: 0042 typed into it later stays what it is.
        blank = sides.table.columns.keys() - row.texts.keys() - row.odd.keys()
        cells = {**dict.fromkeys(blank, ""), **cells}
    is_clean = not row.odd and without_blanks({**row.texts, **cells}) == base
    return _RowEdit(key=key, cells=cells, base=base, clean=is_clean)


def _written(sides: _Sides, row: TableRow, *, key: str) -> Texts:
    written = sides.written.get(key, _NONE)
    if written or key == row.key:
        return written
    # A row that waited for its Ref was read before it was ever written: what it then said is what is due.
    due = sides.due.get(key, _NONE)
    return {header: text for header, text in due.items() if (header, text) != ("Status", STATUSES[0])}


def _compared(table: SheetTable, row: TableRow, *, due: Texts | None, written: Texts) -> tuple[Texts, Texts]:
    """What is to be written into `row`, and what the base then says of it."""
    cells: dict[str, str] = {}
    base = dict(written)
    for column in table.layout.columns:
        header = column.header
        if header not in table.columns:
            base.pop(header, None)  # should the column come back, its blank cells are not the office's word
            continue
        typed = row.odd.get(header) or SheetCell(text=row.texts.get(header, ""))
        text = _due_text(column, due, typed=typed, sheet=table.layout.name)
        if text is None:
            continue
        if _is_to_be_written(column, typed, written=written.get(header, ""), due=text):
            cells[header] = base[header] = text
        elif _is_ours_to_say(column, written) and _says_the_same(column, typed.text, due=text):
            base[header] = typed.text
    return cells, without_blanks(base)


def _due_text(column: Column, due: Texts | None, *, typed: SheetCell, sheet: str) -> str | None:
    if due is not None:
        return due.get(column.header, "")
    if column.owner is not Owner.COMPUTED:
        return None
    if column.header in _EMPTIED[sheet]:
        return ""
    return NO_LONGER[sheet].get(column.header, typed.text)


def _is_to_be_written(column: Column, typed: SheetCell, *, written: str, due: str) -> bool:
    if column.owner is Owner.COMPUTED:
        return typed.text != due or bool(typed.problem) or typed.formula
    if typed.problem or typed.formula:
        return False
    # A cell that says something else than was written is the office's word: it is read first, never written over.
    return typed.text == written and not _says_the_same(column, typed.text, due=due)


def _is_ours_to_say(column: Column, written: Texts) -> bool:
    # What agrees with a row that was written before, but was not written there, is the office's word, still unread.
    return column.owner is Owner.COMPUTED or not written


def _says_the_same(column: Column, typed: str, *, due: str) -> bool:
    # A day typed with its time is that day; the time is a fact of its own (`office_words`).
    return typed == due or (column.kind is FactKind.DATE and bool(due) and typed[:10] == due[:10])


def _added(sides: _Sides, present: AbstractSet[str]) -> Iterator[tuple[str, Texts]]:
    for key, texts in sides.due.items():
        if key not in present and not _is_left_away(sides, key):
            yield key, texts


def _is_left_away(sides: _Sides, key: str) -> bool:
    if key not in sides.written:
        return False
    # A row that the office took away is a fact of its own; it must not come back before that was read
    # (`test_an_agency_removed_between_reading_and_writing_is_noticed_by_the_next_pass`).
    # Once it was read the row says nothing; who takes that back has it again.
    return sides.table.layout is AGENCIES and bool(sides.written[key])
