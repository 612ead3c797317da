"""Sentences for a person about what a file holds beside its text, the same whatever the format."""

from __future__ import annotations

from collections.abc import Mapping

MACROS = "The file holds macros; they were not run."
CHANGES = "The form holds tracked changes; it was read as if all of them were accepted."
EMBEDDED = "Another file is embedded in the form; it was not read."


def on_comments(count: int) -> str:
    return f"The form holds {count} comment{'s' if count > 1 else ''} in the margin, not read as answers."


def remarks(found: Mapping[str, object]) -> tuple[str, ...]:
    """Those of the sentences beside which something was found."""
    return tuple(sentence for sentence, what in found.items() if what)
