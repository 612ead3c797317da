"""Lists of ticks: the one answer to their title, the criteria that apply, or questions to which a tick says yes."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.form.layout.answer import Answer
from parsers.form.layout.stream import Option, Ticks
from parsers.form.meaning.ask import Ask, Latest
from parsers.form.meaning.entry import Entry, left_over
from parsers.form.meaning.fields import typed
from parsers.form.meaning.meaning import is_criterion
from parsers.form.meaning.places import CLOSED, ItemPlace
from parsers.form.vocabulary.labels import asked
from parsers.page import Paragraph, Span
from pipeline.model import Field, State, Unmapped


def of_ticks(ticks: Ticks, place: ItemPlace, *, latest: Latest) -> Iterator[Entry]:
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


def _ticks_target(ticks: Ticks, place: ItemPlace) -> tuple[str, str] | None:
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


_YES_BY_TICK = {
    **dict.fromkeys(("looked_after", "cp_plan", "care_leaver"), "children"),
    "regulated_setting": "incident",
}


def _each_option(ticks: Ticks, place: ItemPlace, *, latest: Latest) -> Iterator[Entry]:
    """Options that are questions of their own: ticked means yes."""
    for option in ticks.options:
        found = asked(option.text)
        said = option.beside
        group = _YES_BY_TICK.get(found.heads[0]) if found and len(found.heads) == 1 else None
        if found and group and (option.ticked or said):
            yes = Answer((Paragraph((Span("Yes"),), option.source),), option.source, said=option.text)
            yield Entry(group, typed(found.heads, Ask(option.text, yes, latest)).fields, place.index, block=place.block)
        elif option.ticked:
            yield Entry(
                "", unmapped=(Unmapped(label=ticks.title or place.title, text=option.text, source=option.source),)
            )
        if said:
            yield Entry("", unmapped=left_over(option.text, said))
