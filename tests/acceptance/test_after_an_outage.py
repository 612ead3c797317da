"""What could not be sent for a while: nothing stale, settled or out of hours goes out when the server is back."""

from datetime import UTC, datetime, timedelta

from office import FRIDAY, Office, message
from put_back import kept

from scheduler.demo.people import type_into
from scheduler.demo.servers import SentMail

THURSDAY = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
SATURDAY, MONDAY = THURSDAY + timedelta(days=2), THURSDAY + timedelta(days=4)
POLICE = "public.protection@northshire-police.example"


@kept
def office_at_work(office: Office) -> Office:
    """An office whose rapid review is due on Monday 7 December 2026, and whose meeting is not arranged."""
    office.deliver_all()
    office.make_pass(FRIDAY)
    typed = {"LA aware on": "2026-11-12", "Criteria met": "yes", "Notified Panel on": "2026-11-16"}
    type_into(office.tracker, "Cases", cells={office.first_death(): typed})
    office.make_pass(datetime(2026, 11, 16, 9, 30, tzinfo=UTC))
    return office


def sent_in(office: Office, now: datetime) -> list[SentMail]:
    before = len(office.servers.sent)
    office.make_pass(now)
    return office.servers.sent[before:]


def reminders(mails: list[SentMail], to: str = POLICE) -> list[str]:
    return [message(mail.raw).text for mail in mails if mail.recipients == (to,)]


def test_what_waited_over_friday_goes_out_on_monday_and_says_mondays_numbers(office_at_work: Office) -> None:
    office = office_at_work
    with office.without(office.servers.smtp_port):
        assert sent_in(office, THURSDAY) == []
        assert sent_in(office, THURSDAY + timedelta(days=1)) == []
    weekend = sent_in(office, SATURDAY)
    assert all("URGENT" in message(mail.raw).subject for mail in weekend)
    (told,) = reminders(sent_in(office, MONDAY))
    assert "Mon 7 December, due today" in told
    assert "2 working days left" not in told


def test_a_reminder_of_a_duty_done_meanwhile_never_goes_out(office_at_work: Office) -> None:
    office = office_at_work
    with office.without(office.servers.smtp_port):
        office.make_pass(THURSDAY)
    done = {"Rapid review sent on": "2026-12-03", "Rapid review on": "2026-12-02"}
    type_into(office.tracker, "Cases", cells={office.first_death(): done})
    told = reminders(sent_in(office, THURSDAY + timedelta(hours=3)))
    assert not [text for text in told if "rapid review completed" in text.lower()]


def test_an_outage_within_a_day_changes_no_mail(office_at_work: Office) -> None:
    office = office_at_work
    with office.without(office.servers.smtp_port):
        office.make_pass(THURSDAY)
        with office.journal() as journal:
            queued = {mail.key: mail.sha256 for mail in journal.notices.all() if mail.state == "queued"}
        office.make_pass(THURSDAY + timedelta(minutes=5))
    assert queued
    with office.journal() as journal:
        assert queued.items() <= {mail.key: mail.sha256 for mail in journal.notices.all()}.items()
    assert len(sent_in(office, THURSDAY + timedelta(minutes=10))) >= len(queued)
    assert sent_in(office, THURSDAY + timedelta(minutes=15)) == []


def test_a_reminder_that_the_server_put_off_is_withdrawn_once_its_duty_is_done(office_at_work: Office) -> None:
    office = office_at_work
    office.servers.refusals[POLICE] = "450 4.2.0 try again later"
    assert not reminders(sent_in(office, THURSDAY))
    office.servers.refusals.clear()
    done = {"Rapid review sent on": "2026-12-03", "Rapid review on": "2026-12-02"}
    ref = office.first_death()
    type_into(office.tracker, "Cases", cells={ref: done})
    agencies = {ref: {"Received on": "2026-12-03"}}
    type_into(office.tracker, "Agencies", cells=agencies)
    told = reminders(sent_in(office, THURSDAY + timedelta(hours=3)))
    assert not [text for text in told if "rapid review completed" in text.lower()]
