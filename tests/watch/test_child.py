"""A pass that hangs is ended with all that it started; one that dies is in the health record; a nursery that dies is made anew."""

from __future__ import annotations

import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.watch.child import NOT_GOOD, Nursery
from scheduler.watch.record import health

NOW = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
# A workbook of which nobody ever gives the end: whoever opens it to read waits.
SETTINGS = '[tracker]\npath = "tracker.xlsx"\n[mailbox]\nport = 9\n[outgoing]\nport = 9\n'


def config(folder: Path) -> Path:
    (folder / "config.toml").write_text(SETTINGS, encoding="utf-8")
    return folder / "config.toml"


def test_a_pass_that_hangs_is_ended_and_the_next_one_is_made(tmp_path: Path) -> None:
    settings, store, nursery = config(tmp_path), tmp_path / "store", Nursery()
    os.mkfifo(tmp_path / "tracker.xlsx")
    before = time.monotonic()
    assert nursery.make_pass(settings, now=NOW, store=store, seconds=3) == NOT_GOOD
    assert time.monotonic() - before < 100
    record = health(store)
    assert (record.last_pass, record.ended) == (NOW, "hung")
    assert record.faults[0].startswith("A pass was ended because it took longer than")
    (tmp_path / "tracker.xlsx").unlink()
    assert nursery.make_pass(settings, now=NOW, store=store, seconds=100) == NOT_GOOD  # there is no mailbox at port 9
    assert health(store).ended == "whole"
    nursery.close()


@pytest.mark.parametrize("killed", ["nursery", "nobody"])
def test_a_nursery_that_is_gone_is_started_again(killed: str, tmp_path: Path) -> None:
    settings, store, nursery = config(tmp_path), tmp_path / "store", Nursery()
    nursery.make_pass(settings, now=NOW, store=store, seconds=100)
    first = nursery.process
    assert first is not None
    if killed == "nursery":
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
    later = datetime(2026, 12, 2, 9, 5, tzinfo=UTC)
    nursery.make_pass(settings, now=later, store=store, seconds=100)
    assert (nursery.process is first) is (killed == "nobody")
    assert (health(store).last_pass, health(store).ended) == (later, "whole")
    nursery.close()
