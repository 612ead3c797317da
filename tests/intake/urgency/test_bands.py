"""Mails that were written before the rules and from other angles fall into the right one of three bands."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.intake.signs.words import _lists, pattern
from pipeline.model import Band
from pipeline.settings import Intake
from tests.intake.build import decided, form, mail
from tests.intake.urgency.test_child_in_danger import lines

HERE = Path(__file__).parents[1]
SENDERS = {"stranger": Intake(), "partner": Intake(partner_domains=("saltmarsh.sch.example",))}
# Harmless in hindsight, and nothing in their words says so: somebody looks once.
MAY_BE_DOUBTED = {"Old file", "A good story", "Safer recruitment", "Return for the chronology", "Keys", "Hit and run"}
MAY_BE_DOUBTED |= {"The agreement with him", "Trampoline", "Suspect and sibling", "Toddler found", "Our young man"}


def paragraphs(name: str, wanted: str) -> Iterator[tuple[str, str]]:
    for line in lines(name):
        band, subject, text = line.split("\t")
        if band == wanted:
            yield subject, text


def of_both(wanted: str) -> list[tuple[str, str]]:
    return [*paragraphs("paragraphs_first.tsv", wanted), *paragraphs("paragraphs_later.tsv", wanted)]


def of_all(wanted: str) -> list[tuple[str, str]]:
    return [*of_both(wanted), *paragraphs("paragraphs_whereabouts.tsv", wanted)]


@pytest.mark.parametrize("words", SENDERS.values(), ids=SENDERS)
@pytest.mark.parametrize(("subject", "text"), of_all("live"))
def test_nothing_live_is_calm_whoever_writes_it(subject: str, text: str, words: Intake) -> None:
    assert decided(mail(text, subject=subject), words=words).band is not Band.CALM


@pytest.mark.parametrize("words", SENDERS.values(), ids=SENDERS)
@pytest.mark.parametrize(("subject", "text"), of_all("calm"))
def test_nothing_calm_alarms_and_hardly_anything_is_doubted(subject: str, text: str, words: Intake) -> None:
    found = decided(mail(text, subject=subject), words=words).band
    assert found in ({Band.CALM, Band.CANNOT_RULE_OUT} if subject in MAY_BE_DOUBTED else {Band.CALM})


def unseen(name: str) -> list[tuple[str, str, str]]:
    mails = map(json.loads, (HERE / name).read_text(encoding="utf-8").splitlines())
    return [(each["band"], each["subject"], each["text"]) for each in mails]


def bands_of(name: str, words: Intake) -> list[tuple[str, str, Band]]:
    return [(band, head, decided(mail(text, subject=head), words=words).band) for band, head, text in unseen(name)]


def of_kind(found: list[tuple[str, str, Band]], wanted: str, band: Band) -> list[str]:
    return [head for kind, head, told in found if kind == wanted and told is band]


# Written by people who had seen neither the rules nor their words, and kept as they came out. The rules and leanings have
# learnt from them since; what is made of mails that nothing was learnt from, the third set and test_leaning.py say.
@pytest.mark.parametrize("words", SENDERS.values(), ids=SENDERS)
@pytest.mark.parametrize(
    ("name", "many", "most_alarms"), [("mails_unseen.jsonl", 120, 5), ("mails_unseen_second.jsonl", 40, 2)]
)
def test_of_mails_by_people_who_knew_no_rule_no_live_one_is_calm_and_hardly_a_calm_one_alarms(
    name: str, many: int, most_alarms: int, words: Intake
) -> None:
    found = bands_of(name, words)
    assert len(found) == many
    assert of_kind(found, "live", Band.CALM) == []
    alarmed = of_kind(found, "calm", Band.ALARM)
    assert len(alarmed) <= most_alarms, alarmed


# Nothing is learnt from this set, and nothing was mended by it: before the leanings three of its live mails were calm. What
# alarms or is doubted in vain is known by name, so that no other may.
ALARM_IN_VAIN = {"Media enquiry – no comment", "Typo in the letter to the family"}
DOUBTED_IN_VAIN = {"Retention schedule", "Compliment", "Memorial bench", "Parole hearing 2031"}
DOUBTED_IN_VAIN |= {"26/012: no further action", "Card for the foster carers"}


@pytest.mark.parametrize("words", SENDERS.values(), ids=SENDERS)
def test_of_mails_that_taught_nothing_no_live_one_is_calm_and_few_calm_ones_are_doubted(words: Intake) -> None:
    found = bands_of("mails_unseen_third.jsonl", words)
    assert len(found) == 40
    assert of_kind(found, "live", Band.CALM) == []
    assert {*of_kind(found, "calm", Band.ALARM)} <= ALARM_IN_VAIN
    assert {*of_kind(found, "calm", Band.CANNOT_RULE_OUT)} <= DOUBTED_IN_VAIN | ALARM_IN_VAIN


# News of a child in the midst of other business, where the business is most of the mail.
STILL_CALM = {"Re: Case 14", "Football", "Repairs completed"}


@pytest.mark.parametrize("words", SENDERS.values(), ids=SENDERS)
def test_beside_business_hardly_a_live_mail_is_calm_and_of_everyday_business_little_is_doubted(words: Intake) -> None:
    name = "paragraphs_beside_business.tsv"
    live = {head: decided(mail(text, subject=head), words=words).band for head, text in paragraphs(name, "live")}
    assert {head for head, found in live.items() if found is Band.CALM} <= STILL_CALM
    calm = [decided(mail(text, subject=head), words=words).band for head, text in paragraphs(name, "calm")]
    assert len(live) == len(calm) == 70
    assert len(calm) - calm.count(Band.CALM) <= 7


@pytest.mark.parametrize("text", lines("urgent_texts.txt"))
def test_a_partners_plain_words_of_danger_leave_a_doubt_at_least(text: str) -> None:
    assert decided(mail(text, subject="Query"), words=SENDERS["partner"]).band is not Band.CALM


def test_an_alarm_alone_is_urgent_and_a_doubt_is_not() -> None:
    doubt = decided(
        mail("He gave as his address the house in which his partner and the two children sleep."),
        words=SENDERS["partner"],
    )
    assert (doubt.band, doubt.urgent) == (Band.CANNOT_RULE_OUT, False)
    assert decided(mail("She is at immediate risk.")).urgent


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("I saw your poster. My stepdad hits me and he is here now.", Band.ALARM),
        ("The printer is broken so I write. The boy is back with the man who hurt him.", Band.ALARM),
        ("Our posters read: 'He is hitting me right now.' They come on Tuesday.", Band.CALM),
        ("I am off today, my son has a broken wrist.", Band.CALM),
        ("I am off today because my son has hit his little girl again.", Band.ALARM),
        ("Does the duty apply where a child is hurt abroad?", Band.CALM),
    ],
)
def test_a_sentence_about_a_thing_says_nothing_of_the_sentence_beside_it(text: str, band: Band) -> None:
    assert decided(mail(text, subject="Hello")).band is band


@pytest.mark.parametrize("words", SENDERS.values(), ids=SENDERS)
@pytest.mark.parametrize("text", lines("beside_things.txt"))
def test_no_thing_named_in_a_sentence_takes_its_danger_away(text: str, words: Intake) -> None:
    assert decided(mail(text, subject="Hello"), words=words).band is not Band.CALM


@pytest.mark.parametrize(
    "thing", ["Thank you for the slides.", "The printer is broken.", "All parents can book a seat."]
)
def test_a_thing_in_one_sentence_silences_hardly_anything_in_the_next(thing: str) -> None:
    texts = [text for _, text in of_both("live")] + lines("urgent_texts.txt")
    found = [decided(mail(f"{thing} {text}", subject="Query"), words=SENDERS["partner"]).band for text in texts]
    assert found.count(Band.CALM) <= 2


# Whoever sends a form, or writes on a case, tells of danger in words as plain as anybody's.
def test_beside_a_form_and_in_a_thread_hardly_a_live_mail_is_calm() -> None:
    texts = [text for _, text in of_all("live")]
    beside = [decided(mail(each, subject="Query"), form(name="A B"), words=SENDERS["partner"]).band for each in texts]
    assert beside.count(Band.CALM) == 0
    answer = "RE: [NSP-2026-0007] query"
    in_thread = [decided(mail(each, subject=answer), words=SENDERS["partner"]).band for each in texts]
    assert in_thread.count(Band.CALM) <= 4  # of 152


# What accounts for some children says nothing of the others: beside it a live mail is as live.
@pytest.mark.parametrize(
    "account",
    ["The older children are with foster carers.", "Father has been remanded.", "There are no siblings."],
)
def test_an_account_in_one_sentence_silences_hardly_anything_in_the_next(account: str) -> None:
    texts = [text for _, text in of_all("live")] + lines("urgent_texts.txt")
    found = [decided(mail(f"{account} {text}", subject="Query"), words=SENDERS["partner"]).band for text in texts]
    assert found.count(Band.CALM) <= 5  # of 244


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("Thank you for the slides. He said 'I will kill her and the kids' and went home to them.", Band.ALARM),
        ("The poster reads: 'He is hitting me now. I am alone.' It hangs in the hall.", Band.CALM),
        ("Thank you for the slides. We think a strategy discussion is needed today.", Band.ALARM),
    ],
)
def test_a_quotation_is_a_posters_text_or_what_somebody_said(text: str, band: Band) -> None:
    assert decided(mail(text, subject="Hello"), words=SENDERS["partner"]).band is band


def test_an_absence_from_school_is_read_for_danger_though_machines_write_that_subject() -> None:
    text = "Two brothers are absent. Nobody opens the door and their mother wrote goodbye."
    assert decided(mail(text, subject="Absence"), words=SENDERS["partner"]).band is Band.CANNOT_RULE_OUT
    assert decided(mail(text, "Auto-Submitted: auto-replied", subject="Absence")).band is Band.CALM


FAMILIES = [
    *(("harm", name) for name in ("injury", "violence", "sexual", "self_harm", "neglect", "fear", "absent", "custody")),
    *(("doubt", name) for name in ("contact", "source", "plight", "unease")),
    *(("danger", name) for name in ("present", "lately", "event")),
]


@pytest.mark.parametrize(("section", "name"), FAMILIES)
def test_with_a_whole_family_of_phrases_gone_hardly_anything_live_is_calm(
    section: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(_lists()[section], name, [r"(?!)"])
    pattern.cache_clear()
    try:
        found = [decided(mail(text, subject=head), words=SENDERS["partner"]).band for head, text in of_both("live")]
    finally:
        pattern.cache_clear()
    assert found.count(Band.CALM) <= 1
