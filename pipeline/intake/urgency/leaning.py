"""How far the words of a text lean: to what people write of somebody they worry about, or to the business of an office.

No single word decides, so that a worry in words that nobody foresaw is heard by the company they keep: rooms, meals and
relatives on the one side, drafts, dates and committees on the other.
"""

from __future__ import annotations

import re
import tomllib
from math import sqrt
from pathlib import Path

from pipeline.intake.signs.words import pattern
from pipeline.phrases import plain
from pipeline.written_day import MONTHS

_WORD = re.compile(r"[a-z][a-z']*|\d+")
_ENDING = pattern("parts.ending")
_LEANS: dict[str, float] = {
    word: float(leans)
    for leans, words in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["leans"].items()
    for word in words
}
# Measured on each set of mails by what the others taught. So far nine live mails in ten lean, and four in a hundred of
# the calm ones that no rule doubts; beside an account of the children their history leans that way by itself.
TO_SOMEBODY, BESIDE_AN_ACCOUNT = 0.5, 1.5
# One sentence that leans so far tells of somebody, however long the mail around it is about something else.
ALONE = 1.0
# No live mail that is doubted leans to business by more than 0.95, and none that tells of no sign of harm by more than
# 0.1; no live one that alarms by its weight does by more than 0.65.
FAR_TO_BUSINESS, BARELY_TO_BUSINESS, TO_BUSINESS = -1.2, -0.3, -0.7
# The words of a line or two lean by chance; ten that agree do not.
_FEW = 10


def leaning(text: str) -> float:
    """How far the words of `text` lean to somebody and away from business; about nought where they lean nowhere."""
    found = [_LEANS[word] for word in words(text) if word in _LEANS]
    return sum(found) / sqrt(max(len(found), _FEW))


def words(text: str) -> frozenset[str]:
    """The different words of `text`, the long ones without endings; figures and months are one word."""
    return frozenset(map(_word, _WORD.findall(plain(text).lower())))


def _word(word: str) -> str:
    """A word without its ending; the day on which somebody writes leans nowhere by itself."""
    return "#" if word.isdigit() or word in MONTHS else _ENDING.sub("", word)
