"""Reads each stored mail, decides what it is, and records outcome and facts in one transaction a mail."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from datetime import datetime

from parsers.read_mail import MailReading
from parsers.reading_json import referral_json
from parsers.safe.whole_mail import read_whole_mail
from pipeline.cases.outcome import MailOutcome, Received, outcome
from pipeline.dates import london_date
from pipeline.edges.journal.casebook import CaseMark
from pipeline.edges.journal.mails import StoredMail
from pipeline.errors import WORLD_FAULTS
from pipeline.facts import Case
from pipeline.intake.earlier_mail import MailIndex, fingerprint
from pipeline.model import Address, Attention, Decision, LogEntry, MailKind
from pipeline.notices.situation import Arrival
from scheduler.earlier_mail import judgement, known_of, opened_by, origin
from scheduler.originals import keep_originals
from scheduler.report import PassReport
from scheduler.states import arrival_json
from scheduler.steps.answers import take_in_answer
from scheduler.steps.undecided import Left, show_left
from scheduler.world import World

NOBODY = Address(name="", address="")


def decide_mails(world: World, report: PassReport, *, now: datetime) -> None:
    """Decides every stored mail, oldest first; one that cannot be decided goes to a person and stops no other.

    What the world raises is no fault of the mail: it stays undecided, and the next pass reads it again.
    """
    waiting = world.journal.mails.undecided()
    cases = {case.ref: case for case in world.journal.casebook.cases()} if waiting else {}
    left: list[Left] = []
    for number, mail in enumerate(waiting, start=1):
        world.say(f"Reading mail {number} of {len(waiting)}")
        # What fails for all would fail again; and a later mail must not be judged without the case of an earlier one.
        if any(one.concerns_all for one in left):
            left.append(Left(mail=mail, fault=left[-1].fault))
            continue
        try:
            _take_in(world, report, mail=mail, cases=cases, now=now)
        except WORLD_FAULTS as fault:
            left.append(Left(mail=mail, fault=fault))
    show_left(world, report, left=left, now=now)


def _take_in(world: World, report: PassReport, *, mail: StoredMail, cases: dict[str, Case], now: datetime) -> None:
    """Decides one mail, or gives it to a person where the mail itself is the trouble; raises WORLD_FAULTS."""
    try:
        _decide(world, report, mail=mail, cases=cases, now=now)
    except WORLD_FAULTS:
        raise
    except Exception:
        _record_failure(world, mail, now=now)
        report.count("mails that a person must read")


def _decide(world: World, report: PassReport, *, mail: StoredMail, cases: dict[str, Case], now: datetime) -> None:
    read = read_whole_mail(world.journal.raw.read(mail.sha256), limits=world.limits, forms=world.forms)
    known = known_of(world, mail)
    judged = judgement(world, mail, read=read, known=known)
    # The files first: a share that is slow or away must not be waited for with the journal locked.
    links = keep_originals(world, read)
    with world.journal.writing():
        found = _outcome(world, mail, read=read, judged=judged, links=links, cases=cases, index=known.index, now=now)
        _apply(world, found, mail=mail, now=now)
        answered = take_in_answer(world, read.message, judged=judged, now=now)
        _record(world, mail, read=read, judged=judged, found=found, attention=answered)
    touched = tuple(work.ref for work in found.work)
    if touched:
        cases.update({case.ref: case for case in world.journal.casebook.cases(*touched)})
    report.count(f"mails read: {judged.kind.value.replace('_', ' ')}")
    report.count("cases opened", sum(work.opens for work in found.work))


def _outcome(
    world: World,
    mail: StoredMail,
    *,
    read: MailReading,
    judged: Decision,
    links: Mapping[str, str],
    cases: Mapping[str, Case],
    index: MailIndex,
    now: datetime,
) -> MailOutcome:
    # A mail that is read again goes to the cases that it opened before, and opens only what it held beside them.
    before = opened_by(world, mail)
    given = list(before)

    def new_ref() -> str:
        ref = world.journal.casebook.next_ref(
            world.settings.office.reference_prefix, london_date(mail.received_at).year
        )
        world.journal.casebook.open(ref, opened_at=mail.received_at, opened_by=origin(mail.sha256, len(given)))
        given.append(ref)
        return ref

    concerned = (*filter(None, (judged.case_ref,)), *before)
    children = {ref: found for ref in concerned if (found := index.children_of(ref))}
    received = Received(
        sha256=mail.sha256,
        received_at=mail.received_at,
        sender=read.message.sender.address if read.message.sender else "",
        links=links,
        full_names=world.settings.tracker.full_names,
        opened=before,
    )
    return outcome(received, judged, readings=read.readings, cases=cases, children=children, new_ref=new_ref, now=now)


def _apply(world: World, found: MailOutcome, *, mail: StoredMail, now: datetime) -> None:
    casebook = world.journal.casebook
    for work in found.work:
        casebook.add_facts(work.facts)
        casebook.mark(CaseMark(kind=kind, value=value, case_ref=work.ref) for kind, value in work.marks)
        if work.referral is not None:
            world.journal.kept.put(f"referral:{work.ref}", referral_json(work.referral))
    casebook.show(found.attention)
    casebook.log(found.log)
    if found.case_ref and mail.message_id:
        casebook.mark([CaseMark(kind="message-id", value=mail.message_id, case_ref=found.case_ref)])


def _record(
    world: World, mail: StoredMail, *, read: MailReading, judged: Decision, found: MailOutcome, attention: bool
) -> None:
    came = Arrival(
        sha256=mail.sha256,
        sender=read.message.reply_to or read.message.sender or NOBODY,
        received_at=mail.received_at,
        kind=judged.kind,
        missing=found.missing,
        reason=judged.reason,
        reason_code=judged.reason_code,
        reply_to_it=judged.reply_to_it and mail.complete,
        urgent=judged.urgent,
        marking=judged.marking,
    )
    world.journal.mails.decide(
        mail.sha256,
        arrival=arrival_json(came),
        fingerprint=fingerprint(read.message),
        sender_domain=came.sender.domain,
        kind=judged.kind.value,
        urgent=judged.urgent,
        attention=found.unsettled or attention,
        case_ref=found.case_ref,
    )


def _record_failure(world: World, mail: StoredMail, *, now: datetime) -> None:
    """The traceback stays in the journal: it may quote the mail, so no log and no person's screen gets it."""
    item = Attention(
        id=f"mail:{mail.sha256}:failed",
        what="A mail that could not be taken in",
        why="The program failed while reading it. The mail is kept, and is in the Needs attention folder.",
        remedy="Read the mail yourself; when the program is mended, drag it to the Retry folder.",
        since=now,
        message=mail.sha256,
    )
    with world.journal.writing():
        world.journal.casebook.show([item])
        world.journal.casebook.log([LogEntry(at=now, event="Mail not taken in", detail=item.why)])
        world.journal.mails.decide(
            mail.sha256,
            arrival={},
            fault=traceback.format_exc(),
            kind=MailKind.NEEDS_PERSON.value,
            attention=True,
        )
