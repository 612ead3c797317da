"""Cases taken in from an old mailbox: which wait to be sorted, about which nobody is written to, and what is said of all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.cases.case_work import CaseWork
from pipeline.cases.taken_in import (
    MailAge,
    TakingIn,
    ended_before,
    heard_of,
    is_quiet,
    is_unsorted,
    newest_first,
    taken_in,
    waiting_item,
)
from pipeline.facts import Case, Fact, Source, Value

NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
TERMS = TakingIn(on=date(2026, 11, 16), new_since=date(2026, 11, 9), asked_since=date(2026, 10, 5))
REF = "NSP-2025-0007"
ASKED = ("asked_from", TERMS.on)
UNNAMED, NAMED = ("status", "Ended before"), ("status_by", "Bronagh Tilley")


def fact(name: str, value: Value, source: Source = Source.TRACKER, *, ref: str = REF) -> Fact:
    return Fact(case_ref=ref, name=name, value=value, source=source, recorded_at=NOW)


def case(*typed: tuple[str, Value], ref: str = REF, days: int = 400, old: bool = True) -> Case:
    """A case that was taken in, whose mail came `days` before, with what the office typed since."""
    marked = [fact("taken_in", TERMS.on, Source.OPERATOR, ref=ref)] if old else []
    facts = (fact("outcome", "died", Source.FORM, ref=ref), *marked, *(fact(*one, ref=ref) for one in typed))
    return Case(ref=ref, opened_at=NOW - timedelta(days=days), facts=facts)


@pytest.mark.parametrize(
    ("known", "unsorted", "quiet", "ended", "open_"),
    [
        (case(), True, True, False, True),
        (case(ASKED), True, False, False, True),
        (case(("status", "Open")), False, False, False, True),
        (case(("status", "Open"), ("status", None)), False, False, False, True),
        (case(("status", "Closed")), False, False, False, False),
        (case(("status", "Duplicate")), False, False, False, True),
        (case(("status", "Duplicate"), ("status_by", "B. Tilley")), False, False, False, False),
        (case(("la_aware", date(2026, 1, 5))), False, False, False, True),
        (case(("notes", "Asked the police")), False, False, False, True),
        (case(NAMED), True, True, False, True),  # half of the choice is none
        (case(UNNAMED), True, True, False, True),
        (case(UNNAMED, ("status", None)), True, True, False, True),
        (case(UNNAMED, NAMED), False, True, True, False),
        (case(UNNAMED, NAMED, ("status_by", None)), True, True, False, True),
        (case(ASKED, UNNAMED), True, False, False, True),
        (case(("status", "Open"), UNNAMED), True, False, False, True),  # silences nothing that runs
        (case(old=False), False, False, False, True),
        (case(UNNAMED, old=False), False, False, False, True),
        (case(UNNAMED, NAMED, old=False), False, False, True, False),
    ],
)
def test_what_the_office_typed_says_where_a_case_stands(
    known: Case, unsorted: bool, quiet: bool, ended: bool, open_: bool
) -> None:
    found = (is_unsorted(known), is_quiet(known), ended_before(known), known.is_open)
    assert found == (unsorted, quiet, ended, open_)


@pytest.mark.parametrize(
    ("received", "age"),
    [
        ("2026-11-16T09:00+00:00", MailAge.NEW),
        ("2026-11-09T00:00+00:00", MailAge.NEW),
        ("2026-11-08T23:59+00:00", MailAge.RECENT),
        ("2026-10-04T23:00+00:00", MailAge.RECENT),  # midnight in London
        ("2026-10-04T22:59+00:00", MailAge.OLD),
        ("2019-01-01T12:00+00:00", MailAge.OLD),
    ],
)
def test_a_mail_is_as_old_as_its_day_in_london(received: str, age: MailAge) -> None:
    assert TERMS.age(datetime.fromisoformat(received)) is age


def opening() -> CaseWork:
    said = (fact("status", "Open", Source.MAIL), fact("outcome", "died", Source.FORM))
    return CaseWork(ref=REF, opens=True, facts=said, marks=frozenset())


@pytest.mark.parametrize(
    ("age", "names"),
    [
        (MailAge.NEW, ["status", "outcome"]),
        (MailAge.RECENT, ["outcome", "taken_in", "asked_from"]),
        (MailAge.OLD, ["outcome", "taken_in"]),
    ],
)
def test_a_case_that_older_mail_opens_is_marked_and_has_no_status(age: MailAge, names: list[str]) -> None:
    assert [said.name for said in taken_in(opening(), TERMS, age=age, now=NOW).facts] == names


@pytest.mark.parametrize(
    ("known", "asked"), [(case(), True), (case(ASKED), False), (case(("status", "Open")), False), (None, False)]
)
def test_news_of_a_quiet_case_makes_it_asked_about(known: Case | None, asked: bool) -> None:
    work = replace(opening(), opens=False, facts=())
    assert [said.name for said in heard_of(work, known, now=NOW).facts] == (["asked_from"] if asked else [])


def test_one_item_speaks_for_all_that_wait() -> None:
    known = [case(ref="R1", days=400), case(ASKED, ref="R2", days=20), case(UNNAMED, ref="R3", days=300)]
    item = waiting_item([*known, case(("status", "Open")), case(UNNAMED, NAMED)])
    assert item is not None and item.case_ref == ""
    assert item.what == (
        "3 cases were taken in from the mailbox and wait to be sorted; 1 is marked Ended before with no name under "
        "Status said by"
    )
    assert "Nobody is written to about 2 of them" in item.why and "1 are asked about" in item.why
    assert "Received before Wed 28 October 2026" in item.remedy
    assert waiting_item([case(("status", "Open")), case(UNNAMED, NAMED)]) is None
    nameless = waiting_item([case(UNNAMED, old=False)])
    assert nameless is not None
    assert nameless.what == "1 case is marked Ended before with no name under Status said by"


def test_those_that_wait_stand_behind_the_others_the_newest_first() -> None:
    waiting = [case(ref="R1", days=400), case(ref="R3", days=20), case(ref="R2", days=300)]
    sorted_ones = [case(old=False, ref="R0", days=500), case(("status", "Open"), ref="R4", days=1)]
    assert [one.ref for one in newest_first([*waiting, *sorted_ones])] == ["R0", "R4", "R3", "R2", "R1"]
