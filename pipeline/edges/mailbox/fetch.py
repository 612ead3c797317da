"""Mails out of a folder in bounded batches, marked by nothing; one that cannot be fetched stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from pipeline.edges.clock import now
from pipeline.model import MessageKey

MEGABYTE = 1024 * 1024
# A UID FETCH line of 500 numbers stays under the 8,000 octets that servers take (RFC 7162, 4).
SIZES_AT_ONCE = 500
# imaplib refuses a line of more than 1,000,000 octets; 50,000 UIDs of ten digits are 550,000.
SEARCHED_AT_ONCE = 50_000
HEADER_LIMIT = 65_536
SIZE_ITEMS = ("RFC822.SIZE", "INTERNALDATE", "FLAGS")
HEADER_ITEM = f"BODY.PEEK[HEADER]<0.{HEADER_LIMIT}>"
# What imapclient's parser raises when an answer is not what it expects, beside its own errors.
UNREADABLE = (IMAPClientError, ValueError, TypeError, IndexError, KeyError, AttributeError)

Row = Mapping[bytes, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """A mail as the server gave it. `raw` is None where it is too large or could not be had; `fault` then says why.

    `header` is the header block, at most 64 KB of it when the mail is too large. `received_at` is INTERNALDATE in
    UTC. Sizes are bytes.
    """

    key: MessageKey
    raw: bytes | None = field(repr=False)
    size: int
    received_at: datetime
    flags: tuple[str, ...]
    header: bytes = field(repr=False)
    too_large: bool = False
    fault: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """How much is asked for at once: messages and bytes in a batch, and the largest mail taken whole, in bytes."""

    batch_messages: int
    batch_bytes: int
    largest_bytes: int


@dataclass(frozen=True, slots=True)
class _Sized:
    uid: int
    size: int
    received_at: datetime
    flags: tuple[str, ...]


def all_uids(client: Any, count: int) -> list[int]:
    """Every UID of the open folder, which holds `count` messages, in ascending order."""
    if count <= SEARCHED_AT_ONCE:
        return sorted(client.search("ALL"))
    found: set[int] = set()
    for first in range(1, count + 1, SEARCHED_AT_ONCE):
        found.update(client.search([f"{first}:{first + SEARCHED_AT_ONCE - 1}"]))
    if len(found) < count:
        # A server that reads message numbers as UIDs here would hide mails; this finds them all, or fails aloud.
        found.update(client.search("ALL"))
    return sorted(found)


def fetched_mails(
    client: Any, uids: Sequence[int], *, key: Callable[[int], MessageKey], bounds: Bounds
) -> Iterator[Fetched]:
    """The mails of `uids` in their order; a UID that is gone from the folder by now is passed over in silence."""
    for start in range(0, len(uids), SIZES_AT_ONCE):
        asked = uids[start : start + SIZES_AT_ONCE]
        rows = _rows(client, asked, items=SIZE_ITEMS)
        sized = [mail for uid in asked if (mail := _sized(uid, rows.get(uid, {})))]
        for batch in _batches(sized, bounds):
            yield from _mails(client, batch, key=key, bounds=bounds)
        yield from _faults(client, sorted(set(asked) - {mail.uid for mail in sized}), key=key)


def headers(client: Any, uids: Sequence[int]) -> tuple[bytes, ...]:
    """The header blocks of the mails of `uids`, in their order, as far as the server hands them over."""
    rows = _rows(client, uids, items=(HEADER_ITEM,))
    found = (rows.get(uid, {}).get(b"BODY[HEADER]<0>") for uid in uids)
    return tuple(each for each in found if isinstance(each, bytes))


def header_of(raw: bytes) -> bytes:
    """The header block of a mail, up to and with its empty line."""
    crlf = raw.find(b"\r\n\r\n")
    # Only what comes before is searched for the other kind of line end, since a body may be long.
    bare = raw.find(b"\n\n", 0, crlf if crlf >= 0 else len(raw))
    if bare >= 0:
        return raw[: bare + 2]
    return raw[: crlf + 4] if crlf >= 0 else raw


def _mails(
    client: Any, batch: Sequence[_Sized], *, key: Callable[[int], MessageKey], bounds: Bounds
) -> Iterator[Fetched]:
    too_large = batch[0].size > bounds.largest_bytes
    rows = _rows(client, [mail.uid for mail in batch], items=(HEADER_ITEM if too_large else "BODY.PEEK[]",))
    wanted = b"BODY[HEADER]<0>" if too_large else b"BODY[]"
    lost = []
    for mail in batch:
        content = rows.get(mail.uid, {}).get(wanted)
        if isinstance(content, bytes) and content:
            yield _whole(mail, content, key=key(mail.uid), too_large=too_large)
        else:
            lost.append(mail.uid)
    rows.clear()
    yield from _faults(client, lost, key=key)


def _whole(mail: _Sized, content: bytes, *, key: MessageKey, too_large: bool) -> Fetched:
    return Fetched(
        key=key,
        raw=None if too_large else content,
        size=mail.size if too_large else len(content),
        received_at=mail.received_at,
        flags=mail.flags,
        header=header_of(content),
        too_large=too_large,
        fault=_too_large_sentence(mail.size) if too_large else "",
    )


def _too_large_sentence(size: int) -> str:
    return (
        f"This mail has {size / MEGABYTE:.0f} MB, which is more than mailbox.largest_megabytes allows, so only its "
        "header was fetched; open it in the mailbox, or raise the limit."
    )


def _rows(client: Any, uids: Sequence[int], *, items: Sequence[str]) -> dict[int, Row]:
    """What the server answered for each UID; one that spoils the whole answer is left out and the rest asked again."""
    try:
        # Integers only: a range makes imapclient 4.1 fail.
        return dict(client.fetch(list(uids), items))
    except IMAPClientAbortError:
        raise
    except UNREADABLE:
        if len(uids) == 1:
            return {}
    half = len(uids) // 2
    return _rows(client, uids[:half], items=items) | _rows(client, uids[half:], items=items)


def _sized(uid: int, row: Row) -> _Sized | None:
    size, at = row.get(b"RFC822.SIZE"), row.get(b"INTERNALDATE")
    if not isinstance(size, int) or not isinstance(at, datetime) or at.tzinfo is None:
        return None
    flags = tuple(flag.decode("ascii", "replace") for flag in row.get(b"FLAGS") or () if isinstance(flag, bytes))
    return _Sized(uid, size, at.astimezone(UTC), flags)


def _batches(mails: Sequence[_Sized], bounds: Bounds) -> Iterator[list[_Sized]]:
    batch: list[_Sized] = []
    size = 0
    for mail in mails:
        alone = mail.size > bounds.largest_bytes
        if batch and (alone or len(batch) >= bounds.batch_messages or size + mail.size > bounds.batch_bytes):
            yield batch
            batch, size = [], 0
        if alone:
            yield [mail]
            continue
        batch.append(mail)
        size += mail.size
    if batch:
        yield batch


def _faults(client: Any, uids: Sequence[int], *, key: Callable[[int], MessageKey]) -> Iterator[Fetched]:
    """A fault for each UID that is still in the folder and could not be had."""
    if not uids:
        return
    still_there = set(client.search(["UID", ",".join(map(str, uids))]))
    for uid in uids:
        if uid in still_there:
            yield Fetched(
                key=key(uid),
                raw=None,
                size=0,
                received_at=now(),
                flags=(),
                header=b"",
                fault="The mailbox server lists this mail but does not hand it over; open it in the mailbox.",
            )
