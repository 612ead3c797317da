"""The ledgers of open cases as a pass last counted them, so that the next need not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from pipeline.clock.duties.ledger import Ledger
from pipeline.edges.journal.columns import batches
from pipeline.edges.journal.derived.packed import NO_VALUE, packed, unpacked
from pipeline.edges.journal.schema import FACTS, LEDGERS


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A ledger, and what it was counted from."""

    ledger: Ledger
    rests_on: str  # a digest of all but the facts: law, calendar, choices, day, who was asked, the case that leads
    facts: int  # how many the case had


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

    def current(self) -> dict[str, KeptLedger]:
        """Those of the cases of which nothing was recorded since, by their references."""
        last = select(func.max(FACTS.c.id)).where(FACTS.c.case_ref == LEDGERS.c.case_ref).scalar_subquery()
        rows = self._connection.execute(select(LEDGERS).where(LEDGERS.c.fact == last))
        return {row.case_ref: KeptLedger(rests_on=row.rests_on, content=bytes(row.content)) for row in rows}

    def keep(self, counted: Mapping[str, Counted]) -> None:
        """Keeps these in the place of what was kept of the same cases; none of a case that is closed, or of which
        something was recorded that the ledger does not know of."""
        facts = self._facts(counted)
        for refs in batches(counted):
            self._connection.execute(delete(LEDGERS).where(LEDGERS.c.case_ref.in_(refs)))
            rows = [
                {"case_ref": ref, "fact": last, "rests_on": one.rests_on, "content": packed(one.ledger)}
                for ref, one, (number, last) in ((ref, counted[ref], facts.get(ref, (0, 0))) for ref in refs)
                if one.ledger.is_open and number == one.facts > 0
            ]
            if rows:
                self._connection.execute(insert(LEDGERS), rows)

    def _facts(self, refs: Iterable[str]) -> dict[str, tuple[int, int]]:
        """How many facts each of these cases has, and the number of the last."""
        each = select(FACTS.c.case_ref, func.count(), func.max(FACTS.c.id)).group_by(FACTS.c.case_ref)
        asked = (each.where(FACTS.c.case_ref.in_(some)) for some in batches(refs))
        return {ref: (number, last) for some in asked for ref, number, last in self._connection.execute(some)}

    def forget(self) -> None:
        """Takes away all of them: the next pass counts every open case anew."""
        self._connection.execute(delete(LEDGERS))
