"""Six weeks simulated pass by pass: each person receives exactly what the ladder says, once, and nothing after done."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts import Case
from pipeline.model import NoticeKind
from pipeline.notices.all_due import notices
from pipeline.notices.model import MovedDeadline, NoticeKey
from tests.notices.build import (
    CONTACTS,
    DEPUTY,
    EXECUTIVE,
    HEALTH,
    ICB,
    LA,
    MANAGER,
    POLICE,
    QUIET,
    REF,
    adding,
    at,
    case,
    fact,
    office,
    queued,
    situation,
)
from tests.soak import examples

Edits = Mapping[str, Callable[[Case], Case]]
Seen = list[tuple[str, str, str]]

TOLD = (NoticeKind.REMINDER, NoticeKind.CHASER, NoticeKind.AGENCY_REQUEST)


def simulated(
    start: str,
    days: int,
    known: Case,
    *,
    edits: Edits,
    hours: Iterable[str] = ("06:30", "08:05", "12:00", "17:55", "21:00"),
    asleep: Iterable[str] = (),
    **more: object,
) -> Seen:
    """Day and time of each pass, recipient, and rule and rung of everything reminded or asked."""
    said: dict[NoticeKey, datetime] = {}
    seen: Seen = []
    for number in range(days):
        day = date.fromisoformat(start) + timedelta(days=number)
        for hour in hours:
            moment = f"{day}T{hour}"
            known = edits.get(moment, lambda same: same)(known)
            if str(day) in asleep:
                continue
            found = notices(situation(moment, known, said=dict(said), **more))
            assert not {notice.key for notice in found} & said.keys(), "said twice"
            said = queued(said, found, at(moment))
            for notice in found:
                for key in (notice.key, *notice.also_keys):
                    if key.kind in TOLD:
                        seen.append(
                            (moment, key.recipient, f"{':'.join(filter(None, (key.duty, key.subject)))} {key.rung}")
                        )
    return seen


def typed(*, subject: str = "", **values: object) -> Callable[[Case], Case]:
    return lambda known: adding(known, *(fact(name, value, subject=subject) for name, value in values.items()))


def test_from_awareness_to_rapid_review_over_easter_everybody_hears_exactly_what_the_ladder_says() -> None:
    known = case(la_aware=date(2026, 3, 23), outcome="seriously harmed", criteria_met="yes", looked_after="no")
    edits: Edits = {
        "2026-03-30T12:00": typed(notified_panel=date(2026, 3, 30)),
        "2026-04-21T12:00": typed(rapid_review_sent=date(2026, 4, 21)),
    }
    seen = simulated("2026-03-23", 39, known, edits=edits, settings=QUIET)
    expected: Seen = [
        ("2026-03-25T08:05", LA, "notify-panel 3-before"),
        ("2026-03-25T08:05", LA, "report-to-partners 3-before"),
        ("2026-03-27T08:05", LA, "notify-panel 1-before"),
        ("2026-03-27T08:05", LA, "report-to-partners 1-before"),
        ("2026-03-30T08:05", LA, "notify-panel on-the-day"),
        ("2026-03-30T08:05", LA, "report-to-partners on-the-day"),
        # Good Friday 3 April and Easter Monday 6 April are not counted: two days late on Wednesday 1 April.
        ("2026-04-01T08:05", LA, "report-to-partners 2-late"),
        ("2026-04-01T08:05", EXECUTIVE, "report-to-partners 2-late"),
        # The lead's two mails of the week were those of 30 March and 1 April.
        ("2026-04-07T08:05", EXECUTIVE, "report-to-partners 4-late"),
        ("2026-04-08T08:05", LA, "report-to-partners 4-late"),
    ]
    assert [line for line in seen if line[0] < "2026-04-10"] == expected
    rapid = [line for line in seen if "rapid-review" in line[2]]
    # 15 working days after Monday 30 March, Easter left out: Wednesday 22 April; sent on the 21st at noon.
    assert rapid == [
        (moment, partner, f"rapid-review {step}")
        for moment, step in (("2026-04-17T08:05", "3-before"), ("2026-04-21T08:05", "1-before"))
        for partner in (LA, ICB, POLICE)
        if (partner, step) != (LA, "1-before")  # who had mails on the 15th and the 17th
    ]


def test_nothing_is_said_on_a_day_or_hour_that_is_not_the_offices() -> None:
    known = case(la_aware=date(2026, 3, 23), outcome="died", criteria_met="yes", looked_after="no")
    seen = simulated("2026-03-20", 42, known, edits={})
    moments = {datetime.fromisoformat(line[0]) for line in seen}
    closed = {date(2026, 4, 3), date(2026, 4, 6)}
    assert moments
    assert not [moment for moment in moments if moment.weekday() > 4 or moment.date() in closed]
    assert {f"{moment:%H:%M}" for moment in moments} == {"08:05"}


def test_after_days_of_silence_only_the_rung_of_the_day_is_said() -> None:
    known = case(la_aware=date(2026, 3, 23), outcome="died", criteria_met="yes", looked_after="no")
    asleep = [f"2026-03-{day}" for day in range(24, 31)] + ["2026-03-31"]
    seen = simulated("2026-03-20", 14, known, edits={}, asleep=asleep, settings=QUIET)
    assert [line for line in seen if line[1] == LA and "notify" in line[2]] == [
        ("2026-04-01T08:05", LA, "notify-panel 2-late")
    ]


def test_a_moved_date_starts_a_fresh_ladder_that_says_what_changed() -> None:
    known = case(la_aware=date(2026, 3, 23), outcome="died", criteria_met="yes", looked_after="no")
    edits: Edits = {"2026-03-25T12:00": typed(la_aware=date(2026, 3, 25))}
    seen = simulated("2026-03-20", 14, known, edits=edits, settings=QUIET)
    told = [(moment, rung) for moment, to, rung in seen if to == LA and rung.startswith("notify-panel")]
    # From Monday 23 March: due 30 March. From Wednesday 25 March: due Wednesday 1 April.
    assert told == [
        ("2026-03-25T08:05", "notify-panel 3-before"),
        ("2026-03-27T08:05", "notify-panel 3-before"),
        # A third mail in five working days waits, but for the last day.
        ("2026-04-01T08:05", "notify-panel on-the-day"),
    ]
    move = MovedDeadline(
        case_ref=REF, rule="notify-panel", title="Notify", old=date(2026, 3, 30), new=date(2026, 4, 1), why="LA aware on was corrected.",
        at=at("2026-03-25T12:00"),
    )  # fmt: skip
    later = situation("2026-03-27T09:00", edits["2026-03-25T12:00"](known), settings=QUIET, moved=(move,))
    every = [case for notice in notices(later) if notice.key.recipient == LA for case in notice.words["cases"]]
    (line,) = (line for found in every for line in found.lines if line.what.startswith("Notify the Child"))
    said = "The date has changed: it was Mon 30 March and is now Wed 1 April. LA aware on was corrected."
    assert line.notes == (said,)


def test_a_stopped_or_set_aside_duty_is_never_chased() -> None:
    known = case(notified_panel=date(2026, 3, 2), outcome="died", criteria_met="yes", looked_after="no")
    stop = typed(clock_stopped=date(2026, 3, 18), clock_stopped_because="Withdrawn", clock_stopped_by="B. Tilley")
    aside = typed(subject="rapid-review", not_applicable="Counted by the other area", said_by="B. Tilley")
    for edit in (stop, aside, typed(status="Opened in error", status_by="B. Tilley")):
        seen = simulated("2026-03-02", 40, known, edits={"2026-03-19T12:00": edit}, settings=QUIET)
        assert [line for line in seen if "rapid-review" in line[2]] == [
            ("2026-03-18T08:05", partner, "rapid-review 3-before") for partner in (LA, ICB, POLICE)
        ]


def test_agencies_are_asked_once_and_chased_until_they_answer() -> None:
    known = case(
        notified_panel=date(2026, 3, 2),
        outcome="died",
        looked_after="no",
        agencies=("Northshire Community Health",),
    )
    back = typed(subject="Northshire Community Health", agency_returned=date(2026, 3, 12))
    seen = simulated("2026-03-02", 21, known, edits={"2026-03-12T12:00": back}, settings=office())
    assert [(moment, rung) for moment, to, rung in seen if to == HEALTH] == [
        ("2026-03-02T08:05", "agency-request:Northshire Community Health request"),
        # Working day 7 after Monday 2 March is Wednesday 11 March.
        ("2026-03-06T08:05", "agency-return:Northshire Community Health 3-before"),
        ("2026-03-10T08:05", "agency-return:Northshire Community Health 1-before"),
        ("2026-03-11T08:05", "agency-return:Northshire Community Health on-the-day"),
    ]


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({"notified_as": "serious incident"}, True),
        ({"notified_as": "death of a looked-after child or care leaver"}, False),
        ({}, False),  # it may have been only such a death: nobody is asked before somebody says
        ({"notified_as": "serious incident", "clock_stopped": date(2026, 3, 2)}, True),  # without reason and name
        (
            {
                "notified_as": "serious incident",
                "clock_stopped": date(2026, 3, 2),
                "clock_stopped_because": "Withdrawn",
                "clock_stopped_by": "B. Tilley",
            },
            False,
        ),
        ({"notified_as": "serious incident", "rapid_review_sent": date(2026, 3, 2)}, False),
    ],
)
def test_agencies_are_asked_for_a_serious_incident_whose_clock_runs(facts: dict[str, object], asked: bool) -> None:
    known = case(notified_panel=date(2026, 3, 2), outcome="died", agencies=("Fellside School",), **facts)
    found = notices(situation("2026-03-03T09:00", known))
    assert any(notice.key.kind is NoticeKind.AGENCY_REQUEST for notice in found) is asked


def test_an_agreed_date_moves_the_ladder_of_that_agency_alone() -> None:
    agencies = ("Northshire Community Health", "Fellside School")
    known = case(
        notified_panel=date(2026, 3, 2), outcome="died", criteria_met="yes", looked_after="no", agencies=agencies
    )
    agree = typed(subject=agencies[0], agency_agreed=date(2026, 3, 13))
    seen = simulated("2026-03-02", 12, known, edits={"2026-03-05T12:00": agree}, settings=office())
    assert [moment[:10] for moment, to, rung in seen if to == HEALTH and "return" in rung] == [
        "2026-03-10",
        "2026-03-12",
        "2026-03-13",
    ]


def test_a_pass_cut_off_and_run_again_yields_the_same_keys() -> None:
    known = case(
        la_aware=date(2026, 3, 23), outcome="died", criteria_met="yes", looked_after="no", agencies=("Fellside School",)
    )
    found = notices(situation("2026-03-27T09:00", known))
    again = notices(situation("2026-03-27T09:07", known))
    assert [notice.key for notice in found] == [notice.key for notice in again]
    cut = queued({}, found[:1], at("2026-03-27T09:00"))
    rest = notices(situation("2026-03-27T09:10", known, said=cut))
    assert [notice.key for notice in rest] == [notice.key for notice in found[1:]]


@pytest.mark.slow
@examples(25)
@given(
    aware=st.dates(date(2026, 3, 9), date(2026, 4, 20)),
    notified_after=st.integers(0, 12),
    sent_after=st.integers(1, 30),
    hours=st.lists(st.sampled_from(["07:00", "08:30", "11:00", "16:00", "19:30"]), min_size=1, max_size=3, unique=True),
)
def test_whatever_the_dates_nobody_is_written_to_twice_or_after_the_duty_is_done(
    aware: date, notified_after: int, sent_after: int, hours: list[str]
) -> None:
    notified = aware + timedelta(days=notified_after)
    sent = notified + timedelta(days=sent_after)
    known = case(la_aware=aware, outcome="died", criteria_met="yes", looked_after="no")
    first = sorted(hours)[0]
    edits: Edits = {
        f"{notified}T{first}": typed(notified_panel=notified),
        f"{sent}T{first}": typed(rapid_review_sent=sent),
    }
    seen = simulated(str(aware), 50, known, edits=edits, hours=sorted(hours), settings=QUIET)
    assert len(seen) == len({(to, rung) for _, to, rung in seen})
    assert not [line for line in seen if line[2].startswith("notify-panel") and line[0][:10] >= str(notified)]
    assert not [line for line in seen if line[2].startswith("rapid-review") and line[0][:10] >= str(sent)]
    assert {to for _, to, _ in seen} <= {LA, ICB, POLICE, EXECUTIVE, MANAGER, DEPUTY}
    assert {contact.address for contact in CONTACTS} >= {to for _, to, _ in seen}
