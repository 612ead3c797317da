"""Which documents there is a use for, and that the words of each are those of the case as it stands."""

from datetime import date

import pytest

from pipeline.clock.duties.ledger import Ledger
from pipeline.notices.documents.on_demand import wanted
from pipeline.notices.samples.sampled import sample_referral
from tests.notices.build import case, situation

DAY = date(2026, 3, 2)
PACK, REPORT, RECORD = "notification-pack", "rapid-review-report", "decision-record"


@pytest.mark.parametrize(
    ("facts", "made"),
    [
        ({}, []),
        ({"la_aware": DAY}, [PACK]),
        ({"criteria_met": "more information"}, [PACK]),
        ({"criteria_met": "yes", "criteria_decided_by": "A. Partner"}, [PACK, RECORD]),
        ({"la_aware": DAY, "criteria_met": "no"}, [RECORD]),
        ({"la_aware": DAY, "criteria_met": "yes", "notified_panel": DAY}, [RECORD]),
        ({"rapid_review_on": DAY}, [REPORT]),
        ({"rapid_review_on": DAY, "rapid_review_sent": DAY}, []),
        ({"review_outcome": "no further action"}, [RECORD]),
        ({"documents_wanted": "all"}, [PACK, REPORT, RECORD]),
        ({"documents_wanted": "report"}, [REPORT]),
        ({"documents_wanted": "notification pack", "notified_panel": DAY}, [PACK]),
    ],
)
def test_a_document_is_made_from_when_there_is_a_use_for_it(facts: dict[str, object], made: list[str]) -> None:
    found = wanted(case(**facts), ledger=Ledger(case_ref="A", is_open=True), agencies=(), referral=sample_referral())
    assert [paper.template for paper in found] == made


def test_a_pack_needs_a_referral_and_says_the_day_by_which_the_panel_is_told() -> None:
    known = situation("2026-03-04T09:00", case(la_aware=DAY, outcome="died", abuse_neglect="known"))
    the_case, ledger = known.cases[0], known.ledgers["NSP-2026-0001"]
    [pack] = wanted(the_case, ledger=ledger, agencies=("A",), referral=sample_referral())
    assert pack.words["due"] == date(2026, 3, 9)
    assert wanted(the_case, ledger=ledger, agencies=(), referral=None) == ()
