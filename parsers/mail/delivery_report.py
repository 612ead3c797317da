"""Delivery reports (RFC 3464), receipts (RFC 8098) and the bounces of servers that write neither."""

from __future__ import annotations

import email
import re
from collections import ChainMap
from collections.abc import Iterable, Mapping
from email.message import Message as Part
from itertools import chain

from parsers.mail.addresses import ADDRESS_IN_TEXT
from parsers.mail.headers import header_text, message_ids
from parsers.mail.parts import enclosed_bytes, inner_parts, media_type, part_bytes, raw_header
from parsers.mail.phrases import pattern, printed
from pipeline.model import DeliveryReport

_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_RECEIPT_TYPES = ("message/disposition-notification", "message/global-disposition-notification")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<!\d)([45]\d\d)[ -](?=\S)")


def delivery_report(part: Part) -> DeliveryReport:
    """What a multipart/report says; fields that it lacks are empty texts."""
    kinds = {media_type(child) for child in part.walk()}
    receipt = not kinds.isdisjoint(_RECEIPT_TYPES) and kinds.isdisjoint(_STATUS_TYPES)
    blocks = [block for child in part.walk() for block in _blocks(child)]
    fields = ChainMap(*blocks)  # what the first block says holds
    return DeliveryReport(
        kind="disposition-notification" if receipt or "disposition" in fields else "delivery-status",
        action=fields.get("disposition" if receipt else "action", ""),
        status=fields.get("status", ""),
        recipients=_recipients(blocks),
        returned_ids=_original_ids(part, fields),
        diagnostic=fields.get("diagnostic-code", "")[:500],
    )


def _blocks(part: Part) -> list[dict[str, str]]:
    """The blocks of fields in a status or disposition part, whatever the parser made of it."""
    if media_type(part) not in (*_STATUS_TYPES, *_RECEIPT_TYPES):
        return []
    found = [_fields(block) for block in inner_parts(part)]
    if not any(found):
        # Where a transfer encoding hides the blocks, the parser takes them for one.
        texts = re.split(rb"\r?\n\r?\n", enclosed_bytes(part))[:50]
        found = [_fields(email.message_from_bytes(text)) for text in texts]
    return [block for block in found if block]


def _fields(block: Part) -> dict[str, str]:
    return {name.lower(): header_text(str(value)) for name, value in block.raw_items()}


def _recipients(blocks: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    named = (block.get("final-recipient") or block.get("original-recipient", "") for block in blocks)
    return tuple(dict.fromkeys(address for address in map(_address, named) if address))


def _address(field: str) -> str:
    found = ADDRESS_IN_TEXT.search(field.rpartition(";")[2])
    return found[0].lower() if found else ""


def _original_ids(part: Part, fields: Mapping[str, str]) -> tuple[str, ...]:
    copied = chain.from_iterable(map(_ids_of_copy, part.walk()))
    return tuple(dict.fromkeys(chain(message_ids(fields.get("original-message-id", "")), copied)))


def _ids_of_copy(part: Part) -> tuple[str, ...]:
    """The message id of our own mail, where `part` gives it back whole or its headers alone (RFC 6522, 3 and 4)."""
    if media_type(part) in ("text/rfc822-headers", "message/rfc822-headers"):
        return message_ids(raw_header(email.message_from_bytes(part_bytes(part)[0]), "message-id"))
    if media_type(part) in ("message/rfc822", "message/global"):
        return tuple(found for copy in inner_parts(part)[:1] for found in message_ids(raw_header(copy, "message-id")))
    return ()


_ROBOT = printed("robot", shape="^{}(@|$)")
_COPY = pattern("copy")
_COPIED_ID = pattern("copied_id")
_BOUNCE_SUBJECT = pattern("bounce_subject")
_BOUNCE_TEXT = pattern("bounce_text")
_DELAY = pattern("delay")


def plain_bounce(headers: Mapping[str, str], text: str) -> DeliveryReport | None:
    """The report of a server that wrote it as an ordinary mail (Exim, qmail, gateways), or None for other mail.

    `headers` holds the first of each header by its name in lower case, `text` the readable body.
    """
    if not _is_bounce(headers, text):
        return None
    status = _STATUS.search(text[:6000]) or _CODE.search(text[:6000])
    return DeliveryReport(
        kind="delivery-status",
        action="delayed" if _DELAY.search(headers.get("subject", "") + "\n" + text[:1500]) else "failed",
        status=status[1] if status else "",
        recipients=_failed(headers, text),
        returned_ids=tuple(dict.fromkeys(_COPIED_ID.findall(text[:200_000]))),
    )


def _is_bounce(headers: Mapping[str, str], text: str) -> bool:
    if headers.get("x-failed-recipients"):  # Exim and what is built on it
        return True
    if not _BOUNCE_SUBJECT.search(headers.get("subject", "")):
        return False
    # RFC 5321, 4.5.5: a notice that must not be answered comes from nobody.
    from_nobody = headers.get("return-path", "?").replace(" ", "") == "<>"
    if from_nobody or _ROBOT.match(_address(headers.get("from", ""))):
        return True
    return headers.get("auto-submitted", "no").lower() != "no" and bool(_BOUNCE_TEXT.search(text))


def _failed(headers: Mapping[str, str], text: str) -> tuple[str, ...]:
    """Whom the mail did not reach: those whom a header names, else those named above the copy of our mail."""
    named = ADDRESS_IN_TEXT.findall(headers.get("x-failed-recipients", ""))
    if not named:
        sender = _address(headers.get("from", ""))
        above = ADDRESS_IN_TEXT.findall(_COPY.split(text, maxsplit=1)[0][:3000])
        named = [address for address in above if address.lower() != sender]
    return tuple(dict.fromkeys(address.lower() for address in named[:5]))
