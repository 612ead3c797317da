"""How OpenDocument text looks once its styles are followed: bold, struck, hidden, in which font, at which level."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from parsers.page import Mark
from parsers.readers.opendocument.xml_names import Element, q

Look = dict[str, Any]
"""Marks of the page by name, `hidden` and `shaded` to True or False, `font` to a name, `level` to a number."""

_FORMATTING = (Mark.BOLD, Mark.ITALIC, Mark.UNDERLINE, Mark.STRIKE, Mark.HIGHLIGHT)
_NO_FILL = ("transparent", "#ffffff", "none", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenDocumentStyles:
    """Every style by its family and name with its parents already followed."""

    looks: dict[tuple[str, str], Look] = field(default_factory=dict)

    def look(self, family: str, name: str | None) -> Look:
        """The look of the style `name`, or of the family's default."""
        return self.looks.get((family, name or ""), self.looks.get((family, ""), {}))


def marks(look: Look) -> frozenset[Mark]:
    """The marks that text with this look carries."""
    return frozenset(mark for mark in _FORMATTING if look.get(mark))


def styles(*roots: Element) -> OpenDocumentStyles:
    """The styles of a document; those of a later root, which are its own, go before those of an earlier one."""
    fonts: dict[str, str] = {}
    found: dict[tuple[str, str], Element] = {}
    for root in roots:
        for face in root.iter(q("style:font-face")):
            fonts[face.get(q("style:name"), "")] = face.get(q("svg:font-family"), "").strip("'\"")
        for style in root.iter(q("style:style"), q("style:default-style")):
            found[(style.get(q("style:family"), ""), style.get(q("style:name"), ""))] = style
    return OpenDocumentStyles(looks={key: _followed(key, found, fonts=fonts) for key in found})


def _followed(key: tuple[str, str], found: dict[tuple[str, str], Element], *, fonts: dict[str, str]) -> Look:
    """The look of a style over those of its parents; a circle is cut where it closes."""
    family, name = key
    chain: list[str] = []
    while (family, name) in found and name and name not in chain:
        chain.append(name)
        name = found[(family, name)].get(q("style:parent-style-name"), "")
    look = _own(found[(family, "")], fonts) if (family, "") in found else {}
    for each in reversed(chain):
        look |= _own(found[(family, each)], fonts)
    return look


def _own(style: Element, fonts: dict[str, str]) -> Look:
    look: Look = {}
    level = style.get(q("style:default-outline-level"), "")
    if level.isdecimal() and 0 < int(level) <= 9:
        look["level"] = int(level)
    elif style.get(q("style:name")) == "Title":
        look["level"] = 1  # a title has no outline level of its own, and stands above all headings
    for properties in style:
        if properties.tag == q("style:text-properties"):
            look |= _text_look(properties, fonts)
        elif properties.tag == q("style:table-cell-properties"):
            fill = properties.get(q("fo:background-color"))
            look |= {} if fill is None else {"shaded": fill.lower() not in _NO_FILL}
    return look


def _text_look(properties: Element, fonts: dict[str, str]) -> Look:
    values: dict[str, str | None] = {
        Mark.BOLD: properties.get(q("fo:font-weight")),
        Mark.ITALIC: properties.get(q("fo:font-style")),
        Mark.UNDERLINE: properties.get(q("style:text-underline-style")),
        Mark.STRIKE: properties.get(q("style:text-line-through-style"))
        or properties.get(q("style:text-line-through-type")),
        Mark.HIGHLIGHT: properties.get(q("fo:background-color")),
    }
    look: Look = {name: _is_set(value) for name, value in values.items() if value is not None}
    display = properties.get(q("text:display"))
    if display is not None:
        look["hidden"] = display == "none"
    face = properties.get(q("style:font-name"))
    family = properties.get(q("fo:font-family")) if face is None else fonts.get(face, face)
    if family:
        look["font"] = family.strip("'\"")
    return look


def _is_set(value: str) -> bool:
    if value.isdecimal():  # the weight of letters, of which 400 is normal and 700 bold
        return int(value) >= 600
    return value.lower() not in ("normal", *_NO_FILL)
