"""Strings that a page shows, written letter by letter as runs of text (ISO 32000-1, 9.4.4)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from parsers.readers.pdf.fonts import Face
from parsers.readers.pdf.shapes import PLAIN, Matrix, PdfSheet, TextRun, moved, product, turning
from parsers.readers.shared.tick_boxes import shown
from parsers.unreadable import Unreadable, Why

_MOST_RUNS = 200_000  # on a sheet; more is made to exhaust memory
_LEVEL = 5  # degrees by which a scanner or a hand may set a line askew
_CLOSE = 0.15  # of the letter size: nearer than this, two letters belong together
_BREAKS = frozenset("/|")  # between choices, of which one may be struck or boxed alone


@dataclass(frozen=True, kw_only=True, slots=True)
class WritingState:
    """The graphics and text state that `q` keeps and `Q` brings back (8.4, 9.3)."""

    matrix: Matrix = PLAIN  # from the units of the content to points on the upright sheet
    face: Face | None = None
    size: float = 0.0  # of letters, in units of the text
    letter_gap: float = 0.0  # added after each letter, in units of the text
    word_gap: float = 0.0  # added after each one-byte space
    scale: float = 1.0  # across
    leading: float = 0.0  # from line to line
    rise: float = 0.0  # above the base line
    is_white: bool = False  # what is filled now cannot be seen


@dataclass(kw_only=True, slots=True)
class Writing:
    """Writes one shown string, or an array of strings and gaps, as runs on `sheet`; `matrix` is where it stands."""

    sheet: PdfSheet
    state: WritingState
    matrix: Matrix
    degrees: int = 0  # by which the writing is turned
    frame: Matrix = PLAIN  # from the units of the content to points on the sheet turned back by them
    text: str = ""  # of the run begun, which `x0`, `x1`, `y` and `size` place on the sheet
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0

    def write(self, parts: list[Any]) -> None:
        """Writes strings, and moves by numbers in thousandths of the letter size against the reading direction."""
        way = math.copysign(1, self.state.size * self.state.scale)  # letters of a size below none run the other way
        along, up = (way * each for each in product(self.matrix, self.state.matrix)[:2])
        degrees = round(math.degrees(math.atan2(up, along))) % 360
        self.degrees = degrees if _LEVEL < degrees < 360 - _LEVEL else 0
        self.frame = product(self.state.matrix, turning(-self.degrees)) if self.degrees else self.state.matrix
        for part in parts:
            if isinstance(part, bytes):
                self._letters(part)
            elif isinstance(part, (int, float)):
                self._advance(-float(part) / 1000 * self.state.size)
        self._end()

    def _letters(self, part: bytes) -> None:
        state = self.state
        if state.face is not None and not state.face.is_readable:
            self.sheet.has_untold |= bool(part)
        for letter in state.face.letters(part) if state.face is not None else ():
            self.sheet.has_untold |= not letter.is_told
            self._letter(letter.text)
            gap = state.letter_gap + (state.word_gap if letter.is_space else 0.0)
            self._advance(letter.width / 1000 * state.size + gap)
            if self.text:
                self.x1 = moved(product(self.matrix, self.frame), (0, 0))[0]

    def _letter(self, text: str) -> None:
        matrix = product(self.matrix, self.frame)
        x, y = moved(matrix, (0, self.state.rise))
        if self.text and (abs(x - self.x1) > _CLOSE * self.size or {text, self.text[-1]} & _BREAKS):
            self._end()
        if not text.strip():
            self._end()
            return
        if not self.text:
            self.x0, self.y, self.size = x, y, abs(self.state.size) * math.hypot(matrix[2], matrix[3])
        self.text += text

    def _advance(self, along: float) -> None:
        self.matrix = product((1, 0, 0, 1, along * self.state.scale, 0), self.matrix)

    def _end(self) -> None:
        face, sheet = self.state.face, self.sheet
        runs = sheet.turned.setdefault(self.degrees, []) if self.degrees else sheet.runs
        if self.text.strip() and face is not None:
            if len(runs) >= _MOST_RUNS:
                raise Unreadable(Why.TOO_LARGE)
            runs.append(
                TextRun(
                    text=shown(face.symbols, self.text.replace("\x00", "")),
                    x0=min(self.x0, self.x1),
                    x1=max(self.x0, self.x1),
                    y=self.y,
                    size=max(self.size, 1.0),
                    font=face.name,
                    marks=face.marks,
                )
            )
        self.text = ""
