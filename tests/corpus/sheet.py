"""A printed form written down as lines of text, one for each paragraph or row, and the blocks of Word that they stand for.

    # title    ## heading    ### lesser heading    ! guidance    - bullet    > centred    < to the right
    Label | answer                    a row of a two-column table, which ends at an empty line
    [20 30 20 30]                     the shares of a table's columns; its rows follow, each from its first bar
    | @Label | answer | =Bar ^3       cells: @ a label, = a bar over the columns, ^3 as wide as three, ^v and ^^ merged downwards
    || answer                         a row that starts in the second column
    | #E2EFD9 answer                  a cell of that shade
    _ small print                     a) numbered      ✂ a new page
    ∅ a paragraph with nothing in it, "" one with an empty run
    anything else                     a paragraph

Within a line: ¶ parts paragraphs of a cell, ¦ parts runs, ⏎ is a line break, ⇥ a tab; **bold**, //italic//, ~~struck~~, _[underlined]_, {{hidden}}, «an old form field».
"""

import re
from inspect import cleandoc
from pathlib import Path

from builders import (
    BLOCK,
    Xml,
    anew,
    bullets,
    cell,
    document,
    guidance,
    heading,
    label,
    legacy_text,
    page_break,
    para,
    row,
    run,
    table,
    title,
)

LOOKS = {"**": "bold", "//": "italic", "~~": "strike", "_[": "underline", "{{": "hidden"}
MARKED = re.compile(r"(\*\*.*?\*\*|//.*?//|~~.*?~~|_\[.*?\]_|\{\{.*?\}\}|«.*?»|[\ue000-\ue0ff])")
# An answer's place in a layout: {name}, {name=what is printed where it is absent}, {name¶} with a paragraph for each line.
PLACE = re.compile(r"\{(\w+)(¶?)(?:=([^}]*))?\}")
ROWS = re.compile(r"(?m)^\{\*(\w+)\}\n")
SHADE = re.compile(r"#([0-9A-F]{6}) ?")
PREFIXES = {
    "# ": title,
    "## ": heading,
    "### ": lambda text: heading(text, 2),
    "! ": guidance,
    "- ": bullets,
    "_ ": lambda text: para(text, size=16),
    "> ": lambda text: para(*runs(text), align="center"),
    "< ": lambda text: para(*runs(text), align="right"),
    "a) ": lambda text: para(text, num=3),
}
ALONE = {"∅": para(), "!": guidance(""), "✂": page_break()}
COLUMNS = re.compile(r"\[([\d ]+)\]")
WIDE = re.compile(r"(?: ?\^(\d+|v|\^))?$")
BEGINNING = re.compile(r"((?:(?:; |header: |footer: )[^\n]*\n|landscape\n)*)(.*)", re.DOTALL)
MERGED = {"": {}, "v": {"down": "restart"}, "^": {"down": "continue"}}


# The answers that are markup, or make it in their turn; in a line the private character U+E000 + n stands for the nth.
_markup: list = []


def marked(piece) -> Xml:
    if piece.startswith("«"):
        return legacy_text(piece[1:-1])
    if piece[:2] in LOOKS:
        return run(piece[2:-2], **{LOOKS[piece[:2]]: True})
    answer = _markup[ord(piece) - 0xE000]
    return answer() if callable(answer) else answer


def runs(text) -> list:
    """The runs of one paragraph."""
    text = text.replace("⏎", "\n").replace("⇥", "\t")
    made: list = []
    for n, piece in enumerate(MARKED.split(text)):
        made += [marked(piece)] if n % 2 else piece.removeprefix("¦" if n else "").split("¦") if piece else []
    return made or [""]


def paragraph(text) -> Xml:
    for prefix, made in PREFIXES.items():
        if text.startswith(prefix):
            return made(text.removeprefix(prefix))
    if text in ALONE:
        return ALONE[text]
    found = runs(text.removeprefix('""'))
    return found[0] if len(found) == 1 and BLOCK.match(found[0]) else para(*found)


def a_cell(text, *, columns) -> Xml:
    """One cell of a table with so many `columns`."""
    mark = WIDE.search(text)[1] or ""
    text = WIDE.sub("", text, count=1)
    more = MERGED[mark] if mark in MERGED else {"span": int(mark)}
    first, *rest = text.split("¶")
    if text.startswith("="):
        return cell(para(first[1:], bold=True), span=columns, shade="BDD6EE")
    if shade := SHADE.match(text):
        return cell(*map(paragraph, text[shade.end() :].split("¶")), shade=shade[1], **more)
    if text.startswith("@"):
        return label(first[1:].replace("⏎", "\n"), *(paragraph(line) for line in rest), **more)
    return cell(*(paragraph(line) for line in (first, *rest)), **more)


def a_row(line, *, columns) -> Xml:
    """A row of cells parted by bars; two bars at its beginning leave the first column out."""
    late = line.startswith("||")
    cells = line.strip().removeprefix("||" if late else "|").split("|")
    return row(*(a_cell(each.strip(), columns=columns) for each in cells), before=int(late))


def blocks(text) -> list[Xml]:
    """The blocks that the lines of `text` stand for."""
    made: list[Xml] = []
    held: list[str] = []
    widths = None
    for line in (*cleandoc(text).split("\n"), ""):
        columns = COLUMNS.fullmatch(line)
        if held and (not line or columns):
            made.append(table(*(a_row(each, columns=len(widths or "12")) for each in held), widths=widths or (35, 65)))
            held, widths = [], None
        if columns:
            widths = tuple(map(int, columns[1].split()))
        elif widths:
            held.append(line)
        elif " | " in line or line.endswith(" |"):
            held.append(f"@{line}")
        elif line:
            made += map(paragraph, line.split("¶"))
    return made


def filled(layout, answers, **more) -> bytes:
    """A form of `layouts` with the answers in their places; an answer of rows fills a line `{*name}` of a table."""
    anew()
    _markup.clear()

    def shown(said, line_end="⏎") -> str:
        if isinstance(said, str) and not isinstance(said, Xml):
            return said.replace("\n", line_end)
        _markup.append(said)
        return chr(0xE000 + len(_markup) - 1)

    def rows(found) -> str:
        return "".join(f"| {' | '.join(map(shown, each))}\n" for each in answers.get(found[1], ()))

    def answer(found) -> str:
        return shown(answers.get(found[1]) or found[3] or "", "¶" if found[2] else "⏎")

    text = Path(__file__).with_name("layouts").joinpath(f"{layout}.txt").read_text(encoding="utf-8")
    return written(PLACE.sub(answer, ROWS.sub(rows, text)), **more)


def form(text) -> bytes:
    """The Word file of a whole form; it may begin with remarks (`; `), `landscape`, and its `header: ` and `footer: `."""
    anew()
    return written(text)


def written(text, **more) -> bytes:
    head, body = BEGINNING.fullmatch(text).groups()
    ends = {name: paragraph(line) for name, line in re.findall(r"(?m)^(header|footer): (.*)$", head)}
    return document(*blocks(body), landscape="landscape\n" in head, **ends, **more)


# The forms that are written down whole, by the name of the document.
DOCUMENTS = {path.stem: form(path.read_text(encoding="utf-8")) for path in Path(__file__).with_name("sheets").iterdir()}
