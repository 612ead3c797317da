"""A workbook edited and saved by LibreOffice between passes: every edit honoured, everything else intact."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from office import Office
from rounds_chance import DEEDS
from rounds_checks import ends_round, knows_contacts
from rounds_office import Life
from rounds_post import child
from rounds_script import ROUNDS

from tests.soak import alone
from tests.tracker.libreoffice_desk import desk

pytestmark = [pytest.mark.libreoffice, pytest.mark.uno, pytest.mark.slow]

START = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


@pytest.fixture
def life(office: Office, tmp_path: Path) -> Iterator[Life]:
    with desk(tmp_path / "libreoffice") as started:
        yield Life(office, started, start=START)


def begins(life: Life) -> None:
    """A tracker with three cases, open in LibreOffice."""
    life.office.make_pass(life.now)
    for number in range(3):
        life.post(*child(number))
    life.open()
    knows_contacts(life)
    ends_round(life)


def test_twenty_rounds_of_edits_of_every_kind(life: Life) -> None:
    begins(life)
    for edits in ROUNDS:
        edits(life)
        ends_round(life)


@alone
@pytest.mark.soaked
@pytest.mark.parametrize("seed", range(1, 5))
def test_rounds_by_chance(life: Life, seed: int) -> None:
    """Deeds of the kinds that the twenty rounds hold, in another order."""
    chance = Random(seed)
    begins(life)
    for _ in range(5):
        for deed in chance.sample(DEEDS, k=6):
            deed(life, chance)
        ends_round(life)
