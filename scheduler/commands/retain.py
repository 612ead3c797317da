"""The command that shows which cases are due to be erased, and erases those that are named: `retain`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.shown_text import amount
from scheduler.commands.options import config_option, now_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.edges.journal.kept_records import Erasing
    from pipeline.record.retention import RetainedCase
    from scheduler.office import ConfiguredOffice
    from scheduler.ports import Ports
    from scheduler.retention.erase import Erasure

_NO_RULE = (
    "No rule is set, so nothing is ever erased. To set one, write years = … under [retention] in the settings: so many "
    "years from the day on which a case was closed."
)


@click.command()
@click.option("--rehearse", is_flag=True, help="Show all that would be erased with each case that is due.")
@click.option(
    "--erase",
    "named",
    multiple=True,
    metavar="REF",
    help="Erase this case for good, where it is due; name each one. Nothing brings it back.",
)
@config_option
@now_option
def retain(rehearse: bool, named: tuple[str, ...], config: Path, now: datetime | None) -> None:
    """Shows which cases the office's rule says are to be erased, and when; erases only those that are named.

    The rule is a number of years from the day on which a case was closed; by default none is set. A case that is not
    closed, or under legal hold, is never erased. Exit status 1 where a case that was named is kept, or where anything
    of it may be left in our files.

    \b
    Example:
      caseclock retain
      caseclock retain --rehearse
      caseclock retain --erase NSH-2026-001 --erase NSH-2026-004
    """
    from pipeline.edges.clock import now as clock_now
    from scheduler.office import office_of
    from scheduler.ports import open_ports

    if rehearse and named:
        raise click.UsageError("Choose --rehearse or --erase.")
    office, at = office_of(config), now or clock_now()
    with open_ports(office) as ports:
        if named:
            sys.exit(0 if _erased(office, ports, refs=named, now=at) else 1)
        _show(office, ports, now=at, rehearse=rehearse)


def _show(office: ConfiguredOffice, ports: Ports, *, now: datetime, rehearse: bool) -> None:
    from scheduler.retention.due import cases_by_rule, kept_by_workbook

    _show_unfinished(ports.journal.kept.erasing.get())
    if office.settings.retention.years is None:
        click.echo(_NO_RULE)
        return
    in_workbook = kept_by_workbook(ports.tracker.content())
    known = cases_by_rule(office, ports.journal, now=now)
    due = [one for one in known if not one.kept and one.ref not in in_workbook]
    for one in (one for one in known if one.closed):
        click.echo(f"{one.ref}: {_standing(one, in_workbook.get(one.ref, ''))}")
    _show_rest(known, due)
    for one in due if rehearse else ():
        _rehearse(office, ports, ref=one.ref, now=now)


def _show_unfinished(begun: Erasing | None) -> None:
    if begun is not None:
        done = "its rows are gone, files are left" if begun.is_recorded else "nothing is gone yet"
        click.echo(
            f"{', '.join(begun.refs)}: an erasure was begun and is not at its end ({done}); each pass tries again."
        )


def _standing(one: RetainedCase, in_workbook: str) -> str:
    if why := in_workbook or (one.kept if one.due is None or one.kept.name != "NOT_YET" else ""):
        return f"kept, because {why}{f'; else due {one.when}' if one.when else ''}"
    return f"{'would be erased' if one.kept else 'due to be erased'} {one.when}"


def _show_rest(known: Iterable[RetainedCase], due: list[RetainedCase]) -> None:
    running = sum(one.closed is None for one in known)
    click.echo(f"{amount(running, 'case')} not closed: never erased while that is so.")
    if due:
        refs = " ".join(f"--erase {one.ref}" for one in due)
        click.echo(f"Nothing was erased. {len(due)} due; to erase: caseclock retain {refs}")
    else:
        click.echo("Nothing is due to be erased today.")


def _rehearse(office: ConfiguredOffice, ports: Ports, *, ref: str, now: datetime) -> None:
    from scheduler.retention.plan import planned

    plan = planned(office, ports, refs=[ref], now=now)
    gone = plan.gone
    click.echo(
        f"\n{ref}, if it were erased by itself:\n"
        f"  its rows in the tracker, and every backup of the tracker that names it\n"
        f"  {len(gone.facts)} facts, {len(gone.log)} lines of the log, {len(gone.items)} items of Needs attention\n"
        f"  {len(gone.mails)} mails received, {len(gone.outgoing) + len(plan.bare)} mails of ours\n"
        f"  {len(plan.left.files)} files and folders beside the tracker"
    )
    _show_left(plan.left)


def _show_left(left: Erasing) -> None:
    for line in left.kept_back:
        click.echo(f"  Kept back: {line}.")
    for line in left.outside:
        click.echo(f"  For a person: {line}.")


def _erased(office: ConfiguredOffice, ports: Ports, *, refs: tuple[str, ...], now: datetime) -> bool:
    from scheduler.retention.erase import erase

    done = erase(office, ports, refs=refs, now=now)
    if done.given_up:
        click.echo(f"Nothing was erased: {done.given_up}")
        return False
    click.echo(f"Erased: {', '.join(done.left.refs)}. A certificate of each stands in the record (sheet Log).")
    _show_left(done.left)
    return _show_traces(done)


def _show_traces(done: Erasure) -> bool:
    """Says what the search found; gives whether it found nothing that is ours to take away."""
    for trace in done.traces:
        why = (
            "it is of another case or of none: look whether it speaks of the same people" if trace.is_of_others else ""
        )
        said = f"Still says {trace.words} of its words" if trace.words else "Could not be read"
        click.echo(f"  {said}: {trace.place}{f'; {why}' if why else ''}.")
    clean = all(trace.is_of_others for trace in done.traces)
    if not done.traces:
        click.echo(f"Every file of ours was searched for {done.looked_for} words that only it said: none is left.")
    return clean
