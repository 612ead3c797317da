"""How closed cases stood when they came to rest, and which of them still do: those are neither loaded nor counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Select, and_, delete, func, literal, or_, select
from sqlalchemy.dialects.sqlite import insert

from pipeline.edges.journal.columns import batches, instant, instant_text
from pipeline.edges.journal.schema import ATTENTION, CASES, FACTS, MAILS, MARKS, NOTICES, STANDINGS

# Of so many one statement still names each; where more are woken at once, every case is.
_MOST_WOKEN = 500
_WAIT = ("queued", "sending", "held")  # the states of a notice that is still to leave
_NO_FACT = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """All of a case at rest that is asked of it, but for its rows, which stand in what was last written."""

    case_ref: str
    fact: int  # the number of its last fact
    basis: str  # a digest of all that its dates and rows rest on
    since: datetime
    until: datetime  # the first instant after `since` at which anything about it could change by itself
    counts: str  # what the Dashboard counts of it, as `Counts.text` writes it
    form: str = ""  # where its form lies, from the tracker's folder


@dataclass(slots=True, kw_only=True)
class AtRest:
    """The cases at rest in one pass, by their references."""

    standings: dict[str, Standing] = field(default_factory=dict)
    _woken: set[str] = field(default_factory=set)
    _kept: Select[tuple[str]] | None = None  # those that were at rest when the pass began

    def wake(self, refs: Iterable[str]) -> tuple[str, ...]:
        """Takes these out, and gives those that were at rest."""
        found = tuple(ref for ref in dict.fromkeys(refs) if ref in self.standings)
        if len(self._woken) + len(found) > _MOST_WOKEN:
            found = tuple(self.standings)
        for ref in found:
            del self.standings[ref]
        self._woken.update(found)
        return found

    @property
    def awake(self) -> Select[tuple[str]] | None:
        """The references of all others, for a statement; None where no case is at rest."""
        if not self.standings or self._kept is None:
            return None
        kept = self._kept.where(STANDINGS.c.case_ref.not_in(sorted(self._woken))) if self._woken else self._kept
        return select(CASES.c.ref).where(CASES.c.ref.not_in(kept))


class Standings:
    """The table of them; whatever stands there only saves work, and may be cleared at any time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def at_rest(self, basis: str, *, now: datetime, quiet_since: datetime) -> AtRest:
        """The cases that rest at `now` on `basis`, about which nothing was recorded, received or said since
        `quiet_since` and nothing waits."""
        at = instant_text(now)
        holds = (STANDINGS.c.basis == basis, STANDINGS.c.since <= at, STANDINGS.c.until > at)
        rows = self._connection.execute(select(STANDINGS).where(*holds)).all()
        if not rows:
            return AtRest()
        found = AtRest(
            standings={row.case_ref: _standing(row) for row in rows},
            _kept=select(STANDINGS.c.case_ref).where(*holds),
        )
        found.wake((*self._changed(), *self.disturbed(quiet_since)))
        return found

    def _changed(self) -> tuple[str, ...]:
        """The cases whose last fact is another than when they came to rest."""
        # Asked of each standing by its own fact: the last fact of every case would mean reading all facts there are.
        of_case = FACTS.c.case_ref == STANDINGS.c.case_ref
        newer = select(FACTS.c.id).where(of_case, FACTS.c.id > STANDINGS.c.fact).exists()
        same = select(FACTS.c.id).where(of_case, FACTS.c.id == STANDINGS.c.fact).exists()
        changed = or_(newer, and_(STANDINGS.c.fact != _NO_FACT, ~same))
        return tuple(self._connection.execute(select(STANDINGS.c.case_ref).where(changed)).scalars())

    def all(self) -> tuple[Standing, ...]:
        """Every one that is kept, whether it still holds or not."""
        return tuple(map(_standing, self._connection.execute(select(STANDINGS).order_by(STANDINGS.c.case_ref))))

    def each(self, refs: Iterable[str]) -> tuple[Standing, ...]:
        """Those that are kept of these cases."""
        found = (select(STANDINGS).where(STANDINGS.c.case_ref.in_(some)) for some in batches(refs))
        return tuple(_standing(row) for rows in found for row in self._connection.execute(rows))

    def any(self) -> bool:
        """Whether any is kept."""
        return self._connection.execute(select(STANDINGS.c.case_ref).limit(1)).first() is not None

    def last_facts(self, refs: Iterable[str]) -> dict[str, int]:
        """The number of the last fact of each of these cases."""
        last = select(FACTS.c.case_ref, func.max(FACTS.c.id)).group_by(FACTS.c.case_ref)
        found = (last.where(FACTS.c.case_ref.in_(some)) for some in batches(refs))
        return {ref: number for each in found for ref, number in self._connection.execute(each)}

    def disturbed(self, since: datetime) -> frozenset[str]:
        """The cases about which a mail came or left since then, or something waits for a person or to be sent."""
        at = instant_text(since)
        came = select(MAILS.c.sha256).where(MAILS.c.stored_at >= at)
        open_items = ATTENTION.c.resolved_at == literal("", literal_execute=True)
        asked = (
            select(ATTENTION.c.case_ref).where(open_items).distinct(),
            select(MAILS.c.case_ref).where(MAILS.c.stored_at >= at).distinct(),
            select(MARKS.c.case_ref).where(MARKS.c.kind == "message", MARKS.c.value.in_(came)).distinct(),
            select(NOTICES.c.case_ref).where(NOTICES.c.queued_at >= at).distinct(),
            select(NOTICES.c.case_ref).where(NOTICES.c.sent_at >= at).distinct(),
            select(NOTICES.c.case_ref).where(NOTICES.c.state.in_(_WAIT)).distinct(),
        )
        return frozenset(ref for each in asked for ref in self._connection.execute(each).scalars()) - {""}

    def keep(self, standings: Iterable[Standing]) -> None:
        """Keeps these in the place of what was kept of the same cases."""
        for one in standings:
            said = {
                "fact": one.fact,
                "basis": one.basis,
                "since": instant_text(one.since),
                "until": instant_text(one.until),
                "counts": one.counts,
                "form": one.form,
            }
            self._connection.execute(
                insert(STANDINGS)
                .values(case_ref=one.case_ref, **said)
                .on_conflict_do_update(index_elements=["case_ref"], set_=said)
            )

    def forget(self) -> None:
        """Takes away all of them: the next pass counts every case anew."""
        self._connection.execute(delete(STANDINGS))


def _standing(row: object) -> Standing:
    columns: Mapping[str, object] = row._mapping  # type: ignore[attr-defined]
    said = {name: instant(str(columns[name])) if name in ("since", "until") else columns[name] for name in _NAMES}
    return Standing(**said)  # type: ignore[arg-type]


_NAMES = tuple(column.name for column in STANDINGS.columns)
