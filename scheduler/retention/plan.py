"""All that is of some cases and goes with them: in the journal, in the store, beside the tracker; and what stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from parsers.whole_mail import read_whole_mail
from pipeline.edges.erasure.belongings import Belongings, belongings, cases_of_attachments, places_of, speaks_of
from pipeline.edges.erasure.free_pages import BEYOND
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Erasing
from pipeline.facts import Case
from pipeline.model import Message
from pipeline.shown_text import amount
from scheduler.office import ConfiguredOffice
from scheduler.ports import Ports
from scheduler.retention.words import telling_words, texts_of
from scheduler.steps.originals import original_named, place_of_mail


@dataclass(frozen=True, kw_only=True, slots=True)
class ErasurePlan:
    """What goes, and what is done about the rest."""

    gone: Belongings
    bare: tuple[int, ...]  # mails of ours that are of no case and name one of these: their bytes go
    left: Erasing  # what is still to be done once the rows are gone


def planned(office: ConfiguredOffice, ports: Ports, *, refs: Iterable[str], now: datetime) -> ErasurePlan:
    """Everything that is of these cases; nothing is changed."""
    journal = ports.journal
    gone = belongings(journal.connection, refs)
    bare = {number: sha256 for number, sha256 in gone.unowned.items() if _names(journal, sha256, refs=gone.refs)}
    left = Erasing(
        refs=tuple(sorted(gone.refs)),
        mails=gone.mails,
        outgoing=tuple(sorted({*gone.outgoing, *bare.values()})),
        files=tuple(sorted(map(str, _files(office, journal, gone=gone)))),
        words=telling_words(office, journal, gone=gone, now=now),
        outside=tuple(_outside(office, ports, gone=gone)),
        kept_back=tuple(_kept_back(journal, gone)),
    )
    return ErasurePlan(gone=gone, bare=tuple(sorted(bare)), left=left)


def _names(journal: Journal, sha256: str, *, refs: frozenset[str]) -> bool:
    says = speaks_of(refs, ())
    try:
        return any(map(says, texts_of(journal.raw.read(sha256, kind="outgoing"))))
    except OSError:
        return False


def _files(office: ConfiguredOffice, journal: Journal, *, gone: Belongings) -> Iterator[Path]:
    """The folders of the cases, and the forms and mails as they came that no case which stays leads to."""
    originals = office.settings.tracker.originals
    mine, others = set[str](), set[str]()
    for case in journal.casebook.cases():
        (mine if case.ref in gone.refs else others).update(_forms_of(case))
    for sha256 in gone.mails:
        mine |= {place_of_mail(sha256, office=office).name, *_copies_of(office, journal, sha256=sha256, refs=gone.refs)}
    yield from filter(Path.exists, (originals / name for name in (*gone.refs, *(mine - others))))


def _copies_of(office: ConfiguredOffice, journal: Journal, *, sha256: str, refs: frozenset[str]) -> Iterator[str]:
    """The names of the files beside the tracker that came in a mail, and in none of a case that stays."""
    for attached in _attached(office, journal, sha256=sha256):
        if not cases_of_attachments(journal.connection, attached) - refs:
            yield from (path.name for path in office.settings.tracker.originals.glob(f"*-{attached[:12]}.*"))


def _forms_of(case: Case) -> Iterator[str]:
    yield from filter(None, (original_named(str(fact.value)) for fact in case.facts))


def _attached(office: ConfiguredOffice, journal: Journal, *, sha256: str) -> set[str]:
    """The SHA-256 of each file in a mail, at any depth."""
    try:
        raw = journal.raw.read(sha256)
    except OSError:
        return set()
    return set(_files_of(read_whole_mail(raw, limits=office.limits, forms=office.forms).message))


def _files_of(message: Message) -> Iterator[str]:
    yield from (attachment.sha256 for attachment in message.attachments)
    for inner in message.messages:
        yield from _files_of(inner)


def _kept_back(journal: Journal, gone: Belongings) -> Iterator[str]:
    for sha256, refs in gone.shared.items():
        mail = journal.mails.mail(sha256)
        day = f" received on {mail.received_at:%d %B %Y}" if mail else ""
        yield f"a mail{day} stays, because it is also about {', '.join(refs)}"
    for refs, number in Counter(gone.shared_notices.values()).items():
        mails = amount(number, "mail of ours stays, because it", several="mails of ours stay, because each")
        yield f"{mails} is also about {', '.join(refs)}"


def _outside(office: ConfiguredOffice, ports: Ports, *, gone: Belongings) -> Iterator[str]:
    """What lies where this program erases nothing, a line each for a person."""
    for (mailbox, folder), times in places_of(ports.journal.connection, gone.mails).items():
        yield f"mailbox {mailbox}, folder {folder}: delete the mails received {'; '.join(times)} (UTC)"
    refs = ", ".join(sorted(gone.refs))
    folders = office.settings.mailbox.folders
    yield f"mailbox, folders {folders.sent} and {folders.drafts}: delete the mails that name {refs}, and empty its bin"
    told = sorted({told.recipient for ref in gone.refs for told in ports.journal.notices.of_case(ref) if told.at})
    if told:
        yield f"inboxes of those who were written to: ask {', '.join(told)} to delete what names {refs}"
    for path in ports.tracker.conflict_copies():
        yield f"{path}: a sync program's copy of the tracker; look through it and delete it"
    yield "backups and snapshots that others make of these folders and of the mailbox: let them run out"
    if ports.journal.is_shared:
        yield f"the database server: {BEYOND}"
