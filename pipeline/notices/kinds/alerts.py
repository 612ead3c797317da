"""Alerts to the business manager: what a person must look at, at once where a child may be in danger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from pipeline.cases.taken_in import WAITING
from pipeline.model import Assurance, Attention, MailShown, NoticeKind
from pipeline.notices import recipients
from pipeline.notices.model import Contact, MovedDeadline, Notice, NoticeKey
from pipeline.notices.open_questions import SAID_IN_QUESTIONS
from pipeline.notices.recipients import OFFICE_ROLES
from pipeline.notices.reminder_ladder import may_speak
from pipeline.notices.situation import Arrival, Situation, shown_sender
from pipeline.protective_marking import highest_of

Said = TypeVar("Said", Attention, MovedDeadline)
# The beginnings of the ids of what stands while the world fails.
ALARMED = ("mailbox:", "outgoing:", "undecided:", "tracker:held:")
Line = tuple[tuple[Contact, ...], ...]
_LINE = ("manager", "deputy", "chair", "la-lead")
_URGENT = "urgent-"
_BELIEF = {Assurance.CONFIRMED.value: 0, Assurance.FAILED.value: 2}


def alerts(situation: Situation) -> tuple[Notice, ...]:
    """Every alert due and not yet said: new urgent mails in one, those still open in one, what else is urgent likewise,
    and all others in one."""
    urgent = tuple(_urgent_notices(situation))
    notices = situation.settings.notices
    if not may_speak(situation.now, notices=notices, calendar=situation.calendar):
        return urgent
    calm = (_calm_notice(situation, contact) for contact in recipients.managers(situation))
    return (*urgent, *filter(None, calm))


def _alerted(situation: Situation) -> Iterator[Attention]:
    # A question has a mail of its own, and that its day has come is no child in danger; what waits to be sorted is a
    # line of the digest.
    # What fails of the world is alarmed of by a way that needs neither journal nor templates.
    others = (*SAID_IN_QUESTIONS, WAITING, *ALARMED)
    return (item for item in open_items(situation) if not item.id.startswith(others))


def open_items(situation: Situation) -> tuple[Attention, ...]:
    """What waits for a person, urgent things first, then the oldest."""
    there = (*situation.attention, *_from_arrivals(situation))
    # Somebody who has answered the alert has it in hand: it still waits, and presses nobody further.
    taken = situation.acknowledged
    waiting = [replace(item, urgent=item.urgent and item.id not in taken) for item in there if not item.resolved]
    return tuple(sorted(waiting, key=lambda item: (not item.urgent, item.since, item.id)))


def _from_arrivals(situation: Situation) -> Iterator[Attention]:
    known = {item.message for item in situation.attention if item.message}
    for arrival in situation.arrivals:
        if arrival.urgent and arrival.sha256 not in known:
            yield Attention(
                id=f"urgent:{arrival.sha256}",
                what="A mail that may concern a child in danger now has come in",
                why=arrival.reason or "Its words point to a live safeguarding concern.",
                remedy="Read it in the mailbox now and pass it to the front door.",
                since=arrival.received_at,
                case_ref=arrival.case_ref,
                message=arrival.sha256,
                urgent=True,
                mail=MailShown(received_at=arrival.received_at, sender=shown_sender(arrival)),
            )


def _urgent_notices(situation: Situation) -> Iterator[Notice]:
    pressing = [item for item in _alerted(situation) if item.urgent]
    mails = sorted((item for item in pressing if item.message), key=_by_belief(situation))
    others = [item for item in pressing if not item.message]
    told = first_told(situation)
    for items, roles in ((mails, _LINE), (others, OFFICE_ROLES)):
        line = _line(situation, roles)
        for place, contact in ((place, contact) for place, there in enumerate(line) for contact in there):
            turns = (
                (_turn(item, contact, place=place, line=line, told=told, situation=situation), item) for item in items
            )
            new = _not_said(situation, ((key, item) for key, item in turns if key is not None))
            # What is still open would make what is new beside it look old.
            for again in (False, True):
                if of_one := [(key, item) for key, item in new if (key.rung != f"{_URGENT}0") is again]:
                    yield _urgent_notice(situation, contact, new=of_one)


def _line(situation: Situation, roles: Iterable[str]) -> Line:
    """Who is told in turn, each place by one role, nobody twice; a place at which nobody stands falls away."""
    seen: set[str] = set()
    places: list[tuple[Contact, ...]] = []
    for role in roles:
        there = recipients.with_role(situation, role)
        wanted = recipients.wanting(there, NoticeKind.ALERT)
        # The office itself cannot ask to be told of no danger.
        found = wanted or (there if role in OFFICE_ROLES else ())
        here = tuple(contact for contact in found if contact.address.lower() not in seen)
        seen |= {contact.address.lower() for contact in here}
        places += [here] if here else []
    return tuple(places)


def first_told(situation: Situation) -> Mapping[str, datetime]:
    """When an urgent alert about each item was first queued, by the item's id."""
    found: dict[str, datetime] = {}
    for key, at in situation.said.items():
        if key.kind is NoticeKind.ALERT and key.rung.startswith(_URGENT):
            found[key.duty] = min(at, found.get(key.duty, at))
    return found


def _turn(
    item: Attention, contact: Contact, *, place: int, line: Line, told: Mapping[str, datetime], situation: Situation
) -> NoticeKey | None:
    """The key of the alert that is due to whoever stands at `place`; None while it is not their turn.

    Two alerts to each, the second when the next in line gets the first; once all have had theirs, one each working
    day to the last. The hours run from the first alert: a mail that lay unread through an outage alarms nobody early.
    """
    reached = _reached(item, line=line, told=told, situation=situation)
    if reached < place:
        return None
    if place == len(line) - 1 and reached > len(line):
        notices = situation.settings.notices
        of_today = _key(item, contact, rung=f"{_URGENT}on-{situation.today.isoformat()}")
        second = _key(item, contact, rung=f"{_URGENT}1")
        speaks = may_speak(situation.now, notices=notices, calendar=situation.calendar)
        return of_today if speaks and not situation.was_today(second) else None
    return _key(item, contact, rung=f"{_URGENT}{min(reached - place, 1)}")


def _reached(item: Attention, *, line: Line, told: Mapping[str, datetime], situation: Situation) -> int:
    """How many places an unanswered alert has gone down the line: one an interval, and past whoever is away at once."""
    first = told.get(item.id)
    if first is None:
        return 0
    interval = timedelta(minutes=situation.settings.notices.alert_again_minutes)
    reached = (situation.now - first) // interval
    away = {reply.sender.address.lower() for reply in situation.automatic_replies if reply.received_at >= first}
    while reached < len(line) and all(contact.address.lower() in away for contact in line[reached]):
        reached += 1
    return reached


def _urgent_notice(situation: Situation, contact: Contact, *, new: list[tuple[NoticeKey, Attention]]) -> Notice:
    keys, items = tuple(key for key, _ in new), tuple(item for _, item in new)
    known = {arrival.sha256: arrival for arrival in situation.arrivals}
    came = [known[item.message] for item in items if item.message in known]
    return Notice(
        key=keys[0],
        also_keys=keys[1:],
        recipient_name=contact.name,
        words={
            "items": items,
            "moved": (),
            "again": all(key.rung != f"{_URGENT}0" for key in keys),
            "has_tracker": recipients.has_tracker(situation, contact.address),
            "places": {arrival.sha256: _place(situation, arrival) for arrival in came},
        },
        urgent=True,
        marking=highest_of(*(situation.markings.get(item.case_ref, "") for item in items)),
    )


def _by_belief(situation: Situation) -> Callable[[Attention], tuple[int, datetime, str]]:
    """Mails that the receiving server confirmed come first, those that failed last: a flood of forgeries hides none."""
    ranks = {arrival.sha256: _BELIEF.get(arrival.assurance, 1) for arrival in situation.arrivals}
    return lambda item: (ranks.get(item.message, 1), item.since, item.id)


def _place(situation: Situation, arrival: Arrival) -> str:
    """Where the office finds the mail once the pass is over."""
    folders = situation.settings.mailbox.folders
    waits = any(item.message == arrival.sha256 for item in situation.attention)
    folder = f"folder {folders.needs_attention if waits else folders.processed}"
    return f"{folder}; {arrival.original} beside the tracker" if arrival.original else folder


def _said_once(moves: Iterable[MovedDeadline]) -> Iterator[MovedDeadline]:
    # A new case brings the same date for every agency; the date for all of them says it once.
    # A new day to work to is no date yet: the question about its start says it. What the office typed it knows.
    others = (move for move in moves if not move.typed)
    return (move for move in others if move.old or not (move.subject or move.is_target))


def _calm_notice(situation: Situation, contact: Contact) -> Notice | None:
    items = ((_key(item, contact, rung="once"), item) for item in _alerted(situation) if not item.urgent)
    new = _not_said(situation, items)
    moves = _not_said(situation, ((_moved_key(move, contact), move) for move in _said_once(situation.moved)))
    keys = tuple(key for key, _ in (*new, *moves))
    if not keys:
        return None
    refs = {key.case_ref for key in keys}
    return Notice(
        key=keys[0],
        also_keys=keys[1:],
        recipient_name=contact.name,
        words={
            "items": tuple(item for _, item in new),
            "moved": tuple(move for _, move in moves),
            "initials": situation.initials,
            "again": False,
            "has_tracker": True,
        },
        marking=highest_of(*(situation.markings.get(ref, "") for ref in refs)),
    )


def _not_said(situation: Situation, keyed: Iterable[tuple[NoticeKey, Said]]) -> list[tuple[NoticeKey, Said]]:
    return [(key, said) for key, said in keyed if not situation.has_said(key)]


def _key(item: Attention, contact: Contact, *, rung: str) -> NoticeKey:
    return NoticeKey(
        kind=NoticeKind.ALERT,
        case_ref=item.case_ref,
        duty=item.id,
        due=None,
        rung=rung,
        recipient=contact.address.lower(),
    )


def _moved_key(move: MovedDeadline, contact: Contact) -> NoticeKey:
    return NoticeKey(
        kind=NoticeKind.ALERT,
        case_ref=move.case_ref,
        duty=move.rule,
        subject=move.subject,
        due=move.new,
        rung=f"moved-{move.at:%Y%m%dT%H%M%S}",
        recipient=contact.address.lower(),
    )
