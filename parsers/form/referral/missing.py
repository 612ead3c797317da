"""What is missing from a referral: not answered, and not perhaps answered by what no field holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parsers.form.evidence.fit import looks
from parsers.form.meaning.ask import Latest
from parsers.form.vocabulary.labels import asked
from parsers.form.vocabulary.likeness import alike
from parsers.form.vocabulary.weights import weights
from parsers.values.choices import abuse_neglect, speaks_of_abuse
from parsers.values.dates import dates
from pipeline.model import Answers, Field, Referral, State, Unmapped

_WANTED = {
    "children[0].name": ("children.name",),
    "children[0].dob|age|edd": ("children.dob", "children.age", "children.edd"),
    "incident.date": ("incident.date",),
    "incident.outcome": ("incident.outcome",),
    "incident.abuse_neglect": ("incident.abuse_neglect",),
    "incident.narrative": ("incident.narrative",),
    "referrer.name": ("referrer.name",),
    "referrer.agency": ("referrer.agency",),
    "referrer.phone|email": ("referrer.phone", "referrer.email", "referrer.contact"),
}
# What an answer looks like that may be a field's although its question was not understood.
_LOOKS = {
    "children.name": frozenset(("name",)),
    "incident.outcome": frozenset(("harmed",)),
    "referrer.name": frozenset(("name",)),
    "referrer.agency": frozenset(("agency",)),
    "referrer.phone": frozenset(("phone", "email")),
}


def missing(referral: Referral, unmapped: Iterable[Unmapped] = ()) -> tuple[str, ...]:
    """The fields without which a referral is chased (docs/interface.md); `not known` is an answer.

    What perhaps answers a field is not chased either: a list that cannot be known says less. Under a question that was
    understood and left blank nothing else is looked at.
    """
    left = tuple(unmapped)
    asked_for = dict(_asked_for(referral))
    answered = {path for path, field in asked_for.items() if _is_answered(field)}.union(each.perhaps for each in left)
    open_fields = {wanted: paths for wanted, paths in _WANTED.items() if answered.isdisjoint(paths)}
    unasked = [paths for paths in open_fields.values() if asked_for.keys().isdisjoint(paths)]
    told = set(_told_otherwise(referral, left)) if unasked else set()
    return tuple(wanted for wanted, paths in open_fields.items() if paths not in unasked or told.isdisjoint(paths))


def _told_otherwise(referral: Referral, left: tuple[Unmapped, ...]) -> Iterator[str]:
    """The fields that are perhaps answered where nobody asked for them: in what is left over, in the story."""
    yield from _told_elsewhere(referral)
    for each in left:
        yield from _told(each)


def _asked_for(referral: Referral) -> Iterator[tuple[str, Field]]:
    """Each field of the first child, the incident and the referrer, by its path."""
    child = referral.children[0] if referral.children else {}
    groups: dict[str, Answers] = {"children": child, "incident": referral.incident, "referrer": referral.referrer}
    for group, answers in groups.items():
        yield from ((f"{group}.{name}", field) for name, field in answers.items())


def _is_answered(field: Field) -> bool:
    return field.state not in (State.BLANK, State.PLACEHOLDER)


def _told(left: Unmapped) -> Iterator[str]:
    """The fields that something left over may answer, by what it looks like, where its label asks nothing else."""
    known, found = asked(left.label), looks(left.text, Latest())
    for path, kinds in _LOOKS.items():
        if kinds & found and (known is None or path.partition(".")[2] in known.heads):
            yield path
    said = f"{left.label} {left.text}" if left.label else ""  # what stands under no question a form may print
    if speaks_of_abuse(said) and abuse_neglect(said) in ("known", "suspected"):
        yield "incident.abuse_neglect"
    if any(written.whole for written in dates(left.text)) and _is_like_the_day(left.label):
        yield "incident.date"


def _is_like_the_day(label: str) -> bool:
    """Whether a label is like one that asks when it happened, be it with another question."""
    likest = (each for each in alike(label, "") if each.likeness >= weights()["like"])
    return any(each.group == "incident" and "date" in each.heads for each in likest)


def _told_elsewhere(referral: Referral) -> Iterator[str]:
    """What stands in a line of its own in the story, and who leads where the form asks for no other name."""
    story = referral.incident.get("narrative")
    for line in story.raw.splitlines() if story is not None else ():
        found = looks(line, Latest())
        yield from (path for path, kind in (("incident.outcome", "harmed"), ("incident.date", "date")) if kind in found)
    lead = referral.safeguarding_lead.get("name")
    if lead is not None and _is_answered(lead):
        yield "referrer.name"
