"""What was last written into the tracker, as the journal keeps it; a write that was cut off is settled on reading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.case_faults import is_of_a_case
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import AnnouncedWrite
from pipeline.errors import TrackerUnreadable
from pipeline.tracker.content.layout import LOG
from pipeline.tracker.merge.bases import closest, earlier, missing_lines, step_back
from pipeline.tracker.model import Base

# As far back as an older version may be put in place and still be read against what it was written from.
MOST_STEPS = 60


@contextmanager
def workbook_at_fault() -> Iterator[None]:
    """Turns what nobody has listed, where a workbook is read or patched, into TrackerUnreadable; the pass goes on."""
    try:
        yield
    except Exception as fault:
        if not is_of_a_case(fault):
            raise
        raise TrackerUnreadable(
            f"The tracker holds something that the program cannot work with ({type(fault).__name__}). Put an earlier "
            "version from its backups in its place, or run `caseclock rebuild-tracker`."
        ) from fault


def base_of(journal: Journal, content: bytes) -> Base:
    """The base that belongs to the workbook `content`.

    A pass may be cut off after the file was replaced and before that was recorded; then the file is the announced one,
    or somebody's edit of it. And somebody may have put an older version in place: what it says was written then.
    """
    announced = journal.kept.tracker_base.announced()
    kept = kept_base(journal)
    if announced is not None:
        is_it = announced.sha256 == hashlib.sha256(content).hexdigest()
        # A blank cell may have been cleared since; one that says what was announced says so for no other reason.
        if is_it or closest(content, (announced.base, kept)) is not kept:
            _put_back(journal, announced.base, before=kept)
            kept = announced.base
    if missing_lines(content, kept):
        older = closest(content, (kept, *_candidates(journal, content, base=kept)))
        if older is not kept:
            _put_back(journal, older, before=kept)
        kept = older
    return kept


def kept_base(journal: Journal) -> Base:
    """The base as it was last kept; empty before the first write."""
    return journal.kept.tracker_base.get() or {}


def was_written(journal: Journal) -> bool:
    """Whether there ever was a tracker."""
    return journal.kept.tracker_base.get() is not None


def announce(journal: Journal, content: bytes, *, base: Base) -> None:
    """Remembers what is about to be written."""
    with journal.writing():
        sha256 = hashlib.sha256(content).hexdigest()
        journal.kept.tracker_base.announce(AnnouncedWrite(sha256=sha256, base=base))


def settle(journal: Journal, base: Base, *, before: Base) -> None:
    """Remembers that `base`, where the journal still keeps `before`, is what the workbook now holds."""
    with journal.writing():
        keep(journal, base, before=before)
        journal.kept.tracker_base.announce(None)


def _put_back(journal: Journal, base: Base, *, before: Base) -> None:
    """The same of a base that was found to be the true one: no case rests on rows of another."""
    with journal.writing():
        keep(journal, base, before=before)
        journal.kept.tracker_base.announce(None)
        if base != before:
            journal.standings.forget()


def keep(journal: Journal, base: Base, *, before: Base) -> None:
    """Remembers `base`, and the way back to `before`, which the journal keeps; inside the caller's transaction."""
    step = step_back(base, before)
    if step or not before:
        journal.kept.tracker_base.put(base)
    if step and before:
        number = _last_step(journal) + 1
        journal.kept.steps_back.put(number, step)
        journal.kept.steps_back.put(number - MOST_STEPS, None)
        journal.kept.last_step.put(number)


def _last_step(journal: Journal) -> int:
    return journal.kept.last_step.get() or 0


def _candidates(journal: Journal, content: bytes, *, base: Base) -> Iterator[Base]:
    """The earlier bases of which the workbook's Log lacks nothing, as far as they have as many lines."""
    lines = 0
    for number in range(_last_step(journal), 0, -1):
        step = journal.kept.steps_back.get(number)
        if step is None:
            return
        base = earlier(base, step)
        if not missing_lines(content, base):
            lines = lines or len(base.get(LOG.name, {}))
            if len(base.get(LOG.name, {})) < lines:
                return
            yield base
