"""Today as one screen: which lines fit, in which order, and what is left as a number with a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.today import COUNTED, NOTHING, SHEET_OF, SHOWN, Today, TodayLine, TodaySection

ROWS = 26  # of 1440 x 900 in Excel with its ribbon, below the title, the date and the headers
_AT_LEAST = 2  # lines of each section, before any section has more


class RowKind(StrEnum):
    """What a row of the screen is; the sheet and the page dress it by this word."""

    FAULT = "fault"
    HEADING = "heading"
    EMPTY = "empty"  # a section under which nothing stands
    LINE = "line"
    PRESSING = "pressing"  # a line of an urgent mail, or of what is overdue
    MORE = "more"  # how many lines of the section did not fit
    ALSO = "also"  # how many lines a section has that is only counted


@dataclass(frozen=True, kw_only=True, slots=True)
class ScreenRow:
    """One row: either a line, or words of which `sheet` says more."""

    kind: RowKind
    words: str = ""
    line: TodayLine | None = None
    sheet: str = ""


_PRESSING = (TodaySection.URGENT, TodaySection.DOUBTFUL, TodaySection.OVERDUE)


def screen(today: Today, *, rows: int = ROWS) -> tuple[ScreenRow, ...]:
    """The rows of `today`, at most `rows` of them."""
    faults = tuple(ScreenRow(kind=RowKind.FAULT, words=fault) for fault in today.faults)
    also = tuple(_also(today))
    shown = tuple(filter(today.is_shown, SHOWN))
    room = rows - len(faults) - len(also) - len(shown)
    given = _shared_out({section: today.counts[section] for section in shown}, room)
    sections = (row for section in shown for row in _section(today, section, room=given[section]))
    return (*faults, *sections, *also)[:rows]


def _shared_out(wanted: Mapping[TodaySection, int], room: int) -> dict[TodaySection, int]:
    """How many rows each section has of `room`: a few each, then as many as they need from the first on."""
    given = dict.fromkeys(wanted, 0)
    for most in (_AT_LEAST, max(wanted.values(), default=0)):
        for section, number in wanted.items():
            more = min(min(number, most) - given[section], room - sum(given.values()))
            given[section] += max(0, more)
    return given


def _section(today: Today, section: TodaySection, *, room: int) -> Iterator[ScreenRow]:
    lines = today.lines[section]
    if not lines:
        yield ScreenRow(kind=RowKind.EMPTY, words=NOTHING[section])
        return
    yield ScreenRow(kind=RowKind.HEADING, words=f"{section.value} ({len(lines)})", sheet=SHEET_OF[section])
    shown = lines if len(lines) <= room else lines[: max(0, room - 1)]
    kind = RowKind.PRESSING if section in _PRESSING else RowKind.LINE
    yield from (ScreenRow(kind=kind, line=line) for line in shown)
    if room and len(shown) < len(lines):
        left = len(lines) - len(shown)
        yield ScreenRow(
            kind=RowKind.MORE,
            words=f"and {left} more: see the sheet {SHEET_OF[section]}",
            sheet=SHEET_OF[section],
        )


def _also(today: Today) -> Iterator[ScreenRow]:
    for section in COUNTED:
        if today.counts[section]:
            words = f"{section.value}: {today.counts[section]}, on the sheet {SHEET_OF[section]}"
            yield ScreenRow(kind=RowKind.ALSO, words=words, sheet=SHEET_OF[section])
