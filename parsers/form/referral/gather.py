"""Entries put together: the referral with its groups, what is left over, and which parts were filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.form.layout.answer import is_instruction
from parsers.form.meaning import inference
from parsers.form.meaning.agencies import agencies
from parsers.form.meaning.ask import Ask
from parsers.form.meaning.children import children, whole
from parsers.form.meaning.entry import Entry, left_over
from parsers.form.meaning.relatives import relatives
from parsers.form.meaning.slots import Slots, as_over, is_filled, merged
from parsers.form.referral.written_among_printed import is_of_forms
from parsers.form.vocabulary.phrases import printed
from pipeline.model import Field, Referral, Unmapped


@dataclass(frozen=True, kw_only=True, slots=True)
class Gathered:
    """The referral understood, the words that no field holds, the doubts, and which parts of the form were filled."""

    referral: Referral
    unmapped: tuple[Unmapped, ...]
    doubts: tuple[str, ...]
    asked: frozenset[str]
    given: int
    summary: tuple[Entry, ...] = ()


def gathered(found: Sequence[Entry], marking: Field | None) -> Gathered:
    """Everything that the entries of one form say together."""
    by = {name: [each for each in found if each.group == name] for name in _GROUPS}
    referral, criteria = _of_referral(by, marking)
    told, kids = _with_the_death(_one(by["incident"]), children(by["children"]))
    kids = tuple(inference.child(each, criteria, only=len(kids) == 1) for each in kids)
    incident = inference.incident(told, criteria, children=kids)
    people, lost = relatives(by["family"])
    referrer, lead = (_addressed(whole(_one(by[name]))) for name in ("referrer", "lead"))
    result = Referral(
        referral=referral.fields,
        incident=incident.fields,
        children=tuple(each.fields for each in kids),
        referrer=referrer.fields,
        safeguarding_lead=lead.fields,
        family=people,
        agencies=agencies(by["agencies"]),
        chronology=tuple(each.fields for each in by["chronology"] if _says_something(each)),
    )
    over = (*lost, *(u for slots in (referral, incident, *kids, referrer, lead) for u in slots.over))
    return _with_the_rest(result, found, over=over)


def _with_the_death(incident: Slots, kids: tuple[Slots, ...]) -> tuple[Slots, tuple[Slots, ...]]:
    """The incident without the day of death that was asked in one breath with its own, which is the only child's."""
    death = incident.fields.get("date_of_death")
    if death is None:
        return incident, kids
    rest = {name: each for name, each in incident.fields.items() if name != "date_of_death"}
    if len(kids) == 1:
        return Slots(rest, incident.over), (kids[0].with_fields({"date_of_death": death}),)
    # Which of several children died that day nobody can tell.
    return Slots(rest, (*incident.over, Unmapped(label=death.label, text=death.raw, source=death.source))), kids


def _of_referral(by: dict[str, list[Entry]], marking: Field | None) -> tuple[Slots, Field | None]:
    """What the form says of the referral itself, and the criteria, wherever they were asked for."""
    asked_there = [each for each in by["referral"] if "criteria" in each.fields]
    criteria = merged(Slots(each.fields) for each in (*by["criteria"], *asked_there)).fields.get("criteria")
    referral = _one([each for each in by["referral"] if "criteria" not in each.fields])
    more = {"protective_marking": marking, "criteria": criteria}
    told = {name: field for name, field in more.items() if field is not None}
    return Slots({**referral.fields, **told}, referral.over), criteria


def _with_the_rest(referral: Referral, found: Sequence[Entry], *, over: Sequence[Unmapped]) -> Gathered:
    """The referral with what no field holds, what is doubtful, and which parts of the form were filled."""
    left = [u for each in found for u in each.unmapped]
    ours = [each for each in found if each.group in _GROUPS]
    return Gathered(
        referral=referral,
        unmapped=tuple(_ordered([*left, *over, *_loose(found)])),
        doubts=tuple(dict.fromkeys(doubt for each in found for doubt in each.doubts)),
        asked=frozenset(f"{each.group}.{name}" for each in ours for name in each.fields),
        given=sum(each.group in _OWN and _says_something(each) and not _may_be_printed(each) for each in ours),
        summary=tuple(filter(_is_of_an_agency, found)),
    )


def _is_of_an_agency(each: Entry) -> bool:
    return each.group == "agency_summary"


def _says_something(each: Entry) -> bool:
    return any(map(is_filled, each.fields.values()))


def _may_be_printed(each: Entry) -> bool:
    """Whether an answer is only the name or address of the referrer's agency, which prints it in its own blank."""
    filled = {name for name, field in each.fields.items() if is_filled(field)}
    return each.group == "referrer" and filled <= {"agency", "address"}


_GROUPS = ("referral", "criteria", "incident", "children", "referrer", "lead", "family", "agencies", "chronology")
_OWN = ("referral", "criteria", "incident", "children", "referrer", "family")
_DROPPED = ("signed",)
# How a referrer, too, asks something of the reader: `Please do not ring the mother`.
_ALSO_SAID = printed("guidance.also_said", shape=r"\W*{}\b")


def _one(found: Sequence[Entry]) -> Slots:
    """One person's or thing's answers; a signature is shown, as no field holds it."""
    whole_of = merged(Slots({k: f for k, f in each.fields.items() if k not in _DROPPED}) for each in found)
    signed = (f for each in found for k, f in each.fields.items() if k in _DROPPED)
    return Slots(whole_of.fields, (*whole_of.over, *as_over(signed)))


def _addressed(slots: Slots) -> Slots:
    """A person at work, with the postcode that was asked for by itself put to the address."""
    fields = dict(slots.fields)
    code, address = fields.pop("postcode", None), fields.get("address")
    if code is not None and is_filled(code):
        ahead = f"{address.value}, {code.raw}" if address is not None and address.value else code.raw
        raw = f"{address.raw}\n{code.raw}" if address is not None else code.raw
        fields["address"] = replace(code, value=ahead, raw=raw)
    return Slots(fields, slots.over)


def _loose(found: Sequence[Entry]) -> list[Unmapped]:
    """Text that no question claims, from the first answer on, unless the form plainly prints it."""
    lost: list[Unmapped] = []
    begun = False
    for each in found:
        # What stands over the first answer the form prints for its reader.
        begun = begun or (each.group != "loose" and _says_something(each))
        ask = each.asks if begun and each.group == "loose" else None
        if ask is not None and not (each.own_block or each.relation == "guidance" or _is_instruction(ask)):
            lost += left_over(ask.label, ask.answer)
    return lost


def _is_instruction(ask: Ask) -> bool:
    """Whether a form plainly prints a text; in a cell that is no part of a question it does so in words of forms."""
    in_cell = "/cell" in ask.answer.source
    return is_instruction(ask.text) and not (_ALSO_SAID.match(ask.text) or (in_cell and not is_of_forms(ask.text)))


def _ordered(found: list[Unmapped]) -> list[Unmapped]:
    seen: dict[tuple[str, str, str], Unmapped] = {}
    for each in found:
        seen.setdefault((each.label, each.text, each.source), each)
    return list(seen.values())
