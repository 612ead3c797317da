"""What a document is: a referral, an agency's return, a blank form, another process's form, or no form at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.form.kind import margins, processes
from parsers.form.kind.known_forms import KnownForm
from parsers.form.layout.stream import HeaderGrid, Item, Pair, Ticks
from parsers.form.referral.gather import Gathered
from parsers.form.vocabulary.phrases import one_of, printed
from parsers.form.vocabulary.weights import weights
from parsers.page import Mark, Page, Table
from pipeline.model import FormKind

_RETURN = printed("titles.agency_return")
_OWN_TITLE = printed("titles.asks_or_decides")
_OF_A_CHILD = printed("titles.of_a_child", shape=r"\b{}\b")
_PAPER = printed("titles.paper", shape=r"\b{}\b")
_MEETING = re.compile(
    rf"^\W*{one_of('meetings.papers', 'meetings.notes')}\b.{{0,40}}\b{one_of('meetings.of_a_meeting')}\b"
    rf"|^\W*{one_of('meetings.papers')}\W*$",
    re.I,
)
_LETTER = printed("papers.line_of_a_letter", shape=r"(?m)^[^\S\n]*+(?:\d++\.?\s*+)?{}")
_ESSENTIAL = frozenset(("children.", "incident.", "referrer."))
# By which a child is told from others: a vacancy asks for schools, a plan who prepared it and what may happen.
_WHO = tuple(
    {f"children.{name}" for name in names}
    for names in (("name", "surname", "forenames", "initials"), ("dob", "age"), ("nhs_number",))
)
_BLANK = "The form is blank: nobody has filled it in; ask the sender for the completed form."
_NO_FORM = "The document is not a referral form; a person should look at what it is."
_HARDLY_A_FORM = "The document asks too little of what a referral form asks; a person should read what it says."
# Who types a mail from a telephone asks no more than this, and has told a referral by it.
_IN_FEW_LINES = frozenset(("children.name", "children.dob", "incident.date", "incident.narrative"))


@dataclass(frozen=True, slots=True)
class Judged:
    """The kind of a document, the process it belongs to if another's, and one sentence for a person.

    `shows` says that what it says is shown: of every form, and of what asks a part of what one asks.
    """

    kind: FormKind
    process: str | None = None
    reason: str | None = None
    shows: bool = True


def judged(page: Page, found: Gathered, *, titles: Sequence[str], known: KnownForm | None, in_mail: bool) -> Judged:
    """What the document is under what may be its `titles`; a known form says itself of which process it is."""
    other = (known.process if known else "") or processes.of(page, found.asked, titles=titles)
    if other:
        reason = f"This is a form of another process ({other.upper()}), not a referral for review."
        return Judged(FormKind.OTHER_FORM, other, reason)
    if _returns(page, found, titles=titles):
        return Judged(FormKind.AGENCY_RETURN)
    if known is None and not _is_form(page, found, titles=titles, in_mail=in_mail):
        shows = _is_hardly_a_form(found)
        return Judged(FormKind.NOT_A_FORM, None, _HARDLY_A_FORM if shows else _NO_FORM, shows)
    if not found.given:
        return Judged(FormKind.BLANK_FORM, None, _BLANK)
    return Judged(FormKind.REFERRAL)


def _returns(page: Page, found: Gathered, *, titles: Sequence[str]) -> bool:
    """Whether an agency's own part is filled: its section, or a form that is nothing else."""
    if any(entry.unmapped for entry in found.summary) and (_asks_who(found, titles) or _is_ours(found, titles)):
        return True
    told = found.given + len(found.unmapped)
    if margins.hidden(page, margins.CASE_PROPERTY) or margins.hidden(page, margins.AGENCY_PROPERTY):
        return told > 1
    return told > 0 and any(_is_titled_as_return(each, found) and not _OWN_TITLE.search(each) for each in titles)


def _is_form(page: Page, found: Gathered, *, titles: Sequence[str], in_mail: bool) -> bool:
    """Whether the document asks enough of what a referral form asks, and is no letter or paper."""
    asks = found.asked - {"referral.protective_marking"}
    groups = {f"{name.partition('.')[0]}." for name in asks} & _ESSENTIAL
    if _is_paper(page, titles):  # a letter tells of child and incident too, so that it has to ask nearly all
        return len(asks) >= 10 and groups == _ESSENTIAL
    if _is_ours(found, titles):  # a title of ours makes a form of a few questions
        return len(asks) >= (2 if "children." in groups else 8)
    if len(found.unmapped) > weights()["left_in_form"]:  # a whole report, in which a few lines look like questions
        return False
    # A vacancy or an invitation has fewer questions that are like ours.
    is_enough = len(asks) >= 6 or (in_mail and asks >= _IN_FEW_LINES)
    return is_enough and "incident." in groups and _asks_who(found, titles)


def _is_hardly_a_form(found: Gathered) -> bool:
    """Whether a document that is no form tells of a child and an incident under questions, and is no whole report."""
    groups = {name.partition(".")[0] for name in found.asked}
    return groups >= {"children", "incident"} and len(found.unmapped) <= weights()["left_in_form"]


def _asks_who(found: Gathered, titles: Sequence[str]) -> bool:
    """Whether a document asks in two ways at least who somebody is, or in one where a title of it tells of a child."""
    ways = sum(not found.asked.isdisjoint(names) for names in _WHO)
    return ways >= 2 or (ways == 1 and any(map(_OF_A_CHILD.search, titles)))


def _is_ours(found: Gathered, titles: Sequence[str]) -> bool:
    return any(_is_titled_as_ours(each) or _is_titled_as_return(each, found) for each in titles)


def _is_titled_as_ours(title: str) -> bool:
    return any(pattern.search(title) for pattern in (processes.OURS, processes.PERHAPS_OURS))


def _is_titled_as_return(title: str, found: Gathered) -> bool:
    """Whether a title is that of a return; a company has management reports too, which are about nobody."""
    if not _RETURN.search(title):
        return False
    names_it = _is_titled_as_ours(title) or bool(_OF_A_CHILD.search(title))
    tells_of_it = bool(found.summary) or "chronology.event" in found.asked
    return names_it or tells_of_it or any(not found.asked.isdisjoint(names) for names in _WHO)


def _is_paper(page: Page, titles: Sequence[str]) -> bool:
    """Whether a document begins like the paper of a meeting or a policy, or is set as a letter."""
    lines = [line.text for line in page.lines]
    opening = [text for text in lines if text.strip()][:5]
    tops = (each for each in (*titles[:2], *opening[:2]) if len(each.split()) <= 16)
    if any(map(_PAPER.search, tops)) or any(map(_MEETING.search, opening)):
        return True
    return len(_LETTER.findall("\n".join(lines))) >= 2


def family(page: Page, found: list[Item]) -> str:
    """The layout family of a form that is not known by name."""
    pairs = [item for item in found if isinstance(item, Pair)]
    kinds = Counter(map(type, found))
    if not any(isinstance(block, Table) for block in page.body):
        return "paragraphs"
    if _controlled(page) > len(pairs) / 2:
        return "controls"
    if kinds[Ticks] >= 2:
        return "tick-lists"
    if sum(isinstance(item, HeaderGrid) and len(item.rows) == 1 for item in found) * 2 > len(pairs):
        return "header-row"
    return "four-column" if _is_side_by_side(pairs) else "two-column"


def _is_side_by_side(pairs: list[Pair]) -> bool:
    """Whether more than a quarter of the questions share their row with another."""
    rows = [item.source.rpartition("/cell")[0] for item in pairs if "/row" in item.source]
    return len(rows) - len(set(rows)) > len(rows) / 4


def _controlled(page: Page) -> int:
    """How many runs of text stand in controls."""
    marks = (span.marks for line in page.lines for span in line.spans)
    return sum(not each.isdisjoint((Mark.CONTROL, Mark.PLACEHOLDER)) for each in marks)
