"""How much of a document is opened before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Bounds on one mail and each file in it; sizes in bytes, time in seconds of wall clock."""

    file_bytes: int = 40_000_000  # one file, as it came
    unpacked_bytes: int = 200_000_000  # what one zip or package promises to hold
    files: int = 100  # parts of one mail, or files in one container
    nesting: int = 6  # mails and zips in each other
    seconds: float = 30  # one document
    mail_seconds: float = 120  # a mail with all that is in it
    pass_seconds: float = 600  # all the mails of one pass
    memory_bytes: int = 1_024_000_000  # of the address space of a reading process


USUAL_LIMITS = Limits()
