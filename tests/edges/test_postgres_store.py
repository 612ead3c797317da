"""The journal on a real PostgreSQL: what its values may be, whose fault a refusal is, and who may write."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError
from test_journal import queued_key, to_send

from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import MAX_UID
from pipeline.edges.journal.mails import NewMail
from pipeline.edges.journal.schema import METADATA, SHARED
from pipeline.errors import WORLD_FAULTS, PassRunning, SettingsInvalid, StoreUnavailable
from pipeline.model import Attention, LogEntry, MessageKey
from pipeline.settings import Secret, Store, settings
from tests.postgres import PASSWORD, PostgresServer

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)
pytestmark = pytest.mark.postgres


@pytest.fixture
def store(_shared_schema: Store) -> Store:
    """Of a journal in which others may have written too."""
    return _shared_schema


@pytest.fixture
def journal(store: Store) -> Iterator[Journal]:
    with Journal.of(store) as opened:
        yield opened


def sessions(postgres: PostgresServer, store: Store) -> str:
    return f"FROM pg_stat_activity WHERE application_name = 'caseclock {store.schema_name}'"


def test_the_largest_uid_that_imap_knows_is_kept(journal: Journal) -> None:
    key = MessageKey(mailbox="m", folder="INBOX", uidvalidity=MAX_UID, uid=MAX_UID)
    with journal.writing():
        journal.mails.add(NewMail(key=key, sha256="a" * 64, size=1, received_at=NOON), now=NOON)
    assert key in journal.mails.seen("m", "INBOX")


@pytest.mark.parametrize(
    "text", ["\0", "a\0b", "\ue000", "\0\ue000", "\ue000\0", "\ue0000", "\ue000\ue0000\0", "ü😀", "x" * 9000]
)
def test_any_text_comes_back_as_it_was_given(journal: Journal, text: str) -> None:
    with journal.writing():
        journal.casebook.log([LogEntry(at=NOON, event="e", detail=text, case_ref=text)])
    assert (journal.casebook.entries()[-1].detail, journal.casebook.entries()[-1].case_ref) == (text, text)


def test_texts_are_sorted_by_their_code_points_whatever_the_database_would_do(journal: Journal) -> None:
    items = [Attention(id=text, what="", why="", remedy="", since=NOON) for text in ("é", "z", "a", "Z", "-a", "_")]
    with journal.writing():
        journal.casebook.show(items)
    assert [item.id for item in journal.casebook.attention()] == ["-a", "Z", "_", "a", "z", "é"]


def test_a_new_schema_has_exactly_the_tables_of_the_journal(journal: Journal) -> None:
    context = MigrationContext.configure(journal._connection)
    assert compare_metadata(context, [METADATA, SHARED]) == []


def test_a_schema_of_the_version_before_becomes_what_a_new_one_is_with_its_record_in_the_chain(
    journal: Journal, store: Store, postgres: PostgresServer, tmp_path: Path
) -> None:
    older, key = postgres.store(tmp_path), queued_key(subject="", due=None)
    with Journal.of(older) as before, before.writing():
        before.casebook.open("NSH-2026-001", opened_at=NOON, opened_by="a form")
        before.casebook.log([LogEntry(at=NOON, event="e", detail="a\0b")])
        before.notices.queue(to_send(key), sha256="", state="queued", urgent=False, with_keys=())
        before.notices.sent(key, now=NOON)
    gone = ("TABLE standings", "TABLE ledgers", "TABLE chain", "INDEX attention_by_case", "INDEX attention_open")
    drops = "; ".join(f"DROP {what}" for what in (*gone, "INDEX notices_by_queued_at"))
    postgres.sql(f"SET search_path = {older.schema_name}; {drops}; UPDATE alembic_version SET version_num = '0003'")
    with Journal.of(older) as after:
        assert (after.verified().fault, after.chain.head().number) == ("", 2)
        assert compare_metadata(MigrationContext.configure(after.connection), [METADATA, SHARED]) == []
    wanted = "table_name, column_name, data_type, character_maximum_length, collation_name, is_nullable"
    columns = [
        postgres.sql(f"SELECT {wanted} FROM information_schema.columns WHERE table_schema = '{name}' ORDER BY 1, 2")
        for name in (store.schema_name, older.schema_name)
    ]
    assert columns[0] == columns[1]


def test_two_that_begin_at_once_make_one_journal(postgres: PostgresServer, tmp_path: Path) -> None:
    store, secrets = postgres.store(tmp_path), []

    def begin() -> None:
        with Journal.of(store) as journal:
            secrets.append(journal.secret)

    both = [threading.Thread(target=begin) for _ in range(3)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(secrets) == 3
    assert len(set(secrets)) == 1


def test_a_schema_of_a_newer_version_is_refused(postgres: PostgresServer, tmp_path: Path) -> None:
    store = postgres.store(tmp_path)
    Journal.of(store).close()
    postgres.sql(f"UPDATE {store.schema_name}.alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnavailable, match="a newer version of Caseclock made it"):
        Journal.of(store)


def test_what_the_database_refuses_for_its_value_is_no_fault_of_the_world(journal: Journal) -> None:
    with pytest.raises(DBAPIError) as refused, journal.writing():
        journal._connection.exec_driver_sql("SELECT 'a'::integer")
    assert not isinstance(refused.value, WORLD_FAULTS)
    with journal.writing():
        journal.casebook.log([LogEntry(at=NOON, event="e", detail="and goes on")])
    assert journal.casebook.entries()[-1].detail == "and goes on"


def test_a_transaction_waits_for_the_one_before_it_and_not_for_ever(journal: Journal, store: Store) -> None:
    with Journal.of(store) as other, other.writing():
        journal._connection.exec_driver_sql("SET lock_timeout = '50ms'")
        with pytest.raises(StoreUnavailable, match="lock timeout"), journal.writing():
            pass


def test_one_pass_holds_the_lock_and_a_second_says_so(journal: Journal, store: Store) -> None:
    with Journal.of(store) as other:
        with journal.pass_lock(), pytest.raises(PassRunning), other.pass_lock():
            pass
        with other.pass_lock():
            pass


def test_whoever_lost_the_connection_lost_the_lock_and_writes_no_more(
    journal: Journal, store: Store, postgres: PostgresServer
) -> None:
    with journal.pass_lock():
        postgres.sql(f"SELECT pg_terminate_backend(pid) {sessions(postgres, store)}")
        with Journal.of(store) as other, other.pass_lock():
            for _ in range(3):
                with pytest.raises(StoreUnavailable), journal.writing():
                    journal.casebook.log([LogEntry(at=NOON, event="e", detail="written without the lock")])
                with pytest.raises(StoreUnavailable):
                    journal.raw.keep(b"without the lock")
            assert "written without the lock" not in [entry.detail for entry in other.casebook.entries()]


def test_a_pass_that_is_silent_for_longer_than_it_may_loses_its_lock_and_writes_no_more(
    journal: Journal, store: Store
) -> None:
    with journal.pass_lock(silent=timedelta(milliseconds=50)):
        time.sleep(0.3)
        with Journal.of(store) as other, other.pass_lock(), pytest.raises(StoreUnavailable), journal.writing():
            journal.casebook.log([LogEntry(at=NOON, event="e", detail="awake again")])


def test_a_session_has_the_limits_that_are_promised(journal: Journal) -> None:
    wanted = ("idle_in_transaction_session_timeout", "idle_session_timeout", "statement_timeout", "lock_timeout")
    said = [journal._connection.exec_driver_sql(f"SHOW {name}").scalar() for name in wanted]
    assert said == ["1min", "65min", "1min", "10s"]


def test_a_worker_that_stays_in_a_transaction_loses_it(journal: Journal) -> None:
    journal._connection.exec_driver_sql("SET idle_in_transaction_session_timeout = '20ms'")
    with pytest.raises(StoreUnavailable), journal.writing():
        journal.casebook.log([LogEntry(at=NOON, event="e", detail="frozen")])
        threading.Event().wait(0.3)
        journal.casebook.log([LogEntry(at=NOON, event="e", detail="awake")])


def test_a_database_that_is_away_is_said_with_what_to_do(tmp_path: Path) -> None:
    away = Store(folder=tmp_path, database=f"postgresql://caseclock@/caseclock?host={tmp_path}", schema_name="north")
    with pytest.raises(StoreUnavailable, match=r"schema north.*No such file.*start PostgreSQL"):
        Journal.of(away)


def test_a_wrong_password_is_said_and_never_shown(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_SECRET", "wrong-one")
    with pytest.raises(StoreUnavailable, match=r"password authentication failed.*its secret") as fault:
        Journal.of(store.model_copy(update={"secret": Secret(env="THE_SECRET")}))
    assert "wrong-one" not in str(fault.value)


def test_the_secret_may_come_from_the_environment(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_SECRET", PASSWORD)
    Journal.of(store.model_copy(update={"secret": Secret(env="THE_SECRET")})).close()


def test_a_database_on_another_machine_is_spoken_with_in_tls_alone(store: Store) -> None:
    elsewhere = store.model_copy(update={"database": "postgresql://caseclock@db.northshire.example/caseclock"})
    with pytest.raises(SettingsInvalid, match="allowed only for a server on this machine"):
        Journal.of(elsewhere)


@pytest.mark.parametrize(
    "text",
    [
        'database = "postgresql://caseclock:secret@db.example/caseclock"\nschema_name = "north"',
        'database = "mysql://caseclock@db.example/caseclock"\nschema_name = "north"',
        'database = "postgresql://caseclock@db.example/caseclock"',
        'schema_name = "North; DROP"',
    ],
)
def test_an_address_with_a_password_or_without_a_schema_is_refused(text: str) -> None:
    with pytest.raises(SettingsInvalid, match="store"):
        settings(f"[store]\n{text}")
