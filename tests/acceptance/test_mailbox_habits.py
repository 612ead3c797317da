"""What people do in a shared mailbox beside the program: drag, read, move, send twice."""

from datetime import timedelta

from imapclient import IMAPClient
from office import FRIDAY, MONDAY, Office

from parsers.mail.message import message, received_at
from scheduler.demo.story import ADDRESS, PASSWORD, mailbox

SOON = FRIDAY + timedelta(minutes=10)


def first_referral() -> bytes:
    return mailbox()[0].read_bytes()


def cases(office: Office) -> int:
    with office.journal() as journal:
        return len(journal.casebook.refs())


def shown(office: Office) -> list[str]:
    with office.journal() as journal:
        return [item.what for item in journal.casebook.attention() if not item.resolved]


def thanks(office: Office) -> int:
    return sum("received your referral" in message(mail.raw).subject for mail in office.servers.sent)


def test_the_same_mail_delivered_twice_is_one_case_and_one_answer(office: Office) -> None:
    office.deliver(first_referral())
    office.deliver(first_referral())
    office.make_pass(FRIDAY)
    assert (cases(office), thanks(office)) == (1, 1)
    assert office.servers.mails("INBOX") == ()
    assert len(office.servers.mails("Processed")) == 2


def test_a_mail_that_a_person_has_read_is_read_all_the_same(office: Office) -> None:
    raw = first_referral()
    office.servers.deliver(raw, at=received_at(message(raw)), flags=(r"\Seen",))
    office.make_pass(FRIDAY)
    assert cases(office) == 1


def test_a_mail_moved_before_it_was_seen_is_shown_and_read_once_it_is_dragged_to_retry(office: Office) -> None:
    office.make_pass(FRIDAY)  # what lies there before the first pass is history
    raw = first_referral()
    office.servers.deliver(raw, "Processed", at=received_at(message(raw)))
    office.make_pass(FRIDAY)
    assert cases(office) == 0
    assert "A mail in the folder Processed that was never read" in shown(office)
    office.servers.deliver(raw, "Retry", at=received_at(message(raw)))
    office.make_pass(SOON)
    assert cases(office) == 1


def test_a_mail_dragged_to_retry_is_read_again_and_neither_opens_a_case_nor_is_answered_twice(office: Office) -> None:
    office.deliver(first_referral())
    office.make_pass(FRIDAY)
    before = office.standing()
    office.servers.deliver(first_referral(), "Retry")
    report = office.make_pass(SOON)
    assert report.counts["mails read again"] == 1
    after = office.standing()
    assert (after["cases"], after["sent"]) == (before["cases"], before["sent"])
    assert office.servers.mails("Retry") == ()


def test_a_partners_mail_in_junk_is_shown_once_and_left_there(office: Office) -> None:
    office.servers.deliver(first_referral(), "Junk")
    office.make_pass(FRIDAY)
    office.make_pass(SOON)
    assert shown(office).count("A mail from a known partner lies in Junk") == 1
    assert len(office.servers.mails("Junk")) == 1
    assert cases(office) == 0


def test_a_mail_that_breaks_the_reader_goes_to_a_person_and_stops_no_other(office: Office) -> None:
    broken = (
        b"From: x@y.example\r\nSubject: =?utf-8?q?=00?=\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n"
    )
    office.deliver(broken + b"Content-Type: application/x-zip\r\n\r\n" + bytes(range(256)), at=FRIDAY)
    office.deliver(first_referral())
    office.make_pass(FRIDAY)
    assert cases(office) == 1
    assert len(office.servers.mails("Needs attention")) == 1


def set_mode(office: Office, mode: str, kind: str = "acknowledgement") -> None:
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(f'{text}\n[notices.modes]\n{kind} = "{mode}"\n', encoding="utf-8")


def test_in_draft_mode_a_mail_lies_once_in_drafts_and_nothing_is_sent(office: Office) -> None:
    set_mode(office, "draft")
    office.deliver(first_referral())
    office.make_pass(FRIDAY)
    office.make_pass(SOON)
    (draft,) = office.servers.mails("Drafts")
    assert "received your referral" in message(draft.raw).subject
    assert thanks(office) == 0


def test_requests_that_a_person_sent_from_drafts_count_as_asked_though_the_copy_lies_elsewhere(office: Office) -> None:
    """Exchange keeps what somebody sends for a shared mailbox in that person's own Sent Items, unless it is told not to."""
    set_mode(office, "draft", "agency_request")
    office.deliver(first_referral())
    office.make_pass(FRIDAY)
    ref = office.manager_types()
    office.make_pass(MONDAY)
    requests = office.servers.mails("Drafts")
    assert requests
    empty(office, "Drafts")
    for days in (0, 1, 2):
        office.make_pass(MONDAY + timedelta(days=days, hours=2))
    assert shown(office).count("Requests to agencies have left Drafts, and no copy lies in Sent") == 1
    with office.snapshot(MONDAY + timedelta(days=2)) as known:
        asked = known.requested[ref]
        assert set(asked.values()) == {MONDAY.date()}
        assert len(asked) == len(requests)
    with office.journal() as journal:
        assert len(journal.notices.asked(ref)) == len(requests)


def empty(office: Office, folder: str) -> None:
    """A person takes out whatever lies in `folder`."""
    with IMAPClient(office.servers.host, port=office.servers.imap_port, ssl=False) as mailbox:
        mailbox.login(ADDRESS, PASSWORD)
        mailbox.select_folder(folder)
        mailbox.delete_messages(mailbox.search())
        mailbox.expunge()


def test_in_hold_mode_a_mail_is_only_noted(office: Office) -> None:
    set_mode(office, "hold")
    office.deliver(first_referral())
    office.make_pass(FRIDAY)
    assert (thanks(office), office.servers.mails("Drafts")) == (0, ())
    with office.journal() as journal:
        assert any("held back" in entry.event for entry in journal.casebook.entries())


def test_a_recipient_who_is_refused_is_shown_and_tried_no_more(office: Office) -> None:
    sender = message(first_referral()).sender
    assert sender is not None
    office.servers.refusals[sender.address] = "550 5.1.1 no such user"
    office.deliver(first_referral())
    office.make_pass(FRIDAY)
    office.make_pass(SOON)
    assert any(what.startswith("A mail that was not taken") for what in shown(office))
    assert thanks(office) == 0


def test_a_recipient_who_is_busy_is_tried_again_later(office: Office) -> None:
    sender = message(first_referral()).sender
    assert sender is not None
    office.servers.refusals[sender.address] = "451 4.3.0 try again later"
    office.deliver(first_referral())
    office.make_pass(FRIDAY)
    office.servers.refusals.clear()
    office.make_pass(FRIDAY + timedelta(minutes=1))
    assert thanks(office) == 0
    office.make_pass(SOON)
    assert thanks(office) == 1
