"""The journal: all that Caseclock must remember, with the raw mails by their SHA-256; in SQLite or PostgreSQL."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, MetaData, event, inspect
from sqlalchemy.exc import OperationalError

from pipeline.edges.journal.casebook import Casebook
from pipeline.edges.journal.chain import Chain
from pipeline.edges.journal.chain_check import Verified, verified
from pipeline.edges.journal.derived.ledgers import Ledgers
from pipeline.edges.journal.derived.standings import Standings
from pipeline.edges.journal.kept import REST, Kept
from pipeline.edges.journal.mail_index import JournalMailIndex
from pipeline.edges.journal.mails import Mails, StoredMail
from pipeline.edges.journal.notice_queue import NoticeQueue
from pipeline.edges.journal.schema import REVISION
from pipeline.edges.journal.sqlite_store import SqliteStore
from pipeline.errors import JournalDamaged, StoreUnavailable
from pipeline.settings import Store

if TYPE_CHECKING:
    from pipeline.edges.journal.postgres_store import PostgresStore


# In the place of a revision: what lies here is of the past, and goes on elsewhere.
MOVED = "moved"
# Not counted as a change: it only takes back what was found out.
_NO_REST = f"DELETE FROM kept WHERE name = '{REST}'"  # noqa: S608 - a name of ours


class Journal:
    """One open journal; each `with journal.writing()` is one transaction, all of it or nothing."""

    def __init__(self, folder: Path, *, database: Store | None = None, moving: bool = False) -> None:
        """Opens the journal in `folder`, or in the `database` that these settings name, making it or bringing it up to
        date; raises StoreUnavailable. `moving` is whoever carries a journal there, or from there."""
        self.store = SqliteStore(folder) if database is None else _postgres(database)
        # How many rows of each table were written since it was opened, counting none that stayed as it was.
        self.written: Counter[str] = Counter()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # A journal that cannot be used is let go of again, whatever the reason.
            with ExitStack() as opened:
                self._connection = opened.enter_context(self.store.connected())
                event.listen(self._connection, "after_cursor_execute", self._note_change)
                revision = _revision(self._connection)
                if not moving:
                    self._refuse_the_wrong_place(revision, folder)
                if revision not in (REVISION, MOVED):
                    with self.noting():
                        self.store.prepare(self._connection)
                        _migrate(self._connection, tables=self.store.tables)
                self.secret = self._made_secret()
                opened.pop_all()
        except JournalDamaged:
            raise
        except (StoreUnavailable, OperationalError, OSError) as fault:
            raise StoreUnavailable(
                f"The journal {self.store.where} cannot be opened ({self.store.short(fault)}); "
                f"{self.store.remedy(fault)}."
            ) from fault
        self.folder = folder
        self.raw = self.store.raw(self._connection)
        self.notes = self.store.notes(self._connection)
        self.chain = Chain(self._connection)
        self.mails = Mails(self._connection)
        self.casebook = Casebook(self._connection)
        self.notices = NoticeQueue(self._connection)
        self.standings = Standings(self._connection)
        self.ledgers = Ledgers(self._connection)
        self.kept = Kept(self._connection)

    @classmethod
    def of(cls, store: Store) -> Journal:
        """The journal of the settings `store`, open; raises StoreUnavailable."""
        return cls(store.folder, database=store if store.database else None)

    def _refuse_the_wrong_place(self, revision: str, folder: Path) -> None:
        if revision == MOVED:
            raise StoreUnavailable("it was moved away from here, as `caseclock move-journal` does; correct [store]")
        if self.is_shared and not revision and (folder / "journal.sqlite").exists():
            raise StoreUnavailable(f"the journal lies in {folder}; run `caseclock move-journal` first")

    @property
    def connection(self) -> Connection:
        """What its tables are reached by, for whoever carries all of them elsewhere."""
        return self._connection

    @property
    def is_shared(self) -> bool:
        """Whether several machines may work with it."""
        return self.store.is_shared

    def verified(self, known: str = "") -> Verified:
        """Whether everything stands as it was recorded; `known` is a hash, or its beginning, that a digest printed."""
        return verified(self._connection, self.raw, known=known)

    def pass_lock(self, *, silent: timedelta | None = None) -> AbstractContextManager[None]:
        """Holds the one pass that may run in this journal; raises PassRunning at once where another holds it.

        A server takes it from whoever was `silent` for longer, as when its machine is frozen.
        """
        return self.store.pass_lock(self._connection, silent)

    def require_connection(self) -> None:
        """Raises StoreUnavailable where the connection is lost, and with it the lock of a pass in a database."""
        self._connection.exec_driver_sql("SELECT 1")

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
        with self.noting():
            self._connection.exec_driver_sql(_NO_REST)
            yield

    @contextmanager
    def noting(self) -> Iterator[None]:
        """The same for what no pass rests on, such as how the last one went: an office at rest stays so."""
        begun = False
        try:
            self._connection.exec_driver_sql(self.store.begin)
            begun = True
            yield
            self._connection.exec_driver_sql("COMMIT")
        except BaseException:
            self.store.roll_back(self._connection, begun=begun)
            self.written.update(list(self.written))  # what was read in between was never so
            raise

    @contextmanager
    def looking(self) -> Iterator[None]:
        """`writing` for how far a folder was looked through: no pass has anything to do for it."""
        before = Counter(self.written)
        with self.writing():
            yield
        self.written = before

    def _note_change(self, *said: Any) -> None:
        _, _, _, _, context, _ = said
        if context.isinsert or context.isupdate or context.isdelete:
            self.written[context.compiled.statement.table.name] += max(0, context.cursor.rowcount)

    def close(self) -> None:
        """Ends the connection, which may have ended by itself."""
        with suppress(StoreUnavailable):
            self._connection.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _postgres(settings: Store) -> PostgresStore:
    # One office on SQLite need not load what speaks with a server.
    from pipeline.edges.journal.postgres_store import PostgresStore

    return PostgresStore(settings=settings)


def _revision(connection: Connection) -> str:
    """The migration that left the journal as it stands, or an empty text where there is no journal yet."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


def _migrate(connection: Connection, *, tables: tuple[MetaData, ...]) -> None:
    """A new journal is made whole as `schema` has it; an older one is brought there step by step."""
    # Of use once in a journal's life, and slow to import.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    if not _revision(connection):
        for each in tables:
            each.create_all(connection)
        command.stamp(config, "head")
        return
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise StoreUnavailable("a newer version of Caseclock made it; install that version") from None
