"""Other formats, damaged files and false names. What LibreOffice must convert is made by `make_forms.py`."""

import io
import zipfile
from unittest.mock import patch

from builders import document, title, two_columns, zipped

ANSWERS = (
    ("Full name of child", "Cordelia Ashdown-Mensah"),
    ("Date of Birth", "29/11/2014"),
    ("Gender", "Female"),
    ("NHS No", "999 476 2001"),
    ("Home Address", "7 Saddlers Yard, Wexcombe WX2 9AB"),
    ("Date of incident", "10/11/2026"),
    ("Outcome", "Seriously harmed"),
    ("Is abuse or neglect known or suspected?", "Known"),
    ("Brief summary of incident", "Cordelia was found locked in a shed by a delivery driver."),
    ("Name of referrer", "Hamish Tregarthen"),
    ("Role", "Education Welfare Officer"),
    ("Agency", "Wexcombe Council"),
    ("Telephone number", "01632 960262"),
    ("Email address", "hamish.tregarthen@wexcombe.example"),
    ("Date of Referral", "11 November 2026"),
)


def wexcombe(*, kind="docx", extra=(), answers=ANSWERS) -> bytes:
    return document(
        title("Wexcombe Safeguarding Children Partnership"),
        title("Serious Incident Referral Form"),
        two_columns(*answers),
        kind=kind,
        extra=extra,
    )


PLAIN = wexcombe()


def members(content) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def strict() -> bytes:
    """The same form in the Strict spelling of the format's namespaces."""
    swaps = (
        (
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
        (b"http://schemas.openxmlformats.org/drawingml/2006/main", b"http://purl.oclc.org/ooxml/drawingml/main"),
    )
    made = []
    for name, content in members(PLAIN):
        for old, new in swaps:
            content = content.replace(old, new)  # noqa: PLW2901
        made.append((name, content))
    return zipped(made)


def null_relation() -> bytes:
    """A relation that leads nowhere, as some converters leave behind."""
    broken = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="NULL"/></Relationships>'
    return zipped(
        [(n, c.replace(b"</Relationships>", broken) if n.startswith("word/_rels") else c) for n, c in members(PLAIN)]
    )


def doctype() -> bytes:
    """A main part with a DOCTYPE and an entity: refused, because its text may be cut in silence."""
    swap = b'<!DOCTYPE w:document [<!ENTITY e SYSTEM "file:///etc/hostname">]>\n<w:document '
    return zipped(
        [
            (
                n,
                c.replace(b"<w:document ", swap, 1).replace(b"Cordelia", b"Cord&e;elia")
                if n == "word/document.xml"
                else c,
            )
            for n, c in members(PLAIN)
        ]
    )


def as_html() -> bytes:
    rows = "".join(f"<tr><td><b>{a}</b></td><td>{b}</td></tr>" for a, b in ANSWERS)
    page = f'<html><head><meta charset="utf-8"><title>Referral</title></head><body><h1>Wexcombe Safeguarding Children Partnership</h1><h2>Serious Incident Referral Form</h2><table border=1>{rows}</table></body></html>'
    return page.encode()


def as_rtf() -> bytes:
    rows = "".join(rf"\trowd\cellx4000\cellx9600\pard\intbl {a}\cell {b}\cell\row" + "\n" for a, b in ANSWERS)
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}"
        + "\n"
        + r"\pard\b Serious Incident Referral Form\b0\par"
        + "\n"
        + rows
        + r"\pard\par}"
    ).encode("ascii")


def as_text() -> bytes:
    head = "WEXCOMBE SAFEGUARDING CHILDREN PARTNERSHIP\r\nSerious Incident Referral Form\r\n\r\n"
    return (head + "".join(f"{a.rstrip('?')}: {b}\r\n" for a, b in ANSWERS)).encode("cp1252")


def encrypted(content, *, password) -> bytes:
    """A Word file really encrypted with `password`; its salts are fixed so that it can be made again."""
    from msoffcrypto.format.ooxml import OOXMLFile
    from msoffcrypto.method import ecma376_agile
    from msoffcrypto.method.container import ecma376_encrypted

    out = io.BytesIO()
    with (
        patch.object(ecma376_agile, "_random_buffer", lambda size: bytes(range(7, 7 + size))),
        patch.object(ecma376_encrypted, "datetime2filetime", lambda _: 134071848000000000),
    ):
        OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()


DOCUMENTS = {
    "K50-template.dotx": wexcombe(kind="dotx"),
    "K51-with-macros.docm": wexcombe(kind="docm", extra=(("word/vbaProject.bin", b"\xcc\x61 not a real project"),)),
    "K52-strict.docx": strict(),
    "K53-null-relation.docx": null_relation(),
    "K54-doctype.docx": doctype(),
    "K55-password.docx": encrypted(PLAIN, password="invented-Kestrel-9"),
    "K56-cut-off.docx": PLAIN[: len(PLAIN) * 2 // 3],
    "K57-empty.docx": b"",
    "K58-zip-not-word.docx": zipped([("Index/Document.iwa", b"\x00pages"), ("preview.jpg", b"\xff\xd8\xff")]),
    "K59-web-page.html": as_html(),
    "K60-web-page-called.doc": as_html(),
    "K61-rich-text.rtf": as_rtf(),
    "K62-rich-text-called.docx": as_rtf(),
    "K63-plain-text.txt": as_text(),
    "K64-template-blank.dotx": wexcombe(kind="dotx", answers=tuple((a, "") for a, _ in ANSWERS)),
}
