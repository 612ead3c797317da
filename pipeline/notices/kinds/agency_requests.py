"""Each agency on a case: whether it is still to be asked, by when it answers, and the request that goes to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.clock.duties.notification import Notification, notification
from pipeline.clock.duties.state import case_clock_stopped
from pipeline.clock.duties.timetable import answered_by, asked_on
from pipeline.clock.model import Deadline, RuleId
from pipeline.domains import domain_of, lies_in
from pipeline.facts import Case
from pipeline.initials import initials
from pipeline.model import Attention, NoticeKind
from pipeline.notices import recipients
from pipeline.notices.documents import papers
from pipeline.notices.model import Contact, Notice, NoticeKey, Paper
from pipeline.notices.situation import Situation


@dataclass(frozen=True, kw_only=True, slots=True)
class AgencyState:
    """How an agency stands on a case."""

    agency: str
    agreed: date | None
    returned: date | None
    not_needed: str


def agencies_of(case: Case) -> tuple[AgencyState, ...]:
    """How every agency stands whose return is wanted, in the order in which they were entered."""
    return tuple(
        AgencyState(
            agency=name,
            agreed=case.day("agency_agreed", name),
            returned=case.day("agency_returned", name),
            not_needed=case.text("agency_removed", name),
        )
        for name in case.agencies
    )


def outstanding(case: Case) -> tuple[AgencyState, ...]:
    """The agencies whose return is wanted and has not come."""
    return tuple(state for state in agencies_of(case) if state.returned is None and not state.not_needed)


def return_deadline(situation: Situation, case: Case, *, agency: str) -> Deadline | None:
    """When the agency's return is due: the date agreed with it, else that of the local timetable."""
    return situation.deadline_of(case.ref, RuleId.AGENCY_RETURN, subject=agency)


def return_deadlines(situation: Situation, case: Case) -> Iterator[tuple[str, Deadline]]:
    """Agency and deadline of every outstanding return that may be chased: not on the day of the request itself, and not
    while one that came from a colleague whom the case does not know waits for the office to accept it."""
    for state in outstanding(case):
        if (case.ref, state.agency) in situation.unaccepted:
            continue
        deadline = return_deadline(situation, case, agency=state.agency)
        if deadline and deadline.state.is_chased and _was_asked_before_today(situation, case, agency=state.agency):
            yield state.agency, deadline


def requests(situation: Situation) -> tuple[Notice, ...]:
    """The requests that are due: the Panel has been notified of a serious incident, or the office agreed a date with
    the agency; a death that was notified only as such asks nobody."""
    return tuple(
        _request(situation, case, state=state, contact=contact)
        for case in situation.open_cases
        for state in wanted_returns(situation, case)
        for contact in _leads(situation, state.agency)
        if not situation.has_said(_key(case, state.agency, address=contact.address))
    )


def requests_go_out(situation: Situation, case: Case) -> bool:
    """Whether the requests are this system's work: there are agencies, each has a lead, and the office sends mail."""
    waiting = outstanding(case)
    is_held_back = situation.settings.notices.modes.agency_request == "hold"
    return bool(agencies_of(case)) and not is_held_back and all(_leads(situation, state.agency) for state in waiting)


def unreachable(situation: Situation, case: Case) -> tuple[str, ...]:
    """The agencies whose return is wanted and for whom nobody is entered in Contacts."""
    waiting = outstanding(case)
    return tuple(state.agency for state in waiting if not recipients.of_agency(situation, state.agency))


def agency_gaps(situation: Situation) -> Iterator[Attention]:
    """An item for every agency that cannot be asked, since nobody is entered for it."""
    for case in situation.open_cases:
        for state in wanted_returns(situation, case):
            if not recipients.of_agency(situation, state.agency):
                yield _no_contact(situation, case, agency=state.agency)


def wanted_returns(situation: Situation, case: Case) -> tuple[AgencyState, ...]:
    """The agencies that are, or have been, asked for a return that has not come: for an incident whose clock runs."""
    if case_clock_stopped(case, today=situation.today) or not situation.leads_its_incident(case):
        return ()
    notified = notification(case) is Notification.SERIOUS_INCIDENT
    wanted = (state for state in outstanding(case) if notified or state.agreed)
    return tuple(state for state in wanted if not _is_settled(situation, case, agency=state.agency))


def _is_settled(situation: Situation, case: Case, *, agency: str) -> bool:
    """Whether nothing hangs any longer on the agency's return: the review has ended, stopped or never applied."""
    own = return_deadline(situation, case, agency=agency)
    deadline = own or situation.deadline_of(case.ref, RuleId.RAPID_REVIEW)
    return deadline is not None and deadline.state.is_settled


def _leads(situation: Situation, agency: str) -> tuple[Contact, ...]:
    return recipients.wanting(recipients.of_agency(situation, agency), NoticeKind.AGENCY_REQUEST)


def _was_asked_before_today(situation: Situation, case: Case, *, agency: str) -> bool:
    # What is held or lies in Drafts has asked nobody.
    asked = asked_on(case, agency, requested=situation.requested.get(case.ref, {}))
    return asked is not None and asked < situation.today


def _key(case: Case, agency: str, *, address: str) -> NoticeKey:
    return NoticeKey(
        kind=NoticeKind.AGENCY_REQUEST,
        case_ref=case.ref,
        duty="agency-request",
        subject=agency,
        due=None,
        rung="request",
        recipient=address.lower(),
    )


def _request(situation: Situation, case: Case, *, state: AgencyState, contact: Contact) -> Notice:
    deadline = return_deadline(situation, case, agency=state.agency)
    due = answered_by(deadline, situation.today, calendar=situation.calendar).due if deadline else None
    attached = _papers(situation, case, agency=state.agency, due=due, address=contact.address)
    return Notice(
        key=_key(case, state.agency, address=contact.address),
        recipient_name=contact.name,
        words={
            "agency": state.agency,
            "initials": initials(case.text("child")),
            "due": due,
            "agreed": state.agreed is not None,
            "passed": due is not None and due < situation.today,
            "search_details": any(paper.case_content for paper in attached),
            "incident": case.day("incident"),
        },
        papers=attached,
        marking=situation.markings.get(case.ref, ""),
    )


def _papers(situation: Situation, case: Case, *, agency: str, due: date | None, address: str) -> tuple[Paper, ...]:
    form = papers.return_form(case, agency=agency, due=due)
    referral = situation.referrals.get(case.ref)
    # A search of records needs the child's name; it travels only to domains that the settings call secure.
    if referral is None or not lies_in(domain_of(address), situation.settings.outgoing.secure_domains):
        return (form,)
    return (form, papers.search_details(case, referral=referral))


def _no_contact(situation: Situation, case: Case, *, agency: str) -> Attention:
    return Attention(
        id=f"no-contact:{case.ref}:{agency.casefold()}",
        what=f"{agency} has not been asked for its return",
        why="Nobody is entered for this agency on the Contacts sheet.",
        remedy="Enter its safeguarding lead in Contacts under this name, or type on the Agencies sheet why not needed.",
        since=max(fact.recorded_at for fact in case.facts if fact.subject == agency),
        case_ref=case.ref,
    )
