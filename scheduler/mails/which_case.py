"""Lets a form have a case of its own once the office says so, or nobody has said for two working days whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.cases.proposals import Proposal, asks_id
from pipeline.cases.taken_in import MailAge
from pipeline.clock.count.workdays import nth_working_day
from pipeline.dates import london_date
from pipeline.edges.journal import Journal
from pipeline.edges.journal.mails import StoredMail
from pipeline.item_ids import ItemTopic, item_id
from pipeline.model import Attention, Decision, LogEntry, MailKind, ReasonCode
from scheduler.snapshot import Snapshot
from scheduler.steps.taking_in import age_of

DAYS = 2
"""Working days for which a form waits for somebody to say whose it is: its child has no clock before."""


def put_back_unanswered(journal: Journal, snapshot: Snapshot) -> None:
    """Puts the mails among the undecided whose forms are now to have a case of their own: they are read as new."""
    settled = tuple(_settled(journal, snapshot))
    if not settled:
        return
    with journal.writing():
        for item, asked in settled:
            journal.kept.proposals.put(asked.id, replace(asked, own_case=True))
            journal.mails.read_again(asked.mail)
            said = "The office said" if asked.answer else "Nobody said for two working days"
            why = f"{said} whose form it is: it has a case of its own."
            journal.casebook.log([LogEntry(at=snapshot.now, event=why, detail="", case_ref=item.case_ref)])
        journal.casebook.resolve((item.id for item, _ in settled), now=snapshot.now)


def _settled(journal: Journal, snapshot: Snapshot) -> Iterator[tuple[Attention, Proposal]]:
    today = london_date(snapshot.now)
    for item in snapshot.attention():
        asked = journal.kept.proposals.get(item.id) if item_id(item.id).topic is ItemTopic.ASKS else None
        if asked is None or asked.own_case or asked.answer == "yes":
            continue
        # Ticked without an answer, a person has seen to it in another way.
        waits = not item.resolved and not asked.answer
        last = nth_working_day(london_date(item.since), DAYS, calendar=snapshot.calendar)
        if asked.answer == "no" or (waits and today >= last):
            yield item, asked


def own_case_beside(mail: StoredMail, judged: Decision, *, journal: Journal) -> frozenset[str]:
    """The cases whose children the forms of `mail` are not about, as is settled by now."""
    if age_of(mail, journal) is MailAge.OLD:
        # Nobody is asked about an old mail: what it opens waits to be sorted with the rest.
        return frozenset(judged.concerned)
    ids = (asks_id(mail.sha256, ref) for ref in judged.concerned)
    asked = map(journal.kept.proposals.get, ids)
    return frozenset(one.case_ref for one in asked if one is not None and one.own_case)


def as_settled(judged: Decision, beside: frozenset[str]) -> Decision:
    """The decision on a mail whose form is now known to be about another child than that of the case it points to."""
    ref = judged.case_ref
    if judged.reason_code is not ReasonCode.WHICH_CHILD or ref not in beside:
        return judged
    return replace(
        judged,
        kind=MailKind.REFERRAL,
        reason=f"A referral that may concern the child of {ref}, which nobody has said; it has a case of its own.",
        reason_code=ReasonCode.ANOTHER_CHILD,
        linked_to=tuple(dict.fromkeys(judged.concerned)),
    )
