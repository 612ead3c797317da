"""The classes of what goes out, the weightiest first; each has an hourly quota of its own, so that none waits."""

from __future__ import annotations

from enum import IntEnum

from pipeline.model import NoticeKind


class MailClass(IntEnum):
    """How much hangs on a mail."""

    URGENT = 0  # alerts that go out at any hour
    STATUTORY = 1  # what a duty, a meeting or the office's own work rests on
    ASKED = 2  # requests and chasers to agencies, entries in calendars
    ANSWER = 3  # what anybody can cause by writing


_CLASSES = {
    NoticeKind.AGENCY_REQUEST: MailClass.ASKED,
    NoticeKind.CHASER: MailClass.ASKED,
    NoticeKind.CALENDAR: MailClass.ASKED,  # a convenience beside the reminders, which say the same in their class
    NoticeKind.ACKNOWLEDGEMENT: MailClass.ANSWER,
    NoticeKind.SEND_AGAIN: MailClass.ANSWER,
}


def mail_class(kind: NoticeKind, *, urgent: bool) -> MailClass:
    """The class of a notice of this kind; `urgent` lifts what is our own word, and no answer to a mail."""
    found = _CLASSES.get(kind, MailClass.STATUTORY)
    return MailClass.URGENT if urgent and found is MailClass.STATUTORY else found
