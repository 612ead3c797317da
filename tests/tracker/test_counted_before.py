"""A case that stands as a pass before has counted it is not counted again; whatever it rests on changes that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from passes import Office, office_in
from test_cases_at_rest import makes_a_pass, snapshot

from pipeline.edges.journal.derived.packed import NO_VALUE, packed, unpacked
from pipeline.facts import Source
from pipeline.model import NoticeKind
from pipeline.notices.model import Mail, NoticeKey
from pipeline.settings import NonWorkingDay
from scheduler.office import ConfiguredOffice
from scheduler.views.recounted import recounted


@pytest.fixture
def office(tmp_path: Path):
    with office_in(tmp_path) as made:
        yield made


@pytest.fixture
def refs(office: Office) -> tuple[str, str]:
    """Two open cases, both counted in a pass before."""
    found = (office.open_case("A.B."), office.open_case("C.D."))
    for _ in range(2):
        makes_a_pass(office)
        office.now += timedelta(minutes=5)
    return found


def counted(office: Office) -> set[str]:
    """The cases that a pass would count now; whichever it does, every ledger is as if all were counted."""
    known, whole = snapshot(office), snapshot(office, rests=False)
    assert known.ledgers == whole.ledgers
    assert whole.counted_anew.keys() == whole.ledgers.keys()
    return set(known.counted_anew)


def test_what_stands_as_it_was_is_not_counted_again(office: Office, refs: tuple[str, str]) -> None:
    assert counted(office) == set()


def is_typed(office: Office, refs: tuple[str, str]) -> set[str]:
    office.say(refs[0], source=Source.TRACKER, la_aware=office.now.date() - timedelta(days=3))
    return {refs[0]}


def midnight_passes(office: Office, refs: tuple[str, str]) -> set[str]:
    office.now += timedelta(days=1)
    return set(refs)


def a_day_is_added(office: Office, refs: tuple[str, str]) -> set[str]:
    with office.journal.writing():
        office.journal.kept.office_days.put(
            (NonWorkingDay(date=office.now.date(), title="A day of mourning", source="The office"),)
        )
    return set(refs)


def a_choice_is_changed(office: Office, refs: tuple[str, str]) -> set[str]:
    clock = office.settled.settings.clock.model_copy(update={"progress_check_months": 2})
    settings = office.settled.settings.model_copy(update={"clock": clock})
    office.settled = ConfiguredOffice(settings=settings)
    return set(refs)


def they_are_one_incident(office: Office, refs: tuple[str, str]) -> set[str]:
    office.say(refs[1], source=Source.TRACKER, same_incident=refs[0])
    return {refs[1]}


def bytes_are_damaged(office: Office, refs: tuple[str, str]) -> set[str]:
    with office.journal.writing():
        order = "UPDATE ledgers SET content = ? WHERE case_ref = ?"
        office.journal.connection.exec_driver_sql(order, (b"no value", refs[0]))
    return {refs[0]}


@pytest.mark.parametrize(
    "happens",
    [is_typed, midnight_passes, a_day_is_added, a_choice_is_changed, they_are_one_incident, bytes_are_damaged],
)
def test_what_changes_is_counted_and_the_pass_after_need_not(
    happens: Callable[[Office, tuple[str, str]], set[str]], office: Office, refs: tuple[str, str]
) -> None:
    changed = happens(office, refs)
    assert counted(office) == changed
    makes_a_pass(office)
    office.now += timedelta(minutes=5)
    assert counted(office) == set()


def test_who_was_asked_changes_what_is_counted(office: Office, refs: tuple[str, str]) -> None:
    key = NoticeKey(
        kind=NoticeKind.AGENCY_REQUEST, case_ref=refs[0], subject="Police", recipient="a@police.example",
        duty="", due=None, rung="",
    )  # fmt: skip
    mail = Mail(
        key=key, sender="unit@partnership.example", sender_name="", to=key.recipient, to_name="", subject="Asked",
        text="", html="", message_id="<1@partnership.example>", made_at=office.now,
    )  # fmt: skip
    with office.journal.writing():
        office.journal.notices.queue(mail, sha256="", state="queued", urgent=False, with_keys=())
        office.journal.notices.sent(key, now=office.now)
    assert counted(office) == {refs[0]}


def test_a_fact_that_the_ledger_does_not_know_of_has_its_case_counted_again(
    office: Office, refs: tuple[str, str]
) -> None:
    office.now += timedelta(days=1)
    known = snapshot(office)
    assert known.ledgers
    office.say(refs[0], source=Source.TRACKER, la_aware=date(2026, 11, 9))
    with office.journal.writing():
        office.journal.ledgers.keep(known.counted_anew)
    assert counted(office) == {refs[0]}


def test_a_case_that_is_closed_leaves_nothing_behind(office: Office, refs: tuple[str, str]) -> None:
    office.say(refs[0], source=Source.TRACKER, status="Opened in error", status_by="R. Alder")
    makes_a_pass(office)
    kept = office.journal.ledgers.each()
    assert set(kept) == {ref for ref, ledger in snapshot(office, rests=False).ledgers.items() if ledger.is_open}


def test_counting_anew_says_which_stands_otherwise(office: Office, refs: tuple[str, str]) -> None:
    assert not recounted(office.settled, office.ports, now=office.now).differing
    kept = office.journal.ledgers.each()
    with office.journal.writing():
        order = "UPDATE ledgers SET content = ? WHERE case_ref = ?"
        office.journal.connection.exec_driver_sql(order, (kept[refs[1]].content, refs[0]))
    (said,) = recounted(office.settled, office.ports, now=office.now).differing
    assert said.startswith(refs[0])
    assert counted(office) == set(refs)


def test_nothing_but_values_of_ours_is_made_of_bytes() -> None:
    assert unpacked(packed((date(2026, 11, 9), Source.TRACKER))) == (date(2026, 11, 9), Source.TRACKER)
    for foreign in (Path("anywhere"), print, Office):
        with pytest.raises(NO_VALUE):
            unpacked(packed((foreign,)))
