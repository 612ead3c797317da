"""What `caseclock check` proves beside the servers: nothing left as an example, rights, a second person, the clock."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from office import FRIDAY, Office

from scheduler.check import Finding, findings
from scheduler.office import office_of
from scheduler.ports import open_ports


def wrong(office: Office) -> dict[str, Finding]:
    """What is not good in a set-up, by its sentence."""
    given = office_of(office.config)
    with open_ports(given) as ports:
        found = findings(given, ports, now=FRIDAY)
    return {finding.said: finding for finding in found if not finding.good}


def with_text(old: str, new: str) -> Callable[[Office], None]:
    def change(office: Office) -> None:
        text = office.config.read_text(encoding="utf-8")
        assert old in text
        office.config.write_text(text.replace(old, new), encoding="utf-8")

    return change


def without_others(office: Office) -> None:
    """Only the manager and an agency are left of the contacts."""
    text = office.config.read_text(encoding="utf-8")
    for role in ("la-lead", "chair"):
        text = text.replace(f'role = "{role}"', 'role = "agency"')
    office.config.write_text(text, encoding="utf-8")


def open_store(office: Office) -> None:
    (office.folder / "store").chmod(0o755)


def locked_tracker(office: Office) -> None:
    office.make_pass(FRIDAY - timedelta(hours=1))
    office.tracker.chmod(0o444)


def pass_to_come(office: Office) -> None:
    office.make_pass(FRIDAY + timedelta(hours=2))


ADDRESS = 'address = "referrals@northshire.example"'


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (with_text(ADDRESS, 'address = "referrals@localhost.example"'), "Still an example: office.address."),
        (without_others, "Questions and alerts reach one person alone."),
        (open_store, "Every user of this machine may look into it."),
        (locked_tracker, "tracker.xlsx is read-only; clear that mark and the next pass writes it."),
        (pass_to_come, "It is 120 minutes behind what was seen elsewhere."),
    ],
    ids=["example", "one person", "open store", "read-only tracker", "clock"],
)
def test_what_is_not_good_is_said(office: Office, change: Callable[[Office], None], says: str) -> None:
    assert not any(says in said for said in wrong(office))
    change(office)
    assert any(says in said for said in wrong(office)), wrong(office)
