"""What must follow when cells change beside formulas: computed again on opening, and no stale chain."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pipeline.tracker.workbook.book import Book, relations, relations_part
from pipeline.tracker.workbook.grid import plain, root_prefix


def has_formulas(of: Book, *, changed: Mapping[str, bytes]) -> bool:
    """Whether any sheet of the workbook holds a formula."""
    parts = (changed.get(part) or of.package.part(part) for part in of.sheets.values())
    return any(re.search(rb"<%bf[\s/>]" % root_prefix(part), part) for part in parts)


def with_full_calculation(workbook: bytes) -> bytes:
    """The workbook part that has every formula computed when it is opened; unchanged where it says so already."""
    xml = plain(workbook)
    p = root_prefix(xml)
    found = re.search(rb"<%bcalcPr\b[^>]*?(/?)>" % p, xml)
    if found is None:
        # CT_Workbook (ECMA-376 Part 1, 18.2.27): calcPr follows definedNames, else sheets.
        for name in (b"definedNames", b"externalReferences", b"functionGroups", b"sheets"):
            closing = b"</%b%b>" % (p, name)
            if closing in xml:
                return xml.replace(closing, closing + b'<%bcalcPr fullCalcOnLoad="1"/>' % p, 1)
        return workbook
    if re.search(rb'fullCalcOnLoad="(?:1|true)"', found[0]):
        return workbook
    said = re.sub(rb'\sfullCalcOnLoad="[^"]*"', b"", found[0])
    end = -2 if found[1] else -1
    return xml[: found.start()] + said[:end].rstrip() + b' fullCalcOnLoad="1"' + said[end:] + xml[found.end() :]


def calculation_parts(
    of: Book, *, changed: Mapping[str, bytes], moved: bool
) -> tuple[dict[str, bytes], frozenset[str]]:
    """The parts that change, and those to be dropped, for formulas to be right again.

    `moved` says that formulas were added, moved or written over: then the calculation chain, which lists where they
    are, is dropped with its entries (a program makes it anew; one that is wrong is reported as damage).
    """
    workbook = of.package.part(of.part)
    new = with_full_calculation(workbook)
    chain = [relation.target for relation in relations(of.package, of.part) if relation.kind == "calcChain"]
    dropped = [part for part in chain[:1] if moved and part in of.package]
    if (new == workbook and not dropped) or not has_formulas(of, changed=changed):
        return {}, frozenset()
    out = {} if new == workbook else {of.part: new}
    return out | (_without(dropped, of) if dropped else {}), frozenset(dropped)


def _without(parts: Collection[str], of: Book) -> dict[str, bytes]:
    types, rels = of.package.part("[Content_Types].xml"), of.package.part(relations_part(of.part))
    for part in parts:
        types = re.sub(rb'<(?:\w+:)?Override\b[^>]*PartName="/%b"[^>]*/>' % re.escape(part.encode()), b"", types)
    rels = re.sub(rb'<(?:\w+:)?Relationship\b[^>]*relationships/calcChain"[^>]*/>', b"", rels)
    return {"[Content_Types].xml": types, relations_part(of.part): rels}
