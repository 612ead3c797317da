"""The law: every rule that ships with the product, by its id, with the version in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from importlib import resources

from pipeline.clock.model import Evidence, Rule, Version
from pipeline.clock.rule_files import rule_from
from pipeline.dates import long_date
from pipeline.errors import RuleInvalid
from pipeline.settings import CheckedSource


@dataclass(frozen=True, kw_only=True, eq=False)
class Law:
    """Every rule, in the order of their ids."""

    rules: tuple[Rule, ...]

    @cached_property
    def _by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def rule(self, rule_id: str) -> Rule:
        """The rule called `rule_id`; raises RuleInvalid with the ids that exist."""
        found = self._by_id.get(rule_id)
        if found is None:
            raise RuleInvalid(f"There is no rule {rule_id!r}; the rules are: {', '.join(sorted(self._by_id))}.")
        return found

    def knows(self, rule_id: str) -> bool:
        """Whether there is a rule called `rule_id`."""
        return rule_id in self._by_id


@cache
def law() -> Law:
    """The law that ships with the product."""
    folder = resources.files("pipeline.clock") / "law"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return law_from({file.name: file.read_text(encoding="utf-8") for file in files})


def law_from(texts: Mapping[str, str]) -> Law:
    """The law that files (name to TOML text) hold; raises RuleInvalid where one is unsound or an id comes twice."""
    rules = [rule_from(text, file=file) for file, text in texts.items()]
    seen: dict[str, str] = {}
    for rule in rules:
        if rule.id in seen:
            raise RuleInvalid(f"{rule.file}: id {rule.id!r} is already the rule of {seen[rule.id]}")
        seen[rule.id] = rule.file
    return Law(rules=tuple(sorted(rules, key=lambda rule: rule.id)))


@lru_cache(maxsize=8)
def checked(law: Law, checks: tuple[CheckedSource, ...]) -> Law:
    """The law with what the office's people have read in the sources; raises RuleInvalid for a version unknown here."""
    if not checks:
        return law
    for check in checks:
        if all(version.edition != check.edition for version in law.rule(check.rule).versions):
            raise RuleInvalid(f"config.toml, clock.checked: {check.rule} has no version {check.edition!r}.")
    by_version = {(check.rule, check.edition): check for check in checks}
    return Law(rules=tuple(_with_checks(rule, by_version) for rule in law.rules))


def _with_checks(rule: Rule, checks: Mapping[tuple[str, str], CheckedSource]) -> Rule:
    return replace(rule, versions=tuple(_read(v, checks.get((rule.id, v.edition))) for v in rule.versions))


def _read(version: Version, check: CheckedSource | None) -> Version:
    if check is None:
        return version
    citation = replace(version.citation, verified=True, checked_on=check.on, evidence=Evidence.SEEN)
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
