"""Files read within bounds and written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from pipeline.edges.clock import now
from pipeline.errors import StoreUnavailable

SPARE_BYTES = 50 * 1024 * 1024
"""What is left free on a disk after a write, so that the journal can still say what happened."""
_PART_SECONDS = 3600


def content_within(path: Path, limit: int) -> bytes | None:
    """The bytes of `path`, or None when it holds more than `limit` bytes; raises OSError when it cannot be read."""
    with path.open("rb") as file:
        content = file.read(limit + 1)
    return None if len(content) > limit else content


def checksum_of(path: Path) -> str:
    """The SHA-256 of what `path` holds, in hexadecimal; raises OSError when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_open_to_all(folder: Path) -> bool:
    """Whether every user of this machine may look into `folder`, as far as its mode says."""
    return os.name != "nt" and folder.exists() and bool(folder.stat().st_mode & 0o007)


def require_space(folder: Path, size: int) -> None:
    """Raise StoreUnavailable unless `size` bytes fit on the disk of `folder` with something to spare."""
    free = shutil.disk_usage(folder).free
    if free < size + SPARE_BYTES:
        raise StoreUnavailable(
            f"The disk of {folder} has {free // 1_048_576} MB free, and {(size + SPARE_BYTES) // 1_048_576} MB are "
            "needed; free disk space, then run `caseclock once`."
        )


def sweep_parts(folder: Path, *, deep: bool) -> int:
    """Removes what writes that were cut off have left in `folder`, and says how much it was; `deep`, below it too.

    What was touched within the hour may still be written.
    """
    before, swept = now().timestamp() - _PART_SECONDS, 0
    for part in folder.rglob(".*.part") if deep else folder.glob(".*.part"):
        # A share may be gone in the middle of it: what is left is swept another day.
        with contextlib.suppress(OSError):
            if part.stat().st_mtime < before:
                part.unlink()
                swept += 1
    return swept


def write_whole(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Put `content` at `path` so that a reader sees the old file or the new one, never a part of either.

    The permissions of the file that was there are kept; a new file gets `mode`, or 0600. Raises OSError, and then
    the old file stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _keep_permissions(part, path, mode=mode)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _keep_permissions(part: Path, path: Path, *, mode: int | None) -> None:
    try:
        before = path.stat()
    except FileNotFoundError:
        part.chmod(0o600 if mode is None else mode)
        return
    part.chmod(before.st_mode & 0o7777)
    # Only root may give a file away; for anybody else the owner is the same already, or the folder decides.
    with contextlib.suppress(PermissionError, AttributeError):
        os.chown(part, before.st_uid, before.st_gid)


def _flush_folder(folder: Path) -> None:
    # The new name is on disk only when its folder is (fsync(2)); some network shares refuse this, and keep order
    # by themselves; Windows opens no folders.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
