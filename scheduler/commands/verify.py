"""The command that shows where a rule is written and records who has read it: `verify`."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import config_option, json_option, now_option, only_day, print_json

if TYPE_CHECKING:
    from scheduler.source_reading import ReadingTold, RuleSource


@click.command()
@click.argument("rule")
@click.option("--edition", default="", help="The edition that was read; by default the one in force today.")
@click.option("--by", default="", metavar="NAME", help="Who has read it. Without a name nothing is recorded.")
@click.option("--role", default="", help="What that person is, such as business manager.")
@click.option("--on", callback=only_day, metavar="DATE", help="The day on which it was read; by default today.")
@click.option("--issue", callback=only_day, metavar="DATE", help="The day of the issue that was read.")
@click.option(
    "--document",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The file that was read; its checksum is recorded, the file is not kept.",
)
@click.option("--web-page", is_flag=True, help="A web page was read, of which there is no file.")
@json_option
@config_option
@now_option
def verify(rule: str, as_json: bool, config: Path, now: datetime | None, **said: Any) -> None:
    """Shows the paragraph on which a rule rests, and records in the settings file who has read it.

    At a terminal it asks for what is missing. A reading counts until a later issue of the edition is known.

    \b
    Example:
      caseclock verify notify-panel
      caseclock verify notify-panel --by "Bronagh Tilley" --role "business manager"
        --issue 2026-05-06 --document working-together-2026.pdf
      caseclock verify tell-other-area --by "Bronagh Tilley" --role "business manager" --web-page
    """
    from pipeline.dates import london_date
    from pipeline.edges.clock import now as clock_now
    from scheduler.office import office_or_defaults
    from scheduler.source_reading import ReadingTold, check_of, record, rule_source
    from scheduler.views.show_source import how_to_record, show_source, source_json

    office, today = office_or_defaults(config), london_date(now or clock_now())
    edition = said.pop("edition")
    source, told = rule_source(office.checked_law, rule, edition=edition, today=today), ReadingTold(**said)
    if not as_json:
        show_source(source)
        told = _asked(told, source, today=today) if sys.stdin.isatty() and sys.stdout.isatty() else told
    if told != ReadingTold():
        check = check_of(told, source, law=office.law, today=today)
        new = record(config, check)
        read = office_or_defaults(config).checked_law
        source = rule_source(read, rule, edition=source.version.edition, today=today)
        click.echo(_recorded(source, config, new=new), err=as_json)
    elif not as_json:
        click.echo(f"Nothing is recorded without a name: {how_to_record(source)}")
    if as_json:
        print_json(source_json(source))


def _asked(told: ReadingTold, source: RuleSource, *, today: date) -> ReadingTold:
    """What was told, with what is missing asked at the terminal; nothing more once no name is given."""
    by = told.by or click.prompt("Who has read it? (Enter to record nothing)", default="", show_default=False)
    if not by:
        return told
    role = told.role or click.prompt("Role")
    on = told.on or click.prompt("Read on", default=today.isoformat(), value_proc=only_day)
    issue = told.issue
    if issue is None and source.issues:
        days = ", ".join(issue.on.isoformat() for issue in source.issues)
        issue = click.prompt(f"In the issue of which day ({days})", value_proc=only_day)
    document, web_page = told.document, told.web_page
    if document is None and not web_page:
        name = click.prompt("The file that was read (Enter for a web page)", default="", show_default=False)
        document, web_page = (Path(name).expanduser(), False) if name else (None, True)
    return replace(told, by=by, role=role, on=on, issue=issue, document=document, web_page=web_page)


def _recorded(source: RuleSource, config: Path, *, new: bool) -> str:
    from pipeline.clock.explain.unchecked_sources import evidence_sentence

    stands = f"{'Recorded' if new else 'It stood already'} in {config}"
    return f"{stands}. {source.version.edition}, {source.duty.id}: {evidence_sentence(source.version.citation)}"
