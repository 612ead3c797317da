"""The mail servers on which the contract tests run: the embedded one always, Dovecot wherever it is installed."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import PASSWORD, USER, Authority, Dovecot, Embedded, IdentityProvider, somebody

from pipeline.edges.journal import Journal
from pipeline.edges.journal.schema import METADATA, SHARED
from pipeline.edges.sign_in.refresh_token import forget_access_tokens
from pipeline.settings import Store
from tests.postgres import PostgresServer

_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASECLOCK_TEST_PASSWORD", PASSWORD)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def _dovecot(authority: Authority) -> Iterator[Dovecot]:
    with Dovecot(authority=authority) as server:
        yield server


@pytest.fixture
def dovecot(_dovecot: Dovecot) -> Dovecot:
    """Dovecot with an empty mailbox of its own for this test."""
    _dovecot.user = f"{next(_numbers)}.{USER}"
    return _dovecot


@pytest.fixture(params=["embedded", pytest.param("dovecot", marks=pytest.mark.dovecot)])
def server(request: pytest.FixtureRequest):
    if request.param == "dovecot":
        yield request.getfixturevalue("dovecot")
        return
    with Embedded() as embedded:
        yield embedded


@pytest.fixture(scope="session")
def _shared_schema(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = postgres.store(tmp_path_factory.mktemp("store"))
    Journal.of(store).close()
    return store


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Where a journal may lie, with nothing in it: a folder, and a schema of a real PostgreSQL."""
    if request.param == "sqlite":
        return Store(folder=tmp_path / "store")
    shared: Store = request.getfixturevalue("_shared_schema")
    names = (f"{shared.schema_name}.{table}" for table in (*METADATA.tables, *SHARED.tables))
    request.getfixturevalue("postgres").sql(f"TRUNCATE {', '.join(names)} RESTART IDENTITY")
    return shared.model_copy(update={"folder": tmp_path / "store"})


@pytest.fixture
def person(server):
    """A person's own mail program, looking at the same mailbox."""
    with somebody(server) as client:
        yield client


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    """An identity provider on this machine, and no token left from an earlier test."""
    forget_access_tokens()
    with IdentityProvider() as running:
        yield running
    forget_access_tokens()
