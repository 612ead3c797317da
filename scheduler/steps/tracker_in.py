"""Takes in what the office typed into the tracker, as facts, before anything else happens in a pass."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from pipeline.case_faults import without_failing
from pipeline.cases.office_edits import edit_entry, taken_back
from pipeline.clock.count.calendars import england_and_wales
from pipeline.dates import london_date, long_date
from pipeline.edges.journal import Journal
from pipeline.edges.journal.columns import instant_text, value_text
from pipeline.edges.journal.kept_records import Topic
from pipeline.edges.tracker_file.workbook_file import TrackerFile
from pipeline.errors import TrackerLocked, TrackerRefused, TrackerUnreadable
from pipeline.facts import FACT_NAMES, STATUSES, Case, Fact, Source
from pipeline.item_ids import ItemKind, item_id
from pipeline.model import Attention, LogEntry
from pipeline.notices.open_questions import accepted
from pipeline.settings import NonWorkingDay
from pipeline.tracker.content.rows import line_digest, log_key
from pipeline.tracker.merge.office_words import office_words
from pipeline.tracker.merge.sentences import deleted_row
from pipeline.tracker.merge.settled_items import OPENED_AGAIN, SETTLED
from pipeline.tracker.merge.unchanged_sheets import touched_refs
from pipeline.tracker.model import Base, CalendarDay, NewCase, OfficeWords
from pipeline.watch.standing import FaultKind
from scheduler.guards.old_store import is_old, look_at_workbook, show_age
from scheduler.mails.departures import still_there
from scheduler.mails.proposed import take
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport, show_conditions
from scheduler.snapshot import Snapshot
from scheduler.tracker_base import base_of, keep, workbook_at_fault


def take_in_office_words(
    *, office: ConfiguredOffice, journal: Journal, tracker: TrackerFile, snapshot: Snapshot, report: PassReport
) -> None:
    """Records every word of the office since the last write; what cannot be read is left to the later step."""
    try:
        content = tracker.read()
        if content is None:
            return
        with workbook_at_fault():
            look_at_workbook(content, office=office, journal=journal)
            if is_old(journal):
                show_age(journal, report=report, now=snapshot.now)
                return  # no row of a workbook that knows more is taken for the words of another case
            base = base_of(journal, content)
            _wake_touched(content, base, journal=journal, snapshot=snapshot)
            resting = frozenset(snapshot.at_rest.standings)
            words, failing = without_failing(
                snapshot.cases,
                lambda cases: office_words(content, base, cases=cases, now=snapshot.now, resting=resting),
            )
    except (TrackerUnreadable, TrackerLocked, TrackerRefused) as fault:
        report.stands(FaultKind.TRACKER, str(fault), now=snapshot.now)
        return
    with journal.writing():
        show_conditions(journal, Topic.UNHEARD, items=[_unheard(case.ref, now=snapshot.now) for case in failing])
        words = _without_rows_of(words, failing)
        opened = _record(words, office=office, journal=journal, snapshot=snapshot)
        keep(journal, words.base, before=base)
        conflicts = [_conflict(path.name, now=snapshot.now) for path in tracker.conflict_copies()]
        show_conditions(journal, Topic.CONFLICTS, items=conflicts)
    settled = (item_id(item).about for item in _called_right(words))
    snapshot.renew_cases((*(fact.case_ref for fact in words.facts), *opened, *settled))
    snapshot.renew_basis()
    report.count("words of the office taken in", len(words.facts))
    report.count("cases opened from the tracker", len(words.new_cases))


def _wake_touched(content: bytes, base: Base, *, journal: Journal, snapshot: Snapshot) -> None:
    """Wakes the cases of which a row says anything else than was written."""
    if not snapshot.at_rest.standings:
        return
    # An older version that was put in place takes their rest from all, as columns that are gone or come back do.
    touched = touched_refs(content, base) if journal.standings.any() else None
    if touched is None:
        snapshot.wake_all()
    else:
        snapshot.wake(touched)


def _without_rows_of(words: OfficeWords, failing: tuple[Case, ...]) -> OfficeWords:
    """The words without what they say of the rows of cases that were left out: these are no rows of no case."""
    left_out = {case.ref for case in failing}
    refusals = (item for item in words.refusals if item.id.rpartition("|")[2] not in left_out)
    return replace(words, refusals=tuple(refusals)) if left_out else words


def _unheard(case_ref: str, *, now: datetime) -> Attention:
    return Attention(
        id=f"unheard:{case_ref}",
        what="What the office typed on a case could not be taken in",
        why="Something recorded on this case cannot be worked with, so its rows in the tracker were not read; every "
        "other case goes on.",
        remedy="Look through what was last typed on this case and correct what cannot be right. This line then goes by "
        "itself.",
        since=now,
        case_ref=case_ref,
    )


def _record(words: OfficeWords, *, office: ConfiguredOffice, journal: Journal, snapshot: Snapshot) -> tuple[str, ...]:
    """Records what the office typed, inside the caller's transaction; gives the cases that this opened or changed."""
    casebook, now = journal.casebook, snapshot.now
    before = snapshot.cases_by_ref
    casebook.log(edit_entry(fact, before[fact.case_ref].value(fact.name, fact.subject)) for fact in words.facts)
    casebook.add_facts(words.facts)
    prefix = office.settings.office.reference_prefix
    opened = tuple(_open(new, prefix, journal=journal, now=now) for new in words.new_cases)
    if words.contacts is not None:
        journal.kept.contacts.put(words.contacts)
        journal.kept.unfinished_contacts.put(words.unfinished)
        still_there((item for item, answer in words.answered.items() if answer == "no"), journal=journal)
    _record_days(words, {day.date: day for day in snapshot.office_days}, journal=journal, now=now)
    casebook.resolve((*words.resolved, *words.answered), now=now)
    changed = _take_answers(words.answered, journal=journal, now=now)
    _accept(_called_right(words), journal=journal, now=now)
    _reopen(words.reopened, journal=journal)
    show_conditions(journal, Topic.TRACKER, items=words.refusals)
    casebook.show(deleted_row(ref, now=now) for ref in words.deleted)
    casebook.log(words.log)
    undone = _take_back(words.taken_back, journal=journal, now=now)
    return (*opened, *changed, *undone)


def _take_back(keys: tuple[str, ...], *, journal: Journal, now: datetime) -> tuple[str, ...]:
    """Gives back what held before the edits whose lines of the log have these keys; gives the cases concerned."""
    marked = [entry for entry in journal.casebook.entries() if log_key(entry) in keys] if keys else []
    _open_again(marked, journal=journal, now=now)
    entries = [entry for entry in marked if entry.case_ref and entry.event != SETTLED]
    for entry in entries:
        for case in journal.casebook.cases(entry.case_ref):
            fact, line = taken_back(case, entry, now=now)
            journal.casebook.add_facts([fact] if fact else [])
            journal.casebook.log([line])
    return tuple(dict.fromkeys(entry.case_ref for entry in entries))


def _open_again(entries: Iterable[LogEntry], *, journal: Journal, now: datetime) -> None:
    """Puts back on Needs attention what the office had settled, as these lines of the log say."""
    for entry in entries:
        if entry.event != SETTLED:
            continue
        items = journal.kept.settled_by_line.get(line_digest(entry)) or frozenset()
        found = _reopen(items, journal=journal)
        event = OPENED_AGAIN if found else "Nothing was opened again, since it had ended by itself"
        journal.casebook.log([LogEntry(at=now, event=event, detail=entry.detail, case_ref=entry.case_ref)])


def _reopen(items: Collection[str], *, journal: Journal) -> int:
    """Opens what was settled again, of which the log then tells anew once it is settled; says how many there were."""
    for item in items:
        journal.kept.settled_at.put(item, None)
    return journal.casebook.reopen(items)


def _take_answers(answered: Mapping[str, str], *, journal: Journal, now: datetime) -> tuple[str, ...]:
    """Records what the office accepted of what mails proposed, and remembers each choice; gives the cases concerned."""
    # What was once entered is corrected in its own cell: a later no takes nothing back, and must not seem to.
    known = {ident: one for ident in answered if (one := journal.kept.proposals.get(ident)) is not None}
    kept = {ident: one for ident, one in known.items() if one.answer != "yes"}
    for ident, proposal in kept.items():
        answer = answered[ident]
        if answer == "yes":
            take(proposal, journal=journal, now=now)
        journal.kept.proposals.put(ident, replace(proposal, answer=answer))
        said = "accepted" if answer == "yes" else "declined"
        entry = LogEntry(at=now, event=f"The office {said} what a mail proposes", detail="", case_ref=proposal.case_ref)
        journal.casebook.log([entry])
    return tuple(dict.fromkeys(proposal.case_ref for proposal in kept.values()))


def _called_right(words: OfficeWords) -> tuple[str, ...]:
    """The ids of what forms propose and the office has accepted, under Accept or by calling it settled."""
    accepted_ids = (item for item, answer in words.answered.items() if answer == "yes")
    declined = {item for item, answer in words.answered.items() if answer == "no"}
    said = dict.fromkeys((*accepted_ids, *words.resolved))
    return tuple(item for item in said if item_id(item).kind is ItemKind.PROPOSED and item not in declined)


def _accept(items: Iterable[str], *, journal: Journal, now: datetime) -> None:
    """Records what forms proposed and the office has called right; what it typed itself beside that holds instead."""
    refs = [item_id(item).about for item in items]
    for case in journal.casebook.cases(*refs) if refs else ():
        facts = accepted(case, now=now)
        journal.casebook.add_facts(facts)
        journal.casebook.log(
            LogEntry(at=now, event=f"The office accepted {FACT_NAMES[fact.name].header}", detail="", case_ref=case.ref)
            for fact in facts
        )


def _record_days(words: OfficeWords, before: Mapping[date, NonWorkingDay], *, journal: Journal, now: datetime) -> None:
    """Keeps the days that the office typed, and lets go of those that it took away again."""
    typed = _days_typed(words.calendar, london_date(now))
    # A bank holiday whose title was changed, and changed back, is again what the calendar says.
    as_listed = (day.date for day in words.calendar if day.date not in typed)
    gone = before.keys() & {*words.removed_days, *as_listed}
    if not typed and not gone:
        return
    journal.kept.office_days.put(day for day in {**before, **typed}.values() if day.date not in gone)
    added = (day for day in typed if day not in before)
    journal.casebook.log(_day_entry("added", day, now=now) for day in added)
    journal.casebook.log(_day_entry("removed", day, now=now) for day in sorted(gone))


def _day_entry(did: str, day: date, *, now: datetime) -> LogEntry:
    return LogEntry(at=now, event=f"The office {did} a non-working day", detail=long_date(day))


def _days_typed(calendar: Iterable[CalendarDay], today: date) -> dict[date, NonWorkingDay]:
    """The days of the Calendar sheet that are not on the published list under the same title."""
    listed = {day.day: day.title for day in england_and_wales().holidays}
    return {day.date: _typed(day, today) for day in calendar if listed.get(day.date) != day.title}


def _typed(day: CalendarDay, today: date) -> NonWorkingDay:
    source = day.source or "the tracker's Calendar sheet"
    return NonWorkingDay(date=day.date, title=day.title, source=source, entered_on=today)


def _conflict(name: str, *, now: datetime) -> Attention:
    return Attention(
        id=f"conflict:{name}",
        what="There are two copies of the tracker",
        why=f"A sync program has put {name} beside it, as it does when two people save at the same time.",
        remedy="Copy what is only in that file into the tracker, and delete it.",
        since=now,
    )


def _open(new: NewCase, prefix: str, *, journal: Journal, now: datetime) -> str:
    """Opens a case for a row without a Ref and gives its reference; a row whose case is open is no new one."""
    casebook = journal.casebook
    said = "|".join(f"{name}={value_text(value)}" for name, value in new.values)
    origin = f"tracker:{hashlib.sha256(said.encode()).hexdigest()}"
    number = 1
    while casebook.opened_by(origin if number == 1 else f"{origin}:{number}"):
        number += 1  # two cases may begin with the same few words
    ref = casebook.next_ref(prefix, london_date(now).year, shown=journal.kept.guards.refs.get() or ())
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
    return ref
