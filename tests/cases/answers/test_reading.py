"""A hundred answers to reminders, questions and requests as people write them, read on Wednesday 11 March 2026."""

import csv
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.cases.answers.reading import (
    AWARENESS,
    AnswerPart,
    AskedDuty,
    Says,
    answer_parts,
    only_answers,
    says_seen,
)
from pipeline.cases.proposals import AnswerFrom, proposals

WEDNESDAY = date(2026, 3, 11)
FIRST, SECOND = "NSH-2026-001", "NSH-2026-002"
ASKED = {
    "P": (AskedDuty(case_ref=FIRST, rule="notify-panel"),),
    "A": (AskedDuty(case_ref=FIRST, rule=AWARENESS, entered="la_aware"),),
    "PP": (AskedDuty(case_ref=FIRST, rule="notify-panel"), AskedDuty(case_ref=SECOND, rule="notify-panel")),
    "PR": (AskedDuty(case_ref=FIRST, rule="notify-panel"), AskedDuty(case_ref=FIRST, rule="report-to-partners")),
    "G": (AskedDuty(case_ref=FIRST, rule="agency-return", subject="Northshire Police", entered=""),),
}
REPLIES = list(csv.DictReader((Path(__file__).parent / "replies.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", REPLIES, ids=lambda row: f"{row['asked']} {row['written'][:50]}")
def test_an_answer_is_read_as_a_person_would(row: dict[str, str]) -> None:
    assert "; ".join(map(_said, _parts(row))) == row["expected"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("We will return it on Monday", date(2026, 3, 16)),
        ("I hope to send it Wednesday", date(2026, 3, 18)),
        ("We'll have it with you by the 20th", date(2026, 3, 20)),
        ("Could we have until the 9th?", date(2026, 4, 9)),
    ],
)
def test_what_is_promised_lies_ahead(written: str, day: date) -> None:
    (part,) = answer_parts(written, asked=ASKED["G"], written_on=WEDNESDAY)
    assert part.day == day


def test_of_a_hundred_so_many_are_taken_proposed_and_shown() -> None:
    table = Counter((row["asked"], _what_comes_of(_parts(row))) for row in REPLIES)
    counts = {asked: [table[asked, came] for came in CAME] for asked in ASKED}
    assert counts == TABLE
    assert sum(map(sum, counts.values())) == len(REPLIES) == 100


def test_of_a_hundred_answers_to_duties_below_an_alert_those_alone_answer_it_that_say_something_else() -> None:
    others = [row["written"] for row in REPLIES if not only_answers(_written(row), written_on=WEDNESDAY)]
    assert others == ["Noted, with thanks", "I have passed this to my colleague"]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yes",
        "Hi Jo,\nno",
        "30 February",
        "Please find attached our return.",
        "Criteria not met. Decided by Jo Okafor.",
        "NSH-2026-001: 3 March\nNSH-2026-002: so the chair says",
        "NSH-2026-002\nlooked into by the chair\n\nand by the lead",
        "Hi\n\nDone on 3 March.\n\nJo Okafor\nHead of safeguarding\nNorthshire Council",
        "Done 3 March.\n\nJo Okafor | Head of Safeguarding, Northshire Council\n01632 960111",
        "We became aware when the child was seen in A&E on 10 March",
        "Seen in A&E on 10 March",
        "We notified the Panel of this incident on 3 March after a long discussion with\nlegal colleagues",
    ],
)
def test_an_answer_to_duties_and_its_courtesies_are_no_word_on_an_alert(written: str) -> None:
    assert only_answers(written, written_on=WEDNESDAY)


@pytest.mark.parametrize(
    "written",
    [
        "SEEN",
        "seen",
        "Seen, thank you",
        "We have seen it",
        "Re NSH-2026-001: seen",
        "Done on 3 March, seen",
        "NSH-2026-001: 3 March\n\nSEEN",
        "Hi\nDone on 3 March\nJo\nPS SEEN",
        "ok",
        "Noted",
        "Thank you, I have rung.",
        "Ringing them now",
        "3 March\n\nWe have passed the mail to the front door",
        "Done on 3 March.\nA social worker is with the family.",
        "Both children were placed with grandparents last night, mum has agreed in writing.",
        "so " * 7_000,
    ],
)
def test_seen_and_any_words_beside_the_answers_are_a_word_on_an_alert(written: str) -> None:
    assert not only_answers(written, written_on=WEDNESDAY)


def test_a_quoted_instruction_apart_only_whoever_writes_seen_says_so() -> None:
    assert says_seen("Thank you.\nSEEN")
    assert not says_seen("The baby was seen on 3 March.\nURGENT, still open")


CAME = ("taken", "proposed", "proposed in part", "shown", "nothing")
"""By the settings entered at once; else by one choice; of one case so and of another to read; to read; only thanks."""
TABLE = {
    "P": [22, 8, 0, 25, 5],  # one duty of one case
    "A": [6, 0, 0, 3, 0],  # when the local authority became aware
    "PP": [3, 1, 5, 4, 0],  # one duty of each of two cases
    "PR": [3, 1, 0, 3, 0],  # two duties of one case
    "G": [0, 5, 0, 5, 1],  # an agency's return
}


def _parts(row: dict[str, str]) -> tuple[AnswerPart, ...]:
    written = _written(row)
    refs = ("NSH-2026-009",) if "009" in written else ()
    return answer_parts(written, asked=ASKED[row["asked"]], refs=refs, written_on=WEDNESDAY)


def _written(row: dict[str, str]) -> str:
    return row["written"].replace(" / ", "\n").replace("/ ", "\n")


def _what_comes_of(parts: tuple[AnswerPart, ...]) -> str:
    names = {part.case_ref: frozenset[str]() for part in parts}
    at = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
    sender = AnswerFrom(
        who="Northshire Council", mail="0" * 64, at=at, doubt="", person="Anwen Castellain", names=names
    )
    found, items = proposals(parts, sender=sender)
    if not items:
        return "nothing"
    if len(found) < len(items):
        return "proposed in part" if found else "shown"
    return "taken" if all(one.is_sure for one in found) else "proposed"


def _said(part: AnswerPart) -> str:
    case = part.case_ref.removeprefix("NSH-2026-00") or "-"
    rule = part.duty.rule if part.duty else "-"
    return f"{case} {rule} {part.says.value} {part.day or '-'} {'sure' if part.sure else 'doubtful'}"


@pytest.mark.parametrize(
    "written",
    [
        "Apologies, dob is 14.02.24",
        "The incident was on 3 March",
        "If it was done on 3 March it was by Kim.",
        "Born 3/3/26",
    ],
)
def test_the_day_of_a_birth_or_of_what_happened_is_no_day_of_a_deed(written: str) -> None:
    (part,) = answer_parts(written, asked=ASKED["P"], written_on=WEDNESDAY)
    assert (part.says, part.sure) == (Says.UNCLEAR, False)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("Jo says that it was sent w/c 2 March.", Says.UNCLEAR),
        ("Sent in the week commencing 2 March", Says.UNCLEAR),
        ("It was done around 3 March", Says.UNCLEAR),
        ("We became aware some time after 3 March", Says.UNCLEAR),
        ("A draft was sent for comments on 3 March", Says.NOT_DONE),
        ("Sent on 3 March, signed copy to follow", Says.NOT_DONE),
        ("The final report was sent on 3 March", Says.DONE),
    ],
)
def test_a_time_in_which_a_day_lies_is_no_day_and_a_draft_no_deed(written: str, says: Says) -> None:
    (part,) = answer_parts(written, asked=ASKED["P"], written_on=WEDNESDAY)
    assert part.says is says
