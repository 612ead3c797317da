"""Who is told to which case a mail belongs; everybody else is a stranger, from whom the mailbox keeps it."""

from __future__ import annotations

from enum import StrEnum

from pipeline.intake.signs.assurance import is_known_to_the_case, is_partner
from pipeline.model import Assurance, NoticeKind
from pipeline.notices.situation import Arrival, Situation


class AnswerReach(StrEnum):
    """How far an answer to a mail may go."""

    TOLD = "told"  # it names the case
    STRANGER = "stranger"  # it names a receipt number
    UNCONFIRMED_STRANGER = "unconfirmed stranger"  # the same, and such answers are few


def reach_of(situation: Situation, arrival: Arrival) -> AnswerReach:
    """How the sender of `arrival` stands, by the receiving server's word and by what the office knows.

    One who failed the server's checks is confirmed by nothing; whether to answer at all was settled when the mail was
    read.
    """
    if _is_told(situation, arrival):
        return AnswerReach.TOLD
    confirmed = arrival.assurance == Assurance.CONFIRMED
    return AnswerReach.STRANGER if confirmed else AnswerReach.UNCONFIRMED_STRANGER


def _is_told(situation: Situation, arrival: Arrival) -> bool:
    """Whether the answer may name the case, by the address that it goes to: nobody reads there by forging a sender.

    Whoever refers a child is not known to the case by that alone: a reference on the second mail for a new child
    beside none for a known one would tell what the first answer kept.
    """
    return _was_told(situation, arrival) or is_known_to_the_case(
        arrival.sender.address,
        referrers=(),
        contacts=[contact.address for contact in situation.contacts if contact.active],
        asked=_asked(situation, arrival.case_ref) if arrival.case_ref else (),
        carries_secret=_carries_secret(arrival),
    )


def _was_told(situation: Situation, arrival: Arrival) -> bool:
    """Whether it writes from a partner's domain, or another mail from there on the same case was so confirmed."""
    if situation.settings.intake.references_to != "partners":
        return False
    if _writes_from_partner(situation, arrival):
        return True
    to, ref = arrival.sender.address, arrival.case_ref
    alike = (one for one in situation.arrivals if ref and (one.sender.address, one.case_ref) == (to, ref))
    return any(_writes_from_partner(situation, one) for one in alike)


def _asked(situation: Situation, case_ref: str) -> frozenset[str]:
    """The addresses that were asked for a return on the case, or to its meeting."""
    requests = situation.said_of_case(NoticeKind.AGENCY_REQUEST, case_ref)
    meeting = situation.meeting_of(case_ref)
    invited = (one.address for one in (meeting.asked if meeting else ()))
    return frozenset((*(key.recipient for key, _ in requests), *invited))


def _carries_secret(arrival: Arrival) -> bool:
    """Whether it answers a notice on its own case that only the recipient of the notice had."""
    return (
        arrival.assurance == Assurance.CONFIRMED and bool(arrival.secret_of) and arrival.secret_of == arrival.case_ref
    )


def _writes_from_partner(situation: Situation, arrival: Arrival) -> bool:
    words = situation.settings.intake
    both = (arrival.author, arrival.sender.address)
    return arrival.assurance == Assurance.CONFIRMED and all(is_partner(address, words) for address in both)
