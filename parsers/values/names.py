"""People's names as a person would say them, with aliases apart; nothing is guessed of a name that is odd."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.values.answer_state import spaced
from parsers.values.phrases import listed, one_of, printed

LONGEST_NAMES = 400  # characters
_ALIAS = printed("names.alias")
_NICKNAME = re.compile(r"""\s*[("'\u2018\u201c](?P<alias>[A-Z][\w'\u2019-]{1,20})[)"'\u2019\u201d](?=\s|$)""")
_ROLE, _AGENCY = printed("names.roles", shape=r"\b{}\b"), printed("names.agencies", shape=r"\b{}\b")
_CAPITALS_FIRST = re.compile(
    rf"(?P<surname>(?!{one_of('names.no_surname')}\b)(?:{one_of('names.prefixes')})?[A-Z][A-Z'\u2019-]{{2,}}"
    r"(?: [A-Z][A-Z'\u2019-]{2,})?) (?P<rest>[A-Z][a-z][\w'\u2019-]*(?: [A-Z][\w'\u2019.-]*){0,3})"
)
_IN_LITTLE = re.compile(rf"({one_of('names.prefixes')})([A-Z]{{3,}})")  # `McALISTER`
_NOT_IN_NAMES, _NO_LETTER = re.compile(r"[\d@:?!£%&]"), re.compile(r"[^\w]")
_TWO_LETTERS, _FIRST = re.compile(r"[^\W\d_]{2}"), re.compile(r"(?<![^\W\d_])[^\W\d_]")
_INITIAL = re.compile("[(\"'\u2018\u201c]?([^\\W\\d_])")
_TITLE = printed("names.titles", shape=r"^{}\b\.?")
# The number that an officer wears: `DI 2204 Rosalind Achterberg`.
_COLLAR = printed("names.titles", shape=r"^({}) \d{2,6}(?= [A-Z])")
_PARTICLES, _IN_CAPITALS = frozenset(listed("names.particles")), frozenset(listed("names.in_capitals"))
_PREFIX = re.compile(rf"^({one_of('names.prefixes')})(\w)")


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it is said, and the other names written with it."""

    name: str
    aliases: tuple[str, ...] = ()


def named(text: str) -> Named:
    """The readable name in `text`: `ASHDOWN, Riley (aka Ry)` gives `Riley Ashdown` with the alias `Ry`."""
    plain = spaced(text.replace("\n", " ")).strip(" ,;:")
    aliases: list[str] = []
    # Nobody's names run over lines; the patterns are not made for more, and a longer text is a story.
    for pattern in (_ALIAS, _NICKNAME) if len(plain) <= LONGEST_NAMES else ():
        found = pattern.search(plain)
        if found and found.start() > 0:
            aliases.append(found.group("alias").strip(" ,;."))
            plain = spaced(f"{plain[: found.start()]} {plain[found.end() :]}").strip(" ,;")
    return Named(cased(turned(_COLLAR.sub(r"\1", plain))), tuple(aliases))


def turned(text: str) -> str:
    """`ASHDOWN, Riley` and `ASHDOWN Riley` as `Riley ASHDOWN`; what is not plainly surname first stays as it is."""
    surname, comma, rest = (part.strip() for part in text.partition(","))
    if not comma:
        return _capitals_last(text)
    if re.search(r"\d", surname) or not _are_forenames(rest):
        return text
    # Only particles may stand before the last word of a family's name (`van der Berg`), unless capitals mark it all.
    if surname.isupper() or all(word.lower() in _PARTICLES for word in surname.split()[:-1]):
        return f"{rest} {surname}"
    return text


def _capitals_last(text: str) -> str:
    """A name that begins with a surname in capitals and goes on in small letters, the surname last."""
    found = _CAPITALS_FIRST.fullmatch(text)
    return f"{found['rest']} {found['surname']}" if found and _are_forenames(found["rest"]) else text


def _are_forenames(text: str) -> bool:
    """Whether what follows a comma can be forenames: not `Jones, social worker`, nor `Jones, Meadow School`."""
    return looks_like_name(text) and len(text.split()) <= 3 and not ("," in text or is_role(text) or is_agency(text))


def cased(text: str) -> str:
    """A name typed in capitals as it is otherwise written; initials and mixed case stay."""
    if text.isupper() and len(text) <= 4 and " " not in text:
        return text
    return " ".join(_cased_word(word) for word in text.split(" "))


def _cased_word(word: str) -> str:
    if found := _IN_LITTLE.fullmatch(word):
        return f"{found[1]}{found[2].capitalize()}"
    letters = _NO_LETTER.sub("", word)
    plain = len(letters) >= 3 and letters.isupper() and letters.isalpha() and letters not in _IN_CAPITALS
    if not plain or not _TWO_LETTERS.search(word):
        return word
    lower = re.sub(r"(?:^|(?<=[-'\u2019(/]))\w", lambda first: first.group().upper(), word.lower())
    return _PREFIX.sub(lambda found: found[1] + found[2].upper(), lower)


def looks_like_name(text: str) -> bool:
    """Whether `text` has the shape of one person's name: one to six words, nearly all with a capital."""
    text = _COLLAR.sub(r"\1", text)
    words = spaced(text).strip(" .,;").split(" ")
    if len(words) > 6 or _NOT_IN_NAMES.search(text):
        return False
    initials = [_INITIAL.match(word) for word in words if word.lower() not in _PARTICLES]
    return bool(initials) and all(found and found[1].isupper() for found in initials)


def is_role(text: str) -> bool:
    """Whether `text` reads as what somebody does."""
    return bool(_ROLE.search(text))


def is_agency(text: str) -> bool:
    """Whether `text` reads as the name of an organisation."""
    return bool(_AGENCY.search(text))


def agency_first(parts: list[str]) -> bool:
    """Whether the first of two `parts` is rather the agency and the second the role."""
    first, second = parts[0], parts[-1]
    # The last word tells best: a probation officer is somebody, the probation service is not.
    ends = [_rather_role("".join(part.split()[-1:])) for part in (first, second)]
    if ends[0] != ends[1]:
        return ends[0] < ends[1]
    return _rather_role(first) <= _rather_role(second)


def _rather_role(text: str) -> int:
    """1 for what somebody does, -1 for an organisation, 0 for neither or both."""
    return is_role(text) - is_agency(text)


def without_title(text: str) -> str:
    """A name without `Dr`, `Mrs`, `PC` and their like."""
    return _TITLE.sub("", text).strip(" .")


def same_person(one: str, other: str) -> bool:
    """Whether two names of one form can be the same person: the words of one stand in the other."""
    first, second = (set(re.findall(r"[\w'\u2019-]+", without_title(name).casefold())) for name in (one, other))
    same = bool(first and second) and (first <= second or second <= first)
    return same or initials_of(one, other) or initials_of(other, one)


def initials_of(text: str, name: str) -> bool:
    """Whether `text` is no more than the initials of a `name` of two words or more."""
    letters = _NO_LETTER.sub("", text)
    return 2 <= len(letters) <= 6 and letters.isupper() and letters == "".join(_FIRST.findall(name)).upper() != name
