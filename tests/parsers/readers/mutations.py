"""Documents spoilt in the ways that transport, editors and attackers spoil them, the same for the same seed."""

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator

Spoil = Callable[[bytes, random.Random], bytes]

_TAG = re.compile(rb"<[^<>!?]+>")
_VALUE = re.compile(rb'="[^"]*"')
_VALUES = (b"", b"-1", b"99999999999", b"0", b"true", b"\xc3\xa9" * 50, b"&lt;", b"NaN", b"../../x")
_GROWN = 300_000  # bytes: what has grown by this is spoilt enough
_DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Some bytes changed."""
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 20, 200))):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def cut(content: bytes, chance: random.Random) -> bytes:
    """Cut off at the end, at the start, or with a piece missing."""
    first, then = sorted(chance.randrange(len(content)) for _ in range(2))
    return chance.choice((content[:then], content[first:], content[:first] + content[then:]))


def repeated(content: bytes, chance: random.Random) -> bytes:
    """A piece of it many times over."""
    first = chance.randrange(len(content))
    piece = content[first : first + chance.randrange(1, 200)]
    return content[:first] + piece * chance.randrange(2, 3_000) + content[first:]


def without_a_part(content: bytes, chance: random.Random) -> bytes:
    """A package without one of its parts, or with two of them exchanged."""
    parts = _parts(content)
    first, then = chance.choice(sorted(parts)), chance.choice(sorted(parts))
    if chance.random() < 0.5:
        del parts[first]
    else:
        parts[first], parts[then] = parts[then], parts[first]
    return _packed(parts)


def with_spoilt_markup(content: bytes, chance: random.Random) -> bytes:
    """A package in one part of which tags are lost, moved, nested or given odd values."""
    parts = _parts(content)
    main = [name for name in parts if name.endswith(("document.xml", "content.xml"))]
    markup = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    name = chance.choice(main * 4 + markup or sorted(parts))
    parts[name] = spoilt_markup(parts[name], chance)
    return _packed(parts)


def spoilt_markup(blob: bytes, chance: random.Random) -> bytes:
    """Markup in which tags are lost, moved, nested or given odd values."""
    enough = len(blob) + _GROWN
    for _ in range(chance.choice((1, 2, 5, 30))):
        tags = list(_TAG.finditer(blob)) if len(blob) < enough else []
        if not tags:
            return blob
        tag, other = chance.choice(tags), chance.choice(tags)
        kind = chance.randrange(6)
        if kind == 0:
            blob = blob[: tag.start()] + blob[tag.end() :]
        elif kind == 1:
            blob = blob[: tag.start()] + other[0] + blob[tag.end() :]
        elif kind == 2:
            blob = blob[: tag.start()] + tag[0] * chance.choice((2, 300, 20_000)) + blob[tag.end() :]
        elif kind == 3:
            first, last = sorted((tag.start(), other.start()))
            blob = blob[:first] + blob[first:last] * 2 + blob[last:]
        elif kind == 4:
            odd = b'="' + chance.choice(_VALUES) + b'"'
            blob = blob[: tag.start()] + _VALUE.sub(odd, tag[0]) + blob[tag.end() :]
        else:
            end = blob.find(b"?>") + 2
            blob = blob[:end] + _DOCTYPE + blob[end:] if chance.random() < 0.2 else blob
    return blob


def with_a_spoilt_stream(content: bytes, chance: random.Random) -> bytes:
    """A PDF in which one packed stream is unpacked and spoilt."""
    found = list(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL))
    if not found:
        return flipped(content, chance)
    stream = chance.choice(found)
    try:
        plain = zlib.decompress(stream[1])
    except zlib.error:
        return flipped(content, chance)
    packed = zlib.compress(chance.choice((flipped, cut, repeated))(plain or b"x", chance))
    return content[: stream.start(1)] + packed + content[stream.end(1) :]


def spoilt(name: str, content: bytes, seed: int) -> bytes:
    """The document `name` spoilt in the way that `seed` says."""
    chance = random.Random(f"{name} {seed}")
    return chance.choice(list(_ways(name, content)))(content, chance)


def _ways(name: str, content: bytes) -> Iterator[Spoil]:
    yield from (flipped, cut, repeated)
    if zipfile.is_zipfile(io.BytesIO(content)):
        yield from (without_a_part, with_spoilt_markup, with_spoilt_markup, with_spoilt_markup)
    elif name.endswith(".pdf"):
        yield from (with_a_spoilt_stream, with_a_spoilt_stream)
    elif name.endswith((".html", ".htm")):
        yield from (spoilt_markup, spoilt_markup)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blob in parts.items():
            archive.writestr(name, blob)
    return stream.getvalue()
