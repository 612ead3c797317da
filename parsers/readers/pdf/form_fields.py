"""What was filled into a PDF: form fields and typed notes, put on the sheet where their box is, as if printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf.generic import DictionaryObject

from parsers.page import EMPTY_BOX, TICKED_BOX, Mark
from parsers.readers.pdf.shapes import Area, Matrix, TextRun, area

_CHECK_OR_RADIO, _TEXT, _CHOICE = "/Btn", "/Tx", "/Ch"
_PUSH_BUTTON = 1 << 16  # field flags, ISO 32000-1, table 226
_HIDDEN = 0b10  # annotation flags, table 165
_USUAL_SIZE = 10.0
_MOST_CHARACTERS = 100_000


def filled(page: Any, start: Matrix) -> Iterator[TextRun]:
    """The runs of the fields and typed notes of a page, `start` being the way its ground is turned and moved."""
    for reference in page.get("/Annots", None) or ():
        note = reference.get_object()
        if not isinstance(note, DictionaryObject) or int(note.get("/F", 0)) & _HIDDEN or "/Rect" not in note:
            continue
        if note.get("/Subtype") == "/Widget":
            yield from _field(note, _place(note, start))
        elif note.get("/Subtype") == "/FreeText":
            yield from _typed(str(note.get("/Contents", "")), _place(note, start), mark=Mark.CONTROL)


def notes(page: Any, *kinds: str) -> list[Any]:
    """The annotations of some kinds, such as `/Text` for a comment, replies not counted."""
    found = [reference.get_object() for reference in page.get("/Annots", None) or ()]
    told = (note for note in found if isinstance(note, DictionaryObject))
    return [note for note in told if note.get("/Subtype") in kinds and "/IRT" not in note]


def is_signed(page: Any) -> bool:
    """Whether somebody signed a field of the page, which shows who and when in a picture of its own (12.7.4.5)."""
    return any(
        inherited(each, "/FT") == "/Sig" and inherited(each, "/V") is not None for each in notes(page, "/Widget")
    )


def _field(widget: Any, place: Area) -> Iterator[TextRun]:
    kind, flags = inherited(widget, "/FT"), int(inherited(widget, "/Ff") or 0)
    if kind == _CHECK_OR_RADIO and not flags & _PUSH_BUTTON:
        # Of a group of radio buttons `/V` names the chosen one; which one this is, its own appearance says (12.7.4.2).
        state = str(widget.get("/AS") or inherited(widget, "/V") or "/Off")
        yield _run(EMPTY_BOX if state == "/Off" else TICKED_BOX, place, y=_base_line(place), marks={Mark.BOX})
    elif kind in (_TEXT, _CHOICE):
        # What a field had from the start is the prompt of the maker of the form, and nobody's answer.
        value, standard = inherited(widget, "/V"), inherited(widget, "/DV")
        mark = Mark.PLACEHOLDER if value is not None and value == standard else Mark.CONTROL
        yield from _typed(_shown(value, widget), place, mark=mark)


def inherited(widget: Any, name: str) -> Any:
    """A property of a field, from the nearest of its ancestors that has it."""
    for _ in range(32):
        if name in widget:
            return widget[name]
        widget = widget.get("/Parent", DictionaryObject()).get_object()
    return None


def _shown(value: Any, widget: Any) -> str:
    """The value as the reader sees it: of a choice the words shown, not those exported."""
    if value is None:
        return ""
    if hasattr(value, "get_data"):
        return bytes(value.get_data()).decode("utf-8", "replace")
    values = map(str, value if isinstance(value, list) else [value])
    pairs = [each for each in inherited(widget, "/Opt") or () if isinstance(each, list) and len(each) == 2]
    words = {str(exported): str(shown) for exported, shown in pairs}
    return "; ".join(words.get(each, each) for each in values)


def _place(note: Any, start: Matrix) -> Area:
    x0, y0, x1, y1 = (float(each) for each in note["/Rect"])
    return area(start, (x0, y0), width=x1 - x0, height=y1 - y0)


def _base_line(place: Area) -> float:
    return (place.y0 + place.y1) / 2 - 0.3 * min(_USUAL_SIZE, place.height)


def _typed(text: str, place: Area, *, mark: Mark) -> Iterator[TextRun]:
    """The lines of a typed text from the top of its box down; a single line stands in the middle, by its label."""
    rows = text[:_MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_tall = place.height > 2.2 * _USUAL_SIZE
    step = place.height / max(len(rows), 2)
    for number, row in enumerate(rows):
        y = place.y1 - min(step, 1.2 * _USUAL_SIZE) * (number + 0.8) if is_tall or len(rows) > 1 else _base_line(place)
        if row.strip():
            yield _run(" ".join(row.split()), place, y=y, marks={mark})


def _run(text: str, place: Area, *, y: float, marks: set[Mark]) -> TextRun:
    size = min(_USUAL_SIZE, max(place.height, 4.0))
    x0 = place.x0 + 1
    return TextRun(
        text=text, x0=x0, x1=min(place.x1, x0 + len(text) * size / 2), y=y, size=size, marks=frozenset(marks)
    )
