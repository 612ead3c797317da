"""Which cells of a table must be written: the three-way comparison of what was written, what stands and what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.facts import CASE_FACTS, STATUSES, Case, Owner
from pipeline.model import FactKind
from pipeline.tracker.content.case_texts import Rows, Texts, standing_texts
from pipeline.tracker.content.layout import AGENCIES, ATTENTION, CASES, CONTACTS, DEADLINES, Column, SheetLayout
from pipeline.tracker.merge.tables import SheetTable, TableRow
from pipeline.tracker.model import WITHOUT_REF, Base
from pipeline.tracker.workbook.cells import SheetCell

NO_LONGER: Mapping[str, Texts] = {
    DEADLINES.name: {"State": "no longer counted", "Colour": "Not needed"},
    ATTENTION.name: {"State": "settled"},
}
"""What the computed cells say of a row whose deadline or question is gone; those not named are left as they are."""
SEEDED = "seeded"  # the row of the base that says whose the rows of the Contacts sheet are, by one of these two
FILLED: Texts = {"Role": "copied from the settings"}
EMPTY: Texts = {"Role": "none yet"}
_EMPTIED = {DEADLINES.name: ("Due", "Working days left", "Working target"), ATTENTION.name: ("Cell",)}


@dataclass(frozen=True, kw_only=True, slots=True)
class TableEdits:
    """What is to be done to one table: cells of rows that stand, rows to be added, rows of the new base.

    `clean` says that afterwards every row says exactly what the base says.
    """

    cells: Mapping[int, Texts] = field(default_factory=dict)
    added: tuple[tuple[str, Texts], ...] = ()
    base: Mapping[str, Texts] = field(default_factory=dict)
    clean: bool = False


def table_edits(table: SheetTable, ours: Rows, *, base: Base, given: Mapping[int, str]) -> TableEdits:
    """The edits of `table`; `given` names rows without a Ref, by number, and the Ref that each is to have."""
    wanted = ours.get(table.layout.name, {})
    written = base.get(table.layout.name, {})
    if table.layout is CONTACTS and written and not _is_to_be_filled(table, written=written, wanted=wanted):
        return TableEdits()
    cells, changes, clean = _cell_edits(table, wanted, written=written, given=given)
    present = {row.key for row in table.rows} | set(given.values())
    added = _added(table, wanted, written=written, present=present)
    whole = present | {key for key, _ in added}
    clean = clean and not table.missing and all(key in whole for key in wanted)
    if table.layout is CONTACTS:
        cells, changes = {}, {SEEDED: FILLED if wanted or has_rows(table) else EMPTY}
    there = {key: {header: text for header, text in texts.items() if header in table.columns} for key, texts in added}
    return TableEdits(cells=cells, added=added, base=changes | there, clean=clean)


def has_rows(table: SheetTable) -> bool:
    """Whether anything at all is typed into the table."""
    return any(row.texts or row.odd for row in table.rows)


def _is_to_be_filled(table: SheetTable, *, written: Mapping[str, Texts], wanted: Mapping[str, Texts]) -> bool:
    # Only what was already empty when this pass read it: rows cleared since are the office's word, not yet taken in.
    return bool(wanted) and written.get(SEEDED) == EMPTY and not has_rows(table)


def is_settled(name: str, ours: Rows, *, base: Base) -> bool:
    """Whether the base of the sheet called `name` says all that is due, so that an untouched sheet needs no edit."""
    wanted, written = ours.get(name, {}), base.get(name, {})
    over = NO_LONGER.get(name, _NONE).items()
    return all(written.get(key) == texts for key, texts in wanted.items()) and all(
        key in wanted or over <= texts.items() for key, texts in written.items()
    )


def _cell_edits(
    table: SheetTable, wanted: Mapping[str, Texts], *, written: Mapping[str, Texts], given: Mapping[int, str]
) -> tuple[dict[int, Texts], dict[str, Texts], bool]:
    cells: dict[int, Texts] = {}
    changes: dict[str, Texts] = {}
    twice = duplicated_keys(table)
    clean = not twice  # even where both rows say what was written, the sheet must be read again to say so
    for row in _not_as_due(table, wanted, written=written):
        key = given.get(row.row.number, row.key)
        texts = wanted.get(key)
        # A row that waited for its Ref was read before it was ever written: what it then said is what is due.
        was = written.get(key, _NONE) if key == row.key else written.get(key) or _without_default(texts or _NONE)
        if not key or key in twice or (texts is None and (table.layout.name not in NO_LONGER or not was)):
            clean = False
            continue
        new, held = _row_edits(table, row, texts=texts, was=was)
        if row.row.number in given:
            # Written blank, a cell takes the look of its column: 0042 typed into it later stays what it is.
            new = {header: "" for header in table.columns if header not in {**row.texts, **row.odd}} | dict(new)
        if new:
            cells[row.row.number] = new
        if held != written.get(key):
            changes[key] = held
        after = {header: text for header, text in {**row.texts, **new}.items() if text}
        clean = clean and not row.odd and after == held
    return cells, changes, clean


def _not_as_due(table: SheetTable, wanted: Mapping[str, Texts], *, written: Mapping[str, Texts]) -> Iterator[TableRow]:
    """The rows that do not say both what was written and what is due; blank ones are left out."""
    for row in table.rows:
        _, key, texts, odd, _ = row
        if odd or texts != written.get(key, _NONE) or (key and texts != wanted.get(key)):
            yield row


def _without_default(texts: Texts) -> Texts:
    return {header: text for header, text in texts.items() if (header, text) != ("Status", STATUSES[0])}


_NONE: Texts = {}


def duplicated_keys(table: SheetTable) -> frozenset[str]:
    """The keys that more than one row claims; none of those rows is trusted or written."""
    if table.layout.keys == ("Id",) or table.layout is CONTACTS:
        return frozenset()
    keys = [row.key for row in table.rows if row.key]
    if len(set(keys)) == len(keys):
        return frozenset()
    return frozenset(key for key, count in Counter(keys).items() if count > 1)


def _row_edits(table: SheetTable, row: TableRow, *, texts: Texts | None, was: Texts) -> tuple[Texts, Texts]:
    new: dict[str, str] = {}
    held = dict(was)
    for column in table.layout.columns:
        header = column.header
        if header not in table.columns:
            held.pop(header, None)  # should the column come back, its blank cells are not the office's word
            continue
        theirs = row.odd.get(header) or SheetCell(text=row.texts.get(header, ""))
        now = _due_text(column, texts, theirs=theirs, sheet=table.layout.name)
        if now is None:
            continue
        if _is_to_be_written(column, theirs, was=was.get(header, ""), now=now):
            new[header] = held[header] = now
        elif _is_ours_to_say(column, was) and _says_the_same(column, theirs.text, now=now):
            held[header] = theirs.text
    return new, {header: text for header, text in held.items() if text}


def _due_text(column: Column, texts: Texts | None, *, theirs: SheetCell, sheet: str) -> str | None:
    if texts is not None:
        return texts.get(column.header, "")
    if column.owner is not Owner.COMPUTED:
        return None
    if column.header in _EMPTIED[sheet]:
        return ""
    return NO_LONGER[sheet].get(column.header, theirs.text)


def _is_to_be_written(column: Column, theirs: SheetCell, *, was: str, now: str) -> bool:
    if column.owner is Owner.COMPUTED:
        return theirs.text != now or bool(theirs.problem) or theirs.formula
    if theirs.problem or theirs.formula:
        return False
    return theirs.text == was and not _says_the_same(column, theirs.text, now=now)


def _is_ours_to_say(column: Column, was: Texts) -> bool:
    # What agrees with a row that was written before, but was not written there, is the office's word, still unread.
    return column.owner is Owner.COMPUTED or not was


def _says_the_same(column: Column, theirs: str, *, now: str) -> bool:
    # A day typed with its time is that day; the time is a fact of its own (`merge`).
    return theirs == now or (column.kind is FactKind.DATE and bool(now) and theirs[:10] == now[:10])


def _added(
    table: SheetTable, wanted: Mapping[str, Texts], *, written: Mapping[str, Texts], present: set[str]
) -> tuple[tuple[str, Texts], ...]:
    if table.layout is AGENCIES:
        # A row that the office took away is a fact of its own; it must not come back before that was read.
        wanted = {key: texts for key, texts in wanted.items() if key not in written}
    if table.layout is ATTENTION:
        # What was resolved, and then cleared away by the office, is left away.
        wanted = {key: t for key, t in wanted.items() if key not in written or t.get("State") != "resolved"}
    return tuple((key, texts) for key, texts in wanted.items() if key not in present)


def awaiting_refs(table: SheetTable, cases: Iterable[Case], *, base: Base) -> dict[int, str]:
    """The Refs that rows without one are to have, by row number.

    They are those of cases made from such rows and not yet written, and those of written rows whose Ref was cleared.
    """
    rows = [row for row in table.rows if is_new_case(row)]
    if not rows:
        return {}
    present = {row.key for row in table.rows}
    written = base.get(CASES.name, {})
    scored: list[tuple[tuple[int, int], int, str]] = []
    for case in cases:
        if case.ref not in present and case.ref in written:
            scored += [(s, row.row.number, case.ref) for row in rows if (s := _was_cleared(row, written[case.ref]))]
        elif case.ref not in present and _is_from_a_row(case):
            scored += [(s, row.row.number, case.ref) for row in rows if (s := _was_opened(row, case))]
    given: dict[int, str] = {}
    for _, number, ref in sorted(scored, key=lambda one: (-one[0][0], -one[0][1], one[1], one[2])):
        if number not in given and ref not in given.values():
            given[number] = ref
    return given


def _was_opened(row: TableRow, case: Case) -> tuple[int, int] | None:
    """How well a row fits a case that was opened from such a row: by its words first, then by where it stands."""
    held = {(header, text) for header, name in _FACTS if (text := standing_texts(case).get((name, "")))}
    said = {(header, row.texts[header]) for header, _ in _FACTS if header in row.texts}
    is_there = any(fact.detail.endswith(f"row {row.row.number}, {WITHOUT_REF}") for fact in case.facts)
    return (-len(said ^ held), int(is_there)) if said & held or is_there else None


def _was_cleared(row: TableRow, was: Texts) -> tuple[int, int] | None:
    """How well a row without a Ref fits one that was written; nothing unless it says nearly all of it."""
    common = sum(row.texts.get(header) == text for header, text in was.items())
    return (common, 1) if common >= max(4, len(was) * 2 // 3) else None


_FACTS = tuple((fact.header, fact.name) for fact in CASE_FACTS)


def is_new_case(row: TableRow) -> bool:
    """Whether `row` of the Cases sheet has no Ref but says something: a case that came by telephone."""
    return not row.key and not row.apart and bool(row.texts or row.odd)


def lacks(row: TableRow, layout: SheetLayout) -> str:
    """The header of the key cell without which a row that says something is about nothing; empty where it is whole."""
    if row.apart or layout is CASES or not (row.texts or row.odd):
        return ""
    needed = {DEADLINES.name: ("Ref", "Rule")}.get(layout.name) or ("Ref", *filter(None, [layout.subject]))
    return next((header for header in needed if not row.texts.get(header)), "")


def _is_from_a_row(case: Case) -> bool:
    return any(fact.detail.endswith(WITHOUT_REF) for fact in case.facts)
