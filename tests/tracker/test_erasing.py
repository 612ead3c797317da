"""The rows of an erased case leave every sheet of a workbook, and nothing that only they said stays in any part of it."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest
from as_excel import Excel
from openpyxl.comments import Comment
from tracker_sample import content, with_cases
from workbooks import parts, put, row_of, typed, value

from pipeline.tracker.content.layout import LAYOUTS
from pipeline.tracker.erasing import base_without, rows_left, without_cases
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.merge.tables import table
from pipeline.tracker.new_workbook.create import workbook

SHOWN = with_cases(content(), "Wilhelmina Ostrander", "Hepzibah Quillerton", "Barnaby Marchbanks")
REFS = tuple(case.ref for case in SHOWN.cases)
PACKAGE, BASE = workbook(SHOWN)


def said_in(package: bytes, word: str) -> list[str]:
    return [name for name, part in parts(package).items() if word.encode() in part]


def gone_of(word: str) -> str:
    """The case of the child called so."""
    return next(case.ref for case in SHOWN.cases if word in case.text("child"))


def edited(book: openpyxl.Workbook, ref: str) -> None:
    """What an office adds to a row: a note, a link, words in a column of its own."""
    sheet = book["Cases"]
    row = row_of(sheet, ref)
    put(book, ref, "Notes", "Zebulon rang about Hepzibah.")
    sheet.cell(row, 2).comment = Comment("Zebulon asked for the scan.", "B. Tilley")
    sheet.cell(row, sheet.max_column + 1).value = "Zebulon's own column"
    sheet.cell(row, 3).hyperlink = "https://zebulon.example/file"


@pytest.mark.parametrize("in_excel", [False, True], ids=["as written", "saved by Excel"])
def test_no_part_says_a_word_of_it_and_every_other_row_says_what_it_said(in_excel: bool) -> None:
    ref = gone_of("Quillerton")
    before = typed(PACKAGE, lambda book: edited(book, ref))
    before = Excel(before).saved() if in_excel else before
    assert bool(said_in(before, "Quillerton")) == bool(said_in(before, "Zebulon")) is True
    assert ("xl/sharedStrings.xml" in said_in(before, "Zebulon")) is in_excel

    after = without_cases(before, {ref}, items=())

    for word in ("Quillerton", "Zebulon", "zebulon"):
        assert said_in(after, word) == [], word
    assert rows_left(after, {ref}, items=()) == ()
    for layout in LAYOUTS:
        old, new = table(before, layout.name), table(after, layout.name)
        assert old
        assert new
        others = [row.texts for row in old.rows if row.texts and row.texts.get("Ref") != ref]
        assert [row.texts for row in new.rows if row.texts] == others
    assert without_cases(after, {ref}, items=()) is after


def test_the_next_write_finds_nothing_to_bring_back() -> None:
    ref = gone_of("Quillerton")
    left = replace(SHOWN, cases=tuple(case for case in SHOWN.cases if case.ref != ref))
    left = replace(left, ledgers={one: found for one, found in SHOWN.ledgers.items() if one != ref})
    base = base_without(BASE, {ref}, items=())
    written, _ = patched(without_cases(PACKAGE, {ref}, items=()), left, base=base)
    assert said_in(written, "Quillerton") == []
    assert {value(written, one, "Child") for one in REFS if one != ref} >= {"Wilhelmina Ostrander"}
    assert ref not in str(base)


def test_a_row_that_merged_cells_tie_to_others_is_named_and_left() -> None:
    ref = gone_of("Quillerton")

    def tied(book: openpyxl.Workbook) -> None:
        row = row_of(book["Cases"], ref)
        book["Cases"].merge_cells(start_row=row, end_row=row + 1, start_column=120, end_column=120)

    package = typed(PACKAGE, tied)
    after = without_cases(package, {ref}, items=())
    assert [place for place in rows_left(after, {ref}, items=()) if place.startswith("Cases row")]
