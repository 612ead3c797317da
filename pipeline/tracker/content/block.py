"""A block of cells that is ours as a whole, wherever its sheet has it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import FactKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A block of cells: its first cell is where the hidden name `cc.dash.NAME` points."""

    name: str
    kinds: tuple[FactKind, ...]
    rows: tuple[tuple[str, ...], ...]
