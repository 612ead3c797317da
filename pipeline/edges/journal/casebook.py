"""The journal's cases: their facts, their marks, what a person must see, the log and the dates last announced."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, literal, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from pipeline.edges.journal.chain import Chain, EntryKind
from pipeline.edges.journal.columns import batches, instant, instant_text, value, value_text
from pipeline.edges.journal.schema import ATTENTION, CASES, DEADLINES, FACTS, LOG, MARKS
from pipeline.facts import Case, Fact, Source, in_force
from pipeline.intake.signs.panel_digits import digits_of
from pipeline.model import Attention, LogEntry

UNREAD_FROM = "unread-from"  # of the mark that holds who sent what could not be read
PANEL_REF = "panel-ref"  # the kind of the mark that holds the digits of a Panel reference


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseMark:
    """Something by which a case is recognised again: `kind` is `child`, `nhs-number`, `attachment` …"""

    kind: str
    value: str
    case_ref: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Announced:
    """A date as it was last shown to people."""

    case_ref: str
    rule: str  # its id
    subject: str  # the agency whose date it is, where it is one's, or else empty
    due: date
    because: str  # what it was counted from, in a sentence


class Casebook:
    """Reads and writes cases, facts, marks, attention, log and announced deadlines."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._chain = Chain(connection)

    def next_ref(self, prefix: str, year: int, *, shown: Collection[str] = ()) -> str:
        """The next free case reference, such as `NSH-2026-001`; call it inside the transaction that opens the case.

        None of those that were `shown` before, though no case here has them.
        """
        stem = f"{prefix}-{year}-"
        taken = self._connection.execute(select(CASES.c.ref).where(CASES.c.ref.startswith(stem))).scalars()
        number = max((int(ref[len(stem) :]) for ref in taken if ref[len(stem) :].isdigit()), default=0) + 1
        while f"{stem}{number:03d}" in shown:
            number += 1
        return f"{stem}{number:03d}"

    def open(self, ref: str, *, opened_at: datetime, opened_by: str) -> None:
        """Opens a case; `opened_by` is a mail's SHA-256 or a place in the tracker."""
        self._connection.execute(
            insert(CASES)
            .values(ref=ref, opened_at=instant_text(opened_at), opened_by=opened_by)
            .on_conflict_do_nothing()
        )

    def opened_by(self, origin: str) -> str | None:
        """The reference of the case that `origin` opened, if it did."""
        return self._connection.execute(select(CASES.c.ref).where(CASES.c.opened_by == origin)).scalar()

    def opener(self, ref: str) -> str:
        """The SHA-256 of the mail that opened the case, or what else is said to have opened it."""
        found = self._connection.execute(select(CASES.c.opened_by).where(CASES.c.ref == ref)).scalar()
        return (found or "").partition(":")[0]

    def refs(self) -> tuple[str, ...]:
        """Every case reference."""
        return tuple(self._connection.execute(select(CASES.c.ref).order_by(CASES.c.ref)).scalars())

    def cases(self, *only: str, among: Select[tuple[str]] | None = None) -> tuple[Case, ...]:
        """Every case with its facts, by reference; with `only` or `among`, those cases."""
        facts: dict[str, list[Fact]] = {}
        refs = only or among
        wanted = select(FACTS).order_by(FACTS.c.id)
        for row in self._connection.execute(wanted if refs is None else wanted.where(FACTS.c.case_ref.in_(refs))):
            facts.setdefault(row.case_ref, []).append(_fact(row))
        named = select(CASES.c.ref, CASES.c.opened_at).order_by(CASES.c.ref)
        rows = self._connection.execute(named if refs is None else named.where(CASES.c.ref.in_(refs)))
        return tuple(
            Case(ref=row.ref, opened_at=instant(row.opened_at), facts=tuple(facts.get(row.ref, ()))) for row in rows
        )

    def texts(self, name: str, *only: str) -> dict[str, str]:
        """The text of one fact that now holds on each case, such as the Panel's reference; with `only`, on those."""
        facts: dict[str, list[Fact]] = {}
        wanted = select(FACTS).where(FACTS.c.name == name).order_by(FACTS.c.id)
        for row in self._connection.execute(wanted.where(FACTS.c.case_ref.in_(only)) if only else wanted):
            facts.setdefault(row.case_ref, []).append(_fact(row))
        held = {ref: in_force(each) for ref, each in facts.items()}
        return {ref: str(fact.value) for ref, fact in held.items() if fact and fact.value is not None}

    def add_facts(self, facts: Iterable[Fact]) -> None:
        """Appends facts; nothing that was said before is changed. A case is found by each Panel reference it bore."""
        facts = tuple(facts)
        rows = [
            {
                "case_ref": fact.case_ref,
                "name": fact.name,
                "subject": fact.subject,
                "value": value_text(fact.value),
                "source": fact.source.value,
                "recorded_at": instant_text(fact.recorded_at),
                "detail": fact.detail,
            }
            for fact in facts
        ]
        if rows:
            before = self._chain.newest_key(EntryKind.FACT)
            self._connection.execute(insert(FACTS), rows)
            self._chain.link_since(EntryKind.FACT, before)
        typed = ((digits_of(str(fact.value)), fact.case_ref) for fact in facts if fact.name == "panel_ref")
        self.mark(CaseMark(kind=PANEL_REF, value=digits, case_ref=ref) for digits, ref in typed if digits)

    def mark(self, marks: Iterable[CaseMark]) -> None:
        """Remembers by what a case is recognised."""
        rows = [{"kind": entry.kind, "value": entry.value, "case_ref": entry.case_ref} for entry in marks]
        if rows:
            self._connection.execute(insert(MARKS).on_conflict_do_nothing(), rows)

    def marks(self, *only: str) -> tuple[CaseMark, ...]:
        """Everything by which a case is recognised; with `only`, those cases."""
        wanted = select(MARKS).order_by(MARKS.c.case_ref)
        rows = self._connection.execute(wanted.where(MARKS.c.case_ref.in_(only)) if only else wanted)
        return tuple(CaseMark(kind=row.kind, value=row.value, case_ref=row.case_ref) for row in rows)

    def cases_by_mail(self, *, among: Select[tuple[str]] | None = None) -> dict[str, set[str]]:
        """The cases that each mail opened or changed, by the SHA-256 of the mail; with `among`, those of them."""
        wanted = select(MARKS.c.value, MARKS.c.case_ref).where(MARKS.c.kind == "message")
        wanted = wanted if among is None else wanted.where(MARKS.c.case_ref.in_(among))
        found: dict[str, set[str]] = {}
        for sha256, ref in self._connection.execute(wanted):
            found.setdefault(sha256, set()).add(ref)
        return found

    def show(self, items: Iterable[Attention]) -> int:
        """Puts what is not shown yet before a person, reopening nothing that is resolved; says how many were new."""
        shown, items = 0, tuple(items)
        # Nearly all of them are shown already, in every pass.
        known = self._shown(item.id for item in items)
        for item in items:
            if item.id in known:
                continue
            shown += self._connection.execute(
                insert(ATTENTION)
                .values(
                    id=item.id,
                    what=item.what,
                    why=item.why,
                    remedy=item.remedy,
                    since=instant_text(item.since),
                    case_ref=item.case_ref,
                    message=item.message,
                    urgent=item.urgent,
                )
                .on_conflict_do_nothing()
            ).rowcount
        return shown

    def _shown(self, ids: Iterable[str]) -> set[str]:
        rows = (select(ATTENTION.c.id).where(ATTENTION.c.id.in_(some)) for some in batches(ids))
        return {ident for found in rows for ident in self._connection.execute(found).scalars()}

    def restate(self, items: Iterable[Attention]) -> None:
        """Puts what is shown already into the words that it now has: an item stays while what it says may change."""
        words = {item.id: (item.what, item.why, item.remedy, item.urgent) for item in items}
        columns = (ATTENTION.c.id, ATTENTION.c.what, ATTENTION.c.why, ATTENTION.c.remedy, ATTENTION.c.urgent)
        for row in self._connection.execute(select(*columns).where(ATTENTION.c.id.in_(tuple(words)))).all():
            if words[row.id] != tuple(row)[1:]:
                what, why, remedy, urgent = words[row.id]
                said = {"what": what, "why": why, "remedy": remedy, "urgent": urgent}
                self._connection.execute(update(ATTENTION).where(ATTENTION.c.id == row.id).values(said))

    def resolve(self, ids: Iterable[str], *, now: datetime) -> None:
        """Records that a person, or time, has settled these."""
        self._connection.execute(
            update(ATTENTION)
            .where(ATTENTION.c.id.in_(tuple(ids)), ATTENTION.c.resolved_at == "")
            .values(resolved_at=instant_text(now))
        )

    def reopen(self, ids: Iterable[str]) -> int:
        """Records that these are not settled after all; says how many of them were."""
        return self._connection.execute(
            update(ATTENTION)
            .where(ATTENTION.c.id.in_(tuple(ids)), ATTENTION.c.resolved_at != "")
            .values(resolved_at="")
        ).rowcount

    def forget(self, ids: Iterable[str]) -> None:
        """Takes away items that may come again, such as a server that could not be reached."""
        self._connection.execute(delete(ATTENTION).where(ATTENTION.c.id.in_(tuple(ids))))

    def attention(self, *, among: Select[tuple[str]] | None = None) -> tuple[Attention, ...]:
        """Everything shown to a person, the resolved as well, oldest first; with `among`, all that is open, and of the
        resolved what is about those cases or none."""
        wanted = select(ATTENTION).order_by(ATTENTION.c.since, ATTENTION.c.id)
        if among is not None:
            is_open = ATTENTION.c.resolved_at == literal("", literal_execute=True)
            wanted = wanted.where(or_(is_open, ATTENTION.c.case_ref == "", ATTENTION.c.case_ref.in_(among)))
        rows = self._connection.execute(wanted)
        return tuple(
            Attention(
                id=row.id,
                what=row.what,
                why=row.why,
                remedy=row.remedy,
                since=instant(row.since),
                case_ref=row.case_ref,
                message=row.message,
                urgent=row.urgent,
                resolved=bool(row.resolved_at),
            )
            for row in rows
        )

    def log(self, entries: Iterable[LogEntry]) -> None:
        """Appends to the log."""
        rows = [
            {"at": instant_text(entry.at), "event": entry.event, "detail": entry.detail, "case_ref": entry.case_ref}
            for entry in entries
        ]
        if rows:
            before = self._chain.newest_key(EntryKind.LOG)
            self._connection.execute(insert(LOG), rows)
            self._chain.link_since(EntryKind.LOG, before)

    def entries(self) -> tuple[LogEntry, ...]:
        """The whole log, oldest first."""
        rows = self._connection.execute(select(LOG).order_by(LOG.c.id))
        return tuple(
            LogEntry(at=instant(row.at), event=row.event, detail=row.detail, case_ref=row.case_ref) for row in rows
        )

    def announced(self, *, among: Select[tuple[str]] | None = None) -> tuple[Announced, ...]:
        """Every date as it was last shown; with `among`, of those cases."""
        wanted = select(DEADLINES)
        return tuple(
            Announced(
                case_ref=row.case_ref,
                rule=row.rule,
                subject=row.subject,
                due=date.fromisoformat(row.due),
                because=row.because,
            )
            for row in self._connection.execute(
                wanted if among is None else wanted.where(DEADLINES.c.case_ref.in_(among))
            )
        )

    def announce(self, entries: Iterable[Announced], *, now: datetime) -> None:
        """Remembers dates as they are now shown."""
        for entry in entries:
            shown = {"due": entry.due.isoformat(), "because": entry.because, "recorded_at": instant_text(now)}
            self._connection.execute(
                insert(DEADLINES)
                .values(case_ref=entry.case_ref, rule=entry.rule, subject=entry.subject, **shown)
                .on_conflict_do_update(index_elements=["case_ref", "rule", "subject"], set_=shown)
            )


def _fact(row: Row[Any]) -> Fact:
    return Fact(
        case_ref=row.case_ref,
        name=row.name,
        subject=row.subject,
        value=value(row.name, row.value),
        source=Source(row.source),
        recorded_at=instant(row.recorded_at),
        detail=row.detail,
    )
