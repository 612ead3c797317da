"""One signed-in SMTP connection: verified TLS or nothing, and one single attempt to sign in."""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pipeline.edges.sign_in.credentials import Credential, credential, forget_tokens
from pipeline.edges.sign_in.microsoft365 import explained
from pipeline.edges.sign_in.network import fault_sentence, require_loopback, tls_context
from pipeline.errors import LoginRefused, OutboxRefused
from pipeline.settings import Outgoing

# What we call ourselves: an address literal (RFC 5321, 4.1.3), as mail programs send it; the name of an office computer
# is nobody's business, and to look it up may take long.
OWN_NAME = "[127.0.0.1]"
_GREETING = 1024  # more bytes than a line of a reply may have (RFC 5321, 4.5.3.1.5)
_DATE = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")


def connection(settings: Outgoing) -> smtplib.SMTP:
    """A signed-in SMTP connection; raises OutboxRefused, LoginRefused or SettingsInvalid, each with its remedy."""
    with said_plainly(settings):
        credentials = credential(settings.sign_in, user=settings.user, setting="outgoing")
        server = _connected(settings)
    try:
        with said_plainly(settings):
            _greet(server, settings)
            if credentials is not None:
                _sign_in(server, credentials, settings=settings)
    except BaseException:
        server.close()
        raise
    return server


def server_name(settings: Outgoing) -> str:
    """How the outgoing server is called in a sentence."""
    return f"outgoing mail server {settings.host}, port {settings.port}"


@contextmanager
def said_plainly(settings: Outgoing) -> Iterator[None]:
    """Turn what smtplib and the network raise into OutboxRefused."""
    try:
        yield
    except smtplib.SMTPServerDisconnected as fault:
        # smtplib keeps the reason, such as a time limit, in the context.
        cause = fault.__context__ if isinstance(fault.__context__, OSError) else ConnectionResetError()
        raise OutboxRefused(fault_sentence(cause, server=server_name(settings))) from None
    except smtplib.SMTPResponseException as fault:
        said = Credential(user="").hidden_in(fault.smtp_error)
        raise OutboxRefused(
            f"The {server_name(settings)} answered {fault.smtp_code} ({said}). Everything stays queued; the next pass "
            "tries again."
        ) from None
    except (OSError, EOFError) as fault:
        raise OutboxRefused(fault_sentence(fault, server=server_name(settings))) from None


def greeting_date(settings: Outgoing) -> datetime | None:
    """What time it is at the server, where its greeting says so, as those of Exchange, Exim and Sendmail do."""
    # smtplib hands the greeting to nobody, so it is asked for once more; nobody signs in.
    address, context = (settings.host, settings.port), tls_context(settings.ca_file)
    try:
        with socket.create_connection(address, timeout=settings.timeout_seconds) as plain:
            if settings.security != "tls":
                return _date_in(plain.recv(_GREETING))
            with context.wrap_socket(plain, server_hostname=settings.host) as wrapped:
                return _date_in(wrapped.recv(_GREETING))
    except OSError:
        return None


def _date_in(greeting: bytes) -> datetime | None:
    found = _DATE.search(greeting.decode("ascii", "replace"))
    try:
        return parsedate_to_datetime(found[0]).astimezone(UTC) if found else None
    except ValueError:
        return None


def _connected(settings: Outgoing) -> smtplib.SMTP:
    if settings.security == "none":
        require_loopback(settings.host, "outgoing.security")
    if settings.security == "tls":
        return smtplib.SMTP_SSL(
            settings.host,
            settings.port,
            local_hostname=OWN_NAME,
            timeout=settings.timeout_seconds,
            context=tls_context(settings.ca_file),
        )
    return smtplib.SMTP(settings.host, settings.port, local_hostname=OWN_NAME, timeout=settings.timeout_seconds)


def _greet(server: smtplib.SMTP, settings: Outgoing) -> None:
    _hello(server)
    if settings.security != "starttls":
        return
    if not server.has_extn("starttls"):
        raise OutboxRefused(
            f"The {server_name(settings)} does not offer encryption by STARTTLS, so nothing was sent to it. "
            'Use security = "tls" with its TLS port (mostly 465), or ask its administrator.'
        )
    server.starttls(context=tls_context(settings.ca_file))
    # What was announced before encryption counts no more (RFC 3207, 4.2), and AUTH without it gets 503.
    _hello(server)


def _hello(server: smtplib.SMTP) -> None:
    code, said = server.ehlo()
    if code != 250:
        raise smtplib.SMTPHeloError(code, said)


def _sign_in(server: smtplib.SMTP, credentials: Credential, *, settings: Outgoing) -> None:
    offered = server.esmtp_features.get("auth", "").upper().split()
    code, said = _answer(server, credentials, offered=offered)
    if code == 235:
        return
    text = credentials.hidden_in(said)
    if 400 <= code < 500:
        raise OutboxRefused(
            f"The {server_name(settings)} cannot let anyone in at the moment ({code} {text}). "
            "The next pass tries again."
        )
    forget_tokens()
    raise LoginRefused(_refusal_sentence(f"{code} {text}", settings))


def _answer(server: smtplib.SMTP, credentials: Credential, *, offered: list[str]) -> tuple[int, bytes]:
    """The server's last word on one attempt; smtplib's own login would try up to three ways and lock accounts."""
    if credentials.token:
        code, said = server.docmd("AUTH", "XOAUTH2 " + _base64(credentials.xoauth2()))
        # A refused token gets its reason as a challenge, which an empty line ends.
        return server.docmd("") if code == 334 else (code, said)
    if "PLAIN" in offered or "LOGIN" not in offered:
        return server.docmd("AUTH", "PLAIN " + _base64(f"\0{credentials.user}\0{credentials.password}"))
    code, said = server.docmd("AUTH", "LOGIN")
    for text in (credentials.user, credentials.password):
        if code != 334:
            break
        code, said = server.docmd(_base64(text))
    return code, said


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _refusal_sentence(said: str, settings: Outgoing) -> str:
    first = f"The {server_name(settings)} refused to let {settings.user} in (it said: {said})."
    if settings.sign_in.method == "microsoft365":
        meaning = explained(said, service="outgoing", user=settings.user, client_id=settings.sign_in.client_id)
        return f"{first} {meaning}"
    if settings.sign_in.method == "refresh-token":
        return f"{first} The token is not accepted; sign in with the provider again, then run `caseclock check`."
    return (
        f"{first} Check outgoing.user and the password behind outgoing.sign_in.secret, then run `caseclock check`; it "
        "is not tried again in this pass, since repeated tries lock accounts."
    )


def hang_up(server: smtplib.SMTP) -> None:
    """Say goodbye and close; a server that is gone already is no fault."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()
