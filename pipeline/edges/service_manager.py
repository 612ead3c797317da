"""What systemd is told of this process (sd_notify(3)), over its socket and without its library; elsewhere nothing."""

from __future__ import annotations

import contextlib
import os
import socket


def notify(*said: str) -> bool:
    """Tells the service manager, such as `READY=1` or `WATCHDOG=1`; says whether there is one that hears."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    # A name that begins with @ stands for one of Linux's own, which begins with a zero byte.
    name = "\0" + address[1:] if address.startswith("@") else address
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        out.settimeout(5)
        out.sendto("\n".join(said).encode(), name)
        return True
    return False


def watchdog_seconds() -> float | None:
    """How long the service manager waits for `WATCHDOG=1` from this process before it restarts it; None where not."""
    asked = os.environ.get("WATCHDOG_USEC", "")
    process = os.environ.get("WATCHDOG_PID", "")
    if not asked.isdigit() or int(asked) == 0 or (process and process != str(os.getpid())):
        return None
    return int(asked) / 1_000_000
