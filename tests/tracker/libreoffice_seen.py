"""A workbook as LibreOffice reads it, told as plain values: its own flat format, with every style spelt out."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from lxml import etree

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
MOST_COLUMNS, MOST_ROWS = 200, 2000  # beyond these stand only the empty cells that a format reaches to

Place = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenCell:
    """What a cell says (a moment to the minute), how it was computed, its note, and how it looks."""

    value: object = None
    formula: str = ""
    note: str = ""
    look: str = ""
    span: tuple[int, int] = (1, 1)


NOTHING = SeenCell()


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenSheet:
    """One sheet; rows and columns are counted from nought."""

    cells: Mapping[Place, SeenCell]
    hidden_rows: frozenset[int]
    widths: tuple[str, ...]
    hidden_columns: frozenset[int]
    colours: tuple[tuple[str, str], ...]
    charts: tuple[tuple[str, str], ...]
    pictures: tuple[tuple[str, str], ...]
    frozen: tuple[str, ...]
    visible: bool

    def said(self) -> dict[Place, SeenCell]:
        """The cells that say something or carry a note."""
        return {at: cell for at, cell in self.cells.items() if cell.value is not None or cell.formula or cell.note}

    def text(self, at: Place) -> object:
        """The value of one cell, or None."""
        return self.cells.get(at, NOTHING).value


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenBook:
    """A whole workbook; `tables` gives each database range with its filter: place, buttons, conditions."""

    sheets: Mapping[str, SeenSheet]
    names: Mapping[str, str]
    tables: Mapping[str, tuple[str, str, tuple[tuple[str, str], ...]]] = field(default_factory=dict)


def seen(flat: bytes) -> SeenBook:
    """What is in a document of LibreOffice's flat format."""
    root = etree.fromstring(flat, etree.XMLParser(huge_tree=True))
    _name_fonts(root)
    looks = _looks(root)
    frozen = _frozen(root)
    book = next(root.iter(f"{OFFICE}spreadsheet"))
    sheets = book.findall(f"{TABLE}table")
    return SeenBook(
        sheets={sheet.get(f"{TABLE}name", ""): _sheet(sheet, looks, frozen=frozen) for sheet in sheets},
        names=dict(_names(book)),
        tables={str(entry.get(f"{TABLE}name")): _table(entry) for entry in root.iter(f"{TABLE}database-range")},
    )


def _name_fonts(root: etree._Element) -> None:
    # A font is declared under a name such as Calibri1, which is counted anew in each document.
    fonts = {
        entry.get(f"{STYLE}name", ""): next((said for at, said in entry.items() if at.endswith("font-family")), "")
        for entry in root.iter(f"{STYLE}font-face")
    }
    for entry in root.iter(f"{STYLE}text-properties"):
        for at, said in entry.items():
            if "}font-name" in at:
                entry.set(at, fonts.get(said, said))


def _names(book: etree._Element) -> Iterator[tuple[str, str]]:
    """The names of the whole workbook; those of single sheets are print ranges."""
    for entry in book.findall(f"{TABLE}named-expressions/*"):
        yield (
            entry.get(f"{TABLE}name", ""),
            entry.get(f"{TABLE}cell-range-address") or entry.get(f"{TABLE}expression", ""),
        )


def _table(entry: etree._Element) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    conditions = entry.iter(f"{TABLE}filter-condition")
    wanted = tuple((c.get(f"{TABLE}field-number", ""), c.get(f"{TABLE}value", "")) for c in conditions)
    return entry.get(f"{TABLE}target-range-address", ""), entry.get(f"{TABLE}display-filter-buttons", ""), wanted


def _sheet(sheet: etree._Element, looks: Mapping[str, str], *, frozen: Mapping[str, tuple[str, ...]]) -> SeenSheet:
    name = str(sheet.get(f"{TABLE}name"))
    columns = list(_columns(sheet))[:MOST_COLUMNS]
    rows = _rows(sheet)
    cells: dict[Place, SeenCell] = {}
    for number, row in rows:
        for column, cell in _cells(row):
            default = columns[column][2] if column < len(columns) else ""
            cells[(number, column)] = _cell(cell, looks, default=default)
    return SeenSheet(
        cells=cells,
        hidden_rows=frozenset(n for n, row in rows if row.get(f"{TABLE}visibility", "visible") != "visible"),
        widths=tuple(looks.get(f"table-column {style}", "") for style, _, _ in columns),
        hidden_columns=frozenset(n for n, (_, hidden, _) in enumerate(columns) if hidden),
        colours=tuple(sorted(_colours(sheet))),
        charts=tuple(sorted(_charts(sheet))),
        pictures=tuple(sorted(_pictures(sheet))),
        frozen=frozen.get(name, ()),
        visible="display=false" not in looks.get(f"table {sheet.get(f'{TABLE}style-name')}", ""),
    )


def _columns(sheet: etree._Element) -> Iterator[tuple[str, bool, str]]:
    for column in sheet.iter(f"{TABLE}table-column"):
        hidden = column.get(f"{TABLE}visibility", "visible") != "visible"
        entry = column.get(f"{TABLE}style-name", ""), hidden, column.get(f"{TABLE}default-cell-style-name", "")
        yield from [entry] * min(int(column.get(f"{TABLE}number-columns-repeated", "1")), MOST_COLUMNS)


def _rows(sheet: etree._Element) -> list[tuple[int, etree._Element]]:
    """The rows down to the last one that says something."""
    out: list[tuple[int, etree._Element]] = []
    last = at = 0
    for row in sheet.iter(f"{TABLE}table-row"):
        count = int(row.get(f"{TABLE}number-rows-repeated", "1"))
        if at + count < MOST_ROWS:
            out += ((at + n, row) for n in range(count))
        at += count
        says = row.find(f"*[@{OFFICE}value-type]") is not None or row.find(f"*/{OFFICE}annotation") is not None
        last = len(out) if says else last
    return out[:last]


def _cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    at = 0
    for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        count = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        if at + count < MOST_COLUMNS:
            yield from ((at + n, cell) for n in range(count))
        at += count


def _cell(cell: etree._Element, looks: Mapping[str, str], *, default: str) -> SeenCell:
    style = cell.get(f"{TABLE}style-name") or default
    note = cell.find(f"{OFFICE}annotation")
    span = (int(cell.get(f"{TABLE}number-rows-spanned", "1")), int(cell.get(f"{TABLE}number-columns-spanned", "1")))
    return SeenCell(
        value=_value(cell),
        formula=cell.get(f"{TABLE}formula", ""),
        note="" if note is None else "\n".join(_words(entry) for entry in note.iter(f"{TEXT}p")),
        look=looks.get(f"table-cell {style}", style),
        span=span,
    )


def _value(cell: etree._Element) -> object:
    kind = cell.get(f"{OFFICE}value-type", "")
    if kind == "date":
        return _day_or_moment(cell.get(f"{OFFICE}date-value", ""))
    if kind == "time":
        said = cell.get(f"{OFFICE}time-value", "")
        return time(int(said[2:4]), int(said[5:7]))
    if kind in ("float", "percentage", "currency"):
        return float(cell.get(f"{OFFICE}value", ""))
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value") == "true"
    return "\n".join(_words(entry) for entry in cell.findall(f"{TEXT}p")) if kind else None


def _day_or_moment(said: str) -> date:
    if "T" not in said:
        return date.fromisoformat(said)
    return (datetime.fromisoformat(said) + timedelta(seconds=30)).replace(second=0, microsecond=0)


def _words(paragraph: etree._Element) -> str:
    out = [paragraph.text or ""]
    for child in paragraph:
        blanks = " " * int(child.get(f"{TEXT}c", "1")) if child.tag == f"{TEXT}s" else ""
        out += [blanks or _words(child), child.tail or ""]
    return "".join(out)


def _looks(root: etree._Element) -> dict[str, str]:
    """Every style by family and name, spelt out with the styles and number formats that it is made of."""
    formats = {}
    for entry in root.iter(
        *(f"{{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}}{kind}-style" for kind in _KINDS)
    ):
        formats[entry.get(f"{STYLE}name", "")] = "".join(_spelt(child) for child in entry)
    styles = {(s.get(f"{STYLE}family", ""), s.get(f"{STYLE}name", "")): s for s in root.iter(f"{STYLE}style")}
    return {f"{family} {name}": _look(style, styles, formats=formats) for (family, name), style in styles.items()}


_KINDS = ("number", "date", "time", "percentage", "currency", "boolean", "text")


def _look(
    style: etree._Element, styles: Mapping[tuple[str, str], etree._Element], *, formats: Mapping[str, str]
) -> str:
    parent = styles.get((style.get(f"{STYLE}family", ""), style.get(f"{STYLE}parent-style-name", "")))
    above = _look(parent, styles, formats=formats) if parent is not None else ""
    own = "".join(_spelt(child) for child in style if not str(child.tag).endswith("}map"))
    return f"{above}|{formats.get(style.get(f'{STYLE}data-style-name', ''), '')}|{own}"


def _spelt(element: etree._Element) -> str:
    said = ",".join(f"{str(k).rpartition('}')[2]}={v}" for k, v in sorted(element.attrib.items(), key=str))
    return f"<{str(element.tag).rpartition('}')[2]} {said}>{element.text or ''}" + "".join(map(_spelt, element))


def _colours(sheet: etree._Element) -> Iterator[tuple[str, str]]:
    for entry in sheet.iter(f"{CALCEXT}conditional-format"):
        for condition in entry.iter(f"{CALCEXT}condition"):
            yield entry.get(f"{CALCEXT}target-range-address", ""), condition.get(f"{CALCEXT}value", "")


def _charts(sheet: etree._Element) -> Iterator[tuple[str, str]]:
    for frame in sheet.iter(f"{DRAW}frame"):
        chart = frame.find(f"{DRAW}object")
        if chart is not None:
            yield frame.get(f"{DRAW}name", ""), chart.get(f"{DRAW}notify-on-update-of-ranges", "")


def _pictures(sheet: etree._Element) -> Iterator[tuple[str, str]]:
    for frame in sheet.iter(f"{DRAW}frame"):
        held = frame.find(f"{DRAW}image/{OFFICE}binary-data")
        if held is not None and frame.find(f"{DRAW}object") is None:
            yield frame.get(f"{DRAW}name", ""), hashlib.sha256("".join((held.text or "").split()).encode()).hexdigest()


def _frozen(root: etree._Element) -> dict[str, tuple[str, ...]]:
    out = {}
    wanted = ("HorizontalSplitMode", "VerticalSplitMode", "HorizontalSplitPosition", "VerticalSplitPosition")
    for entry in root.iter(f"{CONFIG}config-item-map-entry"):
        items = {item.get(f"{CONFIG}name"): item.text or "" for item in entry.findall(f"{CONFIG}config-item")}
        if wanted[0] in items:
            out[entry.get(f"{CONFIG}name", "")] = tuple(items.get(name, "") for name in wanted)
    return out
