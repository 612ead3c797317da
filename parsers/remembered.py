"""What is remembered of the texts of a document while it is read, and forgotten with it: the one home of such caches.

A process that reads goes on with the next document, whose maker may be a stranger: no word of the last one waits there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_R = TypeVar("_R")
_CLEARED: list[Callable[[], None]] = []


def remembered(most: int) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """A function that remembers its answers to `most` texts, until they are forgotten."""

    def wrapped(function: Callable[_P, _R]) -> Callable[_P, _R]:
        found = lru_cache(maxsize=most)(function)
        _CLEARED.append(found.cache_clear)
        return cast(Callable[_P, _R], found)

    return wrapped


def forget() -> None:
    """Forgets every text."""
    for clear in _CLEARED:
        clear()
