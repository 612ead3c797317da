"""Delivery reports (RFC 3464), receipts (RFC 8098) and the bounces of servers that write neither."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator, Mapping
from email.message import Message as Part

from parsers.mail.headers import header_text, message_ids
from parsers.mail.parts import held_bytes, media_type, part_bytes, raw_header
from parsers.mail.phrases import pattern
from pipeline.model import DeliveryReport

_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_RECEIPT_TYPES = ("message/disposition-notification", "message/global-disposition-notification")
_ADDRESS = re.compile(r"(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]++@[\w-]+(?:\.[\w-]+)+")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<!\d)([45]\d\d)[ -](?=\S)")


def delivery_report(part: Part) -> DeliveryReport:
    """What a multipart/report says; fields that it lacks are empty texts."""
    blocks = [block for child in part.walk() for block in _fields(child)]
    kinds = [media_type(child) for child in part.walk()]
    told = {name: value for block in reversed(blocks) for name, value in block.items()}
    receipt = any(kind in _RECEIPT_TYPES for kind in kinds) and not any(kind in _STATUS_TYPES for kind in kinds)
    recipients = [_address(block.get("final-recipient") or block.get("original-recipient", "")) for block in blocks]
    return DeliveryReport(
        kind="disposition-notification" if receipt or "disposition" in told else "delivery-status",
        action=(told.get("disposition") if receipt else told.get("action", "")) or "",
        status=told.get("status", ""),
        recipients=tuple(dict.fromkeys(address for address in recipients if address)),
        original_message_id=_original_id(part, told),
        diagnostic=told.get("diagnostic-code", "")[:500],
    )


def _fields(part: Part) -> Iterator[Mapping[str, str]]:
    """The blocks of fields in a status or disposition part, whatever the parser made of it."""
    if media_type(part) not in (*_STATUS_TYPES, *_RECEIPT_TYPES):
        return
    payload = part.get_payload()
    blocks = [block for block in payload if isinstance(block, Part)] if isinstance(payload, list) else []
    found = [{name.lower(): header_text(str(value)) for name, value in block.raw_items()} for block in blocks]
    if not any(found):
        texts = re.split(rb"\r?\n\r?\n", held_bytes(part))
        parsed = (email.message_from_bytes(text) for text in texts[:50])
        found = [{name.lower(): header_text(str(value)) for name, value in block.raw_items()} for block in parsed]
    yield from (block for block in found if block)


def _address(field: str) -> str:
    found = _ADDRESS.search(field.rpartition(";")[2])
    return found[0].lower() if found else ""


def _original_id(part: Part, told: Mapping[str, str]) -> str:
    named = message_ids(told.get("original-message-id", ""))
    for child in part.walk():
        if named or child is part:
            continue
        if media_type(child) in ("text/rfc822-headers", "message/rfc822-headers"):
            named = message_ids(raw_header(email.message_from_bytes(part_bytes(child)[0]), "message-id"))
        elif media_type(child) in ("message/rfc822", "message/global"):
            payload = child.get_payload()
            inner = payload[0] if isinstance(payload, list) and payload else None
            named = message_ids(raw_header(inner, "message-id")) if isinstance(inner, Part) else ()
    return named[0] if named else ""


_ROBOT = re.compile(r"^(mailer-?daemon|postmaster|mail-?daemon|maildelivery|mdaemon|microsoftexchange\w*)(@|$)")
_COPY = re.compile(r"^(?:---.*\bcopy\b|(?:return-path|received|message-id|from):)", re.IGNORECASE | re.MULTILINE)
_BOUNCE_SUBJECT = pattern("bounce_subject")
_BOUNCE_TEXT = pattern("bounce_text")
_DELAY = pattern("delay")


def plain_bounce(headers: Mapping[str, str], text: str) -> DeliveryReport | None:
    """The report of a server that wrote it as an ordinary mail (Exim, qmail, gateways), or None for other mail.

    `headers` holds the first of each header by its name in lower case, `text` the readable body.
    """
    subject, sender = headers.get("subject", ""), _address(headers.get("from", ""))
    robot = headers.get("return-path", "?").replace(" ", "") == "<>" or bool(_ROBOT.match(sender))
    named = headers.get("x-failed-recipients", "")
    automatic = headers.get("auto-submitted", "no").lower() != "no"
    says_so = bool(_BOUNCE_SUBJECT.search(subject)) and bool(_BOUNCE_TEXT.search(text))
    if not (named or (robot and (says_so or _BOUNCE_SUBJECT.search(subject))) or (automatic and says_so)):
        return None
    told = _COPY.split(text, maxsplit=1)[0][:3000]
    failed = _ADDRESS.findall(named) or [found for found in _ADDRESS.findall(told) if found.lower() != sender]
    status = _STATUS.search(text[:6000])
    code = _CODE.search(text[:6000])
    original = re.search(r"^message-id:\s*(<[^<>\s]+>)", text[:200_000], re.IGNORECASE | re.MULTILINE)
    return DeliveryReport(
        kind="delivery-status",
        action="delayed" if _DELAY.search(subject + "\n" + text[:1500]) else "failed",
        status=status[1] if status else (code[1] if code else ""),
        recipients=tuple(dict.fromkeys(address.lower() for address in failed[:5])),
        original_message_id=original[1] if original else "",
    )
