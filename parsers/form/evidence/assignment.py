"""Which question gets which slot, so that all together fit best; it knows nothing of forms."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

NEVER = 1e6  # the cost of a slot that a question cannot have; above any sum of scores


def best_total(scores: Sequence[Mapping[Hashable, float]]) -> tuple[Hashable | None, ...]:
    """For each question the slot it gets, or None, so that the sum of the scores is the highest there is.

    A question may stay without a slot, which scores nothing; no slot is given twice.
    """
    slots: list[Hashable] = list(dict.fromkeys(slot for each in scores for slot in each))
    # Each question has a place of its own for staying without.
    costs = [
        [-each.get(slot, -NEVER) for slot in slots] + [0.0 if at == own else NEVER for own in range(len(scores))]
        for at, each in enumerate(scores)
    ]
    found: list[Hashable | None] = [None] * len(scores)
    for slot, row in zip(slots, _Matching(costs).rows(), strict=False):
        if row is not None:
            found[row] = slot
    return tuple(found)


@dataclass(slots=True)
class _Matching:
    """The Hungarian method: rows are added one by one along the cheapest path of changes (Kuhn 1955, Munkres 1957)."""

    costs: Sequence[Sequence[float]]
    held_by: list[int | None] = field(init=False)
    row_price: list[float] = field(init=False)
    column_price: list[float] = field(init=False)

    def __post_init__(self) -> None:
        width = len(self.costs[0]) if self.costs else 0
        self.held_by = [None] * width
        self.row_price = [0.0] * len(self.costs)
        self.column_price = [0.0] * width

    def rows(self) -> list[int | None]:
        """The row that each column is given to."""
        for row in range(len(self.costs)):
            self._add(row)
        return self.held_by

    def _add(self, row: int) -> None:
        width = len(self.held_by)
        distance, came_from = [inf] * width, [-1] * width
        done: list[int] = []
        at, current = -1, row
        while True:
            for column in range(width):
                through = self.costs[current][column] - self.row_price[current] - self.column_price[column]
                if column not in done and through + (distance[at] if at >= 0 else 0.0) < distance[column]:
                    distance[column] = through + (distance[at] if at >= 0 else 0.0)
                    came_from[column] = at
            at = min((column for column in range(width) if column not in done), key=distance.__getitem__)
            holder = self.held_by[at]
            if holder is None:
                break
            done.append(at)
            current = holder
        self._reprice(row, done, distance=distance, reached=distance[at])
        while at >= 0:
            before = came_from[at]
            self.held_by[at] = self.held_by[before] if before >= 0 else row
            at = before

    def _reprice(self, row: int, done: list[int], *, distance: list[float], reached: float) -> None:
        """Prices under which the path that was found costs nothing more, and no other less."""
        self.row_price[row] += reached
        for column in done:
            holder = self.held_by[column]
            self.column_price[column] -= reached - distance[column]
            if holder is not None:
                self.row_price[holder] += reached - distance[column]
