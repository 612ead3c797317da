"""Answers to mails that came in: the acknowledgement, and the request to send again what cannot be opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from pipeline.cases.facts_of_forms import questions
from pipeline.cases.taken_in import NEW_DAYS
from pipeline.clock.count.workdays import between
from pipeline.dates import london_date
from pipeline.domains import domain_of
from pipeline.model import Assurance, MailKind, NoticeKind, ReadBack, ReasonCode
from pipeline.notices.model import Notice, NoticeKey
from pipeline.notices.recipients import is_usable
from pipeline.notices.reminder_ladder import looked_at_by, may_speak
from pipeline.notices.situation import Arrival, Situation
from pipeline.notices.strangers import AnswerReach, reach_of
from pipeline.notices.wording.plain_names import send_again

REPLIES = (NoticeKind.ACKNOWLEDGEMENT, NoticeKind.SEND_AGAIN)
_RECEIVED = "received"
_OWN_CASE = "own-case"  # what was asked about has become a case of its own


def replies(situation: Situation) -> tuple[Notice, ...]:
    """One answer to each mail that may be answered and was not yet, up to the caps of the day."""
    room = _Room(situation)
    found = []
    for arrival, rung in _to_be_answered(situation):
        stands = reach_of(situation, arrival)
        if _is_answered(situation, arrival, rung=rung, stands=stands) and room.is_left(arrival, stands):
            # Of which case the child on it is nobody has said yet.
            unsaid = stands is not AnswerReach.TOLD or arrival.reason_code is ReasonCode.WHICH_CHILD
            found.append(_reply(situation, arrival, rung=rung, to_stranger=unsaid))
    return tuple(found)


def _to_be_answered(situation: Situation) -> Iterator[tuple[Arrival, str]]:
    """The mails that were not answered yet, and those whose form has a case of its own since their answer."""
    # By the mail alone: one that is read anew, or put to a case later, is not answered a second time.
    answered = {(key.duty, key.rung): key.case_ref for key, _ in situation.said_of(*REPLIES)}
    for arrival in sorted(situation.arrivals, key=_order):
        first = answered.get((arrival.sha256, _RECEIVED))
        # A form that had its own case before the first answer is told of it in that one.
        again = bool(arrival.own_case) and first is not None and first != arrival.own_case
        rung = _OWN_CASE if again else _RECEIVED
        if (arrival.sha256, rung) not in answered and _is_answerable(situation, arrival):
            yield _as_new_referral(arrival) if arrival.own_case else arrival, rung


def _as_new_referral(arrival: Arrival) -> Arrival:
    """The mail as what it came to be: the referral of a case of its own."""
    return replace(arrival, kind=MailKind.REFERRAL, case_ref=arrival.own_case, reason_code=ReasonCode.NONE)


class _Room:
    """What the caps leave for today, taken up answer by answer."""

    def __init__(self, situation: Situation) -> None:
        self._cap = situation.settings.notices.acknowledgements_per_sender_per_day
        self._sent = _answered_today(situation)
        self._domain_cap = situation.settings.outgoing.answers_to_a_domain_per_day
        self._domains = Counter(domain_of(address) for address in self._sent.elements())
        self._few_left = situation.settings.outgoing.answers_to_strangers_per_day - _few_today(situation)

    def is_left(self, arrival: Arrival, stands: AnswerReach) -> bool:
        """Whether one more answer may go to the sender of `arrival`; if so it is taken up."""
        address, is_few = arrival.sender.address, stands is AnswerReach.UNCONFIRMED_STRANGER
        # What no server takes is refused and shown, and takes nobody's place.
        if not is_usable(address):
            return True
        domain = domain_of(address)
        if self._sent[address] >= (1 if is_few else self._cap) or self._domains[domain] >= self._domain_cap:
            return False
        if is_few and self._few_left < 1:
            return False
        self._sent[address] += 1
        self._domains[domain] += 1
        self._few_left -= is_few
        return True


def _order(arrival: Arrival) -> tuple[bool, datetime, str]:
    """Where a child may be in danger first, then as they came."""
    return not arrival.urgent, arrival.received_at, arrival.sha256


def _is_answerable(situation: Situation, arrival: Arrival) -> bool:
    # An answer later than that would only puzzle the sender.
    waited = between(london_date(arrival.received_at), situation.today, calendar=situation.calendar)
    young = waited <= NEW_DAYS
    return (arrival.reply_to_it or arrival.reply_to_stranger) and young and _is_time(situation, arrival)


def _is_answered(situation: Situation, arrival: Arrival, *, rung: str, stands: AnswerReach) -> bool:
    if stands is AnswerReach.TOLD:
        return arrival.reply_to_it
    if rung == _OWN_CASE:
        return False  # to a stranger it would read like the first answer
    return situation.settings.outgoing.answers_to_strangers == "few"


def _few_today(situation: Situation) -> int:
    """How many answers went to unconfirmed strangers today."""
    today = {key.duty for key, _ in situation.said_of(*REPLIES) if situation.was_today(key)}
    told = (reach_of(situation, arrival) for arrival in situation.arrivals if arrival.sha256 in today)
    return sum(stands is AnswerReach.UNCONFIRMED_STRANGER for stands in told)


def _answered_today(situation: Situation) -> Counter[str]:
    return Counter(key.recipient for key, _ in situation.said_of(*REPLIES) if situation.was_today(key))


def _is_time(situation: Situation, arrival: Arrival) -> bool:
    # Where a child may be in danger now, the words that say whom to ring cannot wait for the morning.
    notices = situation.settings.notices
    return arrival.urgent or may_speak(situation.now, notices=notices, calendar=situation.calendar)


def _read_back(situation: Situation, arrival: Arrival) -> tuple[ReadBack, ...]:
    """What may be said back: to the confirmed sender alone, at the address from which it was sent; a stranger's answer
    quotes nothing of the mail."""
    is_theirs = arrival.assurance == Assurance.CONFIRMED and arrival.author.lower() == arrival.sender.address.lower()
    return arrival.read_back if situation.settings.notices.read_back and is_theirs else ()


def _looked_at_by(situation: Situation, arrival: Arrival) -> date:
    # An answer that comes late, after an outage, promises no day that has passed.
    notices, calendar = situation.settings.notices, situation.calendar
    days = (looked_at_by(at, notices=notices, calendar=calendar) for at in (arrival.received_at, situation.now))
    return next((day for day in days if day >= situation.today), situation.today)


def _reply(situation: Situation, arrival: Arrival, *, rung: str, to_stranger: bool) -> Notice:
    ways = send_again(arrival.reason_code) if arrival.kind is MailKind.NEEDS_PERSON else None
    kind = NoticeKind.SEND_AGAIN if ways else NoticeKind.ACKNOWLEDGEMENT
    why, how = ways or ("", "")
    return Notice(
        key=NoticeKey(
            kind=kind,
            case_ref=arrival.case_ref,
            duty=arrival.sha256,
            due=None,
            rung=rung,
            recipient=arrival.sender.address,
        ),
        recipient_name=arrival.sender.name,
        words={
            "received_at": arrival.received_at,
            # What a mail is to a case, and whether there is one, is no stranger's to know.
            "mail_kind": (MailKind.NEEDS_PERSON if to_stranger else arrival.kind).value,
            "receipt": arrival.receipt if to_stranger else "",
            "missing": questions(arrival.missing),
            "read_back": () if to_stranger else _read_back(situation, arrival),
            "looked_at_by": _looked_at_by(situation, arrival),
            "reason_wanted": arrival.reason_unsaid if to_stranger else arrival.reason_wanted,
            "urgent": arrival.urgent,
            "why": why,
            "how": how,
            "nothing_came": arrival.reason_code == ReasonCode.ATTACHMENT_MISSING,
        },
        urgent=arrival.urgent,
        in_reply_to=arrival.message_id,
        marking=arrival.marking,
        to_stranger=to_stranger,
    )
