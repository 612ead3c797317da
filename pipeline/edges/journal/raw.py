"""Bytes kept for ever under their SHA-256: mails as they arrived and mails as they were sent."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.edges.files import require_space, write_whole
from pipeline.errors import StoreUnavailable


class RawFiles:
    """The folders `mail` and `outgoing` beside the journal."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, raw: bytes, *, kind: str = "mail") -> str:
        """Stores `raw` unless it is there already and gives its SHA-256; raises StoreUnavailable on a full disk."""
        sha256 = hashlib.sha256(raw).hexdigest()
        path = self.path(sha256, kind=kind)
        try:
            if not path.exists():
                require_space(self._folder, len(raw))
                write_whole(path, raw)
        except OSError as fault:
            raise StoreUnavailable(
                f"The store cannot take a mail ({fault.strerror}); correct its folder's permissions or its disk."
            ) from fault
        return sha256

    def path(self, sha256: str, *, kind: str = "mail") -> Path:
        """Where the bytes with that SHA-256 lie."""
        return self._folder / kind / sha256[:2] / f"{sha256}.eml"

    def read(self, sha256: str, *, kind: str = "mail") -> bytes:
        """The bytes with that SHA-256; raises FileNotFoundError."""
        return self.path(sha256, kind=kind).read_bytes()
