"""How much of a document is opened before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Bounds on one mail and each file in it; sizes in bytes, time in seconds of wall clock."""

    file_bytes: int = 40_000_000
    unpacked_bytes: int = 200_000_000
    files: int = 100
    nesting: int = 6
    seconds: float = 30
    mail_seconds: float = 120
    memory_bytes: int = 1_024_000_000


USUAL_LIMITS = Limits()
