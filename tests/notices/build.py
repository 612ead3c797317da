"""Invented cases, contacts and situations for the tests of what goes out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from pipeline.clock.count.calendars import england_and_wales
from pipeline.clock.duties.ledger import ledger
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import law
from pipeline.dates import LONDON, london_date
from pipeline.facts import Case, Fact, Source, Value
from pipeline.model import Address, Assurance, Field, MailKind, NoticeKind, State
from pipeline.notices.all_due import notices
from pipeline.notices.meetings.rapid_review import state_after
from pipeline.notices.model import Contact, Notice, NoticeKey
from pipeline.notices.situation import Arrival, MeetingState, Situation
from pipeline.notices.wording.templates import environment
from pipeline.settings import Settings, Timetable, TimetableStep, settings

REF = "NSP-2026-0001"
RECEIPT = "R-7K3M-9QX2"
MANAGER, DEPUTY = "manager@office.example", "deputy@office.example"
LA, ICB, POLICE = "lead@council.example", "lead@icb.example", "lead@police.example"
EXECUTIVE, CHAIR = "chief@council.example", "chair@partnership.example"
HEALTH, SCHOOL = "lead@health.example", "lead@school.example"

PACKAGED_TEMPLATES = environment(None)

AGENCY_NAMES = ("Northshire Community Health", "Fellside School")

CONTACTS = tuple(
    Contact(name=name, address=address, agency=agency, role=role)
    for role, address, agency, name in (
        ("manager", MANAGER, "Northshire Partnership", "Bronagh Tilley"),
        ("deputy", DEPUTY, "Northshire Partnership", "Casimir Holt"),
        ("la-lead", LA, "Northshire Council", "Idris Penhallow"),
        ("icb", ICB, "Northshire ICB", "Marguerite Osei"),
        ("police", POLICE, "Northshire Police", "Tomasz Wexcombe"),
        ("executive", EXECUTIVE, "Northshire Council", "Eleanor Quartermain"),
        ("chair", CHAIR, "Northshire Partnership", "Oluwaseun Brackley"),
        ("agency", HEALTH, "Northshire Community Health", "Siân Llewellyn-Ågård"),
        ("agency", SCHOOL, "Fellside School", "Anwen Castellain"),
    )
)

_STEPS = (
    TimetableStep(rule="agency-request", from_day=1, to_day=1),
    TimetableStep(rule="agency-return", from_day=2, to_day=7),
    TimetableStep(rule="rapid-review-meeting", from_day=10, to_day=12),
    TimetableStep(rule="partner-sign-off", from_day=12, to_day=14),
)
_OFFICE = """
[intake]
partner_domains = ["health.example"]
[office]
partnership = "Northshire Safeguarding Children Partnership"
address = "referrals@northshire.example"
front_door = "01632 960100"
telephone = "01632 960200"
reference_prefix = "NSP"
"""


def office(more: str = "", *, steps: tuple[TimetableStep, ...] = _STEPS) -> Settings:
    """The settings of an invented office, with `more` TOML."""
    return settings(_OFFICE + more).model_copy(update={"timetable": Timetable(steps=steps)})


QUIET = office(steps=())
"""Settings without a local timetable, so that only national duties run."""


def at(text: str) -> datetime:
    """An instant from London wall-clock time."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def fact(name: str, value: Value, *, ref: str = REF, subject: str = "", source: Source = Source.TRACKER) -> Fact:
    return Fact(
        case_ref=ref, name=name, value=value, source=source, recorded_at=at("2026-03-01T09:00"), subject=subject
    )


def case(ref: str = REF, *, agencies: Iterable[str] = (), opened: str = "2026-03-01T09:00", **values: Value) -> Case:
    """A case with facts typed by the office, and the agencies that its form named."""
    said = [fact(name, value, ref=ref) for name, value in {"child": "RA", **values}.items()]
    named = [fact("agency_added", name, ref=ref, subject=name, source=Source.FORM) for name in agencies]
    return Case(ref=ref, opened_at=at(opened), facts=(*said, *named))


def given_field(text: str) -> Field:
    return Field(value=text, raw=text, state=State.GIVEN)


DECIDED: dict[str, Value] = {
    "la_aware": date(2026, 3, 2),
    "incident": date(2026, 2, 27),
    "outcome": "seriously harmed",
    "criteria_met": "yes",
    "criteria_decided_by": "Oluwaseun Brackley",
    "criteria_decided": date(2026, 3, 2),
    "looked_after": "no",
    "incident_area": "in our area",
}
"""A case of which the authority became aware on Monday 2 March, and about which nothing must be asked any more."""


def adding(known: Case, *facts: Fact) -> Case:
    return replace(known, facts=(*known.facts, *facts))


def situation(
    now: str | datetime,
    *cases: Case,
    settings: Settings | None = None,
    contacts: tuple[Contact, ...] = CONTACTS,
    **more: object,
) -> Situation:
    """What is known at `now` (London), with the ledgers that the clock gives."""
    chosen = settings or office()
    instant = at(now) if isinstance(now, str) else now
    calendar = england_and_wales()
    said: Mapping[NoticeKey, datetime] = more.get("said", {})
    asked: dict[str, dict[str, date]] = {}
    for key, moment in said.items():
        if key.kind is NoticeKind.AGENCY_REQUEST:
            asked.setdefault(key.case_ref, {})[key.subject] = london_date(moment)
    requested = more.setdefault("requested", asked)
    basis = Basis(law=law(), calendar=calendar, choices=chosen.clock, timetable=chosen.timetable)
    return Situation(
        now=instant,
        settings=chosen,
        calendar=calendar,
        cases=cases,
        ledgers={
            known.ref: ledger(known, basis=basis, now=instant, requested=requested.get(known.ref, {}))
            for known in cases
        },
        contacts=contacts,
        **more,
    )


def arrival(
    number: int = 1, *, sender: str = "nurse@health.example", received: str = "2026-03-02T08:30", **more: object
) -> Arrival:
    told = {"assurance": Assurance.CONFIRMED, "author": sender, "receipt": RECEIPT}
    given: dict[str, object] = {"kind": MailKind.REFERRAL, "case_ref": REF, "reply_to_it": True, **told, **more}
    given.setdefault("reply_to_stranger", given["reply_to_it"])
    return Arrival(
        sha256=f"{number:064x}",
        message_id=f"<{number}@health.example>",
        sender=Address(name="Perpetua Lindqvist", address=sender),
        received_at=at(received),
        **given,
    )


def keys(found: Iterable[Notice]) -> set[NoticeKey]:
    """Every key that would be recorded."""
    return {key for notice in found for key in (notice.key, *notice.also_keys)}


def told(known: Situation) -> tuple[Notice, ...]:
    """What is due at this moment, by itself also where a digest says it."""
    return tuple(one for notice in notices(known) for one in (notice, *notice.apart))


def queued(before: Mapping[NoticeKey, datetime], found: Iterable[Notice], now: datetime) -> dict[NoticeKey, datetime]:
    """What was said, once `found` is in the journal too."""
    return {**before, **dict.fromkeys(keys(found), now)}


def meeting_after(known: Situation, before: MeetingState | None = None) -> MeetingState | None:
    """The state of the one meeting once every invitation that is due has been queued."""
    state = before
    for notice in notices(known):
        state = state_after(notice, state)
    return state


def said_to(found: Iterable[Notice], address: str) -> list[str]:
    """Template or kind of each notice to `address`, in their order."""
    return [notice.template or notice.key.kind.value for notice in found if notice.key.recipient == address]
