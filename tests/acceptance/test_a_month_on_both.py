"""One office lives the same weeks twice, its journal in SQLite and in PostgreSQL: row for row, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from office import Office
from test_a_month import LAST, lived
from two_databases import are_the_same, on_each

from tests.postgres import PostgresServer
from tests.soak import alone

pytestmark = [pytest.mark.postgres, pytest.mark.passes, pytest.mark.slow, pytest.mark.soaked]
SEED = 7  # whose mail server is away on the third working day, so that mails are taken back and written anew


@pytest.mark.parametrize(
    ("last", "least"), [(date(2026, 12, 17), 20), pytest.param(LAST, 140, marks=alone)], ids=["a week", "five weeks"]
)
def test_an_office_and_its_troubles_leave_the_same_rows_and_the_same_mails_on_both(
    last: date,
    least: int,
    make_office: Callable[[str], Office],
    postgres: PostgresServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    offices = []
    for office in on_each(make_office, postgres, tmp_path, monkeypatch=monkeypatch):
        lived(office, seed=SEED, last=last)
        offices.append(office)
    rows, mails, differing = are_the_same(*offices)
    record_property("figures", f"{rows} rows, {mails} mails, {differing} of them with another place or hash")
    assert mails > least
    assert differing < mails / 2
