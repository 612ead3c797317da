"""England's offices on one machine: `python -m bench.england OFFICES [WORKERS [SECONDS]]`.

An office with 200 open cases is made once, moved to a real PostgreSQL and copied there for each of the OFFICES.
Each is handed what the first rests on. WORKERS (2) serve them, each four at once; a pass of each is made every five
minutes, or every SECONDS: once around with nothing new, then twice around while each office gets one referral, evenly
spread. Printed for both: the share of a core of workers and database, their memory, statements a second; and how long
it was from the arrival of a referral until its row stood in the workbook. Needs PostgreSQL's programs.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "tracker")]

from bench.hosts import Host, megabytes, processor_seconds, said_of  # noqa: E402
from bench.passes import BEGAN, KEPT, BenchOffice, make_history, settle  # noqa: E402
from pipeline.edges.journal import Journal  # noqa: E402
from pipeline.edges.journal.moving import carry  # noqa: E402
from pipeline.edges.journal.schema import METADATA, SHARED  # noqa: E402
from pipeline.settings import Store  # noqa: E402
from scheduler.demo.servers import EmbeddedMailServers  # noqa: E402
from scheduler.demo.story import PASSWORD  # noqa: E402
from scheduler.guards.at_rest import seen_before  # noqa: E402
from scheduler.office import office_of  # noqa: E402
from scheduler.ports import open_ports  # noqa: E402
from tests.postgres import PostgresServer, postgres_server  # noqa: E402

OUTGOING = "save_sent = false\nper_hour = 100000"
SIZE, CASES = "200-open", 200
EVERY, AT_ONCE = 300, 4
# As a database is run that must outlive a power cut, and with its statements counted.
OPTIONS = "-c fsync=on -c full_page_writes=on -c synchronous_commit=on -c shared_preload_libraries=pg_stat_statements"
STATEMENTS = "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements;"
AT_REST = "SELECT 'at rest' FROM ITS.kept WHERE name = 'rest'"


@dataclass(kw_only=True)
class Meter:
    """What the workers and the database used since it was made."""

    host: Host
    workers: list[subprocess.Popen[bytes]]
    began: float = field(default_factory=time.monotonic)
    memory: list[tuple[float, float]] = field(default_factory=list)
    asked: int = 0  # by the bench itself

    def __post_init__(self) -> None:
        self.before = self._used()

    def look(self) -> None:
        """Notes how much memory is used now."""
        workers = sum(megabytes(each.pid) for each in self.workers)
        self.memory.append((workers, megabytes(self.host.postgres.leader)))

    def say(self, what: str) -> None:
        seconds = time.monotonic() - self.began
        workers, database, statements = (now - then for now, then in zip(self._used(), self.before, strict=True))
        peak, of_database = max(one for one, _ in self.memory), max(other for _, other in self.memory)
        print(
            f"{what}, {seconds:.0f} s: workers {workers / seconds:.3f} of a core ({workers:.1f} s), "
            f"PostgreSQL {database / seconds:.3f} ({database:.1f} s), "
            f"{(statements - self.asked) / seconds:.0f} statements a second, "
            f"memory at most {peak:.0f} MB and {of_database:.0f} MB",
            flush=True,
        )

    def _used(self) -> tuple[float, float, float]:
        workers = sum(processor_seconds(each.pid) for each in self.workers)
        database = processor_seconds(self.host.postgres.leader)
        return workers, database, float(self.host.postgres.sql(STATEMENTS))


def england(offices: int, workers: int, every: float) -> None:
    names = [f"office{number:03}" for number in range(offices)]
    users = {f"{name}@northshire.example": PASSWORD for name in names}
    if not (KEPT / SIZE).is_dir():
        make_history(KEPT / SIZE, count=CASES, closed=False)
    with (
        postgres_server(OPTIONS) as postgres,
        tempfile.TemporaryDirectory() as folder,
        EmbeddedMailServers(users) as servers,
    ):
        postgres.sql("CREATE EXTENSION pg_stat_statements;")
        host = Host(
            folder=Path(folder), servers=servers, postgres=postgres, starts=BEGAN + timedelta(hours=2), every=every,
            at_once=AT_ONCE,
        )  # fmt: skip
        began = time.monotonic()
        _made(host, names[0])
        for name in names[1:]:
            _copied(host, name, like=names[0])
        print(f"{offices} offices made in {time.monotonic() - began:.0f} s", flush=True)
        running = [host.worker(number) for number in range(workers)]
        time.sleep(every)  # until they have loaded what they need, and each office had a pass
        print(f"{len(host.of_each(AT_REST))} offices at rest", flush=True)
        _idle(host, running)
        _referrals(host, running, names)
        for each in running:
            each.send_signal(signal.SIGTERM)
        print("workers ended with", [each.wait() for each in running], flush=True)


def _made(host: Host, name: str) -> None:
    """The office after which the others are made, moved to the database and at rest there."""
    shutil.copytree(KEPT / SIZE, host.folder / name)
    store = host.add(name, of_outgoing=OUTGOING)
    with Journal(store.folder, moving=True) as source, Journal(store.folder, database=store, moving=True) as target:
        carry(source, target, notes=())
    (store.folder / "journal.sqlite").unlink()
    shutil.rmtree(store.folder / "outgoing")
    settle(BenchOffice(host.folder / name, host.servers, now=host.now() - timedelta(hours=1)))


def _copied(host: Host, name: str, *, like: str) -> None:
    """One more, in a folder and a schema of its own, that rests as the one before it does."""
    shutil.copytree(host.folder / like, host.folder / name)
    _fill(host.postgres, host.add(name, of_outgoing=OUTGOING), like=like)
    office = office_of(host.folder / name / "config.toml")
    with open_ports(office) as ports, ports.inbox.signed_in(now=host.now()) as mailbox:
        rest, folders = ports.journal.kept.rest.get(), mailbox.states(mailbox.folders().all)
        if rest is None:
            raise SystemExit(f"{like} is not at rest")
        own = seen_before(office, ports, now=host.now())
        with ports.journal.noting():
            ports.journal.kept.rest.put(replace(rest, inputs=own.inputs, folders=folders))


def _fill(postgres: PostgresServer, store: Store, *, like: str) -> None:
    with Journal.of(store):  # whoever opens a journal makes its tables
        pass
    name, tables = store.schema_name, [*METADATA.sorted_tables, *SHARED.sorted_tables]
    orders = [f"TRUNCATE {name}.kept;"]
    orders += [f"INSERT INTO {name}.{table.name} SELECT * FROM {like}.{table.name};" for table in tables]
    for table in ("facts", "log", "notices"):
        counter = f"pg_get_serial_sequence('{name}.{table}', 'id')"
        orders.append(f"SELECT setval({counter}, max(id)) FROM {name}.{table};")
    postgres.sql("\n".join(orders))


def _idle(host: Host, running: list[subprocess.Popen[bytes]]) -> None:
    meter = Meter(host=host, workers=running)
    until = time.monotonic() + host.every
    while time.monotonic() < until:
        meter.look()
        time.sleep(min(10, host.every / 4))
    meter.say("nothing new")


def _referrals(host: Host, running: list[subprocess.Popen[bytes]], names: list[str]) -> None:
    """Each office gets one, at a moment of its own; the rows are looked for until all are there."""
    meter, chance = Meter(host=host, workers=running), random.Random(1)
    window = 2 * host.every
    due = sorted((chance.uniform(0, window), name) for name in names)
    delivered: dict[str, float] = {}
    waits: dict[str, float] = {}
    until = time.monotonic() + window + 4 * host.every
    while len(waits) < len(names) and time.monotonic() < until:
        while due and due[0][0] <= time.monotonic() - meter.began:
            name = due.pop(0)[1]
            host.deliver(name, int(name[-3:]))
            delivered[name] = time.time()
        waits |= _rows(host, meter, {name: at for name, at in delivered.items() if name not in waits})
        if len(meter.memory) < (time.monotonic() - meter.began) / 10:
            meter.look()
        time.sleep(0.5)
    meter.say(f"{len(delivered)} referrals in {window:.0f} s")
    last = sorted(waits.values())
    print(f"from mail to row: {said_of(last)} (first, median, last), 99th of a hundred "
          f"{last[int(len(last) * 0.99) - 1]:.0f} s, {len(delivered) - len(last)} without", flush=True)  # fmt: skip


def _rows(host: Host, meter: Meter, waiting: dict[str, float]) -> dict[str, float]:
    """Of offices whose new case is open, how long it was until the workbook with its row was written."""
    if not waiting:
        return {}
    each = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}.cases" for name in waiting)
    answers = (line.split("|") for line in host.postgres.sql(f"{each};").splitlines())
    meter.asked += 1
    found = {}
    for name, number in answers:
        with suppress(OSError):
            written = (host.folder / name / "tracker.xlsx").stat().st_mtime
            if int(number) > CASES and written > waiting[name]:
                found[name] = written - waiting[name]
    return found


if __name__ == "__main__":
    asked = sys.argv[1:] or ("3", "1", "15")
    england(int(asked[0]), int(asked[1]) if asked[1:] else 2, float(asked[2]) if asked[2:] else EVERY)
