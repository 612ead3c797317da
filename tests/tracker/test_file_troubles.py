"""Whatever becomes of the file, nothing is replaced silently, nothing is lost, and a person is told what to do."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from passes import Office, day, office_in
from workbooks import column_of, parts, put, row_of, typed, value

from pipeline.edges.lock import pass_lock
from pipeline.errors import PassRunning, TrackerLocked
from pipeline.tracker.content.layout import BY_NAME
from pipeline.tracker.merge.tables import table
from pipeline.tracker.new_workbook.create import workbook
from scheduler.steps.tracker_out import PATIENCE
from tests.workbook_seen import book_of

pytestmark = pytest.mark.passes


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path) as office:
        office.open_case("A.B.")
        office.open_case("C.D.", la_aware=day("2026-11-16"))
        office.makes_a_pass()
        yield office


REF = "CSP-2026-001"


def asides(office: Office) -> list[Path]:
    return sorted(office.path.parent.glob("tracker set aside*"))


def test_half_a_file_is_waited_for_and_read_when_it_is_whole_again(office: Office) -> None:
    whole = typed(office.package, lambda book: put(book, REF, "Sex", "male"))
    for size in (0, len(whole) // 2, len(whole) - 1):
        office.saves(whole[:size])
        report = office.makes_a_pass()
        assert report.counts["tracker damaged, waited for"] == 1
        assert "10 minutes" in report.faults[-1]
        assert office.path.stat().st_size == size
    office.saves(whole)
    assert office.makes_a_pass().faults == []
    assert office.case(REF).value("sex") == "male"
    assert asides(office) == []


def test_a_file_that_stays_damaged_is_set_aside_made_anew_and_said_so(office: Office) -> None:
    broken = office.package[:9000]
    office.saves(broken)
    office.makes_a_pass()
    office.later(minutes=PATIENCE.seconds / 60)
    office.makes_a_pass()
    (aside,) = asides(office)
    assert aside.read_bytes() == broken
    assert value(office.package, REF, "Child") == "A.B."
    (item,) = [i for i in office.journal.casebook.attention() if i.id.startswith("tracker:unreadable")]
    assert aside.name in item.why
    assert item.why.encode().split(b" It was")[0] in office_text(office.package)
    before = office.package
    office.makes_a_pass()
    assert office.package == before


def office_text(package: bytes) -> bytes:
    return b"".join(content for name, content in parts(package).items() if name.startswith("xl/worksheets/"))


def test_a_file_that_grows_while_it_is_written_is_not_set_aside_however_long_it_takes(office: Office) -> None:
    whole = office.package
    for size in range(1000, 10_000, 1500):
        office.saves(whole[:size])
        office.makes_a_pass()
        office.later(minutes=9)
    assert asides(office) == []
    office.saves(whole)
    assert office.makes_a_pass().faults == []


def test_a_file_cut_short_at_any_byte_is_never_replaced(office: Office) -> None:
    whole = office.package
    for size in {*range(0, len(whole), 2503), *range(len(whole) - 40, len(whole))}:
        office.saves(whole[:size])
        office.writes()
        assert office.path.stat().st_size == size
        assert asides(office) == []


def test_a_file_cut_short_behind_a_workbook_embedded_in_it_is_not_taken_for_that(office: Office) -> None:
    inner = workbook(office.content())[0]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/embeddings/sheet.xlsx", inner)
        archive.writestr("xl/rest.xml", "x" * 1000)
    office.saves(out.getvalue()[: out.getvalue().index(inner) + len(inner)])
    report = office.makes_a_pass()
    assert "cut short" in report.faults[0]


PASSWORD_MARK = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


def test_a_tracker_with_a_password_is_left_alone_for_ever_and_the_office_told_at_once(office: Office) -> None:
    office.saves(PASSWORD_MARK)
    for _ in range(4):
        report = office.makes_a_pass()
        assert any("without a password" in fault for fault in report.faults)
        office.later(hours=3)
    assert office.package == PASSWORD_MARK
    assert asides(office) == []
    (item,) = [i for i in office.journal.casebook.attention() if i.id.startswith("tracker:held")]
    assert "without a password" in item.why


def test_a_folder_in_the_place_of_the_tracker_is_never_moved(office: Office) -> None:
    office.path.unlink()
    office.path.mkdir()
    (office.path / "letter.docx").write_bytes(b"theirs")
    office.makes_a_pass()
    office.later(hours=3)
    report = office.makes_a_pass()
    assert any("set tracker.path" in fault for fault in report.faults)
    assert (office.path / "letter.docx").read_bytes() == b"theirs"


def test_a_share_that_is_not_connected_is_waited_for(office: Office) -> None:
    office.say(REF, sex="male")
    office.makes_a_pass()
    here, away = office.path.parent / "tracker backups", office.path.parent / "away"
    away.mkdir()
    whole = office.package
    office.path.rename(away / "tracker.xlsx")
    here.rename(away / "tracker backups")
    office.makes_a_pass()
    office.later(hours=2)
    office.makes_a_pass()
    assert not office.path.exists()
    (item,) = [i for i in office.journal.casebook.attention() if i.id.startswith("tracker:held")]
    assert "share is not connected" in item.why
    (away / "tracker.xlsx").rename(office.path)
    (away / "tracker backups").rename(here)
    office.makes_a_pass()
    assert value(office.package, REF, "Sex") == "male"
    assert office.package != whole  # it now shows that it was away


def test_a_tracker_that_was_moved_away_and_is_put_back_takes_nothing_back(office: Office) -> None:
    """The old file says what it was given then, and that is not the office's word against what came since."""
    old = office.package
    office.path.unlink()
    office.makes_a_pass()
    office.say(REF, sex="male", ethnicity="White British")
    office.makes_a_pass()
    office.saves(typed(old, lambda book: put(book, REF, "Panel ref", "P-9")))
    office.makes_a_pass()
    assert office.case(REF).text("sex") == "male"
    assert office.case(REF).text("panel_ref") == "P-9"
    assert (value(office.package, REF, "Sex"), value(office.package, REF, "Panel ref")) == ("male", "P-9")


def test_a_backup_put_back_takes_nothing_back(office: Office) -> None:
    office.saves(typed(office.package, lambda book: put(book, REF, "Panel ref", "P-1")))
    office.makes_a_pass()
    old = office.package
    for number in range(4):
        office.saves(typed(office.package, lambda book, n=number: put(book, REF, "Reviewer", f"Reviewer {n}")))
        office.say(REF, sex="male", age_at_incident=f"{number} months")
        office.makes_a_pass()
        office.later(days=1)
    office.saves(typed(old, lambda book: put(book, REF, "Notes", "typed into the backup")))
    office.makes_a_pass()
    said = {name: office.case(REF).text(name) for name in ("panel_ref", "reviewer", "sex", "age_at_incident", "notes")}
    assert said == {
        "panel_ref": "P-1",
        "reviewer": "Reviewer 3",
        "sex": "male",
        "age_at_incident": "3 months",
        "notes": "typed into the backup",
    }
    assert value(office.package, REF, "Reviewer") == "Reviewer 3"
    before = office.package
    office.makes_a_pass()
    assert office.package == before


def test_a_link_to_the_tracker_stays_a_link(tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    with office_in(tmp_path / "office") as office:
        office.path.symlink_to(share / "the tracker.xlsx")
        office.open_case("A.B.")
        office.makes_a_pass()
        office.say(REF, sex="male")
        (share / "~$the tracker.xlsx").write_bytes(b"")
        assert office.makes_a_pass().counts["tracker held by somebody"] == 1
        (share / "~$the tracker.xlsx").unlink()
        office.makes_a_pass()
        assert office.path.is_symlink()
        assert value((share / "the tracker.xlsx").read_bytes(), REF, "Sex") == "male"
        assert (share / "the tracker backups").is_dir()


def test_a_full_disk_loses_nothing_and_says_what_to_do(office: Office) -> None:
    """In a process that may write no file larger than the half of the tracker."""
    office.saves(typed(office.package, lambda book: put(book, REF, "Sex", "male")))
    before = office.package
    program = (
        "import resource, sys\n"
        "from datetime import datetime\n"
        "from pathlib import Path\n"
        "sys.path.insert(0, 'tests/tracker')\n"
        "from pipeline.edges.tracker_file.workbook_file import TrackerFile\n"
        "from pipeline.errors import TrackerLocked\n"
        "file = TrackerFile(Path(sys.argv[1]))\n"
        "was = file.read()\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) // 2}, {len(before) // 2}))\n"
        "try:\n"
        "    file.replace(was + b'more', was=was, now=datetime.fromisoformat('2026-11-18T09:30:00+00:00'))\n"
        "except TrackerLocked as fault:\n"
        "    print(fault)\n"
    )
    told = subprocess.run([sys.executable, "-c", program, office.path], capture_output=True, text=True, check=True)
    assert "free some space" in told.stdout
    assert office.package == before
    assert not list(office.path.parent.glob(".~*"))
    office.makes_a_pass()
    assert office.case(REF).value("sex") == "male"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("place", ["folder", "backups"])
def test_a_folder_that_may_not_be_written_stops_the_write_and_is_named(office: Office, place: str) -> None:
    office.say(REF, sex="male")
    office.makes_a_pass()
    before = office.package
    if place == "folder":
        # A folder stands where the new file would be written first: as root no mode would stop it.
        office.path.with_name(".~tracker.xlsx.caseclock").mkdir()
    else:
        backups = office.path.parent / "tracker backups"
        backups.rename(office.path.parent / "kept elsewhere")
        backups.write_bytes(b"a file")
    office.say(REF, sex="other")
    report = office.makes_a_pass()
    assert report.counts["tracker held by somebody"] == 1
    office.later(hours=2)
    office.makes_a_pass()
    (item,) = [i for i in office.journal.casebook.attention() if i.id.startswith("tracker:held")]
    assert ("tracker backups" in item.why) == (place == "backups")
    assert "Nothing is lost" in item.why
    assert office.package == before


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="this system has no such marks")
def test_marks_and_modes_of_the_file_are_kept(office: Office) -> None:
    try:
        os.setxattr(office.path, "user.office", b"Harrow Vale")
    except OSError:
        pytest.skip("this disk keeps no marks")
    office.path.chmod(0o640)
    office.say(REF, sex="male")
    office.makes_a_pass()
    assert value(office.package, REF, "Sex") == "male"
    assert os.getxattr(office.path, "user.office") == b"Harrow Vale"
    assert office.path.stat().st_mode & 0o777 == 0o640


def test_a_tracker_that_is_open_is_not_made_anew(office: Office) -> None:
    office.path.with_name("~$tracker.xlsx").write_bytes(b"")
    before = office.package
    with pytest.raises(TrackerLocked):
        office.rebuilds()
    assert office.package == before
    assert asides(office) == []


def test_a_damaged_tracker_that_somebody_holds_is_waited_for(office: Office) -> None:
    office.saves(b"half")
    office.path.with_name("~$tracker.xlsx").write_bytes(b"")
    office.makes_a_pass()
    office.later(hours=1)
    report = office.makes_a_pass()
    assert report.counts["tracker held by somebody"] == 1
    assert office.package == b"half"


def test_a_file_saved_between_reading_and_writing_is_read_by_the_next_pass(office: Office) -> None:
    office.reads()
    office.saves(typed(office.package, lambda book: put(book, REF, "Notified Panel on", datetime(2026, 11, 17))))
    office.say(REF, sex="male")
    office.writes()
    assert value(office.package, REF, "Notified Panel on") == datetime(2026, 11, 17)
    office.later()
    office.makes_a_pass()
    assert office.case(REF).day("notified_panel") == day("2026-11-17")


def test_a_tracker_protected_by_excel_is_left_as_it_is(office: Office) -> None:
    """Protected as Excel does it (ECMA-376 agile encryption)."""
    msoffcrypto = pytest.importorskip("msoffcrypto.format.ooxml")
    out = io.BytesIO()
    msoffcrypto.OOXMLFile(io.BytesIO(office.package)).encrypt("a password of theirs", out)
    office.saves(out.getvalue())
    office.later(hours=2)
    report = office.makes_a_pass()
    assert any("save it as .xlsx without a password" in fault for fault in report.faults)
    assert office.package == out.getvalue()


def test_a_tracker_with_macros_that_is_made_anew_says_that_it_may_hold_them(tmp_path: Path) -> None:
    with office_in(tmp_path, tracker="tracker.xlsm") as office:
        office.open_case("A.B.")
        office.makes_a_pass()
        assert b"macroEnabled.main+xml" in parts(office.package)["[Content_Types].xml"]
        before = office.package
        office.makes_a_pass()
        assert office.package == before


def test_a_tracker_is_not_made_anew_in_the_middle_of_a_pass(office: Office) -> None:
    before = office.package
    with pass_lock(office.journal.folder), pytest.raises(PassRunning):
        office.rebuilds()
    assert office.package == before


def test_a_deleted_tracker_is_made_anew_from_the_journal_with_all_that_the_office_typed(office: Office) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        put(book, REF, "LA aware on", datetime(2026, 11, 13))
        put(book, REF, "Notes", "=a note, not a formula")
        put(book, REF, "Rationale", "Not a serious incident.", sheet="Decisions")
        for sheet, cells in (
            ("Agencies", {"Ref": REF, "Agency": "Riverside Probation", "Agreed date": datetime(2026, 12, 3)}),
            ("Calendar", {"Date": datetime(2027, 6, 7), "Title": "Proclaimed holiday"}),
            ("Contacts", {"E-mail": "icb@health.example", "Role": "icb", "Areas": "north", "Active": "yes"}),
            ("Contacts", {"E-mail": "icb@health.example", "Role": "icb", "Areas": "south", "Active": "no"}),
            ("Contacts", {"Name": "Somebody at the police", "Role": "police", "Active": "yes"}),
        ):
            row = max(cell.row for column in book[sheet].iter_cols(max_col=6) for cell in column if cell.value) + 1
            for header, text in cells.items():
                book[sheet].cell(row, column_of(book[sheet], header)).value = text
        book["Cases"].cell(row_of(book["Cases"], REF), column_of(book["Cases"], "Notes")).data_type = "s"

    office.saves(typed(office.package, edit))
    office.makes_a_pass()
    before = {name: cells(office.package, name) for name in BY_NAME}
    office.path.unlink()
    office.rebuilds(office.now - timedelta(minutes=5))
    for name, said in before.items():
        assert cells(office.package, name) == said, name
    fresh = office.package
    office.makes_a_pass()
    assert office.package == fresh


def cells(package: bytes, name: str) -> list[list[tuple[str, str]]]:
    found = table(package, name)
    assert found is not None
    standing = (row.texts for row in found.rows if row.texts)
    return sorted(sorted(texts.items()) for texts in standing)


def test_today_is_written_beside_the_workbook_also_while_somebody_has_it_open(office: Office) -> None:
    page = office.path.with_name("today.html")
    office.makes_a_pass()
    first = page.read_text(encoding="utf-8")
    assert REF in first
    lock = office.path.with_name(f".~lock.{office.path.name}#")
    lock.write_text("Morgan Ellery,,,,;", encoding="utf-8")
    before = office.package
    later = office.open_case("Z.Z.")
    office.makes_a_pass()
    assert office.package == before
    assert later in page.read_text(encoding="utf-8")
    assert not list(page.parent.glob(".today.html*"))


def coloured(book: openpyxl.Workbook) -> None:
    """What an office gives its workbook of its own: a column, a colour, a comment and a sheet."""
    sheet = book["Cases"]
    sheet.cell(4, sheet.max_column + 3).value = "Our file"
    sheet.cell(row_of(sheet, REF), sheet.max_column).value = "cabinet 4"
    sheet.cell(row_of(sheet, REF), 1).fill = openpyxl.styles.PatternFill("solid", start_color="FFCC00")
    sheet.cell(row_of(sheet, REF), 1).comment = openpyxl.comments.Comment("ask the chair", "Morgan")
    book.create_sheet("Minutes")["A1"] = "ours"


def own_of(package: bytes) -> tuple[object, ...]:
    book = book_of(package)
    cell = book["Cases"].cell(row_of(book["Cases"], REF), 1)
    headers = [cell.value for cell in book["Cases"][4]]
    there = "Our file" in headers and book["Cases"].cell(cell.row, headers.index("Our file") + 1).value
    return there, cell.fill.fgColor.rgb, cell.comment and cell.comment.text, "Minutes" in book.sheetnames


@pytest.mark.parametrize("how", ["deleted", "truncated"])
def test_what_is_gone_is_put_back_from_the_newest_backup_with_all_of_the_offices_own(office: Office, how: str) -> None:
    office.makes_a_pass()
    office.saves(typed(office.package, coloured))
    office.makes_a_pass()
    before = own_of(office.package)
    assert before == ("cabinet 4", "00FFCC00", "ask the chair", True)
    office.say(REF, sex="male")
    if how == "deleted":
        office.path.unlink()
    else:
        office.saves(office.package[:9000])
        office.makes_a_pass()
        office.later(minutes=PATIENCE.seconds / 60)
    newest = office.ports.tracker.kept_backups()[-1].name
    office.makes_a_pass()
    assert own_of(office.package) == before
    assert value(office.package, REF, "Sex") == "male"
    (item,) = [i for i in office.journal.casebook.attention() if i.id.startswith(("tracker:missing", "tracker:unr"))]
    assert f"put back from the backup {newest}" in item.why
    facts, after = sum(len(case.facts) for case in office.cases), office.package
    office.makes_a_pass()
    assert (sum(len(case.facts) for case in office.cases), office.package) == (facts, after)


def test_an_older_backup_is_taken_where_the_newest_cannot_be_read_and_takes_nothing_back(office: Office) -> None:
    office.saves(typed(office.package, coloured))
    office.makes_a_pass()
    for number in range(3):
        office.later(days=1)
        office.saves(typed(office.package, lambda book, n=number: put(book, REF, "Reviewer", f"Reviewer {n}")))
        office.makes_a_pass()
    *_, older, newest = office.ports.tracker.kept_backups()
    newest.write_bytes(newest.read_bytes()[:5000])
    office.path.unlink()
    office.makes_a_pass()
    (item,) = [i for i in office.journal.casebook.attention() if i.id.startswith("tracker:missing")]
    assert older.name in item.why
    assert own_of(office.package)[0] == "cabinet 4"
    office.makes_a_pass()
    assert (value(office.package, REF, "Reviewer"), office.case(REF).text("reviewer")) == ("Reviewer 2", "Reviewer 2")


def test_without_a_backup_that_can_be_read_it_is_made_anew_and_said_so(office: Office) -> None:
    office.makes_a_pass()
    office.saves(typed(office.package, coloured))
    office.makes_a_pass()
    for path in office.ports.tracker.kept_backups():
        path.write_bytes(b"broken")
    office.path.unlink()
    office.makes_a_pass()
    (item,) = [i for i in office.journal.casebook.attention() if i.id.startswith("tracker:missing")]
    assert "made anew from the journal: no backup of it could be read" in item.why
    assert value(office.package, REF, "Child") == "A.B."


def test_the_reason_why_the_workbook_is_held_is_the_current_one(office: Office) -> None:
    lock = office.path.with_name(f".~lock.{office.path.name}#")
    for name in ("Morgan Ellery", "Casimir Holt"):
        lock.write_text(f"{name},,,,;", encoding="utf-8")
        office.say(REF, sex=name)
        office.later(hours=2)
        office.makes_a_pass()
    (item,) = [i for i in office.journal.casebook.attention() if i.id.startswith("tracker:held")]
    assert "Casimir Holt" in item.why
