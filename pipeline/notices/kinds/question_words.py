"""A question put into lines: what is asked of each case, what hangs on its day, and how it may be answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.clock.duties.question import Asked, CaseQuestion, QuestionPart
from pipeline.dates import long_date, long_time
from pipeline.facts import Case
from pipeline.model import Attention
from pipeline.notices.model import MailFile
from pipeline.notices.question_steps import AskStep, said_of_the_day
from pipeline.notices.recipients import OFFICE_ROLES
from pipeline.notices.situation import Situation

# So many words of lines leave room for greeting, answer and footer within the 350 that a person reads on a telephone.
_MOST_WORDS = 190
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_INTRO = {
    AskStep.OPENED: "What is asked here decides who is told of it, and from which day the time runs.",
    AskStep.AWARENESS: "A referral has come to the partnership, and only the local authority can say this of it.",
    AskStep.DAY: "Nobody has said what is asked below, and its day has come; all who may know are asked.",
    AskStep.UNANSWERED: "What is asked below has no answer yet; until it has, nobody can say which time runs.",
}
_TO_EXECUTIVES = (
    "It is put to you as an executive of a safeguarding partner, since the answer may lie with you or your people; it "
    "says nothing of what anybody has done."
)
_TO_BE_OPENED = "What has come here could not be read, or nobody has said to which case it belongs."
_ROLES = {"la-lead": "the local authority’s lead", "chair": "the chair", "executive": "the partners’ executives"}


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionLine:
    """What a mail asks of one case, or says of one mail that waits to be opened."""

    heading: str  # the case with what tells the reader which it is, or when the mail came
    asks: tuple[str, ...]  # a sentence each
    day: str = ""  # what hangs on its day, a sentence; may be empty
    headers: tuple[str, ...] = ()  # the columns in which it is typed
    to_accept: bool = False  # whether a form proposes some of the answer
    only_dates: bool = False  # whether one date answers it

    @property
    def words(self) -> int:
        """How many words it takes."""
        return sum(len(text.split()) for text in (self.heading, *self.asks, self.day))


def question_line(
    situation: Situation, case: Case, *, question: CaseQuestion, parts: Sequence[QuestionPart], inside: bool
) -> QuestionLine:
    """What is asked of a case, `inside` the office or of somebody outside, to whom initials alone say nothing."""
    return QuestionLine(
        heading=_heading(situation, case, inside=inside),
        asks=tuple(part.asks if inside else part.asks_outside or part.asks for part in parts),
        day=said_of_the_day(question, today=situation.today, calendar=situation.calendar),
        headers=tuple(header for header in question.typed_under if any(header in part.headers for part in parts)),
        to_accept=bool(question.proposals) and any(part.about is Asked.CIRCUMSTANCES for part in parts),
        only_dates={part.about for part in parts} == {Asked.AWARENESS},
    )


def _heading(situation: Situation, case: Case, *, inside: bool) -> str:
    child = situation.initials.get(case.ref, "")
    known = f"Case {case.ref}{f' ({child})' if child else ''}"
    agency, incident = case.text("referring_agency"), case.day("incident")
    said = (
        f"referred by {agency}" if agency and not inside else "",
        f"incident of {long_date(incident)}" if incident else "",
    )
    return ", ".join((known, *filter(None, said)))


def mail_line(situation: Situation, item: Attention) -> QuestionLine:
    """What a mail that waits to be opened says of itself: when it came, from which domain, what to do."""
    came = next((arrival for arrival in situation.arrivals if arrival.sha256 == item.message), None)
    whence = f" from {came.sender.domain}" if came and came.sender.domain else ""
    heading = f"Mail of {long_time(came.received_at if came else item.since)}{whence}"
    return QuestionLine(heading=heading, asks=(item.why, item.remedy))


def words(
    cases: Sequence[QuestionLine], mails: Sequence[QuestionLine], *, loudest: AskStep, role: str, telephone: str
) -> dict[str, object]:
    """What the template of a question to somebody in `role` may use; what a person would not read is only counted."""
    shown = _shown(cases, mails)
    shown_cases = tuple(line for line in cases if line in shown)
    return {
        "waits": waits(cases, mails, today=loudest is AskStep.DAY),
        "cases": shown_cases,
        "mails": tuple(line for line in mails if line in shown),
        "more": len(cases) + len(mails) - len(shown),
        "intro": _intro(loudest, role=role) if cases else _TO_BE_OPENED,
        "inside": role in OFFICE_ROLES,
        "answer": _answer(cases, inside=role in OFFICE_ROLES, telephone=telephone),
    }


def _intro(loudest: AskStep, *, role: str) -> str:
    said = _INTRO[loudest]
    return f"{said} {_TO_EXECUTIVES}" if role == "executive" else said


def _answer(cases: Sequence[QuestionLine], *, inside: bool, telephone: str) -> str:
    one = "date" if all(line.only_dates for line in cases) else "answer"
    if inside:
        return _answer_in_the_tracker(cases, one=one)
    ring = f" To talk about it, ring {telephone}." if telephone else ""
    return f"Please reply with the {one}, or say who can give it.{ring}"


def _answer_in_the_tracker(cases: Sequence[QuestionLine], *, one: str) -> str:
    headers = ", ".join(dict.fromkeys(header for line in cases for header in line.headers))
    typed = f"Enter the {one} in the tracker, on the Cases sheet under {headers}." if headers else ""
    if not any(line.to_accept for line in cases):
        return typed
    # The cell says it already, and typing the same again changes nothing.
    accept = "where a form says it, choose yes under Accept on Needs attention, or correct the cell."
    return f"{typed} {accept[:1].upper()}{accept[1:]}" if typed else f"In the tracker, {accept}"


def _shown(cases: Sequence[QuestionLine], mails: Sequence[QuestionLine]) -> list[QuestionLine]:
    shown: list[QuestionLine] = []
    left = _MOST_WORDS
    for line in (*cases, *mails):
        left -= line.words
        if shown and left < 0:
            break
        shown.append(line)
    return shown


def waits(cases: Sequence[QuestionLine], mails: Sequence[QuestionLine], *, today: bool) -> str:
    """The meaning of the mail in one line: `Two cases wait for one date from you`."""
    said = []
    if cases:
        what = "one date" if all(line.only_dates for line in cases) else "an answer"
        said.append(
            f"{_number(len({line.heading for line in cases}), 'case')} for {what} {'today' if today else 'from you'}"
        )
    if mails:
        said.append(f"{_number(len(mails), 'mail')} to be opened")
    first, *rest = said
    return ", ".join((first, *(text[:1].lower() + text[1:] for text in rest)))


def _number(number: int, what: str) -> str:
    written = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{written} {what}{' waits' if number == 1 else 's wait'}"


def in_place_of(roles: Iterable[str]) -> str:
    """Why the manager is asked what others would be: nobody is entered for their role."""
    named = [_ROLES.get(role, role) for role in roles if role]
    return f"Nobody is entered in Contacts for {' or '.join(named)}, so this comes to you." if named else ""


def listed(lines: Iterable[QuestionLine]) -> MailFile:
    """Every line of a mail in a file, for a mail that cannot show them all."""
    text = "\n\n".join("\n".join(filter(None, (line.heading, *line.asks, line.day))) for line in lines)
    return MailFile(name="questions.txt", media_type="text/plain", content=f"{text}\n".encode())
