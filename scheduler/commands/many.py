"""The commands of an office that is one of many: `move-journal`."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.commands.options import config_option


@click.command("move-journal")
@click.option("--back", is_flag=True, help="From PostgreSQL into the store folder.")
@config_option
def move_journal(back: bool, config: Path) -> None:
    """Carries the journal from the store folder into the PostgreSQL that store.database names, or back.

    Every row and every mail is compared on both sides before the old place is marked as left; nothing is deleted. Stop
    the workers of this office first. Cut off, it is simply run again.

    \b
    Example:
      caseclock move-journal --config /etc/caseclock/northshire.toml
      caseclock move-journal --back
    """
    from pipeline.edges.journal import Journal
    from pipeline.edges.journal.moving import carry
    from pipeline.errors import SettingsInvalid
    from scheduler.guards.in_hand import NAME
    from scheduler.office import office_of
    from scheduler.shared.carried import NAMES

    store = office_of(config).settings.store
    if not store.database:
        raise SettingsInvalid(f"{config}: store.database must name the PostgreSQL that is moved to or from.")
    if not back and not (store.folder / "journal.sqlite").exists():
        raise SettingsInvalid(f"There is no journal in {store.folder}; `caseclock once` makes one in the database.")
    with Journal(store.folder, moving=True) as by_itself, Journal(store.folder, database=store, moving=True) as shared:
        source, target = (shared, by_itself) if back else (by_itself, shared)
        with source.pass_lock(), target.pass_lock():
            carried = carry(source, target, notes=(*NAMES, NAME))
    what = f"{carried.rows} rows and {carried.mails} mails ({carried.megabytes:.1f} MB)"
    click.echo(f"Moved {what}, from {source.store.where} to {target.store.where}; all was compared and is the same.")
    if back:
        click.echo("Now take store.database out of the settings; until then nothing works, and nothing is lost.")
