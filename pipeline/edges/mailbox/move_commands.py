"""A mail filed into another folder: never doubled when a pass is cut off, never touching what people flagged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from enum import StrEnum
from typing import Any

from pipeline.model import MessageKey

ID_ITEM = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
ID_FIELD = b"BODY[HEADER.FIELDS (MESSAGE-ID)]"
SAME_ITEMS = ("RFC822.SIZE", ID_ITEM)


class MoveState(StrEnum):
    """What became of a wish to move a mail."""

    MOVED = "moved"
    ALREADY_THERE = "already_there"
    GONE = "gone"
    RENUMBERED = "renumbered"
    NOT_POSSIBLE = "not_possible"


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedMail:
    """The outcome, the mail's new key where the server let it be found out, and a sentence for a person."""

    state: MoveState
    key: MessageKey | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Copied:
    """Whether a copy was made (or had been made before), and its UIDVALIDITY and UID where the server tells them."""

    copied: bool
    place: tuple[int, int] | None


GONE = "The mail is no longer in its folder: a person has moved or deleted it. Nothing was done."
RENUMBERED = (
    "The server has renumbered the folder since this mail was fetched, so its number may now be another mail's. "
    "Nothing was done; the next pass finds the mail again by its content."
)
NOT_POSSIBLE = (
    "The mailbox server knows neither MOVE nor UID EXPUNGE, so a mail cannot be moved without removing what people "
    "have marked for deletion. The mail stays where it is; move it by hand."
)


def message_id_of(header: bytes) -> str:
    """The Message-ID in a header block as it stands, without line ends or surrounding space, or an empty text."""
    value = BytesHeaderParser().parsebytes(header).get("Message-ID", "")
    return " ".join(str(value).split())


def uids_with_id(client: Any, message_id: str) -> list[int]:
    """The UIDs in the open folder whose Message-ID is `message_id` exactly (a server's search finds parts too)."""
    if not message_id or not message_id.isascii():
        return []
    quoted = message_id.replace("\\", "\\\\").replace('"', '\\"')
    # As one text, because imapclient leaves a word with braces or an asterisk unquoted in a list.
    found = sorted(client.search(f'HEADER Message-ID "{quoted}"'))
    rows = client.fetch(found, [ID_ITEM]) if found else {}
    return [uid for uid in found if message_id_of(rows.get(uid, {}).get(ID_FIELD) or b"") == message_id]


def copied_uid(client: Any) -> tuple[int, int] | None:
    """UIDVALIDITY and UID of the copy that the last COPY or MOVE made, from COPYUID (RFC 4315), or None."""
    # The code is no part of imapclient's answer; imaplib keeps it aside.
    _, said = client._imap.response("COPYUID")
    found = re.fullmatch(rb"(\d+) \d+ (\d+)", said[-1]) if said and said[-1] else None
    return (int(found[1]), int(found[2])) if found else None


def move_by_move(client: Any, uid: int, *, folder: str) -> tuple[int, int] | None:
    """Move at one stroke (RFC 6851); gives UIDVALIDITY and UID in `folder` where the server tells them."""
    copied_uid(client)
    client.move([uid], folder)
    return copied_uid(client)


def move_by_copy(client: Any, uid: int, *, folder: str, open_folder: Callable[[str], object], source: str) -> Copied:
    """Copy unless the same bytes are in `folder` already, then remove this one UID and no other."""
    row = client.fetch([uid], SAME_ITEMS)[uid]
    open_folder(folder)
    twins = {_digest(client, twin) for twin in _alike(client, row)}
    open_folder(source)
    copied = not twins or _digest(client, uid) not in twins
    place = None
    if copied:
        copied_uid(client)
        client.copy([uid], folder)
        place = copied_uid(client)
    client.add_flags([uid], [rb"\Deleted"], silent=True)
    client.uid_expunge([uid])
    return Copied(copied=copied, place=place)


def _alike(client: Any, row: dict[bytes, Any]) -> list[int]:
    """The UIDs in the open folder of mails with the Message-ID and the size of `row`."""
    size = row[b"RFC822.SIZE"]
    message_id = message_id_of(row.get(ID_FIELD) or b"")
    if message_id and message_id.isascii():
        found = uids_with_id(client, message_id)
    else:
        found = sorted(client.search(["LARGER", str(size - 1), "SMALLER", str(size + 1)]))
    sizes = client.fetch(found, ["RFC822.SIZE"]) if found else {}
    return [uid for uid in found if sizes.get(uid, {}).get(b"RFC822.SIZE") == size]


def _digest(client: Any, uid: int) -> bytes:
    content = client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]") or b""
    return hashlib.sha256(content).digest()
