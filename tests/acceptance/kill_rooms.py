"""Rooms in which passes are killed and frozen: an office with a Dovecot and an SMTP server of its own, put back each time.

A room has a process in which everything that a pass needs is loaded once, and which forks the passes, as a worker's
nursery does; a pass counts its lines in the rooms that touch the world, and gives itself the signal at one of them.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

import openpyxl
from office import FRIDAY, Office

from scheduler.demo.servers import EmbeddedMailServers
from scheduler.demo.story import ADDRESS
from tests.edges.servers import PASSWORD, Dovecot

# Forks a pass for each line that is asked and says how it ended or that it stands still; `pass` counts its lines.
PASSES = """
import json, os, signal, sys
from datetime import datetime
from pathlib import Path
import scheduler.run, scheduler.watch.loaded, scheduler.whole_pass
from parsers.document import DOCUMENT_PROCESS
from parsers.whole_mail import _MAIL_PROCESS
from pipeline.errors import PassRunning, StoreUnavailable
from scheduler.office import office_of
from scheduler.ports import open_ports

home = Path(scheduler.run.__file__).parent.parent
rooms = tuple(f"{home}/{room}" for room in ("scheduler", "pipeline/edges", "parsers/whole_mail", "parsers/safe/bounded"))
MEMORY = 1_024_000_000
names = {name for name, _ in scheduler.whole_pass.STEPS}
unavailable = (PassRunning, StoreUnavailable)

def make(config, now, limit, how, told):
    lines, steps = 0, [("Opening", 0)]

    def local(frame, event, arg):
        nonlocal lines
        if event == "line":
            lines += 1
            if lines == limit:
                Path(told).write_text(json.dumps([lines, steps]))
                os.kill(os.getpid(), getattr(signal, how))
        return local

    def enter(frame, event, arg):
        return local if frame.f_code.co_filename.startswith(rooms) else None

    if limit:
        sys.settrace(enter)
    office = office_of(Path(config))
    with open_ports(office) as ports:
        said = lambda what: steps.append((what, lines)) if what in names else None
        scheduler.run.one_pass(office, ports, now=datetime.fromisoformat(now), say=said)
    sys.settrace(None)
    Path(told).write_text(json.dumps([lines, steps]))

def ended(child):
    _, state = os.waitpid(child, os.WUNTRACED)
    stands = os.WIFSTOPPED(state)
    print(json.dumps([child, 0 if stands else os.waitstatus_to_exitcode(state), stands]), flush=True)

for line in sys.stdin:
    asked = json.loads(line)
    if isinstance(asked, int):
        os.kill(asked, signal.SIGCONT)
        ended(asked)
        continue
    # Those who read for the pass before may have died with it in the midst of a word.
    for process in (DOCUMENT_PROCESS, _MAIL_PROCESS):
        if asked.pop("anew"):
            process.give_up()
        process.stand(MEMORY)
        asked["anew"] = True
    asked.pop("anew")
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(2, 1)
        try:
            make(**asked)
        except BaseException as fault:
            if isinstance(fault, unavailable):
                os._exit(3)
            print(repr(fault), file=sys.stderr)
            os._exit(1)
        os._exit(0)
    ended(child)
"""
STARTING, OPENING, READING = "Starting", "Opening", "Reading each mail"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """How a pass ended that was to be killed or frozen: its process, what it was about, and whether it stands still."""

    process: int
    code: int
    stands: bool
    step: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """A mail as it lies in a folder of Dovecot's."""

    raw: bytes


class DovecotServers(EmbeddedMailServers):
    """Dovecot for the mailbox, and the SMTP server inside this process; where it keeps what it sends, Dovecot has that."""

    def __init__(self) -> None:
        super().__init__({ADDRESS: PASSWORD})
        self.dovecot = Dovecot()
        self.maildir = self.dovecot.folder / "users" / ADDRESS / "Maildir"
        self._delivered = 0

    def __enter__(self) -> Self:
        self.dovecot.__enter__()
        super().__enter__()
        self.imap_port = self.dovecot.port
        return self

    def __exit__(self, *fault: object) -> None:
        super().__exit__(*fault)
        self.dovecot.__exit__(*fault)

    def deliver(self, raw: bytes, folder: str = "INBOX", *, at: datetime, **_: object) -> int:  # type: ignore[override]
        """Puts a mail where an MTA does."""
        place = self.maildir if folder == "INBOX" else self.maildir / f".{folder}"
        owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.getuid())
        for name in ("cur", "new", "tmp"):
            (place / name).mkdir(parents=True, exist_ok=True)
        self._delivered += 1
        path = place / "new" / f"{int(at.timestamp())}.{os.getpid()}_{self._delivered}.localhost"
        path.write_bytes(raw)
        os.utime(path, (at.timestamp(), at.timestamp()))
        home = self.maildir.parent
        for each in (home, self.maildir, place, *place.iterdir(), path):
            os.chown(each, owner.pw_uid, owner.pw_gid)
        return self._delivered

    def mails(self, folder: str = "INBOX", **_: object) -> tuple[Mail, ...]:  # type: ignore[override]
        """What lies in a folder."""
        place = self.maildir if folder == "INBOX" else self.maildir / f".{folder}"
        files = (path for name in ("cur", "new") for path in sorted(place.glob(f"{name}/*")))
        return tuple(Mail(raw=path.read_bytes()) for path in files)

    async def keep(self, raw: bytes) -> None:
        """A sent mail lies in Sent at once, as with Microsoft 365."""
        self.deliver(raw, self.sent_folder, at=datetime.now().astimezone())


class Room:
    """An office in `folder` that is put back into how it stood, as often as asked; `keeps` says what its server does."""

    def __init__(self, folder: Path, stack: ExitStack, *, keeps: bool) -> None:
        self.folder, self._stages = folder, folder.parent / f"{folder.name} stages"
        self.servers = stack.enter_context(DovecotServers())
        folder.mkdir(parents=True)
        self.office = Office(folder, self.servers)
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        if not keeps:
            self.servers.sent_folder = ""
            text = self.office.config.read_text(encoding="utf-8")
            self.office.config.write_text(text.replace("save_sent = false\n", ""), encoding="utf-8")
        self._told, self._anew = folder.parent / f"{folder.name} told", False
        self._passes = subprocess.Popen(
            [sys.executable, "-c", PASSES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        stack.callback(self._passes.communicate)

    def keep_stage(self, name: str) -> None:
        """Keeps how everything stands now."""
        stage = self._stages / name
        stage.mkdir(parents=True)
        _copied(self.folder, stage / "office")
        _copied(self.servers.maildir, stage / "mail")

    def put_back(self, name: str) -> None:
        """Everything stands as it was kept, and nothing has been sent since."""
        for place, kept in ((self.folder, "office"), (self.servers.maildir, "mail")):
            shutil.rmtree(place)
            _copied(self._stages / name / kept, place)
        self.servers.sent.clear()

    def cut(self, now: datetime, limit: int, how: str) -> Cut:
        """A pass that gives itself the signal `how` at its `limit`-th line."""
        process, code, stands = self._ask(now, limit, how)
        lines = json.loads(self._told.read_text(encoding="utf-8"))[1] if self._told.exists() else []
        step = lines[-1][0] if lines else OPENING
        self._anew = code == -signal.SIGKILL and step == READING
        return Cut(process=process, code=code, stands=stands, step=step)

    def whole(self, now: datetime) -> int:
        """A pass that nobody cuts off; gives with what it ended."""
        return self._ask(now, 0, "")[1]

    def lines(self, now: datetime) -> tuple[int, list[tuple[str, int]]]:
        """How many lines a whole pass has, and at which of them each step begins."""
        assert self._ask(now, -1, "")[1] == 0
        number, steps = json.loads(self._told.read_text(encoding="utf-8"))
        return number, [(name, line) for name, line in steps]

    def goes_on(self, process: int) -> int:
        """A frozen pass goes on; gives with what it ended."""
        return int(self._said(process)[1])

    def _ask(self, now: datetime, limit: int, how: str) -> tuple[int, int, bool]:
        self._told.unlink(missing_ok=True)
        asked = {
            "config": str(self.office.config), "now": now.isoformat(), "limit": limit, "how": how,
            "told": str(self._told), "anew": self._anew,
        }  # fmt: skip
        self._anew = False
        return self._said(asked)

    def _said(self, asked: object) -> tuple[int, int, bool]:
        assert self._passes.stdin
        assert self._passes.stdout
        self._passes.stdin.write(json.dumps(asked) + "\n")
        self._passes.stdin.flush()
        process, code, stands = json.loads(self._passes.stdout.readline())
        return process, code, stands

    def start(self, now: datetime, limit: int) -> Cut:
        """The command itself, killed at the `limit`-th of its lines, nearly all of which are those of its start."""
        words = [sys.executable, "-c", START, str(limit), "once", "--config", str(self.office.config), "--now"]
        done = subprocess.run([*words, now.isoformat()], capture_output=True, text=True, check=False, timeout=240)
        return Cut(process=0, code=done.returncode, stands=False, step=STARTING)

    def lines_of_a_start(self, now: datetime) -> int:
        """How many lines the command has, its start and its pass together."""
        words = [sys.executable, "-c", START, "-1", "once", "--config", str(self.office.config), "--now"]
        done = subprocess.run([*words, now.isoformat()], capture_output=True, text=True, check=False, timeout=240)
        return int(done.stderr.splitlines()[-1])

    def is_whole(self) -> None:
        """Sees to it that journal and tracker are whole, wherever what wrote them was cut off."""
        path = self.folder / "store" / "journal.sqlite"
        if path.exists():
            with closing(sqlite3.connect(path)) as journal:
                assert journal.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if self.office.tracker.exists():
            with zipfile.ZipFile(self.office.tracker) as book:
                assert book.testzip() is None

    def standing(self, *, passes: tuple[datetime, ...]) -> dict[str, object]:
        """What must come out the same: that of the office, every cell of its workbook, the papers beside it.

        In which of the `passes` it was written is not; and what the Log says of one instant in the same words is one row.
        """
        # A write that was cut off leaves its part behind, which is swept when it is an hour old.
        parts = list(self.folder.rglob(".*.part"))
        assert len(parts) <= 1, parts
        for part in parts:
            part.unlink()
        moments = {moment.replace(tzinfo=None): "in this pass" for moment in passes}
        book = openpyxl.load_workbook(self.office.tracker, read_only=True)
        cells = {
            f"sheet {sheet.title}": sorted(
                {
                    repr([moments.get(cell, cell) for cell in row])
                    for row in sheet.iter_rows(values_only=True)
                    if any(row)
                }
            )
            for sheet in book
        }
        book.close()
        beside = sorted(
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.is_file() and not {"store", "log", "tracker backups"} & set(path.relative_to(self.folder).parts)
        )
        return self.office.standing() | cells | {"beside": beside}


# The command as a shell starts it, which counts its lines in all our rooms from the first import on.
START = """
import os, signal, sys
limit, lines = int(sys.argv.pop(1)), 0
rooms = ("/scheduler/", "/pipeline/", "/parsers/")

def local(frame, event, arg):
    global lines
    if event == "line":
        lines += 1
        if lines == limit:
            os.kill(os.getpid(), signal.SIGKILL)
    return local

def enter(frame, event, arg):
    return local if any(room in frame.f_code.co_filename for room in rooms) else None

sys.settrace(enter)
from scheduler.cli import main
try:
    main()
finally:
    sys.settrace(None)
    print(lines, file=sys.stderr)
"""


# A pass in a process of its own, started for it alone.
CUT_OFF = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
import scheduler.run
from scheduler.office import office_of
from scheduler.ports import open_ports

config, now, limit, how = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
rooms = tuple(str(Path(scheduler.run.__file__).parent.parent / room) for room in ("scheduler", "pipeline/edges"))
lines = 0

def local(frame, event, arg):
    global lines
    if event == "line":
        lines += 1
        if lines == limit:
            os.kill(os.getpid(), getattr(signal, how))
    return local

def enter(frame, event, arg):
    return local if frame.f_code.co_filename.startswith(rooms) else None

sys.settrace(enter)
office = office_of(config)
with open_ports(office) as ports:
    scheduler.run.one_pass(office, ports, now=now)
    sys.settrace(None)
print(lines)
"""


def cut_off(office: Office, limit: int, how: str, *, now: datetime = FRIDAY) -> subprocess.Popen[str]:
    """A pass in a process of its own that is sent the signal `how` at the `limit`-th line that touches the world."""
    words = (str(office.config), now.isoformat(), str(limit), how)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", CUT_OFF, *words], text=True, **pipes)  # type: ignore[call-overload]


def _copied(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", "--reflink=auto", str(source), str(target)], check=True)
