"""What several machines that work for one office keep from each other: the health record, alarms told, rotated tokens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import MailServer
from pipeline.settings import SignIn, Store
from scheduler.shared.carried import known_to_all, only_pass
from scheduler.shared.rotated_tokens import with_newest_token
from scheduler.watch.record import HealthRecord, alarms_told, health, keep_whom_to_alarm, whom_to_alarm, write_health
from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres
NINE = datetime(2026, 11, 16, 9, tzinfo=UTC)
WHOM = "manager@northshire.example"


class Machine:
    """One of several machines, with a store folder and a token file of its own."""

    def __init__(self, store: Store, folder: Path) -> None:
        folder.mkdir()
        self.store = store.model_copy(update={"folder": folder})
        self.token = folder / "token"

    def makes_pass(self, at: datetime) -> None:
        with Journal.of(self.store) as journal, only_pass(journal):
            write_health(self.store.folder, HealthRecord(last_pass=at, last_good_pass=at))

    @property
    def last_pass(self) -> datetime | None:
        with known_to_all(self.store):
            return health(self.store.folder).last_pass

    def signs_in(self, rotated: str = "") -> str:
        """The token that it signs in with; the provider gives `rotated` in its place."""
        seen = ""

        @contextmanager
        def connect() -> Iterator[None]:
            nonlocal seen
            seen = self.token.read_text(encoding="utf-8").strip()
            if rotated:
                self.token.write_text(rotated, encoding="utf-8")
            yield

        sign_in = SignIn(method="refresh-token", refresh_token_file=self.token)
        with (
            Journal.of(self.store) as journal,
            with_newest_token(connect, sign_in, server=MailServer.MAILBOX, journal=journal),
        ):
            return seen


@pytest.fixture
def machines(postgres: PostgresServer, tmp_path: Path) -> tuple[Machine, Machine]:
    store = postgres.store(tmp_path)
    return Machine(store, tmp_path / "one"), Machine(store, tmp_path / "two")


def test_each_machine_knows_the_last_pass_wherever_it_was_made(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    one.makes_pass(NINE)
    assert two.last_pass == NINE
    two.makes_pass(NINE + timedelta(minutes=5))
    assert one.last_pass == NINE + timedelta(minutes=5)


def test_a_machine_that_was_away_does_not_put_its_old_record_over_a_newer_one(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    one.makes_pass(NINE)
    two.makes_pass(NINE + timedelta(minutes=5))
    with known_to_all(two.store):
        one.makes_pass(NINE + timedelta(minutes=10))
    assert two.last_pass == NINE + timedelta(minutes=10)


def test_without_the_database_a_machine_goes_by_what_it_has_and_tells_later(
    machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    one, two = machines
    one.makes_pass(NINE)
    away = one.store.model_copy(update={"database": f"postgresql://caseclock@/caseclock?host={tmp_path}"})
    with known_to_all(away):
        write_health(one.store.folder, HealthRecord(last_pass=NINE + timedelta(minutes=5)))
        keep_whom_to_alarm(one.store.folder, [WHOM])
    assert two.last_pass == NINE
    with known_to_all(one.store):
        assert alarms_told(one.store.folder) == ()
    assert two.last_pass == NINE + timedelta(minutes=5)
    assert whom_to_alarm(two.store.folder) == (WHOM,)


def test_a_rotated_token_is_at_once_on_every_machine(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    for machine in machines:
        machine.token.write_text("first\n", encoding="utf-8")
    assert one.signs_in(rotated="second") == "first"
    assert two.signs_in(rotated="third") == "second"
    assert one.signs_in() == "third"
    assert two.signs_in() == "third"


def test_a_token_that_a_person_puts_there_counts_on_every_machine(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    for machine in machines:
        machine.token.write_text("first\n", encoding="utf-8")
    one.signs_in(rotated="second")
    two.token.write_text("by hand", encoding="utf-8")
    assert two.signs_in() == "by hand"
    assert one.signs_in() == "by hand"


def test_a_machine_without_a_token_is_given_the_newest(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    one.token.write_text("first\n", encoding="utf-8")
    one.signs_in(rotated="second")
    assert two.signs_in() == "second"
