"""Which open dates a changed rule, list of bank holidays or settings file would move, before it is adopted."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.clock.changes.differences import differences
from pipeline.clock.changes.moved_dates import DateMove, moved
from pipeline.clock.count.calendars import england_and_wales, england_and_wales_as
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rule_files import rule_from
from pipeline.clock.law_files.rules import Law, checked
from pipeline.clock.model import TaskRule
from pipeline.dates import london_date, long_date
from pipeline.errors import RuleInvalid
from scheduler.office import settings_from
from scheduler.snapshot import Snapshot


def preview(snapshot: Snapshot, file: Path) -> tuple[tuple[str, ...], tuple[DateMove, ...]]:
    """What would differ, and every open date that would move, if `file` were adopted; nothing is written.

    `file` is a rule's TOML, a list of bank holidays in JSON, or a settings file. Raises RuleInvalid or SettingsInvalid.
    """
    before = snapshot.basis
    after = _adopting(snapshot, file)
    checked(after.law, after.choices.checked)
    moves = moved(snapshot.cases, before=before, after=after, now=snapshot.now, leads=snapshot.leads)
    return tuple(entry.text for entry in differences(before, after)), moves


def move_line(move: DateMove) -> str:
    """A move in one line."""
    was = long_date(move.before) if move.before else "none"
    will = long_date(move.after) if move.after else "none"
    target = move.target
    stays = f" The target stays {long_date(target)}." if target and move.after and target < move.after else ""
    whose = f" ({move.either.subject})" if move.either.subject else ""
    return f"{move.either.case_ref}  {move.either.title}{whose}: {was} becomes {will}. {move.because}{stays}"


def move_json(move: DateMove) -> dict[str, Any]:
    """A move for a machine."""
    return {
        "case": move.either.case_ref,
        "rule": move.rule,
        "subject": move.either.subject,
        "title": move.either.title,
        "before": move.before.isoformat() if move.before else None,
        "after": move.after.isoformat() if move.after else None,
        "working_target": move.target.isoformat() if move.target else None,
        "because": move.because,
    }


def _adopting(snapshot: Snapshot, file: Path) -> Basis:
    before = snapshot.basis
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise RuleInvalid(f"{file.name} is not a text in UTF-8.") from None
    if file.suffix.lower() == ".json":
        listed = england_and_wales_as(text, snapshot.extra_days, entered_on=london_date(snapshot.now))
        return replace(before, calendar=listed)
    if _is_settings(text, file=file):
        given = settings_from(file)
        days = (*given.clock.extra_non_working_days, *snapshot.office_days)
        return replace(before, calendar=england_and_wales(days), choices=given.clock, timetable=given.timetable)
    changed = rule_from(text, file=_place(before.law, file, text=text))
    if isinstance(changed, TaskRule):
        raise RuleInvalid(f"{file.name} is a task without a number of days, so it moves no date.")
    others = tuple(rule for rule in before.law.rules if rule.id != changed.id)
    return replace(before, law=replace(before.law, rules=(*others, changed)))


def _is_settings(text: str, *, file: Path) -> bool:
    """Whether a TOML is a settings file; a rule's file has an id, or at least versions."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise RuleInvalid(f"{file.name} is not valid TOML: {fault}") from None
    return not tables.keys() & {"id", "version"} and bool(tables)


def _place(law: Law, file: Path, *, text: str) -> str:
    """The name under which the rule stands now, so that a draft under another name differs only in what it says."""
    rule_id = str(tomllib.loads(text).get("id", ""))
    return law.rule(rule_id).file if law.knows(rule_id) else file.name
