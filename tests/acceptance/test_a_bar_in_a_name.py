"""An agency called `Police | Vulnerable people` is asked, chased and let be like every other."""

from __future__ import annotations

from datetime import UTC, datetime

from office import FRIDAY, Office

from pipeline.facts import Fact, Source
from pipeline.tracker.merge.tables import tables
from scheduler.demo.people import type_into

AGENCY, LEAD = "Police | Vulnerable people", "vulnerable.people@northshire-police.example"
CONTACT = f"""
[[contacts]]
name = "Vulnerable people unit"
address = "{LEAD}"
agency = "{AGENCY}"
role = "agency"
"""
ASKED = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
# The return is due on Monday 30 November; it is chased 3 working days and 1 before.
CHASED, PUT_OFF = datetime(2026, 11, 25, 9, 30, tzinfo=UTC), datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
ANSWERED = datetime(2026, 11, 27, 12, 30, tzinfo=UTC)


def row(office: Office, ref: str) -> tuple[str, str]:
    """What the agency's row says under `Requested on` and `Chased`."""
    found = {row.key: row.texts for row in tables(office.tracker.read_bytes())["Agencies"].rows}
    texts = found[f"{ref}|{AGENCY}"]
    return texts.get("Requested on", ""), texts.get("Chased", "")


def chasers(office: Office) -> list[str]:
    """The state of each mail that chases the agency."""
    with office.journal() as journal:
        return [mail.state for mail in journal.notices.all() if mail.kind == "chaser" and mail.recipient == LEAD]


def test_an_agency_with_a_bar_in_its_name_is_asked_and_chased_until_it_answers(office: Office) -> None:
    office.config.write_text(office.config.read_text(encoding="utf-8") + CONTACT, encoding="utf-8")
    office.deliver_all()
    office.make_pass(FRIDAY)
    ref = office.first_death()
    with office.journal() as journal, journal.writing():
        named = {"case_ref": ref, "name": "agency_added", "value": AGENCY, "subject": AGENCY}
        journal.casebook.add_facts([Fact(**named, source=Source.TRACKER, recorded_at=FRIDAY)])
    typed = {"LA aware on": "2026-11-12", "Criteria met": "yes", "Notified Panel on": "2026-11-16"}
    type_into(office.tracker, "Cases", cells={ref: typed})
    for now in (ASKED, CHASED):
        office.make_pass(now)
    assert row(office, ref) == ("2026-11-16", "1")
    office.servers.refusals[LEAD] = "450 4.2.0 try again later"
    office.make_pass(PUT_OFF)
    assert chasers(office) == ["sent", "queued"]
    type_into(office.tracker, "Agencies", cells={f"{ref}|{AGENCY}": {"Received on": "2026-11-27"}})
    office.make_pass(ANSWERED)
    assert chasers(office) == ["sent"]
