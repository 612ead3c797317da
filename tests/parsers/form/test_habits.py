"""HABITS.md names documents that are kept and functions that are there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FORMS = {path.name.partition("-")[0] for path in (ROOT / "tests" / "forms").iterdir()}
ROWS = [
    line.strip("|").split("|")
    for line in (ROOT / "parsers" / "form" / "HABITS.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| habit"))
]


def decided_in(row: list[str]) -> tuple[str, str]:
    file, function = re.findall(r"`([^`]+)`", row[2])
    return file, function


def functions(file: str) -> set[str]:
    inside = next(path for path in (ROOT / "parsers" / "form" / file, ROOT / "parsers" / file) if path.is_file())
    tree = ast.parse(inside.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].strip()[:40])
def test_a_habit_has_its_documents_and_its_place(row: list[str]) -> None:
    file, function = decided_in(row)
    assert row[1].split()
    assert set(row[1].split()) <= FORMS
    assert function in functions(file)
