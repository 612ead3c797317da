"""The bundles that `caseclock audit` made of a case, where they lie in the office's folders or in this one."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from scheduler.office import ConfiguredOffice
from scheduler.record.bundle import SUMS


def bundles_of(office: ConfiguredOffice, refs: Iterable[str]) -> Iterator[Path]:
    """The zips and folders that are bundles of one of these cases."""
    tracker, store = office.settings.tracker, office.settings.store.folder
    places = dict.fromkeys((tracker.path.parent, tracker.originals, store, store.parent, Path.cwd()))
    for place in places:
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if any(_is_of(path, ref) for ref in refs):
                yield path


def _is_of(path: Path, ref: str) -> bool:
    if path.is_dir():
        return (path / SUMS).is_file() and (path / f"{ref}.html").is_file()
    if path.suffix.lower() != ".zip":
        return False
    try:
        with zipfile.ZipFile(path) as packed:
            return f"{ref}/{SUMS}" in packed.namelist()
    except (zipfile.BadZipFile, OSError):
        return False
