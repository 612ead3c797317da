"""A mail filed away is in one place, whatever the server can do and wherever the pass is cut off."""

import pytest
from servers import Wire, in_whole_lines, mailbox, somebody, without
from test_inbox import mail, put, unknown

from pipeline.edges.mailbox.inbox import Inbox
from pipeline.errors import InboxUnavailable

CAPABILITIES = {"move": (), "copy": (b"MOVE",)}


@pytest.fixture(params=sorted(CAPABILITIES))
def route(request: pytest.FixtureRequest, server):
    """The mailbox through a wire behind which the server moves at one stroke, or only by copy and UID EXPUNGE."""
    with Wire(server.port, to_client=without(*CAPABILITIES[request.param])) as wire:
        yield mailbox(server, port=wire.port)


def contents(person, folder: str) -> list[bytes]:
    if not person.folder_exists(folder):
        return []
    person.select_folder(folder, readonly=True)
    uids = sorted(person.search("ALL"))
    return [person.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"] for uid in uids]


def test_a_moved_mail_is_in_the_new_folder_only_and_its_new_key_is_known(route, person) -> None:
    put(person, mail(1), mail(2), mail(3))
    with Inbox(route) as inbox:
        names = inbox.folders()
        fetched = list(inbox.new_messages("INBOX", unknown))
        moved = inbox.move(fetched[1].key, names.processed, message_id="<mail-2@agency.example>")
        assert moved.state == "moved"
        assert moved.key is not None
        again = inbox.message(moved.key)
        assert again is not None
        assert again.raw == mail(2)
    assert contents(person, "INBOX") == [mail(1), mail(3)]
    assert contents(person, names.processed) == [mail(2)]


def test_many_mails_are_moved_over_one_connection(route, person) -> None:
    put(person, *[mail(number) for number in range(12)])
    with Inbox(route) as inbox:
        names = inbox.folders()
        for fetched in list(inbox.new_messages("INBOX", unknown)):
            assert inbox.move(fetched.key, names.processed).state == "moved"
    assert contents(person, "INBOX") == []
    assert contents(person, names.processed) == [mail(number) for number in range(12)]


def test_a_mail_that_a_person_has_deleted_is_said_to_be_gone(route, person) -> None:
    put(person, mail(1), mail(2))
    with Inbox(route) as inbox:
        names = inbox.folders()
        fetched = list(inbox.new_messages("INBOX", unknown))
        person.select_folder("INBOX")
        person.add_flags([fetched[0].key.uid], [rb"\Deleted"])
        person.uid_expunge([fetched[0].key.uid])
        moved = inbox.move(fetched[0].key, names.processed, message_id="<mail-1@agency.example>")
        assert (moved.state, moved.key) == ("gone", None)
        assert "a person has moved or deleted it" in moved.why
    assert contents(person, "INBOX") == [mail(2)]
    assert contents(person, names.processed) == []


def test_a_mail_that_a_person_has_filed_already_is_found_there(route, person) -> None:
    put(person, mail(1))
    with Inbox(route) as inbox:
        names = inbox.folders()
        (fetched,) = inbox.new_messages("INBOX", unknown)
        person.select_folder("INBOX")
        person.move([fetched.key.uid], names.processed)
        moved = inbox.move(fetched.key, names.processed, message_id="<mail-1@agency.example>")
        assert moved.state == "already_there"
        assert inbox.find(names.processed, "<mail-1@agency.example>") == (moved.key,)


def test_what_a_person_has_marked_for_deletion_stays(route, person) -> None:
    put(person, mail(1), mail(2), mail(3))
    with Inbox(route) as inbox:
        names = inbox.folders()
        fetched = list(inbox.new_messages("INBOX", unknown))
        person.select_folder("INBOX")
        person.add_flags([fetched[2].key.uid], [rb"\Deleted"])
        inbox.move(fetched[0].key, names.processed)
    assert contents(person, "INBOX") == [mail(2), mail(3)]


CUTS = {
    "before COPY": (b" COPY ", None),
    "after COPY": (None, b"COPYUID"),
    "before STORE": (b" STORE ", None),
    "before EXPUNGE": (b" EXPUNGE ", None),
    "after EXPUNGE": (None, b" EXPUNGE"),
    "before MOVE": (b" MOVE ", None),
    "after MOVE": (None, b"COPYUID"),
}


@pytest.mark.parametrize("cut", sorted(CUTS))
@pytest.mark.parametrize("with_id", [True, False], ids=["with an id", "without an id"])
def test_a_move_cut_off_anywhere_and_done_again_leaves_one_mail(server, person, cut: str, with_id: bool) -> None:
    raw = mail(1) if with_id else mail(1).replace(b"Message-ID:", b"X-Other:")
    message_id = "<mail-1@agency.example>" if with_id else ""
    put(person, raw, mail(2))
    hide = without(*(() if "MOVE" in cut else (b"MOVE",)))
    to_server, to_client = CUTS[cut]

    def up(seen: bytes) -> bytes | None:
        return None if to_server and to_server in seen else seen

    def down(seen: bytes) -> bytes | None:
        return None if to_client and to_client in seen else hide(seen)

    names = None
    with Wire(server.port, to_server=up, to_client=in_whole_lines(down)) as wire:
        cuttable = mailbox(server, port=wire.port)
        with pytest.raises(InboxUnavailable), Inbox(cuttable) as inbox:
            names = inbox.folders()
            key = next(iter(inbox.new_messages("INBOX", unknown))).key
            inbox.move(key, names.processed, message_id=message_id)
    assert names is not None
    with Wire(server.port, to_client=hide) as wire, Inbox(mailbox(server, port=wire.port)) as inbox:
        again = inbox.move(key, names.processed, message_id=message_id)
        assert again.state in ("moved", "already_there") or (again.state == "gone" and not with_id)
    assert contents(person, "INBOX") == [mail(2)]
    assert contents(person, names.processed) == [raw]


def test_the_same_id_on_another_mail_does_not_stop_the_copy(server, person) -> None:
    other = mail(1, body=b"Something else.\r\n")
    with Wire(server.port, to_client=without(b"MOVE")) as wire, Inbox(mailbox(server, port=wire.port)) as inbox:
        names = inbox.folders()
        put(person, other, mail(1, body=b"Of equal size..\r\n"), folder=names.processed)
        put(person, mail(1, body=b"Of equal size!!\r\n"))
        (fetched,) = inbox.new_messages("INBOX", unknown)
        assert inbox.move(fetched.key, names.processed).state == "moved"
    assert len(contents(person, names.processed)) == 3


def test_without_move_and_uid_expunge_the_mail_stays_and_the_reason_is_said(server, person) -> None:
    put(person, mail(1))
    hide = without(b"MOVE", b"UIDPLUS")
    with Wire(server.port, to_client=hide) as wire, Inbox(mailbox(server, port=wire.port)) as inbox:
        names = inbox.folders()
        (fetched,) = inbox.new_messages("INBOX", unknown)
        moved = inbox.move(fetched.key, names.processed)
    assert moved.state == "not_possible"
    assert "move it by hand" in moved.why
    assert contents(person, "INBOX") == [mail(1)]


def test_a_target_that_was_removed_meanwhile_is_a_fault_that_names_it(server, person) -> None:
    put(person, mail(1))
    with pytest.raises(InboxUnavailable, match="'Vanished'"), Inbox(mailbox(server)) as inbox:
        (fetched,) = inbox.new_messages("INBOX", unknown)
        inbox.move(fetched.key, "Vanished")
    with somebody(server) as look:
        assert contents(look, "INBOX") == [mail(1)]
