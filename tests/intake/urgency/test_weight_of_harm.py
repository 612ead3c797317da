"""What a stranger writes is weighed as a whole: harm, whose, when, and the business beside it."""

import pytest

from pipeline.intake.signs.words import sentences
from pipeline.intake.urgency.weight_of_harm import concern
from pipeline.settings import Intake
from tests.intake.build import decided, mail

PARTNER = Intake(partner_domains=("saltmarsh.sch.example",))


def weighed(text: str):
    return concern(text, tuple(sentences(text)))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("There is a bruise on his ear.", "injury"),
        ("He kicks the little one.", "violence"),
        ("He comes into her bedroom.", "sexual"),
        ("The man kept her passport.", "exploited"),
        ("She ran away on Friday.", "absent"),
        ("He has been cutting himself.", "self_harm"),
        ("There is no food in the house.", "neglect"),
        ("She wants to take her own discharge.", "custody"),
        ("I am frightened for the boy.", "fear"),
    ],
)
def test_each_kind_of_harm_is_heard(text: str, kind: str) -> None:
    assert kind in weighed(text).harms


@pytest.mark.parametrize(
    "text",
    [
        "There is no bruise on his ear.",
        "If a child has a bruise, write it down.",
        "Where a pupil is hurt, tell the head.",
        "In four of nine cases the child was hurt.",
    ],
)
def test_what_is_denied_supposed_or_counted_is_no_harm(text: str) -> None:
    assert not weighed(text).harms


def test_business_and_what_is_settled_weigh_against_harm() -> None:
    told = "He keeps kicking the little boy. "
    alone = weighed(told).weight
    assert weighed(told + "The inquest is in May.").weight < alone
    assert weighed(told + "The boy is safe and well now.").weight < alone


def test_a_tale_of_one_child_is_a_worry_whatever_its_words() -> None:
    assert weighed("My neighbour's boy sits on the step from morning till dark.").is_tale
    assert not weighed("Children sit on steps.").is_tale
    assert not weighed("The boy's name is on the attached form and he is in year 4.").is_tale


def test_more_is_asked_of_a_partner_than_of_a_stranger() -> None:
    little = mail("A boy in year 4 is quiet this week.")
    assert decided(little).urgent
    assert not decided(little, words=PARTNER).urgent
    much = mail("A boy in year 4 has a burn on his arm and says that dad did it. What should I do?")
    assert decided(much, words=PARTNER).urgent


def test_of_minutes_only_what_is_so_now_is_news() -> None:
    past = "Minutes of the audit group, 10 May||1. Police protection was used twice."
    assert not decided(mail(past, subject="Query")).urgent
    assert decided(mail(past + "||2. She is at risk now.", subject="Query")).urgent
