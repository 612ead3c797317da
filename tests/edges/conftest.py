"""The mail servers on which the contract tests run: the embedded one always, Dovecot wherever it is installed."""

import itertools
from collections.abc import Iterator

import pytest
from servers import PASSWORD, USER, Authority, Dovecot, Embedded, IdentityProvider, somebody

from pipeline.edges.sign_in.refresh_token import forget_access_tokens

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
