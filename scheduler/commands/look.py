"""The commands that only look: `read`, `due`, `rules`, `explain`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from scheduler.commands.options import config_option, day, json_option, now_option, print_json


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@json_option
@config_option
def read(paths: tuple[Path, ...], as_json: bool, config: Path) -> None:
    """Shows what is understood of forms or whole mails (.eml, .msg); touches nothing.

    \b
    Example:
      caseclock read referral.docx
      caseclock read --json inbox/*.eml
    """
    from scheduler.office import office_or_defaults
    from scheduler.views.reading import reading_of, reading_to_json
    from scheduler.views.show import show_reading

    office = office_or_defaults(config)
    found = [reading_of(path, office) for path in paths]
    if as_json:
        print_json([reading_to_json(entry) for entry in found])
        return
    for entry in found:
        show_reading(entry)


@click.command()
@click.argument("rule")
@click.option("--from", "trigger", required=True, callback=day, metavar="DATE", help="The day of the trigger.")
@json_option
@config_option
def due(rule: str, trigger: date | datetime, as_json: bool, config: Path) -> None:
    """Counts one deadline, explained day by day, with its legal source.

    \b
    Example:
      caseclock due notify-panel --from 2026-11-12
      caseclock due rapid-review --from 24/12/2025 --json
    """
    from pipeline.clock.count.calendars import england_and_wales
    from pipeline.clock.duties.deadlines import due as counted
    from pipeline.clock.duties.rule_applied import Basis
    from pipeline.clock.explain.in_json import as_json as deadline_json
    from pipeline.clock.explain.in_words import paragraphs
    from scheduler.office import office_or_defaults
    from scheduler.views.show import show_paragraphs

    office = office_or_defaults(config)
    given = office.settings
    calendar = england_and_wales(given.clock.extra_non_working_days)
    basis = Basis(law=office.law, calendar=calendar, choices=given.clock, timetable=given.timetable)
    deadline = counted(rule, trigger, basis=basis)
    if as_json:
        print_json(deadline_json(deadline))
        return
    show_paragraphs(paragraphs(deadline))


@click.command()
@click.option(
    "--preview",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A changed rule (TOML), list of bank holidays (JSON) or settings file: shows which open dates it would move.",
)
@click.option("--undated", is_flag=True, help="Only the duties for which no source gives a number of days.")
@json_option
@config_option
@now_option
def rules(preview: Path | None, undated: bool, as_json: bool, config: Path, now: datetime | None) -> None:
    """Lists every rule in force: trigger, span, force, source, edition, and when a person last checked it.

    \b
    Example:
      caseclock rules
      caseclock rules --json --now 2025-06-01
      caseclock rules --undated
      caseclock rules --preview new-bank-holidays.json
      caseclock rules --preview changed-config.toml --json
    """
    from pipeline.clock.explain.in_json import rules_json
    from pipeline.clock.explain.tasks_in_words import tasks_json
    from pipeline.dates import london_date
    from pipeline.edges.clock import now as clock_now
    from pipeline.edges.journal import Journal
    from scheduler.office import office_of, office_or_defaults
    from scheduler.snapshot import Snapshot
    from scheduler.views.preview_law import move_json, move_line
    from scheduler.views.preview_law import preview as previewed
    from scheduler.views.show import show_rules

    if preview is not None:
        office = office_of(config)
        with Journal.of(office.settings.store) as journal:
            changed, moves = previewed(Snapshot(office, journal, now=now or clock_now()), preview)
        if as_json:
            print_json({"changes": list(changed), "moves": list(map(move_json, moves))})
            return
        click.echo("\n".join(changed) or "It says nothing else than what holds now.")
        click.echo("\n".join(map(move_line, moves)) or "No open date would move.")
        return
    today = london_date(now or clock_now())
    read = office_or_defaults(config).checked_law
    dated, tasks = rules_json(read, today=today), tasks_json(read, today=today)
    if as_json:
        print_json(tasks if undated else dated)
        return
    show_rules(tasks if undated else [*dated, *tasks])


@click.command()
@click.argument("case_ref", metavar="CASE")
@json_option
@config_option
@now_option
def explain(case_ref: str, as_json: bool, config: Path, now: datetime | None) -> None:
    """Explains every date on a case: its trigger, how it was counted, what was sent to whom and when.

    \b
    Example:
      caseclock explain NSH-2026-001
      caseclock explain NSH-2026-001 --json
    """
    from pipeline.edges.clock import now as clock_now
    from pipeline.edges.journal import Journal
    from scheduler.office import office_of
    from scheduler.snapshot import Snapshot
    from scheduler.views.explained import case_explained, case_json
    from scheduler.views.show_case import show_case

    office = office_of(config)
    with Journal.of(office.settings.store) as journal:
        found = case_explained(Snapshot(office, journal, now=now or clock_now()), journal, ref=case_ref)
    if as_json:
        print_json(case_json(found))
        return
    show_case(found)
