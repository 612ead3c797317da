"""How a workbook's bytes reach the disk whole, with the character of the file that was there, and why they may not."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_through(path: Path, content: bytes) -> None:
    """Writes `content` to `path` and to the disk; where that fails nothing is left behind. Raises OSError."""
    try:
        with path.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        raise


def keep_character(source: Path, target: Path) -> None:
    """Gives `target` the owner, the mode and, where the disk knows them, the access lists and marks of `source`."""
    found = source.stat()
    if hasattr(os, "chown"):
        # Only root may give a file away; for anybody else the folder's group still applies.
        with contextlib.suppress(PermissionError):
            os.chown(target, found.st_uid, found.st_gid)
    target.chmod(stat.S_IMODE(found.st_mode))
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(source):
                with contextlib.suppress(OSError):
                    os.setxattr(target, name, os.getxattr(source, name))


def sync_folder(folder: Path) -> None:
    """Makes a new name in `folder` last; some shares refuse this and keep order by themselves."""
    if os.name == "nt":
        return  # Windows cannot open a folder to sync it; the replace is journalled by NTFS
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def why_not_written(fault: OSError, path: Path) -> str:
    """Why `path` could not be written, and what a person can do about it."""
    if fault.errno in _FULL:
        return (
            f"{path.name} could not be written: the disk or the quota of {path.parent} is full. Nothing is lost; free "
            "some space, and the next pass writes it."
        )
    if isinstance(fault, PermissionError) or fault.errno == errno.EROFS:
        return (
            f"{path.name} could not be replaced: another program holds it, or the folder may not be written. "
            "Nothing is lost; the next pass tries again. If it goes on, check who has it open and the folder's "
            "permissions."
        )
    return (
        f"{path.name} could not be replaced ({fault.strerror}); check that {path.parent} is connected and may be "
        "written. Nothing is lost; the next pass tries again."
    )
