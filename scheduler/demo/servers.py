"""An IMAP and an SMTP server inside this process, on loopback, for the demonstration and for tests."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import ssl
import threading
from argparse import Namespace
from collections.abc import Coroutine, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Self, TypeVar

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import DictBackend
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag
from pymap.user import UserMetadata
from pysasl import SASLAuth
from pysasl.hashing import Cleartext

from pipeline.edges.clock import now

# For each connection pymap asks which ways of signing in there are, and that reads the metadata of every package here.
SASLAuth.defaults = cache(SASLAuth.defaults)  # type: ignore[method-assign]
LOOPBACK = "127.0.0.1"
Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True, slots=True)
class SentMail:
    """A mail that the SMTP server took: envelope sender, accepted recipients and the bytes."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerMail:
    """A mail in a folder of the IMAP server."""

    uid: int
    flags: tuple[str, ...]
    raw: bytes


class EmbeddedMailServers:
    """Both servers on free loopback ports, in one thread; mails stay while the object lives, over restarts too.

    `users` maps a user name (its address) to its password. `refusals` maps a recipient to the SMTP reply it gets; at a
    mail to one of `hang_ups` the SMTP server hangs up after DATA. `offered` holds every mail whose content came, `sent`
    what was taken, and so does `sent_folder` of the first user where it is set (as with Microsoft 365). `greeting` is
    what the SMTP server says first. With `certificate` both servers speak TLS from the first byte, or after STARTTLS
    when `starttls` is true.
    """

    def __init__(
        self, users: Mapping[str, str], *, certificate: ssl.SSLContext | None = None, starttls: bool = False
    ) -> None:
        self.users = dict(users)
        self.refusals: dict[str, str] = {}
        self.hang_ups: set[str] = set()
        self.offered: list[SentMail] = []
        self.sent: list[SentMail] = []
        self.sign_ins: list[str] = []
        self.sent_folder = ""
        self.greeting = "ESMTP"
        self.mailbox_visits = 0
        self._certificate = certificate
        self._starttls = starttls
        self._sockets = {"imap": _listening(0), "smtp": _listening(0)}
        self.imap_port, self.smtp_port = (_port(self._sockets[name]) for name in ("imap", "smtp"))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="embedded mail servers", daemon=True)
        self._connections: set[Any] = set()
        self._servers: list[asyncio.Server] = []
        self._backend: Any = None
        self._config: Any = None

    def __enter__(self) -> Self:
        self._thread.start()
        self._call(self._prepare())
        self._call(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._call(self._fall_silent())
        self._call(_end_tasks())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def host(self) -> str:
        """The address on which both servers listen."""
        return LOOPBACK

    def go_offline(self) -> None:
        """Break every connection and refuse new ones; the mails stay."""
        self._call(self._fall_silent())

    def go_online(self) -> None:
        """Listen again on the same ports."""
        self._sockets = {"imap": _listening(self.imap_port), "smtp": _listening(self.smtp_port)}
        self._call(self._listen())

    def deliver(
        self,
        raw: bytes,
        folder: str = "INBOX",
        *,
        user: str = "",
        at: datetime | None = None,
        flags: tuple[str, ...] = (),
    ) -> int:
        """Put a mail into `folder` of `user` (the first user when not named) and get its UID; the folder is made."""
        mail = AppendMessage(raw, at or now(), frozenset(Flag(flag.encode()) for flag in flags))
        return self._call(self._append(mail, user=user or next(iter(self.users)), folder=folder))

    def mails(self, folder: str = "INBOX", *, user: str = "") -> tuple[ServerMail, ...]:
        """What lies in `folder` of `user`, oldest first; nothing when there is no such folder."""
        return self._call(self._mails(user or next(iter(self.users)), folder))

    async def keep(self, raw: bytes) -> None:
        """Put a sent mail into `sent_folder`; runs in the servers' own thread."""
        mail = AppendMessage(raw, now(), frozenset())
        await self._append(mail, user=next(iter(self.users)), folder=self.sent_folder)

    def _call(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    async def _prepare(self) -> None:
        arguments = Namespace(
            host=LOOPBACK, port=self.imap_port, debug=False, cert=None, key=None, tls=self._starttls,
            proxy_protocol=None, passlib_cfg=None, inherited_sockets=None, demo_data=False,
            demo_user=next(iter(self.users)), demo_password=next(iter(self.users.values())),
        )  # fmt: skip
        # For its greeting pymap would ask the name service who we are, which takes long where there is no network.
        os.environ.setdefault("FQDN", "localhost")
        settings = {"ssl_context": self._certificate} if self._certificate else {}
        # Clear-text comparison: pymap's default hash takes a quarter of a second for each sign-in.
        self._backend, self._config = await DictBackend.init(
            arguments,
            hash_context=Cleartext(),
            cpu_subsystem=Subsystem.for_asyncio(),
            invalid_user_sleep=0,
            bad_command_limit=None,
            **settings,
        )
        for name, password in self.users.items():
            self._backend.login.users_dict[name] = UserMetadata(self._config, name, password=password)

    async def _listen(self) -> None:
        self._config.apply_context()
        imap = IMAPServer(self._backend.login, self._config)

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            # asyncio itself holds this task; pymap's own service makes one that nobody holds, and Python 3.13 drops it.
            self._connections.add(writer)
            self.mailbox_visits += 1
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await imap(reader, writer, SocketInfoLocal(writer))
            self._connections.discard(writer)

        direct = None if self._starttls else self._certificate
        self._servers = [
            await asyncio.start_server(answer, sock=self._sockets["imap"], ssl=direct),
            await self._loop.create_server(self._smtp, sock=self._sockets["smtp"], ssl=direct),
        ]

    def _smtp(self) -> SMTP:
        answer = SMTP(
            _Taker(self),
            hostname="localhost",
            ident=self.greeting,
            tls_context=self._certificate if self._starttls else None,
            auth_require_tls=self._starttls,
            authenticator=self._is_known,
            loop=self._loop,
        )
        self._connections.add(answer)
        return answer

    def _is_known(self, *asked: Any) -> AuthResult:
        answer: LoginPassword = asked[-1]
        name = answer.login.decode()
        self.sign_ins.append(name)
        known = self.users.get(name) == answer.password.decode()
        return AuthResult(success=known, handled=False, auth_data=name)

    async def _fall_silent(self) -> None:
        for server in self._servers:
            server.close()
        for connection in tuple(self._connections):
            if connection.transport is not None:
                connection.transport.abort()
        self._connections.clear()
        self._servers = []
        await asyncio.sleep(0)

    async def _append(self, mail: AppendMessage, *, user: str, folder: str) -> int:
        box = await self._folder(user, folder, create=True)
        message = await box.append(mail)
        return int(message.uid)

    async def _mails(self, user: str, folder: str) -> tuple[ServerMail, ...]:
        box = await self._folder(user, folder, create=False)
        if box is None:
            return ()
        return tuple(
            [
                ServerMail(
                    uid=message.uid,
                    flags=tuple(str(flag) for flag in message.permanent_flags),
                    raw=bytes(message._content),
                )
                async for message in box.messages()
            ]
        )

    async def _folder(self, user: str, name: str, *, create: bool) -> Any:
        self._config.apply_context()
        identity = await self._backend.login.authorize(_Somebody(user), user)
        async with identity.new_session() as session:
            boxes = session.mailbox_set
        try:
            return await boxes.get_mailbox(name)
        except KeyError:
            if not create:
                return None
        await boxes.add_mailbox(name)
        return await boxes.get_mailbox(name)


@dataclass(frozen=True, slots=True)
class _Somebody:
    """A user who has signed in, as pymap's `authorize` asks for one."""

    name: str
    roles: frozenset[str] = frozenset()


class _Taker:
    """What the SMTP server does with a mail: sign-in required, some recipients refused, the rest kept."""

    def __init__(self, servers: EmbeddedMailServers) -> None:
        self._servers = servers

    async def handle_MAIL(self, *asked: Any) -> str:  # noqa: N802
        """Refuse whoever has not signed in."""
        _, session, envelope, address, options = asked
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, *asked: Any) -> str:  # noqa: N802
        """The refusal that was set for this address, or acceptance."""
        _, _, envelope, address, _ = asked
        if address in self._servers.refusals:
            return self._servers.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, *asked: Any) -> str:  # noqa: N802
        """Keep the mail, or hang up."""
        server, _, envelope = asked
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        mail = SentMail(sender=envelope.mail_from or "", recipients=tuple(envelope.rcpt_tos), raw=raw)
        self._servers.offered.append(mail)
        if self._servers.hang_ups.intersection(mail.recipients):
            server.transport.abort()
            return "421 4.3.2 Nobody hears this"
        self._servers.sent.append(mail)
        if self._servers.sent_folder:
            await self._servers.keep(raw)
        return "250 OK"


def _listening(port: int) -> socket.socket:
    # asyncio sets TCP_NODELAY only where the protocol is named; without it each answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((LOOPBACK, port))
    listener.listen()
    return listener


def _port(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


async def _end_tasks() -> None:
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    for task in tasks:
        with contextlib.suppress(asyncio.CancelledError, CancelledError, Exception):
            await task
