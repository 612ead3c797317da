"""Two invented cases with their contacts and mails, as they stand at several moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from pipeline.cases.attention import of_its_mail
from pipeline.clock.count.calendars import england_and_wales
from pipeline.clock.duties.ledger import ledger
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import law
from pipeline.clock.model import RuleId
from pipeline.dates import london_date
from pipeline.facts import Case, Fact, Source, Value
from pipeline.model import Address, Assurance, Attention, MailKind, MailShown, NoticeKind, ReadBack, ReasonCode
from pipeline.notices.all_due import notices
from pipeline.notices.kinds.alert_line import FIRST, alert_key
from pipeline.notices.meetings.rapid_review import invitations, state_after
from pipeline.notices.model import Contact, MovedDeadline
from pipeline.notices.situation import Arrival, MeetingState, Situation
from pipeline.settings import Settings

PARTNER_DOMAIN = "northshire.example"
NOW = datetime(2026, 7, 14, 9, 0, tzinfo=UTC)
AGENCIES = ("Northshire Community Health", "Probation Northshire")
_FIRST: Mapping[str, Value] = {
    "child": "RA",
    "incident": date(2026, 6, 30),
    "outcome": "seriously harmed",
    "abuse_neglect": "suspected",
    "age_at_incident": "5",
    "la_aware": date(2026, 7, 1),
    "notified_panel": date(2026, 7, 3),
    "rapid_review_on": date(2026, 7, 20),
    "rapid_review_at": time(10, 0),
    "rapid_review_place": "Committee room 2, Northshire House",
}
_NOT_MET: Mapping[str, Value] = {
    "child": "PO",
    "status": "Closed",
    "outcome": "seriously harmed",
    "criteria_met": "no",
    "criteria_decided": date(2026, 3, 12),
    "criteria_decided_by": "The three partners",
}
_SECOND: Mapping[str, Value] = {
    "child": "JW, TW",
    "children": 2,
    "incident": date(2026, 7, 7),
    "outcome": "died",
    "abuse_neglect": "known",
    "la_aware": date(2026, 7, 8),
}
_CONTACTS = (
    ("manager", "Northshire Safeguarding Partnership", "Bronagh Tilley"),
    ("la-lead", "Northshire Council", "Idris Penhallow"),
    ("icb", "Northshire Integrated Care Board", "Marguerite Osei"),
    ("police", "Northshire Police", "Tomasz Wexcombe"),
    ("executive", "Northshire Council", "Eleanor Quartermain"),
    ("agency", AGENCIES[0], "Siân Llewellyn-Ågård"),
    ("agency", AGENCIES[1], "Anwen Castellain"),
)


def first_morning(settings: Settings) -> Situation:
    """The first moment: referrals have come, the Panel has been notified in one case, a meeting has been fixed."""
    return _situation(settings, now=NOW, changes={})


def after_asking(settings: Settings, *, now: datetime = NOW, changes: Mapping[str, Value] | None = None) -> Situation:
    """Later: the agencies were asked three days ago, the invitations went out, and `changes` were typed since."""
    before = first_morning(settings)
    asked = {
        notice.key: NOW - timedelta(days=3)
        for notice in notices(before)
        if notice.key.kind in (NoticeKind.AGENCY_REQUEST, NoticeKind.INVITATION)
    }
    found = _situation(settings, now=now, changes=changes or {})
    requested: dict[str, dict[str, date]] = {}
    for key, at in asked.items():
        if key.kind is NoticeKind.AGENCY_REQUEST:
            requested.setdefault(key.case_ref, {})[key.subject] = london_date(at)
    return replace(found, said=asked, requested=requested, meetings=_meetings(before), arrivals=(), attention=())


def unanswered(settings: Settings) -> Situation:
    """The first moment, where nobody has answered an urgent alert for a day."""
    here = first_morning(settings)
    first, before = here.contacts[0], NOW - timedelta(days=1)
    return replace(here, said={alert_key(item, first, rung=FIRST): before for item in here.attention if item.urgent})


def with_entries(situation: Situation) -> Situation:
    """The same, where the authority's lead has deadlines in a calendar of their own."""
    contacts = (
        replace(one, notices=(NoticeKind.CALENDAR.value,)) if one.role == "la-lead" else one
        for one in situation.contacts
    )
    return replace(situation, contacts=tuple(contacts))


def _meetings(situation: Situation) -> tuple[MeetingState, ...]:
    state: MeetingState | None = None
    for notice in invitations(situation):
        state = state_after(notice, state)
    return (state,) if state else ()


def _situation(settings: Settings, *, now: datetime, changes: Mapping[str, Value]) -> Situation:
    prefix = settings.office.reference_prefix
    cases = (
        _case(f"{prefix}-2026-0007", {**_FIRST, **changes}, agencies=AGENCIES),
        _case(f"{prefix}-2026-0008", _SECOND, agencies=()),
        _case(f"{prefix}-2026-0003", _NOT_MET, agencies=()),
    )
    calendar = england_and_wales(settings.clock.extra_non_working_days)
    basis = Basis(law=law(), calendar=calendar, choices=settings.clock, timetable=settings.timetable)
    return Situation(
        now=now,
        settings=settings,
        calendar=calendar,
        cases=cases,
        ledgers={case.ref: ledger(case, basis=basis, now=now) for case in cases},
        contacts=tuple(_contact(role, agency, name=name, settings=settings) for role, agency, name in _CONTACTS),
        arrivals=_arrivals(cases[0].ref),
        attention=_attention(cases[0].ref),
        moved=(_moved(cases[0].ref),),
    )


def _case(ref: str, values: Mapping[str, Value], *, agencies: tuple[str, ...]) -> Case:
    at = NOW - timedelta(days=10)
    said = [
        Fact(case_ref=ref, name=name, value=value, source=Source.TRACKER, recorded_at=at)
        for name, value in values.items()
    ]
    named = [
        Fact(case_ref=ref, name="agency_added", value=name, source=Source.FORM, recorded_at=at, subject=name)
        for name in agencies
    ]
    return Case(ref=ref, opened_at=at, facts=(*said, *named))


def _contact(role: str, agency: str, *, name: str, settings: Settings) -> Contact:
    areas = (settings.office.area,) if settings.office.area else ()
    address = f"{name.split(maxsplit=1)[0].casefold().replace('â', 'a')}@northshire.example"
    return Contact(name=name, address=address, agency=agency, role=role, areas=areas)


_READ = ReadBack(children="RA", incident=date(2026, 6, 30), referred_on=date(2026, 7, 13))


def _arrivals(case_ref: str) -> tuple[Arrival, ...]:
    kinds = (
        (MailKind.REFERRAL, ReasonCode.NONE, ("incident.abuse_neglect", "referrer.phone|email")),
        (MailKind.UPDATE, ReasonCode.NONE, ()),
        (MailKind.AGENCY_RETURN, ReasonCode.NONE, ()),
        (MailKind.NEEDS_PERSON, ReasonCode.NONE, ()),
        (MailKind.NEEDS_PERSON, ReasonCode.ENCRYPTED, ()),
        (MailKind.REFERRAL, ReasonCode.NONE, ("incident.abuse_neglect",)),
    )
    # Whoever sends the last of them is a stranger.
    domains = (*[PARTNER_DOMAIN] * (len(kinds) - 1), "elsewhere.example")
    senders = [f"sender{number}@{domain}" for number, domain in enumerate(domains, start=1)]
    return tuple(
        Arrival(
            sha256=f"{number:064x}",
            message_id=f"<sample.{number}@{PARTNER_DOMAIN}>",
            sender=Address(name=f"Sample Sender {number}", address=address),
            author=address,
            assurance=Assurance.CONFIRMED,
            receipt="R-7K3M-9QX2",
            received_at=NOW - timedelta(hours=2, minutes=number),
            kind=kind,
            case_ref="" if kind is MailKind.NEEDS_PERSON else case_ref,
            missing=missing,
            reason_code=code,
            reply_to_it=True,
            reply_to_stranger=True,
            read_back=(_READ,) if kind in (MailKind.REFERRAL, MailKind.UPDATE) else (),
        )
        for number, (address, (kind, code, missing)) in enumerate(zip(senders, kinds, strict=True), start=1)
    )


def _attention(case_ref: str) -> tuple[Attention, ...]:
    since = NOW - timedelta(hours=3)
    urgent = Attention(
        id="sample-urgent",
        what="A mail that may concern a child in danger now has come in",
        why="It asks for help for a child today, and names no case.",
        remedy="Read it in the mailbox now and pass it to the front door.",
        message=f"{4:064x}",
        urgent=True,
        since=since,
    )
    mail = MailShown(
        received_at=since, sender="northshire-council.example", original=f"/srv/caseclock/mail/{4:064x}.eml"
    )
    return (
        of_its_mail(urgent, mail),
        Attention(
            id="sample-refused",
            what="A form could not be read",
            why="The file is protected by a password.",
            remedy="Ask the sender for the password by telephone, or wait for the form to be sent again.",
            case_ref=case_ref,
            since=since,
        ),
    )


def _moved(case_ref: str) -> MovedDeadline:
    return MovedDeadline(
        case_ref=case_ref,
        rule=RuleId.RAPID_REVIEW.value,
        title="Rapid review completed and sent to the Panel",
        old=date(2026, 7, 23),
        new=date(2026, 7, 24),
        why="Notified Panel on was corrected from Thu 2 July 2026 to Fri 3 July 2026.",
        at=NOW - timedelta(hours=1),
    )
