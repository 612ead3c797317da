"""A mail at which the outgoing server hangs up: the others go out, it is tried as often as any, and then shown."""

import sqlite3
from collections import Counter
from datetime import datetime, timedelta

from office import FRIDAY, Office, message

from pipeline.edges.journal.notice_queue import QueuedMail
from pipeline.model import Attention
from scheduler.demo.story import mailbox
from scheduler.health import status
from scheduler.office import office_of
from scheduler.steps.send_failures import PAUSES
from scheduler.watch.record import health
from tests.edges.servers import Wire

SOON = FRIDAY + timedelta(minutes=10)
MOST = len(PAUSES) + 1


def post(office: Office, number: int) -> str:
    """Delivers one of the demonstration's mails (by its number there) and gives its sender's address."""
    raw = mailbox()[number - 1].read_bytes()
    office.deliver(raw)
    sender = message(raw).sender
    assert sender is not None
    return sender.address


def mails(office: Office) -> tuple[QueuedMail, ...]:
    with office.journal() as journal:
        return journal.notices.all()


def shown(office: Office) -> list[Attention]:
    with office.journal() as journal:
        return [item for item in journal.casebook.attention() if item.id.startswith(("unclear:", "refused:"))]


def offers(office: Office, recipient: str) -> int:
    """The most often that any one mail to `recipient` was offered."""
    ids = Counter(message(mail.raw).message_id for mail in office.servers.offered if mail.recipients == (recipient,))
    return max(ids.values(), default=0)


def test_the_other_mails_go_out_in_the_same_pass_and_none_of_them_pays_with_a_try(office: Office) -> None:
    office.deliver_all()
    office.servers.hang_ups.add("manager@northshire.example")
    report = office.make_pass(FRIDAY)
    tried = {mail.recipient: (mail.state, mail.tries) for mail in mails(office) if mail.state != "held"}
    assert tried.pop("manager@northshire.example") == ("sending", 1)
    assert len(tried) > 3
    assert set(tried.values()) == {("sent", 1)}
    assert any("may or may not have been sent" in fault for fault in report.faults)


def test_an_urgent_alert_behind_a_mail_in_doubt_goes_out_at_once(office: Office) -> None:
    poisoned = post(office, 1)
    office.servers.hang_ups.add(poisoned)
    office.make_pass(FRIDAY)
    assert offers(office, poisoned) == 1
    post(office, 7)
    before = len(office.servers.sent)
    office.make_pass(SOON)
    assert any("URGENT" in message(mail.raw).subject for mail in office.servers.sent[before:])
    assert offers(office, poisoned) == 2
    # The mail in doubt was the last of this pass.
    assert office.servers.offered[-1].recipients == (poisoned,)


def test_a_mail_in_doubt_pauses_like_any_other(office: Office) -> None:
    poisoned = post(office, 1)
    office.servers.hang_ups.add(poisoned)
    for minutes in (0, 1, 4, 5, 6, 19, 20):
        office.make_pass(FRIDAY + timedelta(minutes=minutes))
    assert offers(office, poisoned) == 3


def test_over_days_it_is_offered_no_oftener_than_a_refused_mail_and_is_then_shown(office: Office) -> None:
    poisoned, refused = post(office, 1), post(office, 4)
    office.servers.hang_ups.add(poisoned)
    office.servers.refusals[refused] = "451 4.3.0 try again later"
    for hours in range(0, 24 * 8, 3):
        office.make_pass(FRIDAY + timedelta(hours=hours))
    assert offers(office, poisoned) == MOST
    (one,) = [mail for mail in mails(office) if mail.recipient == refused and mail.state == "refused"]
    assert one.tries == MOST
    said = {item.id.partition(":")[0]: item for item in shown(office)}
    assert "may or may not have arrived" in said["unclear"].what
    assert "may or may not have been sent" in said["unclear"].why
    assert said.keys() == {"unclear", "refused"}
    with office.journal() as journal:
        states = status(office_of(office.config), journal, now=FRIDAY + timedelta(days=8))
    assert (states["unclear"], states["refused"]) == (1, 1)


def test_health_is_not_good_while_a_mail_is_in_doubt_and_is_again_once_it_is_shown(office: Office) -> None:
    poisoned = post(office, 1)
    office.servers.hang_ups.add(poisoned)
    good: list[datetime] = []
    for hours in range(0, 24 * 8, 6):
        now = FRIDAY + timedelta(hours=hours)
        office.make_pass(now)
        if health(office.folder / "store").is_good:
            good.append(now)
        else:
            assert not shown(office) or not good
    assert good
    assert min(good) > FRIDAY + timedelta(days=2)


def test_a_mail_in_doubt_that_the_sent_folder_holds_is_not_offered_again(office: Office) -> None:
    poisoned = post(office, 1)
    office.servers.hang_ups.add(poisoned)
    office.make_pass(FRIDAY)
    (lost,) = [mail for mail in office.servers.offered if mail.recipients == (poisoned,)]
    office.servers.deliver(lost.raw, "Sent")
    office.make_pass(SOON)
    assert offers(office, poisoned) == 1
    assert {mail.state for mail in mails(office)} == {"sent"}


def test_a_mail_that_passes_cut_off_left_in_doubt_too_often_is_shown_and_offered_no_more(office: Office) -> None:
    sender = post(office, 1)
    office.servers.refusals[sender] = "451 4.3.0 try again later"
    office.make_pass(FRIDAY)
    office.servers.refusals.clear()
    with sqlite3.connect(office.folder / "store" / "journal.sqlite") as store:
        store.execute("UPDATE notices SET state = 'sending', tries = 300 WHERE recipient = ?", (sender,))
    store.close()
    office.make_pass(SOON)
    assert offers(office, sender) == 0
    assert [item.id.partition(":")[0] for item in shown(office)] == ["unclear"]


def through(office: Office, section: str, port: int) -> None:
    """Leads the office's connections to a server over `port`."""
    text = office.config.read_text(encoding="utf-8")
    there = {"[mailbox]": office.servers.imap_port, "[outgoing]": office.servers.smtp_port}[section]
    office.config.write_text(text.replace(f"port = {there}", f"port = {port}"), encoding="utf-8")


def test_a_server_that_hangs_up_between_mails_costs_nobody_a_try(office: Office) -> None:
    office.deliver_all()
    asked = 0

    def cut(seen: bytes) -> bytes | None:
        nonlocal asked
        asked += seen.lower().startswith(b"mail from")
        # Every second mail finds the connection gone before it is offered.
        return None if seen.lower().startswith(b"mail from") and not asked % 2 else seen

    with Wire(office.servers.smtp_port, to_server=cut) as wire:
        through(office, "[outgoing]", wire.port)
        report = office.make_pass(FRIDAY)
    assert len(office.servers.sent) > 4
    assert {(mail.state, mail.tries) for mail in mails(office) if mail.state != "held"} == {("sent", 1)}
    assert report.faults == []


def test_a_server_that_hangs_up_on_every_mail_unheard_costs_nobody_a_try_and_is_shown(office: Office) -> None:
    office.deliver_all()

    def cut(seen: bytes) -> bytes | None:
        return None if seen.lower().startswith(b"mail from") else seen

    with Wire(office.servers.smtp_port, to_server=cut) as wire:
        through(office, "[outgoing]", wire.port)
        for minutes in range(0, 60, 5):
            assert office.make_pass(FRIDAY + timedelta(minutes=minutes)).faults
    # Two mails, each on two connections, are enough to know.
    assert len(office.servers.sign_ins) <= 12 * (4 + 2)
    assert {(mail.state, mail.tries) for mail in mails(office) if mail.state != "held"} == {("queued", 0)}
    with office.journal() as journal:
        assert "Mail cannot be sent" in [item.what for item in journal.casebook.attention()]


def test_the_journal_says_sent_before_the_copy_goes_into_the_sent_folder(office: Office) -> None:
    office.servers.sent_folder = ""
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text.replace("save_sent = false", "save_sent = true"), encoding="utf-8")
    post(office, 1)
    told: list[set[str]] = []

    def look(seen: bytes) -> bytes:
        if b" APPEND " in seen:
            told.append({mail.state for mail in mails(office)})
        return seen

    with Wire(office.servers.imap_port, to_server=look) as wire:
        through(office, "[mailbox]", wire.port)
        office.make_pass(FRIDAY)
    assert told
    assert not any("sending" in states for states in told)
    assert len(office.servers.mails("Sent")) == len(office.servers.sent) == len(told)
