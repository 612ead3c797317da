"""What a database leaves lying where rows were: overwritten, and given back to the disk."""

from __future__ import annotations

from sqlalchemy import text

from pipeline.edges.journal import Journal
from pipeline.errors import StoreUnavailable

BEYOND = (
    "What PostgreSQL wrote before, its write-ahead log, the files archived from it, its replicas and its backups, hold "
    "the erased rows until its administrator lets them go."
)


def overwrite_what_goes(journal: Journal) -> None:
    """From here on SQLite writes zeros over whatever is taken out; called before anything is."""
    if not journal.is_shared:
        journal.connection.exec_driver_sql("PRAGMA secure_delete=ON")


def clear_free_pages(journal: Journal) -> None:
    """Leaves no page, and no entry of the log of writes, in which an erased row still stands.

    Raises StoreUnavailable while another program reads the journal.
    """
    connection = journal.connection
    if journal.is_shared:
        connection.execute(text("SET statement_timeout = 0"))
        for table in (table for tables in journal.store.tables for table in tables.sorted_tables):
            connection.execute(text(f'VACUUM (FULL) "{table.name}"'))
        return
    connection.exec_driver_sql("VACUUM")
    busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    if busy or connection.exec_driver_sql("PRAGMA freelist_count").scalar():
        raise StoreUnavailable(
            "Another program has the journal open, so what was erased still stands in its files; close it and run the "
            "same command again."
        )
