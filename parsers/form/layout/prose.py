"""Paragraphs outside tables: headings, `Label: value`, questions answered in the paragraphs below, lists of ticks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.form.layout.answer import Answer, is_guidance, is_instruction, nothing
from parsers.form.layout.chosen_options import choice, has_boxes, tokens
from parsers.form.layout.split import Split, in_lines, is_label_line, led, segments, split
from parsers.form.layout.stream import Heading, Item, Loose, Option, Pair, Ticks
from parsers.form.layout.turns import is_first_of_several, numbered, set_apart
from parsers.form.vocabulary.labels import AskedField, Section, asked, section
from parsers.form.vocabulary.likeness import is_like_a_question
from parsers.form.vocabulary.phrases import one_of, printed
from parsers.form.vocabulary.weights import weights
from parsers.page import Mark, Paragraph
from parsers.values.dates import dates

_LONG = frozenset(
    (
        "narrative",
        "immediate_action",
        "interagency_concern",
        "criteria",
        "parallel_processes",
        "media_interest",
        "address",
        "home_address",
        "people",
        "parents",
        "disability",
        "text",
        "contact",
        "current_residence",
        "location",
        "outcome",
        "abuse_neglect",
    )
)
_STORIES = frozenset(("narrative", "immediate_action", "interagency_concern", "criteria", "parallel_processes"))
_SENTENCES = re.compile(r"(?<=.{3})\w{2}[.;]\s+[A-Z]")  # not the dot behind the number of a heading
_NUMBERED = printed(
    "numbering.parts", shape=r"^\s*(?:{}\s+[\dA-Z]+\b|\d{1,2}(?:\.\d+)*[.)]?\s+[A-Z]|[A-Z][.)]\s+[A-Z])"
)
_FORM = printed("whole_forms.titles", shape=r"\b{}\b")
_OURS = printed("titles.ours")
_PERHAPS_OURS = printed("titles.perhaps_ours")
_BARE_PART = printed("numbering.parts", shape=r"\s*{}\s*:")
_QUESTION_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]\s+(?=[A-Z])")
_NO_TITLE = re.compile(r"[.,;]$|\d{2}|:\s*\S")  # the end of a sentence, a figure, words behind a colon
LONGEST_TITLE = 160  # characters


def is_title(line: Paragraph) -> bool:
    """Whether a line stands as a heading: by its style, in bold alone, in capitals, or numbered and known."""
    text = line.text.strip()
    if not text or len(text) > LONGEST_TITLE or has_boxes(line):
        return False
    # Several sentences in bold are guidance, which would end the part above it.
    if line.heading or (line.has(Mark.BOLD) and not _SENTENCES.search(text)):
        return True
    return _is_like_a_title(text) and not line.holds(Mark.CONTROL) and _is_known_title(line, text)


def _is_like_a_title(text: str) -> bool:
    """Whether a line begins and ends as titles do and is not longer."""
    first, words = text[:1], _QUESTION_NUMBER.sub("", text)
    return first.isalnum() and not first.islower() and len(words.split()) <= 12 and not _NO_TITLE.search(words)


def names_a_part(text: str) -> bool:
    """Whether a text is like a title and names a part of a form in a few words."""
    return _is_like_a_title(text) and len(text.split()) <= 6 and section(text) is not None


def _is_known_title(line: Paragraph, text: str) -> bool:
    """Whether a line in plain letters names a part of a form: in capitals, underlined, numbered, or in a few words."""
    if section(text) is None:
        return False
    marked = text.isupper() or line.has(Mark.UNDERLINE) or bool(line.number) or bool(_NUMBERED.match(text))
    return marked or _titled(text)


def _titled(text: str) -> bool:
    return len(text.split()) <= 6 and text[:1].isupper() and not text.endswith((":", "?")) and not asked(text)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question whose answer may still go on: its printed `label`, the lines found, whether they began on its line."""

    line: Paragraph
    label: str
    found: tuple[Paragraph, ...] = ()
    inline: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it is a question that people answer in more than a line."""
        found = asked(self.label)
        return found is None or any(head in _LONG for head in found.heads)

    @property
    def is_story(self) -> bool:
        """Whether it is answered in paragraphs, in which lines may look like questions."""
        found = asked(self.label)
        return bool(self.found) and (found is None or any(head in _STORIES for head in found.heads))

    @property
    def is_phrase(self) -> bool:
        """Whether all that was found is a few words behind the question, as where form lines follow each other."""
        return (
            self.inline
            and len(self.found) <= 3
            and all(_is_phrase(line.text) or has_boxes(line) for line in self.found)
        )

    @property
    def goes_on(self) -> bool:
        """Whether a plain line below is still of the answer."""
        return not self.inline or self.is_long

    @property
    def pair(self) -> Pair:
        """The question with what was found for it."""
        answer = Answer(self.found, self.found[0].source) if self.found else nothing(self.line.source)
        return Pair(self.label, answer, self.line.source)


def items(lines: Sequence[Paragraph], box: Answer | None = None, *, boxed: bool = False) -> Iterator[Item]:
    """The items of a run of paragraphs; `box` is the frame right below it, in which an answer may stand.

    Where all answers of the page are `boxed`, the last line over one asks, whatever its words.
    """
    whole = in_lines(tuple(lines))
    asks = numbered(whole) | ({_over_box(whole)} if boxed else set())
    solid = [piece for line in set_apart(whole) for piece in segments(line)]
    leading = led(solid)
    waiting: Waiting | None = None
    at = 0
    while at < len(solid):
        # Boxes below an open question are its answer and no list of their own.
        count = 0 if waiting else _tick_list(solid[at:])
        if count:
            yield Ticks("", tuple(_options(solid[at : at + count])), solid[at].source)
        else:
            following = solid[at + 1] if at + 1 < len(solid) else None
            view = _View(solid[at], following, box is not None, solid[at].source in asks, leading.get(at))
            waiting, done = _step(view, waiting)
            yield from done
        at += count or 1
    yield from _ended(waiting, box)


def _over_box(lines: Sequence[Paragraph]) -> str:
    """The place of the line that asks over a box: the last that is no hint how to answer."""
    asking = [line for line in lines if not _is_hint(line)] or lines
    return asking[-1].source if asking else ""


def _is_hint(line: Paragraph) -> bool:
    return line.has(Mark.ITALIC) or is_guidance(line)


def _ended(waiting: Waiting | None, box: Answer | None) -> list[Item]:
    """What is left when the run is over: the waiting question takes the frame below it, if it has no answer yet."""
    if waiting is None:
        return [Loose(box)] if box else []
    # A question answered on its own line has no use for the frame, which is shown by itself.
    if box is None or waiting.inline:
        return [waiting.pair, *([Loose(box)] if box else [])]
    return [replace(waiting, found=(*waiting.found, *box.lines)).pair]


@dataclass(frozen=True, slots=True)
class _View:
    """A line, the one below it, and whether a frame follows the last one."""

    line: Paragraph
    following: Paragraph | None
    framed: bool
    asks: bool = False  # by its number or its place, whatever its words
    led: Split | None = None  # its question and what it leads over to


def _step(view: _View, waiting: Waiting | None) -> tuple[Waiting | None, list[Item]]:
    """What waits after one more line, and what is settled by it."""
    if view.led is not None:
        return Waiting(view.line, view.led.label, view.led.rest, inline=True), _settled(waiting)
    return _by_its_words(view, waiting)


def _by_its_words(view: _View, waiting: Waiting | None) -> tuple[Waiting | None, list[Item]]:
    """The same for a line that nothing parts into question and answer."""
    line, text = view.line, view.line.text.strip()
    done = _settled(waiting)
    parts = split((line,))
    title = _title_in_two(line, parts, waiting=waiting)
    if title:
        return None, [*done, Heading(title, line.source, level=line.heading)]
    if parts.label and _breaks(line, parts.label, waiting=waiting, following=view.following):
        return Waiting(line, parts.label, parts.rest, inline=True), done
    is_heading = is_title(line) and _ends(waiting, line)
    if is_heading and not (view.asks or _is_question(view)):
        return None, [*done, Heading(text, line.source, level=line.heading)]
    if is_heading or _asks_below(view, waiting):
        return Waiting(line, text), done
    if waiting is not None and waiting.goes_on:
        return replace(waiting, found=(*waiting.found, line)), []
    return None, [*done, _loose(line)]


def _loose(line: Paragraph) -> Loose:
    return Loose(Answer((line,), line.source), italic=_is_hint(line))


def _title_in_two(line: Paragraph, parts: Split, *, waiting: Waiting | None) -> str:
    """The title that a line is or holds although a colon or a dash parts it, or an empty text."""
    if not parts.label:
        return ""
    if _names_its_part(parts):
        return parts.rest[0].text.strip()
    # `Child: serious incident referral` in the style of a heading gave the child that name.
    text = line.text.strip()
    is_headed = bool(line.heading) and any(_FORM.search(each.text) for each in parts.rest)
    return text if waiting is None and (is_headed or titles_a_form(text)) else ""


def titles_a_form(text: str) -> bool:
    """Whether a line is a title in two parts: `Escalation: serious incident referral to the partnership`."""
    label, _, rest = text.partition(":")
    known = asked(label)
    if not rest.strip() or len(text.split()) > 22 or text.endswith(".") or (known is not None and known.sure):
        return False
    return bool(_FORM.search(rest)) if known is None and _OURS.search(text) else bool(_PERHAPS_OURS.search(rest))


def _names_its_part(parts: Split) -> bool:
    """Whether a line only says that a part begins, and which: `SECTION: ABOUT THE CHILD`."""
    named = parts.rest[0].text.strip() if len(parts.rest) == 1 else ""
    return bool(_BARE_PART.fullmatch(parts.label)) and section(named) is not None


def _settled(waiting: Waiting | None) -> list[Item]:
    return [waiting.pair] if waiting else []


def _ends(waiting: Waiting | None, title: Paragraph) -> bool:
    """Whether nothing waits, or a title is more than a line of its answer."""
    return waiting is None or (not is_guidance(title) and _is_strong_title(title, waiting))


def _is_strong_title(line: Paragraph, waiting: Waiting) -> bool:
    """Whether a line under an open question is a heading by more than its words."""
    if line.heading or line.has(Mark.BOLD) or line.has(Mark.UNDERLINE) or not waiting.goes_on:
        return True
    text = line.text.strip()
    # People type short answers in capitals: right below the question such a line is its answer.
    return bool(waiting.found) and (text.isupper() or bool(_NUMBERED.match(text)) or bool(line.number))


def _breaks(line: Paragraph, label: str, *, waiting: Waiting | None, following: Paragraph | None) -> bool:
    """Whether a `Label: value` line ends a long answer, in which such a line may also be just a phrase."""
    if waiting is None or not waiting.is_long or (waiting.is_phrase and _is_next_label(line, label)):
        return True
    found = asked(label)
    return _ends_story(line, found, waiting=waiting, following=following)


def _ends_story(line: Paragraph, found: AskedField | None, *, waiting: Waiting, following: Paragraph | None) -> bool:
    """Whether a line that looks like a question is none of a story's own phrases."""
    if Mark.BOLD in line.spans[0].marks:
        return True
    if found is None:
        return False
    if (found.sure and not waiting.is_story) or _is_set_so(line, found):
        return True
    # A mail pasted into the story has lines such as `Date:` and `Name:`; a form has several of them one below the
    # other.
    return found.sure and (bool(found.group) or (following is not None and _is_brief(line) and _is_brief(following)))


def _is_set_so(line: Paragraph, found: AskedField) -> bool:
    """Whether no story puts a line so: with a date behind it, or as a question of ours with a few words behind it."""
    parts = split((line,))
    answered = bool(found.group) and parts.label.endswith("?") and len(parts.rest) == 1
    whole = len(parts.label.split()) >= weights()["sentence_words"]
    return _is_dated(line) or (answered and (whole or _is_phrase(parts.rest[0].text)))


def _is_dated(line: Paragraph) -> bool:
    """Whether a line is a question with a date behind it and nothing else: no story puts it so."""
    rest = split((line,)).rest
    return len(rest) == 1 and len(rest[0].text.split()) <= 4 and bool(dates(rest[0].text))


def _is_phrase(text: str) -> bool:
    return len(text.split()) <= 10 and not text.rstrip().endswith((".", "!"))


def _follows_a_phrase(text: str, waiting: Waiting | None) -> bool:
    """Whether a line is a label with nothing behind its colon, below one that was answered in a few words."""
    bare = text.endswith(":") and len(text.split()) <= 8 and text[:1].isupper()
    return bare and waiting is not None and waiting.is_phrase


def _asks_below(view: _View, waiting: Waiting | None) -> bool:
    """Whether a line that is no title asks what is answered below, by its words or by what stands above it."""
    text = view.line.text.strip()
    if view.asks:
        return True
    return _is_open_question(view, waiting) or _follows_a_phrase(text, waiting) or _leaves_field(view, waiting)


def _leaves_field(view: _View, waiting: Waiting | None) -> bool:
    """Whether a printed line stands below a field to write in, and is known to ask or stands over the next one."""
    in_field = waiting is not None and waiting.found and all(line.holds(Mark.CONTROL) for line in waiting.found)
    if not in_field or view.line.holds(Mark.CONTROL):
        return False
    # A form filled in on the screen marks what was typed, so that words outside its fields are print, whatever they
    # say.
    over_field = view.following is not None and view.following.holds(Mark.CONTROL)
    return over_field or asked(view.line.text.strip()) is not None


def _is_next_label(line: Paragraph, label: str) -> bool:
    """Whether a line is a label with a few words behind it, or one that is like a known question."""
    parts = split((line,))
    return (
        asked(label) is not None
        or is_like_a_question(label)
        or bool(parts.label.rstrip().endswith(":") and parts.rest and _is_phrase(parts.rest[0].text))
    )


def _is_brief(line: Paragraph) -> bool:
    """Whether a line is a sure question with a short answer, as forms have them one below the other."""
    parts = split((line,))
    found = asked(parts.label) if parts.label else None
    answer = parts.rest[0].text.strip() if parts.rest else ""
    return bool(found and found.sure and len(answer.split()) <= 8 and not answer.endswith("."))


def _is_open_question(view: _View, waiting: Waiting | None) -> bool:
    """Whether a line that is no title still is a question, to be answered below."""
    text = view.line.text.strip()
    found = asked(text)
    if found is None:
        return waiting is None and text.endswith((":", "?")) and is_like_a_question(text) and _is_answer(view)
    # In italics, or at such length, a form tells how to answer rather than asks.
    if view.line.has(Mark.ITALIC) or len(text.split()) > 30:
        return False
    if _ASKS_FOR_STORY.match(text) and found.group in ("incident", "referral") and _is_answer(view):
        return waiting is None or not waiting.is_story
    return _is_known_question(view, found, in_story=waiting is not None and waiting.is_long)


def _is_known_question(view: _View, found: AskedField, *, in_story: bool) -> bool:
    """Whether a line in known words asks: by its end and by what is below; within a long answer it has to be plain."""
    text = view.line.text.strip()
    ends = text.endswith((":", "?"))
    if in_story:
        return found.sure and ends
    below = view.framed if view.following is None else not is_label_line(view.following)
    return (ends and (found.sure or below)) or (found.sure and below and not text.endswith("."))


_ASKS_FOR_STORY = printed("guidance.asks_for_story", shape=rf"{one_of('labels.polite')}*{{}}\b")
_ORGANISATION = printed(
    "whole_forms.organisation", shape=r"(?:[A-Z][\w'\u2019-]*|&)(?: (?:[A-Z][\w'\u2019-]*|&)){1,8} {}"
)
_CRITERIA = printed(
    "whole_forms.criteria", shape=rf"\W*+(?:[\w.]++\s++)?{one_of('whole_forms.before_criteria')}?{{}}\b[^?]*$"
)
_ANSWERED_BELOW = ("incident", "criteria", "guidance", "chronology", "family", "agencies", "referral")


def _is_question(view: _View) -> bool:
    """Whether a title is answered by the text or the frame right below it."""
    text, following = view.line.text.strip(), view.following
    known, part = asked(text), section(text)
    if following is None:
        return _is_last_question(text, known, opens_part=part is not None, framed=view.framed)
    if _goes_below_a_title(following):
        return False
    if known is None:
        return _asks_in_own_words(view.line, following)
    if text.endswith((":", "?")):
        return True
    if split((following,)).label:
        return False
    if known.sure and part is None:
        return True
    # Below the title of the criteria stand the criteria, which would be met all at once if they were its answer.
    if is_title(following) or (_CRITERIA.match(text) and not view.framed):
        return False
    return part is None or _answers_part(following, part, known=known, framed=view.framed)


def _goes_below_a_title(line: Paragraph) -> bool:
    """Whether a line answers nothing: the first part of a question, or the organisation whose form it is."""
    return is_first_of_several(line) or _ORGANISATION.fullmatch(line.text.strip()) is not None


def _asks_in_own_words(line: Paragraph, following: Paragraph) -> bool:
    """Whether a title in words of its own is much like a question, and text that may answer it stands below."""
    may_ask = bool(_QUESTION_NUMBER.match(line.text.strip())) or _may_ask(line, following)
    return may_ask and _may_answer(following) and is_like_a_question(line.text)


def _may_ask(line: Paragraph, following: Paragraph) -> bool:
    """Whether a bold line in words of its own, over a sentence, may ask: it has no heading's style, titles no form."""
    told = following.text.strip().endswith(".") and len(following.text.split()) >= weights()["sentence_words"]
    return told and not line.heading and section(line.text) is None and not _FORM.search(line.text)


def _is_last_question(text: str, known: AskedField | None, *, opens_part: bool, framed: bool) -> bool:
    """Whether a title with no text below it asks: over a frame, or as a known question that opens no part."""
    if known is None:
        return framed and not opens_part
    return framed or (not opens_part and text.endswith((":", "?")))


def _answers_part(following: Paragraph, part: Section, *, known: AskedField, framed: bool) -> bool:
    """Whether a line below a title that may as well open a part of the form answers it."""
    # `Child` may stand over a name, but over sentences about a person it is the title of the part.
    if part.group not in _ANSWERED_BELOW:
        return known.sure and not is_instruction(following.text) and len(following.text.split()) <= 12
    return framed or not is_instruction(following.text)


def _is_answer(view: _View) -> bool:
    """Whether what is below a line is text that may answer it."""
    return view.framed if view.following is None else _may_answer(view.following)


def _may_answer(line: Paragraph) -> bool:
    """Whether a line is no title, asks nothing and is no guidance."""
    return not (is_title(line) or split((line,)).label or is_instruction(line.text))


def _tick_list(lines: Sequence[Paragraph]) -> int:
    """How many of `lines` from the first on are a list of ticks, one box in each; 0 if fewer than two."""
    count = 0
    for line in lines:
        boxes = [text for box, text in tokens(line) if box]
        words = "".join(text for box, text in tokens(line) if not box)
        if len(boxes) != 1 or not re.search(r"[A-Za-z]{3}", words):
            break
        count += 1
    # One line with a box is a question with its own.
    return count if count >= 2 else 0


def _options(lines: Sequence[Paragraph]) -> Iterator[Option]:
    for line in lines:
        found = choice((line,))
        text = " ".join(found.offered) if found else line.text
        beside = Answer((line,), line.source) if found and found.beside else None
        yield Option(text.strip(" :"), bool(found and found.chosen), line.source, beside)
