"""What a question means where it stands: of which group, which child or relative, and which fields it asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.form.layout.stream import Pair
from parsers.form.meaning.places import CLOSED, ItemPlace, Placed
from parsers.form.vocabulary.labels import ASIDE, AskedField, asked, section
from parsers.form.vocabulary.likeness import asks_like
from parsers.form.vocabulary.phrases import printed
from parsers.form.vocabulary.words import plain, words
from parsers.values.choices import offered, outcome, speaks_of_abuse

# Asked of nobody but a child, whatever the title above says; a surname alone may be the referrer's, beside the role.
CHILD = frozenset(
    (
        "surname",
        "forenames",
        "middle_names",
        "aliases",
        "dob",
        "age",
        "edd",
        "date_of_death",
        "sex",
        "ethnicity",
        "language",
        "disability",
        "nhs_number",
        "home_address",
        "current_residence",
        "legal_status",
        "cp_plan",
        "looked_after",
        "care_leaver",
        "normally_resident",
        "school",
        "school_part",
        "gp",
        "gp_part",
        "whereabouts_at_incident",
        "carer_at_incident",
    )
)
PERSON = frozenset(("role", "agency", "phone", "email", "contact", "signed", "signed_date", "date"))
OF_GROUP: dict[str, frozenset[str]] = {
    "children": CHILD | {"name", "address", "address_part", "postcode"},
    "referrer": PERSON | {"person"} | {"name", "surname", "forenames", "address", "address_part", "postcode"},
    "lead": PERSON | {"person", "consulted"} | {"name", "surname", "forenames", "address", "address_part", "postcode"},
    "family": frozenset(
        (
            "name",
            "surname",
            "forenames",
            "relationship",
            "dob",
            "age",
            "edd",
            "sex",
            "address",
            "school",
            "ethnicity",
            "legal_status",
            "cp_plan",
            "people",
            "parents",
            "mother",
            "father",
            "postcode",
        )
    ),
    "agencies": frozenset(("name", "agency", "role", "contact", "phone", "email", "address", "still_involved")),
    "chronology": frozenset(("date", "event")),
    "incident": frozenset(("date", "time", "location")),
    "referral": frozenset(("date",)),
}
_OF_CHILD, _OF_FAMILY = printed("labels.of_child"), printed("labels.of_family")
_OF_RELATIVE = printed("labels.of_relative", shape=r"\s*{}")
_EMPLOYER, _OF_EMPLOYER = printed("labels.employer"), printed("labels.organisations", shape=r"{}\b")
_STATEMENT = printed("questions.criterion", shape=r"\b{}\b")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question understood: `heads` are what it asks of the `index`-th of `group`; `criterion` if it is one."""

    group: str
    heads: tuple[str, ...]
    index: int = 0
    relation: str = ""
    criterion: bool = False
    weak: bool = False
    sure: bool = True


def is_criterion(text: str) -> bool:
    """Whether a printed line is a criterion rather than a question."""
    return is_like_a_criterion(text) and _OF_CHILD.search(text) is not None


def is_like_a_criterion(text: str) -> bool:
    """Whether a line says in five words or more what a criterion may be about, and asks nothing."""
    plain_text = text.strip()
    if plain_text.endswith("?") or len(plain_text.split()) < 5:
        return False
    return bool(outcome(plain_text) or speaks_of_abuse(plain_text) or _STATEMENT.search(plain_text))


def meaning(pair: Pair, place: ItemPlace, *, near: Sequence[Placed], labels: dict[str, str]) -> Meaning | None:
    """What `pair` asks in its place among the items `near` it by the phrase book, or None where it does not tell."""
    told = labels.get(plain(pair.label))
    if told:
        group, _, head = told.partition(".")
        return Meaning(group, (head,), int(pair.who) if pair.who.isdigit() else place.index)
    if place.group in CLOSED:
        return _in_summary(pair, place) or Meaning(place.group, ())
    if place.group == "chronology":  # events are told in grids; over a question such a title is that of the form
        place = replace(place, group="")
    found = asked(pair.label, place.group)
    told_besides = _of_employer(pair.label, found, place=place, near=near) or _offered(pair, found)
    if told_besides is not None:
        return told_besides
    if _states_criterion(pair.label, found, place=place):
        return Meaning("referral", ("criteria",), criterion=True)
    return _unknown(pair.label, place) if found is None else meant(found, pair, place=place, near=near)


def meant(found: AskedField, pair: Pair, *, place: ItemPlace, near: Sequence[Placed]) -> Meaning | None:
    """What `pair` asks in its place if its label asks for `found`."""
    index, relation = _who(pair.who, found, place=place)
    column = section(pair.who) if pair.who else None
    if column is not None and column.group == "children":
        place = replace(place, group="children")
    group = _group(found, place, near=near, relation=relation)
    heads = _heads(found.heads, group)
    weak = _OF_FAMILY.search(pair.label) is not None
    return (
        Meaning(group, heads, index, relation if group == "family" else "", weak=weak, sure=found.sure)
        if heads
        else Meaning(ASIDE, ("text",))
    )


def _states_criterion(label: str, found: AskedField | None, *, place: ItemPlace) -> bool:
    """Whether a label is a criterion to be met, and no question that merely stands among them."""
    # Among the criteria some forms ask for a plan or for interest of the media: questions to answer, not to meet.
    plainly = is_criterion(label)
    if (found is not None and found.sure) or label.strip().endswith("?") or not (plainly or place.group == "criteria"):
        return False
    return plainly or found is None or found.heads[0] not in ("cp_plan", "media_interest")


def _in_summary(pair: Pair, place: ItemPlace) -> Meaning | None:
    """Whose child an agency's own part is about, and under which reference: the only questions in it that are ours."""
    found = asked(pair.label) if place.group == "agency_summary" else None
    if found is None or not found.sure:
        return None
    if found.group == "children" or (not found.group and found.heads[0] in ("dob", "nhs_number")):
        heads = _heads(found.heads, "children")
        return Meaning("children", heads, found.index) if heads else None
    return Meaning("referral", found.heads) if found.heads == ("partnership_ref",) else None


def _offered(pair: Pair, found: AskedField | None) -> Meaning | None:
    """What a question asks as the answers say that it offers, where its own words leave it open."""
    choice = pair.answer.choice if found is None or found.heads == ("narrative",) else None
    fields = offered(choice.offered) if choice else {}
    return Meaning("incident", tuple(fields)) if len(fields) == 1 else None


def _of_employer(label: str, found: AskedField | None, *, place: ItemPlace, near: Sequence[Placed]) -> Meaning | None:
    """What a label asks of who employs the sender of a form: which organisation, its telephone or its mail."""
    if found is None or not found.group:
        return Meaning("referrer", ("agency",)) if _asks_of_employer(label, place, near=near) else None
    reaches = found.group == ASIDE and _reaches_employer(label, found, near=near)
    return Meaning("referrer", found.heads) if reaches else None


def _asks_of_employer(label: str, place: ItemPlace, *, near: Sequence[Placed]) -> bool:
    """Whether a label is nothing but a kind of organisation, and stands among the details of who sends the form."""
    if not _EMPLOYER.fullmatch(plain(label)):
        return False
    if place.group in ("", "referral", "children", "incident"):
        return _between_senders(near)
    return place.group == "referrer"


def _reaches_employer(label: str, found: AskedField, *, near: Sequence[Placed]) -> bool:
    """Whether a label asks how an organisation is reached, among the details of who sends the form."""
    return (
        found.heads[0] in ("phone", "email") and _OF_EMPLOYER.match(plain(label)) is not None and _between_senders(near)
    )


def _between_senders(near: Sequence[Placed]) -> bool:
    """Whether the questions just before and just after speak of who sends the form, as far as they tell of whom."""
    return {neighbour((each,)) for each in near[:2]} - {""} == {"referrer"}


def _unknown(label: str, place: ItemPlace) -> Meaning | None:
    """Under `Agencies`, an unknown label is an agency printed down the left, unless it asks how one is reached."""
    if place.group != "agencies" or asks_like("contact", label, of="agencies"):
        return None
    return Meaning("agencies", ("preprinted",))


def _who(who: str, found: AskedField, *, place: ItemPlace) -> tuple[int, str]:
    """The number of the child, and the relation, that label, column and titles give."""
    if who:
        relation = words().relations.get(who.strip(" :").lower(), "")
        column = section(who)
        number = column.index if column and column.index else int(who) if who.strip().isdigit() else 0
        return number, relation or ("?" if _OF_RELATIVE.match(who) else "")
    return found.index or place.index, found.relation or place.relation


def _group(found: AskedField, place: ItemPlace, *, near: Sequence[Placed], relation: str) -> str:
    head = found.heads[0]
    if found.group:
        return found.group
    # `GP` is a field of the child's, and in this part the first agency of the list.
    if place.group == "agencies" and head in ("gp", "school", "gp_part", "school_part"):
        return "agencies"
    if relation and head in OF_GROUP["family"] and place.group != "referrer":
        return "family"
    return _of_bare(head, place, near=near)


def _of_bare(head: str, place: ItemPlace, *, near: Sequence[Placed]) -> str:
    """Of whom a bare question speaks, by its section, by what is asked, by its neighbours."""
    told = _of_section(head, place.group, near=near)
    if told:
        return told if place.group != "referral" or told == "referral" else neighbour(near) or told
    if head in CHILD and (head not in ("surname", "forenames") or neighbour(near) != "referrer"):
        return "children"
    if place.group in ("", "criteria", "guidance"):
        return _on_open_ground(head, near)
    if head not in PERSON:
        return _OF_NOBODY.get(head, ASIDE)
    # A part about somebody else may have ended without a title: who was named just before is asked on.
    told = "referrer" if place.group == "referral" else neighbour(near)
    return told if told in ("referrer", "lead") else ASIDE


def _of_section(head: str, group: str, *, near: Sequence[Placed]) -> str:
    """Of whom a bare question speaks under a title that has such a field, or an empty text."""
    # Behind somebody's telephone stands when the form was sent, whatever part it is in.
    if head == "date" and group == "incident" and neighbour(near[:1]) == "referrer":
        return "referrer"
    if head in OF_GROUP.get(group, ()) or (group == "incident" and head in ("place", "address", "event")):
        return group
    return "referrer" if group == "referral" and head in ("name", "address", "postcode") else ""


def _on_open_ground(head: str, near: Sequence[Placed]) -> str:
    """Of whom a bare question speaks where no title tells."""
    if head == "date" and _last_asked(near) == "incident":
        return "incident"
    if head in PERSON:
        return ASIDE if head == "agency" and neighbour(near[:2]) == "children" else "referrer"
    return (neighbour(near) or ASIDE) if head in _OF_ANYBODY else _OF_NOBODY.get(head, ASIDE)


_OF_ANYBODY = frozenset(("name", "address", "address_part", "postcode", "surname", "forenames"))
_OF_NOBODY = {"time": "incident", "place": "incident", "event": "incident", "relationship": "family"}


def _last_asked(near: Sequence[Placed]) -> str:
    """The group of the question just before, where its label alone tells it."""
    found = asked(near[0].item.label) if near and isinstance(near[0].item, Pair) else None
    return found.group if found else ""


def neighbour(near: Sequence[Placed]) -> str:
    """Of whom the questions around speak, the nearest first."""
    for each in near:
        found = asked(each.item.label) if isinstance(each.item, Pair) else None
        if found is None:
            continue
        if found.group in ("children", "referrer", "lead"):
            return found.group
        if found.heads[0] in CHILD - {"surname", "forenames", "aliases"}:
            return "children"
        if found.heads[0] in PERSON - {"signed", "signed_date", "date"}:
            return "referrer"
    return ""


_RENAMED = {
    ("children", "address"): "home_address",
    ("incident", "event"): "narrative",
    ("incident", "place"): "location",
    ("incident", "address"): "location",
    ("incident", "postcode"): "location",
    # `Your school`, `Surgery` among the details of a sender: who employs them, and where no child goes.
    ("referrer", "school"): "agency",
    ("referrer", "gp"): "agency",
}


def _heads(heads: tuple[str, ...], group: str) -> tuple[str, ...]:
    """The fields of `group` that the question asks; what the group has no field for is left out."""
    named = tuple(_RENAMED.get((group, head), head) for head in heads)
    if group in ("incident", "referral", ASIDE):
        return named
    if group == "agencies":
        return tuple(h for h in named if h in OF_GROUP["agencies"]) or ("preprinted",)
    return tuple(head for head in named if head in OF_GROUP[group])


def dated(found: Meaning, signed_before: bool) -> Meaning:
    """A bare `Date` among the referrer's own details: of the signature right behind one, else of the form."""
    if found.group in ("referrer", "lead") and found.heads == ("date",):
        return replace(found, heads=("signed_date",)) if signed_before else replace(found, group="referral")
    if found.group in ("referrer", "lead") and "signed" in found.heads:
        return replace(found, heads=tuple("signed_date" if head == "date" else head for head in found.heads))
    return found
