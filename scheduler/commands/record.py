"""The command about the record: `audit`."""

from __future__ import annotations

import re
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.commands.options import config_option, now_option

if TYPE_CHECKING:
    from pipeline.edges.journal import Journal
    from scheduler.office import ConfiguredOffice

SHORTEST = 16  # digits of a hash that one may type: no two entries agree in so many by chance


def _hash(*asked: object) -> str | None:
    """A hash as a digest prints it (a click callback), or its beginning; None where none was asked for."""
    if asked[-1] is None:
        return None
    text = str(asked[-1]).strip().lower()
    if text and not re.fullmatch(rf"[0-9a-f]{{{SHORTEST},64}}", text):
        raise click.BadParameter(f"{text!r} is no hash: give the {SHORTEST} or more digits that the digest prints.")
    return text


@click.command()
@click.argument("case_ref", metavar="[CASE]", default="")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Where to: a new .zip file or a new folder; by default CASE-record.zip here.",
)
@click.option(
    "--verify",
    "known",
    is_flag=False,
    flag_value="",
    callback=_hash,
    metavar="[HASH]",
    help="Check the whole record; with the hash that a digest printed, also that nothing was cut off since.",
)
@config_option
@now_option
def audit(case_ref: str, out: Path | None, known: str | None, config: Path, now: datetime | None) -> None:
    """Bundles everything that happened on a case, with its proof; or checks that nothing in the record was altered.

    The bundle is one page with mails, documents and checksums; `sha256sum -c SHA256SUMS` verifies it without this
    program. With --verify the first entry of the record is named that was altered, removed or reordered. Exit status 1
    where something was.

    \b
    Example:
      caseclock audit NSH-2026-001 --out inspection.zip
      caseclock audit --verify
      caseclock audit --verify 5f2b6c0d9e8a7b1c5f2b6c0d9e8a7b1c
    """
    from pipeline.edges.journal import Journal
    from scheduler.office import office_of

    if bool(case_ref) == (known is not None):
        raise click.UsageError("Name a case, or ask for --verify.")
    office = office_of(config)
    with Journal.of(office.settings.store) as journal:
        if known is not None:
            good = _verified(journal, known)
        else:
            good = _bundled(office, journal, ref=case_ref, out=out, now=now)
    sys.exit(0 if good else 1)


def _verified(journal: Journal, known: str) -> bool:
    found = journal.verified(known)
    if found.fault:
        click.echo(f"{found.fault} Everything up to entry {found.head.number} is as it was recorded.")
        return False
    click.echo(f"The record is whole: {found.head.number} entries, the newest with the hash {found.head.hash}.")
    if found.anchor:
        click.echo(f"The hash given is that of entry {found.anchor}: nothing up to it was cut off or altered since.")
    return True


def _bundled(office: ConfiguredOffice, journal: Journal, *, ref: str, out: Path | None, now: datetime | None) -> bool:
    from pipeline.edges.clock import now as clock_now
    from scheduler.record.bundle import bundle_of, write

    made = bundle_of(office, journal, ref=ref, now=now or clock_now())
    place = out or Path(f"{made.ref}-record.zip")
    write(made, place)
    click.echo(f"{place}: {len(made.files)} files. SHA-256 of its SHA256SUMS, to note down: {made.checksum}")
    click.echo(made.verdict)
    return made.is_whole
