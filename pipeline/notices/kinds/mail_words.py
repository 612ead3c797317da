"""One person's reminders, chasers and questions in words: a line each, grouped by case, and how they are answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from pipeline.clock.duties.question import Asked
from pipeline.clock.model import Deadline, Task
from pipeline.dates import long_time, short_date
from pipeline.facts import Case
from pipeline.model import Attention, MailShown, NoticeKind
from pipeline.notices.kinds.questions import Asking
from pipeline.notices.kinds.reminders import DutySaid
from pipeline.notices.model import DutyLine, TaskLine
from pipeline.notices.question_steps import said_of_the_day
from pipeline.notices.recipients import OFFICE_ROLES
from pipeline.notices.situation import Situation
from pipeline.notices.wording.plain_names import line_name, short_name
from pipeline.shown_text import amount

Said = Asking | DutySaid
"""One thing that one person is asked or reminded of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parted:
    """What one person is asked and reminded of, by what it is."""

    duties: tuple[DutySaid, ...]
    cases: tuple[Asking, ...]  # that a question is open on
    mails: tuple[Asking, ...]  # that wait to be opened

    @property
    def dated(self) -> tuple[DutyLine, ...]:
        """The lines of the duties that have a day."""
        return tuple(entry.duty for entry in self.duties if isinstance(entry.duty, DutyLine))


def parted(entries: Sequence[Said]) -> Parted:
    """The entries by what they are, each sort in their order."""
    asked = [entry for entry in entries if isinstance(entry, Asking)]
    return Parted(
        duties=tuple(entry for entry in entries if isinstance(entry, DutySaid)),
        cases=tuple(entry for entry in asked if entry.mail is None),
        mails=tuple(entry for entry in asked if entry.mail is not None),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class MailLine:
    """One line of a case: a duty and by when, or what is asked."""

    what: str
    when: str = ""  # `Mon 7 December, 3 working days left`; empty for a question
    notes: tuple[str, ...] = ()  # a sentence each: that its date changed, a doubt
    state: str = ""  # `overdue`, `today` or empty, by which the page colours it

    @property
    def text(self) -> str:
        """The line as plain text."""
        return f"{self.what} — {self.when}" if self.when else self.what


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseBlock:
    """All that one mail says of one case, or of one mail that waits to be opened."""

    heading: str
    lines: tuple[MailLine, ...]
    days: tuple[str, ...] = ()  # what hangs on the day of a question, a sentence each
    answer: str = ""  # one sentence: how to answer; empty for a mail that waits to be opened

    @property
    def text(self) -> str:
        """The whole block, to be counted or listed."""
        lines = (text for line in self.lines for text in (f"- {line.text}", *line.notes))
        return "\n".join(filter(None, (self.heading, *lines, *self.days, self.answer)))


def blocks(situation: Situation, entries: Sequence[Said]) -> tuple[CaseBlock, ...]:
    """The entries grouped by case, in the order in which they stand."""
    grouped: dict[str, list[Said]] = {}
    for entry in entries:
        grouped.setdefault(entry.whose, []).append(entry)
    several = len({entry.whose for entry in entries if not (isinstance(entry, Asking) and entry.mail)}) > 1
    return tuple(_block(situation, found, several=several) for found in grouped.values())


def _block(situation: Situation, entries: Sequence[Said], *, several: bool) -> CaseBlock:
    first = entries[0]
    if isinstance(first, Asking) and first.mail is not None:
        return _of_a_mail(first.mail)
    inside = first.contact.role in OFFICE_ROLES
    case = situation.cases_by_ref[first.keys[0].case_ref]
    return CaseBlock(
        heading=_heading(situation, case, inside=inside),
        lines=tuple(line for entry in entries for line in _lines(situation, entry)),
        days=tuple(filter(None, dict.fromkeys(_days(situation, entries)))),
        answer=_answer(entries, inside=inside, quoting=case.ref if several and not inside else ""),
    )


def _days(situation: Situation, entries: Iterable[Said]) -> Iterator[str]:
    asked = (entry.question for entry in entries if isinstance(entry, Asking))
    for question in filter(None, asked):
        yield said_of_the_day(question, today=situation.today, calendar=situation.calendar)


def _of_a_mail(item: Attention) -> CaseBlock:
    """What a mail that waits to be opened says of itself: when it came, from which organisation, what to do and why."""
    shown = item.mail or MailShown(received_at=item.since, sender="")
    whence = f" from {shown.sender}" if shown.sender else ""
    heading = f"Mail of {long_time(shown.received_at)}{whence}"
    return CaseBlock(heading=heading, lines=(MailLine(what=item.remedy), MailLine(what=item.why)))


def _heading(situation: Situation, case: Case, *, inside: bool) -> str:
    """The case; to people outside the office, to whom initials alone say nothing, with who referred it."""
    agency, incident = case.text("referring_agency"), case.day("incident")
    said = (
        f"referred by {agency}" if agency and not inside else "",
        f"incident of {short_date(incident, today=situation.today)}" if incident else "",
    )
    return ", ".join((situation.called(case.ref), *filter(None, said)))


# --- A line each -----------------------------------------------------------------------------------------------------


def _lines(situation: Situation, entry: Said) -> Iterator[MailLine]:
    if isinstance(entry, DutySaid):
        yield duty_line(entry.duty, today=situation.today)
        return
    inside = entry.contact.role in OFFICE_ROLES
    for part in entry.parts:
        yield MailLine(what=part.asks if inside else part.asks_outside or part.asks)


def duty_line(duty: DutyLine | TaskLine, *, today: date) -> MailLine:
    """A duty and by when, and nothing else but that its date changed or is in doubt."""
    if isinstance(duty, TaskLine):
        since = f", since {short_date(duty.task.since, today=today)}" if duty.task.since else ""
        return MailLine(what=line_name(duty.task), when=f"{duty.task.promptly}{since}")
    deadline, day = duty.deadline, short_date(duty.deadline.due, today=today)
    if duty.left >= 0 and today <= deadline.working_target != deadline.due:
        target = short_date(deadline.working_target, today=today)
        when = f"work to {target}, {'today' if duty.left == 0 else duty.when}; last day {day}"
    else:
        when = f"{day}, {duty.when}"
    return MailLine(
        what=line_name(deadline),
        when=when,
        notes=tuple(filter(None, (_moved(duty, today=today), _doubt(deadline), duty.note))),
        state="overdue" if duty.is_overdue else "today" if duty.left == 0 else "",
    )


def _moved(duty: DutyLine, *, today: date) -> str:
    if duty.moved is None or duty.moved.old is None:
        return ""
    old, new = (short_date(day, today=today) for day in (duty.moved.old, duty.moved.new))
    return f"The date has changed: it was {old} and is now {new}. {duty.moved.why}"


def _doubt(deadline: Deadline) -> str:
    return f"The date is provisional. {deadline.provisional_because}".strip() if deadline.provisional else ""


# --- How to answer ---------------------------------------------------------------------------------------------------


def _answer(entries: Sequence[Said], *, inside: bool, quoting: str) -> str:
    said = parted(entries)
    if inside:
        return f"To answer: {_in_the_tracker(said)}."
    returns = sum(entry.key.kind is NoticeKind.CHASER for entry in said.duties)
    reply = f"reply with {quoting} and " if quoting else "reply with "
    others = _words_of_a_reply(len(said.duties) - returns, said.cases)
    ways = [f"{reply}{others}"] if returns < len(entries) else []
    if returns:
        ways.append(
            f"{'for the return, ' if ways else ''}send back the Word form that came with our request; if your agency "
            "knew nothing of the family, say so on it, and if you need another date, tell us"
        )
    return f"To answer: {'; '.join(ways)}."


def _words_of_a_reply(duties: int, asked: Sequence[Asking]) -> str:
    answer = "the date" if _only_dates(asked) else "your answer"
    if not duties:
        return f"{answer}, or say who can give it"
    done = f"the date on which {'it' if duties == 1 else 'each'} was done, or why it does not apply"
    return f"{done}, and with {answer} to what is asked" if asked else done


def _only_dates(asked: Iterable[Asking]) -> bool:
    return all({part.about for part in entry.parts} == {Asked.AWARENESS} for entry in asked)


def _in_the_tracker(said: Parted) -> str:
    """Where the office types the answers; what a form has put into its cell is accepted instead."""
    done = ", ".join(dict.fromkeys(_column(entry.duty) for entry in said.duties))
    typed = ", ".join(dict.fromkeys(chain.from_iterable(map(_headers, said.cases))))
    accepted = "accept what the form says with yes under Accept (sheet Needs attention), or correct its cell"
    ways = (
        f"type the date under {done}" if done else "",
        f"type {'what is asked' if done else 'it'} under {typed} (sheet Cases)" if typed else "",
        accepted if any(map(_proposes, said.cases)) else "",
    )
    return "; ".join(filter(None, ways))


def _column(duty: DutyLine | TaskLine) -> str:
    return f"{duty.column} (sheet {duty.sheet})" if isinstance(duty, DutyLine) else "Done on (sheet Deadlines)"


def _headers(entry: Asking) -> Iterator[str]:
    under = entry.question.typed_under if entry.question else ()
    return (header for header in under if any(header in part.headers for part in entry.parts))


def _proposes(entry: Asking) -> bool:
    proposals = entry.question.proposals if entry.question else ()
    return bool(proposals) and any(part.about is Asked.CIRCUMSTANCES for part in entry.parts)


# --- The subject -----------------------------------------------------------------------------------------------------

# What 78 characters leave beside the marking that most offices bear.
_ROOM = 57
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def meaning(entries: Sequence[Said], *, today: date) -> str:
    """What the mail is about, the most pressing thing in so many words: `Rapid review due Mon 7 December, 3 more`."""
    said = parted(entries)
    if not said.duties:
        return _waits(said)
    first = _meaning_of(said.duties[0].duty, today=today)
    more, questions = len(said.duties) - 1, len({entry.whose for entry in (*said.cases, *said.mails)})
    besides = (f"{more} more" if more else "", amount(questions, "question") if questions else "")
    whole = ", ".join((first, *filter(None, besides)))
    # How much more there is stands in the mail too; what the first thing is must be whole.
    return whole if len(whole) <= _ROOM else first


def _meaning_of(duty: DutyLine | TaskLine, *, today: date) -> str:
    if isinstance(duty, TaskLine):
        return f"To do: {short_name(duty.task)}"
    name, due = short_name(duty.deadline), duty.deadline.due
    if duty.is_overdue:
        return f"{name} overdue"
    return f"{name} due {'today' if due == today else short_date(due, today=today)}"


def _waits(said: Parted) -> str:
    """The meaning of a mail that only asks: `Two cases wait for one date from you`."""
    mails = f"{_number(len(said.mails), 'mail')} to be opened"
    if not said.cases:
        return mails
    what = "one date" if _only_dates(said.cases) else "an answer"
    by = "today" if any(entry.is_of_the_day for entry in said.cases) else "from you"
    cases = f"{_number(len({entry.whose for entry in said.cases}), 'case')} for {what} {by}"
    return f"{cases}, {mails[:1].lower()}{mails[1:]}" if said.mails else cases


def _number(number: int, what: str) -> str:
    written = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{written} {what}{' waits' if number == 1 else 's wait'}"


# --- The footnote ----------------------------------------------------------------------------------------------------


def duties_of(entries: Iterable[Said]) -> tuple[Deadline | Task, ...]:
    """The duties of which the entries remind, each with its source."""
    lines = (entry.duty for entry in entries if isinstance(entry, DutySaid))
    return tuple(line.deadline if isinstance(line, DutyLine) else line.task for line in lines)


def cut(block: CaseBlock) -> CaseBlock:
    """A block without how it is answered, for a list of what a mail has no room for."""
    return replace(block, answer="")
