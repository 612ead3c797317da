"""What `caseclock check` proves beside the servers: nothing left as an example, rights, a second person, the clock."""

from collections.abc import Callable
from datetime import datetime, timedelta

import openpyxl
import pytest
from office import FRIDAY, Office

from pipeline.edges.clock import now as clock_now
from scheduler.check import findings
from scheduler.checking.finding import Finding
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


def file_for_a_folder(office: Office) -> None:
    (office.folder / "originals").write_bytes(b"")


def pass_to_come(office: Office) -> None:
    office.make_pass(FRIDAY + timedelta(hours=2))


def list_of_before(office: Office) -> None:
    """The list that the office kept before lies where the tracker is to lie."""
    kept = openpyxl.Workbook()
    kept.active.append(["No", "Child initials", "Date of incident", "Notified?"])
    kept.active.append([1, "AB", "3rd Jan 2026", "Y"])
    kept.save(office.tracker)


ADDRESS = 'address = "referrals@northshire.example"'


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (with_text(ADDRESS, 'address = "referrals@localhost.example"'), "Still an example: office.address."),
        (without_others, "Questions and alerts reach one person alone."),
        (open_store, "Every user of this machine may look into it."),
        (locked_tracker, "tracker.xlsx is read-only; clear that mark and the next pass writes it."),
        (list_of_before, "tracker.xlsx is another workbook"),
        (file_for_a_folder, "takes no file"),
        (pass_to_come, "It is 120 minutes behind what was seen elsewhere."),
    ],
    ids=["example", "one person", "open store", "read-only tracker", "another workbook", "originals", "clock"],
)
def test_what_is_not_good_is_said(office: Office, change: Callable[[Office], None], says: str) -> None:
    assert not any(says in said for said in wrong(office))
    change(office)
    assert any(says in said for said in wrong(office)), wrong(office)


def test_a_list_of_before_in_the_tracker_s_place_is_left_as_it_is_and_said_once(office: Office) -> None:
    list_of_before(office)
    before = office.tracker.read_bytes()
    for hours in (0, 1):
        office.make_pass(FRIDAY + timedelta(hours=hours))
    with office.journal() as journal:
        shown = [item.what for item in journal.casebook.attention() if item.id.startswith("sheet:")]
    assert shown == ["The file of the tracker is another workbook: none of the tracker's sheets is in it."]
    assert office.tracker.read_bytes() == before


def with_an_invented_contact(office: Office) -> None:
    """The office writes from a domain of its own, and one of its contacts is still the example of the file."""
    text = office.config.read_text(encoding="utf-8").replace("northshire.example", "northshirescp.org.uk")
    text = text.replace("chair@northshirescp.org.uk", "chair@northshire.example")
    office.config.write_text(text.replace(".example", ".org.uk").replace("chair@northshire.org.uk", EXAMPLE), "utf-8")


EXAMPLE = "chair@northshire.example"


def test_an_address_at_a_domain_that_nobody_has_is_an_example_left_over(office: Office) -> None:
    with_an_invented_contact(office)
    assert "Still an example: the contact Partnership chair." in wrong(office)


def test_a_duty_without_anybody_is_good_only_while_a_manager_stands_in(office: Office) -> None:
    without_others(office)
    assert not any("nobody is reminded" in said for said in wrong(office))
    with_text('role = "manager"', 'role = "agency"')(office)
    assert any("nobody is reminded" in said for said in wrong(office))


def looked_at(office: Office, *, now: datetime, mail_within: timedelta | None = None) -> dict[str, Finding]:
    """What was found, by what was looked at; of several about one thing the last."""
    given = office_of(office.config)
    with open_ports(given) as ports:
        return {found.what: found for found in findings(given, ports, now=now, mail_within=mail_within)}


def test_the_mailbox_is_signed_in_to_once(office: Office) -> None:
    looked_at(office, now=FRIDAY)
    assert office.servers.mailbox_visits == 1


@pytest.mark.parametrize(("says", "good", "said"), [("16:00:02", True, "2 seconds"), ("15:30:00", False, "30 minutes")])
def test_the_clock_is_held_against_the_greeting_of_the_outgoing_server(
    office: Office, says: str, good: bool, said: str
) -> None:
    office.servers.greeting = f"Microsoft ESMTP MAIL Service ready at Fri, 13 Nov 2026 {says} +0000"
    clock = looked_at(office, now=FRIDAY)["Clock"]
    assert (clock.good, said in clock.said, "greeting" in clock.said) == (good, True, True)


def test_without_a_server_that_tells_the_time_the_check_says_what_it_relies_on(office: Office) -> None:
    clock = looked_at(office, now=FRIDAY)["Clock"]
    assert clock.good
    assert "No server says what time it is" in clock.said


def test_nothing_is_sent_unasked(office: Office) -> None:
    looked_at(office, now=FRIDAY)
    assert not office.servers.offered


def test_a_mail_to_ourselves_goes_out_comes_in_and_tells_the_time(office: Office) -> None:
    office.servers.sent_folder = "INBOX"
    office.servers.greeting = "ESMTP Fri, 13 Nov 2026 16:00:00 +0000"  # the mailbox's own word counts for more
    found = looked_at(office, now=clock_now(), mail_within=timedelta(seconds=10))
    assert found["Mail to ourselves"].good
    assert [mail.recipients for mail in office.servers.sent] == [("referrals@northshire.example",)]
    assert found["Clock"].good
    assert "the mailbox server gave a mail" in found["Clock"].said
    assert office.servers.mailbox_visits == 1
    assert not office.make_pass(clock_now()).faults
    assert len(office.servers.mails("Processed")) == 1


def test_a_clock_that_is_off_shows_by_the_mail_to_ourselves(office: Office) -> None:
    office.servers.sent_folder = "INBOX"
    clock = looked_at(office, now=clock_now() - timedelta(hours=2), mail_within=timedelta(seconds=10))["Clock"]
    assert not clock.good
    assert "120 minutes behind" in clock.said or "119 minutes behind" in clock.said


@pytest.mark.parametrize(("folder", "said"), [("Lost", "has not come in"), ("Junk", "came into Junk")])
def test_a_mail_to_ourselves_that_does_not_come_in_is_said(office: Office, folder: str, said: str) -> None:
    office.servers.sent_folder = folder
    found = looked_at(office, now=FRIDAY, mail_within=timedelta())["Mail to ourselves"]
    assert not found.good
    assert said in found.said
    assert found.remedy


def test_a_mail_to_ourselves_that_is_refused_is_said(office: Office) -> None:
    office.servers.refusals["referrals@northshire.example"] = "550 5.7.1 No such mailbox"
    found = looked_at(office, now=FRIDAY, mail_within=timedelta())["Mail to ourselves"]
    assert not found.good
