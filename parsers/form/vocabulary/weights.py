"""The weights and thresholds by which forms are read, from weights.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.toml")


@cache
def weights() -> dict[str, float]:
    """Every weight and threshold by its name, of whatever part of the file."""
    parts = tomllib.loads(WEIGHTS.read_text(encoding="utf-8")).values()
    return {name: float(value) for part in parts for name, value in part.items()}
