"""The Panel writes on a case by its own reference: the letter joins it, is shown, and sets nothing by itself."""

from datetime import timedelta

from office import FRIDAY, MONDAY, Office

from pipeline.facts import Case
from pipeline.model import Attention
from pipeline.settings import Intake
from scheduler.demo.people import type_into
from scheduler.demo.story import mailbox

LETTER = """From: Desk <desk@{domain}>
To: referrals@northshire.example
Subject: Rapid review SIN 4471
Date: Mon, 16 Nov 2026 09:00:00 +0000
Message-ID: <sin-4471@{domain}>
Authentication-Results: mx; dmarc={dmarc}
Content-Type: text/plain; charset=utf-8

The Child Safeguarding Practice Review Panel has considered your rapid review and thinks that a local review may be more appropriate.
"""


def letter(dmarc: str) -> bytes:
    text = LETTER.format(domain=Intake().panel_domains[0], dmarc=dmarc)
    return text.replace("\n", "\r\n").encode()


def what_stands(office: Office) -> tuple[Case, list[Attention]]:
    with office.journal() as journal:
        (case,) = journal.casebook.cases()
        return case, [item for item in journal.casebook.attention() if "Panel" in item.what]


def office_with_a_decided_case(office: Office) -> str:
    office.deliver(mailbox()[0].read_bytes())
    office.make_pass(FRIDAY)
    case, _ = what_stands(office)
    typed = {"Panel ref": "SIN-4471", "Outcome": "no further action"}
    type_into(office.tracker, "Cases", cells={case.ref: typed})
    office.make_pass(MONDAY)
    return case.ref


def test_a_letter_of_the_panel_joins_the_case_that_bears_its_reference_and_asks_for_a_second_look(
    office: Office,
) -> None:
    ref = office_with_a_decided_case(office)
    office.deliver(letter("pass"))
    office.make_pass(MONDAY + timedelta(hours=1))
    case, shown = what_stands(office)
    assert {item.case_ref for item in shown} == {ref}
    assert "regulation 11(d)" in " ".join(item.why for item in shown)
    assert (case.value("panel_replied"), case.value("notified_panel")) == (None, None)
    assert case.value("review_outcome") == "no further action"
    (item,) = (item for item in shown if item.id.startswith("proposal:"))
    type_into(office.tracker, "Needs attention", cells={item.id: {"Accept": "yes"}})
    office.make_pass(MONDAY + timedelta(hours=2))
    case, _ = what_stands(office)
    assert case.value("panel_replied") == MONDAY.date()
    assert case.value("review_outcome") == "no further action"


def test_a_letter_that_the_server_did_not_confirm_joins_nothing_and_says_so(office: Office) -> None:
    office_with_a_decided_case(office)
    office.deliver(letter("fail"))
    office.make_pass(MONDAY + timedelta(hours=1))
    _, shown = what_stands(office)
    assert [(item.case_ref, item.what) for item in shown] == [("", "A mail that claims to be the Panel's")]
