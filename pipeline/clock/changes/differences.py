"""What differs between two bases of the dates: in the calendar, the law's files and the office's choices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.clock.duties.rule_applied import FIFTEEN_DAYS, Basis
from pipeline.clock.law_files.rules import Law, later_issue
from pipeline.clock.model import Rule
from pipeline.dates import long_date
from pipeline.settings import CheckedSource, Clock, Timetable

# These change no date: one is told apart below, the other is about when to warn.
_ASIDE = ("checked", "extra_non_working_days", "horizon_warning_days")


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One thing that differs, as a sentence; `rules` and `day` limit which dates it can move, `marks` that it moves
    none and takes off, or puts back, that a source was not verified."""

    text: str
    rules: frozenset[str] = frozenset()
    day: date | None = None
    marks: bool = False

    def may_move(self, rule: str, *, first: date, last: date) -> bool:
        """Whether it can move a date of `rule` that is counted between these days."""
        of_rule = not self.rules or rule in self.rules
        return of_rule and not self.marks and (self.day is None or first <= self.day <= last)


def differences(before: Basis, after: Basis) -> tuple[Difference, ...]:
    """Every difference; nothing where both give the same dates and marks from the same facts."""
    return (
        *_of_calendar(before, after),
        *_of_law(before.law, after.law),
        *_of_choices(before.choices, after.choices),
        *_of_checks(before.choices.checked, after.choices.checked, law=after.law),
        *_of_issues(before, after),
        *_of_timetable(before.timetable, after.timetable),
    )


def _of_calendar(before: Basis, after: Basis) -> Iterator[Difference]:
    had, has = ({day.day: day for day in (*b.calendar.holidays, *b.calendar.extra)} for b in (before, after))
    horizons = before.calendar.horizon, after.calendar.horizon
    if horizons[0] != horizons[1]:
        yield Difference(
            text=f"The list of bank holidays now ends on {long_date(horizons[1])}, not on {long_date(horizons[0])}."
        )
    reach = min(horizons)
    for those, others, what in ((has, had, "has come onto"), (had, has, "has been taken off")):
        for day in sorted(those.keys() - others.keys()):
            if day <= reach:
                yield Difference(text=f"{long_date(day)} ({those[day].title}) {what} the calendar.", day=day)


def _of_law(before: Law, after: Law) -> Iterator[Difference]:
    had, has = ({rule.id: rule for rule in law.rules} for law in (before, after))
    # The office may count the one by the text of the other (clock.rapid_review_from).
    fifteen: frozenset[str] = frozenset(FIFTEEN_DAYS.values())
    for rule_id in sorted(had.keys() | has.keys()):
        if had.get(rule_id) != has.get(rule_id):
            of = fifteen if rule_id in fifteen else frozenset({rule_id})
            yield Difference(text=_changed(had.get(rule_id), has.get(rule_id), rule_id=rule_id), rules=of)


def _changed(had: Rule | None, has: Rule | None, *, rule_id: str) -> str:
    if had is None or has is None:
        return f"The rule {rule_id} is {'new' if has else 'gone'}."
    changed = [version.edition for version in has.versions if version not in had.versions]
    return f"The file of the rule {rule_id} has changed ({', '.join(changed) or 'not its days'})."


def _of_choices(before: Clock, after: Clock) -> Iterator[Difference]:
    for name in Clock.model_fields:
        had, has = getattr(before, name), getattr(after, name)
        if name not in _ASIDE and had != has:
            yield Difference(text=f"clock.{name} is now {_said(has)}, not {_said(had)}.")


def _of_checks(
    before: tuple[CheckedSource, ...], after: tuple[CheckedSource, ...], *, law: Law
) -> Iterator[Difference]:
    for check in after:
        if check not in before:
            issue = f" in the issue of {long_date(check.issue)}" if check.issue else ""
            role = f" ({check.role})" if check.role else ""
            read = f"{check.edition} was read for {check.rule} by {check.by}{role} on {long_date(check.on)}{issue}"
            later = later_issue(law, check)
            marks = (
                f"the issue of {long_date(later)} is not yet read, so its dates still say that it is not verified."
                if later
                else "its dates no longer say that it is not verified."
            )
            yield Difference(text=f"{read}: {marks}", marks=True)
    for check in before:
        if check not in after:
            text = f"It is no longer recorded that {check.edition} was read for {check.rule}."
            yield Difference(text=text, marks=True)


def _of_issues(before: Basis, after: Basis) -> Iterator[Difference]:
    """The checks that have lapsed, since an issue after the one that was read has become known."""
    for check in after.choices.checked:
        later = later_issue(after.law, check)
        if later is None or check not in before.choices.checked or later_issue(before.law, check) is not None:
            continue
        read = f"the issue of {long_date(check.issue)}" if check.issue else "an issue that is not named"
        yield Difference(
            text=f"{check.edition} has an issue of {long_date(later)}, and {check.by} read {read} for {check.rule}: "
            "its dates say again that it is not verified.",
            marks=True,
        )


def _of_timetable(before: Timetable, after: Timetable) -> Iterator[Difference]:
    if before != after:
        steps = frozenset(step.rule for step in (*before.steps, *after.steps))
        yield Difference(text=f"The office’s own timetable ({after.name}) has changed.", rules=steps)


def _said(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
