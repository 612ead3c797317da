"""The sources of several dates as one footnote: each source once, how it was counted, and who has read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.clock.duties.events import words
from pipeline.clock.explain.unchecked_sources import evidence_sentence
from pipeline.clock.model import Citation, Deadline, Force, Task

_UNREAD = "No person of this office has checked "


def footnote(duties: Iterable[Deadline | Task]) -> tuple[str, ...]:
    """A line for each source with the counts that rest on it, and one on who has read them; it names no case."""
    sources: dict[str, list[Deadline | Task]] = {}
    for duty in duties:
        sources.setdefault(duty.citation.title, []).append(duty)
    read = _read([found[0].citation for found in sources.values()])
    return (*(_line(title, found) for title, found in sources.items()), *read)


def _line(title: str, duties: Sequence[Deadline | Task]) -> str:
    # The place of the office's own timetable is a line of its settings, which says nothing to anybody else.
    places = tuple(dict.fromkeys("" if duty.citation.is_own else duty.citation.pinpoint for duty in duties))
    url = next((duty.citation.url for duty in duties if duty.citation.url), "")
    one = places[0] if len(places) == 1 else ""
    local = " (local practice, not law)" if all(duty.force is Force.LOCAL for duty in duties) else ""
    counts = (
        f"{_count(duty)}{f' ({duty.citation.pinpoint})' if len(places) > 1 else ''}" for duty in duties
    )  # fmt: skip
    return f"{', '.join(filter(None, (title, one, url)))}{local}: {'; '.join(dict.fromkeys(counts))}."


def _count(duty: Deadline | Task) -> str:
    if isinstance(duty, Task):
        return duty.promptly
    counting = duty.counting[:1].lower() + duty.counting[1:]
    return f"{counting} {words(duty.trigger_event)}".strip()


def _read(citations: Iterable[Citation]) -> tuple[str, ...]:
    """Who has read which source, and once that nobody has read the others; the office's own words need no reader."""
    looked_up = {citation.title: citation for citation in citations if not citation.is_own}
    named = [citation for citation in looked_up.values() if citation.verified or citation.later_issue]
    lines = [f"{citation.title}: {evidence_sentence(citation)}" for citation in named]
    unread = len(looked_up) - len(named)
    if unread:
        which = "the other sources" if named and unread > 1 else "the other source" if named else "these sources"
        lines.append(f"{_UNREAD}{'this source' if not named and unread == 1 else which}.")
    return tuple(lines)
