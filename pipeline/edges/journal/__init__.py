"""The journal: everything that Caseclock must remember, in SQLite, with the raw mails beside it by their SHA-256."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, ExceptionContext, create_engine, event, inspect
from sqlalchemy.exc import DatabaseError, InternalError, OperationalError

from pipeline.edges.journal.casebook import Casebook
from pipeline.edges.journal.kept import REST, Kept
from pipeline.edges.journal.mail_index import JournalMailIndex
from pipeline.edges.journal.mails import Mails, StoredMail
from pipeline.edges.journal.notice_queue import NoticeQueue
from pipeline.edges.journal.raw import RawFiles
from pipeline.edges.journal.schema import METADATA, REVISION
from pipeline.errors import JournalDamaged, StoreUnavailable

# Result codes of SQLite (sqlite.org/rescode.html): malformed, no database; no permission, read-only, cannot be opened.
_DAMAGED, _NOT_ALLOWED = (11, 26), (3, 8, 14)
# Not counted as a change: it only takes back what was found out.
_NO_REST = f"DELETE FROM kept WHERE name = '{REST}'"  # noqa: S608 - a name of ours


class Journal:
    """One open journal; each `with journal.writing()` is one transaction, all of it or nothing."""

    def __init__(self, folder: Path) -> None:
        """Opens the journal in `folder`, making it or bringing it up to date; raises StoreUnavailable."""
        # The words of a statement that failed would stand in the error, and they hold people's names.
        self._engine = create_engine(
            f"sqlite:///{folder / 'journal.sqlite'}", isolation_level="AUTOCOMMIT", hide_parameters=True
        )
        event.listen(self._engine, "connect", _tune)
        event.listen(self._engine, "handle_error", _say_it_plainly)
        event.listen(self._engine, "after_cursor_execute", self._note_change)
        # How many rows of each table were written since it was opened, counting none that stayed as it was.
        self.written: Counter[str] = Counter()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # A journal that cannot be used is let go of again, whatever the reason.
            with ExitStack() as opened:
                opened.callback(self._engine.dispose)
                self._connection = opened.enter_context(self._engine.connect())
                if _revision(self._connection) != REVISION:
                    with self._transaction():
                        _migrate(self._connection)
                self.secret = self._made_secret()
                opened.pop_all()
        except JournalDamaged:
            raise
        except (StoreUnavailable, OperationalError, OSError) as fault:
            raise StoreUnavailable(
                f"The journal in {folder} cannot be opened ({_short(fault)}); {_remedy(fault, folder)}."
            ) from fault
        self.folder = folder
        self.raw = RawFiles(folder)
        self.mails = Mails(self._connection)
        self.casebook = Casebook(self._connection)
        self.notices = NoticeQueue(self._connection)
        self.kept = Kept(self._connection)

    def _made_secret(self) -> str:
        """What makes the ids of our mails impossible to guess; it lies in the journal, and so in every backup of it."""
        kept = Kept(self._connection).secret
        if kept.get() is None:
            with self.writing():
                kept.put(kept.get() or secrets.token_hex(32))  # another process may just have made one
        return kept.get() or ""

    def mail_index(self, mail: StoredMail, *, opened: frozenset[str]) -> JournalMailIndex:
        """Everything that came before `mail`; `opened` are the cases that it opened when it was read before."""
        return JournalMailIndex(
            connection=self._connection, sha256=mail.sha256, message_id=mail.message_id, opened=opened
        )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction over everything done inside; raises StoreUnavailable where it cannot be kept.

        Whoever writes, the office is no longer known to be at rest.
        """
        with self._transaction():
            self._connection.exec_driver_sql(_NO_REST)
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield
            self._connection.exec_driver_sql("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        if self._connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
            self._connection.exec_driver_sql("ROLLBACK")
            self.written.update(list(self.written))  # what was read in between was never so

    def _note_change(self, *said: Any) -> None:
        _, cursor, _, _, context, _ = said
        if context.isinsert or context.isupdate or context.isdelete:
            self.written[context.compiled.statement.table.name] += max(0, cursor.rowcount)

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()
        self._engine.dispose()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


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


def _revision(connection: Connection) -> str:
    """The migration that left the journal as it stands, or an empty text where there is no journal yet."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


def _migrate(connection: Connection) -> None:
    """A new journal is made whole as `schema` has it; an older one is brought there step by step."""
    # Of use once in a journal's life, and slow to import.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    if not _revision(connection):
        METADATA.create_all(connection)
        command.stamp(config, "head")
        return
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise StoreUnavailable("a newer version of Caseclock made it; install that version") from None


def _short(fault: Exception) -> str:
    raised = (fault.__cause__ or fault) if isinstance(fault, StoreUnavailable) else fault
    return str(getattr(raised, "orig", None) or raised).splitlines()[0]
