"""Every date on a case, explained: where its trigger came from, how it was counted, what was sent to whom and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.duties.missing_evidence import referral_lag
from pipeline.clock.explain.in_json import ahead_json, as_json, question_json
from pipeline.clock.explain.in_words import paragraphs
from pipeline.clock.explain.tasks_in_words import task_json
from pipeline.clock.model import Deadline, RuleId, Task
from pipeline.dates import long_date, long_time
from pipeline.edges.journal import Journal
from pipeline.edges.journal.notice_queue import Told
from pipeline.errors import CaseclockError
from pipeline.facts import FACT_NAMES, Case, Fact, Value
from pipeline.model import NoticeKind
from scheduler.snapshot import Snapshot

_MEETING = RuleId.RAPID_REVIEW_MEETING


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseExplained:
    """A case with its deadlines as they stand and everything that was said about it."""

    case: Case
    ledger: Ledger
    told: tuple[Told, ...]

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Its duties that have a day."""
        return self.ledger.deadlines

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Its duties for which no source gives a number of days."""
        return self.ledger.tasks

    @property
    def mails(self) -> tuple[Told, ...]:
        """Each mail once, however many duties of the case it names."""
        return tuple({(told.at, told.kind, told.recipient, told.subject): told for told in self.told}.values())

    def told_of(self, deadline: Deadline) -> tuple[Told, ...]:
        """What was said about one date, to whom and when."""
        return tuple(told for told in self.told if _is_about(told, deadline))


def case_explained(snapshot: Snapshot, journal: Journal, *, ref: str) -> CaseExplained:
    """The case `ref` explained; raises CaseclockError where there is none."""
    case = snapshot.cases_by_ref.get(ref.upper())
    if case is None:
        newest = ", ".join(list(snapshot.cases_by_ref)[-5:]) or "none yet"
        raise CaseclockError(f"There is no case {ref}. The newest cases are: {newest}.")
    if case.ref in snapshot.uncounted:
        raise CaseclockError(f"The dates of {case.ref} cannot be counted: one that is recorded cannot be right.")
    return CaseExplained(
        case=case,
        ledger=snapshot.counted(case),
        told=journal.notices.of_case(case.ref),
    )


def case_json(found: CaseExplained) -> dict[str, Any]:
    """Facts, deadlines and mails of the case, for a machine."""
    return {
        "case": found.case.ref,
        "opened": long_time(found.case.opened_at),
        "days_from_incident_to_referral": referral_lag(found.case),
        "facts": [_fact_json(fact) for fact in facts_in_force(found.case)],
        "deadlines": [_deadline_json(deadline, found) for deadline in found.deadlines],
        "tasks": list(map(task_json, found.tasks)),
        "not_yet": list(map(ahead_json, found.ledger.ahead)),
        "question": question_json(found.ledger.question),
        "closing": {
            "still_to_be_done": [duty.title for duty in found.ledger.holding_open],
            "not_recorded": list(found.ledger.lacking),
        },
        "sent": list(map(_told_json, found.mails)),
    }


def facts_in_force(case: Case) -> Iterator[Fact]:
    """Every fact that now holds, in the order of the tracker's columns."""
    order = {name: place for place, name in enumerate(FACT_NAMES)}
    named = dict.fromkeys((fact.name, fact.subject) for fact in case.facts)
    for name, subject in sorted(named, key=lambda entry: order[entry[0]]):
        found = case.fact(name, subject)
        if found is not None:
            yield found


def shown(value: Value) -> str:
    """A fact's value as people read it."""
    if isinstance(value, datetime):
        return long_time(value)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None else str(value)


def _is_about(told: Told, deadline: Deadline) -> bool:
    if told.kind is NoticeKind.INVITATION:
        return deadline.rule == _MEETING
    key = told.key
    return key.duty == deadline.rule and (not deadline.subject or key.subject in ("", deadline.subject))


def _deadline_json(deadline: Deadline, found: CaseExplained) -> dict[str, Any]:
    told: Iterable[Told] = found.told_of(deadline)
    return as_json(deadline) | {
        "explained": list(paragraphs(deadline)),
        "sent": list(map(_told_json, told)),
    }


def _told_json(told: Told) -> dict[str, Any]:
    return {
        "kind": told.kind,
        "to": told.recipient,
        "subject": told.subject,
        "state": told.state,
        "at": told.at.isoformat() if told.at else None,
    }


def _fact_json(fact: Fact) -> dict[str, str]:
    return {
        "what": FACT_NAMES[fact.name].header,
        "about": fact.subject,
        "value": shown(fact.value),
        "source": fact.source.value,
        "where": fact.detail,
        "recorded": fact.recorded_at.isoformat(),
    }
