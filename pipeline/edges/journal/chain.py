"""The chain of the journal: an entry for whatever was recorded, each with the hash of the one before.

An entry commits to its row by a salted digest, so that nothing can be guessed from it once row and salt are erased:

    digest = SHA-256(salt, line feed, the row's columns as JSON)
    hash   = SHA-256(hash of the entry before, number, kind and digest, each on a line of its own)

Before the first entry stands a hash of 64 zeros.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, func, insert, select

from pipeline.edges.journal.columns import batches
from pipeline.edges.journal.schema import CHAIN, ERASED_MAIL, FACTS, LOG, MAILS, NOTICES

START = "0" * 64
_NEWEST = select(CHAIN.c.number, CHAIN.c.hash).order_by(CHAIN.c.number.desc()).limit(1)


class EntryKind(StrEnum):
    """What an entry of the chain is about."""

    FACT = "fact"
    LOG = "log"  # what was decided and done, as the sheet Log shows it
    MAIL = "mail"  # a mail that came in, by the SHA-256 of its bytes
    DECISION = "decision"  # what that mail was taken for
    NOTICE = "notice"  # what went out, by the SHA-256 of its bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class ChainHead:
    """The newest entry; number 0 while there is none."""

    number: int
    hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChainProof:
    """An entry with the row that it is about: enough to check it without the journal."""

    number: int
    before: str  # the hash of the entry before
    kind: EntryKind
    row: tuple[Any, ...]  # in the order of RECORDED
    salt: str
    digest: str
    hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """Where a kind of entry finds its row, and what of the row never changes afterwards."""

    table: Table
    key: Column[Any]
    columns: tuple[Column[Any], ...]
    wanted: ColumnElement[bool] | None = None  # the rows that have happened; None where every row has

    @classmethod
    def of(cls, key: Column[Any], *names: str, wanted: ColumnElement[bool] | None = None) -> Recorded:
        """The row's key and the columns of those names."""
        columns = tuple(key.table.c[name] for name in names)
        return cls(table=key.table, key=key, columns=(key, *columns), wanted=wanted)


# In this order a column stands in the JSON of a row; the key is the first.
RECORDED: Mapping[EntryKind, Recorded] = {
    EntryKind.FACT: Recorded.of(FACTS.c.id, "case_ref", "name", "subject", "value", "source", "recorded_at", "detail"),
    EntryKind.LOG: Recorded.of(LOG.c.id, "at", "event", "detail", "case_ref"),
    EntryKind.MAIL: Recorded.of(
        MAILS.c.sha256,
        *("message_id", "size", "received_at", "stored_at", "complete"),
        wanted=MAILS.c.sha256 != ERASED_MAIL,
    ),
    EntryKind.DECISION: Recorded.of(
        MAILS.c.sha256, "kind", "urgent", "attention", "case_ref", wanted=MAILS.c.state == "decided"
    ),
    EntryKind.NOTICE: Recorded.of(
        NOTICES.c.id,
        *("kind", "case_ref", "duty", "duty_subject", "due", "rung", "recipient"),
        *("message_id", "sha256", "subject", "sent_at", "state", "mail_id"),
        wanted=NOTICES.c.sent_at != "",
    ),
}


class Chain:
    """Reads and writes the table `chain`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def head(self) -> ChainHead:
        """The newest entry."""
        row = self._connection.execute(_NEWEST).first()
        return ChainHead(number=row.number, hash=row.hash) if row else ChainHead(number=0, hash=START)

    def newest_key(self, kind: EntryKind) -> int:
        """The highest number among the rows of a table that counts them; `link_since` goes on from there."""
        return int(self._connection.execute(select(func.max(RECORDED[kind].key))).scalar() or 0)

    def link_since(self, kind: EntryKind, key: int) -> None:
        """Appends an entry for each row that came after the one with that number."""
        self._link(kind, RECORDED[kind].key > key)

    def link(self, kind: EntryKind, condition: ColumnElement[bool]) -> None:
        """Appends an entry for each row of which `condition` holds, as it now stands."""
        self._link(kind, condition)

    def link_everything(self) -> None:
        """Appends entries for all that a journal without a chain has recorded."""
        for kind, recorded in RECORDED.items():
            self._link(kind, recorded.key.is_not(None) if recorded.wanted is None else recorded.wanted)

    def of_case(self, ref: str, *, mails: Iterable[str]) -> tuple[ChainProof, ...]:
        """The entries about a case, in their order: its facts, log and notices, and those of `mails` (SHA-256s)."""
        of_mails = MAILS.c.sha256.in_(tuple(mails))
        within = select(func.coalesce(NOTICES.c.mail_id, NOTICES.c.id)).where(NOTICES.c.case_ref == ref)
        conditions: dict[EntryKind, ColumnElement[bool]] = {
            EntryKind.FACT: FACTS.c.case_ref == ref,
            EntryKind.LOG: LOG.c.case_ref == ref,
            EntryKind.MAIL: of_mails,
            EntryKind.DECISION: of_mails,
            EntryKind.NOTICE: (NOTICES.c.case_ref == ref) | NOTICES.c.id.in_(within),
        }
        found = (proof for kind, condition in conditions.items() for proof in self._proofs(kind, condition))
        return tuple(sorted(found, key=lambda proof: proof.number))

    def _proofs(self, kind: EntryKind, condition: ColumnElement[bool]) -> Iterator[ChainProof]:
        recorded = RECORDED[kind]
        rows = {str(row[0]): row for row in self._connection.execute(select(*recorded.columns).where(condition))}
        earlier = CHAIN.alias()
        wanted = select(CHAIN, earlier.c.hash.label("before"))
        wanted = wanted.outerjoin(earlier, earlier.c.number == CHAIN.c.number - 1).order_by(CHAIN.c.number)
        entries: dict[str, Row[Any]] = {}
        for keys in batches(rows):
            there = (CHAIN.c.kind == kind.value, CHAIN.c.row_key.in_(keys))
            # Of several about one row the newest is about the row as it stands.
            entries |= {entry.row_key: entry for entry in self._connection.execute(wanted.where(*there))}
        for key, entry in entries.items():
            yield ChainProof(
                number=entry.number,
                before=entry.before or START,
                kind=kind,
                row=tuple(rows[key]),
                salt=entry.salt,
                digest=entry.digest,
                hash=entry.hash,
            )

    def _link(self, kind: EntryKind, condition: ColumnElement[bool]) -> None:
        recorded = RECORDED[kind]
        rows = self._connection.execute(select(*recorded.columns).where(condition).order_by(recorded.key))
        for some in batches(rows):
            head = self.head()
            entries = []
            for row in some:
                salt = secrets.token_hex(16)
                digest = digest_of(row, salt=salt)
                head = ChainHead(number=head.number + 1, hash=next_hash(head, kind=kind, digest=digest))
                place = {"number": head.number, "kind": kind.value, "row_key": str(row[0])}
                entries.append(place | {"salt": salt, "digest": digest, "hash": head.hash})
            self._connection.execute(insert(CHAIN), entries)


def digest_of(row: Iterable[Any], *, salt: str) -> str:
    """What an entry with this salt says of a row's columns."""
    said = json.dumps(list(row), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{said}".encode(errors="surrogatepass")).hexdigest()


def next_hash(before: ChainHead, *, kind: str, digest: str) -> str:
    """The hash of the entry that follows `before`."""
    return hashlib.sha256(f"{before.hash}\n{before.number + 1}\n{kind}\n{digest}".encode()).hexdigest()


def entries(connection: Connection) -> Iterator[list[Row[Any]]]:
    """Every entry in its order, some at a time."""
    return batches(connection.execute(select(CHAIN).order_by(CHAIN.c.number)))


def rows_of(connection: Connection, kind: EntryKind, *, keys: Iterable[str]) -> dict[str, Row[Any]]:
    """The rows with those keys, by them, as the chain reads them."""
    recorded = RECORDED[kind]
    typed = [int(key) if recorded.key.type.python_type is int else key for key in keys if key]
    found = connection.execute(select(*recorded.columns).where(recorded.key.in_(typed)))
    return {str(row[0]): row for row in found}
