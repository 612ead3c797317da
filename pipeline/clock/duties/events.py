"""The events that start clocks: how each is said, and which day a case gives for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pipeline.clock.count.spans import day_zero
from pipeline.clock.duties.notification import Notification, notification
from pipeline.clock.model import Rule, RuleId
from pipeline.dates import long_date
from pipeline.facts import FACT_NAMES, Case, Fact, Source

WORDS = {
    "incident": "the incident",
    "agency_aware": "the referring agency became aware",
    "mail_received": "the mail arrived",
    "la_aware": "the local authority became aware",
    "partners_aware": "the safeguarding partners became aware",
    "notified_panel": "the Panel was notified",
    "rapid_review_sent": "the rapid review was sent to the Panel",
    "review_decided": "the practice review was agreed",
    "planned_publication": "the planned publication",
    "published": "publication",
    "progress_checked": "the last progress check",
    "agency_agreed": "the date agreed with the agency",
    "action_agreed": "the day in the action plan",
    "criteria_decided": "the criteria were decided",
    "rapid_review_on": "the rapid review was held",
    "panel_replied": "the Panel replied",
    "delay_reported": "the delay was reported",
    "family_informed": "the family was informed",
    "agency_returned": "the return came",
    "action_closed": "the action was closed",
    "agency_asked": "the agency was asked",
    "requests_sent": "every agency was asked",
    "kept": "it was kept to its last day",
    "previous_report": "the last yearly report",
    "death_known": "the death became known",
    "setting_aware": "the home became aware",
    "request_received": "the request was received",
    "breach_known": "the breach became known",
}

# What starts or ends a statutory clock is the office's word; a form's date for it is never taken: it knows when the
# agency became aware, and Children Act 2004 section 16C(1) turns on what the local authority knows or suspects.
OFFICE_ONLY = frozenset({"la_aware", "partners_aware", "notified_panel"})
AWARENESS = frozenset({"la_aware", "partners_aware"})
_OF_THE_INCIDENT = (RuleId.NOTIFY_PANEL, RuleId.REPORT_TO_PARTNERS, RuleId.REPORT_TO_OTHER_PARTNERS)

_SAID_BY = {
    Source.FORM: "from the form",
    Source.MAIL: "from a mail",
    Source.TRACKER: "entered in the tracker",
    Source.OPERATOR: "entered by the office",
    Source.SETTINGS: "by the settings",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Trigger:
    """What a clock runs from: the event, when it was, who said so, and why the date may only be provisional."""

    event: str
    at: date | datetime
    source: str = ""
    provisional_because: str = ""  # the day only stands in for the true one, which is not known
    at_latest: bool = False  # the event had happened by this day, which counts as known

    @property
    def day(self) -> date:
        """Day zero: the London date."""
        return day_zero(self.at)


def words(event: str) -> str:
    """An event as people say it: `the Panel was notified`."""
    return WORDS.get(event, event.replace("_", " "))


def by_office(case: Case, name: str) -> bool:
    """Whether the word that holds for the fact `name` is the office's own."""
    fact = case.fact(name)
    return fact is not None and fact.source in (Source.TRACKER, Source.OPERATOR)


def header(name: str) -> str:
    """The column in which a fact stands."""
    known = FACT_NAMES.get(name)
    return known.header if known else name.replace("_", " ").capitalize()


def cannot_be_right(case: Case, event: str, *, today: date) -> str:
    """Why the office's own day for the start of a statutory clock cannot be right and what to correct, a sentence;
    empty where it can. No such day is counted as known, so that a slip of the keyboard calls nobody late."""
    day, incident = case.day(event) if event in OFFICE_ONLY else None, case.day("incident")
    if day and day > today:
        return f"{header(event)} is {long_date(day)}, which has not come yet: correct it."
    if day and incident and day < incident:
        return (
            f"These two dates cannot both be right: {header(event)} is {long_date(day)}, and the incident came later, "
            f"on {long_date(incident)}. Correct {header(event)} or {header('incident')}."
        )
    return ""


def happened(case: Case, event: str, *, today: date = date.max) -> Trigger | None:
    """When `event` happened by the fact that holds, or None; a statutory trigger that only a form gives is None.

    A notification as the death of a looked-after child or care leaver alone is no notification of an incident.
    """
    fact = case.fact(event)
    if fact is None or not isinstance(fact.value, date) or (event in OFFICE_ONLY and fact.source is Source.FORM):
        return None
    if event == "notified_panel" and notification(case) is Notification.DEATH_ALONE:
        return None
    doubt = cannot_be_right(case, event, today=today)
    if event in OFFICE_ONLY and fact.source is Source.MAIL:
        doubt = f"The day on which {words(event)} was taken from a mail and no person has confirmed it."
    return Trigger(event=event, at=fact.value, source=said_by(fact), provisional_because=doubt)


def trigger(case: Case, rule: Rule, *, today: date) -> Trigger | None:
    """What starts the clock of `rule` on `case`: its own event, else the latest day by which that had happened, else
    the earliest date that may stand in for it."""
    own, latest = _own(case, rule, today=today), _known_by(case, rule)
    if own is not None and not own.provisional_because and (latest is None or own.day <= latest.day):
        return own
    # A day that lies ahead by a slip would quieten the question for the true one.
    standing_in = _stand_in(case, rule, today=today) if own is None or own.day > today else None
    return latest or standing_in or own


def _own(case: Case, rule: Rule, *, today: date) -> Trigger | None:
    events = ((version, event) for version in rule.versions for event in version.trigger)
    found = (
        start
        for version, event in events
        if (start := happened(case, event, today=today))
        and version.covers(start.day)
        and not _is_of_the_death(start, case, rule=rule)
    )
    return min(found, key=lambda start: start.day, default=None)


def _is_of_the_death(start: Trigger, case: Case, *, rule: Rule) -> bool:
    """Whether a day of awareness is that of a death which was notified as such, before anything else was suspected."""
    # Section 16C turns on what the authority knows or suspects: the five days run from when it came to that.
    if start.event != "la_aware" or rule.id not in _OF_THE_INCIDENT:
        return False
    sent = case.day("notified_panel")
    return notification(case) is Notification.DEATH_ALONE and sent is not None and start.day <= sent


def _was_decided(case: Case, name: str) -> bool:
    return name != "criteria_decided" or case.text("criteria_met") in ("yes", "no")


def _known_by(case: Case, rule: Rule) -> Trigger | None:
    """The earliest day of the office's own by which the event must have happened: a decision knows what it decides."""
    days = ((name, case.day(name)) for name in rule.known_by if by_office(case, name))
    usable = [(day, name) for name, day in days if day is not None and rule.on(day) and _was_decided(case, name)]
    if not usable:
        return None
    day, name = min(usable)
    fact = case.fact(name)
    return Trigger(event=name, at=day, source=said_by(fact) if fact else "", at_latest=True)


def _stand_in(case: Case, rule: Rule, *, today: date) -> Trigger | None:
    known = [happened(case, event) for event in rule.provisional_from]
    aware = happened(case, "la_aware")
    # The day of awareness of a death is not that of a suspicion, which came no sooner.
    known += [aware] if aware and _is_of_the_death(aware, case, rule=rule) else []
    usable = (found for found in known if found and rule.on(found.day))
    earliest = min(usable, key=lambda found: found.day, default=None)
    if earliest is None:
        return None
    because = f"{_missing(case, rule, today=today)} Counted instead from the earliest date known: "
    because += f"{words(earliest.event)}, {long_date(earliest.day)}."
    return Trigger(event=earliest.event, at=earliest.at, source=earliest.source, provisional_because=because)


def _missing(case: Case, rule: Rule, *, today: date) -> str:
    awaited = rule.versions[-1].trigger[0]
    given = happened(case, awaited)
    if given is None:
        return f"The day on which {words(awaited)} has not been entered."
    if given.day > today:
        return cannot_be_right(case, awaited, today=today)
    if _is_of_the_death(given, case, rule=rule):
        return "The day on which the local authority came to know or suspect abuse or neglect has not been entered."
    return f"{words(awaited)[:1].upper()}{words(awaited)[1:]} on {long_date(given.day)}, before this rule: check it."


def said_by(fact: Fact) -> str:
    """Who said a fact, and where."""
    return f"{_SAID_BY[fact.source]}, {fact.detail}" if fact.detail else _SAID_BY[fact.source]


def was_typed(source: str) -> bool:
    """Whether it was the office's own typing, by the words of `said_by`."""
    return source.startswith(_SAID_BY[Source.TRACKER])


def without_cell(source: str) -> str:
    """Who said it, for people who do not have the tracker: the words of `said_by` without a cell."""
    if not was_typed(source):
        return source
    parts = source.split(", ")[1:]
    return ", ".join((_SAID_BY[Source.OPERATOR], *(part for part in parts if "!" not in part)))
