"""Tells the whole job in three passes over a fortnight, as an office would live it, and prints it for a manager."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from rich.columns import Columns
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from parsers.mail.message import message, received_at
from pipeline.clock.duties.tally import tally
from pipeline.clock.explain.in_words import two_lines
from pipeline.clock.explain.state_words import state_words
from pipeline.clock.model import Deadline, DutyState
from pipeline.dates import long_date, long_time
from pipeline.edges.clock import now as clock_now
from pipeline.edges.files import write_whole
from pipeline.edges.journal import Journal
from pipeline.facts import Case
from scheduler.demo.people import accepted, type_into
from scheduler.demo.servers import EmbeddedMailServers
from scheduler.office import ConfiguredOffice, office_of
from scheduler.ports import Ports, open_ports
from scheduler.report import PassReport
from scheduler.run import one_pass
from scheduler.snapshot import Snapshot

ADDRESS = "referrals@northshire.example"
PASSWORD = "a demonstration keeps no secrets"  # noqa: S105 - of a server that lives inside this process
FRIDAY = datetime(2026, 11, 13, 16, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)
A_FORTNIGHT_ON = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
DUTIES_SHOWN = 7
LAST = 3  # of the passes


def tell(folder: Path, *, console: Console | None = None) -> None:
    """Runs the demonstration in `folder`; run again there, it finds that everything was done."""
    shown = console or Console()
    began = clock_now()
    folder.mkdir(parents=True, exist_ok=True)
    again = (folder / "store" / "journal.sqlite").exists()
    with _office(folder, shown) as (office, ports, servers):
        _arrive(servers, shown)
        for number, (moment, title) in enumerate(_days(again=again), start=1):
            shown.rule(f"[bold]{number}. {long_time(moment)}: {title}")
            report = _pass(office, ports, shown=shown, moment=moment)
            _tell_pass(shown, report)
            if number == 1:
                _tell_mails(ports.journal, shown)
                _tell_attention(ports.journal, shown)
                _manager_types(ports, shown)
            if number == LAST:
                _tell_counts(Snapshot(office, ports.journal, now=moment), shown)
            if number == 2:
                _tell_dates(Snapshot(office, ports.journal, now=moment), shown)
                _partners_answer(servers, shown)
        _tell_sent(servers, shown, folder=folder)
        ref, seconds = _first_death(ports.journal).ref, (clock_now() - began).total_seconds()
        _tell_end(office, shown, folder=folder, ref=ref, seconds=seconds)


def _days(*, again: bool) -> tuple[tuple[datetime, str], ...]:
    # Time does not run backwards in an office: where the story was told before, every pass is on its last day.
    first, second, third = (A_FORTNIGHT_ON,) * 3 if again else (FRIDAY, MONDAY, A_FORTNIGHT_ON)
    return (
        (first, "the mailbox is read for the first time"),
        (second, "what the manager typed is taken in"),
        (third, "a fortnight on, reminders fall due"),
    )


@contextmanager
def _office(folder: Path, shown: Console) -> Iterator[tuple[ConfiguredOffice, Ports, EmbeddedMailServers]]:
    # The SMTP library warns of its own future; that is no news to a manager.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    with EmbeddedMailServers({ADDRESS: PASSWORD}) as servers:
        text = resources.files("scheduler.demo").joinpath("settings.toml").read_text(encoding="utf-8")
        settings = text.replace("{imap_port}", str(servers.imap_port)).replace("{smtp_port}", str(servers.smtp_port))
        write_whole(folder / "config.toml", settings.encode())
        write_whole(folder / "password", PASSWORD.encode())
        office = office_of(folder / "config.toml")
        with open_ports(office) as ports:
            yield office, ports, servers


def _arrive(servers: EmbeddedMailServers, shown: Console) -> None:
    mails = [file.read_bytes() for file in mailbox()]
    for raw in mails:
        servers.deliver(raw, at=received_at(message(raw)))
    shown.print(
        Panel(
            f"{len(mails)} mails lie in the shared mailbox of Northshire's safeguarding partnership: referrals on four "
            "different forms, and everything else that such a mailbox holds. Nobody in them is real.",
            title="Caseclock: a demonstration",
        )
    )


def mailbox() -> list[Path]:
    """The mails of the demonstration, in the order in which they arrived."""
    folder = Path(str(resources.files("scheduler.demo"))) / "mailbox"
    return sorted(folder.glob("*.eml"))


def _pass(office: ConfiguredOffice, ports: Ports, *, shown: Console, moment: datetime) -> PassReport:
    def after(step: str) -> None:
        shown.print(f"  [green]done[/]  {step}", highlight=False)

    with shown.status("Beginning") as status:
        return one_pass(office, ports, now=moment, say=status.update, after=after)


def _tell_pass(shown: Console, report: PassReport) -> None:
    said = [Text(f"{number:>3}  {what}") for what, number in report.counts.items()]
    shown.print(Padding(Columns(said or [Text("Nothing new: everything was done before.")], padding=(0, 4)), (1, 2)))
    for fault in report.faults:
        shown.print(Text(f"  To put right: {fault}", style="bold red"))


def _tell_mails(journal: Journal, shown: Console) -> None:
    table = Table("Received", "What it is", "Case", "Why", title="What the mails turned out to be")
    for mail in journal.mails.decided():
        kind = mail.kind.replace("_", " ")
        table.add_row(
            long_time(mail.received_at),
            Text(f"{kind}, urgent", style="bold red") if mail.urgent else kind,
            mail.case_ref,
            Text(str(mail.arrival.get("reason", ""))),
        )
    shown.print(table)


def _tell_attention(journal: Journal, shown: Console) -> None:
    table = Table("What", "Why", "What to do", title="Needs attention: what a person must look at")
    for item in journal.casebook.attention():
        if not item.resolved:
            table.add_row(Text(item.what, style="bold red" if item.urgent else ""), Text(item.why), Text(item.remedy))
    shown.print(table)


def _manager_types(ports: Ports, shown: Console) -> None:
    """What a manager would type for the first case, a death: awareness, the notification, and the meeting."""
    case = _first_death(ports.journal)
    typed = {
        "LA aware on": "2026-11-12",
        "Criteria met": "yes",
        "Decided by": "The three partners",
        "Criteria decided on": "2026-11-16",
        "Notified Panel on": "2026-11-16",
        "Rapid review on": "2026-12-03",
        "Rapid review at": "10:00",
        "Rapid review place or link": "Civic Hall, Northshire, room 2",
    }
    number = type_into(ports.tracker.path, "Cases", cells={case.ref: typed})
    if number:
        words = "; ".join(f"[bold]{header}[/] {text}" for header, text in typed.items())
        shown.print(Panel(f"In {case.ref}: {words}.", title="The manager opens the tracker and types"))


def _partners_answer(servers: EmbeddedMailServers, shown: Console) -> None:
    """The invited accept in their calendars, and their answers come to the mailbox."""
    invitations = [read for sent in servers.sent if (read := message(sent.raw)).calendar_method == "REQUEST"]
    for invitation in invitations:
        servers.deliver(accepted(invitation, at=TUESDAY), at=TUESDAY)
    if invitations:
        shown.print(Panel(f"{len(invitations)} people press Accept in their calendars.", title="The partners answer"))


def _first_death(journal: Journal) -> Case:
    return next(case for case in journal.casebook.cases() if case.text("outcome") == "died")


def _tell_dates(snapshot: Snapshot, shown: Console) -> None:
    case = next(case for case in snapshot.cases if case.text("outcome") == "died")
    headers = ("Duty", "State", "By", "How it was counted, and where it is written")
    table = Table(*headers, title=f"The clocks of {case.ref}")
    found = [entry for entry in snapshot.counted(case).deadlines if entry.state.is_open]
    once = {(entry.title, entry.due): entry for entry in sorted(found, key=lambda entry: entry.due)}
    for deadline in tuple(once.values())[:DUTIES_SHOWN]:
        counted = Text("\n".join(two_lines(deadline)[1:]))
        table.add_row(deadline.title, state_words(deadline), _by(deadline), counted)
    shown.print(table)


def _by(deadline: Deadline) -> str:
    if deadline.has_known_start:
        return long_date(deadline.due)
    return f"working target {long_date(deadline.working_target)}"


def _tell_counts(snapshot: Snapshot, shown: Console) -> None:
    """How the duties stand at the end, by the same count as in the tracker and in the digest."""
    stands = tally(snapshot.running_ledgers)
    shown.print(
        Panel(
            f"{stands.duties[DutyState.OVERDUE]} duties are overdue, {stands.duties[DutyState.DUE]} are due; "
            f"{stands.questions} cases wait for an answer, and nobody is told that they are late with those.",
            title="How the duties stand",
        )
    )


def _tell_sent(servers: EmbeddedMailServers, shown: Console, *, folder: Path) -> None:
    """Puts each sent mail into the folder, for a mail program to open, and lists them."""
    table = Table("To", "Subject", title="Mails that went out")
    for mail in servers.sent:
        read = message(mail.raw)
        number = len(tuple((folder / "sent").glob("*.eml"))) + 1
        write_whole(folder / "sent" / f"{number:03d}.eml", mail.raw)
        table.add_row(", ".join(mail.recipients), Text(read.subject))
    if servers.sent:
        shown.print(table)


def _tell_end(office: ConfiguredOffice, shown: Console, *, folder: Path, ref: str, seconds: float) -> None:
    places = (
        f"The tracker:     [bold]{office.settings.tracker.path}[/]  (open it in Excel or LibreOffice)",
        f"The sent mails:  [bold]{folder.resolve() / 'sent'}[/]  (each opens in a mail program)",
        f"The forms:       [bold]{office.settings.tracker.originals}[/]  (as they came)",
        f"Every date:      caseclock explain {ref} --config {folder / 'config.toml'}",
    )
    shown.print(Panel("\n".join(places), title=f"Done in {seconds:.0f} seconds"))
