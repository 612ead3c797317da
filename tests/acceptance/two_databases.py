"""One office twice, its journal in SQLite and in PostgreSQL, and what must then be the same of both."""

from __future__ import annotations

import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path
from types import SimpleNamespace

import pytest
from office import Office
from sqlalchemy import select

from pipeline.edges.journal import Journal
from pipeline.edges.journal.derived.packed import unpacked
from pipeline.edges.journal.schema import METADATA
from tests.postgres import PostgresServer

# What a ledger rests on says, as a digest, where the office's files lie.
SALTED = {*(("chain", name) for name in ("salt", "digest", "hash")), ("ledgers", "rests_on")}
# A database that counts never gives a number twice, where SQLite gives those of the newest rows anew once they are
# taken away: mails that never left and are written anew. So they are compared by their order.
NUMBERS = {("notices", "id"), ("notices", "mail_id")}
# What a pass rested on says where the office's files lie and when they were written.
OF_THE_FOLDER = re.compile(r'"(office|workbook|calendar)": "[0-9a-f -]+"')
PICKLED = b"\x80"  # as a value begins that was packed


def on_each(
    make_office: Callable[[str], Office],
    postgres: PostgresServer,
    folder: Path,
    *,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Office]:
    """The office on SQLite and then on PostgreSQL, each with the same secret, the same chance and the same clock."""
    # A mail server numbers its folders by the second, and a file says in which it was packed.
    monkeypatch.setattr("pymap.mailbox.MailboxSnapshot.new_uid_validity", lambda: 1_700_000_001)
    packed = SimpleNamespace(time=lambda: 0.0, localtime=lambda _: (2026, 12, 10, 9, 0, 0, 3, 344, 0))
    monkeypatch.setattr("zipfile.time", packed)
    one, other = make_office("sqlite"), make_office("postgres")
    other.lies_in(postgres.store(folder))
    with one.journal() as journal, other.journal() as shared, shared.writing():
        shared.kept.secret.put(journal.secret)
    for office in (one, other):
        # Receipt numbers, and what divides the parts of a mail.
        monkeypatch.setattr("pipeline.edges.journal.receipts.secrets.choice", random.Random(1).choice)
        random.seed(1)
        yield office


def are_the_same(one: Office, other: Office) -> tuple[int, int, int]:
    """Counts the rows of each, their mails, and those of these that say where a mail as it came can be read."""
    with one.journal() as journal, other.journal() as shared:
        rows = rows_of(journal)
        assert rows_of(shared) == rows
        assert (journal.verified().fault, shared.verified().fault) == ("", "")
        mails = [row[0] for row in rows["mails"]]
        assert all(journal.raw.read(name, kind="mail") == shared.raw.read(name, kind="mail") for name in mails)
    assert parts_of(one.tracker) == parts_of(other.tracker)
    pairs = list(zip(one.servers.sent, other.servers.sent, strict=True))
    assert all(mail.recipients == twin.recipients for mail, twin in pairs)
    differing = [(mail.raw, twin.raw) for mail, twin in pairs if mail.raw != twin.raw]
    for mail, twin in differing:
        assert content_of(mail) == content_of(twin)
    return sum(map(len, rows.values())), len(pairs), len(differing)


def rows_of(journal: Journal) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the journal, but for what the chain salts and when the workbook was written."""
    notices = METADATA.tables["notices"]
    ids = journal.connection.execute(select(notices.c.id).order_by(notices.c.id)).scalars()
    order = {number: place for place, number in enumerate(ids, start=1)}
    found = {}
    for table in METADATA.sorted_tables:
        columns = [column for column in table.columns if (table.name, column.name) not in SALTED]
        rows = (row._asdict() for row in journal.connection.execute(select(*columns)))
        wanted = (row for row in rows if row.get("name") != "tracker-version")
        found[table.name] = sorted((alike(table.name, row, order=order) for row in wanted), key=repr)
    return found


def alike(table: str, row: dict[str, object], *, order: dict[int, int]) -> tuple[object, ...]:
    if table == "chain" and row["kind"] == "notice":
        row["row_key"] = str(order[int(str(row["row_key"]))])
    numbered = {name: order.get(value, value) for name, value in row.items() if (table, name) in NUMBERS}
    if table == "notices":
        del row["sha256"]
    return tuple(map(said, (row | numbered).values()))


def said(value: object) -> object:
    if isinstance(value, bytes):
        if zlib.decompress(value)[:1] == PICKLED:
            return repr(unpacked(value))
        return OF_THE_FOLDER.sub(r"\1", without_place(zlib.decompress(value).decode()))
    return without_place(value) if isinstance(value, str) else value


def without_place(text: str) -> str:
    """The text without the place of a mail as it came (in the store, or beside the workbook where a database holds it)
    and without the hash of the record, which is salted."""
    text = re.sub(r"(Record: entry \d+), [0-9a-f]{32}", r"\1", text)
    return re.sub(r"(store/mail/..|originals)/(mail-)?([0-9a-f]{12})[0-9a-f]*\.eml", r"\3", text)


def content_of(mail: bytes) -> list[tuple[list[tuple[str, str]], str]]:
    """The headers and the content of each part of a mail, without places."""
    parts = message_from_bytes(mail).walk()
    return [(part.items(), without_place((part.get_payload(decode=True) or b"").decode("latin-1"))) for part in parts]


def parts_of(workbook: Path) -> dict[str, str]:
    """The text of each part of a workbook but the one that says when it was made."""
    with zipfile.ZipFile(workbook) as package:
        names = [name for name in package.namelist() if name != "docProps/core.xml"]
        return {name: without_place(package.read(name).decode()) for name in names}
