"""A hundred answers to reminders, questions and requests as people write them, read on Wednesday 11 March 2026."""

import csv
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.cases.answers.reading import AWARENESS, AnswerPart, AskedDuty, Says, answer_parts
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
    written = row["written"].replace(" / ", "\n").replace("/ ", "\n")
    refs = ("NSH-2026-009",) if "009" in written else ()
    return answer_parts(written, asked=ASKED[row["asked"]], refs=refs, written_on=WEDNESDAY)


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
