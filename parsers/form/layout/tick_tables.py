"""Tables to tick: yes and no as columns, a column of boxes beside its options, options in every cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.form.layout.answer import Answer, nothing
from parsers.form.layout.cells import Spot
from parsers.form.layout.chosen_options import choice
from parsers.form.layout.rows import FormRow, Styled
from parsers.form.layout.stream import Item, Option, Pair, Ticks
from parsers.page import Mark, Paragraph, Span

_POLE = re.compile(
    r"(?:yes|y|no|n|n/?k|not known|unknown|don'?t know|n/?a|not applicable|unsure|known|suspected|current|previous"
    r"|not sure)(?:\s*\W*tick\W*)?",
    re.I,
)
_TICK = re.compile(
    r"(?:please |\()?(?:tick|\u2713|\u2714|x|check|mark|\u2611)(?: (?:box|here|all that apply|one|as appropriate"
    r"|if applies|if yes))*\)?|applies\??|met\??",
    re.I,
)
_CROSSED = re.compile(r"^[xX\u2713\u2714]\s+(?=\S)|(?<=\S)\s+[xX\u2713\u2714]$")
_BESIDE = re.compile(r"detail|comment|evidence|explain|answer|response|further|information|rationale|summary", re.I)


def matrix(band: tuple[FormRow, ...], _style: Styled) -> list[Item] | None:
    """Questions answered by a mark in one of the columns `Yes`, `No`, `Not known`."""
    poles = {s.cell.column: s.text for s in band[0].spots if _POLE.fullmatch(s.text.strip(" ?:()"))}
    if len(poles) < 2 or len(band) < 2:
        return None
    found: list[Item] = []
    for row in band[1:]:
        labels = [s for s in row.spots if s.cell.column not in poles and not s.empty]
        if not labels:
            continue
        label = labels[0]
        marked = [s for s in row.spots if s.cell.column in poles and not s.empty and not (s.boxes and not s.ticked)]
        found.append(
            Pair(
                label.text,
                _pole_answer(marked, labels[1:], poles=poles) or nothing(label.cell.source),
                label.cell.source,
            )
        )
    return found


def _pole_answer(marked: list[Spot], beside: list[Spot], *, poles: dict[int, str]) -> Answer | None:
    """The title of the marked column, then what was written in it or in a column for details."""
    if not marked and not beside:
        return None
    lines: list[Paragraph] = []
    for each in marked:
        lines.append(Paragraph((Span(poles[each.cell.column]),), each.cell.source))
        if not each.ticked:
            lines += each.lines
    lines += [line for each in beside for line in each.lines]
    said = "\n".join(each.text for each in (*marked, *beside))
    return Answer(tuple(lines), (*marked, *beside)[0].cell.source, said)


def ticks(band: tuple[FormRow, ...], _style: Styled) -> list[Item] | None:
    """A list with a column of boxes, or a table with an option and its box in nearly every cell."""
    column = _box_column(band)
    if column is not None:
        return _listed(band, column)
    solid = [s for row in band for s in row.spots if not s.empty]
    crossed = [s for s in solid if _CROSSED.search(s.text)]
    if len(solid) >= 6 and 1 <= len(crossed) <= 3 and not any(s.valued or s.boxes or s.cell.shaded for s in solid):
        return [Ticks("", tuple(_crossed(solid)), band[0].spots[0].cell.source)]
    boxed = [s for s in solid if s.boxes and not s.only_boxes]
    firsts = [row.spots[0] for row in band]
    asking = sum(1 for s in firsts if s.known and s.known.sure and not (s.boxes and not s.split.rest))
    if len(boxed) < 4 or len(boxed) < len(solid) * 0.6 or asking > len(firsts) / 3 or any(s.split.rest for s in boxed):
        return None
    return [Ticks("", tuple(_options(band)), band[0].spots[0].cell.source)]


def _crossed(solid: list[Spot]) -> Iterator[Option]:
    for each in solid:
        yield Option(_CROSSED.sub("", each.text).strip(), bool(_CROSSED.search(each.text)), each.lines[0].source)


def _box_column(band: tuple[FormRow, ...]) -> int | None:
    """The column that holds nothing but boxes or marks, if there is one."""
    headed = {s.cell.column for s in band[0].spots if _TICK.fullmatch(s.text.strip(" :?"))}
    for column in sorted({s.cell.column for row in band for s in row.spots}):
        below = [s for row in band[1 if column in headed else 0 :] for s in row.spots if s.cell.column == column]
        if column not in headed and below and not below[0].boxes:
            below = below[1:]
        boxes = [s for s in below if s.only_boxes]
        marks = [s for s in below if s.empty or s.ticked]
        if (len(boxes) >= 2 and len(boxes) == len(below)) or (
            column in headed and below and len(boxes) + len(marks) >= len(below)
        ):
            return column
    return None


def _listed(band: tuple[FormRow, ...], column: int) -> list[Item]:
    header = band[0] if not any(s.boxes for s in band[0].spots if s.cell.column == column) else None
    titles = {} if header is None else {s.cell.column: s.text for s in header.spots}
    options: list[Option] = []
    listed = band[1 if header else 0 :]
    solid = [s.cell.column > column for row in listed for s in row.spots if s.cell.column != column and not s.empty]
    behind = sum(solid) >= len(solid) / 2  # the options stand where more is written: before their boxes or behind
    for row in listed:
        box = next((s for s in row.spots if s.cell.column == column), None)
        texts = [s for s in row.spots if s is not box and not s.empty]
        right = [s for s in texts if (s.cell.column > column) == behind] or texts
        if box is None or not right:
            continue
        text = right[0] if right[0].cell.column > column else right[-1]
        beside = [s for s in texts if s is not text and (_BESIDE.search(titles.get(s.cell.column, "")) or _written(s))]
        said = Answer(tuple(line for s in beside for line in s.lines), beside[0].cell.source) if beside else None
        options.append(Option(text.text, box.ticked, box.cell.source, said))
    title = next((titles[c] for c in sorted(titles) if c != column and titles[c]), "")
    return [Ticks(title, tuple(options), band[0].spots[0].cell.source)]


def _written(candidate: Spot) -> bool:
    return any(Mark.CONTROL in span.marks for line in candidate.lines for span in line.spans)


def _options(band: tuple[FormRow, ...]) -> Iterator[Option]:
    """Every option of a matrix, with the title of its row as its group."""
    for row in band:
        group = "" if row.spots[0].boxes else row.spots[0].text
        for each in row.spots:
            found = choice(each.lines) if each.boxes else None
            for offered in found.offered if found else ():
                yield Option(offered, offered in found.chosen if found else False, each.lines[0].source, group=group)
