"""What a row leaves in the files of a journal once it is taken out, and that it is gone afterwards."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.edges.erasure.free_pages import clear_free_pages, overwrite_what_goes
from pipeline.edges.journal import Journal
from pipeline.errors import StoreUnavailable

SAID = b"Quillerton spoke with the ward twice."


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("journal.sqlite*")))


def with_a_row_gone(journal: Journal) -> None:
    """A journal as SQLite leaves it where nothing is overwritten."""
    journal.connection.exec_driver_sql("PRAGMA secure_delete=OFF")
    with journal.writing():
        row = {"id": "x", "what": SAID.decode(), "now": "2026-11-13T16:00:00+00:00"}
        journal.connection.execute(
            text("INSERT INTO attention VALUES (:id, :what, '', '', :now, '', '', false, '')"), row
        )
    with journal.writing():
        journal.connection.execute(text("DELETE FROM attention"))


def test_a_row_that_is_gone_stands_in_no_free_page_and_in_no_log_of_writes(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        with_a_row_gone(journal)
        assert SAID in bytes_of(tmp_path)
        clear_free_pages(journal)
        assert SAID not in bytes_of(tmp_path)


def test_what_is_taken_out_from_now_on_is_overwritten(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        with_a_row_gone(journal)
        overwrite_what_goes(journal)
        assert journal.connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def test_while_another_program_reads_it_is_said_that_the_row_may_still_stand_there(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal, closing(sqlite3.connect(tmp_path / "journal.sqlite")) as other:
        with_a_row_gone(journal)
        other.execute("BEGIN")
        other.execute("SELECT * FROM attention").fetchall()
        journal.connection.exec_driver_sql("PRAGMA busy_timeout=10")
        with pytest.raises(StoreUnavailable):
            clear_free_pages(journal)
