"""A proclaimed holiday, a changed law or a changed setting while cases are open: recomputed, logged, told, and the
earlier day stays the target."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.parser import BytesParser
from email.policy import default

import openpyxl
from office import FRIDAY, MONDAY, Office
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.clock.model import Deadline
from pipeline.edges.journal.casebook import Announced
from pipeline.edges.journal.kept_records import KeptBasis
from scheduler.check import findings
from scheduler.demo.story import mailbox
from scheduler.health import status, status_lines
from scheduler.office import office_of
from scheduler.ports import open_ports
from scheduler.snapshot import Snapshot
from scheduler.steps.changed_basis import adopt_changes
from tests.workbook_seen import rows_of

TUESDAY = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
PROCLAIMED = date(2026, 11, 25)


def date_of(office: Office, now: datetime, rule: str = "rapid-review") -> Deadline:
    ref = office.first_death()
    with office.snapshot(now) as snapshot:
        return next(entry for entry in snapshot.deadlines[ref] if entry.rule == rule)


def settings(office: Office, text: str) -> None:
    """Puts `text` in place of the settings of the clock."""
    kept = office.config.read_text(encoding="utf-8").partition("\n# clock\n")[0]
    office.config.write_text(f"{kept}\n# clock\n{text}", encoding="utf-8")


def log(office: Office) -> list[str]:
    with office.journal() as journal:
        return [f"{entry.event}: {entry.detail}" for entry in journal.casebook.entries()]


def said_to_the_manager(office: Office) -> str:
    mails = [
        BytesParser(policy=default).parsebytes(mail.raw)
        for mail in office.servers.sent
        if mail.recipients[0].startswith("manager")
    ]
    return " ".join(str(mail.get_body(("plain",)).get_content()) for mail in mails)


def on_the_calendar_sheet(office: Office, edit: Callable[[Worksheet], None]) -> None:
    book = openpyxl.load_workbook(office.tracker)
    edit(book["Calendar"])
    book.save(office.tracker)


def add_day(sheet: Worksheet) -> None:
    row = sheet.max_row + 1
    sheet.cell(row, 1).value = datetime.combine(PROCLAIMED, datetime.min.time())
    sheet.cell(row, 3).value = "A proclaimed day"


def remove_day(sheet: Worksheet) -> None:
    for row in range(sheet.max_row, 4, -1):
        value = sheet.cell(row, 1).value
        if isinstance(value, datetime) and value.date() == PROCLAIMED:
            sheet.delete_rows(row)
            return
    raise AssertionError("the day is not on the sheet")


def test_a_day_on_the_calendar_sheet_moves_the_date_and_keeps_the_target(running: Office) -> None:
    on_the_calendar_sheet(running, add_day)
    running.make_pass(TUESDAY)
    found = date_of(running, TUESDAY)
    assert (found.due, found.working_target) == (date(2026, 12, 8), date(2026, 12, 7))
    step = date_of(running, TUESDAY, rule="agency-return")
    assert (step.due, step.working_target) == (date(2026, 12, 1), date(2026, 11, 30))
    assert any("A proclaimed day" in entry for entry in log(running) if entry.startswith("What the dates rest on"))
    told = " ".join(said_to_the_manager(running).split())
    assert "was Mon 7 December 2026, now Tue 8 December 2026" in told
    assert "(A proclaimed day) has come onto the calendar. The target stays Mon 7 December 2026." in told


def test_a_day_taken_off_the_calendar_sheet_again_restores_the_date(running: Office) -> None:
    on_the_calendar_sheet(running, add_day)
    running.make_pass(TUESDAY)
    on_the_calendar_sheet(running, remove_day)
    running.make_pass(WEDNESDAY)
    found = date_of(running, WEDNESDAY)
    assert (found.due, found.working_target) == (date(2026, 12, 7), date(2026, 12, 7))
    assert not [flag for flag in found.flags if "proclaimed" in flag]
    assert any("has been taken off the calendar" in entry for entry in log(running))
    assert "was Tue 8 December 2026, now Mon 7 December 2026" in " ".join(said_to_the_manager(running).split())
    days = (row[0] for row in rows_of(running.tracker.read_bytes(), "Calendar"))
    assert PROCLAIMED not in {day.date() for day in days if isinstance(day, datetime)}


def test_a_published_holiday_deleted_from_the_sheet_stays_a_holiday(running: Office) -> None:
    def delete_christmas(sheet: Worksheet) -> None:
        for row in range(sheet.max_row, 4, -1):
            if sheet.cell(row, 1).value == datetime(2026, 12, 25):
                sheet.delete_rows(row)

    on_the_calendar_sheet(running, delete_christmas)
    running.make_pass(TUESDAY)
    with running.snapshot(TUESDAY) as snapshot:
        assert not snapshot.calendar.is_working_day(date(2026, 12, 25))


def test_a_day_in_the_settings_and_its_removal_are_logged_told_and_restored(running: Office) -> None:
    settings(
        running,
        '[[clock.extra_non_working_days]]\ndate = 2026-11-25\ntitle = "A proclaimed day"\nsource = "GOV.UK"\n'
        "entered_on = 2026-11-17\n",
    )
    running.make_pass(TUESDAY)
    found = date_of(running, TUESDAY)
    assert (found.due, found.working_target) == (date(2026, 12, 8), date(2026, 12, 7))
    settings(running, "")
    running.make_pass(WEDNESDAY)
    assert date_of(running, WEDNESDAY).due == date(2026, 12, 7)
    assert "was Tue 8 December 2026, now Mon 7 December 2026" in " ".join(said_to_the_manager(running).split())


def test_a_setting_that_gives_a_later_date_keeps_the_earlier_target(office: Office) -> None:
    settings(office, '[clock]\nrapid_review_from = "awareness"\n')
    for file in mailbox()[:3]:
        office.deliver(file.read_bytes())
    office.make_pass(FRIDAY)
    office.manager_types()
    office.make_pass(MONDAY)
    assert date_of(office, MONDAY).due == date(2026, 12, 3)
    settings(office, "")
    office.make_pass(TUESDAY)
    found = date_of(office, TUESDAY)
    assert (found.due, found.working_target) == (date(2026, 12, 7), date(2026, 12, 3))
    assert any("The target stays Thu 3 December 2026." in flag for flag in found.flags)
    told = " ".join(said_to_the_manager(office).split())
    assert "was Thu 3 December 2026, now Mon 7 December 2026" in told
    assert "clock.rapid_review_from is now notification, not awareness. The target stays Thu 3 December 2026." in told
    recomputed = [entry for entry in log(office) if entry.startswith("Date recomputed")]
    assert any("Mon 7 December 2026, before: Thu 3 December 2026" in entry for entry in recomputed)
    # Passes that change nothing keep it, say nothing again, and a date that the office corrects starts afresh.
    sent = len(office.servers.sent)
    assert office.make_pass(TUESDAY).faults == []
    assert len(office.servers.sent) == sent
    assert date_of(office, WEDNESDAY).working_target == date(2026, 12, 3)


def test_a_setting_that_gives_an_earlier_date_moves_the_target_with_it(running: Office) -> None:
    settings(running, '[clock]\nrapid_review_from = "awareness"\n')
    running.make_pass(TUESDAY)
    found = date_of(running, TUESDAY)
    assert (found.due, found.working_target) == (date(2026, 12, 3), date(2026, 12, 3))
    assert "was Mon 7 December 2026, now Thu 3 December 2026" in " ".join(said_to_the_manager(running).split())


def test_an_updated_law_file_moves_the_date_and_keeps_the_target(running: Office) -> None:
    # As an older version of the product left the journal: its law gave fourteen working days.
    with running.journal() as journal, journal.writing():
        kept = journal.kept.basis.get()
        assert kept is not None
        kept.said["law"]["rapid-review.toml"] = kept.said["law"]["rapid-review.toml"].replace("span = 15", "span = 14")
        journal.kept.basis.put(kept)
        fourteen = Announced(
            case_ref=running.first_death(), rule="rapid-review", subject="", due=date(2026, 12, 4), because=""
        )
        journal.casebook.announce([fourteen], now=MONDAY)
    running.make_pass(TUESDAY)
    found = date_of(running, TUESDAY)
    assert (found.due, found.working_target) == (date(2026, 12, 7), date(2026, 12, 4))
    told = " ".join(said_to_the_manager(running).split())
    assert "was Fri 4 December 2026, now Mon 7 December 2026" in told
    assert "The rule says 15 working days after, not 14 working days after." in told
    assert "The file of the rule rapid-review has changed" in told


def test_a_basis_that_this_version_cannot_read_is_replaced_without_a_word(running: Office) -> None:
    with running.journal() as journal, journal.writing():
        journal.kept.basis.put(KeptBasis(said={"law": {"x.toml": "id ="}, "clock": {"no_such_setting": 1}}))
    before = date_of(running, TUESDAY)
    assert running.make_pass(TUESDAY).faults == []
    assert date_of(running, TUESDAY) == before


def test_a_source_that_was_read_is_logged_and_its_mark_goes(running: Office) -> None:
    assert date_of(running, MONDAY).to_check
    settings(
        running,
        '[[clock.checked]]\nrule = "rapid-review"\nedition = "Working Together 2026"\nby = "The business manager"\n'
        "on = 2026-11-17\nissue = 2026-05-06\n",
    )
    running.make_pass(TUESDAY)
    found = date_of(running, TUESDAY)
    assert found.due == date(2026, 12, 7)
    assert not found.to_check
    assert any("was read for rapid-review by The business manager on Tue 17 November 2026" in e for e in log(running))


def test_a_pass_cut_off_once_the_change_was_noted_still_says_why(running: Office) -> None:
    settings(running, '[clock]\nrapid_review_from = "awareness"\n')
    with running.journal() as journal:
        adopt_changes(journal, Snapshot(office_of(running.config), journal, now=TUESDAY))
    running.make_pass(TUESDAY)
    assert "clock.rapid_review_from is now awareness" in " ".join(said_to_the_manager(running).split())


def test_the_end_of_the_list_is_told_in_good_time_by_check_status_and_digest(running: Office) -> None:
    late = datetime(2028, 1, 10, 9, 30, tzinfo=UTC)
    running.make_pass(late)
    office = office_of(running.config)
    with open_ports(office) as ports:
        said = status(office, ports.journal, now=late)
        calendar = next(finding for finding in findings(office, ports, now=late) if finding.what == "Calendar")
    assert said["calendar_runs_out"] is True
    assert "It is running out" in " ".join(status_lines(json.loads(json.dumps(said))))
    assert not calendar.good and calendar.remedy
    told = " ".join(said_to_the_manager(running).split())
    assert "known to Tue 26 December 2028, 351 days from now" in told
    assert "- New: The list of bank holidays is running out." in told
