"""The items of a form as entries: each the typed fields of one question, and of whom it was asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.form.agencies import agency_fields
from parsers.form.answer import Answer
from parsers.form.ask import Ask
from parsers.form.entry import Entry, left_over
from parsers.form.fields import typed
from parsers.form.meaning import OF_GROUP, Meaning, dated, is_criterion, meaning
from parsers.form.places import CLOSED, Place, Placed
from parsers.form.stream import Grid, GridRow, Loose, Option, Pair, Ticks, Wording
from parsers.labels import ASIDE, asked
from parsers.page import Paragraph, Span
from parsers.values.choices import yes_or_no
from pipeline.model import Field, State, Unmapped


def entries(placed: Sequence[Placed], wording: Wording, *, latest: int | None) -> Iterator[Entry]:
    """Every question of the form, typed, in reading order."""
    flat = list(_flat(placed))
    signed = False
    for at, each in enumerate(flat):
        if isinstance(each.item, Pair):
            near = (
                *reversed(flat[max(0, at - 1) : at]),
                *flat[at + 1 : at + 5],
                *reversed(flat[max(0, at - 4) : max(0, at - 1)]),
            )
            near = (
                near if _is_name(each.item) is False else (*flat[at + 1 : at + 5], *reversed(flat[max(0, at - 4) : at]))
            )
            found = meaning(each.item, each.place, near=near, labels=wording.labels)
            found = dated(found, signed) if found else None
            signed = bool(found and found.heads == ("signed",)) or (signed and each.item.label == "")
            yield _of_pair(each.item, each.place, found=found, latest=latest)
        elif isinstance(each.item, Ticks):
            yield from _of_ticks(each.item, each.place, latest=latest)
        elif isinstance(each.item, Grid):
            yield from _of_grid(each.item, each.place, latest=latest)
        else:
            yield _of_loose(each.item, each.place)


def _is_name(pair: Pair) -> bool:
    found = asked(pair.label)
    return bool(found and found.heads[0] in ("name", "surname", "forenames"))


def _flat(placed: Sequence[Placed]) -> Iterator[Placed]:
    """Grids of one person taken apart into their questions; grids of many people stay."""
    for each in placed:
        if isinstance(each.item, Grid) and not grid_group(each.item, each.place):
            rows = [row for row in each.item.rows if _is_filled(each.item, row)] or list(each.item.rows[:1])
            for number, row in enumerate(rows, 1):
                for pair in _pairs(
                    each.item, row, who=str(number) if len(rows) > 1 and each.place.group in ("children", "") else ""
                ):
                    yield Placed(pair, each.place)
        else:
            yield each


def _is_filled(grid: Grid, row: GridRow) -> bool:
    """Whether anything is written in a row but its own title."""
    return any(header and cell and cell.filled for header, cell in zip(grid.headers, row.cells, strict=True))


def _pairs(grid: Grid, row: GridRow, *, who: str) -> Iterator[Pair]:
    for header, cell in zip(grid.headers, row.cells, strict=True):
        if cell is not None and header:
            yield Pair(header, cell, grid.source, who=who)
        elif cell is not None and cell.filled and not who:
            yield Pair(header, cell, grid.source)
    for pair in row.more:
        yield Pair(pair.label, pair.answer, pair.source, who=who)


def grid_group(grid: Grid, place: Place) -> str:
    """Whether a grid lists relatives, agencies or events; empty if its columns are plain questions."""
    heads = {head for header in grid.headers for head in _heads(header, "family")}
    events = {head for header in grid.headers for head in _heads(header, "chronology")}
    if place.group in CLOSED:
        return place.group
    if place.group in ("family", "agencies", "chronology"):
        return place.group
    if "relationship" in heads and place.group != "referrer":
        return "family"
    if "still_involved" in heads or (
        place.group == "" and len(grid.rows) > 1 and {"name", "agency"} <= heads and "role" not in heads
    ):
        return "agencies"
    return "chronology" if {"date", "event"} <= events and len(grid.headers) <= 4 and place.group != "children" else ""


def _heads(header: str, group: str) -> tuple[str, ...]:
    found = asked(header, group)
    return found.heads if found else ()


def _of_pair(pair: Pair, place: Place, *, found: Meaning | None, latest: int | None) -> Entry:
    if found is None or found.group in (ASIDE, *CLOSED):
        group = found.group if found else ""
        return Entry(
            group, asks=Ask(pair.label, pair.answer, latest), unmapped=left_over(_title(pair, place), pair.answer)
        )
    if found.criterion:
        return _criterion(pair)
    ask = Ask(pair.label, pair.answer, latest)
    own = place.group == found.group
    if found.group == "agencies":
        return Entry("agencies", row=0, block=place.block, asks=ask, relation=" ".join(found.heads))
    if found.group == "family" and found.heads[0] in ("people", "parents", "mother", "father"):
        return Entry("family", relation=found.heads[0], block=place.block, asks=ask)
    got = typed(found.heads, ask)
    if found.group == "children":
        got = replace(got, fields={name: field for name, field in got.fields.items() if name in OF_GROUP["children"]})
    return Entry(found.group, got.fields, found.index, found.relation, place.block, own, found.weak, ask, got.doubts)


def _title(pair: Pair, place: Place) -> str:
    return pair.label if pair.label or not place.title else place.title


def _criterion(pair: Pair) -> Entry:
    """A printed criterion with room to answer: met where something other than `no` is written there."""
    ask = Ask(pair.label, pair.answer)
    if pair.answer.state is not State.GIVEN or yes_or_no(pair.answer.text) == "no":
        return Entry("criteria", {}, asks=ask, unmapped=left_over(pair.label, pair.answer))
    printed = " ".join(pair.label.split())
    bare = (
        yes_or_no(pair.answer.text) == "yes" and len(pair.answer.text.split()) == 1
    ) or pair.answer.text.strip() in ("X", "x", "✓", "✔")
    value = printed if bare else f"{printed} {pair.answer.text}"
    return Entry("criteria", {"criteria": ask.field((value,))}, asks=ask)


def _of_ticks(ticks: Ticks, place: Place, *, latest: int | None) -> Iterator[Entry]:
    """A list of ticks: the one answer to its title, or the criteria that apply."""
    ticked = [option for option in ticks.options if option.ticked]
    beside = tuple(u for o in ticks.options if o.beside for u in left_over(o.text, o.beside))
    if place.group in CLOSED:
        yield Entry(place.group, unmapped=(*_told(ticks, ticked), *beside))
        return
    target = _ticks_target(ticks, place)
    if target is None:
        yield from _each_option(ticks, place, latest=latest)
        return
    group, head = target
    raw = "\n".join(option.text for option in ticked)
    state = State.GIVEN if ticked else State.BLANK
    source = (ticked or list(ticks.options))[0].source
    value: str | tuple[str, ...] | None = tuple(named_option(option) for option in ticked) or None
    doubts: tuple[str, ...] = ()
    if value and head not in ("criteria",):
        value, doubts = (
            (value[0], ()) if len(value) == 1 else (None, ("More than one box is ticked where one was expected.",))
        )
    made = Field(
        value=value,
        raw=raw,
        state=state if value or not ticked else State.UNPARSED,
        label=ticks.title or place.title,
        source=source,
    )
    yield Entry(
        "criteria" if head == "criteria" else group,
        {head: made},
        place.index,
        block=place.block,
        doubts=doubts,
        unmapped=beside,
    )


def _ticks_target(ticks: Ticks, place: Place) -> tuple[str, str] | None:
    from_title = (
        found for title in (ticks.title, place.title) if title and (found := asked(title)) is not None and found.sure
    )
    for found in from_title:
        head = found.heads[0]
        if found.group == "referral" and head in ("criteria", "review_type_sought"):
            return "referral", head
        if head in ("ethnicity",):
            return "children", head
    texts = [option.text for option in ticks.options]
    criteria = sum(1 for text in texts if is_criterion(text))
    return ("referral", "criteria") if place.group == "criteria" or criteria >= max(2, len(texts) / 2) else None


def named_option(option: Option) -> str:
    """An option's text; where it says little by itself (`British`, `Any other`), with the title of its row."""
    short = len(option.text.split()) == 1 and option.text.lower() in (
        "british",
        "other",
        "irish",
        "background",
        "english",
    )
    return (
        f"{option.group} {option.text}"
        if option.group and short and option.group.lower() not in option.text.lower()
        else option.text
    )


def _told(ticks: Ticks, ticked: list[Option]) -> tuple[Unmapped, ...]:
    return tuple(Unmapped(label=ticks.title, text=option.text, source=option.source) for option in ticked)


def _each_option(ticks: Ticks, place: Place, *, latest: int | None) -> Iterator[Entry]:
    """Options that are questions of their own: ticked means yes."""
    for option in ticks.options:
        found = asked(option.text)
        said = option.beside
        if found and found.heads[0] in ("looked_after", "cp_plan") and (option.ticked or said):
            yes = Answer((Paragraph((Span("Yes"),), option.source),), option.source, said=option.text)
            yield Entry(
                "children", typed(found.heads, Ask(option.text, yes, latest)).fields, place.index, block=place.block
            )
        elif option.ticked:
            yield Entry(
                "", unmapped=(Unmapped(label=ticks.title or place.title, text=option.text, source=option.source),)
            )
        if said:
            yield Entry("", unmapped=left_over(option.text, said))


def _of_loose(loose: Loose, place: Place) -> Entry:
    """Text that no question claims: printed before the first question or under guidance, a person's words elsewhere."""
    return Entry(
        "loose", block=place.block, relation=place.group, asks=Ask(place.title, loose.answer), own_block=loose.italic
    )


def _of_grid(grid: Grid, place: Place, *, latest: int | None) -> Iterator[Entry]:
    group = grid_group(grid, place)
    for number, row in enumerate(grid.rows, 1):
        if group in CLOSED:
            cells = [cell for cell in row.cells if cell is not None]
            lost = tuple(
                u for header, cell in zip(grid.headers, row.cells, strict=True) if cell for u in left_over(header, cell)
            )
            yield Entry(group, asks=Ask("", cells[0]) if cells else None, unmapped=lost)
        else:
            yield _of_row(grid, row, where=Meaning(group, (), number, place.relation), latest=latest)


def _of_row(grid: Grid, row: GridRow, *, where: Meaning, latest: int | None) -> Entry:
    """One relative, agency or event."""
    group = where.group
    fields: dict[str, Field] = {}
    doubts: list[str] = []
    lost: list[Unmapped] = []
    cells = [(header, cell) for header, cell in zip(grid.headers, row.cells, strict=True) if cell is not None]
    cells += [(pair.label, pair.answer) for pair in row.more]
    if group == "agencies":
        printed = grid.printed_first
        return Entry(group, agency_fields(cells, printed=printed), where.index, block=-1, relation="grid")
    for header, cell in cells:
        heads = tuple(head for head in _heads(header, group) if head in OF_GROUP[group])
        if not heads:
            lost += left_over(header, cell)
            continue
        got = typed(heads, Ask(header, cell, latest))
        fields = {**got.fields, **{k: v for k, v in fields.items() if v.value is not None or k not in got.fields}}
        doubts += got.doubts
    relation = row.title or where.relation
    return Entry(group, fields, where.index, relation, block=-1, doubts=tuple(doubts), unmapped=tuple(lost))
