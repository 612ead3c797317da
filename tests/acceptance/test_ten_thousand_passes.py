"""A worker that makes pass after pass, for weeks of simulated time: its memory stays flat, and its files are bounded."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from matrix_world import WEDNESDAY, World, world

from scheduler.demo.story import mailbox
from tests.soak import TIMES

PASSES = 60 if TIMES == 1 else 500 * TIMES
WARM = 20  # passes after which everything that is loaded once is loaded
FLAT = 1.05
# A worker in a process of its own, with a clock of its own; its memory and its nursery's after each tenth of the way.
WORKER = """
import json, sys
from datetime import datetime, timedelta
from pathlib import Path
from scheduler.watch.log import start_logging
from scheduler.worker import PassWorker

config, now, number, warm = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])

def clock():
    return now

def kilobytes(process):
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))

worker = PassWorker(config, clock=clock)
start_logging(worker.settings.log)
for made in range(1, number + 1):
    worker.round()
    now += timedelta(minutes=5)
    if made == warm or made % (number // 10) == 0:
        print(json.dumps([made, kilobytes("self"), kilobytes(worker.nursery.process.pid)]), flush=True)
worker.nursery.close()
"""


def files(there: World) -> dict[str, int]:
    """How many files there are of each sort, and how large the log and the journal are."""
    store = there.folder / "store"
    return {
        "parts": len(list(there.folder.rglob("*.part"))),
        "kept mails": len([path for path in store.glob("mail/**/*") if path.is_file()]),
        "sent mails": len([path for path in store.glob("outgoing/**/*") if path.is_file()]),
        "beside the journal": len([path for path in store.iterdir() if path.is_file()]),
        "backups": len(list((there.folder / "share" / "tracker backups").glob("*"))),
        "log": sum(path.stat().st_size for path in (there.folder / "log").iterdir()),
    }


@pytest.mark.passes
@pytest.mark.slow
@pytest.mark.soaked
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Only Linux says how much memory a process holds.")
def test_memory_stays_flat_and_files_bounded(tmp_path: Path, record_property: Callable[[str, str], None]) -> None:
    with world(tmp_path / "world") as there:
        there.change("[notices]", '[log]\nfile = "log/caseclock.log"\nmegabytes = 1\nolder_files = 2\n\n[notices]')
        for file in mailbox():
            there.servers.deliver(file.read_bytes(), at=WEDNESDAY)
        numbers = (str(PASSES), str(WARM))
        command = [sys.executable, "-c", WORKER, str(there.office.config), WEDNESDAY.isoformat(), *numbers]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        found = files(there)
        sent = len(there.servers.sent)
    measured = [json.loads(line) for line in done.stdout.splitlines()]
    _, worker, nursery = next(line for line in measured if line[0] == WARM)
    _, worker_after, nursery_after = measured[-1]
    assert worker_after <= worker * FLAT, measured
    assert nursery_after <= nursery * FLAT, measured
    assert found["parts"] == 0
    assert found["kept mails"] == len(mailbox())
    assert found["sent mails"] <= sent + 20
    assert found["beside the journal"] <= 8
    assert found["backups"] <= 20 + 31 + 12  # the last ones, one a day for a month, one a month for a year
    assert found["log"] <= 3 * 1_100_000
    said = f"worker {worker} kB, then {worker_after}; nursery {nursery} kB, then {nursery_after}; {found}"
    record_property("figures", f"{PASSES} passes: {said}")
