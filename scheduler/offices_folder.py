"""A folder of settings files, one for each office that a worker serves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import SettingsInvalid
from pipeline.settings import Settings, Store
from scheduler.office import office_of


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeFile:
    """A settings file: what it says, or why it cannot be used."""

    config: Path
    settings: Settings | None = None
    fault: str = ""

    @property
    def name(self) -> str:
        """What the office is called wherever several are spoken of."""
        return self.config.stem


def offices_in(folder: Path) -> tuple[OfficeFile, ...]:
    """Every settings file (`*.toml`) of `folder`, by name; raises SettingsInvalid where the folder holds none.

    Of two that name one journal or one tracker only the first is used: no mailbox is worked into another's.
    """
    found: list[OfficeFile] = []
    taken: dict[tuple[str, ...], str] = {}
    for config in sorted(folder.glob("*.toml")):
        try:
            settings = office_of(config).settings
        except SettingsInvalid as fault:
            found.append(OfficeFile(config=config, fault=str(fault)))
            continue
        found.append(OfficeFile(config=config, settings=settings, fault=_shared(config.name, settings, taken=taken)))
    if not found:
        raise SettingsInvalid(
            f"There is no settings file in {folder}; put one for each office there, such as north.toml."
        )
    return tuple(found)


def _shared(name: str, settings: Settings, *, taken: dict[tuple[str, ...], str]) -> str:
    """Which file before this one, among those `taken`, names its journal or its tracker, in a sentence; else empty."""
    places = {"journal": _place(settings.store), "tracker": ("tracker", str(settings.tracker.path.resolve()))}
    own = {"journal": "a store", "tracker": "a workbook"}
    others = {what: taken.setdefault(place, name) for what, place in places.items()}
    return next(
        (
            f"{name} names the same {what} as {other}; give each office {own[what]} of its own."
            for what, other in others.items()
            if other != name
        ),
        "",
    )


def _place(store: Store) -> tuple[str, str]:
    return (store.database, store.schema_name) if store.database else ("", str(store.folder.resolve()))
