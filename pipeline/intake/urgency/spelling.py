"""Words as people in haste write them, made plain enough for the lists: apostrophes put in, near misses put right."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

_WITHOUT_SIGN = re.compile(
    r"\b(do|does|did|is|are|was|were|has|have|had|ca|could|wo|would|should)nt\b|\b(he|she|there|who)s\b|\b(they|you)re\b"
    r"|\b(i|they|you)ve\b|\b(i)m\b",
    re.IGNORECASE,
)
_SHORT = {
    "pls": "please",
    "plz": "please",
    "nite": "night",
    "tonite": "tonight",
    "2nite": "tonight",
    "bf": "boyfriend",
    "dunno": "don't know",
    "wanna": "want to",
    "gonna": "going to",
    "sumone": "someone",
    "some1": "someone",
    "no1": "no one",
    "yo": "year old",
    "u": "you",
    "ur": "your",
    "il": "i'll",
}
_WORD = re.compile(r"[^\W\d_][^\W_']*(?:'[a-z]+)?|\d[^\W_]+")
_OFTEN_MISSPELT = (
    *("screaming", "screams", "frightened", "bruises", "bruised", "bruising", "threatened", "threatening", "violent"),
    *(
        "violence",
        "neglected",
        "neglect",
        "abused",
        "abusing",
        "suicidal",
        "suicide",
        "overdose",
        "strangled",
        "hungry",
    ),
    *("starving", "crying", "shouting", "hitting", "terrified", "disappeared", "unconscious", "assaulted", "beating"),
    *("daughter", "neighbour", "grandson", "children", "boyfriend", "stepdad", "stepfather", "pregnant", "breathing"),
    *("bleeding", "swollen", "punched", "kicked", "kicking", "slapped", "attacked", "sexual", "touched", "touching"),
    *("drunk", "filthy", "dangerous", "worried", "concerned", "missing", "tonight", "yesterday"),
)
_BY_LETTER = {
    letter: tuple(word for word in _OFTEN_MISSPELT if word[0] == letter)
    for letter in {word[0] for word in _OFTEN_MISSPELT}
}
_REAL = (  # words of their own that are one slip from those
    *("boating", "heating", "hugely", "touches", "bruiser", "staring", "string", "touchy", "abuses", "neglects"),
    *("violets", "mission", "missive", "sexually", "attacker", "attackers", "worries", "concerns", "bearing"),
)
_VOWELS = "aeiou"


def spelt(text: str) -> str:
    """`text` with contractions written out with their sign and common misspellings of alarming words put right."""
    signed = _WITHOUT_SIGN.sub(_with_sign, text)
    return _WORD.sub(lambda found: _right(found[0]), signed)


def _with_sign(found: re.Match[str]) -> str:
    word = found[0]
    keep = 2 if word.lower().endswith(("nt", "re", "ve")) else 1
    return f"{word[:-1]}'t" if word.lower().endswith("nt") else f"{word[:-keep]}'{word[-keep:]}"


def _right(word: str) -> str:
    low = word.lower()
    if low in _SHORT:
        return _SHORT[low]
    if not 6 <= len(low) <= 13 or low in _REAL:
        return word
    near = (right for right in _BY_LETTER.get(low[0], ()) if _slip(low, right))
    return next(near, word)


def _slip(written: str, right: str) -> bool:
    """Whether one slip leads from `right` to `written`: a letter lost, doubled or moved, or a vowel mistaken."""
    if written == right or OSA.distance(written, right, score_cutoff=1) != 1:
        return False
    if len(written) != len(right):
        return written.rstrip("s") != right.rstrip("s")
    differing = [(one, other) for one, other in zip(written, right, strict=True) if one != other]
    return len(differing) == 2 or all(sign in _VOWELS for sign in differing[0])
