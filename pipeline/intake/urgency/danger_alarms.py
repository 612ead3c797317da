"""Words that tell of danger in a single sentence, and what takes them back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from pipeline.intake.signs.words import pattern, says
from pipeline.intake.urgency.weight_of_harm import before

TAKEN_BACK = ("danger.negated", "danger.conditional", "danger.told_of_the_past")


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """Words that tell of danger in a single sentence, and what takes them back; all are lists of words.toml."""

    words: str
    beside: tuple[str, ...] = ()  # each must be said in the same sentence
    unless: tuple[str, ...] = ()  # none may be said in it
    # None may be said before the words in their own clause: `there is no immediate risk` (K33).
    taken_back: tuple[str, ...] = TAKEN_BACK
    most: int | None = None  # how many such phrases of a sentence are looked at, the first ones; None for all

    def sounds(self, sentence: str) -> bool:
        """Whether `sentence` raises it."""
        found = islice(pattern(self.words).finditer(sentence), self.most)
        stands = (not says(before(each), *self.taken_back) for each in found)
        return all(says(sentence, name) for name in self.beside) and any(stands) and not says(sentence, *self.unless)


DANGERS = (
    # Danger in the present tense (32, 75).
    Alarm(words="danger.present"),
    Alarm(words="danger.lately", unless=("danger.calm",), most=1),
    # A grave event beside a sign of now; minutes, wards and arrests tell of it when it is over (K69).
    Alarm(words="danger.event", beside=("danger.now",), unless=("danger.calm",), taken_back=("danger.negated",)),
)
# Somebody asks to be rung (K57), and not about a room, a date or a password (K39).
CALLS = (Alarm(words="danger.call", unless=("danger.call_about_paperwork",), most=1),)
ALARMS = (*CALLS, *DANGERS)


def raises(sentence: str, alarms: tuple[Alarm, ...] = DANGERS) -> bool:
    """Whether `sentence` raises any of `alarms`."""
    return any(alarm.sounds(sentence) for alarm in alarms)
