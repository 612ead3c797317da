"""Strings that a page shows, written letter by letter as pieces of text (ISO 32000-1, 9.4.4)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from parsers.page import Mark
from parsers.readers.pdf.fonts import Face
from parsers.readers.pdf.shapes import PLAIN, Matrix, PdfSheet, TextRun, moved, product
from parsers.readers.shared.symbols import shown

_MOST_PIECES = 200_000
_CLOSE = 0.15  # of the letter size: nearer than this, two letters belong together
_BREAKS = frozenset("/|")


@dataclass(frozen=True, kw_only=True, slots=True)
class WritingState:
    """What `q` keeps and `Q` brings back."""

    matrix: Matrix = PLAIN
    face: Face | None = None
    size: float = 0.0
    letter_gap: float = 0.0
    word_gap: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    is_white: bool = False


@dataclass(kw_only=True, slots=True)
class Writing:
    """Writes one shown string, or an array of strings and gaps, as pieces on `sheet`; `matrix` is where it stands."""

    sheet: PdfSheet
    state: WritingState
    matrix: Matrix
    text: str = ""
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0

    def write(self, parts: list[Any]) -> None:
        """Writes strings, and moves by numbers in thousandths of the letter size against the reading direction."""
        for part in parts:
            if isinstance(part, bytes):
                self._letters(part)
            elif isinstance(part, (int, float)):
                self._advance(-float(part) / 1000 * self.state.size)
        self._end()

    def _letters(self, part: bytes) -> None:
        state = self.state
        for letter in state.face.letters(part) if state.face is not None else ():
            self._letter(letter.text)
            gap = state.letter_gap + (state.word_gap if letter.is_space else 0.0)
            self._advance(letter.width / 1000 * state.size + gap)
            if self.text:
                self.x1 = moved(product(self.matrix, state.matrix), (0, 0))[0]

    def _letter(self, text: str) -> None:
        matrix = product(self.matrix, self.state.matrix)
        x, y = moved(matrix, (0, self.state.rise))
        is_upright = abs(matrix[0]) >= abs(matrix[1])
        if self.text and is_upright and (abs(x - self.x1) > _CLOSE * self.size or {text, self.text[-1]} & _BREAKS):
            self._end()
        if not text.strip() and is_upright:
            self._end()
            return
        if not self.text:
            self.x0, self.y, self.size = x, y, self.state.size * math.hypot(matrix[2], matrix[3])
        self.text += text

    def _advance(self, along: float) -> None:
        self.matrix = product((1, 0, 0, 1, along * self.state.scale, 0), self.matrix)

    def _end(self) -> None:
        face, sheet = self.state.face, self.sheet
        if self.text.strip() and face is not None and len(sheet.pieces) < _MOST_PIECES:
            bold = {Mark.BOLD} if face.is_bold else set()
            sheet.pieces.append(
                TextRun(
                    text=shown(face.symbols, self.text.replace("\x00", "")),
                    x0=min(self.x0, self.x1),
                    x1=max(self.x0, self.x1),
                    y=self.y,
                    size=max(self.size, 1.0),
                    font=face.name,
                    marks=frozenset(bold | ({Mark.ITALIC} if face.is_italic else set())),
                )
            )
        self.text = ""
