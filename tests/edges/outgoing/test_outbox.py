"""What becomes of a mail: taken, refused for some, refused for now, refused, or not known."""

import logging
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import LOOPBACK, PASSWORD, SECRET, USER, Authority, Smtp, TakesTokens, Wire, free_port, in_whole_lines

from pipeline.edges.outgoing.outbox import Outbox, SendOutcome, transparent
from pipeline.edges.outgoing.smtp_connection import greeting_date
from pipeline.errors import LoginRefused, OutboxRefused, SettingsInvalid
from pipeline.settings import Outgoing, SignIn
from scheduler.demo.servers import EmbeddedMailServers

MAIL = (
    b"From: referrals@partnership.example\r\nTo: a@agency.example\r\nSubject: A case\r\n"
    b"Message-ID: <case-1@partnership.example>\r\n\r\nFirst line\r\n.a dot\r\n..two dots\r\n.\r\nThe end.\r\n"
)
ONE = ("a@agency.example",)


@pytest.fixture
def servers():
    with EmbeddedMailServers({USER: PASSWORD}) as running:
        yield running


def outgoing(port: int, **changes) -> Outgoing:
    plain = {"host": LOOPBACK, "port": port, "security": "none", "user": USER, "sign_in": SECRET}
    return Outgoing(**{**plain, "timeout_seconds": 10, **changes})


def entered(settings: Outgoing) -> str:
    """The sentence with which entering the outbox fails."""
    with pytest.raises((OutboxRefused, LoginRefused, SettingsInvalid)) as fault, Outbox(settings):
        pass
    return f"{type(fault.value).__name__}: {fault.value}"


def test_a_mail_arrives_with_its_bytes_its_sender_and_its_recipients(servers) -> None:
    with Outbox(outgoing(servers.smtp_port)) as outbox:
        receipt = outbox.send(MAIL, sender=USER, recipients=("a@agency.example", "b@agency.example"))
    assert (receipt.outcome, receipt.refused) == (SendOutcome.ACCEPTED, ())
    (sent,) = servers.sent
    assert (sent.raw, sent.sender, sent.recipients) == (MAIL, USER, ("a@agency.example", "b@agency.example"))


def test_a_server_is_asked_whether_it_would_take_a_mail_and_none_is_sent(servers) -> None:
    servers.refusals["no@agency.example"] = "550 5.7.1 relaying denied"
    with Outbox(outgoing(servers.smtp_port)) as outbox:
        assert not outbox.would_take(sender=USER, recipient="no@agency.example")
        assert outbox.would_take(sender=USER, recipient=ONE[0])
        assert not servers.sent
        assert outbox.send(MAIL, sender=USER, recipients=ONE).outcome is SendOutcome.ACCEPTED
    assert not outbox.would_take(sender=USER, recipient=ONE[0])


def test_several_mails_go_over_one_connection(servers) -> None:
    with Outbox(outgoing(servers.smtp_port)) as outbox:
        outcomes = [outbox.send(MAIL, sender=USER, recipients=ONE).outcome for _ in range(5)]
    assert outcomes == [SendOutcome.ACCEPTED] * 5
    assert len(servers.sent) == 5
    assert len(servers.sign_ins) == 1


def test_bytes_beyond_ascii_arrive_as_they_are(servers) -> None:
    raw = "Subject: x\r\n\r\nNaïve – £5\r\n".encode()
    with Outbox(outgoing(servers.smtp_port)) as outbox:
        outbox.send(raw, sender=USER, recipients=ONE)
    assert servers.sent[0].raw == raw


def test_a_refused_recipient_is_named_and_the_others_get_the_mail(servers) -> None:
    servers.refusals.update({"no@agency.example": "550 5.1.1 No such user", "full@agency.example": "452 4.2.2 Full"})
    everybody = ("no@agency.example", "a@agency.example", "full@agency.example")
    with Outbox(outgoing(servers.smtp_port)) as outbox:
        receipt = outbox.send(MAIL, sender=USER, recipients=everybody)
    assert receipt.outcome is SendOutcome.ACCEPTED
    assert [(one.address, one.code, one.permanent) for one in receipt.refused] == [
        ("no@agency.example", 550, True),
        ("full@agency.example", 452, False),
    ]
    assert "No such user" in receipt.refused[0].text
    assert servers.sent[0].recipients == ("a@agency.example",)


@pytest.mark.parametrize(
    ("replies", "outcome"),
    [
        (("550 5.1.1 No such user", "550 5.1.1 No such user"), SendOutcome.REFUSED),
        (("550 5.1.1 No such user", "451 4.7.1 Later"), SendOutcome.REFUSED_FOR_NOW),
        (("451 4.7.1 Greylisted", "451 4.7.1 Greylisted"), SendOutcome.REFUSED_FOR_NOW),
    ],
)
def test_nobody_taken_is_for_good_only_when_every_reply_is(servers, replies, outcome) -> None:
    everybody = ("a@agency.example", "b@agency.example")
    servers.refusals.update(zip(everybody, replies, strict=True))
    with Outbox(outgoing(servers.smtp_port)) as outbox:
        receipt = outbox.send(MAIL, sender=USER, recipients=everybody)
        servers.refusals.clear()
        after = outbox.send(MAIL, sender=USER, recipients=everybody)
    assert receipt.outcome is outcome
    assert len(receipt.refused) == 2
    assert after.outcome is SendOutcome.ACCEPTED
    assert len(servers.sent) == 1


@pytest.mark.parametrize(
    "bad", ["x@agency.example>\r\nDATA", "a b@agency.example", "ö@agency.example", "a@b\n.example"]
)
def test_an_address_that_mail_cannot_carry_is_refused_here(servers, bad: str) -> None:
    with Outbox(outgoing(servers.smtp_port)) as outbox:
        receipt = outbox.send(MAIL, sender=USER, recipients=(bad, "a@agency.example"))
    assert receipt.outcome is SendOutcome.ACCEPTED
    assert [one.address for one in receipt.refused] == [bad]
    assert servers.sent[0].recipients == ("a@agency.example",)


class Answers:
    """An SMTP handler that gives these replies."""

    def __init__(self, *, sender: str = "250 OK", content: str = "250 OK") -> None:
        self.sender, self.content = sender, content

    async def handle_MAIL(self, _server, _session, envelope, address, options) -> str:
        envelope.mail_from = address
        return self.sender

    async def handle_DATA(self, *_) -> str:
        return self.content


NO_SIGN_IN = SignIn(method="none")


@pytest.mark.parametrize(
    ("handler", "outcome"),
    [
        (Answers(sender="451 4.3.0 Try later"), SendOutcome.REFUSED_FOR_NOW),
        (Answers(sender="552 5.3.4 Too large"), SendOutcome.REFUSED),
        (Answers(content="452 4.3.1 Disk full"), SendOutcome.REFUSED_FOR_NOW),
        (Answers(content="554 5.7.1 Content refused"), SendOutcome.REFUSED),
    ],
)
def test_a_reply_tells_for_now_from_for_good(handler, outcome) -> None:
    with Smtp(handler) as server, Outbox(outgoing(server.port, sign_in=NO_SIGN_IN)) as outbox:
        receipt = outbox.send(MAIL, sender=USER, recipients=ONE)
    assert receipt.outcome is outcome
    assert f"port {server.port}" in receipt.why


@pytest.mark.parametrize(
    "handler",
    [
        Answers(sender="553 5.7.1 Not your address"),
        Answers(sender="530 5.7.57 Client not authenticated to send mail"),
        Answers(content="554 5.2.252 SendAsDenied; a not allowed to send as b"),
        Answers(content="550 5.7.60 SMTP; Client does not have permissions to send as this sender"),
    ],
)
def test_a_server_that_refuses_us_and_not_the_mail_is_a_fault_of_the_set_up(handler) -> None:
    with Smtp(handler) as server, Outbox(outgoing(server.port, sign_in=NO_SIGN_IN)) as outbox:
        with pytest.raises(OutboxRefused, match=r"does not let us send.*Everything stays queued"):
            outbox.send(MAIL, sender=USER, recipients=ONE)
        # The connection is still in order for whoever looks further.
        with pytest.raises(OutboxRefused):
            outbox.send(MAIL, sender=USER, recipients=ONE)


def test_a_server_that_does_not_relay_for_us_is_a_fault_of_the_set_up(servers) -> None:
    servers.refusals["a@agency.example"] = "554 5.7.1 <a@agency.example>: Relay access denied"
    with Outbox(outgoing(servers.smtp_port)) as outbox:
        with pytest.raises(OutboxRefused, match=r"outgoing\.sign_in"):
            outbox.send(MAIL, sender=USER, recipients=ONE)
        partly = outbox.send(MAIL, sender=USER, recipients=(*ONE, USER))
    assert [one.address for one in partly.refused] == ["a@agency.example"]


def test_a_sender_that_has_not_signed_in_is_a_fault_of_the_set_up(servers) -> None:
    with Outbox(outgoing(servers.smtp_port, sign_in=NO_SIGN_IN)) as outbox, pytest.raises(OutboxRefused, match="530"):
        outbox.send(MAIL, sender=USER, recipients=ONE)


def test_a_connection_lost_before_the_final_word_leaves_the_mail_ambiguous(servers) -> None:
    def cut(seen: bytes) -> bytes | None:
        # The answer to the mail itself; the answers before it are passed on.
        return None if servers.sent else seen

    with Wire(servers.smtp_port, to_client=cut) as wire, Outbox(outgoing(wire.port)) as outbox:
        receipt = outbox.send(MAIL, sender=USER, recipients=ONE)
        later = outbox.send(MAIL, sender=USER, recipients=ONE)
    assert receipt.outcome is SendOutcome.AMBIGUOUS
    assert "may or may not have been sent" in receipt.why
    assert (receipt.offered, later.outcome, later.offered) == (True, SendOutcome.REFUSED_FOR_NOW, False)
    assert len(servers.sent) == 1


def test_after_a_server_has_hung_up_the_next_mail_goes_over_a_new_connection(servers) -> None:
    servers.hang_ups.add("x@agency.example")
    with Outbox(outgoing(servers.smtp_port)) as outbox:
        assert outbox.send(MAIL, sender=USER, recipients=("x@agency.example",)).outcome is SendOutcome.AMBIGUOUS
        assert not outbox.connected
        outbox.connect_again()
        assert outbox.send(MAIL, sender=USER, recipients=ONE).outcome is SendOutcome.ACCEPTED
        # A connection that stands is kept.
        outbox.connect_again()
    assert len(servers.sign_ins) == 2


def test_a_new_connection_that_cannot_be_had_is_said_plainly(servers) -> None:
    servers.hang_ups.add("x@agency.example")
    with Outbox(outgoing(servers.smtp_port)) as outbox:
        outbox.send(MAIL, sender=USER, recipients=("x@agency.example",))
        servers.go_offline()
        with pytest.raises(OutboxRefused, match=f"port {servers.smtp_port}"):
            outbox.connect_again()
        assert not outbox.connected


def test_a_server_that_ends_the_connection_at_the_sender_was_not_offered_the_mail() -> None:
    refusing = Answers(sender="421 4.7.0 Too many mails")
    with Smtp(refusing) as server, Outbox(outgoing(server.port, sign_in=NO_SIGN_IN)) as outbox:
        receipt = outbox.send(MAIL, sender=USER, recipients=ONE)
        assert not outbox.connected
    assert (receipt.outcome, receipt.offered) == (SendOutcome.REFUSED_FOR_NOW, False)
    assert "421 (4.7.0 Too many mails)" in receipt.why


def test_silence_instead_of_the_final_word_leaves_the_mail_ambiguous(servers) -> None:
    def hold(seen: bytes) -> bytes:
        return b"" if servers.sent else seen

    with Wire(servers.smtp_port, to_client=hold) as wire, Outbox(outgoing(wire.port, timeout_seconds=1)) as outbox:
        assert outbox.send(MAIL, sender=USER, recipients=ONE).outcome is SendOutcome.AMBIGUOUS


@pytest.mark.parametrize("command", [b"mail from", b"rcpt to", b"data"])
def test_a_connection_lost_before_the_mail_is_handed_over_is_for_now(servers, command: bytes) -> None:
    def cut(seen: bytes) -> bytes | None:
        return None if seen.lower().startswith(command) else seen

    with Wire(servers.smtp_port, to_server=cut) as wire, Outbox(outgoing(wire.port)) as outbox:
        receipt = outbox.send(MAIL, sender=USER, recipients=ONE)
    assert receipt.outcome is SendOutcome.REFUSED_FOR_NOW
    # Before its sender was answered, the server had not heard of the mail.
    assert receipt.offered is (command != b"mail from")
    assert servers.sent == []


def test_a_wrong_password_is_tried_once_and_never_shown(servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASECLOCK_TEST_PASSWORD", "a-wrong-password")
    said = entered(outgoing(servers.smtp_port))
    assert said.startswith("LoginRefused")
    assert "outgoing.user" in said
    assert "a-wrong-password" not in said
    assert len(servers.sign_ins) == 1


def test_the_login_mechanism_is_spoken_where_it_is_the_only_one(servers) -> None:
    only_login = in_whole_lines(lambda seen: seen.replace(b"AUTH LOGIN PLAIN", b"AUTH LOGIN"))
    with Wire(servers.smtp_port, to_client=only_login) as wire, Outbox(outgoing(wire.port)) as outbox:
        assert outbox.send(MAIL, sender=USER, recipients=ONE).outcome is SendOutcome.ACCEPTED


@pytest.fixture(params=["tls", "starttls"])
def secured(request: pytest.FixtureRequest, authority: Authority):
    """The embedded server behind encryption, and the settings that fit it."""
    context = authority.server_context()
    with EmbeddedMailServers({USER: PASSWORD}, certificate=context, starttls=request.param == "starttls") as servers:
        yield servers, outgoing(servers.smtp_port, host="localhost", security=request.param, ca_file=authority.file)


def test_mail_goes_out_over_verified_encryption(secured) -> None:
    servers, settings = secured
    with Outbox(settings) as outbox:
        assert outbox.send(MAIL, sender=USER, recipients=ONE).outcome is SendOutcome.ACCEPTED
    assert servers.sign_ins == [USER]


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
@pytest.mark.parametrize(
    ("greeting", "told"),
    [
        ("Microsoft ESMTP MAIL Service ready at Mon, 30 Nov 2026 14:00:05 +0100", datetime(2026, 11, 30, 13, 0, 5)),
        ("ESMTP Exim 4.96 Mon, 30 Nov 2026 14:00:05 +0000", datetime(2026, 11, 30, 14, 0, 5)),
        ("ESMTP Postfix", None),
        ("ready on Mon, 99 Nov 2026 99:00:05 +0000", None),
    ],
)
def test_a_greeting_that_tells_the_time_is_believed_over_any_security(
    authority: Authority, security: str, greeting: str, told: datetime | None
) -> None:
    context = None if security == "none" else authority.server_context()
    with EmbeddedMailServers({USER: PASSWORD}, certificate=context, starttls=security == "starttls") as servers:
        servers.greeting = greeting
        given = outgoing(servers.smtp_port, host="localhost", security=security, ca_file=authority.file)
        assert greeting_date(given) == (told and told.replace(tzinfo=UTC))


def test_a_server_that_is_away_tells_no_time() -> None:
    assert greeting_date(outgoing(free_port())) is None


def test_a_certificate_of_an_unknown_authority_is_refused(secured) -> None:
    servers, settings = secured
    assert "certificate" in entered(settings.model_copy(update={"ca_file": None}))
    assert servers.sign_ins == []


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_for_another_name_is_refused(tmp_path, security: str) -> None:
    other = Authority(tmp_path, name="mail.other.example")
    context = other.server_context()
    with EmbeddedMailServers({USER: PASSWORD}, certificate=context, starttls=security == "starttls") as servers:
        settings = outgoing(servers.smtp_port, host="localhost", security=security, ca_file=other.file)
        assert "certificate" in entered(settings)
        assert servers.sign_ins == []


def test_a_stripped_starttls_is_refused_and_nothing_is_said(authority: Authority) -> None:
    context = authority.server_context()
    strip = in_whole_lines(lambda seen: seen.replace(b"250-STARTTLS\r\n", b""))
    with (
        EmbeddedMailServers({USER: PASSWORD}, certificate=context, starttls=True) as servers,
        Wire(servers.smtp_port, to_client=strip) as wire,
    ):
        settings = outgoing(wire.port, host="localhost", security="starttls", ca_file=authority.file)
        assert "does not offer encryption by STARTTLS" in entered(settings)
        assert servers.sign_ins == []


def test_clear_text_leaves_this_machine_never() -> None:
    said = entered(outgoing(25, host="smtp.partnership.example"))
    assert said.startswith("SettingsInvalid: outgoing.security")


def test_nothing_listening_names_host_and_port() -> None:
    port = free_port()
    assert f"127.0.0.1, port {port}" in entered(outgoing(port))


def test_a_good_token_is_taken_and_a_bad_one_refused_after_one_attempt(provider, tmp_path) -> None:
    kept = tmp_path / "refresh-token"
    kept.write_text("first")
    sign_in = SignIn(
        method="refresh-token", client_id="caseclock", token_address=provider.address, refresh_token_file=kept
    )
    provider.answer = (200, {"access_token": "good-token", "expires_in": 3600})
    handler = TakesTokens({"good-token"})
    with Smtp(handler) as server:
        with Outbox(outgoing(server.port, sign_in=sign_in)) as outbox:
            assert outbox.send(MAIL, sender=USER, recipients=ONE).outcome is SendOutcome.ACCEPTED
        assert (handler.attempts, handler.raws) == (1, [MAIL])
        handler.tokens.clear()
        said = entered(outgoing(server.port, sign_in=sign_in))
        assert said.startswith("LoginRefused")
        assert "535" in said
        assert "good-token" not in said
        assert handler.attempts == 2
        # The refused token is forgotten, so that the next pass asks for another.
        provider.answer = (200, {"access_token": "newer-token", "expires_in": 3600})
        handler.tokens.add("newer-token")
        with Outbox(outgoing(server.port, sign_in=sign_in)) as outbox:
            assert outbox.send(MAIL, sender=USER, recipients=ONE).outcome is SendOutcome.ACCEPTED


def test_no_mail_text_and_no_password_reaches_a_log(servers, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), Outbox(outgoing(servers.smtp_port)) as outbox:
        outbox.send(MAIL, sender=USER, recipients=ONE)
    ours = [one.getMessage() for one in caplog.records if one.name.partition(".")[0] not in ("pymap", "mail")]
    assert not any("First line" in text or PASSWORD in text for text in ours)


@pytest.mark.parametrize(
    ("raw", "sent"),
    [
        (b"a\r\n.b\r\n", b"a\r\n..b\r\n"),
        (b".\r\n", b"..\r\n"),
        (b"a\n.b", b"a\r\n..b\r\n"),
        (b"a\r.\rb\r\n", b"a\r\n..\r\nb\r\n"),
        (b"a\r\n\r\n", b"a\r\n\r\n"),
    ],
)
def test_no_line_of_a_mail_can_end_it(raw: bytes, sent: bytes) -> None:
    assert transparent(raw) == sent


@given(st.lists(st.sampled_from([b".", b"..", b"a", b" ", b"\r", b"\n", b"\r\n"])).map(b"".join))
def test_whatever_is_sent_arrives_with_its_lines(raw: bytes) -> None:
    sent = transparent(raw)
    lines = sent.split(b"\r\n")
    assert lines[-1] == b""
    assert b"." not in lines
    assert b"\r" not in b"".join(lines)
    assert b"\n" not in b"".join(lines)
    # What the receiving server makes of it (RFC 5321, 4.5.2).
    arrived = [line.removeprefix(b".") for line in lines]
    assert b"\n".join(arrived).removesuffix(b"\n") == b"\n".join(re.split(rb"\r\n|\r|\n", raw)).removesuffix(b"\n")
