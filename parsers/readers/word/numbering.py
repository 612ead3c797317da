"""The numbers and bullets that Word puts before paragraphs by itself, worked out as far as forms use them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parsers.readers.shared.symbols import shown
from parsers.readers.word.flatten import VAL, Element, w
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


def lists(root: Element | None) -> Lists:
    """The lists of a document from the root of its numbering part."""
    if root is None:
        return Lists()
    abstract = {
        each.get(w("abstractNumId"), ""): dict(map(_level, each.findall(w("lvl"))))
        for each in root.findall(w("abstractNum"))
    }
    levels: dict[str, dict[int, Level]] = {}
    counter: dict[str, str] = {}
    for each in root.findall(w("num")):
        name, base = each.get(w("numId"), ""), each.find(w("abstractNumId"))
        key = base.get(VAL, "") if base is not None else ""
        changed = dict(map(_override, each.findall(w("lvlOverride"))))
        kept = abstract.get(key, {})
        levels[name] = {depth: changed.get(depth) or level for depth, level in kept.items()}
        # Lists made from one pattern count on together unless one of them says where it starts.
        counter[name] = f"{key}/{name}" if each.find(f"{w('lvlOverride')}/{w('startOverride')}") is not None else key
    return Lists(levels=levels, counter=counter)


def numbers(root: Element, lists: Lists, *, styles: WordStyles) -> dict[Element, str]:
    """The number or bullet of every paragraph under `root` that has one, such as `1.`, `2.1`, `a)` or a box."""
    counts: dict[str, dict[int, int]] = {}
    found: dict[Element, str] = {}
    for paragraph in root.iter(w("p")) if lists.levels else ():
        look = styles.paragraph(paragraph.find(w("pPr")))
        if look.get("list", "0") in lists.levels:
            found[paragraph] = _next(look, lists, counts=counts)
    return found


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


def _number(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 9)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(value)
        return roman.upper() if form == "upperRoman" else roman
    return f"{value:02d}" if form == "decimalZero" else str(value)


def _roman(value: int) -> str:
    written = ""
    for worth, letters in _ROMAN if 0 < value < 4000 else ():
        written += letters * (value // worth)
        value %= worth
    return written


def _level(element: Element) -> tuple[int, Level]:
    form, start, pattern = (element.find(w(name)) for name in ("numFmt", "start", "lvlText"))
    fonts = element.find(f"{w('rPr')}/{w('rFonts')}")
    return _whole(element.get(w("ilvl")), 0), Level(
        form=form.get(VAL, "decimal") if form is not None else "decimal",
        start=_whole(start.get(VAL) if start is not None else None, 1),
        pattern=(pattern.get(VAL) or "") if pattern is not None else "",
        font=(fonts.get(w("ascii")) or "") if fonts is not None else "",
    )


def _override(element: Element) -> tuple[int, Level | None]:
    level = element.find(w("lvl"))
    depth = _whole(element.get(w("ilvl")), 0)
    return (depth, _level(level)[1]) if level is not None else (depth, None)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,6}", text) else otherwise
