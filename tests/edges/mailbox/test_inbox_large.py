"""A mailbox of twenty thousand mails is read in flat memory."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from servers import PASSWORD, Dovecot, mailbox, somebody
from test_inbox import mail

MAILS = 20_000
ROOT = Path(__file__).parents[3]

# In a process of its own, so that its peak is that of the reading alone (VmHWM, in kilobytes, begins anew with it).
READER = """
import re, sys
from pathlib import Path
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.settings import Mailbox

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])

settings = Mailbox.model_validate_json(sys.argv[1], strict=False)
with Inbox(settings) as inbox:
    inbox.folders()
    before = peak()
    count, last = 0, 0
    for fetched in inbox.new_messages("INBOX", lambda key: False):
        assert fetched.raw and not fetched.fault and fetched.key.uid > last
        count, last = count + 1, fetched.key.uid
print(count, peak() - before)
"""


@pytest.fixture(scope="module")
def filled():
    with Dovecot() as dovecot:
        with somebody(dovecot) as person:
            person.append("INBOX", mail(0))
        # Dovecot takes up what lies in the folder; to append so many mails one by one would take minutes.
        folder = dovecot.folder / "users" / dovecot.user / "Maildir" / "new"
        owner = folder.stat()
        for number in range(1, MAILS):
            file = folder / f"1790000000.M{number:06d}.test"
            file.write_bytes(mail(number, body=b"x" * 8_000 + b"\r\n"))
            _give(file, owner)
        yield dovecot


def _give(file: Path, owner: os.stat_result) -> None:
    if os.geteuid() == 0:
        os.chown(file, owner.st_uid, owner.st_gid)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from Linux's /proc")
@pytest.mark.dovecot
def test_twenty_thousand_mails_are_read_in_flat_memory(filled) -> None:
    asked = mailbox(filled, timeout_seconds=120).model_dump_json()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(READER), asked],
        cwd=ROOT, env={**os.environ, "CASECLOCK_TEST_PASSWORD": PASSWORD},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    count, grown = map(int, done.stdout.split())
    assert count == MAILS
    assert 0 < grown < 20_000
