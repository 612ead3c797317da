"""The command line: `caseclock COMMAND`; each command's work is done elsewhere."""

from __future__ import annotations

import os
import sys

import click

from pipeline.errors import CaseclockError, PassRunning, RuleInvalid, SettingsInvalid
from scheduler.commands.begin import init
from scheduler.commands.forms import learn, preview, replay
from scheduler.commands.look import due, explain, read, rules
from scheduler.commands.many import move_journal
from scheduler.commands.record import audit
from scheduler.commands.retain import retain
from scheduler.commands.set_up import check, rebuild, recount, restored, simulate, status
from scheduler.commands.verify import verify
from scheduler.commands.work import backfill, demo, once, run

NOT_HERE = (
    "Caseclock does not run on Windows itself: run its container there (deploy/Containerfile), with Docker Desktop or "
    "in the Windows Subsystem for Linux."
)
USAGE_FAULTS = (SettingsInvalid, RuleInvalid)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="caseclock")
def caseclock() -> None:
    """Runs the statutory clocks of a safeguarding partnership from its mailbox and its spreadsheet.

    Start with `caseclock demo`: it needs no set-up. Then `caseclock init` sets your office up.
    """


COMMANDS = (
    *(demo, init, once, run, read, due, rules, explain, audit, retain, verify, simulate, check, preview),
    *(status, learn, rebuild, recount, replay, backfill, restored, move_journal),
)
for command in COMMANDS:
    caseclock.add_command(command)


def _without_words(*told: object) -> None:
    """Says where the program failed: an error's own words may quote a mail."""
    from scheduler.watch.log import places

    for fault in (one for one in told if isinstance(one, BaseException)):
        click.echo(f"The program failed. Report this line: {places(fault)}", err=True)


def main() -> None:
    """Runs the command line; exit 1 when a person's set-up is needed, 2 for a usage or configuration error."""
    sys.excepthook = _without_words
    if os.name == "nt":
        click.echo(NOT_HERE, err=True)
        sys.exit(1)
    try:
        caseclock()
    except PassRunning as fault:
        click.echo(str(fault), err=True)
        sys.exit(1)
    except CaseclockError as fault:
        click.echo(str(fault), err=True)
        sys.exit(2 if isinstance(fault, USAGE_FAULTS) else 1)
