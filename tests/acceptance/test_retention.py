"""`caseclock retain`: one child's case is erased among three, and nothing of it is left in any file of ours."""

from __future__ import annotations

import io
import re
import signal
import sqlite3
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from office import FRIDAY, MONDAY, Office, message
from openpyxl.comments import Comment
from put_back import Work, kept

from pipeline.errors import CaseclockError
from scheduler.cli import caseclock
from scheduler.demo.story import mailbox
from scheduler.office import office_of
from scheduler.ports import open_ports
from scheduler.retention import erase as erasing
from tests.postgres import PostgresServer
from tests.soak import TIMES, alone

pytestmark = pytest.mark.passes
GONE = "NSH-2026-002"
YEAR = datetime(2027, 11, 17, 9, 30, tzinfo=UTC)
RULE = '[retention]\nyears = 1\nrule = "Northshire retention schedule, line 4"\n\n'
CLOSED = {
    "Cases": {
        "LA aware on": date(2026, 11, 9),
        "Partners aware on": date(2026, 11, 9),
        "Criteria met": "no",
        "Decided by": "R. Alder, head of service",
        "Criteria decided on": date(2026, 11, 11),
        "Notes": "Quillerton spoke with the ward twice.",
        "Status": "Closed",
        "Child": Comment("Ask Dr Marchbanksy about the scan.", "B. Tilley"),
    },
    "Decisions": {"Rationale": "Not caused by abuse or neglect."},
}


def run(office: Office, *words: str, now: datetime = YEAR) -> tuple[int, str]:
    done = CliRunner().invoke(caseclock, [*words, "--config", str(office.config), "--now", now.isoformat()])
    if done.exception and not isinstance(done.exception, (SystemExit, CaseclockError)):
        raise done.exception
    return done.exit_code, f"{done.output}{done.exception or ''}"


def sample(start: str) -> bytes:
    return next(file.read_bytes() for file in mailbox() if file.name.startswith(start))


def types(office: Office, ref: str, typed: Mapping[str, Mapping[str, object]]) -> None:
    """Types into rows of a case and saves, as Excel does: every text goes among the shared ones."""
    book = openpyxl.load_workbook(office.tracker)
    for name, cells in typed.items():
        headers = {cell.value: cell.column for cell in book[name][4]}
        (row,) = (each[0].row for each in book[name].iter_rows(min_row=5) if each[headers["Ref"] - 1].value == ref)
        for header, value in cells.items():
            if isinstance(value, Comment):
                book[name].cell(row, headers[header]).comment = value
            else:
                book[name].cell(row, headers[header]).value = value
    book.save(office.tracker)
    book.close()


def with_cases(office: Office, *samples: str) -> Office:
    """An office with a rule of one year and the cases of these samples, of which the second was closed on a Monday."""
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace("[[contacts]]", f"{RULE}[[contacts]]", 1), encoding="utf-8")
    for start in samples:
        office.deliver(sample(start))
    office.make_pass(FRIDAY)
    if "02" in samples:
        types(office, GONE, CLOSED)
    assert office.make_pass(MONDAY).faults == []
    return office


def with_three(office: Office) -> Office:
    """An office with three cases, of which the second is closed."""
    return with_cases(office, "01", "02", "14")


closed = kept(with_three)


# --- What is left, looked for without the program ---------------------------------------------------------------------


def unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes, and all that is packed in them: zips, mails, compressed values."""
    yield content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                yield from unpacked(package.read(name))
    elif b"\nMIME-Version:" in content[:6000] or b"\nReceived:" in content[:6000]:
        for part in message_from_bytes(content).walk():
            if isinstance(payload := part.get_payload(decode=True), bytes):
                yield from unpacked(payload)


def everything(office: Office) -> bytes:
    """All bytes of all files of an office, in small letters."""
    parts = [
        part for path in sorted(office.folder.rglob("*")) if path.is_file() for part in unpacked(path.read_bytes())
    ]
    journal = office.folder / "store" / "journal.sqlite"
    if journal.exists():
        with closing(sqlite3.connect(journal)) as opened:
            parts += [zlib.decompress(content) for (content,) in opened.execute("SELECT content FROM kept")]
    return b"\n".join(parts).lower()


def words_of(raw: bytes) -> set[bytes]:
    """Every word of a mail and of the files in it."""
    parts = b" ".join(
        re.sub(rb"<[^>]*>", b" ", part) for part in unpacked(raw) if part is not raw and part[:2] != b"PK"
    )
    return {word.lower() for word in re.findall(rb"[A-Za-z0-9]{5,}", parts)}


def facts(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """Every fact of each case, byte for byte."""
    with office.journal() as journal:
        rows = journal.connection.exec_driver_sql("SELECT * FROM facts ORDER BY id").all()
        found: dict[str, list[tuple[object, ...]]] = {}
        for row in rows:
            found.setdefault(row.case_ref, []).append(tuple(row))
        return found


def rows_of(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """What each sheet says, but for the lines of the Log."""
    book = openpyxl.load_workbook(office.tracker, read_only=True)
    said = {sheet.title: [row for row in sheet.iter_rows(values_only=True) if any(row)] for sheet in book}
    book.close()
    return said


def test_one_case_of_three_is_erased_and_no_word_of_it_is_left_in_any_byte_of_our_files(
    closed: Office, make_office: Callable[[str], Office]
) -> None:
    never_had_it = everything(with_cases(make_office("other"), "01", "14"))
    telling = words_of(sample("02")) - words_of(sample("01")) - words_of(sample("14"))
    said = {word for word in telling if word not in never_had_it} | {b"quillerton", b"marchbanksy", b"ostrander"}
    types(closed, GONE, {"Cases": {"Notes": "Quillerton rang again, on behalf of Ostrander."}})
    before, there = facts(closed), everything(closed)
    assert len(said) > 40
    assert all(word in there for word in said)
    assert run(closed, "audit", GONE, "--out", str(closed.folder / "for the inspector.zip"))[0] == 0

    code, told = run(closed, "retain", "--erase", GONE)

    assert (code, "none is left" in told) == (0, True), told
    assert not is_said(said, closed)
    assert facts(closed) == {ref: rows for ref, rows in before.items() if ref != GONE}
    assert run(closed, "audit", "--verify")[0] == 0
    for day in range(4):
        report = closed.make_pass(YEAR + timedelta(days=day))
        assert report.faults == []
        assert not report.counts["cases opened"]
    assert not is_said(said, closed)
    sheets = rows_of(closed)
    assert {row[0] for row in sheets["Cases"]} >= {"NSH-2026-001", "NSH-2026-003"}
    assert GONE not in {row[0] for row in sheets["Cases"]}
    (certificate,) = (row for row in sheets["Log"] if GONE in row)
    assert "Northshire retention schedule, line 4" in str(certificate)
    with closed.journal() as journal:
        emptied = journal.connection.exec_driver_sql("SELECT salt FROM chain WHERE row_key = ''").scalars().all()
        assert (len(emptied) > len(before[GONE]), set(emptied)) == (True, {""})
        assert not [item for item in journal.casebook.attention() if GONE in f"{item.id} {item.what} {item.why}"]
    digest = next(message(mail.raw) for mail in reversed(closed.servers.sent) if b"Subject: Today: " in mail.raw)
    assert GONE not in digest.text
    assert "2 cases are open" in digest.text


def is_said(words: set[bytes], office: Office) -> list[bytes]:
    left = everything(office)
    return [word for word in words if word in left]


def test_by_default_nothing_is_due_and_what_is_not_told_is_never_erased(closed: Office) -> None:
    text = closed.config.read_text(encoding="utf-8")
    before = everything(closed)
    closed.config.write_text(text.replace(RULE, ""), encoding="utf-8")
    assert "No rule is set" in run(closed, "retain")[1]
    assert "no rule is set" in run(closed, "retain", "--erase", GONE)[1]
    closed.config.write_text(text, encoding="utf-8")
    code, said = run(closed, "retain", "--rehearse")
    assert code == 0
    assert f"{GONE}: due to be erased on Tue 16 November 2027, because closed on Mon 16 November 2026 + 1 year" in said
    assert "1 mails received" in said
    assert "folder Processed: delete the mails received" in said
    assert everything(closed) == before


@pytest.mark.parametrize(
    ("ref", "now", "why"),
    [
        ("NSH-2026-001", YEAR, "it is not closed"),
        (GONE, datetime(2027, 11, 15, 23, 30, tzinfo=UTC), "its day has not come"),
        ("NSH-2026-009", YEAR, "there is no case"),
    ],
)
def test_who_is_not_closed_or_not_due_is_not_erased(closed: Office, ref: str, now: datetime, why: str) -> None:
    code, said = run(closed, "retain", "--erase", GONE, "--erase", ref, now=now)
    assert (code, why in said) == (1, True), said
    assert len(facts(closed)) == 3


def test_a_legal_hold_holds_also_where_it_was_typed_after_the_last_pass(closed: Office) -> None:
    types(closed, GONE, {"Cases": {"Legal hold": "yes"}})
    assert "under legal hold" in run(closed, "retain")[1]
    code, said = run(closed, "retain", "--erase", GONE)
    assert (code, "under legal hold" in said) == (1, True), said
    assert len(facts(closed)) == 3


def test_a_legal_hold_typed_while_an_erasure_was_cut_off_ends_it(
    closed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(erasing, "planned", _dies)
        with pytest.raises(KeyboardInterrupt):
            _erase(closed)
    types(closed, GONE, {"Cases": {"Legal hold": "yes"}})
    assert closed.make_pass(YEAR + timedelta(minutes=5)).faults == []
    assert len(facts(closed)) == 3
    with closed.journal() as journal:
        assert journal.kept.erasing.get() is None
        assert "Erasure given up" in {entry.event for entry in journal.casebook.entries()}


def _dies(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def _erase(office: Office) -> erasing.Erasure:
    configured = office_of(office.config)
    with open_ports(configured) as ports:
        return erasing.erase(configured, ports, refs=[GONE], now=YEAR)


@pytest.mark.parametrize(
    ("step", "by_a_pass"),
    [
        ("planned", False),
        ("announce", True),
        ("erase_rows", True),
        ("write_tracker", False),
        ("_remove", True),
        ("clear_free_pages", False),
        ("traces", True),
    ],
)
def test_an_erasure_that_is_cut_off_anywhere_is_brought_to_its_end(
    closed: Office, monkeypatch: pytest.MonkeyPatch, step: str, by_a_pass: bool
) -> None:
    before = facts(closed)
    with monkeypatch.context() as broken:
        broken.setattr(erasing, step, _dies)
        with pytest.raises(KeyboardInterrupt):
            _erase(closed)
    begun = f"{GONE}: an erasure was begun and is not at its end"
    assert begun in run(closed, "retain")[1]
    if by_a_pass:
        assert closed.make_pass(YEAR + timedelta(minutes=5)).faults == []
    else:
        configured = office_of(closed.config)
        with open_ports(configured) as ports, ports.journal.pass_lock():
            erasing.finish(configured, ports, now=YEAR)
    assert facts(closed) == {ref: rows for ref, rows in before.items() if ref != GONE}
    assert b"quillerton" not in everything(closed)
    assert run(closed, "audit", "--verify")[0] == 0
    assert closed.make_pass(YEAR + timedelta(days=1)).faults == []
    assert GONE not in {row[0] for row in rows_of(closed)["Cases"]}
    assert begun not in run(closed, "retain")[1]


def test_an_erasure_that_cannot_go_on_stops_no_pass(closed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(erasing, "traces", _dies)
        with pytest.raises(KeyboardInterrupt):
            _erase(closed)
    with closed.journal() as journal:
        (other, *_) = journal.raw.each(kind="mail")
    (raw,) = (path for path in (closed.folder / "store").rglob(f"*{other}*") if path.is_file())
    content = raw.read_bytes()
    raw.unlink()
    raw.mkdir()  # a file of the store that no disk gives any more
    report = closed.make_pass(YEAR + timedelta(minutes=5))
    assert [fault for fault in report.faults if "An erasure that was begun is not at its end" in fault]
    assert closed.tracker.exists() and report.folders  # the mailbox was read all the same
    raw.rmdir()
    raw.write_bytes(content)
    assert closed.make_pass(YEAR + timedelta(minutes=10)).faults == []
    with closed.journal() as journal:
        assert journal.kept.erasing.get() is None


def test_an_erased_case_is_not_opened_again_and_its_reference_is_given_to_nobody(office: Office) -> None:
    closed = with_three(office)
    sent = (message(mail.raw) for mail in closed.servers.sent)
    answered = next(mail for mail in sent if f"[{GONE}]" in mail.subject)
    assert run(closed, "retain", "--erase", GONE)[0] == 0
    late = EmailMessage()
    late["From"], late["To"], late["Subject"] = "ward@haverstoke-hospitals.example", "referrals@x.example", "Late news"
    late["Message-ID"], late["In-Reply-To"] = "<late.1@haverstoke-hospitals.example>", answered.message_id
    late["Date"] = format_datetime(YEAR)
    late.set_content(f"About {GONE}: the ward has found another note.")
    closed.deliver(late.as_bytes(), at=YEAR)
    again = sample("02").replace(b"Message-ID: <", b"Message-ID: <again.")
    closed.deliver(again, at=YEAR + timedelta(minutes=1))
    assert closed.make_pass(YEAR + timedelta(minutes=5)).faults == []
    with closed.journal() as journal:
        refs = set(journal.casebook.refs())
        why = [item.why for item in journal.casebook.attention() if GONE in item.why]
    assert len(refs) == 3
    assert GONE not in refs
    assert any("was erased when its time of keeping was over" in said for said in why), why
    new = (refs - {"NSH-2026-001", "NSH-2026-003"}).pop()
    row = next(row for row in rows_of(closed)["Cases"] if row[0] == new)
    assert GONE not in str(row)


def forms(*starts: str) -> list[tuple[str, bytes]]:
    """The forms that came with these samples, under names of their own."""
    mails = [(start, message(sample(start))) for start in starts]
    return [(f"{start}.docx", one.content) for start, mail in mails for one in mail.attachments]


def test_a_mail_about_two_children_stays_until_the_last_of_their_cases_is_erased(office: Office) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ward@haverstoke-hospitals.example", "referrals@x.example", "Two forms"
    mail["Message-ID"], mail["Date"] = "<two.1@haverstoke-hospitals.example>", format_datetime(FRIDAY)
    mail.set_content("Two referrals are attached.")
    for name, content in forms("02", "14"):
        kind = {"maintype": "application", "subtype": "octet-stream"}
        mail.add_attachment(content, filename=name, **kind)
    office.deliver(mail.as_bytes(), at=FRIDAY - timedelta(hours=1))
    one, other = "NSH-2026-001", "NSH-2026-002"
    with_cases(office)
    assert set(facts(office)) == {one, other}
    for ref in (one, other):
        types(office, ref, CLOSED)
    office.make_pass(MONDAY + timedelta(hours=1))
    before = facts(office)

    code, said = run(office, "retain", "--erase", one)

    assert (code, f"stays, because it is also about {other}" in said) == (0, True), said
    assert facts(office) == {other: before[other]}
    assert len(list((office.folder / "store" / "mail").rglob("*.eml"))) == 1
    assert run(office, "audit", "--verify")[0] == 0
    assert run(office, "audit", other, "--out", str(office.folder / "other.zip"))[0] == 0
    assert office.make_pass(YEAR + timedelta(minutes=5)).faults == []
    code, said = run(office, "retain", "--erase", other, now=YEAR + timedelta(minutes=10))
    assert (code, "Kept back" in said) == (0, False), said
    assert list((office.folder / "store" / "mail").rglob("*.eml")) == []
    assert not list((office.folder / "originals").rglob("*.docx"))
    assert run(office, "audit", "--verify")[0] == 0
    assert office.make_pass(YEAR + timedelta(days=1)).faults == []


def test_an_older_workbook_put_back_opens_no_erased_case_and_is_no_newer_store(closed: Office) -> None:
    older = closed.tracker.read_bytes()
    assert run(closed, "retain", "--erase", GONE)[0] == 0
    closed.tracker.write_bytes(older)
    assert closed.make_pass(YEAR + timedelta(minutes=5)).faults == []
    assert facts(closed).keys() == {"NSH-2026-001", "NSH-2026-003"}
    with closed.journal() as journal:
        assert f"unknown:Cases|{GONE}" in {item.id for item in journal.casebook.attention()}


@pytest.mark.postgres
def test_nothing_is_left_in_a_database_that_machines_share(
    office: Office, postgres: PostgresServer, tmp_path: Path
) -> None:
    office.lies_in(postgres.store(tmp_path / "store"))
    with_cases(office, "01", "02")
    code, said = run(office, "retain", "--erase", GONE)
    assert (code, "none is left" in said, "write-ahead log" in said) == (0, True, True), said
    with office.journal() as journal:
        tables = (table for tables in journal.store.tables for table in tables.sorted_tables)
        rows = [row for table in tables for row in journal.connection.execute(table.select())]
        values = [value for row in rows for value in row if isinstance(value, (bytes, str))]
        assert journal.verified().fault == ""
    contents = [value if isinstance(value, bytes) else value.encode() for value in values]
    left = b"\n".join(part for content in contents for part in unpacked(content)).lower()
    left += b"".join(zlib.decompress(part) for part in contents if part[:2] == b"\x78\x01").lower()
    assert len(rows) > 100
    assert b"quillerton" not in left
    assert b"bryony.ketteridge" not in left
    assert office.make_pass(YEAR + timedelta(days=1)).faults == []


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
import scheduler.retention.erase as erasing
from scheduler.office import office_of
from scheduler.ports import open_ports

config, now, limit, lines = *sys.argv[1:3], int(sys.argv[3]), 0

def local(frame, event, arg):
    global lines
    lines += event == "line"
    if lines == limit:
        os.kill(os.getpid(), signal.SIGKILL)
    return local

def enter(frame, event, arg):
    return local if any(room in frame.f_code.co_filename for room in ROOMS) else None

ROOMS = ("/scheduler/retention/", "/pipeline/edges/erasure/", "/pipeline/edges/tracker_file/", "/edges/journal/")
office = office_of(Path(config))
with open_ports(office) as ports:
    sys.settrace(enter)
    erasing.erase(office, ports, refs=["NSH-2026-002"], now=datetime.fromisoformat(now))
    sys.settrace(None)
print(lines)
"""
KILLS = 3 * TIMES


@alone
@pytest.mark.soaked
def test_an_erasure_that_is_killed_at_any_line_is_brought_to_its_end_by_the_next_pass(
    closed: Office, office_after: Callable[[Work], Office]
) -> None:
    def erased(limit: int) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", KILLED, str(closed.config), YEAR.isoformat(), str(limit)]
        return subprocess.run(words, capture_output=True, text=True, check=False, timeout=240)

    whole = erased(0)
    assert whole.returncode == 0, whole.stderr
    expected, number = facts(closed), int(whole.stdout)
    for kill in range(1, KILLS + 1):
        office_after(with_three)
        limit = number * kill // (KILLS + 1)
        assert erased(limit).returncode == -signal.SIGKILL
        assert closed.make_pass(YEAR + timedelta(minutes=5)).faults == []
        if facts(closed).keys() != expected.keys():  # killed before it was begun
            assert run(closed, "retain", "--erase", GONE)[0] == 0
        assert facts(closed) == expected, limit
        assert not is_said({b"quillerton"}, closed), limit
        assert run(closed, "audit", "--verify")[0] == 0
