"""The record of a case as a bundle: page, mails, documents and entries of the chain, with the checksums of all."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.dates import london_date
from pipeline.edges.files import write_whole
from pipeline.edges.journal import Journal
from pipeline.edges.journal.chain import ChainProof, EntryKind
from pipeline.edges.journal.notice_queue import QueuedMail
from pipeline.errors import StoreUnavailable
from pipeline.protective_marking import highest_of
from pipeline.record.case_record import BundledFile, CaseRecord
from pipeline.record.page import page
from scheduler.office import ConfiguredOffice
from scheduler.record.gathering import CaseEvidence, dates, gathered, held_facts, lines
from scheduler.snapshot import Snapshot
from scheduler.steps.originals import original_named
from scheduler.views.explained import case_explained

SUMS, ENTRIES = "SHA256SUMS", "record.jsonl"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """Files by their paths; none of them, and no name of one, but the page, the mails and the documents is personal."""

    ref: str
    files: Mapping[str, bytes]
    verdict: str
    is_whole: bool

    @property
    def checksum(self) -> str:
        """The SHA-256 of the list of checksums: whoever notes it can tell the whole bundle from any other."""
        return hashlib.sha256(self.files[SUMS]).hexdigest()


def bundle_of(office: ConfiguredOffice, journal: Journal, *, ref: str, now: datetime) -> Bundle:
    """The bundle of the case `ref`; raises CaseclockError where there is none or its dates cannot be counted."""
    snapshot = Snapshot(office, journal, now=now)
    explained = case_explained(snapshot, journal, ref=ref)
    found, case = gathered(journal, explained.case.ref), explained.case
    contents = dict(_contents(office, journal, found=found, ref=case.ref))
    places = {file.sha256: file.name for file, _ in contents.values()}
    walked = journal.verified()
    verdict = walked.fault or f"The record was whole: {walked.head.number} entries, the newest {walked.head.hash}."
    record = CaseRecord(
        ref=case.ref,
        partnership=office.settings.office.partnership,
        marking=highest_of(snapshot.markings.get(case.ref, ""), office.settings.office.marking),
        opened_at=case.opened_at,
        made_at=now,
        verdict=verdict,
        lines=lines(found, files=places),
        facts=tuple(held_facts(explained)),
        dates=tuple(dates(explained)),
        files=tuple(file for file, _ in contents.values()),
    )
    files = {file.name: content for file, content in contents.values() if content is not None}
    files |= {f"{case.ref}.html": page(record).encode(), ENTRIES: _entries(found.proofs)}
    return Bundle(ref=case.ref, files=files | {SUMS: _sums(files)}, verdict=verdict, is_whole=not walked.fault)


def write(bundle: Bundle, place: Path) -> None:
    """Writes the bundle as a zip, or into a new folder where `place` is not called `.zip`; raises StoreUnavailable."""
    try:
        if place.suffix.lower() == ".zip":
            _write_zip(bundle, place)
            return
        if place.exists():
            raise FileExistsError(17, "it is there already")
        for name, content in bundle.files.items():
            write_whole(place / name, content)
    except OSError as fault:
        raise StoreUnavailable(f"{place} cannot be written ({fault.strerror}); name another with --out.") from fault


def _write_zip(bundle: Bundle, place: Path) -> None:
    with place.open("xb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        place.chmod(0o600)
        for name, content in bundle.files.items():
            packed.writestr(zipfile.ZipInfo(f"{bundle.ref}/{name}"), content, zipfile.ZIP_DEFLATED)


def _sums(files: Mapping[str, bytes]) -> bytes:
    """As sha256sum writes them."""
    found = sorted((name, hashlib.sha256(content).hexdigest()) for name, content in files.items())
    return "".join(f"{sha256}  {name}\n" for name, sha256 in found).encode()


def _entries(proofs: Iterable[ChainProof]) -> bytes:
    said = (
        {
            "number": proof.number,
            "kind": proof.kind.value,
            "row": list(proof.row),
            "salt": proof.salt,
            "digest": proof.digest,
            "before": proof.before,
            "hash": proof.hash,
        }
        for proof in proofs
    )
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in said).encode(errors="surrogatepass")


_Content = tuple[str, tuple[BundledFile, bytes | None]]


def _contents(office: ConfiguredOffice, journal: Journal, *, found: CaseEvidence, ref: str) -> Iterator[_Content]:
    """Every mail and document, with its bytes where they belong into the bundle, by a key of its own."""
    for number, mail in enumerate(found.received, start=1):
        day, sha256 = london_date(mail.received_at).isoformat(), mail.sha256
        others = found.other_cases.get(sha256, ())
        what = f"Mail received, {number}" + (f" (also of {', '.join(others)})" if others else "")
        yield sha256, _mail(journal, f"received/{number:03d}-{day}.eml", what=what, of=("mail", sha256))
    for number, sent in enumerate((mail for mail in found.sent if mail.sent_at), start=1):
        yield sent.sha256, _sent(journal, number, mail=sent, others=found.other_cases.get(sent.sha256, ()))
    folder = office.settings.tracker.originals / ref
    for number, path in enumerate(sorted(folder.rglob("*")) if folder.is_dir() else (), start=1):
        if path.is_file() and not path.name.startswith((".", "~$")):
            yield f"document {number}", _document(path, name=f"documents/{number:03d}{path.suffix.lower()}")
    for name in _originals(found):
        yield name, _document(folder.parent / name, name=f"originals/{name}")


def _originals(found: CaseEvidence) -> Iterator[str]:
    """The names of the forms as they came that facts of the case lead to; they are of our making."""
    values = (str(part) for proof in found.proofs if proof.kind is EntryKind.FACT for part in proof.row)
    yield from filter(None, dict.fromkeys(map(original_named, values)))


def _mail(journal: Journal, name: str, *, what: str, of: tuple[str, str]) -> tuple[BundledFile, bytes | None]:
    kind, sha256 = of
    try:
        content = journal.raw.read(sha256, kind=kind)
    except OSError:
        return BundledFile(name="", what=what, sha256=sha256, note="its bytes are gone from the store"), None
    return BundledFile(name=name, what=what, sha256=sha256), content


def _sent(
    journal: Journal, number: int, *, mail: QueuedMail, others: tuple[str, ...]
) -> tuple[BundledFile, bytes | None]:
    day = london_date(mail.sent_at).isoformat() if mail.sent_at else ""
    folder = "sent" if mail.state == "sent" else "drafts"
    what = f"{mail.kind.replace('-', ' ').capitalize()} to {mail.recipient}, {number}"
    if others:
        note = f"left out: it speaks of {', '.join(others)} as well; the store has it under its SHA-256"
        return BundledFile(name="", what=what, sha256=mail.sha256, note=note), None
    return _mail(journal, f"{folder}/{number:03d}-{day}-{mail.kind}.eml", what=what, of=("outgoing", mail.sha256))


def _document(path: Path, *, name: str) -> tuple[BundledFile, bytes | None]:
    """A file beside the tracker; its own name may be somebody's, so a document is given another."""
    what = f"{'Form as it came' if name.startswith('originals') else 'Document'} {Path(name).stem}"
    try:
        content = path.read_bytes()
    except OSError as fault:
        why = f"left out, since it could not be read ({fault.strerror}): connect its folder and make the bundle again"
        return BundledFile(name="", what=what, sha256="", note=why), None
    return BundledFile(name=name, what=what, sha256=hashlib.sha256(content).hexdigest()), content
