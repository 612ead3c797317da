"""Which base a workbook was written from: an older version that somebody put back is read against its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.tracker.content.case_texts import Texts
from pipeline.tracker.content.layout import LOG
from pipeline.tracker.merge.tables import table
from pipeline.tracker.merge.untouched import is_untouched
from pipeline.tracker.model import Base
from pipeline.tracker.workbook.book import book

Step = Mapping[str, Mapping[str, Mapping[str, str | None] | None]]
"""What leads from one base back to the one before, by sheet, row and header; None where there was nothing."""

_COMPARED = ("Cases", "Deadlines", "Agencies", "Decisions", LOG.name)


def step_back(new: Base, old: Base) -> Step:
    """The step from `new` back to `old`, fit for JSON."""
    found: dict[str, dict[str, Mapping[str, str | None] | None]] = {}
    for sheet in old.keys() | new.keys():
        before, after = old.get(sheet, {}), new.get(sheet, {})
        if before is not after:
            rows = ((key, after.get(key, {}), before.get(key)) for key in before.keys() | after.keys())
            found[sheet] = {key: _row_back(new_, old_) for key, new_, old_ in rows if new_ is not old_ and new_ != old_}
    return {sheet: rows for sheet, rows in found.items() if rows}


def _row_back(new: Texts, old: Texts | None) -> Mapping[str, str | None] | None:
    if old is None:
        return None
    return {header: old.get(header) for header in old.keys() | new.keys() if old.get(header) != new.get(header)}


def earlier(base: Base, step: Step) -> Base:
    """The base to which `step` leads back from `base`."""
    out = dict(base)
    for sheet, rows in step.items():
        standing = dict(base.get(sheet, {}))
        for key, row in rows.items():
            if row is None:
                standing.pop(key, None)
            else:
                texts = {**standing.get(key, {}), **row}
                standing[key] = {header: text for header, text in texts.items() if text is not None}
        out[sheet] = standing
    return out


def missing_lines(package: bytes, base: Base) -> int:
    """How many lines that `base` wrote the Log sheet lacks: nobody takes lines out of it, so the file is older."""
    if is_untouched(LOG, of=book(package), base=base):
        return 0
    log = table(package, LOG.name)
    present = {row.key for row in log.rows} if log else set()
    return sum(key not in present for key in base.get(LOG.name, {})) if log else 0


def closest(package: bytes, bases: Iterable[Base]) -> Base:
    """The one of `bases` from which the fewest cells of the workbook differ; of equals the first."""
    standing = {name: _texts(package, name) for name in _COMPARED}
    return min(bases, key=lambda base: sum(_differences(rows, base.get(name, {})) for name, rows in standing.items()))


def _texts(package: bytes, name: str) -> dict[str, Texts]:
    found = table(package, name)
    return {row.key: row.texts for row in found.rows if row.key} if found else {}


def _differences(rows: Mapping[str, Texts], written: Mapping[str, Texts]) -> int:
    count = 0
    for key in rows.keys() | written.keys():
        here, there = rows.get(key, {}), written.get(key, {})
        if here != there:
            count += sum(here.get(header) != there.get(header) for header in here.keys() | there.keys())
    return count
