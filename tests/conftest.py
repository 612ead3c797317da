"""What a test needs from the machine: absent, it is skipped with a plain sentence; in CI that is a failure."""

import ctypes
import functools
import gc
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from parsers.document import DOCUMENT_PROCESS
from tests import soak
from tests.postgres import PROGRAMS, PostgresServer, postgres_server

soak.prepare()

NEEDED = {
    "dovecot": (
        ("dovecot",),
        "Dovecot is not installed; install dovecot-imapd (sh .ci/system-packages) to run this test.",
    ),
    "libreoffice": (
        ("soffice", "libreoffice"),
        "LibreOffice is not installed; install libreoffice-calc and libreoffice-writer (sh .ci/system-packages) to run "
        "this test.",
    ),
    "postgres": (
        ("pg_ctl",),
        "PostgreSQL's server is not installed; install postgresql (sh .ci/system-packages) to run this test.",
    ),
}
UNO = (
    "LibreOffice cannot be driven here; install python3-uno for the system's own Python (sh .ci/system-packages) to run "
    "this test."
)
SYSTEM_PYTHON = "/usr/bin/python3"  # Debian builds LibreOffice's bridge for it, and for no other
SYSTEM_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", PROGRAMS))


MEMORY = Path("/dev/shm")  # a folder of Linux that lies in memory; containers often have a small one
# A journal waits for the disk at each of its commits, hundreds of times in a pass. Programs that are started follow; a soak
# writes more than fits.
has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 4_000_000_000
if has_room and soak.TIMES == 1 and "TMPDIR" not in os.environ:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """One more than there are cores, since some tests wait for what they started."""
    return (yield) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Several workers take the files with slow tests first, so that at the end none is left alone with a long one."""
    if hasattr(config, "workerinput"):
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """Takes thousands of tests out of every later round of the collector, and makes the rounds rarer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


@functools.cache
def _given_back() -> Callable[[int], int]:
    """The C library's own function that gives freed memory back to the machine, where it has one."""
    return getattr(ctypes.CDLL(None), "malloc_trim", lambda _: 0)


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """What a file's tests took and freed goes back: the C library keeps it, and for each thread of a server apart."""
    if nextitem is None or nextitem.path != item.path:
        _given_back()(0)


def pytest_sessionfinish() -> None:
    """While lines are counted, the reading process may end by itself, as only then it says which it walked."""
    process = DOCUMENT_PROCESS._process
    if "COVERAGE_PROCESS_CONFIG" in os.environ and process is not None and process.stdin is not None:
        process.stdin.close()
        process.wait(60)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures of what was tried at length, and the matrix of faults: minutes until told, and told to be over."""
    for report in terminalreporter.getreports("passed"):
        for said in (value for key, value in report.user_properties if key == "figures"):
            terminalreporter.line(f"\n{said}")
    cells: dict[str, dict[str, str]] = {}
    for report in terminalreporter.getreports("passed"):
        for name, phase, said in (value for key, value in report.user_properties if key == "matrix"):
            cells.setdefault(name, {})[phase] = said
    if cells:
        phases = ("before", "during", "after")
        terminalreporter.section("minutes until told / until told to be over")
        terminalreporter.line(f"{'':40}" + "".join(f"{phase:>12}" for phase in phases))
        for name, row in sorted(cells.items()):
            terminalreporter.line(f"{name:40}" + "".join(f"{row.get(phase, ''):>12}" for phase in phases))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (programs, sentence) in NEEDED.items():
        if item.get_closest_marker(marker) and not any(shutil.which(name, path=SYSTEM_PATH) for name in programs):
            _missing(sentence)
    if item.get_closest_marker("uno") and not _has_uno():
        _missing(UNO)
    if item.get_closest_marker("dovecot") and not _dovecot_version().startswith("2.3"):
        pytest.skip(f"The tests' settings are for Dovecot 2.3, and this is {_dovecot_version()}.")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL for all tests of a worker; each takes a schema of its own."""
    with postgres_server() as server:
        yield server


def _missing(sentence: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


@functools.cache
def _has_uno() -> bool:
    if shutil.which(SYSTEM_PYTHON) is None:
        return False
    return not subprocess.run(
        [SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, timeout=60, check=False
    ).returncode


@functools.cache
def _dovecot_version() -> str:
    dovecot = shutil.which("dovecot", path=SYSTEM_PATH)
    said = subprocess.run([str(dovecot), "--version"], capture_output=True, text=True, timeout=30, check=True)
    return said.stdout.strip()
