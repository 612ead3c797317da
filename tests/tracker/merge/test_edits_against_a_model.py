"""Thousands of edits as people make them, by the hundred and against a plain model: nothing is exchanged, nothing lost."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from as_excel import Excel, Sheet
from libreoffice import saved_by_libreoffice
from openpyxl.comments import Comment
from passes import Office, office_in
from workbooks import typed

from pipeline.item_ids import ItemKind
from pipeline.tracker.content.layout import CASES
from tests.soak import TIMES
from tests.workbook_seen import book_of, records_of

pytestmark = [pytest.mark.passes, pytest.mark.soaked]

CASES_AT_FIRST = 9
# Header, fact and whether it is a day: columns side by side, two of them folded away.
TYPED = (
    ("LA aware on", "la_aware", True), ("Partners aware on", "partners_aware", True),
    ("Decided by", "criteria_decided_by", False), ("Criteria decided on", "criteria_decided", True),
    ("Panel ref", "panel_ref", False), ("Rapid review place or link", "rapid_review_place", False),
    ("Reviewer", "reviewer", False), ("Ethnicity", "ethnicity", False),
)  # fmt: skip
FACTS = {header: name for header, name, _ in TYPED}
DAYS = {header for header, _, is_day in TYPED if is_day}
OWN = "Our file"


@dataclass
class Life:
    """An office, the plain model beside it, and how many edits of which kind were made."""

    office: Office
    chance: random.Random
    model: dict[str, dict[str, object]] = field(default_factory=dict)  # what each case must say, by header
    own: dict[str, str] = field(default_factory=dict)  # the office's own column
    counts: Counter[str] = field(default_factory=Counter)
    number: int = 0

    def value(self, header: str) -> object:
        """A value that nothing else in the book has."""
        self.number += 1
        return date(2020, 1, 1) + timedelta(days=self.number) if header in DAYS else f"Word {self.number}"

    def refs(self, number: int) -> list[str]:
        return self.chance.sample(sorted(self.model), number)


def cases_of(excel: Excel) -> Sheet:
    return excel.sheet("Cases")


def put(life: Life, sheet: Sheet, ref: str, header: str, *, said: object) -> None:
    life.counts["typed"] += 1
    sheet.type(sheet.row(ref), sheet.header(header), said)  # type: ignore[arg-type]


def types(life: Life, excel: Excel) -> None:
    sheet = cases_of(excel)
    for ref in life.refs(6):
        for header in life.chance.sample(sorted(FACTS), 3):
            life.model[ref][header] = life.value(header)
            put(life, sheet, ref, header, said=life.model[ref][header])


def clears_cells(life: Life, excel: Excel) -> None:
    sheet = cases_of(excel)
    for ref in life.refs(2):
        header = life.chance.choice(sorted(FACTS))
        life.model[ref][header] = None
        put(life, sheet, ref, header, said="")
        life.counts["cleared"] += 1


def sorts(life: Life, excel: Excel) -> None:
    header = life.chance.choice(["Ref", "Child", *FACTS])
    cases_of(excel).sort(cases_of(excel).header(header), descending=life.chance.random() < 0.5)
    life.counts["sorted"] += len(life.model)


def moves_a_block(life: Life, excel: Excel) -> Callable[[Excel], None]:
    """Several columns of several rows change places without the rest; gives what undoes it."""
    refs, headers = life.refs(life.chance.randint(2, 6)), life.chance.sample(sorted(FACTS), life.chance.randint(2, 6))
    sources = dict(zip(refs, [*refs[1:], refs[0]], strict=True))
    block(life, cases_of(excel), sources, headers)
    life.counts["moved in a block"] += len(refs) * len(headers)
    back = {source: ref for ref, source in sources.items()}
    return lambda later: block(life, cases_of(later), back, headers)


def block(life: Life, sheet: Sheet, sources: dict[str, str], headers: list[str]) -> None:
    columns = [sheet.header(header) for header in headers]
    said = {ref: [sheet.shown(sheet.row(ref), column) for column in columns] for ref in {*sources, *sources.values()}}
    for ref, source in sources.items():
        for column, value in zip(columns, said[source], strict=True):
            sheet.type(sheet.row(ref), column, "" if value is None else value)


def moves_one_column(life: Life, excel: Excel) -> None:
    """Nobody can tell this from corrections: the facts follow the cells, and the log has both words."""
    a, b = life.refs(2)
    header = life.chance.choice(sorted(FACTS))
    block(life, cases_of(excel), {a: b, b: a}, [header])
    life.model[a][header], life.model[b][header] = life.model[b][header], life.model[a][header]
    life.counts["exchanged in one column, which nobody can tell"] += 2


def pastes(life: Life, excel: Excel) -> None:
    """A block copied from a row that keeps it: the same words typed a second time."""
    (a, b), headers = life.refs(2), life.chance.sample(sorted(FACTS), 3)
    block(life, cases_of(excel), {a: b}, headers)
    life.model[a].update({header: life.model[b][header] for header in headers})
    life.counts["pasted"] += len(headers)


def clears_a_row(life: Life, excel: Excel) -> None:
    """What is seen of a row is cleared, its Ref too; what is folded away stays."""
    (ref,) = life.refs(1)
    sheet = cases_of(excel)
    row = sheet.row(ref)
    seen = [column.title for column in CASES.columns if not column.folded]
    for header in seen:
        sheet.type(row, sheet.header(header), "")
    life.counts["cleared with its row"] += len(seen)


def deletes_a_row(life: Life, excel: Excel) -> None:
    (ref,) = life.refs(1)
    cases_of(excel).delete_row(cases_of(excel).row(ref))
    life.own.pop(ref, None)
    life.counts["deleted rows"] += 1


def retypes_a_row(life: Life, excel: Excel) -> None:
    """The Ref is cleared and the row stands elsewhere, as when somebody types it anew."""
    (ref,) = life.refs(1)
    sheet = cases_of(excel)
    sheet.type(sheet.row(ref), 1, "")
    life.counts["retyped rows"] += 1


def telephones(life: Life, excel: Excel) -> None:
    if len(life.model) > CASES_AT_FIRST + 6:
        return
    sheet, said = cases_of(excel), {header: life.value(header) for header in FACTS}
    row = max(sheet.row(ref) for ref in life.model) + 1
    sheet.grow_table(row)
    for header, value in said.items():
        sheet.type(row, sheet.header(header), value)  # type: ignore[arg-type]
    life.counts["telephone cases"] += 1
    life.counts["typed"] += len(said)
    life.model["new"] = said


KINDS = (types, types, types, clears_cells, sorts, moves_one_column, pastes, clears_a_row, deletes_a_row,
         retypes_a_row, telephones)  # fmt: skip


def saved(life: Life, edit: Callable[[Excel], object]) -> object:
    excel = Excel(life.office.package)
    result = edit(excel)
    life.office.saves(excel.saved())
    return result


def passes(life: Life) -> None:
    known = {case.ref for case in life.office.cases}
    life.office.makes_a_pass()
    new = {case.ref for case in life.office.cases} - known
    if "new" in life.model:
        (ref,) = new  # one case, and no ghost beside it
        life.model[ref] = life.model.pop("new")
    else:
        assert not new


def check(life: Life) -> None:
    """Every fact is what the model says, and so is every cell; there is no case but those of the model."""
    assert sorted(case.ref for case in life.office.cases) == sorted(life.model)
    shown = {row["Ref"]: row for row in records_of(life.office.package, "Cases")}
    assert sorted(shown) == sorted(life.model)
    for ref, said in life.model.items():
        case = life.office.case(ref)
        for header, wanted in said.items():
            held = case.value(FACTS[header])
            assert (held or None) == (wanted or None), (ref, header)
            assert as_said(shown[ref][header], header) == (wanted or None), (ref, header)
    for ref, words in life.own.items():
        assert shown[ref][OWN] == words, ref


def as_said(cell: object, header: str) -> object:
    # In a row that was typed below the table a day is a number without a format.
    if header not in DAYS or cell is None:
        return cell
    return cell.date() if isinstance(cell, datetime) else date(1899, 12, 30) + timedelta(days=int(str(cell)))


def comments(package: bytes) -> set[str]:
    sheet = book_of(package)["Cases"]
    return {
        cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment and "ours" in cell.comment.text
    }


def loses_the_file(life: Life) -> None:
    before = comments(life.office.package)
    if life.chance.random() < 0.5:
        life.office.path.unlink()
    else:
        life.office.saves(life.office.package[: life.chance.randint(100, 9000)])
        life.office.makes_a_pass()
        life.office.later(minutes=11)
    passes(life)
    assert comments(life.office.package) == before
    life.counts["files lost"] += 1


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path) as office:
        yield office


def begun(office: Office, seed: int) -> Life:
    life = Life(office=office, chance=random.Random(seed))
    for number in range(CASES_AT_FIRST):
        ref = office.open_case(f"C.{number}.", sex="female", age_at_incident=f"{number} months")
        life.model[ref] = dict.fromkeys(FACTS)
    office.makes_a_pass()

    def own(excel: Excel) -> None:
        sheet = cases_of(excel)
        column = sheet.add_column(OWN)
        for ref in life.model:
            life.own[ref] = f"cabinet {ref}"
            sheet.type(sheet.row(ref), column, life.own[ref])

    saved(life, own)
    office.saves(typed(office.package, lambda book: book["Cases"]["B4"].__setattr__("comment", Comment("ours", "M"))))
    passes(life)
    saved(life, lambda excel: [types(life, excel) for _ in range(4)])
    passes(life)
    check(life)
    return life


def one_round(life: Life, number: int) -> None:
    if number % 3 == 0:
        before = {ref: dict(said) for ref, said in life.model.items()}
        undo = saved(life, lambda excel: moves_a_block(life, excel))
        passes(life)
        # Not one fact is exchanged; where a cell was empty on both sides, the move was none.
        held = {ref: {h: life.office.case(ref).value(FACTS[h]) or None for h in said} for ref, said in before.items()}
        assert held == {ref: {h: value or None for h, value in said.items()} for ref, said in before.items()}
        assert any(item.startswith(ItemKind.LOOSE) for item in life.office.attention())
        saved(life, undo)  # type: ignore[arg-type]
    else:
        kind = life.chance.choice(KINDS)
        # A row that goes takes with it what was typed into it in the same sitting.
        typing = [types] * (0 if kind in TAKING else 3)
        saved(life, lambda excel: [one(life, excel) for one in (*typing, kind)])
    passes(life)
    if number % 10 == 9:
        loses_the_file(life)
    check(life)


TAKING = (clears_a_row, deletes_a_row, retypes_a_row)
ROUNDS = 12


def test_no_edit_is_lost_and_no_fact_exchanged_by_a_move_that_can_be_told(office: Office) -> None:
    life = begun(office, seed=7)
    for number in range(ROUNDS * TIMES):
        one_round(life, number)
    assert sum(life.counts.values()) > 400 * TIMES
    print(dict(life.counts))


@pytest.mark.libreoffice
def test_the_same_holds_when_libreoffice_saves_the_file(office: Office, tmp_path: Path) -> None:
    life = begun(office, seed=11)
    for number in range(3 * TIMES):
        one_round(life, number)
        folder = tmp_path / f"saved-{number}"
        folder.mkdir()
        office.saves(saved_by_libreoffice(office.package, folder=folder))
        passes(life)
        check(life)
