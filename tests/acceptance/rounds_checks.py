"""What the passes of a round may and may not do to the journal and to the workbook, as LibreOffice reads it."""

import re
from datetime import timedelta

from rounds_model import KEYS, OFFICE, Row, Word
from rounds_office import Life
from rounds_seen import SeenTable, beside_cells, differences, table_of

from pipeline.edges.journal import Journal
from pipeline.facts import Source
from pipeline.tracker.content.layout import BY_NAME
from tests.tracker.libreoffice_seen import Place, SeenBook, SeenSheet


def knows_contacts(life: Life) -> None:
    """The contacts of the settings are on their sheet from the first pass."""
    found = life.look()
    for key, _ in _table(life, "Contacts", found)[1].rows:
        life.model.cells["Contacts"][key] = _row(life, "Contacts", key, found)


def ends_round(life: Life) -> None:
    """Saves, lets passes go by, checks everything that they may and may not do, and leaves the workbook open."""
    saved = life.save()
    _order_telephone(life, saved)
    due = life.model.passes()
    report = life.office.make_pass(life.now)
    assert report.faults == []
    assert sorted(map(str, _new_words(life))) == sorted(map(str, due))
    _settles(life)
    life.open()
    found = life.look()
    _take_in_mail(life, found)
    _check_doubts(life, found)
    for sheet in KEYS:
        _check_sheet(life, sheet, saved, found)
    _check_book(life, saved, found)
    _check_formulas(life, found)
    _check_counted(life, found)
    life.now += timedelta(days=3 if life.now.weekday() == 4 else 1)


def _settles(life: Life) -> None:
    """The next pass leaves the file alone, unless the first one sent something: that is written, and then no more."""
    before = _file(life)
    report = life.office.make_pass(life.now + timedelta(minutes=5))
    if report.counts["tracker written"]:
        before = _file(life)
        report = life.office.make_pass(life.now + timedelta(minutes=10))
    assert report.faults == []
    assert report.counts["tracker written"] == 0
    assert _file(life) == before


def _file(life: Life) -> tuple[bytes, int]:
    return life.office.tracker.read_bytes(), life.office.tracker.stat().st_mtime_ns


def _order_telephone(life: Life, saved: SeenBook) -> None:
    sheet, table = _table(life, "Cases", saved)
    rows = [sheet.text((number, table.columns["Child"])) for number in _without_ref(life, saved)]
    assert len(rows) == len(life.model.telephone)
    life.model.telephone.sort(key=lambda row: rows.index(row["Child"][0]))  # type: ignore[index]


def _without_ref(life: Life, saved: SeenBook) -> list[int]:
    """The rows of the Cases table that have no Ref, from above."""
    sheet, table = _table(life, "Cases", saved)
    found, number = [], table.top + 1
    while any(sheet.text((number, column)) is not None for column in table.columns.values()):
        if sheet.text((number, table.columns["Child"])) == life.remarks.get("Cases"):
            break
        if sheet.text((number, table.columns["Ref"])) is None:
            found.append(number)
        number += 1
    return found


def _table(life: Life, name: str, book: SeenBook) -> tuple[SeenSheet, SeenTable]:
    sheet = book.sheets[life.names[name]]
    return sheet, table_of(sheet, name, titles=life.titles[name])


# --- the journal


def _new_words(life: Life) -> list[Word]:
    with Journal(life.office.folder / "store") as journal:
        facts = {
            (number, fact.case_ref, fact.name, fact.subject): fact.value
            for case in journal.casebook.cases()
            for number, fact in enumerate(case.facts)
            if fact.source is Source.TRACKER
        }
    new = facts.keys() - life.said
    life.said |= facts.keys()
    return [(ref, name, subject, facts[number, ref, name, subject]) for number, ref, name, subject in new]


def _check_doubts(life: Life, found: SeenBook) -> None:
    with Journal(life.office.folder / "store") as journal:
        items = journal.casebook.attention()
    kinds = ("cell:", "twice:", "unknown:", "column:", "sheet:", "below:", "incomplete:", "deleted:")
    standing = {item.id for item in items if not item.resolved and item.id.startswith(kinds)}
    assert standing == life.model.doubts
    sheet, table = _table(life, "Needs attention", found)
    state = {key: sheet.text((row, table.columns["State"])) for key, row in table.rows}
    assert {item.id for item in items if not item.resolved} == {key for key, said in state.items() if said == "open"}


# --- what came by mail


def _take_in_mail(life: Life, found: SeenBook) -> None:
    for ref, row in life.corrected.items():
        differs = life.model.form_says(ref, row)
        with Journal(life.office.folder / "store") as journal:
            items = [item for item in journal.casebook.attention() if f":differs-{ref}" in item.id]
        said = "\n".join(item.why for item in items)
        assert all(f"{header}: the form says something else" in said for header in differs), (ref, differs, said)
    life.corrected.clear()
    for _, row, agencies in life.posted:
        ref = life.model.next_ref()
        life.model.cells["Cases"][ref] = held = _row(life, "Cases", ref, found)
        assert {header: held.get(header) for header in row} == row
        life.model.cells["Decisions"][ref] = {}
        for header, said in held.items():
            life.model.read["Cases", ref, header] = said  # type: ignore[assignment]
        for agency in agencies:
            assert f"{ref}|{agency}" in dict(_table(life, "Agencies", found)[1].rows)
    life.posted.clear()
    # Rows that a pass adds by itself have nothing of the office's in them yet, but for an agency's name.
    for name in ("Agencies", "Deadlines", "Calendar", "Needs attention"):
        for key, _ in _table(life, name, found)[1].rows:
            if key not in life.model.cells[name]:
                life.model.cells[name][key] = held = _row(life, name, key, found)
                assert held.keys() <= {"Agency", "Date", "Title", "Source"}, (name, key, held)


def _row(life: Life, name: str, key: str, found: SeenBook) -> Row:
    sheet, table = _table(life, name, found)
    number = dict(table.rows)[key]
    cells = {header: sheet.text((number, table.columns[header])) for header in OFFICE[name] if header in table.columns}
    return {header: said for header, said in cells.items() if said is not None}


# --- the workbook


def _check_sheet(life: Life, name: str, saved: SeenBook, found: SeenBook) -> None:
    old, before = _table(life, name, saved)
    new, after = _table(life, name, found)
    by, start = _moved_down(life, name, old, new)
    assert (before.top, before.columns) == (after.top, after.columns)
    _check_rows(life, name, before, after, by=by)
    if name == "Needs attention":
        life.model.cells[name] = {key: held for key, held in life.model.cells[name].items() if key in dict(after.rows)}
    for key, held in life.model.cells.get(name, {}).items():
        if (name, key) not in life.model.twice:
            assert _row(life, name, key, found) == held, (name, key)
    without = _without_ref(life, saved) if name == "Cases" else []
    rows = {*range(before.top + 1, before.end + 1), *without}
    ours = [heading for column in BY_NAME[name].columns for heading in {column.header, column.title}]
    owned = {(row, before.columns[header]) for row in rows for header in ours if header in before.columns}
    free = {*without, *range(before.end + 1, 10**5)}
    changed = differences(old, new, owned=owned, free=free, start=start, by=by)
    if name == "Needs attention":  # rows that were emptied at its end are of no sheet any more to LibreOffice
        changed = [one for one in changed if one[0][0] <= after.end]
    assert changed == [], (name, changed[:5])
    title = life.names[name]
    assert beside_cells(saved, title, start=start, by=by) == beside_cells(found, title)
    assert {(row if row < start else row + by) for row in old.hidden_rows if row <= before.end} <= new.hidden_rows


def _check_rows(life: Life, name: str, before: SeenTable, after: SeenTable, *, by: int) -> None:
    """Every row stands where it stood; new ones came below, or where there was no key. The log has its newest on top."""
    if name == "Log":
        return
    if name == "Needs attention":
        _check_order_of_items(life, before, after)
        return
    there = {row: key for key, row in after.rows}
    assert {row: there.get(row) for _, row in before.rows} == {row: key for key, row in before.rows}, name
    titles = [key for key, _ in after.rows]
    doubled = {key for sheet, key in life.model.twice if sheet == name}
    assert {key for key in titles if titles.count(key) > 1} == doubled


def _check_order_of_items(life: Life, before: SeenTable, after: SeenTable) -> None:
    """What is urgent comes first, what is settled is gone, and the rest stands as it stood."""
    with Journal(life.office.folder / "store") as journal:
        urgent = {item.id: item.urgent for item in journal.casebook.attention() if not item.resolved}
    keys = [key for key, _ in after.rows]
    assert sorted(keys) == sorted(urgent)
    assert keys == sorted(keys, key=lambda key: not urgent[key])
    for is_urgent in (True, False):
        stood = [key for key, _ in before.rows if urgent.get(key) is is_urgent]
        assert [key for key in keys if key in stood] == stood


def _moved_down(life: Life, name: str, old: SeenSheet, new: SeenSheet) -> tuple[int, int]:
    marker = life.remarks.get(name)
    if marker is None:
        return 0, 10**6
    (was,) = [row for (row, _), cell in old.said().items() if cell.value == marker]
    (now,) = [row for (row, _), cell in new.said().items() if cell.value == marker]
    return now - was, was


def _check_book(life: Life, saved: SeenBook, found: SeenBook) -> None:
    assert list(saved.sheets) == list(found.sheets)
    assert saved.names.keys() == found.names.keys()
    for name in saved.sheets.keys() - set(life.names.values()):
        assert beside_cells(saved, name) == beside_cells(found, name), name
    for name, (place, buttons, conditions) in saved.tables.items():
        assert found.tables[name][1:] == (buttons, conditions)
        assert found.tables[name][0].split(":")[0] == place.split(":")[0]
    for name in saved.sheets.keys() - {"Dashboard", "Today", *life.names.values()}:
        assert _own_cells(found.sheets[name]) == _own_cells(saved.sheets[name]), name


def _own_cells(sheet: SeenSheet) -> dict[Place, tuple[str, str, str]]:
    # A formula follows what it refers to; that it still counts right is asked elsewhere.
    return {at: (re.sub(r"\d+", "#", cell.formula), cell.note, cell.look) for at, cell in sheet.said().items()}


def _check_formulas(life: Life, found: SeenBook) -> None:
    """Columns with a formula of the office's own are filled down to every row; what counts elsewhere counts all."""
    for (name, header), wanted in life.formulas.items():
        sheet, table = _table(life, name, found)
        for key, row in table.rows:
            if (name, key) in life.model.by_hand:
                continue  # whoever types a row fills its formulas down
            cells = {title: sheet.text((row, column)) for title, column in table.columns.items()}
            assert sheet.text((row, table.columns[header])) == wanted(cells), (name, header, key)
    for (name, label), count in life.elsewhere.items():
        sheet = found.sheets[name]
        ((row, column),) = [at for at, cell in sheet.said().items() if cell.value == label]
        assert sheet.text((row, column + 1)) == count(), (name, label)


def _check_counted(life: Life, found: SeenBook) -> None:
    sheet, table = _table(life, "Cases", found)
    for key, row in table.rows:
        if life.model.cells["Cases"][key].get("Status") == "Open" and ("Cases", key) not in life.model.twice:
            for header, day in life.model.counted(key).items():
                assert sheet.text((row, table.columns[header])) == day, (key, header)
    log = [cell.value for cell in found.sheets[life.names["Log"]].said().values()]
    for said in life.restored:
        assert said in log
    life.restored.clear()
    life.typed_over.clear()
