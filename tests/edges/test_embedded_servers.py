"""The embedded servers keep what they took, for each user apart, also while nobody can reach them."""

import datetime
from types import SimpleNamespace

import pytest
from servers import LOOPBACK, PASSWORD, USER, mailbox

from pipeline.edges.mailbox.inbox import Inbox
from pipeline.errors import InboxUnavailable
from pipeline.settings import Mailbox
from scheduler.demo.servers import EmbeddedMailServers

RAW = b"Subject: x\r\nMessage-ID: <x@agency.example>\r\n\r\nBody\r\n"
OTHER = "manager@partnership.example"
AT = datetime.datetime(2026, 11, 2, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def servers():
    with EmbeddedMailServers({USER: PASSWORD, OTHER: PASSWORD}) as running:
        yield running


def reader(servers: EmbeddedMailServers, user: str = USER) -> Mailbox:
    return mailbox(SimpleNamespace(host=LOOPBACK, port=servers.imap_port, user=user))


def test_mails_stay_while_the_servers_cannot_be_reached(servers) -> None:
    uid = servers.deliver(RAW, at=AT)
    servers.go_offline()
    with pytest.raises(InboxUnavailable), Inbox(reader(servers)):
        pass
    assert servers.mails()[0].raw == RAW
    servers.go_online()
    with Inbox(reader(servers)) as inbox:
        (fetched,) = inbox.new_messages("INBOX", lambda key: False)
    assert (fetched.key.uid, fetched.raw, fetched.received_at) == (uid, RAW, AT)


def test_each_user_has_a_mailbox_apart(servers) -> None:
    servers.deliver(RAW, user=OTHER)
    servers.deliver(RAW, "Some/Where", flags=(r"\Seen",))
    assert servers.mails() == ()
    assert servers.mails("No such folder") == ()
    assert [mail.flags for mail in servers.mails("Some/Where")] == [(r"\Seen",)]
    with Inbox(reader(servers, OTHER)) as inbox:
        assert len(inbox.uids("INBOX")) == 1


def test_bytes_are_kept_as_they_are(servers) -> None:
    odd = b"Subject: \xff\xfe\r\nContent-Type: nonsense; ;;\r\n\r\n" + bytes(range(1, 256)) + b"\r\n"
    servers.deliver(odd)
    with Inbox(reader(servers)) as inbox:
        (fetched,) = inbox.new_messages("INBOX", lambda key: False)
    assert fetched.raw == odd
