"""What the office types becomes a fact, whatever it is, and what cannot be read is said and left alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from tracker_sample import CONTENT, NOW, said, sample_book
from workbooks import column_of, put, row_of, typed, value

from pipeline.facts import Case, Source, Value
from pipeline.tracker.merge.office_words import office_words
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.model import Base, OfficeWords, TrackerContent
from tests.workbook_seen import book_of

PACKAGE, BASE = sample_book()
REF = "CSP-2026-0040"


def words(package: bytes, base: Base = BASE, given: TrackerContent = CONTENT) -> OfficeWords:
    return office_words(package, base, cases=given.cases, now=NOW)


def with_facts(given: TrackerContent, found: OfficeWords) -> TrackerContent:
    cases = tuple(
        replace(case, facts=(*case.facts, *(fact for fact in found.facts if fact.case_ref == case.ref)))
        for case in given.cases
    )
    return replace(given, cases=cases)


def office_pass(package: bytes, base: Base, given: TrackerContent) -> tuple[bytes, Base, TrackerContent]:
    """One pass: what was typed becomes facts, then the workbook is written."""
    found = office_words(package, base, cases=given.cases, now=NOW)
    given = with_facts(given, found)
    return (*patched(package, given, base=found.base), given)


def test_an_untouched_workbook_says_nothing() -> None:
    found = words(PACKAGE)
    assert replace(found, contacts=()) == OfficeWords(contacts=(), base=BASE)


def test_a_workbook_saved_without_edits_says_nothing() -> None:
    saved = typed(PACKAGE, lambda workbook: None)
    found = words(saved)
    assert (found.facts, found.refusals, found.log, found.new_cases, found.deleted) == ((), (), (), (), ())


@pytest.mark.parametrize(
    ("header", "cell", "name", "expected"),
    [
        ("Notified Panel on", datetime(2026, 11, 16), "notified_panel", date(2026, 11, 16)),
        ("Notified Panel on", "16/11/2026", "notified_panel", date(2026, 11, 16)),
        ("Notified Panel on", "16 Nov 2026", "notified_panel", date(2026, 11, 16)),
        ("Notified Panel on", 46342, "notified_panel", date(2026, 11, 16)),
        ("Rapid review at", time(14, 0), "rapid_review_at", time(14, 0)),
        ("Rapid review at", "2.30pm", "rapid_review_at", time(14, 30)),
        ("Criteria met", "Yes", "criteria_met", "yes"),
        ("Children", 3, "children", 3),
        ("Panel ref", 7731, "panel_ref", "7731"),
        ("Notes", "=not a formula", "notes", "=not a formula"),
        ("Received", datetime(2026, 7, 12, 9, 5), "mail_received", datetime(2026, 7, 12, 8, 5, tzinfo=UTC)),
        ("LA aware on", None, "la_aware", None),
    ],
)
def test_a_typed_cell_becomes_a_fact(header: str, cell: object, name: str, expected: Value) -> None:
    def edit(workbook: object) -> None:
        put(workbook, REF, header, cell)  # type: ignore[arg-type]
        if isinstance(cell, str) and cell.startswith("="):
            sheet = workbook["Cases"]  # type: ignore[index]
            sheet.cell(row_of(sheet, REF), column_of(sheet, header)).data_type = "s"

    (fact,) = words(typed(PACKAGE, edit)).facts
    assert (fact.case_ref, fact.name, fact.value, fact.source) == (REF, name, expected, Source.TRACKER)
    assert fact.detail.startswith("Cases!")


def test_the_day_of_the_review_may_carry_its_time() -> None:
    package = typed(PACKAGE, lambda book: put(book, REF, "Rapid review on", datetime(2026, 12, 1, 14, 0)))
    found = words(package)
    assert {(fact.name, fact.value) for fact in found.facts} == {
        ("rapid_review_on", date(2026, 12, 1)),
        ("rapid_review_at", time(14, 0)),
    }
    package, base, given = office_pass(package, BASE, CONTENT)
    assert value(package, REF, "Rapid review at") == time(14, 0)
    assert value(package, REF, "Rapid review on") == datetime(2026, 12, 1, 14, 0)
    assert words(package, base, given).facts == ()


@pytest.mark.parametrize("cell", ["next week", "31/02/2026", "11/13/2026", 45, "12/11", "#N/A", "Mon 12/11/2026"])
def test_an_unreadable_date_stays_as_typed_is_shown_and_starts_no_clock(cell: object) -> None:
    package = typed(PACKAGE, lambda book: put(book, REF, "LA aware on", cell))
    found = words(package)
    assert [(fact.name, fact.value) for fact in found.facts] == [("la_aware", None)]
    (refusal,) = found.refusals
    assert refusal.case_ref == REF
    assert "12/11/2026" in refusal.remedy
    as_typed = value(package, REF, "LA aware on")
    package, base, given = office_pass(package, BASE, CONTENT)
    assert value(package, REF, "LA aware on") == as_typed
    again = words(package, base, given)
    assert again.facts == ()
    assert again.refusals == found.refusals


def test_a_later_form_never_overwrites_what_the_office_typed() -> None:
    package = typed(PACKAGE, lambda book: put(book, REF, "Sex", "male"))
    package, base, given = office_pass(package, BASE, CONTENT)
    later = said(REF, "sex", "other")
    cases = tuple(replace(case, facts=(*case.facts, later)) if case.ref == REF else case for case in given.cases)
    package, _ = patched(package, replace(given, cases=cases), base=base)
    assert value(package, REF, "Sex") == "male"


def test_what_is_typed_between_reading_and_writing_is_kept_for_the_next_pass() -> None:
    package = typed(PACKAGE, lambda book: put(book, REF, "Notified Panel on", datetime(2026, 11, 16)))
    package, base = patched(package, CONTENT, base=BASE)
    assert value(package, REF, "Notified Panel on") == datetime(2026, 11, 16)
    (fact,) = words(package, base).facts
    assert fact.value == date(2026, 11, 16)


def test_a_word_taken_back_before_it_could_be_written_is_a_word() -> None:
    """The file was held, so that nothing could be written between the two."""
    first = words(typed(PACKAGE, lambda book: put(book, REF, "Sex", "male")))
    given = with_facts(CONTENT, first)
    package, _, given = office_pass(typed(PACKAGE, lambda book: put(book, REF, "Sex", "female")), first.base, given)
    assert value(package, REF, "Sex") == "female"
    assert next(case for case in given.cases if case.ref == REF).value("sex") == "female"


def test_a_computed_cell_is_put_back_and_the_log_says_so() -> None:
    package = typed(PACKAGE, lambda book: put(book, REF, "Notify Panel by", datetime(2030, 1, 1)))
    found = words(package)
    assert found.facts == ()
    assert [(entry.case_ref, entry.event) for entry in found.log] == [(REF, "computed cell put back")]
    package, base, given = office_pass(package, BASE, CONTENT)
    assert value(package, REF, "Notify Panel by") == datetime(2026, 11, 19)
    assert words(package, base, given).log == ()


def test_a_row_without_a_ref_is_a_new_case_and_gets_its_ref_where_it_stands() -> None:
    def edit(book: object) -> None:
        sheet = book["Cases"]  # type: ignore[index]
        row = sheet.max_row + 1
        sheet.cell(row, column_of(sheet, "Child")).value = "Q.Z."
        sheet.cell(row, column_of(sheet, "LA aware on")).value = "17/11/2026"

    package = typed(PACKAGE, edit)
    (new,) = words(package).new_cases
    assert dict(new.values) == {"child": "Q.Z.", "la_aware": date(2026, 11, 17)}
    facts = tuple(
        replace(said("CSP-2026-0042", name, given, source=Source.TRACKER), detail=new.where)
        for name, given in new.values
    )
    given = replace(CONTENT, cases=(*CONTENT.cases, Case(ref="CSP-2026-0042", opened_at=NOW, facts=facts)))
    assert words(package, given=given).new_cases == ()
    package, base = patched(package, given, base=BASE)
    assert value(package, "CSP-2026-0042", "Child") == "Q.Z."
    assert value(package, "CSP-2026-0042", "Status") == "Open"
    assert words(package, base, given).facts == ()
    sheet = book_of(package)["Cases"]
    row = row_of(sheet, "CSP-2026-0042")
    assert sheet.cell(row, column_of(sheet, "Panel ref")).number_format == "@"
    assert sheet.cell(row, column_of(sheet, "Notified Panel on")).is_date


def test_a_remark_stays_one_when_the_office_fills_the_blank_row_above_it() -> None:
    def remark(book: object) -> None:
        sheet = book["Cases"]  # type: ignore[index]
        sheet["B14"], sheet.cell(14, column_of(sheet, "Children")).value = "Children in all:", "=SUM(A5:A12)"

    def call(book: object) -> None:
        book["Cases"]["B13"] = "Q.Z."  # type: ignore[index]

    package = typed(PACKAGE, remark)
    package, base, given = office_pass(package, BASE, CONTENT)
    package = typed(package, call)
    found = words(package, base, given)
    assert [dict(new.values) for new in found.new_cases] == [{"child": "Q.Z."}]
    facts = (replace(said("CSP-2026-0042", "child", "Q.Z.", source=Source.TRACKER), detail=found.new_cases[0].where),)
    given = replace(given, cases=(*given.cases, Case(ref="CSP-2026-0042", opened_at=NOW, facts=facts)))
    package, base = patched(package, given, base=found.base)
    assert value(package, "CSP-2026-0042", "Child") == "Q.Z."
    assert words(package, base, given).new_cases == ()


def test_a_row_still_being_typed_is_not_a_second_case() -> None:
    first = replace(said("CSP-2026-0042", "child", "Q.Z.", source=Source.TRACKER), detail="Cases!row 13")
    given = replace(CONTENT, cases=(*CONTENT.cases, Case(ref="CSP-2026-0042", opened_at=NOW, facts=(first,))))

    def edit(book: object) -> None:
        sheet = book["Cases"]  # type: ignore[index]
        sheet.cell(13, column_of(sheet, "Child")).value = "Q.Z."
        sheet.cell(13, column_of(sheet, "Sex")).value = "male"

    found = words(typed(PACKAGE, edit), given=given)
    assert found.new_cases == ()
    assert [(fact.case_ref, fact.name) for fact in found.facts] == [("CSP-2026-0042", "sex")]


def test_a_deleted_row_comes_back() -> None:
    def edit(book: object) -> None:
        sheet = book["Cases"]  # type: ignore[index]
        sheet.delete_rows(row_of(sheet, REF))

    package = typed(PACKAGE, edit)
    found = words(package)
    assert found.deleted == (REF,)
    assert found.refusals == ()
    package, _, _ = office_pass(package, BASE, CONTENT)
    assert value(package, REF, "LA aware on") == datetime(2026, 11, 12)


def test_a_closing_and_a_duty_set_aside_are_asked_about_in_open_questions_alone() -> None:
    closed = said(REF, "status", "Closed", source=Source.TRACKER)
    reason = said(REF, "not_applicable", "Told by telephone", source=Source.TRACKER, subject="notify-panel")
    cases = tuple(replace(one, facts=(*one.facts, closed, reason)) if one.ref == REF else one for one in CONTENT.cases)
    assert office_words(PACKAGE, BASE, cases=cases, now=NOW).refusals == ()


def test_of_two_rows_with_one_ref_neither_is_trusted_or_written() -> None:
    def edit(book: object) -> None:
        sheet = book["Cases"]  # type: ignore[index]
        row = sheet.max_row + 1
        sheet.cell(row, 1).value = REF
        sheet.cell(row, column_of(sheet, "LA aware on")).value = datetime(2026, 1, 1)
        put(book, REF, "Sex", "male")  # type: ignore[arg-type]

    package = typed(PACKAGE, edit)
    found = words(package)
    assert found.duplicated == (REF,)
    assert found.facts == ()
    assert [item.id for item in found.refusals] == [f"twice:Cases|{REF}"]
    again, _ = patched(package, CONTENT, base=BASE)
    assert again is package


def test_a_row_copied_whole_is_shown_for_as_long_as_it_stands_twice() -> None:
    def edit(book: object) -> None:
        sheet = book["Decisions"]  # type: ignore[index]
        row = row_of(sheet, REF)
        for cell in sheet[row]:
            sheet.cell(sheet.max_row + (cell.column == 1), cell.column).value = cell.value

    package, base, given = office_pass(typed(PACKAGE, edit), BASE, CONTENT)
    for _ in range(2):
        assert [item.id for item in words(package, base, given).refusals] == [f"twice:Decisions|{REF}"]
        package, base, given = office_pass(package, base, given)


def test_a_deleted_column_takes_no_fact_back() -> None:
    def edit(book: object) -> None:
        sheet = book["Cases"]  # type: ignore[index]
        sheet.delete_cols(column_of(sheet, "LA aware on"))

    found = words(typed(PACKAGE, edit))
    assert [fact.name for fact in found.facts] == []
    assert "column:Cases|LA aware on" in [item.id for item in found.refusals]


def test_columns_are_found_wherever_they_stand() -> None:
    def edit(book: object) -> None:
        put(book, REF, "Panel ref", "P-1")  # type: ignore[arg-type]
        book["Cases"].insert_cols(3, amount=2)  # type: ignore[index]

    found = words(typed(PACKAGE, edit))
    assert [(fact.name, fact.value) for fact in found.facts] == [("panel_ref", "P-1")]


def test_a_renamed_header_is_still_found_by_its_hidden_name() -> None:
    def edit(book: object) -> None:
        sheet = book["Cases"]  # type: ignore[index]
        put(book, REF, "LA aware on", "13/11/2026")  # type: ignore[arg-type]
        sheet.cell(4, column_of(sheet, "LA aware on")).value = "Council knew on"

    found = words(typed(PACKAGE, edit))
    assert [(fact.name, fact.value) for fact in found.facts] == [("la_aware", date(2026, 11, 13))]


def test_a_duty_is_done_or_set_aside_on_the_deadlines_sheet() -> None:
    def edit(book: object) -> None:
        sheet = book["Deadlines"]  # type: ignore[index]
        rule = column_of(sheet, "Rule")
        row = next(
            r for r in range(5, 60) if sheet.cell(r, 1).value == REF and sheet.cell(r, rule).value == "notify-panel"
        )
        sheet.cell(row, column_of(sheet, "Done on")).value = "17.11.2026"

    (fact,) = words(typed(PACKAGE, edit)).facts
    assert (fact.name, fact.subject, fact.value) == ("done_on", "notify-panel", date(2026, 11, 17))


def test_agencies_are_added_agreed_with_and_removed() -> None:
    def edit(book: object) -> None:
        sheet = book["Agencies"]  # type: ignore[index]
        put(book, REF, "Agreed date", datetime(2026, 12, 3), sheet="Agencies")  # type: ignore[arg-type]
        row = sheet.max_row + 1
        sheet.cell(row, 1).value = REF
        sheet.cell(row, 2).value = "Riverside Probation"
        sheet.delete_rows(row_of(sheet, REF) + 1)

    found = words(typed(PACKAGE, edit))
    facts = {(fact.name, fact.subject): fact.value for fact in found.facts}
    assert facts[("agency_agreed", "Millbrook Primary School")] == date(2026, 12, 3)
    assert facts[("agency_added", "Riverside Probation")] == "Riverside Probation"
    assert facts[("agency_removed", "Harrow Vale Children's Services")]
    package, base, given = office_pass(typed(PACKAGE, edit), BASE, CONTENT)
    assert words(package, base, given).facts == ()


def test_an_agency_that_was_removed_may_be_added_again() -> None:
    def remove(book: object) -> None:
        sheet = book["Agencies"]  # type: ignore[index]
        sheet.delete_rows(row_of(sheet, REF))

    def add(book: object) -> None:
        sheet = book["Agencies"]  # type: ignore[index]
        row = sheet.max_row + 1
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = REF, "Millbrook Primary School"

    package, base, given = office_pass(typed(PACKAGE, remove), BASE, CONTENT)
    package, base, given = office_pass(package, base, given)
    (fact,) = words(typed(package, add), base, given).facts
    assert (fact.name, fact.subject, fact.value) == ("agency_removed", "Millbrook Primary School", None)
    package, base, given = office_pass(typed(package, add), base, given)
    assert words(package, base, given).facts == ()


def test_an_agency_removed_between_reading_and_writing_is_noticed_by_the_next_pass() -> None:
    def remove(book: object) -> None:
        sheet = book["Agencies"]  # type: ignore[index]
        sheet.delete_rows(row_of(sheet, REF))

    package, base = patched(typed(PACKAGE, remove), CONTENT, base=BASE)
    assert [fact.name for fact in words(package, base).facts] == ["agency_removed"]


def test_an_edit_is_seen_on_a_sheet_whose_bytes_were_known() -> None:
    package = typed(PACKAGE, lambda book: put(book, REF, "Sex", "male"))
    package, base, given = office_pass(package, BASE, CONTENT)
    assert set(base["as written"]) == {"Cases", "Deadlines", "Agencies", "Decisions", "Actions", "Log"}
    again = typed(package, lambda book: put(book, REF, "Sex", "female"))
    assert [fact.value for fact in words(again, base, given).facts] == ["female"]


def test_resolved_items_days_and_contacts_are_taken_as_typed() -> None:
    def edit(book: object) -> None:
        sheet = book["Needs attention"]  # type: ignore[index]
        sheet.cell(5, column_of(sheet, "Resolved")).value = "Yes"
        days = book["Calendar"]  # type: ignore[index]
        row = days.max_row + 1
        days.cell(row, 1).value = datetime(2027, 6, 7)
        days.cell(row, 3).value = "Proclaimed holiday"
        contacts = book["Contacts"]  # type: ignore[index]
        contacts.cell(5, column_of(contacts, "E-mail")).value = "New.Unit@partnership.example"

    found = words(typed(PACKAGE, edit))
    assert found.resolved == ("mail:3f2a",)
    assert [(day.date, day.title) for day in found.calendar] == [(date(2027, 6, 7), "Proclaimed holiday")]
    assert found.contacts is not None
    assert found.contacts[0].address == "new.unit@partnership.example"


def test_a_day_taken_off_the_calendar_sheet_is_withdrawn_and_damage_to_the_sheet_is_not() -> None:
    def delete_christmas(book: object) -> None:
        days = book["Calendar"]  # type: ignore[index]
        row = next(row for row in range(5, days.max_row + 1) if days.cell(row, 1).value == datetime(2026, 12, 25))
        days.delete_rows(row)

    def spoil_a_date(book: object) -> None:
        days = book["Calendar"]  # type: ignore[index]
        days.cell(6, 1).value = "next Monday"

    def empty(book: object) -> None:
        days = book["Calendar"]  # type: ignore[index]
        days.delete_rows(5, days.max_row)

    assert words(typed(PACKAGE, delete_christmas)).removed_days == (date(2026, 12, 25),)
    assert words(typed(PACKAGE, spoil_a_date)).removed_days == ()
    assert words(typed(PACKAGE, empty)).removed_days == ()
    assert words(typed(PACKAGE, lambda book: None)).removed_days == ()


def test_a_formula_of_the_office_counts_by_its_value_and_is_never_overwritten() -> None:
    package = typed(PACKAGE, lambda book: put(book, REF, "Notified Panel on", "=DATE(2026,11,16)"))
    found = words(package)
    assert [refusal.id for refusal in found.refusals] == [f"cell:Cases|{REF}|Notified Panel on"]
    again, _ = patched(package, CONTENT, base=BASE)
    assert value(again, REF, "Notified Panel on") == "=DATE(2026,11,16)"
