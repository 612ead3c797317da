"""A page's content stream followed operator by operator (ISO 32000-1, annex A) to what it leaves on the sheet."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from pypdf.generic import ContentStream, StreamObject

from parsers.readers.pdf.fonts import Face, face
from parsers.readers.pdf.shapes import PLAIN, Area, Matrix, PdfSheet, area, moved, parted, product
from parsers.readers.pdf.writing import Writing, WritingState

_DEEPEST = 8  # forms that paint forms
_THIN = 2.6  # points; borders of forms are up to 2.25 points wide
_BOX = (5.0, 18.0)  # points, the sides of a tick box


@dataclass(kw_only=True, slots=True)
class Pen:
    """Follows operators and writes what they show on `sheet`."""

    sheet: PdfSheet
    state: WritingState
    kept: list[WritingState] = field(default_factory=list)  # by `q`, the last first to come back
    text: Matrix = PLAIN  # where the next letter stands
    line: Matrix = PLAIN  # where its line begins
    path: list[Area] = field(default_factory=list)  # the straight parts of the path begun
    boxes: list[Area] = field(default_factory=list)  # its rectangles
    at: tuple[float, float] = (0.0, 0.0)  # where the path has come to, on the sheet
    start: tuple[float, float] = (0.0, 0.0)  # where its open part began
    faces: dict[int, Face] = field(default_factory=dict)  # by the identity of the font dictionary

    def follow(self, stream: ContentStream, resources: Any, *, depth: int = 0) -> None:
        """Follows every operator of `stream`."""
        for operands, operator in stream.operations:
            act = _OPERATORS.get(operator)
            if act is not None:
                act(self, operands)
            elif operator == b"Tf":
                self._choose_face(operands, resources)
            elif operator == b"Do":
                self._paint(resources.get("/XObject", {}).get(operands[0]), resources, depth=depth)

    def _choose_face(self, operands: list[Any], resources: Any) -> None:
        chosen = resources.get("/Font", {}).get(operands[0])
        if chosen is not None:
            found = chosen.get_object()
            if id(found) not in self.faces:
                self.faces[id(found)] = face(found)
            self._set(face=self.faces[id(found)])
        self._set(size=float(operands[1]))

    def _paint(self, reference: Any, resources: Any, *, depth: int) -> None:
        """An image is counted; a form is a content stream of its own (8.10)."""
        painted = reference.get_object() if reference is not None else None
        if not isinstance(painted, StreamObject) or depth >= _DEEPEST:
            return
        if painted.get("/Subtype") == "/Image":
            self.sheet.pictures += 1
        elif painted.get("/Subtype") == "/Form":
            self._keep([])
            self._turn(list(painted.get("/Matrix", PLAIN)))
            own = painted.get("/Resources", resources).get_object()
            place = painted.indirect_reference
            self.follow(ContentStream(painted, place and place.pdf, "bytes"), own, depth=depth + 1)
            self._bring_back([])

    def _set(self, **changes: Any) -> None:
        self.state = dataclasses.replace(self.state, **changes)

    def _keep(self, _: list[Any]) -> None:
        self.kept.append(self.state)

    def _bring_back(self, _: list[Any]) -> None:
        if self.kept:
            self.state = self.kept.pop()

    def _turn(self, operands: list[Any]) -> None:
        self._set(matrix=product(_matrix(operands), self.state.matrix))

    def _colour(self, operands: list[Any]) -> None:
        """Only white matters: an area of white hides nothing and shades nothing."""
        parts = [float(each) for each in operands if isinstance(each, (int, float))]
        is_ink = len(parts) == 4  # cyan, magenta, yellow and black: none of each is white
        self._set(is_white=bool(parts) and all((each < 0.01) if is_ink else (each > 0.99) for each in parts))

    # Text (ISO 32000-1, 9.4)

    def _begin_text(self, _: list[Any]) -> None:
        self.text = self.line = PLAIN

    def _place_text(self, operands: list[Any]) -> None:
        self.text = self.line = _matrix(operands)

    def _move_text(self, operands: list[Any]) -> None:
        self.text = self.line = product((1, 0, 0, 1, float(operands[0]), float(operands[1])), self.line)

    def _move_text_and_lead(self, operands: list[Any]) -> None:
        self._set(leading=-float(operands[1]))
        self._move_text(operands)

    def _next_line(self, _: list[Any]) -> None:
        self._move_text([0, -self.state.leading])

    def _show(self, operands: list[Any]) -> None:
        self._write(operands)

    def _show_array(self, operands: list[Any]) -> None:
        self._write(operands[0])

    def _write(self, parts: list[Any]) -> None:
        writing = Writing(sheet=self.sheet, state=self.state, matrix=self.text)
        writing.write(parts)
        self.text = writing.matrix

    def _show_on_next_line(self, operands: list[Any]) -> None:
        self._next_line([])
        self._show(operands[-1:])

    def _show_spaced(self, operands: list[Any]) -> None:
        self._set(word_gap=float(operands[0]), letter_gap=float(operands[1]))
        self._show_on_next_line(operands)

    # Paths (ISO 32000-1, 8.5)

    def _box(self, operands: list[Any]) -> None:
        x, y, width, height = (float(each) for each in operands[:4])
        self.boxes.append(area(self.state.matrix, (x, y), width=width, height=height))

    def _go(self, operands: list[Any]) -> None:
        self.at = self.start = moved(self.state.matrix, (float(operands[0]), float(operands[1])))

    def _draw(self, operands: list[Any]) -> None:
        self._draw_to(moved(self.state.matrix, (float(operands[0]), float(operands[1]))))

    def _draw_to(self, place: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = self.at, place
        self.path.append(Area(x0=min(x0, x1), y0=min(y0, y1), x1=max(x0, x1), y1=max(y0, y1)))
        self.at = place

    def _bend(self, operands: list[Any]) -> None:
        self.at = moved(self.state.matrix, (float(operands[-2]), float(operands[-1])))

    def _close(self, _: list[Any]) -> None:
        self._draw_to(self.start)

    def _stroke(self, _: list[Any]) -> None:
        if len(self.path) == 4 and _is_square(_round(self.path)):
            self.boxes, self.path = [*self.boxes, _round(self.path)], []
        squares, others = parted(self.boxes, _is_square)
        straight, slanting = parted(self.path, _is_thin)
        self.sheet.squares += squares
        self.sheet.lines += [*chain.from_iterable(map(_edges, others)), *straight]
        self.sheet.slashes += slanting
        self._forget([])

    def _fill(self, _: list[Any]) -> None:
        if self.path and all(map(_is_thin, self.path)):
            self.boxes.append(_round(self.path))
        lines, grounds = parted(self.boxes, _is_thin)
        self.sheet.lines += lines
        self.sheet.fills += [] if self.state.is_white else grounds
        self._forget([])

    def _fill_and_stroke(self, operands: list[Any]) -> None:
        boxes, path = list(self.boxes), list(self.path)
        self._fill(operands)
        self.boxes, self.path = boxes, path
        self._stroke(operands)

    def _forget(self, _: list[Any]) -> None:
        self.boxes, self.path = [], []


def _matrix(operands: list[Any]) -> Matrix:
    a, b, c, d, e, f = (float(each) for each in operands[:6])
    return a, b, c, d, e, f


def _is_thin(drawn: Area) -> bool:
    return min(drawn.width, drawn.height) <= _THIN


def _is_square(box: Area) -> bool:
    """Whether an outline is as small and as square as a tick box."""
    return _BOX[0] <= box.height <= _BOX[1] and 0.75 <= box.width / box.height <= 1.33


def _edges(box: Area) -> list[Area]:
    if _is_thin(box):
        return [box]
    return [
        dataclasses.replace(box, y0=box.y1),
        dataclasses.replace(box, y1=box.y0),
        dataclasses.replace(box, x0=box.x1),
        dataclasses.replace(box, x1=box.x0),
    ]


def _round(lines: list[Area]) -> Area:
    return Area(
        x0=min(line.x0 for line in lines),
        y0=min(line.y0 for line in lines),
        x1=max(line.x1 for line in lines),
        y1=max(line.y1 for line in lines),
    )


def _setter(name: str, *, share: float = 1.0) -> Callable[[Pen, list[Any]], None]:
    return lambda pen, operands: pen._set(**{name: float(operands[0]) * share})


_OPERATORS: dict[bytes, Callable[[Pen, list[Any]], None]] = {
    b"q": Pen._keep,
    b"Q": Pen._bring_back,
    b"cm": Pen._turn,
    **dict.fromkeys((b"g", b"rg", b"k", b"sc", b"scn"), Pen._colour),
    b"BT": Pen._begin_text,
    b"Tm": Pen._place_text,
    b"Td": Pen._move_text,
    b"TD": Pen._move_text_and_lead,
    b"T*": Pen._next_line,
    b"Tj": Pen._show,
    b"TJ": Pen._show_array,
    b"'": Pen._show_on_next_line,
    b'"': Pen._show_spaced,
    b"Tc": _setter("letter_gap"),
    b"Tw": _setter("word_gap"),
    b"Tz": _setter("scale", share=0.01),
    b"TL": _setter("leading"),
    b"Ts": _setter("rise"),
    b"re": Pen._box,
    b"m": Pen._go,
    b"l": Pen._draw,
    **dict.fromkeys((b"c", b"v", b"y"), Pen._bend),
    b"h": Pen._close,
    **dict.fromkeys((b"S", b"s"), Pen._stroke),
    **dict.fromkeys((b"f", b"F", b"f*"), Pen._fill),
    **dict.fromkeys((b"B", b"B*", b"b", b"b*"), Pen._fill_and_stroke),
    b"n": Pen._forget,
}
