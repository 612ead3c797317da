"""How many duties are overdue, as each surface says it that a person may look at between two mails."""

from datetime import datetime

from office import Office
from python_calamine import CalamineWorkbook

from pipeline.clock.duties.tally import tally
from pipeline.clock.model import DutyState
from pipeline.today import TodaySection, today
from scheduler.health import status
from scheduler.office import office_of
from scheduler.snapshot import Snapshot


def overdue_by_surface(office: Office, moment: datetime) -> dict[str, int]:
    """Each surface with its count, as the pass at `moment` left it."""
    configured = office_of(office.config)
    with office.journal() as journal:
        snapshot = Snapshot(configured, journal, now=moment)
        duties = status(configured, journal, now=moment)["duties"]
        assert isinstance(duties, dict)
        found = {
            "ledger": tally(snapshot.running_ledgers).duties[DutyState.OVERDUE],
            "status": int(duties["overdue"]),
            "today": today(snapshot.situation()).counts[TodaySection.OVERDUE],
        }
    sheets = CalamineWorkbook.from_path(office.tracker)
    deadlines = sheets.get_sheet_by_name("Deadlines").to_python()
    return found | {
        "workbook": sum("Overdue" in row for row in deadlines),
        "dashboard": _on_the_dashboard(sheets.get_sheet_by_name("Dashboard").to_python()),
    }


def _on_the_dashboard(rows: list[list[object]]) -> int:
    found = next(row for row in rows if "Overdue" in row)
    return int(next(cell for cell in found[found.index("Overdue") + 1 :] if isinstance(cell, int | float)))
