"""What Outlook's message classes (MS-OXCMSG, PidTagMessageClass) say that a mail is: receipt, report or meeting."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.model import DeliveryReport, Message

_MEETING = re.compile(r"ipm\.(?:schedule\.meeting|microsoft schedule)\.(\w+)", re.IGNORECASE)
_REPORT = re.compile(r"report\..*?\.(delayed\.dr|ndr|dr|ipnrn|ipnnrn)$", re.IGNORECASE)
_METHODS = {"request": "REQUEST", "mtgreq": "REQUEST", "canceled": "CANCEL", "mtgcncl": "CANCEL"}
_ACTIONS = {"ndr": "failed", "dr": "delivered", "delayed.dr": "delayed", "ipnrn": "displayed", "ipnnrn": "deleted"}


def understood_class(message: Message, message_class: str) -> Message:
    """`message` with the calendar method or the report that `message_class` stands for, where it has none yet."""
    meeting = _MEETING.match(message_class)
    if meeting and not message.calendar_method:
        return replace(message, calendar_method=_METHODS.get(meeting[1].lower(), "REPLY"))
    report = _REPORT.match(message_class)
    if report and message.report is None:
        return replace(message, report=_report(report[1].lower()), attachments=(), messages=())
    return message


def _report(kind: str) -> DeliveryReport:
    receipt = kind.startswith("ip")
    return DeliveryReport(
        kind="disposition-notification" if receipt else "delivery-status", action=_ACTIONS.get(kind, "failed")
    )
