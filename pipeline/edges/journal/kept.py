"""The journal's single values, by name: the tracker's base, contacts as typed, the health of the last pass."""

from __future__ import annotations

import json
import zlib

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from pipeline.edges.journal.schema import KEPT, MEETINGS


class Kept:
    """Reads and writes the tables `kept` and `meetings`; values are plain JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> object:
        """The value kept under `name`, or None."""
        content = self._connection.execute(select(KEPT.c.content).where(KEPT.c.name == name)).scalar()
        return None if content is None else json.loads(zlib.decompress(content))

    def put(self, name: str, value: object) -> None:
        """Keeps `value` under `name`; None takes it away."""
        if value is None:
            self._connection.execute(delete(KEPT).where(KEPT.c.name == name))
            return
        content = zlib.compress(json.dumps(value, ensure_ascii=False).encode(), level=1)
        self._connection.execute(
            insert(KEPT)
            .values(name=name, content=content)
            .on_conflict_do_update(index_elements=["name"], set_={"content": content})
        )

    def meetings(self) -> dict[str, object]:
        """The last invitation of each case, as plain JSON by case reference."""
        return {row.case_ref: json.loads(row.state) for row in self._connection.execute(select(MEETINGS))}

    def put_meeting(self, case_ref: str, state: object) -> None:
        """Remembers the last invitation of a case."""
        text = json.dumps(state, ensure_ascii=False)
        self._connection.execute(
            insert(MEETINGS)
            .values(case_ref=case_ref, state=text)
            .on_conflict_do_update(index_elements=["case_ref"], set_={"state": text})
        )
