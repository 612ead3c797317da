"""A whole sheet put before the others of a workbook that people have edited, with the looks that it brings."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree

from pipeline.tracker.workbook.book import Book, relations_part
from pipeline.tracker.workbook.grid import plain, root_prefix, tree

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LISTS = ("fonts", "fills", "borders")
_IDS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


@dataclass(frozen=True, kw_only=True, slots=True)
class NewSheet:
    """A sheet of another workbook, and the names by which its cells are found."""

    title: str
    part: bytes
    styles: bytes  # of the workbook that it comes from
    names: Mapping[str, str]  # hidden ones


def with_sheet_first(sheet: NewSheet, of: Book) -> dict[str, bytes]:
    """The parts that change so that `sheet` stands before all others; which one is open stays as it was."""
    styles = next(part for part in of.supports if "styles" in part)
    merged = _Merged.of(plain(of.package.part(styles)), plain(sheet.styles))
    number = 1
    while f"xl/worksheets/sheet{number}.xml" in of.package:
        number += 1
    part, id_ = f"xl/worksheets/sheet{number}.xml", f"rIdToday{number}"  # some readers know no other names
    rels, types = relations_part(of.part), "[Content_Types].xml"
    target = part.removeprefix("xl/") if of.part.startswith("xl/") else "/" + part
    relation = f'<{_p(of, rels)}Relationship Id="{id_}" Type="{_RELATION}/worksheet" Target="{target}"/>'
    override = f'<{_p(of, types)}Override PartName="/{part}" ContentType="{_KIND}"/>'
    return {
        part: merged.restyled(sheet.part),
        styles: merged.styles,
        rels: _before_end(of, rels, root="Relationships", more=relation),
        types: _before_end(of, types, root="Types", more=override),
        of.part: _in_workbook(of, sheet, id_=id_),
    }


def _p(of: Book, part: str) -> str:
    return root_prefix(plain(of.package.part(part))).decode()


def _before_end(of: Book, part: str, *, root: str, more: str) -> bytes:
    xml, p = plain(of.package.part(part)), _p(of, part)
    return xml.replace(f"</{p}{root}>".encode(), more.encode() + f"</{p}{root}>".encode(), 1)


def _in_workbook(of: Book, sheet: NewSheet, *, id_: str) -> bytes:
    xml, p = plain(of.package.part(of.part)), _p(of, of.part)
    number = max(map(int, re.findall(rb'\ssheetId="(\d+)"', xml)), default=0) + 1
    entry = f'<{p}sheet name={quoteattr(sheet.title)} sheetId="{number}" xmlns:r="{_RELATION}" r:id="{id_}"/>'
    xml = re.sub(rb"(<%bsheets\b[^>]*>)" % p.encode(), lambda found: found[1] + entry.encode(), xml, count=1)
    # What counts sheets from the first one on counts one more.
    for name in (b"localSheetId", b"activeTab", b"firstSheet"):
        xml = re.sub(rb'(\s%b=")(\d+)(")' % name, lambda found: found[1] + b"%d" % (int(found[2]) + 1) + found[3], xml)
    if b"activeTab=" not in xml:
        xml = re.sub(rb"(<%bworkbookView\b)" % p.encode(), rb'\1 activeTab="1"', xml, count=1)
    names = "".join(
        f'<{p}definedName name="{name}" hidden="1">{place}</{p}definedName>' for name, place in sheet.names.items()
    )
    return xml.replace(f"</{p}definedNames>".encode(), names.encode() + f"</{p}definedNames>".encode(), 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Merged:
    """The looks of both workbooks in one list, and how far those of the new sheet have moved in it."""

    styles: bytes
    formats: int
    differential: int

    @classmethod
    def of(cls, old: bytes, new: bytes) -> _Merged:
        root, more = tree(old), tree(new)
        moved = {name: _append(root, more, name=name) for name in _LISTS}
        codes = _number_formats(root, more)
        formats = _list(root, "cellXfs")
        before = len(formats)
        for xf in _list(more, "cellXfs"):
            own = copy.deepcopy(xf)
            for attribute, name in _IDS.items():
                own.set(attribute, str(int(own.get(attribute, "0")) + moved[name]))
            own.set("numFmtId", codes.get(own.get("numFmtId", "0"), own.get("numFmtId", "0")))
            own.set("xfId", "0")
            formats.append(own)
        formats.set("count", str(len(formats)))
        differential = _append(root, more, name="dxfs")
        written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return cls(styles=written, formats=before, differential=differential)

    def restyled(self, sheet: bytes) -> bytes:
        """The sheet with its looks as they stand in the list of both; not the one that is open."""

        def more(found: re.Match[bytes], by: int) -> bytes:
            return found[1] + b"%d" % (int(found[2]) + by) + found[3]

        xml = re.sub(rb'(<(?:c|row)\b[^>]*?\ss=")(\d+)(")', lambda found: more(found, self.formats), sheet)
        xml = re.sub(rb'(<col\b[^>]*?\sstyle=")(\d+)(")', lambda found: more(found, self.formats), xml)
        xml = re.sub(rb'(\sdxfId=")(\d+)(")', lambda found: more(found, self.differential), xml)
        return re.sub(rb'\stabSelected="\w+"', b"", xml)


def _list(root: etree._Element, name: str) -> etree._Element:
    found = root.find(f"{{*}}{name}")
    if found is None:
        # CT_Stylesheet (ECMA-376 Part 1, 18.8.39): numFmts stand first, dxfs after the named styles.
        found = root.makeelement(etree.QName(etree.QName(root).namespace, name), {})
        after = root.find("{*}cellStyles") if name == "dxfs" else None
        if after is not None:
            after.addnext(found)
        else:
            root.insert(0, found)
    return found


def _append(root: etree._Element, more: etree._Element, *, name: str) -> int:
    """Adds the entries of the list called `name`, and gives how many stood there before."""
    there, new = _list(root, name), more.find(f"{{*}}{name}")
    before = len(there)
    for entry in new if new is not None else ():
        there.append(copy.deepcopy(entry))
    there.set("count", str(len(there)))
    return before


def _number_formats(root: etree._Element, more: etree._Element) -> dict[str, str]:
    """Adds the formats of numbers under free ids, and gives the new id of each."""
    new = more.find("{*}numFmts")
    if new is None or not len(new):
        return {}
    there = _list(root, "numFmts")
    free = max((int(entry.get("numFmtId", "0")) for entry in there), default=199) + 1
    codes: dict[str, str] = {}
    for number, entry in enumerate(new, start=max(free, 200)):
        own = copy.deepcopy(entry)
        codes[own.get("numFmtId", "")] = str(number)
        own.set("numFmtId", str(number))
        there.append(own)
    there.set("count", str(len(there)))
    return codes
