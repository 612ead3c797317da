"""How a run or paragraph looks once its styles are followed: bold, struck, hidden, font and outline level."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from parsers.readers.word.flatten import PARAGRAPH_LOOK, RUN_LOOK, VAL, Element, is_on, value, w

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
_STYLE, _ID, _FILL, _ASCII, _ANSI = map(w, ("style", "styleId", "fill", "ascii", "hAnsi"))
_NO_FILL = ("", "auto", "FFFFFF", "ffffff")
_HEADING_NAME = re.compile(r"heading (\d)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class WordStyles:
    """The styles of a document, each with its ancestors followed when it is first met, and the document's defaults."""

    look: Callable[[str], Look]  # of a style by its id, without the defaults
    within: Callable[[str], Look]  # the same with the defaults beneath
    standard: str = ""
    number: bool = True  # whether some style puts its paragraphs into a list

    def paragraph(self, properties: Element | None) -> Look:
        """The look of a paragraph: its style under what is set on it directly."""
        own = {} if properties is None else _look(properties, _OF_PARAGRAPHS)
        beneath = self.within(own.get("style", self.standard))
        return {**beneath, **own} if own else beneath

    def run(self, properties: Element, *, within: Look) -> Look:
        """The look of a run in a paragraph that looks like `within`."""
        own = _look(properties, _OF_RUNS)
        return {**within, **self.look(own.get("style", "")), **own} if own else within


def styles(root: Element) -> WordStyles:
    """The styles of a document from the root of its styles part."""
    found = {style.get(_ID, ""): style for style in root.iter(_STYLE)}
    defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
    beneath = {} if defaults is None else _look(defaults, _OF_RUNS)
    look = cache(partial(_followed, found=found))
    return WordStyles(
        look=look,
        within=cache(lambda name: {**beneath, **look(name)}),
        standard=next((name for name, style in found.items() if _is_standard(style)), ""),
        number=next(root.iter(w("numPr")), None) is not None,
    )


def _font_look(fonts: Element) -> Look:
    name = fonts.get(_ASCII) or fonts.get(_ANSI)
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


def _look(properties: Element, says: Mapping[str, Callable[[Element], Look]]) -> Look:
    """What `w:pPr` sets about a paragraph or `w:rPr` about a run, by what each element in it says."""
    look: Look = {}
    for element in properties:
        if element.tag in says:
            look |= says[element.tag](element)
    return look


def is_filled(shade: Element) -> bool:
    """Whether a `w:shd` puts a colour behind its text."""
    pattern = shade.get(VAL, "clear")
    return shade.get(_FILL, "") not in _NO_FILL or pattern not in ("clear", "nil", "")


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
    look: Look = {}
    for tag, says in ((PARAGRAPH_LOOK, _OF_PARAGRAPHS), (RUN_LOOK, _OF_RUNS)):
        for properties in style.iterchildren(tag):
            look |= _look(properties, says)
    name = value(style, w("name"))
    heading = _HEADING_NAME.fullmatch(name)
    # Word keeps the English names of its own styles in files of every language, as their level is not always written.
    if heading or name.lower() == "title":
        look.setdefault("level", int(heading[1]) if heading else 1)
    return look
