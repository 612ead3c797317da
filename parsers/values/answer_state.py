"""How a written answer stands: given, blank, a placeholder, not known, or pointing elsewhere."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from parsers.values.phrases import printed
from pipeline.model import State

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")  # a single ordinary space, as nearly all are, is left as it is
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_LIKE_ASCII = _DASHES | {  # one quote and one dash for all
    0x2018: "'",
    0x2019: "'",
    0x201A: "'",
    0x201B: "'",
    0x2032: "'",
    0x201C: '"',
    0x201D: '"',
    0x201E: '"',
}

_UNKNOWN, _ELSEWHERE = printed("standing.unknown"), printed("standing.elsewhere")
_PROMPT, _SLASHES = printed("prompts.whole"), printed("prompts.slashes")
_RULED = re.compile(r"[\s_.\u2026]*|-{1,3}")
_RULES = ("", "_", ".", "\u2026")
_REASON = re.compile(r"\s-\s|\s?[,;:(]\s?")
_TWO_NAMES = re.compile(r"\b[A-Z][\w'-]+ [A-Z][\w'-]+")
_EDGE_RULES = re.compile(r"^[\s_\u2026]+|(?<![\s_\u2026])[\s_\u2026]++$|^\.{2,}|(?<!\.)\.{3,}+$")


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """`text` with one kind of quote, dash and space, and without invisible characters; its case is kept."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_LIKE_ASCII)
    return _SPACES.sub(" ", text).strip()


def flat(text: str) -> str:
    """`text` folded, with spaces for its line ends."""
    return folded(text).replace("\n", " ")


@lru_cache(maxsize=8192)
def tidy(text: str) -> str:
    """`text` as a person would read it: folded lines, without ruled underscores round the answer and blank lines."""
    lines = (_without_rules(spaced(line)) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _without_rules(line: str) -> str:
    if line[:1] not in _RULES and line[-1:] not in _RULES:
        return line
    return _EDGE_RULES.sub("", _EDGE_RULES.sub("", line)).strip()


def spaced(text: str) -> str:
    """`text` with single ordinary spaces and no invisible characters; quotes and dashes stay as written."""
    return _SPACES.sub(" ", text if text.isascii() else _INVISIBLE.sub("", text)).strip()


def one_line(text: str) -> str:
    """`text` with its lines joined by commas, as an address is said aloud."""
    return ", ".join(line.rstrip(" ,;") for line in tidy(text).splitlines() if line.strip(" ,;"))


def is_prompt(text: str) -> bool:
    """Whether `text` is only what a blank form prints in an empty box."""
    return bool(_PROMPT.fullmatch(folded(text).strip(" .*")))


@lru_cache(maxsize=8192)
def state(text: str) -> State:
    """How `text` stands before anybody tries to type it: it may still prove `unparsed`."""
    plain = flat(text).strip()
    if _RULED.fullmatch(plain):
        return State.BLANK
    if _SLASHES.fullmatch(plain) or is_prompt(plain):
        return State.PLACEHOLDER
    bare = tidy(plain).strip(" .,;:()[]!*")
    if _UNKNOWN.fullmatch(bare):
        return State.STATED_UNKNOWN
    return State.REFERS_ELSEWHERE if _ELSEWHERE.fullmatch(bare) else State.GIVEN


def is_unknown_for_a_reason(text: str) -> bool:
    """Whether `text` says that something is not known and then why, and names nobody."""
    # `Not known - not on the birth certificate` is no name; `NK (thought to be Lee Marsh)` tells one.
    said, *why = _REASON.split(flat(text), maxsplit=1)
    return bool(why) and state(said) is State.STATED_UNKNOWN and not _TWO_NAMES.search(why[0])
