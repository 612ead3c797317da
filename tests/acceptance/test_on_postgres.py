"""An office whose journal lies in PostgreSQL: all that it does is what it does on SQLite, and any machine takes over."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from kill_rooms import cut_off
from office import FRIDAY, LATER, MONDAY, Office
from two_databases import are_the_same, on_each

from pipeline.edges.journal.schema import RAW
from pipeline.errors import PassRunning, StoreUnavailable
from scheduler.demo.servers import EmbeddedMailServers
from scheduler.demo.story import ADDRESS, PASSWORD, mailbox
from scheduler.office import office_of
from scheduler.ports import open_ports
from scheduler.run import one_pass
from tests.postgres import PostgresServer
from tests.soak import TIMES

pytestmark = [pytest.mark.postgres, pytest.mark.passes]
KILLS = 2 if TIMES == 1 else 200


@contextmanager
def on_postgres(folder: Path, postgres: PostgresServer) -> Iterator[Office]:
    """An office with a few mails, which leaves nothing behind."""
    folder.mkdir()
    with EmbeddedMailServers({ADDRESS: PASSWORD}) as servers:
        office = Office(folder, servers)
        office.lies_in(postgres.store(folder))
        for file in mailbox()[:4]:
            office.deliver(file.read_bytes())
        yield office
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def uncut(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, object]]:
    """How many lines a whole pass has, and what it leaves."""
    with on_postgres(tmp_path_factory.mktemp("uncut") / "office", postgres) as calm:
        whole = cut_off(calm, 0, "SIGKILL")
        said, faults = whole.communicate(timeout=240)
        assert whole.returncode == 0, faults
        return int(said), calm.standing()


def test_a_pass_with_nothing_new_does_nothing_on_postgresql_either(postgres: PostgresServer, tmp_path: Path) -> None:
    with on_postgres(tmp_path / "office", postgres) as office:
        passes = (office.make_pass(FRIDAY + timedelta(minutes=minutes)).unchanged for minutes in range(6))
        assert any(passes)
        with office.journal() as journal, journal.writing():
            pass
        assert not office.make_pass(FRIDAY + timedelta(minutes=7)).unchanged


def test_a_pass_may_be_silent_for_as_long_as_its_worker_lets_it_run(postgres: PostgresServer, tmp_path: Path) -> None:
    said = set()
    with on_postgres(tmp_path / "office", postgres) as office:
        configured = office_of(office.config)
        with open_ports(configured) as ports:

            def ask(_: str) -> None:
                said.add(ports.journal.connection.exec_driver_sql("SHOW idle_session_timeout").scalar())

            one_pass(configured, ports, now=FRIDAY, after=ask)
    assert said == {f"{configured.settings.worker.pass_minutes + 1}min"}


def test_an_office_does_the_same_on_both_databases_row_for_row_and_byte_for_byte(
    make_office: Callable[[str], Office], postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices = []
    for office in on_each(make_office, postgres, tmp_path, monkeypatch=monkeypatch):
        office.deliver_all()
        assert office.make_pass(FRIDAY).faults == []
        office.manager_types()
        assert office.make_pass(MONDAY).faults == []
        assert office.make_pass(LATER).faults == []
        offices.append(office)
    rows, mails, differing = are_the_same(*offices)
    assert (rows > 500, differing < 15 < mails - differing) == (True, True)
    other = offices[1]
    assert not (other.folder / "store" / "journal.sqlite").exists()
    assert not (other.folder / "store" / "mail").exists()
    # A mail that waits for somebody can be opened beside the workbook; one whose bytes are gone stops nothing.
    assert list((other.folder / "originals").glob("mail-*.eml"))
    with other.journal() as shared:
        shared.connection.execute(RAW.delete())
    shutil.rmtree(other.folder / "originals")
    assert other.make_pass(LATER + timedelta(minutes=5)).faults == []


def test_killed_at_any_statement_and_started_on_another_machine_nothing_is_lost_or_doubled(
    uncut: tuple[int, dict[str, object]], postgres: PostgresServer, tmp_path: Path
) -> None:
    (number, wanted), kills = uncut, 0
    for place in range(1, KILLS + 1):
        with on_postgres(tmp_path / "killed", postgres) as killed:
            process = cut_off(killed, number * place // (KILLS + 1), "SIGKILL")
            process.communicate(timeout=240)
            kills += process.returncode == -signal.SIGKILL
            shutil.rmtree(killed.folder / "store", ignore_errors=True)  # another machine has none
            killed.make_pass(FRIDAY)
            assert killed.standing() == wanted, f"killed at place {place} of {KILLS + 1}"
    assert kills >= KILLS // 2


def test_a_worker_that_is_frozen_in_its_pass_loses_nothing_and_writes_nothing_once_another_took_over(
    uncut: tuple[int, dict[str, object]], postgres: PostgresServer, tmp_path: Path
) -> None:
    with on_postgres(tmp_path / "frozen", postgres) as frozen:
        process = cut_off(frozen, uncut[0] * 2 // 3, "SIGSTOP")
        _, state = os.waitpid(process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(state)
        with pytest.raises(PassRunning):
            frozen.make_pass(FRIDAY)
        # As the server does by itself where the machine is gone, or where a transaction stays open.
        postgres.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'caseclock office%'"
        )
        frozen.make_pass(FRIDAY)
        before = frozen.standing()
        process.send_signal(signal.SIGCONT)
        _, faults = process.communicate(timeout=240)
        assert process.returncode != 0
        assert "StoreUnavailable" in faults
        frozen.make_pass(FRIDAY)
        assert frozen.standing() == before


class Asked(dict[str, str]):
    """What the outgoing server refuses: nothing; but once it is asked, something happens first."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__()
        self._happens = [happens]

    def __contains__(self, address: object) -> bool:
        if self._happens:
            self._happens.pop()()
        return super().__contains__(address)


def test_a_pass_that_loses_its_session_while_it_hands_over_a_mail_leaves_that_to_the_next(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'caseclock office%'"
    with on_postgres(tmp_path / "office", postgres) as office:
        asked = office.servers.refusals = Asked(lambda: postgres.sql(ended))
        with pytest.raises(StoreUnavailable):
            office.make_pass(FRIDAY)
        assert not asked._happens
        assert office.servers.sent == []
        office.make_pass(FRIDAY)
        assert len(office.sent()) > 3
        assert set(office.sent().values()) == {1}
