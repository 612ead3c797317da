"""Address fields of a mail (RFC 5322, 3.4), read leniently: split first and decoded then, so that nothing hides."""

from __future__ import annotations

import re

from parsers.mail.headers import header_text, raw_text
from pipeline.model import Address

_MOST = 1000  # a mail to more people is bulk; their names are of no use here
_CHARACTERS = 200_000
_TOKEN = re.compile(r'"[^"]*"|<[^<>]*>|[,;]|[^",;<]+|["<]')
_ESCAPED = re.compile(r'\\(["\\])')
ADDRESS_IN_TEXT = re.compile(r"(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]++@[\w-]+(?:\.[\w-]+)+")
"""An address among words, as people and servers write it; in a header's field `addresses` finds more."""
# The look behind keeps the search from beginning again at every letter of a word that holds no @.
_BARE = re.compile(r"(?<![^\s<>()\",;:])[^\s<>()\",;:@]+@[^\s<>()\",;:]+")


def addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes of an address field as it stands in the mail (not yet decoded); broken ones are left out."""
    found: list[Address] = []
    name: list[str] = []
    address = ""
    # An escaped quotation mark within a name would end it too early; an apostrophe in its place reads the same.
    plain = _ESCAPED.sub("'", raw_text(value[:_CHARACTERS]))
    for token in (*_TOKEN.findall(plain), ","):
        if token in (",", ";"):
            found += _mailbox("".join(name), address)
            name, address = [], ""
            if len(found) >= _MOST:
                break
        elif token.startswith("<") and token.endswith(">") and len(token) > 2:
            address = token[1:-1]
        elif token.startswith('"') and len(token) > 1:
            name.append(token[1:-1])
        else:
            # A group (`Team: a@b, c@d;`) has its name before a colon, which no plain display name holds.
            name.append(token.rpartition(":")[2] if "@" not in token.rpartition(":")[0] else token)
    return tuple(found[:_MOST])


def _mailbox(name: str, address: str) -> list[Address]:
    if not address:
        bare = _BARE.search(name)
        if bare is None:
            return []
        address = bare[0]
        rest = (name[: bare.start()] + name[bare.end() :]).strip()
        name = rest.strip("()") if rest.startswith("(") else ""
    clean = _BARE.search(header_text(address)[:320])
    return [Address(name=header_text(name).strip("\"' "), address=clean[0].lower())] if clean else []
