"""A refresh token that is replaced at each use: every machine has the newest, whichever of them was given it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeVar

from pipeline.edges.files import write_whole
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import MailServer, RotatedToken
from pipeline.settings import SignIn

Connection = TypeVar("Connection")
# A machine that has slept through more of them is given a new one by hand.
MOST_REMEMBERED = 500


@contextmanager
def with_newest_token(
    connect: Callable[[], AbstractContextManager[Connection]], sign_in: SignIn, *, server: MailServer, journal: Journal
) -> Iterator[Connection]:
    """The connection that `connect` makes; raises what it raises."""
    file = sign_in.refresh_token_file
    if not journal.is_shared or sign_in.method != "refresh-token" or file is None:
        with connect() as opened:
            yield opened
        return
    _settle(file, server=server, journal=journal)
    try:
        with connect() as opened:
            # Told at once: whoever takes over cannot sign in with the one before.
            _settle(file, server=server, journal=journal)
            yield opened
    finally:
        _settle(file, server=server, journal=journal)


def _settle(file: Path, *, server: MailServer, journal: Journal) -> None:
    """The token of this machine where nobody knows it, as it was just given or put there by hand; else the newest."""
    try:
        own = file.read_text(encoding="utf-8").strip()
    except OSError:
        own = ""  # said by whoever signs in with it
    kept = journal.kept.rotated.get(server)
    if kept is not None and (not own or _digest(own) in kept.replaced):
        write_whole(file, f"{kept.token}\n".encode())
    elif own and (kept is None or own != kept.token):
        before = (*kept.replaced, _digest(kept.token)) if kept is not None else ()
        with journal.writing():
            journal.kept.rotated.put(server, RotatedToken(token=own, replaced=before[-MOST_REMEMBERED:]))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
