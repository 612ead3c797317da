"""Another child of one incident has a case of its own, whose duties rest on the first once the office says so."""

from datetime import UTC, datetime, timedelta

import pytest
from office import Office, message
from test_another_child import FIRST, LATER, OTHER, POLICE, cases, opened, proposed, sent_in
from test_one_count import look

from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.model import DutyState
from pipeline.model import NoticeKind
from pipeline.tracker.merge.tables import tables
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.package import written
from pipeline.tracker.workbook.rewritten_sheet import with_rows
from scheduler.demo.people import type_into
from tests.workbook_seen import rows_of

__all__ = ["opened"]  # the fixture

LEAD, SECOND = "NSH-2026-001", "NSH-2026-002"
SIBLING = OTHER | {
    "name": "QUENNELL, Beatrix",
    "dob": "02/02/2021",
    "nhs": "",
    "outcome": "has died",
    "looked_after": "YES",
    "incident": FIRST["incident"],
}
AT_HOME = SIBLING | {"name": "MARCHBANK, Isolde", "address": FIRST["address"]}
NEXT_DAY = datetime(2026, 12, 17, 9, 30, tzinfo=UTC)
JANUARY = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
NEEDS_NO_MORE = (DutyState.NOT_NEEDED, DutyState.DONE)


def types(office: Office, at: datetime, **rows: dict[str, str]) -> None:
    type_into(office.tracker, "Cases", cells={ref.replace("_", "-"): typed for ref, typed in rows.items()})
    assert office.make_pass(at).faults == []


def retypes(office: Office, text: str, at: datetime) -> None:
    """Types another word over Same incident as of the second case, or empties it."""
    content = office.tracker.read_bytes()
    table = tables(content)["Cases"]
    (row,) = (row for row in table.rows if row.key == SECOND)
    of = book(content)
    part = with_rows(table.place, cells={row.row.number: table.puts({"Same incident as": text})}, added={}, of=of)
    office.tracker.write_bytes(written(of.package, {table.place.part: part}))
    assert office.make_pass(at).faults == []


def ledgers(office: Office, at: datetime) -> dict[str, Ledger]:
    with office.snapshot(at) as snapshot:
        return snapshot.ledgers


def stands(found: Ledger) -> dict[str, DutyState]:
    return {duty.rule: duty.state for duty in (*found.deadlines, *found.tasks)}


@pytest.fixture
def two(opened: Office) -> Office:
    """An office with a case for each of two children of one incident, and the proposal to join them."""
    opened.deliver(sent_in(SIBLING, LATER, subject="A second child"), LATER)
    assert opened.make_pass(LATER).faults == []
    assert list(cases(opened)) == [LEAD, SECOND]
    return opened


@pytest.mark.parametrize(
    ("form", "proposes"),
    [
        (SIBLING, True),
        (AT_HOME, True),
        (OTHER | {"incident": FIRST["incident"]}, False),
        (SIBLING | {"incident": "13/12/2026"}, False),
    ],
    ids=["one family name", "one address", "only the day", "only the family name"],
)
def test_another_child_of_the_same_day_and_family_or_home_is_proposed_as_one_incident(
    opened: Office, form: dict[str, str], proposes: bool
) -> None:
    opened.deliver(sent_in(form, LATER, sender=POLICE, subject="A referral"), LATER)
    assert opened.make_pass(LATER).faults == []
    assert list(cases(opened)) == [LEAD, SECOND]
    assert [(item.case_ref, LEAD in item.why) for item in proposed(opened)] == [(SECOND, True)] * proposes


@pytest.mark.parametrize("choice", ["yes", "no"])
def test_one_choice_joins_them_or_leaves_both(two: Office, choice: str) -> None:
    (item,) = proposed(two)
    type_into(two.tracker, "Needs attention", cells={item.id: {"Accept": choice}})
    assert two.make_pass(NEXT_DAY).faults == []
    assert cases(two)[SECOND].get("same_incident") == (LEAD if choice == "yes" else None)
    assert (stands(ledgers(two, NEXT_DAY)[SECOND])["notify-panel"] is DutyState.NOT_NEEDED) == (choice == "yes")


KNOWN = {
    "LA aware on": "2026-12-15",
    "Criteria met": "yes",
    "Decided by": "A. Lead",
    "Criteria decided on": "2026-12-16",
}


def test_what_goes_with_the_incident_rests_on_the_case_named_and_what_goes_with_a_child_stays(two: Office) -> None:
    aware = {"LA aware on": KNOWN["LA aware on"], "Same incident as": LEAD}
    type_into(two.tracker, "Needs attention", cells={f"proposed:{SECOND}": {"Accept": "yes"}})
    types(two, NEXT_DAY, NSH_2026_001=KNOWN, NSH_2026_002=aware)
    before = len(two.servers.sent)
    assert two.make_pass(JANUARY).faults == []
    seen = look(two, JANUARY, before=before)
    assert len(set(seen.counts.values())) == 1 and seen.counts["ledger"] > 0, seen.counts
    first, second = (ledgers(two, JANUARY)[ref] for ref in (LEAD, SECOND))
    assert stands(first)["notify-panel"] is DutyState.OVERDUE
    assert {rule: state for rule, state in stands(second).items() if state not in NEEDS_NO_MORE} == {
        "looked-after-death": DutyState.OVERDUE
    }
    assert second.question is None and second.lacking == ()
    # Each surface says it: no mail and no row speaks of what rests on the other.
    rows = {(row[0], row[1]): row for row in deadline_rows(two)}
    assert f"With {LEAD}" in rows[SECOND, "Notify the Child Safeguarding Practice Review Panel"]
    chased = {(key.case_ref, key.duty) for key in seen.chased}
    assert (LEAD, "notify-panel") in chased
    assert (SECOND, "notify-panel") not in chased


def test_requests_and_the_meeting_go_out_for_the_case_named_alone(two: Office) -> None:
    sent = KNOWN | {
        "Notified Panel on": "2026-12-16",
        "Notified as": "serious incident",
        "Rapid review on": "2027-01-05",
        "Rapid review at": "10:00",
        "Rapid review place or link": "Civic Hall",
    }
    types(two, NEXT_DAY, NSH_2026_001=sent, NSH_2026_002=sent | {"Same incident as": LEAD})
    types(two, NEXT_DAY + timedelta(minutes=5), NSH_2026_001={})
    asked = {NoticeKind.AGENCY_REQUEST, NoticeKind.INVITATION}
    with two.journal() as journal:
        about = {mail.key.case_ref for mail in journal.notices.all() if mail.key.kind in asked}
    assert about == {LEAD}
    # Emptied, the cell undoes it, and the second case has its own requests and its own meeting.
    retypes(two, "", NEXT_DAY + timedelta(minutes=10))
    with two.journal() as journal:
        about = {mail.key.case_ref for mail in journal.notices.all() if mail.key.kind in asked}
    assert about == {LEAD, SECOND}


def test_a_reference_that_cannot_be_followed_is_shown_and_the_duties_stay(two: Office) -> None:
    types(two, NEXT_DAY, NSH_2026_002=KNOWN | {"Same incident as": "NSH-2026-099"})
    assert stands(ledgers(two, NEXT_DAY)[SECOND])["notify-panel"] is DutyState.DUE
    with two.journal() as journal:
        assert [item.case_ref for item in journal.casebook.attention() if item.id.startswith("incident:")] == [SECOND]
    retypes(two, LEAD, NEXT_DAY + timedelta(minutes=5))
    with two.journal() as journal:
        assert not [item for item in journal.casebook.attention() if item.id.startswith("incident:")]
    assert stands(ledgers(two, NEXT_DAY)[SECOND])["notify-panel"] is DutyState.NOT_NEEDED


def deadline_rows(office: Office) -> list[list[str]]:
    return [[str(value or "") for value in row] for row in rows_of(office.tracker.read_bytes(), "Deadlines")[4:]]


def test_no_mail_names_either_child(two: Office) -> None:
    types(two, NEXT_DAY, NSH_2026_001=KNOWN, NSH_2026_002=KNOWN | {"Same incident as": LEAD})
    assert not [mail for mail in two.servers.sent if "uennell" in message(mail.raw).text.lower()]
