"""What a manager is told of an answer to an invitation: its words, and nobody's name."""

import pytest

from pipeline.cases.answers.quoted import names_in
from pipeline.model import Field, Referral, State
from pipeline.notices.meetings.answer_items import AnswerMail, of_an_answer
from pipeline.notices.meetings.calendar_reply import CalendarAnswer
from tests.notices.build import at


def person(**said: str) -> dict[str, Field]:
    return {name: Field(value=value, raw=value, state=State.GIVEN) for name, value in said.items()}


FAMILY = Referral(
    children=(person(name="Riley ASHDOWN", aliases="Ri"), person(dob="2023-02-04")),
    family=(person(name="Bo O'Ferrall-Tyne"),),
)


def why(comment: str) -> str:
    answer = CalendarAnswer(uid="u", address="a@b.example", name="A", answer="declined", sequence=0, comment=comment)
    mail = AnswerMail(
        sha256="0" * 64,
        case_ref="NSP-2026-0001",
        at=at("2026-03-02T09:00"),
        agency="Police",
        names=names_in(FAMILY, "RA"),
    )
    item = of_an_answer(answer, mail)
    return item.why if item else ""


@pytest.mark.parametrize(
    ("comment", "shown"),
    [
        ("Riley Ashdown's nurse comes, for bo too", "“R. A.'s nurse comes, for B. too”"),
        ("ri and O'FERRALL-TYNE, 999 471 2098, born 04/02/2023", "“R. and O'F.-T., …, born …”"),
        ("RA is not ours;\r\n room 12 at 10:30 on 3 December", "“RA is not ours; room 12 at 10:30 on 3 December”"),
        ("x" * 500, f"“{'x' * 200}…”"),
    ],
)
def test_the_words_of_a_refusal_are_told_with_the_names_cut_to_initials(comment: str, shown: str) -> None:
    assert why(comment) == f"Police will not come. It says: {shown}"


def test_a_refusal_without_words_by_who_is_no_statutory_partner_asks_nothing() -> None:
    assert why(" \n") == ""
