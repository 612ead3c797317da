"""To which case each form of a mail goes, by the children on it: no form can change the case of another child."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, groupby

from pipeline.cases.facts_of_forms import full_date
from pipeline.cases.same_child import Child, Likeness, answer_text, child, children_of, likeness, whole_likeness
from pipeline.facts import Case
from pipeline.model import Reading


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where forms go: to `case`, or to a case of their own where it is None.

    `forms` hold only the children of that case. Of the children on `asked` a person must say whether they are the
    case's; they are `further` ones where others beside them are. `whole` says that the forms name all of the case's,
    `repeats` that the case has had every one of these very files.
    """

    case: Case | None
    forms: tuple[Reading, ...] = ()
    asked: tuple[Reading, ...] = ()
    further: bool = False
    whole: bool = True
    repeats: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidates:
    """The cases to which the forms of one incident may go."""

    pointed_to: Case | None  # by the mail or the marks of its children
    others: tuple[Case, ...] = ()  # of the mail's other children
    own: Case | None = None  # that these forms opened when the mail was read before
    children: Mapping[str, tuple[Child, ...]]  # of each case of which any is known
    files: Mapping[str, frozenset[str]] = field(default_factory=dict)  # that each has of earlier mails


def places(forms: tuple[Reading, ...], *, among: Candidates) -> Iterator[Place]:
    """The places of the forms of one incident: first each case whose children are on them, then that of the rest."""
    left, took = forms, []
    for case in {one.ref: one for one in (among.pointed_to, *among.others) if one}.values():
        of_case = among.children.get(case.ref, ())
        theirs = _with_children(left, of_case, theirs=True)
        if theirs:
            took.append(case)
            # A form that holds none of them, such as a twin's, must not speak for them.
            left = _with_children(left, of_case, theirs=False)
            yield _place_of_known(theirs, case=case, among=among)
    if left:
        yield _place_of_rest(left, among=among, took=tuple(took))


def _place_of_known(forms: tuple[Reading, ...], *, case: Case, among: Candidates) -> Place:
    """The place of forms on children of a case."""
    # A file that is sent or passed on once more is as old as it was, and must not undo what came after it.
    had = among.files.get(case.ref, frozenset())
    new = tuple(form for form in forms if form.sha256 not in had)
    of_case = among.children.get(case.ref, ())
    whole = _names_all(new or forms, of_case, at_least=Likeness.SAME)
    return Place(case=case, forms=new or forms, whole=whole, repeats=not new)


def _place_of_rest(forms: tuple[Reading, ...], *, among: Candidates, took: tuple[Case, ...]) -> Place:
    """The place of what is left once the cases of `took` have theirs."""
    case = among.own or among.pointed_to
    of_case = among.children.get(case.ref, ()) if case else ()
    if among.own is not None or not (of_case or took):
        return Place(case=case, forms=forms)
    is_other = whole_likeness(children_of(forms), of_case) is Likeness.OTHER if of_case else True
    if took and (is_other or case in took):
        return Place(case=took[0], asked=forms, further=True, whole=False)
    # Two unrelated children in one mail, or a second child in a conversation on the first (66): a case of its own.
    if is_other:
        return Place(case=None, forms=forms)
    return Place(case=case, asked=forms, whole=_names_all(forms, of_case, at_least=Likeness.PART))


def _names_all(forms: tuple[Reading, ...], of_case: tuple[Child, ...], *, at_least: Likeness) -> bool:
    return all(likeness(one, children_of(forms)) >= at_least for one in of_case)


def _with_children(forms: tuple[Reading, ...], of_case: tuple[Child, ...], *, theirs: bool) -> tuple[Reading, ...]:
    """The forms with those of their children that are the case's, or with the others of whom anything is known; a form
    without any is left out."""
    found = []
    for form in forms:
        kept = tuple(
            each
            for each in form.understood.children
            if child(each) and (likeness(child(each), of_case) is Likeness.SAME) == theirs
        )
        if kept:
            found.append(replace(form, referral=replace(form.understood, children=kept)))
    return tuple(found)


def apart(groups: tuple[tuple[Reading, ...], ...], of_case: tuple[Child, ...]) -> tuple[tuple[Reading, ...], ...]:
    """The groups with every form taken out that is on other children than those of a case, a sibling's too."""

    def is_of_others(form: Reading) -> bool:
        return whole_likeness(children_of((form,)), of_case) is Likeness.OTHER

    parts = (groupby(sorted(group, key=is_of_others), key=is_of_others) for group in groups)
    return tuple(tuple(forms) for _, forms in chain.from_iterable(parts))


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
