"""What the office must look at in its own workbook, said in one sentence each: what, why and what to do."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from pipeline.item_ids import ItemKind
from pipeline.model import Attention, FactKind
from pipeline.phrases import Phrases
from pipeline.tracker.content.layout import CASES, Column
from pipeline.tracker.workbook.cells import SheetCell
from pipeline.written_day import MONTHS

_EXPECTED = {
    FactKind.DATE: "a date such as 12/11/2026 (day first)",
    FactKind.INSTANT: "a date with a time such as 12/11/2026 14:05",
    FactKind.TIME: "a time such as 14:00",
    FactKind.COUNT: "a whole number",
}
_MOST_NAMED = 12  # references in a sentence
_DATED = (FactKind.DATE, FactKind.INSTANT, FactKind.TIME)
_LETTERS = re.compile(r"[^\W\d_]+")
_LONG_NUMBER = re.compile(r"\d{9}")  # longer than a day in figures: a telephone or an NHS number
_GAPS = str.maketrans("", "", " -")
_WORDS = Phrases(Path(__file__).with_suffix(".toml"))
_NAMES_NOBODY = _WORDS.printed("beside_a_day", shape=f"{'|'.join(MONTHS)}|{{}}")


def unreadable(sheet: str, key: str, *, column: Column, cell: SheetCell, now: datetime) -> Attention:
    """The cell of `column` in the row `key` that cannot be read; it stays as it was typed."""
    one_of = "one of: " + ", ".join(column.choices) if column.choices else ""
    text = "an address such as name@council.example" if column.header == "E-mail" else "a text"
    expected = _EXPECTED.get(column.kind) or one_of or text
    clock = " and no clock runs from it" if column.kind in _DATED else ""
    shown = f": “{cell.shown}”" if _may_be_said(column, cell.shown) else ""
    return Attention(
        id=f"{ItemKind.CELL}{sheet}|{key}|{column.header}",
        what=f"“{column.header}” on the {sheet} sheet cannot be used{shown}.",
        why=f"{cell.problem}; until it is put right it counts as empty{clock}.",
        remedy=f"Type {expected} into it, or clear it.",
        since=now,
    )


def _may_be_said(column: Column, text: str) -> bool:
    names_nobody = all(map(_NAMES_NOBODY.fullmatch, _LETTERS.findall(text)))
    is_number_of_somebody = _LONG_NUMBER.search(text.translate(_GAPS)) is not None
    return column.kind is not FactKind.TEXT and len(text) <= 40 and names_nobody and not is_number_of_somebody


def twice(sheet: str, key: str, *, case_ref: str, now: datetime) -> Attention:
    """A key that more than one row of `sheet` claims."""
    return Attention(
        id=f"twice:{sheet}|{key}",
        what=f"{key.replace('|', ', ')} stands in more than one row of the {sheet} sheet.",
        why="Nobody can say which of the rows is meant, so none of them is read or written.",
        remedy="Keep one of the rows and remove the others; for another case leave its Ref empty.",
        since=now,
        case_ref=case_ref,
    )


def came_loose(sheet: str, ident: str, *, now: datetime) -> Attention:
    """Rows that say what other rows said, as when a block of columns was sorted without the rest."""
    refs = list(dict.fromkeys(key.partition("|")[0] for key in ident.partition("|")[2].split(";")))
    named = ", ".join(refs[:_MOST_NAMED]) + (f" and {len(refs) - _MOST_NAMED} more" if len(refs) > _MOST_NAMED else "")
    return Attention(
        id=ident,
        what=f"Rows of the {sheet} sheet came loose: {named}.",
        why="Some of their columns say what other rows said before, as when a block of columns is sorted or pasted "
        "without the rest. None of these rows is read or written until that is settled.",
        remedy="Undo the sorting or the pasting, or put the cells back from the last backup. If the rows are right as "
        "they now stand, choose yes under Accept.",
        since=now,
        urgent=True,
    )


def unknown_ref(sheet: str, ref: str, *, row: int, now: datetime) -> Attention:
    """A Ref that no case has."""
    return Attention(
        id=f"unknown:{sheet}|{ref}",
        what=f"Row {row} of the {sheet} sheet has a Ref that no case has.",
        why="Refs are given by Caseclock, so this row belongs to no case and no clock runs for it.",
        remedy="Correct the Ref; for a new case clear it, and it will be given one.",
        since=now,
    )


def incomplete_row(sheet: str, header: str, *, row: int, now: datetime) -> Attention:
    """A row that does not say what it is about: it has nothing under `header`."""
    return Attention(
        id=f"incomplete:{sheet}|{row}",
        what=f"Row {row} of the {sheet} sheet has nothing under {header}.",
        why="Without it nobody can say what the row is about, so it is not read.",
        remedy=f"Fill in {header}, or clear the row.",
        since=now,
    )


def stands_below(sheet: str, *, now: datetime) -> Attention:
    """Something below the table that may have been meant as one of its rows."""
    return Attention(
        id=f"below:{sheet}",
        what=f"Something stands below the table on the {sheet} sheet, with a blank row between.",
        why="It is taken for a remark of the office, not for a row of the table, so no clock runs from it.",
        remedy="If it is a case, move it up to the row right below the last one; else nothing need be done.",
        since=now,
    )


def deleted_row(ref: str, *, now: datetime) -> Attention:
    """A case whose row was deleted."""
    return Attention(
        id=f"deleted:{ref}:{now:%Y-%m-%d}",
        what=f"The row of {ref} was deleted from the Cases sheet; it was put back.",
        why="A case does not end by its row being deleted: its clocks run on.",
        remedy="To close it choose Closed under Status; a case closed without a review needs its rationale on the "
        "Decisions sheet.",
        since=now,
        case_ref=ref,
    )


def lost_column(sheet: str, header: str, *, now: datetime) -> Attention:
    """A column that is gone from its sheet, or that a newer version brings and something stands in the way of."""
    return Attention(
        id=f"column:{sheet}|{header}",
        what=f"The column {header} is not on the {sheet} sheet.",
        why="Without its header nothing can be read from it or written to it; what was known before still holds.",
        remedy=f"Insert a column into the table and give it the header “{header}”.",
        since=now,
    )


def another_workbook(*, now: datetime) -> Attention:
    """A workbook that has none of the tracker's sheets, such as the list that an office kept before."""
    return Attention(
        id="sheet:none",
        what="The file of the tracker is another workbook: none of the tracker's sheets is in it.",
        why="Nothing is read from it or written to it; what was known before still holds.",
        remedy="Name another file under tracker.path in config.toml, and the next pass makes the tracker there. Where "
        "this one was saved over the tracker, copy that back from a backup.",
        since=now,
        urgent=True,
    )


def lost_sheet(sheet: str, *, now: datetime) -> Attention:
    """A sheet that is gone, or whose header row is."""
    return Attention(
        id=f"sheet:{sheet}",
        what=f"The sheet {sheet}, or its header row, is not in the tracker any more.",
        why="Nothing can be read from it or written to it; what was known before still holds.",
        remedy="Copy the sheet back from a backup, or run `caseclock rebuild-tracker`.",
        since=now,
        urgent=sheet == CASES.name,
    )
