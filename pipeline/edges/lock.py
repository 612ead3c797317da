"""One pass at a time: a lock that the operating system lets go when its holder dies, however it dies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PassRunning, StoreUnavailable


@contextmanager
def pass_lock(folder: Path) -> Iterator[None]:
    """Holds the lock of the store in `folder`; raises PassRunning at once where another process holds it."""
    import fcntl  # Windows has none

    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = (folder / "pass.lock").open("w")
    except OSError as fault:
        raise StoreUnavailable(f"The store in {folder} cannot be used ({fault.strerror}).") from fault
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PassRunning from None
        yield


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Holds `folder` against others who do the same, and waits for them; raises OSError where it cannot be opened.

    The folder itself is locked: a file in it that is replaced as a whole would take its lock with it.
    """
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
