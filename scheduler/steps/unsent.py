"""Takes back what was queued and never left, so that nothing stale goes out once the server is there again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.dates import london_date
from pipeline.edges.journal import Journal
from pipeline.edges.journal.notice_queue import QueuedMail
from pipeline.model import NoticeKind
from pipeline.notices.model import Notice, NoticeKey
from pipeline.notices.situation import Situation

_OF_A_DUTY = (NoticeKind.REMINDER, NoticeKind.CHASER)


def unsent(journal: Journal, situation: Situation) -> tuple[QueuedMail, ...]:
    """The queued mails of which everything is asked anew in this pass.

    They were never handed to the server; or it put them off, and something that they say is settled by now.
    """
    mails = (mail for mail in journal.notices.queued() if not _invites(mail))
    return tuple(mail for mail in mails if not mail.tries or _is_settled(journal, situation, mail=mail))


def as_if_unsaid(journal: Journal, situation: Situation, *, mails: Iterable[QueuedMail]) -> Situation:
    """The situation as it would be had `mails` never been queued."""
    keys = {key for mail in mails for key in journal.notices.keys_of(mail.key)}
    return replace(situation, said={key: at for key, at in situation.said.items() if key not in keys})


def take_back(
    journal: Journal, situation: Situation, *, mails: Iterable[QueuedMail], due: Iterable[Notice]
) -> frozenset[NoticeKey]:
    """Forgets those of `mails` that are no longer `due` as they were written today; gives the keys of the others."""
    wanted = {notice.key: {notice.key, *notice.also_keys} for notice in due}
    said = {mail: set(journal.notices.keys_of(mail.key)) for mail in mails}
    current = frozenset(
        mail.key
        for mail, keys in said.items()
        if wanted.get(mail.key) == keys and london_date(mail.queued_at) == situation.today
    )
    stale = [mail.key for mail in said if mail.key not in current]
    if stale:
        with journal.writing():
            journal.notices.forget(stale)
    return current


def _is_settled(journal: Journal, situation: Situation, *, mail: QueuedMail) -> bool:
    return any(_is_done_with(situation, key) for key in journal.notices.keys_of(mail.key))


def _is_done_with(situation: Situation, key: NoticeKey) -> bool:
    if key.kind is NoticeKind.QUESTION:
        return not _is_asked(situation, key)
    return key.kind in _OF_A_DUTY and not _is_chased(situation, key)


def _is_asked(situation: Situation, key: NoticeKey) -> bool:
    found = situation.ledgers.get(key.case_ref)
    parts = found.question.parts if found and found.question else ()
    waiting = (item.id for item in situation.attention if not item.resolved)
    return key.duty in {part.about.value for part in parts} or key.duty in waiting


def _invites(mail: QueuedMail) -> bool:
    # A meeting's state counts on each invitation and change that was queued; they go out in their order.
    return mail.key.kind is NoticeKind.INVITATION and not mail.key.rung.startswith("answer-")


def _is_chased(situation: Situation, key: NoticeKey) -> bool:
    if key.due is None:
        tasks = situation.tasks.get(key.case_ref, ())
        return any(task.rule == key.duty and task.state.is_chased for task in tasks)
    there = situation.deadlines.get(key.case_ref, ())
    still = {(entry.rule, entry.subject, entry.due) for entry in there if entry.state.is_chased}
    return (key.duty, key.subject, key.due) in still
