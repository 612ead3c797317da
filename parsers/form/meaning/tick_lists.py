"""Lists of ticks: the one answer to their title, the criteria that apply, or questions to which a tick says yes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from parsers.form.layout.answer import Answer
from parsers.form.layout.stream import Option, Ticks
from parsers.form.meaning.ask import Ask, Latest
from parsers.form.meaning.entry import Entry, left_over
from parsers.form.meaning.fields import typed
from parsers.form.meaning.meaning import is_criterion
from parsers.form.meaning.places import CLOSED, ItemPlace
from parsers.form.vocabulary.labels import asked
from parsers.form.vocabulary.phrases import listed
from parsers.page import Paragraph, Span
from parsers.values.choices import offered
from pipeline.model import Field, State, Unmapped


def of_ticks(ticks: Ticks, place: ItemPlace, *, latest: Latest) -> Iterator[Entry]:
    """A list of ticks: the one answer to its title, or the criteria that apply."""
    ticked = [option for option in ticks.options if option.ticked]
    beside = tuple(left for option in ticks.options if option.beside for left in left_over(option.text, option.beside))
    if place.group in CLOSED:
        yield Entry(place.group, unmapped=(*_told(ticks, ticked), *beside))
        return
    target = _ticks_target(ticks, place)
    if target is None:
        yield from _each_option(ticks, place, latest=latest)
        return
    group, head = target
    made = _answer(ticks, ticked, head=head, title=ticks.title or place.title)
    doubts = (_TOO_MANY,) if made.state is State.UNPARSED else ()
    group = "criteria" if head == "criteria" else group
    yield Entry(group, {head: made}, place.index, block=place.block, doubts=doubts, unmapped=beside)


def _answer(ticks: Ticks, ticked: list[Option], *, head: str, title: str) -> Field:
    """The options ticked as the one answer to a `title`; only criteria may be several."""
    texts = tuple(map(named_option, ticked))
    fits = len(texts) == 1 or head == "criteria"
    value = (texts if head == "criteria" else texts[0]) if texts and fits else None
    return Field(
        value=value,
        raw="\n".join(option.text for option in ticked),
        state=State.BLANK if not ticked else State.UNPARSED if value is None else State.GIVEN,
        label=title,
        source=(ticked or list(ticks.options))[0].source,
    )


def _ticks_target(ticks: Ticks, place: ItemPlace) -> tuple[str, str] | None:
    """The group and the field that a list of ticks gives: by its own title, by the one over it, or by its options."""
    titled = next(filter(None, map(_titled, (ticks.title, place.title))), None)
    if titled is not None:
        return titled
    criteria = sum(is_criterion(option.text) for option in ticks.options)
    many = criteria >= max(2, len(ticks.options) / 2)
    return ("referral", "criteria") if place.group == "criteria" or many else None


def _titled(title: str) -> tuple[str, str] | None:
    """The field that a known title over a list of ticks asks for, if such a list may answer it."""
    found = asked(title) if title else None
    return _BY_TITLE.get(found.heads[0]) if found is not None and found.sure else None


_BY_TITLE = {
    "criteria": ("referral", "criteria"),
    "review_type_sought": ("referral", "review_type_sought"),
    "ethnicity": ("children", "ethnicity"),
}
_WITH_THEIR_ROW = frozenset(listed("options.with_their_row"))
_TOO_MANY = "More than one box is ticked where one was expected."


def named_option(option: Option) -> str:
    """An option's text; where it says little by itself (`British`, `Any other`), with the title of its row."""
    # The census lists `British` and `Any other` under titles such as `Asian`, without which they name no group.
    short = option.text.lower() in _WITH_THEIR_ROW
    if not (option.group and short) or option.group.lower() in option.text.lower():
        return option.text
    return f"{option.group} {option.text}"


def _told(ticks: Ticks, ticked: list[Option]) -> tuple[Unmapped, ...]:
    return tuple(Unmapped(label=ticks.title, text=option.text, source=option.source) for option in ticked)


_YES_BY_TICK = {
    **dict.fromkeys(("looked_after", "cp_plan", "care_leaver"), "children"),
    "regulated_setting": "incident",
}


def _what_became(options: Sequence[Option]) -> dict[str, Field]:
    """What became of the child, and whether abuse is known, where a list without a known title offers the answers.

    Of two that are ticked neither stands.
    """
    found: dict[str, Field] = {}
    for name, values in offered(option.text for option in options).items():
        ticked = [option for option in options if option.ticked and option.text in values]
        if ticked:
            found[name] = _one_of(ticked, {values[option.text] for option in ticked})
    return found


def _one_of(ticked: Sequence[Option], values: Set[str]) -> Field:
    value = next(iter(values)) if len(values) == 1 else None
    return Field(
        value=value,
        raw="\n".join(option.text for option in ticked),
        state=State.GIVEN if value else State.UNPARSED,
        source=ticked[0].source,
        confidence="likely",
    )


def _each_option(ticks: Ticks, place: ItemPlace, *, latest: Latest) -> Iterator[Entry]:
    """Options that answer what a form has to ask in any case, and those that are questions: ticked means yes."""
    became = _what_became(ticks.options)
    if became:
        label = ticks.title or place.title
        yield Entry("incident", {name: replace(each, label=label) for name, each in became.items()}, block=place.block)
    told = {text for each in became.values() for text in each.raw.splitlines()}
    for option in ticks.options:
        if option.text not in told:
            yield from _by_itself(option, ticks.title or place.title, place=place, latest=latest)
        if option.beside:
            yield Entry("", unmapped=left_over(option.text, option.beside))


def _by_itself(option: Option, title: str, *, place: ItemPlace, latest: Latest) -> Iterator[Entry]:
    """An option that is a question of its own; of any other that is ticked the words are kept."""
    found = asked(option.text)
    group = _YES_BY_TICK.get(found.heads[0]) if found and len(found.heads) == 1 else None
    if found and group and (option.ticked or option.beside):
        yes = Answer((Paragraph((Span("Yes"),), option.source),), option.source, said=option.text)
        yield Entry(group, typed(found.heads, Ask(option.text, yes, latest)).fields, place.index, block=place.block)
    elif option.ticked:
        yield Entry("", unmapped=(Unmapped(label=title, text=option.text, source=option.source),))
