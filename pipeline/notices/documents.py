"""Word documents made from the templates: every `{{ word }}` filled in, table rows repeated, properties set."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from pipeline.dates import london_date, long_date
from pipeline.errors import TemplateInvalid
from pipeline.notices.model import MailFile, Paper
from pipeline.notices.papers import GAP
from pipeline.settings import Office

PACKAGED = Path(__file__).resolve().parents[2] / "templates" / "documents"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WORD = re.compile(r"\{\{\s*([a-z_]+(?:\.[a-z_]+)*)\s*\}\}")
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"

Words = Mapping[str, object]


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
    own = folder / "documents" / f"{name}.docx" if folder else None
    path = own if own and own.is_file() else PACKAGED / f"{name}.docx"
    try:
        return docx.Document(str(path))
    except Exception as fault:  # python-docx raises KeyError, ValueError, BadZipFile and its own errors alike
        raise TemplateInvalid(f"{path.name} cannot be opened as a Word document: {type(fault).__name__}.") from None


def _fill(document: Document, words: Words) -> None:
    for section in document.sections:
        for part in (section.header, section.footer):
            _fill_block(part.paragraphs, part.tables, words=words)
    _fill_block(document.paragraphs, document.tables, words=words)


def _fill_block(paragraphs: list[Paragraph], tables: list[Table], *, words: Words) -> None:
    for paragraph in paragraphs:
        _fill_paragraph(paragraph, words)
    for table in tables:
        for row in list(table.rows):
            _fill_row(row, words)


def _fill_row(row: _Row, words: Words) -> None:
    """Fills a row once, or once for each entry of the list whose fields it names (`{{ agencies.agency }}`)."""
    name = next((found for found in _lists_named(row, words)), None)
    if name is None:
        _fill_cells(row, words)
        return
    entries = words[name]
    element = row._tr
    for entry in entries if isinstance(entries, tuple) else ():
        twin = copy.deepcopy(element)
        element.addprevious(twin)
        _fill_cells(_Row(twin, row.table), {**words, name: entry})
    row.table._tbl.remove(element)


def _lists_named(row: _Row, words: Words) -> Iterator[str]:
    text = " ".join(cell.text for cell in row.cells)
    return (
        path.partition(".")[0] for path in _WORD.findall(text) if isinstance(words.get(path.partition(".")[0]), tuple)
    )


def _fill_cells(row: _Row, words: Words) -> None:
    for cell in dict.fromkeys(row.cells):
        _fill_block(cell.paragraphs, cell.tables, words=words)


def _fill_paragraph(paragraph: Paragraph, words: Words) -> None:
    if "{{" in paragraph.text:
        _replace_words(paragraph, words)
    for run in paragraph.runs:
        if GAP in run.text:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _replace_words(paragraph: Paragraph, words: Words) -> None:
    for run in paragraph.runs:
        if _WORD.search(run.text):
            run.text = _WORD.sub(lambda found: _said(words, found[1]), run.text)
    if _WORD.search(paragraph.text) and paragraph.runs:
        # Word cuts a word into several runs when it is edited; the first run then carries the whole sentence.
        whole = _WORD.sub(lambda found: _said(words, found[1]), paragraph.text)
        paragraph.runs[0].text = whole
        for run in paragraph.runs[1:]:
            run.text = ""


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
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")


def _set_properties(document: Document, paper: Paper, *, words: Words) -> None:
    core = document.core_properties
    core.title = paper.file_name.removesuffix(".docx")
    core.author = _said(words, "office.partnership")
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
