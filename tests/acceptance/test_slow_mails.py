"""A mail that takes long to read holds up nobody: it goes to a person, and the referral behind it is read."""

import time
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from office import FRIDAY, Office, message

from parsers.safe.bounded import BoundedProcess
from scheduler.demo.story import mailbox
from tests import soak
from tests.workbook_seen import words_on

BUDGET = 60  # seconds; far less than hours, far more than a loaded machine needs
# What this process itself may take of the processor for a pass: mails are read in others, which have limits of their own.
# The wall's clock would say how busy the machine is.
OWN = 60
# By day that of which a text is cut into the most lines and words; `tests/test_patterns.py` tries each pattern with all.
RUNS = ["a\n", *(["\n", "- ", " ", "\n ", "1 ", ">"] if soak.TIMES > 1 else [])]


def mail(text: str, files: tuple[tuple[str, bytes], ...] = (), subject: str = "For your records") -> bytes:
    """A mail whose text stands in it as it is, line after line, as programs and pasted files make them."""
    made = EmailMessage(policy=SMTP)
    made["From"] = "Idris Vale <idris.vale@northshire.example>"
    made["To"] = "referrals@northshire.example"
    made["Subject"] = subject
    made["Date"] = "Fri, 13 Nov 2026 08:00:00 +0000"
    made["Message-ID"] = f"<{len(text)}-{len(files)}@northshire.example>"
    made.set_content(text, cte="8bit" if max(map(len, text.split("\n"))) < 900 else "base64")
    for name, content in files:
        made.add_attachment(content, maintype="text", subtype="html", filename=name)
    return made.as_bytes()


def with_limits(office: Office, limits: str) -> None:
    office.config.write_text(f"{office.config.read_text(encoding='utf-8')}\n[limits]\n{limits}\n", encoding="utf-8")


def referral() -> bytes:
    return next(file.read_bytes() for file in mailbox() if file.name.startswith("01-"))


def opened(office: Office) -> int:
    with office.journal() as journal:
        assert not list(journal.mails.undecided())
        return sum(1 for _ in journal.casebook.cases())


@pytest.mark.soaked
@pytest.mark.parametrize("run", RUNS, ids=repr)
def test_a_megabyte_of_one_thing_and_the_referral_behind_it_are_dealt_with_in_one_pass(
    office: Office, run: str
) -> None:
    with_limits(office, f"seconds_per_mail = {BUDGET}")
    text = f"See below.\n{run * (1_000_000 // len(run))}\nIdris\n"
    office.deliver(mail(text), at=FRIDAY - timedelta(hours=8))
    office.deliver(referral(), at=FRIDAY - timedelta(hours=1))
    began = time.process_time()
    office.make_pass(FRIDAY)
    assert time.process_time() - began < OWN
    with office.journal() as journal:
        found = sorted((mail.kind, mail.arrival["reason_code"]) for mail in journal.mails.decided())
        assert found == [("needs_person", "free-text"), ("referral", "")]  # both read to their end
    assert opened(office) == 1


def test_a_mail_of_many_slow_files_goes_to_a_person_after_its_time_and_the_next_is_read(office: Office) -> None:
    with_limits(office, "seconds_per_mail = 8\nseconds_per_document = 3")
    slow = b"<html><body>" + b"<table><tr><td>" * 60 + b"<p>Name: somebody</p><b>x</b>" * 40_000
    files = tuple((f"notes-{number}.html", slow) for number in range(20))
    text = "He is hitting her now and she is screaming. Please send someone tonight.\n"
    office.deliver(mail(text, files, subject="Files"), at=FRIDAY - timedelta(hours=8))
    office.deliver(referral(), at=FRIDAY - timedelta(hours=1))
    began = time.process_time()
    office.make_pass(FRIDAY)
    assert time.process_time() - began < OWN
    with office.journal() as journal:
        first = min(journal.mails.decided(), key=lambda mail: mail.received_at)
        assert (first.kind, first.urgent) == ("needs_person", True)
    assert opened(office) == 1
    said = words_on(office.tracker.read_bytes(), "Needs attention")
    assert "took longer to read than the limit for a whole mail" in said


def slow_mail(number: int = 0, text: str = "Please see the files.\n", files: int = 6) -> bytes:
    slow = b"<html><body>" + b"<table><tr><td>" * 60 + b"<p>Name: somebody</p><b>x</b>" * 40_000
    raw = mail(text, tuple((f"notes-{each}.html", slow) for each in range(files)), subject=f"Files {number}")
    return raw.replace(b"@northshire.example>\r\n", b".%d@northshire.example>\r\n" % number, 1)


@pytest.mark.slow
def test_behind_slow_mails_the_referral_has_its_case_in_the_pass_and_the_next_pass_goes_on_where_it_was(
    office: Office,
) -> None:
    """Row "a mail that is slow": the pass has a wall-clock budget and goes on where it was."""
    with_limits(office, "seconds_per_pass = 12\nseconds_per_mail = 8\nseconds_per_document = 5")
    cry = "He is hitting her now and she is screaming. Please send someone tonight.\n"
    for number, text in enumerate(("Please see the files.\n", cry)):
        office.deliver(slow_mail(number, text), at=FRIDAY - timedelta(hours=9 - number))
    office.deliver(referral(), at=FRIDAY - timedelta(hours=1))
    report = office.make_pass(FRIDAY)
    assert report.counts["mails read: referral"] == 1
    assert 0 < report.counts["mails left for the next pass"] <= 2
    assert any("the next pass goes on by itself" in fault for fault in report.faults)
    # Whoever cries for help is heard in the first pass, though the files beside the words were not read to their end.
    assert urgent_alerts(office) == 1
    passes = 0
    while report.counts["mails left for the next pass"]:
        passes += 1
        assert passes < 4
        report = office.make_pass(FRIDAY + timedelta(minutes=5 * passes))
    with office.journal() as journal:
        assert journal.kept.guards.slow_mails.get() is None
        assert journal.mails.counts() == {"needs_person": 2, "referral": 1}
    assert urgent_alerts(office) == 1


def urgent_alerts(office: Office) -> int:
    return sum("URGENT" in message(sent.raw).subject for sent in office.servers.sent)


@pytest.mark.soaked
@soak.alone
def test_a_hundred_slow_mails_keep_no_referral_out_of_the_pass(office: Office) -> None:
    """Row "a mail that is slow", at the size of a flood and with the limits that ship."""
    for number in range(100):
        office.deliver(slow_mail(number), at=FRIDAY - timedelta(hours=9, minutes=-number))
    office.deliver(referral(), at=FRIDAY - timedelta(hours=1))
    began = time.monotonic()
    assert office.make_pass(FRIDAY).counts["mails read: referral"] == 1
    assert time.monotonic() - began < 600 + 120 + BUDGET


def test_a_hostile_document_finds_nothing_of_ours_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASECLOCK_PASSWORD", "correct-horse")
    process = BoundedProcess("parsers.document")
    process.stand(1_024_000_000)
    running = process._process
    assert running is not None
    inherited = Path(f"/proc/{running.pid}/environ").read_bytes()
    process.give_up()
    assert b"PYTHONPATH=" in inherited
    assert b"correct-horse" not in inherited
