"""One signed-in IMAP connection: verified TLS, time limits on everything, and no mail text in any log."""

from __future__ import annotations

import imaplib
import logging
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, LoginError

from pipeline.edges.sign_in.credentials import Credential, credential, forget_tokens
from pipeline.edges.sign_in.microsoft365 import explained
from pipeline.edges.sign_in.network import fault_sentence, require_loopback, tls_context
from pipeline.errors import InboxUnavailable, LoginRefused
from pipeline.settings import Mailbox

LOGGERS = ("imapclient", "imapclient.imapclient", "imapclient.imaplib", "imaplib", "msal", "urllib3")
# Response codes of a refused sign-in that a later try may cure (RFC 5530).
PASSING = re.compile(r"\[(UNAVAILABLE|SERVERBUG|INUSE|LIMIT)\b")


def connection(settings: Mailbox) -> Any:
    """A signed-in IMAPClient; raises InboxUnavailable, LoginRefused or SettingsInvalid, each with its remedy."""
    for name in LOGGERS:
        _keep_quiet(logging.getLogger(name))
    client = None
    try:
        with said_plainly(settings):
            credentials = credential(settings.sign_in, user=settings.user, setting="mailbox")
            client = _connected(settings)
            _sign_in(client, credentials, settings=settings)
    except BaseException:
        if client is not None:
            hang_up(client)
        raise
    return client


def hang_up(client: Any) -> None:
    """Close the socket without a word to the server."""
    try:
        client.shutdown()
    except (OSError, IMAPClientError):
        return


def server_name(settings: Mailbox) -> str:
    """How the mailbox server is called in a sentence."""
    return f"mailbox server {settings.host}, port {settings.port}"


@contextmanager
def said_plainly(settings: Mailbox) -> Iterator[None]:
    """Turn what the libraries raise into InboxUnavailable; their own words may hold mail text and are left out."""
    try:
        yield
    except IMAPClientAbortError as fault:
        # imaplib keeps the network's own reason, where there is one, in the context.
        cause = fault.__context__ if isinstance(fault.__context__, OSError) else ConnectionResetError()
        raise InboxUnavailable(fault_sentence(cause, server=server_name(settings))) from None
    except (OSError, EOFError) as fault:
        raise InboxUnavailable(fault_sentence(fault, server=server_name(settings))) from None
    except (IMAPClientError, ValueError, TypeError, IndexError, KeyError, AttributeError) as fault:
        raise InboxUnavailable(
            f"The {server_name(settings)} answered in a way that Caseclock cannot use ({type(fault).__name__}). "
            "Nothing is lost; the next pass tries again. If it happens again, run `caseclock check`."
        ) from None


def _keep_quiet(logger: logging.Logger) -> None:
    # imapclient writes whole mails into its logger at DEBUG, so nothing below WARNING is ever let through.
    logger.setLevel(max(logger.level, logging.WARNING))


def _connected(settings: Mailbox) -> Any:
    if settings.security == "none":
        require_loopback(settings.host, "mailbox.security")
    context = None if settings.security == "none" else tls_context(settings.ca_file)
    client = IMAPClient(
        settings.host,
        port=settings.port,
        ssl=settings.security == "tls",
        ssl_context=context,
        timeout=SocketTimeout(connect=settings.timeout_seconds, read=settings.timeout_seconds),
    )
    try:
        # imapclient sets level 5 by itself, which costs speed and would put mail text before the loggers above.
        client._imap.debug = 0
        client.normalise_times = False
        # Without it each small command waits 40 ms for the delayed acknowledgement of some servers.
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if settings.security == "starttls":
            _start_tls(client, context, settings=settings)
    except BaseException:
        hang_up(client)
        raise
    return client


def _start_tls(client: Any, context: Any, *, settings: Mailbox) -> None:
    try:
        client.starttls(context)
    except IMAPClientAbortError:
        raise
    except (CapabilityError, IMAPClientError):
        raise InboxUnavailable(
            f"The {server_name(settings)} does not offer encryption by STARTTLS, so nothing was sent to it. "
            'Use security = "tls" with its TLS port (mostly 993), or ask its administrator.'
        ) from None


def _sign_in(client: Any, credentials: Credential | None, *, settings: Mailbox) -> None:
    if credentials is None:
        raise LoginRefused(
            'mailbox.sign_in: a mailbox cannot be read without signing in; method "none" is for sending.'
        )
    try:
        if credentials.token:
            _send_token(client, credentials)
        elif credentials.password.isascii() and credentials.user.isascii():
            client.login(credentials.user, credentials.password)
        else:
            client.plain_login(credentials.user, credentials.password)
    except LoginError as refusal:
        _raise_refusal(refusal, credentials, settings=settings)


def _send_token(client: Any, credentials: Credential) -> None:
    answers = iter((credentials.xoauth2(),))
    detail: list[bytes] = []

    def answer(challenge: bytes) -> str:
        # After a bad token the server sends its reason as a challenge and waits for an empty line.
        detail.append(challenge)
        return next(answers, "")

    try:
        client.sasl_login("XOAUTH2", answer)
    except LoginError as refusal:
        reason = b" ".join(detail[1:]).decode("utf-8", "replace")
        raise LoginError(f"{refusal} {reason}") from refusal.__context__


def _raise_refusal(refusal: LoginError, credentials: Credential, *, settings: Mailbox) -> None:
    cause = refusal.__cause__ or refusal.__context__
    if isinstance(cause, imaplib.IMAP4.abort):
        raise cause
    said = credentials.hidden_in(refusal)
    if PASSING.search(said):
        raise InboxUnavailable(
            f"The {server_name(settings)} cannot let anyone in at the moment ({said}). The next pass tries again."
        ) from None
    forget_tokens()
    raise LoginRefused(_refusal_sentence(said, settings)) from None


def _refusal_sentence(said: str, settings: Mailbox) -> str:
    first = f"The {server_name(settings)} refused to let {settings.user} in (it said: {said})."
    if settings.sign_in.method == "microsoft365":
        meaning = explained(said, service="mailbox", user=settings.user, client_id=settings.sign_in.client_id)
        return f"{first} {meaning}"
    if settings.sign_in.method == "refresh-token":
        return f"{first} The token is not accepted; sign in with the provider again, then run `caseclock check`."
    return (
        f"{first} Check mailbox.user and the password behind mailbox.sign_in.secret, then run `caseclock check`; it "
        "is not tried again in this pass, since repeated tries lock accounts."
    )
