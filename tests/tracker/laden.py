"""Workbooks with what people and programs put into them beyond cells, built part by part."""

import re

from workbooks import FAR, FREE, parts, with_parts

TYPES = "[Content_Types].xml"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8ffff3f0005fe02fea72d"
    "8d590000000049454e44ae426082"
)
LABEL = b"""<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata"><clbl:label id="{0f1e2d3c-1111-4222-8333-444455556666}" enabled="1" method="Privileged" siteId="{0f1e2d3c-9999-4222-8333-444455556666}" removed="0"/></clbl:labelList>"""
THREADED = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="C6" dT="2026-11-17T09:00:00.00" personId="{AAAAAAAA-1111-4222-8333-444455556666}" id="{BBBBBBBB-1111-4222-8333-444455556666}"><text>Can the chair confirm?</text></threadedComment></ThreadedComments>"""
PERSONS = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><person displayName="Morgan Ellery" id="{AAAAAAAA-1111-4222-8333-444455556666}" userId="m" providerId="None"/></personList>"""
PIVOT_CACHE = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" refreshOnLoad="1" recordCount="0"><cacheSource type="worksheet"><worksheetSource name="Cases"/></cacheSource><cacheFields count="1"><cacheField name="Ref" numFmtId="0"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>"""
CUSTOM = b'<?xml version="1.0"?><office xmlns="urn:office.example"><file>17</file></office>'
EXTENSIONS = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/'
    'spreadsheetml/2009/9/main"><x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/'
    '2006/main"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Lists!$A$2:$A$4</xm:f>'
    f"</x14:formula1><xm:sqref>{FREE}5:{FREE}12</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    '<ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/'
    '2009/9/main"><x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/'
    'office/excel/2006/main"><x14:cfRule type="dataBar" id="{CCCCCCCC-1111-4222-8333-444455556666}"><x14:dataBar '
    'minLength="0" maxLength="100"><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/></x14:dataBar></x14:cfRule>'
    "<xm:sqref>D5:D12</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>"
    '<ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/'
    '2009/9/main"><x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    f"<x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>Cases!D5:D12</xm:f><xm:sqref>{FAR}5</xm:sqref>"
    "</x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
)
DRAWING = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/'
    'drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:oneCellAnchor>'
    "<xdr:from><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    f'<xdr:ext cx="9525" cy="9525"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="Logo"/><xdr:cNvPicPr/></xdr:nvPicPr>'
    f'<xdr:blipFill><a:blip xmlns:r="{REL}" r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>'
)


def with_everything(package: bytes) -> bytes:
    """The tracker with a sensitivity label, threaded comments, extensions, an image, a pivot cache, macros and more."""
    held = parts(package)
    sheet_rels = held["xl/worksheets/_rels/sheet3.xml.rels"].decode()
    book_rels = held["xl/_rels/workbook.xml.rels"].decode()
    new = {
        "docMetadata/LabelInfo.xml": LABEL,
        "xl/threadedComments/threadedComment1.xml": THREADED,
        "xl/persons/person.xml": PERSONS,
        "xl/pivotCache/pivotCacheDefinition1.xml": PIVOT_CACHE,
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0macros of the office",
        "xl/media/image1.png": PNG,
        "xl/drawings/drawing9.xml": DRAWING.encode(),
        "xl/drawings/_rels/drawing9.xml.rels": _relations(_relation("rId1", "image", "../media/image1.png")).encode(),
        "customXml/item1.xml": CUSTOM,
        "xl/printerSettings/printerSettings1.bin": b"\x00\x01printer",
        "_rels/.rels": _added(
            held["_rels/.rels"].decode(),
            '<Relationship Id="rIdLabel" Type="http://schemas.microsoft.com/office/2020/02/relationships/'
            'classificationlabels" Target="docMetadata/LabelInfo.xml"/>'
            + _relation("rIdCustom", "customXml", "customXml/item1.xml"),
        ).encode(),
        "xl/_rels/workbook.xml.rels": _added(
            book_rels,
            '<Relationship Id="rIdPersons" Type="http://schemas.microsoft.com/office/2017/10/relationships/person" '
            'Target="persons/person.xml"/>'
            '<Relationship Id="rIdMacros" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
            'Target="vbaProject.bin"/>'
            + _relation("rIdPivot", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
        ).encode(),
        "xl/worksheets/_rels/sheet3.xml.rels": _added(
            sheet_rels,
            '<Relationship Id="rIdThreads" Type="http://schemas.microsoft.com/office/2017/10/relationships/'
            'threadedComment" Target="../threadedComments/threadedComment1.xml"/>'
            + _relation("rIdPicture", "drawing", "../drawings/drawing9.xml")
            + _relation("rIdPrinter", "printerSettings", "../printerSettings/printerSettings1.bin"),
        ).encode(),
        "xl/worksheets/sheet3.xml": _sheet(held["xl/worksheets/sheet3.xml"].decode()).encode(),
        "xl/comments1.xml": _comments(held["xl/comments1.xml"].decode()).encode(),
        TYPES: _types(held[TYPES].decode()).encode(),
    }
    return with_parts(package, new)


def _relation(id_: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id_}" Type="{REL}/{kind}" Target="{target}"/>'


def _relations(inner: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def _added(rels: str, new: str) -> str:
    return rels.replace("</Relationships>", new + "</Relationships>")


def _sheet(xml: str) -> str:
    drawing = f'<drawing xmlns:r="{REL}" r:id="rIdPicture"/>'
    xml = re.sub(r"(<legacyDrawing )", drawing + r"\1", xml, count=1)
    return xml.replace("</worksheet>", EXTENSIONS + "</worksheet>")


def _comments(xml: str) -> str:
    author = "<author>tc={BBBBBBBB-1111-4222-8333-444455556666}</author></authors>"
    count = len(re.findall("<author>", xml))
    thread = (
        f'<comment ref="C6" authorId="{count}" shapeId="0"><text><t>[Threaded comment] Can the chair confirm?</t></text>'
        "</comment></commentList>"
    )
    return xml.replace("</authors>", author).replace("</commentList>", thread)


def _types(xml: str) -> str:
    new = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in (
            ("docMetadata/LabelInfo.xml", "application/vnd.ms-office.classificationlabels+xml"),
            ("xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml"),
            ("xl/persons/person.xml", "application/vnd.ms-excel.person+xml"),
            (
                "xl/pivotCache/pivotCacheDefinition1.xml",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml",
            ),
            ("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject"),
            ("xl/drawings/drawing9.xml", "application/vnd.openxmlformats-officedocument.drawing+xml"),
            ("xl/media/image1.png", "image/png"),
            ("customXml/item1.xml", "application/xml"),
            (
                "xl/printerSettings/printerSettings1.bin",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings",
            ),
        )
    )
    return xml.replace("</Types>", new + "</Types>")
