"""Every date on a case, explained: where its trigger came from, how it was counted, what was sent to whom and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pipeline.clock import explain
from pipeline.clock.evidence import referral_lag
from pipeline.clock.model import Deadline
from pipeline.dates import long_date, long_time
from pipeline.errors import CaseclockError
from pipeline.facts import FACT_NAMES, Case, Fact, Value
from scheduler.picture import deadlines_of
from scheduler.world import World


def case_explained(world: World, ref: str, *, now: datetime) -> dict[str, Any]:
    """Facts, deadlines and mails of the case `ref`; raises CaseclockError where there is none."""
    cases = {case.ref: case for case in world.journal.casebook.cases()}
    case = cases.get(ref.upper())
    if case is None:
        known = ", ".join(list(cases)[-5:]) or "none yet"
        raise CaseclockError(f"There is no case {ref}. The newest cases are: {known}.")
    deadlines = deadlines_of(world, (case,), now=now)[case.ref]
    mails = (mail for mail in world.journal.notices.all() if mail.case_ref == case.ref)
    return {
        "case": case.ref,
        "opened": long_time(case.opened_at),
        "days_from_incident_to_referral": referral_lag(case),
        "facts": [_fact_json(fact) for fact in _standing(case)],
        "deadlines": [_deadline_json(deadline) for deadline in deadlines],
        "sent": [
            {
                "kind": mail.kind,
                "to": mail.recipient,
                "subject": mail.subject,
                "state": mail.state,
                "at": mail.sent_at.isoformat() if mail.sent_at else None,
            }
            for mail in mails
        ],
    }


def _deadline_json(deadline: Deadline) -> dict[str, Any]:
    return explain.as_json(deadline) | {"explained": list(explain.paragraphs(deadline))}


def _standing(case: Case) -> Iterator[Fact]:
    for name, subject in dict.fromkeys((fact.name, fact.subject) for fact in case.facts):
        found = case.fact(name, subject)
        if found is not None:
            yield found


def _fact_json(fact: Fact) -> dict[str, str]:
    return {
        "what": FACT_NAMES[fact.name].header,
        "about": fact.subject,
        "value": shown(fact.value),
        "source": fact.source.value,
        "where": fact.detail,
        "recorded": fact.recorded_at.isoformat(),
    }


def shown(value: Value) -> str:
    """A fact's value as people read it."""
    if isinstance(value, datetime):
        return long_time(value)
    if isinstance(value, date):
        return long_date(value)
    return "" if value is None else str(value)
