"""`caseclock rules --preview FILE`: which open dates a law file, a list of bank holidays or settings would move."""

import json
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner
from office import Office

from pipeline.errors import CaseclockError
from scheduler.cli import USAGE_FAULTS, caseclock

LAW = resources.files("pipeline.clock") / "law"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def preview(office: Office, file: Path, *more: str) -> str:
    words = ["rules", "--preview", str(file), "--config", str(office.config), "--now", NOW.isoformat(), *more]
    before = {path: path.read_bytes() for path in office.folder.rglob("*") if path.is_file() and "db" not in path.name}
    result = CliRunner().invoke(caseclock, words)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    after = {path: path.read_bytes() for path in office.folder.rglob("*") if path.is_file() and "db" not in path.name}
    assert before == after
    return " ".join(result.output.split())


def published(**changes: list[dict[str, object]]) -> dict[str, object]:
    """GOV.UK's whole file: every division, and its years cut short at the beginning, as it has been."""
    listed = json.loads((LAW / "bank-holidays-england-and-wales.json").read_text(encoding="utf-8"))
    events = [{k: v for k, v in e.items() if k != "entered_on"} for e in listed["events"] if e["date"] >= "2019"]
    events = [e for e in events if e["date"] not in {gone["date"] for gone in changes.get("without", [])}]
    events = sorted([*events, *changes.get("more", [])], key=lambda event: str(event["date"]))
    division = {"division": "england-and-wales", "events": events}
    return {"england-and-wales": division, "scotland": {"division": "scotland", "events": []}}


def test_a_proclaimed_holiday(running: Office, tmp_path: Path) -> None:
    file = tmp_path / "bank-holidays.json"
    day = {"title": "A proclaimed day", "date": "2026-11-27", "notes": "", "bunting": True}
    file.write_text(json.dumps(published(more=[day])), encoding="utf-8")
    told = preview(running, file)
    assert "Fri 27 November 2026 (A proclaimed day) has come onto the calendar." in told
    assert "Mon 7 December 2026 becomes Tue 8 December 2026" in told
    assert "The target stays Mon 7 December 2026." in told
    said = json.loads(preview(running, file, "--json"))
    (rapid,) = [move for move in said["moves"] if move["rule"] == "rapid-review"]
    assert (rapid["before"], rapid["after"], rapid["working_target"]) == ("2026-12-07", "2026-12-08", "2026-12-07")
    assert rapid["case"] == running.first_death()
    assert said["changes"] == ["Fri 27 November 2026 (A proclaimed day) has come onto the calendar."]


def test_the_published_list_as_it_is_moves_nothing_though_its_early_years_are_cut_off(
    running: Office, tmp_path: Path
) -> None:
    file = tmp_path / "bank-holidays.json"
    file.write_text(json.dumps(published()), encoding="utf-8")
    told = preview(running, file)
    assert told == "It says nothing else than what holds now. No open date would move."


def test_a_holiday_withdrawn_from_the_list(running: Office, tmp_path: Path) -> None:
    file = tmp_path / "bank-holidays.json"
    file.write_text(json.dumps(published(without=[{"date": "2027-05-03"}])), encoding="utf-8")
    assert "Mon 3 May 2027 (Early May bank holiday) has been taken off the calendar." in preview(running, file)


def test_a_changed_rule(running: Office, tmp_path: Path) -> None:
    file = tmp_path / "draft.toml"
    text = (LAW / "rapid-review.toml").read_text(encoding="utf-8")
    file.write_text(text.replace("span = 15", "span = 10"), encoding="utf-8")
    told = preview(running, file)
    assert "Mon 7 December 2026 becomes Mon 30 November 2026" in told
    assert "The rule says 10 working days after, not 15 working days after." in told
    file.write_text(text, encoding="utf-8")
    assert preview(running, file) == "It says nothing else than what holds now. No open date would move."


def test_a_changed_settings_file(running: Office, tmp_path: Path) -> None:
    file = tmp_path / "changed.toml"
    settings = running.config.read_text(encoding="utf-8")
    file.write_text(settings + '\n[clock]\nrapid_review_from = "awareness"\n', encoding="utf-8")
    told = preview(running, file)
    assert "clock.rapid_review_from is now awareness, not notification." in told
    assert "Mon 7 December 2026 becomes Thu 3 December 2026" in told
    file.write_text(
        settings + '\n[timetable]\nname = "Quicker"\n[[timetable.steps]]\nrule = "agency-return"\nfrom_day = 2\n'
        "to_day = 7\n",
        encoding="utf-8",
    )
    said = json.loads(preview(running, file, "--json"))
    assert said["changes"] == ["The office’s own timetable (Quicker) has changed."]
    moves = {(move["rule"], move["subject"]): move["after"] for move in said["moves"]}
    assert moves["agency-return", "Northshire Police"] == date(2026, 11, 25).isoformat()
    assert moves["agency-request", ""] is None


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("list.json", "{}", "no list of bank holidays"),
        ("list.json", "not json", "no list of bank holidays"),
        ("list.json", '{"events": []}', "no list of bank holidays"),
        ("rule.toml", 'id = "rapid-review"\n', "cannot be used"),
        ("rule.toml", "id = ", "is not valid TOML"),
        ("rule.toml", "", "cannot be used"),
        ("settings.toml", "[clock]\nrapid_review_from = 'somewhere'\n", "clock.rapid_review_from"),
        (
            "settings.toml",
            "[[clock.checked]]\nrule = 'rapid-review'\nedition = 'Of 1066'\nby = 'X'\non = 2026-11-02\n",
            "has no version",
        ),
    ],
)
def test_a_file_that_cannot_be_adopted_is_refused_in_a_sentence(
    running: Office, tmp_path: Path, name: str, text: str, says: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CaseclockError, match=says) as fault:
        preview(running, tmp_path / name)
    assert isinstance(fault.value, USAGE_FAULTS)
