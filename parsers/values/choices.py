"""Answers out of a closed set: yes and no, sex, what became of the child, whether abuse or neglect is known."""

from __future__ import annotations

import re

from parsers.values.answer_state import flat, folded

_YES = re.compile(
    r"(?:yes|y|yeah|true|correct|\u2713|\u2714|\u2611|\u2612)\b|^(?:\u2713|\u2714|\u2611|\u2612|x)$", re.I
)
_NO = re.compile(
    r"(?i)(?:no(?!t\b|ne of|\s+(?:known|date|info|idea|details|response|answer))|n(?!/|\s?k\b)|false|nil|none|never"
    r"|neither)\b"
)
_NOT = re.compile(
    r"(?i)^(?:not (?!known|sure|clear|yet|avail|appl|stated|recorded|confirmed|disclosed)|(?:child |he |she |they "
    r"|this child )?(?:is|was|has|are)(?: never| not|n't)\b)"
)


def yes_or_no(text: str) -> str | None:
    """`yes` or `no` where the answer begins with or plainly is one; None for `YES/NO` and anything else."""
    plain = flat(text).strip(" .,:;()[]*-")
    if re.match(r"y(?:es)?\s*(?:/|or)\s*no?\b", plain, re.I):
        return None
    if _YES.match(plain):
        return "yes"
    return "no" if _NO.match(plain) or _NOT.match(plain) else None


_NAMES_A_PLAN = re.compile(
    r"\b(?:neglect|emotional|physical|sexual)\b|\bsubject (?:of|to)\b|\bon a (?:cp|child protection) plan|\bcurrent",
    re.I,
)
_NO_PLAN = re.compile(r"\bnot?\b|\bnever\b|\bprevious", re.I)


def plan(text: str) -> str | None:
    """Whether a child is on a child protection plan, as far as `text` says it plainly."""
    plain = flat(text)
    answer = yes_or_no(plain)
    if answer is not None:
        return answer
    if re.match(r"(?:previous|historic|past|former|closed|ended|ceased|formerly)", plain, re.I):
        return None
    # A plan's category is what many write in the place of a yes.
    if _NAMES_A_PLAN.search(plain):
        return None if _NO_PLAN.search(plain) else "yes"
    return "yes" if re.match(r"(?:yes )?(?:since|from) ", plain, re.I) else None


_IN_CARE = re.compile(
    r"(?i)\b(?:s\.?\s?20|section 20|s\.?\s?31|section 31|care order|ico|accommodated|looked after|lac|cla|cic|in care"
    r"|placement order|foster)\b"
)
_NOT_IN_CARE = re.compile(
    r"\bnot?\b|\bnever\b|\bprevious|\bformer|\bceased\b|\bended\b|\bapplication\b|\bconsider", re.I
)


def looked_after(text: str) -> str | None:
    """Whether a child is looked after, as far as `text` says it plainly."""
    plain = flat(text)
    # Sections 20 and 31 of the Children Act 1989 are the ways into care; an order applied for is none yet.
    if yes_or_no(plain) is None and _IN_CARE.search(plain) and not _NOT_IN_CARE.search(plain):
        return "yes"
    return yes_or_no(plain)


_SEXES = (
    ("female", re.compile(r"\b(?:f|female|girl|woman|fem)\b", re.I)),
    ("male", re.compile(r"\b(?:m|male|boy|man)\b", re.I)),
    ("other", re.compile(r"\b(?:other|indeterminate|intersex|non-?binary|trans\w*|ambiguous)\b", re.I)),
)


def sex(text: str) -> str | None:
    """`male`, `female` or `other`, or None where the answer names none or several."""
    said = [value for value, pattern in _SEXES if pattern.search(folded(text))]
    if "other" in said and re.search(r"\btrans\w*\b|\bnon-?binary\b", text, re.I):
        return "other"
    return said[0] if len(said) == 1 else None


_NOT_DEAD = re.compile(
    r"(?i)\b(?:not|never|n't|did not|has not|hasn't)\s+(?:\w+\s+)?(?:die|dead|died|death)|\bnon[ -]?fatal|\bsurviv"
    r"|\bnear[ -](?:miss|death|fatal)|\bnearly died|\balmost died"
)
_DIED = re.compile(
    r"(?i)\b(?:died|dies|die|dead|death|deceased|fatal|fatality|fatally|killed|stillborn|stillbirth|passed away|suicide"
    r"|murder(?:ed)?|homicide|life support withdrawn)\b"
)
_HARMED = re.compile(
    r"(?i)\bserious(?:ly)?[ -](?:and permanent(?:ly)? )?(?:harm|injur|hurt|impair|ill\b)\w*"
    r"|\bserious(?:ly)? (?:\w+ ){0,3}(?:harm|injur)\w*"
    r"|\blife[ -](?:threatening|changing|limiting)\b|\bnear[ -](?:fatal|miss|death)\b|\bsignificant(?:ly)? (?:harm"
    r"|injur)\w*|\bcritical(?:ly)? (?:ill|injur\w*|condition)"
    r"|\bsurviv(?:ed|or)\b|\bnearly died\b|\bpermanent(?:ly)? (?:harm|impair|disab|injur)\w*|^harm(?:ed)?$|^injur(?:y"
    r"|ed)$"
)
_BOTH = re.compile(
    r"(?i)\bdie[sd]?\b.{0,30}\bor\b.{0,40}\bharm|\bdeath\b.{0,20}(?:\bor\b|/).{0,30}\b(?:harm|injury)"
    r"|\bharm\w*\b.{0,20}(?:\bor\b|/).{0,20}\bd(?:ied|eath|ead)"
)


def outcome(text: str) -> str | None:
    """`died`, `seriously_harmed` or `other` where `text` says one plainly; None where it says both or neither."""
    plain = flat(text).strip(" .")
    if _BOTH.search(plain):
        return None
    died = bool(_DIED.search(plain)) and not _NOT_DEAD.search(plain)
    harmed = bool(_HARMED.search(plain))
    if died and (not harmed or not re.search(r"\bnot\b", plain)):
        return "died"
    if harmed:
        return "seriously_harmed"
    return "other" if re.match(r"(?:other|neither|near miss)\b", plain, re.I) else None


_ABUSE = re.compile(r"\b(?:abuse|neglect|maltreatment|ill[ -]?treatment|exploitation)\b", re.I)
_KNOWN_OR = re.compile(r"\bknown\s*(?:or|/|and/or)\s*suspected|\bsuspected\s*(?:or|/|and/or)\s*known", re.I)
_NO_ABUSE = re.compile(
    r"(?i)^(?:no|none|neither|nil)\b(?! ?t)|\bneither\b|\bnot (?:known or )?suspected\b|\bno (?:known |evidence"
    r"|indication|suspicion|concern|suspected|abuse|signs?)|\bruled out\b|\bno abuse\b|\bnot considered\b"
)
_SUSPECTED = re.compile(
    r"(?i)\b(?:suspect\w*|alleg\w+|possibl[ey]|unconfirmed|probabl[ey]|likely|potential(?:ly)?|believed"
    r"|under investigation|may have)\b"
)
_KNOWN = re.compile(
    r"(?<!not )(?<!un)\b(?:known|(?:we|i|yes) know|confirmed|substantiated|established|proven|admitted|disclosed)\b",
    re.I,
)


def abuse_neglect(text: str) -> str | None:
    """`known`, `suspected` or `no` where `text` says one plainly; None for a bare `yes` to `known or suspected`."""
    plain = flat(text).strip(" .")
    rest = _KNOWN_OR.sub(" ", plain)
    if rest != plain and _NO_ABUSE.search(plain):
        return "no"
    if _NO_ABUSE.search(rest) and not re.search(r"\bbut\b.*\bsuspected\b", rest, re.I):
        return "no"
    suspected, known = bool(_SUSPECTED.search(rest)), bool(_KNOWN.search(rest))
    if suspected == known:
        return "known" if suspected and re.match(r"(?:yes\W+)?known", rest, re.I) else None
    return "suspected" if suspected else "known"


def speaks_of_abuse(text: str) -> bool:
    """Whether `text` is about abuse or neglect at all."""
    return bool(_ABUSE.search(text))


def known_or_suspected(text: str) -> bool:
    """Whether `text` leaves open which of the two it is."""
    return bool(_KNOWN_OR.search(folded(text)))
