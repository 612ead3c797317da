"""What an answer proposes to set aside, and in whose name."""

from datetime import UTC, datetime

import pytest

from pipeline.cases.answers.reading import AWARENESS, AnswerPart, AskedDuty, Says
from pipeline.cases.proposals import AnswerFrom, proposals

REF = "NSH-2026-001"
AT = datetime(2026, 12, 7, 9, 12, tzinfo=UTC)
DUTY = AskedDuty(case_ref=REF, rule="notify-panel")
RETURN = AskedDuty(case_ref=REF, rule="agency-return", subject="Northshire Police", entered="")
AWARE = AskedDuty(case_ref=REF, rule=AWARENESS, entered="la_aware")
REASON = "“N/a, E. was never ours.”, answered on Mon 7 December 2026"


@pytest.mark.parametrize(
    ("duty", "person", "facts"),
    [
        (DUTY, "Jo Hale", [("not_applicable", REASON), ("said_by", "Jo Hale, Police")]),
        (DUTY, "Police", [("not_applicable", REASON), ("said_by", "Police")]),
        (DUTY, "", []),
        (DUTY, "Jo Ellery", []),
        (RETURN, "Jo Hale", [("agency_removed", f"{REASON} by Jo Hale, Police")]),
        (AWARE, "Jo Hale", []),
    ],
    ids=["a person", "a team", "nobody", "the family", "a return", "no duty"],
)
def test_nothing_is_set_aside_without_a_name(duty: AskedDuty, person: str, facts: list[tuple[str, str]]) -> None:
    part = AnswerPart(
        case_ref=REF, duty=duty, says=Says.NOT_APPLICABLE, day=None, sure=True, words="N/a, Ellery was never ours."
    )
    sender = AnswerFrom(who="Police", mail="a" * 64, at=AT, person=person, names={REF: frozenset({"ellery"})})
    found, (item,) = proposals([part], sender=sender)
    assert [(fact.name, fact.value) for one in found for fact in one.facts] == facts
    assert ("Accept" in item.remedy) == bool(facts)
    assert "Ellery" not in item.remedy
