"""An answer typed for one field; a value is never invented."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from parsers.form.evidence.fit import says
from parsers.form.meaning.area_answers import area, normally_resident
from parsers.form.meaning.ask import Ask, Typed, behind_yes
from parsers.form.vocabulary.phrases import printed
from parsers.values import choices
from parsers.values.ages import Birth, age, birth
from parsers.values.answer_state import is_unknown_for_a_reason, one_line, tidy
from parsers.values.contacts import WrittenContact, contact, email, phone
from parsers.values.dates import Period, Pivot, clock_time, dates, period, yearless
from parsers.values.names import is_agency, is_role, looks_like_name, named
from parsers.values.nhs import nhs_number
from parsers.values.postcodes import postcode
from pipeline.model import Field, State

_NAME = printed("labels.of_name", shape=r"\b{}\b")
_BEHIND_NAME = printed("answers.before_birth", shape=r"[,(\n]|\s[-\u2013]\s|\b{}\b")
SINGLE = frozenset(
    (
        *("sex", "outcome", "abuse_neglect", "cp_plan", "looked_after", "still_involved"),
        *("care_leaver", "regulated_setting", "area", "normally_resident", "consulted"),
    )
)
"""Fields whose answer is one of a few, so that a bare tick beside their question says yes."""


def date(head: str, ask: Ask) -> Typed:
    """A day, and the last day where a range is written."""
    whole = _period(head, ask)
    found = whole or yearless(ask.text, ask.latest.day)
    doubts = [found.doubt] if found and found.doubt else []
    iso = ask.answer.iso[:10]
    if found is None:
        return Typed(
            {head: ask.field(None)}, (f"“{ask.label.strip(' :')}” is not answered with a date that can be used.",)
        )
    # People type over the words of a date control; the day hidden in it stays the one that was once picked.
    if iso and found.start != iso:
        doubts.append(f"“{ask.label.strip(' :')}”: the words on the form and the date hidden in its control differ.")
    fields = {head: replace(ask.field(found.start), confidence="sure" if whole else "likely")}
    if found.end and head == "date":
        fields["date_to"] = ask.field(found.end)
    return Typed(fields, tuple(doubts))


def _period(head: str, ask: Ask) -> Period | None:
    """The day or the range that is written whole; nobody dies on two days, and which it was is not for us to choose."""
    days = {each.iso for each in dates(ask.text)} if head == "date_of_death" else ()
    return None if len(days) > 1 else period(ask.text, Pivot(latest=ask.latest.year))


def _birth(head: str, ask: Ask) -> Typed:
    return birth_fields(head, ask, text=ask.text)


def birth_fields(head: str, ask: Ask, *, text: str) -> Typed:
    """Birth date, age and expected delivery from whichever of their boxes."""
    found = birth(text, Pivot(birth=True, latest=ask.latest.year))
    # `DoB or EDD` is one box: whether a day there lies ahead of the form tells which of the two it is.
    if head == "edd" and not found.edd and not found.unborn:
        if any(written.iso >= ask.latest.day[: len(written.iso)] for written in dates(text)):
            found = birth(f"EDD {text}")
        elif choices.yes_or_no(text) == "no":
            return Typed({"edd": ask.field(None, State.STATED_UNKNOWN)})
        elif found.dob:
            head = "dob"  # what lies behind the day of the form is no expected date
    return _born_or_expected(head, ask, found=found)


def _born_or_expected(head: str, ask: Ask, *, found: Birth) -> Typed:
    """What a box says of a birth, and that it says nothing of what it asks where it does not."""
    fields = {
        name: ask.field(value) for name, value in (("dob", found.dob), ("age", found.age), ("edd", found.edd)) if value
    }
    if found.unborn and "edd" not in fields:
        fields["edd"] = ask.field(None)
    if head == "age" and not fields:
        fields["age"] = ask.field(age(ask.text))
    fields.setdefault(head, ask.field(None))
    return Typed(fields, (found.doubt,) if found.doubt else ())


def one_of_a_set(head: str, ask: Ask) -> Typed:
    """One out of a closed set; two ticks are no answer."""
    chosen = ask.answer.chosen
    label = ask.label.strip(" :")
    if len(chosen) > 1:
        return Typed({head: ask.field(None)}, (f"“{label}”: more than one answer is chosen.",))
    value = (_CLOSED[head](chosen[0]) if chosen else None) or _CLOSED[head](ask.text)
    if value is None and head in ("outcome", "abuse_neglect"):
        value = _in_one_line(head, ask) or _from_yes(head, ask)
    doubts = () if value else (f"“{label}”: the answer there could not be read as one of those expected.",)
    return Typed({head: ask.field(value)}, doubts)


def _in_one_line(head: str, ask: Ask) -> str | None:
    """What a line of an answer says by itself, beside what the form offers in another (`Death; harm; other`)."""
    said = {value for line in ask.text.splitlines() if (value := _CLOSED[head](line))}
    return said.pop() if len(said) == 1 else None


def _from_yes(head: str, ask: Ask) -> str | None:
    """What `yes`, `no` or a kind of abuse means where one thing only is asked (`Did the child die?`)."""
    named = head == "abuse_neglect" and choices.speaks_of_abuse(ask.text)
    answer = choices.yes_or_no(ask.text) or ("yes" if named else None)
    if answer is None:
        return None
    # A `no` to `Did the child die?` does not tell what became of the child.
    if head == "outcome":
        return choices.outcome(ask.label) if answer == "yes" else None
    asked = choices.abuse_neglect(ask.label)
    return "no" if answer == "no" else asked if asked != "no" else None


_STILL, _NO_MORE = printed("answers.still", shape=r"{}\b"), printed("answers.no_more")


def _involved(text: str) -> str | None:
    answer = choices.yes_or_no(text)
    if answer is not None:
        return answer
    if _STILL.match(text.strip()):
        return "yes"
    return "no" if _NO_MORE.match(text.strip()) else None


_CLOSED: dict[str, Callable[[str], str | None]] = {
    "sex": choices.sex,
    "outcome": choices.outcome,
    "abuse_neglect": choices.abuse_neglect,
    "cp_plan": choices.plan,
    "looked_after": choices.looked_after,
    "still_involved": _involved,
    "care_leaver": choices.care_leaver,
    "regulated_setting": choices.regulated_setting,
}


def _name(head: str, ask: Ask) -> Typed:
    if is_unknown_for_a_reason(ask.text):
        return Typed({head: ask.field(None, State.STATED_UNKNOWN)})
    described = _described(head, ask) or _born(head, ask)
    if described:
        return Typed(described)
    found = named(ask.text)
    fields = {head: ask.field(found.name)}
    if found.aliases and head == "name":
        fields["aliases"] = ask.field(", ".join(found.aliases))
    return Typed(fields)


def _described(head: str, ask: Ask) -> dict[str, Field]:
    """A name with role and agency behind it (`Jo Bloggs, Head Teacher`) in its parts, or nothing."""
    # One word before a comma may be a surname, with the first names and not a role behind it.
    first, *rest = [part.strip() for part in re.split(r"[,\n]", ask.text) if part.strip()] or [""]
    if (
        not rest
        or not looks_like_name(first)
        or is_agency(first)
        or len(first.split()) < 2
        or not any(map(is_role, rest))
    ):
        return {}
    found = contact(ask.text, frozenset(("name", "role", "agency")))
    return _told(found, ("name", "role", "agency"), ask=ask) | {head: ask.field(named(first).name)}


def _told(found: WrittenContact | None, parts: Iterable[str], *, ask: Ask) -> dict[str, Field]:
    """Those of `parts` that were found in one box."""
    return {part: ask.field(value) for part in parts if (value := getattr(found, part, None))}


def _born(head: str, ask: Ask) -> dict[str, Field]:
    """A name with its birth date behind it (`Riley Ashdown, DOB 3/4/2015`) in its parts; empty if there is none."""
    first = _BEHIND_NAME.split(ask.text, maxsplit=1)[0]
    found = birth(ask.text[len(first) :], Pivot(birth=True, latest=ask.latest.year))
    if not (found.dob and looks_like_name(first)):
        return {}
    return {head: ask.field(named(first).name), "dob": ask.field(found.dob)}


def _agency(head: str, ask: Ask) -> Typed:
    described = _described("name", ask)
    return Typed(described if "agency" in described else {head: ask.field(one_line(ask.text))})


def _nhs(head: str, ask: Ask) -> Typed:
    return Typed({head: ask.field(nhs_number(ask.text))})


def _postcode(head: str, ask: Ask) -> Typed:
    text = one_line(ask.text)
    # `NFA`, no fixed abode, is how people answer where a postcode is asked for.
    return Typed({head: ask.field(postcode(text) or (text.upper() if text.upper() == "NFA" else None))})


def _phone(head: str, ask: Ask) -> Typed:
    fields = {head: ask.field(phone(ask.text))}
    if email(ask.text):
        fields["email"] = ask.field(email(ask.text))
    return Typed(fields)


def _email(head: str, ask: Ask) -> Typed:
    fields = {head: ask.field(email(ask.text))}
    if phone(ask.text):
        fields["phone"] = ask.field(phone(ask.text))
    return Typed(fields)


def _contact(_head: str, ask: Ask) -> Typed:
    wants = {"address", "phone", "email"} | ({"name"} if _NAME.search(ask.label) else set())
    found = contact(ask.text, frozenset(wants))
    if found.address and not _IS_ADDRESS.search(found.address):
        wants.discard("address")  # a bleep, a room or a name is where to ask, and no address
    return Typed(_told(found, sorted(wants), ask=ask) or {"phone": ask.field(None)})


_IS_ADDRESS = re.compile(r"\w, ?\w|\d{1,5}\w?,? [A-Z]|[A-Z]{1,2}\d{1,2}\w? ?\d[A-Z]{2}")


def _person(_head: str, ask: Ask) -> Typed:
    """A person named and described in one box, perhaps behind a `Yes`."""
    text = behind_yes(ask.text)
    parts = ("name", "role", "phone", "email")
    found = contact(text, frozenset(parts)) if text else None
    return Typed(_told(found, parts, ask=ask) or {"name": ask.field(None)})


def _consulted(head: str, ask: Ask) -> Typed:
    """Whether the safeguarding lead was consulted; whoever is named there as consulted was."""
    said = choices.yes_or_no(ask.text)
    # Many answer `Have you spoken to your lead?` with a name alone, which is a yes; behind a `No` stands why not.
    who = _person("person", ask).fields if said != "no" else {}
    named = {part: found for part, found in who.items() if found.value}
    if "name" not in named:
        return Typed({head: ask.field(said)})
    return Typed({head: ask.field("yes"), **named})


def _time(head: str, ask: Ask) -> Typed:
    found = clock_time(ask.text)
    if not found and is_unknown_for_a_reason(ask.text):
        return Typed({head: ask.field(None, State.STATED_UNKNOWN)})
    return Typed({head: ask.field(found or one_line(ask.text))})


def _narrative(head: str, ask: Ask) -> Typed:
    """The story, or the day of the incident where `Incident` is answered with nothing but a date."""
    if len(ask.text.split()) <= 4 and (found := dates(ask.text)) and found[0].end - found[0].start >= len(ask.text) - 6:
        return date("date", ask)
    return Typed({head: ask.field(tidy(ask.text))})


def _legal(head: str, ask: Ask) -> Typed:
    """A standing in words; a bare `yes` or `no` says at most whether the child is looked after, where that is asked."""
    if not says("yes_or_no", ask.text):
        return _whole(head, ask)
    in_care = choices.looked_after(ask.label) == "yes"
    said = choices.yes_or_no(ask.text)
    return Typed({"looked_after": ask.field(said)} if in_care else {head: ask.field(None)})


def _criteria(head: str, ask: Ask) -> Typed:
    return Typed({head: ask.field(ask.answer.chosen or (tidy(ask.text),))})


def _whole(head: str, ask: Ask) -> Typed:
    return Typed({head: ask.field(one_line(ask.text))})


READERS: dict[str, Callable[[str, Ask], Typed]] = {
    **dict.fromkeys(("date", "date_of_death", "signed_date", "agency_aware_date"), date),
    **dict.fromkeys(("dob", "age", "edd"), _birth),
    "name": _name,
    "surname": _whole,
    "forenames": _whole,
    "nhs_number": _nhs,
    "postcode": _postcode,
    "phone": _phone,
    "email": _email,
    "agency": _agency,
    "contact": _contact,
    "person": _person,
    "time": _time,
    "narrative": _narrative,
    "criteria": _criteria,
    "legal_status": _legal,
    "consulted": _consulted,
    "area": area,
    "normally_resident": normally_resident,
}
