"""Answers collected field by field: the first that is filled stands, long texts are joined, nothing is dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from parsers.form.meaning.ask import LONG
from parsers.form.vocabulary.phrases import printed
from parsers.values.dates import dates
from parsers.values.names import initials_of
from pipeline.model import Field, State, Unmapped

_JOINED = LONG | {"criteria", "school_part", "gp_part", "address_part"}


_SECTOR = printed("agencies.sector")


@dataclass(frozen=True, slots=True)
class Slots:
    """The answers about one person or thing so far, and those that found their field taken."""

    fields: dict[str, Field] = field(default_factory=dict)
    over: tuple[Unmapped, ...] = ()

    def given(self, name: str) -> str:
        """The text of a field that is given, or an empty text."""
        found = self.fields.get(name)
        return str(found.value) if found is not None and found.value is not None else ""

    @property
    def filled(self) -> bool:
        """Whether anything was answered."""
        return any(is_filled(found) for found in self.fields.values())

    def with_fields(self, found: dict[str, Field]) -> Slots:
        """These answers with `found`; a field that has an answer keeps it."""
        fields, over = dict(self.fields), list(self.over)
        for name, new in found.items():
            fields[name], left = _settled(name, fields.get(name), new=new)
            if left is not None and is_filled(left) and left.raw != fields[name].raw:
                over.append(Unmapped(label=left.label, text=left.raw, source=left.source))
        return Slots(fields, tuple(over))


def _settled(name: str, old: Field | None, *, new: Field) -> tuple[Field, Field | None]:
    """The answer that stands when a question is answered once more, and the one that is left over, if any."""
    if old is None or _gives_way(name, old, new=new):
        return new, old
    if _contradicts(name, old, new=new):
        return replace(old, value=None, state=State.UNPARSED, raw=f"{old.raw}\n{new.raw}"), None
    if name in _JOINED and is_filled(new):
        return joined(old, new, name=name), None
    return old, new


def _gives_way(name: str, old: Field, *, new: Field) -> bool:
    """Whether what stands so far says less than the new answer."""
    if not is_filled(old) or (old.value is None and new.value is not None):
        return True
    if name not in _JOINED and new.value is not None and (old.confidence, new.confidence) == ("likely", "sure"):
        return True
    return _vaguer(name, old, new=new)


def _vaguer(name: str, old: Field, *, new: Field) -> bool:
    """Whether what stands so far is only a day without year, a sector, England or initials, and the new says more."""
    if name == "date":
        return not dates(old.raw) and bool(dates(new.raw))
    if name == "area":
        return old.value == "England" and new.value is not None
    if name == "name":
        return initials_of(str(old.value or ""), str(new.value or ""))
    # `Health` or `Education`, ticked as a sector, gives way to the surgery or the school that is named.
    return name == "agency" and bool(_SECTOR.fullmatch(str(old.value or "").strip())) and new.value is not None


_PROPOSED = ("area", "normally_resident", "care_leaver", "regulated_setting", "consulted")
_CLOSED = frozenset(("yes", "no", "in our area", "another English area", "outside England"))


def _contradicts(name: str, old: Field, *, new: Field) -> bool:
    """Whether a form says two things that cannot both be so: neither is then proposed."""
    # Duties turn on these, so that the first of two answers must not simply stand.
    return name in _PROPOSED and old.value != new.value and {old.value, new.value} <= _CLOSED


def is_filled(found: Field) -> bool:
    """Whether a person answered, be it `not known`."""
    return found.state not in (State.BLANK, State.PLACEHOLDER)


def as_over(fields: Iterable[Field]) -> tuple[Unmapped, ...]:
    """The answers among `fields` as words that no field holds."""
    return tuple(Unmapped(label=f.label, text=f.raw, source=f.source) for f in fields if is_filled(f))


def joined(old: Field, new: Field, *, name: str) -> Field:
    """Two answers to one question, one below the other."""
    if old.value is None or new.value is None:
        kept = old if old.value is not None else new
        return replace(kept, raw=f"{old.raw}\n{new.raw}")
    if isinstance(old.value, tuple) and isinstance(new.value, tuple):
        return replace(old, value=(*old.value, *new.value), raw=f"{old.raw}\n{new.raw}")
    between = ", " if name.endswith("_part") else "\n\n"
    return replace(old, value=f"{old.value}{between}{new.value}", raw=f"{old.raw}\n{new.raw}")


def merged(parts: Iterable[Slots]) -> Slots:
    """Several collections about the same person as one; the first answer stands."""
    whole = Slots()
    for part in parts:
        whole = whole.with_fields(part.fields)
        whole = Slots(whole.fields, (*whole.over, *part.over))
    return whole
