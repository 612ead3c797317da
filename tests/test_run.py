"""A pass hands to each step what the step asks for by name, and of the type that it asks for."""

from __future__ import annotations

import inspect
from datetime import datetime
from typing import get_type_hints

import pytest

from pipeline.edges.journal import Journal
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.edges.tracker_file.workbook_file import TrackerFile
from scheduler.office import ConfiguredOffice
from scheduler.ports import GuardedServer, Ports
from scheduler.report import PassReport
from scheduler.run import AT_REST, Step
from scheduler.snapshot import Snapshot
from scheduler.whole_pass import STEPS

OFFERED = {
    "office": ConfiguredOffice,
    "ports": Ports,
    "journal": Journal,
    "tracker": TrackerFile,
    "inbox": GuardedServer[Inbox],
    "snapshot": Snapshot,
    "report": PassReport,
    "now": datetime,
}


EVERY = dict((*STEPS, *AT_REST))


@pytest.mark.parametrize("step", EVERY.values(), ids=EVERY)
def test_a_step_takes_by_name_only_what_a_pass_offers(step: Step) -> None:
    assert {p.kind for p in inspect.signature(step).parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    taken = get_type_hints(step)
    taken.pop("return")
    assert {name: OFFERED.get(name) for name in taken} == taken
