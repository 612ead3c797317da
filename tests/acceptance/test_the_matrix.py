"""The world fails in every way before, during and after a pass: people are told, told when it is over, never falsely."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from matrix_faults import FAULTS, WorldFault
from matrix_world import World, world

from tests.soak import TIMES

PHASES = ("before", "during", "after")
CELLS = [(name, phase) for name in FAULTS for phase in PHASES]
# One phase of each fault in the daily loop, all of them in the soak.
DAILY = {(name, PHASES[number % 3]) for number, name in enumerate(FAULTS)}
# Each statement waits ten real seconds for the other program; each pass of a copied program starts it anew.
DAILY_SKIPS = {"journal locked", "law broken", "calendar ended"}
STEP = 15  # minutes from pass to pass


def until_told(there: World, fault: WorldFault) -> int:
    """Rounds until it is told, by mail or by the heartbeat's silence; minutes since the fault began."""
    waited = 0
    while not (there.alarms() if fault.mails else there.heartbeat.rings(there.now)) and waited < 90:
        fault.again(there)
        there.round(STEP)
        waited += STEP
    return waited


def live_through(there: World, fault: WorldFault, *, phase: str) -> tuple[int, int]:
    """A fault from its beginning to its end; how many minutes it took until it was told, and told to be over."""
    if phase != "before" or not fault.mails:
        for _ in range(2):
            there.round(STEP)
    if phase == "during":
        fault.arm(there)
        there.on_connect.append(lambda: fault.begin(there))
        there.post()
        there.round(STEP)
    else:
        there.post()
        fault.begin(there)
    told = until_told(there, fault)
    assert len(there.alarms()) == int(fault.mails), there.told()
    assert all(fault.says in alarm for alarm in there.alarms()), there.told()
    assert there.heartbeat.rings(there.now)
    if TIMES > 1:
        for _ in range(24):
            fault.again(there)
            there.round(60)
        assert len(there.alarms()) == 2 * int(fault.mails), "it is told again on the next working day"
    fault.end(there)
    waited = 0
    while not there.recoveries() and waited < 60:
        there.round(STEP)
        waited += STEP
    there.round(STEP)
    return told, waited


@pytest.mark.parametrize(("name", "phase"), CELLS)
@pytest.mark.passes
@pytest.mark.soaked
def test_it_is_told_within_the_hour_and_told_when_it_is_over(
    name: str, phase: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    if TIMES == 1 and ((name, phase) not in DAILY or name in DAILY_SKIPS):
        pytest.skip("This cell of the matrix is for make soak.")
    fault = FAULTS[name]
    with world(tmp_path / "world", start=fault.start()) as there:
        if not fault.ready(there):
            pytest.skip("No small disk can be made on this machine, so none is filled.")
        told, over = live_through(there, fault, phase=phase)
        assert told <= 60
        assert over <= 40
        assert len(there.recoveries()) == 1, there.told()
        assert fault.says in there.recoveries()[0]
        # A journal that was copied in the middle of a pass is older than what the pass then showed, and is told to be.
        assert there.heartbeat.rings(there.now) is ((name, phase) == ("journal corrupt", "during"))
    record_property("matrix", (name, phase, f"{told} / {over}"))


BLIPS = (
    "mailbox unreachable",
    "outgoing server away",
    "share away",
    "originals away",
    "settings broken",
    "pass killed",
)
QUIET_DAYS = 1 if TIMES == 1 else 30


@pytest.mark.passes
@pytest.mark.soaked
def test_no_alarm_is_false_while_what_fails_passes_by_itself(tmp_path: Path) -> None:
    chance = random.Random(7)
    with world(tmp_path / "world") as there:
        for number in range(QUIET_DAYS * 24):
            if number % 8 == 0:
                fault = FAULTS[chance.choice(BLIPS)]
                fault.begin(there)
                there.round(20)
                fault.end(there)
                there.round(5)
            if number % 24 == 1:
                there.post()
            there.round(35 if number % 8 == 0 else 60)
        assert there.told() == []
        assert not there.heartbeat.rings(there.now)
