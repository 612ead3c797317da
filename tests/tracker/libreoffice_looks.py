"""What a person gives a workbook beside the words in its cells; each function is a command of the UNO driver."""

import uno
from com.sun.star.awt import Point, Rectangle, Size
from com.sun.star.beans import PropertyValue


def value(name, said):
    return PropertyValue(Name=name, Value=said)


def note(desk, sheet, where, header, text):
    there = desk.sheet(sheet)
    cell = desk.cell(there, where, header)
    for at in reversed(range(there.Annotations.Count)):
        position = there.Annotations.getByIndex(at).Position
        if (position.Column, position.Row) == (cell.CellAddress.Column, cell.CellAddress.Row):
            there.Annotations.removeByIndex(at)
    if text:
        there.Annotations.insertNew(cell.CellAddress, text)


def colour(desk, sheet, where, header, rgb):
    desk.cell(desk.sheet(sheet), where, header).CellBackColor = rgb


def number_format(desk, sheet, where, header, code):
    locale = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "GB", "")
    formats = desk.doc.NumberFormats
    found = formats.queryKey(code, locale, False)
    desk.cell(desk.sheet(sheet), where, header).NumberFormat = found if found >= 0 else formats.addNew(code, locale)


def conditional_format(desk, sheet, address, formula):
    area = desk.sheet(sheet).getCellRangeByName(address)
    held = area.ConditionalFormat
    entry = (
        value("Operator", uno.Enum("com.sun.star.sheet.ConditionOperator", "FORMULA")),
        value("Formula1", formula),
        value("StyleName", "Bad" if desk.doc.StyleFamilies.getByName("CellStyles").hasByName("Bad") else "Default"),
    )
    held.addNew(entry)
    area.ConditionalFormat = held


def merge(desk, sheet, address):
    desk.sheet(sheet).getCellRangeByName(address).merge(True)


def freeze(desk, sheet, columns, rows):
    controller = desk.doc.CurrentController
    controller.ActiveSheet = desk.sheet(sheet)
    controller.freezeAtPosition(columns, rows)


def add_sheet(desk, name, cells):
    desk.doc.Sheets.insertNewByName(name, desk.doc.Sheets.Count)
    for address, text in cells.items():
        desk.type_at(name, address, text)


def rename_sheet(desk, old, new):
    desk.sheet(old).Name = new


def move_sheet(desk, name, index):
    desk.doc.Sheets.moveByName(name, index)


def define_name(desk, name, formula):
    here = uno.createUnoStruct("com.sun.star.table.CellAddress")
    desk.doc.NamedRanges.addNewByName(name, formula, here, 0)


def chart(desk, sheet, name, source, address):
    area = desk.doc.Sheets.getByName(source).getCellRangeByName(address).RangeAddress
    desk.sheet(sheet).Charts.addNewByName(name, Rectangle(2000, 2000, 9000, 6000), (area,), True, True)


def picture(desk, sheet, name, path):
    provider = desk.services.createInstance("com.sun.star.graphic.GraphicProvider")
    shape = desk.doc.createInstance("com.sun.star.drawing.GraphicObjectShape")
    shape.Graphic = provider.queryGraphic((value("URL", uno.systemPathToFileUrl(path)),))
    desk.sheet(sheet).DrawPage.add(shape)
    shape.Position, shape.Size, shape.Name = Point(12000, 200), Size(900, 900), name


def screens(desk, width, height):
    """Gives each sheet that is shown one page of `width` by `height` pixels, with what a screen shows of it on it."""
    styles = desk.doc.StyleFamilies.getByName("PageStyles")
    wide, high = (round(pixels * 2540 / 96) for pixels in (width, height))
    for sheet in (desk.doc.Sheets.getByIndex(at) for at in range(desk.doc.Sheets.Count)):
        sheet.setPrintAreas((_shown(sheet, wide, high),))
        style = styles.getByName(sheet.PageStyle)
        style.IsLandscape, style.Width, style.Height = wide > high, wide, high
        for side in ("LeftMargin", "RightMargin", "TopMargin", "BottomMargin"):
            setattr(style, side, 0)
        style.HeaderIsOn = style.FooterIsOn = False
        style.ScaleToPages = style.ScaleToPagesX = style.ScaleToPagesY = 0
        style.PageScale = 100
        sheet.PrintTitleColumns = sheet.PrintTitleRows = False


def _shown(sheet, wide, high):
    area = uno.createUnoStruct("com.sun.star.table.CellRangeAddress")
    area.Sheet = sheet.RangeAddress.Sheet
    area.EndColumn = _fitting(sheet.Columns, "Width", wide)
    area.EndRow = _fitting(sheet.Rows, "Height", high)
    return area


def _fitting(lines, size, room):
    at = 0
    while at < 500:
        line = lines.getByIndex(at)
        room -= getattr(line, size) if line.IsVisible else 0
        if room < 0:
            break
        at += 1
    return max(0, at - 1)
