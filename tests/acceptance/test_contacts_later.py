"""An office that ran before it said who its people are: nothing goes out, everybody is told why, nothing is lost."""

import json
from datetime import datetime, timedelta

import openpyxl
import pytest
from office import FRIDAY, Office, message

from scheduler.check import findings
from scheduler.checking.finding import Finding
from scheduler.office import office_of
from scheduler.ports import open_ports
from tests.workbook_seen import records_of, rows_of

MANAGER = "manager@northshire.example"
POLICE = "public.protection@northshire-police.example"
SAID = "There is no business manager, so nothing is sent and every mail waits."
ROW = {"Agency": "Northshire SCP", "Role": "manager", "E-mail": MANAGER, "Active": "yes"}
HOUR = timedelta(hours=1)
# Half past three on a Friday, within the office's hours.
FIRST = FRIDAY - HOUR / 2


@pytest.fixture
def contacts(office: Office) -> str:
    """The people of the demonstration's office, who are not yet in its settings."""
    text, mark, people = office.config.read_text(encoding="utf-8").partition("[[contacts]]")
    office.config.write_text(text, encoding="utf-8")
    office.deliver_all()
    return mark + people


def enter(office: Office, people: str) -> None:
    """Enters `people` at the end of the settings."""
    with office.config.open("a", encoding="utf-8") as config:
        config.write(people)


def type_row(office: Office, row: dict[str, str]) -> None:
    """Types `row` below whatever stands on the Contacts sheet, and saves."""
    book = openpyxl.load_workbook(office.tracker)
    sheet = book["Contacts"]
    at, columns = heads(sheet)
    while any(sheet.cell(at, column).value for column in columns.values()):
        at += 1
    for header, text in row.items():
        sheet.cell(at, columns[header]).value = text
    book.save(office.tracker)


def heads(sheet: openpyxl.worksheet.worksheet.Worksheet) -> tuple[int, dict[str, int]]:
    """The number of the first row below the headers, and the column of each header."""
    for row in sheet.iter_rows():
        found = {str(cell.value): cell.column for cell in row if cell.value}
        if "E-mail" in found:
            return row[0].row + 1, found
    raise AssertionError("no headers")


def addresses(office: Office) -> list[str]:
    """Everybody on the Contacts sheet."""
    return [str(row["E-mail"]) for row in records_of(office.tracker.read_bytes(), "Contacts", key="E-mail")]


def waiting(office: Office) -> set[tuple[str, str]]:
    """The queued mails: to whom and about what."""
    with office.journal() as journal:
        return {(mail.recipient, mail.subject) for mail in journal.notices.queued()}


def proof(office: Office, now: datetime) -> list[Finding]:
    opened = office_of(office.config)
    with open_ports(opened) as ports:
        return [finding for finding in findings(opened, ports, now=now) if finding.what == "Contacts"]


def sent(office: Office) -> list[tuple[str, str]]:
    return [(mail.recipients[0], message(mail.raw).subject) for mail in office.servers.sent]


def is_alerted(office: Office) -> bool:
    """Whether the manager was told what is urgent."""
    return any(to == MANAGER and "URGENT" in subject for to, subject in sent(office))


def test_without_a_manager_nothing_is_sent_and_the_first_pass_and_check_say_so(office: Office, contacts: str) -> None:
    assert SAID in [finding.said for finding in proof(office, FIRST)]
    report = office.make_pass(FIRST)
    assert office.servers.sent == []
    assert len(waiting(office)) >= 3
    (fault,) = report.faults
    assert fault.startswith(SAID)
    assert "[[contacts]] in config.toml" in fault
    assert json.loads((office.folder / "store" / "health.json").read_text(encoding="utf-8"))["faults"] == [fault]
    (found,) = proof(office, FIRST)
    assert (found.good, f"{found.said} {found.remedy}") == (False, fault)
    items = [row for row in rows_of(office.tracker.read_bytes(), "Needs attention") if SAID in row]
    assert len(items) == 1


def test_contacts_entered_in_the_settings_after_the_first_pass_count(office: Office, contacts: str) -> None:
    office.make_pass(FIRST)
    office.make_pass(FIRST + HOUR / 12)
    waited = waiting(office)
    enter(office, contacts)
    report = office.make_pass(FRIDAY)
    assert report.faults == []
    assert is_alerted(office)
    assert waited <= set(sent(office))
    assert waiting(office) == set()
    assert [finding.good for finding in proof(office, FRIDAY)] == [True]
    assert {MANAGER, POLICE} <= set(addresses(office))
    # From its first row on the sheet counts, and says the same.
    before, tracker = office.standing(), office.tracker.read_bytes()
    assert dict(office.make_pass(FRIDAY).counts) == {}
    assert (office.standing(), office.tracker.read_bytes()) == (before, tracker)


def test_a_manager_typed_into_the_empty_sheet_counts_at_once(office: Office, contacts: str) -> None:
    office.make_pass(FIRST)
    waited = waiting(office)
    type_row(office, ROW)
    assert office.make_pass(FRIDAY).faults == []
    assert is_alerted(office)
    assert waited <= set(sent(office))
    assert addresses(office) == [MANAGER]


def test_a_sheet_with_rows_is_the_offices_and_the_settings_change_nothing_there(office: Office, contacts: str) -> None:
    office.make_pass(FIRST)
    type_row(office, {"Agency": "Northshire Police", "Role": "police", "E-mail": POLICE})
    enter(office, contacts)
    (fault,) = office.make_pass(FRIDAY).faults
    assert fault.startswith(SAID)
    assert addresses(office) == [POLICE]
    assert office.servers.sent == []
    type_row(office, ROW)
    assert office.make_pass(FRIDAY + HOUR / 12).faults == []
    assert is_alerted(office)
    assert addresses(office) == [POLICE, MANAGER]


def test_a_row_without_an_address_is_a_row(office: Office, contacts: str) -> None:
    office.make_pass(FIRST)
    type_row(office, {"Agency": "Northshire SCP", "Role": "manager", "Name": "Somebody, from Monday on"})
    enter(office, contacts)
    (fault,) = office.make_pass(FRIDAY).faults
    assert fault.startswith(SAID)
    assert addresses(office) == []
    assert office.servers.sent == []


def test_a_sheet_that_was_emptied_is_filled_from_the_settings_again(office: Office, contacts: str) -> None:
    enter(office, contacts)
    office.make_pass(FIRST)
    people = addresses(office)
    book = openpyxl.load_workbook(office.tracker)
    first, _ = heads(book["Contacts"])
    for row in book["Contacts"].iter_rows(min_row=first):
        for cell in row:
            cell.value = None
    book.save(office.tracker)
    assert office.make_pass(FRIDAY).faults == []
    assert addresses(office) == people
