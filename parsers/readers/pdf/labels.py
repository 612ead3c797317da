"""What is written up, down or across a sheet: the label beside rows, a note in the margin, a stamp."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.readers.pdf.lines import FARTHEST, TextLine, cut_at_gaps, lines
from parsers.readers.pdf.shapes import TextRun, moved, turning

_LAST = 50  # labels among which a line looks for the one that it goes on


def labels(turned: dict[int, list[TextRun]]) -> Iterator[TextRun]:
    """Each label as one run in the middle of where it stands, whatever the angle of its words."""
    for degrees, runs in turned.items():
        for label in _together([part for line in lines(runs) for part in cut_at_gaps(line)]):
            yield _run(label, degrees)


def _together(found: list[TextLine]) -> list[list[TextLine]]:
    """Lines, from top to bottom on the sheet turned back, with those of one label together."""
    labels: list[list[TextLine]] = []
    for line in found:
        label = next((each for each in reversed(labels[-_LAST:]) if _goes_on(each[-1], line)), None)
        if label is None:
            labels.append([line])
        else:
            label.append(line)
    return labels


def _goes_on(above: TextLine, line: TextLine) -> bool:
    is_near = 0 < above.y - line.y <= FARTHEST * min(above.size, line.size)
    return is_near and above.x0 < line.x1 and line.x0 < above.x1


def _run(label: list[TextLine], degrees: int) -> TextRun:
    first, runs = label[0], [run for line in label for run in line.runs]
    left, right = min(line.x0 for line in label), max(line.x1 for line in label)
    middle = (left + right) / 2, (first.y + first.size + label[-1].y) / 2
    x, y = moved(turning(degrees), middle)
    return TextRun(
        text=" ".join(line.text for line in label),
        x0=x - first.size / 2,
        x1=x + first.size / 2,
        y=y - 0.3 * first.size,
        size=first.size,
        font=runs[0].font,
        marks=frozenset.intersection(*(run.marks for run in runs)),
        is_turned=True,
    )
