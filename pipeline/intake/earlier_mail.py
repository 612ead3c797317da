"""What the journal already knows when a mail is judged; empty but for our own address where no journal is asked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.cases.children import Child
from pipeline.intake.signs.bounds import READ
from pipeline.model import Message


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A mail of ours: the case it is about, which may be empty, and the kind of notice (docs/notices.md)."""

    case_ref: str
    kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierMail:
    """What is known before a mail is read.

    `journal` says whether a journal stands behind it (a pass) or not (`caseclock read`). `marks` are the pairs of
    `recognised_by` (cases) with the cases they belong to. `cases_by_message` gives the case of an earlier
    mail's Message-ID, `sent` our own mails by theirs, `message_ids` those of every decided mail, `fingerprints` those
    of earlier mails with their case (which may be empty). `senders` gives for a case the domains its forms came from.
    `panel_refs` gives the Panel's own references, as the office typed them, with the cases that bear them.
    `children` gives the children of each case of which any is known.
    Message ids may stand with or without their angle brackets.
    """

    own_addresses: tuple[str, ...] = ()
    reference_prefix: str = ""
    journal: bool = False
    case_refs: frozenset[str] = frozenset()
    marks: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    cases_by_message: Mapping[str, str] = field(default_factory=dict)
    sent: Mapping[str, Sent] = field(default_factory=dict)
    message_ids: frozenset[str] = frozenset()
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    senders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    panel_refs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    children: Mapping[str, tuple[Child, ...]] = field(default_factory=dict)

    def is_own(self, address: str) -> bool:
        """Whether `address` is one of this mailbox's own, sub-addresses (`name+tag@`) included."""
        local, _, domain = address.lower().partition("@")
        return bool(address) and f"{local.partition('+')[0]}@{domain}" in {own.lower() for own in self.own_addresses}

    def sent_mail(self, message_ids: Iterable[str]) -> Sent | None:
        """The first of `message_ids` that is a mail of ours."""
        return next((self.sent[key] for one in message_ids for key in _spellings(one) if key in self.sent), None)

    def case_of_mail(self, message_ids: Iterable[str]) -> str:
        """The case of the first of `message_ids` that belongs to one, or an empty text."""
        of_ours = self.sent_mail(message_ids)
        if of_ours and of_ours.case_ref:
            return of_ours.case_ref
        found = (self.cases_by_message.get(key, "") for one in message_ids for key in _spellings(one))
        return next((ref for ref in found if ref), "")

    def has_mail(self, message_id: str) -> bool:
        """Whether an earlier mail carried this Message-ID."""
        return any(key in self.message_ids for key in _spellings(message_id))

    def cases_of(self, marks: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """The cases that any of `marks` belongs to, each once."""
        return tuple(dict.fromkeys(ref for mark in sorted(marks) for ref in self.marks.get(mark, ())))


def _spellings(message_id: str) -> tuple[str, ...]:
    bare = message_id.strip().strip("<>")
    return (f"<{bare}>", bare) if bare else ()


def fingerprint(message: Message) -> str:
    """A hash of who wrote what under which subject, so that the same mail sent twice is seen under two ids."""
    sender = message.sender.address if message.sender else ""
    words = " ".join(re.findall(r"\w+", f"{message.subject} {message.text[:READ]}".casefold()))
    return hashlib.sha256(f"{sender}|{words}".encode()).hexdigest()
