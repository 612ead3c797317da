"""The heartbeat is a bare call, whatever becomes of it is a value, and systemd is told over its own socket."""

from __future__ import annotations

import http.server
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.edges.heartbeat import beat
from pipeline.edges.service_manager import notify, watchdog_seconds
from scheduler.watch.attend import failing
from tests.edges.servers import free_port


@contextmanager
def watcher(code: int) -> Iterator[tuple[int, list[str]]]:
    """A service that is called: its port, and what it was told."""
    heard: list[str] = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(f"{self.path} {self.headers['User-Agent']} {self.headers['Content-Length']}")
            self.send_response_only(code)
            self.send_header("Date", "Wed, 02 Dec 2026 09:00:00 GMT")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.server_port, heard
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_call_says_nothing_but_that_it_was_made_and_hears_the_time() -> None:
    with watcher(200) as (port, heard):
        found = beat(f"http://127.0.0.1:{port}/c8?x=1")
    assert (found.taken, found.date, found.why) == (True, datetime(2026, 12, 2, 9, 0, tzinfo=UTC), "")
    assert heard == ["/c8?x=1 caseclock None"]


def test_what_becomes_of_a_call_is_a_value_and_never_holds_the_address() -> None:
    with watcher(404) as (port, _):
        refused = beat(f"http://127.0.0.1:{port}/c8-secret")
    nobody, clear = beat(f"http://127.0.0.1:{free_port()}/c8-secret"), beat("http://watch.example/c8-secret")
    assert refused.why == "it answered 404"
    assert not (refused.taken or nobody.taken or clear.taken)
    assert "c8-secret" not in refused.why + nobody.why + clear.why
    assert "could not be called (URLError)" in nobody.why
    assert "only for a server on this machine" in clear.why


@pytest.mark.parametrize(
    ("address", "own", "called"),
    [
        ("https://watch.example/c8", "", "https://watch.example/c8/fail"),
        ("https://watch.example/c8/?status=up", "", "https://watch.example/c8/fail?status=up"),
        ("https://watch.example/c8", "https://watch.example/down", "https://watch.example/down"),
    ],
)
def test_a_failure_is_called_at_an_address_of_its_own(address: str, own: str, called: str) -> None:
    assert failing(address, own) == called


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd_hears_over_its_socket(abstract: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"@caseclock-test-{free_port()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(name.replace("@", "\0", 1) if abstract else name)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        assert notify("READY=1", "STATUS=Works")
        assert manager.recv(100) == b"READY=1\nSTATUS=Works"
    assert not notify("READY=1")
    monkeypatch.delenv("NOTIFY_SOCKET")
    assert not notify("READY=1")


@pytest.mark.parametrize(
    ("micro", "process", "seconds"),
    [("120000000", "", 120.0), ("", "", None), ("0", "", None), ("x", "", None), ("120000000", "1", None)],
)
def test_the_watchdog_waits_as_long_as_it_says(
    micro: str, process: str, seconds: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", micro)
    monkeypatch.setenv("WATCHDOG_PID", process)
    assert watchdog_seconds() == seconds
