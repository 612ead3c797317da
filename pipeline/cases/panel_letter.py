"""What a letter of the Panel proposes: the day of its reply, which the office enters by one choice."""

from __future__ import annotations

from pipeline.cases.case_work import Received
from pipeline.cases.proposals import Proposal, ProposedFact
from pipeline.dates import london_date, long_date
from pipeline.facts import Case
from pipeline.item_ids import ItemKind, ItemTopic
from pipeline.model import Attention, Decision, ReasonCode


def panel_letter(mail: Received, decision: Decision, *, case: Case | None) -> tuple[Proposal, Attention] | None:
    """The day on which the Panel's own letter on `case` came, with its item; None once a reply of it is entered."""
    if case is None or decision.reason_code is not ReasonCode.PANEL or case.value("panel_replied") is not None:
        return None
    day = london_date(mail.received_at)
    # It climbs like every mail that waits to be opened (`read`).
    ident = f"{ItemKind.PROPOSAL}{mail.sha256[:16]}:{case.ref}:{ItemTopic.READ}"
    proposal = Proposal(
        id=ident, case_ref=case.ref, mail=mail.sha256, facts=(ProposedFact(name="panel_replied", value=day),)
    )
    item = Attention(
        id=ident,
        what="A letter of the Panel",
        why=decision.reason,
        remedy=f"Open the mail in the Needs attention folder; choose yes under Accept to enter Panel replied on: "
        f"{long_date(day)}, no if it is no reply to the rapid review; type what was decided into Outcome.",
        since=mail.now,
        case_ref=case.ref,
        message=mail.sha256,
        urgent=decision.urgent,
    )
    return proposal, item
