"""What stands on every date whose source no person has yet read."""

from __future__ import annotations

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.model import Citation, SourceEvidence, TaskVersion, Version
from pipeline.dates import long_date


def unchecked(version: Version | TaskVersion) -> str:
    """One sentence saying what a person must check and where, or an empty text where the words were seen."""
    citation = version.citation
    if citation.best_evidence is SourceEvidence.SEEN:
        return ""
    if citation.evidence is SourceEvidence.QUOTED:
        return f"Quoted by others, source not read: a person should check {_where(citation)}."
    return (
        f"NOT VERIFIED: no person has yet read {version.edition} for this rule (cases from "
        f"{long_date(version.in_force_from)}). Before relying on this date check {_where(citation)}."
    )


def why_provisional(because: str, calendar: Calendar, *, beyond: bool) -> str:
    """Why a date is provisional: the doubt about its trigger, and that its count went `beyond` the calendar's list."""
    if not beyond:
        return because
    ends = (
        f"The list of bank holidays runs from {long_date(calendar.first)} to {long_date(calendar.horizon)} and this "
        "count leaves it; bank holidays outside it are not known, so the date may still move."
    )
    return f"{because} {ends}".strip()


def evidence_sentence(citation: Citation) -> str:
    """How far the words of a source may be relied on, as one sentence."""
    if citation.verified and citation.checked_on:
        return f"Read in the source by a person on {long_date(citation.checked_on)}."
    return {
        SourceEvidence.SEEN: "The words were seen in the source; no person’s own check is recorded yet.",
        SourceEvidence.QUOTED: "Quoted by others; the source itself has not been read.",
        SourceEvidence.UNVERIFIED: "Not verified: no source was seen.",
    }[citation.evidence]


def _where(citation: Citation) -> str:
    return f"{citation.title}, {citation.pinpoint}, {citation.url}"
