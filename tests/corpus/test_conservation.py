"""Nothing that a person wrote on a form is lost: it is in a field's words or among the unmapped."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from test_corpus import FOLDER, MADE, expectation, words

# The blank of each layout, and its filled copies.
FILLED = {
    "K04": ("K01", "K02", "K03"), "K07": ("K05", "K06"), "K10": ("K08", "K09"), "K14": ("K11", "K12", "K13"), "K17": ("K15", "K16"),
    "K20": ("K18", "K19"), "K23": ("K21", "K22"), "K26": ("K24", "K27"), "K32": ("K28", "K31"), "K47": ("K46",), "K64": ("K50",),
    "K89": ("K82", "K88"), "K90": ("K83",), "K91": ("K84",), "K92": ("K85",), "K95": ("K93", "K94"),
}  # fmt: skip
KEPT = sorted(name for name in MADE if "kept" in expectation(name))


def named(prefix: str) -> str:
    return next(name for name in MADE if name.startswith(f"{prefix}-"))


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).casefold().replace("\u2019", "'")


def said_in(tree: object) -> Iterator[str]:
    """Every word of a reading as a person wrote it: each field's `raw` and label, and what is unmapped."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in ("raw", "text", "label") and isinstance(value, str):
                yield value
            else:
                yield from said_in(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from said_in(value)


@pytest.fixture(scope="module")
def readings() -> dict[str, str]:
    """What the command shows of each document, read in one run."""
    names = sorted({*KEPT, *(named(copy) for copies in FILLED.values() for copy in copies)})
    start = [sys.executable, "-c", "from scheduler.cli import main; main()", "read", "--json"]
    shown = subprocess.run(
        [*start, *(str(FOLDER / name) for name in names)], capture_output=True, text=True, check=True, timeout=120
    )
    return {
        name: folded(" | ".join(said_in(reading)))
        for name, reading in zip(names, json.loads(shown.stdout), strict=True)
    }


@pytest.mark.parametrize(("blank", "copy"), [(blank, copy) for blank, copies in FILLED.items() for copy in copies])
def test_every_word_that_the_blank_does_not_print_is_in_the_reading(
    blank: str, copy: str, readings: dict[str, str]
) -> None:
    printed = set(re.findall(r"[\w@.'/-]*\w", folded(words(MADE[named(blank)]))))
    written = re.findall(r"[\w@.'/-]*\w", folded(words(MADE[named(copy)])))
    assert [word for word in written if word not in printed and word not in readings[named(copy)]] == []


@pytest.mark.parametrize("name", KEPT)
def test_what_an_expectation_wants_kept_is_in_the_reading(name: str, readings: dict[str, str]) -> None:
    assert [word for word in expectation(name)["kept"] if folded(word) not in readings[name]] == []
