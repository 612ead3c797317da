"""What a pass costs in offices with a history: `python -m bench.passes [SIZE …]`, a SIZE being `1000-open`,
`1000-closed` or `0-open`. `python -m bench.passes made SIZE …` only makes the histories.

A history is written through the journal's own writing and settled by whole passes, once; it is kept in build/passes.
Of a closed case there are five mails in the journal. Then each kind of pass is made in a process of its own, forked
after everything is loaded, as the worker does, and its processor time (with that of the processes it starts), its time
by the clock and its memory are printed: the median of the rounds.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "tracker")]

from tracker_sample import case, sample_cases  # noqa: E402

import scheduler.watch.loaded  # noqa: E402, F401 - as in the process in which the worker's passes are forked
from bench.hosts import megabytes  # noqa: E402
from bench.one_pass import pass_in  # noqa: E402
from parsers.document import settle as collect_rarely  # noqa: E402
from pipeline.edges.journal import Journal  # noqa: E402
from pipeline.edges.journal.casebook import CaseMark  # noqa: E402
from pipeline.edges.journal.kept_records import arrival_json  # noqa: E402
from pipeline.edges.journal.mails import NewMail  # noqa: E402
from pipeline.facts import Case  # noqa: E402
from pipeline.model import Address, Assurance, Attention, LogEntry, MailKind, MessageKey, ReasonCode  # noqa: E402
from pipeline.notices.situation import Arrival  # noqa: E402
from scheduler.demo.people import type_into  # noqa: E402
from scheduler.demo.servers import EmbeddedMailServers  # noqa: E402
from scheduler.demo.story import ADDRESS, PASSWORD, mailbox  # noqa: E402
from scheduler.office import office_of  # noqa: E402
from scheduler.report import PassReport  # noqa: E402

SIZES = ("0-open", "100-open", "100-closed")  # what `make bench` has the time for
KEPT = ROOT / "build" / "passes"
BEGAN = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
MAILS_OF_A_CASE = 5
ROUNDS = 3
MOST_PASSES = 12  # in which a history comes to rest


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """What one pass took: seconds of the processor and by the clock, megabytes at most, and how many things it did."""

    processor: float
    clock: float
    megabytes: float
    did: int


# --- A history -------------------------------------------------------------------------------------------------------


def patterns(*, closed: bool) -> tuple[Case, ...]:
    """The cases after which a history is made: those of the sample that are open, or one that ended and is whole."""
    if not closed:
        return tuple(one for one in sample_cases() if one.text("status") != "Closed")[:5]
    decided = date(2026, 2, 11)
    ended = case(
        12,
        received=date(2026, 2, 9),
        child="P.N.",
        status="Closed",
        criteria_met="no",
        criteria_decided_by="R. Alder, head of service",
        criteria_decided=decided,
        rationale="Not caused by abuse or neglect.",
        la_aware=date(2026, 2, 9),
        partners_aware=date(2026, 2, 9),
    )
    # Everything of it was recorded then, long before the passes that are measured.
    facts = (replace(fact, recorded_at=datetime(2026, 2, 12, 10, tzinfo=UTC)) for fact in ended.facts)
    return (replace(ended, facts=tuple(facts)),)


def numbered(pattern: Case, number: int) -> Case:
    ref = f"NSH-2026-{number:05}"
    return replace(pattern, ref=ref, facts=tuple(replace(fact, case_ref=ref) for fact in pattern.facts))


def write_history(journal: Journal, *, count: int, closed: bool) -> None:
    """Writes `count` cases, of closed ones with their mails, a hundred in each transaction."""
    like = patterns(closed=closed)
    for first in range(1, count + 1, 100):
        with journal.writing():
            for number in range(first, min(first + 100, count + 1)):
                _write_case(journal, numbered(like[number % len(like)], number), number=number, closed=closed)


def _write_case(journal: Journal, made: Case, *, number: int, closed: bool) -> None:
    book, sha = journal.casebook, f"{number:060x}"
    book.open(made.ref, opened_at=made.opened_at, opened_by=f"{sha}0000:0")
    book.add_facts(made.facts)
    book.mark([CaseMark(kind="initials-and-birth", value=f"{made.text('child')} {number}", case_ref=made.ref)])
    book.log([LogEntry(at=made.opened_at, event="Case opened", detail="", case_ref=made.ref)])
    for each in range(MAILS_OF_A_CASE if closed else 1):
        _write_mail(journal, made, sha256=f"{sha}{each:04x}", uid=number * MAILS_OF_A_CASE + each)


def _write_mail(journal: Journal, made: Case, *, sha256: str, uid: int) -> None:
    key = MessageKey(mailbox=ADDRESS, folder="INBOX", uidvalidity=1, uid=uid)
    message_id, sender = f"<{uid}@northshire-police.example>", "referrals@northshire-police.example"
    came = Arrival(
        sha256=sha256,
        sender=Address(name="", address=sender),
        received_at=made.opened_at,
        kind=MailKind.REFERRAL if sha256.endswith("0000") else MailKind.REPLY,
        author=sender,
        assurance=Assurance.CONFIRMED,
        organisation="northshire-police.example",
        reason="A message on a case.",
        reason_code=ReasonCode.NONE,
    )
    new = NewMail(key=key, sha256=sha256, size=9, received_at=made.opened_at, message_id=message_id)
    journal.mails.add(new, now=made.opened_at)
    journal.mails.filed(key, now=made.opened_at)
    journal.mails.decide(
        sha256,
        arrival=arrival_json(came),
        fingerprint=sha256,
        sender_domain="northshire-police.example",
        kind=came.kind.value,
        urgent=False,
        attention=False,
        case_ref=made.ref,
    )
    marks = [("message", sha256), ("message-id", message_id)]
    journal.casebook.mark(CaseMark(kind=kind, value=value, case_ref=made.ref) for kind, value in marks)
    item = Attention(
        id=f"mail:{sha256}:read",
        what="A mail on a case",
        why="It answers a question.",
        remedy="Read it.",
        since=made.opened_at,
        case_ref=made.ref,
        message=sha256,
    )
    journal.casebook.show([item])
    journal.casebook.resolve([item.id], now=made.opened_at)


def make_history(folder: Path, *, count: int, closed: bool) -> None:
    """Makes an office with a history in `folder`, at rest; one that is cut off is made anew."""
    began, parts = perf_counter(), folder.with_name(f"{folder.name}.part")
    shutil.rmtree(parts, ignore_errors=True)
    parts.mkdir(parents=True)
    with office_in(parts) as there:
        with Journal(parts / "store") as journal:
            write_history(journal, count=count, closed=closed)
        settle(there)
    parts.rename(folder)
    print(f"{folder.name}: made in {perf_counter() - began:.0f} s", flush=True)


# --- An office with it -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class BenchOffice:
    """An office in `folder`, its servers, and what time it is there."""

    folder: Path
    servers: EmbeddedMailServers
    now: datetime = BEGAN

    def one(self) -> Cost:
        """A pass, five minutes after the one before."""
        self.now += timedelta(minutes=5)
        return measured(lambda: pass_in(self.folder / "config.toml", self.now))

    def one_apart(self) -> Cost:
        """The same in a process that shares nothing with this one; of memory, that of all processes of the pass."""
        self.now += timedelta(minutes=5)
        order = [sys.executable, "-m", "bench.one_pass", str(self.folder / "config.toml"), self.now.isoformat()]
        most = 0.0
        with subprocess.Popen(order, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
            while process.poll() is None:
                most = max(most, megabytes(process.pid))
                sleep(0.2)
            assert process.stdout
            return Cost(megabytes=most, **json.loads(process.stdout.read()))


@contextmanager
def office_in(folder: Path) -> Iterator[BenchOffice]:
    """The demonstration's office in `folder`, whose mail servers live as long as this."""
    with EmbeddedMailServers({ADDRESS: PASSWORD}) as servers:
        servers.sent_folder = "Sent"
        text = resources.files("scheduler.demo").joinpath("settings.toml").read_text(encoding="utf-8")
        text = text.replace("{imap_port}", str(servers.imap_port)).replace("{smtp_port}", str(servers.smtp_port))
        text = text.replace("[outgoing]", "[outgoing]\nsave_sent = false\nper_hour = 100000")
        (folder / "config.toml").write_text(text, encoding="utf-8")
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        (folder / "password").chmod(0o600)
        yield BenchOffice(folder, servers)


def settle(there: BenchOffice) -> None:
    """Passes until one does nothing."""
    for _ in range(MOST_PASSES):
        if not there.one().did:
            return
    raise SystemExit(f"{there.folder} does not come to rest")


def measured(act: Callable[[], PassReport]) -> Cost:
    """What `act` costs in a process of its own; the process group's children count."""
    collect_rarely()  # as the same process does
    began = perf_counter()
    child = os.fork()
    if child == 0:
        report = act()
        if report.faults:
            print(*report.faults, sep="\n", file=sys.stderr, flush=True)
        os._exit(min(200, sum(report.counts.values())))
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0 or code > 200:
        raise SystemExit(f"a pass died: {code}")
    return Cost(
        processor=used.ru_utime + used.ru_stime,
        clock=perf_counter() - began,
        megabytes=used.ru_maxrss / 1024,
        did=code,
    )


def type_once(there: BenchOffice, number: int) -> None:
    """The office types a word into the tracker and saves; in the newest mail's case where there was none before."""
    with Journal.of(office_of(there.folder / "config.toml").settings.store) as journal:
        refs = journal.casebook.refs()
    assert type_into(
        there.folder / "tracker.xlsx", "Cases", cells={refs[number % len(refs)]: {"Notes": f"Note {number}"}}
    )


def deliver(there: BenchOffice, number: int) -> None:
    raw = next(file for file in mailbox() if "police" in file.name).read_bytes()
    there.servers.deliver(raw.replace(b"\nSubject:", b"\nX-Number: %d\nSubject:" % number, 1), at=there.now)


KINDS: dict[str, Callable[[BenchOffice, int], None]] = {
    "nothing new": lambda there, number: None,
    "one new mail": deliver,
    "one edit": type_once,
}


def is_made(size: str) -> bool:
    """Whether the history of this size is kept; those that are made in no time always are."""
    return size in SIZES or (KEPT / size).is_dir()


def in_words(size: str) -> str:
    """A size for people: `10,000 closed cases, 50,000 mails`."""
    number, _, state = size.partition("-")
    mails = f", {int(number) * MAILS_OF_A_CASE:,} mails" if state == "closed" else ""
    return f"{int(number):,} {state} cases{mails}"


def made(size: str) -> Path:
    """The folder of an office of this size, at rest; it is made where it is not kept."""
    number, _, state = size.partition("-")
    if not (KEPT / size).is_dir():
        make_history(KEPT / size, count=int(number), closed=state == "closed")
    return KEPT / size


def costs(size: str, rounds: int = ROUNDS) -> dict[str, list[Cost]]:
    """What each kind of pass costs in an office of this size, round by round."""
    found: dict[str, list[Cost]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "office"
        shutil.copytree(made(size), folder)
        with office_in(folder) as there:
            there.now = BEGAN + timedelta(hours=1)
            settle(there)
            for kind, arrange in KINDS.items():
                for each in range(rounds if kind != "one edit" or size != "0-open" else 1):
                    arrange(there, each)
                    found.setdefault(kind, []).append(there.one())
                    settle(there)
    return found


def _line(costs: list[Cost]) -> str:
    processor, clock = median(one.processor for one in costs), median(one.clock for one in costs)
    return f"{processor:8.3f} s processor {clock:8.3f} s clock {max(one.megabytes for one in costs):6.0f} MB"


if __name__ == "__main__":
    if sys.argv[1:2] == ["made"]:
        for asked in sys.argv[2:]:
            made(asked)
        raise SystemExit
    for asked in sys.argv[1:] or SIZES:
        for kind, took in costs(asked).items():
            print(f"{asked:>14} {kind:14} {_line(took)}", flush=True)
