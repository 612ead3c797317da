"""Word documents of invented referral forms, written part by part so that every construct is exactly the one meant.

Nothing here knows how a form is read. Words are escaped unless they are `Xml`; the same call always gives the same bytes.
"""

import io
import itertools
import re
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="w14 w15"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
}
PAGE_WIDTH = 9638  # twentieths of a point between the margins of an A4 page
EN_SPACES = "\u2002" * 5
AUTHOR = 'w:author="Business Unit" w:date="2026-11-12T09:30:00Z"'


class Xml(str):
    """Text that is markup already."""

    __slots__ = ()


_ids = itertools.count(1000)


def _id() -> int:
    return next(_ids)


def _join(items) -> Xml:
    return Xml("".join(items))


# Runs and paragraphs ------------------------------------------------------------------------------------------------


def run(
    text="",
    *,
    bold=False,
    italic=False,
    strike=False,
    double_strike=False,
    underline=False,
    highlight=None,
    shade=None,
    font=None,
    hidden=False,
    grey=False,
    size=None,
    superscript=False,
) -> Xml:
    """A run; `\\n` becomes a line break and `\\t` a tab."""
    looks = "".join(
        mark
        for wanted, mark in (
            (font, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>'),
            (bold, "<w:b/>"),
            (italic, "<w:i/>"),
            (strike, "<w:strike/>"),
            (double_strike, "<w:dstrike/>"),
            (hidden, "<w:vanish/>"),
            (grey, '<w:color w:val="808080"/>'),
            (size, f'<w:sz w:val="{size}"/>'),
            (highlight, f'<w:highlight w:val="{highlight}"/>'),
            (underline, '<w:u w:val="single"/>'),
            (shade, f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>'),
            (superscript, '<w:vertAlign w:val="superscript"/>'),
        )
        if wanted
    )
    props = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return Xml(f"<w:r>{props}{_letters(text)}</w:r>")


def _letters(text) -> str:
    if isinstance(text, Xml):
        return text
    out = []
    for n, line in enumerate(text.split("\n")):
        out.append("<w:br/>" if n else "")
        for m, piece in enumerate(line.split("\t")):
            out.append("<w:tab/>" if m else "")
            out.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "")
    return "".join(out)


def para(*items, style=None, align=None, num=None, **looks) -> Xml:
    """A paragraph of strings (runs with `looks`) and markup; `num` numbers it by list `num`."""
    props = "".join(
        mark
        for wanted, mark in (
            (style, f'<w:pStyle w:val="{style}"/>'),
            (num, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{num}"/></w:numPr>'),
            (align, f'<w:jc w:val="{align}"/>'),
        )
        if wanted
    )
    head = f"<w:pPr>{props}</w:pPr>" if props else ""
    return Xml("<w:p>" + head + "".join(i if isinstance(i, Xml) else run(i, **looks) for i in items) + "</w:p>")


def lines(text) -> Xml:
    """A paragraph for each line of `text`."""
    return _join(para(t) for t in text.split("\n"))


def title(text) -> Xml:
    return para(text, style="Title")


def heading(text, level=1) -> Xml:
    return para(text, style=f"Heading{level}")


def guidance(text) -> Xml:
    return para(text, italic=True, size=18)


def bullets(*lines) -> Xml:
    return _join(para(line, num=2) for line in lines)


def page_break() -> Xml:
    return Xml('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')


BLOCK = re.compile(
    r"<w:(p|tbl)[ >]|<w:sdt>(?:(?!<w:sdtContent>).)*<w:sdtContent><w:(p|tbl|sdt)[ >]|<w:customXml [^>]*><w:(p|tbl)[ >]"
)
CELL = re.compile(r"<w:tc>|<w:sdt>(?:(?!<w:sdtContent>).)*<w:sdtContent><w:tc>")


def _blocks(items) -> str:
    out = [i if isinstance(i, Xml) and BLOCK.match(i) else para(i) for i in items]
    body = "".join(out)
    return body if body.endswith("</w:p>") else body + "<w:p/>"  # a cell must end with a paragraph


# Tables -------------------------------------------------------------------------------------------------------------


def cell(*blocks, span=1, down=None, shade=None, width=None) -> Xml:
    """A cell of paragraphs; `down` is `restart` or `continue` for a vertical merge."""
    props = "".join(
        mark
        for wanted, mark in (
            (width, f'<w:tcW w:w="{width}" w:type="dxa"/>'),
            (span > 1, f'<w:gridSpan w:val="{span}"/>'),
            (down == "restart", '<w:vMerge w:val="restart"/>'),
            (down == "continue", "<w:vMerge/>"),
            (shade, f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>'),
        )
        if wanted
    )
    return Xml(f"<w:tc><w:tcPr>{props}</w:tcPr>{_blocks(blocks or ('',))}</w:tc>")


def label(*texts, **more) -> Xml:
    """A shaded cell with a bold label; later `texts` are guidance below it."""
    first, *rest = texts
    lines = [para(first, bold=True), *(guidance(t) if not isinstance(t, Xml) else t for t in rest)]
    return cell(*lines, **{"shade": "DEEAF6", **more})


def row(*cells, before=0, after=0, marks="") -> Xml:
    """A row of cells (strings become cells); `before` and `after` skip grid columns; `marks` goes into its properties."""
    props = "".join(
        mark
        for wanted, mark in (
            (before, f'<w:gridBefore w:val="{before}"/>'),
            (after, f'<w:gridAfter w:val="{after}"/>'),
            (marks, marks),
        )
        if wanted
    )
    head = f"<w:trPr>{props}</w:trPr>" if props else ""
    made = (c if isinstance(c, Xml) and CELL.match(c) else cell(c) for c in cells)
    return Xml(f"<w:tr>{head}{''.join(made)}</w:tr>")


def table(*rows, widths, page=PAGE_WIDTH) -> Xml:
    """A ruled table; `widths` are shares of `page`, one for each grid column."""
    whole = sum(widths)
    grid = "".join(f'<w:gridCol w:w="{page * w // whole}"/>' for w in widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    props = f'<w:tblW w:w="{page}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    return Xml(f"<w:tbl><w:tblPr>{props}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>")


def two_columns(*pairs, widths=(35, 65)) -> Xml:
    """A table with a label on the left and its value on the right."""
    return table(*(row(label(a) if not isinstance(a, Xml) else a, b) for a, b in pairs), widths=widths)


def bar(text, *, span) -> Xml:
    """A full-width shaded row with a section's name."""
    return row(cell(para(text, bold=True), span=span, shade="BDD6EE"))


def grid(captions, *rows, widths=None) -> Xml:
    """A table with a caption over each column."""
    return table(row(*(label(c) for c in captions)), *(row(*r) for r in rows), widths=widths or (1,) * len(captions))


# Choices ------------------------------------------------------------------------------------------------------------


def struck(*choices, chosen, double=False) -> Xml:
    """Delete as appropriate: every choice but `chosen` is struck through."""
    made = []
    for n, choice in enumerate(choices):
        made.append(run(" / ") if n else "")
        gone = choice != chosen
        made.append(run(choice, strike=gone and not double, double_strike=gone and double))
    return _join(made)


def boxes(*choices, chosen=(), ticked="\u2612", empty="\u2610", after=False) -> Xml:
    """Boxes drawn as characters, before or after each choice."""
    chosen = (chosen,) if isinstance(chosen, str) else chosen
    made = []
    for choice in choices:
        box = ticked if choice in chosen else empty
        made.append(f"{choice} {box}" if after else f"{box} {choice}")
    return run("    ".join(made))


def symbol(code, font="Wingdings") -> Xml:
    """A symbol run, such as Wingdings F0FE, a ticked box."""
    return Xml(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>')


# Content controls ---------------------------------------------------------------------------------------------------


def control(content, *, name, kind="<w:text/>", placeholder=False) -> Xml:
    """A content control of any level around `content`."""
    flag = "<w:showingPlcHdr/>" if placeholder else ""
    head = f'<w:sdtPr><w:alias w:val="{escape(name)}"/><w:tag w:val="{escape(name)}"/><w:id w:val="{_id()}"/>{flag}{kind}</w:sdtPr>'
    return Xml(f"<w:sdt>{head}<w:sdtContent>{content}</w:sdtContent></w:sdt>")


def text_control(value, *, name, prompt="Click or tap here to enter text.") -> Xml:
    """A plain text control, with its prompt showing when `value` is empty."""
    return control(run(value) if value else run(prompt, grey=True), name=name, placeholder=not value)


def date_control(shown, *, name, iso=None, prompt="Click or tap to enter a date.") -> Xml:
    """A date picker: `shown` is what a reader sees, `iso` the stored day."""
    full = f' w:fullDate="{iso}T00:00:00Z"' if iso else ""
    kind = f'<w:date{full}><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="en-GB"/><w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    return control(run(shown) if shown else run(prompt, grey=True), name=name, kind=kind, placeholder=not shown)


def choice_control(chosen, *, name, choices, combo=False, prompt="Choose an item.") -> Xml:
    """A drop-down list or combo box."""
    entries = "".join(f'<w:listItem w:displayText="{escape(c)}" w:value="{escape(c)}"/>' for c in (prompt, *choices))
    tag = "comboBox" if combo else "dropDownList"
    kind = f"<w:{tag}>{entries}</w:{tag}>"
    return control(run(chosen) if chosen else run(prompt, grey=True), name=name, kind=kind, placeholder=not chosen)


def box_control(ticked, *, name, glyph=None) -> Xml:
    """A tick-box control; `glyph` overrides the character shown, which may then belie the state."""
    shown = glyph or ("\u2612" if ticked else "\u2610")
    kind = (
        f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
    )
    return control(run(shown, font="MS Gothic"), name=name, kind=kind)


def box_choices(*choices, chosen=(), name="choice", after=False) -> Xml:
    """Tick-box controls, each before or after its choice."""
    chosen = (chosen,) if isinstance(chosen, str) else chosen
    made = []
    for choice in choices:
        box = box_control(choice in chosen, name=f"{name} {choice}")
        made += [run(choice + " "), box, run("   ")] if after else [box, run(f" {choice}   ")]
    return _join(made)


def repeating(*rows, name) -> Xml:
    """A repeating section with a row in each item."""
    items = "".join(control(r, name=f"{name} item", kind="<w15:repeatingSectionItem/>") for r in rows)
    return control(items, name=name, kind="<w15:repeatingSection/>")


# Legacy form fields -------------------------------------------------------------------------------------------------


def _legacy(field, instruction, result) -> Xml:
    return Xml(
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="F{_id()}"/><w:enabled/>{field}</w:ffData></w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        + (f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result else "")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def legacy_text(value="") -> Xml:
    """A legacy text field; five en spaces when empty."""
    return _legacy("<w:textInput/>", "FORMTEXT", run(value or EN_SPACES))


def legacy_list(entries, index=None) -> Xml:
    """A legacy drop-down; no stored `index` means the first entry."""
    result = "" if index is None else f'<w:result w:val="{index}"/>'
    listed = "".join(f'<w:listEntry w:val="{escape(e)}"/>' for e in entries)
    return _legacy(f"<w:ddList>{result}{listed}</w:ddList>", "FORMDROPDOWN", "")


def legacy_box(state) -> Xml:
    """A legacy tick box; `state` is the markup of its state, such as `<w:checked/>` or `<w:default w:val="0"/>`."""
    return _legacy(f"<w:checkBox><w:sizeAuto/>{state}</w:checkBox>", "FORMCHECKBOX", "")


ON, OFF = "<w:default w:val='0'/><w:checked/>", "<w:default w:val='0'/>"


# Review marks, fields, drawings -------------------------------------------------------------------------------------


def inserted(text, **looks) -> Xml:
    return Xml(f'<w:ins w:id="{_id()}" {AUTHOR}>{run(text, **looks)}</w:ins>')


def deleted(text) -> Xml:
    gone = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return Xml(f'<w:del w:id="{_id()}" {AUTHOR}>{gone}</w:del>')


def inserted_row(*cells) -> Xml:
    return row(*cells, marks=f'<w:ins w:id="{_id()}" {AUTHOR}/>')


def deleted_row(*texts) -> Xml:
    return row(*(cell(para(deleted(t))) for t in texts), marks=f'<w:del w:id="{_id()}" {AUTHOR}/>')


def moved(text) -> tuple[Xml, Xml]:
    """The paragraph where `text` was, and the one where it is now."""
    n = _id()
    was = Xml(
        f'<w:p><w:moveFromRangeStart w:id="{n}" w:name="move{n}" {AUTHOR}/><w:moveFrom w:id="{n + 5000}" {AUTHOR}>{run(text)}</w:moveFrom><w:moveFromRangeEnd w:id="{n}"/></w:p>'
    )
    now = Xml(
        f'<w:p><w:moveToRangeStart w:id="{n + 6000}" w:name="move{n}" {AUTHOR}/><w:moveTo w:id="{n + 7000}" {AUTHOR}>{run(text)}</w:moveTo><w:moveToRangeEnd w:id="{n + 6000}"/></w:p>'
    )
    return was, now


def smart_tag(text, element="date") -> Xml:
    return Xml(
        f'<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="{element}">{run(text)}</w:smartTag>'
    )


def simple_field(text, instruction) -> Xml:
    return Xml(f'<w:fldSimple w:instr=" {instruction} ">{run(text)}</w:fldSimple>')


def merge_field(text, name) -> Xml:
    """A complex field whose result is `text`."""
    return Xml(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> MERGEFIELD {name} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(text)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def custom_xml(content, element="answer") -> Xml:
    return Xml(f'<w:customXml w:uri="urn:example:form" w:element="{element}">{content}</w:customXml>')


def hyperlink(text, relation) -> Xml:
    """A link through the document's relation `relation`, given to `document(links=...)`."""
    return Xml(f'<w:hyperlink r:id="{relation}">{run(text, underline=True)}</w:hyperlink>')


def footnote_mark(number) -> Xml:
    return Xml(f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>')


def text_box(*blocks, width=5400000, height=720000) -> Xml:
    """A paragraph that anchors a text box, with the same words again as the fallback for old programs."""
    content = f"<w:txbxContent>{_blocks(blocks)}</w:txbxContent>"
    shape = (
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>"
    )
    n = _id()
    inline = (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{n}" name="Text Box {n}"/>'
        f'<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{shape}</a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    old = f'<w:pict><v:shape style="width:400pt;height:60pt"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
    both = f'<mc:AlternateContent><mc:Choice Requires="wps">{inline}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>'
    return Xml(f"<w:p><w:r>{both}</w:r></w:p>")


# The package --------------------------------------------------------------------------------------------------------

STYLES = (
    f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="21"/>'
    '<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="60"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="200"/><w:outlineLvl w:val="{n - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{30 - 4 * n}"/></w:rPr></w:style>'
        for n in (1, 2, 3)
    )
    + "</w:styles>"
)
NUMBERING = (
    f'<w:numbering xmlns:w="{W}">'
    + "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/><w:pPr><w:ind w:left="425" w:hanging="425"/></w:pPr></w:lvl></w:abstractNum>'
        for n, fmt, text in ((0, "decimal", "%1."), (1, "bullet", "\u2022"), (2, "lowerLetter", "%1)"))
    )
    + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(3))
    + "</w:numbering>"
)


def _part(tag, content) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{tag} {NAMESPACES}>{content}</w:{tag}>'


def zipped(files) -> bytes:
    """A zip of `files` (name, content) with one fixed moment on every member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in files:
            member = zipfile.ZipInfo(name, (2026, 11, 2, 9, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            package.writestr(member, content.encode() if isinstance(content, str) else content)
    return out.getvalue()


def document(
    *body,
    header=None,
    footer=None,
    notes=(),
    comments=(),
    links=(),
    protected=False,
    kind="docx",
    landscape=False,
    extra=(),
) -> bytes:
    """The bytes of a Word file with the blocks of `body`; `header`, `footer` and `notes` are blocks too."""
    relations, overrides, parts = [], [], []

    def part(name, content, *, relation, content_type):
        n = f"rId{len(relations) + 1}"
        relations.append(f'<Relationship Id="{n}" Type="{OFFICE}/{relation}" Target="{name}"/>')
        overrides.append(
            f'<Override PartName="/word/{name}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{content_type}+xml"/>'
        )
        parts.append((f"word/{name}", content))
        return n

    def blocks(items):
        return _blocks(items if isinstance(items, tuple | list) else (items,))

    part("styles.xml", STYLES, relation="styles", content_type="styles")
    part("numbering.xml", NUMBERING, relation="numbering", content_type="numbering")
    locked = '<w:documentProtection w:edit="forms" w:enforcement="1"/>' if protected else ""
    part("settings.xml", _part("settings", locked), relation="settings", content_type="settings")
    ends = ""
    if header:
        ends += f'<w:headerReference w:type="default" r:id="{part("header1.xml", _part("hdr", blocks(header)), relation="header", content_type="header")}"/>'
    if footer:
        ends += f'<w:footerReference w:type="default" r:id="{part("footer1.xml", _part("ftr", blocks(footer)), relation="footer", content_type="footer")}"/>'
    if notes:
        made = "".join(f'<w:footnote w:id="{n}">{blocks((t,))}</w:footnote>' for n, t in enumerate(notes, 1))
        part("footnotes.xml", _part("footnotes", made), relation="footnotes", content_type="footnotes")
    if comments:
        made = "".join(
            f'<w:comment w:id="{n}" {AUTHOR} w:initials="BU">{blocks((t,))}</w:comment>' for n, t in enumerate(comments)
        )
        part("comments.xml", _part("comments", made), relation="comments", content_type="comments")
    relations += [
        f'<Relationship Id="{n}" Type="{OFFICE}/hyperlink" Target="{t}" TargetMode="External"/>' for n, t in links
    ]
    size = 'w:w="16838" w:h="11906" w:orient="landscape"' if landscape else 'w:w="11906" w:h="16838"'
    section = f'<w:sectPr>{ends}<w:pgSz {size}/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    main = _part("document", f"<w:body>{blocks(body)}{section}</w:body>")
    return _package(main, relations, overrides, [*parts, *extra], kind=kind)


def _package(main, relations, overrides, parts, *, kind) -> bytes:
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    types = (
        f'{declared}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPES[kind]}"/>{"".join(overrides)}</Types>'
    )
    top = f'{declared}<Relationships xmlns="{rels}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    inner = f'{declared}<Relationships xmlns="{rels}">{"".join(relations)}</Relationships>'
    head = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", top),
        ("word/document.xml", main),
        ("word/_rels/document.xml.rels", inner),
    ]
    return zipped([*head, *parts])


def anew() -> None:
    """Starts the numbers of controls and marks again, so that a document does not depend on those made before it."""
    global _ids  # noqa: PLW0603
    _ids = itertools.count(1000)


def nhs(first_nine) -> str:
    """The ten digits whose first nine are `first_nine`, by modulus 11."""
    rest = 11 - sum(int(d) * w for d, w in zip(first_nine, range(10, 1, -1), strict=True)) % 11
    if rest == 10:
        raise ValueError(f"{first_nine} has no check digit")
    return first_nine + str(rest % 11)
