"""Edits as people make them in desktop Excel, and the workbook as it then writes it, part by part.

Built from ECMA-376 and from files that Excel for Microsoft 365 saved: shared strings, spans, `x14ac:dyDescent`,
`mc:Ignorable`, unique ids on tables, ranges that follow when rows and columns are inserted, moved and deleted.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from workbooks import parts, with_parts

from pipeline.tracker.workbook.book import Book, book, relations, relations_part
from pipeline.tracker.workbook.cells import CellType
from pipeline.tracker.workbook.cells import cell as read_cell
from pipeline.tracker.workbook.grid import RawCell, attribute, grid, letters_of, number_of, raw_cells

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRINGS = "xl/sharedStrings.xml"
_ROOT = (
    f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'mc:Ignorable="x14ac xr xr2 xr3" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
    'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
    'xmlns:xr2="http://schemas.microsoft.com/office/spreadsheetml/2015/revision2" '
    'xmlns:xr3="http://schemas.microsoft.com/office/spreadsheetml/2016/revision3" '
    'xr:uid="{00000000-0001-0000-0100-000000000000}">'
)
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")
_TABLE = re.compile(r'(<table\b[^>]*?\sref=")([^"]+)(")')
_EPOCH = date(1899, 12, 30)

Value = str | float | bool | None
Move = Callable[[int], int | None]


@dataclass
class Cell:
    """A cell as Excel holds it: `markup` is what stands between its tags where that is neither text nor number."""

    value: Value = None
    style: str = ""
    markup: str = ""
    more: str = ""  # further attributes, such as t="e" or cm="1"


@dataclass
class Sheet:
    """A sheet opened in Excel: `cells` by row and column, `rows` the attributes of rows, `head` and `tail` around."""

    part: str
    head: str
    tail: str
    cells: dict[tuple[int, int], Cell]
    rows: dict[int, str]
    beside: dict[str, str] = field(default_factory=dict)  # table, comments and drawing parts by name

    def last(self) -> int:
        return max((row for (row, _), cell in self.cells.items() if cell.value is not None or cell.markup), default=0)

    def header(self, text: str, row: int = 4) -> int:
        return next(c for (r, c), cell in self.cells.items() if r == row and cell.value == text)

    def row(self, key: str, column: int = 1) -> int:
        return next(r for (r, c), cell in self.cells.items() if c == column and r > 4 and cell.value == key)

    def shown(self, row: int, column: int) -> Value:
        return self.cells.get((row, column), Cell()).value

    def type(self, row: int, column: int, value: Value | date) -> None:
        """A person types into a cell; Excel makes a serial number of a date and keeps the cell's format."""
        cell = self.cells.setdefault((row, column), Cell())
        cell.markup = cell.more = ""
        if isinstance(value, date):
            cell.value = float((value - _EPOCH).days)
        else:
            cell.value = value if value != "" else None
        self.rows.setdefault(row, "")

    def delete_row(self, number: int) -> None:
        self._rows_move(lambda row: None if row == number else row - (row > number))

    def insert_row(self, number: int) -> None:
        self._rows_move(lambda row: row + (row >= number))

    def duplicate_row(self, number: int) -> None:
        """Copies a row and inserts it right below itself."""
        self.insert_row(number + 1)
        for (row, column), cell in list(self.cells.items()):
            if row == number:
                self.cells[number + 1, column] = Cell(cell.value, cell.style, cell.markup, cell.more)
        self.rows[number + 1] = self.rows.get(number, "")

    def sort(self, column: int, *, descending: bool = False) -> None:
        """Sorts the rows of the table; what Excel does not move with a row (links, notes) stays where it is."""
        numbers = list(range(5, self.table_end() + 1))
        order = sorted(numbers, key=lambda row: str(self.shown(row, column) or ""), reverse=descending)
        moved = dict(zip(order, numbers, strict=True))
        self.cells = {(moved.get(row, row), at): cell for (row, at), cell in self.cells.items()}
        for name, xml in self.beside.items():
            if "<table " in xml and "<sortState" not in xml:
                letter = letters_of(column).decode()
                state = (
                    f'<sortState xmlns:xlrd2="http://schemas.microsoft.com/office/spreadsheetml/2017/richdata2" '
                    f'ref="A5:AA{numbers[-1]}"><sortCondition ref="{letter}5:{letter}{numbers[-1]}"/></sortState>'
                )
                self.beside[name] = re.sub(
                    r'<autoFilter ref="([^"]*)"/>', rf'<autoFilter ref="\1">{state}</autoFilter>', xml
                )

    def hide_rows(self, *numbers: int) -> None:
        for number in numbers:
            self.rows[number] = self.rows.get(number, "").replace(' hidden="1"', "") + ' hidden="1"'

    def table_end(self) -> int:
        found = next((match for xml in self.beside.values() if (match := _TABLE.search(xml))), None)
        return int(re.findall(r"\d+", found[2])[-1]) if found else self.last()

    def grow_table(self, to: int) -> None:
        """What Excel does by itself when somebody types right below a table."""
        for name, xml in self.beside.items():
            if "<table " in xml and to > self.table_end():
                end = self.table_end()
                self.beside[name] = re.sub(rf'(ref="[A-Z]+4:[A-Z]+){end}"', rf'\g<1>{to}"', xml)

    def insert_column(self, number: int, header: str = "") -> None:
        self._columns_move(lambda column: column + (column >= number))
        self._table_columns(lambda names: names.insert(number - 1, header or "Column1"))
        self.cells[4, number] = Cell(header or "Column1")

    def delete_column(self, number: int) -> None:
        self._columns_move(lambda column: None if column == number else column - (column > number))
        self._table_columns(lambda names: names.pop(number - 1))

    def add_column(self, header: str) -> int:
        """A column of the office's own, right beside the table."""
        number = 1 + max(c for (r, c), cell in self.cells.items() if r == 4 and cell.value is not None)
        self.cells[4, number] = Cell(header)
        self._table_columns(lambda names: names.append(header))
        for name, xml in self.beside.items():
            if "<table " in xml:
                letter = letters_of(number).decode()
                self.beside[name] = re.sub(r'(ref="[A-Z]+4:)[A-Z]+(\d+")', rf"\g<1>{letter}\2", xml)
        return number

    def move_column(self, number: int, *, to: int) -> None:
        """Cuts a column and inserts it before the one that stood at `to`, where `to` is further left."""
        self._columns_move(lambda column: to if column == number else column + 1 if to <= column < number else column)
        self._table_columns(lambda names: names.insert(to - 1, names.pop(number - 1)))

    def rename(self, old: str, new: str) -> None:
        number = self.header(old)
        self.cells[4, number].value = new
        self._table_columns(lambda names: names.__setitem__(names.index(old), new) if old in names else None)

    # --- what Excel moves along ----------------------------------------------------------------------------------

    def _table_columns(self, change: Callable[[list[str]], object]) -> None:
        for name, xml in self.beside.items():
            if "<table " in xml:
                names = [escape_back(text) for text in re.findall(r'<tableColumn [^>]*?name="([^"]*)"', xml)]
                change(names)
                columns = "".join(f'<tableColumn id="{at}" name={quoteattr(n)}/>' for at, n in enumerate(names, 1))
                start, end = xml.index("<tableColumns"), xml.index("</tableColumns>")
                self.beside[name] = f'{xml[:start]}<tableColumns count="{len(names)}">{columns}{xml[end:]}'

    def _rows_move(self, move: Move) -> None:
        self.cells = {(new, c): cell for (r, c), cell in self.cells.items() if (new := move(r)) is not None}
        self.rows = {new: said for r, said in self.rows.items() if (new := move(r)) is not None}
        self._references_move(move, lambda column: column)

    def _columns_move(self, move: Move) -> None:
        self.cells = {(r, new): cell for (r, c), cell in self.cells.items() if (new := move(c)) is not None}
        self.moved_columns.append(move)
        self._references_move(lambda row: row, move)

    def _references_move(self, row: Move, column: Move) -> None:
        def one(found: re.Match[str]) -> str:
            kept = [moved_area(area, row, column) for area in found[2].split()]
            return found[1] + (" ".join(area for area in kept if area) or "#REF!") + found[3]

        ranges = re.compile(r'(\s(?:ref|sqref)=")([^"]+)(")')
        self.tail = re.sub(r'<(hyperlink|mergeCell)\s[^>]*"#REF!"[^>]*/>', "", ranges.sub(one, self.tail))
        for name, xml in self.beside.items():
            new = ranges.sub(one, xml)
            new = re.sub(r'<comment\s[^>]*"#REF!".*?</comment>', "", new, flags=re.S)
            self.beside[name] = _drawing_moved(new, row, column) if name.endswith(".vml") else new

    moved_columns: list[Move] = field(default_factory=list)


def escape_back(text: str) -> str:
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


def moved_area(area: str, row: Move, column: Move) -> str:
    """A range after rows or columns have moved; empty where nothing of it is left."""
    ends = _REFERENCE.findall(area)
    if not ends:
        return area
    top, last_row = int(ends[0][3]), int(ends[-1][3])
    # Rows keep their order, so that the first and the last of those that are left are its ends.
    above = next((new for n in range(top, last_row + 1) if (new := row(n))), None)
    below = next((new for n in range(min(last_row, 5000), top - 1, -1) if (new := row(n))), None)
    first, last = number_of(ends[0][1].encode()), number_of(ends[-1][1].encode())
    columns = sorted({new for n in range(first, last + 1) if (new := column(n))})
    if not above or not below or not columns:
        return ""
    bottom = below if last_row <= 5000 else last_row
    start = f"{letters_of(columns[0]).decode()}{above}"
    end = f"{letters_of(columns[-1]).decode()}{bottom}"
    return start if ":" not in area else f"{start}:{end}"


def _drawing_moved(xml: str, row: Move, column: Move) -> str:
    def shape(found: re.Match[str]) -> str:
        at = re.search(r"<x:Row>(\d+)</x:Row>", found[0])
        beside = re.search(r"<x:Column>(\d+)</x:Column>", found[0])
        if not at or not beside:
            return found[0]
        down, right = row(int(at[1]) + 1), column(int(beside[1]) + 1)
        if down is None or right is None:
            return ""
        return (
            found[0]
            .replace(at[0], f"<x:Row>{down - 1}</x:Row>")
            .replace(beside[0], f"<x:Column>{right - 1}</x:Column>")
        )

    return re.sub(r"<v:shape .*?</v:shape>", shape, xml, flags=re.S)


class Excel:
    """A workbook opened in Excel; `rich` makes every third text of several runs with a phonetic guide."""

    def __init__(self, package: bytes, *, rich: bool = False) -> None:
        self.package = package
        self.rich = rich
        self._of = book(package)
        self._open: dict[str, Sheet] = {}
        self._strings: dict[str, int] = {}
        self._count = 0

    def sheet(self, name: str) -> Sheet:
        if name not in self._open:
            self._open[name] = _opened(self._of, name)
        return self._open[name]

    def saved(self) -> bytes:
        """The package as Excel writes it; every sheet that was opened is written anew, the others too."""
        held = parts(self.package)
        for name in self._of.sheets:
            self.sheet(name)
        changed: dict[str, str] = {}
        for sheet in self._open.values():
            changed |= sheet.beside
            changed[sheet.part] = self._sheet_xml(sheet)
        changed |= self._workbook(held)
        changed[STRINGS] = self._shared()
        return with_parts(self.package, {name: xml.encode() for name, xml in changed.items()})

    def _workbook(self, held: dict[str, bytes]) -> dict[str, str]:
        xml = held[self._of.part].decode()
        for name, sheet in self._open.items():
            for move in sheet.moved_columns:
                xml = _names_moved(xml, name, move)
        xml = re.sub(r"<calcPr[^>]*/>", '<calcPr calcId="191029"/>', xml)
        rels, types = held[relations_part(self._of.part)].decode(), held["[Content_Types].xml"].decode()
        if "sharedStrings" not in rels:
            added = f'<Relationship Id="rIdStrings" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
            rels = rels.replace("</Relationships>", added + "</Relationships>")
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
            override = f'<Override PartName="/{STRINGS}" ContentType="{kind}"/></Types>'
            types = types.replace("</Types>", override)
        return {self._of.part: xml, relations_part(self._of.part): rels, "[Content_Types].xml": types}

    def _shared(self) -> str:
        items = "".join(self._item(text, at) for text, at in self._strings.items())
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
            f'<sst xmlns="{MAIN}" count="{self._count}" uniqueCount="{len(self._strings)}">{items}</sst>'
        )

    def _item(self, text: str, at: int) -> str:
        said = escape(re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)).replace("\r", "_x000D_")
        if self.rich and at % 3 == 0 and len(text) > 3 and text.isalnum():
            return (
                f'<si><r><t xml:space="preserve">{said[:2]}</t></r><r><rPr><b/><sz val="11"/></rPr>'
                f'<t xml:space="preserve">{said[2:]}</t></r><rPh sb="0" eb="1"><t>よみ</t></rPh>'
                '<phoneticPr fontId="1"/></si>'
            )
        space = ' xml:space="preserve"' if said != said.strip() or "\n" in said else ""
        return f"<si><t{space}>{said}</t></si>"

    def _sheet_xml(self, sheet: Sheet) -> str:
        rows: dict[int, dict[int, Cell]] = {number: {} for number in sheet.rows}
        for (row, column), cell in sheet.cells.items():
            rows.setdefault(row, {})[column] = cell
        written = "".join(self._row(sheet, number, rows[number]) for number in sorted(rows))
        tail = sheet.tail
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n{_ROOT}{sheet.head}<sheetData>{written}'
            f"</sheetData>{tail}</worksheet>"
        )

    def _row(self, sheet: Sheet, number: int, cells: dict[int, Cell]) -> str:
        attributes = sheet.rows.get(number, "")
        spans = f' spans="{min(cells)}:{max(cells)}"' if cells else ""
        written = "".join(self._cell(f"{letters_of(c).decode()}{number}", cells[c]) for c in sorted(cells))
        return f'<row r="{number}"{spans}{attributes} x14ac:dyDescent="0.25">{written}</row>'

    def _cell(self, at: str, cell: Cell) -> str:
        style = f' s="{cell.style}"' if cell.style else ""
        if cell.markup:
            return f'<c r="{at}"{style}{cell.more}>{cell.markup}</c>'
        if cell.value is None:
            return f'<c r="{at}"{style}/>'
        if isinstance(cell.value, bool):
            return f'<c r="{at}"{style} t="b"><v>{int(cell.value)}</v></c>'
        if isinstance(cell.value, str):
            self._count += 1
            index = self._strings.setdefault(cell.value, len(self._strings))
            return f'<c r="{at}"{style} t="s"><v>{index}</v></c>'
        number = int(cell.value) if cell.value == int(cell.value) else repr(cell.value)
        return f'<c r="{at}"{style}><v>{number}</v></c>'


def _names_moved(workbook: str, sheet: str, move: Move) -> str:
    def moved(found: re.Match[str]) -> str:
        column = move(number_of(found[2].encode()))
        return found[1] + (f"${letters_of(column).decode()}$" if column else "#REF!$") + found[3]

    quoted = re.escape(f"'{sheet}'!") if " " in sheet else f"'?{re.escape(sheet)}'?!"
    return re.sub(rf"(>{quoted})\$([A-Z]+)\$(\d+<)", moved, workbook)


def _opened(of: Book, name: str) -> Sheet:
    part = of.sheets[name]
    found = grid(of.package.part(part))
    xml = found.xml.decode()
    cells: dict[tuple[int, int], Cell] = {}
    rows: dict[int, str] = {}
    for row in found.rows:
        rows[row.number] = re.sub(r'\s(?:r|spans|x14ac:dyDescent)="[^"]*"', "", found.attributes(row).decode())
        for at in re.finditer(r'<c r="([A-Z]+)\d+"(?: s="(\d+)")?', found.xml[row.first : row.last].decode()):
            cells[row.number, number_of(at[1].encode())] = Cell(style=at[2] or "")
        for _, held in raw_cells(found, [row]):
            cells.update({(row.number, number_of(raw[0])): _cell_of(raw, of) for raw in held})
    start = xml.index("<worksheet")
    head = xml[xml.index(">", start) + 1 : xml.index("<sheetData")]
    tail = re.sub(r"</worksheet>\s*$", "", xml[xml.rindex("</sheetData>") + len("</sheetData>") :])
    if "</sheetData>" not in xml:
        tail = re.sub(r"</worksheet>\s*$", "", xml[xml.index("<sheetData/>") + len("<sheetData/>") :])
    kinds = ("table", "comments", "vmlDrawing")
    beside = {r.target: of.package.part(r.target).decode() for r in relations(of.package, part) if r.kind in kinds}
    beside = {n: _with_uids(x) if "<table " in x else x for n, x in beside.items()}
    return Sheet(part=part, head=head, tail=tail, cells=cells, rows=rows, beside=beside)


def _with_uids(table: str) -> str:
    if "xr:uid" in table:
        return table
    spaces = (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="xr xr3" '
        'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
        'xmlns:xr3="http://schemas.microsoft.com/office/spreadsheetml/2016/revision3" '
        'xr:uid="{00000000-000C-0000-FFFF-FFFF00000000}" totalsRowShown="0"'
    )
    table = re.sub(r'(<table [^>]*?) totalsRowShown="\w+"', r"\1", table, count=1)
    return re.sub(r"(<table )([^>]*)(>)", rf"\1\2{spaces}\3", table, count=1)


def _cell_of(raw: RawCell, of: Book) -> Cell:
    attributes, _, inner = raw[1].partition(b">")
    style, kind = (attribute(attributes, name).decode() for name in (b"s", b"t"))
    if b"<f" in inner:
        return Cell(style=style, markup=inner.decode(), more=f' t="{kind}"' if kind else "")
    found = read_cell(raw, CellType(), of=of)
    if kind in ("", "n") and found.shown:
        value = re.search(rb"<v>([^<]*)</v>", inner)
        return Cell(float(value[1] if value else found.shown), style)
    if kind == "e":
        return Cell(style=style, markup=inner.decode(), more=' t="e"')
    return Cell(found.shown or None, style)


def serial(day: datetime) -> float:
    """What Excel makes of a day with its time."""
    whole = float((day.date() - _EPOCH).days)
    return whole + (day.hour * 60 + day.minute) / 1440
