"""Events told in lines below a title, each beginning with its day: a chronology that nobody set in a table."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.form.layout.answer import Answer
from parsers.form.layout.split import part
from parsers.form.layout.stream import Pair
from parsers.form.meaning.ask import Ask, Latest
from parsers.form.meaning.entry import Entry
from parsers.form.meaning.fields import typed
from parsers.form.vocabulary.labels import section
from parsers.page import Paragraph
from parsers.values.dates import dates

_BEFORE_A_DAY = " \t-\u2013\u2022("
_BEHIND_A_DAY = " \t:;,.)-\u2013\u2014"


def events(pair: Pair, *, latest: Latest) -> tuple[Entry, ...]:
    """One entry for each event below the title of a chronology; none where the lines are not told by their days."""
    titled = section(pair.label)
    if titled is None or titled.group != "chronology" or len(pair.answer.lines) < 2:
        return ()
    told: list[list[Paragraph]] = []
    for line in pair.answer.lines:
        if _day_ends(line):
            told.append([line])
        elif told:
            told[-1].append(line)
    # A line or two of a story begin with a day as well: here the first does, and most of the others.
    if not _day_ends(pair.answer.lines[0]) or 2 * len(told) <= len(pair.answer.lines):
        return ()
    return tuple(_entries(pair, told, latest=latest))


def _entries(pair: Pair, told: list[list[Paragraph]], *, latest: Latest) -> Iterator[Entry]:
    for number, (first, *more) in enumerate(told, 1):
        at = _day_ends(first)
        rest = first.text[at:]
        event = part(first, at + len(rest) - len(rest.lstrip(_BEHIND_A_DAY)))
        cells = (("date", (part(first, 0, end=at),)), ("event", (event, *more)))
        got = [typed((head,), Ask(pair.label, Answer(lines, first.source), latest)) for head, lines in cells]
        fields = {name: made for each in got for name, made in each.fields.items()}
        doubts = tuple(doubt for each in got for doubt in each.doubts)
        yield Entry("chronology", fields, number, block=-1, doubts=doubts)


def _day_ends(line: Paragraph) -> int:
    """Where the day ends with which a line begins, or 0."""
    found = dates(line.text)
    begins = bool(found) and not line.text[: found[0].start].strip(_BEFORE_A_DAY)
    return found[0].end if begins else 0
