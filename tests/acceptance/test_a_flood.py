"""Row "a flood": quotas by class, urgent mails of one pass in one alert, few answers to strangers and to one domain."""

import re
from datetime import UTC, datetime, timedelta

from office import FRIDAY, Office, message
from put_back import kept

from scheduler.demo.people import type_into

THURSDAY = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
MANAGER, DEPUTY = "manager@northshire.example", "deputy@northshire.example"
POLICE = "public.protection@northshire-police.example"
DEPUTY_ENTERED = f"""
[[contacts]]
name = "Deputy"
address = "{DEPUTY}"
agency = "Northshire SCP"
role = "deputy"
"""


def cry(number: int, sender: str, *, verdict: str, at: datetime) -> bytes:
    return (
        f"Return-Path: <{sender}>\r\n"
        f"Authentication-Results: mx01.northshire.example; {verdict} header.from={sender.partition('@')[2]}\r\n"
        f"From: Somebody <{sender}>\r\nTo: referrals@northshire.example\r\n"
        f"Date: {at:%a, %d %b %Y %H:%M:%S} +0000\r\nMessage-ID: <{number}.{sender}>\r\nSubject: Please read\r\n\r\n"
        f"He is hitting the boy Casimir now, I hear it through the wall. Flat {number}, 12 Bobbin Row.\r\n"
    ).encode()


@kept
def at_work(office: Office) -> Office:
    """An office whose rapid review is due on Monday 7 December, with a deputy and an empty mailbox."""
    office.config.write_text(office.config.read_text(encoding="utf-8") + DEPUTY_ENTERED, encoding="utf-8")
    office.deliver_all()
    office.make_pass(FRIDAY)
    typed = {"LA aware on": "2026-11-12", "Criteria met": "yes", "Notified Panel on": "2026-11-16"}
    type_into(office.tracker, "Cases", cells={office.first_death(): typed})
    office.make_pass(datetime(2026, 11, 16, 9, 30, tzinfo=UTC))
    office.servers.sent.clear()
    return office


def told(office: Office, recipient: str) -> list[str]:
    return [message(mail.raw).subject for mail in office.servers.sent if mail.recipients == (recipient,)]


def flood(office: Office, number: int, *, domain: str = "elsewhere.example", verdict: str = "dmarc=none") -> None:
    for each in range(number):
        at = THURSDAY - timedelta(minutes=number - each)
        office.deliver(cry(each, f"guest{each}@{domain}", verdict=verdict, at=at), at)


def test_behind_150_forged_mails_alert_reminder_and_digest_leave_in_the_first_pass(at_work: Office) -> None:
    at_work.config.write_text(
        at_work.config.read_text(encoding="utf-8").replace("[outgoing]", "[outgoing]\nper_hour = 25"), encoding="utf-8"
    )
    flood(at_work, 150)
    genuine = cry(999, "head@fellside-school.example", verdict="dmarc=pass", at=THURSDAY)
    at_work.deliver(genuine, THURSDAY - timedelta(minutes=75))
    at_work.make_pass(THURSDAY)

    (urgent,) = [subject for subject in told(at_work, MANAGER) if "URGENT" in subject]
    assert int(urgent.partition("now (")[2].partition(" mails")[0]) >= 151
    for person in (MANAGER, DEPUTY):
        assert any("Today: " in subject for subject in told(at_work, person))
    assert len(told(at_work, POLICE)) == 1
    strangers = [mail for mail in at_work.servers.sent if mail.recipients[0].endswith("@elsewhere.example")]
    assert 0 < len(strangers) <= 20


def test_the_one_alert_lists_each_mail_by_time_and_sender_the_confirmed_first_and_never_the_child(
    office: Office,
) -> None:
    flood(office, 45)
    genuine = cry(999, "head@fellside-school.example", verdict="dmarc=pass", at=THURSDAY)
    office.deliver(genuine, THURSDAY - timedelta(minutes=2))
    office.make_pass(THURSDAY)
    (alert,) = [
        message(mail.raw)
        for mail in office.servers.sent
        if mail.recipients == (MANAGER,) and "46 mails" in message(mail.raw).subject
    ]
    first = alert.text.partition("2 of 46")[0]
    assert "Received Thu 3 December 2026, 08:58 from fellside-school.example" in first
    assert "folder Needs attention; originals/mail-" in first
    assert len(re.findall(r"Received .* from elsewhere\.example", alert.text)) == 45
    assert "Northshire front door 01632 960100" in alert.text
    assert not any(word in alert.text for word in ("Casimir", "Bobbin", "guest", "head@"))
    name = first.partition("originals/")[2].partition(" ")[0]
    page = (office.folder / "today.html").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith('<tr class="pressing">')]
    assert lines
    for line in lines:
        assert line.count("elsewhere.example") == 1  # whose it is and when it came are said once
        assert line.count("08:") == 1
        assert '<a href="originals/mail-' in line
    assert (office.folder / "originals" / name).read_bytes().replace(b"\r\n", b"\n") == genuine.replace(b"\r\n", b"\n")


def test_no_class_waits_because_a_lower_one_has_used_up_the_hour(at_work: Office) -> None:
    at_work.config.write_text(
        at_work.config.read_text(encoding="utf-8").replace("[outgoing]", "[outgoing]\nper_hour = 3"), encoding="utf-8"
    )
    early = THURSDAY - timedelta(minutes=70)  # before eight nobody is reminded, and whoever cries for help is answered
    for each in range(6):
        sender = f"guest{each}@place{each}.example"
        at_work.deliver(cry(each, sender, verdict="dmarc=pass", at=early), early)
    at_work.make_pass(early)
    answers = [mail for mail in at_work.servers.sent if mail.recipients[0].startswith("guest")]
    assert len(answers) == 3
    before = len(at_work.servers.sent)
    at_work.make_pass(early + timedelta(minutes=50))
    later = [mail.recipients[0] for mail in at_work.servers.sent[before:]]
    assert sum(recipient.startswith("guest") for recipient in later) == 0
    assert len([recipient for recipient in later if not recipient.startswith("guest")]) >= 3


def test_senders_of_one_domain_get_no_more_answers_together_than_the_settings_say(office: Office) -> None:
    office.config.write_text(
        office.config.read_text(encoding="utf-8").replace("[outgoing]", "[outgoing]\nanswers_to_a_domain_per_day = 4"),
        encoding="utf-8",
    )
    flood(office, 9, domain="northshire-police.example", verdict="dmarc=pass")
    flood(office, 2, domain="fellside-school.example", verdict="dmarc=pass")
    office.make_pass(THURSDAY)
    answered = [mail.recipients[0].partition("@")[2] for mail in office.servers.sent if "guest" in mail.recipients[0]]
    assert sorted(answered) == ["fellside-school.example"] * 2 + ["northshire-police.example"] * 4
