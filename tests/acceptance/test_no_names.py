"""After the demonstration's three passes no name of its people stands anywhere that leaves the store and the originals."""

import email
import email.policy
import io
import logging
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import openpyxl
import pytest
from names import FAMILIES, contents, in_clear, leaks, own_name
from office import FRIDAY, LATER, MONDAY, Office, command, demonstrated

from scheduler.demo.story import mailbox

# The embedded servers are the other side of the wire: what they log is their own affair.
SERVERS = ("pymap", "mail", "aiosmtpd", "asyncio")


@dataclass(frozen=True, kw_only=True)
class Told:
    """An office after its three passes, and what they wrote into the program's log."""

    office: Office
    log: list[str]


class Listener(logging.Handler):
    """Keeps every record of every logger as an operator would read it, with tracebacks."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] not in SERVERS:
            self.lines.append(self.format(record))


@pytest.fixture(scope="module")
def listening() -> Iterator[Listener]:
    listener = Listener()
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in ("imapclient", "imaplib", "msal"))]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    # SQLAlchemy at DEBUG writes every row: whoever switches that on reads the store itself.
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    loggers[0].addHandler(listener)
    yield listener
    loggers[0].removeHandler(listener)
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


@pytest.fixture(scope="module")
def told(listening: Listener, make_offices: Callable[[str], Office]) -> Told:
    return Told(office=demonstrated(make_offices("office")), log=listening.lines)


def test_the_search_finds_a_name_however_it_is_hidden() -> None:
    assert leaks("Re: [SECURE] Rapid review referral: caspian yarwood-adeleke") == ["Caspian", "Yarwood", "Adeleke"]
    assert leaks("referral_Ottoline_2.docx, Caspiana, 12/05/2026") == ["Ottoline", "12/05/2026"]
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w") as package:
        package.writestr("word/document.xml", "<w:t>Otto</w:t><w:t>line</w:t>")
    assert leaks(in_clear("a.docx", content=word.getvalue())) == ["Ottoline"]


def test_no_mail_names_anybody_but_the_person_it_is_for(told: Told) -> None:
    mails = told.office.servers.sent
    assert len(mails) > 30
    assert any(b"METHOD:REQUEST" in mail.raw or b"text/calendar" in mail.raw for mail in mails)
    assert any(".docx" in contents(mail.raw) for mail in mails)
    found = {contents(mail.raw)[:120]: leaks(contents(mail.raw), allowed=own_name(mail)) for mail in mails}
    assert {head: names for head, names in found.items() if names} == {}


def test_no_subject_and_no_attachment_name_greets_anybody(told: Told) -> None:
    for mail in told.office.servers.sent:
        message = email.message_from_bytes(mail.raw, policy=email.policy.default)
        shown = [str(message["Subject"]), *(str(part.get_filename()) for part in message.walk())]
        assert leaks("\n".join(shown)) == []


def test_drafts_name_nobody(told: Told) -> None:
    for mail in told.office.servers.mails("Drafts"):
        assert leaks(contents(mail.raw)) == []


def test_the_log_of_every_library_names_nobody(told: Told) -> None:
    # Whom a mail went to is an address of the mail server's own log, not of ours.
    assert told.log
    assert leaks("\n".join(told.log)) == []


def test_no_file_or_folder_is_named_after_anybody(told: Told) -> None:
    names = [str(path.relative_to(told.office.folder)) for path in told.office.folder.rglob("*")]
    assert any(name.startswith("originals") for name in names)
    assert leaks("\n".join(names)) == []


def test_the_health_record_names_nobody(told: Told) -> None:
    assert leaks((told.office.folder / "store" / "health.json").read_text(encoding="utf-8")) == []


def test_the_page_beside_the_tracker_names_nobody(told: Told) -> None:
    page = (told.office.folder / "today.html").read_text(encoding="utf-8")
    assert "NSH-2026-001" in page
    assert leaks(page) == []


def test_the_tracker_holds_initials_of_children_and_the_names_of_referrers_in_their_column(told: Told) -> None:
    book = openpyxl.load_workbook(told.office.tracker)
    cases = book["Cases"]
    header = {cell.value: cell.column for cell in cases[4]}
    referrers = {(cases.title, row[header["Referrer"] - 1].coordinate) for row in cases.iter_rows(min_row=5)}
    found: dict[tuple[str, str], list[str]] = {}
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                said = f"{cell.value or ''} {cell.comment.text if cell.comment else ''} {cell.hyperlink.target if cell.hyperlink else ''}"
                if names := leaks(said):
                    found[sheet.title, cell.coordinate] = names
    assert {
        place: names for place, names in found.items() if place not in referrers and not addressed(book, place)
    } == {}
    named = {name for place in referrers for name in found.get(place, [])}
    assert named
    assert not named & FAMILIES


def addressed(book: openpyxl.Workbook, place: tuple[str, str]) -> bool:
    """Whether a cell is the log's address of somebody who was written to, and nothing else."""
    sheet, cell = place
    return sheet == "Log" and re.fullmatch(r"[\w.+-]+@[\w.-]+", str(book[sheet][cell].value)) is not None


def run(office: Office, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command as an operator types it."""
    program = "from scheduler.cli import main; main()"
    command = [sys.executable, "-c", program, *arguments, "--config", str(office.config)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def said_by(done: subprocess.CompletedProcess[str]) -> str:
    return f"{done.stdout}\n{done.stderr}"


def test_what_the_commands_print_names_nobody(office: Office) -> None:
    office.deliver_all()
    first = run(office, "once", "--now", FRIDAY.isoformat())
    assert first.returncode == 0, first.stderr
    office.manager_types()
    told = [first, run(office, "once", "--now", MONDAY.isoformat()), run(office, "once", "--now", LATER.isoformat())]
    looks = (("status",), ("status", "--json"), ("check",))
    told += [command(*words, "--config", str(office.config), "--now", LATER.isoformat()) for words in looks]
    for done in told:
        assert done.stdout.strip()
        assert leaks(said_by(done)) == []


FAULTS = {
    "no fact is taken": "CREATE TRIGGER full BEFORE INSERT ON facts BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    "no mark is taken": "CREATE TRIGGER full BEFORE INSERT ON marks BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    "no item is taken": "CREATE TRIGGER full BEFORE INSERT ON attention BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    "no notice is taken": "CREATE TRIGGER full BEFORE INSERT ON notices BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    "no mail is taken": "CREATE TRIGGER full BEFORE INSERT ON mails BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    "nothing kept is taken": "CREATE TRIGGER full BEFORE INSERT ON kept BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    "no mail is decided": "CREATE TRIGGER full BEFORE UPDATE ON mails BEGIN SELECT RAISE(ABORT, 'disk full'); END",
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_pass_that_fails_names_nobody_in_its_words_or_tracebacks(office: Office, fault: str) -> None:
    office.journal().close()
    with sqlite3.connect(office.folder / "store" / "journal.sqlite") as journal:
        journal.execute(FAULTS[fault])
    journal.close()
    for file in mailbox()[:5]:
        office.deliver(file.read_bytes())
    done = run(office, "once", "--now", FRIDAY.isoformat())
    assert done.returncode in (0, 1)
    assert leaks(said_by(done)) == []
    for mail in office.servers.sent:
        assert leaks(contents(mail.raw), allowed=own_name(mail)) == []


def test_a_mail_lost_from_the_store_and_a_folder_that_takes_nothing_name_nobody(office: Office) -> None:
    office.deliver_all()
    (office.folder / "originals").write_text("a file where a folder should be", encoding="utf-8")
    done = run(office, "once", "--now", FRIDAY.isoformat())
    assert leaks(said_by(done)) == []
    for mail in office.servers.sent:
        assert leaks(contents(mail.raw), allowed=own_name(mail)) == []


def test_the_store_holds_everything(told: Told) -> None:
    with sqlite3.connect(told.office.folder / "store" / "journal.sqlite") as journal:
        assert journal.execute("SELECT count(*) FROM mails").fetchone()[0] >= 14
    journal.close()
    kept = [path for path in (told.office.folder / "originals").iterdir() if path.suffix == ".docx"]
    assert leaks("\n".join(in_clear("", content=path.read_bytes()) for path in kept))
