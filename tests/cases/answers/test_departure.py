"""Who has left for good and who is only away, as people and their mailboxes write it."""

import csv
from pathlib import Path

import pytest

from pipeline.cases.answers.departure import says_that_they_left

ROWS = list(csv.DictReader((Path(__file__).parent / "departures.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["written"][:60])
def test_a_leaving_is_told_from_an_absence(row: dict[str, str]) -> None:
    is_automatic = row["by"] == "machine"
    left = says_that_they_left(row["written"], name="Marisa Penhallow", is_automatic=is_automatic)
    assert left == (row["left"] == "yes")
