"""What a check of the set-up says of one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is good, what was found, and what to do if it is not."""

    what: str
    good: bool
    said: str
    remedy: str = ""
