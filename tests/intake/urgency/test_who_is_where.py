"""Who says in whose hands the children are tells history beside it; what takes that back, or is of now, stays."""

import pytest

from pipeline.intake.urgency.who_is_where import without_the_safe
from pipeline.model import Band
from pipeline.settings import Intake
from tests.intake.build import decided, mail

PARTNER = Intake(partner_domains=("saltmarsh.sch.example",))
DIED = "Oscar, 3, died at home on Sunday."


@pytest.mark.parametrize(
    "account",
    [
        "Both girls are living with foster carers.",
        "His brother and sister have been placed with their maternal grandparents.",
        "Mother and the twins were moved to a refuge.",
        "All three were made subject of interim care orders.",
        "Father has been charged with murder and is in custody.",
        "The stepfather took his own life afterwards.",
        "He was an only child.",
        "There are no other children in either household.",
    ],
)
def test_where_somebody_accounts_for_the_children_a_death_is_history(account: str) -> None:
    assert "".join(without_the_safe((f"{DIED} {account}",))).strip() == ""
    assert decided(mail(f"{DIED} {account}", subject="Query"), words=PARTNER).band is Band.CALM


@pytest.mark.parametrize(
    "account",
    [
        "I was told that both girls are living with foster carers.",
        "Both girls are living with foster carers until Friday.",
        "Both girls are living with foster carers who let him visit most nights.",
        "It is not clear whether the girls were moved to a refuge.",
        "Father is in custody, and his brother has moved in with the girls.",
        "Are both girls living with foster carers?",
    ],
)
def test_what_is_hearsay_doubted_or_ends_accounts_for_nobody(account: str) -> None:
    assert without_the_safe((f"{DIED} {account}",)) == (f"{DIED} {account}",)


@pytest.mark.parametrize(
    "news",
    [
        "The baby was sent home with his father on Friday.",
        "The baby is with his father.",
        "He has been waiting outside the school.",
        "Nobody has seen the baby.",
        "She has fresh bruises.",
    ],
)
def test_beside_an_account_what_is_of_now_or_lasts_is_judged_as_ever(news: str) -> None:
    text = f"{DIED} The older two are with foster carers. {news}"
    assert "".join(without_the_safe((text,))) == news
    assert decided(mail(text, subject="Query"), words=PARTNER).band is not Band.CALM


@pytest.mark.parametrize(
    "text",
    [
        "She's using. That is how she lost the last one. He's nine weeks.",
        "Delivered 03:10, girl. Parents as in the previous serious case.",
        "He was questioned over another baby's death. There was a toddler on his lap.",
    ],
)
def test_harm_done_before_beside_a_child_of_now_leaves_a_doubt(text: str) -> None:
    assert decided(mail(text, subject="Query"), words=PARTNER).band is Band.CANNOT_RULE_OUT
