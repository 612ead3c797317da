"""Bytes kept for ever under their SHA-256: mails as they arrived and mails as they were sent."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from pipeline.edges.files import require_space, write_whole
from pipeline.edges.journal.schema import RAW
from pipeline.errors import StoreUnavailable


class RawFiles:
    """The folders `mail` and `outgoing` beside the journal."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, raw: bytes, *, kind: str = "mail") -> str:
        """Stores `raw` unless it is there already and gives its SHA-256; raises StoreUnavailable on a full disk."""
        sha256 = hashlib.sha256(raw).hexdigest()
        path = self._path(sha256, kind=kind)
        try:
            if not path.exists():
                require_space(self._folder, len(raw))
                write_whole(path, raw)
        except OSError as fault:
            raise StoreUnavailable(
                f"The store cannot take a mail ({fault.strerror}); correct its folder's permissions or its disk."
            ) from fault
        return sha256

    def path(self, sha256: str, *, kind: str = "mail") -> Path | None:
        """The file of the bytes with that SHA-256."""
        return self._path(sha256, kind=kind)

    def _path(self, sha256: str, *, kind: str) -> Path:
        return self._folder / kind / sha256[:2] / f"{sha256}.eml"

    def read(self, sha256: str, *, kind: str = "mail") -> bytes:
        """The bytes with that SHA-256; raises FileNotFoundError."""
        return self._path(sha256, kind=kind).read_bytes()

    def erase(self, sha256: str, *, kind: str = "mail") -> None:
        """Takes the bytes with that SHA-256 away, where they are there; raises OSError."""
        self._path(sha256, kind=kind).unlink(missing_ok=True)

    def each(self, *, kind: str = "mail") -> Iterator[str]:
        """The SHA-256 of everything that is kept, in order."""
        return iter(sorted(path.stem for path in (self._folder / kind).glob("??/*.eml")))


class RawRows:
    """The same in the journal's database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, raw: bytes, *, kind: str = "mail") -> str:
        """Stores `raw` unless it is there already and gives its SHA-256; raises StoreUnavailable."""
        sha256 = hashlib.sha256(raw).hexdigest()
        there = select(RAW.c.kind).where(RAW.c.kind == kind, RAW.c.sha256 == sha256)
        if self._connection.execute(there).first() is None:
            row = insert(RAW).values(kind=kind, sha256=sha256, content=raw)
            self._connection.execute(row.on_conflict_do_nothing())
        return sha256

    def path(self, _: str, *, kind: str = "mail") -> Path | None:
        """None: no file holds them."""
        return None

    def read(self, sha256: str, *, kind: str = "mail") -> bytes:
        """The bytes with that SHA-256; raises FileNotFoundError."""
        found = select(RAW.c.content).where(RAW.c.kind == kind, RAW.c.sha256 == sha256)
        content = self._connection.execute(found).scalar()
        if content is None:
            raise FileNotFoundError(errno.ENOENT, "it is not in the database")
        return bytes(content)

    def erase(self, sha256: str, *, kind: str = "mail") -> None:
        """Takes the bytes with that SHA-256 away, where they are there."""
        self._connection.execute(delete(RAW).where(RAW.c.kind == kind, RAW.c.sha256 == sha256))

    def each(self, *, kind: str = "mail") -> Iterator[str]:
        """The SHA-256 of everything that is kept, in order."""
        of_kind = select(RAW.c.sha256).where(RAW.c.kind == kind).order_by(RAW.c.sha256)
        return iter(self._connection.execute(of_kind).scalars().all())
