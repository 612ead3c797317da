"""The record of an office that has worked: each digest prints its newest hash, and `caseclock audit` checks it."""

import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result
from office import FRIDAY, MONDAY, Office, message
from put_back import kept
from sqlalchemy import text

from pipeline.edges.journal import Journal
from pipeline.errors import CaseclockError, StoreUnavailable
from pipeline.model import NoticeKind
from pipeline.notices.model import Mail, NoticeKey
from scheduler.cli import caseclock
from scheduler.demo.story import mailbox
from scheduler.record.gathering import gathered, lines


def audit(office: Office, *words: str) -> Result:
    return CliRunner().invoke(caseclock, ["audit", "--config", str(office.config), *words])


@kept
def one_case(office: Office) -> None:
    office.deliver(mailbox()[0].read_bytes())
    office.make_pass(FRIDAY)
    assert office.make_pass(MONDAY).faults == []


@pytest.fixture
def told(one_case: Office) -> tuple[Office, str]:
    """An office with one case, and the hash in the digest of its Monday."""
    office = one_case
    digests = (message(mail.raw) for mail in office.servers.sent if b"Subject: " in mail.raw)
    texts = [found.text for found in digests if "Today: " in found.subject]
    printed = re.findall(r"Record: entry \d+, ([0-9a-f]{32})\b", texts[-1])
    return office, printed[0]


def test_the_hash_of_a_digest_is_found_in_a_record_that_is_whole(told: tuple[Office, str]) -> None:
    office, printed = told
    said = audit(office, "--verify", printed)
    assert (said.exit_code, "The record is whole" in said.output) == (0, True), said.output
    assert "nothing up to it was cut off" in said.output
    assert audit(office, "--verify").exit_code == 0


def test_a_fact_that_was_altered_past_the_program_is_named(told: tuple[Office, str]) -> None:
    office, _ = told
    with office.journal() as journal, journal.writing():
        journal.connection.execute(text("UPDATE facts SET value = '2026-11-01' WHERE name = 'incident'"))
    said = audit(office, "--verify")
    assert said.exit_code == 1
    assert "Altered: a fact (entry " in said.output


def test_a_record_whose_end_was_cut_off_fails_against_the_hash_of_a_digest(told: tuple[Office, str]) -> None:
    office, printed = told
    with office.journal() as journal, journal.writing():
        journal.connection.execute(text("DELETE FROM chain WHERE number > 10"))
    said = audit(office, "--verify", printed)
    assert said.exit_code == 1
    assert "Added without an entry" in said.output


@pytest.mark.parametrize("words", [("--verify", "no-hash"), ("--verify", "abc"), ()])
def test_what_cannot_be_a_hash_is_refused(office: Office, words: tuple[str, ...]) -> None:
    assert audit(office, *words).exit_code == 2


@pytest.fixture(scope="module")
def unpacked(make_offices: Callable[[str], Office], tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, Path]:
    """An office with three cases, and the bundle of the first death as a zip unpacked elsewhere."""
    office = make_offices("office")
    for file in mailbox()[:3]:
        office.deliver(file.read_bytes())
    office.make_pass(FRIDAY)
    ref = office.manager_types()
    office.make_pass(MONDAY)
    folder = tmp_path_factory.mktemp("inspector")
    said = audit(office, ref, "--out", str(folder / "b.zip"), "--now", MONDAY.isoformat())
    assert said.exit_code == 0, said.output
    with zipfile.ZipFile(folder / "b.zip") as packed:
        packed.extractall(folder)
    assert hashlib.sha256((folder / ref / "SHA256SUMS").read_bytes()).hexdigest() in said.output
    return office, folder / ref


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_a_bundle_is_verified_without_the_program_and_a_changed_one_is_not(
    unpacked: tuple[Office, Path], tmp_path: Path
) -> None:
    _, bundle = unpacked
    copy = shutil.copytree(bundle, tmp_path / "copy")
    check = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    assert subprocess.run(check, cwd=copy, check=False, capture_output=True).returncode == 0
    named = {line[66:] for line in (copy / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    there = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert named == there - {"SHA256SUMS"}
    next((copy / "received").iterdir()).write_bytes(b"x")
    assert subprocess.run(check, cwd=copy, check=False, capture_output=True).returncode == 1


def test_each_entry_of_a_bundle_proves_itself_by_what_the_documentation_says(unpacked: tuple[Office, Path]) -> None:
    office, bundle = unpacked
    entries = [json.loads(line) for line in (bundle / "record.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {entry["kind"] for entry in entries} == {"fact", "log", "mail", "decision", "notice"}
    for entry in entries:
        row = json.dumps(entry["row"], ensure_ascii=False, separators=(",", ":"))
        assert hashlib.sha256(f"{entry['salt']}\n{row}".encode()).hexdigest() == entry["digest"]
        linked = f"{entry['before']}\n{entry['number']}\n{entry['kind']}\n{entry['digest']}"
        assert hashlib.sha256(linked.encode()).hexdigest() == entry["hash"]
    with office.journal() as journal:
        (case,) = journal.casebook.cases(bundle.name)
    assert sum(entry["kind"] == "fact" for entry in entries) == len(case.facts)


def test_the_page_of_a_bundle_holds_facts_dates_mails_and_decisions_and_its_links_lead_to_files(
    unpacked: tuple[Office, Path],
) -> None:
    _, bundle = unpacked
    page = (bundle / f"{bundle.name}.html").read_text(encoding="utf-8")
    for said in (
        "Notified Panel on",
        "Criteria met",
        "section 16C",
        "weekends",
        "Mail received",
        "entered in the tracker",
    ):
        assert said in page, said
    assert "<script" not in page
    links = [unquote(found) for found in re.findall(r'href="([^"#]+)"', page)]
    assert {link.partition("/")[0] for link in links} == {"received", "sent", "documents", "originals"}
    assert all((bundle / link).is_file() for link in links)


def test_a_bundle_holds_nothing_of_another_case_and_no_name_in_the_name_of_a_file(
    unpacked: tuple[Office, Path],
) -> None:
    office, bundle = unpacked
    with office.journal() as journal:
        others = [ref for ref in journal.casebook.refs() if ref != bundle.name]
    assert others
    mails = [path.read_bytes() for path in bundle.rglob("*.eml")]
    assert mails
    assert not any(ref.encode() in raw for ref in others for raw in mails)
    names = " ".join(path.relative_to(bundle).as_posix() for path in bundle.rglob("*"))
    assert re.fullmatch(r"[\w\-./ ]+", names)
    assert set(re.findall(r"[A-Za-z]{3,}", re.sub(r"-[0-9a-f]{12}\b", "", names))) <= WORDS, names


WORDS = {
    *(
        "NSH",
        "html",
        "SHA",
        "SUMS",
        "record",
        "jsonl",
        "received",
        "sent",
        "documents",
        "originals",
        "referral",
        "eml",
        "docx",
    ),
    *("acknowledgement", "agency", "request", "invitation", "alert", "reminder", "question"),
}


def test_a_form_that_cannot_be_read_is_named_as_left_out(unpacked: tuple[Office, Path], tmp_path: Path) -> None:
    office, bundle = unpacked
    name = next((bundle / "originals").iterdir()).name
    folder = office.folder / "originals"
    folder.rename(office.folder / "away")
    try:
        said = audit(office, bundle.name, "--out", str(tmp_path / "b"))
    finally:
        (office.folder / "away").rename(folder)
    assert said.exit_code == 0, said.output
    page = (tmp_path / "b" / f"{bundle.name}.html").read_text(encoding="utf-8")
    assert f"Form as it came {Path(name).stem}" in page
    assert "connect its folder and make the bundle again" in page


def test_what_is_there_is_never_written_over(unpacked: tuple[Office, Path], tmp_path: Path) -> None:
    office, bundle = unpacked
    for place in (tmp_path / "folder", tmp_path / "file.zip"):
        assert audit(office, bundle.name, "--out", str(place)).exit_code == 0
        before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
        again = audit(office, bundle.name, "--out", str(place))
        assert isinstance(again.exception, StoreUnavailable)
        assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_mail_whose_bytes_are_gone_is_said_in_the_bundle(told: tuple[Office, str], tmp_path: Path) -> None:
    office, _ = told
    next((office.folder / "store" / "mail").rglob("*.eml")).unlink()
    said = audit(office, office.first_death(), "--out", str(tmp_path / "b"))
    assert said.exit_code == 1
    assert "Removed: the bytes of a mail that came in" in said.output
    assert "gone from the store" in next((tmp_path / "b").glob("*.html")).read_text(encoding="utf-8")


def test_a_case_that_is_not_there_is_refused(office: Office) -> None:
    assert isinstance(audit(office, "NSH-2026-999").exception, CaseclockError)


def test_what_lies_in_drafts_is_not_called_sent_and_what_was_merged_has_the_time_of_its_mail(tmp_path: Path) -> None:
    drafted, merged = queued_key("Police"), queued_key("School")
    mail = Mail(
        key=drafted, sender="s@x.example", sender_name="", to=drafted.recipient, to_name="", subject="s", text="t",
        html="h", message_id="<k@x.example>", made_at=FRIDAY,
    )  # fmt: skip
    with Journal(tmp_path) as journal:
        with journal.writing():
            journal.casebook.open("NSH-2026-001", opened_at=FRIDAY, opened_by="x")
            journal.notices.queue(mail, sha256="0", state="queued", urgent=False, with_keys=(merged,))
            journal.notices.sent(drafted, now=MONDAY, state="draft")
        found = lines(gathered(journal, "NSH-2026-001"), files={"0": "drafts/1.eml"})
    said = {(line.what, line.at, line.file) for line in found}
    assert said == {("Chaser put into Drafts for a@b.example", MONDAY, "drafts/1.eml")}
    assert len(found) == 2


def queued_key(subject: str) -> NoticeKey:
    return NoticeKey(
        kind=NoticeKind.CHASER, case_ref="NSH-2026-001", duty="agency-return", subject=subject, due=None, rung="r",
        recipient="a@b.example",
    )  # fmt: skip
