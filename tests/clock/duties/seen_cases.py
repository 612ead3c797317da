"""Cases for the rules of the ledger: every combination of the facts that decide, and random histories."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import product

from hypothesis import strategies as st

from pipeline.clock.count.calendars import england_and_wales
from pipeline.clock.duties.ledger import Ledger, ledger
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import law
from pipeline.clock.model import Deadline, Task
from pipeline.facts import NOTIFIED_AS, Case, Fact, Source, Value
from pipeline.settings import Clock, Timetable

TODAY = date(2025, 6, 20)
OPENED = datetime(2025, 6, 9, 9, tzinfo=UTC)
OFFICE, FORM, MAIL = Source.TRACKER, Source.FORM, Source.MAIL
REF = "CSP-2025-001"
Said = tuple[str, Value, Source]  # a fact, its value and who said it


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A case as it stands on a day, with its ledger."""

    case: Case
    today: date
    choices: Clock
    requested: dict[str, date]

    @cached_property
    def ledger(self) -> Ledger:
        return self.with_facts(self.case.facts)

    @property
    def duties(self) -> tuple[Deadline | Task, ...]:
        found = self.ledger
        return (*found.deadlines, *found.tasks)

    def with_facts(self, facts: Sequence[Fact]) -> Ledger:
        """The ledger that the case would have with other facts."""
        basis = Basis(law=law(), calendar=england_and_wales(), choices=self.choices, timetable=Timetable())
        now = datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=UTC)
        return ledger(replace(self.case, facts=tuple(facts)), basis=basis, now=now, requested=self.requested)

    def __str__(self) -> str:
        said = (f"{fact.name} {fact.subject} {fact.value} ({fact.source.value})" for fact in self.case.facts)
        return f"on {self.today}: {', '.join(said)}"


def seen(said: Sequence[Said], *, today: date = TODAY, choices: Clock | None = None) -> Seen:
    """The case of which this was said, in this order."""
    facts = tuple(
        Fact(case_ref=REF, name=name, value=value, source=source, recorded_at=OPENED) for name, value, source in said
    )
    return Seen(
        case=Case(ref=REF, opened_at=OPENED, facts=facts), today=today, choices=choices or Clock(), requested={}
    )


AHEAD, PASSED, BEFORE = TODAY, TODAY - timedelta(14), TODAY - timedelta(3)


def _decided(met: str) -> tuple[Said, ...]:
    by: tuple[Said, ...] = (("criteria_decided_by", "A. Partner", OFFICE), ("criteria_decided", BEFORE, OFFICE))
    return (("criteria_met", met, OFFICE), *by)


# What may have been said of each thing that decides, nothing first; the product is every combination.
ALTERNATIVES: tuple[tuple[tuple[Said, ...], ...], ...] = (
    (
        (),
        (("outcome", "died", OFFICE), ("abuse_neglect", "suspected", OFFICE)),
        (("outcome", "died", FORM), ("abuse_neglect", "no", FORM)),
        (("outcome", "seriously harmed", FORM), ("abuse_neglect", "known", FORM)),
        (("outcome", "seriously harmed", OFFICE), ("abuse_neglect", "no", OFFICE)),
    ),
    ((), (("looked_after", "yes", OFFICE),), (("looked_after", "yes", FORM),), (("looked_after", "no", OFFICE),)),
    (
        (),
        (("care_leaver", "yes", OFFICE), ("age_at_incident", "19", OFFICE)),
        (("care_leaver", "yes", FORM), ("regulated_setting", "yes", FORM)),
    ),
    (
        (),
        (("incident_area", "another English area", OFFICE),),
        (("incident_area", "another English area", FORM), ("resident_here", "no", FORM)),
        (("incident_area", "outside England", OFFICE), ("resident_here", "no", OFFICE)),
        (("incident_area", "in our area", OFFICE), ("resident_here", "no", OFFICE)),
    ),
    ((), _decided("yes"), _decided("no"), (("criteria_met", "no", OFFICE),), (("criteria_met", "yes", OFFICE),)),
    (
        (),
        (("notified_panel", BEFORE, OFFICE),),
        *((("notified_panel", BEFORE, OFFICE), ("notified_as", said, OFFICE)) for said in NOTIFIED_AS),
    ),
    ((("incident", PASSED, FORM),), (("la_aware", AHEAD, OFFICE),), (("la_aware", PASSED, OFFICE),)),
)


def every_combination() -> Iterator[Seen]:
    """A case for each combination of what may have been said."""
    for chosen in product(*ALTERNATIVES):
        yield seen([said for part in chosen for said in part])


_DAYS = st.dates(date(2025, 5, 1), date(2025, 7, 31))
_PEOPLE = st.sampled_from(["A. Partner", ""])
_TEXTS = {
    "outcome": st.sampled_from(["died", "seriously harmed", "other"]),
    "abuse_neglect": st.sampled_from(["known", "suspected", "no"]),
    "incident_area": st.sampled_from(["in our area", "another English area", "outside England"]),
    "age_at_incident": st.sampled_from(["15", "19"]),
    "criteria_met": st.sampled_from(["yes", "no", "more information"]),
    "notified_as": st.sampled_from(NOTIFIED_AS),
    "status": st.sampled_from(["Open", "Closed", "Opened in error", "Duplicate", "Ended before"]),
    "decision": st.just("alternative learning"),
    **dict.fromkeys(("rationale", "family_views", "clock_stopped_because"), st.just("As recorded.")),
    **dict.fromkeys(("criteria_decided_by", "clock_stopped_by", "status_by"), _PEOPLE),
    **dict.fromkeys(("looked_after", "care_leaver", "resident_here"), st.sampled_from(["yes", "no", "not known"])),
    **dict.fromkeys(("regulated_setting", "criterion_improvements"), st.sampled_from(["yes", "no"])),
}
_DATES = (
    *("incident", "la_aware", "partners_aware", "criteria_decided", "notified_panel", "rapid_review_on"),
    *("rapid_review_sent", "review_decided", "published", "clock_stopped", "decision_on", "family_informed"),
)
_OF_FORMS = ("outcome", "abuse_neglect", "incident_area", "age_at_incident", "looked_after", "care_leaver", "incident")
_NAMES = (*_TEXTS, *_DATES, *_OF_FORMS)


@st.composite
def _said(draw: st.DrawFn) -> Fact:
    name = draw(st.sampled_from(_NAMES))
    sources = (OFFICE, OFFICE, FORM) if name in (*_OF_FORMS, "resident_here", "regulated_setting") else (OFFICE, MAIL)
    value = draw(_TEXTS.get(name, _DAYS))
    taken_back = draw(st.integers(0, 9)) == 0
    return Fact(
        case_ref=REF,
        name=name,
        value=None if taken_back else value,
        source=draw(st.sampled_from(sources)),
        recorded_at=OPENED,
    )


@st.composite
def _of_a_duty(draw: st.DrawFn) -> tuple[Fact, ...]:
    rule = draw(st.sampled_from(["notify-panel", "rapid-review", "looked-after-death", "agency-return", "tell-family"]))
    facts: list[tuple[str, Value]] = [("done_on", draw(_DAYS))]
    if draw(st.booleans()):
        facts = [("not_applicable", "Told by others"), ("said_by", draw(_PEOPLE))]
    return tuple(
        Fact(case_ref=REF, name=name, value=value, source=OFFICE, recorded_at=OPENED, subject=rule)
        for name, value in facts
    )


@st.composite
def histories(draw: st.DrawFn) -> Seen:
    """A case with a random history of facts, corrections and acts, on a random day."""
    facts = draw(st.lists(_said(), max_size=22))
    for of_a_duty in draw(st.lists(_of_a_duty(), max_size=2)):
        facts.extend(of_a_duty)
    choices = Clock(
        rapid_review_from=draw(st.sampled_from(["notification", "awareness"])),
        rapid_review_ends_with=draw(st.sampled_from(["sent", "convened"])),
    )
    case = Case(ref=REF, opened_at=OPENED, facts=tuple(facts))
    return Seen(case=case, today=draw(_DAYS), choices=choices, requested={})
