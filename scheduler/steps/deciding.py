"""Reads each stored mail, decides what it is, and records outcome and facts in one transaction a mail."""

from __future__ import annotations

from importlib.metadata import version

from pipeline.edges.journal import Journal
from pipeline.errors import WORLD_FAULTS
from scheduler.guards.in_hand import InHand
from scheduler.guards.reading_time import ReadingTime
from scheduler.guards.second_try import try_again_after_upgrade
from scheduler.mails.which_case import put_back_unanswered
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport
from scheduler.snapshot import Snapshot
from scheduler.steps.undecided import Left, note_unread, show_left


def decide_mails(*, office: ConfiguredOffice, journal: Journal, snapshot: Snapshot, report: PassReport) -> None:
    """Decides every stored mail for which there is time, oldest first; one that cannot be decided goes to a person and
    stops no other.

    What the world raises is no fault of the mail: it stays undecided, and the next pass reads it again.
    """
    put_back_unanswered(journal, snapshot)
    try_again_after_upgrade(journal, version=version("caseclock"), now=snapshot.now)
    in_hand, waiting = InHand(journal.notes), journal.mails.undecided()
    ready = [mail for mail in waiting if not in_hand.is_passed_over(mail.sha256)]
    time = ReadingTime(ready, slow=journal.kept.guards.slow_mails.get() or (), limits=office.limits)
    left: list[Left] = []
    if ready:
        # What reads mails is slow to import, and most passes have none.
        from scheduler.mails.one_mail import give_up, take_in
    for number, turn in enumerate(time, start=1):
        report.say(f"Reading mail {number} of {len(waiting)}")
        # What fails for all would fail again; and a later mail must not be judged without the case of an earlier one.
        if any(one.concerns_all for one in left):
            left.append(Left(mail=turn.mail, fault=left[-1].fault))
            continue
        in_hand.take(turn.mail.sha256)
        try:
            if in_hand.is_given_up(turn.mail.sha256):
                give_up(turn.mail, journal=journal, snapshot=snapshot, report=report)
            elif not take_in(turn, office=office, journal=journal, snapshot=snapshot, report=report):
                time.wait(turn.mail)
        except WORLD_FAULTS as fault:
            left.append(Left(mail=turn.mail, fault=fault))
        in_hand.put_down(turn.mail.sha256)
    show_left(left, office=office, journal=journal, report=report, now=snapshot.now)
    note_unread(time, journal=journal, report=report)
    if len(ready) < len(waiting):
        report.faults.append("The pass before died over 1 mail, which is read again after all the rest is done.")
