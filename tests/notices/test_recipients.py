"""Who may be written to, and who is found for an agency."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.facts import Source
from pipeline.notices import recipients
from pipeline.notices.all_due import gaps
from pipeline.notices.kinds.agency_requests import agencies_of
from pipeline.notices.model import Contact, MailFile
from pipeline.settings import Outgoing
from tests.notices.build import CONTACTS, HEALTH, ICB, POLICE, adding, case, fact, situation

KNOWN = frozenset(contact.address for contact in CONTACTS)
SENSITIVE = MailFile(name="x.docx", media_type="a/b", content=b"", case_content=True)


def codes(address: str, *, outgoing: Outgoing, files: tuple[MailFile, ...] = ()) -> list[str]:
    return [refusal.code for refusal in recipients.refusals(address, addressable=KNOWN, outgoing=outgoing, files=files)]


def test_only_contacts_and_answered_senders_are_written_to() -> None:
    assert codes(HEALTH, outgoing=Outgoing()) == []
    assert codes("stranger@health.example", outgoing=Outgoing()) == ["address-unknown"]


@pytest.mark.parametrize(
    ("allowed", "refused"),
    [((), False), (("health.example",), False), (("HEALTH.example",), False), (("@health.example",), False), (("example",), False),
     (("lth.example",), True), (("council.example",), True), (("",), True)],
)  # fmt: skip
def test_a_domain_is_allowed_with_all_that_lie_under_it(allowed: tuple[str, ...], refused: bool) -> None:
    assert bool(codes(HEALTH, outgoing=Outgoing(allowed_domains=allowed))) is refused


def test_the_content_of_a_case_goes_to_secure_domains_only() -> None:
    assert codes(HEALTH, outgoing=Outgoing(), files=(SENSITIVE,)) == ["domain-not-secure"]
    assert codes(HEALTH, outgoing=Outgoing(secure_domains=("health.example",)), files=(SENSITIVE,)) == []
    plain = replace(SENSITIVE, case_content=False)
    assert codes(HEALTH, outgoing=Outgoing(), files=(plain,)) == []


@pytest.mark.parametrize(
    "agency",
    [
        "Northshire Community Health",
        "northshire community  health",
        "The Northshire Community Health.",
        "Northshire Community-Health",
    ],
)
def test_an_agency_is_found_however_its_name_is_written(agency: str) -> None:
    assert [contact.address for contact in recipients.of_agency(situation("2026-03-02T09:00"), agency)] == [HEALTH]


def test_ampersand_and_and_are_the_same() -> None:
    contacts = (Contact(name="A", address="a@x.example", agency="Adult & Family Services", role="agency"),)
    assert (
        recipients.of_agency(situation("2026-03-02T09:00", contacts=contacts), "Adult and Family Services") == contacts
    )


def test_a_partner_stands_for_its_own_agency() -> None:
    assert [
        contact.address for contact in recipients.of_agency(situation("2026-03-02T09:00"), "Northshire Police")
    ] == [POLICE]


def test_a_form_that_names_a_board_by_its_old_or_long_name_finds_its_lead() -> None:
    for name in ("Northshire CCG", "Northshire Integrated Care Board"):
        found = recipients.of_agency(situation("2026-03-02T09:00"), name)
        assert [contact.address for contact in found] == [ICB]


def test_an_answer_to_an_invitation_does_not_make_a_partner_an_agency_to_be_asked() -> None:
    known = adding(case(), fact("agency_added", "Northshire Council", subject="Northshire Council", source=Source.MAIL))
    assert agencies_of(known) == ()
    typed = adding(known, fact("agency_added", "Northshire Council", subject="Northshire Council"))
    assert [state.agency for state in agencies_of(typed)] == ["Northshire Council"]


def test_an_agency_without_a_contact_is_shown_with_a_stable_mark() -> None:

    known = case(agencies=("Unknown Agency",), notified_panel=date(2026, 3, 2), outcome="seriously harmed")
    first, later = (gaps(situation(now, known)) for now in ("2026-03-02T09:00", "2026-03-03T09:00"))
    assert [(item.id, item.since) for item in first] == [(item.id, item.since) for item in later]
    assert first[0].id == "no-contact:NSP-2026-0001:unknown agency"
    assert "Contacts" in first[0].remedy


def test_a_choice_under_where_it_happened_passes_nobody_over() -> None:
    limited = tuple(replace(contact, areas=("North",)) for contact in CONTACTS)
    here = case(incident_area="in our area")
    known = situation("2026-03-02T09:00", here, contacts=limited)
    assert recipients.with_role(known, "manager", case=here)
