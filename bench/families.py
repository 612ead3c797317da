"""How forms are read whose own words were taken from the vocabulary, family by family: `python -m bench.families`.

A family is one maker's wording. For each, every phrase that no other family attests is taken out of labels.toml, then
its forms are read. Every value given is judged, also where no expectation lists one (`also` in an expectation says what
else is right); `--points` names each miss (-) and each wrong value (+), `--with-words` leaves the vocabulary whole.
`--taught` is harder: of the whole vocabulary only what the other families attest is left, as if nobody had ever guessed
how else a form may put it.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

from parsers.document import page_of
from parsers.form.kind.known_forms import line_key
from parsers.form.layout import items as layout
from parsers.form.layout.stream import HeaderGrid, Heading, Pair, Ticks
from parsers.form.reading import reading
from parsers.form.vocabulary import words as vocabulary
from parsers.form.vocabulary.variants import variants
from parsers.form.vocabulary.words import bag, plain
from parsers.page import Page
from parsers.reading_json import as_json
from parsers.safe.file_types import file_type
from parsers.values.answer_state import folded

ROOT = Path(__file__).parents[1]
FORMS = ROOT / "tests" / "forms"
sys.path.insert(0, str(ROOT / "tests" / "parsers" / "form"))
agreement = __import__("agreement")

JUDGED = ("referral", "agency_return", "blank_form")
ONE_WORDING = 0.5  # the share of the rarer questions that makes two documents one maker's
RARE = 6  # documents: what more of them print says nothing of the maker
Labels = tuple[str, ...]
COLUMNS = ("forms", "kinds", "wanted", "right", "given", "wrong", "lists", "lists right")


def documents() -> dict[str, tuple[Page, dict[str, Any]]]:
    """The forms that can be judged: their pages and what is expected of them."""
    found = {}
    for path in sorted(FORMS.glob("*.expected.json")):
        name = path.name.removesuffix(".expected.json")
        want = json.loads(path.read_text(encoding="utf-8"))
        if want["kind"] in JUDGED:
            content = (FORMS / name).read_bytes()
            found[name] = (page_of(content, file_type(content)), want)
    return found


def printed(page: Page) -> Labels:
    """The questions, choices and titles that a form prints."""
    found: list[str] = []
    for item in layout.items((*page.headers, *page.body)):
        if isinstance(item, Heading):
            found.append(item.text)
        elif isinstance(item, Pair):
            found.append(item.label)
        elif isinstance(item, HeaderGrid):
            found += [*item.headers, *(row.title for row in item.rows)]
        elif isinstance(item, Ticks):
            found += [item.title, *(option.text for option in item.options)]
    return tuple(text for text in dict.fromkeys(found) if re.search(r"[A-Za-z]", text))


def families(labels: Mapping[str, Labels]) -> list[list[str]]:
    """The documents in families: those that share half of the rarer questions of the shorter one, and so on."""
    keys = {name: {line_key(text) for text in texts} for name, texts in labels.items()}
    spread = Counter(key for each in keys.values() for key in each)
    rare = {name: {key for key in each if spread[key] <= RARE} for name, each in keys.items()}
    group = {name: {name} for name in keys}
    for one, other in combinations(keys, 2):
        shorter = min(len(rare[one]), len(rare[other]))
        alike = shorter >= 3 and len(rare[one] & rare[other]) >= ONE_WORDING * shorter
        if (alike or keys[one] == keys[other]) and group[one] is not group[other]:
            group[one] |= group[other]
            for name in group[other]:
                group[name] = group[one]
    return [sorted(each) for each in {id(each): each for each in group.values()}.values()]


def attested(labels: Iterable[str]) -> set[str]:
    """Every phrase of the vocabulary that some label bears out."""
    told = vocabulary.words()
    patterns = {each.pattern: each for each, *_ in (*told.questions, *told.patterns)}
    found: set[str] = set()
    for label in labels:
        shorts = set(variants(label))
        bare = {_without(short, phrase) for short in shorts for phrase, _ in told.subjects if _holds(short, phrase)}
        found |= shorts | bare | {" ".join(bag(short, told.stop)) for short in shorts | bare}
        found |= {phrase for phrase, _ in told.subjects for short in shorts if _holds(short, phrase)}
        sentence = re.sub(r"\s+", " ", folded(label).lower().replace("/", " or "))
        found |= {pattern for pattern, each in patterns.items() if each.search(sentence) or each.search(plain(label))}
    return found


def _holds(text: str, phrase: str) -> bool:
    return f" {phrase} " in f" {text} "


def _without(text: str, phrase: str) -> str:
    return f" {text} ".replace(f" {phrase} ", " ").strip()


def without(phrases: set[str], *, only: set[str] | None = None) -> str:
    """The vocabulary as TOML without `phrases`, and with no others than `only` where they are given."""
    told = tomllib.loads((ROOT / "parsers/form/vocabulary/labels.toml").read_text(encoding="utf-8"))
    stop = frozenset(told["stop"])

    def kept(phrase: str) -> bool:
        short = plain(phrase) if not phrase.startswith("^") else phrase
        forms = {phrase, short, " ".join(bag(short, stop)) or short}
        return not forms & phrases and (only is None or bool(forms & only))

    lines: list[str] = []
    for table, held in _tables(told):
        lines.append(f"[{table}]" if table else "")
        for key, value in held.items():
            left = [each for each in value if kept(each)] if isinstance(value, list) and table else value
            lines.append(f"{json.dumps(key)} = {json.dumps(left)}")
    return "\n".join(lines)


def _tables(told: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    yield name, {key: value for key, value in told.items() if not isinstance(value, dict)}
    for key, value in told.items():
        if isinstance(value, dict):
            yield from _tables(value, f"{name}.{key}" if name else key)


def use(labels: Path) -> None:
    """Reads with another vocabulary from now on."""
    vocabulary.LABELS = labels
    for name, module in list(sys.modules.items()):
        if name.startswith("parsers."):
            for each in vars(module).values():
                getattr(each, "cache_clear", lambda: None)()


def points(want: dict[str, Any], got: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is `wanted`, `right`, `given` and `wrong` of one reading, with its place."""
    tree = got.get("referral") or {}
    listed = {path: said for path, said in agreement.expected(want.get("referral", {})) if "value" in said}
    also = {agreement.steps(path): value for path, value in want.get("also", {}).items()}
    for path, said in listed.items():
        if said["value"] is not None:
            field = agreement.at(tree, path)
            yield "wanted", f"{path} {said['value']!r}, not {field.get('value')!r}"
            if agreement.agrees(said["value"], field.get("value"), field.get("raw", "")):
                yield "right", f"{path} {said['value']!r}, not {field.get('value')!r}"
    for path, field in agreement.expected(tree):
        if field.get("value") is not None:
            said = listed[path]["value"] if path in listed else also.get(path)
            yield "given", str(path)
            if not agreement.agrees(said, field["value"], field.get("raw", "")):
                yield "wrong", f"{path} {field['value']!r} by {field.get('label')!r}"


def judged(pages: Mapping[str, tuple[Page, dict[str, Any]]], names: Iterable[str], *, loud: bool) -> Counter[str]:
    """The figures of one family, read with the vocabulary in use."""
    figures: Counter[str] = Counter()
    for name in names:
        page, want = pages[name]
        got = as_json(reading(page, file=name))
        found = defaultdict(list)
        for figure, point in points(want, got):
            found[figure].append(point)
        listed = "missing" in want
        figures.update({figure: len(each) for figure, each in found.items()})
        figures.update(forms=1, kinds=got["kind"] in (want["kind"], *want.get("kind_also", ())), lists=listed)
        figures["lists right"] += listed and set(want["missing"]) == set(got["missing"])
        if loud:
            told = [f"  - {each}" for each in found["wanted"] if each not in found["right"]]
            told += [f"  + {each}" for each in found["wrong"]]
            if listed and set(want["missing"]) != set(got["missing"]):
                told.append(f"  ! missing {sorted(set(got['missing']) ^ set(want['missing']))}")
            sys.stdout.write("\n".join([f"{name} {got['kind']}", *told]) + "\n" if told else "")
    return figures


def main(arguments: list[str]) -> None:
    """Prints a line for each family, then all together."""
    pages = documents()
    labels = {name: printed(page) for name, (page, _) in pages.items()}
    groups = families(labels)
    proved = {id(group): attested(text for name in group for text in labels[name]) for group in groups}
    rows, whole = [], Counter[str]()
    with tempfile.TemporaryDirectory() as scratch:
        for group in groups:
            others = set[str]().union(*(proved[id(each)] for each in groups if each is not group))
            own = set() if "--with-words" in arguments else proved[id(group)] - others
            shorter = Path(scratch) / "labels.toml"
            only = others if "--taught" in arguments else None
            shorter.write_text(without(own, only=only), encoding="utf-8")
            use(shorter)
            figures = judged(pages, group, loud="--points" in arguments)
            rows.append((", ".join(name.split("-")[0] for name in group), figures))
            whole += figures
    write = partial(print, file=sys.stdout)
    write(f"{'family':34}" + "".join(f"{column:>12}" for column in COLUMNS))
    for name, figures in [*rows, ("all", whole)]:
        write(f"{name[:33]:34}" + "".join(f"{figures[column]:12}" for column in COLUMNS))
    recall, precise = whole["right"] / whole["wanted"], 1 - whole["wrong"] / whole["given"]
    lists = whole["lists right"] / whole["lists"]
    write(f"families {len(rows)}, recall {recall:.1%}, precision {precise:.1%}, missing lists right {lists:.1%}")


if __name__ == "__main__":
    main(sys.argv[1:])
