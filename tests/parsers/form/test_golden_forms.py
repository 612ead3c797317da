"""Every form kept under tests/forms is read as a careful person reads it, whatever office program wrote it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from agreement import differences

from parsers.form.kind.known_forms import known_forms
from parsers.read import read_file
from parsers.reading_json import as_json

FORMS = Path(__file__).parents[2] / "forms"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in FORMS.glob("*.expected.json"))


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_form_is_read_as_expected(name: str) -> None:
    want = json.loads((FORMS / f"{name}.expected.json").read_text(encoding="utf-8"))
    got = as_json(read_file(name, (FORMS / name).read_bytes(), forms=known_forms()))
    assert differences(want, got) == []


def test_every_form_has_an_expectation() -> None:
    documents = {path.name for path in FORMS.iterdir() if not path.name.endswith((".expected.json", ".md"))}
    assert documents == set(NAMES)
