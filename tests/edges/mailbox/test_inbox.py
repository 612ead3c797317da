"""What the inbox promises, on every IMAP server: nothing marked, nothing lost, nothing twice."""

import datetime
import logging

import pytest
from servers import Wire, in_whole_lines, mailbox, somebody, without

from pipeline.edges.mailbox.fetch import header_of
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.errors import InboxUnavailable
from pipeline.model import MessageKey

ARRIVED = datetime.datetime(2026, 10, 25, 1, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))


def mail(number: int, *, body: bytes = b"A body.\r\n", extra: bytes = b"") -> bytes:
    return (
        b"From: sender@agency.example\r\nTo: referrals@partnership.example\r\nSubject: Mail %d\r\n"
        b"Message-ID: <mail-%d@agency.example>\r\n%b\r\n%b" % (number, number, extra, body)
    )


def put(person, *raws: bytes, folder: str = "INBOX", **options) -> None:
    for raw in raws:
        person.append(folder, raw, **options)


def unknown(_: MessageKey) -> bool:
    return False


def all_mails(server, *, folder: str = "INBOX", seen=unknown, **changes):
    with Inbox(mailbox(server, **changes)) as inbox:
        return list(inbox.new_messages(folder, seen))


def test_a_mail_comes_with_its_bytes_size_arrival_and_flags(server, person) -> None:
    raw = mail(1, body=b"Line\r\n.dot\r\n\xff\xfe bytes \x80\r\n")
    put(person, raw, flags=(rb"\Flagged",), msg_time=ARRIVED)
    (fetched,) = all_mails(server)
    assert fetched.raw == raw
    assert fetched.size == len(raw)
    assert fetched.received_at == datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)
    assert fetched.received_at.tzinfo is datetime.UTC
    assert r"\Flagged" in fetched.flags
    assert fetched.header.endswith(b"<mail-1@agency.example>\r\n\r\n")
    assert fetched.key.mailbox == server.user
    assert not fetched.fault


def test_reading_a_mail_leaves_it_unread(server, person) -> None:
    put(person, *[mail(number) for number in range(3)])
    assert len(all_mails(server)) == 3
    person.select_folder("INBOX", readonly=True)
    flags = person.get_flags(person.search("ALL"))
    assert all(rb"\Seen" not in some for some in flags.values())


def test_how_a_folder_stands_is_told_and_changes_with_every_mail_that_comes_or_goes(server, person) -> None:
    with Inbox(mailbox(server)) as inbox:
        inbox.folders()
        before = inbox.states(["INBOX", "No such folder"])
        assert before.keys() == {"INBOX"}
        put(person, mail(1))
        came = inbox.states(["INBOX"])["INBOX"]
        assert came.messages == before["INBOX"].messages + 1
        assert came.uidnext > before["INBOX"].uidnext
        assert came.uidvalidity == before["INBOX"].uidvalidity
        person.select_folder("INBOX")
        person.delete_messages(person.search("ALL"))
        person.expunge()
        went = inbox.states(["INBOX"])["INBOX"]
        assert (went.uidnext, went.messages) == (came.uidnext, 0)
        assert went.uidvalidity == inbox.uidvalidity("INBOX")


def test_nothing_is_told_of_any_folder_where_the_server_does_not_tell_it_of_one(server, person) -> None:
    with Inbox(mailbox(server)) as inbox:
        names = inbox.folders()
        assert inbox.states(["INBOX", names.processed]).keys() == {"INBOX", names.processed}
        person.delete_folder(names.processed)
        assert inbox.states(["INBOX", names.processed]) == {}


def test_from_a_number_on_only_later_mails_come(server, person) -> None:
    put(person, mail(1), mail(2))
    first, second = all_mails(server)
    with Inbox(mailbox(server)) as inbox:
        (later,) = inbox.new_messages("INBOX", unknown, first=first.key.uid + 1)
        assert later.key == second.key
        assert list(inbox.new_messages("INBOX", unknown, first=second.key.uid + 1)) == []


def test_mails_come_oldest_first_and_only_those_not_seen(server, person) -> None:
    put(person, *[mail(number) for number in range(7)])
    first = all_mails(server)
    assert [one.raw for one in first] == [mail(number) for number in range(7)]
    known = {one.key for one in first[:5]}
    again = all_mails(server, seen=known.__contains__)
    assert [one.key for one in again] == [one.key for one in first[5:]]


def test_a_mail_that_a_person_has_read_is_still_new(server, person) -> None:
    put(person, *[mail(number) for number in range(6)])
    person.select_folder("INBOX")
    uids = person.search("ALL")
    person.add_flags(uids[:3], [rb"\Seen"])
    assert len(all_mails(server)) == 6


def test_mails_that_a_person_moves_or_deletes_between_passes_disturb_no_other(server, person) -> None:
    put(person, *[mail(number) for number in range(8)])
    known = {one.key for one in all_mails(server)[:2]}
    person.create_folder("Elsewhere")
    person.select_folder("INBOX")
    uids = sorted(person.search("ALL"))
    person.move(uids[2:4], "Elsewhere")
    person.add_flags(uids[4:5], [rb"\Deleted"])
    person.uid_expunge(uids[4:5])
    left = all_mails(server, seen=known.__contains__)
    assert [one.raw for one in left] == [mail(5), mail(6), mail(7)]


def test_a_mail_that_vanishes_in_mid_fetch_is_passed_over(server, person) -> None:
    put(person, *[mail(number) for number in range(6)])
    with Inbox(mailbox(server, batch_messages=2)) as inbox:
        mails = inbox.new_messages("INBOX", unknown)
        got = [next(mails), next(mails)]
        person.select_folder("INBOX")
        uid = sorted(person.search("ALL"))[3]
        person.add_flags([uid], [rb"\Deleted"])
        person.uid_expunge([uid])
        got.extend(mails)
    # A server may go on showing a mail to a session that has not been told of its end; it must not be a fault.
    assert [one.raw for one in got if one.raw != mail(3)] == [mail(number) for number in (0, 1, 2, 4, 5)]
    assert not any(one.fault for one in got)


def test_the_same_mail_delivered_twice_is_two_mails(server, person) -> None:
    put(person, mail(1), mail(1))
    first, second = all_mails(server)
    assert first.raw == second.raw
    assert first.key != second.key


@pytest.mark.parametrize("batch", [1, 2, 3, 50])
def test_the_size_of_a_batch_changes_nothing(server, person, batch: int) -> None:
    put(person, *[mail(number) for number in range(7)])
    assert [one.raw for one in all_mails(server, batch_messages=batch)] == [mail(number) for number in range(7)]


def test_large_mails_in_one_batch_stay_within_its_megabytes(server, person) -> None:
    big = [mail(number, body=b"x" * 998 + b"\r\n" + b"y" * 700_000 + b"\r\n") for number in range(4)]
    put(person, *big)
    assert [one.raw for one in all_mails(server, batch_megabytes=1)] == big


def test_a_mail_over_the_limit_comes_by_its_header_only_and_says_so(server, person) -> None:
    body = (b"z" * 70 + b"\r\n") * 20_000
    put(person, mail(1), mail(2, body=body), mail(3))
    one, two, three = all_mails(server, largest_megabytes=1)
    assert (one.raw, three.raw) == (mail(1), mail(3))
    assert two.too_large
    assert two.raw is None
    assert two.size == len(mail(2, body=body))
    assert b"<mail-2@agency.example>" in two.header
    assert body[:100] not in two.header
    assert "mailbox.largest_megabytes" in two.fault


def test_an_empty_folder_has_nothing_new(server) -> None:
    assert all_mails(server) == []


def test_a_renewed_folder_has_new_keys_and_old_keys_are_refused(server, person) -> None:
    person.create_folder("Referrals")
    put(person, mail(1), folder="Referrals")
    (old,) = all_mails(server, folder="Referrals")
    person.delete_folder("Referrals")
    person.create_folder("Referrals")
    put(person, mail(2), folder="Referrals")
    with Inbox(mailbox(server)) as inbox:
        names = inbox.folders()
        assert inbox.uidvalidity("Referrals") != old.key.uidvalidity
        (new,) = inbox.new_messages("Referrals", {old.key}.__contains__)
        assert new.raw == mail(2)
        assert inbox.message(old.key) is None
        moved = inbox.move(old.key, names.processed)
        assert moved.state == "renumbered"
        assert "renumbered" in moved.why
        assert inbox.uids("Referrals") == (new.key.uid,)


def test_the_newest_headers_come_alone_newest_first_and_leave_the_mail_unread(server, person) -> None:
    put(person, *[mail(number) for number in range(4)])
    with Inbox(mailbox(server)) as inbox:
        assert inbox.newest_headers("INBOX", 2) == (header_of(mail(3)), header_of(mail(2)))
        assert len(inbox.newest_headers("INBOX", 9)) == 4
        assert inbox.newest_headers("INBOX", 0) == ()
        assert inbox.newest_headers("No such folder", 9) == ()
    person.select_folder("INBOX", readonly=True)
    assert all(rb"\Seen" not in some for some in person.get_flags(person.search("ALL")).values())


def test_a_mail_is_found_by_its_key_and_by_its_message_id(server, person) -> None:
    put(person, mail(1), mail(11), mail(2))
    with Inbox(mailbox(server)) as inbox:
        (found,) = inbox.find("INBOX", "<mail-1@agency.example>")
        fetched = inbox.message(found)
        assert fetched is not None
        assert fetched.raw == mail(1)
        assert inbox.find("INBOX", "mail-1@agency.example") == ()
        assert inbox.find("INBOX", "<nobody@agency.example>") == ()
        assert inbox.find("No such folder", "<mail-1@agency.example>") == ()
        gone = MessageKey(mailbox=found.mailbox, folder="INBOX", uidvalidity=found.uidvalidity, uid=99_999)
        assert inbox.message(gone) is None


ODD_IDS = ["<AS8P/+q=$x!_{1}%*@agency.example>", '<a "quoted" b\\c@agency.example>']


@pytest.mark.dovecot
@pytest.mark.parametrize("odd", ODD_IDS)
def test_a_message_id_with_odd_characters_is_found(dovecot, odd: str) -> None:
    with somebody(dovecot) as person:
        put(person, b"Message-ID: " + odd.encode() + b"\r\nSubject: x\r\n\r\nBody\r\n")
    with Inbox(mailbox(dovecot)) as inbox:
        assert len(inbox.find("INBOX", odd)) == 1


def test_our_own_mail_is_appended_with_its_flags_and_found_again(server) -> None:
    with Inbox(mailbox(server)) as inbox:
        names = inbox.folders()
        key = inbox.append(names.sent, mail(5), flags=(r"\Seen",))
        assert inbox.find(names.sent, "<mail-5@agency.example>") == (key,)
        assert key is not None
        fetched = inbox.message(key)
        assert fetched is not None
        assert fetched.raw == mail(5)
        assert r"\Seen" in fetched.flags


def test_a_restart_in_mid_fetch_loses_nothing(server, person) -> None:
    put(person, *[mail(number) for number in range(20)])
    kept = []
    with pytest.raises(InboxUnavailable, match="Nothing is lost"), Inbox(mailbox(server, batch_messages=5)) as inbox:
        for fetched in inbox.new_messages("INBOX", unknown):
            kept.append(fetched)
            if len(kept) == 7:
                server.stop()
                server.start()
    assert 7 <= len(kept) < 20
    rest = all_mails(server, seen={one.key for one in kept}.__contains__)
    assert [one.raw for one in kept + rest] == [mail(number) for number in range(20)]


def test_a_connection_cut_inside_a_mail_keeps_what_came_before(server, person) -> None:
    put(person, *[mail(number, body=b"x" * 60_000 + b"\r\n") for number in range(12)])
    passed = 0

    def cut_after_a_while(seen: bytes) -> bytes | None:
        nonlocal passed
        passed += len(seen)
        return seen if passed < 400_000 else None

    kept = []
    with Wire(server.port, to_client=cut_after_a_while) as wire:
        cut = mailbox(server, port=wire.port, batch_messages=2)
        with pytest.raises(InboxUnavailable), Inbox(cut) as inbox:
            # One by one, so that what came before the fault is kept.
            for fetched in inbox.new_messages("INBOX", unknown):
                kept.append(fetched)  # noqa: PERF402
    assert 0 < len(kept) < 12
    rest = all_mails(server, seen={one.key for one in kept}.__contains__)
    assert len(kept) + len(rest) == 12


def test_a_silent_server_ends_in_the_time_limit(server) -> None:
    with Wire(server.port, to_client=lambda seen: b"") as wire:
        silent = mailbox(server, port=wire.port, timeout_seconds=1)
        with pytest.raises(InboxUnavailable, match="time limit"), Inbox(silent):
            pass


def test_one_mail_that_cannot_be_parsed_is_a_fault_and_the_others_come(server, person) -> None:
    put(person, *[mail(number) for number in range(5)])

    def spoil(seen: bytes) -> bytes:
        # A server that answers for one mail with something no parser can read.
        return seen.replace(b"* 3 FETCH (", b"* 3 FETCH ((((")

    with Wire(server.port, to_client=in_whole_lines(spoil)) as wire:
        mails = all_mails(server, port=wire.port)
    assert [one.raw for one in mails if not one.fault] == [mail(number) for number in (0, 1, 3, 4)]
    (fault,) = [one for one in mails if one.fault]
    assert fault.key.uid == sorted(one.key.uid for one in mails)[2]
    assert "open it in the mailbox" in fault.fault


def test_a_folder_that_does_not_exist_is_named_with_its_remedy(server) -> None:
    with pytest.raises(InboxUnavailable, match=r"'Nowhere'.*mailbox\.folders"), Inbox(mailbox(server)) as inbox:
        inbox.uids("Nowhere")


def test_many_uids_are_asked_for_in_pieces(server, person, monkeypatch: pytest.MonkeyPatch) -> None:
    put(person, *[mail(number) for number in range(25)])
    monkeypatch.setattr("pipeline.edges.mailbox.fetch.SEARCHED_AT_ONCE", 4)
    monkeypatch.setattr("pipeline.edges.mailbox.fetch.SIZES_AT_ONCE", 3)
    assert [one.raw for one in all_mails(server)] == [mail(number) for number in range(25)]


@pytest.mark.parametrize(
    ("raw", "header"),
    [
        (b"A: 1\r\n\r\nbody\n\nmore", b"A: 1\r\n\r\n"),
        (b"A: 1\n\nbody\r\n\r\nmore", b"A: 1\n\n"),
        (b"A: 1\r\nB: 2\r\n", b"A: 1\r\nB: 2\r\n"),
        (b"A: 1\n\n", b"A: 1\n\n"),
        (b"", b""),
    ],
)
def test_the_header_ends_at_the_first_empty_line(raw: bytes, header: bytes) -> None:
    assert header_of(raw) == header


def test_no_mail_text_reaches_a_log(server, person, caplog: pytest.LogCaptureFixture) -> None:
    put(person, mail(1, body=b"The narrative of a child.\r\n"))
    with caplog.at_level(logging.DEBUG), Inbox(mailbox(server)) as inbox:
        names = inbox.folders()
        (fetched,) = inbox.new_messages("INBOX", unknown)
        inbox.append(names.drafts, fetched.raw or b"")
        inbox.move(fetched.key, names.processed)
    ours = "\n".join(
        record.getMessage() for record in caplog.records if record.name.partition(".")[0] not in ("pymap",)
    )
    assert "narrative" not in ours
    assert "mail-1@agency.example" not in ours


def test_waiting_ends_when_a_mail_arrives(server, person) -> None:
    import threading

    with Inbox(mailbox(server, idle=True)) as inbox:
        late = threading.Timer(0.5, put, (person, mail(1)))
        late.start()
        start = datetime.datetime.now()
        assert inbox.wait(15)
        late.join()
        assert (datetime.datetime.now() - start).total_seconds() < 10
        assert len(list(inbox.new_messages("INBOX", unknown))) == 1


def test_waiting_is_not_for_a_mailbox_without_idle(server) -> None:
    with Inbox(mailbox(server)) as inbox:
        assert not inbox.wait(15)


def test_waiting_on_a_cut_connection_says_so(server) -> None:
    def cut_at_idle(seen: bytes) -> bytes | None:
        return None if b"DONE" in seen else seen

    with Wire(server.port, to_server=cut_at_idle) as wire:
        cut = mailbox(server, port=wire.port, idle=True)
        with pytest.raises(InboxUnavailable), Inbox(cut) as inbox:
            inbox.wait(0.2)


def test_a_folder_that_may_only_be_read_is_told_from_one_that_may_be_changed(server) -> None:
    with Inbox(mailbox(server)) as inbox:
        assert inbox.may_change("INBOX")
        assert inbox.can_move
    closed = in_whole_lines(lambda seen: seen.replace(b"[READ-WRITE]", b"[READ-ONLY]"))
    with Wire(server.port, to_client=closed) as wire, Inbox(mailbox(server, port=wire.port)) as inbox:
        assert not inbox.may_change("INBOX")
        with pytest.raises(InboxUnavailable, match="may only be read"):
            inbox.move(MessageKey(mailbox=server.user, folder="INBOX", uidvalidity=1, uid=1), "Processed")


def test_a_server_that_could_not_file_without_removing_more_is_known(server) -> None:
    poor = without(b"MOVE", b"UIDPLUS")
    with Wire(server.port, to_client=poor) as wire, Inbox(mailbox(server, port=wire.port)) as inbox:
        assert not inbox.can_move
