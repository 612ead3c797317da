"""Everything that a pass works with, put together from the settings; paths are beside the settings file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from parsers.form.kind.known_forms import KnownForm, known_forms
from parsers.safe.limits import Limits
from pipeline.clock.law_files.rules import Law, law
from pipeline.clock.model import Deadline, Task
from pipeline.edges.journal import Journal
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.edges.outgoing.outbox import Outbox
from pipeline.edges.tracker_file.file import TrackerFile
from pipeline.errors import SettingsInvalid
from pipeline.notices.wording.templates import Environment, environment
from pipeline.settings import Settings, settings

Section = TypeVar("Section", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class World:
    """The settings (every path absolute) and the doors to mailbox, outgoing mail and tracker."""

    settings: Settings
    journal: Journal
    inbox: Callable[[], Inbox]
    outbox: Callable[[], Outbox]
    say: Callable[[str], None]
    counted: dict[tuple[object, ...], tuple[Deadline, ...]] = field(default_factory=dict)
    duties: dict[tuple[object, ...], tuple[Task, ...]] = field(default_factory=dict)
    uncounted: set[str] = field(default_factory=set)  # the cases whose dates or duties could not be worked out
    silent: bool = False  # what is due is remembered as said, and nobody is written to
    patient: bool = False  # a worker that nobody watches does not knock again soon after a refused sign-in

    @cached_property
    def law(self) -> Law:
        """The rules."""
        return law()

    @cached_property
    def forms(self) -> tuple[KnownForm, ...]:
        """The shipped forms and the office's own."""
        return forms_of(self.settings)

    @cached_property
    def limits(self) -> Limits:
        """The bounds of the settings, in bytes and seconds."""
        return limits_of(self.settings)

    @cached_property
    def templates(self) -> Environment:
        """The words of every mail."""
        return environment(self.settings.notices.templates)

    @cached_property
    def tracker(self) -> TrackerFile:
        """The workbook."""
        return TrackerFile(self.settings.tracker.path, backups=self.settings.tracker.backups)


@contextmanager
def open_world(
    config: Path, *, say: Callable[[str], None] = lambda _: None, silent: bool = False, patient: bool = False
) -> Iterator[World]:
    """The world of the settings file `config`; raises SettingsInvalid or StoreUnavailable."""
    folder = config.resolve().parent
    given = anchored(settings_from(config), folder)
    with Journal(given.store.folder) as journal:
        yield World(
            settings=given,
            journal=journal,
            inbox=lambda: Inbox(given.mailbox),
            outbox=lambda: Outbox(given.outgoing),
            say=say,
            silent=silent,
            patient=patient,
        )


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


def forms_of(given: Settings) -> tuple[KnownForm, ...]:
    """The shipped forms and the office's own."""
    own = given.intake.known_forms
    return (*known_forms(), *(known_forms(own) if own else ()))


def limits_of(given: Settings) -> Limits:
    """The bounds of the settings, in bytes and seconds."""
    bounds = given.limits
    return Limits(
        file_bytes=bounds.file_megabytes * 1_000_000,
        unpacked_bytes=bounds.unpacked_megabytes * 1_000_000,
        files=bounds.files_in_a_mail,
        nesting=bounds.nesting,
        seconds=bounds.seconds_per_document,
        mail_seconds=bounds.seconds_per_mail,
        memory_bytes=bounds.memory_megabytes * 1_000_000,
    )


def settings_from(path: Path) -> Settings:
    """The settings in the file `path`; raises SettingsInvalid where it is missing or cannot be used."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsInvalid(
            f"There is no settings file {path}; copy config.toml from the project, or name yours with --config PATH."
        ) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingsInvalid(f"{path} cannot be read ({fault}).") from None
    return settings(text, where=str(path))


def settings_or_defaults(path: Path) -> Settings:
    """The settings in `path`, or the defaults where nobody made a file: enough to read a form or count a date."""
    return anchored(settings_from(path), path.resolve().parent) if path.exists() else Settings()
