"""The parts of a Word package, opened by python-docx after a look at what it would stumble over or be hurt by."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from docx.opc.package import OpcPackage
from docx.opc.part import Part, XmlPart
from docx.oxml.parser import parse_xml

from parsers.readers.word.flatten import Element
from parsers.safe.package_limits import checked_package
from parsers.unreadable import Unreadable, Why

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MAIN_TYPES = re.compile(
    rb"application/vnd\.(?:ms-word\.(?:document\.macroEnabled|template\.macroEnabledTemplate)"
    rb"|openxmlformats-officedocument\.wordprocessingml\.template)\.main\+xml"
)
_DOCUMENT_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External")
_RELATIONSHIP = re.compile(
    rb"<(?:\w+:)?Relationship\s[^>]*?Target\s*=\s*[\"']([^\"']*)[\"'][^>]*?(?:/>|>\s*</(?:\w+:)?Relationship>)"
)


def opened(content: bytes) -> Part:
    """The main document part of a .docx, .docm, .dotx or .dotm, transitional or strict.

    Raises `Unreadable` when it is damaged, unpacks too large or holds a DOCTYPE.
    """
    parts = checked_package(content)
    repaired = {name: _repaired(name, blob, parts=parts) for name, blob in parts.items()}
    if any(repaired[name] is not blob for name, blob in parts.items()):
        content = _packed(repaired)
    try:
        package = OpcPackage.open(io.BytesIO(content))
        main: Part = package.main_document_part
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile, SyntaxError) as error:
        raise Unreadable(Why.DAMAGED) from error
    return main


def tree(part: Part) -> Element:
    """The root element of a part, whether python-docx knows its kind or not."""
    return part.element if isinstance(part, XmlPart) else parse_xml(part.blob)


def related(part: Part, kind: str) -> Iterator[Part]:
    """The parts that `part` names as `kind` (`header`, `footnotes`, `styles` …), in the order of their names."""
    for _, relation in sorted(part.rels.items()):
        if relation.reltype == _RELATIONSHIPS + kind and not relation.is_external:
            yield relation.target_part


def _repaired(name: str, blob: bytes, *, parts: dict[str, bytes]) -> bytes:
    """The part as python-docx can take it, the very same object when it can already.

    It refuses macro files and templates by their declared type, knows the namespaces of transitional OOXML alone, and
    fails on a relationship whose target is absent (`Target="NULL"` is left behind by removed pictures).
    """
    if name == "[Content_Types].xml" and _MAIN_TYPES.search(blob):
        blob = _MAIN_TYPES.sub(_DOCUMENT_TYPE, blob)
    if name.endswith((".xml", ".rels")) and b"purl.oclc.org/ooxml/" in blob:
        blob = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", blob)
    if name.endswith(".rels"):
        blob = _without_dangling(name, blob, parts=parts)
    return blob


def _without_dangling(name: str, blob: bytes, *, parts: dict[str, bytes]) -> bytes:
    folder, _, _ = name.rpartition("_rels/")

    def without(match: re.Match[bytes]) -> bytes:
        target = match[1].decode("utf-8", "replace")
        is_there = _EXTERNAL.search(match[0]) or _place(folder, target) in parts
        return match[0] if is_there else b""

    mended = _RELATIONSHIP.sub(without, blob)
    return blob if mended == blob else mended


def _place(folder: str, target: str) -> str:
    """The name inside the zip that a relationship's target means, seen from `folder`."""
    steps = [] if target.startswith("/") else [step for step in folder.split("/") if step]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, blob in parts.items():
            package.writestr(name, blob)
    return stream.getvalue()
