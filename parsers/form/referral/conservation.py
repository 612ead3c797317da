"""That nothing is lost: every word that the form does not print is in an answer or among what is left over.

The reading itself puts there what no question, grid or list took up, so that a word cannot vanish.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from parsers.form.kind.known_forms import line_key
from parsers.form.layout.answer import is_instruction
from parsers.form.vocabulary.labels import asked, section
from parsers.page import Block, Mark, Page, Paragraph, paragraphs
from parsers.values.answer_state import is_prompt
from parsers.values.dates import dates
from pipeline.model import Field, Reading, Referral, Unmapped

_SMALL_PRINT = re.compile(
    r"\W*(?:\d{1,2}(?:\.\d{1,2})?|d{1,2}|m{1,2}|y{2,4})\W*", re.I
)  # a row's number, a date's caption
_OF_ITSELF = re.compile(r"\W*(?:this (?:form|document)\b|put an? )", re.I)  # what only a form says
_WORD = re.compile(r"[^\W_]+")
CAPTION_WORDS = 3  # `Health visitor`, `CA 2004 s16C`: what somebody writes where a form prints is mostly longer
NOTE_WORDS = 7  # in italics stand whole hints: `As on the birth certificate`
DIGITS = 7  # of a telephone or a hospital number; a caption has those of a year and a section of it at most


def unaccounted(page: Page, reading: Reading, *, printed: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words of `page` that are neither in `printed` (lines of the blank form, as `line_key`) nor in `reading`."""
    kept = {word for text in _texts(reading) for word in _words(text)}
    printed_words = {word for line in printed for word in line.split()}
    lost = (word for line in page.lines if line_key(line.text) not in printed for word in _words(_visible(line)))
    return tuple(dict.fromkeys(word for word in lost if word not in kept and word not in printed_words))


def unclaimed(page: Page, told: Sequence[str], *, answered: Collection[str], asks: str) -> Iterator[Unmapped]:
    """The lines of `page` with a word that stands in none of the texts `told`, neither in `asks`, what the form asks.

    A line that a form may well print is left out; so is a character alone: the number of a row, a tick, one digit.
    """
    kept = set(_words("\n".join((*told, asks))))
    begun = False
    for line, shaded in _lines((*page.body, *page.notes)):
        begun = begun or line.source in answered
        lost = [word for word in _words(_visible(line)) if word not in kept and len(word) > 1]
        if lost and not _is_printed(line, aside=shaded or not begun):
            yield Unmapped(label="", text=line.text.strip(), source=line.source)


def _lines(blocks: Iterable[Block]) -> Iterator[tuple[Paragraph, bool]]:
    """Every paragraph, and whether it stands in a shaded cell."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block, False
            continue
        for cell in sorted(block.cells, key=lambda cell: (cell.row, cell.column)):
            yield from ((line, shaded or cell.shaded) for line, shaded in _lines(cell.blocks))


def _is_printed(line: Paragraph, *, aside: bool) -> bool:
    """Whether a form prints a line: a prompt, a question, a title, or guidance and captions set apart from answers.

    `aside` is what is shaded or stands before the first answer: with italics, it tells a caption from an answer in as
    many words.
    """
    text = line.text.strip()
    if is_prompt(text) or _SMALL_PRINT.fullmatch(text) or _is_asked(text):
        return True
    italic = line.has(Mark.ITALIC)
    if (italic or aside) and (is_instruction(text.strip("([ ")) or _OF_ITSELF.match(text)):
        return True
    caption = NOTE_WORDS if italic else CAPTION_WORDS if aside else 0
    return len(text.split()) <= caption and sum(map(str.isdigit, text)) < DIGITS and not _is_dated(text)


def _is_dated(text: str) -> bool:
    return any(found.whole for found in dates(text))


def _is_asked(text: str) -> bool:
    known = asked(text)
    return bool((known and known.sure) or section(text))


def printed_lines(blank: Page) -> frozenset[str]:
    """The lines that a blank form prints."""
    return frozenset(line_key(line.text) for line in paragraphs(blank.blocks) if line_key(line.text))


def _visible(line: Paragraph) -> str:
    prompts = any(Mark.PLACEHOLDER in span.marks for span in line.spans)
    return line.text if not prompts else "".join(s.text for s in line.spans if Mark.PLACEHOLDER not in s.marks)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _texts(reading: Reading) -> Iterator[str]:
    for left in reading.unmapped:
        yield from (left.label, left.text)
    for found in fields(reading.referral) if reading.referral else ():
        yield from (found.label, found.raw)


def fields(referral: Referral) -> Iterator[Field]:
    """Every field of a referral."""
    single = (referral.referral, referral.incident, referral.referrer, referral.safeguarding_lead)
    for group in (*single, *referral.children, *referral.family, *referral.agencies, *referral.chronology):
        yield from group.values()
