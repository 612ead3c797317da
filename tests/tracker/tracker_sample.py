"""Eight invented cases, from a referral just in to a published review, and a workbook's content made of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from pipeline import settings
from pipeline.clock.count.calendars import Calendar, england_and_wales
from pipeline.clock.duties.ledger import Ledger, ledger
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import law
from pipeline.clock.model import Deadline
from pipeline.facts import Case, Fact, Source, Value
from pipeline.model import Attention, LogEntry
from pipeline.notices.model import Contact
from pipeline.tracker.model import AgencyProgress, Base, CalendarDay, TrackerContent
from pipeline.tracker.new_workbook.create import workbook

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
LAW = law()
CALENDAR: Calendar = england_and_wales()
BASIS = Basis(law=LAW, calendar=CALENDAR, choices=settings.Clock(), timetable=settings.Timetable())
AGENCIES = (
    "Millbrook Primary School",
    "Harrow Vale Children's Services",
    "Northmoor Police",
    "Eastbrook Integrated Care Board",
)


def said(case_ref: str, name: str, value: Value, *, source: Source = Source.FORM, subject: str = "") -> Fact:
    return Fact(case_ref=case_ref, name=name, value=value, source=source, recorded_at=NOW, subject=subject)


def form_facts(ref: str, *, received: datetime, child: str, agency: str, outcome: str) -> tuple[Fact, ...]:
    day = received.date()
    given: dict[str, Value] = {
        "child": child,
        "children": 1,
        "age_at_incident": "7 months",
        "sex": "female",
        "ethnicity": "White British",
        "incident": day - timedelta(days=2),
        "outcome": outcome,
        "abuse_neglect": "suspected",
        "looked_after": "no",
        "referring_agency": agency,
        "referrer": "Dr Imogen Farrant",
        "referred_on": day,
        "mail_received": received,
        "missing": "",
    }
    return tuple(said(ref, name, value) for name, value in given.items() if value != "")


def case(number: int, *, received: date, child: str, outcome: str = "seriously harmed", **office: Value) -> Case:
    ref = f"CSP-2026-{number:04}"
    at = datetime(received.year, received.month, received.day, 8, 47, tzinfo=UTC)
    agency = AGENCIES[number % len(AGENCIES)]
    facts = form_facts(ref, received=at, child=child, agency=agency, outcome=outcome)
    typed = tuple(said(ref, name, value, source=Source.TRACKER) for name, value in office.items())
    asked = tuple(said(ref, "agency_added", name, subject=name) for name in AGENCIES[: 2 + number % 3])
    return Case(ref=ref, opened_at=at, facts=(*facts, *asked, *typed))


def sample_cases() -> tuple[Case, ...]:
    return (
        case(41, received=date(2026, 11, 17), child="A.B."),
        case(40, received=date(2026, 11, 12), child="R.K.", la_aware=date(2026, 11, 12)),
        case(39, received=date(2026, 11, 9), child="T.", la_aware=date(2026, 11, 9), criteria_met="yes"),
        case(
            38,
            received=date(2026, 11, 2),
            child="M.O. and S.O.",
            outcome="died",
            la_aware=date(2026, 11, 2),
            partners_aware=date(2026, 11, 2),
            criteria_met="yes",
            criteria_decided_by="Assistant director",
            criteria_decided=date(2026, 11, 4),
            notified_as="serious incident",
            notified_panel=date(2026, 11, 5),
            panel_ref="P-7731",
            rapid_review_on=date(2026, 11, 20),
            rapid_review_place="Civic Centre, room 4",
        ),
        case(
            33,
            received=date(2026, 9, 30),
            child="J.S.",
            la_aware=date(2026, 9, 30),
            partners_aware=date(2026, 10, 1),
            criteria_met="yes",
            criteria_decided_by="Assistant director",
            criteria_decided=date(2026, 10, 2),
            notified_panel=date(2026, 10, 6),
            rapid_review_on=date(2026, 10, 22),
            rapid_review_sent=date(2026, 10, 29),
        ),
        case(
            21,
            received=date(2026, 5, 11),
            child="L.W.",
            outcome="died",
            la_aware=date(2026, 5, 11),
            partners_aware=date(2026, 5, 12),
            criteria_met="yes",
            notified_panel=date(2026, 5, 14),
            rapid_review_sent=date(2026, 6, 4),
            panel_replied=date(2026, 6, 18),
            review_outcome="local practice review",
            review_decided=date(2026, 6, 22),
            reviewer="Independent reviewer",
            planned_publication=date(2026, 12, 14),
        ),
        case(
            28,
            received=date(2026, 8, 3),
            child="E.D.",
            la_aware=date(2026, 8, 3),
            partners_aware=date(2026, 8, 3),
            criteria_met="no",
            criteria_decided_by="R. Alder, head of service",
            criteria_decided=date(2026, 8, 12),
            notified_panel=date(2026, 8, 7),
            clock_stopped=date(2026, 8, 12),
            clock_stopped_because="Notification withdrawn: criteria not met",
            clock_stopped_by="R. Alder, head of service",
            rationale="The injury was shown to be an accident.",
        ),
        case(
            12,
            received=date(2026, 2, 9),
            child="P.N.",
            status="Closed",
            criteria_met="no",
            criteria_decided_by="R. Alder, head of service",
            criteria_decided=date(2026, 2, 11),
            rationale="Not caused by abuse or neglect.",
            la_aware=date(2026, 2, 9),
        ),
    )


def with_fact(name: str, value: Value, *, given: TrackerContent, ref: str, subject: str = "") -> TrackerContent:
    """What is known after an operator has said one thing of a case."""
    fact = said(ref, name, value, source=Source.OPERATOR, subject=subject)
    cases = tuple(replace(one, facts=(*one.facts, fact)) if one.ref == ref else one for one in given.cases)
    return replace(given, cases=cases)


def with_deadlines(given: TrackerContent, change: Callable[[Sequence[Deadline]], Iterable[Deadline]]) -> TrackerContent:
    """The content with the deadlines of every case changed."""
    ledgers = {ref: replace(found, deadlines=tuple(change(found.deadlines))) for ref, found in given.ledgers.items()}
    return replace(given, ledgers=ledgers)


def with_cases(given: TrackerContent, *children: str) -> TrackerContent:
    """The content with a case of 18 November for each child, from CSP-2026-0050 on."""
    new = (case(50 + n, received=date(2026, 11, 18), child=child) for n, child in enumerate(children))
    return replace(content((*given.cases, *new)), attention=given.attention)


def requested(entry: Case) -> dict[str, date]:
    """On which day each agency of a case that was notified was asked for its return."""
    notified = entry.day("notified_panel")
    return dict.fromkeys(entry.subjects("agency_added"), notified + timedelta(days=1)) if notified else {}


def counted(entry: Case) -> Ledger:
    """The ledger of a case as it stands at NOW."""
    return ledger(entry, basis=BASIS, now=NOW, requested=requested(entry))


def content(cases: tuple[Case, ...] | None = None, **other: object) -> TrackerContent:
    cases = sample_cases() if cases is None else cases
    found = {entry.ref: counted(entry) for entry in cases}
    asked = tuple(
        AgencyProgress(case_ref=entry.ref, agency=name, requested_on=day, due=date(2026, 11, 16), chased=1)
        for entry in cases
        for name, day in requested(entry).items()
    )
    defaults: dict[str, object] = {
        "attention": (
            Attention(
                id="mail:3f2a",
                what="A mail from Northmoor Police is encrypted.",
                why="It cannot be opened by machine, and it may hold a referral.",
                remedy="Open it in the mailbox and send the form again as an attachment.",
                since=NOW - timedelta(hours=3),
                urgent=True,
            ),
            Attention(
                id="missing:CSP-2026-0041",
                what="The form does not say when the incident happened.",
                why="The date is needed to look for other referrals of the same incident.",
                remedy="Ask the referrer; the acknowledgement asked already.",
                since=NOW - timedelta(days=1),
                case_ref="CSP-2026-0041",
            ),
        ),
        "log": (
            LogEntry(
                at=NOW - timedelta(days=1),
                event="form read",
                detail="two-column form, 41 answers",
                case_ref="CSP-2026-0041",
            ),
            LogEntry(
                at=NOW, event="reminder sent", detail="notify-panel, 1 working day before", case_ref="CSP-2026-0040"
            ),
        ),
        "contacts": (
            Contact(
                name="Morgan Ellery", address="business.unit@partnership.example", agency="Partnership", role="manager"
            ),
            Contact(
                name="", address="icb.safeguarding@health.example", agency=AGENCIES[3], role="icb", notices=("digest",)
            ),
        ),
        "calendar": tuple(
            CalendarDay(date=day.day, title=day.title, source=day.source)
            for day in CALENDAR.holidays
            if 2026 <= day.day.year <= 2028
        ),
        "originals": {entry.ref: f"originals/{entry.ref}/form-3f2a.docx" for entry in cases},
        "office": "Harrow Vale Safeguarding Children Partnership",
    }
    return TrackerContent(now=NOW, cases=cases, ledgers=found, agencies=asked, **(defaults | other))  # type: ignore[arg-type]


CONTENT = content()


@cache
def sample_book() -> tuple[bytes, Base]:
    """A new workbook of these cases and its base, made once for all tests that look at it or go on from it."""
    return workbook(CONTENT)
