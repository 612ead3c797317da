"""Word documents made from the templates: every `{{ word }}` filled in, table rows repeated, properties set."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from docx.types import ProvidesStoryPart

from pipeline.dates import london_date, long_date
from pipeline.errors import TemplateInvalid
from pipeline.notices.documents.papers import GAP
from pipeline.notices.documents.template_file import Words, template_path
from pipeline.notices.model import MailFile, Paper
from pipeline.settings import Office
from pipeline.shown_text import writable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORD = re.compile(r"\{\{\s*([a-z_]+(?:\.[a-z_]+)*)\s*\}\}")
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"

_GAP = re.compile(f"({re.escape(GAP)})")
_LONGEST_PROPERTY = 255  # what python-docx takes for a core property

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")

Element = Any
"""An element of the document's XML, for which python-docx gives no type of its own."""
Place = tuple[Paragraph, Words]


def file_of(paper: Paper, *, words: Words, folder: Path | None) -> MailFile:
    """`paper` made from its template (the office's in `folder`, else the packaged one); `words` are added to its own.

    Raises TemplateInvalid where the template is not there, is no Word document, or asks for a word that is not known.
    """
    document = _template(paper.template, folder)
    everything = {**words, **paper.words}
    try:
        _fill(document, everything)
    except KeyError as fault:
        known = ", ".join(sorted(everything))
        reason = f"there is no word {fault.args[0]}; known are {known}"
        raise TemplateInvalid(f"templates/documents/{paper.template}.docx: {reason}.") from None
    _set_properties(document, paper, words=everything)
    written = io.BytesIO()
    document.save(written)
    return MailFile(
        name=paper.file_name, media_type=MEDIA_TYPE, content=written.getvalue(), case_content=paper.case_content
    )


def _template(name: str, folder: Path | None) -> Document:
    path = template_path(name, folder)
    try:
        return docx.Document(str(path))
    except Exception as fault:  # python-docx raises KeyError, ValueError, BadZipFile and its own errors alike
        raise TemplateInvalid(f"{path.name} cannot be opened as a Word document: {type(fault).__name__}.") from None


def _fill(document: Document, words: Words) -> None:
    """Puts `words` into the template: every place is found before the first is filled, and filled once.

    So the words of a value are never taken for the template's own, whatever marks they carry.
    """
    for paragraph, there in list(_places(document, words)):
        _fill_paragraph(paragraph, there)


def _places(document: Document, words: Words) -> Iterator[Place]:
    """Each paragraph of the template once, with the words that it may use; rows of a list are repeated on the way."""
    for section in document.sections:
        for part in (section.header, section.footer):
            # One that is linked is the section's before, whose paragraphs have been found.
            if not part.is_linked_to_previous:
                yield from _block_places(part.part.element, part, words=words)
    yield from _block_places(document.element.body, document, words=words)


def _block_places(block: Element, story: ProvidesStoryPart, *, words: Words) -> Iterator[Place]:
    for paragraph in _paragraphs(block, story):
        yield paragraph, words
    for table in block.iterchildren(_TABLE):
        for row in list(table.iterchildren(_ROW)):
            yield from _row_places(row, story, words=words)


def _row_places(row: Element, story: ProvidesStoryPart, *, words: Words) -> Iterator[Place]:
    """The places of a row, or of its twins, one for each entry of the list that it names (`{{ agencies.agency }}`)."""
    name = next(_lists_named(row, story, words=words), None)
    if name is None:
        yield from _cell_places(row, story, words=words)
        return
    entries = words[name]
    for entry in entries if isinstance(entries, tuple) else ():
        twin = copy.deepcopy(row)
        row.addprevious(twin)
        yield from _cell_places(twin, story, words={**words, name: entry})
    row.getparent().remove(row)


def _lists_named(row: Element, story: ProvidesStoryPart, *, words: Words) -> Iterator[str]:
    for cell in row.iterchildren(_CELL):
        for paragraph in _paragraphs(cell, story):
            names = (path.partition(".")[0] for path in _WORD.findall(paragraph.text))
            yield from (name for name in names if isinstance(words.get(name), tuple))


def _cell_places(row: Element, story: ProvidesStoryPart, *, words: Words) -> Iterator[Place]:
    # By the cells that are written: python-docx gives one that is merged downwards once more for each row under it.
    for cell in row.iterchildren(_CELL):
        yield from _block_places(cell, story, words=words)


def _paragraphs(block: Element, story: ProvidesStoryPart) -> Iterator[Paragraph]:
    return (Paragraph(element, story) for element in block.iterchildren(_PARAGRAPH))


def _fill_paragraph(paragraph: Paragraph, words: Words) -> None:
    runs = [run for part in paragraph.iter_inner_content() for run in (part.runs if hasattr(part, "runs") else [part])]
    texts = [run.text for run in runs]
    filled = _filled(texts, words)
    for run, before, after in zip(runs, texts, filled, strict=True):
        if after != before:
            _write(run, after, paragraph=paragraph)


def _write(run: Run, text: str, *, paragraph: Paragraph) -> None:
    """Puts `text` into the run; each gap in it becomes a run of its own, so that nothing that is known is marked."""
    first, *others = filter(None, _GAP.split(text)) if text else ("",)
    written = [(run, first)]
    for piece in others:
        twin = copy.deepcopy(run.element)
        written[-1][0].element.addnext(twin)
        written.append((Run(twin, paragraph), piece))
    for there, piece in written:
        there.text = piece
        if piece == GAP:
            there.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _filled(texts: list[str], words: Words) -> list[str]:
    """The texts of a paragraph's runs with their words said, in one reading.

    Word cuts a word into several runs when it is edited: what is said then stands in the run where the word begins.
    """
    filled = [""] * len(texts)
    starts = [*accumulate(map(len, texts), initial=0)]
    said = {found.start(): found for found in _WORD.finditer("".join(texts))}
    end = 0
    for number, text in enumerate(texts):
        for place, letter in enumerate(text, start=starts[number]):
            if place in said:
                filled[number] += _said(words, said[place][1])
                end = said[place].end()
            elif place >= end:
                filled[number] += letter
    return filled


def _said(words: Words, path: str) -> str:
    value: object = words
    for step in path.split("."):
        if isinstance(value, Mapping):
            if step not in value:
                raise KeyError(path)
            value = value[step]
        elif isinstance(value, Office) and step in Office.model_fields:
            value = getattr(value, step)
        else:
            raise KeyError(path)
    return _written(value)


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return long_date(london_date(value))
    text = long_date(value) if isinstance(value, date) else str(value)
    return writable(text.replace("\r\n", "\n").replace("\r", "\n"))


def _set_properties(document: Document, paper: Paper, *, words: Words) -> None:
    core = document.core_properties
    core.title = paper.file_name.removesuffix(".docx")
    core.author = _said(words, "office.partnership")[:_LONGEST_PROPERTY]
    now = words["now"]
    if isinstance(now, datetime):
        core.created = core.modified = now.astimezone(UTC).replace(tzinfo=None)
    if paper.properties:
        package = document.part.package
        content = _custom_properties(paper.properties)
        part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, content, package)
        package.relate_to(part, _CUSTOM)


def _custom_properties(properties: tuple[tuple[str, str], ...]) -> bytes:
    # ECMA-376 part 1, 22.3: the format identifier is a constant, and numbering begins at 2.
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(_written(value))}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties, start=2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{entries}</Properties>'
    ).encode()
