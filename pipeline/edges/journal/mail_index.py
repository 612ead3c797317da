"""Earlier mails and what they belong to, asked of the journal's own indexes: the cost is that of what is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, exists, select, true, tuple_

from pipeline.cases.children import Child, known_children
from pipeline.edges.journal.casebook import PANEL_REF, Casebook
from pipeline.edges.journal.schema import CASES, MAILS, MARKS, NOTICES
from pipeline.intake.earlier_mail import Sent
from pipeline.notices.model import NoticeKind

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True, slots=True)
class JournalMail:
    """The index of everything in the journal but the mail that is judged, which may have been read before."""

    connection: Connection
    sha256: str  # of the mail that is judged
    message_id: str
    opened: frozenset[
        str
    ]  # the cases that it opened when it was read before: it must not be taken for a copy of itself

    def has_case(self, ref: str) -> bool:
        """Whether a case bears this reference."""
        return self._is_there(exists().where(CASES.c.ref == ref))

    def cases_of_marks(self, marks: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The cases, by reference, of those of `marks` that belong to any."""
        found: dict[tuple[str, str], list[str]] = {}
        for some in _portions(marks):
            rows = select(MARKS).where(tuple_(MARKS.c.kind, MARKS.c.value).in_(some)).order_by(MARKS.c.case_ref)
            for row in self.connection.execute(rows):
                if row.case_ref not in self.opened:
                    found.setdefault((row.kind, row.value), []).append(row.case_ref)
        return {mark: tuple(refs) for mark, refs in found.items()}

    def cases_of_mails(self, message_ids: Collection[str]) -> Mapping[str, str]:
        """The cases of those of `message_ids` that belong to one; of several, the last by reference."""
        found = {}
        for some in _portions(message_ids):
            rows = select(MARKS.c.value, MARKS.c.case_ref).where(MARKS.c.kind == "message-id", MARKS.c.value.in_(some))
            for row in self.connection.execute(rows.order_by(MARKS.c.case_ref)):
                if row.value != self.message_id or row.case_ref not in self.opened:
                    found[row.value] = row.case_ref
        return found

    def sent(self, message_ids: Collection[str]) -> Mapping[str, Sent]:
        """Those of `message_ids` that are mails of ours."""
        found = {}
        for some in _portions(message_ids):
            rows = select(NOTICES.c.message_id, NOTICES.c.case_ref, NOTICES.c.kind)
            wanted = rows.where(NOTICES.c.message_id.in_(some), NOTICES.c.state != "with").order_by(NOTICES.c.id)
            for row in self.connection.execute(wanted):
                found[row.message_id] = Sent(case_ref=row.case_ref, kind=NoticeKind(row.kind))
        return found

    def was_decided(self, message_ids: Collection[str]) -> bool:
        """Whether an earlier mail that was decided carried one of `message_ids`."""
        return self._is_earlier(MAILS.c.message_id.in_(tuple(message_ids)))

    def has_fingerprint(self, fingerprint: str) -> bool:
        """Whether an earlier mail that was decided had this `fingerprint`."""
        return self._is_earlier(MAILS.c.fingerprint == fingerprint)

    def sender_domains(self, ref: str) -> frozenset[str]:
        """The domains that the mails of a case came from."""
        rows = select(MAILS.c.sender_domain).where(
            MAILS.c.case_ref == ref,
            MAILS.c.sender_domain.is_not(None),
            MAILS.c.state == "decided",
            MAILS.c.sha256 != self.sha256,
        )
        return frozenset(self.connection.execute(rows.distinct()).scalars()) if ref else frozenset()

    def panel_refs(self, digits: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The Panel's references with any of these digits, as the office last typed them, and their cases."""
        refs: set[str] = set()
        for some in _portions(digits):
            rows = select(MARKS.c.case_ref).where(MARKS.c.kind == PANEL_REF, MARKS.c.value.in_(some))
            refs.update(self.connection.execute(rows).scalars())
        found: dict[str, list[str]] = {}
        typed_now = Casebook(self.connection).texts("panel_ref", *sorted(refs)) if refs else {}
        for ref, typed in typed_now.items():
            found.setdefault(typed, []).append(ref)
        return {typed: tuple(several) for typed, several in found.items()}

    def children_of(self, ref: str) -> tuple[Child, ...]:
        """The children of a case, or nothing where none is known yet."""
        rows = select(MARKS.c.value).where(MARKS.c.case_ref == ref, MARKS.c.kind == "child")
        marks = self.connection.execute(rows).scalars().all()
        return known_children(marks, row=Casebook(self.connection).texts("child", ref).get(ref, ""))

    def _is_earlier(self, fits: ColumnElement[bool]) -> bool:
        return self._is_there(exists().where(fits, MAILS.c.state == "decided", MAILS.c.sha256 != self.sha256))

    def _is_there(self, found: ColumnElement[bool]) -> bool:
        return self.connection.execute(select(true()).where(found)).first() is not None


def _portions(items: Collection[Item], size: int = 1000) -> Iterator[tuple[Item, ...]]:
    """`items` a thousand at a time: SQLite takes 32,766 values in one statement, and a mail may name more."""
    left = iter(items)
    while some := tuple(islice(left, size)):
        yield some
