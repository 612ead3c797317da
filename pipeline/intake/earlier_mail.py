"""What came before a mail that is judged: asked of an index by what stands in the mail, and never read as a whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Protocol, TypeVar

from pipeline.cases.same_child import Child
from pipeline.intake.signs.bounds import READ
from pipeline.intake.signs.panel_digits import digits_of
from pipeline.model import Message, NoticeKind

Asked = TypeVar("Asked", str, tuple[str, str])
Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A mail of ours: the case it is about (may be empty) and what kind of notice it was."""

    case_ref: str
    kind: NoticeKind
    proves: bool = False  # whether its id holds a secret, so that whoever gives it back had the mail


class MailIndex(Protocol):
    """Earlier mails and what they belong to, looked up by what is asked; the mail that is judged is never among them.

    Message ids are found as they are spelt; `EarlierMail` asks with and without angle brackets.
    """

    def has_case(self, ref: str) -> bool:
        """Whether a case bears this reference."""

    def was_erased(self, ref: str) -> bool:
        """Whether a case bore this reference that has been erased."""

    def cases_of_marks(self, marks: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The cases, by reference, of those of `marks` (pairs of `recognised_by`) that belong to any."""

    def cases_of_mails(self, message_ids: Collection[str]) -> Mapping[str, str]:
        """The cases of those of `message_ids` that belong to one."""

    def sent(self, message_ids: Collection[str]) -> Mapping[str, Sent]:
        """Those of `message_ids` that are mails of ours."""

    def was_decided(self, message_ids: Collection[str]) -> bool:
        """Whether an earlier mail that was decided carried one of `message_ids`."""

    def has_fingerprint(self, fingerprint: str) -> bool:
        """Whether an earlier mail that was decided had this `fingerprint`."""

    def sender_domains(self, ref: str) -> frozenset[str]:
        """The domains that the mails of a case came from."""

    def panel_refs(self, digits: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The Panel's references with any of these `digits_of` them, as the office typed them, and their cases."""

    def children_of(self, ref: str) -> tuple[Child, ...]:
        """The children of a case, or nothing where none is known yet."""

    def unread_cases(self, address: str, *, since: datetime) -> tuple[str, ...]:
        """The cases that mails of `address` received from `since` on opened, and of which no form could be read yet."""

    def cases_of_receipts(self, numbers: Collection[str]) -> Mapping[str, str]:
        """The cases of the mails with those of these receipt numbers that belong to one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedMailIndex:
    """An index whose every entry is given; empty, it is that of a mail that is read without a journal."""

    case_refs: frozenset[str] = frozenset()
    marks: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)  # their cases by reference
    cases: Mapping[str, str] = field(default_factory=dict)  # a mail's case by its Message-ID
    ours: Mapping[str, Sent] = field(default_factory=dict)  # by Message-ID
    message_ids: frozenset[str] = frozenset()  # of every decided mail
    fingerprints: frozenset[str] = frozenset()
    domains: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of the senders to a case, by its reference
    typed_panel_refs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # with the cases that bear them
    receipts: Mapping[str, str] = field(default_factory=dict)  # a mail's case by its receipt number
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by the address of their sender
    erased: frozenset[str] = frozenset()  # the references of erased cases

    def has_case(self, ref: str) -> bool:
        return ref in self.case_refs

    def was_erased(self, ref: str) -> bool:
        return ref in self.erased

    def cases_of_marks(self, marks: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[str, ...]]:
        return _those(marks, self.marks)

    def cases_of_mails(self, message_ids: Collection[str]) -> Mapping[str, str]:
        return _those(message_ids, self.cases)

    def sent(self, message_ids: Collection[str]) -> Mapping[str, Sent]:
        return _those(message_ids, self.ours)

    def was_decided(self, message_ids: Collection[str]) -> bool:
        return not self.message_ids.isdisjoint(message_ids)

    def has_fingerprint(self, fingerprint: str) -> bool:
        return fingerprint in self.fingerprints

    def sender_domains(self, ref: str) -> frozenset[str]:
        return self.domains.get(ref, frozenset())

    def panel_refs(self, digits: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        return {typed: refs for typed, refs in self.typed_panel_refs.items() if digits_of(typed) in digits}

    def children_of(self, ref: str) -> tuple[Child, ...]:
        return ()

    def unread_cases(self, address: str, *, since: datetime) -> tuple[str, ...]:
        return self.unread.get(address, ())

    def cases_of_receipts(self, numbers: Collection[str]) -> Mapping[str, str]:
        return _those(numbers, self.receipts)


def _those(asked: Iterable[Asked], known: Mapping[Asked, Found]) -> dict[Asked, Found]:
    """What is `known` of each of `asked`, in their order; nothing of the others."""
    return {one: known[one] for one in asked if one in known}


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierMail:
    """What is known before a mail is read: empty but for our own address where no journal is asked."""

    own_addresses: tuple[str, ...] = ()
    reference_prefix: str = ""  # of our own case references, such as `NSH`
    journal: bool = False  # whether a journal stands behind it (a pass) or not (`caseclock read`)
    index: MailIndex = field(default_factory=ListedMailIndex)

    def is_own(self, address: str) -> bool:
        """Whether `address` is one of this mailbox's own, sub-addresses (`name+tag@`) included."""
        local, _, domain = address.lower().partition("@")
        return bool(address) and f"{local.partition('+')[0]}@{domain}" in {own.lower() for own in self.own_addresses}

    def is_ours(self, ref: str) -> bool:
        """With a journal, a reference is ours if a case bears it; without one, any of the right form may be."""
        return self.index.has_case(ref) or not self.journal

    def sent_mail(self, message_ids: Iterable[str]) -> Sent | None:
        """The first of `message_ids` that is a mail of ours."""
        asked = _spelt(message_ids)
        return next(iter(_those(asked, self.index.sent(asked)).values()), None)

    def case_of_mail(self, message_ids: Iterable[str]) -> str:
        """The case of the first of `message_ids` that belongs to one, or an empty text."""
        asked = _spelt(message_ids)
        of_ours = self.sent_mail(asked)
        if of_ours and of_ours.case_ref:
            return of_ours.case_ref
        return next(filter(None, _those(asked, self.index.cases_of_mails(asked)).values()), "")

    def has_mail(self, message_id: str) -> bool:
        """Whether an earlier mail carried this Message-ID."""
        return self.index.was_decided(_spelt((message_id,)))

    def cases_of_receipts(self, numbers: tuple[str, ...]) -> tuple[str, ...]:
        """The cases of the mails with these receipt numbers, in their order, each once."""
        return tuple(dict.fromkeys(_those(numbers, self.index.cases_of_receipts(numbers)).values()))

    def cases_of(self, marks: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """The cases that any of `marks` belongs to, each once."""
        asked = sorted(marks)
        found = _those(asked, self.index.cases_of_marks(asked))
        return tuple(dict.fromkeys(chain.from_iterable(found.values())))


def _spelt(message_ids: Iterable[str]) -> tuple[str, ...]:
    """Each id with its angle brackets and without, in their order."""
    return tuple(dict.fromkeys(spelt for one in message_ids for spelt in _spellings(one)))


def _spellings(message_id: str) -> tuple[str, ...]:
    bare = message_id.strip().strip("<>")
    return (f"<{bare}>", bare) if bare else ()


def fingerprint(message: Message) -> str:
    """A hash of who wrote what under which subject, so that the same mail sent twice is seen under two ids."""
    sender = message.sender.address if message.sender else ""
    words = " ".join(re.findall(r"\w+", f"{message.subject} {message.text[:READ]}".casefold()))
    return hashlib.sha256(f"{sender}|{words}".encode()).hexdigest()
