"""The paragraph on which a rule rests, for the person who is to read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from pipeline.clock.count.spans import in_words
from pipeline.clock.duties.events import words
from pipeline.clock.explain.in_json import citation_json
from pipeline.clock.explain.in_words import FORCE, cited
from pipeline.clock.explain.unchecked_sources import evidence_sentence
from pipeline.clock.model import Duty, TaskVersion
from pipeline.dates import long_date
from scheduler.source_reading import RuleSource

CONSOLE = Console()


def show_source(source: RuleSource) -> None:
    """The rule, the place where it is written and its words, the issues, and who has read it."""
    CONSOLE.print(Text.assemble((source.duty.id, "bold"), f"  {source.duty.title}"))
    for line in _lines(source):
        if line.startswith("Address: "):
            # Whole on its line, however narrow the terminal, so that it can be copied.
            CONSOLE.print(Text(f"    {line}"), soft_wrap=True)
        else:
            CONSOLE.print(Padding(Text(line), (0, 0, 0, 4)))


def how_to_record(source: RuleSource) -> str:
    """The command with which a reading of it is recorded."""
    issue = f" --issue {source.issues[-1].on.isoformat()}" if source.issues else ""
    return f"caseclock verify {source.duty.id} --by NAME --role ROLE{issue} --document FILE (or --web-page)"


def source_json(source: RuleSource) -> dict[str, Any]:
    """The same for a machine."""
    version, duty = source.version, _duty(source)
    return {
        "rule": source.duty.id,
        "title": source.duty.title,
        "edition": version.edition,
        "in_force_from": version.in_force_from.isoformat(),
        "in_words": _says(source),
        "force": version.force.value,
        "citation": citation_json(version.citation),
        "duty": {"force": duty.force.value, "citation": citation_json(duty.citation)} if duty else None,
        "issues": [{"on": issue.on.isoformat(), "checksum": issue.checksum} for issue in source.issues],
        "editions": [version.edition for version in source.duty.versions],
    }


def _lines(source: RuleSource) -> Iterator[str]:
    version, citation, duty = source.version, source.version.citation, _duty(source)
    yield f"{version.edition}, cases from {long_date(version.in_force_from)}: {_says(source)} ({FORCE[version.force]})."
    yield f"Written in: {citation.title}"
    yield f"Where in it: {citation.pinpoint}"
    yield f"Address: {citation.url or 'not recorded'}"
    yield f"Its words: {f'“{citation.quote}”' if citation.quote else 'not at hand'}"
    issues = "; ".join(f"{long_date(issue.on)}{_known(issue.checksum)}" for issue in source.issues)
    yield f"Issues: {issues or 'none recorded'}"
    yield evidence_sentence(citation)
    if citation.checked_checksum:
        yield f"The document that was read has the checksum {citation.checked_checksum} (SHA-256)."
    if duty:
        yield f"The duty itself is written elsewhere: {cited(duty.citation)}"
    others = ", ".join(other.edition for other in source.duty.versions if other is not version)
    if others:
        yield f"Other editions (--edition): {others}"


def _duty(source: RuleSource) -> Duty | None:
    return None if isinstance(source.version, TaskVersion) else source.version.duty


def _says(source: RuleSource) -> str:
    version = source.version
    if isinstance(version, TaskVersion):
        return version.promptly
    return f"{in_words(version.span)} {' or '.join(map(words, version.trigger))}"


def _known(checksum: str) -> str:
    return f" (SHA-256 {checksum})" if checksum else ""
