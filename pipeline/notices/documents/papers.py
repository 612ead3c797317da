"""Which Word document is made for what, and the words of a case that stand in it; the making is in word_template.py."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from pipeline.clock.model import Deadline, RuleId
from pipeline.facts import Case
from pipeline.initials import initials
from pipeline.model import Answers, Referral, State
from pipeline.notices.model import Paper

GAP = "[to be completed]"
"""What stands where nobody has told us yet; documents show it highlighted."""


def case_words(case: Case) -> dict[str, object]:
    """The words that every document may use: reference, initials, and the plain facts of the case."""
    names = ("age_at_incident", "sex", "ethnicity", "incident", "outcome", "abuse_neglect", "looked_after", "la_aware")
    later = ("partners_aware", "notified_panel", "panel_ref", "rapid_review_sent", "reviewer", "referring_agency")
    facts = {name: case.value(name) if case.value(name) is not None else GAP for name in (*names, *later)}
    return {"case_ref": case.ref, "initials": initials(case.text("child")) or GAP, **facts}


def return_form(case: Case, *, agency: str, due: date | None) -> Paper:
    """The form on which one agency answers; it says the case and the agency in words and in its properties."""
    return Paper(
        template="agency-return",
        file_name=f"{case.ref} agency return.docx",
        words={**case_words(case), "agency": agency, "due": due or "a date to be agreed"},
        properties=(("caseclock-case", case.ref), ("caseclock-agency", agency)),
    )


def search_details(case: Case, *, referral: Referral) -> Paper:
    """What an agency needs to find the child in its records; it holds names and goes to secure domains only."""
    return Paper(
        template="search-details",
        file_name=f"{case.ref} search details.docx",
        words={**case_words(case), "children": tuple(_child(child) for child in referral.children)},
        properties=(("caseclock-case", case.ref),),
        case_content=True,
    )


def agenda(case: Case, *, start: str, place: str, agencies: tuple[str, ...]) -> Paper:
    """The agenda of the rapid review meeting; `start` is written out in London time."""
    return Paper(
        template="agenda",
        file_name=f"{case.ref} rapid review agenda.docx",
        words={**case_words(case), "start": start, "place": place, "agencies": _rows(agencies)},
        properties=(("caseclock-case", case.ref),),
    )


def report(case: Case, *, agencies: tuple[str, ...], due: date | None) -> Paper:
    """The skeleton of the rapid review report, with the four criteria of SI 2018/789 regulation 11."""
    return Paper(
        template="rapid-review-report",
        file_name=f"{case.ref} rapid review report.docx",
        words={**case_words(case), "agencies": _rows(agencies), "due": due or GAP},
        properties=(("caseclock-case", case.ref),),
    )


def decision_record(case: Case) -> Paper:
    """The record of the partners' decision: each criterion, the reasons, the decider and the date."""
    words = {name: case.value(name) or GAP for name in ("criteria_met", "criteria_decided_by", "review_outcome")}
    return Paper(
        template="decision-record",
        file_name=f"{case.ref} decision record.docx",
        words={**case_words(case), **words},
        properties=(("caseclock-case", case.ref),),
    )


def notification_pack(case: Case, *, referral: Referral, due: date | None) -> Paper:
    """What the national online form asks, prefilled from the referral with its gaps marked; never sent by machine."""
    incident = {name: _answer(referral.incident, name) for name in _INCIDENT}
    return Paper(
        template="notification-pack",
        file_name=f"{case.ref} notification pack.docx",
        words={
            **case_words(case),
            "due": due or GAP,
            "notifier": {
                name: _answer(referral.referrer, name) for name in ("name", "role", "agency", "phone", "email")
            },
            "event": incident,
            "children": tuple(_child(child) for child in referral.children) or (_child({}),),
            "agencies": tuple({"agency": _answer(entry, "agency")} for entry in referral.agencies),
        },
        properties=(("caseclock-case", case.ref),),
        case_content=True,
    )


def for_the_office(
    case: Case, *, deadlines: Iterable[Deadline], agencies: tuple[str, ...], referral: Referral | None
) -> tuple[Paper, ...]:
    """The documents that the office fills in itself: notification pack (given a referral), report, decision record."""
    # A day to work to is no last day: until the start is known there is a gap to fill.
    known = (deadline for deadline in deadlines if deadline.has_known_start and not deadline.subject)
    due = {deadline.rule: deadline.due for deadline in known}
    pack = (notification_pack(case, referral=referral, due=due.get(RuleId.NOTIFY_PANEL)),) if referral else ()
    return (*pack, report(case, agencies=agencies, due=due.get(RuleId.RAPID_REVIEW)), decision_record(case))


def letter(case: Case, *, template: str, words: dict[str, object]) -> Paper:
    """A letter to a national body, to be completed and signed by the office."""
    return Paper(
        template=template,
        file_name=f"{case.ref} {template.replace('-', ' ')}.docx",
        words={**case_words(case), **words, "reviewer": words["reviewer"] or GAP, "planned": words["planned"] or GAP},
        properties=(("caseclock-case", case.ref),),
    )


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")
_CHILD = (
    *("name", "aliases", "dob", "age", "sex", "ethnicity", "disability", "nhs_number", "home_address", "postcode"),
    *("current_residence", "legal_status", "cp_plan", "looked_after", "school", "gp", "date_of_death"),
)
_INCIDENT = (
    *("date", "time", "location", "outcome", "abuse_neglect", "narrative", "immediate_action", "agency_aware_date"),
    *("parallel_processes", "media_interest"),
)


def _child(answers: Answers) -> dict[str, str]:
    return {name: _answer(answers, name) for name in _CHILD}


def _answer(answers: Answers, name: str) -> str:
    field = answers.get(name)
    if field is None or field.state in (State.BLANK, State.PLACEHOLDER):
        return GAP
    if isinstance(field.value, tuple):
        return ", ".join(field.value)
    return _plain(str(field.value)) if field.state is State.GIVEN else field.raw or GAP


def _plain(value: str) -> str:
    """A value of docs/interface.md as a person writes it: `3 February 2021`, `seriously harmed`."""
    if _ISO_DAY.fullmatch(value):
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return value.replace("_", " ") if _CODE.fullmatch(value) else value


def _rows(agencies: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    return tuple({"agency": agency} for agency in agencies)
