"""How the Dashboard is drawn: its blocks and native charts."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.tracker.looks import FONT, INK


def draw_dashboard(workbook: Workbook, sheet: Worksheet, *, office: str) -> None:
    """The empty Dashboard of the office called `office`."""
    sheet["A1"] = "Dashboard"
    sheet["A1"].font = Font(name=FONT, size=16, bold=True, color=INK)
    sheet["A2"] = office
