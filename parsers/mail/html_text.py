"""A mail's HTML as text, quotations marked with `>`, and the same HTML without what was quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "center", "div", "dl", "dt", "dd", "fieldset", "footer", "form", "h1"}
    | {"h2", "h3", "h4", "h5", "h6", "header", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody"}
    | {"tfoot", "thead", "tr", "ul"}
)
# What begins and ends with an element besides its text, as `_signs` gives it.
_STARTS = {
    **dict.fromkeys((*_BLOCKS, "br"), ("\n",)),
    "hr": ("\n", "t" + "_" * 32, "\n"),
    "li": ("\n", "t- "),
}
_ENDS = {**dict.fromkeys(_BLOCKS, ("\n",)), **dict.fromkeys(("td", "th"), ("\t",)), "blockquote": ("\n", ">")}
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg"})
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_MANY_LINES = re.compile(r"\n{3,}")
_INTRODUCES = re.compile(r":\s*$")
_REPLY_MARKS = (
    "//*[@id='divRplyFwdMsg' or @id='appendonsend' or @id='x_divRplyFwdMsg' or @id='x_appendonsend']"
    "|//*[contains(concat(' ', @class, ' '), ' gmail_quote ') or contains(@class, 'moz-cite-prefix') "
    "or contains(@class, 'yahoo_quoted') or contains(@class, 'protonmail_quote')]"
    "|//blockquote[@type='cite']"
)
_OUTLOOK_RULE = re.compile(r"border-top\s*:\s*solid\s+#(e1e1e1|b5c4df)", re.IGNORECASE)


def html_tree(html: str) -> etree._Element | None:
    """The tree of `html` however broken, or None where there is nothing in it."""
    parser = etree.HTMLParser(recover=True, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return etree.fromstring(html.encode("utf-8", "replace").replace(b"\0", b""), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def html_text(html: str) -> str:
    """What a reader of `html` sees, as lines of text; cells are divided by tabs, quoted lines begin with `>`."""
    root = html_tree(html)
    if root is None:
        return ""
    lines: list[str] = []
    line, depth = "", 0
    for sign in _signs(root):
        if sign == "\n":
            lines.append(_quoted(line.strip(), depth))
            line = ""
        elif sign in ("<", "<cite"):
            depth += 1 if depth or sign == "<cite" or _is_introduced(lines) else 0
        elif sign == ">":
            depth = max(0, depth - 1)
        else:
            line += sign if sign == "\t" else _SPACE.sub(" ", sign[1:])
    return _MANY_LINES.sub("\n\n", "\n".join([*lines, line.strip()])).strip()


def _quoted(line: str, depth: int) -> str:
    mark = ">" * depth + " " if depth else ""
    return mark + line if line else ""


def _is_introduced(lines: list[str]) -> bool:
    """Whether a colon leads over to what follows; programs also set mere indents as quotations."""
    return bool(_INTRODUCES.search(next((text for text in reversed(lines) if text), "")))


def _signs(root: etree._Element) -> Iterator[str]:
    """Text (after a `t`), line ends, tabs, and where quotations begin (`<`, `<cite`) and end (`>`), in order."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        tag = node.tag if isinstance(node.tag, str) else ""
        hidden = tag in _UNSEEN or bool(_HIDDEN.search(node.get("style", "")))
        if event == "start" and hidden:
            walk.skip_subtree()
        elif event == "start":
            yield from _begin(node, tag)
        else:
            yield from () if hidden else _ENDS.get(tag, ())
            if node.tail and node is not root:
                yield "t" + node.tail


def _begin(node: etree._Element, tag: str) -> Iterator[str]:
    yield from _STARTS.get(tag, ())
    if tag == "blockquote":
        cited = node.get("type") == "cite" or "quote" in node.get("class", "")
        yield "<cite" if cited else "<"
    if node.text:
        yield "t" + node.text


def own_html(html: str) -> str:
    """`html` cut before the first quotation of an earlier mail, as Outlook, Gmail, Apple and Thunderbird mark it."""
    root = html_tree(html)
    if root is None:
        return html
    found = root.xpath(_REPLY_MARKS)
    marks = [node for node in found if isinstance(node, etree._Element)] if isinstance(found, list) else []
    marks += [node for node in root.iter("div") if _OUTLOOK_RULE.search(node.get("style", ""))]
    if not marks:
        return html
    for mark in marks:
        _cut_from(mark)
    return etree.tostring(root, encoding="unicode", method="html")


def _cut_from(mark: etree._Element) -> None:
    """Removes `mark` and, where it only heads the quotation as in Outlook, everything after it."""
    heads = mark.tag != "blockquote" and "quote" not in mark.get("class", "")
    node: etree._Element | None = mark
    while heads and node is not None:
        for later in list(node.itersiblings()):
            _remove(later)
        node.tail = None
        node = node.getparent()
    _remove(mark)


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
