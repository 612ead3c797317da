"""The office: its settings, law, forms, templates and limits, none of which changes in a pass."""

from __future__ import annotations

import hashlib
import math
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from importlib.metadata import version
from importlib.resources import files
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from pipeline.clock.law_files.rules import Law, checked, law
from pipeline.errors import SettingsInvalid
from pipeline.settings import Settings, settings

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from parsers.form.kind.known_forms import KnownForm
    from parsers.safe.limits import Limits
    from pipeline.notices.wording.templates import Environment

Section = TypeVar("Section", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class ConfiguredOffice:
    """What an office has settled; what only some commands need is read when it is first asked for."""

    settings: Settings  # every path absolute
    backfill: bool = False  # whether a mailbox that was in use is to be taken in
    new_since: date | None = None  # mail received from this day on is new all the same; None: of the last working days

    def beside_tracker(self, path: Path) -> str:
        """The link to a file as the tracker and the page beside it write it, from the folder in which they lie."""
        try:
            return relpath(path, self.settings.tracker.path.parent).replace("\\", posixpath.sep)
        except ValueError:  # on Windows no way leads from one drive or share to another
            return path.as_uri()

    @property
    def longest_silence(self) -> timedelta:
        """For how long a pass that is not frozen may say nothing to its journal."""
        longest = max(self.settings.worker.pass_minutes * 60, self.settings.limits.seconds_per_mail)
        return timedelta(seconds=longest + 60)

    def digest(self) -> str:
        """Of the program, the settings, the law and the words of mails, as they are now."""
        own = self.settings.notices.templates
        said = f"{version('caseclock')}\n{self.settings.model_dump_json()}".encode()
        return hashlib.sha256(said + _packaged() + (_content_below(own) if own else b"")).hexdigest()

    @cached_property
    def law(self) -> Law:
        """The rules as shipped."""
        return law()

    @cached_property
    def checked_law(self) -> Law:
        """The rules with what a person of this office has read; raises SettingsInvalid for an edition there is not."""
        return checked(self.law, self.settings.clock.checked)

    @cached_property
    def forms(self) -> tuple[KnownForm, ...]:
        """The shipped forms and the office's own."""
        from parsers.form.kind.known_forms import known_forms

        own = self.settings.intake.known_forms
        return (*known_forms(), *(known_forms(own) if own else ()))

    @cached_property
    def limits(self) -> Limits:
        """The bounds of the settings, in bytes and seconds."""
        from parsers.safe.limits import Limits

        bounds = self.settings.limits
        return Limits(
            file_bytes=bounds.file_megabytes * 1_000_000,
            unpacked_bytes=bounds.unpacked_megabytes * 1_000_000,
            files=bounds.files_in_a_mail,
            nesting=bounds.nesting,
            seconds=bounds.seconds_per_document,
            mail_seconds=bounds.seconds_per_mail,
            # A person who takes in a mailbox waits until it is done.
            pass_seconds=math.inf if self.backfill else bounds.seconds_per_pass,
            memory_bytes=bounds.memory_megabytes * 1_000_000,
        )

    @cached_property
    def templates(self) -> Environment:
        """The words of every mail."""
        from pipeline.notices.wording.templates import environment

        return environment(self.settings.notices.templates)


def office_of(config: Path) -> ConfiguredOffice:
    """The office of the settings file `config`, beside which its paths lie; raises SettingsInvalid."""
    return ConfiguredOffice(settings=anchored(settings_from(config), config.resolve().parent))


def office_or_defaults(config: Path) -> ConfiguredOffice:
    """The office of `config`, or one of defaults where nobody made a file: enough to read a form or count a date."""
    return office_of(config) if config.exists() else ConfiguredOffice(settings=Settings())


def anchored(section: Section, folder: Path) -> Section:
    """The same settings with every relative path beginning at `folder`, where the settings file lies."""
    found: dict[str, object] = {}
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, Path):
            found[name] = folder / value
        elif isinstance(value, BaseModel):
            found[name] = anchored(value, folder)
    return section.model_copy(update=found)


def settings_from(path: Path) -> Settings:
    """The settings in the file `path`; raises SettingsInvalid where it is missing or cannot be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsInvalid(
            f"There is no settings file {path}; run `caseclock init` to make one, or name yours with --config PATH."
        ) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsInvalid(f"{path} cannot be read ({fault}).") from None
    return settings(text, where=str(path))


@cache
def _packaged() -> bytes:
    """The law and the words as shipped, which a process has read once and works by."""
    from pipeline.notices.documents.template_file import TEMPLATES

    return _content_below(files("pipeline.clock") / "law") + _content_below(TEMPLATES)


def _content_below(folder: Traversable | Path) -> bytes:
    return b"".join(path.name.encode() + path.read_bytes() for path in _files_below(folder))


def _files_below(folder: Traversable | Path) -> Iterator[Traversable | Path]:
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.is_dir():
            yield from _files_below(path)
        else:
            yield path
