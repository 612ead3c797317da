"""Folder names are found or made as the server builds them."""

from collections.abc import Iterator

import pytest
from servers import Dovecot, mailbox, somebody

from pipeline.edges.mailbox.folders import ServerFolders
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.settings import Folders


def test_what_is_missing_is_made_once(server, person) -> None:
    for _ in range(2):
        with Inbox(mailbox(server)) as inbox:
            names = inbox.folders()
    listed = [name for _, _, name in person.list_folders()]
    assert [listed.count(name) for name in (names.processed, names.needs_attention, names.retry)] == [1, 1, 1]
    assert (names.inbox, names.processed, names.needs_attention, names.retry) == (
        "INBOX", "Processed", "Needs attention", "Retry",
    )  # fmt: skip


def test_junk_is_none_where_there_is_none(server) -> None:
    with Inbox(mailbox(server)) as inbox:
        assert inbox.folders().junk is None


def test_junk_is_found_by_its_configured_name(server, person) -> None:
    person.create_folder("Unwanted")
    with Inbox(mailbox(server, folders=Folders(junk="Unwanted"))) as inbox:
        assert inbox.folders().junk == "Unwanted"


def test_a_level_in_a_name_and_letters_beyond_ascii_survive(server, person) -> None:
    wanted = Folders(processed="Caseclock/Erledigt – geprüft & fertig")
    with Inbox(mailbox(server, folders=wanted)) as inbox:
        assert inbox.folders().processed == wanted.processed
        assert inbox.uids(wanted.processed) == ()
    assert wanted.processed in [name for _, _, name in person.list_folders()]


@pytest.mark.dovecot
def test_drafts_are_found_by_their_special_use_in_another_language(dovecot) -> None:
    with Inbox(mailbox(dovecot)) as inbox:
        names = inbox.folders()
        assert names.drafts == "Entwürfe"
        assert inbox.append(names.drafts, b"Subject: x\r\n\r\nDraft\r\n", flags=(r"\Draft",)) is not None
        assert inbox.append(names.sent, b"Subject: y\r\n\r\nSent\r\n") is not None
        assert len(inbox.uids(names.sent)) == 1


@pytest.fixture(scope="module")
def dotted() -> Iterator[Dovecot]:
    with Dovecot(prefix="INBOX.", separator=".") as server:
        yield server


@pytest.mark.dovecot
def test_a_prefix_and_a_dot_as_separator_are_the_servers_affair(dotted) -> None:
    with Inbox(mailbox(dotted, folders=Folders(processed="Cases/Done"))) as inbox:
        names = inbox.folders()
        assert (names.inbox, names.processed, names.retry) == ("INBOX", "INBOX.Cases.Done", "INBOX.Retry")
    with somebody(dotted) as person:
        assert "INBOX.Cases.Done" in [name for _, _, name in person.list_folders()]
    with Inbox(mailbox(dotted, folders=Folders(processed="INBOX.Cases.Done"))) as inbox:
        assert inbox.folders().processed == "INBOX.Cases.Done"


def test_an_existing_folder_with_the_plain_name_wins_over_the_prefix() -> None:
    server = ServerFolders(names=frozenset({"Processed"}), special={}, prefix="INBOX/", separator="/")
    assert server.named("Processed") == "Processed"
    assert server.named("Retry") is None
    assert server.full("Retry") == "INBOX/Retry"
    assert server.full("inbox") == "INBOX"
