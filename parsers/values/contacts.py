"""Telephone numbers, e-mail addresses, and cells that hold a name, an agency, a role and an address together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from parsers.values.answer_state import folded, one_line, tidy
from parsers.values.names import agency_first, is_agency, is_role, looks_like_name, named
from parsers.values.phrases import one_of, printed
from parsers.values.postcodes import postcode

_EMAIL = re.compile(r"(?<![\w.+'\u2019-])[\w.+'\u2019-]++@[\w-]+(?:\.[\w-]+)+")
# A gap is tried from where it begins, not from each space in it.
_BETWEEN = re.compile(r"(?<!\s)\s++(?:[-\u2013\u2014|]\s+|[,;|]\s*|/\s+)|[,;|]\s*")
_PHONE = printed("contacts.phone")
_TAG = re.compile(one_of("contacts.tag"), re.I | re.M)


def email(text: str) -> str | None:
    """The first e-mail address in `text`, or None."""
    found = _EMAIL.search(folded(text))
    return found.group().strip(".'") if found else None


def phone(text: str) -> str | None:
    """The telephone numbers in `text` as written, several joined by ` / `, or None."""
    found = (" ".join(number.split()).strip(" .-(") for number in _PHONE.findall(_EMAIL.sub(" ", folded(text))))
    return " / ".join(dict.fromkeys(found)) or None


@dataclass(frozen=True, slots=True)
class WrittenContact:
    """What one cell says of a person; empty where it does not say."""

    name: str = ""
    role: str = ""
    agency: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


def contact(text: str, asked: frozenset[str]) -> WrittenContact:
    """`text` shared out among the `asked` parts (field names of the value); a part that is not there stays empty."""
    words = tidy(text)
    rest = _PHONE.sub("\n", _EMAIL.sub("\n", folded(words))) if asked & {"phone", "email"} else folded(words)
    lines = [line.strip(" ,;:-") for line in _TAG.sub("\n", rest).split("\n") if line.strip(" ,;:-/().")]
    people, lines = _people(lines, asked)
    if "name" in asked and "name" not in people and looks_like_name(people.get("role", "")):
        people["name"] = named(people.pop("role")).name
    address = one_line("\n".join(_restored(lines, words)))
    said = people | {"address": address, "phone": phone(words), "email": email(words)}
    return WrittenContact(**{part: said.get(part) or "" for part in asked})


def _people(lines: list[str], asked: frozenset[str]) -> tuple[dict[str, str], list[str]]:
    """Name, role and agency from the first of `lines`, and the lines that are left."""
    wanted: list[str] = [part for part in ("name", "role", "agency") if part in asked]
    if not wanted:
        return {}, lines
    lines = list(chain.from_iterable(_cut(line, whole=len(lines) > 1 and "address" in asked) for line in lines))
    if wanted == ["role", "agency"] and len(lines) >= 2:
        return _role_agency(lines), []
    found: dict[str, str] = {}
    left: list[str] = []
    for line in lines:
        part = _part(line, wanted, first=not left)
        if part is None:
            left.append(line)
        else:
            wanted.remove(part)
            found[part] = named(line).name if part == "name" else line
    return found, left


def _cut(line: str, *, whole: bool) -> list[str]:
    """A line cut at dashes, commas and bars; `whole` keeps a line with a number together, as an address is."""
    if whole and re.search(r"\d", line):
        return [line.strip()]
    return [part.strip() for part in _BETWEEN.split(line) if part.strip()]


def _role_agency(lines: list[str]) -> dict[str, str]:
    first = agency_first(lines[:2])
    role = lines[1:] if first else [lines[0], *lines[2:]]
    return {"agency": lines[0 if first else 1], "role": ", ".join(role)}


def _part(line: str, wanted: list[str], *, first: bool) -> str | None:
    """Which of the `wanted` parts a line is, or None; `first` says that no line above it was left over."""
    if _is_of_an_address(line):
        return None
    if first and "name" in wanted and _is_only_a_name(line):
        return "name"
    if "role" in wanted and _says_role(line, or_agency="agency" in wanted):
        return "role"
    if "agency" in wanted and ("role" not in wanted or is_agency(line)):
        return "agency"
    # What nothing tells is what is asked for first, unless it holds a number or stands below other words.
    return next(iter(wanted), None) if first and not re.search(r"\d{4}|@", line) else None


def _is_of_an_address(line: str) -> bool:
    return bool(postcode(line) or re.match(r"\d+[a-z]?\s+[A-Z]", line))


def _is_only_a_name(line: str) -> bool:
    return looks_like_name(line) and not (is_agency(line) or is_role(line))


def _says_role(line: str, *, or_agency: bool) -> bool:
    """Whether a line says what somebody does; where it names an agency too and one is asked for, its end tells."""
    return is_role(line) and (not or_agency or not is_agency(line) or bool(_ENDS_IN_ROLE.search(line)))


_ENDS_IN_ROLE = printed("names.ends_in_role", shape=r"\b{}\b\W*$")


def _restored(lines: list[str], words: str) -> list[str]:
    """`lines` of folded text with the quotes and dashes that were written, where they can be found again."""
    written = {folded(piece).strip(" ,;:-"): piece.strip(" ,;:-") for piece in words.splitlines()}
    return [written.get(line, line) for line in lines]
