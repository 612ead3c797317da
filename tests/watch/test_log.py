"""No log line quotes a mail or names a person: not ours, not another library's, not a traceback's, not an uncaught one's."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.watch.log import RedactedJson, RedactedLine, places

NAME = "Ottoline Yarwood-Adeleke"
# Everything that may speak in a process, each with a name in its mouth.
SPEAKERS = f"""
import logging, sys, threading, warnings
from pathlib import Path
from pipeline.settings import LogSettings
from scheduler.watch.log import start_logging

log = start_logging(LogSettings(format=sys.argv[1], file=Path(sys.argv[2])))
log.info("Pass done")
logging.getLogger("imapclient").warning("reply %s", "{NAME}")
logging.getLogger("some.library").error("{NAME}")
logging.getLogger("some.library").error("%d", "{NAME}")
warnings.warn("{NAME}", stacklevel=1)
try:
    raise ValueError("{NAME}")
except ValueError as fault:
    logging.getLogger("some.library").exception("{NAME}")
    try:
        raise KeyError("{NAME}") from fault
    except KeyError:
        log.exception("It failed")

def fail():
    raise RuntimeError("{NAME}")

thread = threading.Thread(target=fail)
thread.start()
thread.join()
raise RuntimeError("{NAME}")
"""


@pytest.mark.parametrize("form", ["plain", "json"])
def test_whoever_speaks_names_nobody(form: str, tmp_path: Path) -> None:
    log = tmp_path / "log" / "caseclock.log"
    done = subprocess.run(
        [sys.executable, "-c", SPEAKERS, form, str(log)], capture_output=True, text=True, timeout=120, check=False
    )
    written = log.read_text(encoding="utf-8")
    assert "Ottoline" not in written + done.stdout + done.stderr
    assert done.returncode == 1
    lines = written.splitlines()
    assert len(lines) == 9
    if form == "json":
        assert [set(json.loads(line)) for line in lines] == [{"at", "level", "of", "said"}] * 9
        assert json.loads(lines[-1])["said"] == "The program failed: RuntimeError <string>:28"
    assert sum("KeyError" in line and "after ValueError" in line for line in lines) == 1


def test_a_line_says_who_spoke_where() -> None:
    record = logging.LogRecord("imapclient", logging.WARNING, "/lib/imapclient.py", 12, NAME, (), None)
    assert RedactedLine().format(record).endswith(" WARNING imapclient (said at imapclient.py, line 12)")
    assert json.loads(RedactedJson().format(record))["said"] == "(said at imapclient.py, line 12)"


def test_a_traceback_is_its_places() -> None:
    try:
        raise ValueError(NAME)
    except ValueError as fault:
        said = places(fault)
    assert said.startswith("ValueError test_log.py:")
    assert "Ottoline" not in said


def test_a_log_file_is_renewed_and_the_oldest_go(tmp_path: Path) -> None:
    log = tmp_path / "caseclock.log"
    program = (
        "import sys; from pathlib import Path; from pipeline.settings import LogSettings;"
        "from scheduler.watch.log import start_logging;"
        "log = start_logging(LogSettings(file=Path(sys.argv[1]), megabytes=1, older_files=2));"
        "[log.info('x' * 1000) for _ in range(5000)]"
    )
    subprocess.run([sys.executable, "-c", program, str(log)], check=True, timeout=120)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["caseclock.log", "caseclock.log.1", "caseclock.log.2"]
    assert all(file.stat().st_size <= 1_000_000 for file in files)
