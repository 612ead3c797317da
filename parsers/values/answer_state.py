"""How a written answer stands: given, blank, a placeholder, not known, or pointing elsewhere."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

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

_UNKNOWN = re.compile(
    r"(?i)(?:is |are |it is |currently |still |date |details? |name |age |dob |exact \w+ )*"
    r"(?:\?+|n\s*/?\s*k|n\s*/\s*a|na|nk|u/?k|tbc|tba|tbd|to be (?:confirmed|advised|determined|established)"
    r"|(?:currently |presently |as yet )?(?:not|un)[ -]?(?:yet )?(?:known|clear|sure|confirmed|available|applicable"
    r"|stated|recorded|disclosed|established|provided|certain|held|specified)"
    r"|awaited|awaiting(?: \w+){0,3}|(?:do|does) not know|don'?t know|no (?:details|information)(?: known| available"
    r"| held)?"
    r"|to follow|pending|not (?:yet )?(?:known|born)(?: at (?:this|present)(?: time| stage)?)?|information not (?:held"
    r"|known|available))"
    r"(?: (?:at (?:this|the) (?:time|stage|moment|present)|at present|at time of referral|to (?:me|us|school"
    r"|this agency|referrer)|yet|currently|as yet))*"
)
_ELSEWHERE = re.compile(
    r"(?i)(?:(?:please )?(?:see|refer to|as per|as in|as at|as for|as with|as stated|as given|as detailed|as listed"
    r"|detailed|listed|given) )"
    r"(?:the )?(?:above|below|attached|overleaf|previous|section|part|page|separate|report|chronology|continuation"
    r"|enclosed|box|question|q|q\.?)\b"
    r".{0,60}|as (?:above|below|before|attached|overleaf|stated above|previously stated)|(?:same "
    r"|all )?as (?:the )?(?:\w+'?s? ){0,2}"
    r"(?:above|child|mother|mum|father|dad|parents?|sibling|sister|brother|carer|home address|subject child"
    r"|child \d)(?:'s)?(?: address)?|(?:see|refer to|as per|as in) (?:\w+'?s? ){0,4}\w+"
    r"|ditto|do\.|same(?: (?:address|as .{1,40}|home address|school|gp|household))?"
    r"|\"+|''+|attached|see attached.{0,60}|above|overleaf"
)
_PROMPT = re.compile(
    r"(?i)(?:click|tap|choose|select|enter|insert|type(?= (?:here|your|in|text|or|the))|pick)\b(?: or (?:tap|click|type"
    r"|enter))?(?: (?:here|an?|the|your|to|from|on|one|this))*"
    r"(?: (?:enter|add|insert|type|text|date|item|option|value|name|gender|answer|list|below|drop-?down|tap|text\."
    r"|appropriate))*.{0,25}"
    r"|please (?:select|choose|specify|state|tick|enter|complete|provide|give|insert|delete|list|describe|detail"
    r"|include|add|indicate|circle)\b.*"
    r"|[<\[{(]\s*(?:choose|pick|insert|enter|type|name|date|add|click|please|delete|select|state|if |e\.?g\.?|include"
    r"|give|tick)[^>\]})]*[>\]})]"
    r"|\(?\[?(?:d{1,2}|dd?)[\s/.\-]*m{1,3}[\s/.\-]*y{2,4}\)?\]?|\(?hh\s*[:.]?\s*mm\)?|\(?24 ?hr?s?\)?"
    r"|(?:yes\s*/\s*no|delete as (?:appropriate|applicable)|\(?delete as (?:appropriate|applicable)\)?"
    r"|tick as appropriate)"
)
_RULED = re.compile(r"[\s_.\u2026]*|-{1,3}")
# Signs that a form prints to be written between, with the beginning of a year or of a telephone number.
_SLASHES = re.compile(
    r"(?=[\s_.\u2026|\\/:\-@()\[\]a])(?=.*[/|\\:_\-@(])(?:[\s_.\u2026|\\/:\-@()\[\]]|\bat\b|(?<=[/_.\s])(?:19|20)(?!\d)|(?<=\()0(?!\d))*"
)
_RULES = ("", "_", ".", "\u2026")
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
