"""What the journal keeps under names: written and read back as it was, and read as an earlier version left it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.clock.changes.moved_dates import KeptTarget
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import (
    AnnouncedWrite,
    DamagedTracker,
    KeptBasis,
    MailServer,
    MoveReason,
    ProbeMail,
    RefusedSignIn,
    Topic,
)
from pipeline.model import Field, Referral, State
from pipeline.notices.model import Contact, Meeting, MovedDeadline
from pipeline.notices.situation import InvitedPerson, MeetingState
from pipeline.settings import NonWorkingDay

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
KEY = ("NSH-2026-001", "rapid-review", "")
STEP = {"Cases": {"NSH-2026-001": {"Status": None}, "NSH-2026-002": None}}
BASE = {"Cases": {"NSH-2026-001": {"Status": "Open"}}}
CONTACT = {
    "name": "Morgan Ellery", "address": "business.unit@partnership.example", "agency": "Partnership",
    "role": "manager", "notices": ["reminder"], "areas": [], "active": True,
}  # fmt: skip
AN_ANSWER = {"value": ["bruises", "burns"], "raw": "Bruises, burns", "state": "given", "label": "Harm", "source": "t1"}
# Name and JSON of each thing as version 0.1.0 wrote it: no office may have to begin anew.
AS_IT_WAS = {
    "contacts": [CONTACT],
    "contacts-unfinished": [CONTACT | {"address": ""}],
    "calendar": [{"date": "2026-11-25", "title": "A day", "source": "GOV.UK", "entered_on": "2026-11-17"}],
    "targets": [
        {
            "key": list(KEY), "target": "2026-12-03", "event": "notified_panel", "from": "2026-11-16",
            "since": "2026-11-17", "because": "It moved.",
        }
    ],
    "reasons": [[*KEY, "2026-12-07", "It moved."], [*KEY, "", "It went."]],
    "moved": [
        {
            "case_ref": KEY[0], "rule": KEY[1], "subject": "", "title": "Rapid review", "old": None,
            "new": "2026-12-07", "why": "New.", "at": "2026-11-16T12:00:00+00:00",
        }
    ],
    "basis": {"law": {}, "clock": {}},
    "tracker-base": BASE,
    "tracker-announced": {"sha256": "ab", "base": BASE},
    "tracker-steps": 3,
    "tracker-steps:3": STEP,
    "tracker-held": "2026-11-16T12:00:00+00:00",
    "tracker-damaged": {"seen": "ab", "since": "2026-11-16T12:00:00+00:00"},
    "tracker-backed-up": True,
    "standing:mailbox": ["mailbox:refused:2026-11-16T12:00"],
    "refused:mailbox": {"at": "2026-11-16T12:00:00+00:00", "times": 2, "why": "Wrong password."},
    "referral:NSH-2026-001": {
        "referral": {}, "incident": {"harm": AN_ANSWER}, "children": [{"harm": AN_ANSWER}], "referrer": {},
        "safeguarding_lead": {}, "family": [], "agencies": [], "chronology": [],
    },
}  # fmt: skip
MEETING = {
    "meeting": {
        "case_ref": KEY[0], "uid": "u1", "sequence": 1, "start": "2026-12-03T10:00:00+00:00", "minutes": 90,
        "place": "Civic Hall", "cancelled": False,
    },
    "asked": [{"address": "lead@fellside.example", "name": "Fellside", "sequence": 1}],
    "answers": {"lead@fellside.example": "accepted"},
}  # fmt: skip


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A journal in which an earlier version kept all this."""
    Journal(tmp_path).close()
    file = sqlite3.connect(tmp_path / "journal.sqlite")
    rows = [(name, zlib.compress(json.dumps(said).encode())) for name, said in AS_IT_WAS.items()]
    file.executemany("INSERT INTO kept (name, content) VALUES (?, ?)", rows)
    file.execute("INSERT INTO meetings (case_ref, state) VALUES (?, ?)", (KEY[0], json.dumps(MEETING)))
    file.commit()
    file.close()
    with Journal(tmp_path) as opened:
        yield opened


def rows(folder: Path) -> dict[str, object]:
    file = sqlite3.connect(folder / "journal.sqlite")
    found = {name: json.loads(zlib.decompress(said)) for name, said in file.execute("SELECT name, content FROM kept")}
    found["meetings"] = [json.loads(state) for (state,) in file.execute("SELECT state FROM meetings")]
    file.close()
    return found


def test_what_an_earlier_version_kept_is_read_as_its_own_types(journal: Journal) -> None:
    kept = journal.kept
    contact = Contact(
        name="Morgan Ellery", address="business.unit@partnership.example", agency="Partnership", role="manager",
        notices=("reminder",),
    )  # fmt: skip
    harm = {
        "harm": Field(value=("bruises", "burns"), raw="Bruises, burns", state=State.GIVEN, label="Harm", source="t1")
    }
    day = NonWorkingDay(date=date(2026, 11, 25), title="A day", source="GOV.UK", entered_on=date(2026, 11, 17))
    target = KeptTarget(
        key=KEY, target=date(2026, 12, 3), trigger_event="notified_panel", trigger_date=date(2026, 11, 16),
        since=date(2026, 11, 17), because="It moved.",
    )  # fmt: skip
    move = MovedDeadline(
        case_ref=KEY[0], rule=KEY[1], title="Rapid review", old=None, new=date(2026, 12, 7), why="New.", at=NOON
    )
    meeting = MeetingState(
        meeting=Meeting(
            case_ref=KEY[0], uid="u1", sequence=1, start=datetime(2026, 12, 3, 10, tzinfo=UTC), minutes=90,
            place="Civic Hall",
        ),
        asked=(InvitedPerson(address="lead@fellside.example", name="Fellside", sequence=1),),
        answers={"lead@fellside.example": "accepted"},
    )  # fmt: skip
    assert kept.contacts.get() == (contact,)
    assert [one.address for one in kept.unfinished_contacts.get()] == [""]
    assert kept.office_days.get() == (day,)
    assert kept.targets.get() == (target,)
    assert kept.reasons.get() == (
        MoveReason(key=KEY, day=date(2026, 12, 7), why="It moved."),
        MoveReason(key=KEY, day=None, why="It went."),
    )
    assert kept.moved.get() == (move,)
    assert kept.basis.get() == KeptBasis(said={"law": {}, "clock": {}})
    assert kept.tracker_base.get() == BASE
    assert kept.tracker_base.announced() == AnnouncedWrite(sha256="ab", base=BASE)
    assert (kept.last_step.get(), kept.steps_back.get(3), kept.steps_back.get(2)) == (3, STEP, None)
    assert kept.tracker_held_since.get() == NOON
    assert kept.damaged_tracker.get() == DamagedTracker(digest="ab", since=NOON)
    assert kept.has_backup.get() is True
    assert kept.conditions.get(Topic.MAILBOX) == {"mailbox:refused:2026-11-16T12:00"}
    assert kept.conditions.get(Topic.OUTGOING) is None
    assert kept.refused_sign_ins.get(MailServer.MAILBOX) == RefusedSignIn(at=NOON, times=2, why="Wrong password.")
    assert kept.referrals.get(KEY[0]) == Referral(incident=harm, children=(harm,))
    assert kept.meetings.all() == {KEY[0]: meeting}


def test_what_is_read_is_written_again_as_it_was(journal: Journal, tmp_path: Path) -> None:
    kept, before = journal.kept, rows(tmp_path)
    with journal.writing():
        for values in (
            kept.contacts,
            kept.unfinished_contacts,
            kept.office_days,
            kept.targets,
            kept.reasons,
            kept.moved,
        ):
            values.put(values.get())
        for value in (
            kept.basis, kept.tracker_base, kept.last_step, kept.tracker_held_since,
            kept.damaged_tracker, kept.has_backup,
        ):  # fmt: skip
            value.put(value.get())
        kept.steps_back.put(3, kept.steps_back.get(3))
        kept.conditions.put(Topic.MAILBOX, kept.conditions.get(Topic.MAILBOX))
        kept.refused_sign_ins.put(MailServer.MAILBOX, kept.refused_sign_ins.get(MailServer.MAILBOX))
        kept.referrals.put(KEY[0], kept.referrals.get(KEY[0]))
        for state in kept.meetings.all().values():
            kept.meetings.put(state)
    assert rows(tmp_path) == before


def test_what_is_put_as_none_is_gone(journal: Journal) -> None:
    with journal.writing():
        journal.kept.tracker_held_since.put(None)
    assert journal.kept.tracker_held_since.get() is None


def test_the_secret_of_a_store_is_made_once_goes_with_its_copies_and_is_like_no_other(tmp_path: Path) -> None:
    with Journal(tmp_path / "store") as first, Journal(tmp_path / "store") as second:
        secret = first.secret
        assert second.secret == secret
        assert len(secret) == 64
    shutil.copytree(tmp_path / "store", tmp_path / "backup")
    with Journal(tmp_path / "backup") as restored, Journal(tmp_path / "other") as other:
        assert restored.secret == secret
        assert other.secret != secret


def test_what_is_watched_is_kept_as_it_is(journal: Journal) -> None:
    watch, probe = journal.kept.watch, ProbeMail(message_id="<probe-1@partnership.example>", sent_at=NOON)
    with journal.writing():
        watch.certificates.put(MailServer.MAILBOX, NOON)
        watch.probe.put(probe)
    assert (watch.certificates.get(MailServer.MAILBOX), watch.certificates.get(MailServer.OUTGOING)) == (NOON, None)
    assert watch.probe.get() == probe


def test_what_is_large_is_read_once_and_anew_once_another_has_written_it(tmp_path: Path) -> None:
    other = {"Cases": {"NSH-2026-001": {"Status": "Closed"}}}
    with Journal(tmp_path) as one, Journal(tmp_path) as two:
        with one.writing():
            one.kept.tracker_base.put(BASE)
        assert two.kept.tracker_base.get() == BASE
        assert two.kept.tracker_base.get() is two.kept.tracker_base.get()
        with one.writing():
            one.kept.tracker_base.put(other)
        assert two.kept.tracker_base.get() == one.kept.tracker_base.get() == other


def test_many_are_read_at_once(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        with journal.writing():
            for number in range(3):
                journal.kept.receipt_of.put(f"{number}", f"R-{number}")
        assert journal.kept.receipt_of.each(["0", "2", "9"]) == {"0": "R-0", "2": "R-2"}


def base_of(number: int, **first: str) -> dict[str, dict[str, dict[str, str]]]:
    rows = {f"NSH-2026-{each:03}": {"Status": "Open", "Notes": f"Note {each}"} for each in range(number)}
    return {"Cases": rows | {"NSH-2026-000": first}, "Log": {"a": {"When": "2026-11-16"}}}


def test_of_a_large_base_only_what_changed_is_written_again(journal: Journal, tmp_path: Path) -> None:
    kept, times, whole = journal.kept.tracker_base, 0, None
    with Journal(tmp_path) as another:
        for number in range(120):
            base = {**base_of(300, Status="Open", Notes=str(number)), "Log": {str(number): {"When": ""}, "gone": {}}}
            write = AnnouncedWrite(sha256="ab", base=base)
            with journal.writing():
                kept.announce(write)
            assert another.kept.tracker_base.announced() == write
            with journal.writing():
                kept.put(base)
                assert kept.announced() == write
                kept.announce(None)
            assert another.kept.tracker_base.get() == base
            assert another.kept.tracker_base.announced() is None
            before, whole = whole, rows(tmp_path)["tracker-base"]
            times += whole != before
    assert times == 2


def test_nothing_is_left_of_an_earlier_base_that_is_put_whole(journal: Journal, tmp_path: Path) -> None:
    kept = journal.kept.tracker_base
    with journal.writing():
        kept.put(base_of(50, Notes="R. Alder"))
        kept.put(base_of(50, Notes="P. Lind"))
        kept.announce(AnnouncedWrite(sha256="ab", base=base_of(50, Notes="R. Alder")))
    assert "tracker-base-since" in rows(tmp_path)
    with journal.writing():
        kept.announce(None)
        kept.put_whole(base_of(50))
    assert "Alder" not in str(rows(tmp_path))
    assert "Lind" not in str(rows(tmp_path))
    assert kept.get() == base_of(50)
