"""Every text that the journal holds, but for that of what is erased."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from sqlalchemy import Connection, String, Table, select

from pipeline.edges.erasure.belongings import Belongings, speaks_of
from pipeline.edges.journal.schema import ATTENTION, CHAIN, KEPT, MAILS, METADATA, NOTICES

_OWN = "erasing"  # what an erasure that is under way keeps of itself
# What holds rows of every case, and is taken from the workbook.
_OF_THE_WORKBOOK = ("tracker-",)


def texts_of_rows(connection: Connection, *, but: Belongings | None = None) -> Iterator[str]:
    """Every row of every table as one text; those of `but` left out."""
    for table in METADATA.sorted_tables:
        if table not in (KEPT, CHAIN):
            yield from _texts(connection, table, but=but)


def _texts(connection: Connection, table: Table, *, but: Belongings | None) -> Iterator[str]:
    gone = _keys(table, but) if but else frozenset()
    refs = but.refs if but else frozenset()
    columns = [column for column in table.columns if isinstance(column.type, String)]
    key = next(iter(table.primary_key.columns)).label("its_key")
    for row in connection.execute(select(key, *columns)):
        if row.its_key not in gone and not refs & {getattr(row, "case_ref", ""), getattr(row, "ref", "")}:
            yield "\n".join(str(value) for value in row[1:] if value)


def _keys(table: Table, but: Belongings) -> frozenset[object]:
    """The keys of what is erased of a table, where its rows do not name their case."""
    keys = {NOTICES: but.notices, ATTENTION: but.items, MAILS: but.mails}
    return frozenset(keys.get(table, ()))


def kept_texts(connection: Connection, *, but: Belongings | None = None) -> Iterator[str]:
    """What is kept under names, as it reads; what speaks of `but` left out."""
    says = speaks_of(but.refs, but.mails) if but else None
    for row in connection.execute(select(KEPT)):
        if row.name == _OWN or (says and (row.name.startswith(_OF_THE_WORKBOOK) or says(row.name))):
            continue
        yield f"{row.name}\n{zlib.decompress(row.content).decode()}"
