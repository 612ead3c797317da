"""What the form controls of an OpenDocument text show: those of its own forms, and the old form fields of Word."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.page import Mark, Span
from parsers.readers.opendocument.xml_names import XML_ID, Element, local, q
from parsers.readers.shared.form_field import BOX, LIST, UNDEFINED, FormField
from parsers.readers.shared.tick_boxes import box

_FIELD = "vnd.oasis.opendocument.field."
_BOXES = ("checkbox", "radio")
_LISTS = ("listbox", "combobox")
# Captions are read as text where they are fixed; the others show nothing that somebody could have answered.
_UNSEEN = ("hidden", "button", "image", "fixed-text", "frame", "generic-control", "grid")


def controls(root: Element) -> dict[str, tuple[Span, ...]]:
    """The spans that each control of the document's forms shows, by the id under which the text names it."""
    found: dict[str, tuple[Span, ...]] = {}
    for forms in root.iter(q("office:forms")):
        for control in forms.iter():
            name = control.get(q("form:id")) or control.get(XML_ID)
            if name and isinstance(control.tag, str):
                found[name] = tuple(_shown(control))
    return found


def field_kind(element: Element) -> str:
    """The kind of a form field of Word kept by LibreOffice: `FORMTEXT`, `FORMCHECKBOX` …"""
    return element.get(q("field:type"), "").removeprefix(_FIELD)


def field_spans(element: Element) -> Iterator[Span]:
    """The box or the chosen entry of a form field without text of its own."""
    params = [
        (each.get(q("field:name"), ""), each.get(q("field:value"), "")) for each in element.iter(q("field:param"))
    ]
    settings = dict(params)
    picked = settings.get("Dropdown_Selected", "")
    if field_kind(element) == "FORMCHECKBOX":
        ticked = settings.get("Checkbox_Checked", "").lower() in ("true", "1")
        yield from FormField(kind=BOX, chosen=int(ticked)).shown()
    elif field_kind(element) == "FORMDROPDOWN":
        entries = [value for name, value in params if name == "Dropdown_ListEntry"]
        chosen = int(picked) if picked.isdecimal() else UNDEFINED
        yield from FormField(kind=LIST, chosen=chosen, entries=entries).shown()


def _shown(control: Element) -> Iterator[Span]:
    kind = local(control)
    label = control.get(q("form:label"), "")
    if kind in _BOXES:
        yield box(_is_ticked(control))
        yield Span(f" {label}" if label else "")
    elif kind in _LISTS and control.find(q("form:option")) is not None:
        yield Span("; ".join(_chosen(control)), frozenset({Mark.CONTROL}))
    elif kind in ("fixed-text", "frame"):
        yield Span(label)
    elif kind not in _UNSEEN:
        yield _typed(control)


def _is_ticked(control: Element) -> bool:
    state = control.get(q("form:current-state")) or control.get(q("form:state"))
    chosen = control.get(q("form:current-selected")) or control.get(q("form:selected"))
    return state == "checked" or chosen == "true"


def _chosen(control: Element) -> Iterator[str]:
    """The entries now chosen, or those chosen from the start; a typed value where the list allows one."""
    typed = control.get(q("form:current-value"))
    if typed:
        yield typed
        return
    for name in ("form:current-selected", "form:selected"):
        found = [each for each in control.iter(q("form:option")) if each.get(q(name)) == "true"]
        if found:
            yield from (each.get(q("form:label"), "") for each in found)
            return


def _typed(control: Element) -> Span:
    """What stands in a text or date control; a value that the maker put there from the start is a prompt."""
    text = control.get(q("form:current-value"))
    if text is None:
        paragraphs = ["".join(map(str, each.itertext())) for each in control.iter(q("text:p"))]
        text = "\n".join(paragraphs) or None
    if text is None:
        return Span(control.get(q("form:value"), ""), frozenset({Mark.PLACEHOLDER}))
    is_date = local(control) == "date"
    return Span(text, frozenset({Mark.CONTROL}), text[:10] if is_date and text[4:5] == "-" else "")
