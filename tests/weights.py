"""Which document notices when a weight or threshold of the reading moves a little: `python -m tests.weights`.

A fraction moves by a fifth, a count by one, up and down. The small documents of weighed_forms.toml were each written for
one weight; a form that is kept notices where it is then read otherwise than expected. Writes docs/weights.md.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from bench import families
from parsers.form.reading import reading
from parsers.form.vocabulary import weights as shipped
from parsers.reading_json import as_json

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "parsers" / "form"))
form_pages = __import__("form_pages")
agreement = families.agreement
SHOWN = ROOT / "docs" / "weights.md"
SMALL = ROOT / "tests" / "parsers" / "form" / "weighed_forms.toml"
VALUES: dict[str, float] = {
    name: value
    for part in tomllib.loads(shipped.WEIGHTS.read_text(encoding="utf-8")).values()
    for name, value in part.items()
}
WAYS = ("less", "more")
# Of more than one document at once, a blank and the copies of it, or of one that has hundreds of lines.
ELSEWHERE = {
    "copies": "`tests/parsers/form/test_known_forms.py`",
    "left_in_form": "`tests/parsers/form/test_kinds_of_document.py`",
}
MOST = 4  # kept forms named in a cell
FRACTION = 0.2  # by how much of itself a weight moves that is no count
HEAD = """\
# What turns on each weight

Forms are read by the numbers of `parsers/form/vocabulary/weights.toml`, each with its reason there. Below stands which
document is misread when a number moves by a fifth or, where it is a count, by one: in quotes the answer of a small
document written for it (`tests/parsers/form/weighed_forms.toml`), then forms that are kept (`tests/forms`). The table is
written by `python -m tests.weights`.

| weight | is | a little less | a little more |
|---|---|---|---|
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """A small document in which a question turns on a weight: where the `answer` is read, and how it must not move."""

    weight: str
    by: str
    page: str
    answer: str
    reads: str
    file: str = "form.docx"


def weighed() -> tuple[Weighed, ...]:
    """The small documents."""
    told = tomllib.loads(SMALL.read_text(encoding="utf-8"))
    return tuple(Weighed(**each) for each in told["document"])


def moved(value: float, by: str) -> float:
    """A weight a little `less` or `more` far from nothing."""
    sign = WAYS.index(by) * 2 - 1
    return value + sign if isinstance(value, int) else value * (1 + sign * FRACTION)


@contextmanager
def reading_with(name: str, value: float) -> Iterator[None]:
    """Reads with another value of one weight meanwhile."""
    kept, told = shipped.WEIGHTS, {**VALUES, name: value}
    with tempfile.TemporaryDirectory() as folder:
        shipped.WEIGHTS = Path(folder) / "weights.toml"
        shipped.WEIGHTS.write_text("\n".join(["[all]", *(f"{key} = {told[key]}" for key in told)]), encoding="utf-8")
        _forget()
        try:
            yield
        finally:
            shipped.WEIGHTS = kept
            _forget()


def _forget() -> None:
    """Empties what the modules that look at weights have kept of their own, not the vocabulary that others read in."""
    shipped.weights.cache_clear()
    for name, module in list(sys.modules.items()):
        if name.startswith("parsers.form.") and hasattr(module, "weights"):
            for each in vars(module).values():
                if getattr(each, "__module__", "") == name:
                    getattr(each, "cache_clear", lambda: None)()


def where_read(document: Weighed) -> str:
    """Where the answer of a document is read, and as what: a field, what it perhaps answers, left over, nowhere."""
    found = as_json(reading(form_pages.page(*_blocks(document.page)), file=document.file))
    for path, told in agreement.expected(found["referral"] or {}):
        if told["value"] is not None and document.answer in " ".join(told["raw"].split()):
            return f"{'.'.join(map(str, path))}: {told['value']}"
    for left in found["unmapped"]:
        if document.answer in " ".join(left["text"].split()):
            return f"perhaps {left['perhaps']}" if left.get("perhaps") else "left over"
    return "nowhere"


def _blocks(page: str) -> Iterator[object]:
    """The paragraphs and tables of a page: each run of lines that begin with a bar is a table, and \u00b6 ends a line."""
    for is_table, lines in groupby(page.strip().split("\n"), key=lambda line: line.startswith("|")):
        if is_table:
            rows = ([cell.strip().replace("\u00b6", "\n") for cell in line[1:].split("|")] for line in lines)
            yield form_pages.table(*rows, number=2)
        else:
            yield from (line for line in lines if line.strip())


def unmet() -> dict[str, frozenset[str]]:
    """The points of the expectation of each kept form that it does not meet."""
    told = ((name, want, as_json(reading(page, file=name))) for name, (page, want) in _kept().items())
    return {name: frozenset(agreement.differences(want, got)) for name, want, got in told}


_kept = cache(families.documents)


def noticed(weight: str, by: str) -> tuple[str, ...]:
    """The small documents of a weight that are misread when it is a little `less` or `more`, each by its answer."""
    with reading_with(weight, moved(VALUES[weight], by)):
        return tuple(each.answer for each in weighed() if each.weight == weight and where_read(each) != each.reads)


def noticed_by_kept(weight: str, by: str, *, before: dict[str, frozenset[str]]) -> tuple[str, ...]:
    """The kept forms that are misread when a weight is a little `less` or `more`, and are not `before`."""
    with reading_with(weight, moved(VALUES[weight], by)):
        return tuple(name.partition("-")[0] for name, points in unmet().items() if points - before[name])


def table() -> str:
    """Every weight with the documents that notice when it moves."""
    before, rows = unmet(), []
    for name, value in VALUES.items():
        told = [(noticed(name, by), noticed_by_kept(name, by, before=before)) for by in WAYS]
        cells = [
            "; ".join([*(f"\u201c{each}\u201d" for each in small), *kept[:MOST]]) or ELSEWHERE.get(name, "-")
            for small, kept in told
        ]
        rows.append(f"| `{name}` | {value} | {' | '.join(cells)} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    SHOWN.write_text(table(), encoding="utf-8")
