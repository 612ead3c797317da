"""One stored mail: read, judged by what came before it, and all that follows recorded beside the decision."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from parsers.read_mail import MailReading
from parsers.whole_mail import read_whole_mail, was_too_slow
from pipeline.cases.case_work import KnownCases, Received
from pipeline.cases.facts_of_forms import lacks_reason, read_back
from pipeline.cases.outcome import MailOutcome, outcome
from pipeline.cases.taken_in import MailAge
from pipeline.dates import london_date
from pipeline.edges.journal import Journal
from pipeline.edges.journal.casebook import UNREAD_FROM, CaseMark
from pipeline.edges.journal.kept_records import arrival_json
from pipeline.edges.journal.mails import StoredMail
from pipeline.edges.journal.receipts import receipt_of
from pipeline.errors import WORLD_FAULTS
from pipeline.intake.earlier_mail import MailIndex, fingerprint
from pipeline.intake.signs.assurance import may_change
from pipeline.item_ids import ItemTopic, mail_item
from pipeline.model import (
    Address,
    Attention,
    Band,
    Decision,
    FormKind,
    LogEntry,
    MailKind,
    Reading,
    ReasonCode,
    of_kinds,
)
from pipeline.notices.situation import Arrival
from scheduler.guards.reading_time import Turn
from scheduler.mails.departures import take_in_departure
from scheduler.mails.incidents import propose_incident
from scheduler.mails.judged import files_of, judgement, known_of, opened_by, origin
from scheduler.mails.proposed import FormMail, is_known, propose_withheld
from scheduler.mails.replies import names_of, organisation, propose_from_reply
from scheduler.mails.which_case import as_settled, own_case_beside
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport
from scheduler.snapshot import Snapshot
from scheduler.steps.answers import Came, take_in_answer
from scheduler.steps.originals import keep_mail, keep_originals
from scheduler.steps.taking_in import age_of, as_of_its_age
from scheduler.steps.undecided import put_off

NOBODY = Address(name="", address="")


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedMail:
    """A stored mail with what was read of it, what it is judged to be, and where its files are kept."""

    mail: StoredMail
    read: MailReading
    judged: Decision
    index: MailIndex  # what came before it
    links: Mapping[str, str]  # of each form, by its SHA-256, as the tracker writes it
    own_case_beside: frozenset[str]  # the cases whose children its forms are not about, as is settled by now
    original: str = ""  # of an urgent mail, likewise


def give_up(mail: StoredMail, *, journal: Journal, snapshot: Snapshot, report: PassReport) -> None:
    """Gives a mail over which the program died several times to a person, unread."""
    why = "The program died over it several times. The mail is kept, and is in the Needs attention folder."
    _record_failure(journal, mail, why=why, now=snapshot.now)
    report.count("mails that a person must read")


def take_in(turn: Turn, *, office: ConfiguredOffice, journal: Journal, snapshot: Snapshot, report: PassReport) -> bool:
    """Decides one mail, or gives it to a person where the mail itself is the trouble; raises WORLD_FAULTS.

    False where it is put off, since it was not read within a look.
    """
    mail = turn.mail
    try:
        read = read_whole_mail(journal.raw.read(mail.sha256), limits=turn.limits, forms=office.forms)
        if turn.is_look and was_too_slow(read):
            put_off(mail, read, office=office, journal=journal, now=snapshot.now)
            return False
        taken = _judged(mail, read, office=office, journal=journal)
        found = _decide(taken, office=office, journal=journal, snapshot=snapshot)
    except WORLD_FAULTS:
        raise
    except Exception:
        _record_failure(journal, mail, now=snapshot.now)
        report.count("mails that a person must read")
    else:
        report.count(f"mails read: {taken.judged.kind.value.replace('_', ' ')}")
        report.count("cases opened", sum(work.opens for work in found.work))
    return True


def _judged(mail: StoredMail, read: MailReading, *, office: ConfiguredOffice, journal: Journal) -> JudgedMail:
    known = known_of(journal, mail, office=office)
    judged = judgement(office, mail, read=read, known=known)
    beside = own_case_beside(mail, judged, journal=journal)
    return JudgedMail(
        mail=mail,
        read=read,
        judged=as_settled(judged, beside),
        own_case_beside=beside,
        index=known.index,
        # The files first: a share that is slow or away must not be waited for with the journal locked.
        links=keep_originals(read, office=office, journal=journal),
        original=keep_mail(mail.sha256, office=office, journal=journal) if judged.band is not Band.CALM else "",
    )


def _decide(taken: JudgedMail, *, office: ConfiguredOffice, journal: Journal, snapshot: Snapshot) -> MailOutcome:
    with journal.writing():
        replied = propose_from_reply(
            taken.read.message, taken.judged, mail=taken.mail, journal=journal, snapshot=snapshot
        )
        if replied.is_read and taken.judged.reason_code is ReasonCode.TALK:
            taken = replace(taken, judged=replace(taken.judged, reason_code=ReasonCode.NONE))
        whole = _outcome(taken, office=office, journal=journal, snapshot=snapshot)
        found = as_of_its_age(whole, taken.mail, judged=taken.judged, journal=journal, snapshot=snapshot)
        _apply(found, taken, journal=journal)
        journal.casebook.resolve([mail_item(taken.mail.sha256, ItemTopic.FAILED)], now=snapshot.now)
        if taken.judged.reason_code is ReasonCode.COMPLETES:
            _nothing_to_open(found, journal=journal, now=snapshot.now)
        proposes = propose_withheld(_form_mail(taken), found, journal=journal, snapshot=snapshot)
        proposes |= take_in_departure(taken.read.message, taken.judged, journal=journal, snapshot=snapshot)
        propose_incident(found, taken.mail, index=taken.index, journal=journal, snapshot=snapshot)
        answer = take_in_answer(_came(taken, office=office, journal=journal), journal=journal, snapshot=snapshot)
        waits = found.unsettled or answer.needs_person or proposes or replied.waits
        _record(taken, found, journal=journal, snapshot=snapshot, attention=waits)
    snapshot.renew_cases(filter(None, (*(work.ref for work in found.work), answer.case_ref, *replied.changed)))
    return found


def _came(taken: JudgedMail, *, office: ConfiguredOffice, journal: Journal) -> Came:
    is_old = age_of(taken.mail, journal) is MailAge.OLD
    return Came(message=taken.read.message, judged=taken.judged, words=office.settings.intake, is_old=is_old)


def _outcome(taken: JudgedMail, *, office: ConfiguredOffice, journal: Journal, snapshot: Snapshot) -> MailOutcome:
    mail = taken.mail
    # A mail that is read again goes to the cases that it opened before, and opens only what it held beside them.
    before = opened_by(journal, mail)
    given = list(before)

    def new_ref() -> str:
        prefix, year = office.settings.office.reference_prefix, london_date(mail.received_at).year
        ref = journal.casebook.next_ref(prefix, year, shown=journal.kept.guards.refs.get() or ())
        journal.casebook.open(ref, opened_at=mail.received_at, opened_by=origin(mail.sha256, len(given)))
        given.append(ref)
        return ref

    judged = taken.judged
    concerned = tuple(dict.fromkeys((*judged.concerned, *before)))
    snapshot.wake(concerned)
    received = Received(
        sha256=mail.sha256,
        received_at=mail.received_at,
        now=snapshot.now,
        links=taken.links,
        full_names=office.settings.tracker.full_names,
        may_change=frozenset(_may_change(taken, concerned, office=office, journal=journal, snapshot=snapshot)),
        own_case_beside=taken.own_case_beside,
        our_area=(office.settings.office.area, office.settings.office.partnership),
        opened=before,
    )
    children = {ref: found for ref in concerned if (found := taken.index.children_of(ref))}
    newest = {ref: at for ref in children if (at := journal.mails.newest_form(ref, but=mail.sha256)) is not None}
    known = KnownCases(
        cases=snapshot.cases_by_ref,
        children=children,
        newest_form=newest,
        # A mail that is read again may give more than when it was read first.
        files={} if mail.arrival else files_of(journal, children),
    )
    return outcome(received, judged, readings=taken.read.readings, known_cases=known, new_ref=new_ref)


def _may_change(
    taken: JudgedMail, refs: Iterable[str], *, office: ConfiguredOffice, journal: Journal, snapshot: Snapshot
) -> Iterator[str]:
    """Those of `refs` that the mail may change at once."""
    for ref in refs:
        known = is_known(_form_mail(taken), ref, journal=journal, snapshot=snapshot)
        if may_change(taken.judged.sender, known=known, words=office.settings.intake):
            yield ref


def _form_mail(taken: JudgedMail) -> FormMail:
    return FormMail(message=taken.read.message, judged=taken.judged, mail=taken.mail)


def _apply(found: MailOutcome, taken: JudgedMail, *, journal: Journal) -> None:
    casebook, mail = journal.casebook, taken.mail
    first = next((work.referral for work in found.work if work.referral is not None), None)
    if first is not None:
        journal.kept.read_forms.put(mail.sha256, first)
    for work in found.work:
        casebook.add_facts(work.facts)
        if work.withheld:
            continue
        # What is only asked about leaves no mark but that of the mail, by which the case leads to it.
        marks = {("message", mail.sha256)} if work.asks else work.marks
        casebook.mark(CaseMark(kind=kind, value=value, case_ref=work.ref) for kind, value in marks)
        if work.asks:
            continue
        if work.referral is not None:
            journal.kept.referrals.put(work.ref, work.referral)
    _propose(found, journal=journal)
    casebook.mark(_waiting_for_a_form(found, sender=taken.read.message.author.address))
    casebook.show(found.attention)
    casebook.log(found.log)
    if found.case_ref and mail.message_id:
        casebook.mark([CaseMark(kind="message-id", value=mail.message_id, case_ref=found.case_ref)])


def _waiting_for_a_form(found: MailOutcome, *, sender: str) -> Iterator[CaseMark]:
    """The marks of cases opened by what could not be read: a readable form, should it come, is known by its sender."""
    for work in found.work:
        if work.opens and work.referral is None:
            yield CaseMark(kind=UNREAD_FROM, value=sender, case_ref=work.ref)


def _propose(found: MailOutcome, *, journal: Journal) -> None:
    for proposal in found.proposals:
        # A mail that is read again takes back no answer of the office.
        if journal.kept.proposals.get(proposal.id) is None:
            journal.kept.proposals.put(proposal.id, proposal)


def _nothing_to_open(found: MailOutcome, *, journal: Journal, now: datetime) -> None:
    """Settles what asked to open the mail whose form could not be read, once a readable one is taken."""
    refs = (work.ref for work in found.work if not work.withheld)
    journal.casebook.resolve((mail_item(journal.casebook.opener(ref), ItemTopic.READ) for ref in refs), now=now)


def _record(taken: JudgedMail, found: MailOutcome, *, journal: Journal, snapshot: Snapshot, attention: bool) -> None:
    mail, judged, message = taken.mail, taken.judged, taken.read.message
    is_new = mail.complete and age_of(mail, journal) is MailAge.NEW
    # A mail whose sender failed may be accepted by the office, and answered then.
    is_receipted = is_new and (judged.reply_to_stranger or judged.sender.failed)
    came = Arrival(
        sha256=mail.sha256,
        sender=message.reply_to or message.sender or NOBODY,
        received_at=mail.received_at,
        kind=judged.kind,
        author=message.author.address,
        secret_of=judged.sender.secret_of,
        missing=found.missing,
        reason_wanted=found.reason_wanted,
        reason=judged.reason,
        reason_code=judged.reason_code,
        reason_unsaid=lacks_reason(_referrals(taken.read)),
        read_back=read_back(_referrals(taken.read)),
        reply_to_it=judged.reply_to_it and is_new,
        reply_withheld=judged.reply_withheld and is_new,
        reply_to_stranger=judged.reply_to_stranger and is_new,
        receipt=receipt_of(mail.sha256, kept=journal.kept) if is_receipted else "",
        own_case=_own_case(taken, found),
        original=taken.original,
        urgent=judged.urgent,
        marking=judged.marking,
        assurance=judged.assurance,
        organisation=organisation(message, snapshot, names=names_of(found.case_ref, journal, snapshot=snapshot)),
    )
    journal.mails.decide(
        mail.sha256,
        arrival=arrival_json(came),
        fingerprint=fingerprint(message),
        sender_domain=came.sender.domain,
        kind=judged.kind.value,
        urgent=judged.urgent,
        attention=attention,
        case_ref=found.case_ref,
    )


def _own_case(taken: JudgedMail, found: MailOutcome) -> str:
    """The case that a form opens of which nobody has said for a while whose it is, or an empty text."""
    return next((work.ref for work in found.work if work.opens and taken.own_case_beside), "")


def _referrals(read: MailReading) -> tuple[Reading, ...]:
    return of_kinds((leaf for reading in read.readings for leaf in reading.leaves()), FormKind.REFERRAL)


_FAILED = "The program failed while reading it. The mail is kept, and is in the Needs attention folder."


def _record_failure(journal: Journal, mail: StoredMail, *, why: str = _FAILED, now: datetime) -> None:
    """The traceback stays in the journal: it may quote the mail, so no log and no person's screen gets it."""
    item = Attention(
        id=mail_item(mail.sha256, ItemTopic.FAILED),
        what="A mail that could not be taken in",
        why=why,
        remedy="Read the mail yourself; when the program is mended, drag it to the Retry folder.",
        since=now,
        message=mail.sha256,
    )
    with journal.writing():
        journal.casebook.show([item])
        journal.casebook.reopen([item.id])  # a later version may fail on what an earlier one could read
        journal.casebook.log([LogEntry(at=now, event="Mail not taken in", detail=item.why)])
        journal.mails.decide(
            mail.sha256,
            arrival={},
            fault=traceback.format_exc() if why is _FAILED else why,
            kind=MailKind.NEEDS_PERSON.value,
            attention=True,
        )
