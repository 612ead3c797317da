"""What stands at the edges of a form: its title, marking, reference, edition, and what our own return form carries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from parsers.form.layout.items import items
from parsers.form.layout.prose import is_title, titles_a_form
from parsers.form.layout.stream import Pair
from parsers.form.vocabulary.labels import asked
from parsers.form.vocabulary.phrases import one_of, printed
from parsers.page import Page, Paragraph, paragraphs
from parsers.values.answer_state import spaced, state, tidy
from pipeline.model import Field, State
from pipeline.protective_marking import begins_with_marking, is_advice

_PARTS = re.compile(r"\s{3,}|\t|\||\n")
_VERSION = printed("margins.edition", shape=r"\b{}\s*\d[\d.]*(?:/\d{2,4})?")
_DATED = printed("calendar.months", shape=r"\b(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|(?:\d{1,2}\s+)?{}\s+\d{4})\b")
_FORM_WORDS = printed("titles.of_a_form", shape=r"\b{}\b")
_CASE = printed("margins.case_reference", shape=r"\b{}\b\W*([A-Z]{1,8}[-/ ]?\d[\w/-]*)")
_SAYS_EDITION = printed("margins.says_edition", shape=rf"^\W*(?:{one_of('margins.of_itself')}\b.{{0,20}}?)?{{}}\b")
_IN_TITLE = printed("margins.edition", shape=r"\(?\b{}\s?\d[\d.]*\)?$")
CASE_PROPERTY, AGENCY_PROPERTY = "caseclock-case", "caseclock-agency"


def marking(page: Page) -> Field | None:
    """The protective marking in a header or footer, or at the very top, or None."""
    lines = (*paragraphs(page.headers), *paragraphs(page.footers), *_top(page, 12))
    parts = [(text, line.source) for line in lines for part in _PARTS.split(line.text) if (text := spaced(part))]
    for (text, source), (after, _) in zip_longest(parts, parts[1:], fillvalue=("", "")):
        if begins_with_marking(text) and len(text.split()) <= 8:
            # "CONFIDENTIAL" over "when completed" says something else than "CONFIDENTIAL" alone.
            whole = f"{text} {after}" if is_advice(after) and len(after.split()) <= 8 else text
            return Field(value=whole, raw=whole, state=State.GIVEN, label="", source=source)
    return None


def reference(page: Page) -> Field | None:
    """The partnership's reference in the page header, or None."""
    for item in items(page.headers):
        found = asked(item.label) if isinstance(item, Pair) else None
        if isinstance(item, Pair) and found and found.heads == ("partnership_ref",):
            stands = item.answer.state
            value = tidy(item.answer.text) if stands is State.GIVEN else None
            return Field(
                value=value or None, raw=item.answer.raw, state=stands, label=item.label, source=item.answer.source
            )
    return None


def _top(page: Page, count: int) -> list[Paragraph]:
    """The first lines of a page with a word, as far as `count` of them."""
    solid = (line for line in page.lines if line.text.strip())
    return [line for line, _ in zip(solid, range(count), strict=False)]


def titles(page: Page) -> tuple[str, ...]:
    """What may be the title of the form, the likeliest first."""
    top = [line for line in _short(_top(page, 10), 22) if not _is_in_table(line)]
    headed = filter(_is_set_as_title, (*top, *_short(_top(page, 3), 16)))
    # At the very top labels with their answers stand as well, which may be a child's name and never a title.
    plain = (line for line in _short(top[:4], 14) if ":" not in line.text or titles_a_form(line.text.strip()))
    told = [
        *(line.text.replace("\n", " ") for line in headed),
        *(line.text for line in plain),
        page.title,
        *(line.text for line in _short(paragraphs(page.headers), 14)),
    ]
    return tuple(dict.fromkeys(filter(None, map(spaced, told))))


def _short(lines: Iterable[Paragraph], words: int) -> list[Paragraph]:
    """The lines of so many words at most: a title is no sentence."""
    return [line for line in lines if len(line.text.split()) <= words]


def _is_in_table(line: Paragraph) -> bool:
    return "table" in line.source.split("/paragraph")[0].split("row")[0][5:]


def _is_set_as_title(line: Paragraph) -> bool:
    return is_title(line) or line.text.isupper()


def title(titled: Sequence[str]) -> str:
    """The form's title as it is printed, of those that may be it, or an empty text."""
    return next(filter(_FORM_WORDS.search, titled), titled[0] if titled else "")


def edition(page: Page, title: str) -> str | None:
    """The version or date of the form at its edges, on a line of its own at top or bottom, or in its `title`."""
    edges = (" ".join(line.text for line in paragraphs(blocks)) for blocks in (page.footers, page.headers))
    told = next(filter(None, map(_edition, (*edges, *_lines_of_their_own(page)))), None)
    titled = None if told else _IN_TITLE.search(title)
    return titled.group().strip("() ") if titled else told


def _edition(text: str) -> str:
    """The version and the date that a line at the edge of a form says, as far as it says them."""
    found = (pattern.search(text) for pattern in (_VERSION, _DATED))
    return ", ".join(each.group().strip(" .") for each in found if each)


def _lines_of_their_own(page: Page) -> Iterator[str]:
    """The lines at the top and the bottom of the page, outside tables, that say which edition it is."""
    solid = [line for line in page.body if isinstance(line, Paragraph) and line.text.strip()]
    short = _short((*solid[:6], *solid[6:][-4:]), 10)
    return filter(_SAYS_EDITION.match, (spaced(line.text) for line in short))


def hidden(page: Page, name: str) -> str | None:
    """A property that our own return form carries, or None."""
    return next((value for key, value in page.properties if key.lower() == name and value), None)


def case_ref(page: Page) -> str | None:
    """The case that a return form of ours is about, from its hidden property or its own words."""
    if told := hidden(page, CASE_PROPERTY):
        return told
    if hidden(page, AGENCY_PROPERTY) is None:
        return None
    found = (_CASE.search(line.text) for line in paragraphs(page.blocks))
    return next((each.group(1) for each in found if each and state(each.group(1)) is State.GIVEN), None)
