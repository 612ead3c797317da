"""The sheets that are the office's own: contacts, days added to the calendar, and what it has settled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from pipeline.model import Attention
from pipeline.notices.model import Contact
from pipeline.tracker.cells import Cell
from pipeline.tracker.doubts import unreadable
from pipeline.tracker.layout import ATTENTION, CALENDAR
from pipeline.tracker.model import Base, CalendarDay
from pipeline.tracker.read import Table, TableRow

_ADDRESS = re.compile(r"^[^@\s]+@[^@\s]+$")


def typed_contacts(table: Table) -> tuple[Contact, ...]:
    """The contacts as they stand on their sheet; a row without an e-mail address is not yet one."""
    found = (_contact(row) for row in table.rows)
    return tuple(contact for contact in found if contact is not None)


def _contact(row: TableRow) -> Contact | None:
    said = row.texts
    address = said.get("E-mail", "").lower().removeprefix("mailto:")
    if not _ADDRESS.match(address):
        return None
    return Contact(
        name=said.get("Name", ""),
        address=address,
        agency=said.get("Agency", ""),
        role=said.get("Role", "agency"),
        notices=_listed(said.get("Notices", "")),
        areas=_listed(said.get("Areas", "")),
        active=said.get("Active", "yes") != "no",
    )


def contact_doubts(table: Table, *, now: datetime) -> Iterator[Attention]:
    """The rows of the Contacts sheet that cannot be written to, and what in them cannot be read."""
    columns = {column.header: column for column in table.layout.columns}
    for row in table.rows:
        key = row.texts.get("E-mail") or f"row {row.row.number}"
        odd = {header: cell for header, cell in row.odd.items() if cell.problem}
        if not row.apart and (row.texts or odd) and _contact(row) is None:
            odd["E-mail"] = Cell(shown="", problem="There is no e-mail address, so nobody is written to")
        for header, cell in odd.items():
            yield unreadable(table.layout.name, key, column=columns[header], cell=cell, now=now)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in re.split(r"[,;\n]", text) if word.strip())


def resolved_items(standing: Mapping[str, Table]) -> tuple[str, ...]:
    """The ids of what the office marked as resolved."""
    table = standing.get(ATTENTION.name)
    rows = table.rows if table else ()
    return tuple(row.key for row in rows if row.key and row.texts.get("Resolved") == "yes")


def added_days(standing: Mapping[str, Table], base: Base) -> tuple[CalendarDay, ...]:
    """The non-working days that stand on the Calendar sheet and were not written there by a pass."""
    table = standing.get(CALENDAR.name)
    rows = table.rows if table else ()
    return tuple(_day(row) for row in rows if row.key and row.key not in base.get(CALENDAR.name, {}))


def withdrawn_days(standing: Mapping[str, Table], base: Base) -> tuple[date, ...]:
    """The days that a pass wrote on the Calendar sheet and that stand there no more.

    Nothing where the sheet is gone or empty, or where a row's date cannot be read: that is damage, not a withdrawal.
    """
    table = standing.get(CALENDAR.name)
    rows = [row for row in (table.rows if table else ()) if row.texts or row.odd]
    keys = {row.key for row in rows}
    if not rows or "" in keys:
        return ()
    return tuple(date.fromisoformat(key) for key in base.get(CALENDAR.name, {}) if key not in keys)


def _day(row: TableRow) -> CalendarDay:
    return CalendarDay(
        date=date.fromisoformat(row.key),
        title=row.texts.get("Title") or "Day added by the office",
        source=row.texts.get("Source") or "Added on the Calendar sheet",
    )
