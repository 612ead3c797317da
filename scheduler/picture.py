"""What is known now, put together from the journal: cases with their dates, contacts, arrivals, meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from pipeline.case_faults import is_of_a_case
from pipeline.clock.changes.moved_dates import worked_to
from pipeline.clock.count.calendars import Calendar, england_and_wales
from pipeline.clock.duties.deadlines import deadlines
from pipeline.clock.duties.tasks import tasks
from pipeline.clock.law_files.rules import Law, checked
from pipeline.clock.model import Deadline, Task
from pipeline.edges.journal.kept_records import arrival_of
from pipeline.facts import Case
from pipeline.model import Referral
from pipeline.notices import recipients
from pipeline.notices.model import Contact
from pipeline.notices.situation import Situation
from pipeline.protective_marking import highest_of
from pipeline.settings import NonWorkingDay
from scheduler.world import World

# A mail is answered, and a moved date told, within these days; afterwards only a person would.
ANSWERED_WITHIN = timedelta(days=30)


def calendar_of(world: World) -> Calendar:
    """England and Wales with the days that the settings and the tracker's Calendar sheet add."""
    return england_and_wales((*world.settings.clock.extra_non_working_days, *office_days(world)))


def office_days(world: World) -> tuple[NonWorkingDay, ...]:
    """The days that the office typed into the Calendar sheet."""
    return world.journal.kept.office_days.get()


def contacts_of(world: World) -> tuple[Contact, ...]:
    """Everybody on the Contacts sheet; those of the settings while it is empty."""
    kept = world.journal.kept.contacts.get()
    # A row that cannot be written to yet is a row: the sheet is the office's from its first word on.
    if kept or unfinished_contacts(world):
        return kept
    return tuple(Contact(**entry.model_dump()) for entry in world.settings.contacts)


def has_manager(world: World) -> bool:
    """Whether there is a business manager or a deputy, without whom nothing is sent."""
    return recipients.somebody_in_charge(contacts_of(world), area=world.settings.office.area)


def unfinished_contacts(world: World) -> tuple[Contact, ...]:
    """Those on the Contacts sheet that cannot be written to yet; only a workbook made anew needs them."""
    return world.journal.kept.unfinished_contacts.get()


def deadlines_of(world: World, cases: Iterable[Case], *, now: datetime) -> dict[str, tuple[Deadline, ...]]:
    """Every deadline of each case, by its reference; counted once for each state of a case in a pass.

    A case that cannot be counted has none, and is among `world.uncounted`.
    """
    calendar = calendar_of(world)
    targets = {kept.key: kept for kept in world.journal.kept.targets.get()}
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
    world.uncounted.discard(case.ref)
    try:
        return deadlines(
            case,
            law=world.law,
            calendar=calendar,
            choices=world.settings.clock,
            timetable=world.settings.timetable,
            now=now,
        )
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
    return Situation(
        now=now,
        settings=world.settings,
        calendar=calendar_of(world),
        cases=cases,
        deadlines=deadlines_of(world, cases, now=now),
        tasks=tasks_of(world, cases, now=now),
        contacts=contacts_of(world),
        said=journal.notices.said(),
        arrivals=tuple(filter(None, map(arrival_of, mails))),
        attention=journal.casebook.attention(),
        meetings=tuple(journal.kept.meetings.all().values()),
        moved=tuple(move for move in journal.kept.moved.get() if move.at >= now - ANSWERED_WITHIN),
        markings=_markings(world),
        referrals=_referrals(world, cases),
    )


def _referrals(world: World, cases: Iterable[Case]) -> dict[str, Referral]:
    """The newest form of each case that is still open."""
    kept = {case.ref: world.journal.kept.referrals.get(case.ref) for case in cases if case.is_open}
    return {ref: referral for ref, referral in kept.items() if referral is not None}


def _markings(world: World) -> dict[str, str]:
    """The highest marking that came in on each case."""
    found: dict[str, str] = {}
    for mail in world.journal.mails.decided():
        marking = str(mail.arrival.get("marking") or "")
        if mail.case_ref and marking:
            found[mail.case_ref] = highest_of(found.get(mail.case_ref, ""), marking)
    return found
