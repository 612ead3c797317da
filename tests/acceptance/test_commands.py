"""The commands as a person or a script runs them: what they print, and with which status they end."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from office import FRIDAY, LATER, MONDAY, Office, command, message

from pipeline.clock.law_files.rules import law
from scheduler.cli import COMMANDS
from scheduler.demo.story import mailbox

COMMAND = Path(sys.executable).with_name("caseclock")
FORMS = Path(__file__).parent.parent / "forms"


def started(*words: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    return subprocess.run([COMMAND, *words], capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("name", [each.name for each in COMMANDS])
def test_every_command_has_help_with_an_example(name: str) -> None:
    told = started(name, "--help")
    assert told.returncode == 0
    assert f"caseclock {name}" in told.stdout
    assert "Example:" in told.stdout


def test_a_deadline_in_json_has_the_promised_shape() -> None:
    said = json.loads(command("due", "rapid-review", "--from", "2025-12-24", "--json").stdout)
    assert (said["rule"], said["due"], said["working_target"]) == ("rapid-review", "2026-01-19", "2026-01-19")
    assert said["trigger"]["date"] == "2025-12-24"
    assert {"date": "2025-12-25", "counted": False, "why": "Christmas Day"}.items() <= said["days"][0].items()
    assert {"title", "pinpoint", "url", "checked_on"} <= said["citation"].keys()


def test_a_deadline_is_explained_in_words() -> None:
    said = command("due", "notify-panel", "--from", "17/12/2025").stdout
    assert "Wed 24 December 2025" in said
    assert "section 16C" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("due", "no-such-rule", "--from", "2026-01-01"), "There is no rule"),
        (("due", "notify-panel", "--from", "31/02/2026"), "is not a date"),
        (("due", "notify-panel", "--from", "2026-02-29"), "is not a date"),
        (("due", "notify-panel", "--from", "2026-02-28T25:00"), "is not a date"),
        (("due", "notify-panel", "--from", "2026-02-28T09:00+25:00"), "is not a date"),
        (("due", "notify-panel", "--from", ""), "is not a date"),
        (("due", "notify-panel", "--from", "1900-01-01"), "the earliest is in force from Wed 4 July 2018"),
        (("due", "notify-panel", "--from", "9999-12-31"), "outside the years 1900 to 2199"),
        (("due", "notify-panel", "--from", "9999-12-31T23:30:00-05:00"), "is not a date"),
        (("due", "keep-published", "--from", "0001-01-01"), "outside the years 1900 to 2199"),
        (("due", "care-leaver-death", "--from", "2023-12-14"), "the earliest is in force from Fri 15 December 2023"),
        (("due", "notify-panel"), "Missing option"),
        (("once", "--config", "nowhere.toml"), "There is no settings file"),
        (("once", "--now", "yesterday"), "is not a date or time"),
        (("frobnicate",), "No such command"),
    ],
)
def test_a_fault_in_the_words_or_the_settings_ends_with_two(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    told = command(*words, folder=tmp_path)
    assert told.returncode == 2
    assert says in " ".join(told.stderr.split())


def test_the_rules_are_listed_with_their_sources() -> None:
    listed = json.loads(command("rules", "--json", "--now", "2026-11-21").stdout)
    assert {rule["id"] for rule in listed} == {rule.id for rule in law().rules}
    assert all(rule["citation"]["title"] for rule in listed)


def test_the_duties_without_a_number_of_days_are_listed_beside_the_rules() -> None:
    listed = json.loads(command("rules", "--undated", "--json", "--now", "2026-11-21").stdout)
    assert [(task["id"], task["span"]) for task in listed] == [(task.id, None) for task in law().tasks]
    assert "Tell the child and family of the decision" in command("rules", "--now", "2026-11-21").stdout


def test_forms_and_mails_are_read_one_object_each() -> None:
    mails = [str(file) for file in mailbox()[:2]]
    said = json.loads(command("read", "--json", *mails, str(FORMS / "A01-classic-two-column.docx")).stdout)
    assert [entry["kind"] for entry in said] == ["referral", "referral", "referral"]
    assert {"file", "kind", "urgent", "reply_to_it", "reason", "case_ref", "received_date", "attachments"} <= said[
        0
    ].keys()
    assert {"file", "kind", "reason", "form", "referral", "missing", "unmapped", "warnings"} <= said[2].keys()


def test_a_form_is_shown_side_by_side() -> None:
    said = command("read", str(FORMS / "A01-classic-two-column.docx")).stdout
    assert "As written" in said
    assert "Understood as" in said


def test_a_pass_from_the_command_line_ends_with_nought(office: Office) -> None:
    office.deliver_all()
    told = started("once", "--config", str(office.config), "--now", FRIDAY.isoformat())
    assert told.returncode == 0, told.stderr
    assert "mails fetched" in told.stdout


def test_a_pass_that_needs_a_persons_set_up_ends_with_one(office: Office) -> None:
    (office.folder / "password").write_text("wrong", encoding="utf-8")
    told = started("once", "--config", str(office.config), "--now", FRIDAY.isoformat())
    assert told.returncode == 1
    assert "To put right" in told.stdout


def test_a_case_is_explained(worked: Office) -> None:
    ref = worked.first_death()
    said = json.loads(command("explain", ref, "--json", "--config", str(worked.config)).stdout)
    assert {entry["rule"] for entry in said["deadlines"]} >= {"notify-panel", "rapid-review"}
    assert any(entry["kind"] == "invitation" and entry["state"] == "sent" for entry in said["sent"])
    assert "Cases!" in command("explain", ref.lower(), "--config", str(worked.config)).stdout
    assert command("explain", "NSH-1999-001", "--config", str(worked.config)).returncode == 1


def test_each_date_says_to_whom_it_was_said_also_within_a_mail_on_several_cases(worked: Office) -> None:
    worked.make_pass(LATER)
    ref = worked.first_death()
    said = json.loads(command("explain", ref, "--json", "--config", str(worked.config)).stdout)
    dates = {(entry["rule"], entry["subject"]): entry for entry in said["deadlines"]}
    asked = {mail["to"] for mail in dates["agency-request", ""]["sent"] if mail["kind"] == "agency-request"}
    police = "public.protection@northshire-police.example"
    assert police in asked
    # In the mail of the day, which is called by what stands first in it.
    assert [mail["to"] for mail in dates["agency-return", "Northshire Police"]["sent"]] == [police]
    merged = [mail for mail in dates["rapid-review", ""]["sent"] if mail["kind"] == "reminder"]
    assert any(" more" in mail["subject"] for mail in merged)
    assert all(mail["state"] == "sent" and mail["at"] for mail in merged)
    assert dates["rapid-review", ""]["would_change"][0].startswith("Correcting “Notified Panel on”")


def test_a_case_reads_from_what_is_open_to_what_is_done_with_each_source_once(worked: Office) -> None:
    worked.make_pass(LATER)
    told = command("explain", worked.first_death(), "--config", str(worked.config)).stdout
    text = " ".join(told.split())
    places = [told.index(f"\n{heading}") for heading in ("A question", "Due", "Done", "Sources", "What was sent")]
    assert places == sorted(places)
    assert (
        "Agencies’ summaries due (Health visiting, Northshire Community NHS Trust; NHS Northshire Integrated Care Board"
        in text
    )
    assert text.count("Agencies’ summaries due") == 1
    assert text.count("section 16C(1), https://") == 1
    assert "Applies: yes" in text
    assert "Started: Mon 16 November 2026 (the Panel was notified, entered in the tracker, Cases!" in text
    assert "What would change it: Correcting “Notified Panel on” on the Cases sheet" in text
    assert "Sent: Wed 2 December 2026, 09:00: reminder to " in text
    assert "public.protection@northshire-police.example" in text.partition("09:00: reminder to ")[2]


def test_the_state_of_the_office_is_told(worked: Office) -> None:
    said = json.loads(command("status", "--json", "--config", str(worked.config)).stdout)
    assert said["cases"] == {"open": 5, "to_be_sorted": 0, "all": 5}
    assert said["calendar_days_left"] > 0
    assert said["questions"] >= 1
    assert sum(said["open_by_state"].values()) == 5
    assert "Open cases: 5" in command("status", "--config", str(worked.config)).stdout


def test_the_set_up_is_proved_line_by_line(worked: Office) -> None:
    text = worked.config.read_text(encoding="utf-8")
    worked.config.write_text(f"{text}\n[alarm]\nheartbeat_url = 'https://watch.example/c8'\n", encoding="utf-8")
    told = command("check", "--config", str(worked.config), "--now", MONDAY.isoformat())
    assert told.returncode == 0, told.stdout
    for what in ("Settings", "Mailbox", "Folders", "Outgoing mail", "Tracker", "Templates", "Contacts", "Calendar"):
        assert f"good   {what}:" in told.stdout


def test_looking_ahead_sends_and_writes_nothing(worked: Office) -> None:
    before = worked.standing()
    told = command("simulate", "--as-of", LATER.date().isoformat(), "--config", str(worked.config))
    assert told.returncode == 0
    assert "Wed 2 December 2026" in told.stdout
    assert worked.standing() == before


def test_every_mail_can_be_looked_at(tmp_path: Path) -> None:
    assert command("preview", "--dir", str(tmp_path / "preview"), folder=tmp_path).returncode == 0
    assert (tmp_path / "preview" / "index.html").is_file()
    assert len(list((tmp_path / "preview").glob("*.eml"))) >= 10


def test_a_form_file_is_proposed_from_a_blank_form() -> None:
    told = command("learn", str(FORMS / "K04-two-column-blank.docx"), "--id", "ours")
    assert 'id = "ours"' in told.stdout


def test_a_changed_list_of_holidays_is_tried_before_it_is_adopted(worked: Office, tmp_path: Path) -> None:
    shipped = Path("pipeline/clock/law") / "bank-holidays-england-and-wales.json"
    listed = json.loads((Path(__file__).parent.parent.parent / shipped).read_text(encoding="utf-8"))
    listed["events"].append({"title": "A proclaimed day", "date": "2026-11-27", "notes": "", "bunting": True})
    (tmp_path / "new.json").write_text(json.dumps(listed), encoding="utf-8")
    told = command(
        "rules", "--preview", str(tmp_path / "new.json"), "--config", str(worked.config), "--now", "2026-11-20"
    )
    assert "Mon 7 December 2026 becomes Tue 8 December 2026" in told.stdout


@pytest.mark.parametrize(("torn", "said"), [(False, "in the order of this version"), (True, "is made anew")])
def test_the_tracker_is_put_in_order_or_made_anew_and_the_old_one_kept(worked: Office, torn: bool, said: str) -> None:
    old = worked.tracker.read_bytes()[: 4000 if torn else None]
    worked.tracker.write_bytes(old)
    told = command("rebuild-tracker", "--config", str(worked.config), "--now", MONDAY.isoformat())
    assert (told.returncode, said in told.stdout) == (0, True)
    (kept,) = worked.folder.glob("tracker set aside *.xlsx")
    assert kept.read_bytes() == old
    assert worked.make_pass(MONDAY).faults == []


def test_a_stored_mail_is_read_again_as_it_was(worked: Office) -> None:
    sha256 = next((worked.folder / "store" / "mail").glob("*/*.eml")).stem
    told = command("replay", sha256[:16], "--config", str(worked.config))
    assert told.returncode == 0
    assert command("replay", "0" * 64, "--config", str(worked.config)).returncode == 1


def test_a_mailbox_in_use_is_taken_in_and_only_mail_since_a_day_is_answered(office: Office) -> None:
    office.deliver_all()
    at = ("--config", str(office.config), "--now", "2027-01-29T16:00")
    assert "cases taken in that wait to be sorted" in started("backfill", *at).stdout
    (digest,) = office.servers.sent
    assert "6 cases were taken in" in message(digest.raw).text
    assert "taken in and still to be sorted: 6" in command("status", "--config", str(office.config)).stdout
    assert started("backfill", "--new-since", "tomorrow", *at).returncode == 2


def test_the_worker_makes_a_pass_and_stops_when_it_is_told(office: Office) -> None:
    office.deliver_all()
    with subprocess.Popen(
        [COMMAND, "run", "--config", str(office.config)], stderr=subprocess.PIPE, text=True
    ) as worker:
        health, until = office.folder / "store" / "health.json", time.monotonic() + 60
        while not health.exists() and time.monotonic() < until:
            time.sleep(0.2)
        worker.send_signal(signal.SIGTERM)
        _, said = worker.communicate(timeout=60)
    assert health.exists(), said
    assert worker.returncode == 0
    assert "Pass done" in said
