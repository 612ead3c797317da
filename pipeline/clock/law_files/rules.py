"""The law: every rule that ships with the product, by its id, with the version in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

from pipeline.clock.law_files.rule_files import issues_from, rule_from
from pipeline.clock.model import Issue, Rule, RuleId, TaskRule, TaskVersion, Version
from pipeline.dates import long_date
from pipeline.errors import RuleInvalid
from pipeline.settings import CheckedSource

ISSUES_FILE = "issues.toml"
"""The file of the law that holds no rule: on which days a document was issued again under the same name."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Law:
    """Every rule, and every task for which no source gives a number of days, in the order of their ids; and the issues
    of the editions on which they rest, in the order of their days."""

    rules: tuple[Rule, ...]
    tasks: tuple[TaskRule, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def duties(self) -> tuple[Rule | TaskRule, ...]:
        """The rules, then the tasks."""
        return (*self.rules, *self.tasks)

    @cached_property
    def _by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def rule(self, rule_id: str) -> Rule:
        """The rule called `rule_id`; raises RuleInvalid with the ids that exist."""
        found = self._by_id.get(rule_id)
        task = next((task for task in self.tasks if task.id == rule_id), None)
        if task is not None:
            raise RuleInvalid(
                f"{task.title}: no source gives a number of days for it, so there is no date to count. It is to be "
                f"done {task.versions[-1].promptly}."
            )
        if found is None:
            raise RuleInvalid(f"There is no rule {str(rule_id)!r}; the rules are: {', '.join(sorted(self._by_id))}.")
        return found

    def duty(self, duty_id: str) -> Rule | TaskRule:
        """The rule or the task called `duty_id`; raises RuleInvalid with the ids that exist."""
        found = next((duty for duty in self.duties if duty.id == duty_id), None)
        if found is None:
            there = ", ".join(sorted(duty.id for duty in self.duties))
            raise RuleInvalid(f"There is no rule {str(duty_id)!r}; the rules are: {there}.")
        return found

    def issues_of(self, edition: str) -> tuple[Issue, ...]:
        """The issues of one edition, the earliest first; none where it is not known to have more than one."""
        return tuple(issue for issue in self.issues if issue.edition == edition)

    def knows(self, rule_id: str) -> bool:
        """Whether there is a rule called `rule_id`."""
        return rule_id in self._by_id


@cache
def law() -> Law:
    """The law that ships with the product."""
    return complete(law_from(law_texts()))


def law_texts() -> dict[str, str]:
    """The files of the law as they ship, name to TOML: a rule each, and the issues of the editions."""
    folder = resources.files("pipeline.clock") / "law"
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}
    return dict(sorted(texts.items()))


def law_from(texts: Mapping[str, str]) -> Law:
    """The law that files (name to TOML text) hold; raises RuleInvalid where one is unsound or an id comes twice."""
    read = (rule_from(text, file=file) for file, text in texts.items() if file != ISSUES_FILE)
    found: list[Rule | TaskRule] = sorted(read, key=lambda rule: rule.id)
    for one, other in pairwise(found):
        if one.id == other.id:
            raise RuleInvalid(f"{other.file}: id {other.id!r} is already the rule of {one.file}")
    return Law(
        rules=tuple(rule for rule in found if isinstance(rule, Rule)),
        tasks=tuple(rule for rule in found if isinstance(rule, TaskRule)),
        issues=issues_from(texts[ISSUES_FILE], file=ISSUES_FILE) if ISSUES_FILE in texts else (),
    )


def complete(law: Law) -> Law:
    """The `law`, where there is one rule or task for each RuleId and none besides, and issues only of editions that a
    rule rests on; else raises RuleInvalid."""
    unlike = set(RuleId) ^ {duty.id for duty in law.duties}
    if unlike:
        raise RuleInvalid(f"In RuleId or in the files of the law, but not in both: {', '.join(sorted(unlike))}.")
    idle = {issue.edition for issue in law.issues} - {v.edition for duty in law.duties for v in duty.versions}
    if idle:
        raise RuleInvalid(f"{ISSUES_FILE}: no rule rests on {', '.join(sorted(idle))}.")
    return law


@lru_cache(maxsize=8)
def checked(law: Law, checks: tuple[CheckedSource, ...]) -> Law:
    """The law with what the office's people have read in the sources; of several readings of one edition the latest
    issue counts. Raises RuleInvalid for a version or an issue unknown here."""
    if not checks:
        return law
    for check in checks:
        try:
            require_known(law, check)
        except RuleInvalid as fault:
            raise RuleInvalid(f"config.toml, clock.checked: {fault}") from None
    latest = {
        (check.rule, check.edition): check
        for check in sorted(checks, key=lambda check: (check.issue or date.min, check.on))
    }
    return replace(
        law,
        rules=tuple(replace(rule, versions=_read_in(law, rule, checks=latest)) for rule in law.rules),
        tasks=tuple(replace(task, versions=_read_in(law, task, checks=latest)) for task in law.tasks),
    )


def require_known(law: Law, check: CheckedSource) -> None:
    """Raise RuleInvalid where there is no such version or no such issue of it, with those that there are."""
    editions = sorted({v.edition for duty in law.duties if duty.id == check.rule for v in duty.versions})
    if check.edition not in editions:
        raise RuleInvalid(
            f"{check.rule} has no version {check.edition!r}; "
            f"{'its versions are: ' + ', '.join(editions) if editions else 'there is no such rule'}."
        )
    days = [issue.on for issue in law.issues_of(check.edition)]
    if check.issue is not None and check.issue not in days:
        raise RuleInvalid(
            f"No issue of {check.edition} of {long_date(check.issue)} is known; "
            + (f"its issues are those of {', '.join(map(long_date, days))}. " if days else "none is. ")
            + f"An issue is made known in pipeline/clock/law/{ISSUES_FILE}."
        )


def _read_in(law: Law, rule: Rule | TaskRule, *, checks: Mapping[tuple[str, str], CheckedSource]) -> tuple[Any, ...]:
    return tuple(_read(version, checks.get((rule.id, version.edition)), law=law) for version in rule.versions)


def _read(version: Version | TaskVersion, check: CheckedSource | None, *, law: Law) -> Version | TaskVersion:
    if check is None:
        return version
    later = later_issue(law, check)
    citation = replace(
        version.citation,
        verified=later is None,
        checked_by=check.by,
        checked_role=check.role,
        checked_on=check.on,
        checked_issue=check.issue,
        checked_checksum=check.checksum,
        later_issue=later,
    )
    return replace(version, citation=citation)


def later_issue(law: Law, check: CheckedSource) -> date | None:
    """The latest issue of the edition where that is not the one which was read, so that the check has lapsed."""
    days = [issue.on for issue in law.issues_of(check.edition)]
    return days[-1] if days and check.issue != days[-1] else None


def version_on(rule: Rule, day: date) -> Version:
    """The version of `rule` in force on `day`; raises RuleInvalid where none is, saying from when there is one."""
    found = rule.on(day)
    if found is None:
        first = rule.versions[0].in_force_from
        raise RuleInvalid(
            f"No version of {rule.id} is known for {long_date(day)}; the earliest is in force from {long_date(first)} "
            f"(pipeline/clock/law/{rule.file})."
        )
    return found
