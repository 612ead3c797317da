"""The sheets that are the office's own: contacts, days added to the calendar, and what it has settled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from pipeline.model import Attention
from pipeline.notices.model import Contact
from pipeline.tracker.content.case_texts import differing
from pipeline.tracker.content.layout import ATTENTION, CALENDAR, LOG, TAKE_BACK, SheetLayout
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
    rows = (row for row in _unaddressed(table) if row.texts)
    return tuple(_listed_contact(row.texts, address=row.texts.get("E-mail", "")) for row in rows)


def _unaddressed(table: SheetTable) -> list[TableRow]:
    return [row for row in table.rows if not row.apart and _contact(row) is None]


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
    columns = table.layout.headers
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
    return {item.key: item.now for item in _choices("Accept", tables, base=base) if item.now not in ("", item.before)}


def taken_back(tables: Mapping[str, SheetTable], base: Base) -> tuple[str, ...]:
    """The keys of the lines of the log that the office has marked to be undone since `base`."""
    written = base.get(LOG.name, {})
    marked = (row.key for row in _rows(tables, LOG) if row.texts.get(TAKE_BACK) == "yes" and row.key in written)
    return tuple(key for key in marked if written[key].get(TAKE_BACK) != "yes")


def resolved_items(tables: Mapping[str, SheetTable], base: Base) -> tuple[str, ...]:
    """The ids of what the office has marked as resolved since `base`."""
    items = _choices("Resolved", tables, base=base)
    return tuple(item.key for item in items if (item.before, item.now) == ("", "yes"))


def reopened_items(tables: Mapping[str, SheetTable], base: Base) -> tuple[str, ...]:
    """The ids of what was resolved in `base`, and whose mark the office has taken away."""
    items = _choices("Resolved", tables, base=base)
    return tuple(item.key for item in items if (item.before, item.now) == ("yes", ""))


class _Choice(NamedTuple):
    """What was written, and what now stands, in one cell of the item `key`."""

    key: str
    before: str
    now: str


def _choices(header: str, tables: Mapping[str, SheetTable], *, base: Base) -> Iterator[_Choice]:
    """What stands under `header` of Needs attention; a cell that cannot be read chooses nothing."""
    table, written = tables.get(ATTENTION.name), base.get(ATTENTION.name, {})
    if table is None or header not in table.columns:
        return
    for row in table.rows:
        if row.key and header not in row.odd:
            yield _Choice(row.key, written.get(row.key, {}).get(header, ""), row.texts.get(header, ""))


def typed_days(tables: Mapping[str, SheetTable], base: Base) -> tuple[CalendarDay, ...]:
    """The non-working days on the Calendar sheet that no pass wrote there, and those whose words were changed."""
    written = base.get(CALENDAR.name, {})
    days = [row for row in _rows(tables, CALENDAR) if row.key]
    reworded = {row.key for row in days if differing(row.texts, written.get(row.key, {})) & {"Title", "Source"}}
    return tuple(_day(row) for row in days if row.key in reworded or row.key not in written)


def _rows(tables: Mapping[str, SheetTable], layout: SheetLayout) -> tuple[TableRow, ...]:
    return tables[layout.name].rows if layout.name in tables else ()


def removed_days(tables: Mapping[str, SheetTable], base: Base) -> tuple[date, ...]:
    """The days that a pass wrote on the Calendar sheet and whose rows are gone.

    Nothing where the sheet is gone or empty, or where a row's date cannot be read: that is damage, not a withdrawal.
    """
    present = {row.key for row in _rows(tables, CALENDAR) if not row.is_blank}
    if not present or "" in present:
        return ()
    return tuple(date.fromisoformat(key) for key in base.get(CALENDAR.name, {}) if key not in present)


def _day(row: TableRow) -> CalendarDay:
    return CalendarDay(
        date=date.fromisoformat(row.key),
        title=row.texts.get("Title") or "Day added by the office",
        source=row.texts.get("Source") or "Added on the Calendar sheet",
    )
