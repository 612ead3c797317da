"""What outlives a pass, beside the journal and without it: how passes went, and who was told of what stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.edges.files import write_whole
from pipeline.watch.alarms import AlarmTold
from pipeline.watch.standing import FaultKind, StandingFault

HEALTH, ALARMS, WHOM = "health.json", "alarms.json", "alarm-contacts.json"
# Room in the file, so that it can be written over where a full disk takes no new one.
_ROOM = 8192
_INSTANTS = (
    *("last_pass", "last_good_pass", "not_good_since", "mailbox_read", "last_mail", "outgoing_met"),
    *("oldest_queued", "latest_pass", "newest_mail"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class HealthRecord:
    """How the last pass went, and when each thing last went well. Nothing in it is personal."""

    last_pass: datetime | None = None
    last_good_pass: datetime | None = None
    not_good_since: datetime | None = None
    ended: str = ""  # whole, broken off, hung or killed
    unchanged: bool = False  # whether the last pass found everything as the one before left it
    counts: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[str, ...] = ()  # of the last pass
    standing: tuple[StandingFault, ...] = ()
    latest_pass: datetime | None = None  # of all of the last week, by this computer's clock
    newest_mail: datetime | None = None  # when the server received it, by its own clock
    mailbox_read: datetime | None = None
    last_mail: datetime | None = None
    outgoing_met: datetime | None = None
    oldest_queued: datetime | None = None
    certificates: Mapping[str, datetime] = field(default_factory=dict)
    secrets: Mapping[str, date] = field(default_factory=dict)
    calendar_ends: date | None = None
    disk_free_megabytes: Mapping[str, int] = field(default_factory=dict)
    heartbeat: str = ""  # why the last call of the heartbeat failed

    @property
    def is_good(self) -> bool:
        """Whether the last pass was."""
        return self.last_pass is not None and self.last_pass == self.last_good_pass


def health(folder: Path) -> HealthRecord:
    """What the last pass recorded in the store `folder`, or nothing where there was none."""
    said = _read(folder / HEALTH)
    try:
        return _record(said)
    except (KeyError, TypeError, ValueError, AttributeError):
        return HealthRecord()


def write_health(folder: Path, record: HealthRecord) -> None:
    """Writes `health.json`; raises OSError where the disk takes nothing at all."""
    _write(folder / HEALTH, _said(record))


def _said(record: HealthRecord) -> dict[str, Any]:
    return {
        **{name: _text(getattr(record, name)) for name in (*_INSTANTS, "calendar_ends")},
        "ended": record.ended,
        "unchanged": record.unchanged,
        "counts": dict(record.counts),
        "faults": list(record.faults),
        "standing": [_fault_json(fault) for fault in record.standing],
        "certificates": {name: _text(end) for name, end in record.certificates.items()},
        "secrets": {name: _text(end) for name, end in record.secrets.items()},
        "disk_free_megabytes": dict(record.disk_free_megabytes),
        "heartbeat": record.heartbeat,
    }


def _record(said: Mapping[str, Any]) -> HealthRecord:
    ends = said.get("calendar_ends")
    return HealthRecord(
        **{name: _instant(said.get(name)) for name in _INSTANTS},
        calendar_ends=date.fromisoformat(ends) if ends else None,
        ended=str(said.get("ended", "")),
        unchanged=said.get("unchanged", False),
        counts=said.get("counts", {}),
        faults=tuple(said.get("faults", ())),
        standing=tuple(map(_fault, said.get("standing", ()))),
        certificates={name: datetime.fromisoformat(end) for name, end in said.get("certificates", {}).items()},
        secrets={name: date.fromisoformat(end) for name, end in said.get("secrets", {}).items()},
        disk_free_megabytes=said.get("disk_free_megabytes", {}),
        heartbeat=str(said.get("heartbeat", "")),
    )


def alarms_told(folder: Path) -> tuple[AlarmTold, ...]:
    """What somebody was told of, or is to be; nothing where the file cannot be read, and then it is told again."""
    try:
        return tuple(
            AlarmTold(fault=_fault(entry), last=_instant(entry["last"])) for entry in _read(folder / ALARMS)["told"]
        )
    except (KeyError, TypeError, ValueError):
        return ()


def keep_alarms(folder: Path, told: Iterable[AlarmTold]) -> None:
    """Remembers what somebody was told of; raises OSError."""
    entries = [{**_fault_json(entry.fault), "last": _text(entry.last)} for entry in told]
    _write(folder / ALARMS, {"told": entries})


def whom_to_alarm(folder: Path) -> tuple[str, ...]:
    """The addresses of those in charge, as the last pass that could read them kept them."""
    found = _read(folder / WHOM).get("to", ())
    return tuple(map(str, found)) if isinstance(found, list) else ()


def keep_whom_to_alarm(folder: Path, addresses: Iterable[str]) -> None:
    """Keeps the addresses of those in charge, for a time when the journal cannot be opened."""
    now = tuple(addresses)
    if now != whom_to_alarm(folder):
        _write(folder / WHOM, {"to": list(now)})


def _fault_json(fault: StandingFault) -> dict[str, Any]:
    times = {"since": _text(fault.since), "seen": _text(fault.seen)}
    return {"kind": fault.kind.value, "why": fault.why, **times, "warns": fault.warns}


def _fault(said: Mapping[str, Any]) -> StandingFault:
    return StandingFault(
        kind=FaultKind(said["kind"]),
        why=said["why"],
        since=datetime.fromisoformat(said["since"]),
        seen=datetime.fromisoformat(said["seen"]),
        warns=said["warns"],
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, said: Mapping[str, Any]) -> None:
    content = json.dumps(said, ensure_ascii=False, indent=1).encode()
    padded = content + b" " * (_ROOM - len(content) - 1) + b"\n"
    try:
        write_whole(path, padded)
    except OSError:
        # On a full disk no new file can be made, but the blocks of the old one are there to be written over.
        with path.open("r+b") as file:
            file.write(padded)
            file.truncate()


def _text(when: date | datetime | None) -> str | None:
    return when.isoformat() if when else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
