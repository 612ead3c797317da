"""An OpenDocument text (.odt, .ott) read into a page: what a reader of the printed form sees, and no more."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from lxml import etree

from parsers.page import Block, Page
from parsers.readers.opendocument.blocks import OpenDocumentReader, blocks
from parsers.readers.opendocument.controls import controls
from parsers.readers.opendocument.styles import styles
from parsers.readers.opendocument.xml_names import XML_ID, Element, local, q
from parsers.readers.shared.comments import CHANGES, EMBEDDED, MACROS, on_comments, remarks
from parsers.readers.shared.places import distinct_blocks
from parsers.safe.package_limits import checked_package
from parsers.unreadable import Unreadable, Why

_REVISIONS = (q("text:insertion"), q("text:deletion"))
_BROKEN = (etree.XMLSyntaxError, RecursionError)
_MACRO_FOLDERS = ("Basic/", "Scripts/")


def page(content: bytes) -> Page:
    """The page of an OpenDocument text or template; raises `Unreadable`."""
    parts = checked_package(content)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Unreadable(Why.ENCRYPTED)
    try:
        return _page(parts)
    except _BROKEN as error:
        raise Unreadable(Why.DAMAGED) from error


def _page(parts: dict[str, bytes]) -> Page:
    root, around = _tree(parts, "content.xml"), _tree(parts, "styles.xml")
    body = root.find(f"{q('office:body')}/{q('office:text')}")
    if body is None:
        raise Unreadable(Why.DAMAGED if root.find(q("office:body")) is None else Why.UNSUPPORTED)
    reader = OpenDocumentReader(
        styles=styles(around, root), controls=controls(root), deletions=frozenset(_deletions(root))
    )
    read = blocks(body, reader, source="body")
    named = dict(_properties(_tree(parts, "meta.xml")))
    return Page(
        format="opendocument",
        body=read,
        headers=_around(around, root, kind="header"),
        footers=_around(around, root, kind="footer"),
        notes=tuple(reader.notes),
        title=named.get("title", ""),
        properties=tuple(named.items()),
        warnings=_remarks(parts, root),
    )


def _tree(parts: dict[str, bytes], name: str) -> Element:
    """The root of a part; a package may lack its styles or its properties, and is read without them."""
    if name not in parts and name == "content.xml":
        raise Unreadable(Why.DAMAGED)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(parts.get(name) or b"<absent/>", parser)


def _around(around: Element, root: Element, *, kind: str) -> tuple[Block, ...]:
    looks, shown = styles(around), controls(root)
    parts = (part for suffix in ("", "-first", "-left") for part in around.iter(q(f"style:{kind}{suffix}")))
    visible = (part for part in parts if part.get(q("style:display")) != "false")
    return distinct_blocks(
        (functools.partial(blocks, part, OpenDocumentReader(styles=looks, controls=shown)) for part in visible),
        kind=kind,
    )


def _properties(meta: Element) -> Iterator[tuple[str, str]]:
    """Names and values from the file's properties; the names that its maker gave as they are."""
    for child in meta.iterfind(f"{q('office:meta')}/*"):
        text = " ".join("".join(map(str, child.itertext())).split())
        if text:
            yield child.get(q("meta:name")) or local(child), text


def _deletions(root: Element) -> Iterator[str]:
    """The ids of tracked changes that delete; mostly their text stands apart, but some programs leave it in place."""
    for region in root.iter(q("text:changed-region")):
        if region.find(q("text:deletion")) is not None:
            yield region.get(q("text:id")) or region.get(XML_ID) or ""


def _remarks(parts: dict[str, bytes], root: Element) -> tuple[str, ...]:
    comments = len(list(root.iter(q("office:annotation"))))
    return remarks(
        {
            MACROS: any(name.startswith(_MACRO_FOLDERS) and not name.endswith("/") for name in parts),
            CHANGES: list(root.iter(*_REVISIONS)),
            on_comments(comments): comments,
            EMBEDDED: list(root.iter(q("draw:object"), q("draw:object-ole"))),
        }
    )
