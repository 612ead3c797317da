"""How much in a mail's free text speaks of harm to a child now, weighed over the whole text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import filterfalse

from pipeline.intake.signs.words import Saying, different, pattern, says

# Bodily harm and fear weigh by themselves; the rest are also words of ordinary days and need something beside them.
_POINTS = dict.fromkeys(("injury", "violence", "sexual", "self_harm", "neglect", "fear"), 2)
_POINTS |= dict.fromkeys(("exploited", "absent", "custody"), 1)
# What somebody has seen or heard themselves who tells it as going on; of violence and fear programmes tell as well.
_SEEN = {"injury", "sexual", "self_harm", "neglect"}
_CLAUSE = pattern("parts.clause")
speaks_at_large = Saying(words=("voice.generic",), unless=("doubt.happened",))
"""Whether a sentence speaks of people at large, and tells of nothing that happened to one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Concern:
    """Kinds of harm told of the present or of no time, and what the text says beside them."""

    harms: frozenset[str]  # kinds of harm, as harm.toml has them
    of_a_child: bool  # a word or an age says that a child is meant
    of_one: bool  # one person or some are told of, not people at large
    present: bool  # in the present tense, or as going on
    recent: bool  # with a sign of now
    asks: bool  # for help or advice
    unanswered: bool  # nobody else could be reached
    near: bool  # the writer is close to the child
    office: int  # different phrases of office talk
    settled: int  # different phrases that say that somebody sees to it

    @property
    def is_tale(self) -> bool:
        """Whether one child is told of without any business, which is a worry whatever its words."""
        return self.of_one and self.of_a_child and any((self.present, self.near, self.asks, self.unanswered))

    @property
    def of_somebody(self) -> bool:
        """Whether somebody is told of; a survey or a label on lost property weighs as much as a cry, of nobody."""
        return self.of_one or self.near or self.unanswered or (self.present and not _SEEN.isdisjoint(self.harms))

    @property
    def hurts(self) -> bool:
        """Whether harm is told of that is more than fear."""
        return bool(self.harms - {"fear"})

    @property
    def meant(self) -> bool:
        """Whether somebody is told of who is or may be a child; bodily harm to `her` needs no word for her age."""
        return self.of_a_child or (self.of_one and self.hurts)

    def weighs(self, least: int) -> bool:
        """Whether somebody is meant, and what is told of them weighs `least` or more."""
        return self.meant and self.weight >= least

    @property
    def weight(self) -> int:
        """Points for harm, calls for help and nearness, less those for office talk and for what is settled."""
        harm = sum(_POINTS[kind] for kind in self.harms) + 2 * self.is_tale
        # Somebody close to a child who does not know where to turn need not say what is wrong.
        turned_to_us = self.near and (self.asks or self.unanswered)
        signs = self.present + 2 * self.asks + 2 * self.unanswered + self.near
        calm = 2 * min(self.office, 3) + 2 * min(self.settled, 3)
        return harm + (signs if self.harms or turned_to_us else 0) - calm


def concern(text: str, sentences: tuple[str, ...]) -> Concern:
    """What is told in `sentences`, those of `text` that tell of no rule, no number and no time long ago."""
    speaking = tuple(filterfalse(speaks_at_large, sentences))

    def tell(name: str) -> bool:
        return any(says(sentence, name) for sentence in speaking)

    return Concern(
        harms=frozenset().union(*map(harms, speaking)),
        # Beside `the file`, `the report` a child is only what the papers are about.
        of_one=tell("voice.someone") and not says(text, "voice.papers"),
        of_a_child=tell("voice.child"),
        present=tell("voice.present"),
        recent=tell("danger.now"),
        asks=tell("voice.help"),
        unanswered=tell("voice.unreachable"),
        near=tell("voice.near"),
        office=different(text, "voice.office"),
        settled=different(text, "voice.settled"),
    )


def harms(sentence: str) -> frozenset[str]:
    """The kinds of harm that a sentence tells of, and does not deny."""
    return frozenset(kind for kind in _POINTS if _is_said(sentence, f"harm.{kind}"))


def _is_said(sentence: str, name: str) -> bool:
    found = pattern(name).finditer(sentence)
    return any(not says(before(each), "danger.negated", "danger.conditional") for each in found)


def before(found: re.Match[str]) -> str:
    """The words before a phrase that can still deny it: those of its own clause."""
    # `No risk today, and he is alone with her`: what the first clause denies, the second does not. 160 characters hold
    # the longest clause that people write in haste, and bound the search.
    return _CLAUSE.split(found.string[max(0, found.start() - 160) : found.start()])[-1]
