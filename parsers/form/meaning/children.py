"""The children of a form, however they are set out: in blocks, in columns, in rows, or several in one box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from parsers.form.layout.answer import Answer
from parsers.form.layout.split import in_lines
from parsers.form.layout.split import part as part_of
from parsers.form.meaning.ask import Ask
from parsers.form.meaning.entry import Entry
from parsers.form.meaning.fields import typed
from parsers.form.meaning.slots import Slots, as_over, is_filled, merged
from parsers.form.vocabulary.phrases import printed
from parsers.page import Paragraph
from parsers.values.names import cased, same_person
from parsers.values.people import Person, people
from pipeline.model import Field, State

_NAMES = frozenset(("name", "surname", "forenames"))


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One child so far, and in which blocks of the page it was named."""

    slots: Slots = field(default_factory=Slots)
    named_in: frozenset[int] = frozenset()
    weak: bool = False


def children(found: Sequence[Entry]) -> tuple[Slots, ...]:
    """Every child, in the order of the form; the first always, others only where something was answered."""
    rows: list[ChildRow] = []
    current = 0
    numbered = 0  # whom a question with a number of its own (`Child 2:`) named last
    for entry in _each_of_one(found):
        at = _position(entry, rows, current=current, numbered=numbered)
        rows += [ChildRow() for _ in range(at + 1 - len(rows))]
        rows[at] = _with(rows[at], entry)
        current = at if entry.own_block and not entry.row else current
        numbered = at if entry.row and _NAMES & set(entry.fields) else numbered
    slots = _once([replace(row, slots=_at_home(whole(row.slots))) for row in rows])
    return tuple(each for at, each in enumerate(slots) if at == 0 or each.filled)


def _each_of_one(found: Sequence[Entry]) -> list[Entry]:
    """The entries with those taken apart that tell of several children."""
    parted = [_spread(each) for each in found]
    count = max(map(len, parted), default=0)
    return [one for each, parts in zip(found, parted, strict=True) for one in parts or retyped(each, count)]


def _at_home(slots: Slots) -> Slots:
    """A child's bare address is its home."""
    address = slots.fields.get("address")
    if address is None:
        return slots
    rest = {name: found for name, found in slots.fields.items() if name != "address"}
    return Slots(rest, slots.over).with_fields({"home_address": address})


def _is_of_numbered(entry: Entry, rows: list[ChildRow], *, current: int, numbered: int) -> bool:
    """Whether a bare question asks of the child of the number above it what the one before has already told."""
    asked = [name for name, answer in entry.fields.items() if is_filled(answer)]
    before, named = rows[current].slots, rows[numbered].slots
    return bool(asked) and all(map(before.given, asked)) and not any(map(named.given, asked))


def _position(entry: Entry, rows: list[ChildRow], *, current: int, numbered: int) -> int:
    """Which child an entry is about."""
    if entry.row:
        return entry.row - 1
    if not rows:
        return 0
    names = _NAMES & set(entry.fields)
    if not names:
        return numbered if _is_of_numbered(entry, rows, current=current, numbered=numbered) else current
    again = names & set(rows[current].slots.fields)
    return len(rows) if again and _names_another(entry, rows[current], name=min(again)) else current


def _names_another(entry: Entry, row: ChildRow, *, name: str) -> bool:
    """Whether a `name` asked for once more is another child's than the one of `row`."""
    if entry.block not in row.named_in:
        return _is_another(entry, row)
    # Within one block a second name may be a parent's: it has to be another, in a part that is about children.
    new, old = entry.fields[name], row.slots.fields[name]
    differs = is_filled(new) and is_filled(old) and not same_person(str(new.value or ""), str(old.value or ""))
    return differs and entry.own_block


def _is_another(entry: Entry, row: ChildRow) -> bool:
    """Whether a name in another block is another child's, or the block is an unused copy of the first."""
    # In a part about children a block of its own is a child's also where its name was left empty, as in a copy that
    # the maker printed for a second; elsewhere the name has to be another.
    if not entry.own_block and not row.weak:
        name = min(_NAMES & set(entry.fields))
        return is_filled(entry.fields[name]) and not same_person(str(entry.fields[name].value), row.slots.given("name"))
    return True


def _with(row: ChildRow, entry: Entry) -> ChildRow:
    named = row.named_in | {entry.block} if _NAMES & set(entry.fields) else row.named_in
    return ChildRow(row.slots.with_fields(entry.fields), named, row.weak or (entry.weak and not row.slots.fields))


def _spread(entry: Entry) -> tuple[Entry, ...]:
    """An entry that names several children in one box as one entry for each; empty if it does not."""
    ask = entry.asks
    if ask is None or entry.row or "name" not in entry.fields or ask.answer.state is not State.GIVEN:
        return ()
    found = people(ask.text, ask.latest.year)
    if len(found) < 2 or not _are_several(found, ask.text):
        return ()
    return tuple(replace(entry, row=n, fields=_fields(person, ask), asks=None) for n, person in enumerate(found, 1))


def _are_several(found: Sequence[Person], text: str) -> bool:
    """Whether people found in one box are really several: in lines, with something told of one, or by whole names."""
    # `Ashdown, Riley` in one line is one child, surname first, unless something is told of either part.
    if "\n" in text or any(person.dob or person.age or person.unborn for person in found):
        return True
    return all(len(person.name.split()) > 1 for person in found)


def _fields(person: Person, ask: Ask) -> dict[str, Field]:
    said = {"name": person.name, "dob": person.dob, "age": person.age, "edd": person.edd, "sex": person.sex}
    made = {name: replace(ask.field(value), raw=person.raw) for name, value in said.items() if value}
    if person.unborn and not person.edd:
        made["edd"] = replace(ask.field(None), raw=person.raw)
    return made


def whole(slots: Slots) -> Slots:
    """The answers of one person with surname and forenames joined, and parts of an address put to the whole."""
    fields = dict(slots.fields)
    forenames = _with_middle(fields.pop("forenames", None), fields.pop("middle_names", None))
    parts = [each for each in (forenames, fields.pop("surname", None)) if each is not None]
    over = slots.over
    if "name" not in fields or not is_filled(fields["name"]):
        fields.update(_joined_name(parts, before=fields.get("name")))
    else:
        over += tuple(as_over(reversed(parts)))
    for part, usual in _PARTS:
        extra = fields.pop(part, None)
        main = usual if usual in fields or "address" not in fields else "address"
        if extra is not None and is_filled(extra):
            fields[main] = _appended(fields.get(main), extra)
    return Slots(fields, over)


def _with_middle(forenames: Field | None, middle: Field | None) -> Field | None:
    """The first names with the middle ones, where both are given."""
    if forenames is None or middle is None or not (forenames.value and middle.value):
        return forenames
    return replace(forenames, value=f"{forenames.value} {middle.value}", raw=f"{forenames.raw} {middle.raw}")


_PARTS = (("school_part", "school"), ("gp_part", "gp"), ("address_part", "home_address"))


def _joined_name(parts: Sequence[Field], *, before: Field | None) -> dict[str, Field]:
    """The name that first names and surname make, or what stood for it `before`."""
    if not parts:
        return {"name": before} if before is not None else {}
    given = [str(part.value) for part in parts if part.value]
    first = next((part for part in parts if is_filled(part)), parts[0])
    if not given:
        return {"name": first}
    raw = " ".join(part.raw for part in parts if is_filled(part))
    return {"name": replace(first, value=cased(" ".join(given)), raw=raw, state=State.GIVEN)}


def _appended(main: Field | None, extra: Field) -> Field:
    if main is None or main.value is None:
        return extra
    return replace(
        main, value=f"{main.value}, {extra.value}" if extra.value else main.value, raw=f"{main.raw}\n{extra.raw}"
    )


def _once(rows: list[ChildRow]) -> list[Slots]:
    """The children with those put together that are the same one, named in two places."""
    kept: list[Slots] = []
    for row in sorted(rows, key=lambda row: row.weak):
        same = next((at for at, other in enumerate(kept) if _same(row, other)), None)
        if same is not None:
            kept[same] = merged((kept[same], row.slots))
        # Named only where the form asks of the family, a child may be a sibling: it is shown, and is no further child.
        elif row.weak and kept:
            kept[0] = Slots(kept[0].fields, (*kept[0].over, *as_over(row.slots.fields.values())))
        else:
            kept.append(row.slots)
    return kept


def _same(row: ChildRow, other: Slots) -> bool:
    one, two = row.slots.given("name"), other.given("name")
    if not two and not other.filled:
        return True
    # Twins may be called much alike, or one child be named in two places: two birth dates are two children.
    births = {row.slots.given("dob"), other.given("dob")} - {""}
    return bool(one and two and same_person(one, two) and len(births) < 2)


def _unnumbered(line: Paragraph) -> Paragraph:
    """A line of a list without the number that was typed before it."""
    number = _NUMBER.match(line.text)
    return part_of(line, number.end()) if number else line


_IN_ONE_LINE = frozenset(("dob", "age", "sex", "nhs_number"))  # what is short enough to be told of two in one line
_BETWEEN = printed("answers.between_two", shape=r"\s{0,9}{}\s{0,9}")
_NUMBER = printed("labels.of_child", shape=r"\s*(?:{}\s*)?\(?\d{1,2}[.):]\s+")


def spread_lines(ask: Ask, count: int, *, head: str) -> tuple[Ask, ...]:
    """An answer that gives one line, or one part of its line, to each of `count` children; empty if it does not."""
    lines = [_unnumbered(line) for line in in_lines(ask.answer.written)]
    if len(lines) == 1 and head in _IN_ONE_LINE:
        lines = _parts(lines[0])
    # Two lines under `Date of birth` in a form for one child go to the two children named above; any other number to
    # none.
    if len(lines) != count:
        return ()
    return tuple(Ask(ask.label, Answer((line,), line.source), ask.latest) for line in lines)


def _parts(line: Paragraph) -> list[Paragraph]:
    """A line cut at its commas, slashes and `and`."""
    cuts = [(found.start(), found.end()) for found in _BETWEEN.finditer(line.text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(line.text)]
    return [part_of(line, start, end=end) for start, end in zip(starts, ends, strict=True)]


def retyped(entry: Entry, count: int) -> tuple[Entry, ...]:
    """An entry whose answer gives something to each of `count` children, as one entry for each."""
    heads = tuple(entry.fields)[:1]
    if entry.asks is None or entry.row or count < 2 or not heads:
        return (entry,)
    asks = spread_lines(entry.asks, count, head=heads[0])
    made = (replace(entry, row=n, fields=typed(heads, ask).fields, asks=None) for n, ask in enumerate(asks, 1))
    return tuple(made) or (entry,)
