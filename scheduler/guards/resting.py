"""Lets closed cases rest, once their rows stand in the workbook as they are due; keeps how open ones were counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from pipeline.clock.duties.ledger import Ledger
from pipeline.edges.journal import Journal
from pipeline.edges.journal.derived.standings import Standing
from pipeline.facts import Case
from pipeline.notices.rests_until import QUIET, rests_until
from pipeline.tracker.content.case_texts import Rows, Texts
from pipeline.tracker.content.dashboard import counts_text
from pipeline.tracker.content.layout import ATTENTION
from pipeline.tracker.content.rows import rows
from pipeline.tracker.merge.unchanged_sheets import OF_CASES
from pipeline.tracker.model import Base, TrackerContent
from scheduler.snapshot import Snapshot
from scheduler.steps.tracker_content import of_cases

CaseRows = Mapping[tuple[str, str], Texts]
"""The rows of one case, by sheet and key."""


def let_rest(journal: Journal, snapshot: Snapshot, *, shown: TrackerContent, base: Base) -> None:
    """Keeps how those closed cases stand that come to rest; `base` is what the workbook now holds of what is `shown`.

    Whoever counts anew afterwards finds the same, or the case does not rest.
    """
    if not snapshot.rests:
        return
    found = {one.case_ref: one for one in standings(journal, snapshot, shown=shown, base=base)}
    kept = {one.case_ref: one for one in journal.standings.each(found)}
    new = [one for ref, one in found.items() if not _says_the_same(kept.get(ref), one)]
    if new:
        with journal.writing():
            journal.standings.keep(new)


def keep_counted(*, journal: Journal, snapshot: Snapshot) -> None:
    """Keeps the ledgers that this pass had to count, so that the next one need not."""
    if snapshot.rests and snapshot.counted_anew:
        with journal.writing():
            journal.ledgers.keep(snapshot.counted_anew)


def _says_the_same(kept: Standing | None, now: Standing) -> bool:
    return kept is not None and kept.since <= now.since and replace(kept, since=now.since) == now


def standings(journal: Journal, snapshot: Snapshot, *, shown: TrackerContent, base: Base) -> Iterator[Standing]:
    """How each of the cases that are `shown` stands that may rest now."""
    ends = dict(_ends(journal, snapshot, cases=shown.cases))
    may = tuple(case for case in shown.cases if case.ref in ends)
    if not may:
        return
    due = _rows_by_case(rows(replace(of_cases(shown, may), attention=(), log=(), contacts=())))
    written = _rows_by_case(base)
    facts = journal.standings.last_facts(ends)
    for case in may:
        if due.get(case.ref) == written.get(case.ref):
            yield Standing(
                case_ref=case.ref,
                fact=facts.get(case.ref, 0),
                basis=snapshot.basis_digest,
                since=snapshot.now,
                until=ends[case.ref],
                counts=_counts(case, shown.ledgers),
                form=case.text("form"),
            )


def _ends(journal: Journal, snapshot: Snapshot, *, cases: tuple[Case, ...]) -> Iterator[tuple[str, datetime]]:
    """The closed cases about which nothing waits, and until when each may rest."""
    closed = tuple(case for case in cases if not snapshot.counted(case).is_open)
    if not closed:
        return
    away = journal.standings.disturbed(snapshot.now - QUIET) | snapshot.uncounted | snapshot.incidents.keys()
    for case in closed:
        until = None if case.ref in away else rests_until(case, snapshot.counted(case), now=snapshot.now)
        if until is not None:
            yield case.ref, until


def _counts(case: Case, ledgers: Mapping[str, Ledger]) -> str:
    return counts_text(ledgers[case.ref]) if case.ref in ledgers else ""


def _rows_by_case(sheets: Rows | Base) -> Mapping[str, CaseRows]:
    found: dict[str, dict[tuple[str, str], Texts]] = {}
    for layout in (*OF_CASES, ATTENTION):
        for key, texts in sheets.get(layout.name, {}).items():
            found.setdefault(texts.get("Ref", ""), {})[layout.name, key] = texts
    return found
