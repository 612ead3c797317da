"""The options that several commands share, and how a moment or a date is written on the command line."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from pathlib import Path

import click

from pipeline.dates import LONDON, utc

# No case lies outside these years; further out the calendar of Python itself would end.
COUNTABLE_YEARS = range(1900, 2200)


def instant(*asked: object) -> datetime | None:
    """The instant in UTC that a command line says (a click callback); a bare date is nine in the morning in London."""
    if asked[-1] is None:
        return None
    text = str(asked[-1])
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return utc(datetime.combine(date.fromisoformat(text), time(9), tzinfo=LONDON))
        return utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        raise click.BadParameter(f"{text!r} is not a date or time; write 2026-11-21 or 2026-11-21T09:30.") from None


def day(*asked: object) -> date | datetime:
    """The date that a command line says (a click callback), ISO or day first, or the instant where it gives a time."""
    text = str(asked[-1]).strip()
    british = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T](\d{1,2}:\d{2}))?", text)
    iso = f"{british[3]}-{british[2]:0>2}-{british[1]:0>2}" if british else text
    iso += f"T{british[4]:0>5}" if british and british[4] else ""
    try:
        found = utc(datetime.fromisoformat(iso)) if re.search(r"[T ]\d", iso) else date.fromisoformat(iso)
    except (ValueError, OverflowError):
        raise click.BadParameter(
            f"{text!r} is not a date; write 2026-11-21 or 21/11/2026, with a time 2026-11-21T16:30."
        ) from None
    if found.year not in COUNTABLE_YEARS:
        raise click.BadParameter(f"{text!r} lies outside the years {COUNTABLE_YEARS[0]} to {COUNTABLE_YEARS[-1]}.")
    return found


def only_day(*asked: object) -> date | None:
    """The date that a command line or a person at a terminal says, where it says one; a time is refused."""
    if asked[-1] is None:
        return None
    found = day(*asked)
    if isinstance(found, datetime):
        raise click.BadParameter(f"{asked[-1]!r} is not a date alone; write 2026-11-21 or 21/11/2026.")
    return found


config_option = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("config.toml"),
    show_default=True,
    help="The settings file.",
)
offices_option = click.option(
    "--offices",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder with a settings file (*.toml) for each of many offices, in place of --config.",
)
now_option = click.option(
    "--now", callback=instant, metavar="INSTANT", help="Act as if it were this moment (ISO date or time, London)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="For a machine: JSON on standard output.")


def print_json(value: object) -> None:
    """Prints `value` as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
