"""Word's tree made plain in place: one alternative, revisions accepted, no controls or wrappers, text boxes once.

The order matters and is that of `flatten`. What a control or field said about a run survives as attributes of the run
in no namespace, as none of Word's are: `MARK` (a mark of the page), `BOX` (a tick box), `ISO` (a date control's date).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from parsers.page import Mark
from parsers.readers.shared.tick_boxes import EMPTY_SIGNS, TICKED_SIGNS

Element = etree._Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
VML = "urn:schemas-microsoft-com:vml"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MARK, BOX, ISO = "caseclock-mark", "caseclock-box", "caseclock-iso"


def w(name: str) -> str:
    """`name` in WordprocessingML's namespace, as lxml writes it."""
    return f"{{{WORD}}}{name}"


VAL = w("val")
RUN, PARAGRAPH, TABLE, ROW, CELL = map(w, ("r", "p", "tbl", "tr", "tc"))
RUN_LOOK, PARAGRAPH_LOOK = map(w, ("rPr", "pPr"))
_ON = ("1", "true", "on")
_DELETED = (w("del"), w("moveFrom"))
_DELETED_PARTS = ((w("del"), w("trPr"), ROW), (w("cellDel"), w("tcPr"), CELL))
_INSERTED = (w("ins"), w("moveTo"))
_CHANGED = ("r", "p", "tbl", "tr", "tc", "sect", "tblGrid", "tblPrEx")
_FORMER_LOOKS = (*(w(f"{part}PrChange") for part in _CHANGED), w("numberingChange"))
_WRAPPERS = tuple(w(name) for name in ("smartTag", "customXml", "fldSimple", "hyperlink", "dir", "bdo"))
_TEXTS = (w("t"), w("sym"))
_VALUE, _DISPLAYED = map(w, ("value", "displayText"))
_CONTROL, _CONTENT, _SETTINGS = map(w, ("sdt", "sdtContent", "sdtPr"))
_BOXES_OF_TEXT = (w("txbxContent"), f"{{{VML}}}textpath")


def flatten(root: Element) -> None:
    """Makes the part under `root` plain, so that paragraphs hold runs, rows hold cells and tables hold rows."""
    _keep_one_alternative(root)
    _accept_revisions(root)
    _settle_controls(root)
    for wrapper in list(root.iter(*_WRAPPERS)):
        unwrap(wrapper)
    _hoist_text_boxes(root)


def is_on(element: Element | None) -> bool:
    """Whether an on/off property is set: present without a value, or with 1, true or on (ISO 29500-1, 17.17.4)."""
    return element is not None and (element.get(VAL) or "1").lower() in _ON


def value(parent: Element | None, path: str, *, otherwise: str = "") -> str:
    """What the property at `path` under `parent` is set to; `otherwise` where it is missing or empty."""
    found = parent.find(path) if parent is not None else None
    return (found.get(VAL) if found is not None else None) or otherwise


def whole(text: str, *, otherwise: int) -> int:
    """A whole number of at most six digits as Word writes it; `otherwise` for anything else."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise


def text_run(text: str) -> Element:
    """A new run that shows `text`."""
    run = etree.Element(w("r"))
    shown = etree.SubElement(run, w("t"))
    shown.set(XML_SPACE, "preserve")
    shown.text = text
    return run


def child_of(parent: Element, tag: str) -> Element | None:
    """The first child with this `tag`; a path costs several times as much, and lxml's own choice by tag twice."""
    for child in parent:
        if child.tag == tag:
            return child
    return None


def drop(*elements: Element) -> None:
    """Takes `elements` out of their tree."""
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def unwrap(element: Element, content: Iterable[Element] | None = None) -> None:
    """Puts the children of `element`, or `content`, in its place."""
    parent = element.getparent()
    if parent is not None:
        # One by one before it: assigning to a slice takes time for every sibling.
        for child in list(element if content is None else content):
            element.addprevious(child)
        if element.getparent() is parent:
            parent.remove(element)


def visible(element: Element) -> str:
    """The text under `element`, without line breaks and symbols."""
    return "".join(text.text or "" for text in element.iter(w("t")))


def _keep_one_alternative(root: Element) -> None:
    """Keeps the first choice of every pair that Word writes for newer and older versions; both hold the same words."""
    for pair in list(root.iter(f"{{{COMPATIBILITY}}}AlternateContent")):
        choices = [child for child in pair if isinstance(child.tag, str)]
        with_words = [child for child in choices if next(child.iter(*_TEXTS), None) is not None]
        unwrap(pair, list((with_words or choices or [pair])[0]))


def _accept_revisions(root: Element) -> None:
    """Leaves the document as it is once every tracked change is accepted (python-docx loses insertions and moves)."""
    for sign, properties, part in _DELETED_PARTS:
        drop(*(each for mark in list(root.iter(sign)) if (each := _owner(mark, properties, part=part)) is not None))
    drop(*list(root.iter(*_FORMER_LOOKS)))
    # Whose end is deleted shows in marks that go with the deletions, so it is asked before.
    marks = [mark for mark in root.iter(*_DELETED) if _owner(mark, RUN_LOOK, part=PARAGRAPH_LOOK) is not None]
    ended = [each for mark in marks if (each := _owner(mark.getparent(), PARAGRAPH_LOOK, part=PARAGRAPH)) is not None]
    drop(*list(root.iter(*_DELETED)))
    for paragraph in reversed(dict.fromkeys(ended)):
        _join_to_next(paragraph)
    for inserted in list(root.iter(*_INSERTED)):
        unwrap(inserted)


def _owner(mark: Element | None, properties: str, *, part: str) -> Element | None:
    """The `part` (a row, a cell, a paragraph) in whose `properties` a mark stands, or None if in no such."""
    parent = mark.getparent() if mark is not None else None
    owner = parent.getparent() if parent is not None and parent.tag == properties else None
    return owner if owner is not None and owner.tag == part else None


def _join_to_next(paragraph: Element) -> None:
    """A deleted paragraph end joins the paragraph to the next one; the last of a cell stays, since a cell needs one."""
    following = paragraph.getnext()
    content = [child for child in paragraph if child.tag != w("pPr")]
    if following is None or following.tag != w("p"):
        if not content and len(paragraph.getparent() or ()) > 2:
            drop(paragraph)
        return
    at = 1 if len(following) and following[0].tag == w("pPr") else 0
    following[at:at] = content
    drop(paragraph)


def _settle_controls(root: Element) -> None:
    """Puts the content of every control in its place, inner controls first, and marks its runs."""
    for control in reversed(list(root.iter(_CONTROL))):
        content = child_of(control, _CONTENT)
        if content is None:
            drop(control)
            continue
        properties = child_of(control, _SETTINGS)
        if properties is not None:
            _mark_content(content, properties)
        unwrap(control, list(content))


# Controls that hold other things than one answer: a locked group, a repeated row, a table of contents, a picture.
_NOT_AN_ANSWER = frozenset(
    {"group", "docPartObj", "docPartList", "repeatingSection", "repeatingSectionItem", "picture"}
)
_GLYPHS = "".join(EMPTY_SIGNS | TICKED_SIGNS) + "\ufe0e\ufe0f"
_ONE_ANSWER = frozenset({"date", "text", "dropDownList", "comboBox"})


def _mark_content(content: Element, properties: Element) -> None:
    kinds = {child.tag.rpartition("}")[2]: child for child in properties.iterchildren("*")}
    if "checkbox" in kinds:
        _set_box(content, ticked=_is_checked(kinds["checkbox"]))
    elif is_on(kinds.get("showingPlcHdr")) or _is_prompt(content, kinds.get("dropDownList")):
        _mark_runs(content, mark=Mark.PLACEHOLDER)
    elif _holds_one_answer(content, kinds):
        iso = kinds["date"].get(w("fullDate"), "")[:10] if "date" in kinds else ""
        _mark_runs(content, mark=Mark.CONTROL, iso=str(iso))


def _is_checked(checkbox: Element) -> bool:
    """Whether a tick box of Word 2010 and later is ticked; it has a namespace of its own ([MS-DOCX], checkbox)."""
    state = next((child for child in checkbox if etree.QName(child).localname == "checked"), None)
    return state is not None and str(next(iter(state.attrib.values()), "1")).lower() in _ON


def _holds_one_answer(content: Element, kinds: dict[str, Element]) -> bool:
    """A typed control does; a rich-text one does unless it is laid round a table, or is a wrapper of Google Docs.

    Google Docs wraps most runs of a document in controls with the tag `goog_rdk_N`, filled by nobody.
    """
    if not _NOT_AN_ANSWER.isdisjoint(kinds) or not _ONE_ANSWER.isdisjoint(kinds):
        return _NOT_AN_ANSWER.isdisjoint(kinds)
    if "tag" in kinds and (kinds["tag"].get(VAL) or "").startswith("goog_rdk"):
        return False
    return next(content.iter(w("tbl")), None) is None


def _is_prompt(content: Element, choices: Element | None) -> bool:
    """Whether a drop-down still shows an entry without a value, which is Word's own `Choose an item.`"""
    without = () if choices is None else [entry for entry in choices if not entry.get(_VALUE)]
    return any(entry.get(_DISPLAYED) == visible(content).strip() for entry in without)


def _mark_runs(content: Element, *, mark: Mark, iso: str = "") -> None:
    for run in content.iter(RUN):
        if run.get(MARK) is None and run.get(BOX) is None:
            run.set(MARK, mark.value)
            if iso:
                run.set(ISO, iso)


def _set_box(content: Element, *, ticked: bool) -> None:
    """One tick box before whatever else the control holds; its own glyph goes, since the state is what counts."""
    texts = list(content.iter(*_TEXTS))
    only_glyph = len("".join(text.text or "" for text in texts)) <= 2
    for text in texts:
        text.tag = w("t")
        text.text = "" if only_glyph else (text.text or "").lstrip(_GLYPHS)
    first = next(content.iter(RUN), None)
    if first is not None:
        first.addprevious(box_run(ticked))
    else:
        next(content.iter(w("p")), content).append(box_run(ticked))


def box_run(ticked: bool) -> Element:
    """A new run that is one tick box."""
    run = text_run("")
    run.set(BOX, "1" if ticked else "0")
    return run


def _hoist_text_boxes(root: Element) -> None:
    """Puts the paragraphs and tables of every text box after the paragraph that it hangs on, in order."""
    for box in reversed(list(root.iter(*_BOXES_OF_TEXT))):
        host = next(box.iterancestors(w("p")), None)
        if host is None:
            continue
        for block in reversed(list(_blocks_of(box))):
            host.addnext(block)


def _blocks_of(box: Element) -> Iterator[Element]:
    """The blocks of a text box; the letters of WordArt, such as a watermark, are a paragraph."""
    if box.tag == w("txbxContent"):
        yield from list(box)
        return
    words = box.get("string")
    if words:
        paragraph = etree.Element(w("p"))
        paragraph.append(text_run(words))
        yield paragraph
