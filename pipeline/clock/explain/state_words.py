"""The words for the state of a duty: the same on every sheet, in every mail and on every screen."""

from __future__ import annotations

from pipeline.clock.model import Deadline, DutyState, Task

STATE_WORDS = {
    DutyState.TO_BE_DECIDED: "To be decided",
    DutyState.WAITS_FOR_A_DATE: "Waits for a date",
    DutyState.NOT_YET: "Not yet",
    DutyState.DUE: "Due",
    DutyState.OVERDUE: "Overdue",
    DutyState.DONE: "Done",
    DutyState.NOT_NEEDED: "Not needed",
    DutyState.STOPPED: "Stopped",
    DutyState.EXPECTED: "Expected",
}


def state_words(duty: Deadline | Task) -> str:
    """The state of a duty as people read it: `Waits for a date`."""
    rests_with = duty.applies.with_case if duty.state is DutyState.NOT_NEEDED else ""
    return f"With {rests_with}" if rests_with else STATE_WORDS[duty.state]


def state_sentence(duty: Deadline | Task) -> str:
    """The state and why, unless the reason itself begins with the state: `Done on Mon 3 March 2025.`"""
    word = state_words(duty)
    if duty.because.startswith(word):
        return duty.because
    return f"{word}: {duty.because}" if duty.because else f"{word}."
