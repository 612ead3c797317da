"""Whatever the office does to its workbook in Excel, between whatever passes: no word is lost and every row is whole."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from as_excel import Excel, Sheet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from passes import START, Office, day, office_in

from pipeline.facts import Owner
from pipeline.model import Attention
from pipeline.tracker.content.layout import BY_NAME
from pipeline.tracker.content.rows import rows
from pipeline.tracker.merge.tables import TableRow, table
from tests.soak import examples

pytestmark = pytest.mark.passes

REFS = ("CSP-2026-001", "CSP-2026-002", "CSP-2026-003")
AGENCY = "Northmoor Police"
ITEM = "mail:3f2a"
PLACES = {  # where the office types: the sheet, the row's key after the Ref, the header and what is typed
    "sex": ("Cases", "", "Sex"),
    "origin": ("Cases", "", "Ethnicity"),
    "panel": ("Cases", "", "Panel ref"),
    "aware": ("Cases", "", "LA aware on"),
    "notes": ("Cases", "", "Notes"),
    "waived": ("Deadlines", "|report-to-partners", "Not applicable because"),
    "agreed": ("Agencies", f"|{AGENCY}", "Agreed date"),
    "why": ("Decisions", "", "Rationale"),
}
DATED = ("aware", "agreed")
FACTS = {
    "sex": ("sex", ""), "origin": ("ethnicity", ""), "panel": ("panel_ref", ""), "aware": ("la_aware", ""), "notes": ("notes", ""),
    "waived": ("not_applicable", "report-to-partners"), "agreed": ("agency_agreed", AGENCY), "why": ("rationale", ""),
}  # fmt: skip


@dataclass
class Life:
    """An office at work, and what must come true of everything it did."""

    office: Office
    typed: dict[tuple[str, str], str] = field(default_factory=dict)  # ref and place to canonical text
    seen: dict[tuple[str, str], str] = field(default_factory=dict)  # what stood there when a pass last looked
    beside: dict[tuple[str, str], str] = field(default_factory=dict)  # sheet and key to what its own column says
    entered: list[str] = field(default_factory=list)  # children entered by telephone
    removed: set[str] = field(default_factory=set)  # refs whose agency was removed
    days: set[date] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    number: int = 0
    passed_at: datetime | None = None

    def next(self) -> int:
        self.number += 1
        return self.number

    @contextmanager
    def excel(self, name: str) -> Iterator[Sheet]:
        book = Excel(self.office.package, rich=True)
        yield book.sheet(name)
        self.office.saves(book.saved())

    def row(self, sheet: str, key: str) -> TableRow | None:
        found = table(self.office.package, sheet)
        assert found is not None
        return next((row for row in found.rows if row.key == key), None)

    def shown(self, ref: str, place: str) -> str:
        sheet, more, header = PLACES[place]
        row = self.row(sheet, ref + more)
        if row is None:
            return ""
        return row.odd[header].shown if header in row.odd else row.texts.get(header, "")

    def look(self) -> None:
        """A pass looks at every cell."""
        self.seen = {(ref, place): self.shown(ref, place) for ref in REFS for place in PLACES}

    def column(self, sheet: str, header: str) -> int:
        from pipeline.tracker.workbook.grid import number_of

        found = table(self.office.package, sheet)
        assert found is not None
        return number_of(found.columns[header])


def types(life: Life, ref: str, place: str, text: str) -> None:
    sheet, more, header = PLACES[place]
    row = life.row(sheet, ref + more)
    if row is None:
        return
    said: str | date = f"{text} {life.next()}" if text and place not in DATED else text
    if place in DATED and text and text != "next week":
        said = START.date() + timedelta(days=life.next())
    plain = said.isoformat() if isinstance(said, date) else said
    if plain == life.shown(ref, place):
        return
    column = life.column(sheet, header)
    with life.excel(sheet) as opened:
        opened.type(row.row.number, column, said)
    life.typed[ref, place] = plain
    if plain == life.seen[ref, place]:
        del life.typed[ref, place]  # it says again what was last read, so nobody can tell that it was typed


def sorts(life: Life, sheet: str, descending: bool) -> None:
    with life.excel(sheet) as opened:
        opened.sort(life.column(sheet, BY_NAME[sheet].columns[1].header), descending=descending)


def deletes_case(life: Life, ref: str) -> None:
    _delete(life, "Cases", ref, ref=ref)


def deletes_decision(life: Life, ref: str) -> None:
    _delete(life, "Decisions", ref, ref=ref)


def removes_agency(life: Life, ref: str) -> None:
    if life.row("Agencies", f"{ref}|{AGENCY}") is not None:
        _delete(life, "Agencies", f"{ref}|{AGENCY}", ref=ref)
        life.removed.add(ref)


def _delete(life: Life, sheet: str, key: str, *, ref: str) -> None:
    row = life.row(sheet, key)
    if row is None:
        return
    with life.excel(sheet) as opened:
        opened.delete_row(row.row.number)
    life.beside.pop((sheet, key), None)
    for place in [p for r, p in life.typed if r == ref and PLACES[p][0] == sheet]:
        del life.typed[ref, place]  # whether it was read before the row went is another matter


def adds_column(life: Life, sheet: str) -> None:
    found = table(life.office.package, sheet)
    assert found is not None
    with life.excel(sheet) as opened:
        try:
            column = opened.header("Our own")
        except StopIteration:
            column = opened.add_column("Our own")
        for row in found.rows:
            if row.key:
                life.beside[sheet, row.key] = f"ours {life.next()}"
                opened.type(row.row.number, column, life.beside[sheet, row.key])


def moves_column(life: Life, sheet: str, header: str) -> None:
    column = life.column(sheet, header)
    if column > 2:
        with life.excel(sheet) as opened:
            opened.move_column(column, to=2)


def inserts_column(life: Life, sheet: str) -> None:
    with life.excel(sheet) as opened:
        opened.insert_column(2, f"Column{life.next()}")


def renames(life: Life, header: str) -> None:
    column = life.column("Cases", header)
    with life.excel("Cases") as opened:
        opened.rename(str(opened.shown(4, column)), f"{header} ({life.next()})")


def enters_case(life: Life, middle: bool) -> None:
    child = f"T{life.next()}."
    column = life.column("Cases", "Child")
    with life.excel("Cases") as opened:
        row = 6 if middle else opened.table_end() + 1
        if middle:
            opened.insert_row(row)
        opened.type(row, column, child)
        opened.grow_table(row)
    life.entered.append(child)


def inserts_blank(life: Life, sheet: str) -> None:
    with life.excel(sheet) as opened:
        opened.insert_row(6)


def hides(life: Life, sheet: str) -> None:
    with life.excel(sheet) as opened:
        opened.hide_rows(5, 7)


def duplicates(life: Life, ref: str) -> None:
    """Copies a row, types into both, lets a pass go by, and takes the copy away again."""
    passes(life)
    row = life.row("Cases", ref)
    if row is None:
        return
    number, column = row.row.number, life.column("Cases", "Notes")
    with life.excel("Cases") as opened:
        opened.duplicate_row(number)
        for at in (number, number + 1):
            opened.type(at, column, f"copy {at} {life.next()}")
        before = {at: opened.shown(at, column) for at in (number, number + 1)}
        words = {c: opened.shown(number, c) for c in range(1, 52) if c != column}
    form(life, ref)
    facts = len(life.office.case(ref).facts)
    passes(life)
    assert len(life.office.case(ref).facts) == facts
    assert f"twice:Cases|{ref}" in life.office.attention()
    with life.excel("Cases") as opened:
        places = [r for (r, c), cell in opened.cells.items() if c == 1 or cell.value == ref if cell.value == ref]
        for at in sorted(set(places)):
            assert opened.shown(at, column) in before.values()
            assert {c: opened.shown(at, c) for c in words} == words
        kept, gone = sorted(set(places))[:2]
        life.typed[ref, "notes"] = str(opened.shown(kept, column))
        opened.delete_row(gone)


def adds_day(life: Life) -> None:
    new = date(2027, 6, 1) + timedelta(days=life.next())
    with life.excel("Calendar") as opened:
        row = opened.last() + 1
        opened.type(row, life.column("Calendar", "Date"), new)
        opened.type(row, life.column("Calendar", "Title"), f"Day {life.number}")
        opened.grow_table(row)
    life.days.add(new)


def removes_day(life: Life) -> None:
    if not life.days:
        adds_day(life)
    passes(life)
    if life.days:
        gone = min(life.days)
        row = life.row("Calendar", gone.isoformat())
        assert row is not None
        with life.excel("Calendar") as opened:
            opened.delete_row(row.row.number)
        life.days.discard(gone)


def adds_person(life: Life) -> None:
    address = f"person{life.next()}@partnership.example"
    with life.excel("Contacts") as opened:
        row = opened.last() + 1
        opened.type(row, life.column("Contacts", "E-mail"), address)
        opened.type(row, life.column("Contacts", "Role"), "agency")
        opened.grow_table(row)
    life.people.add(address)


def marks(life: Life, text: str) -> None:
    row = life.row("Needs attention", ITEM)
    if row is None:
        return
    with life.excel("Needs attention") as opened:
        opened.type(row.row.number, life.column("Needs attention", "Resolved"), text)
    passes(life)
    assert ITEM in life.office.attention(resolved=text == "yes")


def overwrites(life: Life, ref: str) -> None:
    row = life.row("Cases", ref)
    if row is not None:
        with life.excel("Cases") as opened:
            opened.type(row.row.number, life.column("Cases", "Colour"), f"mine {life.next()}")


def form(life: Life, ref: str) -> None:
    life.office.say(ref, sex=f"form {life.next()}", ethnicity=f"form {life.number}")


def new_case(life: Life) -> None:
    life.office.open_case(f"F{life.next()}.")


def days_pass(life: Life, count: int) -> None:
    life.office.later(days=count)


def reads(life: Life) -> None:
    life.office.reads()
    life.look()


def cut_off(life: Life, after: str) -> None:
    life.office.is_cut_off(after=after)
    life.look()


def clears_after_cut_off(life: Life, ref: str) -> None:
    """A form fills a cell, the pass dies as soon as the file is replaced, and the office clears the cell."""
    form(life, ref)
    cut_off(life, "replaced")
    if life.shown(ref, "origin"):
        types(life, ref, "origin", "")


def saves_during_a_pass(life: Life, ref: str, place: str, text: str) -> None:
    """Somebody saves between reading and writing: what was typed must stand, and the next pass reads it."""
    reads(life)
    before = life.shown(ref, place)
    types(life, ref, place, text)
    typed = life.shown(ref, place)
    life.passed_at = life.office.now
    life.office.writes()
    life.office.later()
    # Where nothing was typed the pass may fill the cell, from a form or in a row that it puts back.
    assert typed in (before, life.shown(ref, place))


def is_held(life: Life) -> None:
    """A pass goes by while somebody has the workbook open."""
    owner, before = life.office.path.with_name("~$tracker.xlsx"), life.office.package
    owner.write_bytes(b"")
    life.office.makes_a_pass()
    owner.unlink()
    assert life.office.package == before
    life.look()


def passes(life: Life) -> None:
    life.passed_at = life.office.now
    life.office.makes_a_pass()
    life.look()


def _step(act: Callable[..., None], *given: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.tuples(st.just(act), *given)


refs = st.sampled_from(REFS)
sheets = st.sampled_from(["Cases", "Deadlines", "Agencies", "Decisions"])
typing = _step(
    types, refs, st.sampled_from(sorted(PLACES)), st.sampled_from(["", "said", "next week", "=1+1", "-'é<&\n x"])
)
passing = st.one_of(
    _step(is_held),
    _step(clears_after_cut_off, refs),
    _step(saves_during_a_pass, refs, st.sampled_from(sorted(PLACES)), st.sampled_from(["", "said"])),
    _step(passes),
    _step(passes),
    _step(reads),
    _step(cut_off, st.sampled_from(["announced", "replaced"])),
)
shaping = st.one_of(
    _step(sorts, sheets, st.booleans()),
    _step(adds_column, sheets),
    _step(moves_column, sheets, st.just("Ref")),
    _step(moves_column, st.just("Cases"), st.sampled_from(["Panel ref", "Sex", "LA aware on"])),
    _step(inserts_column, sheets),
    _step(renames, st.sampled_from(["Panel ref", "LA aware on", "Notes"])),
    _step(inserts_blank, sheets),
    _step(hides, sheets),
)
rows_changing = st.one_of(
    _step(deletes_case, refs),
    _step(deletes_decision, refs),
    _step(removes_agency, refs),
    _step(enters_case, st.booleans()),
    _step(duplicates, refs),
    _step(adds_day),
    _step(removes_day),
    _step(adds_person),
    _step(marks, st.sampled_from(["yes", ""])),
    _step(overwrites, refs),
)
world_moving = st.one_of(_step(form, refs), _step(new_case), _step(days_pass, st.integers(1, 3)))
steps = st.one_of(typing, typing, passing, shaping, rows_changing, world_moving)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office with three cases and a tracker, to be copied."""
    folder = tmp_path_factory.mktemp("begun")
    with office_in(folder) as office:
        for child in ("A.", "B.", "C."):
            ref = office.open_case(child, sex="female")
            office.say(ref, agency_added=AGENCY, subject=AGENCY)
        item = Attention(id=ITEM, what="A mail", why="It is encrypted.", remedy="Open it.", since=office.now)
        with office.journal.writing():
            office.journal.casebook.show([item])
        office.makes_a_pass()
        for ref in REFS:
            office.say(ref, la_aware=day("2026-11-16"))
        office.makes_a_pass()
    return folder


@contextmanager
def life_from(begun: Path) -> Iterator[Life]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(begun, folder, dirs_exist_ok=True)
        with office_in(Path(folder)) as office:
            office.later(minutes=10)
            life = Life(office)
            life.look()
            yield life


def lived(life: Life, history: list[tuple[Callable[..., None], ...]]) -> None:
    for act, *given_ in history:
        act(life, *given_)
    passes(life)
    passes(life)


one_folder = [*settings().suppress_health_check, HealthCheck.function_scoped_fixture]


@settings(examples(10), suppress_health_check=one_folder)
@given(history=st.lists(steps, min_size=3, max_size=10))
def test_no_word_is_lost_and_every_row_is_whole(begun: Path, history: list[tuple[Callable[..., None], ...]]) -> None:
    with life_from(begun) as life:
        lived(life, history)
        every_word_stands(life)
        every_row_is_there_once(life)
        what_the_office_added_travelled_with_its_row(life)
        computed_cells_are_right(life)
        nothing_is_left_to_do(life)


def every_word_stands(life: Life) -> None:
    for (ref, place), text in life.typed.items():
        sheet, more, header = PLACES[place]
        row = life.row(sheet, ref + more)
        assert row is not None, (sheet, ref + more)
        assert life.shown(ref, place) == text.strip(), (ref, place)
        name, subject = FACTS[place]
        holds = life.office.case(ref).text(name, subject)
        if place in DATED and text == "next week":
            assert holds == ""
            assert f"cell:{sheet}|{ref + more}|{header}" in life.office.attention()
        else:
            assert holds == text.strip(), (ref, place)
    for ref in life.removed:
        assert life.office.case(ref).text("agency_removed", AGENCY)
        assert life.row("Agencies", f"{ref}|{AGENCY}") is None
    kept = life.office.journal.kept
    assert {day.date for day in kept.office_days.get()} == life.days
    assert life.people <= {contact.address for contact in kept.contacts.get()}


def every_row_is_there_once(life: Life) -> None:
    found = table(life.office.package, "Cases")
    assert found is not None
    assert sorted(row.key for row in found.rows if row.texts) == sorted(case.ref for case in life.office.cases)
    children = [case.text("child") for case in life.office.cases]
    assert sorted(child for child in children if child.startswith("T")) == sorted(life.entered)


def what_the_office_added_travelled_with_its_row(life: Life) -> None:
    for (sheet, key), text in life.beside.items():
        row = life.row(sheet, key)
        assert row is not None
        opened = Excel(life.office.package).sheet(sheet)
        assert opened.shown(row.row.number, opened.header("Our own")) == text


def computed_cells_are_right(life: Life) -> None:
    content = life.office.content(life.passed_at)
    for sheet, wanted in rows(content).items():
        if sheet == "Contacts":
            continue
        computed = [column.header for column in BY_NAME[sheet].columns if column.owner is Owner.COMPUTED]
        for key, texts in wanted.items():
            row = life.row(sheet, key)
            assert row is not None, (sheet, key)
            assert {h: row.texts.get(h, "") for h in computed} == {h: texts.get(h, "") for h in computed}, (sheet, key)


def nothing_is_left_to_do(life: Life) -> None:
    before, stamp = life.office.package, life.office.path.stat().st_mtime_ns
    facts = sum(len(case.facts) for case in life.office.cases)
    passes(life)
    assert (life.office.package, life.office.path.stat().st_mtime_ns) == (before, stamp)
    assert sum(len(case.facts) for case in life.office.cases) == facts


@settings(examples(4), suppress_health_check=one_folder)
@given(history=st.lists(steps, max_size=7))
def test_a_workbook_made_anew_says_what_the_old_one_said(
    begun: Path, history: list[tuple[Callable[..., None], ...]]
) -> None:
    with life_from(begun) as life:
        lived(life, history)
        before = {sheet: texts_of(life, sheet) for sheet in BY_NAME}
        unreadable = {(s, k, h) for s in BY_NAME for k, h in odd_of(life, s)}
        life.office.path.unlink()
        life.office.rebuilds(life.passed_at)
        for sheet, standing in before.items():
            found = texts_of(life, sheet)
            # What is over stays in the old workbook; a new one begins without it.
            over = ("no longer counted", "settled")
            wanted = {key: texts for key, texts in standing.items() if texts.get("State") not in over}
            assert set(found) == set(wanted), sheet
            for key, texts in wanted.items():
                read = {header: text for header, text in texts.items() if (sheet, key, header) not in unreadable}
                assert found[key] == ({"Active": "yes", **read} if sheet == "Contacts" else read), (sheet, key)
        passes(life)  # settles what could not be read in the old workbook, and does not stand in the new one
        nothing_is_left_to_do(life)


def texts_of(life: Life, sheet: str) -> dict[str, dict[str, str]]:
    found = table(life.office.package, sheet)
    assert found is not None
    return {row.key: dict(row.texts) for row in found.rows if row.key}


def odd_of(life: Life, sheet: str) -> list[tuple[str, str]]:
    found = table(life.office.package, sheet)
    assert found is not None
    return [(row.key, header) for row in found.rows for header in row.odd]
