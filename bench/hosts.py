"""Many offices on one machine for the bench: their servers and workers, and what the database sees of their passes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from pipeline.edges.journal.postgres_store import PostgresStore  # noqa: E402
from pipeline.settings import Store  # noqa: E402
from scheduler.demo.servers import EmbeddedMailServers  # noqa: E402
from scheduler.demo.story import ADDRESS, PASSWORD, mailbox  # noqa: E402
from tests.postgres import PostgresServer  # noqa: E402

WORKER = """
import sys, time
from datetime import datetime, timedelta
from pathlib import Path
from scheduler.offices_worker import OfficesWorker

began, then = float(sys.argv[2]), datetime.fromisoformat(sys.argv[3])

def clock():
    return then + timedelta(seconds=time.time() - began)

every = timedelta(seconds=float(sys.argv[4]))
OfficesWorker(Path(sys.argv[1]), at_once=int(sys.argv[5]), clock=clock, every=every).work()
"""

# Between the first and the last row that a session writes, its pass holds the office. Left out is what is written
# without that: the health record, and the secret that a new journal makes for itself.
WATCHED = """
CREATE TABLE bench_seen (office text, session text, first timestamptz, last timestamptz, PRIMARY KEY (office, session));
CREATE FUNCTION bench_see() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'kept' AND to_jsonb(COALESCE(NEW, OLD))->>'name' = 'secret' THEN RETURN NULL; END IF;
  INSERT INTO public.bench_seen
  SELECT TG_TABLE_SCHEMA, pid || ' ' || backend_start, clock_timestamp(), clock_timestamp()
  FROM pg_stat_get_activity(pg_backend_pid())
  ON CONFLICT (office, session) DO UPDATE SET last = clock_timestamp();
  RETURN NULL;
END $$;
CREATE FUNCTION bench_watch() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE made record;
BEGIN
  FOR made IN SELECT * FROM pg_event_trigger_ddl_commands()
              WHERE command_tag = 'CREATE TABLE' AND schema_name LIKE 'office%'
              AND object_identity !~ 'carried|alembic_version' LOOP
    EXECUTE format('CREATE TRIGGER bench_seen AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW '
                   'EXECUTE FUNCTION public.bench_see()', made.object_identity);
  END LOOP;
END $$;
CREATE EVENT TRIGGER bench_watch ON ddl_command_end EXECUTE FUNCTION bench_watch();
"""
OVERLAPS = """
SELECT count(*) FROM bench_seen one JOIN bench_seen other
ON one.office = other.office AND one.session < other.session AND one.first <= other.last AND other.first <= one.last;
"""
# A row for each office whose journal is made.
OF_EACH = """
CREATE FUNCTION bench_of_each(question text) RETURNS TABLE (office text, answer text) LANGUAGE plpgsql AS $$
DECLARE found text;
BEGIN
  FOR found IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'office%' LOOP
    IF to_regclass(found || '.carried') IS NOT NULL THEN
      RETURN QUERY EXECUTE format('SELECT %L::text, (' || replace(question, 'ITS.', '%1$I.') || ')::text', found);
    END IF;
  END LOOP;
END $$;
"""
LAST_GOOD = "SELECT content::json->>'last_good_pass' FROM ITS.carried WHERE name = 'health.json'"
HELD = """
SELECT pid || ' ' || backend_start, (classid::bigint << 32) | objid::bigint
FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND application_name LIKE 'caseclock office%';
"""


def in_toml(store: Store) -> str:
    """The part of a settings file that names where the journal lies."""
    place = f'database = "{store.database}"\nschema_name = "{store.schema_name}"\nsecurity = "none"'
    return f'\n[store]\n{place}\n[store.secret]\nfile = "{store.secret.file}"\n'


@dataclass(kw_only=True)
class Host:
    """Offices, their servers, and the workers that serve them; a pass of each every `every` seconds."""

    folder: Path
    servers: EmbeddedMailServers
    postgres: PostgresServer
    starts: datetime
    every: float
    at_once: int = 2
    began: float = field(default_factory=time.time)
    stores: dict[str, Store] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.postgres.sql(OF_EACH)

    def address(self, name: str) -> str:
        return f"{name}@northshire.example"

    def now(self) -> datetime:
        return self.starts + timedelta(seconds=time.time() - self.began)

    def add(self, name: str, *, more: str = "", of_outgoing: str = "save_sent = false") -> Store:
        """Takes an office on, in a folder that may be there, with `more` in its settings."""
        there = self.folder / name
        there.mkdir(exist_ok=True)
        (self.folder / "offices").mkdir(exist_ok=True)
        store = self.stores[name] = self.postgres.store(there / "store", name=name)
        text = resources.files("scheduler.demo").joinpath("settings.toml").read_text(encoding="utf-8")
        for port in ("imap_port", "smtp_port"):
            text = text.replace(f"{{{port}}}", str(getattr(self.servers, port)))
        text = text.replace("[outgoing]", f"[outgoing]\n{of_outgoing}").replace(ADDRESS, self.address(name))
        (there / "config.toml").write_text(text + in_toml(store) + more, encoding="utf-8")
        (there / "password").write_text(PASSWORD, encoding="utf-8")
        (there / "password").chmod(0o600)
        (self.folder / "offices" / f"{name}.toml").symlink_to(there / "config.toml")
        return store

    def worker(self, number: int, *, every: float = 0) -> subprocess.Popen[bytes]:
        times = (str(self.began), self.starts.isoformat(), str(every or self.every), str(self.at_once))
        command = [sys.executable, "-c", WORKER, str(self.folder / "offices"), *times]
        with (self.folder / f"worker-{number}.log").open("ab") as log:
            return subprocess.Popen(command, stderr=log)

    def deliver(self, name: str, number: int) -> None:
        raw = next(file for file in mailbox() if "police" in file.name).read_bytes()
        raw = raw.replace(b"\nSubject:", b"\nX-Number: %d\nSubject:" % number, 1)
        self.servers.deliver(raw, at=self.now(), user=self.address(name))

    # --- What the database says ---------------------------------------------------------------------------------------

    def of_each(self, question: str) -> dict[str, str]:
        """What each office's journal, whose tables are ITS, answers; nothing while the database is away."""
        try:
            said = self.postgres.sql(f"SELECT * FROM bench_of_each($asked${question}$asked$);")
        except AssertionError as fault:
            if "syntax" in str(fault):
                raise
            return {}
        rows = (line.partition("|") for line in said.splitlines())
        return {office: answer for office, _, answer in rows if answer}

    def last_passes(self) -> dict[str, datetime]:
        return {office: datetime.fromisoformat(said) for office, said in self.of_each(LAST_GOOD).items()}

    def in_hand(self) -> dict[str, str]:
        """The sessions that hold the pass of an office now, with the office."""
        keys = {PostgresStore(settings=store)._key("pass"): name for name, store in self.stores.items()}
        rows = (line.split("|") for line in self.postgres.sql(HELD).splitlines())
        return {session: keys[int(key)] for session, key in rows if int(key) in keys}

    def waits_after(
        self, moment: datetime, *, seconds: float = 1200, known: Mapping[str, float] | None = None
    ) -> dict[str, float]:
        """How long after `moment` the next good pass of each office began, where it is not `known` from before.

        Those that had none within so many seconds are absent.
        """
        after = dict(known or {})
        until = time.monotonic() + seconds
        while len(after) < len(self.stores) and time.monotonic() < until:
            for name, last in self.last_passes().items():
                if name not in after and last > moment:
                    after[name] = (last - moment).total_seconds()
            time.sleep(2)
        return after

    def wait_for_each(self, question: str, *, seconds: float) -> None:
        """Waits until every office's journal answers `question` with anything."""
        until = time.monotonic() + seconds
        while (answered := len(self.of_each(question))) < len(self.stores):
            if time.monotonic() > until:
                raise SystemExit(f"only {answered} of {len(self.stores)} offices: {question}")
            time.sleep(2)


def said_of(waits: Iterable[float]) -> str:
    """First, median and last of some waits."""
    found = sorted(waits)
    return f"{found[0]:.0f} / {median(found):.0f} / {found[-1]:.0f} s" if found else "none"


# --- Processes --------------------------------------------------------------------------------------------------------


def family(leader: int) -> set[int]:
    """A process and all that it started, and they."""
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
    """Their proportional set size."""
    return sum(_of_each_process(leader, "smaps_rollup", _pss)) / 1024


def processor_seconds(leader: int) -> float:
    """What they used of the processor, with those of them that have ended."""
    return sum(_of_each_process(leader, "stat", _ticks)) / os.sysconf("SC_CLK_TCK")


def _of_each_process(leader: int, file: str, figure: Callable[[str], int]) -> list[int]:
    found = []
    for process in family(leader):
        with suppress(OSError):
            found.append(figure(Path(f"/proc/{process}/{file}").read_text()))
    return found


def _pss(text: str) -> int:
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def _ticks(text: str) -> int:
    return sum(map(int, text.rpartition(")")[2].split()[11:15]))
