"""Forms of other processes, told by their titles and, where these say nothing, by the questions only they ask."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.form.vocabulary.phrases import phrases, printed
from parsers.page import Page, Table

_PROCESSES = {name: printed(f"other_processes.{name}") for name in phrases()["other_processes"]}
OURS = printed("titles.ours")
PERHAPS_OURS = printed("titles.perhaps_ours")
"""Titles that other reviews bear as well: they are ours where nothing speaks of another process."""
_PROTECTION = printed("questions.protection")
_QUESTIONS = {name: printed(f"questions_of_processes.{name}") for name in phrases()["questions_of_processes"]}


def of(page: Page, asked: frozenset[str], *, titles: Sequence[str]) -> str | None:
    """The other process whose title the document bears, or whose questions it asks, unless it bears a title of ours."""
    tops = (*titles, _title_with_colon(page))
    # Our title goes before all: a referral asks much that a death form or a protection referral asks too.
    if any(map(OURS.search, tops)) or not _asks_something(page, asked):
        return None
    for name, pattern in _PROCESSES.items():
        if any(map(pattern.search, tops)):
            return name
    if any(map(PERHAPS_OURS.search, tops)):
        return None
    return "marf" if _asks_for_protection(page, asked) else _by_questions(page, asked)


def _by_questions(page: Page, asked: frozenset[str]) -> str | None:
    """The other process that a form without a telling title belongs to, by three or more of its own questions."""
    if asked & {"incident.outcome", "incident.abuse_neglect", "referral.criteria"}:
        return None
    # Longer lines are guidance or a story, in which the questions of any process may be spoken of.
    asks = "\n".join(line.text for line in page.lines if len(line.text.split()) <= 25)
    for name, pattern in _QUESTIONS.items():
        if len({each.lower()[:10] for each in pattern.findall(asks)}) >= 3:
            return name
    return None


def _title_with_colon(page: Page) -> str:
    """The first line where it is a title in two parts (`Managing allegations against staff: notification`)."""
    first = next((line.text for line in page.lines if line.text.strip()), "")
    return first if ":" in first and len(first.partition(":")[0].split()) >= 4 and len(first.split()) <= 20 else ""


def _asks_for_protection(page: Page, asked: frozenset[str]) -> bool:
    """Whether a form asks what child protection referrals ask, and nothing of what came of an incident."""
    if asked & {"incident.outcome", "referral.criteria", "children.date_of_death"}:
        return False
    text = "\n".join(line.text for line in page.lines if len(line.text.split()) <= 25)
    # Whether a child was abused is asked by ours as well, so that it takes one sign more.
    return len({each.lower()[:12] for each in _PROTECTION.findall(text)}) >= (
        4 if "incident.abuse_neglect" in asked else 3
    )


def _asks_something(page: Page, asked: frozenset[str]) -> bool:
    return len(asked) >= 3 or any(isinstance(block, Table) for block in page.body)
