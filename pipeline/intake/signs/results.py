"""What a receiving server writes of its checks on a mail (RFC 8601), and which of those headers are believed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.domains import lies_in
from pipeline.model import Message

MICROSOFT_365 = "microsoft365"
"""How the settings call the server that leaves its own name out of what it stamps."""

HEADER = "authentication-results"
PASSED = frozenset({"pass", "bestguesspass"})
# A quoted text may hold what else would divide (an envelope address is written by the sender), also within a comment.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|[();]|[^"\\();]+|["\\]')
_RESULT = re.compile(r"\s*([a-z][a-z0-9_-]*)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(
    r"(?<![a-z0-9_.-])([a-z][a-z0-9_-]{0,40}(?:\.[a-z][a-z0-9_.-]{0,60})?)\s{0,20}=\s{0,20}"
    r'("(?:[^"\\]|\\.){0,1000}"|[^\s"]+)',
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What a server found by one method."""

    method: str  # `spf`, `dkim`, `dmarc`, `arc`, Microsoft's `compauth`; in lower case
    value: str  # `pass`, `fail`, `none` …; in lower case
    properties: Mapping[str, str] = field(default_factory=dict)  # names in lower case: `header.from`
    remark: str = ""  # what stands in brackets, in lower case


@dataclass(frozen=True, kw_only=True, slots=True)
class Stamp:
    """One Authentication-Results header: who wrote it, or empty where it does not say, and the results."""

    server: str
    results: tuple[Result, ...] = ()


def stamp(value: str) -> Stamp:
    """An Authentication-Results header taken apart, comments and quoted texts understood."""
    parts = tuple(_parts(value))
    first = parts[0][0].strip() if parts else ""
    named = bool(first) and not _RESULT.match(first)
    server = first.split()[0].strip('"').lower() if named else ""
    return Stamp(server=server, results=tuple(filter(None, (_result(*part) for part in parts[named:]))))


def stamps(message: Message) -> Iterator[Stamp]:
    """What servers stamped on the mail, the topmost first; whoever sent it can have written the lower ones."""
    return (stamp(value) for name, value in message.headers if name == HEADER)


def is_named(server: str, trusted: Iterable[str]) -> bool:
    """Whether the settings name this server, or a domain that it lies in."""
    return lies_in(server, trusted) if server else MICROSOFT_365 in trusted


def believed_results(message: Message, trusted: tuple[str, ...]) -> tuple[Result, ...] | None:
    """What a server of `trusted` found; where none is named, what the topmost header says. None: nobody stamped any."""
    if not trusted:
        top = next(stamps(message), None)
        return None if top is None else top.results
    return _of_named(message, trusted)


def _of_named(message: Message, trusted: tuple[str, ...]) -> tuple[Result, ...] | None:
    """All that the uppermost named server stamped: some write a header for each check, side by side."""
    found: list[Result] = []
    server: str | None = None
    for name, value in message.headers:
        # Below the next hop nothing was written by the server that stamped above it.
        if name == "received" and server is not None:
            break
        stamped = stamp(value) if name == HEADER else None
        if stamped is None or not is_named(stamped.server, trusted) or server not in (None, stamped.server):
            continue
        found += stamped.results
        server = stamped.server
        if not server:
            break  # Microsoft 365 writes one header, and the sender's own tenant may have left another below it
    return None if server is None else tuple(found)


def _parts(value: str) -> Iterator[tuple[str, str]]:
    """The parts between semicolons, each with what it says in brackets apart."""
    text: list[str] = []
    remark: list[str] = []
    depth = 0
    for sign in _TOKEN.findall(value):
        if sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
            remark.append(" ")
        elif depth:
            remark.append(sign)
        elif sign == ";":
            yield "".join(text), "".join(remark)
            text, remark = [], []
        else:
            text.append(sign)
    yield "".join(text), "".join(remark)


def _result(text: str, remark: str) -> Result | None:
    found = _RESULT.match(text)
    if found is None:
        return None
    properties = {name.lower(): said.strip('"') for name, said in _PROPERTY.findall(text[found.end() :])}
    return Result(
        method=found[1].lower(), value=found[2].lower(), properties=properties, remark=" ".join(remark.lower().split())
    )
