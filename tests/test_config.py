"""config.toml shows every setting with its default."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel

from pipeline.errors import SettingsInvalid
from pipeline.settings import Settings, settings

SHIPPED = (Path(__file__).parent.parent / "config.toml").read_text(encoding="utf-8")


def keys_of(model: BaseModel, path: str = "") -> list[str]:
    found = []
    for name in type(model).model_fields:
        value = getattr(model, name)
        found += keys_of(value, f"{path}{name}.") if isinstance(value, BaseModel) else [path + name]
    return found


def test_the_shipped_file_is_the_defaults() -> None:
    assert settings(SHIPPED) == Settings()


def test_every_setting_is_in_the_shipped_file() -> None:
    switched_on = re.sub(r"(?m)^# (?=(\[[a-z[]|[a-z_]+ = ))", "", SHIPPED)
    written = tomllib.loads(switched_on)
    for key in keys_of(Settings()):
        place = written
        for step in key.split("."):
            assert step in place, f"{key} is not in config.toml"
            place = place[step]
    settings(switched_on)


def test_all_faults_are_told_at_once_each_with_its_path_and_what_was_found() -> None:
    with pytest.raises(SettingsInvalid) as fault:
        settings('[mailbox]\nport = "993"\ncolour = "red"\n[limits]\nnesting = 99\n[office]\naddress = "nobody"')
    said = str(fault.value)
    for words in ("mailbox.port: found '993'", "mailbox.colour: there is no such setting", "limits.nesting: found 99"):
        assert words in said
    assert "office.address" in said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[office]\nreference_prefix = "Brk"', "give two to eight capital letters"),
        ('[office]\naddress = "nobody"', "give an address such as"),
        ('[alarm]\nto = ["nobody"]', "give an address such as"),
        ('[alarm]\nheartbeat_url = "hc.example"', "give an address that begins with https://"),
    ],
)
def test_no_pattern_is_shown_to_a_person(text: str, says: str) -> None:
    with pytest.raises(SettingsInvalid) as fault:
        settings(text)
    assert says in str(fault.value)
    assert "^" not in str(fault.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[store]\ndatabase = "postgresql://us:Quill-9@db.example/x"', "store.database: give an address such as"),
        ('[mailbox.sign_in]\nsecret = "Quill-9"', "mailbox.sign_in.secret: input should be"),
        ('[alarm]\nheartbeat_url = "hc.example/Quill-9"', "alarm.heartbeat_url: give an address"),
    ],
)
def test_a_password_in_the_wrong_place_is_not_repeated(text: str, says: str) -> None:
    with pytest.raises(SettingsInvalid) as fault:
        settings(text)
    assert says in str(fault.value)
    assert "Quill-9" not in str(fault.value)


def test_a_setting_that_was_replaced_names_the_one_to_choose() -> None:
    with pytest.raises(
        SettingsInvalid, match=r"outgoing\.answer_anyone: this setting was replaced by answers_to_strangers"
    ):
        settings("[outgoing]\nanswer_anyone = true\n")


def test_a_file_that_is_not_toml_says_where() -> None:
    with pytest.raises(SettingsInvalid, match="line 2"):
        settings("[office]\nx = \n")


def test_dates_and_lists_are_read() -> None:
    given = settings(
        "[[clock.extra_non_working_days]]\ndate = 2027-05-10\ntitle = 'x'\nsource = 'y'\n"
        "[outgoing]\nallowed_domains = ['a.example']\n"
    )
    assert given.clock.extra_non_working_days[0].date == date(2027, 5, 10)
    assert given.outgoing.allowed_domains == ("a.example",)
