"""What is known now, put together from the journal: cases with their dates, contacts, arrivals, meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from pipeline.case_faults import is_of_a_case
from pipeline.clock.changes.moved_dates import worked_to
from pipeline.clock.count.calendars import Calendar, england_and_wales
from pipeline.clock.duties.deadlines import deadlines
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.duties.tasks import tasks
from pipeline.clock.law_files.rules import Law, checked
from pipeline.clock.model import Deadline, Task
from pipeline.facts import Case
from pipeline.model import Referral
from pipeline.notices import recipients
from pipeline.notices.model import Contact
from pipeline.notices.situation import Situation
from pipeline.protective_marking import highest_of
from pipeline.settings import NonWorkingDay
from scheduler import states
from scheduler.world import World

# A mail is answered, and a moved date told, within these days; afterwards only a person would.
ANSWERED_WITHIN = timedelta(days=30)


def calendar_of(world: World) -> Calendar:
    """England and Wales with the days that the settings and the tracker's Calendar sheet add."""
    return england_and_wales((*world.settings.clock.extra_non_working_days, *office_days(world)))


def office_days(world: World) -> tuple[NonWorkingDay, ...]:
    """The days that the office typed into the Calendar sheet."""
    return tuple(states.typed_day(day) for day in _kept_list(world, "calendar"))


def contacts_of(world: World) -> tuple[Contact, ...]:
    """Everybody on the Contacts sheet; those of the settings while it is empty."""
    kept = _kept_list(world, "contacts")
    # A row that cannot be written to yet is a row: the sheet is the office's from its first word on.
    if kept or unfinished_contacts(world):
        return tuple(states.contact(entry) for entry in kept)
    return tuple(Contact(**entry.model_dump()) for entry in world.settings.contacts)


def has_manager(world: World) -> bool:
    """Whether there is a business manager or a deputy, without whom nothing is sent."""
    return recipients.somebody_in_charge(contacts_of(world), area=world.settings.office.area)


def unfinished_contacts(world: World) -> tuple[Contact, ...]:
    """Those on the Contacts sheet that cannot be written to yet; only a workbook made anew needs them."""
    return tuple(states.contact(entry) for entry in _kept_list(world, "contacts-unfinished"))


def deadlines_of(world: World, cases: Iterable[Case], *, now: datetime) -> dict[str, tuple[Deadline, ...]]:
    """Every deadline of each case, by its reference; counted once for each state of a case in a pass.

    A case that cannot be counted has none, and is among `world.uncounted`.
    """
    calendar = calendar_of(world)
    targets = {kept.key: kept for kept in map(states.kept_target, _kept_list(world, "targets"))}
    _law_as_read(world)
    found = {}
    for case in cases:
        # Facts are only ever added, so their number tells whether a case is as it was.
        known = (case.ref, len(case.facts), calendar.version, now)
        if known not in world.counted:
            counted = _counted(world, case, calendar=calendar, now=now)
            world.counted[known] = tuple(
                worked_to(entry, targets.get((case.ref, entry.rule, entry.subject))) for entry in counted
            )
        found[case.ref] = world.counted[known]
    return found


def _counted(world: World, case: Case, *, calendar: Calendar, now: datetime) -> tuple[Deadline, ...]:
    choices, timetable = world.settings.clock, world.settings.timetable
    basis = Basis(law=world.law, calendar=calendar, choices=choices, timetable=timetable)
    world.uncounted.discard(case.ref)
    try:
        return deadlines(case, basis=basis, now=now)
    except Exception as fault:
        if not is_of_a_case(fault):
            raise
        world.uncounted.add(case.ref)
        return ()


def tasks_of(world: World, cases: Iterable[Case], *, now: datetime) -> dict[str, tuple[Task, ...]]:
    """The duties of each case for which no source gives a number of days, with what the office has read in them."""
    read = _law_as_read(world)
    found = {}
    for case in cases:
        known = (case.ref, len(case.facts), now)
        if known not in world.duties:
            world.duties[known] = _duties(world, case, read=read, now=now)
        found[case.ref] = world.duties[known]
    return found


def _duties(world: World, case: Case, *, read: Law, now: datetime) -> tuple[Task, ...]:
    try:
        return tasks(case, law=read, now=now)
    except Exception as fault:
        if not is_of_a_case(fault):
            raise
        world.uncounted.add(case.ref)
        return ()


def _law_as_read(world: World) -> Law:
    # Where the settings name a version that there is not, that is no case's fault.
    return checked(world.law, world.settings.clock.checked)


def situation_of(world: World, *, now: datetime) -> Situation:
    """Everything that the schedule of notices looks at."""
    journal = world.journal
    cases = journal.casebook.cases()
    mails = journal.mails.decided(since=now - ANSWERED_WITHIN)
    arrivals = tuple(
        states.arrival(
            mail.arrival,
            sha256=mail.sha256,
            message_id=mail.message_id,
            received_at=mail.received_at,
            kind=mail.kind,
            case_ref=mail.case_ref,
            urgent=mail.urgent,
        )
        for mail in mails
        if mail.arrival.get("sender")
    )
    moves = map(states.moved, _kept_list(world, "moved"))
    return Situation(
        now=now,
        settings=world.settings,
        calendar=calendar_of(world),
        cases=cases,
        deadlines=deadlines_of(world, cases, now=now),
        tasks=tasks_of(world, cases, now=now),
        contacts=contacts_of(world),
        said=journal.notices.said(),
        arrivals=arrivals,
        attention=journal.casebook.attention(),
        meetings=tuple(states.meeting_state(said) for said in journal.kept.meetings().values()),  # type: ignore[arg-type]
        moved=tuple(move for move in moves if move.at >= now - ANSWERED_WITHIN),
        markings=_markings(world),
        referrals=_referrals(world, cases),
    )


def _referrals(world: World, cases: Iterable[Case]) -> dict[str, Referral]:
    """The newest form of each case that is still open."""
    kept = {case.ref: _kept_map(world, f"referral:{case.ref}") for case in cases if case.is_open}
    return {ref: states.referral(said) for ref, said in kept.items() if said}


def _markings(world: World) -> dict[str, str]:
    """The highest marking that came in on each case."""
    found: dict[str, str] = {}
    for mail in world.journal.mails.decided():
        marking = str(mail.arrival.get("marking") or "")
        if mail.case_ref and marking:
            found[mail.case_ref] = highest_of(found.get(mail.case_ref, ""), marking)
    return found


def _kept_map(world: World, name: str) -> dict[str, Any]:
    kept = world.journal.kept.get(name)
    return kept if isinstance(kept, dict) else {}


def _kept_list(world: World, name: str) -> list[Any]:
    kept = world.journal.kept.get(name)
    return kept if isinstance(kept, list) else []
