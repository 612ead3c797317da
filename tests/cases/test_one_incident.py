"""Which cases are one incident by what stands under Same incident as, and what is shown instead of being followed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.cases.one_incident import incident_items, joinings
from pipeline.facts import Case, Fact, Source, Value

NOW = datetime(2026, 12, 16, 9, tzinfo=UTC)


def case(number: int, *, hours: int = 0, **facts: Value) -> Case:
    ref = f"NSH-2026-{number:03d}"
    at = NOW + timedelta(hours=hours)
    said = (
        Fact(case_ref=ref, name=name, value=value, source=Source.TRACKER, recorded_at=at)
        for name, value in facts.items()
    )
    return Case(ref=ref, opened_at=NOW, facts=tuple(said))


def like(number: int, to: object, **facts: Value) -> Case:
    return case(number, same_incident=f"NSH-2026-{to:03d}" if isinstance(to, int) else str(to), **facts)


def leads(*cases: Case) -> dict[str, str]:
    return {ref: found.leads for ref, found in joinings(cases).items()}


@pytest.mark.parametrize("typed", ["NSH-2026-001", " nsh-2026-001 "])
def test_a_case_that_names_another_rests_on_it(typed: str) -> None:
    assert leads(case(1), like(2, typed)) == {"NSH-2026-002": "NSH-2026-001"}


@pytest.mark.parametrize(
    ("others", "named", "why"),
    [
        ((), 2, "names this case itself"),
        ((), 9, "names no case"),
        ((), "the twins Quennell", "names no case"),
        ((like(1, 2),), 1, "name each other"),
        ((like(1, 3), case(3)), 1, "itself said to be one incident with another"),
        ((case(1, status="Closed"),), 1, "NSH-2026-001 is closed"),
        ((case(1, status="Duplicate", status_by="A Manager"),), 1, "NSH-2026-001 is closed"),
        ((case(1, children=4),), 1, "One notification holds 4 children"),
    ],
    ids=["itself", "unknown", "a name", "a loop", "a chain", "closed", "a duplicate", "a fifth child"],
)
def test_what_cannot_be_followed_is_a_doubt_and_moves_nothing(
    others: tuple[Case, ...], named: object, why: str
) -> None:
    cases = {one.ref: one for one in (*others, like(2, named))}
    found = joinings(cases.values())
    assert found["NSH-2026-002"].leads == ""
    items = [item for item in incident_items(cases, found, now=NOW) if item.case_ref == "NSH-2026-002"]
    assert [why in item.why for item in items] == [True]
    assert "Quennell" not in items[0].why


def test_four_children_go_with_one_notification_and_the_fifth_does_not() -> None:
    cases = [case(1, children=2), *(like(number, 1) for number in (2, 3, 4))]
    assert leads(*cases) == {"NSH-2026-002": "NSH-2026-001", "NSH-2026-003": "NSH-2026-001", "NSH-2026-004": ""}


def test_of_two_cases_joined_the_one_that_leads_may_be_closed_first() -> None:
    closed = replace(case(1), facts=case(1, hours=5, status="Closed").facts)
    assert leads(closed, like(2, 1)) == {"NSH-2026-002": "NSH-2026-001"}


def test_an_emptied_cell_undoes_it() -> None:
    emptied = replace(like(2, 1), facts=(*like(2, 1).facts, *case(2, hours=1, same_incident=None).facts))
    assert leads(case(1), emptied) == {}


def test_agencies_that_only_the_other_case_names_are_shown() -> None:
    def with_agency(one: Case, name: str) -> Case:
        fact = Fact(
            case_ref=one.ref, name="agency_added", subject=name, value=name, source=Source.FORM, recorded_at=NOW
        )
        return replace(one, facts=(*one.facts, fact))

    cases = {
        "NSH-2026-001": with_agency(case(1), "Northshire ICB"),
        "NSH-2026-002": with_agency(with_agency(like(2, 1), "Northshire CCG"), "Northshire Police"),
    }
    (item,) = incident_items(cases, joinings(cases.values()), now=NOW)
    assert "does not name: Northshire Police." in item.why
