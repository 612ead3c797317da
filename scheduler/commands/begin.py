"""The command that sets an office up: `init`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import now_option

if TYPE_CHECKING:
    from scheduler.setting_up.questions import SetUpQuestion
    from scheduler.setting_up.settings_file import SettingsFile

_PERSON = '"NAME <ADDRESS>"'
_ANSWERS = (
    ("partnership", "NAME", "The partnership, as it signs its mail."),
    ("address", "ADDRESS", "The shared mailbox."),
    ("letters", "LETTERS", "What every case reference begins with, such as NSH."),
    ("front-door", "TEXT", "Whom to ring for a child in danger now."),
    ("mailbox", "SERVER", '"microsoft365", or the IMAP server: HOST[:PORT], or "HOST:PORT starttls".'),
    ("outgoing", "SERVER", "The SMTP server, written alike."),
    ("tenant", "ID", "Microsoft 365: the tenant."),
    ("client-id", "ID", "Microsoft 365: the registered application."),
    ("secret-expires", "DATE", "Microsoft 365: when the client secret ends."),
    ("workbook", "FILE", "The workbook that the office opens."),
    ("manager", _PERSON, "The business manager."),
    ("deputy", _PERSON, "Who else is asked and alerted."),
    ("la-lead", _PERSON, "The local authority's lead."),
    ("heartbeat", "URL", "An address to call after each good pass."),
    ("form", "FILES", 'A blank copy of the office\'s own form, to be learnt; better "BLANK; FILLED; FILLED".'),
)
TRIES = 3  # of a password, each typed by a person: more would lock the account


def _answer_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, shown, said in reversed(_ANSWERS):
        command = click.option(f"--{name}", default="", metavar=shown, help=said)(command)
    return command


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Where the settings, the store and the workbook are to lie; by default here.",
)
@_answer_options
@click.option("--password-env", default="", metavar="NAME", help="The environment variable that holds the password.")
@click.option("--password-file", default="", metavar="FILE", help="The file that holds it, with mode 0600.")
@click.option("--password-credential", default="", metavar="NAME", help="The systemd credential that holds it.")
@click.option("--no-questions", is_flag=True, help="Ask nothing: what is not said here is as proposed, or refused.")
@now_option
def init(folder: Path, no_questions: bool, now: datetime | None, **said: str) -> None:
    """Sets an office up: asks a dozen questions, writes config.toml, signs in, makes folders and workbook.

    It begins in draft mode: mails to people lie in Drafts until a person sends them; alerts are sent all the same. Run
    again, it keeps what is there and asks only for what is missing. A password is asked for, or found where an option
    says; it is never an option itself. Exit status 0 when all is well, 1 when something is left to be put right.

    \b
    Example:
      caseclock init --dir /etc/caseclock
      caseclock init --no-questions --partnership "Northshire SCP" --address referrals@northshire.example
        --mailbox imap.northshire.example --outgoing smtp.northshire.example --password-env MAIL_PASSWORD
        --manager "Bronagh Tilley <bronagh.tilley@northshire.example>"
    """
    from scheduler.setting_up.dialogue import place_of_secret, settled
    from scheduler.setting_up.settings_file import SettingsFile, made_folder

    config = made_folder(folder) / "config.toml"
    file = SettingsFile.at(config)
    given = {name.replace("_", "-"): text for name, text in said.items()}
    places = {kind: given.pop(f"password-{kind}") for kind in ("env", "credential", "file")}
    try:
        settled(file, given, ask=None if no_questions else _put, tell=click.echo)
        place_of_secret(
            file, env=places["env"], credential=places["credential"], named=_where(places["file"]), tell=click.echo
        )
        fault = _signed_in(file, may_ask=not no_questions)
    except (click.Abort, KeyboardInterrupt):
        click.echo(f"\nStopped. What was said is kept: run caseclock init --dir {folder} again to go on.", err=True)
        sys.exit(1)
    sys.exit(0 if _made(config, fault, now=now) else 1)


def _where(file: str) -> str:
    """A file that lies where the command is run is that one, wherever the settings lie; else it is beside these."""
    here = Path(file).expanduser().absolute()
    return str(here) if here.is_file() else file


def _made(config: Path, mailbox_fault: str, *, now: datetime | None) -> bool:
    """Makes what the settings name, shows how the set-up stands and what to do next; whether all of it is good."""
    from pipeline.edges.clock import now as clock_now
    from scheduler.setting_up.made import next_steps, proved
    from scheduler.views.show import show_findings

    found = proved(config, mailbox_fault=mailbox_fault, now=now or clock_now())
    show_findings(found)
    click.echo("\nWhat to do next")
    for number, step in enumerate(next_steps(config, found), start=1):
        click.echo(f"  {number}. {step}")
    return all(finding.good for finding in found)


def _put(question: SetUpQuestion, proposal: str) -> str:
    nothing = "" if question.may_be_left else None
    return str(click.prompt(question.asks, default=proposal or nothing, show_default=bool(proposal)))


def _signed_in(file: SettingsFile, *, may_ask: bool) -> str:
    """Signs in to the mailbox and makes its folders; why it could not be done, or nothing. Where a password is refused
    that lies in a file, a person may type it again."""
    from pipeline.errors import CaseclockError, LoginRefused
    from scheduler.office import office_of
    from scheduler.setting_up.dialogue import lacks_secret, write_secret
    from scheduler.setting_up.made import mailbox_folders

    fault = ""
    for _ in range(TRIES):
        if may_ask and (lacks_secret(file) or (fault and file.known("mailbox.sign_in.secret.file"))):
            secret = _secret(again=bool(fault))
            if not secret:
                break
            write_secret(file, secret)
        elif fault:
            break
        try:
            mailbox_folders(office_of(file.path))
        except LoginRefused as refused:
            fault = str(refused)
            click.echo(fault)
        except CaseclockError as other:
            return str(other)
        else:
            return ""
    return fault or "No password is there yet: run caseclock init again, and type it."


def _secret(*, again: bool) -> str:
    """A secret typed by a person, unseen at a terminal."""
    asks = "The password or client secret (Enter to stop here)" if again else "The password or client secret"
    if sys.stdin.isatty():
        return str(click.prompt(asks, default="", show_default=False, hide_input=True))
    click.echo(f"{asks}: ", nl=False)
    line = sys.stdin.readline()
    if not line:
        raise click.Abort
    return line.rstrip("\r\n")
