"""Answers out of a closed set: yes and no, sex, what became of the child, whether abuse or neglect is known."""

from __future__ import annotations

import re

from parsers.values.answer_state import flat, folded

Readings = tuple[tuple[re.Pattern[str], str | None], ...]
"""What an answer says by what stands in it; None where what stands there tells nothing."""


def _readings(*said: tuple[str, str | None]) -> Readings:
    return tuple((re.compile(pattern, re.I), value) for pattern, value in said)


def _first(text: str, readings: Readings) -> str | None:
    return next((value for pattern, value in readings if pattern.search(text)), None)


def _only(text: str, readings: Readings) -> str | None:
    """The one value that `text` names, or None where it names none or several."""
    said = [value for pattern, value in readings if pattern.search(text)]
    return said[0] if len(said) == 1 else None


_YES_OR_NO = _readings(
    (r"^y(?:es)?\s*(?:/|or)\s*no?\b", None),
    ("^(?:yes|y|yeah|true|correct|[\u2713\u2714\u2611\u2612])\\b|^[\u2713\u2714\u2611\u2612x]$", "yes"),
    (
        r"^(?:no(?!t\b|ne of|\s+(?:known|date|info|idea|details|response|answer))|n(?!/|\s?k\b)|false|nil|none|never"
        r"|neither)\b|^not (?!known|sure|clear|yet|avail|appl|stated|recorded|confirmed|disclosed)"
        r"|^(?:child |he |she |they |this child )?(?:is|was|has|are)(?: never| not|n't)\b",
        "no",
    ),
)


def yes_or_no(text: str) -> str | None:
    """`yes` or `no` where the answer begins with or plainly is one; None for `YES/NO` and anything else."""
    return _first(flat(text).strip(" .,:;()[]*-"), _YES_OR_NO)


_PAST = r"^(?:previous|historic|past|former|closed|ended|ceased|formerly)"
_PLAN = _readings((_PAST, None), (r"^(?:yes )?(?:since|from) ", "yes"))
# A plan's category is what many write in the place of a yes.
_CATEGORY = (
    r"\b(?:neglect|emotional|physical|sexual)\b|\bsubject (?:of|to)\b|\bon a (?:cp|child protection) plan|\bcurrent"
)
_NAMES_A_PLAN = re.compile(_CATEGORY, re.I)
_NAMED_PLAN = _readings((_PAST + r"|\bnot?\b|\bnever\b|\bprevious", None), (_CATEGORY, "yes"))


def plan(text: str) -> str | None:
    """Whether a child is on a child protection plan, as far as `text` says it plainly."""
    plain = flat(text)
    return yes_or_no(plain) or _first(plain, _NAMED_PLAN if _NAMES_A_PLAN.search(plain) else _PLAN)


# Sections 20 and 31 of the Children Act 1989 are the ways into care; an order applied for is none yet.
_CARE = _readings(
    (r"\bnot?\b|\bnever\b|\bprevious|\bformer|\bceased\b|\bended\b|\bapplication\b|\bconsider", None),
    (
        r"\b(?:s\.?\s?20|section 20|s\.?\s?31|section 31|care order|ico|accommodated|looked after|lac|cla|cic|in care"
        r"|placement order|foster)\b",
        "yes",
    ),
)


def looked_after(text: str) -> str | None:
    """Whether a child is looked after, as far as `text` says it plainly."""
    plain = flat(text)
    return yes_or_no(plain) or _first(plain, _CARE)


def is_in_care(text: str) -> bool:
    """Whether `text` plainly says that a child is in care now."""
    return _first(flat(text), _CARE) == "yes"


# A former relevant child is a care leaver of 18 or over (Children Act 1989 section 23C).
_LEAVER = _readings((r"\bnot?\b|\bnever\b|\bneither\b", None), (r"\bcare[ -]leavers?\b|\bformer relevant\b", "yes"))


def is_care_leaver(text: str) -> bool:
    """Whether `text` plainly calls a child or young person a care leaver."""
    return _first(flat(text), _LEAVER) == "yes"


def care_leaver(text: str) -> str | None:
    """Whether a child or young person is a care leaver, as far as `text` says it plainly."""
    return yes_or_no(text) or ("yes" if is_care_leaver(text) else None)


# What the children's homes and other regulations of England inspect; `home` alone is where a family lives.
_REGULATED = _readings(
    (r"\bnot?\b|\bneither\b", None),
    (
        r"\bchildren'?s home\b|\bsecure (?:children'?s home|training centre|unit|school)\b|\byoung offender institution"
        r"|\bresidential (?:family centre|special school)\b|\bboarding school\b",
        "yes",
    ),
)


def regulated_setting(text: str) -> str | None:
    """Whether it happened in a regulated setting, as far as the answer says it plainly or names the kind of setting."""
    return yes_or_no(text) or _first(flat(text), _REGULATED)


_NEITHER_SEX = _readings((r"\btrans\w*\b|\bnon-?binary\b", "other"))
_SEXES = _readings(
    (r"\b(?:f|female|girl|woman|fem)\b", "female"),
    (r"\b(?:m|male|boy|man)\b", "male"),
    (r"\b(?:other|indeterminate|intersex|ambiguous)\b", "other"),
)


def sex(text: str) -> str | None:
    """`male`, `female` or `other`, or None where the answer names none or several."""
    plain = folded(text)
    return _first(plain, _NEITHER_SEX) or _only(plain, _SEXES)


_NOT_DEAD = re.compile(
    r"(?i)\b(?:not|never|n't|did not|has not|hasn't)\s+(?:\w+\s+)?(?:die|dead|died|death)|\bnon[ -]?fatal|\bsurviv"
    r"|\bnear[ -](?:miss|death|fatal)|\bnearly died|\balmost died"
)
_DIED = re.compile(
    r"(?i)\b(?:died|dies|die|dead|death|deceased|fatal|fatality|fatally|killed|stillborn|stillbirth|passed away|suicide"
    r"|murder(?:ed)?|homicide|life support withdrawn)\b"
)
_HARM = (
    r"\bserious(?:ly)?[ -](?:and permanent(?:ly)? )?(?:harm|injur|hurt|impair|ill\b)\w*"
    r"|\bserious(?:ly)? (?:\w+ ){0,3}(?:harm|injur)\w*"
    r"|\blife[ -](?:threatening|changing|limiting)\b|\bnear[ -](?:fatal|miss|death)\b|\bsignificant(?:ly)? (?:harm"
    r"|injur)\w*|\bcritical(?:ly)? (?:ill|injur\w*|condition)"
    r"|\bsurviv(?:ed|or)\b|\bnearly died\b|\bpermanent(?:ly)? (?:harm|impair|disab|injur)\w*|^harm(?:ed)?$|^injur(?:y"
    r"|ed)$"
)
_HARMED = re.compile(_HARM, re.I)
_OTHERWISE = _readings((_HARM, "seriously_harmed"), (r"^(?:other|neither|near miss)\b", "other"))
_BOTH = re.compile(
    r"(?i)\bdie[sd]?\b.{0,30}\bor\b.{0,40}\bharm|\bdeath\b.{0,20}(?:\bor\b|/).{0,30}\b(?:harm|injury)"
    r"|\bharm\w*\b.{0,20}(?:\bor\b|/).{0,20}\bd(?:ied|eath|ead)"
)


def outcome(text: str) -> str | None:
    """`died`, `seriously_harmed` or `other` where `text` says one plainly; None where it says both or neither."""
    plain = flat(text).strip(" .")
    if _BOTH.search(plain):
        return None
    died = _DIED.search(plain) and not _NOT_DEAD.search(plain)
    if died and not (_HARMED.search(plain) and re.search(r"\bnot\b", plain)):
        return "died"
    return _first(plain, _OTHERWISE)


_ABUSE = re.compile(r"\b(?:abuse|neglect|maltreatment|ill[ -]?treatment|exploitation)\b", re.I)
_KNOWN_OR = re.compile(r"\bknown\s*(?:or|/|and/or)\s*suspected|\bsuspected\s*(?:or|/|and/or)\s*known", re.I)
_NO_ABUSE = re.compile(
    r"(?i)^(?:no|none|neither|nil)\b(?! ?t)|\bneither\b|\bnot (?:known or )?suspected\b|\bno (?:known |evidence"
    r"|indication|suspicion|concern|suspected|abuse|signs?)|\bruled out\b|\bno abuse\b|\bnot considered\b"
)
_KNOWN_FIRST = _readings((r"^(?:yes\W+)?known\b", "known"))
_HOW_SURE = _readings(
    (
        r"\b(?:suspect\w*|alleg\w+|possibl[ey]|unconfirmed|probabl[ey]|likely|potential(?:ly)?|believed"
        r"|under investigation|may have)\b",
        "suspected",
    ),
    (
        r"(?<!not )(?<!un)\b(?:known|(?:we|i|yes) know|confirmed|substantiated|established|proven|admitted"
        r"|disclosed)\b",
        "known",
    ),
)


def abuse_neglect(text: str) -> str | None:
    """`known`, `suspected` or `no` where `text` says one plainly; None for a bare `yes` to `known or suspected`."""
    plain = flat(text).strip(" .")
    rest = _KNOWN_OR.sub(" ", plain)
    if rest != plain and _NO_ABUSE.search(plain):
        return "no"
    if _NO_ABUSE.search(rest) and not re.search(r"\bbut\b.*\bsuspected\b", rest, re.I):
        return "no"
    return _first(rest, _KNOWN_FIRST) or _only(rest, _HOW_SURE)


def speaks_of_abuse(text: str) -> bool:
    """Whether `text` is about abuse or neglect at all."""
    return bool(_ABUSE.search(text))


def known_or_suspected(text: str) -> bool:
    """Whether `text` leaves open which of the two it is."""
    return bool(_KNOWN_OR.search(folded(text)))
