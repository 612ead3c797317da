"""How a run or paragraph looks once its styles are followed: bold, struck, hidden, font and outline level."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from parsers.readers.word.flatten import VAL, Element, is_on, value, w

Look = dict[str, Any]
"""The properties set at one place: `bold`, `hidden` … to True or False, `font` to a name, `level` to a number."""

_SWITCHES = {
    "b": "bold",
    "i": "italic",
    "strike": "strike",
    "dstrike": "double_strike",
    "vanish": "hidden",
    "specVanish": "hidden",
}
_NO_FILL = ("", "auto", "FFFFFF", "ffffff")
_HEADING_NAME = re.compile(r"heading (\d)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class WordStyles:
    """Every style of a document with its ancestors already followed, by its id, and the document's defaults."""

    looks: dict[str, Look] = field(default_factory=dict)
    defaults: Look = field(default_factory=dict)
    standard: str = ""

    def paragraph(self, properties: Element | None) -> Look:
        """The look of a paragraph: its style under what is set on it directly."""
        own = _look(() if properties is None else properties, _OF_PARAGRAPHS)
        return {**self.defaults, **self.looks.get(own.get("style", self.standard), {}), **own}

    def run(self, properties: Element | None, *, within: Look) -> Look:
        """The look of a run in a paragraph that looks like `within`."""
        if properties is None:
            return within
        own = _look(properties, _OF_RUNS)
        return {**within, **self.looks.get(own.get("style", ""), {}), **own}


def styles(root: Element) -> WordStyles:
    """The styles of a document from the root of its styles part."""
    found = {style.get(w("styleId"), ""): style for style in root.iter(w("style"))}
    defaults = root.iterfind(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/*")
    return WordStyles(
        looks={name: _followed(name, found) for name in found},
        defaults=_look(defaults, _OF_RUNS),
        standard=next((name for name, style in found.items() if _is_standard(style)), ""),
    )


def _font_look(fonts: Element) -> Look:
    name = fonts.get(w("ascii")) or fonts.get(w("hAnsi"))
    return {"font": name} if name else {}


def _list_look(numbering: Element) -> Look:
    """The list that a paragraph is in, and how deep; a style may tell one, the paragraph the other."""
    name, depth = value(numbering, w("numId")), value(numbering, w("ilvl"))
    return ({"list": name} if name else {}) | ({"depth": int(depth)} if depth.isdecimal() else {})


def _level_look(outline: Element) -> Look:
    own = outline.get(VAL, "")
    if not own.isdecimal():
        return {}
    return {"level": int(own) + 1 if int(own) < 9 else 0}  # 9 is the body (ISO 29500-1, 17.3.1.20)


def _switch(name: str) -> Callable[[Element], Look]:
    return lambda element: {name: is_on(element)}


_OF_PARAGRAPHS: Mapping[str, Callable[[Element], Look]] = {
    w("pStyle"): lambda element: {"style": element.get(VAL, "")},
    w("outlineLvl"): _level_look,
    w("numPr"): _list_look,
}
_OF_RUNS: Mapping[str, Callable[[Element], Look]] = {w(tag): _switch(name) for tag, name in _SWITCHES.items()} | {
    w("u"): lambda element: {"underline": element.get(VAL, "") != "none"},
    w("highlight"): lambda element: {"highlight": element.get(VAL, "") not in ("none", "white")},
    w("shd"): lambda element: {"shade": is_filled(element)},
    w("rFonts"): _font_look,
    w("rStyle"): lambda element: {"style": element.get(VAL, "")},
}


def _look(properties: Iterable[Element], says: Mapping[str, Callable[[Element], Look]]) -> Look:
    """What `w:pPr` sets about a paragraph or `w:rPr` about a run, by what each element in it says."""
    look: Look = {}
    for element in properties:
        if element.tag in says:
            look |= says[element.tag](element)
    return look


def is_filled(shade: Element | None) -> bool:
    """Whether a `w:shd` puts a colour behind its text."""
    if shade is None:
        return False
    pattern = shade.get(VAL, "clear")
    return shade.get(w("fill"), "") not in _NO_FILL or pattern not in ("clear", "nil", "")


def _is_standard(style: Element) -> bool:
    """Whether paragraphs that name no style have this one."""
    return style.get(w("default")) in ("1", "true") and style.get(w("type")) == "paragraph"


def _followed(name: str, found: dict[str, Element]) -> Look:
    """The look of a style with that of the styles it is based on beneath; a circle is cut where it closes."""
    chain: list[str] = []
    while name in found and name not in chain:
        chain.append(name)
        name = value(found[name], w("basedOn"))
    look: Look = {}
    for each in reversed(chain):
        look |= _own_look(found[each])
    look.pop("style", None)
    return look


def _own_look(style: Element) -> Look:
    look = _look(style.iterfind(f"{w('pPr')}/*"), _OF_PARAGRAPHS) | _look(style.iterfind(f"{w('rPr')}/*"), _OF_RUNS)
    name = value(style, w("name"))
    heading = _HEADING_NAME.fullmatch(name)
    # Word keeps the English names of its own styles in files of every language, as their level is not always written.
    if heading or name.lower() == "title":
        look.setdefault("level", int(heading[1]) if heading else 1)
    return look
