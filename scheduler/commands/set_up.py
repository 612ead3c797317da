"""The commands about the office: `check`, `status`, `simulate`, `rebuild-tracker` and `restored`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import click

from scheduler.commands.options import (
    config_option,
    instant,
    json_option,
    now_option,
    offices_option,
    print_json,
)

if TYPE_CHECKING:
    from scheduler.office import ConfiguredOffice


@click.command()
@click.option("--send", is_flag=True, help="Send the mailbox a mail, and see it come in: the way that all mail takes.")
@click.option("--wait", default=60, show_default=True, metavar="SECONDS", help="With --send: for how long to look.")
@config_option
@now_option
def check(send: bool, wait: int, config: Path, now: datetime | None) -> None:
    """Proves the set-up: settings, mailbox, folders, outgoing mail, tracker, templates, contacts, calendar, clock.

    One line each, with the remedy for what is wrong; exit status 1 where something is. Sends nothing without --send,
    and then to the mailbox itself alone.

    \b
    Example:
      caseclock check --config /etc/caseclock/config.toml
      caseclock check --send
    """
    from datetime import timedelta

    from pipeline.edges.clock import now as clock_now
    from scheduler.check import findings
    from scheduler.office import office_of
    from scheduler.ports import open_ports
    from scheduler.views.show import show_findings

    office = office_of(config)
    with open_ports(office) as ports:
        within = timedelta(seconds=wait) if send else None
        found = findings(office, ports, now=now or clock_now(), mail_within=within)
    show_findings(found)
    sys.exit(1 if any(not finding.good for finding in found) else 0)


@click.command()
@json_option
@config_option
@offices_option
@now_option
def status(as_json: bool, config: Path, offices: Path | None, now: datetime | None) -> None:
    """Says how the office stands: the last good pass, the queue, what waits for a person, days of calendar left.

    Exit status 0 when all is well, 1 when something needs a person, 2 for a fault in the settings. With --offices one
    line for each office, and the highest of their exit statuses.

    \b
    Example:
      caseclock status
      caseclock status --json
      caseclock status --offices /etc/caseclock/offices
    """
    from pipeline.edges.clock import now as clock_now
    from scheduler.health import status_lines
    from scheduler.office import office_of

    if offices is not None:
        _show_offices(offices, as_json=as_json, now=now or clock_now())

    said = _state(office_of(config), now=now or clock_now())
    if as_json:
        print_json(said)
    else:
        for line in status_lines(said):
            click.echo(line)
    sys.exit(0 if said["well"] else 1)


def _show_offices(folder: Path, *, as_json: bool, now: datetime) -> NoReturn:
    from scheduler.offices_folder import offices_in
    from scheduler.views.show_offices import how_it_stands, office_line

    found = [how_it_stands(file, now=now) for file in offices_in(folder)]
    if as_json:
        print_json([stands.said for stands in found])
    else:
        for stands in found:
            click.echo(office_line(stands))
    sys.exit(max(stands.exit_status for stands in found))


def _state(office: ConfiguredOffice, *, now: datetime) -> dict[str, object]:
    """How the office stands; how its passes went where its journal or its law cannot be used."""
    from pipeline.edges.journal import Journal
    from pipeline.errors import CaseclockError, SettingsInvalid
    from scheduler.health import status as state
    from scheduler.health import watched
    from scheduler.shared.carried import take_over

    try:
        with Journal.of(office.settings.store) as journal:
            take_over(journal)
            return state(office, journal, now=now)
    except SettingsInvalid:
        raise
    except CaseclockError as fault:
        said = watched(office.settings, now=now)
        needs = said["needs"]
        return said | {"well": False, "needs": [*(needs if isinstance(needs, list) else ()), str(fault)]}


@click.command()
@click.option("--as-of", "as_of", required=True, callback=instant, metavar="DATE", help="The day to look at.")
@config_option
def simulate(as_of: datetime, config: Path) -> None:
    """Shows what would be sent and what would be due on a day; sends and writes nothing.

    \b
    Example:
      caseclock simulate --as-of 2026-12-02
    """
    from pipeline.edges.journal import Journal
    from pipeline.notices.all_due import notices
    from scheduler.office import office_of
    from scheduler.snapshot import Snapshot
    from scheduler.views.show import show_simulation

    office = office_of(config)
    with Journal.of(office.settings.store) as journal:
        situation = Snapshot(office, journal, now=as_of).situation()
    show_simulation(situation, notices(situation), templates=office.templates)


@click.command("rebuild-tracker")
@config_option
@now_option
def rebuild(config: Path, now: datetime | None) -> None:
    """Puts the columns of the workbook in the order of this version, with everything of the office's own in it.

    One that cannot be read, or lacks a sheet, is made anew from the journal. The old one is set aside and kept.

    \b
    Example:
      caseclock rebuild-tracker
    """
    from pipeline.edges.clock import now as clock_now
    from scheduler.office import office_of
    from scheduler.ports import open_ports
    from scheduler.steps.tracker_out import rebuild_tracker

    office = office_of(config)
    with open_ports(office) as ports:
        done = rebuild_tracker(office, ports, now=now or clock_now())
    said = "is made anew" if done.is_anew else "has its columns in the order of this version, and all that was its own"
    click.echo(
        f"{office.settings.tracker.path} {said}." + (f" The old one is kept as {done.aside}." if done.aside else "")
    )
    for sheet in done.left:
        click.echo(f"The columns of {sheet} stay as they were: a formula, a chart or merged cells would be torn apart.")


@click.command()
@config_option
@json_option
@now_option
def recount(config: Path, as_json: bool, now: datetime | None) -> None:
    """Counts every case anew, also the closed ones at rest, and says what differs from what was kept of those.

    Exit status 0 when nothing does, 1 when something does: the next pass then counts every case and puts it right.

    \b
    Example:
      caseclock recount
    """
    from pipeline.edges.clock import now as clock_now
    from scheduler.office import office_of
    from scheduler.ports import open_ports
    from scheduler.views.recounted import recounted

    office = office_of(config)
    with open_ports(office) as ports:
        found = recounted(office, ports, now=now or clock_now())
    if as_json:
        print_json({"cases": found.cases, "resting": found.resting, "differing": list(found.differing)})
    else:
        says = f"{len(found.differing)} not as kept" if found.differing else "all as kept"
        click.echo(f"{found.cases} cases counted anew, {found.resting} of them at rest: {says}.")
        for line in found.differing:
            click.echo(line)
    sys.exit(bool(found.differing))


@click.command()
@click.option(
    "--trust",
    required=True,
    type=click.Choice(["store", "workbook"]),
    help="workbook: enter the cases that only it shows. store: set the workbook aside and make it anew.",
)
@config_option
@now_option
def restored(trust: Literal["store", "workbook"], config: Path, now: datetime | None) -> None:
    """Says which is right after a store was put back that is older than the workbook or the mailbox.

    Until then nothing is sent but urgent alerts, and nothing is filed. No reference is given a second time either way.

    \b
    Example:
      caseclock restored --trust workbook
      caseclock restored --trust store
    """
    from pipeline.edges.clock import now as clock_now
    from scheduler.guards.restored import settle
    from scheduler.office import office_of
    from scheduler.ports import open_ports

    office = office_of(config)
    with open_ports(office) as ports:
        click.echo(settle(office, ports, trusted=trust, now=now or clock_now()))
