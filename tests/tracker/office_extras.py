"""What an office adds to its workbook in desktop Excel, beyond cells, as Excel writes it into the parts."""

import re

from as_excel import REL, Excel
from laden import with_everything
from openpyxl.utils import get_column_letter
from workbooks import parts, with_parts

from pipeline.tracker.content.layout import CASES

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
SHEET = "xl/worksheets/sheet3.xml"
TABLE = "xl/tables/table1.xml"
WEEKS, *OFFICE_COLUMNS = (get_column_letter(len(CASES.columns) + beyond) for beyond in range(1, 8))
TWICE, SURE, NONE, CALL, SORTED, PAIR = OFFICE_COLUMNS
METADATA = (
    '<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray"><metadataTypes count="1">'
    '<metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1" cellMeta="1"/></metadataTypes>'
    '<futureMetadata name="XLDAPR" count="1"><bk><extLst><ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}">'
    '<xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk></futureMetadata>'
    '<cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>'
)
SLICER = (
    '<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><slicer name="Status" '
    'cache="Slicer_Status" caption="Status" rowHeight="241300"/></slicers>'
)
SLICER_CACHE = (
    f'<slicerCacheDefinition xmlns="{X14}" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" '
    'name="Slicer_Status" sourceName="Status"><extLst><x:ext xmlns:x="http://schemas.openxmlformats.org/'
    'spreadsheetml/2006/main" uri="{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}"><x15:tableSlicerCache tableId="1" '
    'column="2"/></x:ext></extLst></slicerCacheDefinition>'
)


def saved_by_excel(package: bytes) -> bytes:
    """The tracker as Excel saves it with every extra: columns of formulas, filters, breaks, slicers, labels, macros."""
    excel = Excel(with_everything(package), rich=True)
    sheet = excel.sheet("Cases")
    last = sheet.table_end()
    sheet.add_column("Weeks open")
    saved = excel.saved()
    held = {name: content.decode("utf-8", "replace") for name, content in parts(saved).items()}
    changed = {
        SHEET: _tail(_cells(held[SHEET], last), last),
        TABLE: _table(held[TABLE], last),
        "xl/metadata.xml": METADATA,
        "xl/slicers/slicer1.xml": SLICER,
        "xl/slicerCaches/slicerCache1.xml": SLICER_CACHE,
        "xl/worksheets/_rels/sheet3.xml.rels": held["xl/worksheets/_rels/sheet3.xml.rels"].replace(
            "</Relationships>",
            '<Relationship Id="rIdSlicer" Type="http://schemas.microsoft.com/office/2007/relationships/slicer" '
            'Target="../slicers/slicer1.xml"/></Relationships>',
        ),
        "xl/_rels/workbook.xml.rels": held["xl/_rels/workbook.xml.rels"].replace(
            "</Relationships>",
            f'<Relationship Id="rIdMeta" Type="{REL}/sheetMetadata" Target="metadata.xml"/><Relationship '
            'Id="rIdCache" Type="http://schemas.microsoft.com/office/2007/relationships/slicerCache" '
            'Target="slicerCaches/slicerCache1.xml"/></Relationships>',
        ),
        "xl/workbook.xml": _workbook(held["xl/workbook.xml"], last),
        "[Content_Types].xml": _types(held["[Content_Types].xml"]),
    }
    return with_parts(saved, {name: xml.encode() for name, xml in changed.items()})


def _cells(xml: str, last: int) -> str:
    for row in range(5, last + 1):
        shared = f'<f t="shared" ref="{TWICE}5:{TWICE}{last}" si="0">D5*2</f>' if row == 5 else '<f t="shared" si="0"/>'
        more = [
            f'<c r="{TWICE}{row}">{shared}<v>2</v></c>',
            f'<c r="{SURE}{row}" t="b"><v>1</v></c>',
            f'<c r="{NONE}{row}" t="e"><v>#N/A</v></c>',
            f'<c r="{CALL}{row}" t="str"><f>Cases[[#This Row],[Child]]&amp;"!"</f><v>x!</v></c>',
        ]
        if row == 5:
            more.append(
                f'<c r="{SORTED}5" cm="1"><f t="array" aca="1" ref="{SORTED}5:{SORTED}7" ca="1">_xlfn._xlws.SORT(A5:A7)</f><v>a</v></c>'
            )
            more.append(f'<c r="{PAIR}5"><f t="array" ref="{PAIR}5:{PAIR}6">D5:D6*2</f><v>2</v></c>')
        if row in (6, 7):
            more.append(f'<c r="{SORTED}{row}" t="str"><v>b</v></c>')
        if row == 6:
            more.append(f'<c r="{PAIR}6"><v>2</v></c>')
        weeks = f'<c r="{WEEKS}{row}"><f>Cases[[#This Row],[Children]]*7</f><v>7</v></c>'
        xml = re.sub(rf'<c r="{WEEKS}{row}"[^>]*/>', "", xml)
        xml = re.sub(
            rf'(<row r="{row}".*?)(</row>)', lambda m, w=weeks, e=more: m[1] + w + "".join(e) + m[2], xml, count=1
        )
    xml = xml.replace('<row r="7"', '<row r="7" hidden="1" outlineLevel="1"', 1)
    total = f'<row r="{last + 1}"><c r="A{last + 1}" t="str"><v>Total</v></c><c r="D{last + 1}"><f>SUBTOTAL(109,Cases[Children])</f><v>8</v></c></row>'
    return xml.replace("</sheetData>", total + "</sheetData>")


def _tail(xml: str, last: int) -> str:
    below = last + 4
    protected = f'<protectedRanges><protectedRange sqref="{TWICE}5:{TWICE}12" name="Chair"/></protectedRanges>'
    merged = f'<mergeCells count="1"><mergeCell ref="A{below}:C{below}"/></mergeCells>'
    breaks = f'<rowBreaks count="1" manualBreakCount="1"><brk id="{below}" max="16383" man="1"/></rowBreaks>'
    ignored = f'<ignoredErrors><ignoredError sqref="W5:W{last}" numberStoredAsText="1"/></ignoredErrors>'
    slicers = (
        '<ext uri="{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/'
        f'2010/11/main"><x14:slicerList xmlns:x14="{X14}"><x14:slicer r:id="rIdSlicer"/></x14:slicerList></ext>'
    )
    xml = xml.replace("</sheetData>", "</sheetData>" + protected, 1)
    xml = re.sub(r"(<conditionalFormatting)", merged + r"\1", xml, count=1)
    xml = re.sub(r"(<drawing )", breaks + ignored + r"\1", xml, count=1)
    return xml.replace("</extLst></worksheet>", slicers + "</extLst></worksheet>")


def _table(xml: str, last: int) -> str:
    xml = re.sub(rf'(<table [^>]*ref="A4:[A-Z]+){last}"', rf'\g<1>{last + 1}" totalsRowCount="1"', xml, count=1)
    xml = xml.replace(' totalsRowShown="0"', "")
    xml = re.sub(
        r'<autoFilter ref="([^"]*)"/>',
        r'<autoFilter ref="\1" xr:uid="{00000000-0009-0000-0100-000001000000}"><filterColumn colId="1"><filters>'
        r'<filter val="Open"/></filters></filterColumn></autoFilter>'
        rf'<sortState ref="A5:{WEEKS}{last}"><sortCondition ref="B5:B{last}"/></sortState>',
        xml,
    )
    xml = xml.replace(
        'name="Weeks open"/>',
        'name="Weeks open"><calculatedColumnFormula>Cases[[#This Row],[Children]]*7</calculatedColumnFormula></tableColumn>',
    )
    return xml.replace('name="Ref"/>', 'name="Ref" totalsRowLabel="Total"/>').replace(
        'name="Children"/>', 'name="Children" totalsRowFunction="sum"/>'
    )


def _workbook(xml: str, last: int) -> str:
    names = f'<definedName name="_xlnm.Print_Area" localSheetId="1">Cases!$A$1:${WEEKS}${last}</definedName>'
    return xml.replace("<definedNames>", "<definedNames>" + names, 1)


def _types(xml: str) -> str:
    new = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in (
            ("xl/metadata.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"),
            ("xl/slicers/slicer1.xml", "application/vnd.ms-excel.slicer+xml"),
            ("xl/slicerCaches/slicerCache1.xml", "application/vnd.ms-excel.slicerCache+xml"),
        )
    )
    return xml.replace("</Types>", new + "</Types>").replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
