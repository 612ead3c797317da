"""The workbook as a file: who has it open, what it holds, and how it is replaced without harm."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from glob import escape as glob_escape
from pathlib import Path

from pipeline.dates import london
from pipeline.edges.tracker_file.companion_files import (
    excel_holder,
    is_backup,
    is_conflict_copy,
    libreoffice_holder,
    superfluous,
)
from pipeline.edges.tracker_file.written_through import keep_character, sync_folder, why_not_written, write_through
from pipeline.errors import TrackerLocked, TrackerRefused
from pipeline.tracker.workbook.package import opened

_TRIES = 3  # a file on a share may be in the middle of being saved


@dataclass(frozen=True, slots=True)
class TrackerFile:
    """The workbook at `path`; before each write the old one is kept, and of those the last `backups`, besides one a
    day for a month and one a month for a year; in `backup_folder`, or beside it."""

    path: Path
    backups: int = 20
    backup_folder: Path | None = None

    @property
    def place(self) -> Path:
        """Where the file lies; a link that leads to it, on a share for instance, is never itself replaced."""
        return Path(os.path.realpath(self.path))

    def read(self) -> bytes | None:
        """The workbook's bytes, or None where there is none.

        Raises TrackerLocked while it cannot be reached, TrackerUnreadable where it is cut short or no workbook,
        TrackerRefused where a person must save it in another way.
        """
        content = self.content()
        if content is not None:
            opened(content)
        return content

    def require_writable(self) -> None:
        """Raises TrackerLocked where nothing can be written beside the file, or the file is read-only; nothing stays.

        Where there is no folder yet the first write makes it.
        """
        place = self.place
        proof = place.with_name(f".~{place.name}.proof")
        with contextlib.suppress(FileNotFoundError):
            try:
                write_through(proof, b"")
            except FileNotFoundError:
                raise
            except OSError as fault:
                raise TrackerLocked(why_not_written(fault, place)) from fault
        proof.unlink(missing_ok=True)
        _require_mark(self.path, self._state())

    def content(self) -> bytes | None:
        """The bytes of the file, whatever they are, while nobody is saving it; None where there is none."""
        for _ in range(_TRIES):
            before = self._state()
            if before is None:
                return None
            content = self._content()
            if self._state() == before:
                return content
        raise TrackerLocked(f"{self.path.name} is being saved by another program; the next pass reads it.")

    def holder(self) -> str:
        """The name of whoever has the workbook open, `somebody` where the program does not say, or an empty text."""
        return excel_holder(self.place) or libreoffice_holder(self.place)

    def require_closed(self) -> None:
        """Raises TrackerLocked while somebody has the workbook open."""
        if holder := self.holder():
            raise TrackerLocked(_open_in(self.place, holder))

    def set_aside(self) -> tuple[Path, ...]:
        """The versions that could not be used, or were made anew, and so were set aside."""
        return tuple(sorted(self.place.parent.glob(f"{glob_escape(self.place.stem)} set aside *{self.place.suffix}")))

    def conflict_copies(self) -> tuple[Path, ...]:
        """Copies beside the workbook that a sync program made because two people changed it at once."""
        with contextlib.suppress(OSError):
            return tuple(sorted(found for found in self.place.parent.iterdir() if is_conflict_copy(found, self.place)))
        return ()

    def replace(self, content: bytes, *, was: bytes | None, now: datetime) -> None:
        """Puts `content` in the place of `was` (None: there was no file), keeping `was` as a backup of the time `now`.

        Raises TrackerLocked, and changes nothing, where the file is held, read-only, or not `was` any more, and where
        its disk is full.
        """
        with self._replacing(content, was=was):
            if was is not None:
                self._keep_backup(was, now=now)

    def renew(self, content: bytes, *, was: bytes, now: datetime) -> Path:
        """Puts `content` in the place of `was`, which cannot be used, and gives the new place of `was` beside it.

        Raises TrackerLocked as `replace` does; the file is never missing in between.
        """
        aside = self._free_place(now)
        try:
            with self._replacing(content, was=was):
                write_through(aside, was)
                keep_character(self.place, aside)
        except TrackerLocked:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            raise
        return aside

    def kept_backups(self) -> tuple[Path, ...]:
        """The backups, oldest first."""
        return tuple(sorted(found for found in self._backup_folder.glob("*") if is_backup(found, self.place)))

    def is_at_home(self) -> bool:
        """Whether the folder holds what earlier writes left there: an empty one is where a share is not connected."""
        if self.backup_folder is None:
            return self._backup_folder.is_dir()
        with contextlib.suppress(OSError):
            return any(self.place.parent.iterdir())
        return False

    def keep(self, content: bytes, *, now: datetime) -> None:
        """Keeps `content`, in which the office saved something, as a backup; raises TrackerLocked where it cannot."""
        self._keep_backup(content, now=now)

    @contextmanager
    def _replacing(self, content: bytes, *, was: bytes | None) -> Iterator[None]:
        """Writes `content` beside the file, lets the caller keep what was there, and puts it in its place."""
        self._require_free(was)
        place = self.place
        temporary = place.with_name(f".~{place.name}.caseclock")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            write_through(temporary, content)
            if was is not None:
                keep_character(place, temporary)
            yield
            self._require_free(was)
            os.replace(temporary, place)  # noqa: PTH105  # the atomic call itself
        except OSError as fault:
            raise TrackerLocked(why_not_written(fault, place)) from fault
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        sync_folder(place.parent)

    def _free_place(self, now: datetime) -> Path:
        stem, suffix = f"{self.place.stem} set aside {_stamp(now)}", self.place.suffix
        place, number = self.place.with_name(stem + suffix), 1
        while place.exists():
            number += 1
            place = self.place.with_name(f"{stem} {number}{suffix}")
        return place

    @property
    def _backup_folder(self) -> Path:
        return self.backup_folder or self.place.parent / f"{self.place.stem} backups"

    def _state(self) -> tuple[int, int, int] | None:
        try:
            found = self.place.stat()
        except FileNotFoundError:
            return None
        except PermissionError as fault:
            raise TrackerLocked(f"{self.path.name} may not be read; give Caseclock access to its folder.") from fault
        except OSError as fault:
            raise TrackerLocked(_out_of_reach(self.path, fault)) from fault
        return found.st_size, found.st_mtime_ns, found.st_mode

    def _content(self) -> bytes:
        try:
            return self.place.read_bytes()
        except PermissionError as fault:
            raise TrackerLocked(
                f"{self.path.name} is held by another program, or Caseclock may not read it; close it there, or give "
                "access to the file."
            ) from fault
        except IsADirectoryError as fault:
            raise TrackerRefused(
                f"{self.path} is a folder; set tracker.path to the workbook's own name, such as tracker.xlsx."
            ) from fault
        except OSError as fault:
            raise TrackerLocked(_out_of_reach(self.path, fault)) from fault

    def _require_free(self, was: bytes | None) -> None:
        self.require_closed()
        state = self._state()
        if (state is None) != (was is None) or (was is not None and digest(self._content()) != digest(was)):
            raise TrackerLocked(
                f"{self.path.name} was saved by somebody during this pass; nothing was overwritten, and the next pass "
                "reads it again."
            )
        _require_mark(self.path, state)

    def _keep_backup(self, content: bytes, *, now: datetime) -> None:
        if not self.backups:
            return
        folder = self._backup_folder
        try:
            folder.mkdir(exist_ok=True, parents=self.backup_folder is not None)
            place = folder / f"{self.place.stem} {_stamp(now)}{self.place.suffix}"
            write_through(place, content)
            keep_character(self.place, place)
            for old in superfluous(self.kept_backups(), last=self.backups, today=london(now).date()):
                old.unlink(missing_ok=True)
        except OSError as fault:
            raise TrackerLocked(
                f"{why_not_written(fault, folder)} The old version could not be kept in that folder, so the new one "
                "was not written."
            ) from fault


def _open_in(place: Path, holder: str) -> str:
    return (
        f"{place.name} is open in {holder}’s program; changes wait and are written when it is closed. If nobody has it "
        f"open, delete the file ~${place.name} or .~lock.{place.name}# beside it."
    )


def _require_mark(path: Path, state: tuple[int, int, int] | None) -> None:
    if state is not None and not state[2] & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise TrackerLocked(f"{path.name} is read-only; clear that mark and the next pass writes it.")


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _stamp(now: datetime) -> str:
    return f"{london(now):%Y-%m-%d %H%M%S}"


def _out_of_reach(path: Path, fault: OSError) -> str:
    return (
        f"{path} cannot be reached ({fault.strerror}); check that its folder or share is connected. Nothing is lost; "
        "the next pass tries again."
    )
