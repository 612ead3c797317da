"""The workbook as a file: who has it open, what it holds, and how it is replaced without harm."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.dates import london
from pipeline.edges.tracker_holders import excel_holder, libreoffice_holder
from pipeline.errors import TrackerLocked, TrackerUnreadable
from pipeline.tracker.package import opened

# What OneDrive, Nextcloud, Dropbox, Syncthing and Windows Explorer put behind a name when two copies disagree.
_CONFLICT = re.compile(r"( ?\(.+\)|-[A-Za-z][\w-]*| - Cop(y|ie)\b.*|\.sync-conflict-.+|_conf\(.+\))", re.I)
_TRIES = 3  # a file on a share may be in the middle of being saved


@dataclass(frozen=True, slots=True)
class TrackerFile:
    """The workbook at `path`; before each write the old one is kept, and of those the last `backups`."""

    path: Path
    backups: int = 20

    def read(self) -> bytes | None:
        """The workbook's bytes, or None where there is none.

        Raises TrackerLocked while another program refuses to share it, TrackerUnreadable where it is cut short,
        protected by a password or no workbook.
        """
        for _ in range(_TRIES):
            before = self._state()
            if before is None:
                return None
            content = self._content()
            if self._state() == before:
                opened(content)
                return content
        raise TrackerLocked(f"{self.path.name} is being saved by another program; the next pass reads it.")

    def holder(self) -> str:
        """The name of whoever has the workbook open, `somebody` where the program does not say, or an empty text."""
        return excel_holder(self.path) or libreoffice_holder(self.path)

    def conflict_copies(self) -> tuple[Path, ...]:
        """Copies beside the workbook that a sync program made because two people changed it at once."""
        if not self.path.parent.is_dir():
            return ()
        stem, suffix = self.path.stem, self.path.suffix
        beside = (found for found in self.path.parent.iterdir() if found.suffix == suffix and found != self.path)
        return tuple(sorted(f for f in beside if f.stem.startswith(stem) and _CONFLICT.fullmatch(f.stem[len(stem) :])))

    def replace(self, content: bytes, *, was: bytes | None, now: datetime) -> None:
        """Puts `content` in the place of `was` (None: there was no file), keeping `was` as a backup of the time `now`.

        Raises TrackerLocked, and changes nothing, where the file is held, read-only, or not `was` any more.
        """
        self._require_free(was)
        temporary = self.path.with_name(f".~{self.path.name}.caseclock")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _write_through(temporary, content)
            if was is not None:
                self._keep_backup(was, now=now)
                _copy_permissions(self.path, temporary)
            self._require_free(was)
            os.replace(temporary, self.path)  # noqa: PTH105  # the atomic call itself
            _sync_folder(self.path.parent)
        except PermissionError as fault:
            raise TrackerLocked(
                f"{self.path.name} could not be replaced: another program holds it, or the folder may not be written. "
                "Nothing is lost; the next pass tries again. If it goes on, check who has it open and the folder's "
                "permissions."
            ) from fault
        finally:
            temporary.unlink(missing_ok=True)

    def set_aside(self, *, now: datetime) -> Path:
        """Moves a workbook that cannot be used out of the way, and gives its new place."""
        place = self.path.with_name(f"{self.path.stem} set aside {_stamp(now)}{self.path.suffix}")
        number = 1
        while place.exists():
            number += 1
            place = self.path.with_name(f"{self.path.stem} set aside {_stamp(now)} {number}{self.path.suffix}")
        os.replace(self.path, place)  # noqa: PTH105
        return place

    def kept_backups(self) -> tuple[Path, ...]:
        """The backups, oldest first."""
        return tuple(sorted(self._backup_folder.glob(f"{self.path.stem} *{self.path.suffix}")))

    @property
    def _backup_folder(self) -> Path:
        return self.path.parent / f"{self.path.stem} backups"

    def _state(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        except PermissionError as fault:
            raise TrackerLocked(f"{self.path.name} may not be read; give Caseclock access to its folder.") from fault
        return found.st_size, found.st_mtime_ns

    def _content(self) -> bytes:
        try:
            return self.path.read_bytes()
        except PermissionError as fault:
            raise TrackerLocked(
                f"{self.path.name} is held by another program, or Caseclock may not read it; close it there, or give "
                "access to the file."
            ) from fault
        except IsADirectoryError as fault:
            raise TrackerUnreadable(
                f"{self.path} is a folder; set tracker.path to the workbook's own name, such as tracker.xlsx."
            ) from fault

    def _require_free(self, was: bytes | None) -> None:
        holder = self.holder()
        if holder:
            raise TrackerLocked(
                f"{self.path.name} is open in {holder}’s program; changes wait and are written when it is closed."
            )
        state = self._state()
        if (state is None) != (was is None) or (was is not None and digest(self._content()) != digest(was)):
            raise TrackerLocked(
                f"{self.path.name} was saved by somebody during this pass; nothing was overwritten, and the next pass "
                "reads it again."
            )
        if state is not None and not self.path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise TrackerLocked(f"{self.path.name} is read-only; clear that mark and the next pass writes it.")

    def _keep_backup(self, content: bytes, *, now: datetime) -> None:
        if not self.backups:
            return
        folder = self._backup_folder
        folder.mkdir(exist_ok=True)
        place = folder / f"{self.path.stem} {_stamp(now)}{self.path.suffix}"
        _write_through(place, content)
        _copy_permissions(self.path, place)
        for old in self.kept_backups()[: -self.backups]:
            old.unlink(missing_ok=True)


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _stamp(now: datetime) -> str:
    return f"{london(now):%Y-%m-%d %H%M%S}"


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _copy_permissions(source: Path, target: Path) -> None:
    found = source.stat()
    target.chmod(stat.S_IMODE(found.st_mode))
    if hasattr(os, "chown"):
        try:
            os.chown(target, found.st_uid, found.st_gid)
        except PermissionError:
            return  # only root may give a file away; the folder's group still applies


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a folder to sync it; the replace is journalled by NTFS
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
