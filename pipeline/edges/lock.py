"""One pass at a time: a lock that the operating system lets go when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PassRunning, StoreUnavailable


@contextmanager
def pass_lock(folder: Path) -> Iterator[None]:
    """Holds the lock of the store in `folder`; raises PassRunning at once where another process holds it."""
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
