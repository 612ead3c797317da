"""A settings file into which answers are written one by one; whatever else stands in it stays as it is."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.edges.files import write_whole
from pipeline.errors import SettingsInvalid
from pipeline.settings import ContactSetting, settings

Value = str | int | bool | date

_HEAD = """\
# Caseclock's settings, as `caseclock init` asked for them. What is not here has its default: the project's own
# config.toml shows every key, docs/setting-up.md explains them. Passwords and other secrets never stand in this file.
# Relative paths are beside it. After a change run: caseclock check

[notices.modes]
# A careful start: these mails lie in Drafts until a person sends them. Alerts, digests and what only the office can
# answer are sent all the same. Once you are content, write "send", kind by kind.
"""
DRAFTED = (
    *("acknowledgement", "send_again", "question", "reminder", "agency_request", "chaser", "invitation", "calendar"),
    "letter",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SettingEntry:
    """One setting to be written: its key with its table, its value, and the comment above it."""

    key: str
    value: Value
    why: str = ""


@dataclass(slots=True)
class SettingsFile:
    """The settings file at `path`, made at the first answer; `text` is what stands in it."""

    path: Path
    text: str = ""

    @classmethod
    def at(cls, path: Path) -> SettingsFile:
        """The file as it is, or as a new one begins; raises SettingsInvalid where it cannot be read or used."""
        try:
            text = path.read_bytes().decode("utf-8")
        except FileNotFoundError:
            return cls(path, _HEAD + "".join(f'{kind} = "draft"\n' for kind in DRAFTED))
        except (OSError, UnicodeDecodeError) as fault:
            raise SettingsInvalid(f"{path} cannot be read ({fault}).") from None
        settings(text, where=str(path))
        return cls(path, text)

    def known(self, key: str) -> Any:
        """What stands under `key`; None where nothing does."""
        found: Any = tomllib.loads(self.text)
        for step in key.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return found

    def put(self, entries: Iterable[SettingEntry]) -> None:
        """Writes `entries`; raises ValueError, and writes nothing, where one is no value for its key.

        Raises SettingsInvalid where the file takes none.
        """
        text = self.text
        for entry in entries:
            text = with_entry(text, entry, where=str(self.path))
        self._keep(text)

    def add(self, contact: ContactSetting) -> None:
        """Writes one more contact."""
        said = contact.model_dump(include={"name", "address", "agency", "role"})
        self.append("\n".join(["[[contacts]]", *(f"{name} = {_toml(value)}" for name, value in said.items())]))

    def append(self, lines: str) -> None:
        """Writes `lines` behind everything."""
        gap = "" if self.text.endswith("\n") else "\n"
        self._keep(f"{self.text}{gap}\n{lines.rstrip()}\n")

    def _keep(self, text: str) -> None:
        try:
            settings(text, where=str(self.path))
        except SettingsInvalid as fault:
            raise ValueError(str(fault)) from None
        try:
            write_whole(self.path, text.encode(), mode=0o640)
        except OSError as fault:
            raise SettingsInvalid(
                f"{self.path} cannot be written ({fault.strerror}); make its folder writable for you, or name another "
                "folder with --dir."
            ) from None
        self.text = text


def made_folder(folder: Path) -> Path:
    """The folder, made where it is missing; raises SettingsInvalid where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise SettingsInvalid(
            f"The folder {folder} cannot be made ({fault.strerror}); name one that you may write to with --dir."
        ) from None
    return folder


def with_entry(text: str, entry: SettingEntry, *, where: str) -> str:
    """The settings `text` with `entry` in its table, which is made where there is none, and nothing else changed.

    Raises SettingsInvalid, with the line to be entered by hand, where the file hides the place.
    """
    table, _, name = entry.key.rpartition(".")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    said = [*([f"# {entry.why}"] if entry.why else ()), f"{name} = {_toml(entry.value)}"]
    headers = [number for number, line in enumerate(lines) if line.startswith("[")]
    begin = next((number for number in headers if lines[number].partition("#")[0].strip() == f"[{table}]"), None)
    if begin is None:
        lines += ["", f"[{table}]", *said]
    else:
        end = next((number for number in headers if number > begin), len(lines))
        _set_within(lines, said, begin=begin, end=end, name=name)
    changed = newline.join([*lines, ""])
    if _parsed(changed) != _changed(tomllib.loads(text), entry):
        raise SettingsInvalid(f"{where}: {name} cannot be written into [{table}]. Enter by hand:\n{said[-1]}")
    return changed


def _set_within(lines: list[str], said: list[str], *, begin: int, end: int, name: str) -> None:
    stood = next((n for n in range(begin, end) if lines[n].partition("=")[0].strip() == name), None)
    if stood is not None:
        lines[stood] = said[-1]
        return
    # Behind the last value of the table: what follows it may be a comment on the next one.
    last = max(n for n in range(begin, end) if lines[n].strip() and not lines[n].startswith("#"))
    lines[last + 1 : last + 1] = said


def _parsed(text: str) -> object:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _changed(stood: dict[str, Any], entry: SettingEntry) -> dict[str, Any]:
    *tables, name = entry.key.split(".")
    inner = stood
    for table in tables:
        inner = inner.setdefault(table, {})
    inner[name] = entry.value
    return stood


def _toml(value: Value) -> str:
    # What JSON writes of a text, a number or a truth is TOML too.
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
