"""How facts and instants are written in the journal's text columns and read back, and how many are asked at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from pipeline.facts import FACT_NAMES, Value
from pipeline.model import FactKind

Asked = TypeVar("Asked")


def instant_text(instant: datetime | None) -> str:
    """An aware instant as ISO text in UTC with seconds, or an empty text."""
    return "" if instant is None else instant.astimezone(UTC).isoformat(timespec="seconds")


@lru_cache(maxsize=8192)  # all facts of one mail were recorded at one moment
def instant(text: str) -> datetime:
    """The aware instant that `instant_text` wrote."""
    return datetime.fromisoformat(text)


def value_text(value: Value) -> str | None:
    """A fact's value as text; None stays None."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return None if value is None else str(value)


def value(name: str, text: str | None) -> Value:
    """The typed value of the fact `name` from its text."""
    if text is None:
        return None
    kind = FACT_NAMES[name].kind
    if kind is FactKind.DATE:
        return date.fromisoformat(text)
    if kind is FactKind.INSTANT:
        return instant(text)
    if kind is FactKind.TIME:
        return time.fromisoformat(text)
    return int(text) if kind is FactKind.COUNT else text


def batches(values: Iterable[Asked]) -> Iterator[list[Asked]]:
    """`values` a thousand at a time: SQLite takes 32,766 in one statement, and PostgreSQL twice as many."""
    left = iter(values)
    while some := list(islice(left, 1000)):
        yield some
