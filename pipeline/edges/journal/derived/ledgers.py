"""The ledgers of open cases as a pass last counted them, so that the next need not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from pipeline.clock.duties.ledger import Ledger
from pipeline.edges.journal.columns import batches
from pipeline.edges.journal.derived.packed import NO_VALUE, packed, unpacked
from pipeline.edges.journal.schema import LEDGERS


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A ledger, and what it was counted from."""

    ledger: Ledger
    rests_on: str  # a digest: day, law, calendar, choices, who was asked, the case that leads, how many facts


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptLedger:
    """One that was kept; it is made a value when it is asked for."""

    rests_on: str
    content: bytes

    def ledger(self) -> Ledger | None:
        """The ledger; None where the bytes are damaged."""
        try:
            found = unpacked(self.content)
        except NO_VALUE:
            return None
        return found if isinstance(found, Ledger) else None


class Ledgers:
    """The table of them; whatever stands there only saves work, and may be cleared at any time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def each(self) -> dict[str, KeptLedger]:
        """All of them by the references of their cases, whether they still hold or not."""
        rows = self._connection.execute(select(LEDGERS))
        return {row.case_ref: KeptLedger(rests_on=row.rests_on, content=bytes(row.content)) for row in rows}

    def keep(self, counted: Mapping[str, Counted]) -> None:
        """Keeps these in the place of what was kept of the same cases; none of a case that is closed."""
        for refs in batches(counted):
            self._connection.execute(delete(LEDGERS).where(LEDGERS.c.case_ref.in_(refs)))
            rows = [*_rows({ref: counted[ref] for ref in refs if counted[ref].ledger.is_open})]
            if rows:
                self._connection.execute(insert(LEDGERS), rows)

    def forget(self) -> None:
        """Takes away all of them: the next pass counts every open case anew."""
        self._connection.execute(delete(LEDGERS))


def _rows(counted: Mapping[str, Counted]) -> Iterator[dict[str, object]]:
    for ref, one in counted.items():
        try:
            content = packed(one.ledger)
        except NO_VALUE:
            continue  # one that cannot be kept is counted again, and holds up no other
        yield {"case_ref": ref, "rests_on": one.rests_on, "content": content}
