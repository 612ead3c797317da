"""How long it takes to recompute every deadline of ten thousand cases: `python -m bench.clock [CASES]`."""

from __future__ import annotations

import random
import sys
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

from pipeline.clock.count.calendars import england_and_wales
from pipeline.clock.duties.ledger import ledger
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import law
from pipeline.facts import Case, Fact, Source, Value
from pipeline.settings import Clock, Timetable

FIRST = date(2021, 1, 4)
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
# From the incident on: a case has got as far as one of these, and each comes some days after the one before it.
STAGES = ("incident", "la_aware", "notified_panel", "rapid_review_sent", "review_decided", "planned_publication")
BACKGROUND: tuple[tuple[str, Value], ...] = (
    ("outcome", "seriously harmed"),
    ("abuse_neglect", "suspected"),
    ("looked_after", "no"),
    ("age_at_incident", "7"),
    ("children", 1),
    ("referring_agency", "Northshire Police"),
    ("criteria_met", "yes"),
)


def sample(number: int, chance: random.Random) -> Case:
    """An invented case that has reached a random stage, with three agencies."""
    ref, day = f"CSP-2026-{number:05}", FIRST + timedelta(days=chance.randrange(2000))
    opened = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    said: list[tuple[str, Value, str]] = [(name, value, "") for name, value in BACKGROUND]
    for stage in STAGES[: chance.randint(1, len(STAGES))]:
        said.append((stage, day, ""))
        day += timedelta(days=chance.randint(1, 30))
    said += [("agency_added", agency, agency) for agency in ("School", "Police", "Health")]
    facts = tuple(
        Fact(case_ref=ref, name=name, value=value, source=Source.TRACKER, recorded_at=opened, subject=subject)
        for name, value, subject in said
    )
    return Case(ref=ref, opened_at=opened, facts=facts)


def count(cases: list[Case]) -> int:
    """How many deadlines `cases` have, each counted."""
    basis = Basis(law=law(), calendar=england_and_wales(), choices=Clock(), timetable=Timetable())
    return sum(len(ledger(case, basis=basis, now=NOW).deadlines) for case in cases)


def main(size: int) -> None:
    """Prints cases, deadlines and seconds, cold (first pass) and warm (the same again)."""
    chance = random.Random(7)
    cases = [sample(number, chance) for number in range(size)]
    for name in ("cold", "warm"):
        began = perf_counter()
        found = count(cases)
        took = perf_counter() - began
        print(f"{name}: {size} cases, {found} deadlines, {took:.2f} s, {took / size * 1e6:.0f} µs a case")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
