"""Letters to the national bodies on a practice review; the family is told by the chair and never by machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from pipeline.clock.model import RuleId
from pipeline.facts import Case
from pipeline.model import NoticeKind
from pipeline.notices import recipients
from pipeline.notices.documents import papers
from pipeline.notices.model import Contact, Notice, NoticeKey
from pipeline.notices.situation import Situation

# How the bodies are entered under Agency on the Contacts sheet.
_BODIES = {
    "the Child Safeguarding Practice Review Panel": (
        *("child safeguarding practice review panel", "national panel", "csprp", "the panel", "panel"),
    ),
    "the Secretary of State for Education": ("department for education", "dfe", "secretary of state"),
    "Ofsted": ("ofsted", "hmci"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Occasion:
    """Why a letter is due: its template, and the date in question."""

    template: str
    day: date


def letters(situation: Situation) -> tuple[Notice, ...]:
    """Every letter due and not yet said: on the decision, the planned publication, and a delay."""
    return tuple(
        notice
        for case in situation.open_cases
        for occasion in _occasions(situation, case)
        for body in _BODIES
        for notice in _letters(situation, case, occasion=occasion, body=body)
        if not situation.has_said(notice.key)
    )


def _occasions(situation: Situation, case: Case) -> Iterator[_Occasion]:
    decided, planned = case.day("review_decided"), case.day("planned_publication")
    due = situation.deadline_of(case.ref, RuleId.PRACTICE_REVIEW)
    if case.day("published") is not None or (due and due.state.is_settled):
        return
    if decided:
        yield _Occasion(template="letter-decision", day=decided)
    if planned:
        yield _Occasion(template="letter-publication", day=planned)
    if due and due.state.is_chased and _is_delayed(situation, case, last=due.due):
        yield _Occasion(template="letter-delay", day=due.due)


def _is_delayed(situation: Situation, case: Case, *, last: date) -> bool:
    """Whether a delay past `last` is to be reported: it has passed, or the office plans beyond it or gives reasons."""
    ends = max(situation.today, case.day("planned_publication") or situation.today)
    return case.day("delay_reported") is None and (ends > last or bool(case.text("delay_because")))


def _letters(situation: Situation, case: Case, *, occasion: _Occasion, body: str) -> Iterator[Notice]:
    found = [contact for contact in situation.contacts if contact.active and contact.agency.casefold() in _BODIES[body]]
    wanted = recipients.wanting(found, NoticeKind.LETTER)
    for contact in wanted or recipients.managers(situation):
        notice = _letter(case, contact, occasion=occasion, body=body, stand_in=not wanted)
        yield replace(notice, marking=situation.markings.get(case.ref, ""))


def _letter(case: Case, contact: Contact, *, occasion: _Occasion, body: str, stand_in: bool) -> Notice:
    words = {
        "body": body,
        "day": occasion.day,
        "reviewer": case.text("reviewer"),
        "planned": case.day("planned_publication"),
    }
    return Notice(
        key=NoticeKey(
            kind=NoticeKind.LETTER,
            case_ref=case.ref,
            duty=occasion.template,
            subject=body,
            due=occasion.day,
            rung="letter",
            recipient=contact.recipient,
        ),
        recipient_name=contact.name,
        words={**words, "stand_in": stand_in},
        papers=(papers.letter(case, template=occasion.template, words=words),),
        template=occasion.template,
    )
