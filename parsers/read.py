"""Any file read: what it really is, what is in it, and what is understood of it; no file is ever a reason to raise."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.form.kind.known_forms import KnownForm
from parsers.read_mail import MailReader
from parsers.safe.limits import USUAL_LIMITS, Limits
from pipeline.model import Reading


def read_file(name: str, content: bytes, *, limits: Limits = USUAL_LIMITS, forms: Sequence[KnownForm] = ()) -> Reading:
    """What is understood of a file, with the SHA-256 of its bytes; a container's files are read each by itself.

    Raises ReaderUnavailable where documents cannot be read at all.
    """
    return MailReader(limits=limits, forms=tuple(forms)).files.reading(name, content)
