"""The offices in which the acceptance tests work."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from office import LATER, Office, at_work, demonstrated, until_monday
from put_back import Kept, Work, kept

from scheduler.demo.servers import EmbeddedMailServers
from scheduler.demo.story import ADDRESS, PASSWORD

pytest.register_assert_rewrite("rounds_checks", "two_databases")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with _servers() as servers:
        yield Office(tmp_path, servers)


@pytest.fixture(scope="session")
def office_after(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Work], Office]]:
    """Gives an office as it stood after some work, which is done once for all tests of a worker."""
    offices: dict[Work, Kept] = {}
    with ExitStack() as running:

        def put_back(work: Work) -> Office:
            if work not in offices:
                servers = running.enter_context(_servers())
                office = Office(tmp_path_factory.mktemp("office"), servers)
                work(office)
                offices[work] = Kept(office)
            return offices[work].put_back()

        yield put_back


running = kept(at_work)
demonstrated = kept(demonstrated)


@kept
def reminded(office: Office) -> None:
    """An office whose reminders of Wednesday 2 December went out."""
    assert at_work(office).make_pass(LATER).faults == []


@kept
def worked(office: Office) -> None:
    """An office after the first two passes of the demonstration."""
    office.deliver_all()
    until_monday(office)


@pytest.fixture(scope="module")
def make_offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Office]]:
    """Makes offices that all tests of a module look at, each with servers of its own."""
    with ExitStack() as running:
        yield lambda name: Office(tmp_path_factory.mktemp(name), running.enter_context(_servers()))


@pytest.fixture
def make_office(tmp_path: Path) -> Iterator[Callable[[str], Office]]:
    """Makes several offices, each with servers of its own."""

    def make(name: str) -> Office:
        (tmp_path / name).mkdir()
        return Office(tmp_path / name, running.enter_context(_servers()))

    with ExitStack() as running:
        yield make


def _servers() -> EmbeddedMailServers:
    return EmbeddedMailServers({ADDRESS: PASSWORD})
