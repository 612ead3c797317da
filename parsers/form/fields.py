"""An answer typed for one field, or for the several fields that one box asks for; a value is never invented."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from parsers.form.answer import Answer
from parsers.values import choices
from parsers.values.ages import age, birth, is_unborn
from parsers.values.contacts import contact, email, phone
from parsers.values.dates import Pivot, clock_time, dates, period
from parsers.values.names import named
from parsers.values.nhs import nhs_number
from parsers.values.postcodes import postcode
from parsers.values.written import one_line, tidy
from pipeline.model import Field, State

SINGLE = frozenset(("sex", "outcome", "abuse_neglect", "cp_plan", "looked_after", "still_involved"))
LONG = frozenset(
    ("narrative", "immediate_action", "interagency_concern", "parallel_processes", "media_interest", "event")
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to be typed: its label, its answer, and the last year that the document speaks of."""

    label: str
    answer: Answer
    latest: int | None = None

    @property
    def text(self) -> str:
        """What was chosen or written."""
        return self.answer.text

    def field(self, value: str | tuple[str, ...] | None, state: State | None = None) -> Field:
        """The field with `value`; without one, in the state in which the answer stands, or unparsed."""
        if value:
            return self._made(value, State.GIVEN)
        stands = self.answer.state
        return self._made(None, state or (State.UNPARSED if stands is State.GIVEN else stands))

    def _made(self, value: str | tuple[str, ...] | None, state: State) -> Field:
        return Field(value=value, raw=self.answer.raw, state=state, label=self.label, source=self.answer.source)


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields that came of one question, and what a person should look at."""

    fields: dict[str, Field]
    doubts: tuple[str, ...] = ()


def typed(heads: tuple[str, ...], ask: Ask) -> Typed:
    """The fields that `ask` answers; each of `heads` gets one, and what else is plainly written there another."""
    if ask.answer.state is not State.GIVEN:
        return _unanswered(heads, ask)
    if len(heads) > 1:
        return _several(heads, ask)
    head = heads[0]
    reader = _READERS.get(head)
    if reader is not None:
        return reader(head, ask)
    if head in SINGLE:
        return _single(head, ask)
    text = tidy(ask.text) if head in LONG else one_line(ask.text)
    return Typed({head: ask.field(text)})


def _unanswered(heads: tuple[str, ...], ask: Ask) -> Typed:
    shared = {"contact": ("address", "phone", "email")}
    return Typed({part: ask.field(None) for head in heads for part in shared.get(head, (head,))})


def _several(heads: tuple[str, ...], ask: Ask) -> Typed:
    """One box for several questions."""
    wanted = frozenset(heads)
    if wanted <= {"name", "role", "agency"}:
        found = contact(ask.text, wanted)
        return Typed({head: ask.field(getattr(found, head)) for head in heads})
    if "location" in wanted or wanted == {"date", "time"}:
        return _date_time_place(heads, ask)
    if wanted == {"ethnicity", "language"}:
        parts = [part.strip() for part in re.split(r"\n|;|,| / ", ask.text) if part.strip()]
        first = ask.field(parts[0] if len(parts) > 1 else one_line(ask.text))
        return Typed({"ethnicity": first, "language": ask.field(", ".join(parts[1:]) or None)})
    if "name" in wanted:
        return _name_birth(ask)
    results = [typed((head,), ask) for head in heads]
    return Typed({k: f for r in results for k, f in r.fields.items()}, tuple(d for r in results for d in r.doubts))


def _name_birth(ask: Ask) -> Typed:
    text = ask.text.replace("\n", ", ")
    found = birth(text, Pivot(birth=True, latest=ask.latest))
    first = dates(text)
    cut = first[0].start if first else len(text)
    name = re.split(r"[,(\u2013-]|\b(?:dob|d\.o\.b|born|aged?|edd)\b|\d", text[:cut], maxsplit=1, flags=re.I)[0]
    fields = {"name": ask.field(named(name).name)}
    return Typed({**fields, **_birth_fields("dob", ask, text).fields}, (found.doubt,) if found.doubt else ())


def _date_time_place(heads: tuple[str, ...], ask: Ask) -> Typed:
    text = ask.text.replace("\n", ", ")
    result = _date("date", ask)
    fields = dict(result.fields)
    found = dates(text)
    clock = clock_time("".join(text[: w.start] + text[w.end :] for w in found[:1]) if found else text)
    if "time" in heads and clock:
        fields["time"] = ask.field(clock)
    if "location" in heads:
        rest = text
        for written in reversed(found):
            rest = rest[: written.start] + rest[written.end :]
        rest = re.sub(
            r"\b(?:at\s+)?(?:approx\w*\s*)?[0-2]?\d[:.][0-5]\d\s*(?:hrs?|hours|[ap]m)?\b", "", rest, flags=re.I
        )
        rest = re.sub(r"^(?:\W|\b(?:on|at|in|mon|tue|wed|thu|fri|sat|sun)\w*\b)+|[\s,;(]+$", "", rest, flags=re.I)
        fields["location"] = ask.field(one_line(rest))
    return Typed(fields, result.doubts)


def _date(head: str, ask: Ask) -> Typed:
    birth_like = head in ("date_of_death", "signed_date")
    found = period(ask.text, Pivot(latest=ask.latest))
    doubts = [found.doubt] if found and found.doubt else []
    iso = ask.answer.iso[:10]
    if found is None:
        return Typed(
            {head: ask.field(None)}, (f"“{ask.label.strip(' :')}” is not answered with a date that can be used.",)
        )
    if iso and found.start != iso:
        doubts.append(f"“{ask.label.strip(' :')}”: the words on the form and the date hidden in its control differ.")
    fields = {head: ask.field(found.start)}
    if found.end and head == "date" and not birth_like:
        fields["date_to"] = ask.field(found.end)
    return Typed(fields, tuple(doubts))


def _birth(head: str, ask: Ask) -> Typed:
    return _birth_fields(head, ask, ask.text)


def _birth_fields(head: str, ask: Ask, text: str) -> Typed:
    """Birth date, age and expected delivery from whichever of their boxes."""
    found = birth(text, Pivot(birth=True, latest=ask.latest))
    if head == "edd" and not found.edd and not found.unborn:
        ahead = dates(text)
        yes = choices.yes_or_no(text)
        found = birth(f"EDD {text}") if ahead else found
        if not ahead and yes == "no":
            return Typed({"edd": ask.field(None, State.STATED_UNKNOWN)})
    fields = {
        name: ask.field(value) for name, value in (("dob", found.dob), ("age", found.age), ("edd", found.edd)) if value
    }
    if found.unborn and "edd" not in fields:
        fields["edd"] = ask.field(None)
    if head == "age" and "age" not in fields and not fields:
        fields["age"] = ask.field(age(text))
    fields.setdefault(head, ask.field(None))
    return Typed(fields, (found.doubt,) if found.doubt else ())


def _single(head: str, ask: Ask) -> Typed:
    """One out of a closed set; two ticks are no answer."""
    chosen = ask.answer.choice.chosen if ask.answer.choice else ()
    label = ask.label.strip(" :")
    if len(chosen) > 1:
        return Typed({head: ask.field(None)}, (f"“{label}”: more than one answer is chosen.",))
    value = _CLOSED[head](ask.text) or (_from_yes(head, ask) if head in ("outcome", "abuse_neglect") else None)
    doubts = () if value else (f"“{label}”: the answer there could not be read as one of those expected.",)
    return Typed({head: ask.field(value)}, doubts)


def _from_yes(head: str, ask: Ask) -> str | None:
    """What `yes` or `no` means under a question that asks for one thing only (`Did the child die?`)."""
    answer = choices.yes_or_no(ask.text)
    if answer is None:
        return None
    if head == "outcome":
        return choices.outcome(ask.label) if answer == "yes" else None
    asked = choices.abuse_neglect(ask.label)
    return "no" if answer == "no" else asked if asked != "no" else None


def _involved(text: str) -> str | None:
    answer = choices.yes_or_no(text)
    if answer is None and re.match(r"(?:current|open|active|ongoing|still)\b", text.strip(), re.I):
        return "yes"
    if answer is None and re.match(
        r"(?:closed|ended|past|previous|former|historic|discharged|ceased)", text.strip(), re.I
    ):
        return "no"
    return answer


_CLOSED: dict[str, Callable[[str], str | None]] = {
    "sex": choices.sex,
    "outcome": choices.outcome,
    "abuse_neglect": choices.abuse_neglect,
    "cp_plan": choices.plan,
    "looked_after": choices.looked_after,
    "still_involved": _involved,
}


def _name(head: str, ask: Ask) -> Typed:
    found = named(ask.text)
    fields = {head: ask.field(found.name)}
    if found.aliases and head == "name":
        fields["aliases"] = ask.field(", ".join(found.aliases))
    return Typed(fields)


def _nhs(head: str, ask: Ask) -> Typed:
    value = nhs_number(ask.text)
    doubts = () if value else ("The NHS number fails its check digit; please ask for it again.",)
    return Typed({head: ask.field(value)}, doubts)


def _postcode(head: str, ask: Ask) -> Typed:
    text = one_line(ask.text)
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
    wants = {"address", "phone", "email"} | ({"name"} if re.search(r"\bname\b", ask.label, re.I) else set())
    found = contact(ask.text, frozenset(wants))
    return Typed({part: ask.field(value) for part in sorted(wants) if (value := getattr(found, part))})


def _time(head: str, ask: Ask) -> Typed:
    return Typed({head: ask.field(clock_time(ask.text))})


def _criteria(head: str, ask: Ask) -> Typed:
    chosen = ask.answer.choice.chosen if ask.answer.choice else ()
    return Typed({head: ask.field(chosen or (tidy(ask.text),))})


def _whole(head: str, ask: Ask) -> Typed:
    """Where not every place is a date: `unborn` is a child's name too."""
    text = one_line(ask.text)
    return Typed(
        {head: ask.field(text), **({"edd": ask.field(None)} if head == "gestation" and is_unborn(text) else {})}
    )


_READERS: dict[str, Callable[[str, Ask], Typed]] = {
    **dict.fromkeys(("date", "date_of_death", "signed_date", "agency_aware_date"), _date),
    **dict.fromkeys(("dob", "age", "edd"), _birth),
    "name": _name,
    "surname": _whole,
    "forenames": _whole,
    "nhs_number": _nhs,
    "postcode": _postcode,
    "phone": _phone,
    "email": _email,
    "contact": _contact,
    "time": _time,
    "criteria": _criteria,
}
