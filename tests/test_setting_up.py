"""Answers written into a settings file that a person has written in before."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import SettingsInvalid
from scheduler.setting_up.dialogue import settled
from scheduler.setting_up.settings_file import SettingEntry, SettingsFile, with_entry

SHIPPED = (Path(__file__).parent.parent / "config.toml").read_text(encoding="utf-8")
MICROSOFT = {
    "partnership": "Northshire Safeguarding Children Partnership",
    "address": "referrals@northshire.example",
    "mailbox": "microsoft365",
    "tenant": "a-tenant",
    "client-id": "an-application",
    "secret-expires": "2027-06-30",
    "manager": "Bronagh Tilley <manager@northshire.example>",
}


def with_shipped_file(folder: Path) -> SettingsFile:
    (folder / "config.toml").write_text(SHIPPED, encoding="utf-8")
    return SettingsFile.at(folder / "config.toml")


def test_the_shipped_file_is_filled_in_where_it_stands_and_keeps_every_comment(tmp_path: Path) -> None:
    file = with_shipped_file(tmp_path)
    settled(file, MICROSOFT, ask=None, tell=pytest.fail)
    comments = [line for line in SHIPPED.splitlines() if line.startswith("#")]
    kept = [line for line in file.text.splitlines() if line in comments]
    assert kept == comments
    told = tomllib.loads(file.text)
    assert told["mailbox"]["user"] == told["outgoing"]["user"] == "referrals@northshire.example"
    assert (told["outgoing"]["host"], told["outgoing"]["save_sent"]) == ("smtp.office365.com", False)
    assert told["outgoing"]["sign_in"]["secret_expires"] == date(2027, 6, 30)
    assert told["notices"]["modes"]["reminder"] == "send"  # the office had chosen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "\n[office]\n# Why.\narea = \"x\"\n"),
        ("[office] # ours\ntelephone = \"1\"\n\n# Of the next.\n[log]\n",
         "[office] # ours\ntelephone = \"1\"\n# Why.\narea = \"x\"\n\n# Of the next.\n[log]\n"),
        ("[office]\narea = \"\"\n", "[office]\narea = \"x\"\n"),
        ("[office]\r\ntelephone = \"1\"\r\n", "[office]\r\ntelephone = \"1\"\r\n# Why.\r\narea = \"x\"\r\n"),
    ],
)  # fmt: skip
def test_a_setting_goes_into_its_table_and_nothing_else_moves(text: str, expected: str) -> None:
    assert with_entry(text, SettingEntry(key="office.area", value="x", why="Why."), where="config.toml") == expected


@pytest.mark.parametrize("text", ['office = { telephone = "1" }\n', 'office.telephone = "1"\n'])
def test_a_file_that_hides_the_place_names_the_line_to_be_entered_by_hand(text: str) -> None:
    with pytest.raises(SettingsInvalid, match=r'Enter by hand:\narea = "x"'):
        with_entry(text, SettingEntry(key="office.area", value="x"), where="config.toml")


def test_a_file_that_cannot_be_used_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[mailbox]\nport = 'x'\n", encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=r"mailbox\.port"):
        SettingsFile.at(tmp_path / "config.toml")
