"""Which documents the office needs of a case as it stands, each from the moment at which there is a use for it."""

from __future__ import annotations

from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.model import RuleId
from pipeline.facts import DOCUMENTS, Case
from pipeline.model import Referral
from pipeline.notices.documents import papers
from pipeline.notices.model import Paper

_PACK, _REPORT, _RECORD, _ALL = DOCUMENTS


def wanted(case: Case, *, ledger: Ledger, agencies: tuple[str, ...], referral: Referral | None) -> tuple[Paper, ...]:
    """The documents there is a use for now, as the facts would have them; what was sent on is no longer among them.

    A document that nobody needs yet costs as much as a mail to make, and is out of date when it is needed.
    """
    asked = case.text("documents_wanted")
    # A day to work to is no last day: until the start is known there is a gap to fill.
    known = (deadline for deadline in ledger.deadlines if deadline.has_known_start and not deadline.subject)
    due = {deadline.rule: deadline.due for deadline in known}
    uses = {_PACK: _is_under_decision(case), _REPORT: _has_a_meeting(case), _RECORD: _has_a_decision(case)}
    used = {name for name, is_of_use in uses.items() if is_of_use or asked in (_ALL, name)}
    found: list[Paper] = []
    if referral and _PACK in used:
        found.append(papers.notification_pack(case, referral=referral, due=due.get(RuleId.NOTIFY_PANEL)))
    if _REPORT in used:
        found.append(papers.report(case, agencies=agencies, due=due.get(RuleId.RAPID_REVIEW)))
    if _RECORD in used:
        found.append(papers.decision_record(case))
    return tuple(found)


def _is_under_decision(case: Case) -> bool:
    """The authority knows of the incident, or somebody began to decide; and the national form was not sent yet."""
    begun = case.day("la_aware") or case.text("criteria_met") in ("yes", "more information")
    return bool(begun) and case.text("criteria_met") != "no" and case.day("notified_panel") is None


def _has_a_meeting(case: Case) -> bool:
    return case.day("rapid_review_on") is not None and case.day("rapid_review_sent") is None


def _has_a_decision(case: Case) -> bool:
    decisions = ("review_outcome", "decision", "recommendation")
    return case.text("criteria_met") in ("yes", "no") or any(map(case.text, decisions))
