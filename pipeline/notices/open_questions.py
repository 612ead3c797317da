"""What a case asks of the office on Needs attention: its question, what a form proposes, and what ended nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pipeline.clock.duties.events import OFFICE_ONLY, cannot_be_right
from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.duties.odd_dates import fact_key
from pipeline.clock.duties.question import CaseQuestion, proposals
from pipeline.clock.duties.state import set_aside_by_nobody
from pipeline.clock.model import Force, RuleId
from pipeline.dates import london_date, long_date
from pipeline.facts import FACT_NAMES, IN_ERROR, Case, Fact, Source
from pipeline.item_ids import ItemKind
from pipeline.model import Attention

"""How the ids begin of what the mail with questions says, so that no alert says it too."""


def open_questions(case: Case, found: Ledger, *, now: datetime) -> Iterator[Attention]:
    """Each thing that only the office can say of a case, as an item that goes by itself once it is said."""
    if found.question:
        yield _question(found.question, now=now)
        if found.question.proposals:
            yield _proposed(found.question, now=now)
    if found.is_open:
        yield from _impossible_dates(case, found, now=now)
        yield from _stopped_by_nobody(case, found, now=now)
        yield from _set_aside_by_nobody(case, found, now=now)
    if case.text("status") in IN_ERROR and not case.has_ended:
        yield _said_by_nobody(case, now=now)
    if case.text("status") == "Closed" and found.is_open:
        yield _closed_too_early(case, found, now=now)


def accepted(case: Case, *, now: datetime) -> tuple[Fact, ...]:
    """What the forms of a case propose, as the office's own facts: it has said that they are right."""
    return tuple(
        Fact(
            case_ref=case.ref,
            name=name,
            value=case.value(name),
            source=Source.TRACKER,
            recorded_at=now,
            detail="accepted in Needs attention",
        )
        for name, _ in proposals(case)
    )


def _question(question: CaseQuestion, *, now: datetime) -> Attention:
    return Attention(
        id=f"{ItemKind.QUESTION}{question.case_ref}",
        what="A question on a case" if len(question.parts) == 1 else f"{len(question.parts)} questions on a case",
        why=f"{' '.join(part.asks for part in question.parts)} Its day is {long_date(question.day)}.",
        remedy=f"{_how_answered(question)} This line then goes by itself.",
        since=now,
        case_ref=question.case_ref,
        urgent=london_date(now) >= question.day,
    )


def _how_answered(question: CaseQuestion) -> str:
    # A cell that a form filled says the answer already: typing the same again changes nothing.
    accept = "choose yes under Accept on Needs attention, or correct the cell on the Cases sheet"
    if not question.typed_under:
        return f"If what the form says is right {accept}."
    typed = f"Answer under {', '.join(question.typed_under)} on the Cases sheet."
    return f"{typed} For what the form says {accept}." if question.proposals else typed


def _proposed(question: CaseQuestion, *, now: datetime) -> Attention:
    said = "; ".join(f"{FACT_NAMES[name].header}: {value}" for name, value in question.proposals)
    return Attention(
        id=f"{ItemKind.PROPOSED}{question.case_ref}",
        what="A form says what nobody of the office has confirmed",
        why=f"The form says: {said}.",
        remedy="If that is right choose yes under Accept; if not, choose no and correct the cells on the Cases sheet.",
        since=now,
        case_ref=question.case_ref,
    )


def _impossible_dates(case: Case, found: Ledger, *, now: datetime) -> Iterator[Attention]:
    running = [entry for entry in found.deadlines if entry.state.is_open]
    starts = [cannot_be_right(case, event, today=london_date(now)) for event in sorted(OFFICE_ONLY)] if running else []
    said = dict.fromkeys([*filter(None, starts), *(why for entry in running for why in entry.impossible)])
    if said:
        yield Attention(
            id=f"dates:{found.case_ref}",
            what="What is entered of a case cannot all be right",
            why=" ".join(said),
            remedy="Correct it on the Cases sheet; until then nobody is told that anything counted from it is late.",
            since=now,
            case_ref=found.case_ref,
        )


def _stopped_by_nobody(case: Case, found: Ledger, *, now: datetime) -> Iterator[Attention]:
    lacking = [FACT_NAMES[name].header for name in ("clock_stopped_because", "clock_stopped_by") if not case.text(name)]
    running = [
        entry.title
        for entry in found.deadlines
        if entry.state.is_open and (entry.rule == RuleId.RAPID_REVIEW or entry.force is Force.LOCAL)
    ]
    if case.day("clock_stopped") and lacking and running:
        yield Attention(
            id=f"stopped:{case.ref}",
            what="A clock was stopped without a reason or a name",
            why=f"It runs on until both are there: {_titles(running)}.",
            remedy=f"Enter {' and '.join(lacking)} on the Cases sheet, or clear Clock stopped on.",
            since=now,
            case_ref=case.ref,
        )


def _set_aside_by_nobody(case: Case, found: Ledger, *, now: datetime) -> Iterator[Attention]:
    titles = {fact_key(entry): entry.title for entry in found.deadlines}
    titles |= {task.rule: task.title for task in found.tasks}
    titles |= {ahead.rule: ahead.title for ahead in found.ahead}
    named = [titles.get(key, key) for key in case.subjects("not_applicable") if set_aside_by_nobody(case, key)]
    if named:
        yield Attention(
            id=f"set-aside:{case.ref}",
            what="A duty was set aside without a name",
            why=f"It stands until somebody is named: {_titles(named)}.",
            remedy="Enter Said by beside Not applicable because on the Deadlines sheet, or clear the reason.",
            since=now,
            case_ref=case.ref,
        )


def _closed_too_early(case: Case, found: Ledger, *, now: datetime) -> Attention:
    duties = f"Still to be done: {_titles([duty.title for duty in found.holding_open])}." if found.holding_open else ""
    return Attention(
        id=f"{ItemKind.CLOSED_EARLY}{case.ref}",
        what="A case was closed too early",
        why=" ".join(filter(None, (duties, *found.lacking))),
        remedy="Enter what was done, or why a duty does not apply and who says so; complete its row on the sheet "
        "Decisions; or set the Status back to Open. Until then its clocks run on.",
        since=now,
        case_ref=case.ref,
    )


def _titles(titles: list[str]) -> str:
    return "; ".join(dict.fromkeys(titles))


def _said_by_nobody(case: Case, *, now: datetime) -> Attention:
    status = case.text("status")
    return Attention(
        id=f"nobody-says:{case.ref}",
        what=f"A case is marked {status}, and nobody is named",
        why="Its duties run on until somebody is named.",
        remedy="Enter Status said by on the Cases sheet, or set the Status back to Open.",
        since=now,
        case_ref=case.ref,
    )
