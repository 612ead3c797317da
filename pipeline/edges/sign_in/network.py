"""What both mail connections share: verified TLS, and a sentence for whatever went wrong on the way to a server."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import SettingsInvalid


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """A context that verifies certificate and host name, against `ca_file` where the office runs its own authority."""
    try:
        context = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except (OSError, ssl.SSLError) as fault:
        raise SettingsInvalid(
            f"ca_file: the certificate file {ca_file} cannot be read ({type(fault).__name__}); "
            "give the path of a PEM file with your authority's certificate."
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def certificate_ends(connected: object) -> datetime | None:
    """When the certificate of the server at the other end of a socket runs out; None without TLS, or after it."""
    said = connected.getpeercert() if isinstance(connected, ssl.SSLSocket) else None
    ends = said.get("notAfter") if said else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if isinstance(ends, str) else None


def require_loopback(host: str, setting: str) -> None:
    """Raise SettingsInvalid unless `host` is this machine: mail never crosses a network in clear text."""
    if host == "localhost":
        return
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise SettingsInvalid(
            f'{setting}: "none" is allowed only for a server on this machine (localhost, 127.0.0.1, ::1), '
            f'and {host} is not; use "tls" or "starttls".'
        )


def fault_sentence(fault: BaseException, *, server: str) -> str:
    """Why `server` ("mailbox server mail.example, port 993") could not be used, and what to check."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return (
            f"The certificate of the {server} could not be verified ({fault.verify_message}). Nothing was sent to it. "
            "Check the host name in config.toml; if your organisation runs its own authority, set ca_file."
        )
    if isinstance(fault, ssl.SSLError):
        # An error that Python raises by itself has no reason of the TLS library.
        reason = getattr(fault, "reason", None) or "TLS failed"
        return (
            f"No encrypted connection could be made to the {server} ({reason}). "
            'Check that port and security ("tls" or "starttls") belong together.'
        )
    return f"{_plain_reason(fault, server)} Nothing is lost; the next pass tries again."


def _plain_reason(fault: BaseException, server: str) -> str:
    if isinstance(fault, socket.gaierror):
        return f"The name of the {server} is not known to this computer's name service. Check the host in config.toml."
    if isinstance(fault, ConnectionRefusedError):
        return f"Nothing answers at the {server}. Check host and port in config.toml, and that the server is running."
    if isinstance(fault, TimeoutError):
        return (
            f"The time limit passed while waiting for the {server}. Check the network, a firewall and timeout_seconds."
        )
    detail = f" ({fault.strerror})" if isinstance(fault, OSError) and fault.strerror else ""
    return f"The connection to the {server} broke off{detail}. Check the network and the server."
