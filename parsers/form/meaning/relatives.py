"""The family and household: rows of a grid, a list in one box, or questions about mother and father one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.form.evidence.fit import says
from parsers.form.meaning.ask import Ask
from parsers.form.meaning.children import whole
from parsers.form.meaning.entry import Entry, left_over
from parsers.form.meaning.fields import typed
from parsers.form.meaning.relatives_in_a_row import STATED
from parsers.form.meaning.slots import Slots, is_filled
from parsers.form.vocabulary.words import plain, words
from parsers.values.answer_state import state
from parsers.values.people import Person, people
from pipeline.model import Field, State, Unmapped

_LOOSE = ("people", "parents", "mother", "father")


def relatives(found: Sequence[Entry]) -> tuple[tuple[dict[str, Field], ...], tuple[Unmapped, ...]]:
    """One row for each person about whom anything was answered, and the words for which there is no row."""
    rows: list[tuple[str, Slots]] = []
    lost: list[Unmapped] = []
    for entry in found:
        ask = _box(entry)
        if ask is not None:
            listed = _in_box(ask, entry.relation)
            rows += listed
            lost += () if listed else left_over(ask.label, ask.answer)
        elif entry.block == -1:
            rows.append(("", Slots(_titled(entry))))
        else:
            rows = _added(rows, entry)
    kept = [whole(slots) for _, slots in rows if _is_person(slots)]
    return tuple(slots.fields for slots in kept), (*lost, *(each for slots in kept for each in slots.over))


def _box(entry: Entry) -> Ask | None:
    """The question in whose one box people are named, or None for an entry of another kind."""
    return entry.asks if entry.relation in _LOOSE and not entry.fields else None


def _in_box(ask: Ask, relation: str) -> list[tuple[str, Slots]]:
    """The rows that one box gives, under the relation that its question states."""
    key = f"{STATED[relation]}#0" if relation in STATED else ""
    return [(key, Slots(fields)) for fields in _listed(ask, relation)]


def _is_person(slots: Slots) -> bool:
    """Whether a row says more than a relation that the form itself prints."""
    # Forms print `Mother` and `Father` with boxes beside them, which blank ones leave empty.
    return any(is_filled(field) and field.raw for name, field in slots.fields.items() if field.label != "relationship")


def _titled(entry: Entry) -> dict[str, Field]:
    """A grid row with the relation that is printed before it or over the grid, where it has no answer of its own."""
    stated = words().relations.get(plain(entry.relation), "")
    if not stated or "relationship" in entry.fields:
        return entry.fields
    return {**entry.fields, "relationship": _relation(stated, next(iter(entry.fields.values()), None))}


def _relation(stated: str, beside: Field | None) -> Field:
    return Field(
        value=stated, raw=stated, state=State.GIVEN, label="relationship", source=beside.source if beside else ""
    )


def _listed(ask: Ask, relation: str) -> list[dict[str, Field]]:
    """The rows that one box gives; a bare `yes` names nobody."""
    if ask.answer.state is not State.GIVEN or says("yes_or_no", ask.text):
        return []
    stated = STATED.get(relation, "")
    found = people(ask.text, ask.latest.year)
    # Asked of the mother alone, all that stands there is hers, also where it could not be parted into one person.
    if stated and len(found) != 1:
        heads = ("name", "dob") if any(map(str.isdigit, ask.text)) else ("name",)
        got = typed(heads, ask).fields
        return [{**got, "relationship": _relation(stated, got["name"])}]
    return [_stated(_fields(person, ask), stated) for person in found]


def _stated(fields: dict[str, Field], relation: str) -> dict[str, Field]:
    """The fields of a relative with the relation that the question itself says, where the answer does not."""
    if not relation or "relationship" in fields:
        return fields
    return {**fields, "relationship": _relation(relation, next(iter(fields.values()), None))}


def _fields(person: Person, ask: Ask) -> dict[str, Field]:
    said = {name: getattr(person, name) for name in ("name", "relationship", "dob", "age", "sex", "address")}
    made = {name: replace(ask.field(value), raw=person.raw) for name, value in said.items() if value}
    if person.address and state(person.address) is not State.GIVEN:
        made["address"] = replace(made["address"], value=None, state=state(person.address))
    return made


def _added(rows: list[tuple[str, Slots]], entry: Entry) -> list[tuple[str, Slots]]:
    """The rows with one question answered about a relative: the one of that relation, or the last one begun."""
    key = f"{entry.relation}#{entry.row}" if entry.relation or entry.row else ""
    if key:
        at = next((n for n in range(len(rows) - 1, -1, -1) if rows[n][0] == key), None)
    else:  # asked of nobody in particular, it is asked of the last one, if no relation sets him apart
        at = len(rows) - 1 if rows and rows[-1][0].partition("#")[0] == "" else None
    if at is None or (not key and _begins(rows[at][1], entry)):
        stated = {"relationship": _relation(entry.relation, None)} if entry.relation not in ("", "?") else {}
        return [*rows, (key, Slots({**stated, **entry.fields}))]
    return [*rows[:at], (key, rows[at][1].with_fields(entry.fields)), *rows[at + 1 :]]


def _begins(last: Slots, entry: Entry) -> bool:
    """Whether the question was already asked of the last relative, so that another one begins."""
    return any(name in last.fields for name in entry.fields)
