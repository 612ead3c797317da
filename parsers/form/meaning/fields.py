"""An answer typed for the field, or for the several fields, that its box asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from parsers.form.layout.answer import Answer
from parsers.form.meaning.ask import LONG, Ask, Typed
from parsers.form.meaning.typed_answers import READERS, SINGLE, birth_fields, date, one_of_a_set
from parsers.form.vocabulary.phrases import one_of, printed
from parsers.page import Paragraph, Span
from parsers.values import choices
from parsers.values.ages import birth
from parsers.values.answer_state import one_line, tidy
from parsers.values.contacts import contact
from parsers.values.dates import Pivot, clock_time, dates
from parsers.values.names import named
from parsers.values.people import people
from pipeline.model import State

_OF_CONTACT, _OF_ABUSE = printed("labels.of_contact"), printed("answers.of_abuse")
_BEHIND_NAME = printed("answers.before_birth", shape=r"[,(\u2013-]|\b{}\b|\d")
_TIME = re.compile(
    rf"\b{one_of('calendar.before_a_time')}*[0-2]?\d[:.][0-5]\d\s*{one_of('calendar.behind_a_time')}?\b", re.I
)
_BEFORE_PLACE = printed("calendar.before_a_place", shape=r"^(?:\W|\b{}\w*\b)+|(?<![\s,;(])[\s,;(]++$")


def typed(heads: tuple[str, ...], ask: Ask) -> Typed:
    """The fields that `ask` answers; each of `heads` gets one, and what else is plainly written there another."""
    # A lone tick beside `Looked after` has no word that could be read, and says yes.
    if ask.answer.is_tick and heads[0] in SINGLE:
        return READERS.get(heads[0], one_of_a_set)(heads[0], replace(ask, answer=_yes(ask.answer)))
    if ask.answer.state is not State.GIVEN:
        return _unanswered(heads, ask)
    if len(heads) > 1:
        return _several(heads, ask)
    head = heads[0]
    reader = READERS.get(head)
    if reader is not None:
        return reader(head, ask)
    if head in SINGLE:
        return one_of_a_set(head, ask)
    text = tidy(ask.text) if head in LONG else one_line(ask.text)
    return Typed({head: ask.field(text)})


def _yes(tick: Answer) -> Answer:
    return Answer((Paragraph((Span("Yes"),), tick.source),), tick.source, said=tick.raw)


def _unanswered(heads: tuple[str, ...], ask: Ask) -> Typed:
    return Typed({part: ask.field(None) for part in _parts(heads)})


def _parts(heads: tuple[str, ...]) -> list[str]:
    """The fields that questions ask for, each of several at once by its parts."""
    return [part for head in heads for part in _OF_SEVERAL.get(head, (head,))]


_OF_SEVERAL = {"contact": ("address", "phone", "email"), "person": ("name",)}


def _several(heads: tuple[str, ...], ask: Ask) -> Typed:
    """One box for several questions."""
    wanted = frozenset(heads)
    reader = _EXACTLY.get(wanted) or next((read for fits, read in _TOGETHER if fits(wanted)), _one_by_one)
    return reader(heads, ask)


def _one_by_one(heads: tuple[str, ...], ask: Ask) -> Typed:
    """Each question answered from the whole box."""
    results = [typed((head,), ask) for head in heads]
    return Typed({k: f for r in results for k, f in r.fields.items()}, tuple(d for r in results for d in r.doubts))


def _ethnicity_language(_heads: tuple[str, ...], ask: Ask) -> Typed:
    parts = [part.strip() for part in re.split(r"\n|;|,| / ", ask.text) if part.strip()]
    first = ask.field(parts[0] if len(parts) > 1 else one_line(ask.text))
    return Typed({"ethnicity": first, "language": ask.field(", ".join(parts[1:]) or None)})


def _name_in_parts(heads: tuple[str, ...], ask: Ask) -> Typed:
    return _name_birth(heads, ask) if {"dob", "age"} & set(heads) else typed(("name",), ask)


def _person_parts(heads: tuple[str, ...], ask: Ask) -> Typed:
    """Who somebody is and how to reach them, in one box."""
    parts = _parts(heads)
    if _OF_CONTACT.search(ask.label):
        parts += ["phone", "email"]
    found = contact(ask.text, frozenset(parts))
    told = {part: getattr(found, part) for part in parts}
    # Of three things asked in one box the one that is not there was left out; only where none is found is it
    # unreadable.
    unsaid = State.BLANK if any(told.values()) else State.UNPARSED
    return Typed({part: ask.field(value, unsaid) for part, value in told.items() if value or part in heads})


def _dates_in_order(heads: tuple[str, ...], ask: Ask) -> Typed:
    """As many dates as were asked for, each to its question; with fewer only the first question is answered."""
    # Two days for three questions: nobody can tell which one was left out.
    found = dates(ask.text, Pivot(latest=ask.latest.year))
    said = [written.iso for written in found] if len(found) in (1, len(heads)) else []
    return Typed({head: ask.field(said[at] if at < len(said) else None) for at, head in enumerate(heads)})


def _outcome_abuse(_heads: tuple[str, ...], ask: Ask) -> Typed:
    """What became of the child and whether abuse is known, asked in one breath; what is not said stays blank."""
    abuse = choices.abuse_neglect(ask.text)
    said = abuse or _OF_ABUSE.search(ask.text)
    first = one_of_a_set("outcome", ask)
    fields = {**first.fields, "abuse_neglect": ask.field(abuse, None if said else State.BLANK)}
    return Typed(fields, first.doubts)


def _care_status(_heads: tuple[str, ...], ask: Ask) -> Typed:
    """Looked after or care leaver, asked in one breath: a bare `yes` says neither, a `no` both."""
    if choices.yes_or_no(ask.text) == "no":
        return Typed({"looked_after": ask.field("no"), "care_leaver": ask.field("no")})
    in_care, left = choices.is_in_care(ask.text), choices.is_care_leaver(ask.text)
    told = {"looked_after": in_care, "care_leaver": left}
    return Typed({name: ask.field("yes" if holds else None) for name, holds in told.items()})


def _name_birth(_heads: tuple[str, ...], ask: Ask) -> Typed:
    text = ask.text.replace("\n", ", ")
    found = birth(text, Pivot(birth=True, latest=ask.latest.year))
    first = dates(text)
    cut = first[0].start if first else len(text)
    # Names stand first; with the first date, figure or bracket begins what is told of the birth.
    name = _BEHIND_NAME.split(text[:cut], maxsplit=1)[0]
    listed = people(text, ask.latest.year)
    fields = {"name": ask.field(listed[0].name if len(listed) == 1 else named(name).name)}
    return Typed({**fields, **birth_fields("dob", ask, text=text).fields}, (found.doubt,) if found.doubt else ())


def _date_time_place(heads: tuple[str, ...], ask: Ask) -> Typed:
    text = ask.text.replace("\n", ", ")
    result = date("date", ask)
    fields = dict(result.fields)
    found = dates(text)
    clock = clock_time("".join(text[: w.start] + text[w.end :] for w in found[:1]) if found else text)
    if "time" in heads and clock:
        fields["time"] = ask.field(clock)
    if "location" in heads:
        # Nothing marks the place itself: it is what is left once day and time are taken out.
        rest = text
        for written in reversed(found):
            rest = rest[: written.start] + rest[written.end :]
        rest = _BEFORE_PLACE.sub("", _TIME.sub("", rest))
        fields["location"] = ask.field(one_line(rest))
    return Typed(fields, result.doubts)


def tells_a_time(ask: Ask) -> bool:
    """Whether one day and behind it the time are written where only the day is asked."""
    found = dates(ask.text)
    return len(found) == 1 and clock_time(ask.text[found[0].end :]) is not None


Several = Callable[[tuple[str, ...], Ask], Typed]
# How several questions in one box are read: exactly these, else the first that fits.
_EXACTLY: dict[frozenset[str], Several] = {
    frozenset(("ethnicity", "language")): _ethnicity_language,
    frozenset(("outcome", "abuse_neglect")): _outcome_abuse,
    frozenset(("looked_after", "care_leaver")): _care_status,
    frozenset(("date", "time")): _date_time_place,
}
_OF_A_PERSON = {"name", "role", "agency", "contact", "address", "phone", "email"}
_DAYS = {"date", "agency_aware_date", "date_of_death"}
_TOGETHER: tuple[tuple[Callable[[frozenset[str]], object], Several], ...] = (
    (lambda wanted: wanted <= _OF_A_PERSON, _person_parts),
    (lambda wanted: wanted <= _DAYS, _dates_in_order),
    (lambda wanted: wanted & {"surname", "forenames"}, _name_in_parts),
    (lambda wanted: "location" in wanted, _date_time_place),
    (lambda wanted: "name" in wanted, _name_birth),
)
