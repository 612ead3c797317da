"""How a run or paragraph looks once its styles are followed: bold, struck, hidden, font and outline level."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from parsers.readers.word.flatten import VAL, Element, is_on, value, w

Look = dict[str, Any]
"""The properties set at one place: `bold`, `hidden` … to True or False, `font` to a name, `level` to a number."""

_SWITCHES = {
    w("b"): "bold",
    w("i"): "italic",
    w("strike"): "strike",
    w("dstrike"): "double_strike",
    w("vanish"): "hidden",
    w("specVanish"): "hidden",
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
        own = paragraph_look(properties)
        return {**self.defaults, **self.looks.get(own.get("style", self.standard), {}), **own}

    def run(self, properties: Element | None, *, within: Look) -> Look:
        """The look of a run in a paragraph that looks like `within`."""
        if properties is None:
            return within
        own = run_look(properties)
        return {**within, **self.looks.get(own.get("style", ""), {}), **own}


def styles(root: Element | None) -> WordStyles:
    """The styles of a document from the root of its styles part."""
    if root is None:
        return WordStyles()
    found = {style.get(w("styleId"), ""): style for style in root.iter(w("style"))}
    defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
    standard = [name for name, style in found.items() if _is_standard(style)]
    return WordStyles(
        looks={name: _followed(name, found) for name in found},
        defaults={} if defaults is None else run_look(defaults),
        standard=standard[0] if standard else "",
    )


def paragraph_look(properties: Element | None) -> Look:
    """What a `w:pPr` sets about a paragraph: its style, outline level and list."""
    look: Look = {}
    if properties is None:
        return look
    for child in properties:
        own = child.get(VAL, "")
        if child.tag == w("pStyle"):
            look["style"] = own
        elif child.tag == w("outlineLvl") and own.isdecimal():
            look["level"] = int(own) + 1 if int(own) < 9 else 0  # 9 is the body (ISO 29500-1, 17.3.1.20)
        elif child.tag == w("numPr"):
            look |= _list_look(child)
    return look


def run_look(properties: Element) -> Look:
    """What a `w:rPr` sets about a run."""
    look: Look = {}
    for child in properties:
        tag, own = child.tag, child.get(VAL, "")
        if tag in _SWITCHES:
            look[_SWITCHES[tag]] = is_on(child)
        elif tag == w("u"):
            look["underline"] = own != "none"
        elif tag == w("highlight"):
            look["highlight"] = own not in ("none", "white")
        elif tag == w("shd"):
            look["shade"] = is_filled(child)
        elif tag == w("rFonts"):
            look |= _font_look(child)
        elif tag == w("rStyle"):
            look["style"] = own
    return look


def is_filled(shade: Element | None) -> bool:
    """Whether a `w:shd` puts a colour behind its text."""
    if shade is None:
        return False
    pattern = shade.get(VAL, "clear")
    return shade.get(w("fill"), "") not in _NO_FILL or pattern not in ("clear", "nil", "")


def _font_look(fonts: Element) -> Look:
    name = fonts.get(w("ascii")) or fonts.get(w("hAnsi"))
    return {"font": name} if name else {}


def _list_look(numbering: Element) -> Look:
    """The list that a paragraph is in, and how deep; a style may tell one, the paragraph the other."""
    name, depth = value(numbering, w("numId")), value(numbering, w("ilvl"))
    return ({"list": name} if name else {}) | ({"depth": int(depth)} if depth.isdecimal() else {})


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
    properties = style.find(w("rPr"))
    look = paragraph_look(style.find(w("pPr")))
    if properties is not None:
        look |= run_look(properties)
    name = value(style, w("name"))
    heading = _HEADING_NAME.fullmatch(name)
    # Word keeps the English names of its own styles in files of every language, as their level is not always written.
    if heading or name.lower() == "title":
        look.setdefault("level", int(heading[1]) if heading else 1)
    return look
