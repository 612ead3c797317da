"""The law: every rule that ships with the product, by its id, with the version in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

from pipeline.clock.law_files.rule_files import rule_from
from pipeline.clock.model import Rule, RuleId, SourceEvidence, TaskRule, TaskVersion, Version
from pipeline.dates import long_date
from pipeline.errors import RuleInvalid
from pipeline.settings import CheckedSource


@dataclass(frozen=True, kw_only=True, eq=False)
class Law:
    """Every rule, and every task for which no source gives a number of days, in the order of their ids."""

    rules: tuple[Rule, ...]
    tasks: tuple[TaskRule, ...] = ()

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

    def knows(self, rule_id: str) -> bool:
        """Whether there is a rule called `rule_id`."""
        return rule_id in self._by_id


@cache
def law() -> Law:
    """The law that ships with the product."""
    return complete(law_from(law_texts()))


def law_texts() -> dict[str, str]:
    """The files of the law as they ship, name to TOML."""
    folder = resources.files("pipeline.clock") / "law"
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}
    return dict(sorted(texts.items()))


def law_from(texts: Mapping[str, str]) -> Law:
    """The law that files (name to TOML text) hold; raises RuleInvalid where one is unsound or an id comes twice."""
    read = (rule_from(text, file=file) for file, text in texts.items())
    found: list[Rule | TaskRule] = sorted(read, key=lambda rule: rule.id)
    for one, other in pairwise(found):
        if one.id == other.id:
            raise RuleInvalid(f"{other.file}: id {other.id!r} is already the rule of {one.file}")
    return Law(
        rules=tuple(rule for rule in found if isinstance(rule, Rule)),
        tasks=tuple(rule for rule in found if isinstance(rule, TaskRule)),
    )


def complete(law: Law) -> Law:
    """The `law`, where there is one rule or task for each RuleId and none besides; else raises RuleInvalid."""
    unlike = set(RuleId) ^ {duty.id for duty in law.duties}
    if unlike:
        raise RuleInvalid(f"In RuleId or in the files of the law, but not in both: {', '.join(sorted(unlike))}.")
    return law


@lru_cache(maxsize=8)
def checked(law: Law, checks: tuple[CheckedSource, ...]) -> Law:
    """The law with what the office's people have read in the sources; raises RuleInvalid for a version unknown here."""
    if not checks:
        return law
    editions = {duty.id: sorted({version.edition for version in duty.versions}) for duty in law.duties}
    for check in checks:
        there = editions.get(check.rule, [])
        if check.edition not in there:
            raise RuleInvalid(
                f"config.toml, clock.checked: {check.rule} has no version {check.edition!r}; "
                f"{'its versions are: ' + ', '.join(there) if there else 'there is no such rule'}."
            )
    by_version = {(check.rule, check.edition): check for check in checks}
    return Law(
        rules=tuple(replace(rule, versions=_read_in(rule, by_version)) for rule in law.rules),
        tasks=tuple(replace(task, versions=_read_in(task, by_version)) for task in law.tasks),
    )


def _read_in(rule: Rule | TaskRule, checks: Mapping[tuple[str, str], CheckedSource]) -> tuple[Any, ...]:
    return tuple(_read(version, checks.get((rule.id, version.edition))) for version in rule.versions)


def _read(version: Version | TaskVersion, check: CheckedSource | None) -> Version | TaskVersion:
    if check is None:
        return version
    citation = replace(version.citation, verified=True, checked_on=check.on, evidence=SourceEvidence.SEEN)
    return replace(version, citation=citation)


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
