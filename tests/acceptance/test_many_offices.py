"""One worker serves many offices, and several workers the same ones: no pass is made twice at once, and one takes over."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from office import FRIDAY, MONDAY, Office, command, message

from pipeline.errors import SettingsInvalid
from scheduler.demo.story import mailbox
from scheduler.offices_folder import offices_in
from scheduler.watch.record import alarms_told, health
from scheduler.worker import PassWorker
from tests.postgres import PostgresServer

pytestmark = pytest.mark.passes
# A worker whose clock begins on Friday afternoon, and whose offices have a pass every two seconds.
WORKER = """
import sys, time
from datetime import datetime, timedelta
from pathlib import Path
from scheduler.offices_worker import OfficesWorker

began, then = float(sys.argv[2]), datetime.fromisoformat(sys.argv[3])

def clock():
    return then + timedelta(seconds=time.time() - began)

OfficesWorker(Path(sys.argv[1]), at_once=2, clock=clock, every=timedelta(seconds=2)).work()
"""


def worker(folder: Path, began: float, log: Path) -> subprocess.Popen[bytes]:
    words = (str(folder), str(began), FRIDAY.isoformat())
    with log.open("wb") as out:
        return subprocess.Popen([sys.executable, "-c", WORKER, *words], stderr=out)


def kill_all_of(leader: int) -> None:
    """Ends a process and all that it started, as when its machine dies."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    doomed = {leader}
    while more := {child for child, parent in parents.items() if parent in doomed} - doomed:
        doomed |= more
    for process in doomed:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def wait_for(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.2)


def beside_each_other(tmp_path: Path, offices: dict[str, Office]) -> Path:
    folder = tmp_path / "offices"
    folder.mkdir()
    for name, office in offices.items():
        (folder / f"{name}.toml").symlink_to(office.config)
    return folder


def caseclock(*words: str) -> tuple[int, str]:
    done = command(*words)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.postgres
def test_two_workers_serve_the_same_offices_and_one_takes_over_when_the_other_is_killed(
    make_office: Callable[[str], Office], postgres: PostgresServer, tmp_path: Path
) -> None:
    offices = {name: make_office(name) for name in ("north", "south")}
    for name, office in offices.items():
        office.lies_in(postgres.store(tmp_path / name))
        office.deliver(mailbox()[0].read_bytes())
    folder, began = beside_each_other(tmp_path, offices), time.time()

    def last_pass(office: Office) -> datetime:
        with office.journal() as journal:
            said = json.loads(journal.notes.read("health.json") or "{}")
        return datetime.fromisoformat(said["last_good_pass"]) if said.get("last_good_pass") else FRIDAY

    workers = [worker(folder, began, tmp_path / f"{number}.log") for number in (1, 2)]
    try:
        wait_for(lambda: all(last_pass(office) > FRIDAY for office in offices.values()))
        kill_all_of(workers[0].pid)
        workers[0].wait()
        killed_at = FRIDAY + timedelta(seconds=time.time() - began)
        offices["north"].deliver(mailbox()[1].read_bytes())
        wait_for(lambda: all(last_pass(office) > killed_at for office in offices.values()))
    finally:
        for each in workers:
            if each.poll() is None:
                each.terminate()
        assert workers[1].wait(120) == 0
    for office in offices.values():
        assert max(office.sent().values()) == 1
        with office.journal() as journal:
            assert journal.mails.undecided() == ()
    with offices["north"].journal() as journal:
        assert sum(journal.mails.counts().values()) == 2
    log = (tmp_path / "2.log").read_text(encoding="utf-8")
    assert "north: Pass done" in log
    assert "south: Pass done" in log
    code, said = caseclock("status", "--offices", str(folder), "--now", last_pass(offices["north"]).isoformat())
    assert (code, len(said.splitlines())) == (0, 2), said


@pytest.mark.postgres
def test_a_worker_that_steps_in_after_hours_in_which_another_worked_raises_no_alarm(
    office: Office, postgres: PostgresServer, tmp_path: Path
) -> None:
    office.lies_in(postgres.store(tmp_path / "store"))
    at = MONDAY

    def passes(minutes: int, *rounds: Callable[[], None]) -> None:
        nonlocal at
        at += timedelta(minutes=minutes)
        for each in rounds:
            each()

    def steps_in() -> None:
        two.round_unless_made(within=timedelta(minutes=3))

    one = PassWorker(office.config, clock=lambda: at)
    passes(0, one.round)
    two = PassWorker(office.config, clock=lambda: at)
    passes(45, one.round, steps_in)
    passes(45, one.round, steps_in)
    passes(5, steps_in)
    assert health(office.folder / "store").last_pass == at
    passes(5, steps_in)
    one.nursery.close()
    two.nursery.close()
    assert alarms_told(office.folder / "store") == ()
    subjects = [message(mail.raw).subject for mail in office.servers.sent]
    assert [subject.partition(":")[0] for subject in subjects] == ["Today"]


def test_each_office_has_a_line_and_the_worst_gives_the_exit_status(tmp_path: Path) -> None:
    folder = tmp_path / "offices"
    folder.mkdir()
    for name in ("east", "north"):
        text = f'[store]\nfolder = "{tmp_path / name}"\n[tracker]\npath = "{tmp_path / name}.xlsx"\n'
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    code, said = caseclock("status", "--offices", str(folder))
    assert (code, [line.split(":")[0] for line in said.splitlines()]) == (1, ["east", "north"]), said
    assert "There has been no pass yet" in said
    (folder / "west.toml").write_text(f'[store]\nfolder = "{tmp_path / "east"}"\n', encoding="utf-8")
    (folder / "wrong.toml").write_text("[stroe]\n", encoding="utf-8")
    code, said = caseclock("status", "--offices", str(folder), "--json")
    found = {entry["office"]: entry for entry in json.loads(said)}
    assert (code, list(found)) == (2, ["east", "north", "west", "wrong"])
    assert "names the same journal as east.toml" in found["west"]["needs"][0]
    assert "there is no such setting" in found["wrong"]["needs"][0]
    copied = f'[store]\nfolder = "{tmp_path / "west"}"\n[tracker]\npath = "{tmp_path / "north"}.xlsx"\n'
    (folder / "west.toml").write_text(copied, encoding="utf-8")
    (west,) = (office for office in offices_in(folder) if office.name == "west")
    assert west.fault == "west.toml names the same tracker as north.toml; give each office a workbook of its own."


def test_a_folder_without_settings_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="no settings file"):
        offices_in(tmp_path)


@pytest.mark.slow
def test_an_office_whose_server_says_nothing_and_one_that_came_wrong_hold_up_nobody(
    make_office: Callable[[str], Office], tmp_path: Path
) -> None:
    quick, silent = make_office("quick"), make_office("silent")
    os.mkfifo(silent.tracker)  # whoever opens it waits
    folder = beside_each_other(tmp_path, {"quick": quick, "silent": silent})
    (folder / "wrong.toml").write_text("[stroe]\n", encoding="utf-8")
    running = worker(folder, time.time(), tmp_path / "log")
    try:
        wait_for(lambda: (health(quick.folder / "store").last_good_pass or FRIDAY) > FRIDAY + timedelta(seconds=4))
    finally:
        kill_all_of(running.pid)
        running.wait()
    assert health(silent.folder / "store").last_pass is None
    assert "wrong cannot be served" in (tmp_path / "log").read_text(encoding="utf-8")
