"""The half of LibreOffice's driver that runs under the system's Python, beside its UNO bridge: one JSON command a line."""

import json
import sys
import time
import traceback
from contextlib import suppress
from functools import partial

import libreoffice_looks
import uno
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from com.sun.star.sheet import TableFilterField
from com.sun.star.table import TableSortField
from libreoffice_looks import value

XLSX = "Calc MS Excel 2007 XML"
HEADER_ROWS = 40


class Desk:
    """One LibreOffice with one workbook open in it; every method is a command, and so is every function of `libreoffice_looks`."""

    def __init__(self, pipe, wait=60.0):
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
        until = time.monotonic() + wait
        while True:
            try:
                self.context = resolver.resolve(url)
                break
            except NoConnectException:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        self.services = self.context.ServiceManager
        self.desktop = self.services.createInstance("com.sun.star.frame.Desktop")
        self.doc = None

    # --- the file ---------------------------------------------------------------------------------------------------

    def open(self, path):
        self.doc = self.desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, ())
        if self.doc is None:
            raise LookupError(f"LibreOffice does not open {path}")

    def save(self, path):
        said = (value("FilterName", XLSX), value("Overwrite", True))
        self.doc.storeToURL(uno.systemPathToFileUrl(path), said)

    def store(self, path, filter_name):
        """Writes a copy in another format; what it says is computed first."""
        self.doc.calculateAll()
        self.doc.storeToURL(uno.systemPathToFileUrl(path), (value("FilterName", filter_name),))

    def close(self):
        self.doc.close(True)
        self.doc = None

    def quit(self):
        # It may end before it has answered, which is what was asked.
        with suppress(DisposedException):
            self.desktop.terminate()

    # --- places -----------------------------------------------------------------------------------------------------

    def sheet(self, name):
        return self.doc.Sheets.getByName(name)

    def _used(self, sheet):
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        return cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow

    def _texts(self, sheet):
        right, bottom = self._used(sheet)
        return [[str(cell) for cell in row] for row in sheet.getCellRangeByPosition(0, 0, right, bottom).FormulaArray]

    def _header(self, texts, header):
        for number, row in enumerate(texts[:HEADER_ROWS]):
            if header in row and row.count("") < len(row) - 2:
                return number, row.index(header)
        raise LookupError(f"no column {header}")

    def _row(self, texts, where):
        header, _ = self._header(texts, next(iter(where)))
        wanted = [(texts[header].index(name), said) for name, said in where.items()]
        for number in range(header + 1, len(texts)):
            if all(texts[number][column] == said for column, said in wanted):
                return number
        raise LookupError(f"no row {where}")

    def cell(self, sheet, where, header):
        texts = self._texts(sheet)
        return sheet.getCellByPosition(self._header(texts, header)[1], self._row(texts, where))

    def _last(self, texts, key):
        """The last row of the table: the last before the first blank one."""
        number, _ = self._header(texts, key)
        while number + 1 < len(texts) and any(texts[number + 1]):
            number += 1
        return number

    # --- typing -----------------------------------------------------------------------------------------------------

    def type(self, sheet, where, header, text):
        self.cell(self.sheet(sheet), where, header).FormulaLocal = text

    def type_at(self, sheet, address, text):
        self.sheet(sheet).getCellRangeByName(address).getCellByPosition(0, 0).FormulaLocal = text

    def type_below(self, sheet, key, gap, header, text):
        """Types into the column `header`, `gap` rows below the last row of the table."""
        there = self.sheet(sheet)
        texts = self._texts(there)
        row = self._last(texts, key) + gap
        there.getCellByPosition(self._header(texts, header)[1], row).FormulaLocal = text
        return row

    def append(self, sheet, key, cells):
        there = self.sheet(sheet)
        texts = self._texts(there)
        row = self._last(texts, key) + 1
        for header, text in cells.items():
            there.getCellByPosition(self._header(texts, header)[1], row).FormulaLocal = text
        return row

    def clear(self, sheet, where, header):
        self.cell(self.sheet(sheet), where, header).clearContents(1 | 2 | 4 | 16)  # value, date, text, formula

    def copy_cell(self, sheet, header, source, target):
        there = self.sheet(sheet)
        here, to = self.cell(there, source, header), self.cell(there, target, header)
        there.copyRange(to.CellAddress, here.RangeAddress)

    def replace(self, sheet, find, by):
        there = self.sheet(sheet)
        search = there.createReplaceDescriptor()
        search.SearchString, search.ReplaceString = find, by
        return there.replaceAll(search)

    def undo(self, times):
        for _ in range(times):
            self.doc.UndoManager.undo()

    # --- rows and columns -------------------------------------------------------------------------------------------

    def delete_row(self, sheet, where):
        there = self.sheet(sheet)
        there.Rows.removeByIndex(self._row(self._texts(there), where), 1)

    def insert_rows(self, sheet, index, count):
        self.sheet(sheet).Rows.insertByIndex(index, count)

    def insert_after(self, sheet, where, cells):
        """Inserts a row under the one found, and types into it."""
        there = self.sheet(sheet)
        texts = self._texts(there)
        row = self._row(texts, where) + 1
        there.Rows.insertByIndex(row, 1)
        for header, text in cells.items():
            there.getCellByPosition(self._header(texts, header)[1], row).FormulaLocal = text

    def address(self, sheet, header, row):
        """The address of a cell by its header and its row, counted from nought."""
        return f"{letters(self._header(self._texts(self.sheet(sheet)), header)[1])}{row + 1}"

    def copy_row(self, sheet, where, key):
        """Copies a whole row to the row right below the table."""
        there = self.sheet(sheet)
        texts = self._texts(there)
        row, below = self._row(texts, where), self._last(texts, key) + 1
        source = there.Rows.getByIndex(row).RangeAddress
        there.copyRange(there.getCellByPosition(0, below).CellAddress, source)

    def sort(self, sheet, key, header, ascending):
        """Sorts the rows of the table by one column, as Data > Sort does with "Range contains column labels"."""
        there = self.sheet(sheet)
        texts = self._texts(there)
        top, _ = self._header(texts, key)
        right = max(at for at, text in enumerate(texts[top]) if text)
        column = texts[top].index(header)
        area = there.getCellRangeByPosition(0, top, right, self._last(texts, key))
        field = TableSortField(Field=column, IsAscending=ascending, IsCaseSensitive=False)
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        wanted = (value("SortFields", fields), value("ContainsHeader", True), value("IsSortColumns", False))
        uno.invoke(area, "sort", (wanted,))

    def filter(self, sheet, table, header, text):
        """Shows only the rows whose cell under `header` is `text`; an empty one shows all rows again."""
        there = self.sheet(sheet)
        held = self.doc.DatabaseRanges.getByName(table)
        if not text:
            area = held.ReferredCells
            area.filter(area.createFilterDescriptor(True))
            return
        place = held.DataArea
        top = there.getCellRangeByPosition(place.StartColumn, place.StartRow, place.EndColumn, place.StartRow)
        headers = [str(cell) for cell in top.FormulaArray[0]]
        if header not in headers:
            return  # a column that was moved over the edge of its table has no filter button
        wanted = held.FilterDescriptor
        wanted.ContainsHeader = True
        equal = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
        wanted.FilterFields = (
            TableFilterField(Field=headers.index(header), IsNumeric=False, StringValue=text, Operator=equal),
        )
        held.refresh()

    def rename_header(self, sheet, old, new):
        there = self.sheet(sheet)
        row, column = self._header(self._texts(there), old)
        there.getCellByPosition(column, row).String = new

    def insert_column(self, sheet, before, header, formula):
        """Inserts a column left of `before` (at the end where it is empty); {Header} in the formula is that cell."""
        there = self.sheet(sheet)
        key = next(iter(self._keys(there)))
        texts = self._texts(there)
        top, _ = self._header(texts, key)
        column = self._header(texts, before)[1] if before else max(n for n, t in enumerate(texts[top]) if t) + 1
        if before:
            there.Columns.insertByIndex(column, 1)
        there.getCellByPosition(column, top).String = header
        texts = self._texts(there)
        for row in range(top + 1, self._last(texts, key) + 1):
            cell = there.getCellByPosition(column, row)
            cell.NumberFormat = 0  # an inserted column takes the format of its neighbour, and in a text's is no formula
            cell.FormulaLocal = self._filled(formula, texts[top], row)

    def _keys(self, there):
        return [text for row in self._texts(there)[:HEADER_ROWS] for text in row if text in ("Ref", "E-mail", "Date")]

    def _filled(self, formula, headers, row):
        for at, name in enumerate(headers):
            if name:
                formula = formula.replace("{" + name + "}", f"{letters(at)}{row + 1}")
        return formula

    def move_column(self, sheet, header, before):
        """Cuts a whole column and inserts it left of another."""
        there = self.sheet(sheet)
        target = self._header(self._texts(there), before)[1]
        there.Columns.insertByIndex(target, 1)
        source = self._header(self._texts(there), header)[1]
        there.moveRange(there.getCellByPosition(target, 0).CellAddress, there.Columns.getByIndex(source).RangeAddress)
        there.Columns.removeByIndex(source, 1)

    def delete_column(self, sheet, header):
        there = self.sheet(sheet)
        there.Columns.removeByIndex(self._header(self._texts(there), header)[1], 1)

    def show(self, sheet, header, visible, width):
        there = self.sheet(sheet)
        column = there.Columns.getByIndex(self._header(self._texts(there), header)[1])
        column.IsVisible = visible
        if width:
            column.Width = width

    def show_row(self, sheet, where, visible):
        there = self.sheet(sheet)
        there.Rows.getByIndex(self._row(self._texts(there), where)).IsVisible = visible


def letters(column):
    said, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def main():
    desk = Desk(sys.argv[1])
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        try:
            command = getattr(desk, name, None) or partial(getattr(libreoffice_looks, name), desk)
            answer = {"value": command(*arguments)}
        except Exception:  # whatever went wrong is for the test to say
            answer = {"fault": traceback.format_exc()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
