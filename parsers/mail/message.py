"""Raw bytes of a mail taken apart into a `Message`; whatever the bytes are there is one, with its defects noted."""

from __future__ import annotations

import email
import email.errors
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from email.message import Message as Part

from parsers.mail.addresses import addresses
from parsers.mail.charsets import decoded, without_controls
from parsers.mail.delivery_report import delivery_report, plain_bounce
from parsers.mail.headers import decoded_headers, instant, message_ids, parameters, received_instant
from parsers.mail.html_text import html_text
from parsers.mail.images import is_decoration
from parsers.mail.outlook_class import understood_class
from parsers.mail.own_words import written
from parsers.mail.parsed import parsed
from parsers.mail.parts import Leaf, Role, enclosed_bytes, inner_parts, leaves, media_type, part_bytes, raw_header
from parsers.mail.tnef import is_tnef, tnef
from parsers.safe.file_names import safe_name, unique_name
from parsers.safe.limits import USUAL_LIMITS, Limits
from pipeline.model import Attachment, Message

_LONGEST_BODY = 500_000  # characters; a longer body is a pasted file, and what matters stands at its head
_METHOD = re.compile(r"^METHOD:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
_CONTENT_IDS = re.compile(r"cid:([^\"'\s>)]+)", re.IGNORECASE)
_DEFECTS = {
    "NoBoundaryInMultipartDefect": "The mail does not name the line that divides its parts.",
    "StartBoundaryNotFoundDefect": "The line that divides the mail's parts is missing.",
    "CloseBoundaryNotFoundDefect": "The mail breaks off before its end.",
    "MultipartInvariantViolationDefect": "The mail's parts cannot be told apart.",
    "MissingHeaderBodySeparatorDefect": "The mail's headers are damaged.",
    "FirstHeaderLineIsContinuationDefect": "The mail's headers are damaged.",
    "MalformedHeaderDefect": "The mail's headers are damaged.",
}


def message(raw: bytes, *, limits: Limits = USUAL_LIMITS) -> Message:
    """The mail in `raw` taken apart within `limits`; raises on nothing, what was wrong is in `defects`."""
    try:
        part = parsed(raw.lstrip(b"\r\n"))
        return _message(part, raw, limits=limits)
    except Exception:  # hostile bytes reach corners of the standard library that nobody has mapped
        return _plainly(raw)


def received_at(message: Message) -> datetime | None:
    """When the mail reached its last server, in UTC: the topmost `Received` field, else `Date`, else None."""
    return received_instant(message.headers)


def _plainly(raw: bytes) -> Message:
    """The headers and the text of a mail whose parts cannot be taken apart."""
    head, _, body = raw.lstrip(b"\r\n").replace(b"\r\n", b"\n").partition(b"\n\n")
    try:
        part = email.message_from_bytes(head + b"\n\n")
        top = envelope(part, raw)
    except Exception:  # as above; the bytes themselves are kept by whoever called
        top = Message(sha256=hashlib.sha256(raw).hexdigest(), size=len(raw), headers=())
    text = without_controls(decoded(body[:_LONGEST_BODY])[0])
    return replace(top, text=text, written=text, defects=("The mail's parts could not be taken apart.",))


def _message(part: Part, raw: bytes, *, limits: Limits, depth: int = 0) -> Message:
    top = envelope(part, raw)
    found = list(leaves(part))
    kept, defects = _most_telling(found, limits.files), []
    if len(found) > len(kept):
        defects.append(
            f"The mail has {len(found)} parts; {len(kept)} of them were read, its words and documents before pictures."
        )
    html = _joined_text(kept, Role.HTML, defects=defects)
    text = _readable(_joined_text(kept, Role.TEXT, defects=defects), html)
    calendar, method = _calendar(kept)
    whole = replace(
        with_text(top, text),
        html=html,
        attachments=_attachments(kept, html=html, defects=defects),
        messages=_messages(kept, defects, limits=limits, depth=depth),
        report=next((delivery_report(leaf.part) for leaf in kept if leaf.role is Role.REPORT), None),
        calendar=calendar,
        calendar_method=method,
        defects=tuple(dict.fromkeys([*defects, *_structure_defects(part)])),
    )
    return _without_returned_mail(understood_tnef(whole))


def _most_telling(found: Sequence[Leaf], most: int) -> list[Leaf]:
    """As many parts as are read, in their order: of too many, words and documents rather than pictures."""
    # 150 pasted screenshots must not hide the form that is the 201st part.
    by_weight = sorted(range(len(found)), key=lambda place: found[place].media_type.startswith("image/"))
    return [found[place] for place in sorted(by_weight[:most])]


def with_text(message: Message, text: str) -> Message:
    """`message` with its text and what of it the sender wrote or passed on."""
    said = written(text, subject=message.subject)
    return replace(message, text=text, written=said.own, forwarded=said.forwarded)


def envelope(part: Part, raw: bytes) -> Message:
    """What the headers of `part` say, each read on its own; size and hash are those of `raw`."""
    headers = decoded_headers(part)
    first = dict(reversed(headers))
    senders = addresses(raw_header(part, "from")) or addresses(raw_header(part, "sender"))
    recipients = [address for name in ("to", "cc") for address in addresses(raw_header(part, name))]
    return Message(
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        headers=headers,
        message_id=next(iter(message_ids(first.get("message-id", ""))), ""),
        in_reply_to=message_ids(first.get("in-reply-to", "")),
        references=message_ids(first.get("references", "")),
        sender=next(iter(senders), None),
        reply_to=next(iter(addresses(raw_header(part, "reply-to"))), None),
        recipients=tuple(recipients),
        subject=first.get("subject", "")[:2000],
        date_header=instant(first.get("date", "")),
        media_type=media_type(part),
    )


def _joined_text(kept: Iterable[Leaf], role: Role, *, defects: list[str]) -> str:
    texts = [_leaf_text(leaf, defects) for leaf in kept if leaf.role is role]
    return "\n".join(text for text in texts if text.strip())[:_LONGEST_BODY]


def _leaf_text(leaf: Leaf, defects: list[str]) -> str:
    content, broken = part_bytes(leaf.part)
    charset = parameters(raw_header(leaf.part, "content-type")).get("charset", "")
    text, misread = decoded(content[: 4 * _LONGEST_BODY], charset)
    defects += [defect for defect in (broken, misread) if defect]
    return without_controls(text)


def _readable(text: str, html: str) -> str:
    """The plain text, or the HTML's where there is no plain text or where it holds far less than the HTML."""
    if not html:
        return text
    shown = html_text(html)
    return shown if len(shown.split()) > 3 * len(text.split()) + 20 or not text.strip() else text


def _attachments(kept: Iterable[Leaf], *, html: str, defects: list[str]) -> tuple[Attachment, ...]:
    shown = set(_CONTENT_IDS.findall(html))
    found: list[Attachment] = []
    taken: set[str] = set()
    for leaf in (leaf for leaf in kept if leaf.role is Role.FILE):
        content, broken = part_bytes(leaf.part)
        content_id = raw_header(leaf.part, "content-id").strip(" <>")
        picture = leaf.media_type.startswith("image/")
        if picture and is_decoration(leaf.name, content, inline=leaf.inline, shown_in_html=content_id in shown):
            continue
        defects += [broken] if broken else []
        name = safe_name(leaf.name, media_type=leaf.media_type, number=len(found) + 1)
        found.append(
            Attachment(
                name=unique_name(name, taken),
                media_type=leaf.media_type,
                content=content,
                inline=leaf.inline,
                content_id=content_id,
                source=f"part {leaf.place}",
            )
        )
    return tuple(found)


def _messages(kept: Iterable[Leaf], defects: list[str], *, limits: Limits, depth: int) -> tuple[Message, ...]:
    found: list[Message] = []
    for leaf in (leaf for leaf in kept if leaf.role is Role.MESSAGE):
        if depth >= limits.nesting:
            defects.append(f"Mails are attached to mails more than {limits.nesting} deep; the innermost were not read.")
            break
        found += [_attached(inner, leaf.part, limits=limits, depth=depth + 1) for inner in inner_parts(leaf.part)[:1]]
    return tuple(found)


def _attached(inner: Part, around: Part, *, limits: Limits, depth: int) -> Message:
    """An attached mail; some programs encode it, which RFC 2046, 5.2.1 forbids and which hides its headers."""
    if "base64" in raw_header(around, "content-transfer-encoding").lower() and not inner.keys():
        content = enclosed_bytes(around)
        return _message(parsed(content), content, limits=limits, depth=depth)
    try:
        raw = inner.as_bytes()
    except (ValueError, LookupError, TypeError, KeyError, AttributeError):
        raw = repr(list(inner.raw_items())).encode("utf-8", "replace")
    return _message(inner, raw, limits=limits, depth=depth)


def _calendar(kept: Sequence[Leaf]) -> tuple[str, str]:
    """The first calendar part and its method, from the part's type or, failing that, its text (RFC 6047, 2.4)."""
    for leaf in (leaf for leaf in kept if leaf.role is Role.CALENDAR):
        text = _leaf_text(leaf, [])
        named = parameters(raw_header(leaf.part, "content-type")).get("method", "")
        found = _METHOD.search(text)
        return text, (named or (found[1] if found else "")).upper()
    return "", ""


def _structure_defects(part: Part) -> list[str]:
    names = [type(defect).__name__ for child in part.walk() for defect in child.defects]
    return [_DEFECTS.get(name, "The mail's form is damaged.") for name in dict.fromkeys(names)]


def understood_tnef(message: Message) -> Message:
    """`message` with what Outlook's own wrapping (winmail.dat) says it is and, where it has no text, says in it."""
    for attachment in message.attachments:
        if is_tnef(attachment.content):
            wrapped = tnef(attachment.content)
            text = message.text or wrapped.body or html_text(wrapped.html)
            return understood_class(with_text(message, text), wrapped.message_class)
    return message


def _without_returned_mail(message: Message) -> Message:
    """A bounce without the parts that hold our own mail: nothing in it was sent to us."""
    first = dict(reversed(message.headers))
    report = message.report or plain_bounce(first, message.text)
    if report is None and message.media_type != "multipart/report":
        return message
    return replace(message, report=report, attachments=(), messages=())
