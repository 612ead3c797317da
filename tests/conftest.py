"""What a test needs from the machine: absent, it is skipped with a plain sentence; in CI that is a failure."""

import functools
import os
import shutil
import subprocess

import pytest

NEEDED = {
    "dovecot": (
        ("dovecot",),
        "Dovecot is not installed; install dovecot-imapd (sh .ci/system-packages) to run this test.",
    ),
    "libreoffice": (
        ("soffice", "libreoffice"),
        "LibreOffice is not installed; install libreoffice-calc and libreoffice-writer (sh .ci/system-packages) to run "
        "this test.",
    ),
}
SYSTEM_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (programs, sentence) in NEEDED.items():
        if item.get_closest_marker(marker) and not any(shutil.which(name, path=SYSTEM_PATH) for name in programs):
            if os.environ.get("CI") == "true":
                pytest.fail(sentence, pytrace=False)
            pytest.skip(sentence)
    if item.get_closest_marker("dovecot") and not _dovecot_version().startswith("2.3"):
        pytest.skip(f"The tests' settings are for Dovecot 2.3, and this is {_dovecot_version()}.")


@functools.cache
def _dovecot_version() -> str:
    dovecot = shutil.which("dovecot", path=SYSTEM_PATH)
    said = subprocess.run([str(dovecot), "--version"], capture_output=True, text=True, timeout=30, check=True)
    return said.stdout.strip()
