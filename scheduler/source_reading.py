"""The source of a rule as a person is to read it, and the record of who has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.clock.law_files.recorded_checks import table, with_check
from pipeline.clock.law_files.rules import ISSUES_FILE, Law, require_known
from pipeline.clock.model import Issue, Rule, TaskRule, TaskVersion, Version
from pipeline.dates import long_date
from pipeline.edges.files import checksum_of, write_whole
from pipeline.edges.lock import folder_lock
from pipeline.errors import RuleInvalid, SettingsInvalid
from pipeline.settings import CheckedSource
from scheduler.office import settings_from


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleSource:
    """Where one edition of a rule is written, and in which issues that edition was published."""

    duty: Rule | TaskRule
    version: Version | TaskVersion
    issues: tuple[Issue, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingTold:
    """What a person said about a reading; whatever was not said is empty."""

    by: str = ""
    role: str = ""
    on: date | None = None
    issue: date | None = None
    document: Path | None = None
    web_page: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The options without which nothing can be recorded; a web page has no document."""
        read = bool(self.document) or self.web_page
        needed = {"--by NAME": self.by, "--role ROLE": self.role, "--document FILE (or --web-page)": read}
        return tuple(option for option, said in needed.items() if not said)


def rule_source(law: Law, rule_id: str, *, edition: str, today: date) -> RuleSource:
    """The source of a rule's `edition`, or of the one in force `today`; raises RuleInvalid with what there is."""
    duty = law.duty(rule_id)
    version: Version | TaskVersion | None = duty.on(today) or duty.versions[-1]
    if edition:
        version = next((version for version in duty.versions if version.edition == edition), None)
    if version is None:
        there = ", ".join(version.edition for version in duty.versions)
        raise RuleInvalid(f"{duty.id} has no edition {edition!r}; its editions are: {there}.")
    return RuleSource(duty=duty, version=version, issues=law.issues_of(version.edition))


def check_of(told: ReadingTold, source: RuleSource, *, law: Law, today: date) -> CheckedSource:
    """The reading that was told, the document's checksum taken; raises RuleInvalid where it cannot be right."""
    if told.missing:
        raise RuleInvalid(f"Nothing was recorded; still to be said: {', '.join(told.missing)}.")
    check = CheckedSource(
        rule=source.duty.id,
        edition=source.version.edition,
        by=_plain(told.by),
        role=_plain(told.role),
        on=told.on or today,
        issue=told.issue,
        checksum=_checksum(told.document) if told.document else "",
    )
    require_known(law, check)
    if check.issue is None and source.issues:
        raise RuleInvalid(f"Say which issue was read (--issue DAY): {_days(source.issues)}.")
    if check.on > today or (check.issue and check.on < check.issue):
        raise RuleInvalid(
            f"It cannot have been read on {long_date(check.on)}: that is to come, or before it was issued."
        )
    _require_same_document(check, source.issues)
    return check


def record(config: Path, check: CheckedSource) -> bool:
    """Writes a reading into the settings file, and whether it was new; raises SettingsInvalid where it cannot be
    written, with the lines to be entered by hand."""
    place = config.resolve()
    try:
        with folder_lock(place.parent):
            if check in settings_from(place).clock.checked:
                return False
            text = place.read_bytes().decode("utf-8")
            write_whole(place, with_check(text, check, where=str(place)).encode("utf-8"))
    except OSError as fault:
        raise SettingsInvalid(f"{place} cannot be written ({fault}). Enter by hand:\n{table(check)}") from None
    return True


def _plain(text: str) -> str:
    plain = " ".join(text.split())
    if not plain.isprintable() or not plain:
        raise RuleInvalid(f"{text!r} is not a name or a role that can be shown.")
    return plain


def _checksum(document: Path) -> str:
    try:
        if document.stat().st_size:
            return checksum_of(document)
    except OSError as fault:
        raise RuleInvalid(f"{document} cannot be read ({fault.strerror}).") from None
    raise RuleInvalid(f"{document} holds nothing.")


def _require_same_document(check: CheckedSource, issues: tuple[Issue, ...]) -> None:
    if not check.checksum:
        return
    known = {issue.on: issue.checksum for issue in issues if issue.checksum}
    for on, checksum in known.items():
        if (on == check.issue) != (checksum == check.checksum):
            which = "is not the document" if on == check.issue else "is the document"
            raise RuleInvalid(
                f"What was read {which} of the issue of {long_date(on)} whose checksum stands in {ISSUES_FILE}."
            )


def _days(issues: tuple[Issue, ...]) -> str:
    return ", ".join(f"{issue.on.isoformat()} ({long_date(issue.on)})" for issue in issues)
