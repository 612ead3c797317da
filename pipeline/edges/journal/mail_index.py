"""Earlier mails and what they belong to, asked of the journal's own indexes: the cost is that of what is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, select

from pipeline.cases.same_child import ACCEPTED_CHILD, CHILD, Child, known_children
from pipeline.edges.journal.casebook import PANEL_REF, UNREAD_FROM, Casebook
from pipeline.edges.journal.columns import batches, instant_text
from pipeline.edges.journal.kept import Kept
from pipeline.edges.journal.schema import CASES, MAILS, MARKS, NOTICES
from pipeline.intake.earlier_mail import Sent
from pipeline.model import NoticeKind
from pipeline.notices.proofs import is_proof

# Made once: putting a statement together takes longer than SQLite takes to answer it.
_ASKED: BindParameter[Any] = bindparam("asked", expanding=True)
_HAS_CASE = select(CASES.c.ref).where(CASES.c.ref == bindparam("ref"))
# By kinds and values, of which some pairs were not asked for: SQLite reads the whole table for a list of pairs.
_CASES_OF_MARKS = (
    select(MARKS)
    .where(MARKS.c.kind.in_(bindparam("kinds", expanding=True)), MARKS.c.value.in_(_ASKED))
    .order_by(MARKS.c.case_ref)
)
_CASES_OF_MAILS = (
    select(MARKS.c.value, MARKS.c.case_ref)
    .where(MARKS.c.kind == "message-id", MARKS.c.value.in_(_ASKED))
    .order_by(MARKS.c.case_ref)
)
_SENT = (
    select(NOTICES.c.message_id, NOTICES.c.case_ref, NOTICES.c.kind)
    .where(NOTICES.c.message_id.in_(_ASKED), NOTICES.c.state != "with")
    .order_by(NOTICES.c.id)
)
_EARLIER = select(MAILS.c.sender_domain).where(MAILS.c.state == "decided", MAILS.c.sha256 != bindparam("sha256"))
_WITH_ID = _EARLIER.where(MAILS.c.message_id.in_(_ASKED)).limit(1)
_WITH_FINGERPRINT = _EARLIER.where(MAILS.c.fingerprint == bindparam("fingerprint")).limit(1)
_OF_CASE = _EARLIER.where(MAILS.c.case_ref == bindparam("ref"), MAILS.c.sender_domain.is_not(None)).distinct()
_BY_DIGITS = select(MARKS.c.case_ref).where(MARKS.c.kind == PANEL_REF, MARKS.c.value.in_(_ASKED))
_CASES_BY_MAIL = select(MAILS.c.sha256, MAILS.c.case_ref).where(MAILS.c.sha256.in_(_ASKED), MAILS.c.case_ref != "")
_UNREAD = (
    select(MARKS.c.case_ref)
    .join(CASES, CASES.c.ref == MARKS.c.case_ref)
    .where(MARKS.c.kind == UNREAD_FROM, MARKS.c.value == bindparam("address"), CASES.c.opened_at >= bindparam("since"))
    .order_by(MARKS.c.case_ref)
)
_CHILDREN = select(MARKS.c.value).where(MARKS.c.case_ref == bindparam("ref"), MARKS.c.kind == bindparam("kind"))


@dataclass(frozen=True, kw_only=True, slots=True)
class JournalMailIndex:
    """The index of everything in the journal but the mail that is judged, which may have been read before."""

    connection: Connection
    sha256: str  # of the mail that is judged
    message_id: str  # of that mail, as it spells it
    # The cases that it opened when it was read before: it must not be taken for a copy of itself.
    opened: frozenset[str]

    def has_case(self, ref: str) -> bool:
        """Whether a case bears this reference."""
        return self.connection.execute(_HAS_CASE, {"ref": ref}).first() is not None

    def was_erased(self, ref: str) -> bool:
        """Whether a case bore this reference that has been erased."""
        return ref in (Kept(self.connection).erased_refs.get() or frozenset())

    def cases_of_marks(self, marks: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The cases, by reference, of those of `marks` that belong to any."""
        found: dict[tuple[str, str], list[str]] = {}
        kinds, values = {kind for kind, _ in marks}, {value for _, value in marks}
        for row in self._rows(_CASES_OF_MARKS, values, kinds=list(kinds)):
            if (row.kind, row.value) in marks and row.case_ref not in self.opened:
                found.setdefault((row.kind, row.value), []).append(row.case_ref)
        return {mark: tuple(refs) for mark, refs in found.items()}

    def cases_of_mails(self, message_ids: Collection[str]) -> Mapping[str, str]:
        """The cases of those of `message_ids` that belong to one; of several, the last by reference."""
        found = {}
        for row in self._rows(_CASES_OF_MAILS, message_ids):
            if row.value != self.message_id or row.case_ref not in self.opened:
                found[row.value] = row.case_ref
        return found

    def sent(self, message_ids: Collection[str]) -> Mapping[str, Sent]:
        """Those of `message_ids` that are mails of ours."""
        rows = self._rows(_SENT, message_ids)
        return {row.message_id: _sent(row) for row in rows}

    def was_decided(self, message_ids: Collection[str]) -> bool:
        """Whether an earlier mail that was decided carried one of `message_ids`."""
        return next(self._rows(_WITH_ID, message_ids, sha256=self.sha256), None) is not None

    def has_fingerprint(self, fingerprint: str) -> bool:
        """Whether an earlier mail that was decided had this `fingerprint`."""
        asked = {"fingerprint": fingerprint, "sha256": self.sha256}
        return self.connection.execute(_WITH_FINGERPRINT, asked).first() is not None

    def sender_domains(self, ref: str) -> frozenset[str]:
        """The domains that the mails of a case came from."""
        asked = {"ref": ref, "sha256": self.sha256}
        return frozenset(self.connection.execute(_OF_CASE, asked).scalars()) if ref else frozenset()

    def panel_refs(self, digits: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The Panel's references with any of these digits, as the office last typed them, and their cases."""
        refs = {row.case_ref for row in self._rows(_BY_DIGITS, digits)}
        found: dict[str, list[str]] = {}
        typed_now = Casebook(self.connection).texts("panel_ref", *sorted(refs)) if refs else {}
        for ref, typed in typed_now.items():
            found.setdefault(typed, []).append(ref)
        return {typed: tuple(several) for typed, several in found.items()}

    def children_of(self, ref: str) -> tuple[Child, ...]:
        """The children of a case, or nothing where none is known yet."""
        marks, accepted = (
            self.connection.execute(_CHILDREN, {"ref": ref, "kind": kind}).scalars().all()
            for kind in (CHILD, ACCEPTED_CHILD)
        )
        row = Casebook(self.connection).texts("child", ref).get(ref, "")
        return known_children(marks, accepted=accepted, row=row)

    def unread_cases(self, address: str, *, since: datetime) -> tuple[str, ...]:
        """The cases that mails of `address` received from `since` on opened, and of which no form could be read yet."""
        asked = {"address": address, "since": instant_text(since)}
        refs = self.connection.execute(_UNREAD, asked).scalars().all() if address else []
        known = (ref for ref in refs if ref not in self.opened)
        return tuple(
            ref for ref in known if not self.connection.execute(_CHILDREN, {"ref": ref, "kind": CHILD}).first()
        )

    def cases_of_receipts(self, numbers: Collection[str]) -> Mapping[str, str]:
        """The cases of the mails with those of these receipt numbers that belong to one."""
        kept = Kept(self.connection).mail_of_receipt
        mails = {number: sha256 for number in numbers if (sha256 := kept.get(number)) not in (None, self.sha256)}
        rows = self._rows(_CASES_BY_MAIL, set(mails.values()))
        case_of = {row.sha256: row.case_ref for row in rows}
        return {number: case_of[sha256] for number, sha256 in mails.items() if sha256 in case_of}

    def _rows(self, statement: Select[Any], asked: Collection[object], **more: object) -> Iterator[Any]:
        """The rows for all that is `asked`."""
        for some in batches(asked):
            yield from self.connection.execute(statement, {"asked": some, **more})


def _sent(row: Any) -> Sent:
    return Sent(case_ref=row.case_ref, kind=NoticeKind(row.kind), proves=is_proof(row.message_id))
