"""A backup of one office is put back as docs/operating.md says, on both databases, and the office works on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from office import FRIDAY, MONDAY, Office

from scheduler.demo.story import mailbox
from tests.postgres import PostgresServer

pytestmark = pytest.mark.passes


class FolderBackup:
    def __init__(self, office: Office, folder: Path) -> None:
        self.store, self.copy = office.folder / "store", folder / "backup"
        shutil.copytree(self.store, self.copy)

    def restore(self) -> None:
        shutil.rmtree(self.store)
        shutil.copytree(self.copy, self.store)


class SchemaBackup:
    def __init__(self, office: Office, postgres: PostgresServer) -> None:
        self.postgres, self.file = postgres, str(postgres.folder / "office.dump")
        with office.journal() as journal:
            self.schema = journal.connection.exec_driver_sql("SELECT current_schema()").scalar()
        postgres.run("pg_dump", "-U", "caseclock", "-Fc", f"--schema={self.schema}", f"--file={self.file}", "caseclock")

    def restore(self) -> None:
        self.postgres.sql(f"ALTER SCHEMA {self.schema} RENAME TO {self.schema}_before")
        self.postgres.run("pg_restore", "-U", "caseclock", "--exit-on-error", "--dbname=caseclock", self.file)


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_an_office_is_put_back_from_its_backup_and_works_on(
    office: Office, request: pytest.FixtureRequest, tmp_path: Path, database: str
) -> None:
    postgres = request.getfixturevalue("postgres") if database == "postgres" else None
    if postgres is not None:
        office.lies_in(postgres.store(tmp_path / "store"))
    for file in mailbox()[:3]:
        office.deliver(file.read_bytes())
    office.make_pass(FRIDAY)
    before = office.standing()
    backup = FolderBackup(office, tmp_path) if postgres is None else SchemaBackup(office, postgres)
    with office.journal() as journal, journal.writing():
        journal.notices.forget(mail.key for mail in journal.notices.all())
    assert office.standing() != before
    backup.restore()
    assert office.standing() == before
    assert office.make_pass(MONDAY).faults == []
    with office.journal() as journal, journal.writing():
        # Numbers go on where they were.
        journal.casebook.open("NSH-2026-999", opened_at=MONDAY, opened_by="x")
    assert max(office.sent().values()) == 1
