"""One pass, in the order in which its effects must happen; each step may be cut off anywhere and run again."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from pipeline.errors import WORLD_FAULTS, fault_text
from scheduler.guards.at_rest import keep_rest, note_nothing_new, seen_before
from scheduler.guards.swept import sweep
from scheduler.office import ConfiguredOffice
from scheduler.ports import Ports
from scheduler.report import PassReport
from scheduler.shared.carried import only_pass
from scheduler.snapshot import Snapshot
from scheduler.watch.look_after import look_after, record_broken_off


class Step(Protocol):
    """One step of a pass; what it takes, it declares by name: any of `what_steps_may_take`."""

    def __call__(self, *_: Any, **taken: Any) -> None:
        """Takes its effect, and says so in the report."""


# Of a pass that finds everything as the one before left it.
AT_REST: tuple[tuple[str, Step], ...] = (
    ("Noting that nothing is new", note_nothing_new),
    ("Noting how the pass went", look_after),
)


def one_pass(
    office: ConfiguredOffice,
    ports: Ports,
    *,
    now: datetime,
    say: Callable[[str], None] = lambda _: None,
    after: Callable[[str], None] = lambda _: None,
) -> PassReport:
    """Makes one pass as of `now` and says what it did; `after` is called with the name of each step that is done.

    `say` hears what is being done. Raises PassRunning where another pass holds the lock, StoreUnavailable where
    nothing can be remembered.
    """
    report, snapshot = PassReport(say=say), Snapshot(office, ports.journal, now=now, rests=True)
    offered = what_steps_may_take(office, ports, report=report, snapshot=snapshot)
    with only_pass(ports.journal, silent=office.longest_silence):
        sweep(office, ports.journal, now=now)
        try:
            _end_erasure(office, ports, report=report, now=now)
            before = seen_before(office, ports, now=now)
            for name, step in AT_REST if before.rest else _whole():
                say(name)
                take(step, offered)
                after(name)
            keep_rest(before, office=office, journal=ports.journal, snapshot=snapshot, report=report)
        except BaseException as fault:
            # A pass that broke off, also by a signal, is in the health record too, which is no part of the journal.
            record_broken_off(ports.journal.folder, fault, report=report, now=now)
            raise
    return report


def _end_erasure(office: ConfiguredOffice, ports: Ports, *, report: PassReport, now: datetime) -> None:
    """Brings an erasure to its end that somebody told to be made and that was cut off; no mail waits for it."""
    if ports.journal.kept.erasing.get() is None:
        return
    # Of use after such a cut, and slow to import.
    from scheduler.retention.erase import finish

    try:
        finish(office, ports, now=now)
    except Exception as fault:
        own = f"The program failed ({type(fault).__name__}); tell whoever looks after it."
        why = fault_text(fault) if isinstance(fault, WORLD_FAULTS) else own
        report.faults.append(f"An erasure that was begun is not at its end, and the next pass tries again. {why}")


def _whole() -> tuple[tuple[str, Step], ...]:
    # Most passes find everything as the one before left it, and need none of what the steps need.
    from scheduler.whole_pass import STEPS

    return STEPS


def what_steps_may_take(
    office: ConfiguredOffice, ports: Ports, *, report: PassReport, snapshot: Snapshot
) -> dict[str, object]:
    """Everything that a step may ask for, by the name of its parameter."""
    return {
        "office": office,
        "ports": ports,
        "journal": ports.journal,
        "tracker": ports.tracker,
        "inbox": ports.inbox,
        "snapshot": snapshot,
        "report": report,
        "now": snapshot.now,
    }


def take(step: Step, offered: Mapping[str, object]) -> None:
    """Takes one step with what it asks for."""
    step(**{name: offered[name] for name in inspect.signature(step).parameters})
