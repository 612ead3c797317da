"""What a person must do today: one value, which the first sheet, the page beside it, the digest and `status` show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from pipeline.case_faults import without_failing
from pipeline.clock.count.workdays import between
from pipeline.clock.duties.question import CaseQuestion
from pipeline.clock.explain.question_in_brief import in_brief
from pipeline.clock.model import CountKind, Deadline, DutyState, RuleId
from pipeline.dates import long_date
from pipeline.facts import Case
from pipeline.item_ids import OF_QUESTIONS, ItemKind, item_id
from pipeline.model import Attention
from pipeline.notices.kinds.agency_requests import agencies_of, wanted_returns
from pipeline.notices.kinds.alerts import open_items
from pipeline.notices.kinds.reminders import duty_today
from pipeline.notices.situation import Situation
from pipeline.shown_text import amount

NEXT_DAYS = 5  # working days ahead
_ELSEWHERE = OF_QUESTIONS | {ItemKind.CLOSED_EARLY}  # items that a section of their own says


class TodaySection(StrEnum):
    """The parts of Today, in their order; its value is its heading."""

    URGENT = "Urgent mails"
    DOUBTFUL = "Danger cannot be ruled out"
    QUESTIONS = "Questions that wait for an answer"
    OVERDUE = "Overdue"
    DUE_TODAY = "Due today"
    NEXT = "The next five working days"
    OTHERS = "Waiting for others"
    # What the sheet and the page give as a number with a link.
    UNDATED = "To do, without a day"
    CLOSED_EARLY = "Closed too early, so still open"
    WAITING = "Waiting for a person"


NOTHING: Mapping[TodaySection, str] = {
    TodaySection.URGENT: "No urgent mail.",
    TodaySection.DOUBTFUL: "No mail of which danger cannot be ruled out.",
    TodaySection.QUESTIONS: "No question waits for an answer.",
    TodaySection.OVERDUE: "Nothing is overdue.",
    TodaySection.DUE_TODAY: "Nothing is due today.",
    TodaySection.NEXT: "Nothing is due in the next five working days.",
    TodaySection.OTHERS: "Nobody else is waited for.",
    TodaySection.UNDATED: "Nothing is to be done without a day.",
    TodaySection.CLOSED_EARLY: "No case was closed too early.",
    TodaySection.WAITING: "Nothing else waits for a person.",
}
SHOWN = (
    TodaySection.URGENT,
    TodaySection.DOUBTFUL,
    TodaySection.QUESTIONS,
    TodaySection.OVERDUE,
    TodaySection.DUE_TODAY,
    TodaySection.NEXT,
    TodaySection.OTHERS,
)
"""The sections that are shown line by line."""
COUNTED = (TodaySection.UNDATED, TodaySection.CLOSED_EARLY, TodaySection.WAITING)
"""The sections of which a screen has only the number."""
SHEET_OF: Mapping[TodaySection, str] = {
    **dict.fromkeys(
        (
            TodaySection.URGENT,
            TodaySection.DOUBTFUL,
            TodaySection.QUESTIONS,
            TodaySection.CLOSED_EARLY,
            TodaySection.WAITING,
        ),
        "Needs attention",
    ),
    **dict.fromkeys(
        (TodaySection.OVERDUE, TodaySection.DUE_TODAY, TodaySection.NEXT, TodaySection.UNDATED), "Deadlines"
    ),
    TodaySection.OTHERS: "Agencies",
}
"""Where the rest of a section stands that is too long for a screen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TodayLine:
    """One thing that somebody must do, say or wait for; no word of it names a child."""

    ref: str  # empty where it is about no case
    what: str  # in a few words, or a sentence without its full stop
    more: str = ""  # what is asked in full, or what to do about it
    initials: str = ""  # of the child; may be empty
    by: date | None = None  # its last day, or the day to work to
    days: int | None = None  # working days until then; below zero only once it is overdue
    when: str = ""  # the same in words: `3 working days left`
    who: str = ""  # whose act it is, by role or agency
    item: str = ""  # the id of its row on Needs attention; else empty
    message: str = ""  # the SHA-256 of the mail that it is about; else empty
    provisional: bool = False  # the day may still move


@dataclass(frozen=True, kw_only=True, slots=True)
class Today:
    """What stands under each section as of `now`."""

    now: datetime  # aware
    lines: Mapping[TodaySection, tuple[TodayLine, ...]]  # of every section
    faults: tuple[str, ...] = ()  # what keeps the worker from its work, a sentence each; said before everything else
    open_cases: int = 0
    counts: Mapping[TodaySection, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", {section: len(self.lines.get(section, ())) for section in TodaySection})

    def is_shown(self, section: TodaySection) -> bool:
        """Whether a section stands there at all: of doubts there are seldom any, and those come first."""
        if section is TodaySection.URGENT:
            return bool(self.lines[section]) or not self.lines[TodaySection.DOUBTFUL]
        return bool(self.lines[section]) or section not in (*COUNTED, TodaySection.DOUBTFUL)

    @property
    def summary(self) -> str:
        """The counts in one line: `2 overdue, 1 due today, 3 questions without an answer, 0 urgent mails`."""
        n = self.counts
        return ", ".join(
            (
                f"{n[TodaySection.OVERDUE]} overdue",
                f"{n[TodaySection.DUE_TODAY]} due today",
                amount(n[TodaySection.QUESTIONS], "question") + " without an answer",
                amount(n[TodaySection.URGENT], "urgent mail"),
            )
        )


def today(situation: Situation, *, gaps: Iterable[Attention] = (), faults: Iterable[str] = ()) -> Today:
    """Today of a situation; `gaps` are what cannot be said as things stand, `faults` what the worker cannot do.

    A case that cannot be worked with has no line; it is shown where that is found.
    """
    asked, said = tuple(gaps), tuple(faults)

    def make(cases: tuple[Case, ...]) -> Today:
        here = situation if cases is situation.cases else replace(situation, cases=cases)
        return _today(here, gaps=asked, faults=said)

    return without_failing(situation.cases, make)[0]


def _today(situation: Situation, *, gaps: tuple[Attention, ...], faults: tuple[str, ...]) -> Today:
    lines: dict[TodaySection, Iterable[TodayLine]] = {
        **_looked_at(situation, gaps),
        TodaySection.QUESTIONS: _questions(situation),
        TodaySection.OVERDUE: _duties(situation, DutyState.OVERDUE),
        **_due(situation),
        TodaySection.OTHERS: (*_returns(situation), *_expected(situation)),
        TodaySection.UNDATED: _undated(situation),
        TodaySection.CLOSED_EARLY: _closed_early(situation),
    }
    return Today(
        now=situation.now,
        lines={section: tuple(lines[section]) for section in TodaySection},
        faults=faults,
        open_cases=len(situation.open_cases),
    )


def _looked_at(situation: Situation, gaps: Iterable[Attention]) -> dict[TodaySection, Iterable[TodayLine]]:
    """What waits for a person and is not said under another section, urgent and doubtful mails apart."""
    # A gap that was shown in an earlier pass stands among the open items too.
    items = {item.id: item for item in (*open_items(situation), *gaps)}.values()
    here = [item for item in items if item_id(item.id).kind not in _ELSEWHERE]
    return {
        TodaySection.URGENT: (_of_item(situation, item) for item in here if item.urgent),
        TodaySection.DOUBTFUL: (_of_item(situation, item) for item in here if item.is_doubt),
        TodaySection.WAITING: (_of_item(situation, item) for item in here if not (item.urgent or item.is_doubt)),
    }


def _of_item(situation: Situation, item: Attention) -> TodayLine:
    return TodayLine(
        ref=item.case_ref,
        initials=situation.initials.get(item.case_ref, ""),
        # Whose mail it is and when it came stand in it, without a domain that names somebody.
        what=item.what.rstrip("."),
        more=item.remedy,
        who="manager",
        item=item.id,
        message=item.message,
    )


def _questions(situation: Situation) -> Iterator[TodayLine]:
    """The question of each case, the one whose day comes first before the others."""
    found = (entry.question for entry in situation.running_ledgers if entry.question)
    for question in sorted(found, key=lambda question: (question.day, question.case_ref)):
        yield _question(situation, question, case=situation.cases_by_ref[question.case_ref])


def _question(situation: Situation, question: CaseQuestion, *, case: Case) -> TodayLine:
    # What is not decided cannot be late, so its days never fall below zero.
    left = between(situation.today, question.day, calendar=situation.calendar)
    return TodayLine(
        ref=case.ref,
        initials=situation.initials.get(case.ref, ""),
        what=_asked(question, case),
        more=" ".join(part.asks for part in question.parts),
        by=question.day,
        days=max(0, left),
        when=_asked_for(left, is_last=question.day_is_known),
        who="manager",
        item=f"{ItemKind.QUESTION}{question.case_ref}",
    )


def _asked(question: CaseQuestion, case: Case) -> str:
    first, *others = question.parts
    more = f" (and {amount(len(others), 'more question')})" if others else ""
    return f"{in_brief(first, case)}{more}"


def _asked_for(left: int, *, is_last: bool) -> str:
    day = "last day" if is_last else "day to work to"
    if left > 0:
        return f"{amount(left, 'working day')} to its {day}"
    return f"its {day} was {amount(-left, 'working day')} ago" if left else f"its {day} has come"


def _duties(situation: Situation, state: DutyState) -> Iterator[TodayLine]:
    """The duties with a day that stand in `state` by the ledgers, the earliest first."""
    here = (entry for found in situation.running_ledgers for entry in found.deadlines if entry.state is state)
    for entry in sorted(here, key=lambda entry: (entry.due, entry.case_ref, entry.rule, entry.subject)):
        duty = duty_today(situation, situation.cases_by_ref[entry.case_ref], deadline=entry)
        yield TodayLine(
            ref=entry.case_ref,
            initials=duty.initials,
            what=f"{entry.title} ({entry.subject})" if entry.subject else entry.title,
            by=entry.due,
            days=duty.left,
            when=duty.when,
            who=entry.owner.replace("-", " "),
            provisional=entry.provisional,
        )


def _due(situation: Situation) -> dict[TodaySection, Iterable[TodayLine]]:
    due = tuple(_duties(situation, DutyState.DUE))
    return {
        TodaySection.DUE_TODAY: (line for line in due if line.days == 0),
        TodaySection.NEXT: (line for line in due if line.days and line.days <= NEXT_DAYS),
    }


def _undated(situation: Situation) -> Iterator[TodayLine]:
    """What is to be done for which no source gives a number of days; what is only asked stands under the questions."""
    for found in situation.running_ledgers:
        for task in found.tasks:
            if task.state is DutyState.DUE and task.rule != RuleId.DECIDE_CRITERIA:
                yield TodayLine(
                    ref=task.case_ref,
                    initials=situation.initials.get(task.case_ref, ""),
                    what=task.title,
                    when=task.promptly,
                    who=task.owner.replace("-", " "),
                )


def _closed_early(situation: Situation) -> Iterator[TodayLine]:
    """Each case that was marked Closed and is open in effect, and what holds it open."""
    for case in situation.cases:
        found = situation.ledgers.get(case.ref)
        if case.text("status") == "Closed" and found and found.is_open:
            holding = dict.fromkeys((*(duty.title for duty in found.holding_open), *found.lacking))
            yield TodayLine(
                ref=case.ref,
                initials=situation.initials.get(case.ref, ""),
                what="; ".join(holding),
                who="manager",
                item=f"{ItemKind.CLOSED_EARLY}{case.ref}",
            )


def _returns(situation: Situation) -> Iterator[TodayLine]:
    """Each case that waits for agencies: how many returns have come, and who is outstanding."""
    for case in situation.open_cases:
        wanted = [state for state in agencies_of(case) if not state.not_needed]
        outstanding = tuple(state.agency for state in wanted_returns(situation, case))
        if outstanding:
            yield TodayLine(
                ref=case.ref,
                initials=situation.initials.get(case.ref, ""),
                what=f"{len(wanted) - len(outstanding)} of {len(wanted)} agency returns received; "
                f"outstanding: {', '.join(outstanding)}",
                who="agencies",
            )


def _expected(situation: Situation) -> Iterator[TodayLine]:
    """What somebody else was expected to do by now: to know of, since nobody here is late with it."""
    every = (entry for found in situation.running_ledgers for entry in found.deadlines)
    passed = (entry for entry in every if _has_passed(entry, today=situation.today))
    for entry in sorted(passed, key=lambda entry: (entry.due, entry.case_ref)):
        yield TodayLine(
            ref=entry.case_ref,
            initials=situation.initials.get(entry.case_ref, ""),
            what=entry.title,
            by=entry.due,
            when=f"expected about {long_date(entry.due)}",
            who=entry.owner.replace("-", " "),
        )


def _has_passed(deadline: Deadline, *, today: date) -> bool:
    expected = deadline.state is DutyState.EXPECTED and deadline.kind is CountKind.EXPECTED
    return expected and deadline.due < today
