"""Everything that is due to be said now and was not said before, in the order in which it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pipeline.case_faults import without_failing
from pipeline.facts import Case
from pipeline.model import Attention
from pipeline.notices import recipients
from pipeline.notices.kinds.acknowledgements import replies
from pipeline.notices.kinds.agency_requests import agency_gaps, requests
from pipeline.notices.kinds.alerts import alerts
from pipeline.notices.kinds.calendar_entries import calendar_entries
from pipeline.notices.kinds.digest import digests
from pipeline.notices.kinds.in_the_alert import told_in_alerts
from pipeline.notices.kinds.letters import letters
from pipeline.notices.kinds.mail_of_the_day import mails_of_the_day
from pipeline.notices.meetings.quorum import meeting_follow_ups
from pipeline.notices.meetings.rapid_review import invitations, meeting_gaps
from pipeline.notices.model import MailFile, Notice, Paper
from pipeline.notices.reminder_ladder import may_speak
from pipeline.notices.situation import Situation

Said = TypeVar("Said")
_Kind = Callable[[Situation], Iterable[Said]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """What is due to be said now and was not said, and what cannot be said as things stand."""

    notices: tuple[Notice, ...]  # each with its key; outside the office's hours only what is urgent
    gaps: tuple[Attention, ...]  # each as an item for a person, with a stable `id`


def due(situation: Situation) -> Due:
    """Both, found in one go."""
    lasting = _lasting_gaps(situation)
    found = _due(situation, waiting=lasting.said)
    refusals = tuple((notice, _refused(situation, notice)) for notice in found.said)
    items = (*lasting.said, *lasting.failing, *found.failing, *(item for _, item in refusals if item))
    return Due(
        notices=told_in_alerts(situation, (notice for notice, item in refusals if not item)),
        gaps=tuple({item.id: item for item in reversed(items)}.values())[::-1],
    )


def notices(situation: Situation) -> tuple[Notice, ...]:
    """Every notice due and not yet said."""
    return due(situation).notices


def gaps(situation: Situation) -> tuple[Attention, ...]:
    """What cannot be said as things stand."""
    return due(situation).gaps


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found(Generic[Said]):
    """What is found to be said, and an item for each case on which the finding failed."""

    said: tuple[Said, ...] = ()
    failing: tuple[Attention, ...] = ()

    def __add__(self, other: _Found[Said]) -> _Found[Said]:
        return _Found(said=(*self.said, *other.said), failing=(*self.failing, *other.failing))


def _due(situation: Situation, *, waiting: tuple[Attention, ...]) -> _Found[Notice]:
    # What is urgent is found first, and whatever fails after it cannot hold it back.
    found = _each(situation, alerts, replies)
    if not may_speak(situation.now, notices=situation.settings.notices, calendar=situation.calendar):
        return found
    meetings: tuple[_Kind[Notice], ...] = (invitations, meeting_follow_ups)
    found += _each(situation, requests, *meetings, mails_of_the_day, calendar_entries, letters)
    # The office hears of what goes out in the same pass too.
    saying = tuple(notice for notice in found.said if not _refused(situation, notice))
    written = _each(situation, lambda there: digests(there, waiting, saying=saying))
    told = {notice.key for digest in written.said for notice in digest.apart}
    return replace(found, said=tuple(notice for notice in found.said if notice.key not in told)) + written


def _lasting_gaps(situation: Situation) -> _Found[Attention]:
    return _each(situation, _office_gaps, agency_gaps, meeting_gaps)


def _each(situation: Situation, *kinds: _Kind[Said]) -> _Found[Said]:
    """What every one of `kinds` finds; a case on which one fails is left out of that one and shown."""
    found: _Found[Said] = _Found()
    for kind in kinds:
        try:
            said, failing = without_failing(situation.cases, _of_cases(kind, situation))
            items = tuple(_unworkable(situation, case.ref) for case in failing)
        except Exception:
            said, items = (), (_unworkable(situation, ""),)
        found += _Found(said=said, failing=items)
    return found


def _of_cases(kind: _Kind[Said], situation: Situation) -> Callable[[tuple[Case, ...]], tuple[Said, ...]]:
    # What one kind has worked out of the situation the next need not work out again.
    return lambda cases: tuple(kind(situation if cases is situation.cases else replace(situation, cases=cases)))


def _unworkable(situation: Situation, case_ref: str) -> Attention:
    return Attention(
        id=f"unworkable:{case_ref}",
        what="Some of what is due to be said could not be worked out",
        why="Something recorded on this case cannot be worked with; every other case goes on."
        if case_ref
        else "Something that is recorded cannot be worked with; everything else goes on.",
        remedy="Look through the dates and texts in the tracker, correct what cannot be right, and tell the people by "
        "hand meanwhile. This line then goes by itself.",
        since=situation.now,
        case_ref=case_ref,
    )


def _office_gaps(situation: Situation) -> Iterator[Attention]:
    if not recipients.managers(situation):
        yield Attention(
            id=recipients.NO_MANAGER.code,
            what="Nobody would receive the alerts, so nothing is sent",
            why=recipients.NO_MANAGER.why,
            remedy=recipients.NO_MANAGER.remedy,
            since=situation.now,
        )


def _refused(situation: Situation, notice: Notice) -> Attention | None:
    addressable = recipients.addresses_of(contact for contact in situation.contacts if contact.active)
    addressable |= {arrival.sender.address for arrival in situation.arrivals if arrival.sha256 == notice.key.duty}
    addressable |= {asked.address for state in situation.meetings for asked in state.asked}
    outgoing = situation.settings.outgoing
    # Anyone may refer a child, from any domain: how many strangers are answered is settled where answers are found.
    if notice.to_stranger:
        outgoing = outgoing.model_copy(update={"allowed_domains": ()})
    files: tuple[MailFile | Paper, ...] = (*notice.files, *notice.papers)
    found = recipients.refusals(notice.key.recipient, addressable=addressable, outgoing=outgoing, files=files)
    if not found:
        return None
    return Attention(
        id=f"{found[0].code}:{notice.key.kind.value}:{notice.key.recipient}",
        what=f"A mail was not sent ({notice.key.kind.value})",
        why=" ".join(refusal.why for refusal in found),
        remedy=" ".join(refusal.remedy for refusal in found),
        since=situation.now,
        case_ref=notice.key.case_ref,
    )
