"""What lies beside a workbook: word of who has it open, copies that sync programs make when two save, and backups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

# What OneDrive, SharePoint, Nextcloud, Dropbox, Syncthing, Windows and Macs put behind a name when two copies disagree.
_BEHIND = re.compile(
    r" ?\(.+\)| ?\[conflict.*\]| \d{1,2}| - Cop(y|ie)\b.*| copy( \d+)?|\.sync-conflict-.+|_conf\(.+\)", re.I
)
# The name of a computer, which OneDrive puts behind a dash: its owner’s word for it (`Someone’s MacBook Pro`) or as it
# came.
_COMPUTER = re.compile(
    r"-(?=.*(['’]s |desktop|laptop|macbook|imac|surface|thinkpad|\bpc\b|\d))[A-Za-z][\w'’ .-]*|-[A-Z][A-Z0-9-]{3,14}"
)
_BEFORE = ("Copy of ", "Kopie von ")
# What an office calls its own older files.
_OWN = re.compile(r"-(old|new|backup|archive|draft|final|test|v?\d+|\d{4}(-\d\d){0,2})", re.I)
_STAMP = re.compile(r" (\d{4})-(\d\d)-(\d\d) \d{6}$")
_DAYS, _MONTHS = timedelta(days=31), timedelta(days=366)
SOMEBODY = "somebody"


def excel_holder(path: Path) -> str:
    """The name in the owner file `~$name.xlsx` that Excel keeps beside an open workbook, or an empty text."""
    content = _content(path.with_name(f"~${path.name}"))
    if content is None:
        return ""
    # The name stands twice: in one byte per character from byte 1, and in UTF-16 from byte 57 (its length before it).
    wide = content[57 : 57 + 2 * int.from_bytes(content[55:57], "little")].decode("utf-16-le", "replace").strip("\0 ")
    narrow = content[1 : 1 + content[0]].decode("cp1252", "replace").strip("\0 ") if content else ""
    return (wide if wide.isprintable() else "") or (narrow if narrow.isprintable() else "") or SOMEBODY


def libreoffice_holder(path: Path) -> str:
    """The name in the lock file `.~lock.name.xlsx#` of LibreOffice (name, login, host, time, profile), or nothing."""
    content = _content(path.with_name(f".~lock.{path.name}#"))
    if content is None:
        return ""
    fields = [field.strip() for field in content.decode("utf-8", "replace").split(",")]
    return next((field for field in fields[:2] if field), SOMEBODY)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        return b""  # Excel does not let the owner file itself be read on some shares; that it is there says enough


def is_conflict_copy(found: Path, place: Path) -> bool:
    """Whether `found` is called as sync programs call a second copy of the file at `place`."""
    stem = place.stem
    if found == place or found.suffix != place.suffix:
        return False
    if any(found.stem == before + stem for before in _BEFORE):
        return True
    behind = found.stem.removeprefix(stem)
    if behind == found.stem or not behind or _OWN.fullmatch(behind):
        return False
    return bool(_BEHIND.fullmatch(behind) or _COMPUTER.fullmatch(behind))


def is_backup(found: Path, place: Path) -> bool:
    """Whether `found` is called as our own backups of the file at `place` are, and not as the office calls a copy."""
    behind = found.stem.removeprefix(place.stem)
    return found.suffix == place.suffix and behind != found.stem and bool(_STAMP.fullmatch(behind))


def superfluous(backups: Sequence[Path], *, last: int, today: date) -> tuple[Path, ...]:
    """Those of `backups`, the oldest first, that need not be kept: all but the last ones, the newest of each day of the
    last month and the newest of each month of the last year."""
    kept = {*_newest_of_each(backups, 10, since=today - _DAYS), *_newest_of_each(backups, 7, since=today - _MONTHS)}
    return tuple(path for path in backups[:-last] if path not in kept)


def _newest_of_each(backups: Sequence[Path], length: int, *, since: date) -> Iterator[Path]:
    dated = [(day.isoformat(), path) for path in backups if (day := _day_of(path)) and day >= since]
    for _, same in groupby(dated, key=lambda entry: entry[0][:length]):
        yield list(same)[-1][1]


def _day_of(path: Path) -> date | None:
    found = _STAMP.search(path.stem)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None
