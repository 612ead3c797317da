"""What a pass knows after each of its steps is what anybody would read from the journal then."""

from __future__ import annotations

from datetime import datetime, timedelta

import openpyxl
from office import FRIDAY, MONDAY, Office, message

from scheduler.demo.people import accepted
from scheduler.demo.story import mailbox
from scheduler.office import office_of
from scheduler.ports import open_ports
from scheduler.report import PassReport
from scheduler.run import take, what_steps_may_take
from scheduler.snapshot import Snapshot
from scheduler.whole_pass import STEPS


def pass_compared(office: Office, now: datetime) -> PassReport:
    """A pass after each step of which its snapshot is held against one that is read afresh."""
    opened, report = office_of(office.config), PassReport()
    with open_ports(opened) as ports:
        snapshot = Snapshot(opened, ports.journal, now=now, rests=True)
        offered = what_steps_may_take(opened, ports, report=report, snapshot=snapshot)
        for name, step in STEPS:
            take(step, offered)
            assert all_of(snapshot) == all_of(Snapshot(opened, ports.journal, now=now)), name
    return report


def all_of(snapshot: Snapshot) -> dict[str, object]:
    names = (
        "cases", "referrals", "markings", "contacts", "unfinished_contacts", "office_days", "extra_days", "targets",
        "deadlines", "ledgers", "uncounted",
    )  # fmt: skip
    return {name: getattr(snapshot, name) for name in names}


def add_a_day(office: Office) -> None:
    book = openpyxl.load_workbook(office.tracker)
    sheet = book["Calendar"]
    headers = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value in ("Date", "Title")}
    assert headers.keys() == {"Date", "Title"}
    row = sheet.max_row + 1
    sheet.cell(row, headers["Date"]).value = datetime(2026, 11, 25)
    sheet.cell(row, headers["Title"]).value = "A day of mourning"
    book.save(office.tracker)


def test_each_step_renews_what_it_has_changed(office: Office) -> None:
    for file in mailbox()[:3]:
        office.deliver(file.read_bytes())
    assert pass_compared(office, FRIDAY).counts["cases opened"]
    # Facts that the office typed, and a day on which it does not work.
    office.manager_types()
    add_a_day(office)
    assert pass_compared(office, MONDAY).counts["words of the office taken in"]
    # An answer that comes by mail adds facts; and the office counts from another day.
    invitation = next(read for sent in office.servers.sent if (read := message(sent.raw)).calendar_method == "REQUEST")
    office.deliver(accepted(invitation, at=MONDAY), at=MONDAY)
    before = office.config.read_text(encoding="utf-8")
    office.config.write_text(f'{before}\n[clock]\nrapid_review_from = "awareness"\n', encoding="utf-8")
    assert pass_compared(office, MONDAY + timedelta(hours=2)).counts["mails fetched"] == 1
    with office.snapshot(MONDAY) as snapshot:
        assert any(fact.name == "agency_answer" for case in snapshot.cases for fact in case.facts)
