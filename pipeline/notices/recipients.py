"""Who receives what: owners and roles to contacts, and whether an address may be written to at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.agency_names import plain_agency
from pipeline.domains import domain_of, lies_in
from pipeline.facts import FACT_NAMES, Case
from pipeline.model import NoticeKind, ReasonCode, Refusal
from pipeline.notices.model import Contact, MailFile, NoticeKey, Paper
from pipeline.notices.situation import Situation
from pipeline.settings import NoticeSettings, Outgoing

STATUTORY_ROLES = ("la-lead", "icb", "police")
OFFICE_ROLES = ("manager", "deputy")
_ROLES = {
    "local-authority": ("la-lead",),
    "partners": STATUTORY_ROLES,
    "chair": ("chair",),
    "manager": ("manager",),
    "reviewer": ("reviewer",),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Audience:
    """The contacts to write to; `nobody` names the owner for whom the manager stands in."""

    contacts: tuple[Contact, ...]
    nobody: str = ""


def with_role(situation: Situation, *roles: str, case: Case | None = None) -> tuple[Contact, ...]:
    """The active contacts in `roles` who serve the case's area, each address once, in the order of the roles."""
    return serving(situation.contacts, *roles, area=situation.settings.office.area, case=case)


def serving(contacts: Iterable[Contact], *roles: str, area: str, case: Case | None) -> tuple[Contact, ...]:
    """As `with_role`, of `contacts` in an office of `area`."""
    there, areas = tuple(contacts), _areas(area, case)
    return _once(
        contact
        for role in roles
        for contact in there
        if contact.active and contact.role == role and _serves(contact, areas)
    )


def wanting(contacts: Iterable[Contact], kind: NoticeKind, *, rule: str = "") -> tuple[Contact, ...]:
    """Those whose Contacts row does not exclude this notice; a row may name kinds of notice or rules."""
    return tuple(contact for contact in contacts if _wants(contact, kind, rule=rule))


def asking_for_entries(contacts: Iterable[Contact]) -> frozenset[str]:
    """The addresses, in lower case, of the active contacts who asked for their deadlines in their own calendar."""
    return addresses_of(who for who in contacts if who.active and NoticeKind.CALENDAR.value in _listed(who))


def owners(situation: Situation, owner: str, *, case: Case, rule: str) -> Audience:
    """Whoever the duty rests on; where nobody is entered, the business manager, and `nobody` says in whose place."""
    found = wanting(with_role(situation, *_ROLES.get(owner, ()), case=case), NoticeKind.REMINDER, rule=rule)
    if found:
        return Audience(contacts=found)
    return Audience(contacts=managers(situation), nobody=owner)


def roles_of(owner: str) -> tuple[str, ...]:
    """The roles in Contacts on which a duty of this owner rests; none where a case itself says who it is."""
    return _ROLES.get(owner, ())


def managers(situation: Situation) -> tuple[Contact, ...]:
    """The business managers, or the deputies where no manager is entered."""
    return with_role(situation, "manager") or with_role(situation, "deputy")


def has_tracker(situation: Situation, address: str) -> bool:
    """Whether the person at `address` works in the tracker: a manager or a deputy."""
    return address.lower() in addresses_of(with_role(situation, *OFFICE_ROLES))


def addresses_of(contacts: Iterable[Contact]) -> frozenset[str]:
    """The addresses of `contacts`, in lower case."""
    return frozenset(contact.recipient for contact in contacts)


def somebody_in_charge(contacts: Iterable[Contact], *, area: str) -> bool:
    """Whether a business manager, or a deputy in the manager's place, is there for the office's `area`."""
    here = frozenset({area.casefold()}) - {""}
    return any(who.active and who.role in OFFICE_ROLES and _serves(who, here) for who in contacts)


def office(situation: Situation, kind: NoticeKind) -> tuple[Contact, ...]:
    """Managers and deputies who want this kind of notice."""
    return wanting(with_role(situation, *OFFICE_ROLES), kind)


def mode_of(key: NoticeKey, *, notices: NoticeSettings, contacts: Iterable[Contact]) -> str:
    """`send`, `draft` or `hold`, as the settings say for a kind of notice; the office's own cry for help is sent, and
    what it is reminded of itself is no draft for it to send on."""
    if key.kind in (NoticeKind.ALERT, NoticeKind.DIGEST):
        return "send"
    mode = str(getattr(notices.modes, key.kind.value.replace("-", "_"), "send"))
    always = key.kind is NoticeKind.QUESTION or (key.kind is NoticeKind.REMINDER and mode == "draft")
    inside = always and key.recipient in addresses_of(who for who in contacts if who.role in OFFICE_ROLES)
    return "send" if inside else mode


def of_agency(situation: Situation, agency: str) -> tuple[Contact, ...]:
    """The safeguarding leads entered for an agency; a partner's own lead stands for it where it has none."""
    return leads_of(situation.contacts, agency=agency)


def leads_of(contacts: Iterable[Contact], *, agency: str) -> tuple[Contact, ...]:
    """As `of_agency`, of `contacts`."""
    wanted = plain_agency(agency)
    there = [contact for contact in contacts if contact.active and plain_agency(contact.agency) == wanted]
    leads = [contact for contact in there if contact.role == "agency"]
    return _once(leads) or _once([contact for contact in there if contact.role in STATUTORY_ROLES])


def refusals(
    address: str, *, addressable: Iterable[str], outgoing: Outgoing, files: Iterable[MailFile | Paper] = ()
) -> tuple[Refusal, ...]:
    """Why a mail may not go to `address`; `addressable` are those of Contacts and of the mail being answered."""
    if not is_usable(address):
        return (_NO_ADDRESS,)
    found = []
    if address not in addressable:
        found.append(
            Refusal(
                code=ReasonCode.ADDRESS_UNKNOWN,
                why="The recipient is neither in Contacts nor the sender of the mail being answered.",
                remedy="Enter the person on the Contacts sheet if they should receive it.",
            )
        )
    if outgoing.allowed_domains and not lies_in(domain_of(address), outgoing.allowed_domains):
        found.append(
            Refusal(
                code=ReasonCode.DOMAIN_NOT_ALLOWED,
                why=f"Mail to {domain_of(address)} is not allowed by the settings.",
                remedy="Add the domain to allowed_domains under [outgoing], or tell the person another way.",
            )
        )
    if any(file.case_content for file in files) and not lies_in(domain_of(address), outgoing.secure_domains):
        found.append(
            Refusal(
                code=ReasonCode.DOMAIN_NOT_SECURE,
                why=f"A file with the content of a case may not go to {domain_of(address)}.",
                remedy="Add the domain to secure_domains under [outgoing] if it is secure, or send it another way.",
            )
        )
    return tuple(found)


def is_usable(address: str) -> bool:
    """Whether every mail server takes `address`, and none reads it as two."""
    return _ADDRESS.fullmatch(address) is not None


NO_MANAGER = Refusal(
    code=ReasonCode.NO_MANAGER,
    why="There is no business manager, so nothing is sent and every mail waits.",
    remedy=(
        "Enter one with the role manager on the Contacts sheet or, while that sheet is empty, under [[contacts]] in "
        "config.toml; the next pass sends what waits."
    ),
)
# A dot-atom at a host name (RFC 5321, 4.1.2): what every server takes, and nothing that could be read as two addresses.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_NO_ADDRESS = Refusal(
    code=ReasonCode.ADDRESS_UNUSABLE,
    why="The e-mail address cannot be written to: it is incomplete or holds letters that mail servers do not take.",
    remedy="Correct it on the Contacts sheet, or answer the person another way.",
)


def _areas(area: str, case: Case | None) -> frozenset[str]:
    # A choice under Where it happened (`in our area`) is the name of no area, and limits no contact.
    named = case.text("incident_area") if case else ""
    here = (area, "" if named in FACT_NAMES["incident_area"].choices else named)
    return frozenset(map(str.casefold, here)) - {""}


def _serves(contact: Contact, areas: frozenset[str]) -> bool:
    theirs = frozenset(area.strip().casefold() for area in contact.areas) - {""}
    return not theirs or not areas or bool(theirs & areas)


def _wants(contact: Contact, kind: NoticeKind, *, rule: str) -> bool:
    # Deadlines in their calendar come besides whatever else they receive.
    listed = _listed(contact) - {NoticeKind.CALENDAR.value}
    return not listed or not listed.isdisjoint((kind.value, rule))


def _listed(contact: Contact) -> frozenset[str]:
    return frozenset(entry.strip().casefold().replace("_", "-").replace(" ", "-") for entry in contact.notices)


def _once(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    return tuple({contact.recipient: contact for contact in reversed(tuple(contacts))}.values())[::-1]
