"""Who is asked for information in every rapid review, whatever the form names: the partners and a standing list."""

from __future__ import annotations

from pipeline.agency_names import plain_agency
from pipeline.facts import Case
from pipeline.notices import recipients
from pipeline.notices.model import Contact
from pipeline.settings import Settings


def standing_agencies(case: Case, *, contacts: tuple[Contact, ...], settings: Settings) -> tuple[str, ...]:
    """The agencies to add to a case that may come to a rapid review; none once the Panel has been told.

    Whoever is asked under the name that the form gives is not asked twice. One that the office has struck is not
    added again: its name is known to the case.
    """
    if not _may_be_reviewed(case):
        return ()
    partners = recipients.serving(contacts, *recipients.STATUTORY_ROLES, area=settings.office.area, case=case)
    named = (*(contact.agency for contact in partners), *settings.notices.always_asked)
    known = tuple(fact.subject for fact in case.facts if fact.name == "agency_added")
    taken = set(map(plain_agency, known))
    reached = set().union(*(_leads(contacts, name) for name in known))
    found: dict[str, str] = {}
    for name in named:
        if plain_agency(name) not in taken and reached.isdisjoint(_leads(contacts, name)):
            found.setdefault(plain_agency(name), name)
    return tuple(found.values())


def _leads(contacts: tuple[Contact, ...], agency: str) -> frozenset[str]:
    return recipients.addresses_of(recipients.leads_of(contacts, agency=agency))


def _may_be_reviewed(case: Case) -> bool:
    # Whoever has been notified, or decided that there is nothing to review, has passed the moment of asking.
    over = ("notified_panel", "rapid_review_sent", "review_outcome")
    return case.text("criteria_met") != "no" and not any(map(case.text, over))
