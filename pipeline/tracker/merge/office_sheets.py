"""The sheets that are the office's own: contacts, days added to the calendar, and what it has settled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from pipeline.model import Attention
from pipeline.notices.model import Contact
from pipeline.tracker.content.layout import ATTENTION, CALENDAR, LOG, TAKE_BACK
from pipeline.tracker.merge.sentences import unreadable
from pipeline.tracker.merge.tables import SheetTable, TableRow
from pipeline.tracker.model import Base, CalendarDay
from pipeline.tracker.workbook.cells import SheetCell

_ADDRESS = re.compile(r"^[^@\s]+@[^@\s]+$")


def typed_contacts(table: SheetTable) -> tuple[Contact, ...]:
    """The contacts as they stand on their sheet; a row without an e-mail address is not yet one."""
    return tuple(filter(None, map(_contact, table.rows)))


def _contact(row: TableRow) -> Contact | None:
    said = row.texts
    address = said.get("E-mail", "").lower().removeprefix("mailto:")
    return _listed_contact(said, address=address) if _ADDRESS.match(address) else None


def unfinished_contacts(table: SheetTable) -> tuple[Contact, ...]:
    """The rows that name somebody but no address that can be written to, kept for a workbook that is made anew."""
    rows = (row for row in table.rows if not row.apart and row.texts and _contact(row) is None)
    return tuple(_listed_contact(row.texts, address=row.texts.get("E-mail", "")) for row in rows)


def _listed_contact(said: Mapping[str, str], *, address: str) -> Contact:
    return Contact(
        name=said.get("Name", ""),
        address=address,
        agency=said.get("Agency", ""),
        role=said.get("Role", "agency"),
        notices=_listed(said.get("Notices", "")),
        areas=_listed(said.get("Areas", "")),
        active=said.get("Active", "yes") != "no",
    )


def contact_doubts(table: SheetTable, *, now: datetime) -> Iterator[Attention]:
    """The rows of the Contacts sheet that cannot be written to, and what in them cannot be read."""
    columns = {column.header: column for column in table.layout.columns}
    for row in table.rows:
        key = row.texts.get("E-mail") or f"row {row.row.number}"
        odd = {header: cell for header, cell in row.odd.items() if cell.problem}
        if not row.apart and (row.texts or odd) and _contact(row) is None:
            odd["E-mail"] = SheetCell(shown="", problem="There is no e-mail address, so nobody is written to")
        for header, cell in odd.items():
            yield unreadable(table.layout.name, key, column=columns[header], cell=cell, now=now)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, re.split(r"[,;\n]", text))))


def answered_items(tables: Mapping[str, SheetTable], base: Base) -> dict[str, str]:
    """The ids of what the office has accepted (`yes`) or declined (`no`) since `base`."""
    table, written = tables.get(ATTENTION.name), base.get(ATTENTION.name, {})
    if table is None or "Accept" not in table.columns:
        return {}
    said = {row.key: row.texts.get("Accept", "") for row in table.rows if row.key and "Accept" not in row.odd}
    return {key: text for key, text in said.items() if text and written.get(key, {}).get("Accept", "") != text}


def taken_back(tables: Mapping[str, SheetTable], base: Base) -> tuple[str, ...]:
    """The keys of the lines of the log that the office has marked to be undone since `base`."""
    table, written = tables.get(LOG.name), base.get(LOG.name, {})
    if table is None or TAKE_BACK not in table.columns:
        return ()
    marked = (row.key for row in table.rows if row.texts.get(TAKE_BACK) == "yes" and row.key in written)
    return tuple(key for key in marked if written[key].get(TAKE_BACK) != "yes")


def resolved_items(tables: Mapping[str, SheetTable], base: Base) -> tuple[str, ...]:
    """The ids of what the office has marked as resolved since `base`."""
    return _marked(tables, base, said="yes", before="")


def reopened_items(tables: Mapping[str, SheetTable], base: Base) -> tuple[str, ...]:
    """The ids of what was resolved in `base`, and whose mark the office has taken away."""
    return _marked(tables, base, said="", before="yes")


def _marked(tables: Mapping[str, SheetTable], base: Base, *, said: str, before: str) -> tuple[str, ...]:
    table, written = tables.get(ATTENTION.name), base.get(ATTENTION.name, {})
    if table is None or "Resolved" not in table.columns:
        return ()
    keys = (row.key for row in table.rows if row.texts.get("Resolved", "") == said and "Resolved" not in row.odd)
    return tuple(key for key in keys if key and written.get(key, {}).get("Resolved", "") == before)


def typed_days(tables: Mapping[str, SheetTable], base: Base) -> tuple[CalendarDay, ...]:
    """The non-working days on the Calendar sheet that no pass wrote there, and those whose words were changed."""
    table, written = tables.get(CALENDAR.name), base.get(CALENDAR.name, {})
    rows = (row for row in (table.rows if table else ()) if row.key)
    return tuple(_day(row) for row in rows if _words_of_day(row.texts) != _words_of_day(written.get(row.key)))


def _words_of_day(texts: Mapping[str, str] | None) -> tuple[str, str] | None:
    return None if texts is None else (texts.get("Title", ""), texts.get("Source", ""))


def removed_days(tables: Mapping[str, SheetTable], base: Base) -> tuple[date, ...]:
    """The days that a pass wrote on the Calendar sheet and whose rows are gone.

    Nothing where the sheet is gone or empty, or where a row's date cannot be read: that is damage, not a withdrawal.
    """
    table = tables.get(CALENDAR.name)
    rows = [row for row in (table.rows if table else ()) if row.texts or row.odd]
    present = {row.key for row in rows}
    if not rows or "" in present:
        return ()
    return tuple(date.fromisoformat(key) for key in base.get(CALENDAR.name, {}) if key not in present)


def _day(row: TableRow) -> CalendarDay:
    return CalendarDay(
        date=date.fromisoformat(row.key),
        title=row.texts.get("Title") or "Day added by the office",
        source=row.texts.get("Source") or "Added on the Calendar sheet",
    )
