"""What the world breaks for a while is never held against a mail: it waits, and the next pass takes it in as ever."""

import hashlib
import json
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from office import FRIDAY, LATER, MONDAY, Office, PowerCut, message
from put_back import kept

from parsers.document import DOCUMENT_PROCESS
from pipeline.edges.journal.casebook import CaseMark
from pipeline.edges.journal.notes import NoteFiles
from pipeline.errors import StoreUnavailable
from pipeline.notices.situation import OF_THE_DAY
from scheduler.cli import caseclock
from scheduler.demo.story import mailbox
from scheduler.guards.in_hand import InHand
from scheduler.office import office_of
from scheduler.ports import open_ports
from scheduler.report import PassReport
from scheduler.run import one_pass
from scheduler.whole_pass import STEPS

SOON = FRIDAY + timedelta(minutes=10)
LATE = "14-school-four-column.eml"
REFERRAL, URGENT = "01-police-two-column.eml", "07-neighbour-live-concern.eml"


def sample(name: str) -> bytes:
    return next(file.read_bytes() for file in mailbox() if file.name == name)


def subjects(office: Office) -> list[str]:
    return [message(mail.raw).subject for mail in office.servers.sent]


def shown(office: Office) -> dict[str, str]:
    with office.journal() as journal:
        return {item.id: item.what for item in journal.casebook.attention() if not item.resolved}


def kinds(office: Office) -> dict[str, int]:
    with office.journal() as journal:
        return journal.mails.counts()


def health(office: Office) -> dict[str, object]:
    found = json.loads((office.folder / "store" / "health.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@contextmanager
def a_file_in_place_of(folder: Path) -> Iterator[None]:
    """A folder that is not there and cannot be made, as a share that has gone; then it is back as it was."""
    aside = folder.with_name(f"{folder.name} aside")
    if folder.exists():
        folder.rename(aside)
    folder.write_bytes(b"")
    yield
    folder.unlink()
    if aside.exists():
        aside.rename(folder)


@contextmanager
def broken_reader(monkeypatch: pytest.MonkeyPatch, program: str) -> Iterator[None]:
    DOCUMENT_PROCESS.give_up()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", program)
        yield


class Locked:
    """Another program that holds the journal from one thing that a pass says to another."""

    def __init__(self, office: Office, *, at: str, until: str = "") -> None:
        self.path, self.at, self.until = office.folder / "store" / "journal.sqlite", at, until
        self.other: sqlite3.Connection | None = None

    def hear(self, said: str) -> None:
        if said == self.until:
            self.let_go()
        if said == self.at:
            self.other = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            self.other.execute("BEGIN IMMEDIATE")

    def let_go(self) -> None:
        if self.other is not None:
            self.other.close()
            self.other = None


def pass_beside(office: Office, lock: Locked) -> PassReport:
    opened = office_of(office.config)
    with open_ports(opened) as ports:
        # A tenth of a second instead of ten: so long does a statement wait for the other program.
        ports.journal._connection.exec_driver_sql("PRAGMA busy_timeout=100")
        return one_pass(opened, ports, now=FRIDAY, say=lock.hear)


@kept
def calm(office: Office) -> None:
    office.deliver_all()
    office.make_pass(FRIDAY)


def same_end(disturbed: Office, calm: Office) -> None:
    """Cases, folders, kinds and what waits for a person are those of an office in which nothing failed."""
    one, other = disturbed.standing(), calm.standing()
    assert {name: one[name] for name in ("cases", "attention", "kinds", "folders")} == {
        name: other[name] for name in ("cases", "attention", "kinds", "folders")
    }


@kept
def at_work(office: Office) -> Office:
    """An office with a rapid review under way, to which one more referral comes in December."""
    for file in mailbox():
        if file.name != LATE:
            office.deliver(file.read_bytes())
    office.make_pass(FRIDAY)
    office.manager_types()
    office.make_pass(MONDAY)
    office.deliver(sample(LATE), at=LATER - timedelta(minutes=5))
    return office


def reminders(office: Office) -> set[str]:
    """The Message-IDs of the mails of the day that have gone out: reminders, chasers and questions."""
    with office.journal() as journal:
        written = {mail.message_id for mail in journal.notices.all() if mail.key.kind in OF_THE_DAY}
    return written & {message(mail.raw).message_id for mail in office.servers.sent}


def test_without_the_folder_of_originals_a_referral_waits_and_is_a_case_when_it_is_back(office: Office) -> None:
    office.deliver(sample(REFERRAL))
    with a_file_in_place_of(office.folder / "originals"):
        report = office.make_pass(FRIDAY)
        assert kinds(office) == {"undecided": 1}
        assert len(office.servers.mails("INBOX")) == 1
        (fault,) = (fault for fault in report.faults if "undecided" in fault)
        assert "1 mail waits" in fault and "folder of originals" in fault and "connect its share" in fault
        assert fault in health(office)["faults"]  # type: ignore[operator]
        assert health(office)["last_good_pass"] is None
        assert list(shown(office).values()) == ["New mails cannot be logged"]
        assert not [said for said in subjects(office) if "We have received" in said]
        (stands,) = health(office)["standing"]  # type: ignore[misc]
        assert (stands["kind"], stands["why"]) == ("logging", fault)
    assert office.make_pass(SOON).faults == []
    assert kinds(office) == {"referral": 1}
    assert len(list((office.folder / "originals").glob("referral-*"))) == 1
    assert sum("We have received your referral" in said for said in subjects(office)) == 1
    assert not [item for item in shown(office) if item.startswith(("mail:", "undecided:"))]
    assert len(office.servers.mails("Processed")) == 1


def test_a_whole_mailbox_comes_out_as_if_the_folder_of_originals_had_never_gone(office: Office, calm: Office) -> None:
    office.deliver_all()
    with a_file_in_place_of(office.folder / "originals"):
        office.make_pass(FRIDAY)
    office.make_pass(FRIDAY)
    same_end(office, calm)


def test_an_urgent_mail_behind_a_referral_that_waits_is_alerted_at_once_and_only_once(office: Office) -> None:
    for name in (REFERRAL, URGENT):
        office.deliver(sample(name), at=FRIDAY - timedelta(hours=1) + timedelta(minutes=name == URGENT))
    with a_file_in_place_of(office.folder / "originals"):
        office.make_pass(FRIDAY)
    assert sum("URGENT" in said for said in subjects(office)) == 1
    assert kinds(office) == {"undecided": 2}
    office.make_pass(SOON)
    assert sum("URGENT" in said for said in subjects(office)) == 1
    assert kinds(office) == {"referral": 1, "needs_person": 1}


def test_the_alarm_stands_once_while_the_fault_lasts(office: Office) -> None:
    office.deliver(sample(REFERRAL))
    with a_file_in_place_of(office.folder / "originals"):
        for minutes in (0, 5, 10):
            office.make_pass(FRIDAY + timedelta(minutes=minutes))
        assert list(shown(office).values()) == ["New mails cannot be logged"]
    assert [item["kind"] for item in health(office)["standing"]] == ["logging"]  # type: ignore[attr-defined]


def test_reminders_go_while_new_mail_waits(at_work: Office) -> None:
    office, before = at_work, reminders(at_work)
    with a_file_in_place_of(office.folder / "originals"):
        report = office.make_pass(LATER)
    # The late referral, and the form of which nobody has said in two working days whose it is.
    assert any("2 mails wait undecided" in fault for fault in report.faults)
    assert reminders(office) > before


def test_a_journal_that_is_locked_while_a_mail_is_read_leaves_it_for_the_next_pass(
    office: Office, calm: Office
) -> None:
    office.deliver_all()
    lock = Locked(office, at="Reading mail 1 of 14", until="Reading mail 2 of 14")
    report = pass_beside(office, lock)
    assert any("14 mails wait" in fault and "database is locked" in fault for fault in report.faults)
    assert kinds(office) == {"undecided": 14}
    (alert,) = [said for said in subjects(office) if "URGENT" in said]
    assert "2 mails" in alert
    office.make_pass(FRIDAY)
    same_end(office, calm)


@pytest.mark.parametrize("at", ["Fetching new mail", "Reading mail 3 of 14"])
def test_a_journal_that_stays_locked_ends_the_pass_with_a_sentence_and_nothing_is_judged(
    office: Office, calm: Office, at: str
) -> None:
    office.deliver_all()
    lock = Locked(office, at=at)
    with pytest.raises(StoreUnavailable, match="database is locked"):
        pass_beside(office, lock)
    lock.let_go()
    assert "database is locked" in str(health(office)["faults"])
    assert health(office)["last_good_pass"] is None
    assert not [item for item in shown(office) if item.endswith(":failed")]
    office.make_pass(FRIDAY)
    same_end(office, calm)


@pytest.mark.parametrize("program", ["/nowhere/python", shutil.which("false") or "/bin/false"])
def test_a_reading_process_that_cannot_be_started_makes_no_referral_unreadable(
    office: Office, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    for name in (REFERRAL, URGENT):
        office.deliver(sample(name))
    with broken_reader(monkeypatch, program):
        report = office.make_pass(FRIDAY)
    assert any("could not be started" in fault for fault in report.faults)
    assert kinds(office) == {"undecided": 2}
    assert sum("URGENT" in said for said in subjects(office)) == 1
    assert office.make_pass(SOON).faults == []
    assert kinds(office) == {"referral": 1, "needs_person": 1}
    assert sum("We have received your referral" in said for said in subjects(office)) == 1


def test_one_mail_that_the_store_cannot_give_back_waits_and_the_others_are_taken_in(office: Office) -> None:
    for name in (REFERRAL, "02-hospital-header-rows.eml"):
        office.deliver(sample(name))
    with pytest.raises(PowerCut):
        office.make_pass(FRIDAY, cut_after="Fetching new mail")
    with office.journal() as journal:
        path = journal.raw.path(journal.mails.undecided()[0].sha256)
    with a_file_away(path):
        report = office.make_pass(FRIDAY)
    assert any("1 mail waits" in fault and "No such file" in fault for fault in report.faults)
    assert kinds(office) == {"referral": 1, "undecided": 1}
    assert office.make_pass(SOON).faults == []
    assert kinds(office) == {"referral": 2}


def test_one_mail_that_the_store_cannot_give_back_is_not_sent_and_the_others_go_out(office: Office) -> None:
    for name in (REFERRAL, "02-hospital-header-rows.eml"):
        office.deliver(sample(name))
    with pytest.raises(PowerCut):
        office.make_pass(FRIDAY, cut_after="Making documents")
    with office.journal() as journal:
        first, *others = journal.notices.waiting(FRIDAY)
        path = journal.raw.path(first.sha256, kind="outgoing")
    assert others
    with a_file_away(path):
        report = office.make_pass(FRIDAY)
    assert len(office.servers.sent) == len(others)
    assert any("the store cannot give it back (No such file" in fault for fault in report.faults)
    assert report.counts["mails filed: moved"] == 2
    assert office.make_pass(SOON).faults == []
    assert len(office.servers.sent) == len(others) + 1


@contextmanager
def a_file_away(path: Path) -> Iterator[None]:
    aside = path.with_suffix(".aside")
    path.rename(aside)
    yield
    aside.rename(path)


def test_a_store_that_takes_no_mail_is_told_and_reminders_still_go(at_work: Office) -> None:
    office, before, cases = at_work, reminders(at_work), kinds(at_work)["referral"]
    with a_file_in_place_of(office.folder / "store" / "mail"):
        report = office.make_pass(LATER)
    assert any("The store cannot take a mail" in fault for fault in report.faults)
    assert "New mail cannot be stored" in shown(office).values()
    assert reminders(office) > before
    assert office.make_pass(LATER + timedelta(minutes=5)).faults == []
    # One more is the form of which nobody has said in two working days whose it is.
    assert kinds(office)["referral"] == cases + 2
    assert "New mail cannot be stored" not in shown(office).values()


def test_what_is_no_fault_of_the_world_still_goes_to_a_person_and_stops_no_other_mail(office: Office) -> None:
    mails = {"NSH-2026-001": sample(REFERRAL), "NSH-2026-002": sample(URGENT)}
    with office.journal() as journal, journal.writing():
        # A child of the case that the mail opened, as no version has written it: the program cannot compare it.
        for ref, raw in mails.items():
            opener = f"{hashlib.sha256(raw).hexdigest()}:0"
            journal.casebook.open(ref, opened_at=FRIDAY, opened_by=opener)
            journal.casebook.mark([CaseMark(kind="child", value="of no version", case_ref=ref)])
    for raw in mails.values():
        office.deliver(raw)
    report = office.make_pass(FRIDAY)
    assert report.counts["mails that a person must read"] == 2
    assert list(shown(office).values()).count("A mail that could not be taken in") == 2
    assert kinds(office) == {"needs_person": 2}
    assert len(office.servers.mails("Needs attention")) == 2


@pytest.mark.parametrize("asked", [False, True], ids=["an upgrade", "replay --failed"])
def test_a_mail_on_which_the_program_failed_is_tried_again_by_the_next_version_or_when_a_person_asks(
    office: Office, asked: bool
) -> None:
    """Row "a mail that failed for a reason of its own": shown, kept, tried again after an upgrade by itself."""
    raw = sample(REFERRAL)
    with office.journal() as journal, journal.writing():
        # What this version cannot compare, and the next one finds mended.
        journal.casebook.open("NSH-2026-001", opened_at=FRIDAY, opened_by=f"{hashlib.sha256(raw).hexdigest()}:0")
        journal.casebook.mark([CaseMark(kind="child", value="of no version", case_ref="NSH-2026-001")])
    office.deliver(raw)
    office.make_pass(FRIDAY)
    assert "A mail that could not be taken in" in shown(office).values()
    with closing(sqlite3.connect(office.folder / "store" / "journal.sqlite", isolation_level=None)) as mended:
        mended.execute("DELETE FROM marks")
        mended.execute("DELETE FROM cases")
    assert office.make_pass(SOON).counts["cases opened"] == 0  # the same version does not try again and again
    if asked:
        done = CliRunner().invoke(caseclock, ["replay", "--failed", "--config", str(office.config)])
        assert done.output == "1 mail will be read again by the next pass.\n"
    else:
        with office.journal() as journal, journal.writing():
            journal.kept.guards.tried_by.put("0.0.9")
    report = office.make_pass(SOON + timedelta(minutes=5))
    assert report.counts["cases opened"] == 1
    assert "A mail that could not be taken in" not in shown(office).values()
    with office.journal() as journal:
        (case,) = journal.casebook.cases()
        assert case.opened_at == journal.mails.decided()[0].received_at  # and no clock starts on the day of reading


FEW = (REFERRAL, URGENT, "05-password-protected.eml", "06-out-of-office.eml")


def deliver_few(office: Office) -> None:
    for each in FEW:
        office.deliver(sample(each))


@kept
def ended(office: Office) -> None:
    """An office of a few mails in which nothing failed, after two passes."""
    deliver_few(office)
    for _ in range(2):
        office.make_pass(FRIDAY)


@pytest.mark.slow
@pytest.mark.parametrize("step", [name for name, _ in STEPS])
def test_a_fault_that_passes_is_the_worlds_in_whichever_step_it_falls(office: Office, ended: Office, step: str) -> None:
    """Row "the world fails for a while": nothing is decided on it, and the next pass ends as if it had not been."""
    deliver_few(office)
    lock = Locked(office, at=step)
    try:
        report = pass_beside(office, lock)
        said = " ".join(report.faults)
    except StoreUnavailable as fault:
        said = str(fault)
    finally:
        lock.let_go()
    is_idle = step == STEPS[-1][0]  # which writes a file of its own
    assert is_idle or "database is locked" in said
    office.make_pass(FRIDAY)
    office.make_pass(FRIDAY)
    same_end(office, ended)
    assert max(Counter(office.sent()).values()) == 1


def died_over(office: Office, raw: bytes) -> None:
    """Leaves what a pass leaves that dies while it reads a mail."""
    InHand(NoteFiles(office.folder / "store")).take(hashlib.sha256(raw).hexdigest())


def test_a_mail_over_which_pass_after_pass_dies_is_passed_over_then_tried_and_then_goes_to_a_person(
    office: Office,
) -> None:
    """Row "a mail that is poisonous to read", where it takes the whole pass with it."""
    (office.folder / "store").mkdir()
    poison, referral = sample("03-newsletter.eml"), sample(REFERRAL)
    office.deliver(poison)
    office.deliver(referral)
    died_over(office, poison)
    died_over(office, poison)
    report = office.make_pass(FRIDAY)  # which does all the rest
    assert (report.counts["cases opened"], kinds(office)) == (1, {"undecided": 1, "referral": 1})
    assert any("died over 1 mail" in fault for fault in report.faults)
    assert any("We have received your referral" in said for said in subjects(office))
    died_over(office, poison)
    office.make_pass(SOON)
    assert kinds(office) == {"needs_person": 1, "referral": 1}
    assert "A mail that could not be taken in" in shown(office).values()
    assert office.make_pass(SOON).faults == []


def test_after_one_pass_that_died_the_next_ends_as_if_it_had_not(office: Office, ended: Office) -> None:
    deliver_few(office)
    (office.folder / "store").mkdir()
    died_over(office, sample(FEW[0]))
    office.make_pass(FRIDAY)
    office.make_pass(FRIDAY)
    same_end(office, ended)
