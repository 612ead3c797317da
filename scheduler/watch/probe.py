"""A mail to the mailbox itself, once on each working day: it goes out and comes in by the way that all mail takes."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pipeline.dates import LONDON, london_date, long_time
from pipeline.domains import domain_of
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import ProbeMail
from pipeline.edges.outgoing.outbox import Outbox, Receipt, SendOutcome
from pipeline.notices.reminder_ladder import may_speak
from pipeline.settings import Office
from pipeline.watch.standing import FaultKind
from scheduler.office import ConfiguredOffice
from scheduler.ports import OUTGOING_FAULTS, Ports
from scheduler.report import PassReport
from scheduler.snapshot import Snapshot

# A mail that has not come in by then is lost or held up somewhere.
COMES_WITHIN = timedelta(minutes=50)
_NOT_IN = (
    "Outgoing mail may be lost, or incoming mail may lie elsewhere; look into the junk folder and ask whoever runs the "
    "mail servers."
)


def look_for_probe(office: ConfiguredOffice, ports: Ports, *, snapshot: Snapshot, report: PassReport) -> None:
    """Says so when the last mail to the mailbox itself did not come in, and sends today's, where the settings ask."""
    journal, now = ports.journal, snapshot.now
    last = journal.kept.watch.probe.get()
    if not office.settings.alarm.probe_mail or (last is not None and journal.mails.has_come(last.message_id)):
        report.met.add(FaultKind.PROBE)
    elif last is not None and now - last.sent_at >= COMES_WITHIN:
        report.stands(FaultKind.PROBE, _NOT_IN, now=last.sent_at)
    sent_today = last is not None and london_date(last.sent_at) == london_date(now)
    asked = office.settings.alarm.probe_mail and not sent_today
    if asked and may_speak(now, notices=office.settings.notices, calendar=snapshot.calendar):
        _send(office, ports, report=report, now=now)


def _send(office: ConfiguredOffice, ports: Ports, *, report: PassReport, now: datetime) -> None:
    try:
        with ports.outbox.signed_in(now=now) as server:
            receipt, _ = send_to_ourselves(office, ports.journal, server=server, now=now)
    except OUTGOING_FAULTS as fault:
        report.stands(FaultKind.OUTGOING, str(fault), now=now)
        return
    if receipt.outcome is SendOutcome.ACCEPTED:
        report.count("mails to ourselves")


def send_to_ourselves(
    office: ConfiguredOffice, journal: Journal, *, server: Outbox, now: datetime
) -> tuple[Receipt, str]:
    """Sends the mailbox a mail and remembers it where the server took it; what it said, and the mail's Message-ID."""
    own = office.settings.office
    message_id = f"<probe-{secrets.token_hex(12)}@{domain_of(own.address)}>"
    raw = _mail(own, message_id=message_id, now=now)
    receipt = server.send(raw, sender=own.address, recipients=(own.address,))
    if receipt.outcome is SendOutcome.ACCEPTED:
        with journal.writing():
            journal.kept.watch.probe.put(ProbeMail(message_id=message_id, sent_at=now))
    return receipt, message_id


def _mail(own: Office, *, message_id: str, now: datetime) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = message["To"] = own.address
    message["Subject"] = f"Mail to ourselves, {long_time(now)}"
    message["Date"] = format_datetime(now.astimezone(LONDON))
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content("This shows that mail goes out and comes in. Nobody need do anything.")
    return message.as_bytes()
