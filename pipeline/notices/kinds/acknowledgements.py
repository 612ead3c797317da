"""Answers to mails that came in: the acknowledgement, and the request to send again what cannot be opened."""

from __future__ import annotations

from collections import Counter

from pipeline.cases.facts_of_forms import questions
from pipeline.cases.taken_in import NEW_DAYS
from pipeline.clock.count.workdays import between
from pipeline.dates import london_date
from pipeline.model import MailKind, NoticeKind, ReasonCode
from pipeline.notices.model import Notice, NoticeKey
from pipeline.notices.reminder_ladder import may_speak
from pipeline.notices.situation import Arrival, Situation
from pipeline.notices.wording.plain_names import send_again

REPLIES = (NoticeKind.ACKNOWLEDGEMENT, NoticeKind.SEND_AGAIN)


def replies(situation: Situation) -> tuple[Notice, ...]:
    """One answer to each mail that may be answered and was not yet, up to the cap per sender and day."""
    cap = situation.settings.notices.acknowledgements_per_sender_per_day
    sent = _answered_today(situation)
    # By the mail alone: one that is read anew, or put to a case later, is not answered a second time.
    answered = {key.duty for key in situation.said if key.kind in REPLIES}
    found = []
    for arrival in sorted(situation.arrivals, key=lambda arrival: (arrival.received_at, arrival.sha256)):
        notice = _reply(arrival)
        recipient = notice.key.recipient
        if _is_answerable(situation, arrival) and arrival.sha256 not in answered and sent[recipient] < cap:
            sent[recipient] += 1
            found.append(notice)
    return tuple(found)


def _is_answerable(situation: Situation, arrival: Arrival) -> bool:
    # An answer later than that would only puzzle the sender.
    waited = between(london_date(arrival.received_at), situation.today, calendar=situation.calendar)
    young = waited <= NEW_DAYS
    return arrival.reply_to_it and young and _is_time(situation, arrival)


def _answered_today(situation: Situation) -> Counter[str]:
    spoken = (key for key in situation.said if key.kind in REPLIES)
    return Counter(key.recipient for key in spoken if situation.was_today(key))


def _is_time(situation: Situation, arrival: Arrival) -> bool:
    # Where a child may be in danger now, the words that say whom to ring cannot wait for the morning.
    notices = situation.settings.notices
    return arrival.urgent or may_speak(situation.now, notices=notices, calendar=situation.calendar)


def _reply(arrival: Arrival) -> Notice:
    ways = send_again(arrival.reason_code) if arrival.kind is MailKind.NEEDS_PERSON else None
    kind = NoticeKind.SEND_AGAIN if ways else NoticeKind.ACKNOWLEDGEMENT
    why, how = ways or ("", "")
    return Notice(
        key=NoticeKey(
            kind=kind,
            case_ref=arrival.case_ref,
            duty=arrival.sha256,
            due=None,
            rung="received",
            recipient=arrival.sender.address,
        ),
        recipient_name=arrival.sender.name,
        words={
            "received_at": arrival.received_at,
            "mail_kind": arrival.kind.value,
            "missing": questions(arrival.missing),
            "reason_wanted": arrival.reason_wanted,
            "urgent": arrival.urgent,
            "why": why,
            "how": how,
            "nothing_came": arrival.reason_code == ReasonCode.ATTACHMENT_MISSING,
        },
        urgent=arrival.urgent,
        in_reply_to=arrival.message_id,
        marking=arrival.marking,
    )
