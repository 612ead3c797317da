"""What stands on a page of a PDF: runs of text, thin lines and filled areas, in points from the lower left corner."""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from parsers.page import Mark

Shape = TypeVar("Shape")
Matrix = tuple[float, float, float, float, float, float]
PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class TextRun:
    """Text without a gap in it: from `x0` to `x1` on the base line `y`, in letters of `size`."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    font: str = ""
    marks: frozenset[Mark] = frozenset()
    is_turned: bool = False  # it runs up, down or across the sheet, round the middle of where it stands

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its small letters, by which it is judged where a run stands."""
        return (self.x0 + self.x1) / 2, self.y + 0.3 * self.size


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """A rectangle, its corners in order; one that is thin in one direction is a line."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def turned(self) -> Area:
        """What it is with the two directions exchanged."""
        return Area(x0=self.y0, y0=self.x0, x1=self.y1, y1=self.x1)

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def covers(self, other: Area) -> bool:
        """Whether the middle of `other` lies inside, and `other` is the smaller one."""
        return self.holds(*other.middle) and other.width * other.height < self.width * self.height

    def distance(self, x: float, y: float) -> float:
        """How far a place lies from the rectangle, across and up."""
        return max(self.x0 - x, 0.0, x - self.x1) + max(self.y0 - y, 0.0, y - self.y1)

    def holds(self, x: float, y: float) -> bool:
        """Whether a place lies in the rectangle or on its edge."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


@dataclass(kw_only=True, slots=True)
class PdfSheet:
    """All that one page shows."""

    width: float
    height: float
    runs: list[TextRun] = field(default_factory=list)
    turned: dict[int, list[TextRun]] = field(default_factory=dict)  # by degrees, as on a sheet turned back by them
    lines: list[Area] = field(default_factory=list)  # thin, upright or flat
    fills: list[Area] = field(default_factory=list)  # grounds of any colour but white
    squares: list[Area] = field(default_factory=list)  # outlines as small and square as tick boxes
    slashes: list[Area] = field(default_factory=list)  # the rectangles round slanting lines
    pictures: int = 0
    has_untold: bool = False  # letters of which the file does not say what they mean


@dataclass(frozen=True, slots=True)
class ByHeight(Generic[Shape]):
    """Shapes by their height on the sheet, so that those near a place are found without a look at all the others."""

    shapes: list[Shape]
    heights: list[float]

    @classmethod
    def of(cls, shapes: Iterable[Shape], height: Callable[[Shape], float]) -> ByHeight[Shape]:
        """The `shapes` in order of `height`."""
        ordered = sorted(shapes, key=height)
        return cls(ordered, list(map(height, ordered)))

    def between(self, low: float, high: float) -> list[Shape]:
        """Those whose height lies between two."""
        return self.shapes[bisect.bisect_left(self.heights, low) : bisect.bisect_right(self.heights, high)]


def grouped(found: Iterable[Shape], goes_on: Callable[[list[Shape], Shape], bool]) -> Iterator[list[Shape]]:
    """What is `found`, in its order, in groups; `goes_on` says whether the next belongs to the group before it."""
    group: list[Shape] = []
    for each in found:
        if group and not goes_on(group, each):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def parted(found: Iterable[Shape], belongs: Callable[[Shape], bool]) -> tuple[list[Shape], list[Shape]]:
    """Those of the `found` that belong, and the others."""
    parts: tuple[list[Shape], list[Shape]] = ([], [])
    for each in found:
        parts[not belongs(each)].append(each)
    return parts


def product(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first`, then `then` (ISO 32000-1, 8.3.3)."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def turning(degrees: int) -> Matrix:
    """The matrix that turns a sheet by so many degrees, against the clock."""
    across, up = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return across, up, -up, across, 0.0, 0.0


def moved(matrix: Matrix, place: tuple[float, float]) -> tuple[float, float]:
    """Where `place` lies once `matrix` is applied."""
    x, y = place
    a, b, c, d, e, f = matrix
    return x * a + y * c + e, x * b + y * d + f


def area(matrix: Matrix, corner: tuple[float, float], *, width: float, height: float) -> Area:
    """The upright rectangle round a rectangle once `matrix` is applied."""
    x0, y0 = corner
    corners = [moved(matrix, (x, y)) for x in (x0, x0 + width) for y in (y0, y0 + height)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Area(x0=min(xs), y0=min(ys), x1=max(xs), y1=max(ys))
