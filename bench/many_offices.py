"""Many offices on PostgreSQL: `python -m bench.many_offices cost [SIZE]`, or `… faults OFFICES WORKERS [SECONDS]`.

`cost`: what each kind of pass costs in an office of this size (`200-open`) on SQLite and on a real PostgreSQL, and how
many statements it makes there. `faults`: so many offices are served by so many workers, with a pass every SECONDS each,
while one worker is killed with all that it started, one is frozen for 45 seconds, and the database is restarted; then
every office has a second referral. Printed are the times until each office has its next pass, and what was lost or
doubled. Needs PostgreSQL's programs.
"""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Engine, event

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "tracker")]

from bench.hosts import (  # noqa: E402
    OVERLAPS,
    WATCHED,
    Host,
    family,
    in_toml,
    megabytes,
    said_of,
    tell,
)
from bench.passes import BEGAN, KEPT, KINDS, ROUNDS, _line, make_history, office_in, settle  # noqa: E402
from parsers.mail.message import message  # noqa: E402
from pipeline.edges.journal import Journal  # noqa: E402
from pipeline.edges.journal.moving import carry  # noqa: E402
from scheduler.demo.servers import EmbeddedMailServers  # noqa: E402
from scheduler.demo.story import PASSWORD  # noqa: E402
from tests.postgres import PostgresServer, postgres_server  # noqa: E402

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

# A pass may be silent for three minutes, so that one that is frozen for longer is seen to lose its office.
IMPATIENT = "[worker]\npass_minutes = 2\n[limits]\nseconds_per_mail = 60\n"
PHASES = 4


def faults(offices: int, workers: int, every: float, postgres: PostgresServer) -> None:
    names = [f"office{number:03}" for number in range(offices)]
    users = {f"{name}@northshire.example": PASSWORD for name in names}
    postgres.sql(WATCHED)
    with tempfile.TemporaryDirectory() as folder, EmbeddedMailServers(users) as servers:
        host = Host(folder=Path(folder), servers=servers, postgres=postgres, starts=BEGAN, every=every)
        for number, name in enumerate(names):
            host.add(name, more=IMPATIENT)
            host.deliver(name, number)
        began, running = host.now(), [host.worker(number) for number in range(workers)]
        _say(f"{workers} workers start for {offices} offices", host.waits_after(began))
        _say("undisturbed", host.waits_after(host.now()))
        _print_memory(running, postgres)
        for phase, fault in enumerate((_kill, _freeze(45), _restart, _freeze(240))):
            for number, name in enumerate(names[phase::PHASES]):
                host.deliver(name, 1000 * (phase + 1) + number)
            fault(host, running)
        _say("and at last", host.waits_after(host.now()))
        _until_all_is_read(host)
        _print_memory(running, postgres)
        for each in running:
            each.send_signal(signal.SIGTERM)
        print("workers ended with", [each.wait() for each in running], flush=True)
        print("\n".join(_verdict(host)), flush=True)


def _busy(host: Host, running: list[subprocess.Popen[bytes]]) -> tuple[subprocess.Popen[bytes], dict[str, str]]:
    """The worker that has the most in hand, as soon as any has something, and all that is in hand then."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        held = host.in_hand()
        if len(held) > 1:
            break
        time.sleep(0.05)
    return max(running, key=lambda each: len(family(each.pid))), held


def _kill(host: Host, running: list[subprocess.Popen[bytes]]) -> None:
    worker, held = _busy(host, running)
    tell(worker.pid, signal.SIGKILL)
    worker.wait()
    running.remove(worker)
    at = host.now()
    time.sleep(0.3)
    gone = {office for session, office in held.items() if session not in host.in_hand()}
    _say("one worker killed", host.waits_after(at), gone)


def _freeze(seconds: float) -> Callable[[Host, list[subprocess.Popen[bytes]]], None]:
    def freeze(host: Host, running: list[subprocess.Popen[bytes]]) -> None:
        worker, held = _busy(host, running)
        tell(worker.pid, signal.SIGSTOP)
        at, until = host.now(), time.monotonic() + seconds
        after = host.waits_after(at, seconds=40)
        kept = {office for session, office in host.in_hand().items() if held.get(session) == office}
        after = host.waits_after(at, seconds=until - time.monotonic(), known=after)
        print(f"  before it wakes: {len(after)} offices had a pass, of those in its hand {len(kept & set(after))}")
        time.sleep(max(0, until - time.monotonic()))
        tell(worker.pid, signal.SIGCONT)
        _say(f"one worker frozen for {seconds:.0f} s", host.waits_after(at, known=after), kept)

    return freeze


def _restart(host: Host, _: list[subprocess.Popen[bytes]]) -> None:
    held = set(host.in_hand().values())
    host.postgres.stop()
    host.postgres.start()
    _say("database restarted", host.waits_after(host.now()), held)


def _say(what: str, waits: dict[str, float], in_hand: Iterable[str] = ()) -> None:
    """Prints how long offices waited for a good pass, and those among them that were in hand."""
    print(f"{what}: next good pass begun after {said_of(waits.values())} (first, median, last)", flush=True)
    if held := set(in_hand):
        print(f"  {len(held)} that were in hand: {said_of(waits[one] for one in held if one in waits)}", flush=True)


def _until_all_is_read(host: Host) -> None:
    host.wait_for_each("SELECT 'read' FROM ITS.mails WHERE state <> 'stored' HAVING count(*) = 2", seconds=600)
    # What follows of the last mail is sent in the same pass or the next.
    host.waits_after(host.now())


def _print_memory(running: list[subprocess.Popen[bytes]], postgres: PostgresServer) -> None:
    print(f"memory of {len(running)} workers: {sum(megabytes(each.pid) for each in running):.0f} MB, "
          f"of PostgreSQL: {megabytes(postgres.leader):.0f} MB", flush=True)  # fmt: skip


def _verdict(host: Host) -> Iterator[str]:
    ids = Counter(message(mail.raw).message_id + mail.recipients[0] for mail in host.servers.sent)
    senders = Counter(mail.sender for mail in host.servers.sent)
    undecided = cases = mails = 0
    for store in host.stores.values():
        with Journal.of(store) as journal:
            undecided += len(journal.mails.undecided())
            mails += sum(journal.mails.counts().values())
            cases += len(journal.casebook.refs())
    yield f"mails in {mails} of {2 * len(host.stores)}, undecided {undecided}, cases {cases}"
    yield f"mails out {sum(ids.values())}, doubled {sum(number - 1 for number in ids.values())}"
    yield f"mails out of an office: {dict(Counter(senders.values()))}"
    passes = host.postgres.sql("SELECT count(*) FROM bench_seen;")
    yield f"passes that wrote {passes}, two of an office at once {host.postgres.sql(OVERLAPS)}"


if __name__ == "__main__":
    order, *rest = sys.argv[1:] or ("cost",)
    acts: dict[str, Callable[[PostgresServer], None]] = {
        "cost": lambda postgres: cost(rest[0] if rest else "200-open", postgres),
        "faults": lambda postgres: faults(int(rest[0]), int(rest[1]), float(rest[2]) if rest[2:] else 30, postgres),
    }
    with postgres_server() as server:
        acts[order](server)
