"""A real PostgreSQL of the tests' own: in a folder that goes with it, reached by a socket in that folder."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.settings import Secret, Store

PASSWORD = "not a secret of anybody's"
PROGRAMS = os.pathsep.join(map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)))
_NUMBERS = itertools.count(1)


def program(name: str) -> str | None:
    """The path of one of PostgreSQL's programs, or None where it is not here."""
    return shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), PROGRAMS)))


@dataclass(kw_only=True)
class PostgresServer:
    """A server that runs as somebody who may not do more than it must: it refuses to run as root."""

    folder: Path
    user: str | None
    options: str = ""

    @property
    def leader(self) -> int:
        """The process that started all others of it."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    @property
    def address(self) -> str:
        return f"postgresql://caseclock@/caseclock?host={self.folder}"

    def store(self, folder: Path, *, name: str = "") -> Store:
        """The settings of a partnership's own schema in it, which nobody else has."""
        secret = Secret(file=self.folder.parent / f"{self.folder.name}.password")
        return Store(
            folder=folder,
            database=self.address,
            schema_name=name or f"office_{next(_NUMBERS)}",
            secret=secret,
            security="none",
        )

    def run(self, name: str, *arguments: str, text: str | None = None) -> str:
        """Runs one of PostgreSQL's programs and gives what it said."""
        found = subprocess.run(
            [str(program(name)), *arguments], input=text, capture_output=True, text=True, timeout=60, check=False,
            user=self.user, cwd=self.folder, env=os.environ | {"PGPASSWORD": PASSWORD, "PGHOST": str(self.folder)},
        )  # fmt: skip
        assert found.returncode == 0, found.stderr
        return found.stdout

    def sql(self, text: str) -> str:
        """What the server answers, a row a line."""
        return self.run("psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-U", "caseclock", "caseclock", text=text).strip()

    def start(self) -> None:
        # Nothing here must outlive a power cut.
        quick = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses="
        options = f"-k {self.folder} {quick} -c max_connections=60 {self.options}"
        log = str(self.folder / "log")
        self._control("start", "-l", log, "-o", options)

    def stop(self) -> None:
        self._control("stop", "-m", "immediate")

    def _control(self, order: str, *arguments: str) -> None:
        subprocess.run(
            [str(program("pg_ctl")), order, "-w", "-s", "-D", str(self.folder / "data"), *arguments],
            stdout=subprocess.DEVNULL, timeout=60, check=True, user=self.user, cwd=self.folder,
        )  # fmt: skip


@contextmanager
def postgres_server(options: str = "") -> Iterator[PostgresServer]:
    """A server as long as it is wanted."""
    folder = Path(tempfile.mkdtemp(prefix="caseclock-pg-", dir="/tmp"))  # a socket's path must be short
    user = "postgres" if os.getuid() == 0 else None
    secret = folder.parent / f"{folder.name}.password"
    secret.write_text(PASSWORD, encoding="utf-8")
    if user is not None:
        who = pwd.getpwnam(user)
        os.chown(folder, who.pw_uid, who.pw_gid)
        os.chown(secret, who.pw_uid, who.pw_gid)
    secret.chmod(0o600)
    server = PostgresServer(folder=folder, user=user, options=options)
    try:
        server.run(
            "initdb", "-D", str(folder / "data"), "-U", "caseclock", "--auth=scram-sha-256", f"--pwfile={secret}",
            "--no-sync", "--locale=C.UTF-8", "-E", "UTF8",
        )  # fmt: skip
        server.start()
        try:
            server.run("createdb", "-U", "caseclock", "caseclock")
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)
        secret.unlink()
