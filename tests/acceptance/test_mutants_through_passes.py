"""Mutants of mails and of documents through whole passes: behind each batch a referral, which must have its case.

`make soak` tries many times more; CASECLOCK_SEED begins elsewhere. What was slowest and the memory are printed (`-s`).
"""

import os
import random
import resource
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from office import MONDAY, Office
from test_backfill import referral

from parsers import whole_mail
from parsers.document import DOCUMENT_PROCESS
from pipeline.edges.journal import Journal
from scheduler.office import office_of
from scheduler.ports import open_ports
from scheduler.run import one_pass
from tests.parsers.mail.test_mail_never_fails import MAILS, mutated
from tests.parsers.readers.mutations import spoilt
from tests.soak import TIMES

SEED = int(os.environ.get("CASECLOCK_SEED", "1"))
BATCH = 50
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
            # Of nothing at all there is nothing to read: it is shown, and stays where it is.
            yield mutated(dice.choice(MAILS).read_bytes(), dice) or b"\r\n"
        else:
            form = dice.choice(FORMS)
            seed = SEED * 1_000_000 + batch * BATCH + number
            yield with_file(form.name, spoilt(form.name, form.read_bytes(), seed), seed)


class Watch:
    """How long each mail took to read, by what the pass says."""

    def __init__(self) -> None:
        self.slowest, self._since, self._what = (0.0, ""), time.monotonic(), ""

    def hear(self, said: str) -> None:
        now = time.monotonic()
        if self._what.startswith("Reading mail "):
            self.slowest = max(self.slowest, (now - self._since, self._what))
        self._since, self._what = now, said


def decided(office: Office, batch: int, now: datetime, watch: Watch) -> None:
    """Makes a pass over a batch with its canary last, and sees to it that all was decided and the canary has its case."""
    for number, raw in enumerate(mutants(batch)):
        office.servers.deliver(raw, at=now - timedelta(seconds=BATCH + 10 - number))
    canary = referral(batch, now - timedelta(seconds=5))
    office.servers.deliver(canary, at=now - timedelta(seconds=5))
    configured = office_of(office.config)
    with open_ports(configured) as ports:
        report = one_pass(configured, ports, now=now, say=watch.hear)
    assert not [fault for fault in report.faults if "wait" in fault and "per_hour" not in fault], report.faults
    with Journal(office.folder / "store") as journal:
        assert not journal.mails.undecided()
        last = max(journal.mails.decided(), key=lambda mail: mail.received_at)
        assert last.case_ref, (batch, last)
    assert not office.servers.mails("INBOX")


@pytest.mark.slow
@pytest.mark.soaked
def test_behind_each_batch_of_mutants_the_referral_has_its_case(office: Office) -> None:
    watch, batches = Watch(), 3 * TIMES
    for batch in range(batches):
        decided(office, batch, MONDAY + timedelta(minutes=10 * batch), watch)
    for process in (DOCUMENT_PROCESS, whole_mail._MAIL_PROCESS):
        process.give_up()  # ended, they are counted
    own, children = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    seconds, which = watch.slowest
    print(
        f"{batches * BATCH} mutants; slowest {seconds:.1f} s ({which}); peak {own} MB, reading processes {children} MB"
    )
