"""Conversion by LibreOffice, where it is installed: for formats that nobody should write a reader for."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from parsers.unreadable import Unreadable, Why

_PROGRAMS = ("soffice", "libreoffice")
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    # A proxy that is not there: a document must not call home when it is opened.
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def converted(content: bytes, *, suffix: str, to: str, seconds: float) -> bytes | None:
    """`content`, a file with this `suffix`, saved as `to` (`docx`, `pdf` …); None where LibreOffice is not installed.

    Raises `Unreadable` when it cannot open the file, or not in so many seconds.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="caseclock-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        source = folder / f"form.{suffix.lstrip('.')}"
        source.write_bytes(content)
        _write_settings(folder / "profile" / "user")
        _run(_command(program, folder, source=source, to=to), folder, seconds=seconds)
        made = folder / "out" / f"form.{to.partition(':')[0]}"
        if not made.is_file():
            raise Unreadable(Why.DAMAGED)
        return made.read_bytes()


def _command(program: str, folder: Path, *, source: Path, to: str) -> list[str]:
    options = ["--headless", "--norestore", "--nologo", "--nodefault", "--convert-to", to, "--outdir"]
    return [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *options,
        str(folder / "out"),
        str(source),
    ]


def _write_settings(user: Path) -> None:
    """A fresh profile for each call: two calls with one profile would wait for each other."""
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )


def _run(command: list[str], folder: Path, *, seconds: float) -> None:
    """Runs `command` in a process group of its own, which is ended as a whole when it takes too long."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    with _usual_memory():
        process = subprocess.Popen(
            [*_patiently(), *command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(Why.TOO_SLOW) from error
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _patiently() -> list[str]:
    nice = shutil.which("nice")
    return [nice, "-n", "10"] if nice else []


@contextmanager
def _usual_memory() -> Iterator[None]:
    """Lifts this process's own bound on memory while it starts another, which needs more than a reader may take."""
    import resource  # Windows has none

    bounds = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (bounds[1], bounds[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, bounds)
