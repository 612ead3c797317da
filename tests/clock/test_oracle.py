"""Every rule that the interface promises, in every edition, against dates that are reached by another way.

The oracle knows nothing of the product: its holidays are read from GOV.UK's published list, a working day is found by
its place in one sorted list of them, a month's corresponding date by trying days downward, British Summer Time by its
own rule, and the rules and editions below were copied by hand from their sources.
"""

import bisect
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.duties.deadlines import due
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.explain.in_json import as_json
from pipeline.clock.law_files.rules import Law
from pipeline.clock.model import Deadline
from pipeline.errors import RuleInvalid
from pipeline.settings import Clock, Timetable
from tests.clock.conftest import LAW_DATA

pytestmark = pytest.mark.slow

FIRST, LAST = date(2018, 7, 4), date(2028, 5, 31)
WT2018 = (date(2018, 7, 4), date(2023, 12, 14), "Working Together 2018")
WT2023 = (date(2023, 12, 15), date(2026, 3, 17), "Working Together 2023")
WT2026 = (date(2026, 3, 18), LAST, "Working Together 2026")
EDITIONS = (WT2018, WT2023, WT2026)
LOCAL = ((FIRST, LAST, ""),)
REGULATIONS = ((date(2018, 6, 29), LAST, "Regulations of 2018"),)

# id, span, unit, editions: the rule ids of docs/interface.md.
RULES: dict[str, tuple[int, str, tuple[tuple[date, date, str], ...]]] = {
    "notify-panel": (5, "days", EDITIONS),
    "report-to-partners": (5, "days", EDITIONS),
    "report-to-other-partners": (5, "days", EDITIONS),
    "looked-after-death": (5, "days", EDITIONS),
    "care-leaver-death": (5, "days", (WT2023, WT2026)),
    "rapid-review": (15, "days", EDITIONS),
    "rapid-review-from-awareness": (15, "days", EDITIONS),
    "practice-review": (6, "months", EDITIONS),
    "pre-publication-copy": (-7, "days", REGULATIONS),
    "keep-published": (12, "months", REGULATIONS),
    "panel-reply-expected": (10, "calendar", LOCAL),
    "old-case": (12, "months", LOCAL),
    "agency-request": (1, "days", LOCAL),
    "agency-return": (10, "days", LOCAL),
    "rapid-review-meeting": (12, "days", LOCAL),
    "partner-sign-off": (14, "days", LOCAL),
    "progress-check": (1, "months", REGULATIONS),
    "action-plan-review": (3, "months", LOCAL),
    "yearly-report": (12, "months", ((date(2018, 6, 29), LAST, "Children Act 2004"),)),
}
WINDOWS = {"agency-return": 2, "rapid-review-meeting": 10, "partner-sign-off": 12}


def published_holidays() -> set[date]:
    listed = json.loads((LAW_DATA / "bank-holidays-england-and-wales.json").read_text(encoding="utf-8"))
    return {date.fromisoformat(event["date"]) for event in listed["events"]}


HOLIDAYS = published_holidays()
WORKING = [
    date.fromordinal(n)
    for n in range(date(2012, 1, 1).toordinal(), date(2028, 12, 26).toordinal() + 1)
    if date.fromordinal(n).isoweekday() not in (6, 7) and date.fromordinal(n) not in HOLIDAYS
]


def nth_working_day(start: date, number: int) -> date:
    if number > 0:
        return WORKING[bisect.bisect_right(WORKING, start) + number - 1]
    return WORKING[bisect.bisect_left(WORKING, start) + number]


def last_working_day(day: date) -> date:
    return WORKING[bisect.bisect_right(WORKING, day) - 1]


def corresponding(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for wanted in range(day.day, 27, -1):
        try:
            return date(year, month, wanted)
        except ValueError:
            continue
    return date(year, month, day.day)


def expected(rule: str, trigger: date) -> tuple[date, date]:
    span, unit, _ = RULES[rule]
    if unit == "days":
        reached = nth_working_day(trigger, span)
        return reached, reached
    reached = corresponding(trigger, span) if unit == "months" else trigger + timedelta(days=span)
    return reached, last_working_day(reached)


def counted(law: Law, calendar: Calendar, rule: str, at: date | datetime, choices: Clock | None = None) -> Deadline:
    return due(rule, at, basis=Basis(law=law, calendar=calendar, choices=choices or Clock(), timetable=Timetable()))


def around(day: date, days: int = 8) -> Iterator[date]:
    yield from (day + timedelta(days=n) for n in range(-days, days + 1))


def triggers() -> list[date]:
    """Every weekday somewhere, and every day around the days on which counts go wrong."""
    found = {date.fromordinal(n) for n in range(FIRST.toordinal(), LAST.toordinal(), 3)}
    for first, last, _ in EDITIONS:
        found |= {*around(first, 2), *around(last, 2)}
    for year in range(2018, 2028):
        found |= set(around(date(year, 12, 28), 12))
        for month in range(1, 13):
            found |= set(around(date(year, month, 1), 1))
    for holiday in HOLIDAYS:
        found |= set(around(holiday, 3)) if holiday.year >= 2018 else set()
    for jubilee_or_funeral in (date(2022, 5, 30), date(2022, 6, 3), date(2022, 9, 19), date(2020, 5, 8)):
        found |= set(around(jubilee_or_funeral, 20))
    return sorted(day for day in found if FIRST <= day <= date(2027, 12, 20))


TRIGGERS = triggers()


def test_the_triggers_hold_every_kind_of_day() -> None:
    assert {day.isoweekday() for day in TRIGGERS} == set(range(1, 8))
    assert {date(2020, 2, 29), date(2024, 2, 29), date(2023, 2, 28), date(2023, 12, 14), date(2023, 12, 15)} <= set(
        TRIGGERS
    )


@pytest.mark.parametrize("rule", RULES)
def test_every_trigger_gives_the_date_of_the_oracle(law: Law, calendar: Calendar, rule: str) -> None:
    begins = RULES[rule][2][0][0]
    for trigger in TRIGGERS:
        if trigger < begins:
            continue
        found = counted(law, calendar, rule, trigger)
        assert (found.due, found.working_target) == expected(rule, trigger), trigger
        assert not found.provisional
        if rule in WINDOWS:
            assert found.window_from == nth_working_day(trigger, WINDOWS[rule]), trigger
        numbers = [day.number for day in found.days if day.counted]
        assert numbers == list(range(1, len(numbers) + 1))
        assert {day.date for day in found.days if day.counted} <= set(WORKING)
        assert not {day.date for day in found.days if not day.counted} & set(WORKING)


@pytest.mark.parametrize("rule", RULES)
def test_each_edition_begins_and_ends_on_its_day(law: Law, calendar: Calendar, rule: str) -> None:
    editions = RULES[rule][2]
    for first, last, name in editions:
        for day in (first, last):
            assert counted(law, calendar, rule, day).edition == name or not name
    eve = editions[0][0] - timedelta(days=1)
    if rule == "old-case":  # a page of procedures, of no known date
        return
    with pytest.raises(RuleInvalid, match=r"the earliest is in force from"):
        counted(law, calendar, rule, eve)


@pytest.mark.parametrize("rule", [rule for rule, (_, _, editions) in RULES.items() if WT2026 in editions])
def test_the_edition_that_nobody_has_read_says_so_in_every_output(law: Law, calendar: Calendar, rule: str) -> None:
    said = as_json(counted(law, calendar, rule, date(2026, 3, 18)))
    assert [flag for flag in said["flags"] if flag.startswith("NOT VERIFIED: no person has yet read Working Together")]
    assert said["citation"]["verified"] is False and said["citation"]["checked_on"] is None


@pytest.mark.parametrize(
    "rule", ["notify-panel", "report-to-partners", "report-to-other-partners", "looked-after-death"]
)
def test_awareness_on_a_day_off_in_both_readings(law: Law, calendar: Calendar, rule: str) -> None:
    riskier = Clock(weekend_awareness="next-working-day")
    for trigger in TRIGGERS:
        safe = nth_working_day(trigger, 5)
        later = safe if trigger in WORKING else nth_working_day(nth_working_day(trigger, 1), 5)
        found = counted(law, calendar, rule, trigger, choices=riskier)
        assert found.due == later, trigger
        assert [reading.due for reading in found.readings if "safer" in reading.reading] == (
            [] if later == safe else [safe]
        )
        assert any("riskier" in flag for flag in found.flags) is (trigger not in WORKING)
        # The setting is about awareness alone: the fifteen days and counts backward stay as they are.
        assert counted(law, calendar, "rapid-review", trigger, choices=riskier).due == nth_working_day(trigger, 15)


def test_clear_days_change_the_target_alone(law: Law, calendar: Calendar) -> None:
    for trigger in TRIGGERS:
        found = counted(law, calendar, "pre-publication-copy", trigger, choices=Clock(clear_days_target=True))
        assert (found.due, found.working_target) == (nth_working_day(trigger, -7), nth_working_day(trigger, -8))


def last_sunday(year: int, month: int) -> date:
    return max(date(year, month, d) for d in range(25, 32) if date(year, month, d).isoweekday() == 7)


def in_london(instant: datetime) -> datetime:
    """The wall clock in London: an hour ahead from 01:00 UTC on the last Sunday of March to that of October."""
    utc = instant.astimezone(UTC).replace(tzinfo=None)
    begins, ends = (
        datetime.combine(last_sunday(utc.year, month), datetime.min.time()) + timedelta(hours=1) for month in (3, 10)
    )
    return utc + timedelta(hours=1) if begins <= utc < ends else utc


INSTANTS = [
    datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone(timedelta(hours=offset)))
    for day in (
        *around(date(2024, 3, 31), 1), *around(date(2024, 10, 27), 1), *around(date(2026, 3, 29), 1), date(2024, 6, 2),
        date(2024, 12, 24), date(2024, 12, 31), date(2023, 12, 14), date(2026, 3, 17), date(2024, 2, 29),
    )
    for hour, minute in ((22, 59), (23, 0), (23, 30), (23, 59), (0, 0), (0, 30), (1, 0), (1, 30))
    for offset in (-5, 0, 1, 9)
]  # fmt: skip


def test_an_instant_is_the_day_that_london_has_at_that_moment(law: Law, calendar: Calendar) -> None:
    for instant in INSTANTS:
        day = in_london(instant).date()
        found = counted(law, calendar, "notify-panel", instant)
        assert (found.trigger_date, found.due) == (day, nth_working_day(day, 5)), instant
        assert found.edition == next(name for first, last, name in EDITIONS if first <= day <= last)


def test_hours_are_hours_though_the_clocks_change(law: Law, calendar: Calendar) -> None:
    for instant in INSTANTS:
        found = counted(law, calendar, "data-breach", instant)
        assert found.due_at == instant + timedelta(hours=72)
        ends = in_london(instant + timedelta(hours=72))
        last = ends.date() - timedelta(days=1) if ends.time() == datetime.min.time() else ends.date()
        assert found.due == last, instant


def test_the_count_leaves_the_list_on_the_day_it_does(law: Law, calendar: Calendar) -> None:
    for trigger in around(date(2028, 12, 5), 25):
        found = counted(law, calendar, "rapid-review", trigger)
        rest = [day for day in WORKING if day > trigger]
        assert found.provisional is (len(rest) < 15), trigger
        assert found.provisional or found.due == rest[14]


PROMISED = {
    "rule": str, "title": str, "due": str, "provisional": bool, "force": str, "edition": str, "days": list,
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_the_json_has_the_promised_shape(law: Law, calendar: Calendar, rule: str) -> None:
    for trigger in (date(2023, 12, 15), date(2024, 2, 29), date(2026, 4, 4)):
        said = json.loads(json.dumps(as_json(counted(law, calendar, rule, trigger))))
        for key, kind in PROMISED.items():
            assert isinstance(said[key], kind), key
        assert set(said["trigger"]) >= {"event", "date"} and said["trigger"]["date"] == trigger.isoformat()
        assert set(said["citation"]) >= {"title", "pinpoint", "url", "checked_on"}
        assert said["force"] in ("statute", "statutory-guidance", "panel-guidance", "local", "other")
        assert date.fromisoformat(said["due"])
        assert (said["working_target"] is None) is (rule == "keep-published")
        for day in said["days"]:
            assert set(day) == {"date", "counted", "why"} and isinstance(day["counted"], bool) and day["why"]
        assert said["would_change"] and all(text.endswith(".") for text in said["would_change"])
