"""What the sender of a mail wrote, apart from what they quoted, forwarded, signed with or were made to append."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.mail.addresses import ADDRESS_IN_TEXT
from parsers.mail.boilerplate import without_boilerplate
from parsers.mail.phrases import one_of, printed

_RULE = r"[-_=* >]*"
_ORIGINAL = printed("original_message", shape=rf"^{_RULE}({{}}){_RULE}$")
_FORWARDED = printed("forwarded_message", shape=rf"^{_RULE}({{}}){_RULE}$")
_WROTE = printed("wrote", shape=r"^({})\s*:\s*$")
_WROTE_IN_ONE_LINE = printed("wrote_in_one_line", shape=r"^({})\s*:\s*$")
_HEADER = printed("header", shape=r"^[\s>*]*({})\s*\*?\s*:\s*\*?\s*\S")
_HEADER_AFTER = printed("header_after", shape=r"^[\s>*]*({})\s*\*?\s*:")
_REPLIED = rf"({one_of('reply_subject')})\s*:\s*"
_FORWARD_SUBJECT = printed("forward_subject", shape=rf"^[^\w\[]*+({_REPLIED}|\[[^\]\[]*+\]\s*)*({{}})\s*:")
_LEVELS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnWords:
    """`own` is what the sender wrote, `forwarded` what they passed on: the author's address (or empty) and text."""

    own: str
    forwarded: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a quotation begins: its lines, whether it is a forward, and how many lines its heading takes."""

    at: int
    body: int
    forward: bool
    by_sign: bool = False


def is_forward(subject: str) -> bool:
    """Whether `subject` says that the mail passes another one on."""
    return bool(_FORWARD_SUBJECT.match(subject))


def unquoted(text: str, *, subject: str = "") -> str:
    """`text` without earlier mails but with what is passed on, signatures and all: where a form may be written."""
    own, below, _ = _split(text.splitlines(), is_forward(subject))
    return "\n".join([*own, *below])


def written(text: str, *, subject: str = "") -> OwnWords:
    """`text` taken apart; a quotation under a subject that begins with `FW:` counts as passed on."""
    own, below, author = _split(text.splitlines(), is_forward(subject))
    forwarded: list[tuple[str, str]] = []
    while below and len(forwarded) < _LEVELS:
        passed, deeper, next_author = _split(below, True)
        said = without_boilerplate("\n".join(passed))
        forwarded.append((author, said))
        # Below a mail that says something stands an older conversation; below `see below` stands what is meant.
        below, author = (deeper, next_author) if len(said.split()) < 12 else ([], "")
    return OwnWords(own=without_boilerplate("\n".join(own)), forwarded=tuple(forwarded))


def _split(lines: Sequence[str], forward_subject: bool) -> tuple[list[str], list[str], str]:
    """Own lines, the lines passed on (none in a reply) and the author of these."""
    own: list[str] = []
    position = 0
    while position < len(lines):
        cut = _cut(lines, position, forward_subject=forward_subject)
        if cut is None:
            own.append(lines[position])
            position += 1
        elif cut.by_sign:
            position = cut.body
        else:
            heading = "\n".join(lines[cut.at : cut.body])
            author = ADDRESS_IN_TEXT.search(heading)
            below = [line.lstrip("> ") for line in lines[cut.body :]] if cut.forward else []
            return own, below, author[0].lower() if author else ""
    return own, [], ""


def _cut(lines: Sequence[str], position: int, *, forward_subject: bool) -> _Cut | None:
    line = lines[position].strip()
    if line.startswith(">"):
        return _Cut(position, position + 1, False, by_sign=True)
    if _FORWARDED.match(line):
        return _Cut(position, _after_headers(lines, position + 1), True)
    if _ORIGINAL.match(line):
        return _Cut(position, _after_headers(lines, position + 1), forward_subject)
    if _HEADER.match(line) and _are_headers(lines[position + 1 : position + 8]):
        return _Cut(position, _after_headers(lines, position), forward_subject)
    length = _attribution(lines, position)
    if not length:
        return None
    following = next((near.strip() for near in lines[position + length :] if near.strip()), "")
    signed = following.startswith(">")
    return _Cut(position, position + length, forward_subject and not signed, by_sign=signed)


def _are_headers(lines: Sequence[str]) -> bool:
    """Whether two of `lines` are such as follow `From:` in a copied heading; one may be a sentence with a colon."""
    return len([line for line in lines if _HEADER_AFTER.match(line)]) >= 2


def _attribution(lines: Sequence[str], position: int) -> int:
    """How many lines `On …, … wrote:` takes at `position`; programs wrap it, and it always holds a date or time."""
    joined = ""
    for number, line in enumerate(lines[position : position + 3], start=1):
        joined = f"{joined} {line.strip()}".strip()
        if not line.strip():
            return 0
        if any(sign.isdigit() for sign in joined) and _WROTE.match(joined):
            return number
    return 1 if _WROTE_IN_ONE_LINE.match(lines[position].strip()) else 0


def _after_headers(lines: Sequence[str], position: int) -> int:
    """The first line below the copied headers; a header's value may run over several lines."""
    last = position
    for index in range(position, min(position + 14, len(lines))):
        if _HEADER.match(lines[index]) or _HEADER_AFTER.match(lines[index]):
            last = index + 1
        elif not lines[index].strip(" >\t") and last > position:
            break
    return last
