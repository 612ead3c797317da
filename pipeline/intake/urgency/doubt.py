"""Whether a text leaves it open that a child is in danger: judged sentence by sentence, who is where with whom."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.intake.signs.words import plain, says
from pipeline.intake.urgency.weight_of_harm import Concern

# A full sentence, its parts after a colon included: `Our posters read: ...` is one thing said of posters.
_FULL = re.compile(r"(?<=[.!?;])['\"]?\s+|\n\s*\n|\n(?=\s*[-*\u2022\d]+[.)]?\s)")
# Words between quotation marks; an apostrophe stands within a word, a mark at one of its ends.
_QUOTED = re.compile(r"(?<!\w)'[^'\n]{12,200}'(?!\w)|\"[^\"\n]{12,200}\"")


def about_somebody(text: str) -> str:
    """`text` without the sentences that are about a printed, taught, booked or broken thing, or about all children.

    Whole sentences go, since what alarmed falsely was not a word but what the sentence around it was about; a sentence
    with somebody of the writer's own in it stays, and so does one that names the thing as the occasion to write.
    """
    every = _FULL.split(text)
    told = [sentence for sentence in every if not _is_business(plain(sentence))]
    if len(told) == len(every):
        return text
    # Beside a poster a quotation is its text, and a sentence is of somebody only where it says so.
    own = (_QUOTED.sub(" ", plain(sentence)) for sentence in told)
    return "\n\n".join(sentence for sentence in own if says(sentence, "danger.somebody", "danger.now", *_OF_SOMEBODY))


_OF_SOMEBODY = ("voice.near", "business.own", "doubt.persons")


def has_business(text: str) -> bool:
    """Whether any sentence of `text` is about such a thing."""
    return any(_is_business(plain(sentence)) for sentence in _FULL.split(text))


def _is_business(sentence: str) -> bool:
    # What is printed on the poster tells of nobody, so whose `he` and `me` stand in it proves nothing.
    said = _QUOTED.sub(" ", sentence)
    about = says(said, "business.thing") and not says(said, "business.occasion")
    return (about or says(said, "business.large")) and not says(said, "business.own")


_SIGNS = ("contact", "source", "plight", "unease")


def _signs(text: str) -> int:
    return sum(says(text, f"doubt.{name}") for name in _SIGNS)


def is_pressing(sentence: str) -> bool:
    """Whether a sentence tells of somebody's child, now, in a plight, whatever paper it names beside that."""
    return says(sentence, "doubt.persons", "danger.somebody") and says(sentence, "danger.now") and _signs(sentence) > 1


def leaves_doubt(found: Concern, sentences: Collection[str]) -> bool:
    """Whether among `sentences`, those that tell of somebody now, danger cannot be ruled out.

    A child of somebody's must be meant, or somebody hurt. What is told of a child without any business is a worry
    whatever its words, since unseen plain words are what was missed; beside a pronoun alone there must be more.
    """
    if not (found.of_one or any(says(each, "doubt.persons") for each in sentences)):
        return False
    signs = _signs(" \n".join(sentences))
    if found.of_a_child:
        return found.present or signs > 0 or bool(found.harms)
    return signs > 1 or (signs > 0 and bool(found.harms - {"fear"}))
