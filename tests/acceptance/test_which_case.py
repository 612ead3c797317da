"""A form of which nobody can tell whose it is waits two working days for an answer, then has a case of its own."""

import io
from datetime import UTC, datetime, timedelta

import docx
import pytest
from office import Office, PowerCut, message
from test_another_child import (
    CORRECTED,
    FIRST,
    LATER,
    NAMELESS,
    OTHER,
    POLICE,
    SPELT,
    TWIN,
    Form,
    answering,
    cases,
    opened,
    proposed,
    sent_in,
    shown,
    thanks,
)

from pipeline.facts import Case
from scheduler.demo.people import type_into
from scheduler.office import office_of
from scheduler.replay import replayed

__all__ = ["opened"]  # the fixture

FIRST_REF, OWN_REF = "NSH-2026-001", "NSH-2026-002"
NEXT_DAY = datetime(2026, 12, 17, 9, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 18, 9, 0, tzinfo=UTC)
MONDAY = datetime(2026, 12, 21, 9, 0, tzinfo=UTC)


def several(*children: dict[str, str]) -> bytes:
    """A form with a row for each child."""
    page = docx.Document()
    page.add_heading("Rapid Review Referral Form")
    page.add_paragraph("Details of the children")
    columns = {"Name of child": "name", "Date of birth": "dob", "NHS number": "nhs", "Gender": "sex"}
    table = page.add_table(rows=1 + len(children), cols=len(columns))
    lines = [list(columns), *([one[key] for key in columns.values()] for one in children)]
    for row, texts in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    said = {
        "Date of incident": FIRST["incident"],
        "Outcome for the child": FIRST["outcome"],
        "Abuse or neglect known or suspected": FIRST["abuse"],
        "What happened": FIRST["narrative"],
        "Name of referrer": FIRST["referrer"],
        "Agency": FIRST["agency"],
        "Telephone": FIRST["phone"],
        "Date of referral": children[0].get("date", FIRST["date"]),
    }
    table = page.add_table(rows=len(said), cols=2)
    for row, texts in zip(table.rows, said.items(), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    content = io.BytesIO()
    page.save(content)
    return content.getvalue()


SIBLING_S_NUMBER = OTHER | {"nhs": FIRST["nhs"]}
BORN_ANOTHER_DAY = FIRST | {"dob": "30/07/2010", "nhs": ""}
ASKED = {
    "another spelling": SPELT,
    "a twin": TWIN,
    "no child": NAMELESS,
    "a sibling's number": SIBLING_S_NUMBER,
    "a corrected birth date": BORN_ANOTHER_DAY,
    "a corrected birth date beside the number": FIRST | {"dob": "30/07/2010"},
}


def ask(office: Office, form: Form, *, thread: bool = True, sender: str = FIRST["email"], at: datetime = LATER) -> str:
    """The id of the question that a form becomes."""
    before = cases(office)
    how = answering(office) if thread else {"subject": "A referral"}
    office.deliver(sent_in(form, at, sender=sender, **how), at)
    assert office.make_pass(at).faults == []
    assert cases(office) == before
    *_, item = (one for one in proposed(office) if one.id.endswith(":asks"))
    assert (item.case_ref, item.resolved) == (FIRST_REF, False)
    return item.id


def whole(office: Office, ref: str) -> Case:
    with office.journal() as journal:
        (case,) = journal.casebook.cases(ref)
        return case


@pytest.mark.parametrize(
    ("form", "thread"),
    [(form, thread) for form in ASKED for thread in (True, False) if thread or form != "no child"],
)
def test_unanswered_for_two_working_days_it_has_a_case_of_its_own(opened: Office, form: str, thread: bool) -> None:
    before = cases(opened)[FIRST_REF]
    ask(opened, ASKED[form], thread=thread)
    answers = len(thanks(opened))
    assert opened.make_pass(NEXT_DAY).faults == []
    assert list(cases(opened)) == [FIRST_REF]
    assert opened.make_pass(FRIDAY).faults == []
    assert list(cases(opened)) == [FIRST_REF, OWN_REF]
    assert cases(opened)[FIRST_REF] == before
    own = whole(opened, OWN_REF)
    # Its clocks run from the day of its receipt, and not from that of its opening.
    assert (own.opened_at, own.value("mail_received")) == (LATER, LATER)
    assert OWN_REF in shown(opened)[FIRST_REF] and FIRST_REF in shown(opened)[OWN_REF]
    *_, last = thanks(opened)
    assert len(thanks(opened)) == answers + 1 and OWN_REF in message(last.raw).text
    assert "received your referral" in message(last.raw).subject
    after = opened.standing()
    assert opened.make_pass(FRIDAY + timedelta(minutes=5)).faults == []
    assert opened.standing() == after
    with opened.journal() as journal:
        for mail in journal.mails.decided():
            assert tuple(replayed(office_of(opened.config), journal, named=mail.sha256)) == ()


def test_a_form_that_may_be_of_two_cases_leads_from_its_own_to_the_one_asked_about(opened: Office) -> None:
    ask(opened, FIRST | {"dob": "30/07/2010"})
    opened.make_pass(FRIDAY)
    third = FIRST | {"dob": "30/07/2012"}
    opened.deliver(sent_in(third, FRIDAY, subject="Another form"), FRIDAY + timedelta(hours=1))
    for at in (FRIDAY + timedelta(hours=1), MONDAY + timedelta(days=1)):
        assert opened.make_pass(at).faults == []
    assert list(cases(opened)) == [FIRST_REF, OWN_REF, "NSH-2026-003"]
    # What was said under the case that was asked about is said again under its own.
    assert f"It may concern the same incident as {FIRST_REF}" in shown(opened)["NSH-2026-003"]
    assert "NSH-2026-003" in shown(opened)[FIRST_REF]


@pytest.mark.parametrize("choice", ["yes", "no", "resolved"])
def test_answered_it_is_as_the_answer_says(opened: Office, choice: str) -> None:
    ident = ask(opened, FIRST | {"dob": "30/07/2010", "ethnicity": "White Irish"})
    typed = {"Resolved": "yes"} if choice == "resolved" else {"Accept": choice}
    type_into(opened.tracker, "Needs attention", cells={ident: typed})
    for at in (NEXT_DAY, FRIDAY, MONDAY):
        assert opened.make_pass(at).faults == []
        assert list(cases(opened)) == ([FIRST_REF, OWN_REF] if choice == "no" else [FIRST_REF])
    held = cases(opened)[FIRST_REF]
    assert held["ethnicity"] == ("White Irish" if choice == "yes" else "White British")
    assert held["age_at_incident"] == ("16 years" if choice == "yes" else "8 years")
    if choice == "yes":
        again = FIRST | {"dob": "30/07/2010", "ethnicity": "White and Asian"}
        opened.deliver(sent_in(again, MONDAY, subject="Updated form"), MONDAY + timedelta(hours=1))
        opened.make_pass(MONDAY + timedelta(hours=1))
        assert list(cases(opened)) == [FIRST_REF]


def test_beside_a_form_that_was_accepted_an_older_one_proposes_nothing_that_differs(opened: Office) -> None:
    born = FIRST | {"dob": "30/07/2010", "date": "16/12/2026"}
    ident = ask(opened, born | {"ethnicity": "White Irish"})
    type_into(opened.tracker, "Needs attention", cells={ident: {"Accept": "yes"}})
    assert opened.make_pass(NEXT_DAY).faults == []
    earlier = LATER - timedelta(minutes=20)
    older = sent_in(born | {"ethnicity": "White and Asian"}, earlier, subject="A referral", sender=POLICE)
    opened.deliver(older, earlier)
    assert opened.make_pass(NEXT_DAY + timedelta(hours=1)).faults == []
    assert [item.id for item in proposed(opened) if not item.resolved] == []
    assert cases(opened)[FIRST_REF]["ethnicity"] == "White Irish"


@pytest.mark.parametrize("thread", [True, False])
def test_further_children_on_one_form_are_asked_about_and_then_have_a_case_of_their_own(
    opened: Office, thread: bool
) -> None:
    how = answering(opened) if thread else {"subject": "Updated form"}
    opened.deliver(sent_in(several(CORRECTED, OTHER), LATER, **how), LATER)
    assert opened.make_pass(LATER).faults == []
    (item,) = proposed(opened)
    assert "names children beside those of NSH-2026-001" in item.why
    assert [case["child"] for case in cases(opened).values()] == ["TQ"]
    assert opened.make_pass(FRIDAY).faults == []
    assert [case["child"] for case in cases(opened).values()] == ["TQ", "IM"]
    # The same form once more is the same two cases.
    opened.deliver(sent_in(several(CORRECTED, OTHER), MONDAY, **how), MONDAY)
    assert opened.make_pass(MONDAY).faults == []
    assert [case["child"] for case in cases(opened).values()] == ["TQ", "IM"]
    assert len(proposed(opened)) == 1


def test_further_children_are_asked_about_though_the_mail_bears_an_id_that_came_before(opened: Office) -> None:
    raw = sent_in(several(CORRECTED, OTHER), LATER, message_id="<one.form@saltmarsh-primary.example>")
    opened.deliver(raw, LATER)
    assert opened.make_pass(LATER).faults == []
    (item,) = proposed(opened)
    assert "names children beside those of NSH-2026-001" in item.why
    assert len(opened.servers.mails("Needs attention")) == 1


def test_further_children_of_whom_the_office_says_so_join_the_case(opened: Office) -> None:
    opened.deliver(sent_in(several(CORRECTED, OTHER), LATER, **answering(opened)), LATER)
    opened.make_pass(LATER)
    type_into(opened.tracker, "Needs attention", cells={proposed(opened)[0].id: {"Accept": "yes"}})
    for at in (NEXT_DAY, FRIDAY):
        assert opened.make_pass(at).faults == []
    (held,) = cases(opened).values()
    assert (held["child"], held["children"], held["outcome"]) == ("TQ, IM", 2, "seriously harmed")


def test_children_of_two_forms_that_are_accepted_together_all_join_the_case(opened: Office) -> None:
    for minutes, others in enumerate(([OTHER], [TWIN | {"nhs": "999 000 0050", "name": "Orla Vance"}], [OTHER])):
        at = LATER + timedelta(minutes=minutes)
        raw = sent_in(several(CORRECTED | {"date": f"{15 + minutes}/12/2026"}, *others), at, **answering(opened))
        opened.deliver(raw, at)
        assert opened.make_pass(at).faults == []
    asked = {item.id: {"Accept": "yes"} for item in proposed(opened)}
    assert len(asked) == 3
    type_into(opened.tracker, "Needs attention", cells=asked)
    assert opened.make_pass(NEXT_DAY).faults == []
    (held,) = cases(opened).values()
    assert (sorted(held["child"].split(", ")), held["children"]) == (["IM", "OV", "TQ"], 3)


def test_a_yes_that_comes_when_the_form_has_its_own_case_overwrites_no_child(opened: Office) -> None:
    before = cases(opened)[FIRST_REF]
    ident = ask(opened, TWIN)
    as_it_was = opened.tracker.read_bytes()
    opened.make_pass(FRIDAY)
    opened.tracker.write_bytes(as_it_was)  # somebody had it open, and saves it over the pass
    type_into(opened.tracker, "Needs attention", cells={ident: {"Accept": "yes"}})
    for at in (MONDAY, MONDAY + timedelta(hours=1)):
        assert opened.make_pass(at).faults == []
    assert cases(opened)[FIRST_REF] == before and list(cases(opened)) == [FIRST_REF, OWN_REF]
    assert "A yes that came when the form had a case of its own" in shown(opened)[FIRST_REF]


def test_a_form_on_the_same_child_twice_is_one_case_of_its_own(opened: Office) -> None:
    ask(opened, TWIN)
    ask(opened, TWIN | {"ethnicity": "White Irish"}, at=LATER + timedelta(minutes=30))
    assert opened.make_pass(FRIDAY).faults == []
    assert list(cases(opened)) == [FIRST_REF, OWN_REF]
    assert cases(opened)[OWN_REF]["ethnicity"] == "White Irish"
    # From then on each twin has a case, whatever a mail answers.
    opened.deliver(sent_in(TWIN | {"ethnicity": "Indian"}, MONDAY, **answering(opened)), MONDAY)
    assert opened.make_pass(MONDAY).faults == []
    assert [case["ethnicity"] for case in cases(opened).values()] == ["White British", "Indian"]


def test_a_stranger_s_form_on_another_incident_of_the_child_is_no_mere_difference(opened: Office) -> None:
    ask(opened, FIRST | {"incident": "02/06/2026"}, thread=False, sender=POLICE)
    assert opened.make_pass(FRIDAY).faults == []
    assert [str(case["incident"]) for case in cases(opened).values()] == ["2026-12-14", "2026-06-02"]


def test_a_stranger_is_answered_once_and_learns_nothing_of_the_opening(opened: Office) -> None:
    ask(opened, TWIN, thread=False, sender="w.ludgate@elsewhere.example")
    opened.make_pass(FRIDAY)
    told = [mail for mail in opened.servers.sent if mail.recipients[0] == "w.ludgate@elsewhere.example"]
    assert len(told) == 1 and "NSH-2026" not in message(told[0].raw).text


def test_a_pass_that_is_cut_off_at_the_opening_opens_one_case(opened: Office) -> None:
    ask(opened, TWIN)

    for step in ("Fetching new mail", "Reading each mail", "Counting every date", "Sending"):
        with pytest.raises(PowerCut):
            opened.make_pass(FRIDAY, cut_after=step)
    assert opened.make_pass(FRIDAY).faults == []
    assert list(cases(opened)) == [FIRST_REF, OWN_REF]
    assert len(thanks(opened)) == 2
