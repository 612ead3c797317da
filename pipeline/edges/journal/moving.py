"""A journal carried from one database to the other, whole, and compared row for row and byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from sqlalchemy import Integer, Table, func, select, text

from pipeline.edges.journal import MOVED, Journal
from pipeline.edges.journal.schema import METADATA, REVISION
from pipeline.errors import StoreUnavailable

KINDS = ("mail", "outgoing")
AT_ONCE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Carried:
    """What was carried and compared."""

    rows: int
    mails: int
    megabytes: float


def carry(source: Journal, target: Journal, *, notes: Iterable[str]) -> Carried:
    """Carries everything from `source` to `target`, with the notes of those names, and marks the source as moved.

    Raises StoreUnavailable, and then the source is as it was. What was cut off is gone on with by doing it again.
    """
    with target.writing():
        if _revision(target) == MOVED:
            _empty(target)
        if _is_empty(target):
            _copy(source, target)
            for name in notes:
                target.notes.write(name, source.notes.read(name))
        carried = _compared(source, target)
        _mark(target, REVISION)
    with source.writing():
        _mark(source, MOVED)
    return carried


def _copy(source: Journal, target: Journal) -> None:
    # The secret that a new journal makes for itself.
    target.connection.execute(METADATA.tables["kept"].delete())
    for table in METADATA.sorted_tables:
        rows = source.connection.execute(select(table)).mappings()
        while some := rows.fetchmany(AT_ONCE):
            target.connection.execute(table.insert(), [dict(row) for row in some])
        if target.is_shared and "id" in table.c and isinstance(table.c.id.type, Integer):
            target.connection.execute(_next_number(table))
    for kind in KINDS:
        for sha256 in source.raw.each(kind=kind):
            target.raw.keep(source.raw.read(sha256, kind=kind), kind=kind)


def _compared(source: Journal, target: Journal) -> Carried:
    """Counts what is the same on both sides; raises StoreUnavailable where anything is not."""
    rows = mails = size = 0
    for table in METADATA.sorted_tables:
        for one, other in zip_longest(_rows(source, table), _rows(target, table)):
            _require(one == other, f"a row of {table.name} is not the same on both sides")
            rows += 1
    for kind in KINDS:
        for sha256 in source.raw.each(kind=kind):
            raw = source.raw.read(sha256, kind=kind)
            _require(hashlib.sha256(raw).hexdigest() == sha256, f"the bytes of {kind} {sha256} are not its own")
            _require(target.raw.read(sha256, kind=kind) == raw, f"the bytes of {kind} {sha256} came over changed")
            mails, size = mails + 1, size + len(raw)
    return Carried(rows=rows, mails=mails, megabytes=size / 1_000_000)


def _require(same: bool, why: str) -> None:
    if not same:
        raise StoreUnavailable(
            f"The journal was not moved: {why}. Nothing was changed. Where the target holds a journal of its own, name "
            "another schema or folder."
        )


def _rows(journal: Journal, table: Table) -> Iterator[Any]:
    found = journal.connection.execute(select(table).order_by(*table.primary_key.columns))
    return (tuple(row) for row in found)


def _next_number(table: Table) -> Any:
    """Has PostgreSQL count on from the highest number."""
    highest = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
    return select(func.setval(func.pg_get_serial_sequence(table.name, "id"), highest, False))


def _is_empty(journal: Journal) -> bool:
    but_secret = (table for table in METADATA.sorted_tables if table.name != "kept")
    return all(journal.connection.execute(select(table).limit(1)).first() is None for table in but_secret)


def _empty(journal: Journal) -> None:
    for table in reversed(METADATA.sorted_tables):
        journal.connection.execute(table.delete())


def _revision(journal: Journal) -> str:
    return str(journal.connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def _mark(journal: Journal, revision: str) -> None:
    journal.connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
