"""Filled forms as people change them, the same for the same seed: words added, cells moved, rows merged, labels changed.

Every word that is added is invented and stands nowhere else, so that it can be looked for without knowing how forms are
read.
"""

import copy
import io
import random
import zipfile
from collections.abc import Callable

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Element = etree._Element
_SYLLABLES = [
    "bel",
    "dor",
    "fen",
    "gim",
    "hul",
    "jas",
    "kor",
    "lem",
    "mip",
    "nud",
    "pol",
    "quen",
    "rus",
    "tav",
    "vol",
    "wex",
    "yal",
    "zin",
]
_BY = {f"{{{W}}}id": "7", f"{{{W}}}author": "A", f"{{{W}}}date": "2026-11-12T09:30:00Z"}


def w(name: str) -> str:
    return f"{{{W}}}{name}"


class Changes:
    """A document's tree with what is changed in it; `words` are those that a reader must find again."""

    def __init__(self, root: Element, seed: int) -> None:
        self.root = root
        self.chance = random.Random(seed)
        self.words: list[str] = []
        self.told: list[str] = []

    def said(self, least: int, most: int) -> str:
        """Invented words, to be found again."""
        made = ["".join(self.chance.sample(_SYLLABLES, 3)) for _ in range(self.chance.randint(least, most))]
        self.words += made
        return " ".join(made)

    def lines(self) -> list[Element]:
        """The lines where people go on writing: those with words in the cells of tables."""
        inside = [line for cell in self.cells() for line in cell.iter(w("p"))]
        shown = [line for line in inside if next(line.iter(w("t")), None) is not None]
        return [line for line in shown if next(line.iterancestors(w("del"), w("moveFrom")), None) is None]

    def cells(self) -> list[Element]:
        """Their cells, but for the lower ones of merged cells, whose words no reader sees."""
        found = (cell for row in self.rows() for cell in row.findall(w("tc")))
        return [cell for cell in found if all(mark.get(w("val")) == "restart" for mark in cell.iter(w("vMerge")))]

    def rows(self) -> list[Element]:
        """The rows that still stand in the document and have cells to choose from."""
        standing = (row for row in self.root.iter(w("tr")) if row.find(f"{w('trPr')}/{w('del')}") is None)
        return [row for row in standing if len(row.findall(w("tc"))) > 1]


def run(text: str, look: str = "") -> Element:
    made = etree.Element(w("r"))
    if look:
        etree.SubElement(etree.SubElement(made, w("rPr")), w(look))
    etree.SubElement(made, w("t")).text = text
    return made


def paragraph(*runs: Element) -> Element:
    made = etree.Element(w("p"))
    made.extend(runs)
    return made


def words_in_an_answer(changes: Changes) -> None:
    """Somebody goes on writing where something is written already."""
    changes.chance.choice(changes.lines()).append(run(" " + changes.said(1, 8)))


def a_line_below(changes: Changes) -> None:
    """A line more in a cell, plain, in italics or in bold."""
    look = changes.chance.choice(("", "", "", "i", "b"))
    changes.chance.choice(changes.cells()).append(paragraph(run(changes.said(4, 12), look)))


def a_line_on_the_page(changes: Changes) -> None:
    """A line between two blocks of the page."""
    body = changes.root.find(w("body"))
    assert body is not None
    at = changes.chance.randrange(max(1, len(body) // 2), len(body))
    body.insert(at, paragraph(run(changes.said(4, 12))))


def a_row_more(changes: Changes) -> None:
    """A row like the one above it, with words in each of its cells."""
    rows = [row for row in changes.rows() if next(row.iter(w("vMerge")), None) is None]
    if not rows:
        return
    row = changes.chance.choice(rows)
    made = etree.Element(w("tr"))
    for cell in row.findall(w("tc")):
        new = etree.SubElement(made, w("tc"))
        properties = cell.find(w("tcPr"))
        if properties is not None:
            new.append(copy.deepcopy(properties))
            for merge in new.iter(w("vMerge"), w("shd")):
                merge.getparent().remove(merge)  # type: ignore[union-attr]
        new.append(paragraph(run(changes.said(1, 4))))
    row.addnext(made)


def cells_exchanged(changes: Changes) -> None:
    """The contents of two cells of a row change places."""
    one, other = changes.chance.sample(changes.chance.choice(changes.rows()).findall(w("tc")), 2)
    first, second = ([each for each in cell if each.tag != w("tcPr")] for cell in (one, other))
    one.extend(second)
    other.extend(first)
    words_in_an_answer(changes)


def rows_merged(changes: Changes) -> None:
    """The cells of a row are emptied into those of the row above."""
    row = changes.chance.choice(changes.rows())
    above = row.getprevious()
    if above is None or above.tag != w("tr"):
        return
    cells = above.findall(w("tc"))
    for at, cell in enumerate(row.findall(w("tc"))):
        cells[min(at, len(cells) - 1)].extend([each for each in cell if each.tag != w("tcPr")])
    row.getparent().remove(row)  # type: ignore[union-attr]
    words_in_an_answer(changes)


def a_label_changed(changes: Changes) -> None:
    """A printed word gives way to another."""
    texts = [text for text in changes.root.iter(w("t")) if len((text.text or "").split()) > 1]
    texts = [text for text in texts if not set((text.text or "").split()) & set(changes.words)]
    text = changes.chance.choice(texts)
    parts = (text.text or "").split()
    parts[changes.chance.randrange(len(parts))] = "concerned"
    text.text = " ".join(parts) + " "
    words_in_an_answer(changes)


def a_text_box(changes: Changes) -> None:
    """Words in a text box that hangs on a paragraph."""
    box = etree.Element(w("r"))
    content = etree.SubElement(etree.SubElement(box, w("pict")), w("txbxContent"))
    content.append(paragraph(run(changes.said(4, 9))))
    changes.chance.choice(changes.lines()).append(box)


def an_insertion_and_a_deletion(changes: Changes) -> None:
    """Words put in and words taken out while changes are tracked; those taken out are not to be found."""
    line = changes.chance.choice(changes.lines())
    inserted = etree.SubElement(line, w("ins"), _BY)
    inserted.append(run(" " + changes.said(2, 6)))
    deleted = etree.SubElement(etree.SubElement(line, w("del"), _BY), w("r"))
    etree.SubElement(deleted, w("delText")).text = " gonewithit"


CHANGES: tuple[Callable[[Changes], None], ...] = (
    words_in_an_answer,
    a_line_below,
    a_line_on_the_page,
    a_row_more,
    cells_exchanged,
    rows_merged,
    a_label_changed,
    a_text_box,
    an_insertion_and_a_deletion,
)


def altered(content: bytes, seed: int) -> tuple[bytes, list[str], str]:
    """The Word file changed once or twice, the words that were added, and what was done."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    changes = Changes(etree.fromstring(parts["word/document.xml"]), seed)
    for change in changes.chance.sample(CHANGES, changes.chance.choice((1, 1, 2))):
        change(changes)
        changes.told.append(change.__name__)
    parts["word/document.xml"] = etree.tostring(changes.root, xml_declaration=True, encoding="UTF-8", standalone=True)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, blob in parts.items():
            archive.writestr(name, blob)
    return written.getvalue(), changes.words, ", ".join(changes.told)
