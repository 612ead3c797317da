"""The offices in which the acceptance tests work."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from office import Office

from scheduler.demo.servers import EmbeddedMailServers
from scheduler.demo.story import ADDRESS, PASSWORD

pytest.register_assert_rewrite("rounds_checks")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with EmbeddedMailServers({ADDRESS: PASSWORD}) as servers:
        yield Office(tmp_path, servers)


@pytest.fixture(scope="module")
def make_offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Office]]:
    """Makes offices that all tests of a module look at, each with servers of its own."""
    running: list[EmbeddedMailServers] = []

    def make(name: str) -> Office:
        servers = EmbeddedMailServers({ADDRESS: PASSWORD})
        running.append(servers.__enter__())
        return Office(tmp_path_factory.mktemp(name), servers)

    yield make
    for servers in running:
        servers.__exit__(None, None, None)


@pytest.fixture
def make_office(tmp_path: Path) -> Iterator[Callable[[str], Office]]:
    """Makes several offices, each with servers of its own."""
    running: list[EmbeddedMailServers] = []

    def make(name: str) -> Office:
        servers = EmbeddedMailServers({ADDRESS: PASSWORD})
        running.append(servers.__enter__())
        (tmp_path / name).mkdir()
        return Office(tmp_path / name, servers)

    yield make
    for servers in running:
        servers.__exit__(None, None, None)
