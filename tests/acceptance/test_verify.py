"""`caseclock verify` as a person uses it: what it shows, what it records, and what it will not."""

import hashlib
import json
import os
import pty
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from office import Office, command

from pipeline.settings import CheckedSource, settings
from scheduler.source_reading import record
from tests.workbook_seen import words_on

COMMAND = Path(sys.executable).with_name("caseclock")
SHIPPED = Path(__file__).parent.parent.parent / "config.toml"
NOW = ("--now", "2026-11-17")
TUESDAY = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)
BY = ("--by", "Bronagh Tilley", "--role", "business manager")
SAID = "ead in the source by Bronagh Tilley (business manager) on Tue 17 November 2026 in the issue of Wed 6 May 2026."

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command in a folder with the settings file as it ships and a document that was read."""
    (tmp_path / "config.toml").write_bytes(SHIPPED.read_bytes())
    (tmp_path / "guidance.pdf").write_bytes(b"%PDF the guidance as it was read")
    (tmp_path / "empty.pdf").write_bytes(b"")

    def of(*words: str) -> subprocess.CompletedProcess[str]:
        return command(*words, folder=tmp_path)

    return of


def told(run: Run, *words: str) -> str:
    done = run(*words)
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def checks(folder: Path) -> tuple[CheckedSource, ...]:
    return settings((folder / "config.toml").read_text(encoding="utf-8")).clock.checked


def test_without_a_name_it_shows_where_the_rule_is_written_and_records_nothing(run: Run, tmp_path: Path) -> None:
    shown = told(run, "verify", "notify-panel", *NOW)
    for part in (
        "Working Together 2026, cases from Wed 18 March 2026: 5 working days after the local authority became aware",
        "Where in it: chapter on child safeguarding practice reviews",
        "Address: https://www.gov.uk/government/publications/working-together-to-safeguard-children--2 Its words",
        "Issues: Wed 18 March 2026; Tue 24 March 2026; Wed 6 May 2026",
        "Not verified: no source was seen.",
        "The duty itself is written elsewhere: Children Act 2004, section 16C(1)",
        "--by NAME --role ROLE --issue 2026-05-06",
    ):
        assert part in shown
    assert (tmp_path / "config.toml").read_bytes() == SHIPPED.read_bytes()


def test_a_reading_takes_effect_and_leaves_the_settings_file_as_it_was_above_it(run: Run, tmp_path: Path) -> None:
    assert "Not verified" in told(run, "rules", *NOW)
    (tmp_path / "config.toml").chmod(0o640)
    recorded = ("verify", "notify-panel", *BY, "--issue", "6/5/2026", "--document", "guidance.pdf", *NOW)
    assert f"Recorded in config.toml. Working Together 2026, notify-panel: R{SAID}" in told(run, *recorded)
    now = (tmp_path / "config.toml").read_bytes()
    assert now.startswith(SHIPPED.read_bytes())
    assert (tmp_path / "config.toml").stat().st_mode & 0o777 == 0o640
    assert [(check.by, check.role, check.on, check.issue, check.checksum) for check in checks(tmp_path)] == [
        (
            "Bronagh Tilley",
            "business manager",
            date(2026, 11, 17),
            date(2026, 5, 6),
            hashlib.sha256((tmp_path / "guidance.pdf").read_bytes()).hexdigest(),
        )
    ]
    for words in (("verify", "notify-panel"), ("rules", *NOW), ("due", "notify-panel", "--from", "2026-11-12")):
        assert SAID in told(run, *words)
    said = json.loads(run("due", "notify-panel", "--from", "2026-11-12", "--json").stdout)
    citation = said["citation"]
    assert (citation["checked_by"], citation["checked_role"], citation["checked_issue"], citation["verified"]) == (
        "Bronagh Tilley",
        "business manager",
        "2026-05-06",
        True,
    )
    assert not any("NOT VERIFIED" in flag for flag in said["flags"])
    assert "It stood already in config.toml" in told(run, *recorded)
    assert (tmp_path / "config.toml").read_bytes() == now


def test_a_reading_of_an_earlier_issue_is_kept_and_the_mark_stays(run: Run, tmp_path: Path) -> None:
    earlier = ("--issue", "2026-03-24", "--web-page", "--on", "2026-04-01", *NOW)
    assert (
        "Not verified: read by Bronagh Tilley (business manager) on Wed 1 April 2026 in the issue of Tue 24 March "
        in (told(run, "verify", "rapid-review", *BY, *earlier))
    )
    assert "a later issue of Wed 6 May 2026 is not yet read." in told(run, "rules", *NOW)
    assert "NOT VERIFIED" in told(run, "due", "rapid-review", "--from", "2026-11-16")
    later = ("--issue", "2026-05-06", "--document", "guidance.pdf", *NOW)
    told(run, "verify", "rapid-review", *BY, *later)
    assert "NOT VERIFIED" not in told(run, "due", "rapid-review", "--from", "2026-11-16")
    assert [check.issue for check in checks(tmp_path)] == [date(2026, 3, 24), date(2026, 5, 6)]


def test_a_source_without_issues_needs_none_and_a_task_has_a_source_too(run: Run, tmp_path: Path) -> None:
    done = run("verify", "tell-other-area", *BY, "--web-page", "--json", *NOW)
    said = json.loads(done.stdout)
    assert (said["rule"], said["issues"], said["citation"]["checked_issue"]) == ("tell-other-area", [], None)
    assert said["citation"]["checked_by"] == "Bronagh Tilley"
    told(run, "verify", "notify-panel", "--edition", "Working Together 2018", *BY, "--document", "guidance.pdf", *NOW)
    assert [check.edition for check in checks(tmp_path)] == ["Panel’s questions page", "Working Together 2018"]


READ = (*BY, "--issue", "2026-05-06", "--document", "guidance.pdf")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("no-such-rule", *READ), "There is no rule 'no-such-rule'; the rules are: action-plan-review,"),
        (
            ("notify-panel", "--edition", "WT2026", *READ),
            "its editions are: Working Together 2018, Working Together 2023",
        ),
        (
            ("notify-panel", *BY, "--issue", "2026-05-07", "--web-page"),
            "its issues are those of Wed 18 March 2026, Tue",
        ),
        (("old-case", *READ), "No issue of Local procedures of Wed 6 May 2026 is known; none is."),
        (("notify-panel", *BY, "--web-page"), "Say which issue was read (--issue DAY): 2026-03-18"),
        (("notify-panel", *BY, "--issue", "2026-05-06"), "still to be said: --document FILE (or --web-page)"),
        (("notify-panel", "--role", "chair"), "still to be said: --by NAME, --document FILE"),
        (("notify-panel", *READ, "--on", "2026-11-18"), "It cannot have been read on Wed 18 November 2026"),
        (("notify-panel", *READ, "--on", "2026-05-05"), "It cannot have been read on Tue 5 May 2026"),
        (("notify-panel", *READ, "--on", "yesterday"), "'yesterday' is not a date"),
        (("notify-panel", *READ, "--on", "2026-11-17T10:00"), "is not a date alone"),
        (("notify-panel", *BY, "--issue", "2026-05-06", "--document", "empty.pdf"), "empty.pdf holds nothing"),
        (("notify-panel", *BY, "--issue", "2026-05-06", "--document", "away.pdf"), "does not exist"),
        (("notify-panel", *READ, "--config", "away.toml"), "There is no settings file"),
    ],
)
def test_what_cannot_be_is_refused_with_what_there_is(
    run: Run, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    done = run("verify", *words, *NOW)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert (tmp_path / "config.toml").read_bytes() == SHIPPED.read_bytes()


def test_at_a_terminal_it_asks_for_what_is_missing(run: Run, tmp_path: Path) -> None:
    answers = ("Bronagh Tilley", "business manager", "", "2026-05-06", "guidance.pdf")
    ours, theirs = pty.openpty()
    asked = subprocess.Popen(
        [COMMAND, "verify", "notify-panel", *NOW], cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    for prompt, answer in zip((b"Who has read it", b"Role", b"Read on", b"which day", b"file"), answers, strict=True):
        deadline = time.monotonic() + 60
        while prompt not in shown:
            assert time.monotonic() < deadline, shown
            shown += os.read(ours, 4096)
        os.write(ours, f"{answer}\n".encode())
    assert asked.wait(timeout=60) == 0
    os.close(ours)
    (check,) = checks(tmp_path)
    assert (check.by, check.role, check.on, check.issue) == (
        "Bronagh Tilley",
        "business manager",
        date(2026, 11, 17),
        date(2026, 5, 6),
    )
    assert check.checksum


def test_readings_recorded_at_once_are_all_kept(run: Run, tmp_path: Path) -> None:
    def recorded(number: int) -> bool:
        check = CheckedSource(rule="old-case", edition="Local procedures", by=f"Reader {number}", on=date(2026, 11, 2))
        return record(tmp_path / "config.toml", check)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(recorded, range(24)))
    assert {check.by for check in checks(tmp_path)} == {f"Reader {number}" for number in range(24)}


def test_who_has_read_a_source_stands_in_the_explanation_and_on_the_tracker(running: Office) -> None:
    folder = running.folder
    (folder / "guidance.pdf").write_bytes(b"%PDF the guidance as it was read")
    words = ("rapid-review", *READ[:-1], str(folder / "guidance.pdf"), "--config", str(running.config), *NOW)
    done = command("verify", *words)
    assert done.returncode == 0, done.stderr
    running.make_pass(TUESDAY)
    assert SAID in words_on(running.tracker.read_bytes(), "Deadlines")
    explain = ["explain", running.first_death(), "--config", str(running.config), "--now", "2026-11-18"]
    shown = command(*explain).stdout
    assert SAID in " ".join(shown.split())
    said = json.loads(command(*explain, "--json").stdout)
    rapid = next(deadline for deadline in said["deadlines"] if deadline["rule"] == "rapid-review")
    assert rapid["citation"]["checked_by"] == "Bronagh Tilley"
