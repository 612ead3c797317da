"""Which mail was in hand when a pass died: after two deaths it is passed over once, after three a person reads it."""

from __future__ import annotations

import json
from contextlib import suppress

from pipeline.edges.journal.notes import NoteFiles, NoteRows

# A pass that dies sends nothing: after the second death over one mail a pass does all the rest without it, and after
# the third nobody tries it again. One death may be a machine that was switched off.
PASSED_OVER_AFTER, GIVEN_UP_AFTER = 2, 3
NAME = "in-hand.json"


class InHand:
    """A small note beside the journal, since what ends a process leaves no time to tell it."""

    def __init__(self, notes: NoteFiles | NoteRows) -> None:
        """Reads what the pass before has left, and whether it died."""
        self._notes = notes
        self._suspect, self._deaths, self._passed_over = "", 0, ""
        with suppress(ValueError, KeyError, TypeError):
            said = json.loads(notes.read(NAME))
            self._suspect, self._deaths = str(said["suspect"]), int(said["deaths"])
            if died_over := str(said["in_hand"]):
                self._deaths = self._deaths + 1 if died_over == self._suspect else 1
                self._suspect = died_over
                self._passed_over = died_over if self._deaths == PASSED_OVER_AFTER else ""
                self._write("")

    def is_passed_over(self, sha256: str) -> bool:
        """Whether this pass does all the rest without the mail."""
        return sha256 == self._passed_over

    def is_given_up(self, sha256: str) -> bool:
        """Whether pass after pass died over the mail."""
        return sha256 == self._suspect and self._deaths >= GIVEN_UP_AFTER

    def take(self, sha256: str) -> None:
        """Notes that the mail is being read."""
        self._write(sha256)

    def put_down(self, sha256: str) -> None:
        """Notes that the mail did no harm."""
        if sha256 == self._suspect:
            self._suspect, self._deaths = "", 0
        self._write("")

    def _write(self, in_hand: str) -> None:
        said = {"in_hand": in_hand, "suspect": self._suspect, "deaths": self._deaths}
        self._notes.write(NAME, json.dumps(said))
