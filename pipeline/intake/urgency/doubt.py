"""Whether a text leaves it open that a child is in danger: judged sentence by sentence, who is where with whom."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pipeline.intake.signs.words import plain, says
from pipeline.intake.urgency.alarms import DANGERS
from pipeline.intake.urgency.leaning import (
    ALONE,
    BARELY_TO_BUSINESS,
    BESIDE_AN_ACCOUNT,
    FAR_TO_BUSINESS,
    TO_SOMEBODY,
    leaning,
)
from pipeline.intake.urgency.weight_of_harm import concern, harms

# A full sentence, its parts after a colon included: `Our posters read: ...` is one thing said of posters.
_FULL = re.compile(r"(?<=[.!?;])\s+|(?<=[.!?;]['\"])\s+|\n\s*\n|\n(?=\s*[-*\u2022\d]+[.)]?\s)")
# Words between quotation marks; an apostrophe stands within a word, a mark at one of its ends.
_QUOTED = re.compile(r"(?<!\w)'[^'\n]{12,200}'(?!\w)|\"[^\"\n]{12,200}\"")


_OF_SOMEBODY = ("danger.somebody", "danger.now", "voice.near", "business.own", "doubt.persons")
_SIGNS = ("contact", "source", "plight", "unease")
_ANYBODY = ("voice.someone", "voice.child", "doubt.persons", "doubt.anybody")
_GRAVE = ("harm.violence", "harm.sexual", "harm.fear", "doubt.source")


@dataclass(frozen=True, kw_only=True, slots=True)
class TextsOfSomebody:
    """The texts of a mail without what is of no child in them."""

    texts: tuple[str, ...]
    has_business: bool  # whether anything of them was about a thing, or about all children
    accounted: bool = False  # whether they said who keeps the children, and no longer do


def about_somebody(texts: tuple[str, ...]) -> TextsOfSomebody:
    """`texts` without the sentences that are about a printed, taught, booked or broken thing, or about all children.

    Whole sentences go, since what alarmed falsely was not a word but what the sentence around it was about. One that
    tells of danger to somebody stays, whatever thing it names; so does one with somebody of the writer's own in it, and
    one that names the thing as the occasion to write.
    """
    parted = tuple(tuple(_full_sentences(plain(text))) for text in texts)
    has_business = any(_is_business(each) for text in parted for each in text)
    excused = any(says(each, "business.excuse") for text in parted for each in text)
    kept = tuple(
        "\n\n".join(_kept(text, has_business=has_business, excused=excused)) if has_business or excused else whole
        for text, whole in zip(parted, texts, strict=True)
    )
    return TextsOfSomebody(texts=kept, has_business=has_business)


def _full_sentences(text: str) -> Iterator[str]:
    """The sentences of `text`; a quotation stays in the one that quotes it, however many it holds."""
    whole = _QUOTED.sub(lambda found: found[0].replace(" ", "\0"), text)
    return (each.replace("\0", " ") for each in _FULL.split(whole))


def _kept(sentences: tuple[str, ...], *, has_business: bool, excused: bool) -> Iterator[str]:
    for sentence in sentences:
        # Who is off since a daughter has her tonsils out tells of no child in danger; of a grave thing they may.
        of_own_day = excused and says(sentence, "business.own_family") and not says(sentence, *_GRAVE)
        if _is_business(sentence) or (of_own_day and not _alarms(sentence)):
            continue
        # Beside a poster a quotation is its text, and a sentence is of somebody only where it says so.
        said = _unquoted(sentence) if has_business else sentence
        if not has_business or _is_of_somebody(said):
            yield said


def _is_of_somebody(said: str) -> bool:
    hurt = says(said, "voice.someone") and (bool(harms(said)) or _signs(said) > 0)
    return says(said, *_OF_SOMEBODY) or hurt or _alarms(said)


def _is_business(sentence: str) -> bool:
    # What is printed on the poster tells of nobody, so whose `he` and `me` stand in it proves nothing.
    said = _unquoted(sentence)
    if says(sentence, "business.of_nobody"):
        return True
    if says(said, "business.own") or _tells_of_danger(said):
        return False
    # Nobody needs to be named where a strategy discussion is asked for, or a child is alone; a rule names nobody.
    about = says(said, "business.thing") and not (says(said, "business.occasion") or _alarms(said))
    of_papers = says(said, "business.place") and leaning(said) < ALONE
    return about or of_papers or says(said, "business.large")


def _unquoted(sentence: str) -> str:
    """The sentence without the text that it quotes, unless that is what somebody said."""
    return sentence if says(sentence, "business.speaks") else _QUOTED.sub(" ", sentence)


def _tells_of_danger(said: str) -> bool:
    """Whether a sentence tells of danger to somebody; the car park, the radio and the website are then only where."""
    # With a sign of now `a child` is one child, and not any.
    if _alarms(said) and says(said, "voice.someone") and says(said, "danger.now"):
        return True
    return says(said, "danger.somebody", "doubt.persons") and (_alarms(said) or bool(harms(said)) or _signs(said) > 1)


def _alarms(sentence: str) -> bool:
    return any(each.sounds(sentence) for each in DANGERS)


def _signs(text: str) -> int:
    return sum(says(text, f"doubt.{name}") for name in _SIGNS)


def is_pressing(sentence: str) -> bool:
    """Whether a sentence tells of somebody's child, now, in a plight, whatever paper it names beside that."""
    of_now = says(sentence, "danger.now", "doubt.goes_on") or says(sentence, "doubt.earlier_harm")
    return of_now and says(sentence, "doubt.persons", "danger.somebody") and _signs(sentence) > 1


def lean_to_somebody(told: TextsOfSomebody, sentences: Iterable[str]) -> bool:
    """Whether `sentences`, those of `told` that last, lean to a worry about somebody, and somebody is in them."""
    kept = [each for each in sentences if not says(each, "voice.settled")]
    together, alone = (BESIDE_AN_ACCOUNT, BESIDE_AN_ACCOUNT) if told.accounted else (TO_SOMEBODY, ALONE)
    if leaning("\n".join(kept)) > together and any(says(each, *_ANYBODY) for each in kept):
        return True
    return any(leaning(each) > alone and says(each, *_ANYBODY) for each in kept)


def leaves_doubt(told: TextsOfSomebody, sentences: Collection[str], *, on_a_case: bool) -> bool:
    """Whether among `sentences`, those of `told` that tell of somebody now, danger cannot be ruled out.

    A child of somebody's must be meant, or somebody hurt. What is told of a child without any business is a worry
    whatever its words, since unseen plain words are what was missed; beside a pronoun alone there must be more.
    """
    near = _follows_harm(told.texts, sentences) or (told.accounted and _comes_near(sentences))
    if near or not _tells_of_a_child(sentences, on_a_case=on_a_case):
        return near
    return not _is_business_throughout(told.texts, sentences)


def _is_business_throughout(texts: tuple[str, ...], sentences: Collection[str]) -> bool:
    """Whether the words of `texts` lean to business, and a child in them is only what the business is about."""
    found_in_something = any(_signs(each) > 0 or harms(each) for each in sentences)
    least = FAR_TO_BUSINESS if found_in_something else BARELY_TO_BUSINESS
    return leaning("\n".join(texts)) < least and all(leaning(each) < ALONE for each in sentences)


def _tells_of_a_child(sentences: Collection[str], *, on_a_case: bool) -> bool:
    found = concern("\n".join(sentences), tuple(sentences))
    of_family = any(says(each, "doubt.persons") for each in sentences)
    if not (found.of_one or of_family):
        return False
    signs = _signs(" \n".join(sentences))
    # What comes on a case, or with a form, tells of its child in every line: there somebody must be found in something.
    if found.of_a_child or of_family:
        return not on_a_case or signs > 0
    hurt = bool(found.harms - {"fear"})
    return signs > 1 or (hurt and (signs > 0 or found.present))


def _follows_harm(texts: tuple[str, ...], sentences: Collection[str]) -> bool:
    """Whether `texts` tell of harm done before, and one of `sentences` of somebody who is there now.

    Who lost the last baby and who was questioned over another child's death stands in a sentence of long ago; the child
    of now stands in the next one, often as no more than `he`.
    """
    whole = "\n".join(texts)
    if not (says(whole, "doubt.earlier_harm") and says(whole, "voice.child")):
        return False
    return any(says(each, "voice.child") or _is_of_him_now(each) or _signs(each) > 0 for each in sentences)


def _comes_near(sentences: Collection[str]) -> bool:
    # Beside an account of the children nobody needs to be called a child: who waits outside waits for them.
    return any(_is_of_him_now(each) and says(each, "doubt.contact") for each in sentences)


def _is_of_him_now(sentence: str) -> bool:
    return says(sentence, "danger.somebody") and says(sentence, "voice.present")
