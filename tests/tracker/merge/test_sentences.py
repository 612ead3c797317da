"""What is typed into a cell and cannot be read is repeated only where it can name nobody: the sentence goes out by mail."""

from datetime import UTC, datetime

import pytest

from pipeline.tracker.content.layout import CASES
from pipeline.tracker.merge.sentences import unreadable
from pipeline.tracker.workbook.cells import SheetCell

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)


def said(header: str, text: str) -> str:
    column = next(one for one in CASES.columns if one.header == header)
    return unreadable("Cases", "NSH-2026-001", column=column, cell=SheetCell(shown=text, problem="No"), now=NOW).what


@pytest.mark.parametrize("text", ["31/02/2026", "tbc", "n/a", "next week", "approx 13th Nov", "w/c 16 November", "?"])
def test_what_stands_in_the_place_of_a_day_is_repeated(text: str) -> None:
    assert said("LA aware on", text) == f"“LA aware on” on the Cases sheet cannot be used: “{text}”."


@pytest.mark.parametrize("text", ["Ask Riley's nan, 12th?", "Ben", "check with Moira", "see mail of J. Pell 12/11"])
def test_a_remark_in_a_date_cell_is_not_repeated_since_it_may_name_a_child(text: str) -> None:
    assert said("LA aware on", text) == "“LA aware on” on the Cases sheet cannot be used."


def test_a_word_where_one_is_to_be_chosen_is_not_repeated_since_it_may_be_a_name() -> None:
    assert said("Status", "Riley") == "“Status” on the Cases sheet cannot be used."


@pytest.mark.parametrize("text", ["999 300 1198", "999-300-1198", "01632 960123"])
def test_a_long_number_is_not_repeated_since_it_may_be_somebodys(text: str) -> None:
    assert said("LA aware on", text) == "“LA aware on” on the Cases sheet cannot be used."
