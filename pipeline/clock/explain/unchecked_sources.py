"""What is said of a source: who has read it, in which issue, or that no person has yet read it."""

from __future__ import annotations

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.model import Citation, SourceEvidence, TaskVersion, Version
from pipeline.dates import long_date


def unchecked(version: Version | TaskVersion) -> str:
    """One sentence saying what a person must check and where, or an empty text where the words were seen."""
    citation = version.citation
    if citation.later_issue is not None:
        return f"NOT VERIFIED: {_lapsed(citation)} Before relying on this date check {where_written(citation)}."
    if citation.best_evidence is SourceEvidence.SEEN:
        return ""
    if citation.evidence is SourceEvidence.QUOTED:
        return f"Quoted by others, source not read: a person should check {where_written(citation)}."
    return (
        f"NOT VERIFIED: no person has yet read {version.edition} for this rule (cases from "
        f"{long_date(version.in_force_from)}). Before relying on this date check {where_written(citation)}."
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
    """How far the words of a source may be relied on, as one sentence; empty where they are the office's own."""
    if citation.is_own:
        return ""
    if citation.later_issue is not None:
        return f"Not verified: {_lapsed(citation)}"
    return (
        read_by(citation)
        or {
            SourceEvidence.SEEN: "The words were seen in the source; no person’s own check is recorded yet.",
            SourceEvidence.QUOTED: "Quoted by others; the source itself has not been read.",
            SourceEvidence.UNVERIFIED: "Not verified: no source was seen.",
        }[citation.evidence]
    )


def read_by(citation: Citation) -> str:
    """Who has read the source, when and in which issue, as one sentence; empty while nobody has, or not the latest."""
    return f"Read in the source by {_reading(citation)}." if citation.verified else ""


def where_written(citation: Citation) -> str:
    """The title, the place in it, and its address where there is one."""
    return ", ".join(filter(None, (citation.title, citation.pinpoint, citation.url)))


def _lapsed(citation: Citation) -> str:
    latest = long_date(citation.later_issue) if citation.later_issue else ""
    if citation.checked_issue is None:
        return f"read by {_reading(citation)}, in which issue is not recorded; the latest is of {latest}."
    return f"read by {_reading(citation)}; a later issue of {latest} is not yet read."


def _reading(citation: Citation) -> str:
    role = f" ({citation.checked_role})" if citation.checked_role else ""
    on = f" on {long_date(citation.checked_on)}" if citation.checked_on else ""
    issue = f" in the issue of {long_date(citation.checked_issue)}" if citation.checked_issue else ""
    return f"{citation.checked_by}{role}{on}{issue}"
