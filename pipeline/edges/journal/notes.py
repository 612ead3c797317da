"""Small texts that a pass writes down in passing, under a name: they outlive its death and cost next to nothing."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from pipeline.edges.journal.schema import CARRIED


class NoteFiles:
    """As files beside the journal."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> str:
        """The note called `name`, or an empty text."""
        with suppress(OSError, ValueError):
            return (self._folder / name).read_text(encoding="utf-8")
        return ""

    def write(self, name: str, text: str) -> None:
        """Puts `text` in the place of the note called `name`."""
        # Not worth a sync: it is the process that dies here, and not the machine. Nor worth a fault of its own.
        with suppress(OSError):
            (self._folder / name).write_text(text, encoding="utf-8")


class NoteRows:
    """As rows of the journal's database, where every machine finds them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, name: str) -> str:
        """The note called `name`, or an empty text."""
        return self._connection.execute(select(CARRIED.c.content).where(CARRIED.c.name == name)).scalar() or ""

    def write(self, name: str, text: str) -> None:
        """Puts `text` in the place of the note called `name`."""
        row = insert(CARRIED).values(name=name, content=text)
        self._connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"content": text}))
