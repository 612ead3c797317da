"""The options that several commands share, and how a moment or a date is written on the command line."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from pathlib import Path

import click

from pipeline.dates import LONDON, utc


def instant(*asked: object) -> datetime | None:
    """The instant in UTC that a command line says (a click callback); a bare date is nine in the morning in London."""
    if asked[-1] is None:
        return None
    text = str(asked[-1])
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return utc(datetime.combine(date.fromisoformat(text), time(9), tzinfo=LONDON))
        return utc(datetime.fromisoformat(text))
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a date or time; write 2026-11-21 or 2026-11-21T09:30.") from None


def day(*asked: object) -> date | datetime:
    """The date that a command line says (a click callback), ISO or day first, or the instant where it gives a time."""
    text = str(asked[-1])
    british = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text)
    try:
        if british:
            return date(int(british[3]), int(british[2]), int(british[1]))
        return utc(datetime.fromisoformat(text)) if "T" in text else date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a date; write 2026-11-21 or 21/11/2026.") from None


config_option = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("config.toml"),
    show_default=True,
    help="The settings file.",
)
now_option = click.option(
    "--now", callback=instant, metavar="INSTANT", help="Act as if it were this moment (ISO date or time, London)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="For a machine: JSON on standard output.")


def print_json(value: object) -> None:
    """Prints `value` as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
