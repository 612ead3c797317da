"""What holds a workbook together: its sheets, defined names, shared strings, date formats and epoch."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from lxml import etree

from pipeline.errors import TrackerUnreadable
from pipeline.tracker.workbook.grid import plain, root_prefix, tree
from pipeline.tracker.workbook.package import Package, opened

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BUILT_IN_DATES = frozenset(map(str, (*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59))))
_ENTITY = re.compile(r"&(#x[0-9a-fA-F]+|#\d+|amp|lt|gt|quot|apos);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Relation(NamedTuple):
    """One relationship of a part; `kind` is the last step of its type, `target` a part name unless external."""

    id: str
    kind: str
    target: str
    external: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """A workbook taken apart as far as is needed to find cells; `sheets` gives each sheet's part by name.

    `supports` names the parts that cells depend on: shared strings and styles.
    """

    package: Package
    part: str
    sheets: Mapping[str, str]
    names: Mapping[str, str]
    date1904: bool
    strings: tuple[str, ...]
    supports: tuple[str, ...]
    date_styles: frozenset[bytes]


@lru_cache(maxsize=2)
def book(content: bytes) -> Book:
    """The workbook in `content`; raises TrackerUnreadable with the reason where it is none."""
    package = opened(content)
    part = _main_part(package)
    root = tree(package.part(part))
    targets = {relation.id: relation for relation in relations(package, part)}
    return Book(
        package=package,
        part=part,
        sheets=_sheets(root, targets),
        names=_names(root),
        date1904=any(_is_true(pr.get("date1904")) for pr in _all(root, "workbookPr")),
        strings=_strings(package, targets),
        supports=tuple(sorted(r.target for r in targets.values() if r.kind in ("sharedStrings", "styles"))),
        date_styles=_date_styles(package, targets),
    )


def relations(package: Package, part: str) -> tuple[Relation, ...]:
    """The relationships of `part` (of the package itself where it is empty)."""
    where = relations_part(part)
    return related(package.part(where), posixpath.dirname(part)) if where in package else ()


@lru_cache(maxsize=32)
def related(xml: bytes, folder: str) -> tuple[Relation, ...]:
    """The relationships in a part's own list of them, the part lying in `folder`."""
    return tuple(_relation(entry, folder) for entry in tree(xml).iter(_RELATION))


def relations_part(part: str) -> str:
    """The name of the part that holds the relationships of `part`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relation(entry: etree._Element, folder: str) -> Relation:
    external = entry.get("TargetMode") == "External"
    target = entry.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
    return Relation(
        id=entry.get("Id", ""), kind=entry.get("Type", "").rpartition("/")[2], target=target, external=external
    )


def _main_part(package: Package) -> str:
    part = _target(relations(package, ""), "officeDocument")
    if not part:
        raise TrackerUnreadable(
            "The tracker is a zip file but not a workbook; restore it from its backups, or run "
            "`caseclock rebuild-tracker`."
        )
    return part


def _target(found: Iterable[Relation], kind: str) -> str:
    return next((relation.target for relation in found if relation.kind == kind), "")


def _sheets(root: etree._Element, targets: Mapping[str, Relation]) -> dict[str, str]:
    out = {}
    for sheet in _all(root, "sheet"):
        id_ = next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        relation = targets.get(id_)
        if relation and relation.kind == "worksheet":
            out[sheet.get("name", "")] = relation.target
    return out


def _names(root: etree._Element) -> dict[str, str]:
    return {
        entry.get("name", ""): entry.text or "" for entry in _all(root, "definedName") if not entry.get("localSheetId")
    }


def _all(root: etree._Element, local: str) -> list[etree._Element]:
    return list(root.iter("{*}" + local))


def _is_true(word: str | None) -> bool:
    return word in ("1", "true", "on")


def _strings(package: Package, targets: Mapping[str, Relation]) -> tuple[str, ...]:
    part = _target(targets.values(), "sharedStrings")
    if part not in package:
        return ()
    xml = plain(package.part(part)).decode("utf-8", "replace")
    p = re.escape(root_prefix(xml[:2000].encode("utf-8")).decode("ascii"))
    # Nearly all strings are one plain text.
    plain_text = rf"<{p}t(?:\s[^>]*)?>([^<]*)</{p}t></{p}si>"
    entries = re.findall(rf"<{p}si\b[^>]*?(?:/>|>(?:{plain_text}|(.*?)</{p}si>))", xml, re.S)
    return tuple(string_text(rich, prefix=p) if rich else unescaped(text) for text, rich in entries)


def string_text(entry: str, *, prefix: str = "") -> str:
    """The text of a string item or inline string: its runs joined, phonetic guides left out."""
    if "rPh" in entry:
        entry = re.sub(rf"<{prefix}rPh\b.*?</{prefix}rPh>", "", entry, flags=re.S)
    runs = re.findall(rf"<{prefix}t(?:\s[^>]*)?>([^<]*)</{prefix}t>", entry)
    return unescaped("".join(runs))


def unescaped(text: str) -> str:
    """`text` of an element as a person sees it: XML entities, and the `_x000D_` of ECMA-376 Part 1, 22.9.2.19."""
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name.startswith("#"):
        return chr(int(name[2:], 16) if name[1] in "xX" else int(name[1:]))
    return _NAMED[name]


def _date_styles(package: Package, targets: Mapping[str, Relation]) -> frozenset[bytes]:
    part = _target(targets.values(), "styles")
    if part not in package:
        return frozenset()
    root = tree(package.part(part))
    dated = {entry.get("numFmtId") for entry in _all(root, "numFmt") if _shows_a_date(entry.get("formatCode", ""))}
    dated |= _BUILT_IN_DATES
    formats = chain.from_iterable(_all(root, "cellXfs"))
    return frozenset(str(at).encode() for at, xf in enumerate(formats) if xf.get("numFmtId") in dated)


def _shows_a_date(code: str) -> bool:
    bare = re.sub(r'"[^"]*"|\\.|\[[^\[\]]*+\]', "", code[:255])  # what Excel takes for a format; some files hold more
    return any(letter in bare.lower() for letter in "dmyhs") and "general" not in bare.lower()
