"""A hundred answers to reminders, questions and requests as people write them, read on Wednesday 11 March 2026."""

import csv
from datetime import date
from pathlib import Path

import pytest

from pipeline.cases.answers.reading import AWARENESS, AnswerPart, AskedDuty, answer_parts

WEDNESDAY = date(2026, 3, 11)
FIRST, SECOND = "NSH-2026-001", "NSH-2026-002"
ASKED = {
    "P": (AskedDuty(case_ref=FIRST, rule="notify-panel"),),
    "A": (AskedDuty(case_ref=FIRST, rule=AWARENESS),),
    "PP": (AskedDuty(case_ref=FIRST, rule="notify-panel"), AskedDuty(case_ref=SECOND, rule="notify-panel")),
    "PR": (AskedDuty(case_ref=FIRST, rule="notify-panel"), AskedDuty(case_ref=FIRST, rule="report-to-partners")),
    "G": (AskedDuty(case_ref=FIRST, rule="agency-return", subject="Northshire Police"),),
}
REPLIES = list(csv.DictReader((Path(__file__).parent / "replies.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", REPLIES, ids=lambda row: f"{row['asked']} {row['written'][:50]}")
def test_an_answer_is_read_as_a_person_would(row: dict[str, str]) -> None:
    written = row["written"].replace(" / ", "\n").replace("/ ", "\n")
    refs = ("NSH-2026-009",) if "009" in written else ()
    parts = answer_parts(written, asked=ASKED[row["asked"]], refs=refs, written_on=WEDNESDAY)
    assert "; ".join(map(_said, parts)) == row["expected"]


def test_there_are_a_hundred() -> None:
    assert len(REPLIES) == 100


def _said(part: AnswerPart) -> str:
    case = part.case_ref.removeprefix("NSH-2026-00") or "-"
    rule = part.duty.rule if part.duty else "-"
    return f"{case} {rule} {part.says.value} {part.day or '-'} {'sure' if part.sure else 'doubtful'}"
