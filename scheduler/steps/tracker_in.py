"""Takes in what the office typed into the tracker, as facts, before anything else happens in a pass."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime

from pipeline.clock.count.calendars import england_and_wales
from pipeline.dates import london_date, long_date
from pipeline.edges.journal.columns import instant_text, value_text
from pipeline.errors import TrackerLocked, TrackerRefused, TrackerUnreadable
from pipeline.facts import STATUSES, Fact, Source
from pipeline.model import Attention, LogEntry
from pipeline.settings import NonWorkingDay
from pipeline.tracker.merge.office_words import office_words
from pipeline.tracker.merge.sentences import deleted_row
from pipeline.tracker.model import CalendarDay, NewCase, OfficeWords
from scheduler.conditions import show_conditions
from scheduler.picture import office_days
from scheduler.report import PassReport
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
        show_conditions(
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
        world.journal.kept.put("contacts-unfinished", [asdict(contact) for contact in words.unfinished])
    _record_days(world, words, now=now)
    casebook.resolve(words.resolved, now=now)
    casebook.reopen(words.reopened)
    show_conditions(world, "tracker", items=words.refusals)
    casebook.show(deleted_row(ref, now=now) for ref in words.deleted)
    casebook.log(words.log)


def _record_days(world: World, words: OfficeWords, *, now: datetime) -> None:
    """Keeps the days that the office typed, and lets go of those that it took away again."""
    today, known = london_date(now), {day.day: day.title for day in england_and_wales().holidays}
    kept = {d.date: typed_day_json(_calendar_day(d), typed_on=d.entered_on or today) for d in office_days(world)}
    new = {d.date: typed_day_json(d, typed_on=today) for d in words.calendar if known.get(d.date) != d.title}
    # A bank holiday whose title was changed, and changed back, is again what the calendar says.
    as_listed = (day.date for day in words.calendar if day.date not in new)
    gone = [day for day in (*words.removed_days, *as_listed) if day in kept]
    if new or gone:
        days = {day: said for day, said in {**kept, **new}.items() if day not in gone}
        world.journal.kept.put("calendar", list(days.values()))
        changed = (*(("added", day) for day in new if day not in kept), *(("removed", day) for day in gone))
        world.journal.casebook.log(
            LogEntry(at=now, event=f"The office {did} a non-working day", detail=long_date(day)) for did, day in changed
        )


def _calendar_day(day: NonWorkingDay) -> CalendarDay:
    return CalendarDay(date=day.date, title=day.title, source=day.source)


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
    """Opens a case for a row without a Ref; a row whose case was opened before is not among the new ones."""
    casebook = world.journal.casebook
    said = "|".join(f"{name}={value_text(value)}" for name, value in new.values)
    origin = f"tracker:{hashlib.sha256(said.encode()).hexdigest()}"
    number = 1
    while casebook.opened_by(origin if number == 1 else f"{origin}:{number}"):
        number += 1  # two cases may begin with the same few words
    ref = casebook.next_ref(world.settings.office.reference_prefix, london_date(now).year)
    casebook.open(ref, opened_at=now, opened_by=origin if number == 1 else f"{origin}:{number}")
    casebook.add_facts(
        Fact(
            case_ref=ref,
            name=name,
            value=value,
            source=Source.TRACKER,
            recorded_at=now,
            detail=new.where,
        )
        # A row in which nothing can be read yet is a case all the same.
        for name, value in new.values or (("status", STATUSES[0]),)
    )
    entry = LogEntry(at=now, event="Case opened from the tracker", detail=instant_text(now), case_ref=ref)
    casebook.log([entry])
