"""Other agencies: who works there, how they are reached, whether they still are involved."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.form.layout.answer import Answer
from parsers.form.meaning.ask import Ask
from parsers.form.meaning.entry import Entry
from parsers.form.meaning.fields import typed
from parsers.form.meaning.slots import is_filled
from parsers.form.vocabulary.labels import asked
from parsers.form.vocabulary.phrases import one_of, printed
from parsers.values.answer_state import one_line
from parsers.values.contacts import contact
from parsers.values.names import is_agency, is_role, looks_like_name
from pipeline.model import Field, State

_PRINTED = printed("agencies.printed", shape=rf"{{}}(?:\W+(?:and|or)?\W*{one_of('agencies.printed_behind')})*\W*")
_TICKS = ("\N{BALLOT BOX WITH X}", "\u2713", "\u2714", "X", "x")
_CONTACT = ("contact", "phone", "email", "address")


def agency_fields(cells: Sequence[tuple[str, Answer, tuple[str, ...]]], *, printed: bool) -> dict[str, Field]:
    """The fields of one row of the agencies grid; empty if a person wrote nothing in it."""
    fields: dict[str, Field] = {}
    for at, (header, cell, asked_for) in enumerate(cells):
        found = asked(header, "agencies")
        heads = found.heads if found else asked_for or (("agency",) if at == 0 else ())
        fields = {**fields, **_cell(heads, Ask(header, cell), so_far=fields)}
    own = {name: field for name, field in fields.items() if is_filled(field) and not (printed and name == "agency")}
    return fields if own else {}


def _cell(heads: tuple[str, ...], ask: Ask, *, so_far: dict[str, Field]) -> dict[str, Field]:
    if not heads:
        return {}
    if heads[0] in _CONTACT:
        return _contact(ask, so_far, named="name" in ask.label.lower())
    if heads[0] in ("role", "school", "gp"):
        return (
            {"agency": ask.field(one_line(ask.text))}
            if "agency" not in so_far or not is_filled(so_far["agency"])
            else {}
        )
    wanted = tuple(head for head in heads if head in ("name", "agency", "still_involved"))
    if len(heads) > 1 and "agency" in heads and ask.answer.state is State.GIVEN:
        found = contact(ask.text, frozenset(("name", "agency", "role")))
        return {"name": ask.field(found.name), "agency": ask.field(found.agency or found.role)}
    return typed(wanted[:1], ask).fields if wanted else {}


def _contact(ask: Ask, so_far: dict[str, Field], *, named: bool) -> dict[str, Field]:
    """How the agency is reached; a name at the head of the cell where the header asks for one."""
    if ask.answer.state is not State.GIVEN:
        return {} if "contact" in so_far else {"contact": ask.field(None)}
    text = one_line(ask.text)
    if not named:
        before = so_far.get("contact")
        return {"contact": ask.field(f"{before.value}, {text}" if before is not None and before.value else text)}
    parts = [part.strip() for part in re.split(r"[,\n]|\s(?=\(?0\d{2}|\S+@)", ask.text) if part.strip()]
    if parts and looks_like_name(parts[0]) and not (is_agency(parts[0]) or is_role(parts[0])):
        rest = ", ".join(parts[1:])
        return {"name": ask.field(parts[0]), **({"contact": ask.field(rest)} if rest else {})}
    return {"contact": ask.field(text)}


def agencies(found: Sequence[Entry]) -> tuple[dict[str, Field], ...]:
    """One row for each agency about which a person wrote something."""
    rows: list[dict[str, Field]] = []
    for entry in found:
        if entry.relation == "grid":
            rows.append(entry.fields)
        elif entry.asks is not None and entry.asks.answer.filled:
            rows = _added(rows, entry, ask=entry.asks)
    kept = [row for row in rows if any(is_filled(field) for field in row.values())]
    only = [row for row in kept if _is_printed(row)]
    ticked = any("still_involved" in row and row["still_involved"].raw.strip() in _TICKS for row in kept)
    return tuple(row for row in kept if (len(only) < 3 and not ticked) or row not in only)


def _is_printed(row: dict[str, Field]) -> bool:
    """Whether a row holds nothing but the name of a kind of agency, as forms print them."""
    filled = [name for name, field in row.items() if is_filled(field)]
    return filled == ["agency"] and bool(_PRINTED.fullmatch(str(row["agency"].value or "")))


def _added(rows: list[dict[str, Field]], entry: Entry, *, ask: Ask) -> list[dict[str, Field]]:
    """The rows with a question answered outside a grid: of an agency printed beside it, or of the last one begun."""
    if entry.relation == "preprinted":
        printed = Field(
            value=ask.label.strip(" :"), raw=ask.label, state=State.GIVEN, label="", source=ask.answer.source
        )
        return [*rows, {"agency": printed, **_contact(ask, {}, named=True)}]
    made = _cell(tuple(entry.relation.split()), ask, so_far={})
    if rows and not set(made) & {name for name, field in rows[-1].items() if is_filled(field)}:
        return [*rows[:-1], {**rows[-1], **made}]
    return [*rows, made]
