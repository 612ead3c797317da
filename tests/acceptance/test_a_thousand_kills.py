"""Passes are killed (-9) and frozen anywhere, start-up included, with a real Dovecot: nothing is lost, nothing doubled.

What may come twice is the one mail that the outgoing server took as the pass died, and only where that server keeps no
copy in the mailbox. `make soak` kills eight hundred, freezes two hundred for 45 seconds, and prints in which steps.
"""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from kill_rooms import OPENING, STARTING, Room
from office import FRIDAY, LATER, MONDAY

from scheduler.demo.story import mailbox
from scheduler.whole_pass import STEPS
from tests.soak import TIMES

STAGES = {"first mails": FRIDAY, "the office typed": MONDAY, "a fortnight on": LATER}
COMES = {
    "first mails": ("01", "05", "07", "09"),
    "the office typed": ("03", "08", "10", "14"),
    "a fortnight on": ("02", "11"),
}
Figures = Callable[[str, str], None]
SERVERS = {"keeps nothing": False, "keeps what it sends": True}
# Of each stage with each sort of server; of starts; of freezes, so many at once and so long.
KILLS, STARTS, FREEZES, AT_ONCE, SECONDS = (4, 2, 2, 1, 1) if TIMES == 1 else (6 * TIMES, 4 * TIMES, 10 * TIMES, 8, 45)
CELLS = [(server, stage) for server in SERVERS for stage in STAGES]
DAILY = ("keeps nothing", "the office typed")
pytestmark = [pytest.mark.slow, pytest.mark.soaked, pytest.mark.dovecot]


class Rooms:
    """The rooms that were asked for, each furnished once; every stage is kept in it, and how it comes out."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._rooms: dict[tuple[str, int], Room] = {}
        self._calms: dict[tuple[Room, str], Calm] = {}

    def calm(self, server: str, stage: str, number: int = 0) -> Calm:
        """A stage in the room of that `number` with that sort of server."""
        if (server, number) not in self._rooms:
            folder = self._folder / f"{server} {number}"
            self._rooms[server, number] = furnished(Room(folder, self._stack, keeps=SERVERS[server]))
        room = self._rooms[server, number]
        if (room, stage) not in self._calms:
            self._calms[room, stage] = Calm(room, stage)
        return self._calms[room, stage]


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    with ExitStack() as stack:
        yield Rooms(tmp_path_factory.mktemp("rooms"), stack)


def furnished(room: Room) -> Room:
    """A room in which each of the stages is kept: what came in, and what the office typed, before the pass of that day."""
    for name, now in STAGES.items():
        for file in mailbox():
            if file.name.startswith(COMES[name]):
                room.servers.deliver(file.read_bytes(), at=now - timedelta(hours=2))
        if name == "the office typed":
            room.office.manager_types()
        if name == "first mails":
            room.servers.deliver(b"Subject: An old one\r\n\r\nSent long ago.\r\n", "Sent", at=now - timedelta(days=90))
        room.keep_stage(name)
        assert room.whole(now) == 0
    return room


class Calm:
    """How a stage comes out where nobody cuts anything off, and where in its pass each step lies."""

    def __init__(self, room: Room, stage: str) -> None:
        self.now, self.room, self.stage = STAGES[stage], room, stage
        room.put_back(stage)
        self.number, steps = room.lines(self.now)
        self.spans = dict(
            zip((name for name, _ in steps), pairwise((*(line for _, line in steps), self.number)), strict=True)
        )
        self.again = self.now + timedelta(minutes=5)
        self.wanted = self.settled()

    def places(self, number: int) -> Iterator[int]:
        """Lines at which to cut: half of them spread over all lines, half over the steps, however short."""
        for one in range(number // 2):
            yield self.number * (one + 1) // (number // 2 + 1)
        spans = [span for span in self.spans.values() if span[1] > span[0]]
        left = number - number // 2
        for one in range(left):
            first, last = spans[one % len(spans)]
            yield first + 1 + (last - first - 1) * (one // len(spans) * 7919 % 1000) // 1000

    def settled(self) -> dict[str, object]:
        """How everything stands after the next pass, and another by which the workbook knows what that one sent."""
        later = self.now + timedelta(minutes=10)
        self.room.is_whole()
        for moment in (self.again, later):
            assert self.room.whole(moment) == 0
        return self.room.standing(passes=(self.now, self.again, later))

    def is_reached(self, where: object) -> int:
        """Sees to it that everything comes out as it would have; gives how many mails came twice."""
        found = self.settled()
        twice = found["sent"] - self.wanted["sent"]
        assert not self.wanted["sent"] - found["sent"], where
        assert not twice or not self.room.servers.sent_folder, (where, twice)
        for name in found.keys() - {"sent"}:
            assert found[name] == self.wanted[name], (where, name)
        return sum(twice.values())


def table(title: str, cuts: Counter[str], twice: Counter[str]) -> str:
    names = [name for name in (STARTING, OPENING, *(step for step, _ in STEPS)) if cuts[name]]
    rows = [(title, "cut off", "came twice"), *((name, cuts[name], twice[name]) for name in names)]
    return "\n".join(f"{a:60}{b:>8}{c:>12}" for a, b, c in (*rows, ("together", cuts.total(), twice.total())))


@pytest.mark.parametrize(("server", "stage"), CELLS)
def test_killed_at_any_line_nothing_is_lost_or_doubled(
    server: str, stage: str, rooms: Rooms, record_property: Figures
) -> None:
    if TIMES == 1 and (server, stage) != DAILY:
        pytest.skip("One stage with one sort of server in the daily loop, all in make soak.")
    cuts, twice = Counter[str](), Counter[str]()
    calm = rooms.calm(server, stage)
    for line in calm.places(KILLS):
        calm.room.put_back(stage)
        # How many lines wait for the network differs from run to run, so the last may lie behind the end.
        cut = calm.room.cut(calm.now, line, "SIGKILL")
        came = calm.is_reached((line, cut))
        assert came <= 1, (line, cut)
        cuts[cut.step] += cut.code == -signal.SIGKILL
        twice[cut.step] += came
    assert cuts.total() >= KILLS * 0.9 - 1
    record_property("figures", table(f"Killed: {stage}, server {server}", cuts, twice))


def test_killed_while_it_starts_nothing_is_lost_or_doubled(rooms: Rooms, record_property: Figures) -> None:
    server, stage = DAILY
    calm = rooms.calm(server, stage)
    calm.room.put_back(stage)
    number = calm.room.lines_of_a_start(calm.now)
    kills = twice = 0
    for place in range(1, STARTS + 1):
        calm.room.put_back(stage)
        # Two of three before the pass itself begins.
        line = (number - calm.number) * place // STARTS if place % 3 else number * place // (STARTS + 1)
        kills += calm.room.start(calm.now, line).code == -signal.SIGKILL
        came = calm.is_reached(f"line {line} of {number} of a start")
        assert came <= 1, line
        twice += came
    assert kills >= STARTS * 0.8
    record_property("figures", table("Killed: the command", Counter({STARTING: kills}), Counter({STARTING: twice})))


def test_frozen_at_any_line_while_another_pass_is_made_nothing_is_lost_or_doubled(
    rooms: Rooms, record_property: Figures
) -> None:
    cuts, codes, stages = Counter[str](), Counter[int](), list(STAGES)
    server = DAILY[0] if TIMES == 1 else "keeps what it sends"
    calms = [rooms.calm(server, stages[(number + 1) % len(stages)], number) for number in range(AT_ONCE)]
    lines = [list(calm.places(FREEZES // AT_ONCE)) for calm in calms]
    for turn in range(FREEZES // AT_ONCE):
        frozen = []
        for calm, places in zip(calms, lines, strict=True):
            calm.room.put_back(calm.stage)
            frozen.append(calm.room.cut(calm.now, places[turn], "SIGSTOP"))
            # It holds the lock, or has not yet come to it; either way the two do not work together.
            codes[calm.room.whole(calm.again)] += 1
        time.sleep(SECONDS)
        for calm, cut in zip(calms, frozen, strict=True):
            if cut.stands:
                calm.room.goes_on(cut.process)
            cuts[cut.step] += cut.stands
            assert calm.is_reached(cut) == 0, cut
    assert cuts.total() >= FREEZES * 0.9 - 1
    assert set(codes) <= {0, 3}
    title = f"Frozen for {SECONDS} s; another pass made {codes[0]} times, refused {codes[3]}"
    record_property("figures", table(title, cuts, Counter()))
