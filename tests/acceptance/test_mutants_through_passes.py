"""Mutants of mails and of documents through whole passes: behind each batch a referral, which must have its case.

`make soak` tries twenty thousand, an office for each thousand; CASECLOCK_SEED tries others. What each office took is
printed: what the mutants were taken for, the slowest mail, the longest pass, peak memory.
"""

import os
import random
import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import openpyxl
import pytest
from office import MONDAY, Office
from test_backfill import referral

from parsers import whole_mail
from parsers.document import DOCUMENT_PROCESS
from scheduler.office import office_of
from scheduler.ports import open_ports
from scheduler.run import one_pass
from tests.parsers.mail.test_mail_never_fails import MAILS, mutated
from tests.parsers.readers.mutations import spoilt
from tests.soak import TIMES

SEED = int(os.environ.get("CASECLOCK_SEED", "1"))
OFFICES, BATCHES, BATCH = (1, 3, 50) if TIMES == 1 else (TIMES, 5, 200)
FORMS = sorted(
    path
    for path in (Path(__file__).parents[1] / "forms").iterdir()
    if path.suffix in (".docx", ".pdf", ".html", ".rtf", ".odt", ".doc", ".txt") and 100 < path.stat().st_size < 400_000
)


def with_file(name: str, content: bytes, number: int) -> bytes:
    made = EmailMessage(policy=SMTP)
    made["From"] = f"Idris Vale <idris.vale{number % 7}@place{number % 11}.example>"
    made["To"] = "referrals@northshire.example"
    made["Subject"] = f"A form {number}"
    made["Message-ID"] = f"<mutant.{number}@place.example>"
    made.set_content("Please find a form attached.\n")
    made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def mutants(batch: int) -> Iterator[bytes]:
    """A batch of mutants, of mails and of documents in turn."""
    dice = random.Random(f"{SEED} {batch}")
    for number in range(BATCH):
        if number % 2:
            # Of nothing at all, as the server gives a lone end of a line too, there is nothing to read: it is shown, and
            # stays where it is.
            made = mutated(dice.choice(MAILS).read_bytes(), dice)
            yield made if made.strip(b"\r\n") else b"\r\n"
        else:
            form = dice.choice(FORMS)
            seed = SEED * 1_000_000 + batch * BATCH + number
            yield with_file(form.name, spoilt(form.name, form.read_bytes(), seed), seed)


class Watch:
    """How long each mail took to read, by what the pass says, and each pass."""

    def __init__(self) -> None:
        self.slowest, self.longest, self._since, self._what = (0.0, ""), 0.0, time.monotonic(), ""

    def hear(self, said: str) -> None:
        now = time.monotonic()
        if self._what.startswith("Reading mail "):
            self.slowest = max(self.slowest, (now - self._since, self._what))
        self._since, self._what = now, said


def decided(office: Office, batch: int, now: datetime, watch: Watch) -> str:
    """Makes a pass over a batch with its canary last, sees to it that all was decided, and gives the canary's case."""
    for number, raw in enumerate(mutants(batch)):
        office.servers.deliver(raw, at=now - timedelta(seconds=BATCH + 10 - number))
    office.servers.deliver(referral(batch, now - timedelta(seconds=5)), at=now - timedelta(seconds=5))
    configured, began = office_of(office.config), time.monotonic()
    with open_ports(configured) as ports:
        report = one_pass(configured, ports, now=now, say=watch.hear)
    watch.longest = max(watch.longest, time.monotonic() - began)
    assert not [fault for fault in report.faults if "wait" in fault and "per_hour" not in fault], report.faults
    with office.journal() as journal:
        assert not journal.mails.undecided()
        last = max(journal.mails.decided(), key=lambda mail: mail.received_at)
        assert last.case_ref, (batch, last)
    assert not office.servers.mails("INBOX")
    return last.case_ref


def faults_of(office: Office) -> dict[str, str]:
    """The traceback of each mail over which the program failed, by the mail's SHA-256."""
    with closing(sqlite3.connect(office.folder / "store" / "journal.sqlite")) as journal:
        return dict(journal.execute("SELECT sha256, fault FROM mails WHERE fault <> ''"))


@pytest.mark.slow
@pytest.mark.soaked
@pytest.mark.parametrize("number", range(OFFICES))
def test_behind_each_batch_of_mutants_the_referral_has_its_case(
    number: int, office: Office, record_property: Callable[[str, str], None]
) -> None:
    watch, first = Watch(), number * BATCHES
    canaries = {
        decided(office, first + batch, MONDAY + timedelta(minutes=10 * batch), watch) for batch in range(BATCHES)
    }
    assert len(canaries) == BATCHES
    assert faults_of(office) == {}
    with closing(openpyxl.load_workbook(office.tracker, read_only=True)) as book:
        assert canaries <= {str(cell) for row in book["Cases"].iter_rows(values_only=True) for cell in row}
    for process in (DOCUMENT_PROCESS, whole_mail._MAIL_PROCESS):
        process.give_up()  # ended, they are counted
    own, children = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    seconds, which = watch.slowest
    with office.journal() as journal:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(journal.mails.counts().items()))
    record_property(
        "figures",
        f"{BATCHES * BATCH} mutants from {first * BATCH}: {kinds}; slowest {seconds:.1f} s ({which}); longest pass "
        f"{watch.longest:.0f} s; peak {own} MB, reading processes {children} MB",
    )
