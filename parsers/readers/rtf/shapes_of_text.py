"""The control words of rich text that shape paragraphs, rows and cells, and change how text looks."""

from __future__ import annotations

from collections.abc import Callable

from parsers.page import Mark
from parsers.readers.rtf.groups import GroupPlace, RtfReader
from parsers.readers.shared.block_builder import CellShape, RowShape

Action = Callable[[RtfReader, int], None]


def _hide(reader: RtfReader, number: int) -> None:
    reader.change(hidden=number != 0)


def _delete(reader: RtfReader, number: int) -> None:
    reader.found.has_changes = True
    _hide(reader, number)


def _insert(reader: RtfReader, _: int) -> None:
    reader.found.has_changes = True


def _colour_behind(reader: RtfReader, number: int) -> None:
    reader.switch(Mark.HIGHLIGHT, on=number not in reader.white)


def _place(name: str) -> Action:
    return lambda reader, number: setattr(reader.place, name, number)


def _reset_paragraph(reader: RtfReader, _: int) -> None:
    reader.place = GroupPlace()


def _outline(reader: RtfReader, number: int) -> None:
    reader.place.level = number + 1 if number < 9 else 0


def _in_table(reader: RtfReader, _: int) -> None:
    reader.place.depth = max(reader.place.depth, 1)


def _end_paragraph(reader: RtfReader, _: int) -> None:
    if reader.is_seen:
        heading = reader.place.level or reader.styles.get(reader.place.style, 0)
        reader.builder.end_paragraph(reader.place.depth, heading=heading)


def _nested_row(reader: RtfReader, _: int) -> None:
    reader.in_nested_row = True

    def back() -> None:
        reader.in_nested_row = False

    reader.send(reader.state.write, back)


def _row_left(reader: RtfReader, number: int) -> None:
    reader.rows[reader.in_nested_row].left = number


def _cell(name: str) -> Action:
    return lambda reader, _: setattr(reader.rows[reader.in_nested_row].next, name, True)


def _end_shape(reader: RtfReader, number: int) -> None:
    """The right edge ends the description of a cell."""
    row = reader.rows[reader.in_nested_row]
    row.next.right = number
    row.cells.append(row.next)
    row.next = CellShape()


def _shade(reader: RtfReader, number: int) -> None:
    reader.rows[reader.in_nested_row].next.shaded = number not in reader.white


LAYOUT: dict[str, Action] = {
    "plain": lambda reader, _: reader.change(marks=frozenset(), hidden=False, font=reader.default_font),
    "ulnone": lambda reader, _: reader.switch(Mark.UNDERLINE, on=False),
    "v": _hide,
    "deleted": _delete,
    "revised": _insert,
    "cb": _colour_behind,
    "chcbpat": _colour_behind,
    "highlight": _colour_behind,
    "f": lambda reader, number: reader.change(font=number),
    "uc": lambda reader, number: reader.change(substitutes=min(max(number, 0), 100)),
    "u": RtfReader.unicode,
    "pard": _reset_paragraph,
    "s": _place("style"),
    "outlinelevel": _outline,
    "itap": _place("depth"),
    "intbl": _in_table,
    "par": _end_paragraph,
    "sect": _end_paragraph,
    "cell": lambda reader, _: reader.builder.end_cell(1),
    "nestcell": lambda reader, _: reader.builder.end_cell(max(reader.place.depth, 2)),
    "row": lambda reader, _: reader.builder.end_row(1, reader.rows[False]),
    "nestrow": lambda reader, _: reader.builder.end_row(max(reader.place.depth, 2), reader.rows[True]),
    "trowd": lambda reader, _: reader.rows.update({reader.in_nested_row: RowShape()}),
    "nesttableprops": _nested_row,
    "trleft": _row_left,
    "cellx": _end_shape,
    "clvmrg": _cell("goes_on"),
    "clmrg": _cell("goes_on_left"),
    "clcbpat": _shade,
}
"""What each control word does to the reader."""
