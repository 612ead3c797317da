"""Alerts to the business manager: what a person must look at, at once where a child may be in danger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from pipeline.cases.attention import of_its_mail
from pipeline.item_ids import OF_QUESTIONS, OF_THE_WORLD, ItemKind, ItemTopic, item_id
from pipeline.model import DOUBT, Assurance, Attention, MailShown, NoticeKind
from pipeline.notices import recipients
from pipeline.notices.kinds.alert_line import FIRST, OF_A_MAIL, AlertLine, alert_key, alert_line
from pipeline.notices.kinds.in_the_digest import waits_for_the_digest, waits_for_the_next_digest
from pipeline.notices.model import Contact, MovedDeadline, Notice, NoticeKey
from pipeline.notices.recipients import OFFICE_ROLES
from pipeline.notices.reminder_ladder import may_speak
from pipeline.notices.situation import Arrival, Situation, shown_sender

Said = TypeVar("Said", Attention, MovedDeadline)
_BELIEF = {Assurance.CONFIRMED.value: 0, Assurance.FAILED.value: 2}


def alerts(situation: Situation) -> tuple[Notice, ...]:
    """Every alert due and not yet said: new urgent mails in one, those still open in one, what else is urgent likewise,
    those in doubt in one at any hour, and all others in one."""
    urgent = (*_urgent_notices(situation), *_doubtful_notices(situation))
    notices = situation.settings.notices
    if not may_speak(situation.now, notices=notices, calendar=situation.calendar):
        return urgent
    calm = (_calm_notice(situation, contact) for contact in recipients.managers(situation))
    return (*urgent, *filter(None, calm))


def _alerted(situation: Situation) -> Iterator[Attention]:
    # A question has a mail of its own, and that its day has come is no child in danger; what waits to be sorted is a
    # line of the digest.
    # What fails of the world is alarmed of by a way that needs neither journal nor templates.
    others = OF_QUESTIONS | OF_THE_WORLD | {ItemKind.TAKEN_IN}
    return (item for item in open_items(situation) if item_id(item.id).kind not in others)


def open_items(situation: Situation) -> tuple[Attention, ...]:
    """What waits for a person, urgent things first, then the oldest."""
    return open_of(situation.attention, situation.arrivals, acknowledged=situation.acknowledged)


def open_of(
    shown: tuple[Attention, ...], arrivals: Iterable[Arrival], *, acknowledged: frozenset[str]
) -> tuple[Attention, ...]:
    """What waits of the items `shown` and of urgent mails that have none, in the same order."""
    there = (*shown, *_from_arrivals(shown, arrivals))
    # Somebody who has answered the alert has it in hand: it still waits, and presses nobody further.
    waiting = [replace(item, urgent=item.urgent and item.id not in acknowledged) for item in there if not item.resolved]
    return tuple(sorted(waiting, key=lambda item: (not item.urgent, item.since, item.id)))


def _from_arrivals(shown: Iterable[Attention], arrivals: Iterable[Arrival]) -> Iterator[Attention]:
    known = {item.message for item in shown if item.message}
    for arrival in arrivals:
        if arrival.urgent and arrival.sha256 not in known:
            item = Attention(
                id=f"urgent:{arrival.sha256}",
                what="A mail that may concern a child in danger now has come in",
                why=arrival.reason or "Its words point to a live safeguarding concern.",
                remedy="Read it in the mailbox now and pass it to the front door.",
                since=arrival.received_at,
                case_ref=arrival.case_ref,
                message=arrival.sha256,
                urgent=True,
            )
            yield of_its_mail(item, MailShown(received_at=arrival.received_at, sender=shown_sender(arrival)))


def _urgent_notices(situation: Situation) -> Iterator[Notice]:
    pressing = [item for item in _alerted(situation) if item.urgent]
    mails = sorted((item for item in pressing if item.message), key=_by_belief(situation))
    for items, roles in ((mails, OF_A_MAIL), ([item for item in pressing if not item.message], OFFICE_ROLES)):
        line = alert_line(situation, roles)
        for place, there in enumerate(line.places):
            for contact in there:
                yield from _urgent_to(contact, items, place=place, line=line)


def _urgent_to(contact: Contact, items: Iterable[Attention], *, place: int, line: AlertLine) -> Iterator[Notice]:
    rungs = ((line.rung(item, contact, place=place), item) for item in items)
    due = _not_said(line.situation, ((alert_key(item, contact, rung=rung), item) for rung, item in rungs if rung))
    # What is still open would make what is new beside it look old.
    new = [entry for entry in due if entry[0].rung == FIRST]
    again = [entry for entry in due if entry[0].rung != FIRST]
    yield from (_urgent_notice(line.situation, contact, new=some) for some in (new, again) if some)


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
            "asked": (),
            "again": all(key.rung != FIRST for key in keys),
            "has_tracker": recipients.has_tracker(situation, contact.address),
            "places": {arrival.sha256: _place(situation, arrival) for arrival in came},
        },
        urgent=True,
        marking=situation.marking_of(keys),
    )


def _doubtful_notices(situation: Situation) -> Iterator[Notice]:
    """One calm mail to each manager of the mails of which danger cannot be ruled out; it is not said again."""
    doubts = sorted((item for item in _alerted(situation) if _is_doubt(item)), key=_by_belief(situation))
    for contact in recipients.managers(situation):
        if new := _not_said(situation, ((alert_key(item, contact, rung=DOUBT), item) for item in doubts)):
            yield _calm(situation, contact, new=new, moves=[])


def _is_doubt(item: Attention) -> bool:
    return item.is_doubt and not item.urgent


def _by_belief(situation: Situation) -> Callable[[Attention], tuple[int, datetime, str]]:
    """Mails that the receiving server confirmed come first, those that failed last: a flood of forgeries hides none."""
    ranks = {arrival.sha256: _BELIEF.get(arrival.assurance, 1) for arrival in situation.arrivals}
    return lambda item: (ranks.get(item.message, 1), item.since, item.id)


def _place(situation: Situation, arrival: Arrival) -> str:
    """Where the office finds the mail once the pass is over."""
    folders = situation.settings.mailbox.folders
    waits = any(item.message == arrival.sha256 and not item.resolved for item in situation.attention)
    folder = f"folder {folders.needs_attention if waits else folders.processed}"
    return f"{folder}; {arrival.original} beside the tracker" if arrival.original else folder


def _said_once(moves: Iterable[MovedDeadline]) -> Iterator[MovedDeadline]:
    # A new case brings the same date for every agency; the date for all of them says it once.
    # A new day to work to is no date yet: the question about its start says it. What the office typed it knows.
    others = (move for move in moves if not move.typed)
    return (move for move in others if move.old or not (move.subject or move.is_target))


def _calm_notice(situation: Situation, contact: Contact) -> Notice | None:
    others = (item for item in _alerted(situation) if not (item.urgent or _is_doubt(item)))
    new = _not_said(situation, ((alert_key(item, contact, rung="once"), item) for item in others))
    moves = _not_said(situation, ((_moved_key(move, contact), move) for move in _said_once(situation.moved)))
    if not (new or moves) or _waits(situation, contact, new=[item for _, item in new], moves=moves):
        return None
    return _calm(situation, contact, new=new, moves=moves)


def _waits(situation: Situation, contact: Contact, *, new: Sequence[Attention], moves: Sequence[object]) -> bool:
    """Whether the next digest says all of it: what comes shortly before one, and talk at any hour."""
    ids = [item_id(item.id) for item in new]
    # Who will not come to a meeting is told in the pass in which they say so.
    if any(ident.kind is ItemKind.ANSWER for ident in ids):
        return False
    # A mail for each letter that comes on a case is one that nobody opens any more.
    is_talk = not moves and all(ident.topic is ItemTopic.TALK for ident in ids)
    return waits_for_the_digest(situation, contact) or (is_talk and waits_for_the_next_digest(situation, contact))


def _calm(
    situation: Situation,
    contact: Contact,
    *,
    new: list[tuple[NoticeKey, Attention]],
    moves: list[tuple[NoticeKey, MovedDeadline]],
) -> Notice:
    keys = tuple(key for key, _ in (*new, *moves))
    return Notice(
        key=keys[0],
        also_keys=keys[1:],
        recipient_name=contact.name,
        words={
            "items": tuple(item for _, item in new),
            "moved": tuple(move for _, move in moves),
            "initials": situation.initials,
            "asked": (),
            "again": False,
            "has_tracker": True,
        },
        marking=situation.marking_of(keys),
    )


def _not_said(situation: Situation, keyed: Iterable[tuple[NoticeKey, Said]]) -> list[tuple[NoticeKey, Said]]:
    return [(key, said) for key, said in keyed if not situation.has_said(key)]


def _moved_key(move: MovedDeadline, contact: Contact) -> NoticeKey:
    return NoticeKey(
        kind=NoticeKind.ALERT,
        case_ref=move.case_ref,
        duty=move.rule,
        subject=move.subject,
        due=move.new,
        rung=f"moved-{move.at:%Y%m%dT%H%M%S}",
        recipient=contact.recipient,
    )
