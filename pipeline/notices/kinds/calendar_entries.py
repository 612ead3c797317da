"""Deadlines in the own calendars of those who ask for it: entered, moved with the ledger, taken out when done.

What stands in whose calendar follows from the keys that were said: of each duty and person the highest number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.clock.law_files.rules import law
from pipeline.clock.model import Deadline, DutyState
from pipeline.dates import short_date
from pipeline.facts import Case
from pipeline.model import NoticeKind
from pipeline.notices import recipients
from pipeline.notices.kinds.agency_requests import return_deadlines
from pipeline.notices.kinds.reminders import is_chased
from pipeline.notices.meetings.invitation import duty_entry, method_of
from pipeline.notices.model import Contact, DutyEntry, MailFile, Notice, NoticeKey
from pipeline.notices.proofs import duty_uid
from pipeline.notices.situation import Situation
from pipeline.notices.wording.plain_names import line_name

# So many entries a mail, each a file to be opened by hand; the others come on the next working day.
_MOST = 20
_STANDS, _GONE = "entry", "withdrawn"
_WHY = {
    DutyState.DONE: "it is done",
    DutyState.NOT_NEEDED: "it is not needed",
    DutyState.STOPPED: "its clock is stopped",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Change:
    """One duty that enters somebody's calendar, moves in it or leaves it."""

    key: NoticeKey
    title: str
    text: str  # as a line of the mail says it

    @property
    def leaves(self) -> bool:
        return self.key.rung.startswith(_GONE)


def calendar_entries(situation: Situation) -> tuple[Notice, ...]:
    """To everybody who asked for it, the changes of their own duties in their calendar, in one mail a day."""
    changes: dict[str, list[_Change]] = {}
    for change in _changes(situation):
        changes.setdefault(change.key.recipient, []).append(change)
    return tuple(
        _notice(situation, sorted(mine, key=_soonest_first)[:_MOST])
        for address, mine in changes.items()
        if not situation.has_written_today(address, NoticeKind.CALENDAR)
    )


def _changes(situation: Situation) -> Iterator[_Change]:
    said, wanted = _last_said(situation), dict(_wanted(situation))
    for whose, deadline in wanted.items():
        last = said.get(whose)
        if _is_to_be_entered(last, deadline, today=situation.today):
            yield _entering(situation, whose, deadline=deadline, last=last)
    reached = recipients.addresses_of(contact for contact in situation.contacts if contact.active)
    for whose, last in said.items():
        # A case that could not be counted takes nothing out of anybody's calendar.
        is_known = whose.case_ref in situation.ledgers and whose.case_ref in situation.initials
        if _stands(last) and whose not in wanted and is_known and whose.recipient in reached:
            yield _leaving(situation, last)


def _is_to_be_entered(last: NoticeKey | None, deadline: Deadline, *, today: date) -> bool:
    # A day that is over enters nobody's calendar; one that stands there stays until the duty is done.
    return last.due != deadline.due if last and _stands(last) else deadline.due >= today


def _stands(last: NoticeKey) -> bool:
    return last.rung.startswith(_STANDS)


def _last_said(situation: Situation) -> dict[NoticeKey, NoticeKey]:
    """The last key of each duty in each calendar, by the duty and person alone."""
    found: dict[NoticeKey, NoticeKey] = {}
    for key, _ in situation.said_of(NoticeKind.CALENDAR):
        whose = replace(key, due=None, rung="")
        found[whose] = max(found.get(whose, key), key, key=_number)
    return found


def _number(key: NoticeKey) -> int:
    return int(key.rung.rpartition("-")[2])


def _wanted(situation: Situation) -> Iterator[tuple[NoticeKey, Deadline]]:
    """Whose calendar is to hold which deadline: only what rests on that person, from a day that is known."""
    asking = recipients.asking_for_entries(situation.contacts)
    for case in situation.running_cases if asking else ():
        for deadline, contacts in _owned(situation, case):
            if deadline.has_known_start and not deadline.impossible:
                for address in recipients.addresses_of(contacts) & asking:
                    yield _whose(deadline, address), deadline


def _owned(situation: Situation, case: Case) -> Iterator[tuple[Deadline, Sequence[Contact]]]:
    for deadline in situation.deadlines.get(case.ref, ()):
        if is_chased(situation, case, deadline=deadline):
            audience = recipients.owners(situation, deadline.owner, case=case, rule=deadline.rule)
            # On whoever is reminded in the place of nobody, it does not rest.
            yield deadline, () if audience.nobody else audience.contacts
    for agency, deadline in return_deadlines(situation, case):
        yield deadline, recipients.wanting(recipients.of_agency(situation, agency), NoticeKind.CHASER)


def _whose(deadline: Deadline, address: str) -> NoticeKey:
    return NoticeKey(
        kind=NoticeKind.CALENDAR,
        case_ref=deadline.case_ref,
        duty=deadline.rule,
        subject=deadline.subject,
        due=None,
        rung="",
        recipient=address,
    )


def _entering(situation: Situation, whose: NoticeKey, *, deadline: Deadline, last: NoticeKey | None) -> _Change:
    title, day = line_name(deadline), _day(situation, deadline.due)
    number = 0 if last is None else _number(last) + 1
    before = last.due if last and _stands(last) else None
    text = f"moved to {day}, before {_day(situation, before)}" if before else f"entered on {day}"
    key = replace(whose, due=deadline.due, rung=f"{_STANDS}-{number}")
    return _Change(key=key, title=title, text=f"{situation.called(whose.case_ref)}, {title}: {text}")


def _leaving(situation: Situation, last: NoticeKey) -> _Change:
    found = situation.deadline_of(last.case_ref, last.duty, subject=last.subject)
    if found is not None:
        title, why = line_name(found), _WHY.get(found.state, "it no longer rests with you by a day that is known")
    else:
        known = law()
        title = known.rule(last.duty).title if known.knows(last.duty) else "A step of the local timetable"
        why = "it is not asked for any more"
    if last.recipient not in recipients.asking_for_entries(situation.contacts):
        why = "your calendar was to be kept no longer"
    key = replace(last, rung=f"{_GONE}-{_number(last) + 1}")
    return _Change(key=key, title=title, text=f"{situation.called(last.case_ref)}, {title}: taken out, since {why}")


def _day(situation: Situation, day: date) -> str:
    return short_date(day, today=situation.today)


def _soonest_first(change: _Change) -> tuple[date, str]:
    return change.key.due or date.max, change.key.text()


def _notice(situation: Situation, changes: Sequence[_Change]) -> Notice:
    first, *others = (change.key for change in changes)
    contact = next(one for one in situation.contacts if one.active and one.recipient == first.recipient)
    notice = Notice(
        key=first,
        also_keys=tuple(others),
        recipient_name=contact.name,
        words={"meaning": _meaning(situation, changes), "lines": tuple(change.text for change in changes)},
        marking=situation.marking_of(change.key for change in changes),
    )
    return _with_files(notice, [_entry(situation, change) for change in changes], situation=situation)


def _with_files(notice: Notice, entries: Sequence[DutyEntry], *, situation: Situation) -> Notice:
    """The notice with its entries: one is the calendar part of the mail, several are files.

    A request holds no second entry (RFC 5546, 3.2.2).
    """
    files = [duty_entry(entry, office=situation.settings.office, now=situation.now) for entry in entries]
    if len(files) == 1:
        return replace(notice, calendar=files[0], calendar_method=method_of(entries[0]))
    numbered = enumerate(zip(entries, files, strict=True), start=1)
    named = (_file(entry, number, content=content) for number, (entry, content) in numbered)
    return replace(notice, files=tuple(named))


def _meaning(situation: Situation, changes: Sequence[_Change]) -> str:
    first, number = changes[0], len(changes)
    days = [change.key.due for change in changes if not change.leaves and change.key.due]
    if number == 1:
        return f"Last day {_day(situation, days[0])}: {first.title}" if days else f"Taken out: {first.title}"
    if not days:
        return f"{number} deadlines leave your calendar"
    return f"{number} changes for your calendar, first {_day(situation, min(days))}"


def _file(entry: DutyEntry, number: int, *, content: bytes) -> MailFile:
    return MailFile(name=f"{number:02} {entry.case_ref}.ics", media_type="application/ics", content=content)


def _entry(situation: Situation, change: _Change) -> DutyEntry:
    key = change.key
    return DutyEntry(
        case_ref=key.case_ref,
        uid=duty_uid(key, secret=situation.secret),
        sequence=_number(key),
        day=key.due or situation.today,
        title=change.title,
        holder=key.recipient,
        cancelled=change.leaves,
    )
