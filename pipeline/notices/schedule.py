"""Everything that is due to be said now and was not said before, in the order in which it is sent."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Attention
from pipeline.notices import recipients
from pipeline.notices.agencies import agency_gaps, requests
from pipeline.notices.alerts import alerts
from pipeline.notices.digest import digests
from pipeline.notices.ladder import may_speak
from pipeline.notices.letters import letters
from pipeline.notices.meeting_answers import meeting_follow_ups
from pipeline.notices.meetings import invitations, meeting_gaps
from pipeline.notices.model import Notice
from pipeline.notices.reminders import reminders
from pipeline.notices.replies import REPLIES, replies
from pipeline.notices.situation import Situation


def notices(situation: Situation) -> tuple[Notice, ...]:
    """Every notice due and not yet said, each with its key; outside the office's hours only what is urgent."""
    return tuple(notice for notice in _due(situation) if not _refused(situation, notice))


def gaps(situation: Situation) -> tuple[Attention, ...]:
    """What cannot be said as things stand, each as an item for a person, with a stable `id`."""
    refused = (item for notice in _due(situation) if (item := _refused(situation, notice)))
    return (*_standing_gaps(situation), *{item.id: item for item in refused}.values())


def _due(situation: Situation) -> tuple[Notice, ...]:
    at_once = (*alerts(situation), *replies(situation))
    if not may_speak(situation.now, notices=situation.settings.notices, calendar=situation.calendar):
        return at_once
    return (
        *at_once,
        *requests(situation),
        *invitations(situation),
        *meeting_follow_ups(situation),
        *reminders(situation),
        *letters(situation),
        *digests(situation, _standing_gaps(situation)),
    )


def _standing_gaps(situation: Situation) -> tuple[Attention, ...]:
    return (*_office_gaps(situation), *agency_gaps(situation), *meeting_gaps(situation))


def _office_gaps(situation: Situation) -> Iterator[Attention]:
    if not recipients.managers(situation):
        yield Attention(
            id="no-manager",
            what="Nobody receives alerts, digests or reminders that have no other recipient",
            why="No business manager is entered on the Contacts sheet.",
            remedy="Enter the business manager on the Contacts sheet, with the role manager.",
            since=situation.now,
        )


def _refused(situation: Situation, notice: Notice) -> Attention | None:
    known = {contact.address.lower() for contact in situation.contacts if contact.active}
    known |= {arrival.sender.address for arrival in situation.arrivals if arrival.sha256 == notice.key.duty}
    known |= {asked.address for state in situation.meetings for asked in state.asked}
    outgoing = situation.settings.outgoing
    if outgoing.answer_anyone and notice.key.kind in REPLIES:
        outgoing = outgoing.model_copy(update={"allowed_domains": ()})
    found = recipients.refusals(
        notice.key.recipient, known=known, outgoing=outgoing, files=(*notice.files, *notice.papers)
    )
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
