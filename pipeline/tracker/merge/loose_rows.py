"""Rows that came loose: a block of columns was sorted or pasted without the rest, so that rows say what others said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from pipeline.item_ids import ItemKind
from pipeline.tracker.content.case_texts import Texts, differing
from pipeline.tracker.merge.tables import SheetTable, duplicated_keys
from pipeline.tracker.model import Base

_MOST_MARKED = 60  # rows
_SEVERAL = 2  # cells that say together whose they are; one alone may be a correction


@dataclass(frozen=True, kw_only=True, slots=True)
class LooseRows:
    """The rows of one sheet that are not read until they are put right, or called right."""

    keys: frozenset[str] = frozenset()
    ident: str = ""  # the id of the item that asks about them; another one once they say something else


@dataclass(frozen=True, kw_only=True, slots=True)
class _Changed:
    """A row that says something else than was written there."""

    key: str
    texts: Texts
    written: Texts
    headers: frozenset[str]  # of the cells that changed and can be read


def loose_rows(table: SheetTable, base: Base, *, attention: SheetTable | None) -> LooseRows:
    """The rows of `table` that came loose, unless the office has accepted on `attention` that they stay as they are.

    A row is loose where it changed in several cells to what another row said before, and that row lost something of
    it. One column alone, and a value that both rows share, cannot be told from honest corrections.
    """
    changed = {row.key: row for row in _changed(table, base.get(table.layout.name, {}))}
    keys = _loose(changed) if len(changed) >= _SEVERAL else frozenset()
    if not keys:
        return LooseRows()
    said = repr([(key, sorted(changed[key].texts.items())) for key in sorted(keys)])
    digest = hashlib.sha256(said.encode()).hexdigest()[:8]
    ident = f"{ItemKind.LOOSE}{digest}:{table.layout.name}|{';'.join(sorted(keys)[:_MOST_MARKED])}"
    return LooseRows() if _is_accepted(attention, ident) else LooseRows(keys=keys, ident=ident)


def _changed(table: SheetTable, written: Mapping[str, Texts]) -> Iterator[_Changed]:
    facts = {column.header for column in table.layout.facts if column.is_typed}
    there = table.columns.keys() - set(table.layout.keys)
    told = written.keys() - duplicated_keys(table)
    for row in table.differing(written):
        if row.key in told:
            headers = (differing(row.texts, written[row.key]) & there) - row.odd.keys()
            if headers & facts:
                yield _Changed(key=row.key, texts=row.texts, written=written[row.key], headers=frozenset(headers))


def _loose(changed: Mapping[str, _Changed]) -> frozenset[str]:
    holders = _holders(changed.values())
    found: set[str] = set()
    block: set[str] = set()
    for row in changed.values():
        source = next(_sources(row, changed, holders=holders), None)
        if source is not None:
            found |= {row.key, source.key}
            block |= _agreeing(row, source)
    # What else of the block moved with it may be one cell of a row, or none that says anything.
    more = found
    while more:
        more = set(_gone_along(changed, found, block=block))
        found = found | more
    return frozenset(found) if len(found) >= _SEVERAL else frozenset()


def _holders(rows: Iterable[_Changed]) -> dict[tuple[str, str], list[str]]:
    """Which of the rows said something before, by header and text, and say something else now."""
    out: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for header in row.headers & row.written.keys():
            out.setdefault((header, row.written[header]), []).append(row.key)
    return out


def _sources(
    row: _Changed, changed: Mapping[str, _Changed], *, holders: Mapping[tuple[str, str], list[str]]
) -> Iterator[_Changed]:
    """The rows from which several cells of `row` may have come; those that few rows said are tried first."""
    cells = [holders.get((header, row.texts[header]), []) for header in row.headers & row.texts.keys()]
    others = (changed[key] for key in chain(*sorted(cells, key=len)) if key != row.key)
    return (other for other in others if len(_agreeing(row, other)) >= _SEVERAL)


def _agreeing(row: _Changed, other: _Changed) -> set[str]:
    """The cells in which `row` now says what `other` said, and no longer what it said itself."""
    return {header for header in row.headers if row.texts.get(header, "") == other.written.get(header, "")}


def _gone_along(changed: Mapping[str, _Changed], found: set[str], *, block: set[str]) -> Iterator[str]:
    rows = [changed[key] for key in found]
    return (key for key in changed.keys() - found if _went_along(changed[key], block, rows=rows))


def _went_along(row: _Changed, block: set[str], *, rows: list[_Changed]) -> bool:
    moved = row.headers & block
    return bool(moved) and any(moved <= _agreeing(row, other) for other in rows)


def _is_accepted(attention: SheetTable | None, ident: str) -> bool:
    return attention is not None and any(row.key == ident for row in attention.rows if row.texts.get("Accept") == "yes")
