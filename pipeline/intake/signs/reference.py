"""Which case a mail says it is about: the reference in its subject, thread, files or words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.intake.earlier_mail import EarlierMail
from pipeline.intake.signs.words import pattern
from pipeline.model import Message, Reading

_REFERENCE = re.compile(r"(?<![A-Za-z0-9-])([A-Z]{2,8})[-\u2010-\u2014/ ](20\d\d)[-\u2010-\u2014/](\d{3,6})(?![\d-])")
_IN_MESSAGE_ID = re.compile(r"(?<![a-z0-9])([a-z]{2,8})-(20\d\d)-(\d{3,6})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """The case that a mail names, or an empty text; `is_thread` says that it stands where a conversation carries it."""

    case_ref: str = ""
    is_thread: bool = False
    others: tuple[str, ...] = ()


def reference(message: Message, leaves: tuple[Reading, ...], *, known: EarlierMail) -> Reference:
    """The case that the mail names, the surest place first; `others` are further cases named in subject or words."""
    thread = (*message.in_reply_to, *reversed(message.references))
    carried = [*_named(message.subject, known)]
    carried += [ref for ref in (known.case_of_mail(thread), *_in_ids(thread, known)) if ref]
    if message.report:
        ids = (message.report.original_message_id,)
        carried += [ref for ref in (known.case_of_mail(ids), *_in_ids(ids, known)) if ref]
    told = [leaf.case_ref for leaf in leaves if leaf.case_ref and _is_ours(leaf.case_ref, known)]
    told += [ref for leaf in leaves for ref in _named(leaf.file, known)]
    told += [*_named(message.calendar, known), *_named(message.written, known)]
    quoted = [*_named(message.text, known)]
    found = [*carried, *told, *quoted]
    if not found:
        return Reference()
    named = dict.fromkeys([*_named(message.subject, known), *_named(message.written, known)])
    return Reference(
        case_ref=found[0],
        is_thread=bool(carried or told or (quoted and message.in_reply_to)),
        others=tuple(ref for ref in named if ref != found[0]),
    )


def _named(text: str, known: EarlierMail) -> Iterator[str]:
    """The references in `text` that can be ours; other organisations' references look alike."""
    foreign = pattern("foreign_reference.before")
    for match in _REFERENCE.finditer(text[:200_000]):
        ref = "-".join(match.groups())
        sure = known.reference_prefix == match[1] or known.index.has_case(ref)
        if _is_ours(ref, known) and (sure or not foreign.search(text[max(0, match.start() - 40) : match.start()])):
            yield ref


def _in_ids(message_ids: tuple[str, ...], known: EarlierMail) -> Iterator[str]:
    for one in message_ids:
        for match in _IN_MESSAGE_ID.finditer(one.partition("@")[0]):
            ref = "-".join(match.groups()).upper()
            if _is_ours(ref, known):
                yield ref


def _is_ours(ref: str, known: EarlierMail) -> bool:
    """With a journal, a reference is ours if a case bears it; without one, any of the right form may be."""
    return known.index.has_case(ref) if known.journal else True
