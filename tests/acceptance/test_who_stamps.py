"""`caseclock check` looks at the newest mails and says whose results the settings should believe."""

import pytest
from office import MONDAY, Office

from scheduler.check import findings
from scheduler.checking.finding import Finding
from scheduler.checking.mail_servers import NEWEST
from scheduler.office import office_of
from scheduler.ports import open_ports

SET = "trusted_authserv_ids"


def mail(number: int, *stamped: str, sender: str = "a.penhallow@council.example") -> bytes:
    stamps = "".join(f"Authentication-Results: {each}\r\n" for each in stamped)
    return (
        f"Received: from mail.council.example by mx01.northshire.example; Mon, 16 Nov 2026 09:00:00 +0000\r\n{stamps}"
        f"From: {sender}\r\nTo: referrals@northshire.example\r\nSubject: {number}\r\n"
        f"Message-ID: <{number}@council.example>\r\n\r\nx\r\n"
    ).encode()


def senders(office: Office, *mails: bytes, intake: str = "", folder: str = "INBOX") -> Finding:
    """What `check` says of the mailbox with these mails, oldest first, under these settings of [intake]."""
    for raw in mails:
        office.servers.deliver(raw, at=MONDAY, folder=folder)
    config = office.config.read_text(encoding="utf-8").replace("[intake]", f"[intake]\n{intake}")
    office.config.write_text(config, encoding="utf-8")
    known = office_of(office.config)
    with open_ports(known) as ports:
        (found,) = [found for found in findings(known, ports, now=MONDAY) if found.what == "Senders"]
    return found


def test_the_server_that_stamps_is_proposed_and_one_that_somebody_made_up_is_not(office: Office) -> None:
    real = [mail(number, "mx01.northshire.example; dmarc=pass", "mx.evil.example; spf=pass") for number in range(9)]
    ours = [mail(90 + number, sender="referrals@northshire.example") for number in range(20)]
    found = senders(office, *real, mail(10, "mx.evil.example; dmarc=pass"), *ours)
    assert found.good
    assert found.said.startswith("9 of the newest 10 mails bear results stamped by mx01.northshire.example. ")
    assert f'intake.{SET} = ["mx01.northshire.example"]' in found.said


def test_microsoft_365_is_proposed_by_the_name_that_the_settings_have_for_it(office: Office) -> None:
    found = senders(office, mail(1, "spf=pass smtp.mailfrom=council.example;dmarc=pass action=none"))
    assert f'intake.{SET} = ["microsoft365"]' in found.said


def test_only_the_newest_are_looked_at(office: Office) -> None:
    old = [mail(number, "old.northshire.example; dmarc=pass") for number in range(NEWEST)]
    new = [mail(100 + number, "new.northshire.example; dmarc=pass") for number in range(NEWEST)]
    assert (
        f"{NEWEST} of the newest {NEWEST} mails bear results stamped by new.north" in senders(office, *old, *new).said
    )


def test_mails_that_were_filed_away_are_looked_at_too(office: Office) -> None:
    assert "1 of the newest 1" in senders(office, mail(1, "mx.example; none"), folder="Processed").said


@pytest.mark.parametrize(
    ("intake", "meaning"),
    [("", "only proposed"), ('without_results = "trust-known-senders"', "whoever writes an address that a case knows")],
)
def test_a_server_that_stamps_nothing_is_said_with_what_that_means(office: Office, intake: str, meaning: str) -> None:
    found = senders(office, *map(mail, range(9)), mail(10, "mx01.northshire.example; dmarc=pass"), intake=intake)
    assert found.good
    assert "The server stamps no results on the newest 10 mails" in found.said
    assert meaning in found.said


def test_an_empty_mailbox_shows_nothing_yet(office: Office) -> None:
    assert "run this again" in senders(office).said


def test_a_setting_that_fits_is_good(office: Office) -> None:
    found = senders(office, mail(1, "mx01.northshire.example; none"), intake=f'{SET} = ["northshire.example"]')
    assert (found.good, "1 of the newest 1 mails bear any" in found.said) == (True, True)


@pytest.mark.parametrize(
    ("stamped", "remedy"),
    [(("mx.google.com; none",), f'Set intake.{SET} = ["mx.google.com"]'), ((), "No sender can be confirmed so.")],
)
def test_a_setting_that_fits_no_mail_is_wrong_and_says_what_would(
    office: Office, stamped: tuple[str, ...], remedy: str
) -> None:
    found = senders(office, mail(1, *stamped), intake=f'{SET} = ["mx01.northshire.example"]')
    assert not found.good
    assert remedy in found.remedy
