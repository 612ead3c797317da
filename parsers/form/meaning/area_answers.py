"""Answers about an area: where it happened, and where a child normally lives; no office is known here."""

from __future__ import annotations

from parsers.form.meaning.ask import Ask, Typed
from parsers.form.vocabulary.areas import area_question, area_said, named_area
from parsers.form.vocabulary.phrases import printed
from parsers.values.choices import yes_or_no

_OUR = printed("answers.ours", shape=r"\b{}\b")
_YES_OR_NO = printed("options.yn", shape=r"^\s*{}\b[\s,.:;\u2013-]*")
OUTSIDE, ANOTHER, OURS, ENGLAND = "outside England", "another English area", "in our area", "England"
_IN_WORDS = {"outside_england": OUTSIDE, "another_english": ANOTHER, "ours": OURS, "england": ENGLAND}
_IF_YES = {**_IN_WORDS, "another": None, "which": None}
_IF_NO = {"outside_england": ENGLAND, "england": OUTSIDE}
# Where a child lives is asked as yes or no of the area; an area by its name, or England, is kept as it is.
_LIVES = {OURS: "yes", ANOTHER: "no", OUTSIDE: "no"}


def area(head: str, ask: Ask) -> Typed:
    """`in our area`, `another English area`, `outside England`, or the area that question and answer name."""
    return _typed(head, ask, value=_area(ask))


def area_chosen(place: str) -> str | None:
    """The area where a place is told as one of three (`In our area`, `outside England`); a place's name is none."""
    said = _IN_WORDS.get(area_said(place))
    return said if said in (OUTSIDE, ANOTHER) or (said == OURS and _OUR.search(place)) else None


def normally_resident(head: str, ask: Ask) -> Typed:
    """Whether a child normally lives in the area (`yes`, `no`), or the area in which it does."""
    asked = area_question(ask.label)
    said = yes_or_no(ask.text) if asked is not None and asked.field == head else None
    if asked is not None and said == "no" and asked.kind in ("ours", "outside_england"):
        return _typed(head, ask, value="no" if asked.kind == "ours" else ENGLAND)
    found = _area(ask)
    return _typed(head, ask, value=_LIVES.get(found, found) if found else None)


def _area(ask: Ask) -> str | None:
    asked = area_question(ask.label)
    said = yes_or_no(ask.text)
    if said is None or asked is None:
        return _named(ask.text)
    beside = _named(_YES_OR_NO.sub("", ask.text))
    if said == "yes" and asked.name:
        return asked.name
    # A `no` to `Did it happen in Northshire?` tells where it was not; the place itself may be named behind it.
    if said == "no" and asked.name:
        return beside or f"not {asked.name}"
    return (_IF_YES if said == "yes" else _IF_NO).get(asked.kind) or beside


def _named(text: str) -> str | None:
    return _IN_WORDS.get(area_said(text)) or named_area(text) or None


def _typed(head: str, ask: Ask, *, value: str | None) -> Typed:
    if len(ask.answer.chosen) > 1:
        return Typed({head: ask.field(None)}, (f"“{ask.label.strip(' :')}”: more than one answer is chosen.",))
    return Typed({head: ask.field(value)})
