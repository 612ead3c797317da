"""The address that is called after each good pass: silence there is what an office's dead man's switch rings for."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pipeline.edges.sign_in.network import require_loopback
from pipeline.errors import SettingsInvalid

SECONDS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Beat:
    """What became of a call: whether the address took it, what time it is there, and why not if not."""

    taken: bool
    date: datetime | None = None
    why: str = ""


def beat(address: str) -> Beat:
    """Calls `address`, with nothing in the call but that it was made; whatever happens is a value."""
    parts = urllib.parse.urlsplit(address)
    try:
        if parts.scheme != "https":
            require_loopback(parts.hostname or "", "alarm.heartbeat_url")
        request = urllib.request.Request(address, headers={"User-Agent": "caseclock"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=SECONDS) as reply:  # noqa: S310
            return Beat(taken=True, date=_date(reply.headers.get("Date")))
    except urllib.error.HTTPError as refusal:
        with refusal:
            return Beat(taken=False, why=f"it answered {refusal.code}")
    except SettingsInvalid as fault:
        return Beat(taken=False, why=str(fault))
    except (OSError, ValueError, http.client.HTTPException) as fault:
        # A fault's own words may hold the address, and whoever knows that can ring or silence the alarm.
        return Beat(taken=False, why=f"it could not be called ({type(fault).__name__})")


def _date(said: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(said or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
