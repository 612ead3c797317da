"""Whether the chain of the journal is whole, and which entry is the first that is not as it was written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, String, cast, func, select, true

from pipeline.edges.journal.chain import RECORDED, START, ChainHead, EntryKind, digest_of, entries, next_hash, rows_of
from pipeline.edges.journal.raw import RawFiles, RawRows
from pipeline.edges.journal.schema import CHAIN

_WHAT = {
    EntryKind.FACT: "a fact",
    EntryKind.LOG: "a line of the log",
    EntryKind.MAIL: "a mail that came in",
    EntryKind.DECISION: "what a mail was taken for",
    EntryKind.NOTICE: "a mail that went out",
}
# Where the bytes of a mail lie.
_RAW = {EntryKind.MAIL: "mail", EntryKind.NOTICE: "outgoing"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """What a walk along the chain found."""

    head: ChainHead
    fault: str = ""  # the first, in a sentence; empty where the chain is whole
    anchor: int = 0  # the number of the entry whose hash was given


def verified(connection: Connection, raw: RawFiles | RawRows, *, known: str = "") -> Verified:
    """Walks along the whole chain; `known` is a hash (or its beginning) that an earlier digest printed."""
    head = ChainHead(number=0, hash=START)
    anchor = 0
    replaced = _replaced(connection)
    for some in entries(connection):
        rows = _rows(connection, some)
        for entry in some:
            fault = _broken(entry, head)
            if not fault and entry.row_key and replaced.get((entry.kind, entry.row_key), 0) <= entry.number:
                fault = _changed(entry, rows.get((entry.kind, entry.row_key)), raw=raw)
            if fault:
                return Verified(head=head, fault=fault, anchor=anchor)
            head = ChainHead(number=entry.number, hash=entry.hash)
            anchor = head.number if known and head.hash.startswith(known) else anchor
    fault = next(_unrecorded(connection), "")
    if not fault and known and not anchor:
        fault = (
            f"No entry has the hash {known}: the newest entries were cut off since it was printed, or the whole chain "
            f"was written anew. It now ends with entry {head.number}."
        )
    return Verified(head=head, fault=fault, anchor=anchor)


def _replaced(connection: Connection) -> dict[tuple[str, str], int]:
    """The number of the newest entry about each row that several are about: a mail decided again."""
    group = (CHAIN.c.kind, CHAIN.c.row_key)
    several = select(*group, func.max(CHAIN.c.number).label("newest")).group_by(*group).having(func.count() > 1)
    return {(row.kind, row.row_key): row.newest for row in connection.execute(several)}


def _rows(connection: Connection, some: Iterable[Row[Any]]) -> dict[tuple[str, str], Row[Any]]:
    keys: dict[EntryKind, list[str]] = {}
    for entry in some:
        if entry.kind in _WHAT:
            keys.setdefault(EntryKind(entry.kind), []).append(entry.row_key)
    found = {kind: rows_of(connection, kind, keys=wanted) for kind, wanted in keys.items()}
    return {(kind.value, key): row for kind, rows in found.items() for key, row in rows.items()}


def _broken(entry: Row[Any], before: ChainHead) -> str:
    """What is wrong with the entry itself."""
    if entry.number != before.number + 1:
        return f"Entry {before.number + 1} was removed: entry {entry.number} follows entry {before.number}."
    if entry.hash != next_hash(before, kind=entry.kind, digest=entry.digest):
        return f"Entry {entry.number} was altered, or put where another stood."
    return ""


def _changed(entry: Row[Any], row: Row[Any] | None, *, raw: RawFiles | RawRows) -> str:
    """What is wrong with what the entry recorded."""
    kind = EntryKind(entry.kind)
    said = f"{_WHAT[kind]} (entry {entry.number})"
    if row is None:
        return f"Removed: {said}."
    if digest_of(row, salt=entry.salt) != entry.digest:
        return f"Altered: {said}."
    if kind in _RAW:
        return _bytes_changed(raw, row.sha256, kind=_RAW[kind], said=said)
    return ""


def _bytes_changed(raw: RawFiles | RawRows, sha256: str, *, kind: str, said: str) -> str:
    try:
        content = raw.read(sha256, kind=kind) if sha256 else b""
    except OSError:
        return f"Removed: the bytes of {said}."
    return f"Altered: the bytes of {said}." if sha256 and hashlib.sha256(content).hexdigest() != sha256 else ""


def _unrecorded(connection: Connection) -> Iterator[str]:
    """What stands in the journal without an entry: written by something that is not Caseclock."""
    for kind, recorded in RECORDED.items():
        wanted: ColumnElement[bool] = true() if recorded.wanted is None else recorded.wanted
        there = CHAIN.c.row_key == cast(recorded.key, String)
        has_entry = select(CHAIN.c.number).where(CHAIN.c.kind == kind.value, there).exists()
        found = connection.execute(select(recorded.key).where(wanted, ~has_entry).limit(1)).scalar()
        if found is not None:
            yield f"Added without an entry in the chain: {_WHAT[kind]} ({found})."
