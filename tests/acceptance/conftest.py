"""The offices in which the acceptance tests work."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from office import FRIDAY, LATER, MONDAY, Office

from scheduler.demo.servers import EmbeddedMailServers
from scheduler.demo.story import ADDRESS, PASSWORD, mailbox

pytest.register_assert_rewrite("rounds_checks", "two_databases")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with EmbeddedMailServers({ADDRESS: PASSWORD}) as servers:
        yield Office(tmp_path, servers)


def until_monday(office: Office) -> Office:
    office.make_pass(FRIDAY)
    office.manager_types()
    office.make_pass(MONDAY)
    return office


@pytest.fixture
def running(office: Office) -> Office:
    """An office whose first case was notified on Monday 16 November: rapid review by Monday 7 December."""
    for file in mailbox()[:3]:
        office.deliver(file.read_bytes())
    return until_monday(office)


@pytest.fixture
def reminded(running: Office) -> Office:
    """An office whose reminders of Wednesday 2 December went out."""
    assert running.make_pass(LATER).faults == []
    return running


@pytest.fixture
def worked(office: Office) -> Office:
    """An office after the first two passes of the demonstration."""
    office.deliver_all()
    return until_monday(office)


@pytest.fixture(scope="module")
def demonstrated(make_offices: Callable[[str], Office]) -> Office:
    """An office after the three passes of the demonstration, at which all tests of a module look."""
    office = make_offices("office")
    office.deliver_all()
    until_monday(office).make_pass(LATER)
    return office


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
