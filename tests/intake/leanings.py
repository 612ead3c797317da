"""What the words of leaning.toml lean to, learnt from the mails that are kept here: `python -m tests.intake.leanings`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from math import log
from pathlib import Path

from pipeline.intake.urgency import leaning

HERE = Path(__file__).parent
WRITTEN = Path(leaning.__file__).with_suffix(".toml")
PARAGRAPHS = ("paragraphs_first", "paragraphs_later", "paragraphs_whereabouts", "paragraphs_beside_business")
MAILS = ("mails_unseen", "mails_unseen_second")
LINES = {"urgent_texts": "live", "beside_things": "live", "calm_texts": "calm"}
_FEWEST = 3  # a word of fewer mails is a chance
_HEAD = """\
# How far each word leans to a worry about somebody (above nought) or to the business of an office: how much oftener it
# is in the live mails of tests/intake than in the calm ones, as a logarithm, to the half. Words without their endings, `#`
# is any number or month; names are left out. Words of the trade lean to business: who tells of a child says what happened. Written by
# `python -m tests.intake.leanings`.
[leans]
"""

Mail = tuple[str, str]  # its band, live or calm, and its text with its subject


def sets() -> dict[str, list[Mail]]:
    """Every set of mails that is learnt from, by its name."""
    kept = {name: [*_paragraphs(name)] for name in PARAGRAPHS} | {name: [*_mails(name)] for name in MAILS}
    return kept | {name: [(band, line) for line in _lines(f"{name}.txt")] for name, band in LINES.items()}


def leanings(mails: Iterable[Mail]) -> dict[str, float]:
    """How far each word of `mails` leans, to the half; without those that lean nowhere, and without names.

    A name is what is never written but with a capital.
    """
    seen: dict[str, Counter[str]] = {"live": Counter(), "calm": Counter()}
    many: Counter[str] = Counter()
    common: set[str] = {"#"}
    for band, text in mails:
        many[band] += 1
        seen[band].update(leaning.words(text))
        common |= leaning.words(" ".join(word for word in re.split(r"[^\w']+", text) if not word.istitle()))
    found = {}
    for word in sorted({*seen["live"], *seen["calm"]}):
        live, calm = seen["live"][word], seen["calm"][word]
        # Half a mail more on either side keeps a word of one side alone within bounds.
        leans = round(2 * log((live + 0.5) * (many["calm"] + 1) / ((calm + 0.5) * (many["live"] + 1)))) / 2
        if leans and live + calm >= _FEWEST and word in common:
            found[word] = leans
    return found


def written(found: dict[str, float]) -> str:
    """The text of leaning.toml."""
    by_lean: dict[float, list[str]] = {}
    for word, leans in found.items():
        by_lean.setdefault(leans, []).append(word)
    lists = (f'"{leans:+.1f}" = {json.dumps(words)}' for leans, words in sorted(by_lean.items(), reverse=True))
    return _HEAD + "\n".join(lists) + "\n"


def _paragraphs(name: str) -> Iterable[Mail]:
    for line in _lines(f"{name}.tsv"):
        band, subject, text = line.split("\t")
        yield band, f"{subject}. {text}"


def _mails(name: str) -> Iterable[Mail]:
    for line in _lines(f"{name}.jsonl"):
        each = json.loads(line)
        yield each["band"], f"{each['subject']}. {each['text']}"


def _lines(name: str) -> Iterable[str]:
    lines = (line.strip() for line in (HERE / name).read_text(encoding="utf-8").splitlines())
    return (line for line in lines if line and not line.startswith("#"))


if __name__ == "__main__":
    WRITTEN.write_text(written(leanings(mail for mails in sets().values() for mail in mails)), encoding="utf-8")
