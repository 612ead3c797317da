"""Whatever breaks is to be seen from outside: in `status`, in health.json, in the digest's first line, in the log."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from matrix_faults import Everybody
from matrix_world import coming_wednesday, world
from names import leaks
from office import FRIDAY, MONDAY, Office, command, message

from pipeline.watch.standing import FaultKind
from scheduler.demo.story import mailbox
from scheduler.watch.look_after import record_broken_off
from scheduler.watch.record import health
from tests.edges.servers import Wire

COMMAND = Path(sys.executable).with_name("caseclock")
ONE_SECRET = "One secret opens mailbox and sending"


def run(*words: str, office: Office) -> subprocess.CompletedProcess[str]:
    command = [COMMAND, *words, "--config", str(office.config)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def status(office: Office, now: datetime) -> tuple[int, list[str]]:
    """With what `status` ends, and why a person is needed."""
    told = command("status", "--json", "--now", now.isoformat(), "--config", str(office.config))
    return told.returncode, json.loads(told.stdout)["needs"]


def change(office: Office, old: str, new: str) -> None:
    text = office.config.read_text(encoding="utf-8")
    assert old in text
    office.config.write_text(text.replace(old, new, 1), encoding="utf-8")


def mailbox_away(office: Office) -> None:
    change(office, f"port = {office.servers.imap_port}", "port = 9")


def mailbox_back(office: Office) -> None:
    change(office, "port = 9", f"port = {office.servers.imap_port}")


def test_status_ends_with_one_until_a_pass_was_good_and_again_when_none_has_been_for_an_hour(office: Office) -> None:
    code, needs = status(office, FRIDAY)
    assert code == 1
    assert needs == ["There has been no pass yet: start `caseclock run`, or run `caseclock once`."]
    office.make_pass(FRIDAY)
    assert status(office, FRIDAY + timedelta(minutes=59)) == (0, [])
    code, needs = status(office, FRIDAY + timedelta(minutes=61))
    assert (code, needs) == (1, ["No pass has been good since Fri 13 November, 16:00."])
    assert "All is well." in run("status", "--now", FRIDAY.isoformat(), office=office).stdout


FAULTS: dict[str, tuple[Callable[[Office], None], str]] = {
    "the mailbox is away": (mailbox_away, "No mail has been read since Fri 13 November, 16:00. Nothing answers"),
    "the outgoing server is away": (
        lambda office: change(office, f"port = {office.servers.smtp_port}", "port = 9"),
        "No mail can be sent since Fri 13 November, 16:00. Nothing answers",
    ),
    "a secret ends within the month": (
        lambda office: change(office, "[mailbox.sign_in.secret]", "[mailbox.sign_in]\nsecret_expires = 2026-12-10\n[mailbox.sign_in.secret]"),
        "The secret under mailbox.sign_in ends in 27 days, on Thu 10 December 2026.",
    ),
    "a disk is nearly full": (
        lambda office: change(office, "[intake]", "[alarm]\ndisk_megabytes = 900000000\n[intake]"),
        "A disk has been nearly full since",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_status_ends_with_one_when(fault: str, office: Office) -> None:
    office.make_pass(FRIDAY)
    FAULTS[fault][0](office)
    later = FRIDAY + timedelta(minutes=25)
    office.make_pass(later)
    code, needs = status(office, later)
    assert code == 1
    assert any(need.startswith(FAULTS[fault][1]) for need in needs), needs


def test_status_says_how_passes_went_though_the_journal_cannot_be_opened(office: Office) -> None:
    office.make_pass(FRIDAY)
    (office.folder / "store" / "journal.sqlite-wal").unlink(missing_ok=True)
    (office.folder / "store" / "journal.sqlite").write_bytes(b"This was a database." * 500)
    told = run("status", "--now", FRIDAY.isoformat(), office=office)
    assert told.returncode == 1
    assert "The journal is damaged and cannot be read." in told.stdout
    assert "Last pass: Fri 13 November 2026, 16:00" in told.stdout
    told = run("once", "--now", MONDAY.isoformat(), office=office)
    assert told.returncode == 1
    record = health(office.folder / "store")
    assert (record.last_pass, record.last_good_pass, record.ended) == (MONDAY, FRIDAY, "broken off")
    assert [fault.kind for fault in record.standing] == [FaultKind.STORE]


def test_a_pass_that_is_told_to_stop_writes_down_that_it_was(office: Office) -> None:
    silent = Wire(office.servers.imap_port, to_server=lambda _: b"")
    with silent:
        change(office, f"port = {office.servers.imap_port}", f"port = {silent.port}")
        command = [COMMAND, "once", "--now", FRIDAY.isoformat(), "--config", str(office.config)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
            while not silent._threads[1:]:  # until it has met the server, which never answers
                time.sleep(0.05)
            running.send_signal(signal.SIGTERM)
            _, said = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "Traceback" not in said
    assert health(office.folder / "store").faults == (
        "The pass was told to stop before its end; the next one goes on where it was.",
    )


def digest(office: Office) -> str:
    """The first words of the last digest."""
    texts = [message(mail.raw) for mail in office.servers.sent]
    (newest, *_) = [mail.text for mail in reversed(texts) if mail.subject.startswith("Today:")]
    return newest.partition("\n\n")[2].strip()


def test_the_digest_says_first_that_no_mail_is_read_and_no_longer_once_it_is(office: Office) -> None:
    office.make_pass(FRIDAY)
    mailbox_away(office)
    for hours in (1, 2, 3):
        office.make_pass(FRIDAY + timedelta(hours=hours))
    office.make_pass(MONDAY)
    assert (
        digest(office)
        .removeprefix("To put right: ")
        .startswith("No mail has been read since Fri 13 November, 16:00. Nothing answers at the")
    )
    mailbox_back(office)
    office.make_pass(MONDAY + timedelta(days=1))
    assert digest(office).startswith("As of Tue 17 November 2026")


def test_the_digest_says_that_passes_break_off_only_once_more_than_one_has(office: Office) -> None:
    store = office.folder / "store"
    office.make_pass(FRIDAY)
    record_broken_off(store, RuntimeError(), now=FRIDAY + timedelta(hours=1), ended="killed")
    office.make_pass(MONDAY)
    assert digest(office).startswith("As of Mon 16 November 2026")
    for minutes in (10, 20):
        record_broken_off(store, RuntimeError(), now=MONDAY + timedelta(minutes=minutes), ended="killed")
    office.make_pass(MONDAY + timedelta(days=1))
    said = digest(office).removeprefix("To put right: ")
    assert said.startswith("Passes have broken off since Mon 16 November, 09:40.")


def test_a_secret_that_ends_within_the_month_stands_in_each_digest(office: Office) -> None:
    change(
        office,
        "[outgoing.sign_in.secret]",
        "[outgoing.sign_in]\nsecret_expires = 2026-12-10\n[outgoing.sign_in.secret]",
    )
    office.make_pass(MONDAY.replace(hour=8, minute=0))  # before the digest's hour
    office.make_pass(MONDAY)
    assert (
        digest(office)
        .removeprefix("To put right: ")
        .startswith("The secret under outgoing.sign_in ends in 24 days, on Thu 10 December 2026.")
    )


def test_a_certificate_that_ends_within_the_month_stands_in_the_digest(tmp_path: Path) -> None:
    with world(tmp_path, start=coming_wednesday()) as there:
        there.encrypted.certify(there.now + timedelta(days=20, hours=3))
        encrypted = f'port = {there.encrypted.port}\nsecurity = "tls"\nca_file = "{there.encrypted.authority}"'
        change(there.office, f'port = {there.wire.port}\nsecurity = "none"', encrypted)
        there.office.make_pass(there.now.replace(hour=7))  # before the digest's hour
        there.office.make_pass(there.now)
        said = digest(there.office).removeprefix("To put right: ")
    assert said.startswith("The certificate of the mailbox server ends in 20 days")


def test_what_fails_of_the_world_is_no_alert_beside_its_alarm(office: Office) -> None:
    office.make_pass(FRIDAY)
    mailbox_away(office)
    before = len(office.servers.sent)
    office.make_pass(FRIDAY + timedelta(minutes=5))
    assert not office.servers.sent[before:]


def stands(office: Office) -> set[FaultKind]:
    return {fault.kind for fault in health(office.folder / "store").standing}


def test_by_night_nothing_says_that_a_server_takes_mail_again_which_refuses_every_one(office: Office) -> None:
    office.servers.refusals = Everybody()
    office.deliver(mailbox()[0].read_bytes(), at=FRIDAY)
    office.make_pass(FRIDAY)
    assert FaultKind.OUTGOING in stands(office)
    office.make_pass(FRIDAY + timedelta(hours=12))
    assert FaultKind.OUTGOING in stands(office)
    office.servers.refusals = {}
    office.make_pass(FRIDAY + timedelta(hours=13))
    assert FaultKind.OUTGOING not in stands(office)


def test_by_night_nothing_says_that_a_template_can_be_filled_again(office: Office) -> None:
    own = office.folder / "templates" / "mail" / "acknowledgement.txt"
    own.parent.mkdir(parents=True)
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(f'{text}\n[notices]\ntemplates = "templates"\n', encoding="utf-8")
    office.deliver(mailbox()[0].read_bytes(), at=FRIDAY)
    own.write_text("Subject: {{ no_such_word }}\n", encoding="utf-8")
    office.make_pass(FRIDAY)
    assert FaultKind.TEMPLATES in stands(office)
    office.make_pass(FRIDAY + timedelta(hours=12))
    assert FaultKind.TEMPLATES in stands(office)
    own.unlink()
    office.make_pass(MONDAY)
    assert FaultKind.TEMPLATES not in stands(office)


def test_a_mail_to_ourselves_goes_out_comes_in_and_is_missed_when_it_does_not(office: Office) -> None:
    change(office, "[intake]", "[alarm]\nprobe_mail = true\n[intake]")
    address = "referrals@northshire.example"
    office.make_pass(MONDAY)
    (probe,) = [mail for mail in office.servers.sent if mail.recipients == (address,)]
    office.deliver(probe.raw, at=MONDAY)
    report = office.make_pass(MONDAY + timedelta(hours=1))
    assert report.faults == []
    assert report.counts["mails read: not a referral"] == 1
    assert len(office.servers.mails("Processed")) == 1
    tuesday = MONDAY + timedelta(days=1)
    for minutes, faults in ((0, 0), (45, 0), (55, 1)):
        report = office.make_pass(tuesday + timedelta(minutes=minutes))
        assert len(report.faults) == faults
    (fault,) = health(office.folder / "store").standing
    assert fault.line.startswith(
        "The mail that was sent to the mailbox itself at Tue 17 November, 09:30 has not come in."
    )
    with office.journal() as journal:
        assert not [item for item in journal.casebook.attention() if not item.resolved]


@pytest.mark.parametrize(
    ("more", "good"),
    [
        ("", False),
        ('[alarm]\nheartbeat_url = "https://watch.example/c8"\n', True),
        ('[alarm.outgoing]\nhost = "127.0.0.1"\nport = {smtp}\nsecurity = "none"\nuser = "{user}"\n'
         '[alarm.outgoing.sign_in.secret]\nfile = "password"\n', True),
        ('[alarm.outgoing]\nhost = "127.0.0.1"\nport = 9\nsecurity = "none"\nsign_in.method = "none"\n', False),
    ],
)  # fmt: skip
def test_where_one_secret_opens_everything_the_set_up_is_good_only_with_a_second_way(
    more: str, good: bool, office: Office
) -> None:
    text = more.format(smtp=office.servers.smtp_port, user="referrals@northshire.example")
    change(office, "[intake]", f"{text}[intake]")
    told = command("check", "--now", FRIDAY.isoformat(), "--config", str(office.config))
    assert (told.returncode == 0) is good, told.stdout
    assert (ONE_SECRET in " ".join(told.stdout.split())) is (more == "")


def test_the_worker_says_that_it_lives_and_logs_no_name(tmp_path: Path) -> None:
    with (
        world(tmp_path / "world", start=datetime.now(UTC)) as there,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager,
    ):
        for file in mailbox():
            there.servers.deliver(file.read_bytes())
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(60)
        heard = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "3000000"}
        there.change("[notices]", '[log]\nformat = "json"\nfile = "log/caseclock.log"\n\n[notices]')
        (there.folder / "templates" / "mail" / "alert.txt").write_text("{{ no_such_word }}", encoding="utf-8")
        command = [COMMAND, "run", "--config", str(there.office.config)]
        with subprocess.Popen(command, env={**os.environ, **heard}, stderr=subprocess.PIPE, text=True) as running:
            said = [manager.recv(100).decode() for _ in range(3)]
            log = there.folder / "log" / "caseclock.log"
            until = time.monotonic() + 120
            while (
                "Pass done" not in (log.read_text(encoding="utf-8") if log.exists() else "")
                and time.monotonic() < until
            ):
                time.sleep(0.1)
            running.send_signal(signal.SIGTERM)
            _, errors = running.communicate(timeout=60)
    assert said == ["READY=1", "WATCHDOG=1", "WATCHDOG=1"]
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert lines[0]["said"].startswith("Caseclock ")
    assert f"settings {there.office.config}" in lines[0]["said"]
    assert "law: Working Together" in lines[0]["said"]
    assert [line for line in lines if line["level"] == "ERROR" and "templates/mail/alert.txt" in line["said"]]
    assert leaks(log.read_text(encoding="utf-8") + errors) == []
    assert running.returncode == 0
