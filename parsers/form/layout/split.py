"""A text cut into the question that it prints and the answer that stands in the same place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.form.layout.answer import is_guidance, is_in_brackets, is_instruction
from parsers.form.layout.chosen_options import has_boxes
from parsers.form.vocabulary.labels import asked
from parsers.form.vocabulary.likeness import is_like_a_question
from parsers.form.vocabulary.phrases import listed, printed
from parsers.form.vocabulary.weights import weights
from parsers.page import Mark, Paragraph, Span
from parsers.values.answer_state import folded, is_prompt, state
from parsers.values.dates import dates
from pipeline.model import State

_PART = printed("numbering.parts", shape=r"\s*{}\s+\w{1,4}\s*:")
_OPTIONS = frozenset(listed("options.before_a_box"))
_LABELLED = re.compile(r":(?=\s|$|[A-Z\u2610\u2612_])|\?(?=\s+\S)")
_TYPED_BOX = re.compile(r"\s*\[\s?[xX]?\s?\]")
_LABEL_END = re.compile(r"[:?]\s*\*?\s*$")
_DASH = re.compile(r"(?P<label>[A-Z][^-\u2013\u2014:?\n]{1,50}?)\s*[-\u2013\u2014]\s+(?=\S)", re.I)
_LEADERS = re.compile(r"\t+|\s{3,}|_{3,}|\.{4,}|\u2026{2,}")
# A question beside another on its line: up to its colon, or to the dots or the rule to write on.
_BESIDE = re.compile(r"[^:?\t\n]{2,60}[:?]|[A-Z][^:?\t\n._\u2026]{1,40}(?=\.{4}|_{3}|\u2026{2})")
_MARKED = re.compile(r"^\s*\(?\w{1,2}[.)]\s*")
_NUMBERED = re.compile(r"\s*\(?(?:\d{1,2}|[A-Za-z])[.)]?\t\s*")
_BESIDE_ANOTHER = re.compile(r"\t|\s{3}")
_PARTED = re.compile(r"[-\u2013\u2014\t_\u2026]|\s{3}|\.{4}")  # what every dash and every leader has
# Each gap is tried from where it begins and from nowhere inside it, so that a long one takes no longer than its length.
_STARTS = re.compile(r"(?:^|\t|(?<!\s)\s{2,}|(?<!_)_{2,}\s*|(?<!\.)\.{3,}\s*|(?<!\u2026)\u2026{2,}\s*)(?=\S)")


LONGEST_LABEL = 250  # characters


@dataclass(frozen=True, slots=True)
class Split:
    """The question in a place (empty if there is none) and the lines of the answer behind or below it."""

    label: str
    rest: tuple[Paragraph, ...] = ()


_NO_SPLIT = Split("")


def part(line: Paragraph, start: int, *, end: int | None = None) -> Paragraph:
    """The letters of `line` from `start` to `end`, with their marks."""
    spans, at = [], 0
    stop = len(line.text) if end is None else end
    for span in line.spans:
        cut = span.text[max(0, start - at) : max(0, stop - at)]
        if cut:
            spans.append(Span(cut, span.marks, span.iso))
        at += len(span.text)
    return Paragraph(tuple(spans), line.source, line.heading, line.number, line.list_item)


def in_lines(lines: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Paragraphs cut at their line breaks, empty ones dropped."""
    found = []
    for line in lines:
        if "\n" not in line.text:
            found += [line] if line.text.strip() else []
            continue
        at = 0
        for text in line.text.split("\n"):
            if text.strip():
                found.append(part(line, at, end=at + len(text)))
            at += len(text) + 1
    return tuple(found)


def split(lines: tuple[Paragraph, ...]) -> Split:
    """The question and the answer in the lines of one cell; no question if the first line does not look like one."""
    if not lines:
        return _NO_SPLIT
    first, below = lines[0], lines[1:]
    # A line that looks the same throughout has no bold beginning, and no box behind its first letter.
    looks = (_bold_lead(first) or _box_lead(first)) if len(first.spans) > 1 else 0
    if cut := looks or _colon_lead(first):
        return Split(first.text[:cut].strip().rstrip(" -\u2013\u2014"), _worth((part(first, cut), *below)))
    if below and is_label_line(first):
        return Split(first.text.strip(), _worth(below))
    return _NO_SPLIT


def is_label_line(line: Paragraph) -> bool:
    """Whether a whole line reads as a question: known, or bold, or ending as questions end."""
    text = line.text.strip()
    if len(text) > LONGEST_LABEL or has_boxes(line):
        return False
    found = asked(text)
    return bool(line.has(Mark.BOLD) or (found and found.sure) or (_LABEL_END.search(text) and len(text.split()) <= 30))


def _worth(lines: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """`lines` without empty ones and without hints such as `(dd/mm/yyyy)` right behind the label."""
    solid = tuple(line for line in lines if line.text.strip(" :\u2013-*") and not is_guidance(line))
    return (
        ()
        if len(solid) == 1 and is_prompt(solid[0].text) and Mark.PLACEHOLDER not in solid[0].spans[0].marks
        else solid
    )


def _bold_lead(line: Paragraph) -> int:
    """Where a bold question ends and an answer that is not bold begins, or 0."""
    at = 0
    for span in line.spans:
        if span.text.strip() and Mark.BOLD not in span.marks:
            break
        at += len(span.text)
    label, rest = line.text[:at].strip(), line.text[at:].strip()
    if not rest or len(label) > LONGEST_LABEL or not re.search(r"[A-Za-z]{2}", label) or is_in_brackets(rest):
        return 0
    # People stress words of an answer in bold as well: such words neither end as a question nor are known as one.
    return at if rest.startswith(":") or _LABEL_END.search(label) or asked(label) else 0


def _box_lead(line: Paragraph) -> int:
    """Where the words before the first tick box end, if they are a question and not an option, or 0."""
    at = 0
    for span in line.spans:
        if Mark.BOX in span.marks or _TYPED_BOX.match(span.text):
            break
        at += len(span.text)
    else:
        return 0
    text = line.text[:at]
    if not text.strip():
        return 0
    end = re.search(r"[:?](?=[^:?]*$)", text)
    # `Interpreter needed? Yes [ ] No [ ]` begins with its question, `Male [ ] Female [ ]` with an option.
    if end and (asked(text[: end.end()]) or not text[end.end() :].strip()):
        return end.end()
    wide = re.search(r"\s{2,}|\t", text.strip())
    lead = text.strip()[: wide.start()] if wide else text
    return text.index(lead) + len(lead) if asked(lead) and not _option_like(lead) else 0


def _option_like(text: str) -> bool:
    return len(text.split()) <= 2 and folded(text).strip().lower() in _OPTIONS


def _colon_lead(line: Paragraph) -> int:
    """Where `Label:` ends, if the words before the colon are a question and something follows, or 0."""
    text = line.text
    colon = _LABELLED.search(text)
    if not colon or not text[colon.end() :].strip():
        return _parted_lead(line) if _PARTED.search(text) else 0
    label, rest = text[: colon.end()], text[colon.end() :].strip()
    if is_in_brackets(rest) or (line.has(Mark.BOLD) and not dates(rest)) or _goes_on_asking(label, rest):
        return 0
    return colon.end() if _is_label(label, rest) else 0


def _parted_lead(line: Paragraph) -> int:
    """Where a question ends that a dash, a tab, dots or a rule part from its answer, or 0; a title may hold a dash."""
    return (0 if line.has(Mark.BOLD) else _dash_lead(line.text)) or _leader_lead(line.text)


def _goes_on_asking(label: str, rest: str) -> bool:
    """Whether behind a question stands how to answer it: `Who is the child? Give full name and any other names.`"""
    return label.endswith("?") and is_instruction(rest) and state(rest) is State.GIVEN


def _is_label(label: str, rest: str) -> bool:
    """Whether words up to a colon are a question with the answer `rest` behind it."""
    found = asked(label)
    if found is not None:
        return found.sure or (len(label.split()) <= 14 and not is_instruction(label)) or _short_label(label, rest)
    own = len(rest.split()) <= 6 and label[:1].isupper() and is_like_a_question(label)
    return not _PART.match(label) and (own or _short_label(label, rest))


def _dash_lead(text: str) -> int:
    """Where a known question ends that a dash parts from its answer, as people type on a telephone, or 0."""
    dash = _DASH.match(text)
    found = asked(dash["label"]) if dash else None
    return dash.end() if dash and found and found.sure else 0


def _leader_lead(text: str) -> int:
    """Where a question ends that is parted from its answer by a tab, dots or a ruled line, or 0."""
    gap = _LEADERS.search(text)
    if not gap or not text[gap.end() :].strip(" _.\u2026"):
        return 0
    label, rest = text[: gap.start()], text[gap.end() :].strip(" _.\u2026")
    found = asked(label)
    if found and found.sure and len(label.split()) <= 12:
        return gap.start()
    # Nobody but a form rules or dots a line between a few words and what is written behind them.
    return gap.start() if gap.group()[0] in "_.\u2026" and _short_label(label, rest) else 0


def _short_label(text: str, rest: str) -> bool:
    """Whether words before a colon can be a label; a longer one only before a few words."""
    # Sentences have colons too, as have times: what is before one is no label if it is long, or holds a stop or a
    # number.
    words = text.strip(" :?").split()
    most = 10 if len(rest.split()) <= 6 and not rest.endswith(".") else 5
    return (
        1 <= len(words) <= most
        and words[0][:1].isupper()
        and not is_instruction(text)
        and not re.search(r"[.,;@]|\d{3}", text)
    )


def led(lines: Sequence[Paragraph]) -> dict[int, Split]:
    """By its number each line whose question a tab, dots or a rule lead over to its answer, if the page is written so.

    The number or letter of a question may stand before it. At least three lines are written so, a third of them known.
    """
    found = {at: cut for at, line in enumerate(lines) if (cut := _led(line)) is not None}
    known = sum(asked(cut.label) is not None for cut in found.values())
    return found if len(found) >= weights()["led"] and 3 * known >= len(found) else {}


def _led(line: Paragraph) -> Split | None:
    text = line.text
    number = _NUMBERED.match(text)
    begins = number.end() if number else 0
    gap = _LEADERS.search(text, begins)
    if gap is None or gap.start() == begins:
        return None
    label, rest = text[begins : gap.start()].strip(), text[gap.end() :]
    if _BESIDE_ANOTHER.search(rest.strip()) or not _is_brief(label):
        return None
    if not (rest.strip() or _is_left_blank(text, gap)):
        return None
    return Split(label, (part(line, gap.end() + len(rest) - len(rest.lstrip())),) if rest.strip(" _.\u2026") else ())


def _is_left_blank(text: str, gap: re.Match[str]) -> bool:
    """Whether a line without an answer asks all the same: it leads over by dots or a rule, or is numbered."""
    return not gap.group()[0].isspace() or bool(_MARKED.match(text))


def _is_brief(text: str) -> bool:
    words = _MARKED.sub("", text).split()
    return 1 <= len(words) <= 12 and words[0][:1].isupper() and not re.search(r"[;@]|\d{3}|[:?]\s*\S", text)


def segments(line: Paragraph) -> tuple[Paragraph, ...]:
    """A line that prints several questions side by side, cut before each known one."""
    text = line.text
    cuts = [0]
    for start in _STARTS.finditer(text):
        at = start.end()
        label = _BESIDE.match(text, at)
        if at and label:
            found = asked(label.group())
            if found and found.sure:
                cuts.append(at)
    return tuple(part(line, start, end=end) for start, end in zip(cuts, [*cuts[1:], None], strict=True))
