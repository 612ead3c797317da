"""The commands that act: `once`, `backfill`, `run` and `demo`."""

from __future__ import annotations

import signal
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import config_option, now_option, offices_option, only_day

if TYPE_CHECKING:
    from scheduler.office import ConfiguredOffice

LISTEN_SECONDS = 280


@click.command()
@config_option
@now_option
def once(config: Path, now: datetime | None) -> None:
    """Makes one pass: fetch, read, log, count, sync the tracker, send what is due, file the mails away.

    Exit status 0 when the pass was completed, 1 when something needs a person's set-up, 2 for a fault in the settings.

    \b
    Example:
      caseclock once
      caseclock once --config /etc/caseclock/config.toml --now 2026-11-16T09:00
    """
    from scheduler.office import office_of

    _watched_pass(office_of(config), now=now)


@click.command()
@config_option
@click.option(
    "--new-since",
    callback=only_day,
    metavar="DATE",
    help="Mail received from this day on is new: answered, asked about, reminded of. By default the last five working "
    "days.",
)
@now_option
def backfill(config: Path, new_since: date | None, now: datetime | None) -> None:
    """Takes in a mailbox that was in use before: older mail opens cases about which nobody is written to.

    They wait to be sorted on the sheet Cases; only those of the last thirty working days are asked about. It may be
    stopped at any time: run it again and it goes on where it was.

    \b
    Example:
      caseclock backfill
      caseclock backfill --new-since 2026-11-02
    """
    from scheduler.office import office_of

    try:
        _watched_pass(replace(office_of(config), backfill=True, new_since=new_since), now=now)
    except KeyboardInterrupt:
        click.echo("Stopped. Nothing is lost: run caseclock backfill again, and it goes on where it was.", err=True)
        sys.exit(1)


def _watched_pass(office: ConfiguredOffice, *, now: datetime | None) -> None:
    """Makes a pass before somebody's eyes, tells whoever must know how things stand, and ends the command."""
    from pipeline.edges.clock import now as clock_now
    from pipeline.errors import PassRunning
    from scheduler.shared.carried import known_to_all
    from scheduler.views.show_pass import progress, show_report
    from scheduler.watch.attend import Attendant
    from scheduler.watch.recorded import recorded_pass

    at, attendant = now or clock_now(), Attendant(by_the_clock=now is None)
    signal.signal(signal.SIGTERM, _stopped)
    try:
        with progress() as say:
            report = recorded_pass(office, now=at, patient=False, say=say)
    except PassRunning:
        raise
    except Exception:
        with known_to_all(office.settings.store):
            attendant.attend(office.settings, made=at, now=at)
        raise
    with known_to_all(office.settings.store):
        attendant.attend(office.settings, made=at, now=at)
    show_report(report)
    sys.exit(1 if report.faults else 0)


def _stopped(_: int, __: FrameType | None) -> None:
    raise SystemExit(1)


@click.command()
@config_option
@offices_option
@click.option(
    "--at-once",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    help="With --offices: how many passes run at once, besides half as many of offices that are slow.",
)
def run(config: Path, offices: Path | None, at_once: int) -> None:
    """Works until it is stopped: a pass at once, and then one every few minutes.

    With --offices it serves every office with a settings file in that folder, and those that come and go while it
    runs. Several such workers, on several machines, may serve the same offices where their journals lie in PostgreSQL.

    \b
    Example:
      caseclock run --config /etc/caseclock/config.toml
      caseclock run --offices /etc/caseclock/offices
    """
    if offices is not None:
        from scheduler.offices_worker import OfficesWorker

        OfficesWorker(offices, at_once=at_once).work()
        return
    from scheduler.worker import PassWorker

    PassWorker(config).work(heard=lambda: _heard(config))


def _heard(config: Path) -> bool:
    """Waits until the mailbox announces new mail, and says whether it did."""
    from pipeline.edges.clock import now
    from pipeline.errors import CaseclockError
    from scheduler.office import office_of
    from scheduler.ports import open_ports

    try:
        with open_ports(office_of(config), patient=True) as ports, ports.inbox.signed_in(now=now()) as mailbox:
            return mailbox.wait(LISTEN_SECONDS)
    except CaseclockError:
        return False


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("caseclock-demo"),
    show_default=True,
    help="Where the demonstration leaves its tracker and its mails.",
)
def demo(folder: Path) -> None:
    """Shows the whole job on a sample mailbox: three passes over a fortnight, all inside this program.

    \b
    Example:
      caseclock demo
      caseclock demo --dir /tmp/look
    """
    from scheduler.demo.story import tell

    tell(folder)
