"""The parts of a Word package, each parsed when it is first asked for, after a look at what would hurt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from parsers.readers.shared.strict_names import transitional
from parsers.readers.word.flatten import Element
from parsers.safe.package_limits import checked_package
from parsers.unreadable import Unreadable, Why

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "[Content_Types].xml"  # without it Word takes nothing for a document (ECMA-376 part 2)
# No entity is resolved and nothing is fetched: a document type declaration was refused before.
_PARSER = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class WordRelation:
    """What one part says of another: under which id, what it is to it (`header`, `styles` …), and its name."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WordPackage:
    """The parts of a Word file and which holds its text; what is read once stays in `trees` and `told`."""

    parts: dict[str, bytes]
    main: str = ""
    trees: dict[str, Element] = field(default_factory=dict, repr=False)
    told: dict[str, list[WordRelation]] = field(default_factory=dict, repr=False)

    def tree(self, name: str) -> Element:
        """The root element of a part, the same each time; raises XMLSyntaxError."""
        if name not in self.trees:
            self.trees[name] = _root(self.parts[name])
        return self.trees[name]

    def relations(self, name: str) -> list[WordRelation]:
        """What a part (the package itself without a name) says of parts that are there, in the order of their ids."""
        if name not in self.told:
            folder, _, own = name.rpartition("/")
            part = f"{folder}/_rels/{own}.rels".lstrip("/")
            found = (
                [_relation(each, folder) for each in self.tree(part).iter(_RELATIONSHIP)] if part in self.parts else []
            )
            # Removed pictures leave a `Target="NULL"` behind.
            self.told[name] = sorted((each for each in found if each.target in self.parts), key=lambda each: each.id)
        return self.told[name]

    def related(self, name: str, kind: str) -> Iterator[str]:
        """The parts that part `name` names as `kind` (`header`, `footnotes`, `styles` …), in the order of their ids."""
        return (each.target for each in self.relations(name) if each.kind == kind)


def opened(content: bytes) -> WordPackage:
    """The parts of a .docx, .docm, .dotx or .dotm, transitional or strict.

    Raises `Unreadable` when it is damaged, unpacks too large or holds a DOCTYPE.
    """
    package = WordPackage(parts=checked_package(content))
    try:
        main = next(package.related("", "officeDocument"), None)
    except etree.XMLSyntaxError as error:
        raise Unreadable(Why.DAMAGED) from error
    if main is None or _TYPES not in package.parts:
        raise Unreadable(Why.DAMAGED)
    return replace(package, main=main)


def _root(blob: bytes) -> Element:
    """The root of a part, in transitional names."""
    return etree.fromstring(transitional(blob), _PARSER)


def _relation(told: Element, folder: str) -> WordRelation:
    kind, target = told.get("Type", "").rpartition("/")[2], told.get("Target", "")
    is_outside = told.get("TargetMode") == "External"
    return WordRelation(told.get("Id", ""), kind, "" if is_outside else _place(folder, target))


def _place(folder: str, target: str) -> str:
    """The name inside the zip that a relationship's target means, seen from `folder`."""
    steps = [] if target.startswith("/") else [step for step in folder.split("/") if step]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
