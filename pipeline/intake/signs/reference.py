"""Which case a mail says it is about, by our reference, a receipt number, its thread or the Panel's reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from pipeline.intake.earlier_mail import EarlierMail
from pipeline.intake.signs.panel_digits import digits_in, typed_reference
from pipeline.intake.signs.receipt import receipts_in
from pipeline.intake.signs.words import pattern
from pipeline.model import Message, Reading

_REFERENCE = re.compile(r"(?<![A-Za-z0-9-])([A-Z]{2,8})[-\u2010-\u2014/ ](20\d\d)[-\u2010-\u2014/](\d{3,6})(?![\d-])")
_IN_MESSAGE_ID = re.compile(r"(?<![a-z0-9])([a-z]{2,8})-(20\d\d)-(\d{3,6})(?!\d)", re.IGNORECASE)

# The Panel's reference as offices type it, `SIN-4471`.
_CUES = r"(?:ref(?:erence)?|no|number|id|sin|notification)"
_CUE = re.compile(_CUES, re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """The case that a mail names, or an empty text; `is_thread` says that it stands where a conversation carries it."""

    case_ref: str = ""
    is_thread: bool = False
    others: tuple[str, ...] = ()


def reference(message: Message, leaves: tuple[Reading, ...], *, earlier: EarlierMail) -> Reference:
    """The case that the mail names, the surest place first; `others` are further cases named in subject or words."""
    in_subject, in_words = _named(message.subject, earlier), _named(message.written, earlier)
    carried = (*in_subject, *_of_thread(message, earlier), *_in_files(leaves, earlier))
    carried += (*_named(message.calendar, earlier), *in_words)
    quoted = _named(message.text, earlier)
    found = next(iter((*carried, *quoted)), "")
    return Reference(
        case_ref=found,
        # What only stands in a quotation may be copied from anywhere, unless the mail answers something.
        is_thread=bool(carried) or bool(quoted and message.in_reply_to),
        others=tuple(ref for ref in dict.fromkeys((*in_subject, *in_words)) if ref != found),
    )


def _of_thread(message: Message, earlier: EarlierMail) -> Iterator[str]:
    """The cases of the mails that it answers, the nearest first, or whose delivery it reports (RFC 3464)."""
    returned = message.report.returned_ids if message.report else ()
    for ids in (message.answered, returned):
        yield from filter(None, (earlier.case_of_mail(ids), *filter(earlier.is_ours, _in_ids(ids))))


def _in_files(leaves: tuple[Reading, ...], earlier: EarlierMail) -> Iterator[str]:
    """The cases that the files name: our return form carries its own (14), and people put it into file names."""
    yield from filter(earlier.is_ours, _printed(leaves))
    yield from chain.from_iterable(_named(leaf.file, earlier) for leaf in leaves)


def _printed(leaves: tuple[Reading, ...]) -> Iterator[str]:
    return filter(None, (leaf.case_ref for leaf in leaves))


def _named(text: str, earlier: EarlierMail) -> tuple[str, ...]:
    """The cases that `text` names by our reference, or by the receipt number of a mail."""
    return (*_by_reference(text, earlier), *earlier.cases_of_receipts(receipts_in(text[:200_000])))


def _by_reference(text: str, earlier: EarlierMail) -> tuple[str, ...]:
    """The references in `text` that can be ours; those of the police and of coroners look alike."""
    foreign = pattern("foreign_reference.before")
    found = []
    for match in _REFERENCE.finditer(text[:200_000]):
        ref = "-".join(match.groups())
        sure = earlier.reference_prefix == match[1] or earlier.index.has_case(ref)
        if earlier.is_ours(ref) and (sure or not foreign.search(text[max(0, match.start() - 40) : match.start()])):
            found.append(ref)
    return tuple(found)


def _in_ids(message_ids: tuple[str, ...]) -> Iterator[str]:
    found = chain.from_iterable(_IN_MESSAGE_ID.finditer(one.partition("@")[0]) for one in message_ids)
    return ("-".join(match.groups()).upper() for match in found)


def erased_reference(message: Message, leaves: tuple[Reading, ...], *, earlier: EarlierMail) -> str:
    """The first reference of an erased case that the mail names, in words or files or in the ids that it answers."""
    texts = (message.subject, message.text[:200_000], *(leaf.file for leaf in leaves))
    named = ("-".join(found.groups()) for text in texts for found in _REFERENCE.finditer(text))
    refs = dict.fromkeys((*named, *_in_ids(message.answered), *_printed(leaves)))
    return next(filter(earlier.index.was_erased, refs), "")


def cases_by_panel_reference(text: str, earlier: EarlierMail) -> tuple[str, ...]:
    """The cases whose Panel reference stands in `text`, each once."""
    named = (refs for typed, refs in earlier.index.panel_refs(digits_in(text)).items() if stands_in(typed, text))
    return tuple(dict.fromkeys(chain.from_iterable(named)))


def stands_in(typed: str, text: str) -> bool:
    """Whether the reference that the office typed stands in `text`, written as people write it."""
    looked_for = _pattern(typed)
    return looked_for is not None and looked_for.search(text) is not None


@lru_cache(maxsize=4096)
def _pattern(typed: str) -> re.Pattern[str] | None:
    """`SIN-4471` also as `SIN 4471`, `SIN ref. 4471`; a bare number only behind a word that makes it a reference."""
    found = typed_reference(typed)
    return found and re.compile("".join(_of_pattern(found[1] or "", found[2])), re.IGNORECASE)


def _of_pattern(letters: str, digits: str) -> Iterator[str]:
    own = letters and not (_CUE.fullmatch(letters) and letters.lower() != "sin")
    yield rf"(?<![A-Za-z0-9]){re.escape(letters) if own else _CUES}\W{{0,3}}"
    yield rf"(?:{_CUES}\W{{1,3}}|is\W){{0,3}}"
    yield r"[-/ ]?".join(re.findall(r"\d+", digits))
    yield r"(?![-/]?\d)(?![A-Za-z])"
