"""The shared mailbox over IMAP: what is in it, what is new, and where a mail is filed; it marks nothing as read."""

from __future__ import annotations

import contextlib
import re
import select
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any, Self

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError

from pipeline.edges.mailbox.fetch import MEGABYTE, Bounds, Fetched, all_uids, fetched_mails, headers
from pipeline.edges.mailbox.folders import MailboxFolders, ServerFolders, resolved, server_folders
from pipeline.edges.mailbox.imap_connection import connection, hang_up, said_plainly, server_name
from pipeline.edges.mailbox.move_commands import (
    GONE,
    NOT_POSSIBLE,
    RENUMBERED,
    MovedMail,
    MoveState,
    move_by_copy,
    move_by_move,
    uids_with_id,
)
from pipeline.edges.sign_in.network import certificate_ends
from pipeline.errors import InboxUnavailable
from pipeline.model import FolderState, MessageKey
from pipeline.settings import Mailbox

# Servers may end an IDLE after 30 minutes (RFC 2177), and some fall silent earlier, so it is renewed well before.
IDLE_SECONDS = 290


class Inbox:
    """One signed-in connection, for one use and one thread: `with Inbox(settings.mailbox) as inbox:`.

    Every method raises InboxUnavailable when the server cannot go on; what was already handed out stays good.
    """

    def __init__(self, settings: Mailbox) -> None:
        self._settings = settings
        self._client: Any = None
        self._open: tuple[str, bool] | None = None
        self._uidvalidity = 0
        self._count = 0
        self._names: frozenset[str] = frozenset({"INBOX"})

    def __enter__(self) -> Self:
        self._client = connection(self._settings)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            # Nothing depends on the farewell, and a server that is gone must not turn a good pass into a failure.
            with contextlib.suppress(OSError, EOFError, IMAPClientError):
                self._client.logout()
                return
        hang_up(self._client)

    @property
    def certificate_ends(self) -> datetime | None:
        """When the server's certificate runs out; None without TLS."""
        return certificate_ends(self._client.socket())

    def folders(self) -> MailboxFolders:
        """The server's names of the configured folders; processed, needs attention and retry are made if missing."""
        with said_plainly(self._settings):
            server = self._listed()
            names = resolved(self._settings.folders, server)
        for name in (names.processed, names.needs_attention, names.retry):
            self._make(name)
        return names

    @property
    def can_move(self) -> bool:
        """Whether the server can file a mail without removing what people have marked for deletion."""
        return any(self._client.has_capability(name) for name in ("MOVE", "UIDPLUS"))

    def may_change(self, folder: str) -> bool:
        """Whether mails may be put into `folder` and taken out: a server must say so where not (RFC 3501, 6.3.1)."""
        self._open = None
        with said_plainly(self._settings):
            try:
                self._client.select_folder(folder)
            except IMAPClientReadOnlyError:
                return False
        return True

    def states(self, folders: Iterable[str]) -> dict[str, FolderState]:
        """How each of `folders` stands that there is; nothing where the server does not tell it of every one.

        To be asked before any is opened: of the one that is, a server tells what this connection has seen of it.
        """
        found = {name: self._state(name) for name in folders if name in self._names}
        told = {name: state for name, state in found.items() if state is not None}
        return told if len(told) == len(found) else {}

    def _state(self, folder: str) -> FolderState | None:
        with said_plainly(self._settings):
            try:
                told = self._client.folder_status(folder, ["UIDVALIDITY", "UIDNEXT", "MESSAGES"])
            except IMAPClientAbortError:
                raise
            except IMAPClientError:
                return None
        if not {b"UIDVALIDITY", b"UIDNEXT", b"MESSAGES"} <= told.keys():
            return None
        return FolderState(
            uidvalidity=int(told[b"UIDVALIDITY"]), uidnext=int(told[b"UIDNEXT"]), messages=int(told[b"MESSAGES"])
        )

    def uidvalidity(self, folder: str) -> int:
        """The UIDVALIDITY of `folder`."""
        self._look_into(folder)
        return self._uidvalidity

    def uids(self, folder: str, *, first: int = 1) -> tuple[int, ...]:
        """Every UID in `folder` from `first` on, ascending."""
        self._look_into(folder)
        with said_plainly(self._settings):
            return tuple(all_uids(self._client, self._count) if first == 1 else self._uids_from(first))

    def _uids_from(self, first: int) -> list[int]:
        # A server answers a range beyond the end with its last mail (RFC 3501, 9: `*` is the largest number).
        return sorted(uid for uid in self._client.search(["UID", f"{first}:*"]) if uid >= first)

    def uids_before(self, folder: str, day: date) -> tuple[int, ...]:
        """Every UID in `folder` whose mail the server took before `day`, ascending."""
        self._look_into(folder)
        with said_plainly(self._settings):
            return tuple(sorted(self._client.search(["BEFORE", day])))

    def new_messages(self, folder: str, seen: Callable[[MessageKey], bool], *, first: int = 1) -> Iterator[Fetched]:
        """Every mail of `folder` from the UID `first` on that `seen` does not know, oldest first, in batches.

        Nothing is marked as read.
        """
        uids = [uid for uid in self.uids(folder, first=first) if not seen(self._key(folder, uid))]
        validity = self._uidvalidity
        mails = fetched_mails(
            self._client,
            uids,
            key=lambda uid: MessageKey(mailbox=self._settings.user, folder=folder, uidvalidity=validity, uid=uid),
            bounds=self._bounds(),
        )
        while True:
            # Between two mails the caller may have used this connection for another folder.
            if self._open != (folder, False):
                self._look_into(folder)
            if self._uidvalidity != validity:
                return
            with said_plainly(self._settings):
                mail = next(mails, None)
            if mail is None:
                return
            yield mail

    def newest_headers(self, folder: str, number: int) -> tuple[bytes, ...]:
        """The header blocks of the newest mails of `folder`, the newest first; none when there is no such folder."""
        if not self._exists(folder):
            return ()
        newest = self.uids(folder)[: -number - 1 : -1]
        with said_plainly(self._settings):
            return headers(self._client, newest) if newest else ()

    def new_headers(self, folder: str, *, after: str | None, most: int) -> tuple[str, tuple[bytes, ...]]:
        """A mark for next time, and the header blocks of the mails of `folder` that came since the mark `after`.

        At most the newest `most`; none when there is no such folder.
        """
        if not self._exists(folder):
            return after or "", ()
        self._look_into(folder)
        validity, _, last = (after or "").partition(":")
        first = int(last) + 1 if validity == str(self._uidvalidity) else 1
        with said_plainly(self._settings):
            found = self._uids_from(first)
            mark = f"{self._uidvalidity}:{found[-1] if found else first - 1}"
            return mark, headers(self._client, found[-most:]) if found else ()

    def message(self, key: MessageKey) -> Fetched | None:
        """The mail that stands at `key`, or None when it is not there any more."""
        self._look_into(key.folder)
        if self._uidvalidity != key.uidvalidity:
            return None
        with said_plainly(self._settings):
            return next(fetched_mails(self._client, [key.uid], key=lambda _: key, bounds=self._bounds()), None)

    def find(self, folder: str, message_id: str) -> tuple[MessageKey, ...]:
        """Where in `folder` mails with exactly this Message-ID stand; none when there is no such folder."""
        if not self._exists(folder):
            return ()
        self._look_into(folder)
        with said_plainly(self._settings):
            return tuple(self._key(folder, uid) for uid in uids_with_id(self._client, message_id))

    def append(self, folder: str, raw: bytes, *, flags: Iterable[str] = ()) -> MessageKey | None:
        """Put a mail of ours into `folder`, which is made if missing; its key where the server tells it."""
        if not self._exists(folder):
            self._make(folder)
        with said_plainly(self._settings):
            try:
                said = self._client.append(folder, raw, flags=tuple(flags))
            except IMAPClientAbortError:
                raise
            except IMAPClientError:
                raise InboxUnavailable(
                    f"The {server_name(self._settings)} would not take a mail into the folder {folder!r}. Check that "
                    "the folder still exists and that the mailbox is not full."
                ) from None
        found = re.search(rb"\[APPENDUID (\d+) (\d+)\]", said or b"")
        return self._key(folder, int(found[2]), validity=int(found[1])) if found else None

    def move(self, key: MessageKey, folder: str, *, message_id: str = "") -> MovedMail:
        """File the mail at `key` into `folder`; `message_id` finds it there when an earlier move was cut off."""
        if self._open != (key.folder, True):
            self._look_into(key.folder, change=True)
        if self._uidvalidity != key.uidvalidity:
            return MovedMail(state=MoveState.RENUMBERED, why=RENUMBERED)
        if not self._holds(key):
            return self._absent(folder, message_id)
        if self._client.has_capability("MOVE"):
            return self._move_at_once(key, folder, message_id=message_id)
        if not self._client.has_capability("UIDPLUS"):
            return MovedMail(state=MoveState.NOT_POSSIBLE, why=NOT_POSSIBLE)
        return self._move_by_copy(key, folder, message_id=message_id)

    def wait(self, seconds: float) -> bool:
        """Wait until the inbox changes or `seconds` pass; False at once when IDLE is off, unknown or not to be had.

        Whatever it says, look for new mails afterwards: a change may be announced before the wait begins.
        """
        if not self._settings.idle or not self._client.has_capability("IDLE"):
            return False
        self._look_into(self.folders().inbox)
        with said_plainly(self._settings):
            self._client.idle()
            connected = self._client.socket()
            # imapclient's own check fails on a line in two parts and spins on a lost connection; this only waits.
            select.select([connected], [], [], min(seconds, IDLE_SECONDS))
            self._client.idle_done()
        return True

    def _bounds(self) -> Bounds:
        return Bounds(
            batch_messages=self._settings.batch_messages,
            batch_bytes=self._settings.batch_megabytes * MEGABYTE,
            largest_bytes=self._settings.largest_megabytes * MEGABYTE,
        )

    def _key(self, folder: str, uid: int, *, validity: int | None = None) -> MessageKey:
        return MessageKey(
            mailbox=self._settings.user,
            folder=folder,
            uidvalidity=self._uidvalidity if validity is None else validity,
            uid=uid,
        )

    def _copy_key(self, folder: str, copy: tuple[int, int] | None, *, message_id: str) -> MessageKey | None:
        if copy is not None:
            return self._key(folder, copy[1], validity=copy[0])
        found = self.find(folder, message_id) if message_id else ()
        return found[0] if len(found) == 1 else None

    def _holds(self, key: MessageKey) -> bool:
        with said_plainly(self._settings):
            return bool(self._client.search(["UID", str(key.uid)]))

    def _absent(self, folder: str, message_id: str) -> MovedMail:
        found = self.find(folder, message_id) if message_id else ()
        if len(found) == 1:
            return MovedMail(state=MoveState.ALREADY_THERE, key=found[0])
        return MovedMail(state=MoveState.GONE, why=GONE)

    def _move_at_once(self, key: MessageKey, folder: str, *, message_id: str) -> MovedMail:
        with said_plainly(self._settings):
            try:
                copy = move_by_move(self._client, key.uid, folder=folder)
                return MovedMail(state=MoveState.MOVED, key=self._copy_key(folder, copy, message_id=message_id))
            except IMAPClientAbortError:
                raise
            except IMAPClientError:
                # A refusal may only mean that somebody else was quicker (RFC 6851, 4.4), so look again.
                self._look_into(key.folder, change=True)
        if self._holds(key):
            raise InboxUnavailable(
                f"The {server_name(self._settings)} would not move a mail into the folder {folder!r}. Check that the "
                "folder exists and that the mailbox is not full."
            )
        return self._absent(folder, message_id)

    def _move_by_copy(self, key: MessageKey, folder: str, *, message_id: str) -> MovedMail:
        def open_folder(name: str) -> None:
            self._look_into(name, change=name == key.folder)
            if name == key.folder and self._uidvalidity != key.uidvalidity:
                raise InboxUnavailable(RENUMBERED)

        with said_plainly(self._settings):
            outcome = move_by_copy(self._client, key.uid, folder=folder, open_folder=open_folder, source=key.folder)
        state = MoveState.MOVED if outcome.copied else MoveState.ALREADY_THERE
        return MovedMail(state=state, key=self._copy_key(folder, outcome.place, message_id=message_id))

    def _look_into(self, folder: str, *, change: bool = False) -> None:
        """Open `folder`, read-only unless `change`, and note its UIDVALIDITY and how many mails it has."""
        self._open = None
        with said_plainly(self._settings):
            try:
                answer = self._client.select_folder(folder, readonly=not change)
            except IMAPClientReadOnlyError:
                raise InboxUnavailable(
                    f"The folder {folder!r} of {self._settings.user} may only be read. Give the account the right to "
                    "change it (in Microsoft 365: full access to the mailbox)."
                ) from None
            except IMAPClientAbortError:
                raise
            except IMAPClientError:
                raise InboxUnavailable(
                    f"The {server_name(self._settings)} cannot open the folder {folder!r} of {self._settings.user}. "
                    "Check mailbox.folders in config.toml against the folders of the mailbox, and the permissions."
                ) from None
        self._uidvalidity, self._count = int(answer[b"UIDVALIDITY"]), int(answer[b"EXISTS"])
        self._open = (folder, change)

    def _exists(self, folder: str) -> bool:
        if folder not in self._names:
            with said_plainly(self._settings):
                self._listed()
        return folder in self._names

    def _listed(self) -> ServerFolders:
        server = server_folders(self._client)
        self._names = server.names | {"INBOX"}
        return server

    def _make(self, folder: str) -> None:
        if folder in self._names:
            return
        with said_plainly(self._settings):
            try:
                self._client.create_folder(folder)
            except IMAPClientAbortError:
                raise
            except IMAPClientError:
                # Somebody may have made it at the same moment; only a folder that is still missing is a fault.
                if folder not in self._listed().names:
                    raise InboxUnavailable(
                        f"The {server_name(self._settings)} would not make the folder {folder!r}. Make it by hand, or "
                        "correct mailbox.folders in config.toml."
                    ) from None
            # A folder that nobody has subscribed to is hidden in some mail programs.
            with contextlib.suppress(IMAPClientError):
                self._client.subscribe_folder(folder)
        self._names |= {folder}
