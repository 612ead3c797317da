"""What the pages for developers name is there: every file, every make target, every command that they print."""

import re
from pathlib import Path

import click
import pytest

from scheduler.cli import COMMANDS

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/decisions.md", ".github/workflows/tests.yml")
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_a_page_names_exists(page: str) -> None:
    named = set(re.findall(r"(?:`|run: |^ {4})make ([a-z]+)", text_of(page), flags=re.M))
    assert named <= TARGETS
    assert named or page not in ("README.md", "CONTRIBUTING.md", ".github/workflows/tests.yml")


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_exists(page: str) -> None:
    rooms = "pipeline|parsers|scheduler|templates|tests|docs|bench"
    named = re.findall(rf"[`(]((?:{rooms})/[\w./-]+)[`)]", text_of(page))
    named += re.findall(r"\]\(([^)#:]+)\)", text_of(page))
    assert [name for name in named if "NAME" not in name and not (ROOT / name).exists()] == []


def test_every_make_target_is_on_the_page_or_is_plain_housekeeping() -> None:
    said = set(re.findall(r"make ([a-z]+)", text_of("CONTRIBUTING.md") + text_of("README.md")))
    assert TARGETS - said == {"format", "lock", "golden", "clean"}


def promised() -> dict[str, str]:
    """What the page of promises says of each command."""
    rows = re.findall(r"^\| `caseclock ([a-z-]+)(.*)$", text_of("docs/interface.md"), flags=re.M)
    return dict(rows)


def test_every_command_is_promised_and_every_promised_command_is_there() -> None:
    assert promised().keys() == {command.name for command in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_every_flag_that_is_promised_is_taken(command: click.Command) -> None:
    row = promised()[str(command.name)].replace("`caseclock init --help`", "")
    taken = {flag for option in command.params for flag in option.opts}
    assert set(re.findall(r"`?(--[a-z-]+)", row)) <= taken
