"""Options offered in an answer and the one that was chosen: by a tick, by striking the others, by a mark on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

from parsers.form.vocabulary.phrases import one_of, printed
from parsers.form.vocabulary.weights import weights
from parsers.page import TICKED_BOX, Mark, Paragraph
from parsers.values.answer_state import folded, spaced

_TYPED_BOX = re.compile(
    r"\[\s?(?P<a>[xX\u2713\u2714\u2022/*]?)\s?\]|\(\s?(?P<b>[xX\u2713\u2714\u2022\u25cf])\s?\)|\(\s\)"
    r"|(?P<c>[\u2713\u2714\u25c9\u29bf])"
    r"|(?P<d>[\u2610\u25a1\u25fb\u2751\u25cb])|(?P<e>[\u2611\u2612\u2717\u2718\u25cf])"
)
_BOX_SIGNS = re.compile("[\\[(\u2713\u2714\u25c9\u29bf\u2610\u25a1\u25fb\u2751\u25cb\u2611\u2612\u2717\u2718\u25cf]")
_MAY_BE_CROSSED = re.compile(r"(?<!\S)[xX](?!\S)")
_GAPS = re.compile(r"\s{2,}|\t")
_CROSS = re.compile(r"^[xX]\s+(?=\S)|(?<=\S)\s+[xX]$")
_GAP = re.compile(r"\s{3,}|\t|\n")
_PROMPT = re.compile(
    rf"^\W*(?:\(?{one_of('options.prompt_begins')}\b[^:?]{{0,60}}(?:[:?)]|$)|{one_of('options.prompt_alone')}\b\W*)\s*",
    re.I,
)
# The stroke in `N/K` and `N/A` parts no options.
_SEPARATOR = printed("options.between", shape=r"\s*(?:(?<!\b[nN])/|/(?![aAkK]\b)|\|)\s*|\s+{}\s+|\s{2,}|\t|\n")
_STROKE = re.compile(r"[/|]")
_KNOWN = re.compile(
    rf"\W*(?:(?P<yn>{one_of('options.yn')})|(?P<nk>{one_of('options.nk')})|(?P<sex>{one_of('options.sex')})"
    rf"|(?P<harm>{one_of('options.before_harm')}*{one_of('options.harm')})|(?P<abuse>{one_of('options.abuse')})"
    rf"|(?P<care>{one_of('options.care')}))\W*",
    re.I,
)
_YES_OR_NO = re.compile(rf"{one_of('options.yn', 'options.nk')}\b", re.I)
_CIRCLED = re.compile(
    r"\s*(?:\*+[^*]+\*+|\[[^\[\]]+\]|\([^()]+\)|<+[^<>]+>+|>+[^<>]+<+|\{[^{}]+\}|_+[^_]+_+|=+[^=]+=+)[\s.,;]*"
)
_MARKS = (Mark.HIGHLIGHT, Mark.UNDERLINE, Mark.BOLD)
# Options of these kinds stand in one choice: `Known / suspected / no`, `Male / female / not known`.
_OFFERED_TOGETHER = (frozenset(("yn", "abuse")), frozenset(("yn", "sex", "harm")), frozenset(("yn", "care")))


@dataclass(frozen=True, slots=True)
class Choice:
    """The options that were `chosen` of those `offered`, and what a person wrote `beside` them."""

    offered: tuple[str, ...]
    chosen: tuple[str, ...]
    beside: str = ""


Piece = tuple[str, frozenset[Mark]]


def choice(lines: tuple[Paragraph, ...]) -> Choice | None:
    """What was chosen in `lines`, or None where they offer nothing to choose from."""
    if not any(_may_offer(line.text) or line.holds(Mark.PLACEHOLDER) for line in lines):
        return None
    if any(map(has_boxes, lines)):
        return _ticked(lines)
    return _crossed(lines) or _deleted(lines)


@lru_cache(maxsize=4096)
def _may_offer(text: str) -> bool:
    """Whether a line has what every choice has in one of its lines: a box, a cross alone, or a known option first."""
    return bool(_BOX_SIGNS.search(text) or _MAY_BE_CROSSED.search(text) or _begins_known(text))


def _crossed(lines: tuple[Paragraph, ...]) -> Choice | None:
    """Options set apart by wide gaps, one of them with a typed `X` before or behind it, or None."""
    if not any(_MAY_BE_CROSSED.search(line.text) for line in lines):
        return None
    pieces = [piece for line in lines for piece in _GAPS.split(line.text.strip()) if piece.strip()]
    crossed = [bool(_CROSS.search(piece.strip())) for piece in pieces]
    # In long pieces an `x` is no mark: `2 x paramedics attended`.
    if all(crossed) or not any(crossed) or max(len(piece.split()) for piece in pieces) > weights()["option_words"]:
        return None
    offered = tuple(_clean(_CROSS.sub("", piece.strip())) for piece in pieces)
    return Choice(offered, tuple(compress(offered, crossed)))


def has_boxes(line: Paragraph) -> bool:
    """Whether a tick box stands in a line, drawn or typed."""
    if not _BOX_SIGNS.search(line.text):  # the glyphs of drawn boxes are among them
        return False
    return any(box for box, _ in tokens(line))


def tokens(line: Paragraph) -> list[tuple[bool, str]]:
    """The boxes (True, `x` if ticked) and the texts (False, text) of a line in their order."""
    found: list[tuple[bool, str]] = []
    for span in line.spans:
        if Mark.BOX in span.marks:
            found.append((True, "x" if TICKED_BOX in span.text else ""))
        elif Mark.PLACEHOLDER not in span.marks:
            found += _typed(span.text)
    return found


def _typed(text: str) -> list[tuple[bool, str]]:
    """Boxes that were typed as characters, among the text round them."""
    if not _BOX_SIGNS.search(text):
        return [(False, text)]
    found: list[tuple[bool, str]] = []
    at = 0
    for box in _TYPED_BOX.finditer(text):
        found.append((False, text[at : box.start()]))
        ticked = bool((box.group("a") or "").strip() or box.group("b") or box.group("c") or box.group("e"))
        found.append((True, "x" if ticked else ""))
        at = box.end()
    return [*found, (False, text[at:])]


def _ticked(lines: tuple[Paragraph, ...]) -> Choice:
    rows = [_pieces(line) for line in lines]
    lone = _lone(rows) or _between_strokes(rows)
    if lone is not None:
        return lone
    after = _box_after(rows)
    offered: list[str] = []
    ticked: list[bool] = []
    beside: list[str] = []
    for first, boxed in rows:
        words, over = _words_of_boxes(first, boxed, after=after)
        cut = [_cut(text, last=place == len(words)) for place, text in enumerate(words, 1)]
        rests = [rest for _, rest in cut]
        asks = bool(boxed) and not offered  # before the first box stands what it is about
        beside += [*rests, over] if after else [*([] if asks else [over]), *rests]
        offered += [option for option, _ in cut]
        ticked += [on for on, _ in boxed]
    return Choice(tuple(offered), tuple(compress(offered, ticked)), "\n".join(_own(beside)))


def _words_of_boxes(first: str, boxed: list[tuple[bool, str]], *, after: bool) -> tuple[list[str], str]:
    """The words that belong to each box of a line, and those that belong to none."""
    texts = [first, *(text for _, text in boxed)]
    return (texts[:-1], texts[-1]) if after else (texts[1:], first)


def _lone(rows: list[tuple[str, list[tuple[bool, str]]]]) -> Choice | None:
    """One typed tick between two options, as in `Yes ✓  No`: it belongs to the nearer one, if one is nearer."""
    boxes = [(first, *box) for first, boxed in rows for box in boxed]
    if len(boxes) != 1:
        return None
    first, ticked, last = boxes[0]
    if not (ticked and _is_option(first) and _is_option(last)):
        return None
    # Right between the two it may mean either, and a guess may turn the answer round.
    before, after = len(first) - len(first.rstrip()), len(last) - len(last.lstrip())
    offered = (_clean(first), _clean(last))
    chosen = () if before == after else (offered[before > after],)
    return Choice(offered, chosen, "" if chosen else f"{first.strip()} {last.strip()}")


def _between_strokes(rows: list[tuple[str, list[tuple[bool, str]]]]) -> Choice | None:
    """One tick among options that strokes part, as in `known / suspected ☒ / no`: it is of those it stands between."""
    boxes = [(first, *box) for first, boxed in rows for box in boxed]
    if len(boxes) != 1 or not boxes[0][1]:
        return None
    first, _, last = boxes[0]
    before, after = (_STROKE.split(text) for text in (first, last))
    options = [*before[:-1], f"{before[-1]} {after[0]}", *after[1:]]
    if len(options) < 3 or not all(map(_is_option, options)):  # of two the nearer one is taken (`_lone`)
        return None
    offered = tuple(map(_clean, options))
    return Choice(offered, (offered[len(before) - 1],))


def _pieces(line: Paragraph) -> tuple[str, list[tuple[bool, str]]]:
    """The text before the first box, then each box with the text after it."""
    first, boxed = "", []
    for is_box, text in tokens(line):
        if is_box:
            boxed.append((bool(text), ""))
        elif boxed:
            boxed[-1] = (boxed[-1][0], boxed[-1][1] + text)
        else:
            first += text
    return first, boxed


def _box_after(rows: list[tuple[str, list[tuple[bool, str]]]]) -> bool:
    """Whether boxes stand behind their words."""
    # `[ ] Yes [ ] No` and `Yes [ ] No [ ]` differ in nothing but what begins and what ends the line.
    begun = [(first.strip(" :\t"), boxed[-1][1].strip(" .,;)\t")) for first, boxed in rows if boxed]
    before = sum(not first for first, _ in begun)
    return sum(bool(first) and (not last or _is_option(first)) for first, last in begun) > before


def _cut(text: str, *, last: bool) -> tuple[str, str]:
    """An option, and what stands behind it after a gap."""
    parts = _GAP.split(text.strip(), maxsplit=1)
    option, rest = spaced(parts[0]).strip(" ,;/|"), parts[1] if len(parts) > 1 else ""
    known = _KNOWN.match(option)
    head = option[: known.end()].rstrip(" ,;:(-\u2013") if known else ""
    if last and head and re.match(r"\s*[:,;(]|\s+[\u2013-]\s", option[len(head) :]):
        return head, " ".join((option[len(head) :].lstrip(" ,;:-\u2013"), rest)).strip()
    return option, rest


def _own(texts: list[str]) -> list[str]:
    """`texts` without the prompts printed before them and without empty ones."""
    cleaned = (spaced(_PROMPT.sub("", spaced(text))).strip(" :_.\u2026") for text in texts)
    return [text for text in cleaned if text]


def _deleted(lines: tuple[Paragraph, ...]) -> Choice | None:
    """Yes and no, or another closed set, printed side by side for all but one to be deleted."""
    solid = [line for line in lines if line.text.strip()]
    several = len(solid) > 1 or any(_SEPARATOR.search(unprompted(line)) for line in solid)
    head, beside = _offered(solid) if several else ([], [])
    if len(head) < 2 or not _one_set([text for text, _ in head]):
        return None
    texts = tuple(_clean(text) for text, _ in head)
    return Choice(texts, _left(head, texts), "\n".join(_own(beside)))


def _offered(solid: list[Paragraph]) -> tuple[list[Piece], list[str]]:
    """The options of the first line, or of all where each stands on its own, and what stands beside them."""
    stacked = 2 <= len(solid) <= 4 and all(_is_option(line.text) for line in solid)
    if not (stacked or _begins_known(unprompted(solid[0]))):
        return [], []
    head, tail = _options(_parts(solid[0]))
    if stacked and len(head) < 2:
        return [part for line in solid for part in _parts(line)], []
    return head, [tail, *(line.text for line in solid[1:])]


def _begins_known(text: str) -> bool:
    """Whether an option that is known stands at the beginning of a text."""
    return bool(_KNOWN.match(folded(text)))


def unprompted(line: Paragraph) -> str:
    """The text of a line without the prompts of its controls."""
    if not line.marks or Mark.PLACEHOLDER not in line.marks:  # most lines have no mark, and many are asked
        return line.text
    return "".join(span.text for span in line.spans if Mark.PLACEHOLDER not in span.marks)


def _parts(line: Paragraph) -> list[Piece]:
    """The line cut at its separators, each piece with the marks that all its letters share."""
    letters = [
        (letter, span.marks) for span in line.spans for letter in span.text if Mark.PLACEHOLDER not in span.marks
    ]
    text = unprompted(line)
    found: list[Piece] = []
    at = 0
    ends = [(cut.start(), cut.end()) for cut in _SEPARATOR.finditer(text) if cut.end() > cut.start()]
    for start, end in [*ends, (len(text), len(text))]:
        shared = [marks for letter, marks in letters[at:start] if letter.strip(" *[]().")]
        if shared:
            found.append((text[at:start], frozenset.intersection(*shared)))
        at = end
    return found


@lru_cache(maxsize=4096)
def _is_option(text: str) -> bool:
    return bool(_KNOWN.fullmatch(folded(text)))


def _options(parts: list[Piece]) -> tuple[list[Piece], str]:
    """The leading options of `parts`, and the words behind them."""
    head: list[Piece] = []
    for place, (text, marks) in enumerate(parts):
        if _is_option(text):
            head.append((text, marks))
            continue
        known = _KNOWN.match(folded(text))
        if head and known and known.end() and _YES_OR_NO.match(folded(text).strip()):
            # Somebody went on writing behind the last option: `Yes / No not since the move`.
            cut = known.end()
            head.append((text[:cut], marks))
            return head, " ".join([text[cut:], *(rest for rest, _ in parts[place + 1 :])])
        return head, " ".join(rest for rest, _ in parts[place:])
    return head, ""


def _one_set(texts: list[str]) -> bool:
    """Whether the options are of one closed set, and not one word repeated."""
    kinds = {_kind(text) for text in texts}
    words = {_clean(text).lower() for text in texts}
    return len(words) > 1 and (len(kinds) == 1 or any(kinds <= together for together in _OFFERED_TOGETHER))


def _kind(text: str) -> str:
    """Which set an option is of; to be unknown goes with any yes and no."""
    known = _KNOWN.match(folded(text))
    kind = known.lastgroup if known else None
    return "yn" if kind == "nk" else kind or ""


def _clean(text: str) -> str:
    return spaced(text).strip(" .,;:*[](){}<>_=")


def _left(head: list[Piece], texts: tuple[str, ...]) -> tuple[str, ...]:
    """The options not struck out, or else those marked as no other is; all or none is no choice."""
    # Striking goes first: what is left may stand in bold or underlined because the form prints it so.
    standing = [Mark.STRIKE not in marks for _, marks in head]
    if not all(standing):
        return tuple(compress(texts, standing))
    for mark in _MARKS:
        marked = [mark in marks for _, marks in head]
        if any(marked) and not all(marked):
            return tuple(compress(texts, marked))
    circled = [bool(_CIRCLED.fullmatch(text)) for text, _ in head]
    return () if all(circled) else tuple(compress(texts, circled))
