"""The garbage collector held back while tables are made: it looks for circles, and they have none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_held_back() -> Iterator[None]:
    """Keeps the collector of circular references from walking over every row again and again: a sixth of a pass.

    What nothing refers to any more is still freed at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # What was made is counted among the old from now on, unseen; else all of it would be looked through as new.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
