"""Names of OpenDocument 1.3 as lxml writes them; those of `loext` and `field` are LibreOffice's own."""

from __future__ import annotations

from lxml import etree

Element = etree._Element

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = {prefix: f"{_OASIS}{prefix}:1.0" for prefix in ("office", "text", "table", "style", "form", "meta")} | {
    "draw": f"{_OASIS}drawing:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "svg": f"{_OASIS}svg-compatible:1.0",
    "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def q(name: str) -> str:
    """`name` such as `text:p` with its namespace."""
    prefix, _, own = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{own}"


def local(element: Element) -> str:
    """The name of `element` without its namespace."""
    return str(etree.QName(element).localname)


def count(element: Element, name: str, *, most: int) -> int:
    """A whole number of at least 1 that an attribute says, and never more than `most`."""
    text = element.get(q(name), "")
    return min(max(int(text), 1), most) if text.isdecimal() and len(text) < 9 else 1
