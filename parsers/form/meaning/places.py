"""Where an item stands: under which titles, and therefore of whom or what it speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parsers.form.layout.stream import Close, HeaderGrid, Heading, Item, Loose, Pair, Ticks
from parsers.form.vocabulary.labels import Section, section
from parsers.form.vocabulary.likeness import alike_title
from parsers.form.vocabulary.phrases import printed
from parsers.form.vocabulary.weights import weights
from parsers.form.vocabulary.words import plain, words

CLOSED = ("office", "decision", "agency_summary", "aside")
"""Parts of a form that are not the referrer's, or about nobody of ours."""

_STICKY = ("office", "decision", "agency_summary")

_MAJOR = printed("numbering.parts", shape=r"\s*{}\s+(?:\d+|[a-z]|[ivx]+)\b")
_TITLE = printed("whole_forms.titles", shape=r"\b{}\b")
_KIND = printed("titles.perhaps_ours")
_OF_REFERRAL = printed("whole_forms.of_referral", shape=r"\b{}\b")


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """The part of the form, the number of the child and the relation that titles give, and which block of it it is."""

    group: str = ""
    index: int = 0
    relation: str = ""
    title: str = ""
    block: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with its place."""

    item: Pair | HeaderGrid | Ticks | Loose
    place: ItemPlace


@dataclass(frozen=True, slots=True)
class _Title:
    rank: float
    text: str
    section: Section | None
    block: int

    @property
    def group(self) -> str:
        """The part that it opens, or an empty text."""
        return self.section.group if self.section else ""

    @property
    def relation(self) -> str:
        """The relative of whom it speaks, or an empty text."""
        return self.section.relation if self.section else ""

    @property
    def index(self) -> int:
        """The number of the child that it names, or 0."""
        return self.section.index if self.section else 0


def placed(items: Iterable[Item], sections: dict[str, str]) -> Iterator[Placed]:
    """Every item that asks or holds something, with its place; `sections` are titles that a known form gives."""
    stack: tuple[_Title, ...] = ()
    asked_yet, block = False, 0
    place = ItemPlace()
    for item in items:
        if isinstance(item, Close | Heading):
            block += 1
            if isinstance(item, Heading):
                stack = _under(stack, item, block=block, sections=sections, is_title=not asked_yet)
            else:
                stack = tuple(title for title in stack if title.rank < item.depth)
            place = _place(stack, block)
        else:
            asked_yet = asked_yet or not (isinstance(item, Loose) or place.group in CLOSED)
            yield Placed(item, place)


def _under(
    stack: tuple[_Title, ...], heading: Heading, *, block: int, sections: dict[str, str], is_title: bool
) -> tuple[_Title, ...]:
    """The titles that stand over what follows `heading`."""
    found = _opened(heading, sections.get(plain(heading.text)), is_title=is_title)
    stack = _without_office(stack, heading, is_title=is_title)
    # Makers set levels of headings carelessly: `Part B` ends all that stood before it, whatever its level.
    rank = heading.depth + (0.0 if _MAJOR.match(heading.text) else 0.3 + 0.05 * (heading.level or 9))
    # A line in bold in the office's box that names no part does not end the box.
    if found is None and rank != heading.depth and not heading.level and _in_closed(stack):
        return stack
    kept = tuple(title for title in stack if title.rank < rank and not (found and _ends_office(title, found)))
    return (*kept, _Title(rank, heading.text, found, block))


def _without_office(stack: tuple[_Title, ...], heading: Heading, *, is_title: bool) -> tuple[_Title, ...]:
    """The titles that go on below the title of a referral form: a box for the office that stood above it is over."""
    # Some offices print their box over the title of the form, which is the first that is meant for the referrer.
    is_referral = is_title and _names_form(heading) and _OF_REFERRAL.search(heading.text)
    return tuple(title for title in stack if title.group != "office") if is_referral else stack


def _opened(heading: Heading, told: str | None, *, is_title: bool) -> Section | None:
    """The part that a heading opens: as the known form has `told`, else by its words."""
    if told:
        return Section(told)
    # The title of the whole form often names a part as well, and would put everything below it there.
    found = section(heading.text) or _alike(heading)
    if found is None or not (is_title and _names_form(heading)):
        return found
    is_referral = _OF_REFERRAL.search(heading.text)
    return found if found.group in CLOSED and not is_referral else None


def _names_form(heading: Heading) -> bool:
    """Whether a heading before any question is the title of the whole form rather than of one of its parts."""
    if plain(heading.text) in words().sections:
        return False
    # A bar over a table may open the part that the table asks, unless it says what kind of paper it is.
    return (heading.depth == 1 and _TITLE.search(heading.text) is not None) or _KIND.search(heading.text) is not None


def _alike(heading: Heading) -> Section | None:
    """The part that a title in words of its own most likely opens; being like one alone closes none."""
    # Like `Agency report`, the part of the organisation that reports was put aside, and with it the referrer.
    group, likeness, lead = alike_title(heading.text)
    clear = likeness >= weights()["title_like"] and lead >= weights()["title_lead"] and group not in _STICKY
    return Section(group) if clear and len(heading.text.split()) <= weights()["title_words"] else None


def _ends_office(title: _Title, found: Section) -> bool:
    """Whether a box for the office, floating on the page, is over because a part of the referrer's own begins."""
    own = found.group in ("referrer", "children", "incident", "family")
    return own and title.group == "office" and title.rank % 1 != 0


def _aside(stack: tuple[_Title, ...]) -> _Title | None:
    """The deepest title, where it speaks of nobody of ours."""
    deepest = next((title for title in reversed(stack) if title.group), None)
    return deepest if deepest is not None and deepest.group == "aside" else None


def _in_closed(stack: tuple[_Title, ...]) -> bool:
    return any(title.group in _STICKY for title in stack)


def _place(stack: tuple[_Title, ...], block: int) -> ItemPlace:
    """Where an item stands: in a part that is closed, in the deepest known one, or in none."""
    title = stack[-1].text if stack else ""
    closed = next((each for each in stack if each.group in _STICKY), None) or _aside(stack)
    if closed is not None:
        return ItemPlace(closed.group, title=title, block=closed.block)
    known = next((each for each in reversed(stack) if each.section), None)
    if known is None or _leads_out(stack[-1], known):
        return ItemPlace(title=title, block=block)
    index = next(filter(None, (each.index for each in reversed(stack))), 0)
    return ItemPlace(known.group, index, known.relation, title, known.block)


def _leads_out(last: _Title, known: _Title) -> bool:
    """Whether a title that nobody knows ends a list of people or events, as one on the page itself does."""
    return last.section is None and last.rank < 2 and known.group in ("agencies", "family", "chronology")
