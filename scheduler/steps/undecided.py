"""Mails that the world keeps from being decided: they wait for the next pass, and a person is told why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.cases.taken_in import MailAge
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Topic
from pipeline.edges.journal.mails import StoredMail
from pipeline.errors import CaseclockError, fault_text
from pipeline.item_ids import ItemKind, ItemTopic, mail_item
from pipeline.model import Attention, LogEntry
from pipeline.shown_text import amount
from pipeline.watch.standing import FaultKind
from scheduler.guards.reading_time import ReadingTime, Turn
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport, show_conditions
from scheduler.steps.taking_in import age_of

if TYPE_CHECKING:
    from parsers.read_mail import MailReading


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """A mail that stays undecided, and what stood in the way."""

    mail: StoredMail
    fault: BaseException

    @property
    def concerns_all(self) -> bool:
        """Whether it is a folder, the journal or the set-up that failed, and not one file or a mail too big for now."""
        return isinstance(self.fault, CaseclockError)


def show_left(
    left: Sequence[Left], *, office: ConfiguredOffice, journal: Journal, report: PassReport, now: datetime
) -> None:
    """Says in the report and to a person that mails wait, urgent ones each by itself; takes it back once none does.

    Raises StoreUnavailable where the journal cannot even take that.
    """
    already = journal.kept.conditions.get(Topic.UNDECIDED)
    if not left:
        if already:
            with journal.writing():
                show_conditions(journal, Topic.UNDECIDED, items=())
                journal.casebook.log([LogEntry(at=now, event="New mails are logged again", detail="")])
        return
    why = " ".join(dict.fromkeys(fault_text(one.fault) for one in left))
    waiting = amount(len(left), "mail waits", several="mails wait")
    report.stands(FaultKind.LOGGING, f"{waiting} undecided, and the next pass reads on by itself. {why}", now=now)
    report.count("mails left for the next pass", len(left))
    urgent = tuple(_urgent(left, office=office, journal=journal, report=report, now=now))
    with journal.writing():
        journal.casebook.show(urgent)
        if not already:
            show_conditions(journal, Topic.UNDECIDED, items=[_alarm(why, now=now)])
            journal.casebook.log([LogEntry(at=now, event="New mails cannot be logged", detail=why)])


def _alarm(why: str, *, now: datetime) -> Attention:
    return Attention(
        id=f"{ItemKind.UNDECIDED}{now:%Y-%m-%dT%H:%M}",
        what="New mails cannot be logged",
        why=why,
        remedy="Put it right as the sentence says, then run: caseclock once. Every waiting mail is read by itself.",
        since=now,
    )


def _urgent(
    left: Sequence[Left], *, office: ConfiguredOffice, journal: Journal, report: PassReport, now: datetime
) -> Iterator[Attention]:
    """The waiting mails that may be about a child in danger, under the id under which they are shown once decided."""
    looks = ReadingTime((one.mail for one in left), slow=(), limits=office.limits)
    for number, turn in enumerate(looks, start=1):
        if age_of(turn.mail, journal) is MailAge.OLD:
            continue
        report.say(f"Looking for danger in waiting mail {number} of {len(left)}")
        with suppress(Exception):  # a later pass decides the mail, and then says what is wrong with it
            read = _read(turn, office=office, journal=journal)
            yield from _danger(turn.mail, read, office=office, journal=journal, now=now)


def _danger(
    mail: StoredMail, read: MailReading, *, office: ConfiguredOffice, journal: Journal, now: datetime
) -> Iterator[Attention]:
    from scheduler.mails.judged import judgement, known_of

    judged = judgement(office, mail, read=read, known=known_of(journal, mail, office=office))
    if judged.urgent:
        yield Attention(
            id=mail_item(mail.sha256, ItemTopic.READ),
            what="A mail that may be about a child in danger now",
            why=judged.reason,
            remedy="Read the mail in the mailbox now and pass it to the front door.",
            since=now,
            message=mail.sha256,
            urgent=True,
        )


def _read(turn: Turn, *, office: ConfiguredOffice, journal: Journal) -> MailReading:
    """The mail with its files, or its words alone where nothing can read files."""
    # Slow to import, and few passes leave a mail.
    from parsers.mail.message import message
    from parsers.read_mail import MailReading
    from parsers.whole_mail import read_whole_mail

    raw = journal.raw.read(turn.mail.sha256)
    try:
        return read_whole_mail(raw, limits=turn.limits, forms=office.forms)
    except CaseclockError:
        return MailReading(message=message(raw, limits=office.limits), readings=())


def put_off(mail: StoredMail, read: MailReading, *, office: ConfiguredOffice, journal: Journal, now: datetime) -> None:
    """Remembers that a mail takes long, so that it comes after the others; what of it could be read may be urgent."""
    urgent = tuple(_danger(mail, read, office=office, journal=journal, now=now))
    with journal.writing():
        journal.kept.guards.slow_mails.put((journal.kept.guards.slow_mails.get() or frozenset()) | {mail.sha256})
        if age_of(mail, journal) is not MailAge.OLD:
            journal.casebook.show(urgent)


def note_unread(time: ReadingTime, *, journal: Journal, report: PassReport) -> None:
    """Says how many mails the next pass goes on with, since the time of this one was over."""
    slow = frozenset(mail.sha256 for mail in time.put_off)
    if slow != (journal.kept.guards.slow_mails.get() or frozenset()):
        with journal.writing():
            journal.kept.guards.slow_mails.put(slow or None)
    if time.left:
        number = len(time.left)
        report.count("mails left for the next pass", number)
        report.faults.append(
            f"{amount(number, 'mail waits', several='mails wait')} to be read: the time that one pass has for "
            "that (limits.seconds_per_pass) was over, and the next pass goes on by itself."
        )
