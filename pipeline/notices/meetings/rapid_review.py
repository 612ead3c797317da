"""The rapid review meeting of a case: who is invited, what changed since, who has not answered, who will be missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time

from pipeline.agency_names import plain_agency
from pipeline.clock.model import DutyState, RuleId
from pipeline.dates import LONDON, london_date, long_time, utc
from pipeline.domains import domain_of
from pipeline.facts import Case
from pipeline.model import Attention, NoticeKind, ReasonCode, Refusal
from pipeline.notices import recipients
from pipeline.notices.documents import papers
from pipeline.notices.kinds.agency_requests import agencies_of
from pipeline.notices.meetings import slots
from pipeline.notices.meetings.invitation import invitation, method_of
from pipeline.notices.model import Contact, Meeting, Notice, NoticeKey
from pipeline.notices.proofs import meeting_uid
from pipeline.notices.situation import InvitedPerson, MeetingState, Situation

_PLACE_TO_FOLLOW = "Place or link to follow from the business unit"


def invitations(situation: Situation) -> tuple[Notice, ...]:
    """Every invitation, change and cancellation due and not yet said."""
    return tuple(
        notice
        for case in situation.cases
        for notice in _case_invitations(situation, case)
        if not situation.has_said(notice.key)
    )


def state_after(notice: Notice, state: MeetingState | None) -> MeetingState | None:
    """The state of a meeting once `notice` was queued; answers to an earlier date no longer count."""
    meeting = notice.meeting
    if meeting is None:
        return state
    same = state is not None and state.meeting.start == meeting.start and not meeting.cancelled
    others = tuple(asked for asked in (state.asked if state else ()) if asked.address != notice.key.recipient)
    mine = InvitedPerson(address=notice.key.recipient, name=notice.recipient_name, sequence=meeting.sequence)
    released = notice.calendar_method == "CANCEL" and not meeting.cancelled
    return MeetingState(
        meeting=meeting,
        asked=others if released else (*others, mine),
        answers=state.answers if state and same else {},
    )


def meeting_gaps(situation: Situation) -> Iterator[Attention]:
    """An item for every meeting to which nobody can be invited as the tracker stands."""
    for case in filter(situation.leads_its_incident, situation.open_cases):
        found = _wanted(situation, case)
        if isinstance(found, Refusal):
            yield Attention(
                id=f"{found.code}:{case.ref}:{case.text('rapid_review_on')}",
                what="No invitation to the rapid review meeting has been sent",
                why=found.why,
                remedy=found.remedy,
                since=max((fact.recorded_at for fact in case.facts), default=case.opened_at),
                case_ref=case.ref,
            )


def _case_invitations(situation: Situation, case: Case) -> Iterator[Notice]:
    state = situation.meeting_of(case.ref)
    wanted = _wanted(situation, case) if situation.leads_its_incident(case) else None
    if isinstance(wanted, Meeting):
        yield from _asking(situation, case, meeting=_numbered(wanted, state))
    elif state is not None and _is_withdrawn(situation, case, state=state):
        yield from _cancelling(situation, case, state=state)


def _wanted(situation: Situation, case: Case) -> Meeting | Refusal | None:
    """The meeting that the tracker asks for; None where it asks for none or the time has passed."""
    start = entered_start(situation, case)
    if start is None or isinstance(start, Refusal):
        return start
    deadlines = situation.deadlines.get(case.ref, ())
    lawful = slots.last_lawful_day(deadlines, calendar=situation.calendar)
    reason = case.text("meeting_exception")
    refused = slots.refusal(start, lawful=lawful, calendar=situation.calendar, reason=reason)
    if refused is not None:
        return refused
    if start <= situation.now:
        return None
    return Meeting(
        case_ref=case.ref,
        uid=meeting_uid(case.ref, domain=domain_of(situation.settings.office.address), secret=situation.secret),
        sequence=0,
        start=utc(start),
        minutes=situation.settings.notices.meeting_minutes,
        place=case.text("rapid_review_place") or _PLACE_TO_FOLLOW,
    )


def entered_start(situation: Situation, case: Case) -> datetime | Refusal | None:
    """When the meeting of a case begins as the tracker has it, or as it is proposed; None where neither is so."""
    day, at = case.day("rapid_review_on"), case.value("rapid_review_at")
    if day is None:
        if not situation.settings.notices.invite_automatically or not _is_to_be_proposed(situation, case):
            return None
        return slots.last_lawful_slot(situation.deadlines.get(case.ref, ()), calendar=situation.calendar)
    missing = [] if isinstance(at, time) else ["Rapid review at"]
    missing += [] if case.text("rapid_review_place") else ["Rapid review place or link"]
    if missing and day >= situation.today:
        return Refusal(
            code=ReasonCode.MEETING_INCOMPLETE,
            why=f"The date is entered, but not: {', '.join(missing)}.",
            remedy="Fill in the missing columns on the Cases sheet; the invitations go out by themselves.",
        )
    return datetime.combine(day, at, LONDON) if isinstance(at, time) and not missing else None


def _is_to_be_proposed(situation: Situation, case: Case) -> bool:
    """Whether a date may be proposed: the rapid review is open, and nobody has set its meeting aside."""
    states = {entry.rule: entry.state for entry in situation.deadlines.get(case.ref, ())}
    review, meeting = (states.get(rule, DutyState.DUE) for rule in (RuleId.RAPID_REVIEW, RuleId.RAPID_REVIEW_MEETING))
    return RuleId.RAPID_REVIEW in states and review.is_chased and meeting.is_chased


def _numbered(wanted: Meeting, state: MeetingState | None) -> Meeting:
    if state is None:
        return wanted
    last = state.meeting
    same = (utc(last.start), last.place, last.minutes, last.cancelled) == (
        wanted.start,
        wanted.place,
        wanted.minutes,
        False,
    )
    # A change is found by the UID of the first invitation, which an earlier version may have made in its own way.
    return replace(wanted, uid=last.uid, sequence=last.sequence if same else last.sequence + 1)


def _asking(situation: Situation, case: Case, *, meeting: Meeting) -> Iterator[Notice]:
    state = situation.meeting_of(case.ref)
    invited = _invitees(situation, case)
    holding = {asked.address: asked for asked in state.asked} if state else {}
    asked = tuple(
        InvitedPerson(address=contact.address.lower(), name=contact.name, sequence=meeting.sequence)
        for contact in invited
    )
    for person in asked:
        before = holding.get(person.address)
        if before is None or before.sequence < meeting.sequence:
            yield _invitation(situation, case, meeting=meeting, asked=asked, to=person)
    yield from _releasing(situation, case, meeting=meeting, kept=frozenset(person.address for person in asked))


def _releasing(situation: Situation, case: Case, *, meeting: Meeting, kept: frozenset[str]) -> Iterator[Notice]:
    """Withdrawals for the leads of agencies that the office has since marked as not needed; nobody else is dropped."""
    state = situation.meeting_of(case.ref)
    agencies = (agency.agency for agency in agencies_of(case) if agency.not_needed)
    leads = {contact.address.lower() for agency in agencies for contact in recipients.of_agency(situation, agency)}
    for person in state.asked if state else ():
        if person.address in leads - kept:
            gone = replace(meeting, cancelled=True)
            notice = _invitation(situation, case, meeting=gone, asked=(person,), to=person)
            key = meeting_key(meeting, rung=f"released-{meeting.sequence}", recipient=person.address)
            yield replace(notice, key=key, meeting=meeting)


def _invitees(situation: Situation, case: Case) -> tuple[Contact, ...]:
    partners = recipients.with_role(situation, *recipients.STATUTORY_ROLES, "standing-invitee", case=case)
    agencies = [
        contact
        for agency in agencies_of(case)
        if not agency.not_needed
        for contact in recipients.of_agency(situation, agency.agency)
    ]
    unique = {contact.address.lower(): contact for contact in (*partners, *agencies)}
    return recipients.wanting(unique.values(), NoticeKind.INVITATION)


def _attendance(invited: Iterable[Contact], *, agencies: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Agency and name of everybody who is asked to come, then the agencies of the case for which nobody is entered."""
    found = tuple((contact.agency, contact.name) for contact in invited)
    yield from found
    entered = {plain_agency(agency) for agency, _ in found}
    yield from ((agency, "") for agency in agencies if plain_agency(agency) not in entered)


def _is_withdrawn(situation: Situation, case: Case, *, state: MeetingState) -> bool:
    # A meeting that has begun is history; one whose new date is refused stands until the office decides.
    gone = not situation.leads_its_incident(case) or case.day("rapid_review_on") is None
    pending = any(asked.sequence < state.meeting.sequence for asked in state.asked)
    return gone and state.meeting.start > situation.now and (not state.meeting.cancelled or pending)


def _cancelling(situation: Situation, case: Case, *, state: MeetingState) -> Iterator[Notice]:
    last = state.meeting
    meeting = last if last.cancelled else replace(last, cancelled=True, sequence=last.sequence + 1)
    for person in state.asked:
        if person.sequence < meeting.sequence:
            yield _invitation(situation, case, meeting=meeting, asked=state.asked, to=person)


def _invitation(
    situation: Situation, case: Case, *, meeting: Meeting, asked: tuple[InvitedPerson, ...], to: InvitedPerson
) -> Notice:
    agencies = tuple(state.agency for state in agencies_of(case) if not state.not_needed)
    attendance = _attendance(_invitees(situation, case), agencies=agencies)
    agenda = papers.agenda(case, start=long_time(meeting.start), place=meeting.place, attendance=attendance)
    return Notice(
        key=meeting_key(meeting, rung=f"sequence-{meeting.sequence}", recipient=to.address),
        recipient_name=to.name,
        words={
            "meeting": meeting,
            "change": meeting.sequence > 0 and not meeting.cancelled,
            "agencies": agencies,
            "proposed": case.day("rapid_review_on") is None,
        },
        papers=() if meeting.cancelled else (agenda,),
        calendar=invitation(meeting, asked=asked, office=situation.settings.office, now=situation.now),
        calendar_method=method_of(meeting),
        marking=situation.markings.get(case.ref, ""),
        meeting=meeting,
    )


def meeting_key(meeting: Meeting, *, rung: str, recipient: str, kind: NoticeKind = NoticeKind.INVITATION) -> NoticeKey:
    """The key of a notice about a meeting."""
    return NoticeKey(
        kind=kind,
        case_ref=meeting.case_ref,
        duty=meeting.uid,
        due=london_date(meeting.start),
        rung=rung,
        recipient=recipient,
    )
