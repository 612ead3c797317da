"""A pass that leaves out the cases at rest does what one that counts every case would do, whatever happens between."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from passes import START, Office, office_in
from soak import TIMES

from pipeline.dates import london_date
from pipeline.edges.journal import Journal
from pipeline.edges.journal.mails import NewMail
from pipeline.edges.journal.moving import carry
from pipeline.facts import REVIEW_OUTCOMES, Source, Value
from pipeline.model import Attention, MessageKey
from pipeline.notices.all_due import due
from pipeline.settings import NonWorkingDay, Store
from pipeline.today import today
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.merge.tables import tables
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.package import written
from pipeline.tracker.workbook.rewritten_sheet import with_rows
from scheduler.guards.resting import keep_counted
from scheduler.report import PassReport
from scheduler.snapshot import Snapshot
from scheduler.steps.tracker_content import content_of
from scheduler.tracker_base import kept_base
from scheduler.views.recounted import recounted
from tests.postgres import PostgresServer

MONTHS = timedelta(days=40)
AWARE = date(2026, 11, 9)
# Of a case that is closed with nothing left to do.
NOT_MET: dict[str, Value] = {
    "la_aware": AWARE,
    "partners_aware": AWARE,
    "criteria_met": "no",
    "criteria_decided_by": "R. Alder, head of service",
    "criteria_decided": date(2026, 11, 11),
    "rationale": "Not caused by abuse or neglect.",
    "status": "Closed",
}
DECIDED: dict[str, Value] = {
    **dict.fromkeys(
        ("criterion_improvements", "criterion_themes", "criterion_working_together", "criterion_panel_view"), "yes"
    ),
    "decision": REVIEW_OUTCOMES[0],
    "decision_by": "The partners",
    "decision_on": date(2026, 11, 26),
    "family_informed": date(2026, 11, 27),
    "family_views": "They were sought and are in the report.",
    "panel_replied": date(2026, 12, 1),
}
# Of one whose report is published and must be kept for a year.
PUBLISHED: dict[str, Value] = {
    **NOT_MET,
    "criteria_met": "yes",
    "notified_as": "serious incident",
    "notified_panel": date(2026, 11, 12),
    "rapid_review_on": date(2026, 11, 24),
    "rapid_review_sent": date(2026, 11, 27),
    "published": date(2027, 5, 3),
    **DECIDED,
}


def snapshot(office: Office, *, rests: bool = True) -> Snapshot:
    return Snapshot(office.settled, office.journal, now=office.now, rests=rests)


def makes_a_pass(office: Office) -> frozenset[str]:
    """A pass that leaves out what rests; gives what still did so at its end."""
    report, known = PassReport(), snapshot(office)
    office.reads(report, known)
    office.writes(report, known)
    keep_counted(journal=office.journal, snapshot=known)
    assert not report.faults, report.faults
    return frozenset(known.at_rest.standings)


def is_as_if_counted_anew(office: Office) -> None:
    """Whether one who counts every case finds nothing else to write, to say, to ask or to do."""
    whole, resting = snapshot(office, rests=False), snapshot(office)
    content = content_of(office.settled, office.journal, snapshot=whole)
    new, base = patched(office.package, content, base=kept_base(office.journal))
    assert base == kept_base(office.journal)
    assert new == office.package
    assert today(whole.situation()) == today(resting.situation())
    assert said(whole) == said(resting)
    assert not recounted(office.settled, office.ports, now=office.now).differing
    before = set(office.journal.casebook.attention()), office.journal.casebook.announced()
    report = PassReport()
    office.writes(report, whole)
    assert not report.counts
    assert before == (set(office.journal.casebook.attention()), office.journal.casebook.announced())


def said(known: Snapshot) -> list[tuple[object, ...]]:
    """What is due to be said and cannot be; the initials at hand are those of more cases than are spoken of."""
    found = due(known.situation())
    words = ({name: word for name, word in one.words.items() if name != "initials"} for one in found.notices)
    return [*zip(((one.key, one.also_keys) for one in found.notices), words, strict=True), found.gaps]


def closed(office: Office, child: str, facts: dict[str, Value]) -> str:
    ref = office.open_case(child)
    office.say(ref, source=Source.TRACKER, **facts)
    return ref


def with_its_plan_reviewed(office: Office, ref: str) -> None:
    for rule in ("action-plan-review", "action-plan-review-6-months", "action-plan-review-12-months"):
        office.say(ref, source=Source.TRACKER, subject=rule, done_on=date(2026, 12, 4))


def types_over(office: Office, ref: str, **cells: str) -> None:
    """The office types into the row of a case on Cases, whatever stands there."""
    content = office.package
    table = tables(content)["Cases"]
    number = next(row.row.number for row in table.rows if row.key == ref)
    typed = table.puts({header.replace("_", " "): text for header, text in cells.items()})
    of = book(content)
    part = with_rows(table.place, cells={number: typed}, added={}, of=of)
    office.saves(written(of.package, {table.place.part: part}))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    shared = request.getfixturevalue("postgres").store(tmp_path / "store") if request.param == "postgres" else None
    with office_in(tmp_path, store=shared) as made:
        yield made


@pytest.fixture
def resting(office: Office) -> str:
    """The one case that rests; another is open."""
    ref = closed(office, "P.N.", NOT_MET)
    office.open_case("A.B.")
    makes_a_pass(office)
    office.now += MONTHS
    assert not makes_a_pass(office)
    office.later()
    assert makes_a_pass(office) == {ref}
    office.later()
    return ref


def test_a_closed_case_rests_once_nothing_was_heard_of_it_for_a_month(office: Office, resting: str) -> None:
    loaded = snapshot(office)
    assert resting not in loaded.cases_by_ref
    assert len(loaded.cases_by_ref) == 1
    is_as_if_counted_anew(office)


def test_it_still_stands_on_the_sheets_and_on_the_dashboard(office: Office, resting: str) -> None:
    whole = content_of(office.settled, office.journal, snapshot=snapshot(office, rests=False))
    assert resting in {case.ref for case in whole.cases}
    office.say(office.cases[-1].ref, source=Source.TRACKER, notes="Something new")
    makes_a_pass(office)
    is_as_if_counted_anew(office)


def test_what_the_office_types_wakes_it(office: Office, resting: str) -> None:
    types_over(office, resting, Status="Open")
    assert not makes_a_pass(office)
    assert office.case(resting).text("status") == "Open"
    is_as_if_counted_anew(office)


def test_a_fact_wakes_it(office: Office, resting: str) -> None:
    office.say(resting, panel_ref="P-1")
    assert not makes_a_pass(office)
    is_as_if_counted_anew(office)


def test_a_mail_about_it_wakes_it(office: Office, resting: str) -> None:
    mail_comes(office, resting)
    assert not makes_a_pass(office)


def test_what_waits_for_a_person_wakes_it(office: Office, resting: str) -> None:
    item_waits(office, resting)
    assert not makes_a_pass(office)
    is_as_if_counted_anew(office)


def test_one_that_another_names_as_the_same_incident_is_shown_whoever_asks_first(office: Office, resting: str) -> None:
    other = next(case.ref for case in office.cases if case.ref != resting)
    office.say(other, source=Source.TRACKER, same_incident=resting)
    shown = content_of(office.settled, office.journal, snapshot=snapshot(office))
    assert {case.ref for case in shown.cases} == {resting, other}
    makes_a_pass(office)
    is_as_if_counted_anew(office)


def test_a_day_off_that_the_office_adds_wakes_all(office: Office, resting: str) -> None:
    assert resting
    takes_a_day_off(office, resting)
    assert not makes_a_pass(office)
    is_as_if_counted_anew(office)


def test_one_whose_report_is_to_be_kept_wakes_when_that_ends(office: Office) -> None:
    ref = closed(office, "L.W.", PUBLISHED)
    with_its_plan_reviewed(office, ref)
    office.now = START.replace(year=2027, month=12)
    makes_a_pass(office)  # which makes the workbook
    makes_a_pass(office)
    ends = []
    while not ends or ends[-1].year < 2029:
        office.later()
        assert makes_a_pass(office) == {ref}
        ends.append(snapshot(office).at_rest.standings[ref].until)
        if ends[-1].year < 2029:
            office.now = ends[-1]
            assert not makes_a_pass(office)
            is_as_if_counted_anew(office)
    # On its last day, and on the first on which the keeping is over.
    assert [london_date(end).isoformat() for end in ends[:-1]] == ["2028-05-03", "2028-05-04"]


def test_an_older_version_that_is_put_in_place_wakes_all(office: Office, resting: str) -> None:
    older = office.package
    office.say(resting, source=Source.TRACKER, notes="Seen by the panel")
    makes_a_pass(office)
    office.now += MONTHS
    makes_a_pass(office)
    office.later()
    assert makes_a_pass(office) == {resting}
    office.saves(older)
    office.later()
    makes_a_pass(office)
    is_as_if_counted_anew(office)


def test_the_clock_that_goes_back_takes_its_rest(office: Office, resting: str) -> None:
    assert resting
    office.now -= timedelta(days=1)
    assert not makes_a_pass(office)
    is_as_if_counted_anew(office)


@pytest.mark.postgres
def test_it_rests_on_in_the_database_to_which_its_journal_is_moved(
    office: Office, resting: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    kept = office.journal.standings.all()
    other = Store(folder=tmp_path / "other") if office.journal.is_shared else postgres.store(tmp_path / "other")
    with Journal.of(other) as journal:
        carry(office.journal, journal, notes=())
        moved = Office(tmp_path, journal)
        moved.now = office.now
        assert journal.standings.all() == kept
        assert makes_a_pass(moved) == {resting}
        is_as_if_counted_anew(moved)
        types_over(moved, resting, Status="Open")
        assert not makes_a_pass(moved)
        assert journal.verified().fault == ""


# --- What differs is found -------------------------------------------------------------------------------------------


def test_counting_anew_says_what_is_not_as_it_was_kept(office: Office, resting: str) -> None:
    found = recounted(office.settled, office.ports, now=office.now)
    assert (found.cases, found.resting, found.differing) == (2, 1, ())
    (kept,) = office.journal.standings.all()
    with office.journal.writing():
        office.journal.connection.exec_driver_sql("UPDATE standings SET counts = ''")
    found = recounted(office.settled, office.ports, now=office.now)
    assert [line.partition(":")[0] for line in found.differing] == [resting]
    # The next pass counts it, and it rests again as it should.
    assert not makes_a_pass(office)
    assert office.journal.standings.all()[0].counts == kept.counts


# --- Histories -------------------------------------------------------------------------------------------------------


def mail_comes(office: Office, ref: str) -> None:
    sha = random.Random(f"{office.now}{ref}").randbytes(32).hex()
    key = MessageKey(mailbox="a@partnership.example", folder="INBOX", uidvalidity=1, uid=int(sha[:6], 16))
    new = NewMail(key=key, sha256=sha, size=9, received_at=office.now, message_id=f"<{sha}@police.example>")
    with office.journal.writing():
        office.journal.mails.add(new, now=office.now)
        office.journal.mails.decide(
            sha, arrival={}, kind="reply", urgent=False, attention=False, case_ref=ref, sender_domain="police.example"
        )


def item_waits(office: Office, ref: str) -> None:
    item = Attention(
        id=f"mail:{office.now:%Y%m%d%H%M}:{ref}", what="A mail", why="It says more.", remedy="Read it.",
        since=office.now, case_ref=ref,
    )  # fmt: skip
    with office.journal.writing():
        office.journal.casebook.show([item])


def item_is_settled(office: Office, ref: str) -> None:
    ids = [item.id for item in office.journal.casebook.attention() if item.case_ref == ref and item.id[:5] == "mail:"]
    with office.journal.writing():
        office.journal.casebook.resolve(ids, now=office.now)


def takes_a_day_off(office: Office, ref: str) -> None:
    day = office.now.date() + timedelta(days=len(ref) % 5)
    added = NonWorkingDay(date=day, title="A day of mourning", source="the council", entered_on=office.now.date())
    with office.journal.writing():
        office.journal.kept.office_days.put([added])


def is_published_later(office: Office, ref: str) -> None:
    office.say(ref, source=Source.TRACKER, planned_publication=office.now.date() + timedelta(days=15))


def is_closed(office: Office, ref: str) -> None:
    office.say(ref, source=Source.TRACKER, **NOT_MET)


def is_of_one_incident(office: Office, ref: str) -> None:
    others = [case.ref for case in office.cases if case.ref != ref]
    office.say(ref, source=Source.TRACKER, same_incident=others[0] if others else "")


def types(header: str, *words: str) -> Callable[[Office, str], None]:
    def typed(office: Office, ref: str) -> None:
        if ref in {row.key for row in tables(office.package)["Cases"].rows}:
            types_over(office, ref, **{header: words[office.now.minute % len(words)]})

    return typed


HAPPENS: tuple[Callable[[Office, str], None], ...] = (
    *(lambda office, ref: None,) * 4,
    *(is_closed,) * 3,
    lambda office, ref: office.say(ref, outcome="died"),
    lambda office, ref: office.say(ref, source=Source.TRACKER, panel_replied=office.now.date()),
    lambda office, ref: office.say(ref, source=Source.TRACKER, **PUBLISHED) if office.now.year > 2026 else None,
    lambda office, ref: closed(office, "N.N.", NOT_MET) and None,
    is_published_later,
    is_of_one_incident,
    mail_comes,
    item_waits,
    item_is_settled,
    takes_a_day_off,
    types("Notes", "One word", "Another"),
    types("Status", "Open", "Closed"),
    types("Criteria_met", "yes", "no"),
)
WAITS = (
    *({"minutes": 7},) * 3,
    {"hours": 9},
    {"days": 1},
    {"days": 3},
    *({"days": 33},) * 3,
    {"days": 150},
    {"days": -1},
)


@pytest.mark.soaked
@pytest.mark.parametrize("seed", range(1 if TIMES == 1 else 2 * TIMES))
def test_histories_come_out_as_if_every_case_were_counted_in_each_pass(seed: int, office: Office) -> None:
    chance, rested = random.Random(seed), 0
    for child in ("A.B.", "C.D.", "E.F."):
        closed(office, child, NOT_MET if chance.random() < 0.7 else {})
    makes_a_pass(office)
    for _ in range(8):
        office.later(**chance.choice(WAITS))
        chance.choice(HAPPENS)(office, chance.choice(office.cases).ref)
        rested += bool(makes_a_pass(office))
        is_as_if_counted_anew(office)
    print(f"{rested} of 8 passes left a case out")
