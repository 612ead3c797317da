"""Who is told of something urgent that nobody answers: down a line of people, two alerts to each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.model import Attention, NoticeKind
from pipeline.notices import recipients
from pipeline.notices.model import Contact, NoticeKey
from pipeline.notices.recipients import OFFICE_ROLES
from pipeline.notices.reminder_ladder import may_speak
from pipeline.notices.situation import Situation

OF_A_MAIL = ("manager", "deputy", "chair", "la-lead")
URGENT = "urgent-"
FIRST = f"{URGENT}0"
_SECOND = f"{URGENT}1"
DAILY = f"{URGENT}on-"


@dataclass(frozen=True, kw_only=True, slots=True)
class AlertLine:
    """The places of a line, each with whoever stands there, and when each item was first told to anybody.

    The hours run from the first alert: a mail that lay unread through an outage goes to nobody before their turn.
    """

    situation: Situation
    places: tuple[tuple[Contact, ...], ...]
    told: Mapping[str, datetime]

    def rung(self, item: Attention, contact: Contact, *, place: int) -> str | None:
        """The rung of the alert that is due to `contact`, who stands at `place`; None while it is not their turn.

        The second comes when the next in line gets the first. Once all have had theirs, the last gets one each
        working day.
        """
        reached = self._reached(item)
        if reached < place:
            return None
        if reached <= len(self.places) or place < len(self.places) - 1:
            return FIRST if reached == place else _SECOND
        here = self.situation
        was_told = here.was_today(alert_key(item, contact, rung=_SECOND))
        speaks = may_speak(here.now, notices=here.settings.notices, calendar=here.calendar)
        return f"{DAILY}{here.today.isoformat()}" if speaks and not was_told else None

    def _reached(self, item: Attention) -> int:
        """How many places an unanswered alert has gone: one an interval, and past whoever is away at once."""
        first, here = self.told.get(item.id), self.situation
        if first is None:
            return 0
        reached = (here.now - first) // timedelta(minutes=here.settings.notices.alert_again_minutes)
        away = {reply.sender.address.lower() for reply in here.automatic_replies if reply.received_at >= first}
        while reached < len(self.places) and all(one.recipient in away for one in self.places[reached]):
            reached += 1
        return reached


def alert_line(situation: Situation, roles: Iterable[str]) -> AlertLine:
    """The line of these roles, nobody in it twice; a place at which nobody stands falls away."""
    seen: set[str] = set()
    places: list[tuple[Contact, ...]] = []
    for role in roles:
        there = recipients.with_role(situation, role)
        wanted = recipients.wanting(there, NoticeKind.ALERT)
        # The office itself cannot ask to be told of no danger.
        found = wanted or (there if role in OFFICE_ROLES else ())
        here = tuple(contact for contact in found if contact.recipient not in seen)
        seen |= recipients.addresses_of(here)
        places += [here] if here else []
    return AlertLine(situation=situation, places=tuple(places), told=first_told(situation.said_of(NoticeKind.ALERT)))


def alert_key(item: Attention, contact: Contact, *, rung: str) -> NoticeKey:
    """The key of the alert about an item to one person."""
    return NoticeKey(
        kind=NoticeKind.ALERT,
        case_ref=item.case_ref,
        duty=item.id,
        due=None,
        rung=rung,
        recipient=contact.recipient,
    )


def first_told(said: Iterable[tuple[NoticeKey, datetime]]) -> Mapping[str, datetime]:
    """When an urgent alert about each item was first queued, by the item's id; `said` may hold other kinds."""
    found: dict[str, datetime] = {}
    for key, at in said:
        if key.kind is NoticeKind.ALERT and key.rung.startswith(URGENT):
            found[key.duty] = min(at, found.get(key.duty, at))
    return found
