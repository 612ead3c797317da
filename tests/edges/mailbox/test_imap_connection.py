"""Getting in: verified encryption or nothing, one attempt to sign in, and a sentence that says what to do."""

import base64
import socket
import threading

import pytest
from servers import (
    LOOPBACK,
    PASSWORD,
    SECRET,
    USER,
    Authority,
    Wire,
    free_port,
    in_whole_lines,
    mailbox,
    somebody,
    token,
)
from test_inbox import mail, put

from pipeline.edges.mailbox.inbox import Inbox
from pipeline.errors import InboxUnavailable, LoginRefused, SettingsInvalid
from pipeline.settings import Mailbox, Secret, SignIn
from scheduler.demo.servers import EmbeddedMailServers


@pytest.fixture(params=["tls", "starttls"])
def secured(request: pytest.FixtureRequest, authority: Authority):
    """The embedded server behind encryption, and the settings that fit it."""
    context = authority.server_context()
    with EmbeddedMailServers({USER: PASSWORD}, certificate=context, starttls=request.param == "starttls") as servers:
        yield Mailbox(
            host="localhost", port=servers.imap_port, security=request.param, user=USER, sign_in=SECRET,
            timeout_seconds=10, ca_file=authority.file,
        )  # fmt: skip


def entered(settings: Mailbox) -> str:
    """The sentence with which entering the inbox fails."""
    with pytest.raises((InboxUnavailable, LoginRefused, SettingsInvalid)) as fault, Inbox(settings):
        pass
    return f"{type(fault.value).__name__}: {fault.value}"


def test_a_certificate_of_the_offices_own_authority_is_accepted(secured) -> None:
    with Inbox(secured) as inbox:
        assert inbox.uids("INBOX") == ()


def test_a_certificate_of_an_unknown_authority_is_refused(secured) -> None:
    said = entered(secured.model_copy(update={"ca_file": None}))
    assert said.startswith("InboxUnavailable: The certificate of the mailbox server localhost")
    assert "ca_file" in said


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_for_another_name_is_refused(tmp_path, security: str) -> None:
    other = Authority(tmp_path, name="mail.other.example")
    context = other.server_context()
    with EmbeddedMailServers({USER: PASSWORD}, certificate=context, starttls=security == "starttls") as servers:
        settings = Mailbox(
            host="localhost", port=servers.imap_port, security=security, user=USER, sign_in=SECRET,
            timeout_seconds=10, ca_file=other.file,
        )  # fmt: skip
        assert "certificate" in entered(settings)


@pytest.mark.dovecot
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_dovecot_is_read_over_verified_encryption(dovecot, authority: Authority, security: str) -> None:
    with somebody(dovecot) as person:
        put(person, mail(1))
    port = dovecot.tls_port if security == "tls" else dovecot.port
    settings = mailbox(dovecot, host="localhost", port=port, security=security, ca_file=authority.file)
    with Inbox(settings) as inbox:
        assert len(inbox.uids("INBOX")) == 1
    assert "certificate" in entered(settings.model_copy(update={"ca_file": None}))


def test_a_stripped_starttls_is_refused_and_nothing_is_said(authority: Authority) -> None:
    context = authority.server_context()
    said_to_server = []

    def listen(seen: bytes) -> bytes:
        said_to_server.append(seen)
        return seen

    strip = in_whole_lines(lambda seen: seen.replace(b" STARTTLS", b""))
    with (
        EmbeddedMailServers({USER: PASSWORD}, certificate=context, starttls=True) as servers,
        Wire(servers.imap_port, to_server=listen, to_client=strip) as wire,
    ):
        settings = Mailbox(
            host="localhost", port=wire.port, security="starttls", user=USER, sign_in=SECRET, timeout_seconds=10,
            ca_file=authority.file,
        )  # fmt: skip
        said = entered(settings)
    assert "does not offer encryption by STARTTLS" in said
    spoken = b"".join(said_to_server)
    assert PASSWORD.encode() not in spoken
    assert b"LOGIN" not in spoken.upper()
    assert b"AUTHENTICATE" not in spoken.upper()


def test_an_encrypted_connection_to_a_port_without_encryption_says_what_to_check(server) -> None:
    said = entered(mailbox(server, host="localhost", security="tls"))
    assert "security" in said
    assert said.startswith("InboxUnavailable")


@pytest.mark.parametrize("host", ["mail.partnership.example", "192.0.2.1", "10.0.0.1"])
def test_clear_text_leaves_this_machine_never(host: str) -> None:
    said = entered(Mailbox(host=host, port=143, security="none", user=USER, sign_in=SECRET))
    assert said.startswith("SettingsInvalid: mailbox.security")


def test_an_authority_file_that_is_none_is_named(tmp_path) -> None:
    broken = tmp_path / "authority.pem"
    broken.write_text("nothing")
    said = entered(Mailbox(host="localhost", port=1, security="tls", user=USER, sign_in=SECRET, ca_file=broken))
    assert said.startswith("SettingsInvalid: ca_file")


def test_a_wrong_password_is_tried_once_and_never_shown(server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASECLOCK_TEST_PASSWORD", "a-wrong-password")
    attempts = []

    def count(seen: bytes) -> bytes:
        attempts.extend(line for line in seen.splitlines() if b"LOGIN" in line or b"AUTHENTICATE" in line)
        return seen

    with Wire(server.port, to_server=count) as wire:
        said = entered(mailbox(server, port=wire.port))
    assert said.startswith("LoginRefused")
    assert server.user in said
    assert "a-wrong-password" not in said
    assert len(attempts) == 1


def test_a_password_with_letters_beyond_ascii_is_sent_in_utf8(server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASECLOCK_TEST_PASSWORD", "pässwörd £5")
    lines = []

    def listen(seen: bytes) -> bytes | None:
        lines.append(seen.strip())
        # The servers here know no such password; what counts is what they were told.
        return None if base64.b64encode(f"\0{server.user}\0pässwörd £5".encode()) in lines else seen

    with Wire(server.port, to_server=listen) as wire:
        assert entered(mailbox(server, port=wire.port)).startswith("InboxUnavailable")


def test_a_connection_lost_while_signing_in_is_no_wrong_password(server) -> None:
    with Wire(server.port, to_server=lambda seen: None if b"LOGIN" in seen else seen) as wire:
        assert entered(mailbox(server, port=wire.port)).startswith("InboxUnavailable")


def test_a_server_that_cannot_check_passwords_now_is_tried_again_later(server) -> None:
    busy = in_whole_lines(lambda seen: seen.replace(b"[AUTHENTICATIONFAILED]", b"[UNAVAILABLE]"))
    with Wire(server.port, to_client=busy) as wire:
        wrong = SignIn(secret=Secret(file=None, env="CASECLOCK_OTHER"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CASECLOCK_OTHER", "wrong")
            assert entered(mailbox(server, port=wire.port, sign_in=wrong)).startswith("InboxUnavailable")


def test_nothing_listening_names_host_and_port() -> None:
    port = free_port()
    said = entered(Mailbox(host=LOOPBACK, port=port, security="none", user=USER, sign_in=SECRET))
    assert f"127.0.0.1, port {port}" in said
    assert "Check host and port" in said


def test_a_server_that_never_greets_ends_in_the_time_limit() -> None:
    with socket.create_server((LOOPBACK, 0)) as mute:
        settings = Mailbox(
            host=LOOPBACK, port=mute.getsockname()[1], security="none", user=USER, sign_in=SECRET, timeout_seconds=1
        )
        assert "time limit" in entered(settings)


def test_a_server_that_talks_nonsense_is_said_to() -> None:
    with socket.create_server((LOOPBACK, 0)) as odd:

        def answer() -> None:
            with odd.accept()[0] as connected:
                connected.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")

        speaker = threading.Thread(target=answer)
        speaker.start()
        settings = Mailbox(host=LOOPBACK, port=odd.getsockname()[1], security="none", user=USER, sign_in=SECRET)
        said = entered(settings)
        speaker.join()
    assert said.startswith("InboxUnavailable")


def token_in(tmp_path, provider, text: str) -> SignIn:
    kept = tmp_path / "refresh-token"
    kept.write_text("first\n")
    provider.answer = (200, {"access_token": text, "expires_in": 3600})
    return SignIn(
        method="refresh-token", client_id="caseclock", token_address=provider.address, refresh_token_file=kept
    )


@pytest.mark.dovecot
def test_a_good_token_opens_the_mailbox(dovecot, provider, tmp_path) -> None:
    good = token_in(tmp_path, provider, token(dovecot.user, key=dovecot.key))
    with Inbox(mailbox(dovecot, sign_in=good)) as inbox:
        assert inbox.uids("INBOX") == ()


@pytest.mark.dovecot
@pytest.mark.parametrize("fault", ["expired", "of another user", "revoked"])
def test_a_token_that_is_no_longer_good_is_refused_at_once(dovecot, provider, tmp_path, fault: str) -> None:
    user = "somebody@else.example" if fault == "of another user" else dovecot.user
    text = token(user, key=dovecot.key, seconds=-60 if fault == "expired" else 3600)
    sign_in = token_in(tmp_path, provider, text)
    if fault == "revoked":
        dovecot.stop()
        dovecot.trust(b"another key, since the old one is not trusted any more")
        dovecot.start()
    try:
        said = entered(mailbox(dovecot, sign_in=sign_in))
    finally:
        if fault == "revoked":
            dovecot.stop()
            dovecot.trust(dovecot.key)
            dovecot.start()
    assert said.startswith("LoginRefused")
    assert text not in said
    assert "sign in with the provider again" in said
    assert len(provider.asked) == 1
