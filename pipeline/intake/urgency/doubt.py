"""Whether a text leaves it open that a child is in danger: judged sentence by sentence, who is where with whom."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from pipeline.intake.signs.words import Saying, says, sentences
from pipeline.intake.urgency.danger_alarms import raises
from pipeline.intake.urgency.leaning import (
    ALONE,
    BARELY_TO_BUSINESS,
    BESIDE_AN_ACCOUNT,
    FAR_TO_BUSINESS,
    TO_SOMEBODY,
    leaning,
)
from pipeline.intake.urgency.weight_of_harm import concern, harms
from pipeline.phrases import plain

# A full sentence, its parts after a colon included: `Our posters read: ...` is one thing said of posters.
_FULL = re.compile(r"(?<=[.!?;])\s+|(?<=[.!?;]['\"])\s+|\n\s*\n|\n(?=\s*[-*\u2022\d]+[.)]?\s)")
# Words between quotation marks; an apostrophe stands within a word, a mark at one of its ends.
_QUOTED = re.compile(r"(?<!\w)'[^'\n]{12,200}'(?!\w)|\"[^\"\n]{12,200}\"")

_OF_SOMEBODY = ("danger.somebody", "danger.now", "voice.near", "business.own", "doubt.persons")
_SOMEBODYS_CHILD = ("danger.somebody", "doubt.persons")
_SIGNS = ("contact", "source", "plight", "unease")
_ANYBODY = ("voice.someone", "voice.child", "doubt.persons", "doubt.anybody")
_OF_NOW = ("danger.now", "doubt.goes_on", "doubt.earlier_harm")
_GRAVE = ("harm.violence", "harm.sexual", "harm.fear", "doubt.source")
# Who is off since a daughter has her tonsils out tells of no child in danger; of a grave thing they may.
_is_of_own_family = Saying(words=("business.own_family",), unless=_GRAVE)
_is_about_a_thing = Saying(words=("business.thing",), unless=("business.occasion",))
# With a sign of now `a child` is one child, and not any.
_is_of_one_now = Saying(words=("voice.someone",), beside=("danger.now",))
_is_of_him_now = Saying(words=("danger.somebody",), beside=("voice.present",))
_comes_near_now = Saying(words=("danger.somebody",), beside=("voice.present", "doubt.contact"))
_tells_of_earlier_harm = Saying(words=("doubt.earlier_harm",), beside=("voice.child",))


@dataclass(frozen=True, kw_only=True, slots=True)
class TextsOfSomebody:
    """The texts of a mail without what is of no child in them."""

    texts: tuple[str, ...]
    has_business: bool  # whether anything of them was about a thing, or about all children
    accounted: bool = False  # whether they said who keeps the children, and no longer do

    @property
    def said(self) -> tuple[str, ...]:
        """All sentences of the texts."""
        return tuple(chain.from_iterable(map(sentences, self.texts)))


def about_somebody(texts: tuple[str, ...]) -> TextsOfSomebody:
    """`texts` without the sentences that are about a printed, taught, booked or broken thing, or about all children.

    Whole sentences go, since what alarmed falsely was not a word but what the sentence around it was about. One that
    tells of danger to somebody stays, whatever thing it names; so does one with somebody of the writer's own in it, and
    one that names the thing as the occasion to write.
    """
    parted = tuple(tuple(_full_sentences(plain(text))) for text in texts)
    said = tuple(chain.from_iterable(parted))
    business = frozenset(filter(_is_business, said))
    excused = any(says(each, "business.excuse") for each in said)
    if not (business or excused):
        return TextsOfSomebody(texts=texts, has_business=False)
    gone = business.union(filter(_is_of_own_day, said)) if excused else business
    kept = tuple("\n\n".join(_kept(text, gone, has_business=bool(business))) for text in parted)
    return TextsOfSomebody(texts=kept, has_business=bool(business))


def _full_sentences(text: str) -> Iterator[str]:
    """The sentences of `text`; a quotation stays in the one that quotes it, however many it holds."""
    whole = _QUOTED.sub(lambda found: found[0].replace(" ", "\0"), text)
    return (each.replace("\0", " ") for each in _FULL.split(whole))


def _kept(text: tuple[str, ...], gone: Collection[str], *, has_business: bool) -> Iterator[str]:
    left = (each for each in text if each not in gone)
    # Beside a poster a quotation is its text, and a sentence is of somebody only where it says so.
    return filter(_is_of_somebody, map(_unquoted, left)) if has_business else left


def _is_of_own_day(sentence: str) -> bool:
    return _is_of_own_family(sentence) and not raises(sentence)


def _is_of_somebody(said: str) -> bool:
    hurt = says(said, "voice.someone") and _is_found_in_something(said)
    return hurt or says(said, *_OF_SOMEBODY) or raises(said)


def _is_found_in_something(said: str) -> bool:
    return _signs(said) > 0 or bool(harms(said))


def _is_business(sentence: str) -> bool:
    # What is printed on the poster tells of nobody, so whose `he` and `me` stand in it proves nothing.
    said = _unquoted(sentence)
    if says(sentence, "business.of_nobody"):
        return True
    if says(said, "business.own") or _tells_of_danger(said):
        return False
    # Nobody needs to be named where a strategy discussion is asked for, or a child is alone; a rule names nobody.
    about = _is_about_a_thing(said) and not raises(said)
    of_papers = says(said, "business.place") and leaning(said) < ALONE
    return about or of_papers or says(said, "business.large")


def _unquoted(sentence: str) -> str:
    """The sentence without the text that it quotes, unless that is what somebody said."""
    return sentence if says(sentence, "business.speaks") else _QUOTED.sub(" ", sentence)


def _tells_of_danger(said: str) -> bool:
    """Whether a sentence tells of danger to somebody; the car park, the radio and the website are then only where."""
    if raises(said):
        return _is_of_one_now(said) or says(said, *_SOMEBODYS_CHILD)
    return says(said, *_SOMEBODYS_CHILD) and (bool(harms(said)) or _signs(said) > 1)


def _signs(text: str) -> int:
    return sum(says(text, f"doubt.{name}") for name in _SIGNS)


def is_pressing(sentence: str) -> bool:
    """Whether a sentence tells of somebody's child, now, in a plight, whatever paper it names beside that."""
    return says(sentence, *_OF_NOW) and says(sentence, *_SOMEBODYS_CHILD) and _signs(sentence) > 1


def lean_to_somebody(told: TextsOfSomebody, sentences: Iterable[str]) -> bool:
    """Whether `sentences`, those of `told` that last, lean to a worry about somebody, and somebody is in them."""
    kept = [each for each in sentences if not says(each, "voice.settled")]
    of_anybody = [each for each in kept if says(each, *_ANYBODY)]
    if not of_anybody:
        return False
    together, alone = (BESIDE_AN_ACCOUNT, BESIDE_AN_ACCOUNT) if told.accounted else (TO_SOMEBODY, ALONE)
    return leaning("\n".join(kept)) > together or max(map(leaning, of_anybody)) > alone


def leaves_doubt(told: TextsOfSomebody, sentences: Collection[str], *, on_a_case: bool) -> bool:
    """Whether among `sentences`, those of `told` that tell of somebody now, danger cannot be ruled out.

    A child of somebody's must be meant, or somebody hurt. What is told of a child without any business is a worry
    whatever its words, since unseen plain words are what was missed; beside a pronoun alone there must be more.
    """
    # Beside an account of the children nobody needs to be called a child: who waits outside waits for them.
    if _follows_harm(told.texts, sentences) or (told.accounted and any(map(_comes_near_now, sentences))):
        return True
    is_told = _tells_of_a_child(sentences, on_a_case=on_a_case)
    return is_told and not _is_business_throughout(told.texts, sentences)


def _is_business_throughout(texts: tuple[str, ...], sentences: Collection[str]) -> bool:
    """Whether the words of `texts` lean to business, and a child in them is only what the business is about."""
    least = FAR_TO_BUSINESS if any(map(_is_found_in_something, sentences)) else BARELY_TO_BUSINESS
    return leaning("\n".join(texts)) < least and max(map(leaning, sentences), default=0) < ALONE


def _tells_of_a_child(sentences: Collection[str], *, on_a_case: bool) -> bool:
    found = concern("\n".join(sentences), tuple(sentences))
    of_family = any(says(each, "doubt.persons") for each in sentences)
    if not (found.of_one or of_family):
        return False
    signs = _signs(" \n".join(sentences))
    # What comes on a case, or with a form, tells of its child in every line: there somebody must be found in something.
    if found.of_a_child or of_family:
        return not on_a_case or signs > 0
    return signs > 1 or (found.hurts and (signs > 0 or found.present))


def _follows_harm(texts: tuple[str, ...], sentences: Collection[str]) -> bool:
    """Whether `texts` tell of harm done before, and one of `sentences` of somebody who is there now.

    Who lost the last baby and who was questioned over another child's death stands in a sentence of long ago; the child
    of now stands in the next one, often as no more than `he`.
    """
    return _tells_of_earlier_harm("\n".join(texts)) and any(map(_may_be_there, sentences))


def _may_be_there(sentence: str) -> bool:
    return says(sentence, "voice.child") or _is_of_him_now(sentence) or _signs(sentence) > 0
