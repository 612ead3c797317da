"""How arrivals, meetings, contacts and moved dates are kept in the journal as plain JSON, and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from pipeline.clock.changes.moved_dates import KeptTarget
from pipeline.model import Address, Field, MailKind, ReasonCode, Referral, State
from pipeline.notices.model import Contact, Meeting, MovedDeadline
from pipeline.notices.situation import Arrival, InvitedPerson, MeetingState
from pipeline.settings import NonWorkingDay
from pipeline.tracker.model import CalendarDay

Json = Mapping[str, Any]


def arrival_json(arrival: Arrival) -> dict[str, object]:
    """An arrival without what the journal's own columns hold."""
    return {
        "sender": [arrival.sender.name, arrival.sender.address],
        "missing": list(arrival.missing),
        "reason": arrival.reason,
        "reason_code": arrival.reason_code,
        "reply_to_it": arrival.reply_to_it,
        "marking": arrival.marking,
    }


def arrival(said: Json, *, sha256: str, message_id: str, received_at: datetime, **columns: Any) -> Arrival:
    """The arrival that `arrival_json` wrote; `columns` are `kind`, `case_ref` and `urgent` from the journal."""
    name, address = said["sender"]
    return Arrival(
        sha256=sha256,
        message_id=message_id,
        received_at=received_at,
        sender=Address(name=name, address=address),
        kind=MailKind(columns["kind"]),
        case_ref=columns["case_ref"],
        urgent=columns["urgent"],
        missing=tuple(said["missing"]),
        reason=said["reason"],
        reason_code=ReasonCode(said["reason_code"]),
        reply_to_it=said["reply_to_it"],
        marking=said["marking"],
    )


def meeting_json(state: MeetingState) -> dict[str, object]:
    """A meeting's state."""
    return {
        "meeting": asdict(state.meeting) | {"start": state.meeting.start.isoformat()},
        "asked": [asdict(asked) for asked in state.asked],
        "answers": dict(state.answers),
    }


def meeting_state(said: Json) -> MeetingState:
    """The meeting's state that `meeting_json` wrote."""
    meeting = dict(said["meeting"]) | {"start": datetime.fromisoformat(said["meeting"]["start"])}
    return MeetingState(
        meeting=Meeting(**meeting),
        asked=tuple(InvitedPerson(**asked) for asked in said["asked"]),
        answers=said["answers"],
    )


def moved_json(move: MovedDeadline) -> dict[str, object]:
    """A moved date."""
    return asdict(move) | {
        "old": move.old.isoformat() if move.old else None,
        "new": move.new.isoformat(),
        "at": move.at.isoformat(),
    }


def moved(said: Json) -> MovedDeadline:
    """The moved date that `moved_json` wrote."""
    days = {
        "old": date.fromisoformat(said["old"]) if said["old"] else None,
        "new": date.fromisoformat(said["new"]),
        "at": datetime.fromisoformat(said["at"]),
    }
    return MovedDeadline(**dict(said) | days)


def kept_target_json(kept: KeptTarget) -> dict[str, Any]:
    """The earlier day that stays a target."""
    return {
        "key": list(kept.key),
        "target": kept.target.isoformat(),
        "event": kept.trigger_event,
        "from": kept.trigger_date.isoformat(),
        "since": kept.since.isoformat(),
        "because": kept.because,
    }


def kept_target(said: Json) -> KeptTarget:
    """The target that `kept_target_json` wrote."""
    case_ref, rule, subject = said["key"]
    return KeptTarget(
        key=(case_ref, rule, subject),
        target=date.fromisoformat(said["target"]),
        trigger_event=said["event"],
        trigger_date=date.fromisoformat(said["from"]),
        since=date.fromisoformat(said["since"]),
        because=said["because"],
    )


def contact(said: Json) -> Contact:
    """The contact that `asdict` wrote."""
    return Contact(**dict(said) | {"notices": tuple(said["notices"]), "areas": tuple(said["areas"])})


def typed_day_json(day: CalendarDay, *, typed_on: date) -> dict[str, str]:
    """A day that the office added to the calendar, and when it did so."""
    return {
        "date": day.date.isoformat(),
        "title": day.title,
        "source": day.source or "the tracker's Calendar sheet",
        "entered_on": typed_on.isoformat(),
    }


def typed_day(said: Json) -> NonWorkingDay:
    """The day that `typed_day_json` wrote."""
    return NonWorkingDay(
        date=date.fromisoformat(said["date"]),
        title=said["title"],
        source=said["source"],
        entered_on=date.fromisoformat(said["entered_on"]),
    )


def referral(said: Json) -> Referral:
    """The referral that `parsers.reading_json` wrote."""

    def answers(group: Json) -> dict[str, Field]:
        return {
            name: Field(
                value=tuple(entry["value"]) if isinstance(entry["value"], list) else entry["value"],
                raw=entry["raw"],
                state=State(entry["state"]),
                label=entry["label"],
                source=entry["source"],
            )
            for name, entry in group.items()
        }

    return Referral(
        referral=answers(said["referral"]),
        incident=answers(said["incident"]),
        children=tuple(map(answers, said["children"])),
        referrer=answers(said["referrer"]),
        safeguarding_lead=answers(said["safeguarding_lead"]),
        family=tuple(map(answers, said["family"])),
        agencies=tuple(map(answers, said["agencies"])),
        chronology=tuple(map(answers, said["chronology"])),
    )
