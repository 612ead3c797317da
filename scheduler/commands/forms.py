"""The commands about forms and words: `learn`, `preview` and `replay`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from pipeline.shown_text import amount
from scheduler.commands.options import config_option, now_option


@click.command()
@click.argument("form", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("filled", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--id", "form_id", default="", help="The name of the form; the file's name unless given.")
def learn(form: Path, filled: tuple[Path, ...], form_id: str) -> None:
    """Proposes a form file from a blank form, for a person to correct and put into the folder intake.known_forms.

    Two or more FILLED copies of the form tell by their answers what labels in words of its own ask.

    \b
    Example:
      caseclock learn our-blank-form.docx > forms/our-form.toml
      caseclock learn our-blank-form.docx filled-1.docx filled-2.docx > forms/our-form.toml
    """
    from scheduler.setting_up.learnt import proposed

    click.echo(proposed(form, form_id=form_id, filled=filled))


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("caseclock-preview"),
    show_default=True,
    help="Where the files are put.",
)
@config_option
def preview(folder: Path, config: Path) -> None:
    """Writes every mail, invitation and document from sample data to files, with a page to look through.

    \b
    Example:
      caseclock preview --dir /tmp/preview
    """
    from pipeline.edges.files import write_whole
    from pipeline.notices.samples.preview import preview as previewed
    from scheduler.office import office_or_defaults

    office = office_or_defaults(config)
    files = previewed(office.settings, environment=office.templates)
    for name, content in files.items():
        write_whole(folder / name, content, mode=0o644)
    click.echo(f"{len(files)} files are in {folder}; open {folder / 'index.html'} in a browser.")


@click.command()
@click.argument("message", required=False)
@click.option("--failed", is_flag=True, help="Every mail on which the program failed: the next pass reads them again.")
@config_option
@now_option
def replay(message: str | None, failed: bool, config: Path, now: datetime | None) -> None:
    """Reads a stored mail again with today's reader and shows what differs from what was recorded; changes nothing.

    MESSAGE is its Message-ID or the beginning of its SHA-256, as in the names of the files in the store. A newer
    version reads by itself again what an older one failed on; --failed asks for that at any time.

    \b
    Example:
      caseclock replay 3fa4c1
      caseclock replay --failed
    """
    from pipeline.edges.clock import now as clock_now
    from pipeline.edges.journal import Journal
    from scheduler.guards.second_try import try_again
    from scheduler.office import office_of
    from scheduler.replay import replayed

    if failed == bool(message):
        raise click.UsageError("Name a mail, or give --failed for all on which the program failed.")
    office = office_of(config)
    with Journal.of(office.settings.store) as journal:
        if failed:
            number = try_again(journal, now=now or clock_now())
            click.echo(f"{amount(number, 'mail')} will be read again by the next pass.")
            return
        lines = tuple(replayed(office, journal, named=message or ""))
    for line in lines or ("Today's reader understands it as it was recorded.",):
        click.echo(line)
