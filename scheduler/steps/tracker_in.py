"""Takes in what the office typed into the tracker, as facts, before anything else happens in a pass."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import date, datetime

from pipeline.dates import london_date
from pipeline.edges.journal.values import instant_text, value_text
from pipeline.errors import TrackerLocked, TrackerRefused, TrackerUnreadable
from pipeline.facts import Fact, Source
from pipeline.model import Attention, LogEntry
from pipeline.tracker.doubts import STANDING_DOUBTS
from pipeline.tracker.merge import office_words
from pipeline.tracker.model import NewCase, OfficeWords
from scheduler.picture import office_days
from scheduler.report import PassReport
from scheduler.standing import show_standing
from scheduler.states import typed_day_json
from scheduler.tracker_base import base_of, keep
from scheduler.world import World


def take_in_office_words(world: World, report: PassReport, *, now: datetime) -> None:
    """Records every word of the office since the last write; what cannot be read is left to the later step."""
    try:
        content = world.tracker.read()
        if content is None:
            return
        cases = world.journal.casebook.cases()
        base = base_of(world, content)
        words = office_words(content, base, cases=cases, now=now)
    except (TrackerUnreadable, TrackerLocked, TrackerRefused) as fault:
        report.faults.append(str(fault))
        return
    with world.journal.writing():
        _record(world, words, now=now)
        keep(world, words.base, before=base)
        show_standing(
            world, "conflicts", items=[_conflict(path.name, now=now) for path in world.tracker.conflict_copies()]
        )
    report.count("words of the office taken in", len(words.facts))
    report.count("cases opened from the tracker", len(words.new_cases))


def _record(world: World, words: OfficeWords, *, now: datetime) -> None:
    casebook = world.journal.casebook
    casebook.add_facts(words.facts)
    casebook.log(_entry(fact) for fact in words.facts)
    for new in words.new_cases:
        _open(world, new, now=now)
    if words.contacts is not None:
        world.journal.kept.put("contacts", [asdict(contact) for contact in words.contacts])
    _record_days(world, words, now=now)
    casebook.resolve(words.resolved, now=now)
    standing = tuple(doubt for doubt in words.refusals if doubt.id.startswith(STANDING_DOUBTS))
    show_standing(world, "tracker", items=standing)
    casebook.show(doubt for doubt in words.refusals if doubt not in standing)
    casebook.log(words.log)


def _record_days(world: World, words: OfficeWords, *, now: datetime) -> None:
    """Keeps the days that the office added to the calendar and forgets those that it took off again."""
    known = {day.date for day in office_days(world)}
    gone = known & set(words.withdrawn)
    new = [typed_day_json(day, typed_on=london_date(now)) for day in words.calendar if day.date not in known - gone]
    if new or gone:
        kept = world.journal.kept.get("calendar")
        stay = [day for day in (kept if isinstance(kept, list) else []) if date.fromisoformat(day["date"]) not in gone]
        world.journal.kept.put("calendar", [*stay, *new])


def _conflict(name: str, *, now: datetime) -> Attention:
    return Attention(
        id=f"conflict:{name}",
        what="There are two copies of the tracker",
        why=f"A sync program has put {name} beside it, as it does when two people save at the same time.",
        remedy="Copy what is only in that file into the tracker, and delete it.",
        since=now,
    )


def _entry(fact: Fact) -> LogEntry:
    said = "cleared" if fact.value is None else "typed"
    return LogEntry(at=fact.recorded_at, event=f"The office {said} {fact.detail}", detail="", case_ref=fact.case_ref)


def _open(world: World, new: NewCase, *, now: datetime) -> None:
    """Opens a case for a row without a Ref, once: the same words in a row are the same case."""
    said = "|".join(f"{name}={value_text(value)}" for name, value in new.values)
    origin = f"tracker:{hashlib.sha256(said.encode()).hexdigest()}"
    if world.journal.casebook.opened_by(origin):
        return
    ref = world.journal.casebook.next_ref(world.settings.office.reference_prefix, london_date(now).year)
    world.journal.casebook.open(ref, opened_at=now, opened_by=origin)
    world.journal.casebook.add_facts(
        Fact(
            case_ref=ref,
            name=name,
            value=value,
            source=Source.TRACKER,
            recorded_at=now,
            detail=new.where,
        )
        for name, value in new.values
    )
    entry = LogEntry(at=now, event="Case opened from the tracker", detail=instant_text(now), case_ref=ref)
    world.journal.casebook.log([entry])
