"""Which cases a mail names by the Panel's own reference, as the office typed it into the tracker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.intake.earlier_mail import EarlierMail
from pipeline.intake.signs.panel_digits import digits_in, typed_reference

_CUES = r"(?:ref(?:erence)?|no|number|id|sin|notification)"
_CUE = re.compile(_CUES, re.IGNORECASE)


def cases_by_panel_reference(text: str, known: EarlierMail) -> tuple[str, ...]:
    """The cases whose Panel reference stands in `text`, each once."""
    named = (refs for typed, refs in known.index.panel_refs(digits_in(text)).items() if stands_in(typed, text))
    return tuple(dict.fromkeys(ref for refs in named for ref in refs))


def stands_in(typed: str, text: str) -> bool:
    """Whether the reference that the office typed stands in `text`, written as people write it."""
    looked_for = _pattern(typed)
    return looked_for is not None and looked_for.search(text) is not None


@lru_cache(maxsize=4096)
def _pattern(typed: str) -> re.Pattern[str] | None:
    """`SIN-4471` also as `SIN 4471`, `SIN ref. 4471`; a bare number only behind a word that makes it a reference."""
    found = typed_reference(typed)
    return found and re.compile("".join(_pieces(found[1] or "", found[2])), re.IGNORECASE)


def _pieces(letters: str, digits: str) -> Iterator[str]:
    own = letters and not (_CUE.fullmatch(letters) and letters.lower() != "sin")
    yield rf"(?<![A-Za-z0-9]){re.escape(letters) if own else _CUES}\W{{0,3}}"
    yield rf"(?:{_CUES}\W{{1,3}}|is\W){{0,3}}"
    yield r"[-/ ]?".join(re.findall(r"\d+", digits))
    yield r"(?![-/]?\d)(?![A-Za-z])"
