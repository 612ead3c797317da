"""Who is told to which case a mail belongs; everybody else is a stranger, from whom the mailbox keeps it."""

from __future__ import annotations

from enum import StrEnum

from pipeline.intake.signs.assurance import is_known_to_the_case, is_partner
from pipeline.model import Assurance, NoticeKind
from pipeline.notices.situation import Arrival, Situation


class Standing(StrEnum):
    """How far an answer to a mail may go."""

    TOLD = "told"  # it names the case
    STRANGER = "stranger"  # it names a receipt number
    UNCONFIRMED_STRANGER = "unconfirmed stranger"  # the same, and such answers are few
    FAILED = "failed"  # there is none: it would go to whoever was named by somebody else


def standing(situation: Situation, arrival: Arrival) -> Standing:
    """How the sender of `arrival` stands, by the receiving server's word and by what the office knows."""
    if arrival.assurance == Assurance.FAILED:
        return Standing.FAILED
    if _is_told(situation, arrival):
        return Standing.TOLD
    confirmed = arrival.assurance == Assurance.CONFIRMED
    return Standing.STRANGER if confirmed else Standing.UNCONFIRMED_STRANGER


def _is_told(situation: Situation, arrival: Arrival) -> bool:
    """Whether the answer may name the case, by the address that it goes to: nobody reads there by forging a sender.

    Whoever refers a child is not known to the case by that alone: a reference on the second mail for a new child
    beside none for a known one would tell what the first answer kept.
    """
    to_partners = situation.settings.intake.references_to == "partners"
    if to_partners and _writes_from_partner(situation, arrival):
        return True
    of_case = [one for one in situation.arrivals if one.case_ref == arrival.case_ref] if arrival.case_ref else []
    meeting = situation.meeting_of(arrival.case_ref)
    requested = (
        key.recipient
        for key in situation.said
        if key.kind is NoticeKind.AGENCY_REQUEST and key.case_ref == arrival.case_ref
    )
    return is_known_to_the_case(
        arrival.sender.address,
        referrers=[one.sender.address for one in of_case if to_partners and _writes_from_partner(situation, one)],
        contacts=[contact.address for contact in situation.contacts if contact.active],
        asked=[*requested, *(asked.address for asked in (meeting.asked if meeting else ()))],
        carries_secret=bool(arrival.secret_of) and arrival.secret_of == arrival.case_ref,
    )


def _writes_from_partner(situation: Situation, arrival: Arrival) -> bool:
    words = situation.settings.intake
    both = (arrival.author, arrival.sender.address)
    return arrival.assurance == Assurance.CONFIRMED and all(is_partner(address, words) for address in both)
