"""An office moves from a folder into PostgreSQL and back, and works on as if nothing had been."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import FRIDAY, LATER, MONDAY, Office, command

from pipeline.edges.journal import Journal
from pipeline.edges.journal.schema import REVISION
from pipeline.errors import StoreUnavailable
from pipeline.model import LogEntry
from scheduler.demo.story import mailbox
from tests.postgres import PostgresServer

pytestmark = [pytest.mark.postgres, pytest.mark.passes]


def caseclock(office: Office, *words: str) -> tuple[int, str]:
    done = command(*words, "--config", str(office.config))
    return done.returncode, done.stdout + done.stderr


def test_an_office_moves_to_postgres_and_back_and_nothing_is_lost_or_said_twice(
    office: Office, postgres: PostgresServer, tmp_path: Path
) -> None:
    for file in mailbox()[:3]:
        office.deliver(file.read_bytes())
    office.make_pass(FRIDAY)
    with office.journal() as journal, journal.writing():
        journal.casebook.log([LogEntry(at=FRIDAY, event="odd", detail="a\0b\ue000")])
    printed = record_of(office)
    before, on_sqlite = office.standing(), office.config.read_text(encoding="utf-8")
    store = postgres.store(tmp_path / "store")

    office.lies_in(store)
    # Nobody begins anew beside a journal that has not been moved.
    with pytest.raises(StoreUnavailable, match=r"run `caseclock move-journal` first"):
        office.make_pass(FRIDAY)
    code, said = caseclock(office, "move-journal")
    assert (code, "all was compared and is the same" in said) == (0, True), said
    assert office.standing() == before
    office.manager_types()
    assert record_of(office, known=printed) == printed
    assert office.make_pass(MONDAY).faults == []
    printed = record_of(office, known=printed)
    on_monday = office.standing()

    # Whoever still has the old settings is told, and cannot work on what is of the past.
    with pytest.raises(StoreUnavailable, match="moved away"):
        Journal(tmp_path / "store")
    code, said = caseclock(office, "move-journal", "--back")
    assert (code, "take store.database out" in said) == (0, True), said
    with pytest.raises(StoreUnavailable, match="moved away"):
        office.make_pass(MONDAY)
    office.config.write_text(on_sqlite, encoding="utf-8")
    assert office.standing() == on_monday
    assert record_of(office, known=printed) == printed
    assert office.make_pass(LATER).faults == []
    assert record_of(office, known=printed) != printed


def record_of(office: Office, *, known: str = "") -> str:
    """The hash of the newest entry of the chain, which is whole and holds the one that is `known`."""
    with office.journal() as journal:
        found = journal.verified(known)
    assert (found.fault, bool(found.anchor)) == ("", bool(known))
    return found.head.hash


def test_a_journal_is_not_moved_onto_another(office: Office, postgres: PostgresServer, tmp_path: Path) -> None:
    store = postgres.store(tmp_path / "elsewhere")
    with Journal.of(store) as other, other.writing():
        other.casebook.open("OTH-2026-001", opened_at=FRIDAY, opened_by="x")
    with office.journal() as journal, journal.writing():
        journal.casebook.open("NSH-2026-001", opened_at=FRIDAY, opened_by="x")
    office.lies_in(store)
    code, said = caseclock(office, "move-journal")
    assert (code, "is not the same on both sides" in said) == (1, True), said
    with Journal(office.folder / "store") as journal:
        assert journal.casebook.refs() == ("NSH-2026-001",)


def test_a_move_that_is_cut_off_is_done_again(office: Office, postgres: PostgresServer, tmp_path: Path) -> None:
    with office.journal() as journal, journal.writing():
        journal.casebook.open("NSH-2026-001", opened_at=FRIDAY, opened_by="x")
    office.lies_in(postgres.store(tmp_path / "store"))
    assert caseclock(office, "move-journal")[0] == 0
    with Journal(office.folder / "store", moving=True) as journal, journal.writing():
        journal.connection.exec_driver_sql(
            f"UPDATE alembic_version SET version_num = '{REVISION}'"
        )  # cut off before the mark
    code, said = caseclock(office, "move-journal")
    assert (code, "Moved" in said) == (0, True), said
    with pytest.raises(StoreUnavailable, match="moved away"):
        Journal(office.folder / "store")
