"""The journal in a schema of a PostgreSQL database, raw mails and notes with it, so that any machine can take over."""

from __future__ import annotations

import hashlib
import os
import socket
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from sqlalchemy import Connection, Engine, ExceptionContext, MetaData, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite.dml import OnConflictDoNothing, OnConflictDoUpdate
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from pipeline.edges.journal.engines import connected, engine_for
from pipeline.edges.journal.notes import NoteRows
from pipeline.edges.journal.raw import RawRows
from pipeline.edges.journal.schema import METADATA, SHARED
from pipeline.edges.sign_in.network import require_loopback, tls_context
from pipeline.edges.sign_in.secrets import secret_text
from pipeline.errors import ExtraMissing, PassRunning, StoreUnavailable
from pipeline.settings import Store

PORT, _SOCKETS = 5432, "/var/run/postgresql"
# A server that says nothing for so long is gone; it is asked to give up a statement before that.
_SILENT_SECONDS = 90
# What the session asks of the server, in milliseconds where no unit stands. A worker that was frozen or cut off loses
# its session, and with it the lock of its pass: within two minutes where the machine or the network is gone or a
# transaction was open, and otherwise after longer than any pass may be silent; a pass says how long it may itself.
SESSION = {
    "statement_timeout": "60s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "idle_session_timeout": "65min",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "60000",
    "timezone": "UTC",
    "client_encoding": "UTF8",
}
# Classes of SQLSTATE (PostgreSQL's appendix A) that say nothing of the values which a statement was given: connection,
# transaction, sign-in, catalogue, schema, collision, resources, limits, state, an operator's doing, system, its faults.
_OF_THE_WORLD = ("08", "25", "28", "3D", "3F", "40", "53", "54", "55", "57", "58", "F0", "XX")
# An index of few rows is of the same few here; the tables do not say so, as every office would load this dialect then.
for _index in (index for table in METADATA.tables.values() for index in table.indexes):
    _index.dialect_options["postgresql"]["where"] = _index.dialect_options["sqlite"]["where"]
_NOT_ALLOWED, _DAMAGED = "42501", ("XX001", "XX002")


@dataclass(frozen=True, kw_only=True, slots=True)
class PostgresStore:
    """Where many machines keep the journal of one partnership."""

    settings: Store
    tables: tuple[MetaData, ...] = (METADATA, SHARED)
    is_shared: bool = True

    @property
    def folder(self) -> Path:
        """The folder of this machine for what is of the machine alone."""
        return self.settings.folder

    @property
    def where(self) -> str:
        """The journal's place in words, without a secret."""
        return f"at {self.settings.database} (schema {self.settings.schema_name})"

    @property
    def begin(self) -> str:
        """Begins a transaction that waits for any other that writes: as with SQLite, there is one at a time."""
        return f"BEGIN; SELECT pg_advisory_xact_lock({self._key('writing')})"

    def connected(self) -> Connection:
        """A connection of its own."""
        return connected(_engine(), self.settings)

    def prepare(self, connection: Connection) -> None:
        """Makes the schema where there is none; whoever may not make one is given one by the administrator."""
        name = self.settings.schema_name
        # Of two that begin at once, one waits for all that the other makes.
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        if connection.execute(text("SELECT to_regnamespace(:name)"), {"name": name}).scalar() is None:
            connection.execute(text(f"CREATE SCHEMA {name}"))

    def raw(self, connection: Connection) -> RawRows:
        """The mails as they came and went."""
        return RawRows(connection)

    def notes(self, connection: Connection) -> NoteRows:
        """What a pass writes down in passing."""
        return NoteRows(connection)

    @contextmanager
    def pass_lock(self, connection: Connection, silent: timedelta | None) -> Iterator[None]:
        """Holds the one pass of this partnership on the very connection that writes its journal; raises PassRunning.

        Whoever loses the lock has lost the connection, and can write no more: also who was `silent` for longer.
        """
        if silent is not None:
            connection.exec_driver_sql(f"SET idle_session_timeout = {silent // timedelta(milliseconds=1)}")
        with self.held(connection, "pass") as held:
            if not held:
                raise PassRunning
            yield

    @contextmanager
    def held(self, connection: Connection, purpose: str) -> Iterator[bool]:
        """Whether this connection alone holds the lock for `purpose`, until the end."""
        key = {"key": self._key(purpose)}
        held = bool(connection.execute(text("SELECT pg_try_advisory_lock(:key)"), key).scalar())
        try:
            yield held
        finally:
            if held:
                # Of a connection that is lost, the server lets the lock go by itself.
                with suppress(StoreUnavailable):
                    connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)

    def roll_back(self, connection: Connection, *, begun: bool) -> None:
        """Ends a transaction that failed; of a connection that is lost, the server does."""
        with suppress(StoreUnavailable):
            connection.exec_driver_sql("ROLLBACK")

    def short(self, fault: BaseException) -> str:
        """A fault of the database in its own words, on one line, without the values that it may quote elsewhere."""
        return _short(fault)

    def remedy(self, fault: BaseException) -> str:
        """What a person does about a journal that cannot be opened."""
        return _remedy(fault)

    def _key(self, purpose: str) -> int:
        """The number of a lock, of 64 bits: the locks of a database are shared by all its schemas."""
        named = f"caseclock:{self.settings.schema_name}:{purpose}".encode()
        return int.from_bytes(hashlib.sha256(named).digest()[:8], "big", signed=True)


# The journal's statements are written once, for SQLite; these two clauses PostgreSQL has in classes of its own.
@compiles(OnConflictDoNothing, "postgresql")
def _do_nothing(clause: OnConflictDoNothing, compiler: SQLCompiler, **given: Any) -> str:
    index = clause.inferred_target_elements
    return compiler.process(postgresql.dml.OnConflictDoNothing(index_elements=index), **given)


@compiles(OnConflictDoUpdate, "postgresql")
def _do_update(clause: OnConflictDoUpdate, compiler: SQLCompiler, **given: Any) -> str:
    theirs = postgresql.dml.OnConflictDoUpdate(
        index_elements=clause.inferred_target_elements,
        set_=dict(clause.update_values_to_set),
        where=clause.update_whereclause,
    )
    return compiler.process(theirs, **given)


@cache
def _engine() -> Engine:
    return engine_for("postgresql+pg8000://", _connected, said=_say_it_plainly)


def _connected(given: Store) -> object:
    try:
        import pg8000.dbapi
    except ImportError:
        raise ExtraMissing(
            "The journal is to lie in PostgreSQL, and its driver is not installed: pip install 'caseclock[postgres]'."
        ) from None
    address = urlsplit(given.database)
    secret, host = given.secret, address.hostname or ""
    named = secret.env or secret.file or secret.credential
    password = secret_text(secret, setting="store.secret") if named else None
    way: dict[str, Any] = (
        _over_network(given, host) if host else {"sock": _local(_socket_file(address)), "ssl_context": False}
    )
    try:
        connection = pg8000.dbapi.connect(
            unquote(address.username or ""),
            database=unquote(address.path.lstrip("/")),
            password=password,
            timeout=_SILENT_SECONDS,
            application_name=f"caseclock {given.schema_name}",
            startup_params=SESSION | {"search_path": given.schema_name},
            **way,
        )
    except BaseException:
        _let_go(way["sock"])
        raise
    weakref.finalize(connection, _let_go, way["sock"]).atexit = False
    return connection


def _let_go(reached: socket.socket) -> None:
    # The driver leaves the socket of a connection that could not be made, or died, to the garbage collector.
    if (number := reached.detach()) >= 0:
        os.close(number)


def _local(path: str) -> socket.socket:
    reached = socket.socket(socket.AF_UNIX)
    try:
        reached.settimeout(_SILENT_SECONDS)
        reached.connect(path)
    except BaseException:
        reached.close()
        raise
    return reached


def _socket_file(address: SplitResult) -> str:
    folder = parse_qs(address.query).get("host", [_SOCKETS])[0]
    return f"{folder}/.s.PGSQL.{address.port or PORT}"


def _over_network(given: Store, host: str) -> dict[str, Any]:
    if given.security == "none":
        require_loopback(host, "store.database")
    tls = tls_context(given.ca_file) if given.security == "tls" else False
    return {"host": host, "sock": _socket(host, urlsplit(given.database).port or PORT), "ssl_context": tls}


def _socket(host: str, port: int) -> socket.socket:
    """A connection on which a server that is gone is noticed, also while nothing is said."""
    reached = socket.create_connection((host, port), timeout=_SILENT_SECONDS)
    reached.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3), ("TCP_USER_TIMEOUT", 60_000)):
        # Not every system has them all.
        if hasattr(socket, name):
            reached.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    return reached


def _say_it_plainly(context: ExceptionContext) -> None:
    """A database that is away, full, stopping or not ours is the world's fault, whichever statement met it first.

    What PostgreSQL refuses for the values it was given stays what it is: that is a fault of the mail in hand.
    """
    fault = context.original_exception
    # SQLAlchemy would put a new connection in the place of one that was lost; the lock of the pass was on the old one.
    context.is_disconnect = False
    if isinstance(fault, OSError) or _is_of_the_world(fault):
        raise StoreUnavailable(f"The journal's database cannot be used ({_short(fault)}); {_remedy(fault)}.") from fault


def _is_of_the_world(fault: BaseException) -> bool:
    state = _state(fault)
    if not state:
        return _is_of_the_driver(fault)
    return state == _NOT_ALLOWED or state.startswith(_OF_THE_WORLD)


def _is_of_the_driver(fault: BaseException | None) -> bool:
    """Whether it could not speak with the server at all."""
    return type(fault).__name__ == "InterfaceError"


def _state(fault: BaseException | None) -> str:
    """The SQLSTATE that the server gave; empty where it gave none."""
    return str(_said(fault).get("C", ""))


def _said(fault: BaseException | None) -> dict[str, str]:
    raised = getattr(fault, "orig", None) or fault
    said = raised.args[0] if isinstance(raised, Exception) and raised.args else None
    if isinstance(said, dict):
        return said
    # A server that lets nobody in hangs up, and the driver then fails once more over its own farewell.
    over_it = isinstance(raised, OSError) or _is_of_the_driver(raised)
    return _said(raised.__context__) if raised is not None and over_it else {}


def _short(fault: BaseException) -> str:
    raised = (fault.__cause__ or fault) if isinstance(fault, StoreUnavailable) else fault
    if told := _said(raised).get("M"):
        return told
    why = raised.__cause__
    return (isinstance(why, OSError) and why.strerror) or (str(raised).splitlines() or [""])[0]


def _remedy(fault: BaseException) -> str:
    state = _state(fault.__cause__ if isinstance(fault, StoreUnavailable) else fault)
    if state in _DAMAGED:
        return "it is damaged: stop Caseclock and restore the schema from its newest backup"
    if state.startswith("28"):
        return "correct the user in store.database, its secret, or the server's pg_hba.conf"
    if state in (_NOT_ALLOWED, "3D000"):
        return "let the database's administrator make database and schema, and give them to the user in store.database"
    return "start PostgreSQL, and look at address, network and the disk of its server"
