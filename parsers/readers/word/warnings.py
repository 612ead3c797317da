"""What a person must be told about a Word file beside its text, and the names that its maker hid in it."""

from __future__ import annotations

from collections.abc import Iterator

from docx.opc.package import OpcPackage
from docx.opc.part import Part
from lxml import etree

from parsers.readers.shared.comments import CHANGES, EMBEDDED, MACROS, on_comments
from parsers.readers.word.flatten import VML, Element, w
from parsers.readers.word.package import related, tree

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_INK = "{http://schemas.microsoft.com/office/word/2010/wordml}contentPart"
_REVISIONS = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo", "cellDel", "cellIns"))
_CIRCLES = ("ellipse", "donut", "oval")
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def remarks(main: Part, root: Element) -> tuple[str, ...]:
    """Sentences for a person about what the text alone does not show; `root` must not be flattened yet."""
    return tuple(_remarks(main, root))


def _remarks(main: Part, root: Element) -> Iterator[str]:
    kinds = {relation.reltype.rpartition("/")[2] for relation in main.rels.values()}
    if "vbaProject" in kinds:
        yield MACROS
    if next(root.iter(*_REVISIONS), None) is not None:
        yield CHANGES
    yield from on_comments(sum(len(list(tree(part).iter(w("comment")))) for part in related(main, "comments")))
    if kinds & {"oleObject", "package"}:
        yield EMBEDDED
    if _has_circle(root):
        yield "A circle or oval is drawn on the form, perhaps round an answer; look at it."
    if next(root.iter(_INK), None) is not None:
        yield "The form holds handwriting or drawing by pen, which was not read."


def _has_circle(root: Element) -> bool:
    shapes = (shape.get("prst", "") for shape in root.iter(f"{_DRAWING}prstGeom"))
    return any(shape in _CIRCLES for shape in shapes) or next(root.iter(f"{{{VML}}}oval"), None) is not None


def properties(package: OpcPackage) -> Iterator[tuple[str, str]]:
    """Names and values from the file's core and custom properties, core names in lower case as the file has them."""
    for relation in package.rels.values():
        if relation.is_external or relation.reltype not in (_CUSTOM, _CORE):
            continue
        for child in tree(relation.target_part):
            text = " ".join("".join(map(str, child.itertext())).split())
            if isinstance(child.tag, str) and text:
                yield child.get("name") or etree.QName(child).localname, text
