"""The one question of a case: what only a person of the office can say before anybody may be told that it is late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.count.workdays import nth_working_day
from pipeline.clock.duties.applies import DecidingFacts, deciding_facts, section_16c_row
from pipeline.clock.duties.criteria import Criteria, gaps
from pipeline.clock.duties.notification import Notification
from pipeline.clock.model import Applicability, Deadline, DutyState, Force, StartKind
from pipeline.dates import london_date
from pipeline.facts import FACT_NAMES, Case, Source

# An old incident is no alarm on the first morning (docs/law.md, The ledger of duties).
FIRST_DAYS = 2  # working days


class Asked(StrEnum):
    """What a part of the question is about."""

    OPENING = "opening"  # nothing is known of the case yet
    CRITERIA = "criteria"
    AWARENESS = "awareness"
    CIRCUMSTANCES = "circumstances"
    NOTIFIED_AS = "notified as"


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionPart:
    """One thing that is asked."""

    about: Asked
    asks: str  # a sentence with a question mark
    headers: tuple[str, ...]  # of the columns on the Cases sheet in which it is answered
    since: date = date.min  # when the office last emptied one of these columns
    asks_outside: str = ""  # the same to people outside the office, without what a form says of the child


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseQuestion:
    """What is asked of a case, and the day on which it grows louder."""

    case_ref: str
    parts: tuple[QuestionPart, ...]  # never empty
    since: date  # when it was first asked
    day: date  # the last day of the first duty that hangs on it, or the working target
    day_is_known: bool  # whether `day` is a last day in law or guidance
    last_day: date | None = None  # the first in law or guidance that is known, though a target may come before it
    if_aware_on: date | None = None  # the day from which a target that is not known to be a last day was counted
    proposals: tuple[tuple[str, str], ...] = ()  # name and value of facts that a form proposes and nobody has settled

    def asks_about(self, about: Asked) -> bool:
        """Whether one of its parts is about this."""
        return any(part.about is about for part in self.parts)

    @property
    def typed_under(self) -> tuple[str, ...]:
        """The columns in which something must be typed; what a form proposes already stands in its own."""
        proposed = {FACT_NAMES[name].header for name, _ in self.proposals}
        headers = dict.fromkeys(header for part in self.parts for header in part.headers)
        return tuple(header for header in headers if header not in proposed)


def question_of(
    case: Case,
    facts: DecidingFacts,
    *,
    deadlines: Sequence[Deadline],
    calendar: Calendar,
    of_child_alone: bool = False,
) -> CaseQuestion | None:
    """The question of a case whose duties stand as `deadlines`; None where nothing is left to be said.

    Where another case of the same incident leads, it is asked only what goes with the child.
    """
    found = _parts(case, facts, deadlines=deadlines)
    asked = filter(None, map(_of_the_child, found)) if of_child_alone else found
    parts = tuple(replace(part, since=_emptied(case, part)) for part in asked)
    if not parts:
        return None
    since = asked_since(case)
    days = _days(deadlines, not_before=nth_working_day(since, FIRST_DAYS, calendar=calendar))
    return CaseQuestion(
        case_ref=case.ref,
        parts=parts,
        since=since,
        day=days.day,
        day_is_known=days.day == days.last_day,
        last_day=days.last_day,
        if_aware_on=days.if_aware_on,
        proposals=_proposals(facts),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Days:
    """The day of a question, the first last day that is known, and what a target was counted from."""

    day: date
    last_day: date | None = None
    if_aware_on: date | None = None


def _days(deadlines: Sequence[Deadline], *, not_before: date) -> _Days:
    hanging = [entry for entry in deadlines if hangs(entry) and entry.force is not Force.LOCAL]
    last_day = min((entry.due for entry in hanging if entry.has_known_start), default=None)
    unknown = (entry for entry in hanging if not entry.has_known_start)
    first = min(unknown, key=lambda entry: entry.working_target, default=None)
    if first is None:
        return _Days(day=last_day or not_before, last_day=last_day)
    # A last day that is known and far off silences no other duty whose day would come before it.
    target = max(first.working_target, not_before)
    if last_day is not None and last_day <= target:
        return _Days(day=last_day, last_day=last_day)
    return _Days(day=target, last_day=last_day, if_aware_on=first.trigger_date)


def _of_the_child(part: QuestionPart) -> QuestionPart | None:
    """What of a part goes with the child and not with the incident; None where nothing does."""
    if part.about is not Asked.CIRCUMSTANCES:
        return None if part.about in (Asked.CRITERIA, Asked.NOTIFIED_AS) else part
    names = [name for name in _QUESTIONS if FACT_NAMES[name].header in part.headers and name not in _OF_THE_INCIDENT]
    if not names:
        return None
    asks = " ".join(_QUESTIONS[name] for name in names)
    return replace(_part(part.about, asks, *names), asks_outside=asks)


_OF_THE_INCIDENT = ("regulated_setting", "incident_area")


def proposals(case: Case) -> tuple[tuple[str, str], ...]:
    """Name and value of the facts that the forms of a case propose, that could change what applies and that nobody of
    the office has settled."""
    return _proposals(deciding_facts(case))


def _proposals(facts: DecidingFacts) -> tuple[tuple[str, str], ...]:
    return tuple((name, facts.values[name]) for name in _open_facts(facts) if facts.values[name])


def asked_since(case: Case) -> date:
    """The day from which a case is asked about: when anything of it was first written down, which may be long after
    its mail came, or when the office last called it open."""
    said = [fact for fact in case.facts if fact.name == "status" and fact.source is not Source.FORM]
    if said and said[-1].value == "Open":
        return london_date(said[-1].recorded_at)
    return london_date(min((fact.recorded_at for fact in case.facts), default=case.opened_at))


def _emptied(case: Case, part: QuestionPart) -> date:
    emptied = (fact for fact in case.facts if fact.value in (None, "") and fact.source is not Source.FORM)
    of_part = (fact for fact in emptied if fact.name in FACT_NAMES and FACT_NAMES[fact.name].header in part.headers)
    return max((london_date(fact.recorded_at) for fact in of_part), default=date.min)


_OF_ANY_MAIL = frozenset(
    {
        *("status", "status_by", "mail_received", "form", "missing", "referred_on", "referrer", "referring_agency"),
        *("notes", "legal_hold", "taken_in", "lead_consulted", "documents_wanted"),
    }
)


def is_unread(case: Case) -> bool:
    """Whether nothing is known of a case but the mail that brought it: it has no duty yet, only a person to open it."""
    # Whom the settings add to every case says nothing of this one.
    said = {fact.name for fact in case.facts if fact.value not in (None, "") and fact.source is not Source.SETTINGS}
    return "mail_received" in said and said <= _OF_ANY_MAIL


def hangs(deadline: Deadline) -> bool:
    """Whether something is left to be said of a duty before anybody can tell whether or from when it runs."""
    waits = deadline.state in (DutyState.TO_BE_DECIDED, DutyState.WAITS_FOR_A_DATE)
    return waits or (deadline.state.is_open and deadline.started.kind is StartKind.AT_LATEST)


def _parts(case: Case, facts: DecidingFacts, *, deadlines: Sequence[Deadline]) -> Iterator[QuestionPart]:
    if is_unread(case):
        asks = "What does it say? It could not be read: open the form or the mail and enter what it says."
        yield _part(Asked.OPENING, asks, "child", "incident", "outcome", "abuse_neglect")
        return
    lacking = tuple(gaps(case))
    if lacking:
        part = _part(
            Asked.CRITERIA, _criteria(case, lacking), "criteria_met", "criteria_decided_by", "criteria_decided"
        )
        yield replace(part, asks_outside=_criteria_outside(case))
    if _awareness_is_open(deadlines):
        yield _part(Asked.AWARENESS, _awareness(facts), "la_aware")
    if facts.values["notification"] == Notification.NOT_SAID:
        asks = (
            "Was the Panel notified of a serious incident, or only of the death of a looked-after child or care leaver?"
        )
        yield _part(Asked.NOTIFIED_AS, asks, "notified_as")
    unsaid = tuple(_open_facts(facts))
    if unsaid:
        asks = " ".join(_of_fact(name, facts.values[name]) for name in unsaid)
        outside = " ".join(_QUESTIONS[name] for name in unsaid)
        yield replace(_part(Asked.CIRCUMSTANCES, asks, *unsaid), asks_outside=outside)


def _part(about: Asked, asks: str, *names: str) -> QuestionPart:
    return QuestionPart(about=about, asks=asks, headers=tuple(FACT_NAMES[name].header for name in names))


def _criteria(case: Case, lacking: tuple[str, ...]) -> str:
    if case.text("criteria_met") in ("yes", "no"):
        return f"Criteria met says {case.text('criteria_met')}. {' '.join(lacking)} Who decided, and on what day?"
    return "Does it meet the criteria for a notification; who decided, and on what day?"


def _criteria_outside(case: Case) -> str:
    """The same to people who see no column."""
    if case.text("criteria_met") in ("yes", "no"):
        return "Who decided whether it meets the criteria, and on what day?"
    return _criteria(case, ())


def _awareness(facts: DecidingFacts) -> str:
    if facts.values["notification"] == Notification.DEATH_ALONE:
        return "When did the local authority come to know or suspect abuse or neglect?"
    return "When did the local authority become aware of this?"


def _awareness_is_open(deadlines: Sequence[Deadline]) -> bool:
    unknown = (entry for entry in deadlines if entry.started.kind is not StartKind.ON and hangs(entry))
    return any(entry.trigger_event != "notified_panel" for entry in unknown)


def _open_facts(facts: DecidingFacts) -> Iterator[str]:
    """The facts of `_QUESTIONS` that nobody of the office has settled and that could change what applies."""
    for name in (*_of_a_death(facts), *_of_the_place(facts)):
        if not (name in facts.by and facts.values[name]):
            yield name


def _lives_elsewhere(facts: DecidingFacts) -> bool:
    """Whether another authority, or partners in another area, may have to be told by what anybody has said."""
    proposed = facts.values["resident_here"] == "no"
    applies = section_16c_row(facts).applies is not Applicability.NO
    return proposed and (facts.values["place"] == "elsewhere" or applies)


def _is_undecided(facts: DecidingFacts) -> bool:
    notified = facts.values["notification"] == Notification.SERIOUS_INCIDENT
    return facts.values["criteria"] == Criteria.UNDECIDED and not notified


def _of_a_death(facts: DecidingFacts) -> Iterator[str]:
    values = facts.values
    if values["notification"] == Notification.SERIOUS_INCIDENT:
        return
    if values["outcome"] in ("died", ""):
        yield "outcome"
    if values["outcome"] != "died":
        return
    yield "looked_after"
    if values["from_16"] != "no" and values["looked_after"] != "yes":
        yield "care_leaver"
    if values["unsuspected"] == "yes" and _is_undecided(facts):
        yield "regulated_setting"


def _of_the_place(facts: DecidingFacts) -> Iterator[str]:
    undecided, values = _is_undecided(facts), facts.values
    if undecided or values["place"] in ("another English area", "elsewhere"):
        yield "incident_area"
    if (undecided and values["incident_area"] == "outside England") or _lives_elsewhere(facts):
        yield "resident_here"


def _of_fact(name: str, proposed: str) -> str:
    said = f" The form says: {proposed}." if proposed else ""
    return f"{_QUESTIONS[name]}{said}"


_QUESTIONS = {
    "outcome": "Did the child die, or was the child seriously harmed?",
    "looked_after": "Was the child looked after?",
    "care_leaver": "Was this a care leaver?",
    "regulated_setting": "Did it happen in a regulated setting?",
    "incident_area": "Did it happen in our area?",
    "resident_here": "Does the child normally live in our area?",
}
