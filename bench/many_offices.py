"""Many offices on PostgreSQL: `python -m bench.many_offices cost [SIZE]`, or `… faults OFFICES WORKERS [SECONDS]`.

`cost`: what each kind of pass costs in an office of this size (`200-open`) on SQLite and on a real PostgreSQL, and how
many statements it makes there. `faults`: so many offices are served by so many workers, with a pass every SECONDS each,
while one worker is killed with all that it started, one is frozen for 45 seconds, and the database is restarted; then
every office has a second referral. Printed are the times until each office has its next pass, and what was lost or
doubled. Needs PostgreSQL's programs.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, event

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "tracker")]

from bench.passes import BEGAN, KEPT, KINDS, ROUNDS, _line, make_history, office_in, settle  # noqa: E402
from parsers.mail.message import message  # noqa: E402
from pipeline.edges.journal import Journal  # noqa: E402
from pipeline.edges.journal.moving import carry  # noqa: E402
from pipeline.settings import Store  # noqa: E402
from scheduler.demo.servers import EmbeddedMailServers  # noqa: E402
from scheduler.demo.story import ADDRESS, PASSWORD, mailbox  # noqa: E402
from tests.postgres import PostgresServer, postgres_server  # noqa: E402


def in_toml(store: Store) -> str:
    place = f'database = "{store.database}"\nschema_name = "{store.schema_name}"\nsecurity = "none"'
    return f'\n[store]\n{place}\n[store.secret]\nfile = "{store.secret.file}"\n'


# --- What a pass costs ------------------------------------------------------------------------------------------------


def cost(size: str, postgres: PostgresServer) -> None:
    number, _, state = size.partition("-")
    if not (KEPT / size).is_dir():
        make_history(KEPT / size, count=int(number), closed=state == "closed")
    # What the office was given on one database is nothing new to it on the other.
    numbers = itertools.count()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "office"
        subprocess.run(["cp", "-r", str(KEPT / size), str(folder)], check=True)
        with office_in(folder) as there:
            there.now = BEGAN + timedelta(hours=1)
            settle(there)
            _print_costs("SQLite", there, folder, numbers)
            store = postgres.store(folder / "store")
            with (
                Journal(store.folder, moving=True) as source,
                Journal(store.folder, database=store, moving=True) as target,
            ):
                began = time.perf_counter()
                carried = carry(source, target, notes=())
                print(f"moved {carried.rows} rows in {time.perf_counter() - began:.1f} s", flush=True)
            with (folder / "config.toml").open("a", encoding="utf-8") as config:
                config.write(in_toml(store))
            settle(there)
            _print_costs("PostgreSQL", there, folder, numbers)


def _print_costs(database: str, there: object, folder: Path, numbers: Iterator[int]) -> None:
    counted = folder / "statements"

    def count(*_: object) -> None:
        with counted.open("a") as file:
            file.write("x")

    event.listen(Engine, "before_cursor_execute", count)
    for kind, arrange in KINDS.items():
        costs, statements = [], []
        for _ in range(ROUNDS):
            arrange(there, next(numbers))  # type: ignore[arg-type]
            counted.write_text("")
            costs.append(there.one())  # type: ignore[attr-defined]
            statements.append(counted.stat().st_size)
            settle(there)  # type: ignore[arg-type]
        print(f"{database:12} {kind:14} {_line(costs)} {median(statements):6.0f} statements", flush=True)
    event.remove(Engine, "before_cursor_execute", count)


# --- Workers that die -------------------------------------------------------------------------------------------------

WORKER = """
import sys, time
from datetime import datetime, timedelta
from pathlib import Path
from scheduler.offices_worker import OfficesWorker

began, then = float(sys.argv[2]), datetime.fromisoformat(sys.argv[3])

def clock():
    return then + timedelta(seconds=time.time() - began)

OfficesWorker(Path(sys.argv[1]), at_once=2, clock=clock, every=timedelta(seconds=float(sys.argv[4]))).work()
"""


@dataclass(slots=True)
class Host:
    """Offices, their servers, and the workers that serve them."""

    folder: Path
    servers: EmbeddedMailServers
    stores: dict[str, Store]
    began: float
    every: float

    def address(self, name: str) -> str:
        return f"{name}@northshire.example"

    def now(self) -> datetime:
        return BEGAN + timedelta(seconds=time.time() - self.began)

    def worker(self, number: int) -> subprocess.Popen[bytes]:
        words = (str(self.folder / "offices"), str(self.began), BEGAN.isoformat(), str(self.every))
        with (self.folder / f"worker-{number}.log").open("wb") as log:
            return subprocess.Popen([sys.executable, "-c", WORKER, *words], stderr=log)

    def deliver(self, name: str, number: int) -> None:
        raw = next(file for file in mailbox() if "police" in file.name).read_bytes()
        raw = raw.replace(b"\nSubject:", b"\nX-Number: %d\nSubject:" % number, 1)
        self.servers.deliver(raw, at=self.now(), user=self.address(name))

    def last_passes(self) -> dict[str, datetime | None]:
        found: dict[str, datetime | None] = {}
        for name, store in self.stores.items():
            found[name] = None
            with suppress(Exception), Journal.of(store) as journal:
                said = json.loads(journal.notes.read("health.json"))["last_good_pass"]
                found[name] = datetime.fromisoformat(said) if said else None
        return found

    def until_each_has_one_after(self, moment: datetime, *, what: str) -> None:
        """Prints how long the offices waited for a good pass after `moment`."""
        after: dict[str, float] = {}
        until = time.monotonic() + 1800
        while len(after) < len(self.stores) and time.monotonic() < until:
            for name, last in self.last_passes().items():
                if name not in after and last is not None and last > moment:
                    after[name] = (last - moment).total_seconds()
            time.sleep(1)
        waits = sorted(after.values())
        missing = len(self.stores) - len(waits)
        print(f"{what}: next good pass begun after {waits[0]:.0f} / {median(waits):.0f} / {waits[-1]:.0f} s "
              f"(first, median, last), {missing} offices without", flush=True)  # fmt: skip


def family(leader: int) -> set[int]:
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
    found = {leader}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def tell(leader: int, order: signal.Signals) -> None:
    for process in family(leader):
        with suppress(ProcessLookupError):
            os.kill(process, order)


def megabytes(leader: int) -> float:
    total = 0
    for process in family(leader):
        with suppress(OSError):
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def faults(offices: int, workers: int, every: float, postgres: PostgresServer) -> None:
    names = [f"office{number:03}" for number in range(offices)]
    users = {f"{name}@northshire.example": PASSWORD for name in names}
    with tempfile.TemporaryDirectory() as folder, EmbeddedMailServers(users) as servers:
        host = Host(Path(folder), servers, {}, time.time(), every)
        for number, name in enumerate(names):
            host.stores[name] = _set_up(host, name, postgres)
            host.deliver(name, number)
        running = [host.worker(number) for number in range(workers)]
        began = host.now()
        host.until_each_has_one_after(began, what=f"{workers} workers start for {offices} offices")
        host.until_each_has_one_after(host.now(), what="undisturbed")
        print(f"memory of {workers} workers: {sum(megabytes(each.pid) for each in running):.0f} MB", flush=True)
        tell(running[0].pid, signal.SIGKILL)
        running[0].wait()
        host.until_each_has_one_after(host.now(), what="one worker killed")
        tell(running[1].pid, signal.SIGSTOP)
        frozen = host.now()
        time.sleep(45)
        tell(running[1].pid, signal.SIGCONT)
        host.until_each_has_one_after(frozen, what="one worker frozen for 45 s")
        postgres.stop()
        postgres.start()
        host.until_each_has_one_after(host.now(), what="database restarted")
        for number, name in enumerate(names):
            host.deliver(name, 1000 + number)
        host.until_each_has_one_after(host.now() + timedelta(seconds=every), what="a second referral")
        for each in running[1:]:
            each.send_signal(signal.SIGTERM)
        print("workers ended with", [each.wait() for each in running], flush=True)
        print("\n".join(_verdict(host)), flush=True)


def _set_up(host: Host, name: str, postgres: PostgresServer) -> Store:
    there = host.folder / name
    there.mkdir()
    (host.folder / "offices").mkdir(exist_ok=True)
    store = postgres.store(there / "store", name=name)
    text = resources.files("scheduler.demo").joinpath("settings.toml").read_text(encoding="utf-8")
    text = text.replace("{imap_port}", str(host.servers.imap_port)).replace("{smtp_port}", str(host.servers.smtp_port))
    text = text.replace("[outgoing]", "[outgoing]\nsave_sent = false").replace(ADDRESS, host.address(name))
    (there / "config.toml").write_text(text + in_toml(store), encoding="utf-8")
    (there / "password").write_text(PASSWORD, encoding="utf-8")
    (there / "password").chmod(0o600)
    (host.folder / "offices" / f"{name}.toml").symlink_to(there / "config.toml")
    return store


def _verdict(host: Host) -> Iterator[str]:
    ids = Counter(message(mail.raw).message_id + mail.recipients[0] for mail in host.servers.sent)
    undecided = cases = mails = 0
    for store in host.stores.values():
        with Journal.of(store) as journal:
            undecided += len(journal.mails.undecided())
            mails += sum(journal.mails.counts().values())
            cases += len(journal.casebook.refs())
    yield f"mails in {mails} of {2 * len(host.stores)}, undecided {undecided}, cases {cases}"
    yield f"mails out {sum(ids.values())}, doubled {sum(number - 1 for number in ids.values())}"


if __name__ == "__main__":
    order, *rest = sys.argv[1:] or ("cost",)
    acts: dict[str, Callable[[PostgresServer], None]] = {
        "cost": lambda postgres: cost(rest[0] if rest else "200-open", postgres),
        "faults": lambda postgres: faults(int(rest[0]), int(rest[1]), float(rest[2]) if rest[2:] else 30, postgres),
    }
    with postgres_server() as server:
        acts[order](server)
