"""What is read in a process of its own has its time, and no more; what stood still with the machine was not slow."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

FORM = Path(__file__).parents[2] / "forms" / "K63-plain-text.txt"
# Reads a form within two seconds, during which both processes stand still for three, as on a machine that was asleep.
READS = """
import os, signal, subprocess, sys
from pathlib import Path
from parsers.document import DOCUMENT_PROCESS
from parsers.read import read_file
from parsers.safe.limits import Limits

limits = Limits(seconds=2)
DOCUMENT_PROCESS.stand(limits.memory_bytes)
reader = DOCUMENT_PROCESS._process.pid
os.kill(reader, signal.SIGSTOP)
asleep = f"sleep 0.3; kill -STOP {os.getpid()}; sleep 3; kill -CONT {reader} {os.getpid()}"
if sys.argv[2] == "asleep":
    subprocess.Popen(["sh", "-c", asleep])
path = Path(sys.argv[1])
print(read_file(path.name, path.read_bytes(), limits=limits).reason_code or "read")
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="Only where a process can be stopped and let go on.")
@pytest.mark.parametrize(("what", "said"), [("asleep", "read"), ("slow", "too-slow")])
def test_a_document_is_not_slow_because_the_machine_stood_still(what: str, said: str) -> None:
    words = [sys.executable, "-c", READS, str(FORM), what]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120, env={**os.environ})
    assert done.stdout.split()[-1] == said
