"""Queues every notice that is due and not yet said: rendered, stored and keyed before anything is sent."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from pipeline.case_faults import is_of_a_case
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Topic
from pipeline.errors import TemplateInvalid
from pipeline.facts import Case, Fact, Source
from pipeline.model import Attention, LogEntry, NoticeKind
from pipeline.notices.all_due import due
from pipeline.notices.kinds.in_the_digest import by_themselves, telling
from pipeline.notices.meetings.rapid_review import state_after
from pipeline.notices.model import Mail, Notice
from pipeline.notices.recipients import mode_of
from pipeline.notices.reminder_ladder import may_speak
from pipeline.notices.situation import Situation
from pipeline.notices.wording.mime import message_bytes
from pipeline.notices.wording.templates import Environment, mail, says
from pipeline.watch.standing import FaultKind
from scheduler.guards.old_store import is_old
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport, show_conditions
from scheduler.snapshot import Snapshot
from scheduler.steps.unsent import as_if_unsaid, take_back, unsent
from scheduler.watch.look_after import lines_first

SIGNS = 32  # of a hash are printed: enough that nobody makes another that begins so


def queue_notices(*, office: ConfiguredOffice, journal: Journal, snapshot: Snapshot, report: PassReport) -> None:
    """Puts what is due into the journal, each notice under its key and so once."""
    situation = replace(snapshot.situation(), fault_lines=lines_first(report, journal), record=_newest_entry(journal))
    now = snapshot.now
    waiting = unsent(journal, situation)
    situation = as_if_unsaid(journal, situation, mails=waiting)
    found = due(situation)
    with journal.writing():
        show_conditions(journal, Topic.NOTICES, items=found.gaps)
    # What cannot be said is itself something to be told.
    if (shown := snapshot.attention()) is not situation.attention:
        situation = replace(situation, attention=shown)
        found = due(situation)
    current = take_back(journal, situation, mails=waiting, due=found.notices)
    unworded: list[Attention] = []
    said: list[Notice] = []
    left = deque(_sayable(found.notices, environment=office.templates, alerts_alone=is_old(journal)))
    while left:
        notice = left.popleft()
        if notice.key in current:
            continue
        try:
            worded = _worded(notice, office=office, secret=journal.secret, now=now)
        except Exception as fault:
            if not is_of_a_case(fault):
                raise
            # What cannot be said in one mail is said in several; what cannot be said in its own is shown.
            left += (several := by_themselves(notice))
            unworded += () if several else _unworded(notice, fault=fault, report=report, now=now)
            continue
        held = mode_of(notice.key, notices=office.settings.notices, contacts=situation.contacts) == "hold"
        queued = _queue(notice, worded, journal=journal, situation=situation, held=held)
        situation = queued or situation
        report.count(f"notices {'held' if held else 'queued'}", int(queued is not None))
        said += [notice] if queued else []
    # By night hardly any mail is written, and so no template is met.
    if may_speak(now, notices=office.settings.notices, calendar=snapshot.calendar):
        report.met.add(FaultKind.TEMPLATES)
    _renew(snapshot, said)
    _show_unworded(unworded, journal=journal, report=report)


def _renew(snapshot: Snapshot, said: Sequence[Notice]) -> None:
    """Has the cases read again of which a notice changes more than that it was said."""
    requests = {notice.key.case_ref for notice in said if notice.key.kind is NoticeKind.AGENCY_REQUEST}
    meetings = {notice.key.case_ref for notice in said if notice.meeting is not None}
    if requests:
        snapshot.renew_requests(requests)
    if meetings:
        snapshot.renew_cases(meetings)


def _show_unworded(unworded: list[Attention], *, journal: Journal, report: PassReport) -> None:
    with journal.writing():
        show_conditions(journal, Topic.UNWORDED, items=unworded)
    report.faults += sorted({item.why for item in unworded}.difference(report.faults))


def _sayable(notices: Iterable[Notice], *, environment: Environment, alerts_alone: bool) -> Iterator[Notice]:
    """The notices; what an office's own template would leave out, which knows nothing of it, as notices of their own.

    `alerts_alone` while nothing but urgent alerts may leave.
    """
    for notice in notices:
        is_alone = alerts_alone and notice.urgent
        if notice.apart and (is_alone or not says(notice, *telling(notice), environment=environment)):
            yield from by_themselves(notice)
        else:
            yield notice


def _worded(notice: Notice, *, office: ConfiguredOffice, secret: str, now: datetime) -> tuple[Mail, bytes]:
    written = mail(notice, settings=office.settings, now=now, environment=office.templates, secret=secret)
    return written, message_bytes(written)


def _newest_entry(journal: Journal) -> str:
    """What the digest prints of the chain, so that the manager's own inbox shows whether its end was cut off."""
    head = journal.chain.head()
    return f"entry {head.number}, {head.hash[:SIGNS]}" if head.number else ""


def _queue(
    notice: Notice, written: tuple[Mail, bytes], *, journal: Journal, situation: Situation, held: bool
) -> Situation | None:
    """Queues a notice as it was written and gives the situation after it; None where it was queued before."""
    rendered, raw = written
    sha256 = journal.raw.keep(raw, kind="outgoing")
    with journal.writing():
        new = journal.notices.queue(
            rendered,
            sha256=sha256,
            state="held" if held else "queued",
            urgent=notice.urgent,
            with_keys=notice.also_keys,
        )
        if not new:
            return None
        if notice.meeting is not None:
            situation = _meeting_queued(journal, notice, situation=situation)
        kind = notice.key.kind.value.replace("-", " ").capitalize()
        event = f"{kind} held back, as the office wished" if held else f"{kind} written"
        entry = LogEntry(at=situation.now, event=event, detail=notice.key.recipient, case_ref=notice.key.case_ref)
        journal.casebook.log([entry])
    return situation


def _meeting_queued(journal: Journal, notice: Notice, *, situation: Situation) -> Situation:
    """The situation with the meeting as it stands after this invitation, which is remembered with it."""
    ref = notice.key.case_ref
    before = situation.meeting_of(ref)
    state = state_after(notice, before)
    if state is None:
        return situation
    if before and before.answers and not state.answers:
        journal.casebook.add_facts(_answers_taken_back(situation.cases_by_ref[ref], now=situation.now))
    journal.kept.meetings.put(state)
    others = tuple(other for other in situation.meetings if other.meeting.case_ref != ref)
    return replace(situation, meetings=(*others, state))


def _answers_taken_back(case: Case, *, now: datetime) -> Iterator[Fact]:
    """That the answers to a meeting's earlier date say nothing of the new one; what the office typed itself stays."""
    for agency in case.subjects("agency_answer"):
        said = case.fact("agency_answer", agency)
        if said is not None and said.source is Source.MAIL:
            yield replace(said, value=None, recorded_at=now, detail="the meeting was moved or called off")


def _unworded(notice: Notice, *, fault: Exception, report: PassReport, now: datetime) -> Iterator[Attention]:
    """An item for each case of a notice that cannot be put into words; the next pass tries again."""
    kind = notice.key.kind.value
    said = str(fault) if isinstance(fault, TemplateInvalid) else ""
    if said:
        report.stands(FaultKind.TEMPLATES, said, now=now)
    for case_ref in dict.fromkeys(key.case_ref for key in (notice.key, *notice.also_keys)):
        yield Attention(
            id=f"unworded:{kind}:{case_ref}",
            what=f"A mail could not be written ({kind})",
            why=said or f"Something recorded cannot be written into it ({kind}); every other mail goes out.",
            remedy="Correct the template and run: caseclock check. The mail follows in the next pass."
            if said
            else "Look through the texts of this case in the tracker, correct what cannot be right, and tell the "
            "people by hand meanwhile.",
            since=now,
            case_ref=case_ref,
        )
