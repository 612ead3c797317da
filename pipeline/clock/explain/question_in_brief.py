"""What a question asks in a few words, for a cell or a line; the mail with questions asks it in full."""

from __future__ import annotations

from pipeline.clock.duties.question import Asked, QuestionPart
from pipeline.facts import Case

_BRIEFLY = {
    Asked.OPENING: "Open the form or the mail, and enter what it says",
    Asked.CRITERIA: "Decide whether the criteria are met",
    Asked.AWARENESS: "When did the authority become aware?",
    Asked.NOTIFIED_AS: "Say what the Panel was notified of",
    Asked.CIRCUMSTANCES: "Say what only the office can know of the child",
}


def in_brief(part: QuestionPart, case: Case) -> str:
    """What `part` of the question of `case` asks: `Decide whether the criteria are met`."""
    if part.about is Asked.CRITERIA and case.text("criteria_met") in ("yes", "no"):
        return "Say who decided on the criteria, and when"
    return _BRIEFLY.get(part.about, part.asks)
