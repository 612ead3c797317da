"""Which Word document is made for what, and the words of a case that stand in it; the making is in word_template.py."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pipeline.facts import Case, Source
from pipeline.initials import initials
from pipeline.model import Answers, Referral, State
from pipeline.notices.model import Paper

GAP = "[to be completed]"
"""What stands where nobody has told us yet; documents show it highlighted."""


def case_words(case: Case) -> dict[str, object]:
    """The words that every document may use: reference, initials, and the plain facts of the case."""
    names = ("age_at_incident", "sex", "ethnicity", "incident", "outcome", "abuse_neglect", "looked_after", "la_aware")
    place = ("care_leaver", "incident_area", "resident_here", "regulated_setting", "parallel_processes")
    later = ("partners_aware", "notified_panel", "panel_ref", "rapid_review_sent", "reviewer", "referring_agency")
    facts = {name: case.value(name) if case.value(name) is not None else GAP for name in (*names, *place, *later)}
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


def agenda(case: Case, *, start: str, place: str, attendance: Iterable[tuple[str, str]]) -> Paper:
    """The agenda of the rapid review meeting; `start` is written out in London time, `attendance` is agency and name
    of everybody who is invited, the name empty where nobody is known."""
    rows = tuple({"agency": agency, "name": name} for agency, name in attendance)
    return Paper(
        template="agenda",
        file_name=f"{case.ref} rapid review agenda.docx",
        words={**case_words(case), "start": start, "place": place, "agencies": rows},
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
    judged = {name: case.value(name) or GAP for name in (*_CRITERIA, *_DECIDED)}
    notes = {f"{name}_note": case.text(f"{name}_note") for name in _CRITERIA}
    return Paper(
        template="decision-record",
        file_name=f"{case.ref} decision record.docx",
        words={**case_words(case), **judged, **notes},
        properties=(("caseclock-case", case.ref),),
    )


def notification_pack(case: Case, *, referral: Referral, due: date | None) -> Paper:
    """What the national online form asks, prefilled from the referral with its gaps marked; never sent by machine.

    Where the office corrected the form, its word stands here too.
    """
    incident = {name: _answer(referral.incident, name) for name in _INCIDENT} | _said_by_the_office(case, _CORRECTED)
    children = tuple(_child(child) for child in referral.children) or (_child({}),)
    if len(children) == 1:
        children = (children[0] | _said_by_the_office(case, _CORRECTED_OF_CHILD),)
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
            "children": children,
            "answers": tuple(_asked_of_children(children)),
            "others": _beyond_the_form(children),
            "family": tuple(
                {name: _answer(person, name) for name in ("name", "relationship", "dob", "address")}
                for person in referral.family
            ),
            "agencies": tuple(
                {name: _answer(entry, name) for name in ("agency", "name", "still_involved")}
                for entry in referral.agencies
            ),
        },
        properties=(("caseclock-case", case.ref),),
        case_content=True,
    )


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


_CRITERIA = (
    *("criterion_improvements", "criterion_themes", "criterion_working_together", "criterion_panel_view"),
    *("single_agency", "no_agency", "several_areas", "institution"),
)
_DECIDED = (
    *("criteria_met", "criteria_decided_by", "criteria_decided", "review_outcome", "recommendation", "decision"),
    *("rationale", "decision_by", "decision_on", "family_informed", "family_views"),
)
# The national form takes four children in one notification; any others go into its text.
_ON_ONE_FORM = 4
# What the office may have corrected since, by the name of the form's answer.
_CORRECTED = {"date": "incident", "outcome": "outcome", "abuse_neglect": "abuse_neglect"}
_CORRECTED_OF_CHILD = {"sex": "sex", "ethnicity": "ethnicity", "looked_after": "looked_after"}
_ASKED_OF_A_CHILD = (
    *(("Name", "name"), ("Other names", "aliases"), ("Date of birth", "dob"), ("Age", "age"), ("Sex", "sex")),
    *(("Ethnicity", "ethnicity"), ("Disability", "disability"), ("Date of death", "date_of_death")),
    *(("NHS number", "nhs_number"), ("Home address", "home_address"), ("Lives with or at", "current_residence")),
    *(("Legal status", "legal_status"), ("Looked after", "looked_after"), ("Child protection plan", "cp_plan")),
    *(("School or nursery", "school"), ("General practitioner", "gp")),
)


def _asked_of_children(children: tuple[dict[str, str], ...]) -> Iterator[dict[str, str]]:
    """A row for each question about each child that one notification takes: an answer alone is ready to copy."""
    several = len(children) > 1
    for number, child in enumerate(children[:_ON_ONE_FORM], start=1):
        for question, name in _ASKED_OF_A_CHILD:
            yield {"question": f"Child {number}: {question.lower()}" if several else question, "answer": child[name]}


def _beyond_the_form(children: tuple[dict[str, str], ...]) -> str:
    others = (f"{child['name']}, born {child['dob']}" for child in children[_ON_ONE_FORM:])
    return "; ".join(others) or "none"


def _said_by_the_office(case: Case, names: Mapping[str, str]) -> dict[str, str]:
    """What the office typed in the place of a form's answer."""
    facts = {answer: case.fact(name) for answer, name in names.items()}
    return {
        answer: _plain(str(fact.value))
        for answer, fact in facts.items()
        if fact is not None and fact.source in (Source.TRACKER, Source.OPERATOR)
    }


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
