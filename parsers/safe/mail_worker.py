"""The process that reads whole mails; it asks the process that started it for the readings of documents.

Run by `whole_mail` as `python -m parsers.safe.mail_worker MEMORY_BYTES`. Documents are not read here, so that a bad
one costs one reading and not the mail, nor in a process started here, which would outlive this one when it is ended.
"""

from __future__ import annotations

import sys
import traceback
from typing import Any

from parsers.read_mail import read_mail
from parsers.safe.bounded import READING_PROCESS
from parsers.safe.containers import FileType
from parsers.safe.worker import Pipe, bind_memory
from pipeline.model import Reading


def main(memory_bytes: int) -> None:
    """Serves until standard input ends."""
    bind_memory(memory_bytes)
    pipe = Pipe()

    def reading_from_outside(name: str, content: bytes, *, kind: FileType) -> Reading:
        pipe.send(("document", {"name": name, "content": content, "kind": kind}))
        found: Reading = pipe.received()
        return found

    READING_PROCESS.hand_on(reading_from_outside)
    while (asked := pipe.received()) is not None:
        pipe.send(_answer(asked))


def _answer(asked: dict[str, Any]) -> tuple[str, object]:
    try:
        return "mail", read_mail(**asked)
    except MemoryError:
        return "memory", None
    except Exception:
        return "fault", traceback.format_exc()


if __name__ == "__main__":
    main(int(sys.argv[1]))
