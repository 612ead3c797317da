"""A printed label or section title -> what it asks for, from labels.toml; it knows no layout and reads no value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from parsers.form.vocabulary.areas import area_question
from parsers.form.vocabulary.phrases import listed, one_of, printed
from parsers.form.vocabulary.variants import variants, without_lead
from parsers.form.vocabulary.weights import weights
from parsers.form.vocabulary.words import bag, in_one_name, plain, unnumbered, words
from parsers.values.answer_state import folded

ASIDE = "aside"
"""The group of labels that are known, and known to have no field of ours."""

LONGEST_LABEL = 400  # characters
LONGEST_QUESTION = 1000  # characters
_LETTER, _SPACES, _OF_ANSWERS = re.compile(r"[A-Za-z]"), re.compile(r"\s+"), re.compile(r"\d|@")
_AND, _ASIDE_WORDS = printed("labels.between_questions"), re.compile(r"\([^()]{4,}\)")
_TURNED = re.compile(r"([^()]{3,40})\(([^()]{3,40})\)[\s:?*]*")
_NEXT_PART = re.compile(r",\s")
_CLOSER = printed("labels.closer", shape=r",?\s{}\b")
_NEXT_QUESTION = re.compile(r"(?<=\?)\s+")
_INDEX = printed(
    "labels.before_a_number", shape=rf"\b({{}})\s*{one_of('labels.number_signs')}?\s*\(?([1-9])\)?(?![\d/])"
)
_SOMEBODY = printed(
    "labels.somebody_before_a_number", shape=rf"\b{{}}\s*{one_of('labels.number_signs')}?\s*\(?([1-9])\)?(?![\d/])\W*"
)
_CONCERNED = printed("labels.behind_a_child", shape=r"\s{}$")
_ORDINAL = re.compile(
    rf"\b(?:{'|'.join(f'({place})' for place in listed('labels.ordinals'))}) (?={one_of('labels.behind_an_ordinal')})"
)
_ALSO_ABOUT = frozenset(listed("labels.also_about"))
_DETAILS = printed("labels.behind_a_title", shape=r"{}$")
COMBINED = {
    "name_role": ("name", "role"),
    "name_agency": ("name", "agency"),
    "agency_role": ("agency", "role"),
    "name_role_agency": ("name", "role", "agency"),
    "name_dob": ("name", "dob"),
    "ethnicity_language": ("ethnicity", "language"),
    "sex_dob": ("sex", "dob"),
    "date_time": ("date", "time"),
    "date_place": ("date", "time", "location"),
    "care_status": ("looked_after", "care_leaver"),
}
_DAYS = frozenset(("date", "time", "dob", "signed_date", "agency_aware_date", "text"))
_NOT_OF_A_CHILD = (
    "event",
    "date",
    "time",
    "place",
    "signed",
    "signed_date",
    "still_involved",
    "relationship",
    "contact",
)
_RANK = ("other", "family", "lead", "referrer", "child")
_GROUPS = {"child": "children", "other": ASIDE}


@dataclass(frozen=True, slots=True)
class AskedField:
    """What a label asks for: `group` is empty where only the section can say of whom; `index` numbers a child from 1.

    `relation` is what the label itself says of a relative; `sure` is False for a likeness or a sentence understood.
    """

    group: str
    heads: tuple[str, ...]
    relation: str = ""
    index: int = 0
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """What part of a form a title opens; `index` numbers a child from 1."""

    group: str
    index: int = 0
    relation: str = ""


@lru_cache(maxsize=4096)
def asked(label: str, group: str = "") -> AskedField | None:
    """What `label` asks for, or None where it is no known label; in a grid `group` its column words come first."""
    if len(label) > LONGEST_LABEL or not _LETTER.search(label):
        return None
    index, text = _numbered(label, group)
    found = _made_up(label, text, group=group) or _in_known_words(text, group)
    if found is not None:
        return replace(found, index=found.index or index)
    found = _of_area(label) or _alike(plain(text)) or _question(text) or _in_first_words(text, group)
    return None if found is None else replace(found, index=index, sure=False)


def _in_first_words(text: str, group: str) -> AskedField | None:
    """What a label asks before it goes on to something else, or says more closely what is meant; no day, of many."""
    found = _exact(plain(_NEXT_PART.split(text)[0]), group)
    if found is not None or not _CLOSER.search(text.lower()):
        return found
    found = _exact(plain(_CLOSER.split(text.lower(), maxsplit=1)[0]), group)
    return None if found is None or not _DAYS.isdisjoint(found.heads) else found


def _made_up(label: str, text: str, *, group: str) -> AskedField | None:
    """What a label asks that is put together of others: two in one breath, one in brackets, one about a relative."""
    relative = _numbered_relative(label) if group in ("", "children") else None
    return relative or _double(text) or _turned(text)


def _numbered_relative(label: str) -> AskedField | None:
    """A question about `Parent or carer 2` or `Sibling 1`, who is one of the family in whatever part it stands."""
    somebody = _SOMEBODY.match(plain(label))
    found = asked(label, "family") if somebody else None
    if somebody is None or found is None or found.group:
        return None
    return replace(found, group="family", relation=words().relations.get(somebody.group().rstrip(" 0123456789"), ""))


def is_of_stranger(label: str) -> bool:
    """Whether a label names somebody of whom no field of ours speaks, and says nothing else."""
    return (plain(label), "other") in words().subjects


def _in_known_words(text: str, group: str) -> AskedField | None:
    """What the fullest form of a label asks that is known, put together from what is known, or a list of it."""
    for short in variants(text):
        found = _exact(short, group) or _composed(short, group) or _listed(text, short)
        if found is not None:
            return found
    return None


def _listed(label: str, short: str) -> AskedField | None:
    """Several questions in a row (`Surname, forename(s) and date of birth`), all known, all about one; or None."""
    if short != plain(label):
        return None
    asks = _AND.split(_ASIDE_WORDS.sub(" ", folded(label).lower()))
    parts = filter(None, (without_lead(plain(part)) for part in asks))
    present = sorted(_subjects(short), key=lambda pair: _RANK.index(pair[1]))
    phrases = [phrase for phrase, _ in present]
    found = [_exact(part, "") or _exact(_without(part, phrases), "") for part in parts]
    about = _GROUPS.get(present[0][1], present[0][1]) if present else ""
    return _together([each for each in found if each is not None], about) if all(found) else None


def _together(known: list[AskedField], about: str) -> AskedField | None:
    """Two or more fields of one person or thing as one question; `about` says of whom where no part does."""
    groups = {each.group for each in known if each.group} or {about}
    heads = tuple(dict.fromkeys(head for each in known for head in each.heads))
    # Where the parts speak of different people the label is rather a sentence than a list of questions.
    return AskedField(groups.pop(), heads) if len(heads) > 1 and len(groups) == 1 and ASIDE not in groups else None


def _turned(label: str) -> AskedField | None:
    """`Child (date of birth)` as `date of birth of child`; None where the brackets hold no question."""
    found = _TURNED.fullmatch(folded(label).replace("\n", " "))
    if found is None:
        return None
    about, inner = _CONCERNED.sub("", plain(found.group(1))), plain(found.group(2))
    subjects = {phrase for phrase, _ in words().subjects} | _ALSO_ABOUT
    if about not in subjects or (_exact(inner, "") or _listed(inner, inner)) is None:
        return None
    turned = f"{inner} of {about}"
    return _exact(turned, "") or _composed(turned, "")


def _double(label: str) -> AskedField | None:
    """Two of the questions with a few possible answers, asked in one breath; None for anything else."""
    asks = [part for part in _NEXT_QUESTION.split(folded(label)) if part.strip()]
    if len(asks) != 2 or not all(part.endswith("?") for part in asks):
        return None
    found = filter(None, (_exact(short, "") or _question(short + "?") for short in map(plain, asks)))
    heads = tuple(head for head in (each.heads[0] for each in found) if head in ("outcome", "abuse_neglect"))
    return AskedField("incident", heads) if len(set(heads)) == 2 else None


def _numbered(label: str, group: str) -> tuple[int, str]:
    """The number of the child (in a `group` of relatives, of the person) that `label` speaks of, or 0, and the rest."""
    text = folded(label).lower()
    found, ordinal = _INDEX.search(text), _ORDINAL.search(text)
    somebody = _SOMEBODY.search(text) if group == "family" else None
    if somebody:
        return int(somebody.group(1)), text[: somebody.start()] + text[somebody.end() :]
    if found:
        return int(found.group(2)), f"{text[: found.end(1)]} {text[found.end() :]}"
    if ordinal:
        return ordinal.lastindex or 0, text[: ordinal.start()] + text[ordinal.end() :]
    return 0, label


def _made(group: str, head: str, *, relation: str = "") -> AskedField:
    return AskedField(group, COMBINED.get(head, (head,)), relation)


def _exact(text: str, group: str) -> AskedField | None:
    known = words()
    if (group, text) in known.columns:
        return _made(group, known.columns[group, text])
    bare = known.bare.get(text) or known.sorted_bare.get(bag(text, known.stop) or ("",))
    if bare and (group in ("family", "agencies", "chronology") or text not in known.whole):
        return _made("", bare)
    if text in known.whole:
        return _made(*known.whole[text])
    return None


def _composed(text: str, group: str) -> AskedField | None:
    """`Date of birth of mother` as a bare question and whom it is about."""
    present = list(_subjects(text))
    for phrase, subject in present:
        found = _of_subject(_without(text, [phrase]), subject, phrase=phrase)
        if found is not None and (subject != "child" or not group.startswith("fam")):
            return found
    if len(present) < 2:
        return None
    phrase, subject = min(present, key=lambda pair: _RANK.index(pair[1]))
    return _of_subject(_without(text, [phrase for phrase, _ in present]), subject, phrase=phrase)


def _subjects(text: str) -> Iterator[tuple[str, str]]:
    rest = f" {text} "
    begun = words().subjects_by_first
    for _, phrase, subject in sorted(each for word in set(text.split()) for each in begun.get(word, ())):
        if f" {phrase} " in rest:
            rest = rest.replace(f" {phrase} ", "  ")
            yield phrase, subject


def _without(text: str, phrases: list[str]) -> str:
    rest = f" {text} "
    for phrase in phrases:
        rest = rest.replace(f" {phrase} ", " ")
    return rest.strip()


def _of_subject(text: str, subject: str, *, phrase: str) -> AskedField | None:
    known = words()
    head = known.bare.get(text) or known.sorted_bare.get(bag(text, known.stop) or ("",))
    if head is None or (subject == "child" and head in _NOT_OF_A_CHILD):
        return None
    if subject == "other" and head in ("school", "school_part", "gp", "gp_part"):
        return _made("", head)
    relation = known.relations.get(phrase, "") if subject == "family" else ""
    return _made(_GROUPS.get(subject, subject), head, relation=relation)


def _alike(text: str) -> AskedField | None:
    """The label that `text` nearly is; the words that say of whom must be the very same (loose scorers mislead)."""
    known = words()
    # A like label is at most a line; answers, with their figures and sentences, are never compared.
    if not 5 <= len(text) <= 70 or len(text.split()) > 9 or _OF_ANSWERS.search(text):
        return None
    guards = known.guards & set(text.split())
    pools, nearly = _of_length(len(text)), weights()["nearly"]
    for asked_for, sorted_words in ((text, False), (_in_order(text), True)):
        for pool in pools:
            choices = pool.in_order if sorted_words else pool.phrases
            for _, _, at in process.extract(asked_for, choices, scorer=fuzz.ratio, score_cutoff=nearly, limit=3):
                if known.guards & set(pool.phrases[at].split()) == guards:
                    return _made(*pool.targets[at])
    return None


@dataclass(frozen=True, slots=True)
class _Pool:
    """Labels of about one length, each with what it asks for, and each once more with its words in order."""

    phrases: list[str]
    targets: list[tuple[str, str]]
    in_order: list[str]


def _in_order(text: str) -> str:
    return " ".join(sorted(text.split()))


@lru_cache(maxsize=128)
def _of_length(letters: int) -> tuple[_Pool, ...]:
    """The labels that one of so many letters may nearly be: with more or fewer they cannot be `nearly` as like."""
    known = words()
    nearly = weights()["nearly"]
    least, most = letters * nearly / (200 - nearly), letters * (200 - nearly) / nearly
    bare = {phrase: ("", head) for phrase, head in known.bare.items()}
    pools = ([each for each in pool.items() if least <= len(each[0]) <= most] for pool in (known.whole, bare))
    return tuple(
        _Pool([phrase for phrase, _ in pool], [target for _, target in pool], [_in_order(phrase) for phrase, _ in pool])
        for pool in pools
    )


def _of_area(label: str) -> AskedField | None:
    """A question about the area of the incident or of a child's home; it may name the area itself."""
    found = area_question(label)
    return None if found is None else _made("incident" if found.field == "area" else "children", found.field)


def _question(label: str) -> AskedField | None:
    text = in_one_name(unnumbered(_SPACES.sub(" ", folded(label).lower().replace("/", " or "))))
    # The patterns let words stand between words and are made for a question, not for a story of any length.
    if len(text) > LONGEST_QUESTION or len(text.split()) < 2:
        return None
    for pattern, group, head in words().questions:
        if pattern.search(text):
            return _made(group, head)
    return None


@lru_cache(maxsize=4096)
def section(title: str) -> Section | None:
    """The part of a form that `title` opens, or None where it is not known as one."""
    if len(title) > 200 or not _LETTER.search(title):
        return None
    known = words()
    index, text = _numbered(title, "")
    whole = plain(text, brackets=True)
    for pattern, group in known.patterns:
        if group in ("office", "decision", "agency_summary") and pattern.search(whole):
            return Section(group, index)
    for short in variants(text):
        if short in known.sections:
            return Section(known.sections[short], index, known.relations.get(_DETAILS.sub("", short), ""))
    for pattern, group in known.patterns:
        if len(whole.split()) <= 24 and pattern.search(whole):
            return Section(group, index)
    return None
