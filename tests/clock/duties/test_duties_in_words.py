"""Every row of tests/law/duties.csv: what is known of a case in words, and where each duty then stands."""

import csv
import re
from datetime import UTC, date, datetime

import pytest

from pipeline.clock.model import Deadline, DutyState, Task
from pipeline.facts import Case, Fact, Source, Value
from pipeline.settings import Clock
from tests.clock.conftest import LAW_DATA, Whole

with (LAW_DATA / "duties.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = tuple(csv.DictReader(lines))

OPENED = datetime(2025, 6, 2, 8, tzinfo=UTC)
DAY = r"(?P<day>\d+ [A-Z][a-z]+(?: \d{4})?)"
BY = r"(?: by (?P<by>[A-Z]\. \w+))?"
# How a fact is said: the sentence, then the facts; a group's name stands for what it caught.
SAID: tuple[tuple[str, dict[str, str]], ...] = (
    ("the child died", {"outcome": "=died"}),
    ("seriously harmed", {"outcome": "=seriously harmed"}),
    ("neither died nor harmed", {"outcome": "=other"}),
    (r"abuse (?P<abuse>known|suspected)", {"abuse_neglect": "abuse"}),
    ("no abuse", {"abuse_neglect": "=no"}),
    ("looked after", {"looked_after": "=yes"}),
    ("not looked after", {"looked_after": "=no"}),
    ("care leaver", {"care_leaver": "=yes"}),
    ("not a care leaver", {"care_leaver": "=no"}),
    (r"aged (?P<age>\d+)", {"age_at_incident": "age"}),
    ("in our area", {"incident_area": "=in our area"}),
    ("in another area", {"incident_area": "=another English area"}),
    ("abroad", {"incident_area": "=outside England"}),
    ("lives here", {"resident_here": "=yes"}),
    ("lives elsewhere", {"resident_here": "=no"}),
    ("regulated setting", {"regulated_setting": "=yes"}),
    ("no regulated setting", {"regulated_setting": "=no"}),
    (f"incident on {DAY}", {"incident": "day"}),
    (f"mail came on {DAY}", {"mail_received": "day"}),
    (f"agency aware on {DAY}", {"agency_aware": "day"}),
    (f"authority aware on {DAY}", {"la_aware": "day"}),
    (f"partners aware on {DAY}", {"partners_aware": "day"}),
    (
        f"criteria (?P<met>met|not met){BY}(?: on {DAY})?",
        {"criteria_met": "met", "criteria_decided_by": "by", "criteria_decided": "day"},
    ),
    ("more information wanted", {"criteria_met": "=more information"}),
    (f"Panel notified on {DAY}", {"notified_panel": "day"}),
    ("notified as a serious incident", {"notified_as": "=serious incident"}),
    ("notified as a death alone", {"notified_as": "=death of a looked-after child or care leaver"}),
    (f"meeting on {DAY}", {"rapid_review_on": "day"}),
    (f"review sent on {DAY}", {"rapid_review_sent": "day"}),
    (f"Panel replied on {DAY}", {"panel_replied": "day"}),
    (
        rf"stopped on {DAY}(?: because (?P<why>\w+))?{BY}",
        {"clock_stopped": "day", "clock_stopped_because": "why", "clock_stopped_by": "by"},
    ),
    (f"practice review agreed on {DAY}", {"review_decided": "day"}),
    (r"delay because of (?P<why>.+)", {"delay_because": "why"}),
    (f"delay reported on {DAY}", {"delay_reported": "day"}),
    (f"publication planned for {DAY}", {"planned_publication": "day"}),
    (f"published on {DAY}", {"published": "day"}),
    (r"not published because (?P<why>.+)", {"not_published_because": "why"}),
    (f"family told on {DAY}", {"family_informed": "day"}),
    ("reasons recorded", {"rationale": "=As minuted."}),
    (
        "whole record",
        {
            **dict.fromkeys(("criterion_improvements", "criterion_themes"), "=yes"),
            **dict.fromkeys(("criterion_working_together", "criterion_panel_view"), "=no"),
            **dict.fromkeys(("rationale", "family_views"), "=As minuted."),
            **{"decision": "=alternative learning", "decision_by": "=The partners"},
            **{"decision_on": "=27 May", "family_informed": "=27 May"},
        },
    ),
    ("closed", {"status": "=Closed"}),
    ("reopened", {"status": "=Open"}),
    ("opened in error says A. Partner", {"status": "=Opened in error", "status_by": "=A. Partner"}),
    (f"ended before{BY}", {"status": "=Ended before", "status_by": "by"}),
    (rf"(?P<rule>[a-z-]+) done on {DAY}", {"done_on": "day"}),
    (
        rf"set aside (?P<rule>[a-z-]+) because (?P<why>.+?){BY}",
        {"not_applicable": "why", "said_by": "by"},
    ),
    (r"(?P<agency>\w+) on the case", {"agency_added": "agency"}),
    (rf"(?P<agency>\w+) returned on {DAY}", {"agency_returned": "day"}),
    (rf"(?P<agency>\w+) agreed for {DAY}", {"agency_agreed": "day"}),
    (r"(?P<agency>\w+) not needed", {"agency_removed": "=No involvement"}),
)
CHOICES = {
    "the fifteen days end with the meeting": Clock(rapid_review_ends_with="convened"),
    "the fifteen days run from awareness": Clock(rapid_review_from="awareness"),
}
MET = {"met": "yes", "not met": "no"}
STEPS = ("agency-request", "agency-return", "rapid-review-meeting", "partner-sign-off")


def day(text: str) -> date:
    return datetime.strptime(text if re.search(r"\d{4}$", text) else f"{text} 2025", "%d %B %Y").date()


def facts_of(sentence: str) -> list[Fact]:
    """What one sentence of the column says."""
    plain = sentence.removesuffix(" (form)")
    source = Source.TRACKER if plain == sentence else Source.FORM
    for pattern, given in SAID:
        found = re.fullmatch(pattern, plain)
        if found is None:
            continue
        caught = found.groupdict()
        subject = caught.get("rule") or caught.get("agency") or ""
        values = {name: how[1:] if how.startswith("=") else caught[how] for name, how in given.items()}
        return [
            Fact(
                case_ref="CSP-2025-001",
                name=name,
                value=_value(name, value),
                source=source,
                recorded_at=OPENED,
                subject=subject,
            )
            for name, value in values.items()
            if value
        ]
    raise AssertionError(f"nothing in SAID says {sentence!r}")


def _value(name: str, text: str) -> Value:
    if name == "mail_received":
        return datetime.combine(day(text), datetime.min.time(), tzinfo=UTC).replace(hour=9)
    if name == "criteria_met":
        return MET.get(text, text)
    return day(text) if re.fullmatch(DAY, text) else text


def in_words(duty: Deadline | Task) -> str:
    """Where a duty stands, as the column says it."""
    state, last = duty.state, _said(duty.due) if isinstance(duty, Deadline) else ""
    known = isinstance(duty, Deadline) and duty.has_known_start
    if state is DutyState.DONE:
        return f"done on {_said(duty.done_on)}" if duty.done_on else "done"
    if state is DutyState.STOPPED and duty.stopped:
        return f"stopped on {_said(duty.stopped.on)}"
    if state is DutyState.TO_BE_DECIDED:
        return f"to be decided by {last}" if known else "to be decided"
    with_a_day = {DutyState.DUE: "due", DutyState.OVERDUE: "overdue since", DutyState.EXPECTED: "expected"}
    if state in with_a_day:
        return f"{with_a_day[state]} {last}".strip()
    return state.value.replace("_", " ")


def _said(day: date | None) -> str:
    if day is None:
        return ""
    return f"{day.day} {day:%B}" + ("" if day.year == 2025 else f" {day.year}")


def expected(row: dict[str, str]) -> dict[str, str]:
    """Each duty of the row with its words; the local steps by their state alone."""
    said = dict(entry.split(": ") for entry in row["duties"].split("; "))
    together = said.pop("local steps", None)
    return said | (dict.fromkeys(STEPS, together) if together else {})


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_every_duty_stands_as_the_row_says(row: dict[str, str], whole: Whole) -> None:
    sentences = [sentence for sentence in row["facts"].split("; ") if sentence]
    asked_on = {name: day(on) for name, on in re.findall(rf"(\w+) asked on {DAY}", row["facts"])}
    said = [each for each in sentences if each not in CHOICES and " asked on " not in each]
    facts = tuple(fact for sentence in said for fact in facts_of(sentence))
    choices = next((CHOICES[each] for each in sentences if each in CHOICES), Clock())
    case = Case(ref="CSP-2025-001", opened_at=OPENED, facts=facts)
    found = whole(case, today=day(row["on"]), choices=choices, requested=asked_on)
    wanted, stands = expected(row), {}
    for duty in (*found.deadlines, *found.tasks):
        name = f"{duty.rule} {duty.subject}" if isinstance(duty, Deadline) and duty.subject else duty.rule
        together = row["duties"].count("local steps") and name in STEPS
        stands[name] = duty.state.value.replace("_", " ") if together else in_words(duty)
    assert stands == wanted, row["why"]
    parts = [part.about.value for part in found.question.parts] if found.question else ["nothing"]
    assert sorted(parts) == sorted(row["asked"].split(" and ")), row["why"]
    assert found.is_open is (row["case"] == "open"), row["why"]
