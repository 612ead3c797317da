"""Tasks without a date on the Deadlines sheet, action plans, the decision record and the lag, as the workbook has them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from tracker_sample import NOW, case, content, said
from workbooks import column_of, row_of, typed, value

from pipeline.facts import Case, Source
from pipeline.tracker.merge.office_words import office_words
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.model import Base, OfficeWords, TrackerContent
from pipeline.tracker.new_workbook.create import workbook
from tests.workbook_seen import book_of

pytestmark = pytest.mark.passes

REF = "CSP-2026-0001"
DECIDED = replace(
    case(1, received=date(2026, 11, 2), child="A."),
    facts=(
        said(REF, "incident", date(2026, 10, 30)),
        said(REF, "mail_received", datetime(2026, 11, 2, 9, tzinfo=UTC)),
        said(REF, "outcome", "died"),
        said(REF, "abuse_neglect", "suspected"),
        said(REF, "la_aware", date(2026, 11, 2), source=Source.TRACKER),
        said(REF, "notified_panel", date(2026, 11, 3), source=Source.TRACKER),
        said(REF, "rapid_review_sent", date(2026, 11, 12), source=Source.TRACKER),
        said(REF, "decision", "alternative learning", source=Source.TRACKER),
    ),
)


def given(entry: Case) -> TrackerContent:
    """What the workbook shows of one case."""
    return content((entry,))


def office_pass(package: bytes, base: Base, entry: Case) -> tuple[bytes, Base, Case, OfficeWords]:
    """What a pass does: the office's words become facts of the case, and the workbook follows."""
    words = office_words(package, base, cases=(entry,), now=NOW)
    heard = replace(entry, facts=(*entry.facts, *words.facts))
    package, base = patched(package, given(heard), base=words.base)
    return package, base, heard, words


def rows_of(package: bytes, sheet: str) -> dict[str, dict[str, object]]:
    """The rows of a sheet by what stands in their column Rule or No."""
    found = book_of(package)[sheet]
    header = [cell.value for cell in found[4]]
    rows = (dict(zip(header, values, strict=False)) for values in found.iter_rows(min_row=5, values_only=True))
    return {str(row.get("Rule") or row.get("No.")): row for row in rows if row["Ref"]}


def test_a_task_stands_on_the_deadlines_sheet_without_a_date() -> None:
    package, _ = workbook(given(DECIDED))
    row = rows_of(package, "Deadlines")["record-decision"]
    assert (row["Due"], row["Working days left"], row["Colour"], row["State"]) == (None, None, "To do", "Due")
    assert row["Trigger date"] == datetime(2026, 11, 12)
    assert "The rationale of the decision is not recorded." in str(row["How counted"])


def test_a_record_that_the_office_completes_is_a_task_done() -> None:
    package, base = workbook(given(DECIDED))

    def complete(book: openpyxl.Workbook) -> None:
        sheet = book["Decisions"]
        for header, said_ in (
            ("Decision made by", "The three partners"),
            ("Decision made on", datetime(2026, 11, 13)),
            ("Rationale", "The learning is taken forward in an audit."),
        ):
            sheet.cell(row_of(sheet, REF), column_of(sheet, header)).value = said_

    package, base, _, _ = office_pass(typed(package, complete), base, DECIDED)
    row = rows_of(package, "Deadlines")["record-decision"]
    assert (row["Colour"], row["State"]) == ("Done", "Done")


@pytest.mark.parametrize(
    ("said_by", "shown"), [("", ("To do", "Due")), ("R. Alder, head of service", ("Not needed", "Not needed"))]
)
def test_a_reason_typed_beside_a_task_sets_it_aside_once_somebody_stands_for_it(
    said_by: str, shown: tuple[str, str]
) -> None:
    decided = replace(DECIDED, facts=(*DECIDED.facts, said(REF, "review_decided", date(2026, 11, 13))))
    package, base = workbook(given(decided))

    def set_aside(book: openpyxl.Workbook) -> None:
        sheet = book["Deadlines"]
        rule = column_of(sheet, "Rule")
        row = next(n for n in range(5, sheet.max_row + 1) if sheet.cell(n, rule).value == "tell-of-practice-review")
        sheet.cell(row, column_of(sheet, "Not applicable because")).value = "Told by telephone"
        sheet.cell(row, column_of(sheet, "Said by")).value = said_by or None

    package, base, _, words = office_pass(typed(package, set_aside), base, decided)
    said_now = {fact.name: fact.subject for fact in words.facts}
    assert said_now == dict.fromkeys(["not_applicable", *["said_by"][: bool(said_by)]], "tell-of-practice-review")
    row = rows_of(package, "Deadlines")["tell-of-practice-review"]
    assert (row["Colour"], row["State"]) == shown


def test_an_action_that_the_office_adds_gets_its_colour_and_its_deadline() -> None:
    package, base = workbook(given(DECIDED))
    due = datetime.combine(NOW.date() + timedelta(days=60), datetime.min.time())

    def add(book: openpyxl.Workbook) -> None:
        sheet = book["Actions"]
        for header, said_ in (("Ref", REF), ("No.", 1), ("Action", "Retrain the front door"), ("Due", due)):
            sheet.cell(5, column_of(sheet, header)).value = said_

    package, base, heard, words = office_pass(typed(package, add), base, DECIDED)
    assert {(fact.name, fact.subject) for fact in words.facts} == {("action", "1"), ("action_due", "1")}
    assert rows_of(package, "Actions")["1"]["State"] == "On track"
    deadline = rows_of(package, "Deadlines")["action-plan"]
    assert (deadline["Due"], deadline["For"]) == (due, "1")
    again, _, _, words = office_pass(package, base, heard)
    assert (again is package, words.facts) == (True, ())


def test_an_action_closed_by_the_office_is_done_on_both_sheets() -> None:
    plan = replace(
        DECIDED,
        facts=(
            *DECIDED.facts,
            replace(said(REF, "action_due", date(2027, 1, 15), source=Source.TRACKER), subject="1"),
        ),
    )
    package, base = workbook(given(plan))

    def close(book: openpyxl.Workbook) -> None:
        sheet = book["Actions"]
        sheet.cell(5, column_of(sheet, "Closed on")).value = datetime(2026, 11, 16)

    package, _, _, _ = office_pass(typed(package, close), base, plan)
    assert rows_of(package, "Actions")["1"]["State"] == "Done"
    assert rows_of(package, "Deadlines")["action-plan"]["Colour"] == "Done"


def test_an_action_whose_row_is_deleted_comes_back() -> None:
    plan = replace(
        DECIDED,
        facts=(*DECIDED.facts, replace(said(REF, "action", "Audit", source=Source.TRACKER), subject="7")),
    )
    package, base = workbook(given(plan))
    package, _, _, _ = office_pass(typed(package, lambda book: book["Actions"].delete_rows(5)), base, plan)
    assert rows_of(package, "Actions")["7"]["Action"] == "Audit"


def test_the_lag_from_incident_to_referral_has_its_column() -> None:
    package, _ = workbook(given(DECIDED))
    assert value(package, REF, "Days from incident to referral") == 3


def test_the_decision_record_says_its_edition_and_what_it_lacks() -> None:
    package, _ = workbook(given(DECIDED))
    assert value(package, REF, "Edition", sheet="Decisions") == "Working Together 2026"
    assert "Who decided is not recorded." in str(value(package, REF, "Still to be recorded", sheet="Decisions"))


def test_recommendation_and_decision_are_two_facts() -> None:
    package, base = workbook(given(DECIDED))

    def recommend(book: openpyxl.Workbook) -> None:
        sheet = book["Decisions"]
        sheet.cell(row_of(sheet, REF), column_of(sheet, "Recommendation")).value = "local practice review"

    _, _, heard, _ = office_pass(typed(package, recommend), base, DECIDED)
    assert heard.text("recommendation") == "local practice review"
    assert heard.text("decision") == "alternative learning"
