"""The content of one OpenDocument paragraph as spans, its text boxes and notes put aside."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from parsers.page import Mark, Span
from parsers.readers.opendocument.controls import field_kind, field_spans
from parsers.readers.opendocument.styles import Look, OpenDocumentStyles, marks
from parsers.readers.opendocument.xml_names import Element, count, q
from parsers.readers.shared.tick_boxes import EMPTY_SIGNS, TICKED_SIGNS, box, shown

_SPACE = re.compile(r"[ \t\r\n]+")
_GLYPHS = "".join(EMPTY_SIGNS | TICKED_SIGNS)
_HIDDEN_FIELDS = (q("text:hidden-text"), q("text:hidden-paragraph"))
_UNSEEN = (
    {q(f"office:{name}") for name in ("annotation", "annotation-end", "forms")}
    | {q(f"text:{name}") for name in ("tracked-changes", "soft-page-break", "label", "note-citation", "ruby-text")}
    | {q("loext:list-item")}
)


@dataclass(slots=True)
class ParagraphLine:
    """Writes the spans of one paragraph as its elements come; `spans`, `boxes` and `notes` are what it found."""

    styles: OpenDocumentStyles
    controls: dict[str, tuple[Span, ...]]  # what each form control shows, by its id
    fields: list[str]  # kinds of the form fields open at this place; one may run over several paragraphs
    deletions: frozenset[str] = frozenset()  # the ids of tracked changes that delete
    spans: list[Span] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    deleting: str = ""  # the id of the deletion that is going on, since some programs leave its text in place

    def write(self, element: Element, look: Look) -> None:
        """Writes what `element` holds, in this look."""
        self._text(element.text, look)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _UNSEEN:
                self._child(child, look)
            self._text(child.tail, look)

    def _child(self, child: Element, look: Look) -> None:
        writer = _WRITERS.get(child.tag)
        if writer is not None:
            writer(self, child, look)
        elif child.tag.startswith(_DRAWING):
            self.boxes.append(child)
        elif child.tag not in _HIDDEN_FIELDS or child.get(q("text:is-hidden")) == "false":
            self.write(child, look)

    def _text(self, text: str | None, look: Look) -> None:
        """White space in the file counts as one space, and as none at the start or after another (part 3, 6.1.2)."""
        if not text:
            return
        folded = _SPACE.sub(" ", text)
        if folded.startswith(" ") and (not self.spans or self.spans[-1].text.endswith((" ", "\n"))):
            folded = folded[1:]
        self._put(shown(look.get("font", ""), folded), look)

    def _put(self, text: str, look: Look, *, mark: Mark | None = None, iso: str = "") -> None:
        if not text or look.get("hidden") or self.deleting:
            return
        own = marks(look) | ({mark} if mark else frozenset())
        if self.fields and self.fields[-1] == "FORMTEXT" and text.strip():
            own |= {Mark.CONTROL}
        self.spans.append(Span(text, own, iso))

    def _span(self, element: Element, look: Look) -> None:
        self.write(element, look | self.styles.look("text", element.get(q("text:style-name"))))

    def _spaces(self, element: Element, look: Look) -> None:
        self._put(" " * count(element, "text:c", most=1000), look)

    def _note(self, element: Element, look: Look) -> None:
        if not look.get("hidden") and not self.deleting:
            self.notes.append(element)

    def _control(self, element: Element, look: Look) -> None:
        if not look.get("hidden"):
            self.spans += self.controls.get(element.get(q("draw:control"), ""), ())

    def _input(self, element: Element, look: Look) -> None:
        """A field to type into or to choose in, of OpenDocument's own kind."""
        is_prompt = element.tag == q("text:placeholder")
        text = _SPACE.sub(" ", "".join(map(str, element.itertext())))
        prompt = element.get(q("text:description")) or None
        mark = Mark.PLACEHOLDER if is_prompt or text == prompt else Mark.CONTROL
        self._put(text, look, mark=mark if text.strip() else None)

    def _content_control(self, element: Element, look: Look) -> None:
        """A control as Word has them, which LibreOffice keeps since 7.4."""
        inner = ParagraphLine(self.styles, self.controls, self.fields, self.deletions)
        inner.write(element, look)
        self.boxes += inner.boxes
        if element.get(q("loext:checkbox")) == "true":
            self.spans.append(box(element.get(q("loext:checked")) == "true", marks=marks(look)))
            inner.spans = [Span(each.text.strip(_GLYPHS), each.marks) for each in inner.spans]
            self.spans += inner.spans
            return
        is_prompt = element.get(q("loext:showing-place-holder")) == "true"
        extra = {Mark.PLACEHOLDER if is_prompt else Mark.CONTROL}
        iso = "" if is_prompt else (element.get(q("loext:current-date")) or "")[:10]
        self.spans += [Span(each.text, each.marks | extra, iso) for each in inner.spans]

    def _field(self, element: Element, look: Look) -> None:
        if not look.get("hidden"):
            self.spans += field_spans(element)

    def _field_begins(self, element: Element, look: Look) -> None:
        self._field(element, look)
        self.fields.append(field_kind(element))

    def _field_ends(self, _element: Element, _look: Look) -> None:
        del self.fields[-1:]

    def _change_begins(self, element: Element, _look: Look) -> None:
        name = element.get(q("text:change-id"), "")
        if name in self.deletions:
            self.deleting = name

    def _change_ends(self, element: Element, _look: Look) -> None:
        if self.deleting == element.get(q("text:change-id")):
            self.deleting = ""


_DRAWING = q("draw:")
_WRITERS: dict[str, Callable[[ParagraphLine, Element, Look], None]] = {
    q("text:span"): ParagraphLine._span,
    q("text:s"): ParagraphLine._spaces,
    q("text:tab"): lambda line, _, look: line._put("\t", look),
    q("text:line-break"): lambda line, _, look: line._put("\n", look),
    q("text:note"): ParagraphLine._note,
    q("draw:control"): ParagraphLine._control,
    q("text:text-input"): ParagraphLine._input,
    q("text:placeholder"): ParagraphLine._input,
    q("text:drop-down"): ParagraphLine._input,
    q("loext:content-control"): ParagraphLine._content_control,
    q("field:fieldmark"): ParagraphLine._field,
    q("field:fieldmark-start"): ParagraphLine._field_begins,
    q("field:fieldmark-end"): ParagraphLine._field_ends,
    q("text:change-start"): ParagraphLine._change_begins,
    q("text:change-end"): ParagraphLine._change_ends,
}
