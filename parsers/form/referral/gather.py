"""Entries put together: the referral with its groups, what is left over, and which parts were filled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.form.layout.answer import is_instruction
from parsers.form.meaning import inference
from parsers.form.meaning.agencies import agencies
from parsers.form.meaning.children import children, whole
from parsers.form.meaning.entry import Entry
from parsers.form.meaning.relatives import relatives
from parsers.form.meaning.slots import Slots, is_filled, merged
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
    office: bool = False


def gathered(found: Sequence[Entry], marking: Field | None) -> Gathered:
    """Everything that the entries of one form say together."""
    by = {name: [each for each in found if each.group == name] for name in _GROUPS}
    criteria = merged(Slots(each.fields) for each in (*by["criteria"], *_with_criteria(by["referral"]))).fields.get(
        "criteria"
    )
    referral = _one([each for each in by["referral"] if "criteria" not in each.fields])
    if marking is not None:
        referral = Slots({**referral.fields, "protective_marking": marking}, referral.over)
    if criteria is not None:
        referral = Slots({**referral.fields, "criteria": criteria}, referral.over)
    kids = children(by["children"])
    kids = tuple(inference.child(each, criteria, only=len(kids) == 1) for each in kids)
    incident = inference.incident(_one(by["incident"]), criteria, children=kids)
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
        chronology=tuple(each.fields for each in by["chronology"] if any(map(is_filled, each.fields.values()))),
    )
    over = [u for slots in (referral, incident, *kids, referrer, lead) for u in slots.over]
    return Gathered(
        referral=result,
        unmapped=tuple(_ordered([*(u for each in found for u in each.unmapped), *lost, *over, *_loose(found)])),
        doubts=tuple(dict.fromkeys(doubt for each in found for doubt in each.doubts)),
        asked=frozenset(f"{group}.{name}" for group in _GROUPS for each in by[group] for name in each.fields),
        given=sum(1 for each in found if each.group in _OWN and any(map(is_filled, each.fields.values()))),
        summary=tuple(each for each in found if each.group == "agency_summary"),
        office=any(each.unmapped for each in found if each.group in ("office", "decision")),
    )


_GROUPS = ("referral", "criteria", "incident", "children", "referrer", "lead", "family", "agencies", "chronology")
_OWN = ("referral", "criteria", "incident", "children", "referrer", "family")
_DROPPED = ("signed",)
# How a referrer, too, asks something of the reader: `Please do not ring the mother`.
_ALSO_SAID = re.compile(r"\W*(?:please|do not|note|ensure|only|keep|send|should|must)\b", re.I)


def _with_criteria(found: Sequence[Entry]) -> list[Entry]:
    return [each for each in found if "criteria" in each.fields]


def _one(found: Sequence[Entry]) -> Slots:
    """One person's or thing's answers; a signature is shown, as no field holds it."""
    whole_of = merged(Slots({k: f for k, f in each.fields.items() if k not in _DROPPED}) for each in found)
    signed = [f for each in found for k, f in each.fields.items() if k in _DROPPED and is_filled(f)]
    return Slots(
        whole_of.fields, (*whole_of.over, *(Unmapped(label=f.label, text=f.raw, source=f.source) for f in signed))
    )


def _addressed(slots: Slots) -> Slots:
    """A person at work, with the postcode that was asked for by itself put to the address."""
    from dataclasses import replace

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
        begun = begun or (each.group != "loose" and any(map(is_filled, each.fields.values())))
        if each.group != "loose" or each.asks is None or not each.asks.answer.filled:
            continue
        text = each.asks.text
        printed = each.own_block or each.relation == "guidance" or (is_instruction(text) and not _ALSO_SAID.match(text))
        if begun and not printed:
            lost.append(Unmapped(label=each.asks.label, text=each.asks.answer.raw, source=each.asks.answer.source))
    return lost


def _ordered(found: list[Unmapped]) -> list[Unmapped]:
    seen: dict[tuple[str, str, str], Unmapped] = {}
    for each in found:
        seen.setdefault((each.label, each.text, each.source), each)
    return list(seen.values())
