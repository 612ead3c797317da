"""A pass that is in the health record however it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pipeline.errors import PassRunning
from scheduler.office import ConfiguredOffice
from scheduler.ports import open_ports
from scheduler.report import PassReport
from scheduler.run import one_pass
from scheduler.watch.look_after import record_broken_off
from scheduler.watch.record import health


def recorded_pass(
    office: ConfiguredOffice, *, now: datetime, patient: bool, say: Callable[[str], None] = lambda _: None
) -> PassReport:
    """Makes a pass; where not even its journal could be opened, that is in the health record too.

    Raises what the pass raises.
    """
    folder = office.settings.store.folder
    try:
        with open_ports(office, patient=patient) as ports:
            return one_pass(office, ports, now=now, say=say)
    except PassRunning:
        raise
    except BaseException as fault:
        if health(folder).last_pass != now:
            record_broken_off(folder, fault, now=now)
        raise
