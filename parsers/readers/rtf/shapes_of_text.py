"""The control words of rich text that shape paragraphs, rows and cells, and change how text looks."""

from __future__ import annotations

from collections.abc import Callable

from parsers.page import Mark
from parsers.readers.rtf.groups import GroupPlace, RtfReader
from parsers.readers.shared.block_builder import CellShape, RowShape


def _plain(reader: RtfReader, _: int) -> None:
    reader.change(marks=frozenset(), hidden=False, font=reader.default_font)


def _no_underline(reader: RtfReader, _: int) -> None:
    reader.switch(Mark.UNDERLINE, on=False)


def _hide(reader: RtfReader, number: int) -> None:
    reader.change(hidden=number != 0)


def _delete(reader: RtfReader, number: int) -> None:
    reader.found.has_changes = True
    _hide(reader, number)


def _insert(reader: RtfReader, _: int) -> None:
    reader.found.has_changes = True


def _colour_behind(reader: RtfReader, number: int) -> None:
    reader.switch(Mark.HIGHLIGHT, on=number not in reader.white)


def _font(reader: RtfReader, number: int) -> None:
    reader.change(font=number)


def _substitutes(reader: RtfReader, number: int) -> None:
    reader.change(substitutes=min(max(number, 0), 100))


def _reset_paragraph(reader: RtfReader, _: int) -> None:
    reader.place = GroupPlace()


def _style(reader: RtfReader, number: int) -> None:
    reader.place.style = number


def _outline(reader: RtfReader, number: int) -> None:
    reader.place.level = number + 1 if number < 9 else 0


def _depth(reader: RtfReader, number: int) -> None:
    reader.place.depth = number


def _in_table(reader: RtfReader, _: int) -> None:
    reader.place.depth = max(reader.place.depth, 1)


def _end_paragraph(reader: RtfReader, _: int) -> None:
    if reader.is_seen:
        heading = reader.place.level or reader.styles.get(reader.place.style, 0)
        reader.builder.end_paragraph(reader.place.depth, heading=heading)


def _end_cell(reader: RtfReader, _: int) -> None:
    reader.builder.end_cell(1)


def _end_nested_cell(reader: RtfReader, _: int) -> None:
    reader.builder.end_cell(max(reader.place.depth, 2))


def _end_row(reader: RtfReader, _: int) -> None:
    reader.builder.end_row(1, reader.rows[False])


def _end_nested_row(reader: RtfReader, _: int) -> None:
    reader.builder.end_row(max(reader.place.depth, 2), reader.rows[True])


def _begin_row(reader: RtfReader, _: int) -> None:
    reader.rows[reader.in_nested_row] = RowShape()


def _nested_row(reader: RtfReader, _: int) -> None:
    reader.in_nested_row = True

    def back() -> None:
        reader.in_nested_row = False

    reader.send(reader.state.write, back)


def _row_left(reader: RtfReader, number: int) -> None:
    reader.rows[reader.in_nested_row].left = number


def _end_shape(reader: RtfReader, number: int) -> None:
    """The right edge ends the description of a cell."""
    row = reader.rows[reader.in_nested_row]
    row.next.right = number
    row.cells.append(row.next)
    row.next = CellShape()


def _goes_on(reader: RtfReader, _: int) -> None:
    reader.rows[reader.in_nested_row].next.goes_on = True


def _goes_on_left(reader: RtfReader, _: int) -> None:
    reader.rows[reader.in_nested_row].next.goes_on_left = True


def _shade(reader: RtfReader, number: int) -> None:
    reader.rows[reader.in_nested_row].next.shaded = number not in reader.white


LAYOUT: dict[str, Callable[[RtfReader, int], None]] = {
    "plain": _plain,
    "ulnone": _no_underline,
    "v": _hide,
    "deleted": _delete,
    "revised": _insert,
    "cb": _colour_behind,
    "chcbpat": _colour_behind,
    "highlight": _colour_behind,
    "f": _font,
    "uc": _substitutes,
    "u": RtfReader.unicode,
    "pard": _reset_paragraph,
    "s": _style,
    "outlinelevel": _outline,
    "itap": _depth,
    "intbl": _in_table,
    "par": _end_paragraph,
    "sect": _end_paragraph,
    "cell": _end_cell,
    "nestcell": _end_nested_cell,
    "row": _end_row,
    "nestrow": _end_nested_row,
    "trowd": _begin_row,
    "nesttableprops": _nested_row,
    "trleft": _row_left,
    "cellx": _end_shape,
    "clvmrg": _goes_on,
    "clmrg": _goes_on_left,
    "clcbpat": _shade,
}
"""What each control word does to the reader."""
