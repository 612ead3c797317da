"""Through whose hands a mail came to the receiving server: a mailing list or a forwarding address beside its sender."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from ipaddress import ip_address, ip_network

from pipeline.domains import domain_of, lies_in
from pipeline.intake.signs.results import HEADER, PASSED, Result, is_named, stamp
from pipeline.model import Message

# Where each check names whose server it was.
_NAMED_IN = {"spf": ("smtp.mailfrom",), "dkim": ("header.d", "header.i")}
_BY = re.compile(r"(?i)\bby\s+([^\s;()]{1,255})")
# Hosts of the office's own network (RFC 1918, RFC 4193) and of the server itself.
_INSIDE = tuple(
    map(
        ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128")
    )
)
_HOST = re.compile(r"[\[(](?:IPv6:)?([0-9A-Fa-f.:]{3,45})[\])]")


def forwarders(message: Message, results: Iterable[Result], *, trusted: tuple[str, ...]) -> tuple[str, ...]:
    """The domains that pass a check in the place of the sender's, then the address of the host that brought the mail.

    A list vouches for itself by SPF or by a signature of its own. Of a forwarding server for which nothing passes only
    the host is known, which the receiving server wrote into its own `Received` header.
    """
    domains = dict.fromkeys(_vouching(results, own=message.author.domain))
    return (*domains, *filter(None, (_host(message, trusted),)))


def is_accepted(found: Iterable[str], accepted: tuple[str, ...]) -> bool:
    """Whether the office accepts one of these domains or hosts for good."""
    return any(one in accepted or (not _is_host(one) and lies_in(one, accepted)) for one in found)


def _vouching(results: Iterable[Result], *, own: str) -> Iterator[str]:
    for result in results:
        if result.value not in PASSED:
            continue
        for name in _NAMED_IN.get(result.method, ()):
            said = result.properties.get(name, "").lower()
            domain = domain_of(said) or said.lstrip("@")
            if domain and not lies_in(domain, (own,)) and not lies_in(own, (domain,)):
                yield domain


def _host(message: Message, trusted: tuple[str, ...]) -> str:
    """The address of the host from which the receiving server took the mail; empty where it stands nowhere."""
    at, server = _stamped_by(message, trusted)
    hops = tuple(_hops(message))
    # What stands below the server's own was written by earlier ones, or by whoever made the mail.
    own = next((value for _, value in hops if server and _is_by(value, server)), "")
    return _outside(own or next((value for place, value in hops if place > at), ""))


def _stamped_by(message: Message, trusted: tuple[str, ...]) -> tuple[int, str]:
    """Where the believed results stand, and the name of the server that wrote them."""
    stamped = ((at, stamp(value).server) for at, (name, value) in enumerate(message.headers) if name == HEADER)
    found = ((at, server) for at, server in stamped if not trusted or is_named(server, trusted))
    return next(found, (len(message.headers), ""))


def _hops(message: Message) -> Iterator[tuple[int, str]]:
    for place, (name, value) in enumerate(message.headers):
        # Handed on within one server, a mail comes `by` it and from nowhere.
        if name == "received" and not value.lstrip().startswith("by "):
            yield place, value


def _is_by(received: str, server: str) -> bool:
    by = _BY.search(received)
    return by is not None and lies_in(by[1].lower(), (server,))


def _outside(received: str) -> str:
    brought = received.partition(" by ")[0]
    return next(filter(_is_host, reversed(_HOST.findall(brought))), "")


def _is_host(text: str) -> bool:
    try:
        found = ip_address(text)
    except ValueError:
        return False
    return not any(found in network for network in _INSIDE if network.version == found.version)
