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
from parsers.form.vocabulary.weights import weights
from parsers.values.answer_state import one_line
from parsers.values.contacts import contact
from parsers.values.names import is_agency, is_role, looks_like_name
from pipeline.model import Field, State

_PRINTED = printed(
    "agencies.printed",
    shape=rf"{{}}(?:\W+{one_of('agencies.printed_between')}?\W*{one_of('agencies.printed_behind')})*\W*",
)
_NAME = printed("agencies.named_with_contact")
_TICKS = ("\N{BALLOT BOX WITH X}", "\u2713", "\u2714", "X", "x")
_CONTACT = ("contact", "phone", "email", "address")
_WHERE = ("role", "school", "gp")  # which name an agency where the form asks for it in no other words


def agency_fields(cells: Sequence[tuple[str, Answer, tuple[str, ...]]], *, printed: bool) -> dict[str, Field]:
    """The fields of one row of the agencies grid; empty if a person wrote nothing in it."""
    fields: dict[str, Field] = {}
    for at, (header, cell, asked_for) in enumerate(cells):
        found = asked(header, "agencies")
        # The first column names the agency, and many makers give it no title.
        heads = found.heads if found else asked_for or (("agency",) if at == 0 else ())
        fields = {**fields, **_cell(heads, Ask(header, cell), so_far=fields)}
    own = {name: field for name, field in fields.items() if is_filled(field) and not (printed and name == "agency")}
    return fields if own else {}


def _cell(heads: tuple[str, ...], ask: Ask, *, so_far: dict[str, Field]) -> dict[str, Field]:
    if not heads:
        return {}
    if heads[0] in _CONTACT:
        return _contact(ask, so_far, named=bool(_NAME.search(ask.label)))
    if heads[0] in _WHERE:
        return _where(ask, so_far)
    if len(heads) > 1 and "agency" in heads and ask.answer.state is State.GIVEN:
        found = contact(ask.text, frozenset(("name", "agency", "role")))
        return {"name": ask.field(found.name), "agency": ask.field(found.agency or found.role)}
    wanted = tuple(head for head in heads if head in ("name", "agency", "still_involved"))
    return typed(wanted[:1], ask).fields if wanted else {}


def _where(ask: Ask, so_far: dict[str, Field]) -> dict[str, Field]:
    """What somebody does, or which school or surgery it is, as the name of the agency that nothing else gives."""
    named = "agency" in so_far and is_filled(so_far["agency"])
    return {} if named else {"agency": ask.field(one_line(ask.text))}


def _contact(ask: Ask, so_far: dict[str, Field], *, named: bool) -> dict[str, Field]:
    """How the agency is reached; a name at the head of the cell where the header asks for one."""
    before = so_far.get("contact")
    if ask.answer.state is not State.GIVEN:
        return {"contact": ask.field(None)} if before is None else {}
    if named:
        return _named_contact(ask)
    text = one_line(ask.text)
    return {"contact": ask.field(f"{before.value}, {text}" if before is not None and before.value else text)}


def _named_contact(ask: Ask) -> dict[str, Field]:
    """A name and how to reach it, or all of it as how to reach the agency where no name stands first."""
    # `Name, Address & Telephone Number` is one title on many forms: a name is told by standing first, before any
    # figure.
    parts = [part.strip() for part in re.split(r"[,\n]|\s(?=\(?0\d{2}|\S+@)", ask.text) if part.strip()]
    if not parts or not looks_like_name(parts[0]) or is_agency(parts[0]) or is_role(parts[0]):
        return {"contact": ask.field(one_line(ask.text))}
    rest = ", ".join(parts[1:])
    return {"name": ask.field(parts[0]), **({"contact": ask.field(rest)} if rest else {})}


def agencies(found: Sequence[Entry]) -> tuple[dict[str, Field], ...]:
    """One row for each agency about which a person wrote something."""
    rows: list[dict[str, Field]] = []
    for entry in found:
        if entry.relation == "grid":
            rows.append(entry.fields)
        elif entry.asks is not None and entry.asks.answer.filled:
            rows = _added(rows, entry, ask=entry.asks)
    return _without_printed([row for row in rows if any(map(is_filled, row.values()))])


def _without_printed(rows: list[dict[str, Field]]) -> tuple[dict[str, Field], ...]:
    """The rows without agencies that the form only names: of which it prints several, or has some ticked."""
    printed = [row for row in rows if _is_printed(row)]
    ticked = any("still_involved" in row and row["still_involved"].raw.strip() in _TICKS for row in rows)
    # Makers print GP, health visitor and school to be filled in; a single bare `School` somebody may have typed.
    if len(printed) < weights()["many_printed"] and not ticked:
        return tuple(rows)
    return tuple(row for row in rows if row not in printed)


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
    # What was answered already of the last agency is asked of the next one.
    if rows and not set(made) & {name for name, field in rows[-1].items() if is_filled(field)}:
        return [*rows[:-1], {**rows[-1], **made}]
    return [*rows, made]
