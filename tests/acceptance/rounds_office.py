"""An office that edits its tracker in a real LibreOffice: every deed is done there, and told to the model."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import month_post as post
from office import Office
from rounds_model import KEYS, REMOVED, UNREADABLE, Meaning, Model, Row, holds_of

from tests.tracker.libreoffice_desk import Desk
from tests.tracker.libreoffice_seen import SeenBook, seen

FLAT = "OpenDocument Spreadsheet Flat XML"
SAME = object()


class Life:
    """The office through its rounds; `titles` are the headers that it renamed, `names` the sheets."""

    def __init__(self, office: Office, desk: Desk, *, start: datetime) -> None:
        self.office = office
        self.desk = desk
        self.model = Model()
        self.now = start
        self.titles: dict[str, dict[str, str]] = {sheet: {} for sheet in KEYS}
        self.names: dict[str, str] = {sheet: sheet for sheet in KEYS}
        self.remarks: dict[str, str] = {}  # what stands first below the table of a sheet
        self.formulas: dict[tuple[str, str], Callable[[Row], object]] = {}  # by sheet and header of a column of its own
        self.elsewhere: dict[tuple[str, str], Callable[[], object]] = {}  # by sheet and the text left of the cell
        self.corrected: dict[str, Row] = {}
        self.posted: list[tuple[str, Row, tuple[str, ...]]] = []
        self.said: set[tuple[object, ...]] = set()  # what the journal had from the office before this round
        self.children = 0
        self.typed_over: set[str] = set()
        self.removed: set[tuple[str, str]] = set()
        self.restored: set[str] = set()

    # --- typing -----------------------------------------------------------------------------------------------------

    def type(
        self, sheet: str, key: str, header: str, text: str, means: Meaning | object = SAME, holds: object = SAME
    ) -> None:
        """Types `text` into a cell; it means itself, and is held as what it means, unless said otherwise."""
        self.desk("type", self.names[sheet], self.where(sheet, key), self.title(sheet, header), text)
        means = text if means is SAME else means
        if holds is SAME:
            holds = text if means is UNREADABLE else holds_of(means)  # type: ignore[arg-type]
        self.model.types(sheet, key, header, holds, means)  # type: ignore[arg-type]

    def clear(self, sheet: str, key: str, header: str) -> None:
        self.desk("clear", self.names[sheet], self.where(sheet, key), self.title(sheet, header))
        self.model.types(sheet, key, header, None, None)

    def type_over(self, sheet: str, key: str, header: str, text: str) -> None:
        """Types over a computed cell."""
        self.desk("type", self.names[sheet], self.where(sheet, key), self.title(sheet, header), text)
        self.typed_over.add(key)
        self.restored.add(f"{sheet}: {header} was typed over; the counted value was put back")

    def telephone(self, cells: Mapping[str, tuple[str, Meaning]]) -> None:
        """Adds a row without a Ref below the table."""
        typed = {self.title("Cases", header): text for header, (text, _) in cells.items()}
        self.desk("append", self.names["Cases"], self.title("Cases", "Ref"), typed)
        self.model.telephone.append(
            {h: (text if means is UNREADABLE else holds_of(means), means) for h, (text, means) in cells.items()}  # type: ignore[arg-type]
        )

    def title(self, sheet: str, header: str) -> str:
        return self.titles[sheet].get(header, header)

    def where(self, sheet: str, key: str) -> dict[str, str]:
        parts = [*key.split("|"), "", ""]
        return {self.title(sheet, header): part for header, part in zip(KEYS[sheet], parts, strict=False)}

    # --- rows and columns -------------------------------------------------------------------------------------------

    def delete_row(self, sheet: str, key: str) -> None:
        self.desk("delete_row", self.names[sheet], self.where(sheet, key))
        if sheet == "Cases":
            self.model.deletes_case(key, self.now.date())
        if sheet == "Agencies":
            ref, _, agency = key.partition("|")
            self.model.words.append((ref, "agency_removed", agency, REMOVED))
            del self.model.cells[sheet][key]
            self.removed.add((ref, agency))
        if sheet == "Contacts":
            del self.model.cells[sheet][key]

    def copy_row(self, sheet: str, key: str) -> None:
        self.desk("copy_row", self.names[sheet], self.where(sheet, key), self.title(sheet, KEYS[sheet][0]))
        self.model.twice.add((sheet, key))
        self.model.doubts.add(f"twice:{sheet}|{key}")

    def delete_copy(self, sheet: str, key: str, *, lost: tuple[str, ...] = ()) -> None:
        """Deletes the upper one of two rows with one key, and what was typed into that one: `lost`."""
        self.desk("delete_row", self.names[sheet], self.where(sheet, key))
        for header in lost:
            del self.model.meant[sheet, key, header], self.model.cells[sheet][key][header]
        self.model.twice.discard((sheet, key))
        self.model.doubts.discard(f"twice:{sheet}|{key}")

    def add_agency(self, ref: str, agency: str) -> None:
        cells = {self.title("Agencies", "Ref"): ref, self.title("Agencies", "Agency"): agency}
        self.desk("append", self.names["Agencies"], self.title("Agencies", "Ref"), cells)
        held = self.model.cells["Agencies"]
        held[f"{ref}|{agency}"] = {"Agency": agency}
        self.model.by_hand.add(("Agencies", f"{ref}|{agency}"))
        self.model.words.append(
            (ref, "agency_removed", agency, None)
            if (ref, agency) in self.removed
            else (ref, "agency_added", agency, agency)
        )

    def add_contact(self, address: str, **cells: str) -> None:
        row = {"E-mail": address, **cells}
        self.desk("append", self.names["Contacts"], self.title("Contacts", "E-mail"), row)
        self.model.cells["Contacts"][address] = dict(row)

    def add_day(self, text: str, **cells: str) -> None:
        self.desk("append", self.names["Calendar"], self.title("Calendar", "Date"), {"Date": text, **cells})
        day = datetime.strptime(text, "%d/%m/%Y").date()
        self.model.holidays.add(day)
        self.model.cells["Calendar"][day.isoformat()] = {"Date": day, **cells}

    def resolve(self, key: str) -> None:
        self.type("Needs attention", key, "Resolved", "yes")
        self.model.doubts.discard(key)

    def copy_cell(self, sheet: str, header: str, source: str, target: str) -> None:
        self.desk(
            "copy_cell",
            self.names[sheet],
            self.title(sheet, header),
            self.where(sheet, source),
            self.where(sheet, target),
        )
        holds = self.model.cells[sheet][source].get(header)
        self.model.types(sheet, target, header, holds, self.model.understood(sheet, source, header))

    def replace(self, sheet: str, find: str, by: str) -> None:
        self.desk("replace", self.names[sheet], find, by)
        for key, row in self.model.cells[sheet].items():
            for header, held in row.items():
                if isinstance(held, str) and find in held:
                    self.model.types(sheet, key, header, held.replace(find, by), held.replace(find, by))

    def telephone_between(self, below: str, cells: Mapping[str, tuple[str, Meaning]]) -> None:
        """Inserts a row under that of the case `below` and types a case without a Ref into it."""
        typed = {self.title("Cases", header): text for header, (text, _) in cells.items()}
        self.desk("insert_after", self.names["Cases"], self.where("Cases", below), typed)
        self.model.telephone.append({h: (holds_of(means), means) for h, (_, means) in cells.items()})  # type: ignore[arg-type]

    def drop_column(self, sheet: str, header: str) -> None:
        self.desk("delete_column", self.names[sheet], header)
        del self.formulas[sheet, header]

    def lose_column(self, sheet: str, header: str) -> None:
        """Deletes a column of ours: what was known still holds, and is asked for."""
        self.desk("delete_column", self.names[sheet], self.title(sheet, header))
        self.model.doubts.add(f"column:{sheet}|{header}")
        for row in self.model.cells[sheet].values():
            row.pop(header, None)

    def sort(self, sheet: str, header: str, *, ascending: bool = True) -> None:
        key = self.title(sheet, KEYS[sheet][0])
        self.desk("sort", self.names[sheet], key, self.title(sheet, header), ascending)

    def filter(self, sheet: str, table: str, header: str, text: str) -> None:
        self.desk("filter", self.names[sheet], table, self.title(sheet, header), text)

    def rename(self, sheet: str, header: str, title: str) -> None:
        self.desk("rename_header", self.names[sheet], self.title(sheet, header), title)
        self.titles[sheet][header] = title

    def rename_sheet(self, sheet: str, title: str) -> None:
        self.desk("rename_sheet", self.names[sheet], title)
        self.names[sheet] = title

    def move_column(self, sheet: str, header: str, before: str) -> None:
        self.desk("move_column", self.names[sheet], self.title(sheet, header), self.title(sheet, before))

    def add_column(
        self, sheet: str, header: str, formula: str, wanted: Callable[[Row], object], before: str = ""
    ) -> None:
        """A column of the office's own, with a formula in every row; {Header} stands for that cell of the row."""
        for name in re.findall(r"{(.*?)}", formula):
            formula = formula.replace("{" + name + "}", "{" + self.title(sheet, name) + "}")
        place = self.title(sheet, before) if before else ""
        self.desk("insert_column", self.names[sheet], place, header, formula)
        self.formulas[sheet, header] = wanted

    # --- mail -------------------------------------------------------------------------------------------------------

    def post(self, answers: dict[str, object], row: Row, *, subject: str = "Serious incident referral") -> None:
        """A form comes by mail; `row` is what the tracker must say of it."""
        mark = f"{len(self.posted):02d}{self.now:%d%H%M}"
        at = self.now - timedelta(minutes=30 - len(self.posted))
        self.office.deliver(post.form_mail(answers, at, mark=mark, subject=subject), at)
        self.children += 1
        self.posted.append((mark, row, tuple(entry[1] for entry in answers["agencies"])))  # type: ignore[attr-defined]

    def correct(self, ref: str, answers: dict[str, object], row: Row) -> None:
        """A form comes again for the case `ref`; where it contradicts the office, that must be shown."""
        mark = f"{len(self.posted):02d}{self.now:%d%H%M}x"
        at = self.now - timedelta(minutes=10)
        self.office.deliver(post.form_mail(answers, at, mark=mark, subject="Updated referral form"), at)
        self.corrected[ref] = row

    # --- a round ----------------------------------------------------------------------------------------------------

    def open(self) -> None:
        self.desk("open", str(self.office.tracker))

    def look(self) -> SeenBook:
        flat = self.office.folder / "seen.fods"
        self.desk("store", str(flat), FLAT)
        return seen(flat.read_bytes())

    def save(self) -> SeenBook:
        """Saves over the tracker and gives what LibreOffice reads in what it has saved."""
        self.desk("save", str(self.office.tracker))
        self.desk("close")
        self.open()
        found = self.look()
        self.desk("close")
        return found
