"""Where an address lives, and whether that is within a domain that the office or a national body names."""

from __future__ import annotations

from collections.abc import Iterable

# Domains that belong to nobody, for examples (RFC 2606).
RESERVED = ("example", "example.com", "example.org", "example.net", "invalid", "test")


def domain_of(address: str) -> str:
    """The part of an address or a Message-ID after its last `@`, in lower case, or an empty text."""
    return address.rpartition("@")[2].rstrip(">").lower() if "@" in address else ""


def bare(domain: str) -> str:
    """A domain as settings hold it (`@council.example`, `.council.example`), without the sign before it."""
    return domain.strip().lower().lstrip("@.")


def lies_in(domain: str, domains: Iterable[str]) -> bool:
    """Whether `domain` is one of `domains` or lies below one; `evil-council.example` is not below the other."""
    return any(f".{domain}".endswith(f".{name}") for name in filter(None, map(bare, domains)))
