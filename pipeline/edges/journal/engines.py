"""Engines for all journals of a process, one for each kind of store, each connection to a place of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, NullPool, create_engine, event

_PLACE: ContextVar[Any] = ContextVar("place")


def engine_for(url: str, opened: Callable[[Any], Any], *, said: Callable[[ExceptionContext], None]) -> Engine:
    """An engine whose connections `opened` makes from their place, and whose faults `said` puts into words.

    One does for many journals: an engine puts each statement into SQL when it first meets it.
    """
    engine = create_engine(
        url,
        creator=lambda: opened(_PLACE.get()),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        # The words of a statement that failed would stand in the error, and they hold people's names.
        hide_parameters=True,
    )
    event.listen(engine, "handle_error", said)
    return engine


def connected(engine: Engine, place: object) -> Connection:
    """A connection of `engine` to `place`."""
    token = _PLACE.set(place)
    try:
        return engine.connect()
    finally:
        _PLACE.reset(token)
