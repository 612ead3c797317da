"""The items of a form as entries: each the typed fields of one question, and of whom it was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from parsers.form.evidence.columns import LISTED, columns, listed_by, lists_agencies, lists_relatives
from parsers.form.evidence.fit import says
from parsers.form.evidence.questions import Understood, understood
from parsers.form.layout.answer import Answer
from parsers.form.layout.stream import HeaderGrid, HeaderGridRow, Loose, Pair, Ticks, Wording
from parsers.form.meaning.agencies import agency_fields
from parsers.form.meaning.ask import Ask, Latest, behind_yes
from parsers.form.meaning.entry import Entry, left_over
from parsers.form.meaning.events import events
from parsers.form.meaning.fields import tells_a_time, typed
from parsers.form.meaning.meaning import OF_GROUP, Meaning, dated
from parsers.form.meaning.places import CLOSED, ItemPlace, Placed
from parsers.form.meaning.relatives_in_a_row import Before, of_relative
from parsers.form.meaning.slots import is_filled
from parsers.form.meaning.tick_lists import of_ticks
from parsers.form.vocabulary.labels import ASIDE, asked
from parsers.form.vocabulary.phrases import printed
from parsers.form.vocabulary.words import plain
from parsers.page import Mark
from parsers.values.choices import abuse_neglect, outcome, yes_or_no
from parsers.values.people import people
from pipeline.model import Confidence, Field, State


def entries(placed: Sequence[Placed], wording: Wording, *, latest: Latest) -> Iterator[Entry]:
    """Every question of the form, typed, in reading order."""
    flat = _strangers_aside(list(_flat(placed, wording.labels, latest=latest)))
    questions = understood(flat, wording.labels, latest=latest)
    signed = False
    before: Before | None = None
    for at, each in enumerate(flat):
        if isinstance(each.item, Pair):
            told = questions[at]
            found = told.meaning
            if found and plain(each.item.label) not in wording.labels:
                found = of_relative(dated(found, signed), each.item, before=before)
            before = Before.after(before, each, found)
            signed = bool(found and found.heads == ("signed",))
            listed = events(each.item, latest=latest) if each.place.group not in CLOSED else ()
            yield from listed or (_of_pair(each.item, each.place, found=found, told=told, latest=latest),)
        elif isinstance(each.item, Ticks):
            yield from of_ticks(each.item, each.place, latest=latest)
        elif isinstance(each.item, HeaderGrid):
            yield from _of_grid(each.item, each.place, latest=latest, labels=wording.labels)
        else:
            yield _struck(each.item, each.place) or _of_loose(each.item, each.place)


def _strangers_aside(flat: list[Placed]) -> list[Placed]:
    """Blocks under a title of their own that begin with a name, where child and referrer have theirs, are of others."""
    sections = {each.place.group for each in flat}
    named = {
        each.place.block
        for each in flat
        if not each.place.group and isinstance(each.item, Pair) and _is_bare_name(each)
    }
    # A block for the manager or the worker asks for `Name` and `Telephone` in the referrer's words, and would fill what
    # was left blank there.
    if not {"children", "referrer"} <= sections:
        return flat
    return [
        replace(e, place=replace(e.place, group="aside")) if e.place.block in named and e.place.title else e
        for e in flat
    ]


def _is_bare_name(each: Placed) -> bool:
    found = asked(each.item.label) if isinstance(each.item, Pair) else None
    return found is not None and not found.group and found.heads[0] in ("name", "surname", "forenames")


def _flat(placed: Sequence[Placed], labels: Mapping[str, str], *, latest: Latest) -> Iterator[Placed]:
    """Grids of one person taken apart into their questions; grids of many people stay."""
    for each in placed:
        if isinstance(each.item, HeaderGrid) and not grid_group(each.item, each.place, latest=latest, labels=labels):
            # A grid with one row filled is a form with its questions on top; of several each row is a child's.
            rows = [row for row in each.item.rows if _is_filled(each.item, row)] or list(each.item.rows[:1])
            for number, row in enumerate(rows, 1):
                for pair in _pairs(
                    each.item, row, who=str(number) if len(rows) > 1 and each.place.group in ("children", "") else ""
                ):
                    yield Placed(pair, each.place)
        else:
            yield each


def _is_filled(grid: HeaderGrid, row: HeaderGridRow) -> bool:
    """Whether anything is written in a row but its own title."""
    return any(header and cell and cell.filled for header, cell in zip(grid.headers, row.cells, strict=True))


def _pairs(grid: HeaderGrid, row: HeaderGridRow, *, who: str) -> Iterator[Pair]:
    for header, cell in zip(grid.headers, row.cells, strict=True):
        if cell is not None and header:
            yield Pair(header, cell, grid.source, who=who)
        elif cell is not None and cell.filled and not who:
            yield Pair(header, cell, grid.source)
    for pair in row.more:
        yield Pair(pair.label, pair.answer, pair.source, who=who)


AskedCell = tuple[str, Answer, tuple[str, ...]]
"""A cell of a grid: the title over it, what stands in it, and which fields it gives."""

_OF_CHILD = printed("answers.the_child", shape=r"\W*{}\b")
_DISABLED = printed("answers.disabled")
_ONE_EVENT = ("children", "incident", "referrer")


def grid_group(grid: HeaderGrid, place: ItemPlace, *, latest: Latest, labels: Mapping[str, str]) -> str:
    """Whether a grid lists relatives, agencies or events; empty if its columns are plain questions."""
    told = place.group if place.group in (*CLOSED, *LISTED) else listed_by(grid, labels)
    if told in LISTED and any(found.group == "referrer" for found in map(asked, grid.headers) if found):
        return ""  # the list is over: the sender's own details stand below it without a title
    return told or _group_by_titles(grid, place, latest=latest)


def _group_by_titles(grid: HeaderGrid, place: ItemPlace, *, latest: Latest) -> str:
    """What a grid lists as the titles of its columns say it, or what stands below them."""
    heads = {head for header in grid.headers for head in _heads(header, "family")}
    # A referrer is asked as well how he is related to the child.
    if "relationship" in heads and place.group != "referrer":
        return "family"
    if "still_involved" in heads or (place.group == "" and _names_agencies(grid, heads)):
        return "agencies"
    # Who sends a form is told in one row, whatever the title over several days was taken for.
    several = place.group == "referrer" and len(grid.rows) > 1
    if (several or place.group not in _ONE_EVENT) and _lists_events(grid):
        return "chronology"
    return _group_by_content(grid, place, latest=latest)


def _lists_events(grid: HeaderGrid) -> bool:
    """Whether the columns, four at most, are those of days and of what happened on them."""
    events = {head for header in grid.headers for head in _event_heads(header)}
    return {"date", "event"} <= events and len(grid.headers) <= 4


def _names_agencies(grid: HeaderGrid, heads: set[str]) -> bool:
    """Whether several rows each name somebody and an agency, and not what they do there."""
    # With a role beside them these are the referrer and the lead, or who met.
    return len(grid.rows) > 1 and {"name", "agency"} <= heads and "role" not in heads


def _group_by_content(grid: HeaderGrid, place: ItemPlace, *, latest: Latest) -> str:
    """What a grid lists whose titles do not say it."""
    if place.group != "referrer" and lists_relatives(grid, latest):
        return "family"
    return "agencies" if place.group not in _ONE_EVENT and lists_agencies(grid, latest) else ""


def _event_heads(header: str) -> tuple[str, ...]:
    """What a column of a chronology holds, where its title is no question of another kind."""
    found = asked(header, "chronology")
    return found.heads if found and found.group in ("", "chronology") else ()


def _heads(header: str, group: str) -> tuple[str, ...]:
    found = asked(header, group)
    return found.heads if found else ()


def _of_group(heads: tuple[str, ...], group: str) -> tuple[str, ...]:
    return tuple(head for head in heads if head in OF_GROUP[group])


def _of_pair(pair: Pair, place: ItemPlace, *, found: Meaning | None, told: Understood, latest: Latest) -> Entry:
    ask = Ask(pair.label, pair.answer, latest)
    if found is None or found.group in (ASIDE, *CLOSED):
        lost = left_over(_title(pair, place), pair.answer, perhaps=told.perhaps)
        return Entry(found.group if found else "", asks=ask, unmapped=lost)
    if found.criterion:
        return _criterion(pair)
    own = place.group == found.group
    if found.group == "agencies":
        return Entry("agencies", row=0, block=place.block, asks=ask, relation=" ".join(found.heads))
    if found.group == "family" and (found.heads[0] in _BOXES or _names_relatives(found, ask)):
        relation = found.heads[0] if found.heads[0] in _BOXES else "people"
        return Entry("family", relation=relation, block=place.block, asks=ask)
    # A field wrongly filled is worse than none: the words stay beside the question for a person to place.
    if _contradicted(found, ask):
        lost = left_over(pair.label, pair.answer)
        unread = {found.heads[0]: ask.field(None, State.UNPARSED)}
        return Entry(found.group, unread, found.index, found.relation, place.block, own, found.weak, unmapped=lost)
    got = typed(_answered(found, ask), ask)
    fields = _told_with(told.confidence, _own(got.fields, found.group))
    return Entry(found.group, fields, found.index, found.relation, place.block, own, found.weak, ask, got.doubts)


def _answered(found: Meaning, ask: Ask) -> tuple[str, ...]:
    """What an answer tells: what is asked, and the time that stands behind the day of the incident."""
    is_timed = (found.group, found.heads) == ("incident", ("date",)) and tells_a_time(ask)
    return ("date", "time") if is_timed else found.heads


_BOXES = ("people", "parents", "mother", "father")


def _names_relatives(found: Meaning, ask: Ask) -> bool:
    """Whether what was asked for one name tells of several people by their whole names, or says how one is related."""
    if found.relation or "name" not in found.heads or ask.answer.state is not State.GIVEN:
        return False
    told = people(ask.text, ask.latest.year)
    # Two first names are one person's; two whole names, or `mother` behind one, are not what was asked.
    several = len(told) > 1 and all(len(person.name.split()) > 1 for person in told)
    return several or any(person.relationship for person in told)


def _own(fields: dict[str, Field], group: str) -> dict[str, Field]:
    """Those of `fields` that the person of a `group` has."""
    if group not in ("children", "referrer", "lead"):
        return fields
    return {name: each for name, each in fields.items() if name in OF_GROUP[group]}


def _told_with(confidence: Confidence, fields: dict[str, Field]) -> dict[str, Field]:
    """Fields that are `sure` as they are made, with the `confidence` in the question that they answer."""
    if confidence == "sure":
        return fields
    return {name: replace(each, confidence=confidence) for name, each in fields.items()}


_NAMES = ("name", "surname", "forenames")
# What cannot be the answer although it stands there: it is kept beside the question, not as its answer.
_NO_ANSWER = {
    "name": "yes_or_no",
    "location": "with_people",
    "role": "honorific",
    "partnership_ref": "unnumbered",
}


def _contradicted(found: Meaning, ask: Ask) -> bool:
    """Whether an answer cannot be what its question asks: a name that is `No`, a place that says with whom it was."""
    if len(found.heads) != 1 or ask.answer.state is not State.GIVEN:
        return False
    kind = _NO_ANSWER.get(found.heads[0])
    return (kind is not None and says(kind, ask.text)) or (found.heads[0] in _NAMES and _is_a_label(ask.text))


def _is_a_label(text: str) -> bool:
    """Whether an answer is a known question for something else than a name, of two words or more."""
    known = asked(text) if len(text.split()) > 1 else None
    return known is not None and known.sure and known.heads[0] not in (*_NAMES, "person")


def _title(pair: Pair, place: ItemPlace) -> str:
    return pair.label if pair.label or not place.title else place.title


def _criterion(pair: Pair) -> Entry:
    """A printed criterion with room to answer: met where something other than `no` is written there."""
    ask = Ask(pair.label, pair.answer)
    text = pair.answer.text
    said, is_word = yes_or_no(text), len(text.split()) == 1
    if pair.answer.state is not State.GIVEN or said == "no":
        # A bare `No` is settled with that; what somebody wrote behind it is kept.
        told = () if is_word else left_over(pair.label, pair.answer)
        return Entry("criteria", {}, asks=ask, unmapped=told)
    printed = " ".join(pair.label.split())
    is_bare = (said == "yes" and is_word) or text.strip() in ("X", "x", "✓", "✔")
    value = printed if is_bare else f"{printed} {behind_yes(text)}"
    return Entry("criteria", {"criteria": ask.field((value,))}, asks=ask)


def _struck(loose: Loose, place: ItemPlace) -> Entry | None:
    """A sentence about the child from which words were struck (`has died / has been seriously harmed`), or None."""
    text = loose.answer.text
    # Some forms print `The child does / does not have a disability`, so that the answer is a whole printed sentence.
    struck = any(line.holds(Mark.STRIKE) for line in loose.answer.lines)
    if not struck or place.group in CLOSED or not _OF_CHILD.match(text):
        return None
    ask = Ask("", loose.answer)
    if _DISABLED.search(text):
        return Entry("children", {"disability": ask.field(text)}, asks=ask)
    said = {"outcome": outcome(text), "abuse_neglect": abuse_neglect(text)}
    fields = {name: ask.field(value) for name, value in said.items() if value}
    return Entry("incident", dict(fields), asks=ask) if fields else None


def _of_loose(loose: Loose, place: ItemPlace) -> Entry:
    """Text that no question claims: printed before the first question or under guidance, a person's words elsewhere."""
    return Entry(
        "loose", block=place.block, relation=place.group, asks=Ask(place.title, loose.answer), own_block=loose.italic
    )


def _of_grid(grid: HeaderGrid, place: ItemPlace, *, latest: Latest, labels: Mapping[str, str]) -> Iterator[Entry]:
    group = grid_group(grid, place, latest=latest, labels=labels)
    if group in CLOSED:
        yield from (_of_closed(grid.headers, row, group=group) for row in grid.rows)
        return
    asked_for = columns(grid, group, latest=latest, labels=labels)
    for number, row in enumerate(grid.rows, 1):
        cells = [(h, cell, heads) for h, cell, heads in zip(grid.headers, row.cells, asked_for, strict=True) if cell]
        cells += [(pair.label, pair.answer, _of_group(_heads(pair.label, group), group)) for pair in row.more]
        if group == "agencies":
            yield _of_agency(cells, number, printed=grid.printed_first)
        else:
            where = Meaning(group, (), number, row.title or place.relation)
            yield _of_row(cells, where, printed=grid.printed_first, latest=latest)


def _of_closed(headers: Sequence[str], row: HeaderGridRow, *, group: str) -> Entry:
    """A row in a part of the form that is not the referrer's: its words are kept, and say nothing of the referral."""
    cells = [(header, cell) for header, cell in zip(headers, row.cells, strict=True) if cell is not None]
    lost = tuple(left for header, cell in cells for left in left_over(header, cell))
    return Entry(group, asks=Ask("", cells[0][1]) if cells else None, unmapped=lost)


def _of_agency(cells: Sequence[AskedCell], number: int, *, printed: bool) -> Entry:
    made = agency_fields(cells, printed=printed)
    held = "\n".join(field.raw for field in made.values())
    # The worker named beside a ticked agency has no field, and was lost.
    lost = [u for header, cell, _ in cells[1:] for u in left_over(header, cell) if u.text not in held]
    return Entry("agencies", made, number, block=-1, relation="grid", unmapped=tuple(lost))


def _of_row(cells: Sequence[AskedCell], where: Meaning, *, printed: bool, latest: Latest) -> Entry:
    """One relative or event; what is written in a column that asks for nothing of ours is kept beside."""
    got = [typed(heads, Ask(header, cell, latest)) for header, cell, heads in cells if heads]
    lost = tuple(left for header, cell, heads in cells if not heads for left in left_over(header, cell))
    fields = _first_said(each.fields for each in got)
    # Makers print `Mother`, `Father` down the left, so that a blank grid would list relatives without a name.
    if printed and where.group == "family" and _is_only_printed(fields):
        fields = {}
    doubts = tuple(doubt for each in got for doubt in each.doubts)
    return Entry(where.group, fields, where.index, where.relation, block=-1, doubts=doubts, unmapped=lost)


def _first_said(parts: Iterable[dict[str, Field]]) -> dict[str, Field]:
    """The fields of several columns; of two that give the same one, the first that says something stands."""
    fields: dict[str, Field] = {}
    for each in parts:
        fields |= {name: made for name, made in each.items() if name not in fields or fields[name].value is None}
    return fields


def _is_only_printed(fields: dict[str, Field]) -> bool:
    """Whether a row says no more than which relative might be named in it, as forms print it."""
    return {name for name, made in fields.items() if is_filled(made)} == {"relationship"}
