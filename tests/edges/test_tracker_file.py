"""The workbook's file: whoever holds it is named, and nothing that somebody saved is ever replaced."""

import io
import os
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.edges.tracker_file.workbook_file import TrackerFile
from pipeline.errors import TrackerLocked, TrackerRefused, TrackerUnreadable

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


def package(text: str = "one") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        # With a day of its own, since a zip would otherwise hold the second in which it was made.
        archive.writestr(zipfile.ZipInfo("a.xml", (2026, 11, 18, 9, 30, 0)), f"<a>{text}</a>")
    return out.getvalue()


@pytest.fixture
def tracker(tmp_path: Path) -> TrackerFile:
    file = TrackerFile(tmp_path / "tracker.xlsx", backups=3)
    file.replace(package(), was=None, now=NOW)
    return file


def beside(tracker: TrackerFile) -> set[str]:
    return {path.name for path in tracker.path.parent.iterdir()}


def owner_file(name: str) -> bytes:
    narrow = bytes((len(name),)) + name.encode("cp1252").ljust(54)
    return narrow + len(name).to_bytes(2, "little") + name.encode("utf-16-le").ljust(108, b"\0")


def test_a_missing_tracker_reads_as_none(tmp_path: Path) -> None:
    assert TrackerFile(tmp_path / "none.xlsx").read() is None


def test_what_was_written_is_read_back_and_nothing_is_left_beside_it(tracker: TrackerFile) -> None:
    assert tracker.read() == package()
    assert beside(tracker) == {"tracker.xlsx"}


@pytest.mark.parametrize("keep", [10, 200])
def test_a_truncated_tracker_is_refused(tracker: TrackerFile, keep: int) -> None:
    whole = package("x" * 400)
    tracker.path.write_bytes(whole[: min(keep, len(whole) - 5)])
    with pytest.raises(TrackerUnreadable, match="cut short"):
        tracker.read()


def test_an_encrypted_tracker_is_refused_with_its_remedy(tracker: TrackerFile) -> None:
    tracker.path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    with pytest.raises(TrackerRefused, match="protected by a password"):
        tracker.read()


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrackerRefused, match="is a folder"):
        TrackerFile(tmp_path).read()


@pytest.mark.parametrize("name", ["Morgan Ellery", "Zoë Ó Briain"])
def test_excel_says_who_holds_it(tracker: TrackerFile, name: str) -> None:
    tracker.path.with_name("~$tracker.xlsx").write_bytes(owner_file(name))
    assert tracker.holder() == name
    with pytest.raises(TrackerLocked, match=name):
        tracker.replace(package("two"), was=package(), now=NOW)
    assert tracker.read() == package()


def test_an_owner_file_that_says_nothing_still_holds_it(tracker: TrackerFile) -> None:
    tracker.path.with_name("~$tracker.xlsx").write_bytes(b"")
    assert tracker.holder() == "somebody"


def test_libreoffice_says_who_holds_it(tracker: TrackerFile) -> None:
    lock = tracker.path.with_name(".~lock.tracker.xlsx#")
    lock.write_text(",mellery,pc-14,18.11.2026 09:12,file:///home/mellery/.config;")
    assert tracker.holder() == "mellery"
    lock.unlink()
    assert tracker.holder() == ""


def test_a_file_saved_during_the_pass_is_not_replaced(tracker: TrackerFile) -> None:
    tracker.path.write_bytes(package("typed by the office"))
    with pytest.raises(TrackerLocked, match="saved by somebody"):
        tracker.replace(package("two"), was=package(), now=NOW)
    assert tracker.read() == package("typed by the office")
    assert beside(tracker) == {"tracker.xlsx"}


def test_a_file_that_appears_where_none_was_is_not_replaced(tracker: TrackerFile) -> None:
    with pytest.raises(TrackerLocked, match="saved by somebody"):
        tracker.replace(package("two"), was=None, now=NOW)


def test_a_file_that_vanished_is_not_made_anew(tracker: TrackerFile) -> None:
    tracker.path.unlink()
    with pytest.raises(TrackerLocked, match="saved by somebody"):
        tracker.replace(package("two"), was=package(), now=NOW)


def test_a_read_only_tracker_stays(tracker: TrackerFile) -> None:
    tracker.path.chmod(0o444)
    with pytest.raises(TrackerLocked, match="read-only"):
        tracker.replace(package("two"), was=package(), now=NOW)
    assert tracker.read() == package()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_permissions_are_kept(tracker: TrackerFile) -> None:
    tracker.path.chmod(0o664)
    tracker.replace(package("two"), was=package(), now=NOW)
    assert stat.S_IMODE(tracker.path.stat().st_mode) == 0o664


def test_the_last_backups_are_kept_and_no_more(tracker: TrackerFile) -> None:
    held = package()
    for number in range(5):
        new = package(f"version {number}")
        tracker.replace(new, was=held, now=NOW + timedelta(minutes=number))
        held = new
    assert [path.name for path in tracker.kept_backups()] == [
        "tracker 2026-11-18 093200.xlsx",
        "tracker 2026-11-18 093300.xlsx",
        "tracker 2026-11-18 093400.xlsx",
    ]
    assert tracker.kept_backups()[-1].read_bytes() == package("version 3")


def test_one_backup_a_day_is_kept_for_a_month_and_one_a_month_for_a_year(tracker: TrackerFile) -> None:
    held, contents = package(), [package("one"), package("two")]
    for number in range(2 * 400):
        new = contents[number % 2]
        tracker.replace(new, was=held, now=NOW + timedelta(hours=12 * number))
        held = new
    last = (NOW + timedelta(hours=12 * 799)).date()
    days = [path.stem.split()[1] for path in tracker.kept_backups()]
    assert len(days) <= 3 + 32 + 12
    recent = [day for day in days if day >= f"{last - timedelta(days=31)}"]
    assert len(set(recent)) in (31, 32)
    older = [day[:7] for day in days if day < f"{last - timedelta(days=31)}"]
    assert len(older) == len(set(older)) == 11


def test_backups_may_be_kept_elsewhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "local" / "backups"
    kept = TrackerFile(tmp_path / "tracker.xlsx", backups=3, backup_folder=elsewhere)
    kept.replace(package("a"), was=None, now=NOW)
    kept.replace(package("b"), was=package("a"), now=NOW)
    assert [path.parent for path in kept.kept_backups()] == [elsewhere]
    assert {path.name for path in tmp_path.iterdir()} == {"tracker.xlsx", "local"}
    assert kept.is_at_home()


@pytest.mark.parametrize("name", ["tracker.xlsx", "tracker [team].xlsx"])
def test_only_our_own_backups_are_cleared_away_or_put_back(tmp_path: Path, name: str) -> None:
    stem = name.removesuffix(".xlsx")
    kept = TrackerFile(tmp_path / name, backups=1, backup_folder=tmp_path)
    theirs = {
        f"{stem} 2.xlsx",
        f"{stem} before the move.xlsx",
        f"{stem} set aside 2026-11-01 093000.xlsx",
        "other.xlsx",
    }
    for other in theirs:
        (tmp_path / other).write_bytes(package(other))
    kept.replace(package("0"), was=None, now=NOW)
    for number in range(1, 4):
        kept.replace(package(f"{number}"), was=package(f"{number - 1}"), now=NOW + timedelta(minutes=number))
    assert [path.read_bytes() for path in kept.kept_backups()] == [package("2")]
    assert {path.name for path in tmp_path.iterdir()} >= theirs


def test_a_damaged_tracker_is_set_aside_under_a_free_name_and_never_missing(tracker: TrackerFile) -> None:
    tracker.path.write_bytes(b"broken")
    first = tracker.renew(package("anew"), was=b"broken", now=NOW)
    tracker.path.write_bytes(b"broken again")
    second = tracker.renew(package("once more"), was=b"broken again", now=NOW)
    assert (first.read_bytes(), second.read_bytes()) == (b"broken", b"broken again")
    assert tracker.read() == package("once more")
    assert tracker.kept_backups() == ()


def test_a_tracker_that_somebody_holds_is_not_set_aside(tracker: TrackerFile) -> None:
    tracker.path.write_bytes(b"broken")
    tracker.path.with_name("~$tracker.xlsx").write_bytes(owner_file("Morgan Ellery"))
    with pytest.raises(TrackerLocked, match=r"delete the file ~\$tracker.xlsx"):
        tracker.renew(package("anew"), was=b"broken", now=NOW)
    assert beside(tracker) == {"tracker.xlsx", "~$tracker.xlsx"}
    assert tracker.path.read_bytes() == b"broken"


@pytest.mark.parametrize(
    "name",
    [
        "tracker (conflict).xlsx",
        "tracker-DESKTOP-7F2.xlsx",
        "tracker (1).xlsx",
        "tracker (Morgan's conflicted copy 2026-11-18).xlsx",
        "tracker.sync-conflict-20261118-093000-ABCDEF.xlsx",
        "tracker - Copy.xlsx",
        "tracker [conflicted].xlsx",
        "tracker-Someone's MacBook Pro.xlsx",
        "tracker-Someone’s MacBook Air.xlsx",
        "tracker-LAPTOP-9K2.xlsx",
        "tracker-OFFICEPC01.xlsx",
        "tracker 2.xlsx",
        "tracker copy.xlsx",
        "Copy of tracker.xlsx",
        "tracker (SFConflict m.ellery@partnership.example 2026-11-18-09-30-00).xlsx",
    ],
)
def test_conflict_copies_are_seen(tracker: TrackerFile, name: str) -> None:
    copy = tracker.path.with_name(name)
    copy.write_bytes(package())
    assert tracker.conflict_copies() == (copy,)


@pytest.mark.parametrize(
    "name",
    [
        "tracker-2025.xlsx",
        "tracker-old.xlsx",
        "tracker-2025-11.xlsx",
        "tracker-for the meeting.xlsx",
        "tracker 2025.xlsx",
        "trackers.xlsx",
        "tracker (1).docx",
        "other.xlsx",
    ],
)
def test_other_files_are_no_conflict_copies(tracker: TrackerFile, name: str) -> None:
    tracker.path.with_name(name).write_bytes(package())
    assert tracker.conflict_copies() == ()
