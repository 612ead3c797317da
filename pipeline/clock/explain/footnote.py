"""The sources of several dates as one footnote: each source once, how it was counted, and who has read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from pipeline.clock.duties.events import words
from pipeline.clock.explain.unchecked_sources import evidence_sentence
from pipeline.clock.model import Deadline, Force, Task


def footnote(duties: Iterable[Deadline | Task]) -> tuple[str, ...]:
    """A line for each source with the counts that rest on it, and one on who has read them; it names no case."""
    sources: dict[str, list[Deadline | Task]] = {}
    for duty in duties:
        sources.setdefault(duty.citation.title, []).append(duty)
    every = chain.from_iterable(sources.values())
    # The office's own timetable has no source for anybody to look up.
    looked_up = [duty for duty in every if not duty.citation.is_own]
    return (*(_line(title, found) for title, found in sources.items()), *_read(looked_up))


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


def _read(duties: Sequence[Deadline | Task]) -> Iterator[str]:
    """Who has read what, for which duty, and once that nobody has read the others."""
    said: dict[str, dict[str, None]] = {}
    unread: dict[str, None] = {}
    for duty in duties:
        if duty.citation.verified or duty.citation.later_issue:
            said.setdefault(evidence_sentence(duty.citation), {})[duty.title] = None
        else:
            unread[duty.citation.title] = None
    yield from (f"{'; '.join(titles)}: {sentence}" for sentence, titles in said.items())
    if unread:
        which = "the other" if said else "this" if len(unread) == 1 else "these"
        yield f"No person of this office has checked {which} source{'' if len(unread) == 1 else 's'}."
