"""Excel's own manner of writing a workbook, imitated: shared strings, spans, row descents, notes and dates in full."""

import io
import re
import uuid
import zipfile
from collections.abc import Mapping

from lxml import etree
from workbooks import parts

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr xr2 xr3" '
    b'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
    b'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
    b'xmlns:xr2="http://schemas.microsoft.com/office/spreadsheetml/2015/revision2" '
    b'xmlns:xr3="http://schemas.microsoft.com/office/spreadsheetml/2016/revision3" xr:uid="{%b}">'
)


def saved_by_excel(package: bytes) -> bytes:
    """The workbook of ours in `package` as Excel would save it; what the cells say is the same."""
    found = parts(package)
    strings: dict[str, int] = {}
    new = {
        name: _sheet(content, strings) for name, content in found.items() if re.match(r"xl/worksheets/\w+\.xml", name)
    }
    new |= {name: _comments(content) for name, content in found.items() if name.startswith("xl/comments/")}
    new["xl/sharedStrings.xml"] = _shared(strings)
    new["xl/_rels/workbook.xml.rels"] = found["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rIdStrings" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'.encode()
        + b"</Relationships>",
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    new["[Content_Types].xml"] = found["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    )
    return _zipped({"[Content_Types].xml": b"", **found, **new})


def _zipped(found: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return out.getvalue()


def _sheet(part: bytes, strings: dict[str, int]) -> bytes:
    root = etree.fromstring(part)
    data = b"".join(_row(row, [_cell(cell, strings) for cell in row]) for row in root.iter(f"{_MAIN}row"))
    xml = etree.tostring(root, encoding="UTF-8")
    inner = xml[xml.index(b">") + 1 :]
    head, tail = re.split(rb"<sheetData.*</sheetData>|<sheetData/>", inner, maxsplit=1, flags=re.S)
    head, tail = (re.sub(rb' xmlns:r="[^"]*"', b"", piece) for piece in (head, tail))
    return _ROOT % _uid() + head + b"<sheetData>" + data + b"</sheetData>" + tail


def _row(row: etree._Element, cells: list[bytes]) -> bytes:
    kept = "".join(f' {name}="{value}"' for name, value in row.attrib.items() if name != "r")
    spans = f' spans="1:{len(cells)}"' if cells else ""
    opening = f'<row r="{row.get("r")}"{spans}{kept} x14ac:dyDescent="0.35"'.encode()
    return opening + b">" + b"".join(cells) + b"</row>" if cells else opening + b"/>"


def _cell(cell: etree._Element, strings: dict[str, int]) -> bytes:
    style = f' s="{cell.get("s")}"' if cell.get("s") else ""
    opening = f'<c r="{cell.get("r")}"{style}'
    formula, value = cell.find(f"{_MAIN}f"), cell.findtext(f"{_MAIN}v") or ""
    written = f"<f>{_escaped(formula.text or '')}</f>" if formula is not None else ""
    if cell.get("t") == "inlineStr":
        at = strings.setdefault("".join(cell.itertext()), len(strings))
        return f'{opening} t="s"><v>{at}</v></c>'.encode()
    if not value and not written:
        return f"{opening}/>".encode()
    kind = cell.get("t", "n")
    kind = f' t="{kind}"' if kind != "n" else ""
    return f"{opening}{kind}>{written}<v>{_number(value)}</v></c>".encode()


def _number(value: str) -> str:
    return f"{float(value):.17g}" if re.fullmatch(r"\d+\.\d+", value) else _escaped(value)


def _shared(strings: Mapping[str, int]) -> bytes:
    entries = "".join(f"<si><t{_space(text)}>{_escaped(text)}</t></si>" for text in strings)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'count="{len(strings)}" uniqueCount="{len(strings)}">{entries}</sst>'
    ).encode()


def _space(text: str) -> str:
    return ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _comments(part: bytes) -> bytes:
    root = etree.fromstring(part)
    entries = []
    for comment in root.iter(f"{_MAIN}comment"):
        text = "".join(comment.itertext())
        entries.append(
            f'<comment ref="{comment.get("ref")}" authorId="0" shapeId="0" xr:uid="{{{_uid().decode()}}}"><text><r>'
            '<rPr><sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/></rPr>'
            f"<t{_space(text)}>{_escaped(text)}</t></r></text></comment>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="xr" '
        'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision">'
        f"<authors><author>Caseclock</author></authors><commentList>{''.join(entries)}</commentList></comments>"
    ).encode()


def _uid() -> bytes:
    return str(uuid.uuid4()).upper().encode()
