"""Cases taken in from a mailbox that was in use before: which wait to be sorted, and about which nothing is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from pipeline.cases.case_work import CaseWork
from pipeline.dates import london_date, long_date
from pipeline.facts import ENDED_BEFORE, Case, Fact, Source
from pipeline.item_ids import ItemKind
from pipeline.model import Attention
from pipeline.shown_text import amount

NEW_DAYS = 5  # working days: mail of the last five is treated as new, unless another day is named
ASKED_DAYS = 30  # working days: a case whose mail came in the last thirty is asked about like a new one
WAITING = ItemKind.TAKEN_IN.value
"""The id of the one item for all cases that wait to be sorted."""

# Said by the program, or a half of the sorting itself: neither says what becomes of the case.
_SAYS_NOTHING = ("taken_in", "asked_from", "status_by")


class MailAge(StrEnum):
    """How a mail is treated while a mailbox is taken in."""

    NEW = "new"  # like any mail
    RECENT = "recent"  # not answered any more; what it opens is asked about
    OLD = "old"  # neither answered nor asked about


@dataclass(frozen=True, kw_only=True, slots=True)
class TakingIn:
    """What of a mailbox is old, settled when its taking in begins, so that it goes on as it began."""

    on: date  # the day on which it began
    new_since: date  # mail received from this day on is new
    asked_since: date  # what older mail opened is asked about where it was received from this day on
    fetched: bool = False  # whether everything that lay there is in the journal

    def age(self, received_at: datetime) -> MailAge:
        """How a mail is treated that the server took at `received_at` (aware)."""
        day = london_date(received_at)
        if day >= self.new_since:
            return MailAge.NEW
        return MailAge.RECENT if day >= self.asked_since else MailAge.OLD


def is_unsorted(case: Case) -> bool:
    """Whether nobody of the office has said yet what became of a case that was taken in."""
    if case.fact("taken_in") is None or ended_before(case):
        return False
    return lacks_name(case) or not is_touched(case)


def is_quiet(case: Case) -> bool:
    """Whether nobody is written to about a case: taken in, touched by nobody, its mail too old to be asked about."""
    if case.fact("taken_in") is None or case.fact("asked_from") is not None:
        return False
    return not is_touched(case)


def is_touched(case: Case) -> bool:
    """Whether somebody of the office has entered anything that is work on a case."""
    return any(map(_settles, case.facts))


def _settles(fact: Fact) -> bool:
    # `Ended before` ends a case only beside a name, and is no work on it either way.
    if fact.source not in (Source.TRACKER, Source.OPERATOR) or fact.name in _SAYS_NOTHING:
        return False
    return fact.name != "status" or fact.value not in (None, ENDED_BEFORE)


def is_spoken_of(case: Case) -> bool:
    """Whether anybody is told of a case: not of one that waits to be sorted, or of which a named person said that it
    ended before or never was one."""
    return not (is_quiet(case) or case.has_ended)


def ended_before(case: Case) -> bool:
    """Whether a named person has said that a case had ended before the mailbox was taken in."""
    return case.text("status") == ENDED_BEFORE and case.has_ended


def lacks_name(case: Case) -> bool:
    """Whether a case is said to have ended before by nobody named, which ends nothing."""
    return case.text("status") == ENDED_BEFORE and not case.has_ended


def taken_in(work: CaseWork, terms: TakingIn, *, age: MailAge, now: datetime) -> CaseWork:
    """What a mail does that opens a case: an older one marks it, and leaves it without a status until it is sorted."""
    if age is MailAge.NEW:
        return work
    marks = [_mark("taken_in", terms.on, work=work, now=now)]
    if age is MailAge.RECENT:
        marks.append(_mark("asked_from", terms.on, work=work, now=now))
    return replace(work, facts=(*(fact for fact in work.facts if fact.name != "status"), *marks))


def heard_of(work: CaseWork, case: Case | None, *, now: datetime) -> CaseWork:
    """What a new mail does to a case: one that was quiet is asked about from now on like a new one."""
    if case is None or not is_quiet(case):
        return work
    return replace(work, facts=(*work.facts, _mark("asked_from", london_date(now), work=work, now=now)))


def _mark(name: str, day: date, *, work: CaseWork, now: datetime) -> Fact:
    return Fact(case_ref=work.ref, name=name, value=day, source=Source.OPERATOR, recorded_at=now, detail="backfill")


def newest_first(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The cases in their order, and behind them those that wait to be sorted, the newest first."""
    known = tuple(cases)
    waiting = sorted(filter(is_unsorted, known), key=lambda case: (case.opened_at, case.ref), reverse=True)
    return (*(case for case in known if not is_unsorted(case)), *waiting)


def waiting_item(cases: Iterable[Case]) -> Attention | None:
    """The one item for all cases that wait to be sorted, and for those that ended before as nobody named says."""
    waiting = tuple(case for case in cases if is_unsorted(case) or lacks_name(case))
    if not waiting:
        return None
    days = sorted(london_date(case.opened_at) for case in waiting)
    quiet = sum(map(is_quiet, waiting))
    return Attention(
        id=WAITING,
        what=_what(sum(map(is_unsorted, waiting)), sum(map(lacks_name, waiting))),
        why=f"Received from {long_date(days[0])} to {long_date(days[-1])}. Nobody is written to about {quiet} of them "
        f"until somebody says what became of them; {len(waiting) - quiet} are asked about like new ones.",
        remedy=f"On Cases, filter Received before {long_date(days[-1] + timedelta(days=1))} or Status for blanks, and "
        f"choose for many rows at once: {ENDED_BEFORE}, with a name under Status said by, or Open. This line then goes "
        "by itself.",
        since=min(_since(case) for case in waiting),
    )


def _what(unsorted: int, nameless: int) -> str:
    were, wait = amount(unsorted, "case was", several="cases were"), "waits" if unsorted == 1 else "wait"
    marked = f"marked {ENDED_BEFORE} with no name under Status said by"
    if not unsorted:
        return f"{amount(nameless, 'case is', several='cases are')} {marked}"
    more = f"; {amount(nameless, 'is', several='are')} {marked}" if nameless else ""
    return f"{were} taken in from the mailbox and {wait} to be sorted{more}"


def _since(case: Case) -> datetime:
    fact = case.fact("taken_in") or case.fact("status")
    return fact.recorded_at if fact else case.opened_at
