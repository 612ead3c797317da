"""How much of a mail's words is looked at when it is judged."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Message

READ = 100_000  # characters; forty pages, far beyond what anybody writes in haste
_FEWEST = 2_000  # of each attached mail, however many there are


def bounded(message: Message, *, most: int = READ) -> Message:
    """`message` with no more than the first `most` characters of each text, which its attached mails share."""
    share = max(_FEWEST, most // max(1, len(message.messages)))
    return replace(
        message,
        text=message.text[:most],
        html=message.html[:most],
        written=message.written[:most],
        forwarded=tuple((author, words[:most]) for author, words in message.forwarded),
        calendar=message.calendar[:most],
        messages=tuple(bounded(inner, most=share) for inner in message.messages),
    )
