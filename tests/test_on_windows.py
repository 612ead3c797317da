"""On Windows nothing fails to be imported, and one sentence names what to run there."""

import subprocess
import sys

from tests.shape import PACKAGES, modules_here

# What the standard library has on Unix alone.
ON_UNIX_ALONE = ("fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios")
IMPORTED = """
import importlib, os, sys, warnings
warnings.simplefilter("ignore")
import ctypes.util, pathlib, subprocess, tempfile, uuid  # which know for themselves what they have
absent, modules = sys.argv[1].split(), sys.argv[2].split()
for name in absent:
    sys.modules[name] = None
for name in modules:
    importlib.import_module(name)
"""


def test_every_module_is_imported_without_what_only_unix_has() -> None:
    # What is a program by itself, or stands on a server that runs in it, is started by what refuses before.
    names = [
        m.name for m in modules_here(PACKAGES) if not m.name.startswith("scheduler.demo") and "migrations" not in m.name
    ]
    words = (" ".join(ON_UNIX_ALONE), " ".join(names))
    done = subprocess.run([sys.executable, "-c", IMPORTED, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_program_refuses_with_one_sentence_that_names_the_container() -> None:
    code = "import os, scheduler.cli; os.name = 'nt'; scheduler.cli.main()"
    done = subprocess.run([sys.executable, "-c", code, "status"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "does not run on Windows itself: run its container" in done.stderr
    assert done.stderr.count("\n") == 1
