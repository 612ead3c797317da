"""What people do in the demonstration: the manager types into the tracker and saves, partners accept an invitation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from icalendar import Calendar, vDDDTypes

from pipeline.model import Message
from pipeline.tracker.merge.tables import tables
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.package import written
from pipeline.tracker.workbook.rewritten_sheet import Puts, with_rows

Typed = Mapping[str, str]
"""Column header to what is typed; dates as 2026-11-16."""


def type_into(path: Path, sheet: str, *, cells: Mapping[str, Typed]) -> int:
    """Types into rows of `sheet`, found by their first key (a case's Ref), and saves; gives how many cells it changed.

    A cell that says it already is left alone.
    """
    content = path.read_bytes()
    table = tables(content)[sheet]
    edits: dict[int, Puts] = {}
    for row in table.rows:
        wanted = cells.get(row.key, {})
        new = {header: text for header, text in wanted.items() if not row.texts.get(header)}
        if new:
            edits[row.row.number] = table.puts(new)
    if edits:
        of = book(content)
        part = with_rows(table.place, cells=edits, added={}, of=of)
        path.write_bytes(written(of.package, {table.place.part: part}))
    return sum(len(new) for new in edits.values())


def accepted(invitation: Message, *, at: datetime) -> bytes:
    """The mail by which an invited person accepts, as calendar programs send it (RFC 5546, 3.2.3)."""
    calendar = Calendar.from_ical(invitation.calendar)
    event = calendar.walk("VEVENT")[0]
    asked = event["ATTENDEE"] if isinstance(event["ATTENDEE"], list) else [event["ATTENDEE"]]
    attendee = next(one for one in asked if str(one).lower().endswith(invitation.recipients[0].address))
    event["ATTENDEE"] = attendee
    attendee.params["PARTSTAT"] = "ACCEPTED"
    calendar["METHOD"] = "REPLY"
    event["DTSTAMP"] = vDDDTypes(at)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = str(attendee).partition(":")[2]
    mail["To"] = str(event["ORGANIZER"]).partition(":")[2]
    mail["Subject"] = f"Accepted: {invitation.subject}"
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<accepted.{invitation.sha256[:16]}@{mail['From'].rpartition('@')[2]}>"
    mail["In-Reply-To"] = invitation.message_id
    mail.set_content(calendar.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
    return mail.as_bytes()
