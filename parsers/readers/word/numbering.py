"""The numbers and bullets that Word puts before paragraphs by itself, worked out as far as forms use them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.readers.shared.tick_boxes import shown
from parsers.readers.word.flatten import PARAGRAPH, PARAGRAPH_LOOK, Element, child_of, value, w, whole
from parsers.readers.word.styles import Look, WordStyles

_LETTERS = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _LETTERS, strict=True))
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """One level of a list: how it counts, from where, and the pattern with `%1` for the first level's number."""

    form: str = "decimal"
    start: int = 1
    pattern: str = ""
    font: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lists:
    """The lists of a document: each list id with the key under which it counts and its levels."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    counter: dict[str, str] = field(default_factory=dict)


def lists(root: Element) -> Lists:
    """The lists of a document from the root of its numbering part."""
    abstract = {
        each.get(w("abstractNumId"), ""): dict(map(_level, each.findall(w("lvl"))))
        for each in root.findall(w("abstractNum"))
    }
    levels: dict[str, dict[int, Level]] = {}
    counter: dict[str, str] = {}
    for each in root.findall(w("num")):
        name, key = each.get(w("numId"), ""), value(each, w("abstractNumId"))
        changed = dict(map(_override, each.findall(w("lvlOverride"))))
        levels[name] = {depth: changed.get(depth) or level for depth, level in abstract.get(key, {}).items()}
        # Lists made from one pattern count on together unless one of them says where it starts.
        counter[name] = f"{key}/{name}" if each.find(f"{w('lvlOverride')}/{w('startOverride')}") is not None else key
    return Lists(levels=levels, counter=counter)


def numbers(root: Element, lists: Lists, *, styles: WordStyles) -> dict[Element, str]:
    """The number or bullet of every paragraph under `root` that has one, such as `1.`, `2.1`, `a)` or a box."""
    counts: dict[str, dict[int, int]] = {}
    found: dict[Element, str] = {}
    for paragraph in _listed(root, lists, styles=styles):
        look = styles.paragraph(child_of(paragraph, PARAGRAPH_LOOK))
        if look.get("list", "0") in lists.levels:
            found[paragraph] = _next(look, lists, counts=counts)
    return found


def _listed(root: Element, lists: Lists, *, styles: WordStyles) -> Iterator[Element]:
    """The paragraphs that may be in a list: all where a style may put them there, else those that say so."""
    if not lists.levels:
        return
    if styles.number:
        yield from root.iter(PARAGRAPH)
    else:
        yield from dict.fromkeys(next(mark.iterancestors(PARAGRAPH), root) for mark in root.iter(w("numPr")))


def _next(look: Look, lists: Lists, *, counts: dict[str, dict[int, int]]) -> str:
    name, depth = look["list"], look.get("depth", 0)
    levels = lists.levels[name]
    level = levels.get(depth, Level())
    if level.form == "bullet":
        return shown(level.font, level.pattern)
    count = counts.setdefault(lists.counter[name], {})
    count[depth] = count.get(depth, level.start - 1) + 1
    for deeper in [each for each in count if each > depth]:
        del count[deeper]

    def written(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        each = levels.get(at, Level())
        return _number(count.get(at, each.start), each.form)

    return _PLACE.sub(written, level.pattern) if level.form != "none" else ""


def _number(number: int, form: str) -> str:
    """A number in one of the forms of ISO 29500-1, 17.18.59, that forms use; the others as digits."""
    if form in ("lowerLetter", "upperLetter"):
        written = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
    elif form in ("lowerRoman", "upperRoman"):
        written = _roman(number)
    else:
        written = f"{number:02d}" if form == "decimalZero" else str(number)
    return written.upper() if form.startswith("upper") else written


def _roman(number: int) -> str:
    written = ""
    for worth, letters in _ROMAN if 0 < number < 4000 else ():
        written += letters * (number // worth)
        number %= worth
    return written


def _level(element: Element) -> tuple[int, Level]:
    fonts = element.find(f"{w('rPr')}/{w('rFonts')}")
    return _depth(element), Level(
        form=value(element, w("numFmt"), otherwise="decimal"),
        start=whole(value(element, w("start")), otherwise=1),
        pattern=value(element, w("lvlText")),
        font=(fonts.get(w("ascii")) or "") if fonts is not None else "",
    )


def _override(element: Element) -> tuple[int, Level | None]:
    level = element.find(w("lvl"))
    return _depth(element), _level(level)[1] if level is not None else None


def _depth(element: Element) -> int:
    return whole(element.get(w("ilvl")) or "", otherwise=0)
