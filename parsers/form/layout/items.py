"""A page as one stream of items, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from parsers.form.layout import prose, table
from parsers.form.layout.answer import Answer
from parsers.form.layout.cells import spot
from parsers.form.layout.stream import Heading, Item
from parsers.form.layout.turns import LOWEST
from parsers.form.vocabulary.labels import asked
from parsers.form.vocabulary.weights import weights
from parsers.page import Block, Paragraph, Table


def items(blocks: tuple[Block, ...]) -> Iterator[Item]:
    """The items of `blocks`: a run of paragraphs together with the frame below it, table after table."""
    run: list[Paragraph] = []
    boxed = _is_boxed(blocks)
    for at, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            run.append(block)
            continue
        frame = _frame(block, boxed=boxed) if _waits(run) else None
        yield from prose.items(run if frame else _over_a_table(run), frame, boxed=boxed and frame is not None)
        run = []
        if frame is None:
            yield from _table(block, last=at == len(blocks) - 1)
    yield from prose.items(run)


def _over_a_table(run: list[Paragraph]) -> list[Paragraph]:
    """The text right above a table; one line alone that names a part of a form is the title of what the table asks."""
    solid = [line for line in run if line.text.strip()]
    alone = len(solid) == 1 and not solid[0].heading and prose.names_a_part(solid[0].text.strip())
    return [replace(solid[0], heading=LOWEST)] if alone else run


def _is_boxed(blocks: tuple[Block, ...]) -> bool:
    """Whether each answer of a page stands in a box of its own below its question, some of which are known to ask."""
    solid = [block for block in blocks if isinstance(block, Table) or block.text.strip()]
    over = [
        above
        for above, below in pairwise(solid)
        if isinstance(above, Paragraph) and isinstance(below, Table) and table.is_frame(below)
    ]
    known = sum(asked(line.text.strip()) is not None for line in over)
    return len(over) >= weights()["boxes"] and 3 * known >= len(over)


def _waits(run: list[Paragraph]) -> bool:
    """Whether text right above a frame may be the question that it answers."""
    return any(line.text.strip() for line in run)


def _frame(block: Table, *, boxed: bool) -> Answer | None:
    """The text of a table that is only a frame, if it asks nothing itself; boxes to write in may be shaded."""
    if not table.is_frame(block):
        return None
    inner = spot(block.cells[0])
    # Shading, bold or a question of its own make it a box of the form, not room for the answer to the line above.
    if (
        (inner.cell.shaded and not boxed)
        or (inner.bold and not inner.empty)
        or inner.split.rest
        or (inner.known and inner.known.sure)
    ):
        return None
    return Answer(inner.lines, inner.lines[0].source if inner.lines else inner.cell.source)


def _table(block: Table, *, last: bool) -> Iterator[Item]:
    found = list(table.items(block, items))
    *before, end = found
    if last or not before or not isinstance(before[-1], Heading) or (len(before) == 1 and block.rows > 1):
        yield from found
        return
    # A bar with nothing below it is the heading of what follows the table on the page, so its end does not close it.
    yield from (*before[:-1], end, before[-1]) if before[1:] else before
