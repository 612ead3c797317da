"""The control words of rich text that send the text of a group elsewhere: fonts, styles, fields, notes, boxes."""

from __future__ import annotations

import codecs
import re

from parsers.readers.rtf.control_words import AROUND, CHARSETS, PROPERTIES
from parsers.readers.rtf.groups import Font, RtfReader, nowhere
from parsers.readers.rtf.shapes_of_text import Action
from parsers.readers.shared.block_builder import Builder
from parsers.readers.shared.form_field import TEXT, FormField

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)


def _charset(reader: RtfReader, number: int) -> None:
    try:
        reader.charset = codecs.lookup(f"cp{number}").name
    except LookupError:
        reader.charset = "cp1252"


def _default_font(reader: RtfReader, number: int) -> None:
    reader.default_font = number


def _fonts(reader: RtfReader, _: int) -> None:
    """The font table: the names come as text, each closed by a semicolon, its number and character set before it."""

    def name(text: str) -> None:
        reader.fonts.setdefault(reader.state.font, Font()).name += text.partition(";")[0].strip()

    reader.send(name)


def _font_charset(reader: RtfReader, number: int) -> None:
    reader.fonts.setdefault(reader.state.font, Font()).charset = CHARSETS.get(number, "")


def _styles(reader: RtfReader, _: int) -> None:
    """The style sheet: a style is known by its number, and a heading by its name."""

    def name(text: str) -> None:
        heading = _HEADING.match(text.strip())
        title = text.strip().lower().startswith("title;")
        if heading or title:
            reader.styles.setdefault(reader.place.style, int(heading[1]) if heading else 1)

    reader.send(name)


def _colours(reader: RtfReader, _: int) -> None:
    """The colour table: white and the entry left open are no colour behind a text."""
    entry = 0
    parts: list[int] = []

    def end(text: str) -> None:
        nonlocal entry
        for _ in range(text.count(";")):
            if not parts or min(parts) == 255:
                reader.white.add(entry)
            parts.clear()
            entry += 1

    reader.white.clear()
    reader.shades = parts
    reader.send(end)


def _property(name: str) -> Action:
    return lambda reader, _: reader.collect(lambda text: reader.found.properties.append((name, text.strip())))


def _own_value(reader: RtfReader, _: int) -> None:
    def use(text: str) -> None:
        if reader.found.properties:
            name, _ = reader.found.properties[-1]
            reader.found.properties[-1] = (name, text.strip())

    reader.collect(use)


def _aside(kind: str) -> Action:
    def begin(reader: RtfReader, _: int) -> None:
        builder = Builder()
        reader.turn_aside(builder, lambda: reader.found.around.append((kind, builder)))

    return begin


def _text_box(reader: RtfReader, _: int) -> None:
    """What is written in a shape comes after the paragraph that it hangs on."""
    builder, outer = Builder(), reader.builder
    reader.turn_aside(builder, lambda: outer.after.extend(builder.finished()))


def _comment(reader: RtfReader, _: int) -> None:
    reader.found.comments += 1
    reader.send(nowhere)


def _drawing(reader: RtfReader, _: int) -> None:
    reader.found.pictures += 1
    reader.send(nowhere)


def _object(reader: RtfReader, _: int) -> None:
    reader.found.has_objects = True


def _number(reader: RtfReader, _: int) -> None:
    def use(text: str) -> None:
        reader.builder.number = text.strip()

    reader.collect(use)


def _field(reader: RtfReader, _: int) -> None:
    opened = FormField()
    reader.fields.append(opened)

    def end() -> None:
        if reader.fields and reader.fields[-1] is opened:
            reader.fields.pop()

    reader.send(reader.state.write, end)


def _instruction(reader: RtfReader, _: int) -> None:
    """What a field asks for; some programs write a form field by its name alone, and lose whether a box is ticked."""
    opened = reader.open_field

    def use(text: str) -> None:
        if opened.kind is None and "FORMTEXT" in text:
            opened.kind = TEXT
        elif opened.kind is None and "FORMCHECKBOX" in text:
            reader.found.has_lost_boxes = True

    reader.collect(use)


def _result(reader: RtfReader, _: int) -> None:
    """The result of a field; a box or a list shows its state in its place."""
    if reader.open_field.hides_result:
        reader.send(nowhere)


def _form_field(reader: RtfReader, _: int) -> None:
    """The settings of a form field stand in its instruction; what a box or list shows is written when they end."""
    opened = reader.open_field
    reader.send(nowhere, lambda: None if reader.state.hidden else reader.builder.spans.extend(opened.shown()))


def _kind(reader: RtfReader, number: int) -> None:
    reader.open_field.kind = number


def _chosen(reader: RtfReader, number: int) -> None:
    reader.open_field.chosen = number


def _standard(reader: RtfReader, number: int) -> None:
    reader.open_field.standard = number


def _prompt(reader: RtfReader, _: int) -> None:
    def use(text: str) -> None:
        reader.open_field.prompt = text

    reader.collect(use)


DESTINATIONS: dict[str, Action] = {
    "ansicpg": _charset,
    "deff": _default_font,
    "fonttbl": _fonts,
    "fcharset": _font_charset,
    "falt": lambda reader, _: reader.send(nowhere),
    "stylesheet": _styles,
    "colortbl": _colours,
    **dict.fromkeys(("red", "green", "blue"), lambda reader, number: reader.shades.append(number)),
    **{name: _property(name) for name in PROPERTIES},
    "propname": lambda reader, _: reader.collect(lambda text: reader.found.properties.append((text.strip(), ""))),
    "staticval": _own_value,
    **{word: _aside(kind) for word, kind in AROUND.items()},
    "footnote": _aside("footnote"),
    "shptxt": _text_box,
    "dptxbxtext": _text_box,
    "annotation": _comment,
    "pict": _drawing,
    "object": _object,
    **dict.fromkeys(("listtext", "pntext"), _number),
    "field": _field,
    "fldinst": _instruction,
    "fldrslt": _result,
    "formfield": _form_field,
    "fftype": _kind,
    "ffres": _chosen,
    "ffdefres": _standard,
    "ffl": lambda reader, _: reader.collect(reader.open_field.entries.append),
    "ffdeftext": _prompt,
}
"""What each control word does to the reader."""
