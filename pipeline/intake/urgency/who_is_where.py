"""Who is where with whom, as a text says it: children in other hands, whoever hurt them kept away, nobody left to hurt.

A death, an injury and an arrest are told in the words of harm. Where a text says in whose hands the children are now,
what it tells of the past beside that is history; what it tells of the present stays, and is judged as in any text.
"""

from __future__ import annotations

from itertools import chain

from pipeline.intake.signs.words import Saying, pattern, says, sentences
from pipeline.intake.urgency.danger_alarms import ALARMS, raises
from pipeline.intake.urgency.weight_of_harm import harms

_ACCOUNTS = ("safe.kept", "safe.away", "safe.nobody")
_is_over = Saying(words=("safe.past",), unless=("safe.not_past", "safe.lasts", "danger.now"))
_WORRIES = ("doubt.contact", "doubt.plight", "doubt.unease", "safe.taken_back", "safe.lasts")


def without_the_safe(texts: tuple[str, ...]) -> tuple[str, ...]:
    """`texts` without what accounts for the children, and without their history where something does."""
    parted = tuple(tuple(sentences(text)) for text in texts)
    if not any(map(_accounts, chain.from_iterable(parted))):
        return texts
    return tuple("\n\n".join(each for each in text if not (_is_well(each) or _is_past(each))) for text in parted)


def _accounts(sentence: str) -> bool:
    return says(sentence, *_ACCOUNTS) and _is_well(sentence)


def _is_well(sentence: str) -> bool:
    """Whether a sentence says where somebody is, or that they were seen, and nothing of it is a worry."""
    rest = sentence
    for name in (*_ACCOUNTS, "safe.beside", "safe.told_of"):
        rest = pattern(name).sub(" , ", rest)
    return rest != sentence and not _worries(rest)


def _worries(rest: str) -> bool:
    return says(rest, *_WORRIES) or bool(harms(rest)) or raises(rest, ALARMS)


def _is_past(sentence: str) -> bool:
    """Whether a sentence tells of the past and of nothing that lasts: of a death, or of nothing that is a worry."""
    return _is_over(sentence) and (says(sentence, "safe.ended") or not _worries(sentence))
