"""One headless LibreOffice for a whole test: it opens workbooks, edits them as a person would, and saves them."""

import json
import os
import signal
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's python3-uno is built for it, and for no other
HERE = Path(__file__).parent
# Typed dates are read day first, as in an English office, whatever the machine's own language is.
ENGLISH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale"><value>en-GB</value></prop></item>
</oor:items>
"""


class Desk:
    """LibreOffice behind a pipe; each call is one command of `libreoffice_uno.Desk`."""

    def __init__(self, script: subprocess.Popen[str]) -> None:
        self._script = script

    def __call__(self, command: str, *arguments: object) -> Any:
        assert self._script.stdin is not None
        self._script.stdin.write(json.dumps((command, *arguments)) + "\n")
        self._script.stdin.flush()
        return self.answer().get("value")

    def answer(self) -> dict[str, Any]:
        assert self._script.stdout is not None
        line = self._script.stdout.readline()
        assert line, "LibreOffice ended"
        said: dict[str, Any] = json.loads(line)
        assert "fault" not in said, said["fault"]
        return said


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    """A LibreOffice with a profile of its own in `folder`, ended with the block."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ENGLISH, encoding="utf-8")
    pipe = f"caseclock{uuid.uuid4().hex}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            f"--accept=pipe,name={pipe};urp",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    script = subprocess.Popen(
        [SYSTEM_PYTHON, str(HERE / "libreoffice_uno.py"), pipe],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        found = Desk(script)
        found.answer()
        yield found
        found("quit")
        office.wait(timeout=60)
    finally:
        script.stdin.close()  # type: ignore[union-attr]
        script.wait(timeout=60)
        script.stdout.close()  # type: ignore[union-attr]
        if office.poll() is None:
            os.killpg(office.pid, signal.SIGKILL)
            office.wait(timeout=60)
