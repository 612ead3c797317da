"""The office's own formulas: carried down to an added row as Excel does it, and computed again after a change."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from xml.sax.saxutils import escape

from pipeline.tracker.workbook.book import Book, relations, relations_part, unescaped
from pipeline.tracker.workbook.grid import SheetGrid, SheetGridRow, attribute, cell_spans, grid, plain, root_prefix

FORMULA = re.compile(rb"<(?:\w+:)?f\b([^>]*?)(?:/>|>([^<]*)</(?:\w+:)?f>)")


def formula_below(sheet: SheetGrid, element: bytes, *, below: int) -> bytes:
    """The `f` element of the cell `element`, translated to row `below`; nothing for a plain cell or an array.

    It carries no value: Excel and LibreOffice compute a formula without one when the file is opened.
    """
    found = FORMULA.search(element)
    if not found or attribute(found[1], b"t") in (b"array", b"dataTable"):
        return b""
    at = attribute(element[: element.find(b">")], b"r").decode()
    text = (found[2] or b"").decode("utf-8", "replace")
    if not text:
        at, text = _shared(sheet, attribute(found[1], b"si"))
    if not text:
        return b""
    # Most workbooks have no such cell, and the library is slow to import.
    from openpyxl.formula.tokenizer import TokenizerError
    from openpyxl.formula.translate import Translator, TranslatorError

    letters = attribute(element[: element.find(b">")], b"r").rstrip(b"0123456789").decode()
    try:
        moved = Translator("=" + unescaped(text), origin=at).translate_formula(f"{letters}{below}")
    except (TranslatorError, TokenizerError):
        return b""
    return b"<%bf>%b</%bf>" % (sheet.prefix, escape(moved.removeprefix("=")).encode("utf-8"), sheet.prefix)


def with_references(text: str, changed: Callable[[str], str]) -> str:
    """The formula `text` with each of its references as `changed` gives it.

    What cannot be taken apart is left as it is: a reference that LibreOffice lost when its cells were removed is
    written `#ref!`, which is no word of a formula.
    """
    # Slow to import, and of use only where the office has formulas of its own.
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import TokenizerError

    try:
        tokens = Tokenizer("=" + text).items
    except TokenizerError:
        return text
    return "".join(changed(token.value) if token.subtype == "RANGE" else token.value for token in tokens)


def unshared(sheet: SheetGrid, replaced: Mapping[int, Collection[bytes]]) -> SheetGrid:
    """`sheet` in which no formula depends on one that stands in a cell to be `replaced` (columns by row number).

    Cells that share a formula hold only its number; it is written out in one of them, and without that one the sheet
    would be damaged.
    """
    if b't="shared"' not in sheet.xml:
        return sheet
    lost = {
        attribute(found[1], b"si")
        for row in sheet.rows
        if row.number in replaced
        for letters, element in cell_spans(sheet, row)
        if letters in replaced[row.number] and (found := FORMULA.search(element)) and found[2]
    } - {b""}
    if not lost:
        return sheet
    parts, at = [], 0
    for row in sheet.rows:
        parts += [sheet.xml[at : row.first], _spelt_out(sheet, row, lost=lost)]
        at = row.last
    return grid(b"".join((*parts, sheet.xml[at:])))


def _spelt_out(sheet: SheetGrid, row: SheetGridRow, *, lost: set[bytes]) -> bytes:
    body = sheet.xml[row.first : row.last]
    for _, element in cell_spans(sheet, row):
        found = FORMULA.search(element)
        if found and attribute(found[1], b"si") in lost:
            own = formula_below(sheet, element, below=row.number)
            body = body.replace(element, element[: found.start()] + own + element[found.end() :], 1)
    return body


def _shared(sheet: SheetGrid, index: bytes) -> tuple[str, str]:
    master = re.search(
        rb'<(?:\w+:)?c r="([A-Z]+\d+)"[^>]*><(?:\w+:)?f\b[^>]*\bsi="%b"[^>]*>([^<]+)</' % index, sheet.xml
    )
    return (master[1].decode(), master[2].decode("utf-8", "replace")) if master else ("", "")


# --- Computed again on opening, and no stale chain --------------------------------------------------------------------


def has_formulas(of: Book, *, changed: Mapping[str, bytes]) -> bool:
    """Whether any sheet of the workbook holds a formula."""
    parts = (changed.get(part) or of.package.part(part) for part in of.sheets.values())
    return any(re.search(rb"<%bf[\s/>]" % root_prefix(part), part) for part in parts)


def with_full_calculation(workbook: bytes) -> bytes:
    """The workbook part that has every formula computed when it is opened; unchanged where it says so already."""
    xml = plain(workbook)
    p = root_prefix(xml)
    found = re.search(rb"<%bcalcPr\b[^>]*?(/?)>" % p, xml)
    if found is None:
        # CT_Workbook (ECMA-376 Part 1, 18.2.27): calcPr follows definedNames, else sheets.
        for name in (b"definedNames", b"externalReferences", b"functionGroups", b"sheets"):
            closing = b"</%b%b>" % (p, name)
            if closing in xml:
                return xml.replace(closing, closing + b'<%bcalcPr fullCalcOnLoad="1"/>' % p, 1)
        return workbook
    if re.search(rb'fullCalcOnLoad="(?:1|true)"', found[0]):
        return workbook
    said = re.sub(rb'\sfullCalcOnLoad="[^"]*"', b"", found[0])
    end = -2 if found[1] else -1
    return xml[: found.start()] + said[:end].rstrip() + b' fullCalcOnLoad="1"' + said[end:] + xml[found.end() :]


def calculation_parts(
    of: Book, *, changed: Mapping[str, bytes], moved: bool
) -> tuple[dict[str, bytes], frozenset[str]]:
    """The parts that change, and those to be dropped, for formulas to be right again.

    `moved` says that formulas were added, moved or written over: then the calculation chain, which lists where they
    are, is dropped with its entries (a program makes it anew; one that is wrong is reported as damage).
    """
    workbook = of.package.part(of.part)
    new = with_full_calculation(workbook)
    chain = [relation.target for relation in relations(of.package, of.part) if relation.kind == "calcChain"]
    dropped = [part for part in chain[:1] if moved and part in of.package]
    if (new == workbook and not dropped) or not has_formulas(of, changed=changed):
        return {}, frozenset()
    out = {} if new == workbook else {of.part: new}
    return out | (_without(dropped, of) if dropped else {}), frozenset(dropped)


def _without(parts: Collection[str], of: Book) -> dict[str, bytes]:
    types, rels = of.package.part("[Content_Types].xml"), of.package.part(relations_part(of.part))
    for part in parts:
        types = re.sub(rb'<(?:\w+:)?Override\b[^>]*PartName="/%b"[^>]*/>' % re.escape(part.encode()), b"", types)
    rels = re.sub(rb'<(?:\w+:)?Relationship\b[^>]*relationships/calcChain"[^>]*/>', b"", rels)
    return {"[Content_Types].xml": types, relations_part(of.part): rels}
