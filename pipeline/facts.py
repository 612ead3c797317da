"""What is known of a case: dated facts with their sources, and the closed list of facts that exist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pipeline.model import FactKind, PlainValue

Value = PlainValue
"""A fact's value; None says that whoever gave it took it back. Instants are aware and in UTC."""


class Source(StrEnum):
    """Who said it; a later word from the tracker or an operator outranks every form and mail."""

    FORM = "form"
    MAIL = "mail"
    TRACKER = "tracker"
    OPERATOR = "operator"
    SETTINGS = "settings"  # what this office does in every case


class Owner(StrEnum):
    """Whose word a tracker cell is: prefilled from the form, the office's alone, or computed."""

    FORM = "form"
    OFFICE = "office"
    COMPUTED = "computed"


YES_NO = ("yes", "no")
YES_NO_UNKNOWN = ("yes", "no", "not known")


@dataclass(frozen=True, kw_only=True, slots=True)
class FactName:
    """A fact that may be recorded: its `header` is its column on the Cases sheet, its `choices` the drop-down."""

    name: str
    header: str
    kind: FactKind
    owner: Owner
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One thing said about a case; `subject` is a rule id or an agency where the fact is about one, else empty.

    `detail` says where exactly (a form's label, a cell, a message) and never holds narrative.
    """

    case_ref: str
    name: str
    value: Value
    source: Source
    recorded_at: datetime
    subject: str = ""
    detail: str = ""


def _form(name: str, header: str, *, kind: FactKind, choices: tuple[str, ...] = ()) -> FactName:
    return FactName(name=name, header=header, kind=kind, owner=Owner.FORM, choices=choices)


def _office(name: str, header: str, *, kind: FactKind, choices: tuple[str, ...] = ()) -> FactName:
    return FactName(name=name, header=header, kind=kind, owner=Owner.OFFICE, choices=choices)


def _judged(name: str, header: str) -> tuple[FactName, FactName]:
    return (
        _office(name, header, kind=FactKind.CHOICE, choices=YES_NO_UNKNOWN),
        _office(f"{name}_note", f"{header}: note", kind=FactKind.TEXT),
    )


REVIEW_OUTCOMES = ("local practice review", "national review", "alternative learning", "no further action")
ENDED_BEFORE = "Ended before"
IN_ERROR = ("Opened in error", "Duplicate")
STATUSES = ("Open", "Closed", ENDED_BEFORE, *IN_ERROR)
"""`Ended before`: it ended before the mailbox was taken in. The last three hold once somebody is named beside them."""
NOTIFIED_AS = ("serious incident", "death of a looked-after child or care leaver")
"""What the national form was sent as; the second alone ends no duty of section 16C and starts no rapid review."""

DOCUMENTS = ("notification pack", "report", "decision record", "all")
"""The documents that the office may ask for before there is a use for them."""

CASE_FACTS: tuple[FactName, ...] = (
    _form("status", "Status", kind=FactKind.CHOICE, choices=STATUSES),
    _form("child", "Child", kind=FactKind.TEXT),
    _form("children", "Children", kind=FactKind.COUNT),
    _form("age_at_incident", "Age at incident", kind=FactKind.TEXT),
    _form("sex", "Sex", kind=FactKind.TEXT),
    _form("ethnicity", "Ethnicity", kind=FactKind.TEXT),
    _form("incident", "Incident date", kind=FactKind.DATE),
    _form("outcome", "Harm", kind=FactKind.CHOICE, choices=("died", "seriously harmed", "other")),
    _form("abuse_neglect", "Abuse or neglect", kind=FactKind.CHOICE, choices=("known", "suspected", "no")),
    _form("looked_after", "Looked after", kind=FactKind.CHOICE, choices=YES_NO_UNKNOWN),
    _form("care_leaver", "Care leaver", kind=FactKind.CHOICE, choices=YES_NO_UNKNOWN),
    _form(
        "incident_area",
        "Where it happened",
        kind=FactKind.CHOICE,
        choices=("in our area", "another English area", "outside England"),
    ),
    _form("resident_here", "Lives in our area", kind=FactKind.CHOICE, choices=YES_NO_UNKNOWN),
    _form("regulated_setting", "Regulated setting", kind=FactKind.CHOICE, choices=YES_NO_UNKNOWN),
    _form("referring_agency", "Referring agency", kind=FactKind.TEXT),
    _form("referrer", "Referrer", kind=FactKind.TEXT),
    _form("lead_consulted", "Lead consulted", kind=FactKind.CHOICE, choices=YES_NO_UNKNOWN),
    _form("referred_on", "Referred on", kind=FactKind.DATE),
    _form("mail_received", "Received", kind=FactKind.INSTANT),
    _form("form", "Form", kind=FactKind.TEXT),
    _form("missing", "Missing from form", kind=FactKind.TEXT),
    _form("parallel_processes", "Parallel processes", kind=FactKind.TEXT),
    _office("status_by", "Status said by", kind=FactKind.TEXT),
    _office("la_aware", "LA aware on", kind=FactKind.DATE),
    _office("partners_aware", "Partners aware on", kind=FactKind.DATE),
    _office("criteria_met", "Criteria met", kind=FactKind.CHOICE, choices=("yes", "no", "more information")),
    _office("criteria_decided_by", "Decided by", kind=FactKind.TEXT),
    _office("criteria_decided", "Criteria decided on", kind=FactKind.DATE),
    _office("notified_panel", "Notified Panel on", kind=FactKind.DATE),
    _office("notified_as", "Notified as", kind=FactKind.CHOICE, choices=NOTIFIED_AS),
    _office("panel_ref", "Panel ref", kind=FactKind.TEXT),
    _office("rapid_review_on", "Rapid review on", kind=FactKind.DATE),
    _office("rapid_review_at", "Rapid review at", kind=FactKind.TIME),
    _office("rapid_review_place", "Rapid review place or link", kind=FactKind.TEXT),
    _office("rapid_review_sent", "Rapid review sent on", kind=FactKind.DATE),
    _office("panel_replied", "Panel replied on", kind=FactKind.DATE),
    _office("review_outcome", "Outcome", kind=FactKind.CHOICE, choices=REVIEW_OUTCOMES),
    _office("review_decided", "Practice review agreed on", kind=FactKind.DATE),
    _office("reviewer", "Reviewer", kind=FactKind.TEXT),
    _office("methodology", "Methodology", kind=FactKind.TEXT),
    _office("planned_publication", "Publication planned", kind=FactKind.DATE),
    _office("published", "Published on", kind=FactKind.DATE),
    _office("web_address", "Web address", kind=FactKind.TEXT),
    _office("not_published_because", "Not published because", kind=FactKind.TEXT),
    _office("clock_stopped", "Clock stopped on", kind=FactKind.DATE),
    _office("clock_stopped_because", "Because", kind=FactKind.TEXT),
    _office("clock_stopped_by", "Clock stopped by", kind=FactKind.TEXT),
    _office("delay_because", "Delay because", kind=FactKind.TEXT),
    _office("delay_reported", "Delay reported on", kind=FactKind.DATE),
    _office("same_incident", "Same incident as", kind=FactKind.TEXT),
    _office("legal_hold", "Legal hold", kind=FactKind.CHOICE, choices=YES_NO),
    _office("meeting_exception", "Meeting date because", kind=FactKind.TEXT),
    _office("documents_wanted", "Make documents", kind=FactKind.CHOICE, choices=DOCUMENTS),
    _office("notes", "Notes", kind=FactKind.TEXT),
)

DEADLINE_FACTS: tuple[FactName, ...] = (
    _office("done_on", "Done on", kind=FactKind.DATE),
    _office("not_applicable", "Not applicable because", kind=FactKind.TEXT),
    _office("said_by", "Said by", kind=FactKind.TEXT),
)
"""Facts whose `subject` is a rule id; typed by the office on the Deadlines sheet."""

AGENCY_FACTS: tuple[FactName, ...] = (
    _form("agency_added", "Agency", kind=FactKind.TEXT),
    _office("agency_agreed", "Agreed date", kind=FactKind.DATE),
    _office("agency_agreed_by", "Agreed by", kind=FactKind.TEXT),
    _office("agency_returned", "Received on", kind=FactKind.DATE),
    _office("agency_removed", "Not needed because", kind=FactKind.TEXT),
    _form("agency_answer", "Coming to the review", kind=FactKind.CHOICE, choices=("yes", "maybe", "no")),
)
"""Facts whose `subject` is an agency's name; on the Agencies sheet."""

DECISION_FACTS: tuple[FactName, ...] = (
    *_judged("criterion_improvements", "(a) Improvements needed"),
    *_judged("criterion_themes", "(b) Recurrent themes"),
    *_judged("criterion_working_together", "(c) Agencies working together"),
    *_judged("criterion_panel_view", "(d) Panel thinks a local review fits"),
    *_judged("single_agency", "One agency's actions"),
    *_judged("no_agency", "No agency involved"),
    *_judged("several_areas", "More than one area"),
    *_judged("institution", "Institutional setting"),
    _office("recommendation", "Recommendation", kind=FactKind.CHOICE, choices=REVIEW_OUTCOMES),
    _office("decision", "Decision", kind=FactKind.CHOICE, choices=REVIEW_OUTCOMES),
    _office("decision_by", "Decision made by", kind=FactKind.TEXT),
    _office("decision_on", "Decision made on", kind=FactKind.DATE),
    _office("rationale", "Rationale", kind=FactKind.TEXT),
    _office("family_informed", "Family informed on", kind=FactKind.DATE),
    _office("family_views", "Family views, or why not sought", kind=FactKind.TEXT),
)
"""The decision record: the criteria and circumstances of SI 2018/789 regulation 11, each with its note."""

ACTION_FACTS: tuple[FactName, ...] = (
    _office("action_recommendation", "Recommendation", kind=FactKind.TEXT),
    _office("action", "Action", kind=FactKind.TEXT),
    _office("action_agency", "Lead agency", kind=FactKind.TEXT),
    _office("action_officer", "Lead officer", kind=FactKind.TEXT),
    _office("action_start", "Start", kind=FactKind.DATE),
    _office("action_due", "Due", kind=FactKind.DATE),
    _office("action_evidence", "Evidence", kind=FactKind.TEXT),
    _office("action_impact", "Impact", kind=FactKind.TEXT),
    _office("action_closed", "Closed on", kind=FactKind.DATE),
    _office("action_signed_off", "Signed off by", kind=FactKind.TEXT),
)
"""Facts whose `subject` is the number of an action of the case's action plan; on the Actions sheet."""

BACKGROUND_FACTS: tuple[FactName, ...] = (
    _form("agency_aware", "Agency aware on", kind=FactKind.DATE),
    _form("taken_in", "Taken in on", kind=FactKind.DATE),
    _form("asked_from", "Asked about from", kind=FactKind.DATE),
)
"""Facts that no sheet shows: the referring agency's own awareness, which is not the local authority's; when a mailbox
that was in use was taken in, with this case; from when on such a case is asked about all the same."""


def duty_subject(rule: str, about: str = "") -> str:
    """The subject of a fact about a duty: its rule, and about whom or what where one rule binds several."""
    return f"{rule}|{about}" if about else rule


FACT_NAMES = {
    entry.name: entry
    for entry in (*CASE_FACTS, *DEADLINE_FACTS, *AGENCY_FACTS, *DECISION_FACTS, *ACTION_FACTS, *BACKGROUND_FACTS)
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A case is its facts, in the order in which they were recorded."""

    ref: str
    opened_at: datetime
    facts: tuple[Fact, ...] = ()
    # Every duty asks for facts by their names, hundreds of times a case.
    _in_force: Mapping[tuple[str, str], Fact] = field(init=False, repr=False, compare=False)
    _subjects: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        named: dict[tuple[str, str], list[Fact]] = {}
        for fact in self.facts:
            named.setdefault((fact.name, fact.subject), []).append(fact)
        found = {name: in_force(facts) for name, facts in named.items()}
        held = {name: fact for name, fact in found.items() if fact is not None and fact.value is not None}
        subjects: dict[str, tuple[str, ...]] = {}
        for name, subject in held:
            subjects[name] = (*subjects.get(name, ()), subject)
        object.__setattr__(self, "_in_force", held)
        object.__setattr__(self, "_subjects", subjects)

    def fact(self, name: str, subject: str = "") -> Fact | None:
        """The fact that now holds for `name`, or None where none was given or the last word took it back."""
        return self._in_force.get((name, subject))

    def value(self, name: str, subject: str = "") -> Value:
        """The value that now holds for `name`, or None."""
        found = self.fact(name, subject)
        return None if found is None else found.value

    def text(self, name: str, subject: str = "") -> str:
        """The value as text, or an empty text."""
        value = self.value(name, subject)
        return "" if value is None else str(value)

    def day(self, name: str, subject: str = "") -> date | None:
        """The value as a date, or None where there is none; an instant must be taken by `value`."""
        value = self.value(name, subject)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def subjects(self, name: str) -> tuple[str, ...]:
        """The subjects for which `name` now holds, in the order in which they first appeared."""
        return self._subjects.get(name, ())

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies whose return is wanted: named by a form or the office, or with an agreed date.

        One that is known only because it answered or wrote by mail is shown, and asked for nothing.
        """
        added: tuple[str, ...] = ()
        if named := self.subjects("agency_added"):
            entered = {
                fact.subject for fact in self.facts if fact.name == "agency_added" and fact.source is not Source.MAIL
            }
            added = tuple(name for name in named if name in entered)
        return tuple(filter(None, dict.fromkeys((*added, *self.subjects("agency_agreed")))))

    @property
    def is_open(self) -> bool:
        """Whether its clocks still run, as they do where nobody is named who says that it ended or never was one."""
        status = self.text("status")
        return status in ("", "Open") or (status in (ENDED_BEFORE, *IN_ERROR) and not self.has_ended)

    @property
    def has_ended(self) -> bool:
        """Whether a named person says that it ended before the mailbox was taken in, or is no case of its own."""
        return self.text("status") in (ENDED_BEFORE, *IN_ERROR) and bool(self.text("status_by"))


_OFFICE_WORD = (Source.TRACKER, Source.OPERATOR)


def in_force(facts: Iterable[Fact]) -> Fact | None:
    """The one of several facts of one name that holds: the office's last word, else the last word of anybody."""
    chosen: Fact | None = None
    for fact in facts:
        if chosen is None or fact.source in _OFFICE_WORD or chosen.source not in _OFFICE_WORD:
            chosen = fact
    return chosen
