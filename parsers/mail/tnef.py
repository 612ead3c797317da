"""Outlook's own wrapping of mail and files, winmail.dat (MS-OXTNEF), read within bounds."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from parsers.mail.charsets import decoded

_SIGNATURE = b"\x78\x9f\x3e\x22"
_MESSAGE_CLASS, _ORIGINAL_CLASS, _CODE_PAGE = 0x8008, 0x0006, 0x9007
_BODY, _MESSAGE_PROPERTIES = 0x800C, 0x9003
_BEGIN_FILE, _TITLE, _CONTENT, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_LONG_NAME, _SHORT_NAME, _OBJECT, _MEDIA_TYPE, _CONTENT_ID = 0x3707, 0x3704, 0x3701, 0x370E, 0x3712
_CLASS_PROPERTY, _BODY_PROPERTY, _HTML_PROPERTY = 0x001A, 0x1000, 0x1013
_EMBEDDED = bytes.fromhex("0703020000000000c000000000000046")  # IID_IMessage: the object is itself a TNEF stream
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = (0x0D, 0x1E, 0x1F, 0x102)
_MOST_VALUES = 4096


@dataclass(frozen=True, kw_only=True, slots=True)
class TnefFile:
    """A file in a winmail.dat; `nested` says that `content` is a mail in the same wrapping."""

    name: str = ""
    media_type: str = ""
    content_id: str = ""
    content: bytes = b""
    nested: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Tnef:
    """What a winmail.dat holds; `whole` is False where it breaks off or is not one."""

    whole: bool
    message_class: str = ""
    body: str = ""
    html: str = ""
    files: tuple[TnefFile, ...] = ()


def is_tnef(content: bytes) -> bool:
    """Whether `content` begins as a winmail.dat does."""
    return content.startswith(_SIGNATURE)


def tnef(content: bytes) -> Tnef:
    """The message class, the body and the files of a winmail.dat; raises on nothing."""
    if not is_tnef(content):
        return Tnef(whole=False)
    attributes = list(_attributes(content))
    end = attributes[-1][2] if attributes else len(_SIGNATURE) + 2
    page = next((value[:4] for name, value, _ in attributes if name == _CODE_PAGE), b"")
    charset = f"cp{int.from_bytes(page, 'little')}" if page else "cp1252"
    kind, body, html = _words(attributes, charset)
    files = _files(attributes, charset)
    return Tnef(whole=len(content) - end < 2, message_class=kind, body=body, html=html, files=files)


def _words(attributes: Iterable[tuple[int, bytes, int]], charset: str) -> tuple[str, str, str]:
    """Message class, body and HTML; each may stand in an attribute of its own or among the MAPI properties."""
    kind, body, html = "", "", ""
    for name, value, _ in attributes:
        if name in (_MESSAGE_CLASS, _ORIGINAL_CLASS):
            kind = kind or _text(value, charset)
        elif name == _BODY:
            body = _text(value, charset)
        elif name == _MESSAGE_PROPERTIES:
            properties = dict(_properties(value, charset))
            kind = _text(properties.get(_CLASS_PROPERTY, b""), "utf-8") or kind
            body = body or _text(properties.get(_BODY_PROPERTY, b""), "utf-8")
            html = html or _text(properties.get(_HTML_PROPERTY, b""), "")
    return kind, body, html


def _files(attributes: Iterable[tuple[int, bytes, int]], charset: str) -> tuple[TnefFile, ...]:
    files: list[TnefFile] = []
    for name, value, _ in attributes:
        if name == _BEGIN_FILE:
            files.append(TnefFile())
        elif files:
            files[-1] = _with(files[-1], name, value=value, charset=charset)
    return tuple(files)


def _attributes(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Name, value and end of each attribute: level (1), name (2), type (2), length (4), value, checksum (2)."""
    position = len(_SIGNATURE) + 2
    while position + 9 <= len(content):
        name, _, length = struct.unpack_from("<HHI", content, position + 1)
        end = position + 9 + length + 2
        if end > len(content):
            return
        yield name, content[position + 9 : end - 2], end
        position = end


def _with(file: TnefFile, name: int, *, value: bytes, charset: str) -> TnefFile:
    """`file` with what one more attribute says of it."""
    if name == _TITLE:
        return replace(file, name=file.name or _text(value, charset))
    if name == _CONTENT:
        return replace(file, content=value)
    if name != _FILE_PROPERTIES:
        return file
    properties = dict(_properties(value, charset))
    content = properties.get(_OBJECT, b"")
    return replace(
        file,
        name=_text(properties.get(_LONG_NAME) or properties.get(_SHORT_NAME, b""), "utf-8") or file.name,
        media_type=_text(properties.get(_MEDIA_TYPE, b""), "utf-8"),
        content_id=_text(properties.get(_CONTENT_ID, b""), "utf-8"),
        content=content.removeprefix(_EMBEDDED) or file.content,
        nested=content.startswith(_EMBEDDED),
    )


def _text(value: bytes, charset: str) -> str:
    return decoded(value, charset)[0].rstrip("\x00").strip()


def _properties(content: bytes, charset: str) -> Iterator[tuple[int, bytes]]:
    """Id and value of each MAPI property, strings as UTF-8; stops where the bytes no longer make sense."""
    position = 4
    for _ in range(min(int.from_bytes(content[:4], "little"), _MOST_VALUES)):
        if position + 4 > len(content):
            return
        kind, name = struct.unpack_from("<HH", content, position)
        position += 4
        if name >= 0x8000:
            position = _after_name(content, position)
        value, position = _value(content, position, kind=kind)
        if position < 0:
            return
        if kind == 0x1F:
            value = value.decode("utf-16-le", "replace").encode("utf-8")
        elif kind == 0x1E:
            value = decoded(value, charset)[0].encode("utf-8")
        yield name, value.rstrip(b"\0") if kind in (0x1E, 0x1F) else value


def _after_name(content: bytes, position: int) -> int:
    """The place after a named property's GUID and number or name."""
    kind, length = (int.from_bytes(content[position + at : position + at + 4], "little") for at in (16, 20))
    return position + 24 + (0 if kind == 0 else length + -length % 4)


def _value(content: bytes, position: int, *, kind: int) -> tuple[bytes, int]:
    """The (first) value of a property and the place after all its values, or a negative place."""
    several, single = bool(kind & 0x1000), kind & 0x0FFF
    count = 1
    if several or single in _VARIABLE:
        count = int.from_bytes(content[position : position + 4], "little")
        position += 4
    first = b""
    if count > _MOST_VALUES or (single not in _FIXED and single not in _VARIABLE):
        return b"", -1
    for number in range(count):
        length = _FIXED.get(single, 0)
        if single in _VARIABLE:
            length = int.from_bytes(content[position : position + 4], "little")
            position += 4
        value = content[position : position + length]
        position += length + -length % 4
        if position > len(content) + 3:
            return b"", -1
        first = value if number == 0 else first
    return first, position
