"""Takes rows out of the journal, and what the chain committed to with them, inside the caller's transaction."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, func, insert, select, update

from pipeline.edges.erasure.belongings import Belongings, speaks_of
from pipeline.edges.journal.chain import Chain, EntryKind
from pipeline.edges.journal.columns import batches
from pipeline.edges.journal.schema import (
    ATTENTION,
    CASES,
    CHAIN,
    DEADLINES,
    ERASED_MAIL,
    FACTS,
    KEPT,
    LEDGERS,
    LOG,
    MAILS,
    MARKS,
    MEETINGS,
    NOTICES,
    PLACES,
    STANDINGS,
)

# What holds references alone, none of which may be given again; and what is changed by itself.
_UNTOUCHED = frozenset({"shown-refs", "lost-refs", "erased-refs", "erasing", "tracker-base"})
_WITH_CASES = (STANDINGS, LEDGERS, DEADLINES, MEETINGS, MARKS)


def proof_of(connection: Connection, gone: Belongings) -> str:
    """A hash of what the chain says of all that is erased: a bundle that was made before can be told by it."""
    said = hashlib.sha256()
    numbered = {
        row.number: row.digest
        for kind, keys in _entries(gone)
        for some in batches(keys)
        for row in connection.execute(
            select(CHAIN.c.number, CHAIN.c.digest).where(CHAIN.c.kind == kind.value, CHAIN.c.row_key.in_(some))
        )
    }
    for number in sorted(numbered):
        said.update(f"{number} {numbered[number]}\n".encode())
    return said.hexdigest()


def erase_rows(connection: Connection, gone: Belongings, *, bare: Iterable[int]) -> None:
    """Erases them with their salts; of the mails of ours called `bare`, which stay, nothing but their bytes."""
    for kind, keys in _entries(gone):
        for some in batches(keys):
            entry = (CHAIN.c.kind == kind.value, CHAIN.c.row_key.in_(some))
            connection.execute(update(CHAIN).where(*entry).values(row_key="", salt=""))
    _delete(connection, FACTS.c.id, values=gone.facts)
    _delete(connection, LOG.c.id, values=gone.log)
    _delete(connection, NOTICES.c.id, values=gone.notices)
    _delete(connection, ATTENTION.c.id, values=gone.items)
    for table in _WITH_CASES:
        _delete(connection, table.c.case_ref, values=gone.refs)
    _share(connection, gone)
    _lay_bare(connection, tuple(bare))
    _forget_mails(connection, gone.mails)
    _delete(connection, CASES.c.ref, values=gone.refs)
    _forget_kept(connection, speaks_of(gone.refs, (*gone.mails, *gone.items)))


def _entries(gone: Belongings) -> tuple[tuple[EntryKind, tuple[str, ...]], ...]:
    return (
        (EntryKind.FACT, tuple(map(str, gone.facts))),
        (EntryKind.LOG, tuple(map(str, gone.log))),
        (EntryKind.MAIL, gone.mails),
        (EntryKind.DECISION, gone.mails),
        (EntryKind.NOTICE, tuple(map(str, gone.notices))),
    )


def _delete(connection: Connection, key: Column[Any], *, values: Iterable[object]) -> None:
    table: Table = key.table
    for some in batches(values):
        connection.execute(delete(table).where(key.in_(some)))


def _share(connection: Connection, gone: Belongings) -> None:
    """Gives the mails that stay to the first of the cases that stay with them."""
    chain = Chain(connection)
    for sha256, others in gone.shared.items():
        row = connection.execute(select(MAILS).where(MAILS.c.sha256 == sha256)).one()
        said = json.loads(row.arrival)
        if said.get("own_case") in gone.refs:
            text = json.dumps(said | {"own_case": ""}, ensure_ascii=False)
            connection.execute(update(MAILS).where(MAILS.c.sha256 == sha256).values(arrival=text))
        if row.case_ref in gone.refs:
            connection.execute(update(MAILS).where(MAILS.c.sha256 == sha256).values(case_ref=others[0]))
            if row.state == "decided":
                chain.link(EntryKind.DECISION, MAILS.c.sha256 == sha256)


def _lay_bare(connection: Connection, numbers: tuple[int, ...]) -> None:
    """Forgets the bytes of mails of ours of which it stays known that they went out, and to whom."""
    chain = Chain(connection)
    for some in batches(numbers):
        connection.execute(update(NOTICES).where(NOTICES.c.id.in_(some)).values(sha256=""))
        chain.link(EntryKind.NOTICE, NOTICES.c.id.in_(some) & (NOTICES.c.sent_at != ""))


def _forget_mails(connection: Connection, mails: tuple[str, ...]) -> None:
    """Forgets them but for where they lay in the mailbox, so that nobody takes in there again what is left of them."""
    nobody = select(func.count()).select_from(MAILS).where(MAILS.c.sha256 == ERASED_MAIL)
    if mails and not connection.execute(nobody).scalar():
        row = {"size": 0, "received_at": "", "stored_at": "", "state": "erased"}
        connection.execute(insert(MAILS).values(sha256=ERASED_MAIL, **row))
    for some in batches(mails):
        connection.execute(update(PLACES).where(PLACES.c.sha256.in_(some)).values(sha256=ERASED_MAIL))
    _delete(connection, MAILS.c.sha256, values=mails)


def _forget_kept(connection: Connection, says: Callable[[str], bool]) -> None:
    """Takes out of what is kept under names all that speaks of the erased; the ways back of the workbook all go."""
    for row in connection.execute(select(KEPT)).all():
        if row.name in _UNTOUCHED:
            continue
        is_way_back = row.name.startswith("tracker-steps") or row.name in ("tracker-announced", "tracker-base-since")
        known = None if is_way_back or says(row.name) else json.loads(zlib.decompress(row.content))
        left = None if known is None else _left(known, says)
        if left is None:
            connection.execute(delete(KEPT).where(KEPT.c.name == row.name))
        elif left != known:
            content = zlib.compress(json.dumps(left, ensure_ascii=False).encode(), level=1)
            connection.execute(update(KEPT).where(KEPT.c.name == row.name).values(content=content))


def _left(known: Any, says: Callable[[str], bool]) -> Any:
    """What of it speaks of nothing erased: of a list its other entries, of anything else all or nothing."""
    if isinstance(known, list):
        return [entry for entry in known if not says(json.dumps(entry, ensure_ascii=False))]
    return None if says(json.dumps(known, ensure_ascii=False)) else known
