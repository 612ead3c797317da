"""The kept-apart forms are what their generator says, and each expectation speaks of words that its document holds."""

from __future__ import annotations

import importlib
import io
import json
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
from make_forms import FOLDER, ROOMS

MADE = {name: made for room in ROOMS for name, made in importlib.import_module(room).DOCUMENTS.items()}
WORD = sorted(name for name, (content, _) in MADE.items() if content[:2] == b"PK" and "cut-off" not in name)


def expectation(name: str):
    return json.loads((FOLDER / f"{name}.expected.json").read_text(encoding="utf-8"))


def words(content) -> str:
    """Every word in a Word file's parts, without its deletions, boxes of old programs and field codes."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [
            package.read(n).decode("utf-8", "replace")
            for n in package.namelist()
            if n.startswith("word/") and n.endswith(".xml")
        ]
    text = re.sub(r"</w:p>|<w:br/>", " ", "".join(parts))
    text = re.sub(r"<w:delText[^>]*>[^<]*</w:delText>|<w:instrText[^>]*>[^<]*</w:instrText>", "", text)
    return unescape(re.sub(r"<[^>]+>", "", text)).replace("\u00a0", " ")


def wanted(tree) -> list[str]:
    """Every string that an expectation says must be in long text."""
    if isinstance(tree, dict):
        found = tree.get("contains", [])
        return [*([found] if isinstance(found, str) else found), *(w for value in tree.values() for w in wanted(value))]
    return [w for value in tree for w in wanted(value)] if isinstance(tree, list) else []


@pytest.mark.parametrize("name", WORD)
def test_a_kept_form_is_what_its_generator_makes(name: str) -> None:
    kept, made = (FOLDER / name).read_bytes(), MADE[name][0]
    with zipfile.ZipFile(io.BytesIO(kept)) as one, zipfile.ZipFile(io.BytesIO(made)) as other:
        assert [(n, one.read(n)) for n in one.namelist()] == [(n, other.read(n)) for n in other.namelist()]


@pytest.mark.parametrize("name", [n for n in WORD if "doctype" not in n])
def test_an_expectation_speaks_of_words_in_its_document(name: str) -> None:
    content, said = (FOLDER / name).read_bytes(), expectation(name)
    text = re.sub(r"\s+", " ", words(content)).casefold().replace("\u2019", "'")
    for word in [*wanted(said["referral"]), *said.get("kept", [])]:
        assert word.casefold().replace("\u2019", "'") in text, f"{name}: {word}"


def test_every_expectation_belongs_to_a_document() -> None:
    for path in Path(FOLDER).glob("*.expected.json"):
        assert path.with_name(path.name.removesuffix(".expected.json")).exists(), path.name
