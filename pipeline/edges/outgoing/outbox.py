"""Mail handed to the outgoing server, and what became of it: taken, refused for now, refused, or not known."""

from __future__ import annotations

import contextlib
import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from pipeline.edges.outgoing.smtp_connection import connection, hang_up, server_name
from pipeline.edges.sign_in.credentials import Credential
from pipeline.edges.sign_in.microsoft365 import explained
from pipeline.edges.sign_in.network import certificate_ends
from pipeline.errors import OutboxRefused
from pipeline.settings import Outgoing

# Codes that refuse us and not the mail: sign-in required, too weak, refused, not encrypted (RFC 4954, 6).
SIGN_IN_CODES = (530, 534, 535, 538)
# What servers say, under other codes too, when the account may not send as this address or not beyond its own house.
NOT_ALLOWED = re.compile(
    r"SendAsDenied|5\.2\.252|5\.7\.(57|60)\b|relay(ing)? (access )?(is )?(denied|not)|to relay", re.I
)
TOO_LARGE = 552
CLOSING = 421


class SendOutcome(StrEnum):
    """What became of a mail: only `refused_for_now` may simply be sent again; `ambiguous` must be looked for first."""

    ACCEPTED = "accepted"
    REFUSED_FOR_NOW = "refused_for_now"
    REFUSED = "refused"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusedRecipient:
    """A recipient whom the server would not take: its reply code and text (RFC 5321, 4.2)."""

    address: str
    code: int
    text: str

    @property
    def permanent(self) -> bool:
        """Whether another attempt is useless."""
        return self.code >= 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """The outcome for the mail, the recipients who will not get it though it was accepted, and why in one sentence.

    `offered` is false where the connection was gone before the server had answered to anything of this mail.
    """

    outcome: SendOutcome
    refused: tuple[RefusedRecipient, ...] = ()
    why: str = ""
    offered: bool = True


@dataclass(frozen=True, slots=True)
class _Reply:
    code: int
    text: str

    @property
    def outcome(self) -> SendOutcome:
        return SendOutcome.REFUSED if self.code >= 500 else SendOutcome.REFUSED_FOR_NOW

    @property
    def of_us(self) -> bool:
        return self.code in SIGN_IN_CODES or (self.code >= 500 and bool(NOT_ALLOWED.search(self.text)))


class Outbox:
    """One signed-in connection: `with Outbox(settings.outgoing) as outbox:`.

    Entering and `connect_again` raise OutboxRefused, LoginRefused or SettingsInvalid. `send` says what happened to the
    mail; it raises OutboxRefused when the server refuses us and not the mail, since the set-up must be put right before
    any is sent.
    """

    def __init__(self, settings: Outgoing) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        self._server = connection(self._settings)
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            hang_up(self._server)

    @property
    def certificate_ends(self) -> datetime | None:
        """When the server's certificate runs out; None without TLS."""
        return certificate_ends(self._server.sock) if self._server else None

    @property
    def connected(self) -> bool:
        """Whether the connection still stands, as far as the last answer showed."""
        return self._server is not None and self._server.sock is not None

    def connect_again(self) -> None:
        """Make a new connection where the server has hung up; one that stands is kept."""
        if not self.connected:
            self._server = connection(self._settings)

    def send(
        self, raw: bytes, *, sender: str, recipients: tuple[str, ...], may_still: Callable[[], None] = lambda: None
    ) -> Receipt:
        """Hand over `raw` as it stands, for every one of `recipients` whom the server takes.

        `may_still` is asked last, before the mail itself leaves: where it raises, the server delivers nothing.
        """
        if self._server is None or self._server.sock is None:
            return self._broken(offered=False)
        body = transparent(raw)
        try:
            start = _reply(self._server.mail(sender, self._options(self._server, body)))
        except (OSError, smtplib.SMTPException, EOFError):
            self._server.close()
            return self._broken(offered=False)
        if start.code == CLOSING:
            # The server has had enough of this connection, not of this mail (RFC 5321, 3.8).
            return replace(self._refusal(self._server, start), offered=False)
        try:
            return self._sent(self._server, body, start=start, recipients=recipients, may_still=may_still)
        except (OSError, smtplib.SMTPException, EOFError):
            # The final dot had not left when sending failed, so the server delivers nothing (RFC 5321, 4.1.1.4).
            self._server.close()
            return self._broken()

    def would_take(self, *, sender: str, recipient: str) -> bool:
        """Whether the server, asked as for a mail, refuses neither of them; no mail follows (RFC 5321, 4.1.1.5)."""
        if self._server is None:
            return False
        try:
            start = _reply(self._server.mail(sender))
            takes = start.code == 250 and _refused(self._server, recipient) is None
            self._server.rset()
        except (OSError, smtplib.SMTPException, EOFError):
            self._server.close()
            return False
        return takes

    def _sent(
        self,
        server: smtplib.SMTP,
        body: bytes,
        *,
        start: _Reply,
        recipients: tuple[str, ...],
        may_still: Callable[[], None],
    ) -> Receipt:
        if start.code != 250:
            # Before it has heard of recipient or content, a server that says no for good means the sender.
            return self._refusal(server, start, of_us=start.code >= 500 and start.code != TOO_LARGE)
        refused = [bad for address in recipients if (bad := _refused(server, address))]
        if len(refused) == len(recipients):
            return self._nobody(server, refused)
        go_ahead = _reply(server.docmd("DATA"))
        if go_ahead.code != 354:
            return self._refusal(server, go_ahead)
        try:
            may_still()
        except BaseException:
            server.close()
            raise
        server.send(body + b".\r\n")
        try:
            last = _reply(server.getreply())
        except (OSError, smtplib.SMTPException, EOFError):
            server.close()
            return Receipt(outcome=SendOutcome.AMBIGUOUS, refused=tuple(refused), why=self._ambiguous_sentence())
        if last.code != 250:
            return self._refusal(server, last)
        return Receipt(outcome=SendOutcome.ACCEPTED, refused=tuple(refused))

    def _options(self, server: smtplib.SMTP, body: bytes) -> tuple[str, ...]:
        size = (f"size={len(body)}",) if server.has_extn("size") else ()
        return size if body.isascii() or not server.has_extn("8bitmime") else (*size, "body=8bitmime")

    def _refusal(self, server: smtplib.SMTP, reply: _Reply, *, of_us: bool = False) -> Receipt:
        _start_afresh(server, reply)
        if of_us or reply.of_us:
            raise OutboxRefused(self._set_up_sentence(reply))
        why = f"The {server_name(self._settings)} answered {reply.code} ({reply.text})."
        return Receipt(outcome=reply.outcome, why=why)

    def _nobody(self, server: smtplib.SMTP, refused: list[RefusedRecipient]) -> Receipt:
        replies = [_Reply(one.code, one.text) for one in refused]
        _start_afresh(server, replies[-1] if replies else _Reply(503, ""))
        if replies and all(reply.of_us for reply in replies):
            raise OutboxRefused(self._set_up_sentence(replies[0]))
        permanent = all(one.permanent for one in refused)
        return Receipt(
            outcome=SendOutcome.REFUSED if permanent else SendOutcome.REFUSED_FOR_NOW,
            refused=tuple(refused),
            why=f"The {server_name(self._settings)} took none of the recipients; see each one's reply.",
        )

    def _set_up_sentence(self, reply: _Reply) -> str:
        first = f"The {server_name(self._settings)} does not let us send: it answered {reply.code} ({reply.text})."
        if self._settings.sign_in.method == "microsoft365":
            client_id = self._settings.sign_in.client_id
            return f"{first} {explained(reply.text, service='outgoing', user=self._settings.user, client_id=client_id)}"
        return (
            f"{first} Check outgoing.user and outgoing.sign_in, and that this account may send as office.address. "
            "Everything stays queued."
        )

    def _broken(self, *, offered: bool = True) -> Receipt:
        why = f"The connection to the {server_name(self._settings)} broke off before the mail was handed over."
        return Receipt(outcome=SendOutcome.REFUSED_FOR_NOW, why=why, offered=offered)

    def _ambiguous_sentence(self) -> str:
        return (
            f"The connection to the {server_name(self._settings)} broke off after the mail was handed over and "
            "before it was acknowledged, so it may or may not have been sent; look for it in the Sent folder."
        )


def transparent(raw: bytes) -> bytes:
    """`raw` with line ends as SMTP wants them and dots at line starts doubled (RFC 5321, 2.3.8 and 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
    return re.sub(rb"(?m)^\.", b"..", lines if lines.endswith(b"\r\n") else lines + b"\r\n")


def _reply(answer: tuple[int, bytes]) -> _Reply:
    code, text = answer
    return _Reply(code, Credential(user="").hidden_in(text))


def _refused(server: smtplib.SMTP, address: str) -> RefusedRecipient | None:
    # A space or a line end in an address would be read as a further command or parameter.
    if not address.isascii() or re.search(r"[\s<>\x00-\x1f\x7f]", address):
        return RefusedRecipient(address=address, code=553, text="this address has characters that mail cannot carry")
    reply = _reply(server.rcpt(address))
    return None if reply.code in (250, 251) else RefusedRecipient(address=address, code=reply.code, text=reply.text)


def _start_afresh(server: smtplib.SMTP, reply: _Reply) -> None:
    """Forget the half-made mail, or hang up when the server is closing (421)."""
    if reply.code == CLOSING:
        server.close()
        return
    # A server that hangs up after its refusal has refused all the same.
    with contextlib.suppress(OSError, smtplib.SMTPException):
        server.rset()
