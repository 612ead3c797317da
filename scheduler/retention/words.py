"""By which words a case is known again: the names, numbers and addresses of its forms that stand in no other case."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from email import message_from_bytes
from itertools import chain

from pipeline.edges.erasure.belongings import Belongings
from pipeline.edges.erasure.texts import kept_texts, texts_of_rows
from pipeline.edges.journal import Journal
from pipeline.model import Answers, Referral
from pipeline.tracker.model import TrackerContent
from scheduler.office import ConfiguredOffice

# Of these groups every answer tells who somebody is or where; of the rest some do.
_TELLING = (
    *("name", "aliases", "nhs_number", "home_address", "address", "postcode", "current_residence", "school", "gp"),
    *("phone", "email", "contact", "location", "whereabouts_at_incident", "carer_at_incident"),
)
_WORD = re.compile(r"[^\W_]{4,}")
_DEPTH = 4
_MOST = 200_000_000


def telling_words(office: ConfiguredOffice, journal: Journal, *, gone: Belongings, now: datetime) -> tuple[str, ...]:
    """The words, in small letters, that only these cases say; what the workbook's own pages, contacts, settings or
    other cases say is no sign."""
    own = set(chain.from_iterable(map(words, _identifying(journal, gone))))
    if not own:
        return ()
    others = chain(texts_of_rows(journal.connection, but=gone), kept_texts(journal.connection, but=gone))
    for text in chain((office.settings.model_dump_json(), *_said_by_us(now)), others):
        own.difference_update(words(text))
    return tuple(sorted(own))


def _said_by_us(now: datetime) -> Iterator[str]:
    """What a workbook says in which nothing stands yet."""
    # Slow to import.
    from pipeline.tracker.new_workbook.create import workbook

    content, _ = workbook(TrackerContent(now=now))
    return (part.decode("utf-8", "replace") for part in unpacked(content))


def words(text: str) -> Iterator[str]:
    """The words of a text in small letters: names and numbers of at least four characters."""
    return (found[0].casefold() for found in _WORD.finditer(text))


def _identifying(journal: Journal, gone: Belongings) -> Iterator[str]:
    kept = journal.kept
    forms = (*kept.read_forms.each(gone.mails).values(), *kept.referrals.each(sorted(gone.refs)).values())
    for form in forms:
        for answers in _groups(form):
            yield from (answers[name].raw for name in _TELLING if name in answers)
    for case in journal.casebook.cases(*sorted(gone.refs)):
        yield case.text("child")


def _groups(form: Referral) -> Iterator[Answers]:
    yield from (form.incident, form.referrer, form.safeguarding_lead)
    yield from chain(form.children, form.family, form.agencies)


def texts_of(content: bytes) -> Iterator[str]:
    """The text of each part of a mail, its headers with it."""
    yield from (part.decode("utf-8", "replace") for part in unpacked(content, depth=1))


def unpacked(content: bytes, *, depth: int = _DEPTH) -> Iterator[bytes]:
    """The bytes themselves, and those of all that they hold as a zip package or a mail does, at any depth."""
    yield content
    if depth:
        for inner in _inner(content):
            yield from unpacked(inner, depth=depth - 1)


def _inner(content: bytes) -> Iterable[bytes]:
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    head = content[:4000].lower()
    is_mail = any(name in head for name in (b"\ncontent-type:", b"\nmime-version:", b"\nreceived:"))
    return _parts(content) if is_mail else ()


def _packed(content: bytes) -> list[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = [entry for entry in package.infolist() if entry.file_size < _MOST]
            return [*(entry.filename.encode() for entry in entries), *map(package.read, entries)]
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError):
        return []


def _parts(content: bytes) -> list[bytes]:
    parts = (part.get_payload(decode=True) for part in message_from_bytes(content).walk())
    return [part for part in filter(None, parts) if isinstance(part, bytes)]
