"""The commands about the set-up: `check` and `status`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from scheduler.commands.options import config_option, json_option, now_option, print_json


@click.command()
@config_option
@now_option
def check(config: Path, now: datetime | None) -> None:
    """Proves the set-up: settings, mailbox, folders, outgoing mail, tracker, templates, contacts, calendar.

    One line each, with the remedy for what is wrong; exit status 1 where something is. Sends nothing.

    \b
    Example:
      caseclock check --config /etc/caseclock/config.toml
    """
    from pipeline.edges.clock import now as clock_now
    from scheduler.check import findings
    from scheduler.show import show_findings
    from scheduler.world import open_world

    with open_world(config) as world:
        found = findings(world, now=now or clock_now())
    show_findings(found)
    sys.exit(1 if any(not finding.good for finding in found) else 0)


@click.command()
@json_option
@config_option
@now_option
def status(as_json: bool, config: Path, now: datetime | None) -> None:
    """Says how the office stands: the last good pass, the queue, what waits for a person, days of calendar left.

    \b
    Example:
      caseclock status
      caseclock status --json
    """
    from pipeline.edges.clock import now as clock_now
    from scheduler.health import horizon_text, status_lines
    from scheduler.health import status as state
    from scheduler.world import open_world

    with open_world(config) as world:
        said = state(world, now=now or clock_now())
        horizon = horizon_text(world)
    if as_json:
        print_json(said)
        return
    for line in status_lines(said, horizon=horizon):
        click.echo(line)
