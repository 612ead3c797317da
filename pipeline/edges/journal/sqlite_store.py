"""The journal as one file of SQLite in the store's folder, with the raw mails and small notes beside it."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

from sqlalchemy import Connection, Engine, ExceptionContext, MetaData, event
from sqlalchemy.exc import DatabaseError, InternalError, OperationalError

from pipeline.edges.journal.engines import connected, engine_for
from pipeline.edges.journal.notes import NoteFiles
from pipeline.edges.journal.raw import RawFiles
from pipeline.edges.journal.schema import METADATA
from pipeline.edges.lock import pass_lock
from pipeline.errors import JournalDamaged, StoreUnavailable

# Result codes of SQLite (sqlite.org/rescode.html): malformed, no database; no permission, read-only, cannot be opened.
_DAMAGED, _NOT_ALLOWED = (11, 26), (3, 8, 14)


class SqliteStore:
    """Where one office keeps its journal by itself."""

    begin = "BEGIN IMMEDIATE"
    tables: tuple[MetaData, ...] = (METADATA,)
    is_shared = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.where = f"in {folder}"

    def connected(self) -> Connection:
        """The file, open; made where there is none."""
        return connected(_engine(), self.folder / "journal.sqlite")

    def prepare(self, _: Connection) -> None:
        """Nothing: a file has no schema to make."""

    def raw(self, _: Connection) -> RawFiles:
        """The mails as they came and went."""
        return RawFiles(self.folder)

    def notes(self, _: Connection) -> NoteFiles:
        """What a pass writes down in passing."""
        return NoteFiles(self.folder)

    def pass_lock(self, _: Connection, __: timedelta | None) -> AbstractContextManager[None]:
        """Holds the one pass of this store until its process ends; raises PassRunning."""
        return pass_lock(self.folder)

    def roll_back(self, connection: Connection, *, begun: bool) -> None:
        """Ends a transaction that failed, where there is one."""
        if begun and connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
            connection.exec_driver_sql("ROLLBACK")

    def short(self, fault: BaseException) -> str:
        """A fault of the journal in its own words, on one line."""
        return _short(fault)

    def remedy(self, fault: BaseException) -> str:
        """What a person does about a journal that cannot be opened."""
        return _remedy(fault, self.folder)


@cache
def _engine() -> Engine:
    opened = partial(sqlite3.connect, check_same_thread=False)
    engine = engine_for("sqlite://", opened, said=_say_it_plainly)
    event.listen(engine, "connect", _tune)
    return engine


def _tune(connection: object, _: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _say_it_plainly(context: ExceptionContext) -> None:
    """A journal that is locked, away, full or damaged is the world's fault, whichever statement met it first.

    What SQLite refuses for the values it was given (a key twice, a text too long) stays what it is.
    """
    fault = context.sqlalchemy_exception
    if _code(fault) in _DAMAGED:
        raise JournalDamaged from fault
    if isinstance(fault, (OperationalError, InternalError)) or type(fault) is DatabaseError:
        raise StoreUnavailable(f"The journal cannot be used ({_short(fault)}); {_remedy(fault)}.") from fault


def _code(fault: BaseException | None) -> int:
    """SQLite's own primary result code; 0 where it gave none."""
    code = getattr(getattr(fault, "orig", None) or fault, "sqlite_errorcode", 0)
    return int(code or 0) & 0xFF


def _remedy(fault: BaseException, folder: Path | None = None) -> str:
    raised = fault.__cause__ if isinstance(fault, StoreUnavailable) and fault.__cause__ else fault
    if _code(raised) in _NOT_ALLOWED or isinstance(raised, PermissionError):
        where = str(folder) if folder else "the store folder"
        return (
            f"let the user that runs Caseclock own {where} and all that lies in it (chown -R), and remove a file "
            "journal.sqlite-shm or -wal that stays read-only while nothing runs"
        )
    return "free disk space, or close what else has it open"


def _short(fault: BaseException) -> str:
    raised = (fault.__cause__ or fault) if isinstance(fault, StoreUnavailable) else fault
    return str(getattr(raised, "orig", None) or raised).splitlines()[0]
