"""How each of many offices stands, a line for each, from what its last pass left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.dates import long_time
from pipeline.edges.journal import Journal
from pipeline.errors import CaseclockError
from scheduler.health import watched
from scheduler.offices_folder import OfficeFile
from scheduler.shared.carried import take_over


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeStands:
    """What `status` says of one office of many, as JSON, and with what it ends."""

    said: Mapping[str, object]
    exit_status: int


def how_it_stands(file: OfficeFile, *, now: datetime) -> OfficeStands:
    """How the office of a settings file stands."""
    if file.settings is None or file.fault:
        return OfficeStands(said={"office": file.name, "well": False, "needs": [file.fault]}, exit_status=2)
    fault = ""
    try:
        with Journal.of(file.settings.store) as journal:
            take_over(journal)
    except (CaseclockError, OSError) as raised:
        fault = str(raised)
    said = watched(file.settings, now=now)
    needs = said["needs"]
    known = [*(needs if isinstance(needs, list) else ()), *([fault] if fault else ())]
    return OfficeStands(
        said={"office": file.name, **said, "well": not known, "needs": known}, exit_status=1 if known else 0
    )


def office_line(stands: OfficeStands) -> str:
    """The same in one line."""
    said = stands.said
    needs = said["needs"] if isinstance(said["needs"], list) else []
    if needs:
        more = f" (and {len(needs) - 1} more)" if len(needs) > 1 else ""
        return f"{said['office']}: to put right: {' '.join(str(needs[0]).split())}{more}"
    last = datetime.fromisoformat(str(said["last_good_pass"]))
    return f"{said['office']}: all is well, last good pass {long_time(last)}"
