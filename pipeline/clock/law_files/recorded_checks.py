"""A reading of a source as a table of the settings file, so that it counts from the next pass on."""

from __future__ import annotations

import json
from datetime import date

from pipeline.errors import SettingsInvalid
from pipeline.settings import CheckedSource, settings


def with_check(text: str, check: CheckedSource, *, where: str) -> str:
    """The settings file `text` with `check` after everything that stands in it, comments and all.

    Raises SettingsInvalid, with the lines to be entered by hand, where the file is such that nothing can be appended.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text or text.endswith("\n") else newline
    longer = text + gap + newline + table(check).replace("\n", newline)
    try:
        stands = settings(longer, where=where).clock.checked
    except SettingsInvalid:
        stands = ()
    if check not in stands:
        raise SettingsInvalid(
            f"{where}: nothing can be appended to clock.checked there. Enter by hand:\n{table(check)}"
        )
    return longer


def table(check: CheckedSource) -> str:
    """The lines of the settings file that say `check`; what is empty is left out."""
    said = ((name, getattr(check, name)) for name in CheckedSource.model_fields)
    return "\n".join(["[[clock.checked]]", *(f"{name} = {_toml(value)}" for name, value in said if value), ""])


def _toml(value: str | date) -> str:
    # The escapes of a JSON string are those of a TOML basic string.
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
