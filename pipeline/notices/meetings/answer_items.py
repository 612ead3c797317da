"""What a manager is told of an answer to an invitation: a refusal, another time, or one that nobody can vouch for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.cases.answers.quoted import quoted
from pipeline.dates import long_time
from pipeline.item_ids import ItemKind
from pipeline.model import Attention
from pipeline.notices.meetings.calendar_reply import CalendarAnswer

_REMEDY = (
    "Ask the agency by an address or number that you already have, type the answer on the Agencies sheet, and choose "
    "yes under Resolved."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerMail:
    """The mail that brought an answer, and the case whose meeting it is about."""

    sha256: str
    case_ref: str
    at: datetime  # aware
    agency: str = ""  # of whom it answers for; empty where no contact has that address
    is_statutory: bool = False  # whether that is a statutory partner
    names: frozenset[str] = frozenset()  # of the child and the family: what is never said outside the store


def of_an_answer(answer: CalendarAnswer, mail: AnswerMail) -> Attention | None:
    """What a taken answer asks of the manager: another time, a partner who will be missing, a reason for not coming."""
    who = mail.agency or "Somebody who was invited"
    comment = quoted(answer.comment, mail.names)
    said = f" It says: {comment}" if comment else ""
    if answer.proposed_start is not None:
        return _item(
            mail,
            what="Another time is proposed for the rapid review",
            why=f"{who} proposes {long_time(answer.proposed_start)}.{said}",
            remedy="To move the meeting, type its new day and time on the Cases sheet; everybody is told. Else tell "
            "the agency that it stands. Then choose yes under Resolved.",
        )
    if answer.answer != "declined" or not (said or mail.is_statutory):
        return None
    return _item(
        mail,
        what="An invitation to the rapid review was declined",
        why=f"{who} will not come.{said}",
        remedy="Ask the agency who comes in their place, or type another day on the Cases sheet; then choose yes under "
        "Resolved.",
    )


def of_a_doubt(why: str, mail: AnswerMail, *, remedy: str = _REMEDY) -> Attention:
    """An answer that was not taken, and why."""
    about = f"It says that it is from {mail.agency}. " if mail.agency else ""
    return _item(mail, what="An answer to an invitation that was not taken", why=f"{about}{why}", remedy=remedy)


def _item(mail: AnswerMail, *, what: str, why: str, remedy: str) -> Attention:
    return Attention(
        id=f"{ItemKind.ANSWER}{mail.sha256}",
        what=what,
        why=why,
        remedy=remedy,
        since=mail.at,
        case_ref=mail.case_ref,
        message=mail.sha256,
    )
