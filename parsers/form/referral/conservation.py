"""That nothing is lost: every word that the form does not print is in an answer or among what is left over.

The reading itself puts there what no question, grid or list took up, so that a word cannot vanish.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import chain

from parsers.form.layout.answer import is_instruction
from parsers.form.layout.chosen_options import unprompted
from parsers.form.layout.items import items
from parsers.form.layout.stream import Pair
from parsers.form.referral.written_among_printed import (
    is_of_forms,
    is_sentence,
    is_unheard,
    speaks_of_the_form,
    written_behind,
)
from parsers.form.vocabulary.labels import asked, section
from parsers.form.vocabulary.phrases import printed
from parsers.form.vocabulary.weights import weights
from parsers.page import Block, Mark, Page, Paragraph, Table, paragraphs
from parsers.values.answer_state import is_prompt
from parsers.values.dates import dates
from pipeline.model import Field, Referral, Unmapped

_SMALL_PRINT = re.compile(
    r"\W*(?:\d{1,2}(?:\.\d{1,2})?|d{1,2}|m{1,2}|y{2,4})\W*", re.I
)  # a row's number, a date's caption
_OF_ITSELF = printed("whole_forms.says_of_itself", shape=r"\W*{}")  # what only a form says
_WORD = re.compile(r"[^\W_]+")
Words = frozenset[str]


def unclaimed(page: Page, kept: Words, *, answered: Collection[str], asks: str) -> Iterator[Unmapped]:
    """The lines of `page` with a word that is neither among those `kept` nor in `asks`, what the form asks.

    A line that a form may well print is left out; so is a character alone: the number of a row, a tick, one digit.
    """
    known = kept | _words_of(asks)
    rows = {_row_of(line.source) for line in _lines(page) if line.source in answered}
    left: list[tuple[Paragraph, bool]] = []
    begun = False
    for line in _lines(page):
        begun = begun or _row_of(line.source) in rows
        if _says_more(unprompted(line), known):
            left.append((line, begun))
    shaded = frozenset(_shaded((*page.body, *page.notes)) if left else ())
    for line, begun in left:
        if not _is_printed(line, aside=line.source in shaded or not begun):
            yield Unmapped(label="", text=line.text.strip(), source=line.source)


def written_among(page: Page, kept: Words, *, asks: str) -> Iterator[Unmapped]:
    """What somebody seems to have written behind printed words or over the form, in words that are not `kept`.

    `asks` is what the form prints without the lines over its first answer, which may be a note to its reader.
    """
    printed = kept | _words_of(asks)
    tops = True
    for line in _lines(page):
        on_top, tops = tops, tops and not _is_told(line)
        if not _says_more(unprompted(line), kept):
            continue
        is_note = _says_more(unprompted(line), printed) and _is_a_note(line, on_top=on_top)
        found = written_behind(line, is_note=is_note)
        if found is not None and _says_more(found[1], kept):
            yield Unmapped(label=found[0], text=found[1], source=line.source)
        elif is_note:
            yield Unmapped(label="", text=line.text.strip(), source=line.source)


def answered_in_margins(page: Page, kept: Words) -> Iterator[Unmapped]:
    """What somebody answered or chose in a header or footer, in words that are not `kept`."""
    for item in items((*page.headers, *page.footers)):
        if isinstance(item, Pair) and item.answer.filled:
            known, controlled = asked(item.label), any(line.holds(Mark.CONTROL) for line in item.answer.lines)
            # Footers print `Version: 4` and the like as label and answer; only what is known to ask, or a control, is
            # answered.
            if (controlled or (known and known.sure)) and _says_more(item.answer.raw, kept):
                yield Unmapped(label=item.label, text=item.answer.raw, source=item.answer.source)


def _says_more(text: str, kept: Words) -> bool:
    """Whether a text has a word of two letters or more that is not among those `kept`."""
    return not _words_of(text) <= kept


@lru_cache(maxsize=4096)
def _words_of(text: str) -> frozenset[str]:
    """The words of two letters or more in a text, which is asked again for each of the ways in which one is lost."""
    return frozenset([word for word in _words(text) if len(word) > 1])


def words_of(texts: Iterable[str]) -> Words:
    """The words of two letters or more in texts."""
    return frozenset().union(*map(_words_of, texts))


def _is_told(line: Paragraph) -> bool:
    """Whether a line on the page is a sentence or an instruction, below which no title of the page stands."""
    return not _in_cell(line) and (is_sentence(line.text) or is_instruction(line.text))


def _in_cell(line: Paragraph) -> bool:
    return "/cell" in line.source


def _is_a_note(line: Paragraph, *, on_top: bool) -> bool:
    """Whether a line that nothing claims is no title, no guidance, not about the form itself, and in no words of forms.

    In a cell, below a title, or below a sentence a few words say enough; on top of the page they are rather a title or
    the name of a maker. Bold is a title but where it stands below another line of its cell.
    """
    text = line.text.strip()
    in_cell = _in_cell(line)
    titled = line.heading or (line.has(Mark.BOLD) and not (in_cell and not line.source.endswith("/paragraph 1")))
    if titled or speaks_of_the_form(text) or _is_plainly_printed(line, aside=True):
        return False
    if not _is_short(line, aside=True) and len(text.split()) > weights()["note_least"]:
        return True
    return (in_cell or not on_top or is_unheard(text)) and not is_of_forms(text)


def _row_of(source: str) -> str:
    """The row of a table in which something stands, or the place of what stands in none."""
    return source.partition("/cell")[0]


def _lines(page: Page) -> Iterator[Paragraph]:
    """Every paragraph of a page and its notes."""
    return chain(page.lines, paragraphs(page.notes))


def _shaded(blocks: Iterable[Block]) -> Iterator[str]:
    """Where the paragraphs in shaded cells stand."""
    for cell in chain.from_iterable(block.cells for block in blocks if isinstance(block, Table)):
        if cell.shaded:
            yield from (line.source for line in paragraphs(cell.blocks))
        else:
            yield from _shaded(cell.blocks)


def _is_printed(line: Paragraph, *, aside: bool) -> bool:
    """Whether a form prints a line: a prompt, a question, a title, or guidance and captions set apart from answers.

    `aside` is what is shaded or stands before the first answer: with italics, it tells a caption from an answer in as
    many words.
    """
    return _is_plainly_printed(line, aside=aside) or _is_short(line, aside=aside)


def _is_plainly_printed(line: Paragraph, *, aside: bool) -> bool:
    """Whether a line is a prompt, a question, a title, or, `aside` or in italics, an instruction."""
    text = line.text.strip()
    if is_prompt(text) or _SMALL_PRINT.fullmatch(text) or _is_asked(text):
        return True
    apart = aside or line.has(Mark.ITALIC)
    return apart and bool(is_instruction(text.strip("([ ")) or _OF_ITSELF.match(text))


def _is_short(line: Paragraph, *, aside: bool) -> bool:
    """Whether a line set apart has no more words than a caption, no long number and no day."""
    text = line.text.strip()
    # However short, no caption holds a telephone number or a day: these somebody wrote.
    most = weights()["note_words"] if line.has(Mark.ITALIC) else weights()["caption_words"] if aside else 0
    return len(text.split()) <= most and sum(map(str.isdigit, text)) < weights()["digits"] and not _is_dated(text)


def _is_dated(text: str) -> bool:
    return any(found.whole for found in dates(text))


def _is_asked(text: str) -> bool:
    known = asked(text)
    return bool((known and known.sure) or section(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def fields(referral: Referral) -> Iterator[Field]:
    """Every field of a referral."""
    single = (referral.referral, referral.incident, referral.referrer, referral.safeguarding_lead)
    for group in (*single, *referral.children, *referral.family, *referral.agencies, *referral.chronology):
        yield from group.values()
