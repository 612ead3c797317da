"""Whether anything of erased cases is left in our files: every one is opened, and what is packed in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pipeline.edges.erasure.texts import kept_texts, texts_of_rows
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Erasing
from scheduler.beside_tracker import CALENDAR, PAGE
from scheduler.office import ConfiguredOffice
from scheduler.ports import Ports
from scheduler.retention.words import unpacked

# So many of the words together make it likely that a mail of another case, or of none, speaks of the same people.
_LIKELY = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """A place where words of an erased case still stand, without the words."""

    place: str
    words: int  # how many; 0 of a file that could not be read
    is_of_others: bool  # a mail that is of another case or of none: for a person to judge


def traces(office: ConfiguredOffice, ports: Ports, *, left: Erasing) -> Iterator[Trace]:
    """Where any of the words stands that tell the erased cases, or whose files are of them."""
    if not left.words:
        return
    wanted = _pattern(left.words)
    yield from _in_journal(ports.journal, wanted)
    for path in our_files(office, ports):
        yield from _in_file(path, wanted, is_original=path.parent == office.settings.tracker.originals)


def _in_journal(journal: Journal, wanted: re.Pattern[bytes]) -> Iterator[Trace]:
    for text in chain(texts_of_rows(journal.connection), kept_texts(journal.connection)):
        if found := set(wanted.findall(text.casefold().encode(errors="replace"))):
            yield Trace(place="the journal", words=len(found), is_of_others=False)
    for kind in ("mail", "outgoing"):
        for sha256 in journal.raw.each(kind=kind):
            found = _words_in(journal.raw.read(sha256, kind=kind), wanted)
            if len(found) >= _LIKELY:
                yield Trace(place=f"{kind} {_called(journal, sha256)}", words=len(found), is_of_others=True)


def _in_file(path: Path, wanted: re.Pattern[bytes], *, is_original: bool) -> Iterator[Trace]:
    """What is found in a file; one that cannot be read may hold anything. An original is of a mail that stays."""
    try:
        words = len(_words_in(path.read_bytes(), wanted))
    except OSError:
        yield Trace(place=str(path), words=0, is_of_others=False)
        return
    if words:
        yield Trace(place=str(path), words=words, is_of_others=is_original)


def _called(journal: Journal, sha256: str) -> str:
    mail = journal.mails.mail(sha256)
    of = f" of {mail.case_ref}" if mail and mail.case_ref else ""
    return f"{sha256[:12]}{of}"


def our_files(office: ConfiguredOffice, ports: Ports) -> Iterator[Path]:
    """The workbook, its backups and the versions set aside, and every file beside it and in the store that we write;
    of the store not the journal, which is asked itself, nor the mails, which are."""
    tracker, store = ports.tracker, office.settings.store.folder
    beside = (tracker.place, *(tracker.place.with_name(name) for name in (PAGE, CALENDAR)))
    in_store = (path for path in sorted(store.glob("*")) if not path.name.startswith("journal."))
    originals = sorted(office.settings.tracker.originals.rglob("*"))
    every = (*beside, *tracker.kept_backups(), *tracker.set_aside(), *originals, *in_store)
    return filter(Path.is_file, every)


def _pattern(words: Iterable[str]) -> re.Pattern[bytes]:
    said = b"|".join(re.escape(word.encode()) for word in words)
    return re.compile(rb"(?<![a-z0-9])(?:" + said + rb")(?![a-z0-9])")


def _words_in(content: bytes, wanted: re.Pattern[bytes]) -> set[bytes]:
    return {found for part in unpacked(content) for found in wanted.findall(_small(part))}


def _small(part: bytes) -> bytes:
    try:
        return part.decode().casefold().encode()
    except UnicodeDecodeError:
        # Old Word writes two bytes a letter; the zeros between say nothing.
        return part.replace(b"\0", b"").lower()


def speaks_of_any(path: Path, left: Erasing) -> bool:
    """Whether a file names one of the erased cases, or says words that tell them."""
    named = re.compile(b"|".join(re.escape(ref.encode()) + rb"(?!\d)" for ref in left.refs))
    content = path.read_bytes()
    is_named = any(map(named.search, unpacked(content)))
    return is_named or (bool(left.words) and len(_words_in(content, _pattern(left.words))) >= _LIKELY)
