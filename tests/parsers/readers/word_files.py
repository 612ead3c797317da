"""Writers of small Word packages from their XML, and short ways to ask a page what it holds."""

import io
import zipfile

from parsers.page import Block, Page, Paragraph, Table
from parsers.readers import word

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPE = f"{_WORDML}.document.main+xml"
ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "header": "hdr",
    "footer": "ftr",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
}


def run(text: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*content: str, looks: str = "") -> str:
    inner = "".join(each if each.startswith("<") else run(each) for each in content)
    return f"<w:p><w:pPr>{looks}</w:pPr>{inner}</w:p>"


def cell(*content: str, looks: str = "") -> str:
    inner = "".join(each if each.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else para(each) for each in content)
    return f"<w:tc><w:tcPr>{looks}</w:tcPr>{inner or para('')}</w:tc>"


def row(*cells: str, looks: str = "") -> str:
    inner = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{looks}</w:trPr>{inner}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def control(content: str, *, kind: str = "<w:text/>", placeholder: bool = False) -> str:
    prompt = "<w:showingPlcHdr/>" if placeholder else ""
    return f"<w:sdt><w:sdtPr>{prompt}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def checkbox(state: str, glyph: str = "\u2610") -> str:
    return control(run(glyph), kind=f"<w14:checkbox>{state}</w14:checkbox>")


def form_field(settings: str, *, name: str, result: str = "") -> str:
    """One of Word's old form fields: begin with its settings, instruction, result, end."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{settings}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText> {name} </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result) if result else ""}'
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def package(
    body: str,
    *,
    main_type: str = MAIN_TYPE,
    relations: str = "",
    more: dict[str, bytes] | None = None,
    **parts: str,
) -> bytes:
    """A Word file with this body; `parts` are the contents of its further parts by their kind, such as `header`."""
    files: dict[str, bytes | str] = {}
    overrides, related, references = "", "", ""
    for at, (kind, content) in enumerate(parts.items(), start=1):
        files[f"word/{kind}.xml"] = f"<w:{ROOTS[kind]} {NAMESPACES}>{content}</w:{ROOTS[kind]}>"
        overrides += f'<Override PartName="/word/{kind}.xml" ContentType="{_WORDML}.{kind}+xml"/>'
        related += f'<Relationship Id="rId{at}" Type="{_RELATIONS}/{kind}" Target="{kind}.xml"/>'
        if kind in ("header", "footer"):
            references += f'<w:{kind}Reference w:type="default" r:id="rId{at}"/>'
    files["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="bin" ContentType="application/octet-stream"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>{overrides}</Types>'
    )
    files["_rels/.rels"] = _relationships(
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
    )
    files["word/_rels/document.xml.rels"] = _relationships(related + relations)
    files["word/document.xml"] = (
        f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr>{references}</w:sectPr></w:body></w:document>"
    )
    return zipped({**files, **(more or {})})


def zipped(files: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def read(body: str, **parts: str) -> Page:
    return word.page(package(body, **parts))


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """The texts of the paragraphs at this level."""
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def tables(blocks: tuple[Block, ...]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def rows(found: Table) -> list[list[str]]:
    return [[each.text for each in found.row(index)] for index in range(found.rows)]


def _relationships(content: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{content}</Relationships>'
    )
