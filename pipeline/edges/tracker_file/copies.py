"""The other copies of a workbook: those that sync programs make when two people save at once, and backups."""

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
