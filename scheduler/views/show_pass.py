"""What the command line shows of a pass, while it runs and after it; without a terminal it draws nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scheduler.report import PassReport


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """What shows the step that runs now, in place; silent where nobody looks at the terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("Starting") as shown:
        yield shown.update


def show_report(report: PassReport) -> None:
    """What a pass did."""
    for what, number in report.counts.items():
        click.echo(f"  {number:>4}  {what}")
    if not report.counts:
        click.echo("  Nothing new.")
    for fault in report.faults:
        click.secho(f"  To put right: {fault}", fg="red", bold=True)
