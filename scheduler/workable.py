"""What the workbook is to show, without the rows of a case that cannot be made: it is shown to a person instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from pipeline.case_faults import is_of_a_case, without_failing
from pipeline.edges.journal.kept_records import Topic
from pipeline.facts import Case
from pipeline.model import Attention
from pipeline.tracker.content.dashboard import blocks
from pipeline.tracker.content.rows import rows
from pipeline.tracker.model import Base, TrackerContent
from scheduler.conditions import show_conditions
from scheduler.world import World


def made_of(
    world: World, whole: TrackerContent, *, make: Callable[[TrackerContent], tuple[bytes, Base]]
) -> tuple[bytes, Base]:
    """What `make` gives of `whole`; where it fails on one case alone, of everything else, and that case is shown."""
    # What was shown in an earlier pass is looked at first, so that it is taken back in the very write that succeeds.
    if not world.journal.kept.conditions.get(Topic.ROWS):
        try:
            return make(whole)
        except Exception as fault:
            if not is_of_a_case(fault):
                raise
    return make(_workable(world, whole))


def _workable(world: World, whole: TrackerContent) -> TrackerContent:
    def try_rows(cases: tuple[Case, ...]) -> None:
        content = _of_cases(whole, cases)
        rows(content)
        blocks(content)

    _, failing = without_failing(whole.cases, try_rows)
    with world.journal.writing():
        show_conditions(world, Topic.ROWS, items=[_unwritten(case.ref, now=whole.now) for case in failing])
    left = tuple(case for case in whole.cases if case not in failing)
    return replace(_of_cases(whole, left), attention=world.journal.casebook.attention())


def _of_cases(content: TrackerContent, cases: tuple[Case, ...]) -> TrackerContent:
    """`content` with those of its cases alone; what is no case's stays."""
    refs = {case.ref for case in cases}
    return replace(
        content,
        cases=cases,
        deadlines={ref: found for ref, found in content.deadlines.items() if ref in refs},
        tasks={ref: found for ref, found in content.tasks.items() if ref in refs},
        agencies=tuple(entry for entry in content.agencies if entry.case_ref in refs),
        originals={ref: link for ref, link in content.originals.items() if ref in refs},
    )


def _unwritten(case_ref: str, *, now: datetime) -> Attention:
    return Attention(
        id=f"unwritten:{case_ref}",
        what="The rows of a case could not be written",
        why="Something recorded on this case cannot be worked with, so its rows in the tracker are not brought up to "
        "date; every other case goes on.",
        remedy="Look through the dates of this case in the tracker and correct what cannot be right. This line then "
        "goes by itself.",
        since=now,
        case_ref=case_ref,
    )
