"""Which folder of the server each name in config.toml means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from imapclient.imapclient import DRAFTS, JUNK, SENT

from pipeline.settings import Folders


@dataclass(frozen=True, kw_only=True, slots=True)
class MailboxFolders:
    """The server's own names, to be used in every other call; `junk` is None where the mailbox has no such folder."""

    inbox: str
    processed: str
    needs_attention: str
    retry: str
    drafts: str
    sent: str
    junk: str | None

    @property
    def all(self) -> tuple[str, ...]:
        """Every one of them."""
        named = (self.inbox, self.processed, self.needs_attention, self.retry, self.drafts, self.sent)
        return (*named, *((self.junk,) if self.junk is not None else ()))


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerFolders:
    """What the server told: folder names that can be opened, the special ones (RFC 6154), and how names are built."""

    names: frozenset[str]
    special: dict[bytes, str]
    prefix: str
    separator: str

    def named(self, wanted: str) -> str | None:
        """The existing folder that `wanted` means, or None."""
        if wanted.upper() == "INBOX":
            return "INBOX"
        return next((name for name in (wanted, self.full(wanted)) if name in self.names), None)

    def full(self, wanted: str) -> str:
        """The name under which the server would make `wanted`, in which `/` separates levels."""
        if wanted.upper() == "INBOX":
            return "INBOX"
        name = wanted.replace("/", self.separator) if self.separator else wanted
        return name if name.startswith(self.prefix) else self.prefix + name


def server_folders(client: Any) -> ServerFolders:
    """What the server tells of its folders."""
    listed = [(flags, separator, name) for flags, separator, name in client.list_folders()]
    prefix, separator = _namespace(client, listed)
    openable = [(flags, name) for flags, _, name in listed if not _is_closed(flags)]
    special = {flag: name for flags, name in openable for flag in (DRAFTS, JUNK, SENT) if flag in flags}
    return ServerFolders(
        names=frozenset(name for _, name in openable), special=special, prefix=prefix, separator=separator
    )


def resolved(settings: Folders, server: ServerFolders) -> MailboxFolders:
    """The server's name of each configured folder; of a folder that is missing, the name it will be made under."""
    return MailboxFolders(
        inbox=_name(settings.inbox, server),
        processed=_name(settings.processed, server),
        needs_attention=_name(settings.needs_attention, server),
        retry=_name(settings.retry, server),
        drafts=server.named(settings.drafts) or server.special.get(DRAFTS) or server.full(settings.drafts),
        sent=server.named(settings.sent) or server.special.get(SENT) or server.full(settings.sent),
        junk=server.named(settings.junk) or server.special.get(JUNK),
    )


def _name(wanted: str, server: ServerFolders) -> str:
    return server.named(wanted) or server.full(wanted)


def _namespace(client: Any, listed: Iterable[tuple[Any, bytes | None, str]]) -> tuple[str, str]:
    if client.has_capability("NAMESPACE"):
        personal = client.namespace().personal
        if personal:
            prefix, separator = personal[0]
            return prefix, separator or ""
    return "", next((separator.decode() for _, separator, _ in listed if separator), "")


def _is_closed(flags: Iterable[bytes]) -> bool:
    return any(flag.lower() in (b"\\noselect", b"\\nonexistent") for flag in flags)
