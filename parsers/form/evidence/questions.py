"""Every question of a form understood together: by the phrase book first, the others by what is likeliest in all."""

from __future__ import annotations

from collections.abc import Container, Hashable, Mapping, Sequence
from dataclasses import dataclass

from parsers.form.evidence.assignment import best_total
from parsers.form.evidence.fit import says
from parsers.form.evidence.weighing import Candidate, Question, candidates
from parsers.form.layout.stream import Pair
from parsers.form.meaning.ask import LONG, Ask, Latest
from parsers.form.meaning.meaning import Meaning, meaning
from parsers.form.meaning.places import CLOSED, Placed
from parsers.form.vocabulary.labels import ASIDE, asked
from parsers.form.vocabulary.weights import weights
from pipeline.model import Confidence

# What may be asked in several boxes: the answers are joined, or have to agree.
_OFTEN = (
    LONG
    | {"criteria", "people", "parents", "address_part", "school_part", "gp_part", "signed"}
    | {"area", "normally_resident", "care_leaver", "regulated_setting", "consulted", "outcome", "abuse_neglect"}
)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question means, None where it is no field of ours; `perhaps` names a field that it may yet ask for."""

    meaning: Meaning | None
    confidence: Confidence = "sure"
    perhaps: str = ""


def understood(flat: Sequence[Placed], labels: dict[str, str], *, latest: Latest) -> dict[int, Understood]:
    """What each question of a form means, by its place among the items."""
    found: dict[int, Understood] = {}
    open_: dict[int, tuple[Candidate, ...]] = {}
    for at, each in enumerate(flat):
        if not isinstance(each.item, Pair):
            continue
        near = _near(flat, at)
        by_book = meaning(each.item, each.place, near=near, labels=labels)
        told = by_book is not None and by_book.sure and not _is_denied(by_book, each.item)
        if each.place.group in CLOSED or told or not each.item.label.strip():
            found[at] = Understood(by_book)
        else:
            ask = Ask(each.item.label, each.item.answer, latest)
            known = asked(each.item.label, each.place.group)
            open_[at] = candidates(Question(each.item, each.place, near, ask), known)
    taken = {slot for at, each in found.items() if each.meaning for slot in _slots(each.meaning, flat[at], at=at)}
    weighed = _weighed(open_, flat, taken=taken)
    return found | weighed | _longest_story(weighed, flat, asked=[*found.values(), *weighed.values()])


def _is_denied(found: Meaning, pair: Pair) -> bool:
    """Whether an answer cannot be what the words of its question ask: `Background` is of an event or of a person."""
    return "narrative" in found.heads and says("ethnic", pair.answer.text)


def _weighed(
    open_: Mapping[int, tuple[Candidate, ...]], flat: Sequence[Placed], *, taken: set[Hashable]
) -> dict[int, Understood]:
    """The questions in words of their own, each with the field it gets when all are given out at their best."""
    by_slot: dict[int, dict[Hashable, Candidate]] = {}
    for at, offered in open_.items():
        by_slot[at] = {}
        # Whose likeliest field is taken asks for the same again rather than for one that is far from as likely.
        least = max((option.score for option in offered), default=0.0) - weights()["next_best"]
        for option in offered:
            slots = _slots(option.meaning, flat[at], at=at)
            if option.score >= max(weights()["perhaps"], least) and not taken & set(slots):
                by_slot[at].setdefault(slots[0], option)
    given = best_total([{slot: option.score for slot, option in slots.items()} for slots in by_slot.values()])
    return {
        at: _told_by_place(flat[at]) if slot is None else _judged(slots[slot], open_[at])
        for (at, slots), slot in zip(by_slot.items(), given, strict=True)
    }


def _longest_story(
    weighed: Mapping[int, Understood], flat: Sequence[Placed], *, asked: Sequence[Understood]
) -> dict[int, Understood]:
    """Of the questions that no words explain, the one answered in most words, where none `asked` what happened."""
    if any(each.meaning and "narrative" in each.meaning.heads for each in asked):
        return {}
    unknown = [at for at, each in weighed.items() if each.meaning is None and each.perhaps in _NO_OTHER]
    stories = [at for at in unknown if _is_prose(flat[at], ("", "incident"))]
    longest = max(stories, key=lambda at: _length(flat[at]), default=None)
    return {} if longest is None else {longest: Understood(Meaning("incident", ("narrative",)), "likely")}


_NO_OTHER = ("", "incident.narrative")


def _length(placed: Placed) -> int:
    return len(placed.item.answer.text.split()) if isinstance(placed.item, Pair) else 0


def _told_by_place(placed: Placed) -> Understood:
    """What a question that no words explain may ask: in the part about the incident a story is perhaps its story."""
    return Understood(None, perhaps="incident.narrative" if _is_prose(placed, ("incident",)) else "")


def _is_prose(placed: Placed, groups: Container[str]) -> bool:
    """Whether a question stands in a part about one of `groups` and is answered in sentences."""
    answer = placed.item.answer if isinstance(placed.item, Pair) else None
    return placed.place.group in groups and answer is not None and says("prose", answer.text)


def _judged(option: Candidate, offered: Sequence[Candidate]) -> Understood:
    """How sure the field is that a question was given."""
    if option.meaning.group == ASIDE:
        return Understood(None)
    rivals = [each.score for each in offered if each is not option and each.meaning.heads != option.meaning.heads]
    clear = option.score - max(rivals, default=0.0) >= weights()["margin"]
    if option.score >= weights()["sure_enough"] and clear:
        return Understood(option.meaning, "likely")
    return Understood(None, perhaps=f"{option.meaning.group}.{option.meaning.heads[0]}")


def _slots(meaning: Meaning, placed: Placed, *, at: int) -> tuple[Hashable, ...]:
    """The fields that a question takes up, each of one person or thing in one part of the form."""
    of_many = meaning.group in ("children", "family", "agencies")
    where = (meaning.index, meaning.relation, placed.place.block) if of_many else ()
    again = meaning.group in (ASIDE, "agencies")  # what is asked of each agency is asked as often as there are some
    own = at if again or (of_many and placed.item.who) else None  # type: ignore[union-attr]
    return tuple((meaning.group, where, head, at if head in _OFTEN else own) for head in meaning.heads)


def _near(flat: Sequence[Placed], at: int) -> tuple[Placed, ...]:
    """The items round one, the likeliest witnesses first: what follows a name, what stood just before anything else."""
    after, earlier = flat[at + 1 : at + 5], flat[max(0, at - 4) : at]
    item = flat[at].item
    if isinstance(item, Pair) and _is_name(item):
        return (*after, *reversed(earlier))
    return (*reversed(earlier[-1:]), *after, *reversed(earlier[:-1]))


def _is_name(pair: Pair) -> bool:
    found = asked(pair.label)
    return bool(found and found.heads[0] in ("name", "surname", "forenames"))
