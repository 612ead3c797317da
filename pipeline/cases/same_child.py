"""Whether the child on a form is the child of a case: by NHS number, name and birth date, never by initials alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum
from itertools import product

from pipeline.cases.form_words import says
from pipeline.model import Answers, Reading, State
from pipeline.shown_text import clean

_LONGEST_INITIALS = 4  # `RAB`, or two forenames and a surname of two parts
_MARKED = ("nhs_number", "name", "born")  # what the journal keeps of a child
CHILD, ACCEPTED_CHILD = "child", "accepted-child"
ACCEPTED_FORM = "accepted-form"  # of a mail whose form the office called the case's, whatever the mail was read as
"""The kinds of the marks that hold a child, and one of whom only the office has said that it is the case's."""


class Likeness(IntEnum):
    """How a child compares with those of a case, the surest last."""

    OTHER = 0  # the child disagrees
    SILENT = 1  # nothing can be compared
    PART = 2  # something agrees, and something else differs or is missing
    SAME = 3  # NHS number, or name and birth date, and nothing contradicts


@dataclass(frozen=True, kw_only=True, slots=True)
class Child:
    """What tells one child from another, in every version that was given; names are in plain letters, words sorted."""

    numbers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    births: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self != Child()


class _Name(Enum):
    EQUAL = "the same full name"
    FITS = "initials of it, or fewer of its words"
    NEAR = "a word or the initials are the same"
    FAR = "another name"
    NONE = "not given"


def answer_text(answers: Answers, name: str) -> str:
    """The answer called `name` as one text, or an empty text where none is given."""
    answer = answers.get(name)
    if answer is None or answer.state is not State.GIVEN or answer.value is None:
        return ""
    return clean(", ".join(answer.value) if isinstance(answer.value, tuple) else str(answer.value))


def child(answers: Answers) -> Child:
    """The child of one block of a form; an unborn child's name tells nothing."""
    number, name, born = (answer_text(answers, field) for field in ("nhs_number", "name", "dob"))
    full = re.fullmatch(r"\d{4}-\d{2}-\d{2}", born)
    return Child(numbers=_one(number), names=_one(_plain(name)), births=_one(born if full else ""))


def children_of(forms: Iterable[Reading]) -> tuple[Child, ...]:
    """Every child on `forms`."""
    return tuple(child(answers) for form in forms for answers in form.understood.children)


def as_mark(one: Child) -> str:
    """A child of one form as the JSON by which the journal remembers it, or an empty text where nothing is known."""
    parts = ("".join(part) for part in (one.numbers, one.names, one.births))
    return json.dumps(dict(zip(_MARKED, parts, strict=True)), ensure_ascii=False) if one else ""


def known_children(marks: Iterable[str], *, accepted: Iterable[str] = (), row: str = "") -> tuple[Child, ...]:
    """The children of a case from its marks, or else from its Child cell; empty where no child is known yet.

    The marks of `accepted` are those of a child of the case, as the office has said, however they differ from it.
    """
    found: list[Child] = []
    office = [_of_mark(one) for one in sorted(accepted)]
    # The fullest first, so that a form that gave less joins the child that it was about.
    given = sorted(map(_of_mark, marks), key=_fullest)
    # Who is spelt as the office has accepted before is whom it was accepted for, and no further child.
    spelt_so = [one for one in given if likeness(one, office) is Likeness.SAME]
    for one in (one for one in given if one not in spelt_so):
        _join(one, found, at_least=Likeness.SAME)
    for one in office:
        _join(one, found, at_least=Likeness.OTHER)
    for one in spelt_so:
        _join(one, found, at_least=Likeness.SAME)
    typed = (Child(names=_one(_plain(name))) for name in row.split(",") if name.strip())
    return tuple(found or typed)


def _join(one: Child, found: list[Child], *, at_least: Likeness) -> None:
    """Adds what is known of `one` to the child of `found` that is most like it, or itself where none is so like."""
    alike = max(range(len(found)), key=lambda number: _compared(one, found[number]), default=None)
    if alike is None or _compared(one, found[alike]) < at_least:
        found.append(one)
    else:
        found[alike] = _joined(found[alike], one)


def likeness(one: Child, of_case: Iterable[Child]) -> Likeness:
    """How `one` compares with the children of a case, by the one that is most like it."""
    return max((_compared(one, other) for other in of_case), default=Likeness.SILENT)


def whole_likeness(children: Iterable[Child], of_case: tuple[Child, ...]) -> Likeness:
    """How the children of a form compare with those of a case: the same where one is, other where every one is."""
    found = [likeness(one, of_case) for one in children]
    # An empty block beside a child that disagrees says nothing for it.
    comparable = [each for each in found if each is not Likeness.SILENT]
    return max(comparable, default=Likeness.SILENT)


def _compared(one: Child, other: Child) -> Likeness:
    return _BY_MARKS[_agrees(one.numbers, other.numbers), _name(one, other), _agrees(one.births, other.births)]


# How children compare by NHS number, name and birth date: the first line that fits. Each of the first and the third
# agrees, differs, or is unknown of one of them.
_ANY, _NAMES = (True, False, None), tuple(_Name)
_RULES = (
    # A number is copied from the line of a sibling more easily than a whole name and a birth date.
    ((True,), (_Name.NEAR, _Name.FAR), _ANY, Likeness.PART),
    ((True,), _NAMES, (False,), Likeness.PART),
    ((True,), _NAMES, _ANY, Likeness.SAME),
    (_ANY, (_Name.EQUAL,), (False,), Likeness.PART),
    ((False,), (_Name.EQUAL,), _ANY, Likeness.PART),
    (_ANY, (_Name.EQUAL,), _ANY, Likeness.SAME),
    # Twins share surname, initials and birth date.
    (_ANY, (_Name.FITS, _Name.NEAR, _Name.NONE), (True,), Likeness.PART),
    # `J W` on an early form may be the Jowan Wherry of a later one, until something else tells them apart.
    ((None,), (_Name.FITS, _Name.NEAR), (None,), Likeness.PART),
    ((False,), _NAMES, _ANY, Likeness.OTHER),
    (_ANY, (_Name.FAR,), _ANY, Likeness.OTHER),
    (_ANY, (_Name.FITS, _Name.NEAR), (False,), Likeness.OTHER),
    (_ANY, _NAMES, _ANY, Likeness.SILENT),
)
_BY_MARKS = {marks: found for *fitting, found in reversed(_RULES) for marks in product(*fitting)}


def _agrees(one: frozenset[str], other: frozenset[str]) -> bool | None:
    """Whether both say the same, or None where either says nothing."""
    return bool(one & other) if one and other else None


def _name(one: Child, other: Child) -> _Name:
    order = list(_Name)
    found = (_names_compared(first.split(), second.split()) for first in one.names for second in other.names)
    return min(found, key=order.index, default=_Name.NONE)


def _names_compared(one: list[str], other: list[str]) -> _Name:
    if _is_full(one) and sorted(one) == sorted(other):
        return _Name.EQUAL
    shared, fewer = set(one) & set(other), min(len(one), len(other))
    same_letters = _letters(one) == _letters(other)
    if len(shared) == fewer > 1 or (same_letters and any(map(_is_initials, (one, other)))):
        return _Name.FITS
    return _Name.NEAR if shared or same_letters else _Name.FAR


def _is_full(words: list[str]) -> bool:
    return sum(len(word) > 1 for word in words) > 1


def _is_initials(words: list[str]) -> bool:
    return all(len(word) == 1 for word in words) or (len(words) == 1 and len(words[0]) <= _LONGEST_INITIALS)


def _letters(words: list[str]) -> list[str]:
    return sorted("".join(words) if _is_initials(words) else (word[0] for word in words))


def _plain(name: str) -> str:
    return "" if says("unborn", name) else " ".join(sorted(re.findall(r"\w+", name.casefold())))


def _of_mark(mark: str) -> Child:
    kept = json.loads(mark)
    number, name, born = (_one(kept[part]) for part in _MARKED)
    return Child(numbers=number, names=name, births=born)


def _joined(one: Child, other: Child) -> Child:
    return Child(numbers=one.numbers | other.numbers, names=one.names | other.names, births=one.births | other.births)


def _fullest(one: Child) -> tuple[int, bool, str]:
    return -sum(map(len, (one.numbers, one.names, one.births))), not one.numbers, as_mark(one)


def _one(value: str) -> frozenset[str]:
    return frozenset((value,)) if value else frozenset()
