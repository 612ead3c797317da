"""Where a later form contradicts the office, a person is told; the office's word stands."""

from datetime import UTC, datetime

import pytest

from pipeline.cases.facts_of_forms import disagreements
from pipeline.facts import Case, Fact, Source, Value

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


def said(value: Value, source: Source) -> Fact:
    return Fact(case_ref="NSP-2026-0007", name="ethnicity", value=value, source=source, recorded_at=NOW)


@pytest.mark.parametrize("typed", ["White British", None])
def test_a_form_that_contradicts_what_the_office_typed_or_cleared_is_shown(typed: str | None) -> None:
    facts = (said("White Irish", Source.FORM), said(typed, Source.TRACKER))
    case = Case(ref="NSP-2026-0007", opened_at=NOW, facts=facts)
    assert disagreements(case, (said("White Irish", Source.FORM),)) == (
        "Ethnicity: the form says something else than the tracker does.",
    )
    assert disagreements(case, (said(typed, Source.FORM),)) == ()


def test_a_form_that_changes_only_what_a_form_said_is_no_contradiction() -> None:
    case = Case(ref="NSP-2026-0007", opened_at=NOW, facts=(said("White Irish", Source.FORM),))
    assert disagreements(case, (said("White British", Source.FORM),)) == ()
