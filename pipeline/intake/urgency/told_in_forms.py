"""Whether a referral form leaves it open that a child is in danger today; of a tale of past harm little counts.

A duty manager reads each form anyway. What cannot wait for that is a child whom somebody can still reach, told in the
present tense beside all that is over, and no answer where the form asks whether the others are safe.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.intake.signs.bounds import READ
from pipeline.intake.signs.words import Saying, says, sentences
from pipeline.intake.urgency.danger_alarms import raises
from pipeline.intake.urgency.spelling import spelt
from pipeline.intake.urgency.who_is_where import without_the_safe
from pipeline.model import Field, Reading, State

_TOLD = ("narrative", "immediate_action")
_is_of_today = Saying(
    words=("voice.child", "doubt.persons"),
    beside=("told.today",),
    unless=("told.before", "doubt.over", "voice.settled"),
)


def leaves_open(form: Reading) -> bool:
    """Whether `form` tells of a child within somebody's reach now, or does not answer whether children are safe."""
    incident = form.understood.incident
    told = tuple(spelt(incident[name].raw[:READ]) for name in _TOLD if name in incident)
    within_reach = any(_is_within_reach(each) for text in without_the_safe(told) for each in sentences(text))
    return within_reach or any(map(_is_left_open, _answers_on_safety(form)))


def _is_within_reach(sentence: str) -> bool:
    """Whether a sentence is of a child, of what is so today, and of somebody near or of a danger."""
    return _is_of_today(sentence) and (says(sentence, "doubt.contact", "told.stays") or raises(sentence))


def _answers_on_safety(form: Reading) -> Iterator[Field]:
    answer = form.understood.incident.get("immediate_action")
    if answer is not None and says(answer.label, "told.asks_whether_safe"):
        yield answer
    for rest in form.unmapped:
        if says(rest.label, "told.asks_whether_safe"):
            yield Field(value=None, raw=rest.text, state=State.UNPARSED, label=rest.label)


def _is_left_open(answer: Field) -> bool:
    return answer.state in (State.BLANK, State.PLACEHOLDER) or says(answer.raw, "told.no_answer")
