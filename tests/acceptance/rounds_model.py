"""What the tracker must hold after a pass, by plain bookkeeping of what people typed; it knows nothing of the merge."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pipeline.facts import AGENCY_FACTS, CASE_FACTS, DEADLINE_FACTS, DECISION_FACTS, Value

Row = dict[str, object]
Word = tuple[str, str, str, Value]
"""A fact of the office's: case, name, subject, value."""

KEYS = {
    "Cases": ("Ref",),
    "Decisions": ("Ref",),
    "Deadlines": ("Ref", "Rule", "For"),
    "Agencies": ("Ref", "Agency"),
    "Contacts": ("E-mail",),
    "Calendar": ("Date",),
    "Needs attention": ("Id",),
    "Log": ("When", "Ref", "Event", "Detail"),
}
FACTS = {
    "Cases": {fact.header: fact.name for fact in CASE_FACTS if fact.name != "form"},
    "Decisions": {fact.header: fact.name for fact in DECISION_FACTS},
    "Deadlines": {fact.header: fact.name for fact in DEADLINE_FACTS},
    "Agencies": {fact.header: fact.name for fact in AGENCY_FACTS},
}
OFFICE = {
    **{sheet: tuple(facts) for sheet, facts in FACTS.items()},
    "Contacts": ("Agency", "Role", "Name", "E-mail", "Notices", "Areas", "Active"),
    "Calendar": ("Date", "Title", "Source"),
    "Needs attention": ("Resolved",),
}
"""The columns of each sheet whose cells are as the office left them."""
REMOVED = "The office removed the row"
HOLIDAYS = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}


class _Unreadable:
    """What a cell means that holds something else than its column asks for."""


UNREADABLE = _Unreadable()
Meaning = Value | _Unreadable


@dataclass
class Model:
    """Every office cell by sheet, key and header; what is meant by those that were typed since the last pass."""

    cells: dict[str, dict[str, Row]] = field(default_factory=lambda: {sheet: {} for sheet in OFFICE})
    meant: dict[tuple[str, str, str], Meaning] = field(default_factory=dict)
    read: dict[tuple[str, str, str], Value] = field(default_factory=dict)
    spoken: set[tuple[str, str, str]] = field(default_factory=set)
    words: list[Word] = field(default_factory=list)
    telephone: list[Row] = field(default_factory=list)
    twice: set[tuple[str, str]] = field(default_factory=set)
    by_hand: set[tuple[str, str]] = field(default_factory=set)  # rows that somebody typed below a table
    deleted: set[str] = field(default_factory=set)  # cases whose rows are gone until the next pass
    doubts: set[str] = field(default_factory=set)
    holidays: set[date] = field(default_factory=lambda: set(HOLIDAYS))
    refs: int = 0

    # --- what people do ---------------------------------------------------------------------------------------------

    def types(self, sheet: str, key: str, header: str, holds: object, means: Meaning) -> None:
        """Somebody types over a cell; `holds` is how LibreOffice then says it, None being empty."""
        row = self.cells[sheet].setdefault(key, {})
        if holds is None:
            row.pop(header, None)
        else:
            row[header] = holds
        self.meant[sheet, key, header] = means

    def deletes_case(self, ref: str, on: date) -> None:
        """The row of a case is deleted, and with it whatever could not be read in it."""
        self.deleted.add(ref)
        self.doubts.add(f"deleted:{ref}:{on.isoformat()}")
        for header in [h for h in self.cells["Cases"][ref] if f"cell:Cases|{ref}|{h}" in self.doubts]:
            self.doubts.discard(f"cell:Cases|{ref}|{header}")
            del self.cells["Cases"][ref][header]

    def understood(self, sheet: str, key: str, header: str) -> Meaning:
        """What a cell now means."""
        return self.meant.get((sheet, key, header), self.read.get((sheet, key, header)))

    def form_says(self, ref: str, row: Row) -> list[str]:
        """A form came: cells that the office did not speak of take its word; gives where it disagrees with the office."""
        held = self.cells["Cases"].setdefault(ref, {})
        differs = []
        for header, value in row.items():
            if ("Cases", ref, header) in self.spoken:
                if held.get(header) != value:
                    differs.append(header)
            else:
                held[header] = value
                self.read["Cases", ref, header] = value  # type: ignore[assignment]
        return differs

    def next_ref(self) -> str:
        self.refs += 1
        return f"NSH-2026-{self.refs:03d}"

    # --- a pass -----------------------------------------------------------------------------------------------------

    def passes(self) -> list[Word]:
        """What the next pass must record, in no order; cells of rows that stand twice wait."""
        words = [*self.words]
        self.words = []
        self.deleted.clear()
        for (sheet, key, header), means in list(self.meant.items()):
            if (sheet, key) in self.twice:
                continue
            del self.meant[sheet, key, header]
            words += self._said(sheet, key, header=header, means=means)
        for row in self.telephone:
            words += self._opened(row)
        self.telephone = []
        return words

    def _said(self, sheet: str, key: str, *, header: str, means: Meaning) -> Iterator[Word]:
        mark = f"cell:{sheet}|{key}|{header}"
        self.doubts.discard(mark)
        if isinstance(means, _Unreadable):
            self.doubts.add(mark)
            means = None
        if sheet not in FACTS:
            return
        before = self.read.get((sheet, key, header), "Open" if header == "Status" else None)
        self.read[sheet, key, header] = means
        if means != before:
            self.spoken.add((sheet, key, header))
            ref, _, subject = key.partition("|")
            yield ref, FACTS[sheet][header], subject, means

    def _opened(self, row: Row) -> Iterator[Word]:
        ref = self.next_ref()
        self.cells["Cases"][ref] = {"Status": "Open", **{header: holds for header, (holds, _) in row.items()}}  # type: ignore[misc]
        self.cells["Decisions"][ref] = {}
        self.by_hand.add(("Cases", ref))
        for header, (_, means) in row.items():  # type: ignore[misc]
            if isinstance(means, _Unreadable):
                self.doubts.add(f"cell:Cases|{ref}|{header}")
                continue
            self.read["Cases", ref, header] = means
            self.spoken.add(("Cases", ref, header))
            yield ref, FACTS["Cases"][header], "", means

    # --- the law, by plain counting ---------------------------------------------------------------------------------

    def after(self, day: date, number: int) -> date:
        """The `number`th working day after `day`."""
        while number:
            day += timedelta(days=1)
            number -= day.weekday() < 5 and day not in self.holidays
        return day

    def counted(self, ref: str) -> Row:
        """The two computed dates of a case that follow from one cell each."""
        out: Row = {}
        for header, trigger, number in (
            ("Notify Panel by", "LA aware on", 5),
            ("Rapid review by", "Notified Panel on", 15),
        ):
            day = self.read.get(("Cases", ref, trigger))
            if isinstance(day, date) and not isinstance(day, datetime):
                out[header] = self.after(day, number)
        return out


def holds_of(value: Value) -> object:
    """How LibreOffice says a value that was typed as what it is: all numbers alike, and moments without a zone."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return float(value) if isinstance(value, int) else value
