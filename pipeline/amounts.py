"""Numbers in words for people: each with what it counts."""

from __future__ import annotations


def amount(number: int, one: str, *, several: str = "") -> str:
    """A number and what it counts, `1 mail`, `3 mails`; `several` where the plural is not made by an s."""
    return f"{number} {one if number == 1 else several or f'{one}s'}"
