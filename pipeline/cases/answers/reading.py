"""What a reply says about the duties that it was asked about: each case's own words, a day, done or not, a question."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from pipeline.cases.answers.spoken_day import SpokenDay, spoken_days
from pipeline.phrases import Phrases, plain

_WORDS = Phrases(Path(__file__).with_name("words.toml"))

READ = 20_000
"""So many characters of a reply are read; what people answer to a reminder is said long before."""

AWARENESS = "awareness"
"""What `AskedDuty.rule` holds where the question was when the local authority became aware."""


class Says(StrEnum):
    """What a part of an answer says of a duty."""

    DONE = "done"
    NOT_DONE = "not done"  # or only promised
    NOT_APPLICABLE = "not applicable"
    ASKS = "asks"  # a question back
    UNCLEAR = "unclear"  # shown as it was written


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedDuty:
    """One thing that the answered mail asked for."""

    case_ref: str
    rule: str  # a rule's id, or AWARENESS
    subject: str = ""  # the agency, where it was about one
    entered: str = "done_on"  # the fact that the day of doing it is; empty where a day can only be agreed to


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerPart:
    """What an answer says in one place."""

    case_ref: str  # empty where nobody can tell which of several cases is meant
    duty: AskedDuty | None  # None where nobody can tell which of several duties is meant
    says: Says
    day: date | None  # the day that it names
    sure: bool  # whether case, duty and day can only be meant so
    words: str  # the sentence; it may hold a name and is never sent on


def answer_parts(
    written: str, *, asked: Sequence[AskedDuty], refs: Sequence[str] = (), written_on: date
) -> tuple[AnswerPart, ...]:
    """What the sender's own words say about the duties `asked`; `refs` are further cases that the mail names.

    Whatever stands behind a reference belongs to that case alone; what stands behind none belongs to a case only where
    the mail can be about no other.
    """
    cases = tuple(dict.fromkeys((*(duty.case_ref for duty in asked), *refs)))
    found: list[AnswerPart] = []
    for ref, words in _words_of_cases(plain(written[:READ]), cases):
        for sentence in _sentences(words):
            # `The other one not yet` stands behind one reference and is about another case.
            whose = "" if len(cases) > 1 and matches("other_case", sentence) else ref
            mine = [duty for duty in asked if duty.case_ref == whose]
            part = _part(sentence, whose, asked=mine, written_on=written_on)
            if part is not None:
                found.append(part)
    return tuple(_once(found))


def only_answers(written: str, *, written_on: date) -> bool:
    """Whether everything that the sender wrote is about duties and questions, greetings and signature beside it.

    In doubt it is: whatever stands behind a reference, holds a day or speaks of a duty or of doing.
    """
    if len(written) > READ:
        return False
    # No case owns words without its reference, not even the only one.
    cases, text = (*references_in(written), ""), _WRAPPED.sub(" ", plain(written))
    there = [(ref, one) for ref, words in _words_of_cases(text, cases) for one in _sentences(words)]
    if any(says_seen(sentence) for _, sentence in there):
        return False
    answered = False
    for ref, sentence in there:
        if ref or _is_of_a_duty(sentence, written_on=written_on):
            answered = True
        elif answered and _signed().fullmatch(sentence):
            break
        elif not matches("courtesy", sentence):
            return False
    return True


def says_seen(words: str) -> bool:
    """Whether somebody says in `words` that they have seen an alert."""
    return any(matches("seen", line) for line in words.splitlines())


@cache
def _signed() -> re.Pattern[str]:
    """A line of a name or a post."""
    word = r"[A-Z][\w.'-]*"
    return re.compile(rf"{word}(?: (?:{word}|{_WORDS.one_of('within_a_post')})){{0,5}}(?: ?[,|/(-].{{0,80}})?|\w+")


# A line that a mail program has broken.
_WRAPPED = re.compile(r"(?<=[^\n]{59}[^\n.!?:;])\n(?=\S)")


def _is_of_a_duty(sentence: str, *, written_on: date) -> bool:
    says = _says(sentence, spoken_days(sentence, written_on=written_on), written_on=written_on)
    if says is Says.UNCLEAR and matches("of_safety", sentence):
        return False
    return says is not None or any(_names(rule, sentence) for rule in _duties())


# --- Whose words they are ------------------------------------------------------------------------------------------


def _words_of_cases(text: str, cases: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each case's own words; an empty reference where they may be any case's."""
    only = cases[0] if len(cases) == 1 else ""
    current, heading = only, False
    for paragraph in re.split(r"\n[ \t]*\n", text):
        if not heading:
            current = only
        for line in paragraph.splitlines():
            places = [place for place in _REFERENCE.finditer(line) if _ref(place) in cases]
            if not places:
                yield current, line
                continue
            yield from _of_a_line(line, places)
            current = _ref(places[-1])
            # A reference that stands alone is the heading of the paragraphs behind it.
            heading = len(places) == 1 and not _content(line[: places[0].start()] + line[places[0].end() :])


def _of_a_line(line: str, places: Sequence[re.Match[str]]) -> Iterator[tuple[str, str]]:
    if len(places) == 1:
        yield _ref(places[0]), line[: places[0].start()] + " " + line[places[0].end() :]
        return
    before = line[: places[0].start()]
    # `done on 3 March (NSH-1) and on 5 March (NSH-2)`: the words stand before their references, not behind.
    leads = bool(_content(before)) and not _content(line[places[-1].end() :])
    waiting: list[str] = []
    last = 0
    for number, place in enumerate(places):
        if leads:
            words, last = line[last : place.start()], place.end()
        else:
            end = places[number + 1].start() if number + 1 < len(places) else len(line)
            words = line[place.end() : end]
        waiting.append(_ref(place))
        # `NSH-1 and NSH-2: both on 3 March` says it of both.
        if _content(words):
            yield from ((ref, words) for ref in waiting)
            waiting = []
    yield from ((ref, before) for ref in waiting)


def _content(words: str) -> bool:
    """Whether words are more than what joins two references."""
    return bool(re.sub(r"[\W_]", "", _WORDS.printed("between_references").sub("", words)))


_REFERENCE = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z]{2,8}[-\u2010-\u2014/ ]20\d\d[-\u2010-\u2014/ ]\d{3,6}(?!\d)")


def references_in(words: str) -> tuple[str, ...]:
    """What stands in `words` in the shape of a case's reference, as a reference is written; each once."""
    return tuple(dict.fromkeys(map(_ref, _REFERENCE.finditer(words[:READ]))))


def _ref(place: re.Match[str]) -> str:
    return "-".join(re.split(r"[-\u2010-\u2014/ ]", place[0].upper()))


def _sentences(words: str) -> Iterator[str]:
    # A full stop between figures (`3.3.26`) or behind a short word (`approx.`) ends nothing.
    for sentence in re.split(r"(?<=[a-z)\d][.!])\s+(?=[A-Z])|(?<=\?)\s+|;|\n", words):
        if _content(sentence):
            yield sentence.strip()


# --- What they say -------------------------------------------------------------------------------------------------


def _part(sentence: str, ref: str, *, asked: Sequence[AskedDuty], written_on: date) -> AnswerPart | None:
    days = spoken_days(sentence, written_on=written_on, ahead=matches("promised", sentence))
    says = _says(sentence, days, written_on=written_on)
    if says is None:
        return None
    day = days[0] if len(days) == 1 else None
    if says is Says.DONE and days and (day is None or not _may_be_its_day(day, sentence, written_on=written_on)):
        says = Says.UNCLEAR
    duty = _meant(sentence, asked)
    # A thing done on no day is half an answer.
    clear = day.sure if day else says is not Says.DONE
    return AnswerPart(
        case_ref=ref,
        duty=duty,
        says=says,
        day=day.day if day else None,
        sure=clear and says is not Says.UNCLEAR and bool(ref) and duty is not None,
        words=sentence,
    )


def _may_be_its_day(day: SpokenDay, sentence: str, *, written_on: date) -> bool:
    """Whether a thing can have been done on that day: it is not ahead, nor only near the day that is named."""
    return day.day <= written_on and not matches("about", sentence[: day.start])


def _says(sentence: str, days: Sequence[SpokenDay], *, written_on: date) -> Says | None:
    """What a sentence says; None where it says nothing of a duty."""
    # In this order: `not applicable?` is a doubt about a reason, `will be done` no deed, whatever day stands beside it.
    for says in (Says.NOT_APPLICABLE, Says.ASKS, Says.NOT_DONE, Says.DONE):
        if matches(says.name.lower(), sentence):
            return Says.UNCLEAR if says is Says.DONE and matches("supposed", sentence) else says
    if not days:
        return None
    # A bare date answers the question; one that lies ahead is a promise.
    if all(day.day > written_on for day in days):
        return Says.NOT_DONE
    is_answer = _is_bare(sentence, days) and not matches("other_day", sentence)
    return Says.DONE if is_answer else Says.UNCLEAR


def _is_bare(sentence: str, days: Sequence[SpokenDay]) -> bool:
    rest = " ".join(sentence[start:end] for start, end in _gaps(sentence, days))
    return len(re.findall(r"[A-Za-z]{2,}", rest)) <= BARE_WORDS


# `It was on 3 March` or `LA aware: 3 March` is an answer; a story that holds a date is not.
BARE_WORDS = 6


def _gaps(sentence: str, days: Sequence[SpokenDay]) -> Iterator[tuple[int, int]]:
    start = 0
    for day in days:
        yield start, day.start
        start = day.end
    yield start, len(sentence)


def _meant(sentence: str, asked: Sequence[AskedDuty]) -> AskedDuty | None:
    """The duty that a sentence is about: the only one that was asked about, else the only one that it names."""
    if len(asked) == 1:
        return asked[0]
    named = [duty for duty in asked if _names(duty.rule, sentence)]
    return named[0] if len(named) == 1 else None


def _once(parts: Sequence[AnswerPart]) -> Iterator[AnswerPart]:
    """The parts, what is said twice once; two days for one duty contradict each other, and neither is sure.

    A polite `done` beside a sentence that says when is no second answer.
    """
    days: dict[tuple[str, AskedDuty | None], set[date]] = {}
    for part in parts:
        if part.says is Says.DONE and part.day:
            days.setdefault((part.case_ref, part.duty), set()).add(part.day)
    told: set[tuple[str, AskedDuty | None, Says, date | None]] = set()
    for part in parts:
        dated = days.get((part.case_ref, part.duty), set())
        key = (part.case_ref, part.duty, part.says, part.day)
        if key in told or (part.says is Says.DONE and part.day is None and dated):
            continue
        told.add(key)
        yield replace(part, sure=False) if part.says is Says.DONE and len(dated) > 1 else part


# --- The words -----------------------------------------------------------------------------------------------------


def _duties() -> Collection[str]:
    return _WORDS.all()["duties"].keys()


def matches(name: str, sentence: str) -> bool:
    """Whether one of the phrases listed under `name` in words.toml stands in `sentence`."""
    return _WORDS.printed(name).search(sentence) is not None


def _names(rule: str, sentence: str) -> bool:
    return rule in _duties() and matches(f"duties.{rule}", sentence)
