"""The tracker of the demonstration in LibreOffice: it opens as it was written, and comes back from it with every word."""

import csv
import io
import subprocess
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from office import FRIDAY, MONDAY, Office, message

from tests.tracker.libreoffice import converted
from tests.tracker.libreoffice_desk import desk

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]

XLSX = "xlsx:Calc MS Excel 2007 XML"
# Comma, quotation mark, UTF-8, from line 1, cells as they are shown, and each sheet into a file of its own.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
CONTACT = {"Agency": "Fellside School", "Role": "agency", "E-mail": "lead@fellside.example"}
Cells = dict[tuple[str, str], object]


def cells(package: bytes) -> Cells:
    """Every cell that says something, by sheet and place."""
    book = openpyxl.load_workbook(io.BytesIO(package), data_only=True)
    return {
        (sheet.title, cell.coordinate): plain(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def plain(value: object) -> object:
    """A value as both programs mean it: an instant to the second, a whole number without its point."""
    if isinstance(value, datetime):
        return (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if isinstance(value, time):
        return value.replace(microsecond=0)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def test_every_cell_that_libreoffice_reads_is_the_cell_that_was_written(demonstrated: Office, tmp_path: Path) -> None:
    package = demonstrated.tracker.read_bytes()
    resaved = converted(package, folder=tmp_path / "saved", to=XLSX)
    ours, theirs = cells(package), cells(resaved)
    assert len(ours) > 1000
    assert {place: (said, theirs.get(place)) for place, said in ours.items() if theirs.get(place) != said} == {}
    assert set(theirs) == set(ours)


def test_the_sheets_as_text_show_dates_as_people_write_them(demonstrated: Office, tmp_path: Path) -> None:
    out = tmp_path / "csv"
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", CSV, "--outdir", str(out)]
    subprocess.run([*command, str(demonstrated.tracker)], timeout=180, check=True, capture_output=True)
    with (out / "tracker-Cases.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    header = next(row for row in table if "Ref" in row)
    shown = {row[0]: dict(zip(header, row, strict=True)) for row in table[table.index(header) + 1 :] if row[0]}
    case = shown[demonstrated.first_death()]
    assert case["LA aware on"] == "Thu 12 Nov 2026"
    assert case["Rapid review by"] == "Mon 07 Dec 2026"
    assert case["Rapid review at"] == "10:00"
    book = openpyxl.load_workbook(demonstrated.tracker)
    assert {path.name for path in out.iterdir()} == {f"tracker-{name}.csv" for name in book.sheetnames}


def test_it_prints(demonstrated: Office, tmp_path: Path) -> None:
    assert converted(demonstrated.tracker.read_bytes(), folder=tmp_path / "print", to="pdf").startswith(b"%PDF")


@pytest.mark.uno
def test_what_the_office_typed_and_saved_in_libreoffice_is_taken_in_and_written_again(
    office: Office, tmp_path: Path
) -> None:
    office.deliver_all()
    office.make_pass(FRIDAY)
    ref = office.first_death()
    row = {"Ref": ref}
    saved_in_libreoffice(
        office,
        tmp_path / "first",
        ("type", "Cases", row, "LA aware on", "12/11/2026"),
        ("type", "Cases", row, "Notified Panel on", "16/11/2026"),
        ("type", "Cases", row, "Criteria met", "yes"),
        ("type", "Cases", row, "Notes", "Chair told by telephone"),
        ("append", "Contacts", "E-mail", CONTACT),
    )
    report = office.make_pass(MONDAY)
    assert report.faults == []
    assert report.counts["words of the office taken in"] == 4
    assert report.counts["tracker written"] == 1
    with office.journal() as journal:
        (case,) = journal.casebook.cases(ref)
        contacts = journal.kept.contacts.get()
    assert case.day("notified_panel") == date(2026, 11, 16)
    assert case.text("notes") == "Chair told by telephone"
    assert "lead@fellside.example" in [contact.address for contact in contacts]
    row = case_row(office, ref)
    # Five working days after Thursday 12 November, fifteen after Monday 16 November.
    assert (row["Notify Panel by"], row["Rapid review by"]) == (datetime(2026, 11, 19), datetime(2026, 12, 7))
    assert row["Notes"] == "Chair told by telephone"
    asked = [mail for mail in office.servers.sent if "Information request" in message(mail.raw).subject]
    assert asked
    saved_again_nothing_changes(office, tmp_path)


def saved_in_libreoffice(office: Office, folder: Path, *commands: tuple[object, ...]) -> None:
    """The tracker opened, edited by these commands and saved where it lies."""
    folder.mkdir()
    with desk(folder) as program:
        program("open", str(office.tracker))
        for name, *arguments in commands:
            program(str(name), *arguments)
        program("save", str(office.tracker))
        program("close")


def saved_again_nothing_changes(office: Office, folder: Path) -> None:
    """Opening and saving without a word is no edit: no fact, no mail, nothing to look at."""
    before = office.standing()
    saved_in_libreoffice(office, folder / "again")
    report = office.make_pass(MONDAY + timedelta(minutes=5))
    assert report.faults == []
    assert report.counts["words of the office taken in"] == 0
    assert office.standing() == before
    settled = office.tracker.read_bytes()
    office.make_pass(MONDAY + timedelta(minutes=10))
    assert office.tracker.read_bytes() == settled


def case_row(office: Office, ref: str) -> dict[object, object]:
    sheet = openpyxl.load_workbook(office.tracker)["Cases"]
    header = [cell.value for cell in sheet[4]]
    return next(
        dict(zip(header, values, strict=False))
        for values in sheet.iter_rows(min_row=5, values_only=True)
        if values[0] == ref
    )
