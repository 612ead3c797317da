"""To which case each form of a mail goes, by the children on it: no form can change the case of another child."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, groupby

from pipeline.cases.case_work import KnownCases
from pipeline.cases.facts_of_forms import full_date
from pipeline.cases.same_child import Child, Likeness, answer_text, child, children_of, likeness, whole_likeness
from pipeline.facts import Case
from pipeline.model import Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where the forms of one incident go: to `case`, or to a case of their own where it is None.

    `forms` hold only the children of that case, and are empty where a person must say whether it is theirs;
    `left_out` says that a child was taken off them. `whole` says that they name every child of the case, `repeats` that
    the case has had every one of these very files.
    """

    case: Case | None
    forms: tuple[Reading, ...]
    left_out: bool = False
    whole: bool = True
    repeats: bool = False


def place(forms: tuple[Reading, ...], *, case: Case | None, own: Case | None, known_cases: KnownCases) -> Place:
    """The place of forms that point to `case`; `own` is the case that they opened when the mail was read before."""
    if own is not None:
        return Place(case=own, forms=forms)
    of_case = known_cases.children.get(case.ref, ()) if case else ()
    if case is None or not of_case:
        return Place(case=case, forms=forms)
    # A file that is sent or passed on once more is as old as it was, and must not undo what came after it.
    new = tuple(form for form in forms if form.sha256 not in known_cases.files.get(case.ref, ()))
    if not new:
        return Place(case=case, forms=forms, repeats=True)
    forms = new
    found = whole_likeness(children_of(forms), of_case)
    # Two unrelated children in one mail, or a second child in a conversation on the first (66): a case of its own.
    if found is Likeness.OTHER:
        return Place(case=None, forms=forms)
    if found is not Likeness.SAME:
        return Place(case=case, forms=())
    # A form that holds none of them, such as a twin's, must not speak for them either.
    kept = tuple(form for form in (_only(form, of_case) for form in forms) if form.understood.children)
    return Place(
        case=case,
        forms=kept,
        left_out=len(children_of(kept)) < len(tuple(filter(None, children_of(forms)))),
        whole=all(likeness(one, children_of(kept)) is Likeness.SAME for one in of_case),
    )


def apart(groups: tuple[tuple[Reading, ...], ...], of_case: tuple[Child, ...]) -> tuple[tuple[Reading, ...], ...]:
    """The groups with every form taken out that is on other children than those of a case, a sibling's too."""

    def is_of_others(form: Reading) -> bool:
        return whole_likeness(children_of((form,)), of_case) is Likeness.OTHER

    parts = (groupby(sorted(group, key=is_of_others), key=is_of_others) for group in groups)
    return tuple(tuple(forms) for _, forms in chain.from_iterable(parts))


def _only(form: Reading, of_case: tuple[Child, ...]) -> Reading:
    """The form with those of its children that are the case's."""
    understood = form.understood
    theirs = tuple(each for each in understood.children if likeness(child(each), of_case) is Likeness.SAME)
    return replace(form, referral=replace(understood, children=theirs))


def same_incident(forms: tuple[Reading, ...]) -> tuple[tuple[Reading, ...], ...]:
    """The forms of one mail, those of siblings in one incident together, unrelated children apart."""
    groups: list[list[Reading]] = []
    for form in forms:
        for group in groups:
            if any(_akin(form, other) for other in group):
                group.append(form)
                break
        else:
            groups.append([form])
    return tuple(map(tuple, groups))


def _akin(one: Reading, other: Reading) -> bool:
    # Siblings share a surname or a home, and the incident (65, K03); a day that one form leaves out parts nobody.
    days = {full_date(form.understood.incident, "date") for form in (one, other)} - {None}
    return len(days) < 2 and not _families(one).isdisjoint(_families(other))


def _families(form: Reading) -> set[str]:
    # Siblings of two surnames live at one postcode; those who live apart share the surname.
    found: set[str] = set()
    for answers in form.understood.children:
        *_, surname = ("", *answer_text(answers, "name").casefold().split())
        found |= {surname, answer_text(answers, "postcode")}
    return found - {""}
