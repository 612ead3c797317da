"""The words of a mail lean to somebody or to business, and what they have learnt holds for mails that taught them nothing."""

from collections import Counter
from collections.abc import Callable

import pytest

from pipeline.intake.urgency import leaning
from pipeline.model import Band, MailKind
from pipeline.settings import Intake
from tests.intake import leanings
from tests.intake.build import decided, mail

PARTNER = Intake(partner_domains=("saltmarsh.sch.example",))


def test_the_leanings_are_those_that_the_kept_mails_teach() -> None:
    taught = (each for mails in leanings.sets().values() for each in mails)
    assert leanings.WRITTEN.read_text(encoding="utf-8") == leanings.written(leanings.leanings(taught))


def test_words_are_counted_once_without_their_endings_and_numbers_are_all_one() -> None:
    text = "Waited, waiting: 14 beds, 3 BEDS and the boyfriend’s red shoes"
    assert leaning.words(text) == {"wait", "#", "beds", "and", "the", "boyfriend", "red", "shoe"}


def test_a_line_leans_less_than_a_text_of_such_lines() -> None:
    line = "He sleeps on the sofa with the little one."
    text = f"{line} Her boyfriend shouts and the girl hides under the bed with no shoes."
    assert 0 < leaning.leaning(line) < leaning.leaning(text)
    assert leaning.leaning("The draft of the annual report is for comment by the committee.") < 0


@pytest.fixture
def taught_without(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def teach(name: str) -> None:
        others = (each for other, mails in leanings.sets().items() if other != name for each in mails)
        monkeypatch.setattr(leaning, "_LEANS", leanings.leanings(others))

    return teach


# Each set was written by itself; what the words of all others teach is tried on it.
def test_of_sets_that_taught_nothing_hardly_a_live_mail_is_calm_and_a_calm_one_in_six_is_doubted(
    taught_without: Callable[[str], None],
) -> None:
    found: Counter[tuple[str, Band]] = Counter()
    for name in (*leanings.PARAGRAPHS, *leanings.MAILS):
        taught_without(name)
        for band, text in leanings.sets()[name]:
            subject, _, words = text.partition(". ")
            found[band, decided(mail(words, subject=subject), words=PARTNER).band] += 1
    assert found["live", Band.CALM] <= 3  # of 302; 19 by the rules alone
    assert found["calm", Band.CANNOT_RULE_OUT] <= 53  # of 297
    assert found["calm", Band.ALARM] <= 5


# The rules of single sentences left aside: what the leaning hears by itself.
def test_the_leaning_alone_hears_nine_live_mails_in_ten_and_one_calm_one_in_five(
    taught_without: Callable[[str], None],
) -> None:
    heard: Counter[tuple[str, bool]] = Counter()
    for name in (*leanings.PARAGRAPHS, *leanings.MAILS):
        taught_without(name)
        for band, text in leanings.sets()[name]:
            heard[band, leaning.leaning(text) > leaning.TO_SOMEBODY] += 1
    assert heard["live", True] >= 0.85 * (heard["live", True] + heard["live", False])
    assert heard["calm", True] <= 0.22 * (heard["calm", True] + heard["calm", False])


def test_one_sentence_that_leans_to_somebody_is_heard_in_a_long_mail_of_business() -> None:
    business = (
        "The minutes of the sub-group are agreed. The draft report is with the author until the end of January. " * 4
    )
    news = "He was on the sofa in his socks when I looked in, eating their bread with a grown mate."
    assert decided(mail(business, subject="Report"), words=PARTNER).band is Band.CALM
    assert decided(mail(f"{business} {news}", subject="Report"), words=PARTNER).band is Band.CANNOT_RULE_OUT


def test_words_of_harm_in_a_text_of_business_are_a_doubt_from_a_stranger_and_no_alarm() -> None:
    text = "They cover how bruises in non-mobile babies were missed, how the father was never seen, and what has changed since."
    assert decided(mail(text, subject="Slides of the learning event")).band is Band.CANNOT_RULE_OUT


def test_a_child_in_business_is_no_doubt_and_one_found_in_something_is() -> None:
    assert (
        decided(mail("Which box do we tick when the child lived in two areas? Our lawyer thinks the second.")).band
        is Band.CALM
    )
    assert (
        decided(mail("Our lawyer asks which box to tick for the child who was left alone with him.")).band
        is not Band.CALM
    )


def test_a_word_of_advertisements_hides_no_child() -> None:
    text = "Please take me off this list. The baby that I used to visit has not been fed and nobody comes to the door."
    found = decided(mail(text, subject="Subscription"))
    assert (found.kind, found.band is Band.CALM) == (MailKind.NEEDS_PERSON, False)


def test_a_place_in_papers_hides_nothing_said_beside_it() -> None:
    text = "On item 3 I am told that he goes to the house most nights and that the girl lets him in by the back door."
    assert decided(mail(text, subject="Re: Agenda"), words=PARTNER).band is not Band.CALM
    assert (
        decided(mail("On page 2 Dr Rao is from Saltmarsh Trust, not from the Royal.", subject="Minutes")).band
        is Band.CALM
    )


def test_what_has_been_so_since_a_month_is_not_long_ago() -> None:
    text = "The twins have not been seen since I left in September."
    assert decided(mail(text, subject="Query"), words=PARTNER).band is not Band.CALM
