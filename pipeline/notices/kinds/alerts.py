"""Alerts to the business manager: what a person must look at, at once where a child may be in danger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from pipeline.cases.taken_in import WAITING
from pipeline.domains import domain_of
from pipeline.model import Assurance, Attention, NoticeKind
from pipeline.notices import recipients
from pipeline.notices.model import Contact, MovedDeadline, Notice, NoticeKey
from pipeline.notices.open_questions import SAID_IN_QUESTIONS
from pipeline.notices.reminder_ladder import may_speak
from pipeline.notices.situation import Arrival, Situation
from pipeline.protective_marking import highest_of

Said = TypeVar("Said", Attention, MovedDeadline)
_AGAIN_AFTER = (timedelta(hours=1), timedelta(hours=4))
_THEN_EVERY = timedelta(hours=12)
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
    return (item for item in open_items(situation) if not item.id.startswith((*SAID_IN_QUESTIONS, WAITING)))


def open_items(situation: Situation) -> tuple[Attention, ...]:
    """What waits for a person, urgent things first, then the oldest."""
    waiting = [item for item in (*situation.attention, *_from_arrivals(situation)) if not item.resolved]
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
            )


def repetition(since: datetime, now: datetime) -> int:
    """How often an urgent alert is due by `now`: at once, after 1 and 4 hours, then every 12 until it is resolved."""
    waited = now - since
    if waited < _AGAIN_AFTER[-1]:
        return sum(waited >= pause for pause in _AGAIN_AFTER)
    return len(_AGAIN_AFTER) + (waited - _AGAIN_AFTER[-1]) // _THEN_EVERY


def _urgent_notices(situation: Situation) -> Iterator[Notice]:
    everybody = recipients.with_role(situation, "manager", "deputy")
    groups = tuple(_urgent_groups(situation))
    for contact in recipients.wanting(everybody, NoticeKind.ALERT) or everybody:
        for items in groups:
            keyed = ((_key(item, contact, rung=f"urgent-{_number(situation, item)}"), item) for item in items)
            if new := _not_said(situation, keyed):
                yield _urgent_notice(situation, contact, new=new)


def _urgent_groups(situation: Situation) -> Iterator[list[Attention]]:
    """What stands in one alert: new mails, mails still open, and likewise what is no mail."""
    pressing = [item for item in _alerted(situation) if item.urgent]
    mails = sorted((item for item in pressing if item.message), key=_by_belief(situation))
    for items in (mails, [item for item in pressing if not item.message]):
        # What is still open would make what is new beside it look old.
        for again in (False, True):
            yield [item for item in items if (_number(situation, item) > 0) is again]


def _number(situation: Situation, item: Attention) -> int:
    return repetition(item.since, situation.now)


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
            "again": all(_number(situation, item) > 0 for item in items),
            "received": _received(situation),
            "senders": {arrival.sha256: _sender(situation, arrival) for arrival in came},
            "places": {arrival.sha256: _place(situation, arrival) for arrival in came},
        },
        urgent=True,
        marking=highest_of(*(situation.markings.get(item.case_ref, "") for item in items)),
    )


def _by_belief(situation: Situation) -> Callable[[Attention], tuple[int, datetime, str]]:
    """Mails that the receiving server confirmed come first, those that failed last: a flood of forgeries hides none."""
    ranks = {arrival.sha256: _BELIEF.get(arrival.assurance, 1) for arrival in situation.arrivals}
    return lambda item: (ranks.get(item.message, 1), item.since, item.id)


def _sender(situation: Situation, arrival: Arrival) -> str:
    """The sender's organisation, or the domain where it is not in Contacts; never a person's name or address."""
    address = (arrival.author or arrival.sender.address).lower()
    agency = next((who.agency for who in situation.contacts if who.address.lower() == address and who.agency), "")
    doubt = "" if arrival.assurance == Assurance.CONFIRMED else " (not confirmed by the mail server)"
    return f"{agency or domain_of(address) or 'nobody named'}{doubt}"


def _place(situation: Situation, arrival: Arrival) -> str:
    """Where the office finds the mail once the pass is over."""
    folders = situation.settings.mailbox.folders
    waits = any(item.message == arrival.sha256 for item in situation.attention)
    folder = f"folder {folders.needs_attention if waits else folders.processed}"
    return f"{folder}; {arrival.original} beside the tracker" if arrival.original else folder


def _received(situation: Situation) -> dict[str, datetime]:
    """When each mail came in, by its SHA-256: enough to find it, and names nobody."""
    return {arrival.sha256: arrival.received_at for arrival in situation.arrivals}


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
            "received": _received(situation),
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
