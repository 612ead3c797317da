"""Deadlines and the law in the shape of docs/interface.md, for machines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pipeline.clock.count.spans import in_words
from pipeline.clock.duties.question import CaseQuestion
from pipeline.clock.explain.unchecked_sources import evidence_sentence, unchecked
from pipeline.clock.explain.would_change import would_change
from pipeline.clock.law_files.rules import Law
from pipeline.clock.model import (
    Applying,
    Citation,
    CountKind,
    Deadline,
    DutyAhead,
    Rule,
    StartKind,
    Task,
    TaskRule,
    Version,
)

Json = dict[str, object]


def as_json(deadline: Deadline) -> Json:
    """One deadline; `working_target` is null where there is nothing to be done by a day."""
    return {
        "rule": deadline.rule,
        "title": deadline.title,
        "trigger": {
            "event": deadline.trigger_event,
            "date": deadline.trigger_date.isoformat(),
            "source": deadline.trigger_source,
        },
        "due": deadline.due.isoformat(),
        "due_at": deadline.due_at.isoformat() if deadline.due_at else None,
        "working_target": None if deadline.kind is CountKind.KEEP else deadline.working_target.isoformat(),
        "window_from": _iso(deadline.window_from),
        "milestone": _iso(deadline.milestone),
        "provisional": deadline.provisional,
        "provisional_because": deadline.provisional_because,
        "force": deadline.force.value,
        "edition": deadline.edition,
        "citation": citation_json(deadline.citation),
        "duty": _duty(deadline),
        "counting": deadline.counting,
        "calendar": deadline.calendar,
        "days": [{"date": day.date.isoformat(), "counted": day.counted, "why": day.why} for day in deadline.days],
        "readings": [
            {"reading": other.reading, "due": other.due.isoformat(), "citation": citation_json(other.citation)}
            for other in deadline.readings
        ],
        "would_change": list(would_change(deadline)),
        "flags": [*filter(None, (deadline.to_check,)), *deadline.flags],
        "notes": list(deadline.notes),
        **(_on_a_case(deadline) if deadline.case_ref else {}),
    }


def citation_json(citation: Citation) -> Json:
    """One citation; `checked_on` is null until a person has read the source, `verified` only while that counts."""
    return {
        "title": citation.title,
        "pinpoint": citation.pinpoint,
        "url": citation.url,
        "quote": citation.quote,
        "evidence": citation.evidence.value,
        "verified": citation.verified,
        "checked_by": citation.checked_by,
        "checked_role": citation.checked_role,
        "checked_on": _iso(citation.checked_on),
        "checked_issue": _iso(citation.checked_issue),
        "checked_checksum": citation.checked_checksum,
        "later_issue": _iso(citation.later_issue),
        "read": evidence_sentence(citation),
    }


def rules_json(law: Law, *, today: date) -> list[Json]:
    """Every rule with the version in force on `today` (before the first one, that first one) and all its versions."""
    return [
        duty_json(
            rule, rule.kind.value, now=_version(rule.on(today) or rule.versions[0]), ever=map(_version, rule.versions)
        )
        for rule in law.rules
    ]


def duty_json(duty: Rule | TaskRule, kind: str, *, now: Json, ever: Iterable[Json]) -> Json:
    """A rule or a task with its version of `now` and with every version it `ever` had."""
    return {
        "id": duty.id,
        "rule": duty.id,
        "title": duty.title,
        "owner": duty.owner,
        "kind": kind,
        **now,
        "notes": list(duty.notes),
        "file": f"pipeline/clock/law/{duty.file}",
        "versions": list(ever),
    }


def _version(version: Version) -> Json:
    return {
        "edition": version.edition,
        "in_force_from": version.in_force_from.isoformat(),
        "in_force_to": _iso(version.in_force_to),
        "trigger": version.trigger[0],
        "triggers": list(version.trigger),
        "span": version.span.number,
        "unit": version.span.unit.value,
        "direction": "backward" if version.span.backward else "forward",
        "in_words": in_words(version.span),
        "calendar": version.span.calendar,
        "force": version.force.value,
        "citation": citation_json(version.citation),
        "to_check": unchecked(version),
    }


def _on_a_case(deadline: Deadline) -> Json:
    return {
        "case": deadline.case_ref,
        "owner": deadline.owner,
        "subject": deadline.subject,
        **truths_json(deadline),
    }


def _applies(applies: Applying) -> Json:
    said: Json = {"value": applies.value.value, "by": applies.by, "because": applies.because}
    return said | ({"with_case": applies.with_case} if applies.with_case else {})


def truths_json(duty: Deadline | Task) -> Json:
    """The three truths of a duty and the state that follows from them."""
    started, stopped, done = duty.started, duty.stopped, duty.done
    days = {StartKind.ON: "on", StartKind.AT_LATEST: "at_latest"}
    day = {days[started.kind]: _iso(started.on)} if started.kind in days else {}
    return {
        "applies": _applies(duty.applies),
        "started": {**day, "kind": started.kind.value, "event": started.event, "by": started.by},
        "done": {"on": _iso(done.on), "act": done.act, "by": done.by} if done else None,
        "stopped": {"on": _iso(stopped.on), "because": stopped.because, "by": stopped.by} if stopped else None,
        "state": duty.state.value,
        "because": duty.because,
        "done_on": _iso(duty.done_on),
        "is_open": duty.state.is_open,
    }


def ahead_json(duty: DutyAhead) -> Json:
    """One duty whose event has not happened."""
    return {
        "rule": duty.rule,
        "title": duty.title,
        "owner": duty.owner,
        "awaits": list(duty.awaits),
        "due": None,
        "applies": _applies(duty.applies),
        "started": {"kind": StartKind.NOT_YET.value},
        "done": None,
        "state": duty.state.value,
    }


def question_json(question: CaseQuestion | None) -> Json | None:
    """What is asked of a case; None where nothing is."""
    if question is None:
        return None
    return {
        "since": question.since.isoformat(),
        "day": question.day.isoformat(),
        "day_is_known": question.day_is_known,
        "parts": [
            {"about": part.about.value, "asks": part.asks, "columns": list(part.headers)} for part in question.parts
        ],
    }


def _duty(deadline: Deadline) -> Json | None:
    if deadline.duty is None:
        return None
    return {"force": deadline.duty.force.value, "citation": citation_json(deadline.duty.citation)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
