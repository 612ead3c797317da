"""Rows "a corrupt journal" and "two workers at once": one sentence with the remedy and exit 1; one works, the other says so."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from office import FRIDAY, Office

from scheduler.demo.story import mailbox

COMMAND = Path(sys.executable).with_name("caseclock")


def begun(office: Office, *words: str) -> subprocess.Popen[str]:
    asked = [str(COMMAND), *words, "--config", str(office.config)]
    return subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def once(office: Office) -> tuple[int, str, str]:
    process = begun(office, "once", "--now", FRIDAY.isoformat())
    out, said = process.communicate(timeout=300)
    return process.returncode, out, said


def no_database(journal: Path) -> None:
    journal.write_bytes(b"This is not the file that it was." * 400)


def torn(journal: Path) -> None:
    content = bytearray(journal.read_bytes())
    content[4096 : len(content) // 2] = os.urandom(len(content) // 2 - 4096)
    journal.write_bytes(content)


def cut_off(journal: Path) -> None:
    journal.write_bytes(journal.read_bytes()[: journal.stat().st_size // 3 // 4096 * 4096 + 100])


@pytest.mark.parametrize("damage", [no_database, torn, cut_off], ids=lambda damage: damage.__name__)
def test_a_corrupt_journal_is_one_sentence_with_the_remedy_and_exit_one(
    office: Office, damage: Callable[[Path], None]
) -> None:
    office.deliver(mailbox()[0].read_bytes())
    office.make_pass(FRIDAY - timedelta(hours=1))
    journal = office.folder / "store" / "journal.sqlite"
    with sqlite3.connect(journal) as whole:
        whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole.close()
    shutil.copytree(office.folder / "store", office.folder / "backup")
    damage(journal)
    for beside in office.folder.glob("store/journal.sqlite-*"):
        beside.unlink()
    code, _, said = once(office)
    assert code == 1
    assert "The journal is damaged" in said and "newest backup" in said and "caseclock check" in said
    assert "Traceback" not in said
    shutil.rmtree(office.folder / "store")
    shutil.copytree(office.folder / "backup", office.folder / "store")
    assert once(office)[0] == 0


def test_a_journal_that_this_user_may_not_use_names_the_permissions(office: Office) -> None:
    (office.folder / "store" / "journal.sqlite").mkdir(parents=True)
    code, _, said = once(office)
    assert (code, "own" in said, "chown -R" in said, "Traceback" in said) == (1, True, True, False)


def test_of_workers_that_begin_at_once_on_a_new_store_one_works_and_the_others_say_so(office: Office) -> None:
    office.deliver(mailbox()[0].read_bytes())
    workers = [begun(office, "once", "--now", FRIDAY.isoformat()) for _ in range(4)]
    ended = [(worker.communicate(timeout=300)[1], worker.returncode) for worker in workers]
    assert all(code == 0 or "Another pass is running" in said for said, code in ended), ended
    assert any(code == 0 for _, code in ended)
    with office.journal() as journal:
        assert len(journal.casebook.refs()) == 1
        assert len({mail.key for mail in journal.notices.all()}) == len(journal.notices.all())


def test_parts_of_files_that_a_killed_pass_left_are_swept_and_younger_ones_are_not(office: Office) -> None:
    office.deliver(mailbox()[0].read_bytes())
    office.make_pass(FRIDAY - timedelta(hours=1))
    store = office.folder / "store" / "mail" / "ab"
    store.mkdir(parents=True, exist_ok=True)
    old = [store / ".x.eml.1.part", office.folder / "originals" / ".y.docx.2.part"]
    young, others = store / ".z.eml.3.part", office.folder / "originals" / "notes.part"
    for path in (*old, young, others):
        path.write_bytes(b"half")
    for path in (*old, others):
        os.utime(path, (time.time() - 7200, time.time() - 7200))
    office.make_pass(FRIDAY + timedelta(days=1))
    assert [path.exists() for path in old] == [False, False]
    assert young.exists() and others.exists()


def test_forms_beside_the_tracker_are_for_the_services_group_and_nobody_else(office: Office) -> None:
    office.deliver(mailbox()[0].read_bytes())
    office.make_pass(FRIDAY)
    forms = [path for path in (office.folder / "originals").iterdir() if path.is_file()]
    assert forms
    assert all(path.stat().st_mode & 0o777 == 0o640 for path in forms)
