"""A world in which things fail: an office with a worker, a second way out and a heartbeat, in simulated time."""

from __future__ import annotations

import atexit
import contextlib
import http.server
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from office import Office, message

from scheduler.demo.servers import EmbeddedMailServers
from scheduler.demo.story import ADDRESS, PASSWORD, mailbox
from scheduler.watch.child import Nursery
from scheduler.worker import PassWorker
from tests.edges.servers import Authority, Wire

ROOT = Path(__file__).parent.parent.parent
WEDNESDAY = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
ALARMS = "alarms@other-relay.example"
MANAGER = "manager@northshire.example"
# What passes in a world may take, in real seconds: enough for a machine that is busy. One that is to hang has less.
BUDGET = 120.0
SILENT_AFTER = timedelta(minutes=60)
# One for the workers of all worlds, one after another: to load all that a pass needs takes longer than the passes do.
NURSERY = Nursery()
atexit.register(NURSERY.close)

# What the matrix wants to see is mails, not the log of some hundred simulated days.
logging.getLogger("caseclock").setLevel(logging.CRITICAL)


class Heartbeat:
    """An address that is called after passes, and the dead man's switch behind it."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.calls: list[tuple[datetime, str]] = []
        heartbeat = self

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heartbeat.calls.append((clock(), self.path))
                self.send_response_only(200)
                self.send_header("Date", format_datetime(heartbeat.date()))
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.date = clock
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def rings(self, now: datetime) -> bool:
        """Whether whoever watches the address would ring: it fell silent, or was told of a failure."""
        if not self.calls:
            return False
        last, path = self.calls[-1]
        return path.endswith("/fail") or now - last >= SILENT_AFTER


class Encrypted:
    """A wire that speaks TLS with whoever calls, with a certificate that may be renewed, and plainly with the server."""

    def __init__(self, port: int, folder: Path) -> None:
        self._target, self._folder = port, folder
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.authority = folder / "authority.pem"
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def certify(self, until: datetime) -> None:
        """A new certificate that ends at `until`, and an authority of which the settings know."""
        made = Authority(self._folder, until=until)
        self._context = made.server_context()

    def __enter__(self) -> Encrypted:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            self._context.wrap_socket(caller, server_side=True) as end,
            socket.create_connection(("127.0.0.1", self._target)) as server,
        ):
            threading.Thread(target=_copy, args=(server, end), daemon=True).start()
            _copy(end, server)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while seen := source.recv(65536):
            target.sendall(seen)
        target.shutdown(socket.SHUT_RDWR)


def coming_wednesday() -> datetime:
    """A Wednesday at nine yet to come and not at Christmas, for what holds certificates against the machine's own clock."""
    day = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while day.weekday() != 2 or (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2):
        day += timedelta(days=1)
    return day


class World:
    """An office in `folder` with all that it hangs on; `now` is what time it is there."""

    def __init__(self, folder: Path, stack: ExitStack, *, start: datetime = WEDNESDAY) -> None:
        self.folder, self.now, self.wrong_by = folder, start, timedelta()
        self.at_the_end = stack.callback
        self.on_connect: list[Callable[[], None]] = []
        self.afterwards: list[Callable[[], None]] = []
        self.servers = stack.enter_context(EmbeddedMailServers({ADDRESS: PASSWORD}))
        self.other = stack.enter_context(EmbeddedMailServers({ALARMS: PASSWORD}))
        self.heartbeat = stack.enter_context(Heartbeat(lambda: self.now))
        self.wire = stack.enter_context(Wire(self.servers.imap_port, to_server=self._seen))
        self.encrypted = stack.enter_context(Encrypted(self.wire.port, folder))
        self.office = Office(folder, self.servers)
        self._arrange()
        self.worker = self.new_worker()
        self._posted, self.asleep = 0, False
        self.installed: Path | None = None

    def _seen(self, sent: bytes) -> bytes:
        while self.on_connect:
            self.on_connect.pop()()
        return sent

    def _arrange(self) -> None:
        self.change(f"port = {self.servers.imap_port}", f"port = {self.wire.port}")
        self.change('file = "password"\n\n[intake]', 'file = "password-out"\n\n[intake]')
        (self.folder / "password-out").write_text(PASSWORD, encoding="utf-8")
        (self.folder / "password-out").chmod(0o600)  # one that others may read is refused
        (self.folder / "share").mkdir()
        self.change(
            "[intake]",
            f"""[tracker]
path = "share/tracker.xlsx"
originals = "share originals"
held_alert_minutes = 45

[notices]
templates = "templates"

[alarm]
disk_megabytes = 60
heartbeat_url = "http://127.0.0.1:{self.heartbeat.port}/beat"

[alarm.outgoing]
host = "127.0.0.1"
port = {self.other.smtp_port}
security = "none"
user = "{ALARMS}"

[alarm.outgoing.sign_in.secret]
file = "password-out-other"

[intake]""",
        )
        (self.folder / "password-out-other").write_text(PASSWORD, encoding="utf-8")
        (self.folder / "password-out-other").chmod(0o600)  # one that others may read is refused
        (self.folder / "templates" / "mail").mkdir(parents=True)

    def change(self, old: str, new: str) -> None:
        """Changes the settings."""
        text = self.office.config.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in the settings"
        self.office.config.write_text(text.replace(old, new, 1), encoding="utf-8")

    def new_worker(self) -> PassWorker:
        """A worker that has just been started."""
        worker = PassWorker(self.office.config, clock=lambda: self.now + self.wrong_by, pass_seconds=BUDGET)
        worker.nursery = NURSERY
        return worker

    def kill_the_pass(self) -> None:
        """The child in which a pass runs is killed, as by the kernel when memory is short."""
        if self.worker.nursery.running:
            os.kill(self.worker.nursery.running, signal.SIGKILL)

    def post(self) -> None:
        """A mail comes in."""
        raw = mailbox()[self._posted % 6].read_bytes()
        self._posted += 1
        again = raw.replace(b"Message-ID: <", f"Message-ID: <{self._posted}-".encode())
        self.servers.deliver(again, at=self.now - timedelta(minutes=1))

    def round(self, minutes: float) -> None:
        """The worker's next round, so many minutes later."""
        self.now += timedelta(minutes=minutes)
        if self.installed is not None:
            self._once(self.installed)
        elif not self.asleep:
            self.worker.round()
        while self.afterwards:
            self.afterwards.pop()()

    def install(self) -> Path:
        """A copy of the program, whose own files may be broken; from now on its passes are made, as by cron."""
        self.installed = self.folder / "installed"
        for room in ("scheduler", "pipeline", "parsers", "templates"):
            shutil.copytree(ROOT / room, self.installed / room, ignore=shutil.ignore_patterns("__pycache__"))
        return self.installed

    def _once(self, program: Path) -> None:
        words = ("once", "--config", str(self.office.config), "--now", self.now.isoformat())
        command = [sys.executable, "-c", "from scheduler.cli import main; main()", *words]
        environment = {**os.environ, "PYTHONPATH": str(program)}
        subprocess.run(command, cwd=program, env=environment, capture_output=True, check=False, timeout=240)

    def told(self) -> list[str]:
        """The subjects of every alarm and recovery that reached the manager, by either way."""
        subjects = (
            message(mail.raw).subject
            for servers in (self.servers, self.other)
            for mail in servers.sent
            if mail.recipients == (MANAGER,)
        )
        found = (subject.partition("] ")[2] for subject in subjects)
        return [
            subject for subject in found if subject.startswith(("URGENT: ", "It is over: ")) and "child" not in subject
        ]

    def alarms(self) -> list[str]:
        """The alarms alone."""
        return [subject for subject in self.told() if subject.startswith("URGENT: ")]

    def recoveries(self) -> list[str]:
        """What was said to be over."""
        return [subject for subject in self.told() if subject.startswith("It is over: ")]


@contextmanager
def world(folder: Path, *, start: datetime = WEDNESDAY) -> Iterator[World]:
    """A world that ends with the test."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        yield World(folder, stack, start=start)
