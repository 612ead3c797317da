"""Row "a partial restore": a store older than the workbook or the mailbox files and sends nothing until a person decides."""

import shutil
from datetime import timedelta

import openpyxl
from click.testing import CliRunner
from office import FRIDAY, Office, message
from put_back import kept

from scheduler.cli import caseclock
from scheduler.demo.people import type_into
from scheduler.demo.story import mailbox

TUESDAY = FRIDAY + timedelta(days=4)
LATER = TUESDAY + timedelta(minutes=10)
OTHER = "04-"


def sample(name: str) -> bytes:
    return next(file.read_bytes() for file in mailbox() if file.name.startswith(name))


def run(office: Office, *words: str) -> str:
    done = CliRunner().invoke(caseclock, [*words, "--config", str(office.config)])
    return f"{done.exit_code} {done.output} {done.exception or ''}"


def refs(office: Office) -> dict[str, str]:
    with office.journal() as journal:
        return {case.ref: case.text("child") for case in journal.casebook.cases()}


@kept
def put_back(office: Office) -> Office:
    """An office with one case yesterday and two since, one of them typed; then yesterday's store is put back."""
    store, backup = office.folder / "store", office.folder / "backup"
    office.deliver(sample("01-"))
    office.make_pass(FRIDAY)
    shutil.copytree(store, backup)
    office.deliver(sample("14-"), at=TUESDAY - timedelta(hours=2))
    office.make_pass(TUESDAY - timedelta(hours=1))
    type_into(office.tracker, "Cases", cells={"NSH-2026-002": {"LA aware on": "2026-11-16"}})
    office.make_pass(TUESDAY - timedelta(minutes=30))
    assert set(refs(office)) == {"NSH-2026-001", "NSH-2026-002"}
    store.rename(office.folder / "newer")
    shutil.copytree(backup, store)
    office.servers.sent.clear()
    return office


def test_nothing_is_filed_or_sent_but_urgent_alerts_and_no_reference_is_given_twice(put_back: Office) -> None:
    office = put_back
    before = office.tracker.read_bytes()
    office.deliver(sample(OTHER), at=TUESDAY)
    office.deliver(sample("07-"), at=TUESDAY)
    report = office.make_pass(TUESDAY)
    assert any("older than what it has shown" in fault and "NSH-2026-002" in fault for fault in report.faults)
    assert len(office.hashes("INBOX")) == 2
    assert office.tracker.read_bytes() == before
    subjects = [message(mail.raw).subject for mail in office.servers.sent]
    assert subjects and all("URGENT" in subject for subject in subjects)
    assert any("older than what it has shown" in subject for subject in subjects)
    known = refs(office)
    assert "NSH-2026-002" not in known and "NSH-2026-003" in known
    # The row of the lost case is nobody else's word.
    with office.journal() as journal:
        assert not any(case.day("la_aware") for case in journal.casebook.cases())


def test_check_names_the_way(put_back: Office) -> None:
    said = run(put_back, "check")
    assert "caseclock restored --trust workbook" in said.replace("\n", " ").replace("  ", " ")


def test_trusting_the_workbook_enters_its_cases_under_their_own_references(put_back: Office) -> None:
    office = put_back
    office.make_pass(TUESDAY)
    assert run(office, "restored", "--trust", "workbook").startswith("0 1 cases were entered")
    report = office.make_pass(LATER)
    assert not any("older" in fault for fault in report.faults)
    with office.journal() as journal:
        lost = next(case for case in journal.casebook.cases() if case.ref == "NSH-2026-002")
        assert str(lost.day("la_aware")) == "2026-11-16"
    sheet = openpyxl.load_workbook(office.tracker)["Cases"]
    shown = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"NSH-2026-001", "NSH-2026-002"} <= shown
    assert office.servers.sent


def test_trusting_the_store_makes_the_workbook_anew_and_gives_no_reference_again(put_back: Office) -> None:
    office = put_back
    assert run(office, "restored", "--trust", "store").startswith("0 The workbook is made anew")
    office.deliver(sample(OTHER), at=LATER)
    report = office.make_pass(LATER)
    assert not any("older" in fault for fault in report.faults)
    assert set(refs(office)) == {"NSH-2026-001", "NSH-2026-003"}


def test_the_newer_store_put_back_reads_what_waited_in_the_inbox_and_asks_nothing(put_back: Office) -> None:
    office = put_back
    office.deliver(sample(OTHER), at=TUESDAY)
    office.make_pass(TUESDAY)
    shutil.rmtree(office.folder / "store")
    shutil.copytree(office.folder / "newer", office.folder / "store")
    assert office.make_pass(LATER).faults == []
    assert set(refs(office)) == {"NSH-2026-001", "NSH-2026-002", "NSH-2026-003"}
    assert office.hashes("INBOX") == []
    assert run(office, "restored", "--trust", "store").startswith("1")


def test_a_machine_put_back_whole_is_seen_by_the_mails_it_has_sent(office: Office) -> None:
    office.deliver(sample("01-"))
    office.make_pass(FRIDAY)
    backup = office.folder / "backup"
    shutil.copytree(office.folder / "store", backup)
    workbook = office.tracker.read_bytes()
    office.deliver(sample("14-"), at=TUESDAY - timedelta(hours=2))
    office.make_pass(TUESDAY - timedelta(hours=1))
    shutil.rmtree(office.folder / "store")
    shutil.copytree(backup, office.folder / "store")
    office.tracker.write_bytes(workbook)
    office.deliver(sample(OTHER), at=TUESDAY)
    report = office.make_pass(TUESDAY)
    assert any("Mail was sent from this mailbox on cases" in fault for fault in report.faults)
    assert set(refs(office)) == {"NSH-2026-001", "NSH-2026-003"}


def test_what_the_office_notes_on_the_log_sheet_or_types_as_a_reference_stops_nothing(office: Office) -> None:
    office.deliver(sample("01-"))
    office.make_pass(FRIDAY)
    book = openpyxl.load_workbook(office.tracker)
    book["Log"].append([TUESDAY.replace(tzinfo=None), "NSH-2026-009", "Telephone call", "Rang the ward."])
    book.save(office.tracker)
    report = office.make_pass(TUESDAY)
    assert not any("older" in fault for fault in report.faults)


def test_what_was_filed_since_is_one_line_that_says_what_to_do_with_it(put_back: Office) -> None:
    office = put_back
    for number in range(30):
        raw = f"From: a@place.example\r\nMessage-ID: <{number}@place.example>\r\n\r\nMinutes {number}.\r\n".encode()
        office.servers.deliver(raw, "Processed", at=TUESDAY - timedelta(hours=1))
    office.make_pass(TUESDAY)
    assert run(office, "restored", "--trust", "workbook").startswith("0")
    office.make_pass(LATER)
    with office.journal() as journal:
        lines = [item for item in journal.casebook.attention() if item.id.startswith("never-read:")]
    assert [line.what for line in lines] == ["31 mails in the folder Processed that were never read"]
    assert "all of them after a store was put back" in lines[0].remedy
