"""LibreOffice at work on a workbook: it opens the file, edits are made in its own format, and it saves it as .xlsx."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
HEADER_ROW = 3


def converted(package: bytes, *, folder: Path, to: str, suffix: str = "xlsx") -> bytes:
    """The document as LibreOffice converts it; that it converts at all shows that it opens."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"book.{suffix}"
    source.write_bytes(package)
    profile = (folder.parent / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", to, "--outdir"]
    out = folder / "out"
    subprocess.run([*command, str(out), str(source)], timeout=180, check=True, capture_output=True)
    return (out / source.with_suffix(f".{to.partition(':')[0]}").name).read_bytes()


def saved_by_libreoffice(package: bytes, *, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it where it lies, so that links to files beside it stay what they were."""
    source = folder / "tracker.xlsm"  # of another name, for it does not convert a file onto itself
    source.write_bytes(package)
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(source)]
    subprocess.run(command, timeout=600, check=True, capture_output=True)
    return source.with_suffix(".xlsx").read_bytes()


class Document:
    """A workbook opened by LibreOffice, with its sheets as a person sees them."""

    def __init__(self, package: bytes, *, folder: Path) -> None:
        self._folder = folder
        flat = converted(package, folder=folder / "open", to="fods")
        self._root = etree.fromstring(flat, etree.XMLParser(huge_tree=True))

    def saved(self) -> bytes:
        """The workbook as LibreOffice writes it."""
        flat = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8")
        return converted(flat, folder=self._folder / "save", to="xlsx:Calc MS Excel 2007 XML", suffix="fods")

    def type_text(self, sheet: str, ref: str, header: str, text: str) -> None:
        self._write(self._cell(sheet, self._row_of(sheet, ref), self._column_of(sheet, header)), text)

    def type_day(self, sheet: str, ref: str, header: str, day: str) -> None:
        cell = self._cell(sheet, self._row_of(sheet, ref), self._column_of(sheet, header))
        self._write(cell, day)
        cell.set(f"{OFFICE}value-type", "date")
        cell.set(f"{CALCEXT}value-type", "date")
        cell.set(f"{OFFICE}date-value", day)

    def clear(self, sheet: str, ref: str, header: str) -> None:
        self._empty(self._cell(sheet, self._row_of(sheet, ref), self._column_of(sheet, header)))

    def write_note(self, sheet: str, ref: str, header: str, text: str) -> None:
        cell = self._cell(sheet, self._row_of(sheet, ref), self._column_of(sheet, header))
        note = etree.Element(f"{OFFICE}annotation")
        etree.SubElement(note, f"{TEXT}p").text = text
        cell.insert(0, note)

    def put(self, sheet: str, row: int, column: int, text: str, *, formula: str = "") -> None:
        """Writes into the cell at a zero-based place; `formula` as OpenFormula (`of:=[.A5]`)."""
        cell = self._cell(sheet, row, column)
        self._write(cell, text)
        if formula:
            cell.set(f"{TABLE}formula", formula)

    def append(self, sheet: str, cells: dict[str, str]) -> None:
        last = max(at for at, row in self._rows(sheet) if self._row_text(row))
        for header, text in cells.items():
            self._write(self._cell(sheet, last + 1, self._column_of(sheet, header)), text)

    def delete_row(self, sheet: str, ref: str) -> None:
        row = self._row(sheet, self._row_of(sheet, ref))
        row.getparent().remove(row)

    def reverse_rows(self, sheet: str) -> None:
        """Sorts the rows of data the other way round."""
        refs = [at for at, row in self._rows(sheet) if at > HEADER_ROW and self._row_text(row)]
        rows = [self._row(sheet, at) for at in refs]
        parent, place = rows[0].getparent(), rows[0].getparent().index(rows[0])
        for row in rows:
            parent.remove(row)
        for row in rows:
            parent.insert(place, row)

    def add_sheet(self, name: str, text: str) -> None:
        spreadsheet = next(self._root.iter(f"{OFFICE}spreadsheet"))
        sheet = etree.Element(f"{TABLE}table", {f"{TABLE}name": name})
        etree.SubElement(sheet, f"{TABLE}table-column")
        row = etree.SubElement(sheet, f"{TABLE}table-row")
        self._write(etree.SubElement(row, f"{TABLE}table-cell"), text)
        last = list(spreadsheet.iter(f"{TABLE}table"))[-1]
        last.addnext(sheet)

    # --- places ----------------------------------------------------------------------------------------------------

    def _sheet(self, name: str) -> etree._Element:
        return next(table for table in self._root.iter(f"{TABLE}table") if table.get(f"{TABLE}name") == name)

    def _rows(self, sheet: str) -> Iterator[tuple[int, etree._Element]]:
        at = 0
        for row in self._sheet(sheet).iter(f"{TABLE}table-row"):
            yield at, row
            at += int(row.get(f"{TABLE}number-rows-repeated", "1"))

    def _row(self, sheet: str, wanted: int) -> etree._Element:
        for at, row in self._rows(sheet):
            if at <= wanted < at + int(row.get(f"{TABLE}number-rows-repeated", "1")):
                return _alone(row, wanted - at, f"{TABLE}number-rows-repeated")
        raise AssertionError(f"{sheet} has no row {wanted}")

    def _cell(self, sheet: str, row: int, wanted: int) -> etree._Element:
        at = 0
        element = self._row(sheet, row)
        for cell in element:
            count = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
            if at <= wanted < at + count:
                return _alone(cell, wanted - at, f"{TABLE}number-columns-repeated")
            at += count
        beyond = etree.SubElement(
            element, f"{TABLE}table-cell", {f"{TABLE}number-columns-repeated": str(wanted - at + 1)}
        )
        return _alone(beyond, wanted - at, f"{TABLE}number-columns-repeated")

    def _row_of(self, sheet: str, ref: str) -> int:
        return next(at for at, row in self._rows(sheet) if self._row_text(row)[:1] == [ref])

    def _column_of(self, sheet: str, header: str) -> int:
        at = 0
        for cell in self._row(sheet, HEADER_ROW):
            if _words(cell) == header:
                return at
            at += int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        raise AssertionError(f"{sheet} has no column {header}")

    def _row_text(self, row: etree._Element) -> list[str]:
        return [text for cell in row if (text := _words(cell))]

    def _write(self, cell: etree._Element, text: str) -> None:
        self._empty(cell)
        cell.set(f"{OFFICE}value-type", "string")
        etree.SubElement(cell, f"{TEXT}p").text = text

    def _empty(self, cell: etree._Element) -> None:
        for name in list(cell.attrib):
            if str(name).startswith((OFFICE, CALCEXT)) or name == f"{TABLE}formula":
                del cell.attrib[name]
        for paragraph in cell.findall(f"{TEXT}p"):
            cell.remove(paragraph)


def _words(cell: etree._Element) -> str:
    return "".join("".join(p.itertext()) for p in cell.findall(f"{TEXT}p"))


def _alone(element: etree._Element, before: int, attribute: str) -> etree._Element:
    """The one of several repeated rows or cells that stands `before` others, cut out of the repetition."""
    count = int(element.get(attribute, "1"))
    if count == 1:
        return element
    markup = etree.tostring(element)
    parser = etree.XMLParser(huge_tree=True)
    one = etree.fromstring(markup, parser)
    one.attrib.pop(attribute)
    element.addnext(one)
    if count - before - 1:
        after = etree.fromstring(markup, parser)
        after.set(attribute, str(count - before - 1))
        one.addnext(after)
    if before:
        element.set(attribute, str(before))
    else:
        element.getparent().remove(element)
    return one
