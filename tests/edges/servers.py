"""Real servers for the tests of the mail edges: Dovecot, SMTP with tokens, an identity provider, a wire to cut."""

import asyncio
import base64
import contextlib
import datetime
import hashlib
import hmac
import http.server
import ipaddress
import json
import os
import pwd
import select
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from imapclient import IMAPClient

from pipeline.settings import Mailbox, Secret, SignIn
from scheduler.demo.servers import EmbeddedMailServers

PASSWORD = "correct-horse"
USER = "referrals@partnership.example"
LOOPBACK = "127.0.0.1"


SECRET = SignIn(secret=Secret(env="CASECLOCK_TEST_PASSWORD"))


def mailbox(server, **changes) -> Mailbox:
    """The settings with which Caseclock reads the mailbox on `server`."""
    plain = {"host": server.host, "port": server.port, "security": "none", "user": server.user, "sign_in": SECRET}
    return Mailbox(**{**plain, "timeout_seconds": 20, **changes})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


# --- Certificates --------------------------------------------------------------------------------------------------


class Authority:
    """A certificate authority of our own, and one server certificate of it for `name` (and for 127.0.0.1)."""

    def __init__(self, folder: Path, *, name: str = "localhost", until: datetime.datetime | None = None) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        own = named("Authority of a test")
        root = certificate(subject=own, issuer=own, key=key.public_key(), signed_with=key, names=None)
        leaf_key = ec.generate_private_key(ec.SECP256R1())
        leaf_name = named(name)
        names = [x509.DNSName(name), *([x509.IPAddress(ipaddress.ip_address(LOOPBACK))] if name == "localhost" else [])]
        signed = {"subject": leaf_name, "issuer": own, "key": leaf_key.public_key(), "signed_with": key}
        leaf = certificate(**signed, names=names, until=until)
        self.file = _written(folder / "authority.pem", root.public_bytes(Encoding.PEM))
        self.certificate = _written(folder / "server.pem", leaf.public_bytes(Encoding.PEM))
        self.key = _written(folder / "server.key", pem_of(leaf_key))

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def named(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certificate(*, subject, issuer, key, signed_with, names, until=None) -> x509.Certificate:
    start = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(until or start + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=names is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signed_with.public_key()), critical=False)
        .add_extension(_usage(names is None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(signed_with, hashes.SHA256())


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, key_cert_sign=authority, crl_sign=authority, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def pem_of(key) -> bytes:
    return key.private_bytes(Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _written(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


# --- IMAP servers that the contract tests run on -------------------------------------------------------------------


class Embedded:
    """The embedded IMAP server, as the contract tests see a server."""

    def __init__(self) -> None:
        self.servers = EmbeddedMailServers({USER: PASSWORD})
        self.host, self.user, self.port = LOOPBACK, USER, 0

    def __enter__(self):
        self.servers.__enter__()
        self.port = self.servers.imap_port
        return self

    def __exit__(self, *fault) -> None:
        self.servers.__exit__(*fault)

    def stop(self) -> None:
        self.servers.go_offline()

    def start(self) -> None:
        self.servers.go_online()


class Dovecot:
    """Dovecot 2.3 in a temporary directory, on free ports; every user name is known, with its own new mailbox."""

    def __init__(self, *, authority: Authority | None = None, prefix: str = "", separator: str = "/") -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.folder.chmod(0o755)
        self.host, self.user = LOOPBACK, USER
        self.port, self.tls_port = free_port(), free_port() if authority else 0
        self.key = b"a key that only this test knows, long enough for it"
        self._authority = authority
        self._prefix, self._separator = prefix, separator
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self):
        owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.getuid())
        for name in ("users", "keys/caseclock/HS256"):
            (self.folder / name).mkdir(parents=True)
        os.chown(self.folder / "users", owner.pw_uid, owner.pw_gid)
        self.trust(self.key)
        (self.folder / "oauth2.conf").write_text(
            "introspection_mode = local\n"
            f"local_validation_key_dict = fs:posix:prefix={self.folder}/keys/\n"
            "username_attribute = email\n"
        )
        (self.folder / "dovecot.conf").write_text(self._settings(owner))
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def trust(self, key: bytes) -> None:
        """Accept tokens signed with `key`, and no other."""
        (self.folder / "keys/caseclock/HS256/default").write_bytes(base64.b64encode(key))

    def start(self) -> None:
        dovecot = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
        self._process = subprocess.Popen(
            [str(dovecot), "-F", "-c", str(self.folder / "dovecot.conf")],
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, self.port), timeout=5) as probe:
                if probe.recv(200).startswith(b"* OK"):
                    return
            time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text(errors="replace"))

    def stop(self) -> None:
        if self._process is not None:
            # The group, because a process that serves a client outlives its master for a while.
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(timeout=30)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process = None

    def _settings(self, owner: pwd.struct_passwd) -> str:
        root = os.geteuid() == 0
        services = "\n".join(f"service {name} {{\n  chroot =\n}}" for name in ("imap-login", "anvil", "stats"))
        internal = "dovecot" if root else owner.pw_name
        login = "dovenull" if root else owner.pw_name
        return f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/state
log_path = {self.folder}/log
listen = {LOOPBACK}
protocols = imap
default_internal_user = {internal}
default_internal_group = {internal if root else _group()}
default_login_user = {login}
first_valid_uid = 1
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
mail_max_userip_connections = 100
mail_location = maildir:~/Maildir
{self._tls()}
{services if not root else ""}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = {self.tls_port}
    ssl = {"yes" if self.tls_port else "no"}
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {self.folder}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={owner.pw_uid} gid={owner.pw_gid} home={self.folder}/users/%u
}}
namespace inbox {{
  inbox = yes
  prefix = {self._prefix}
  separator = {self._separator}
  mailbox Entwürfe {{
    special_use = \\Drafts
    auto = subscribe
  }}
}}
"""

    def _tls(self) -> str:
        if self._authority is None:
            return "ssl = no"
        return f"ssl = yes\nssl_cert = <{self._authority.certificate}\nssl_key = <{self._authority.key}"


def _group() -> str:
    import grp

    return grp.getgrgid(os.getgid()).gr_name


@contextlib.contextmanager
def somebody(server, *, user: str = "", password: str = ""):
    """A person's own mail program, signed in to the same mailbox."""
    client = IMAPClient(server.host, port=server.port, ssl=False, timeout=30)
    client._imap.debug = 0
    try:
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.login(user or server.user, password or PASSWORD)
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.logout()
        with contextlib.suppress(Exception):
            client.shutdown()


# --- A wire that can be cut ----------------------------------------------------------------------------------------


class Wire:
    """A connection passed through, seen and changed: a filter gives the bytes to pass on, or None to cut the wire."""

    def __init__(
        self,
        port: int,
        *,
        to_server: Callable[[bytes], bytes | None] = lambda seen: seen,
        to_client: Callable[[bytes], bytes | None] = lambda seen: seen,
    ) -> None:
        self._target = port
        self._filters = (to_server, to_client)
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port = int(self._listener.getsockname()[1])
        self._threads: list[threading.Thread] = []
        self._open = True

    def __enter__(self):
        self._start(self._accept)
        return self

    def __exit__(self, *_) -> None:
        self._open = False
        with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, self.port), timeout=1):
            pass
        for thread in self._threads:
            thread.join(timeout=5)
        self._listener.close()

    def _start(self, work, *arguments) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            if not self._open:
                client.close()
                return
            self._start(self._carry, client)

    def _carry(self, client: socket.socket) -> None:
        with client, socket.create_connection((LOOPBACK, self._target), timeout=10) as server:
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ways = {client: (server, self._filters[0]), server: (client, self._filters[1])}
            while self._open:
                for source in select.select(list(ways), [], [], 0.2)[0]:
                    target, change = ways[source]
                    try:
                        seen = source.recv(65536)
                        passed = change(seen) if seen else None
                        if passed is None:
                            return
                        target.sendall(passed)
                    except OSError:
                        return


def in_whole_lines(change: Callable[[bytes], bytes | None]) -> Callable[[bytes], bytes | None]:
    """A filter that sees whole lines, for servers that write an answer in bits."""
    held = b""

    def passed(seen: bytes) -> bytes | None:
        nonlocal held
        held += seen
        if not held.endswith(b"\n"):
            return b""
        whole, held = held, b""
        return change(whole)

    return passed


def without(*capabilities: bytes) -> Callable[[bytes], bytes | None]:
    """A filter that hides what the server can do."""

    def hidden(seen: bytes) -> bytes:
        for name in capabilities:
            seen = seen.replace(b" " + name, b" X" + name[1:])
        return seen

    return in_whole_lines(hidden)


# --- Tokens ----------------------------------------------------------------------------------------------------------


def token(user: str, *, key: bytes, seconds: int = 3600) -> str:
    """A JSON Web Token (HS256) for `user` that ends in so many seconds."""
    at = int(time.time())
    parts = (
        {"alg": "HS256", "typ": "JWT"},
        {"azp": "caseclock", "sub": user, "email": user, "iat": at - 7200, "exp": at + seconds},
    )
    signed = b".".join(_base64url(json.dumps(part).encode()) for part in parts)
    return (signed + b"." + _base64url(hmac.digest(key, signed, hashlib.sha256))).decode()


def _base64url(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


class IdentityProvider:
    """An OAuth 2.0 provider: discovery and tokens; `answer` (status, object) is what the token address says."""

    def __init__(self, *, authority: Authority | None = None) -> None:
        self.answer: tuple[int, dict[str, object]] | Callable[[dict[str, str]], tuple[int, dict[str, object]]]
        self.answer = (200, {})
        self.asked: list[dict[str, str]] = []
        self._server = http.server.ThreadingHTTPServer((LOOPBACK, 0), self._handler())
        if authority is not None:
            self._server.socket = authority.server_context().wrap_socket(self._server.socket, server_side=True)
        self._scheme = "https" if authority else "http"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def address(self) -> str:
        return f"{self._scheme}://localhost:{self._server.server_address[1]}/tenant"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(provider):  # noqa: N805
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                here = provider.address
                self._say(
                    200,
                    {
                        "issuer": f"{here}/v2.0",
                        "token_endpoint": f"{here}/oauth2/v2.0/token",
                        "authorization_endpoint": f"{here}/oauth2/v2.0/authorize",
                    },
                )

            def do_POST(self) -> None:
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.asked.append(dict(urllib.parse.parse_qsl(form)))
                answer = provider.answer
                self._say(*(answer(provider.asked[-1]) if callable(answer) else answer))

            def _say(self, status: int, content: dict[str, object]) -> None:
                text = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_) -> None:
                pass

        return Handler


# --- SMTP with tokens and tricks -------------------------------------------------------------------------------------


class Smtp:
    """aiosmtpd with XOAUTH2 (`tokens` it takes) or with `handler`'s own tricks, on a free port."""

    def __init__(self, handler, *, tls: ssl.SSLContext | None = None, direct: bool = False, **settings) -> None:
        self._handler, self._tls, self._direct, self._settings = handler, tls, direct, settings
        self._loop = asyncio.new_event_loop()
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._server = self._call(
            self._loop.create_server(self._answer, sock=self._listener, ssl=self._tls if self._direct else None)
        )
        return self

    def __exit__(self, *_) -> None:
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _answer(self) -> SMTP:
        starttls = None if self._direct else self._tls
        return SMTP(
            self._handler, loop=self._loop, hostname="localhost", tls_context=starttls,
            auth_require_tls=starttls is not None, **self._settings,
        )  # fmt: skip

    def _call(self, work):
        return asyncio.run_coroutine_threadsafe(_awaited(work), self._loop).result(10)

    async def _end(self) -> None:
        self._server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _awaited(work):
    return await work


class TakesTokens:
    """An SMTP handler that speaks XOAUTH2 and counts the attempts; a bad token gets 334 with the reason, then 535."""

    def __init__(self, tokens: set[str]) -> None:
        self.tokens, self.attempts, self.raws = tokens, 0, []

    async def auth_XOAUTH2(self, server, args) -> AuthResult:
        self.attempts += 1
        said = base64.b64decode(args[1]).decode()
        if said.split("auth=Bearer ")[1].rstrip("\x01") in self.tokens:
            return AuthResult(success=True, auth_data=said)
        answer = await server.challenge_auth(b'{"status":"400"}', encode_to_b64=True)
        assert answer in (b"", None)
        await server.push("535 5.7.3 Authentication unsuccessful")
        return AuthResult(success=False, handled=True)

    async def handle_DATA(self, _server, _session, envelope) -> str:
        self.raws.append(envelope.content)
        return "250 OK"
