"""What questions in words of their own may mean, weighed: likeness of the label, its place, and the answer's type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.form.evidence.fit import fit, fitting_of, told_by, told_there
from parsers.form.layout.stream import Pair
from parsers.form.meaning.ask import Ask
from parsers.form.meaning.meaning import OF_GROUP, Meaning, meant, neighbour
from parsers.form.meaning.places import ItemPlace, Placed
from parsers.form.vocabulary.labels import ASIDE, AskedField, is_of_stranger, section
from parsers.form.vocabulary.likeness import alike
from parsers.form.vocabulary.phrases import printed
from parsers.form.vocabulary.weights import weights
from parsers.values.names import looks_like_name

_ASKS_ON = printed("labels.dependent", shape=r"\W*{}")
_SENDERS = ("referrer", "lead")
_OF_AGENCIES = frozenset(("agency", "name", "contact"))
_PERSONS = ("children", "referrer", "lead", "family")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a question may mean, and how much speaks for it."""

    meaning: Meaning
    score: float


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its place, the items `near` it, and its answer as it is to be typed."""

    pair: Pair
    place: ItemPlace
    near: Sequence[Placed]
    ask: Ask


def candidates(question: Question, understood: AskedField | None) -> tuple[Candidate, ...]:
    """What a question may mean, the likeliest first; `understood` is what its sentence was understood to ask."""
    label = question.pair.label
    likest = () if is_of_stranger(label) or _ASKS_ON.match(label) else alike(label, question.place.group)
    asked = [(AskedField(each.group, each.heads, sure=False), each.likeness) for each in likest]
    # What an answer tells by itself is as good as a label that is just like enough; by where it stands, with that.
    by_answer = weights()["sure_enough"] - weights()["fit"]
    asked += [(AskedField("", (head,), sure=False), by_answer) for head in told_by(question.ask)]
    there = OF_GROUP.get(_part(question), frozenset())
    asked += [
        (AskedField("", (head,), sure=False), by_answer - weights()["agrees"])
        for head in told_there(question.ask)
        if head in there
    ]
    if understood is not None:
        asked.append((understood, weights()["sentence"]))
    best: dict[tuple[str, tuple[str, ...], int], Candidate] = {}
    for found, likeness in asked:
        each = _weighed(found, likeness, question=question)
        if each is not None:
            key = (each.meaning.group, each.meaning.heads, each.meaning.index)
            best[key] = max(each, best.get(key, each), key=lambda candidate: candidate.score)
    return tuple(sorted(best.values(), key=lambda candidate: -candidate.score))


def _part(question: Question) -> str:
    """Of whom the questions round one speak: as the titles say, else as those just before and just after do."""
    group = "children" if question.pair.who else question.place.group
    return neighbour(question.near[:2]) if group in ("", "referral", "incident") else group


def _weighed(found: AskedField, likeness: float, *, question: Question) -> Candidate | None:
    """One candidate with its score, or None where place or answer forbid it."""
    if found.group == ASIDE:
        return Candidate(Meaning(ASIDE, ("text",)), likeness)
    meaning = meant(found, question.pair, place=question.place, near=question.near)
    if meaning is None or meaning.group in (ASIDE, "chronology"):  # events are told in grids
        return None
    if meaning.group in _PERSONS and not _OF_AGENCIES.isdisjoint(found.heads) and _names_agencies(question.pair.label):
        return None
    score = _agreement(meaning.group, question.place.group) + likeness + _usual(meaning.heads)
    introduced = meaning.group in _SENDERS and meaning.heads == ("name",) and _introduces(question.ask)
    fitting = 1.0 if introduced else _fitting(meaning.heads, question.ask)
    return None if fitting is None else Candidate(meaning, score + weights()["fit"] * fitting)


def _usual(heads: Iterable[str]) -> float:
    """What speaks for a field that nearly every form asks beside one that few ask."""
    return weights()["usual"] if any(fitting_of(head).usual for head in heads) else 0.0


def _fitting(heads: tuple[str, ...], ask: Ask) -> float | None:
    """How well an answer fits all of `heads`, or None where it cannot be one of them."""
    fits = [each for each in (fit(head, ask) for head in heads) if each is not None]
    return sum(fits) / len(fits) if len(fits) == len(heads) else None


def _introduces(ask: Ask) -> bool:
    """Whether an answer is more than a name and begins with one: `Dr Per Lund, GP partner, Weir Surgery`."""
    first, comma, _ = ask.text.partition(",")
    return bool(comma) and looks_like_name(first)


def _names_agencies(label: str) -> bool:
    """Whether a label is the title of the part about other agencies, which asks for nobody's own."""
    part = section(label)
    return part is not None and part.group == "agencies"


def _agreement(group: str, place: str) -> float:
    """Whether a question of `group` belongs into a part of the form about `place`."""
    if group == place:
        return weights()["agrees"]
    # Whom the sender talked it over with is asked among the sender's own details.
    apart = {group, place} <= set(_PERSONS) and {group, place} != set(_SENDERS)
    return weights()["differs"] if apart else 0.0
