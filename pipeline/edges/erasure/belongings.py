"""What in the journal is of some cases alone, and what it shares with others, which is kept for those."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from sqlalchemy import ColumnElement, Connection, func, select

from pipeline.edges.journal.columns import batches
from pipeline.edges.journal.schema import ATTENTION, CASES, FACTS, LOG, MAILS, MARKS, NOTICES, PLACES


@dataclass(frozen=True, kw_only=True, slots=True)
class Belongings:
    """The rows of some cases, by table; mails by the SHA-256 of their bytes."""

    refs: frozenset[str]
    facts: tuple[int, ...]
    log: tuple[int, ...]
    items: tuple[str, ...]  # of Needs attention
    mails: tuple[str, ...]
    shared: Mapping[str, tuple[str, ...]]  # mails that are about cases that stay as well, with those
    notices: tuple[int, ...]
    outgoing: tuple[str, ...]  # the mails that those notices are
    shared_notices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # mails of ours, likewise
    unowned: Mapping[int, str] = field(default_factory=dict)  # mails of ours that are of no case, such as digests


def belongings(connection: Connection, refs: Iterable[str]) -> Belongings:
    """What the journal holds of these cases."""
    cases = frozenset(refs)
    mails, shared = _mails(connection, cases)
    says = speaks_of(cases, mails)
    staying = frozenset(connection.execute(select(CASES.c.ref)).scalars()) - cases
    groups = _groups(connection, says=says, first=min(cases, default=""))
    mine = {number: group for number, group in groups.items() if group.refs & cases}
    both = {number: tuple(sorted(group.refs & staying)) for number, group in mine.items() if group.refs & staying}
    whole = [group for number, group in mine.items() if number not in both]
    merged = (row for number in both for row in _merged(mine[number], cases, but=number))
    return Belongings(
        refs=cases,
        **_ids(connection, cases),
        items=tuple(sorted(_items(connection, cases, mails=mails, says=says))),
        mails=tuple(sorted(mails)),
        shared=shared,
        notices=tuple(sorted(chain(merged, *(group.rows for group in whole)))),
        outgoing=tuple(sorted({group.sha256 for group in whole} - {""})),
        shared_notices=both,
        unowned=_unowned(groups),
    )


def _unowned(groups: Mapping[int, _Group]) -> dict[int, str]:
    return {number: group.sha256 for number, group in groups.items() if not group.refs and group.sha256}


def _merged(group: _Group, cases: Collection[str], *, but: int) -> Iterator[int]:
    """What a mail that stays said of these cases; its first notice is the mail itself."""
    return (row for row, ref in group.rows.items() if ref in cases and row != but)


def _items(
    connection: Connection, cases: Collection[str], *, mails: Collection[str], says: Callable[[str], bool]
) -> Iterator[str]:
    for row in connection.execute(select(ATTENTION.c.id, ATTENTION.c.case_ref, ATTENTION.c.message)):
        if row.case_ref in cases or row.message in mails or says(row.id):
            yield row.id


def _ids(connection: Connection, cases: Collection[str]) -> dict[str, tuple[int, ...]]:
    asked = ((table, select(table.c.id).where(table.c.case_ref.in_(cases))) for table in (FACTS, LOG))
    return {table.name: tuple(connection.execute(wanted).scalars()) for table, wanted in asked}


def _mails(connection: Connection, cases: Collection[str]) -> tuple[set[str], dict[str, tuple[str, ...]]]:
    """The mails that are about these cases alone, and those that are about others too, with the others."""
    opened = select(CASES.c.opened_by).where(CASES.c.ref.in_(cases))
    named = {origin.partition(":")[0] for origin in connection.execute(opened).scalars()}
    named |= set(connection.execute(select(MARKS.c.value).where(_is_mail_of(cases))).scalars())
    named |= set(connection.execute(select(MAILS.c.sha256).where(MAILS.c.case_ref.in_(cases))).scalars())
    named |= set(connection.execute(select(ATTENTION.c.message).where(ATTENTION.c.case_ref.in_(cases))).scalars())
    of: dict[str, set[str]] = {}
    for some in batches(named):
        there = connection.execute(select(MAILS.c.sha256, MAILS.c.case_ref).where(MAILS.c.sha256.in_(some)))
        of |= {row.sha256: {row.case_ref} for row in there}
        marked = select(MARKS.c.value, MARKS.c.case_ref).where(MARKS.c.kind == "message", MARKS.c.value.in_(some))
        asked = select(ATTENTION.c.message, ATTENTION.c.case_ref).where(ATTENTION.c.message.in_(some))
        for sha256, ref in (*connection.execute(marked), *connection.execute(asked)):
            if sha256 in of:
                of[sha256].add(ref)
    others = {sha256: tuple(sorted(refs - set(cases) - {""})) for sha256, refs in of.items()}
    return {one for one, refs in others.items() if not refs}, {one: refs for one, refs in others.items() if refs}


def _is_mail_of(cases: Collection[str]) -> ColumnElement[bool]:
    return (MARKS.c.kind == "message") & MARKS.c.case_ref.in_(cases)


@dataclass(slots=True)
class _Group:
    """A mail of ours: the numbers of its notices with the case of each, and its bytes."""

    rows: dict[int, str] = field(default_factory=dict)
    sha256: str = ""

    @property
    def refs(self) -> frozenset[str]:
        return frozenset(self.rows.values()) - {""}


def _groups(connection: Connection, *, says: Callable[[str], bool], first: str) -> dict[int, _Group]:
    """Every mail of ours by the number of its first notice; one that answers or tells of an erased mail, and is of no
    case by itself, is taken for one of the `first` case."""
    mail = func.coalesce(NOTICES.c.mail_id, NOTICES.c.id).label("mail")
    found: dict[int, _Group] = {}
    names = ("id", "case_ref", "sha256", "duty", "duty_subject", "rung")
    for row in connection.execute(select(*(NOTICES.c[name] for name in names), mail)):
        group = found.setdefault(row.mail, _Group())
        about = says(f"{row.duty} {row.duty_subject} {row.rung}")
        group.rows[row.id] = row.case_ref or (first if about else "")
        group.sha256 = row.sha256 or group.sha256
    return found


def speaks_of(refs: Iterable[str], mails: Iterable[str]) -> Callable[[str], bool]:
    """Whether a text names one of those cases, or one of those mails by its SHA-256."""
    named = re.compile("|".join((*(rf"{re.escape(ref)}(?!\d)" for ref in sorted(refs)), *map(re.escape, mails))))
    return lambda text: bool(named.search(text))


def places_of(connection: Connection, mails: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """When the mails in each folder of a mailbox were received, by mailbox and folder."""
    last: dict[tuple[str, str], tuple[str, str]] = {}  # the folder and the time of a mail, by mailbox and SHA-256
    for some in batches(mails):
        wanted = select(PLACES, MAILS.c.received_at).join(MAILS, MAILS.c.sha256 == PLACES.c.sha256)
        for row in connection.execute(wanted.where(PLACES.c.sha256.in_(some)).order_by(PLACES.c.seen_at)):
            # One that was filed is there; the place that it was filed from is older.
            last[row.mailbox, row.sha256] = (row.folder, row.received_at)
    found: dict[tuple[str, str], list[str]] = {}
    for (mailbox, _), (folder, at) in last.items():
        found.setdefault((mailbox, folder), []).append(at.removesuffix("+00:00").replace("T", " "))
    return {place: sorted(times) for place, times in found.items()}


def cases_of_attachments(connection: Connection, sha256: str) -> frozenset[str]:
    """The cases that a file of that SHA-256 came for."""
    wanted = select(MARKS.c.case_ref).where(MARKS.c.kind == "attachment", MARKS.c.value == sha256)
    return frozenset(connection.execute(wanted).scalars())
