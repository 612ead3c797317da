"""The rows of docs/performance.md: each measures the product beside a floor or a peer, by turns in the same run."""

from __future__ import annotations

import base64
import io
import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any
from zipfile import ZipFile

import imapclient

from bench import clock, passes, start_up, tracker, typical_form
from bench.peers import Peer
from parsers.document import document_reading, settle
from parsers.form.kind.known_forms import known_forms
from parsers.mail.message import message
from parsers.read_mail import MailReader
from parsers.safe.limits import USUAL_LIMITS
from pipeline.clock.count.calendars import england_and_wales
from pipeline.clock.count.workdays import nth_working_day
from pipeline.edges.mailbox.inbox import Inbox
from scheduler.demo.story import ADDRESS, PASSWORD

ROOT = Path(__file__).parents[1]
ROUNDS = 40
REFERRALS = 1000
LOGO = 34_000  # bytes of a picture, as most forms carry one
FETCHED = 5000
SETTLED = ("0-open", "100-open", "1000-open", "2000-open", "100-closed", "1000-closed", "10000-closed")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One comparison: what the product took and, round by round, what that stands beside; without that, seconds.

    `goal` is the most that the ratio (or the seconds) may be, None where none is set; `note` says what the figure does
    not. Rows of one `curve` make a line of the picture, each at its `size`.
    """

    what: str
    beside: str = ""
    took: list[float]
    others: list[float] | None = None
    goal: float | None
    note: str = ""
    curve: str = ""
    size: int = 0

    @property
    def figures(self) -> list[float]:
        return [own / other for own, other in zip(self.took, self.others, strict=True)] if self.others else self.took

    @property
    def figure(self) -> float:
        return median(self.figures)

    @property
    def spread(self) -> tuple[float, float]:
        """The middle half of the rounds."""
        if len(self.figures) < 4:
            return min(self.figures), max(self.figures)
        low, _, high = quantiles(self.figures, n=4)
        return low, high

    @property
    def holds(self) -> bool:
        return self.goal is None or self.figure <= self.goal


def seconds(act: Callable[[], object]) -> float:
    """The processor time of one call."""
    began = process_time()
    act()
    return process_time() - began


def by_turns(rounds: int, *acts: Callable[[int], float]) -> list[list[float]]:
    """What each of `acts` took in each round, one after the other."""
    return [list(each) for each in zip(*([act(number) for act in acts] for number in range(rounds)), strict=True)]


# --- Reading ---------------------------------------------------------------------------------------------------------


def forms(libraries: Peer, folder: Path) -> Iterator[Row]:
    """A typical form (5 tables, 48 rows, content controls) from file to referral."""
    reader = MailReader(
        limits=USUAL_LIMITS, forms=known_forms(), document=lambda document, _: document_reading(document)
    )
    read = partial(reader.files.reading, "form.docx")

    def by_peer(number: int) -> float:
        file = folder / "form.docx"
        file.write_bytes(typical_form.typical_form(number))
        return float(libraries.ask("docx2python", str(file)))

    def of(act: Callable[[bytes], object]) -> Callable[[int], float]:
        return lambda number: seconds(partial(act, typical_form.typical_form(number)))

    acts = (of(read), of(typical_form.text_of), of(typical_form.cells_by_python_docx), by_peer)
    by_turns(3, *(lambda number, act=act: act(-1 - number) for act in acts))
    settle()
    own, floor, cells, peer = by_turns(ROUNDS, *acts)
    what = "Read a typical form, file to referral"
    yield Row(what=what, beside="unzip, parse and text", took=own, others=floor, goal=15)
    yield Row(what=what, beside="python-docx, all cells", took=own, others=cells, goal=1)
    yield Row(what=what, beside="docx2python", took=own, others=peer, goal=0.2)


def referral(number: int) -> bytes:
    """A mail with a typical form of its own, about 55 KB."""
    mail = EmailMessage()
    mail["From"] = f"Wren Lunt <w.lunt{number}@northshire-police.example>"
    mail["To"], mail["Subject"] = ADDRESS, "Referral form"
    mail["Message-ID"] = f"<bench.{number}@northshire-police.example>"
    mail["Date"] = f"{passes.BEGAN:%a, %d %b %Y %H:%M:%S} +0000"
    mail.set_content("Please find a referral form attached.\n")
    word = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    form = typical_form.typical_form(number)
    with ZipFile(opened := io.BytesIO(form), "a") as archive:
        archive.writestr("word/media/crest.png", random.Random(number).randbytes(LOGO))
    form = opened.getvalue()
    mail.add_attachment(form, maintype="application", subtype=word, filename="Referral.docx")
    return mail.as_bytes()


def header_split(raw: bytes) -> object:
    """The floor: headers split at their colons, each part's text decoded from base64."""
    head, _, body = raw.partition(b"\n\n")
    headers = [line.split(b":", 1) for line in head.split(b"\n") if b":" in line]
    parts = [part.partition(b"\n\n")[2] for part in body.split(b"--=======")]
    return headers, [base64.b64decode(part) for part in parts if len(part) > 1000]


def mails(libraries: Peer, folder: Path) -> Iterator[Row]:
    raw, file = referral(0), folder / "mail.eml"
    file.write_bytes(raw)
    own, floor, peer = by_turns(
        ROUNDS * 5,
        lambda _: seconds(partial(message, raw)),
        lambda _: seconds(partial(header_split, raw)),
        lambda _: float(libraries.ask("mail-parser", str(file))),
    )
    what = f"Parse a mail of {len(raw) / 1000:.0f} KB"
    yield Row(what=what, beside="base64 and header split", took=own, others=floor, goal=8)
    yield Row(what=what, beside="mail-parser", took=own, others=peer, goal=1)


def fetching(_: Peer, folder: Path) -> Iterator[Row]:
    """Five thousand mails out of Dovecot."""
    sys.path.insert(0, str(ROOT / "tests" / "edges"))
    servers = __import__("servers")
    os.environ["CASECLOCK_TEST_PASSWORD"] = servers.PASSWORD
    with servers.Dovecot() as dovecot:
        settings = servers.mailbox(dovecot)
        with servers.somebody(dovecot) as person:
            person.append("INBOX", b"Subject: first\r\n\r\n\r\n")
        new = dovecot.folder / "users" / dovecot.user / "Maildir" / "new"
        owner, body = new.stat(), b"x" * 78 + b"\r\n"
        for number in range(1, FETCHED):
            file = new / f"1790000000.M{number:06}.bench"
            file.write_bytes(b"Subject: %d\r\n\r\n" % number + body * 100)
            os.chown(file, owner.st_uid, owner.st_gid)

        def own(_: int) -> float:
            with Inbox(settings) as inbox:
                return seconds(lambda: sum(1 for _ in inbox.new_messages("INBOX", lambda key: False)))

        def bare(_: int) -> float:
            with imapclient.IMAPClient(dovecot.host, dovecot.port, ssl=False) as client:
                client.login(dovecot.user, servers.PASSWORD)
                return seconds(partial(fetched_barely, client))

        took, other = by_turns(5, own, bare)
    yield Row(
        what=f"Fetch {FETCHED:,} mails from Dovecot",
        beside="a bare loop of IMAPClient",
        took=took,
        others=other,
        goal=1.4,
    )


def fetched_barely(client: Any) -> int:
    client.select_folder("INBOX", readonly=True)
    uids, found = client.search("ALL"), 0
    for at in range(0, len(uids), 50):
        found += len(client.fetch(uids[at : at + 50], ["BODY.PEEK[]", "INTERNALDATE", "FLAGS"]))
    assert found == FETCHED
    return found


# --- Passes ----------------------------------------------------------------------------------------------------------


def referrals(_: Peer, folder: Path) -> Iterator[Row]:
    """A thousand new referrals, acknowledged and in the tracker, beside django-helpdesk on the same mails."""
    raws = [referral(number) for number in range(REFERRALS)]
    ours, theirs = folder / "ours", folder / "theirs"
    ours.mkdir()
    theirs.mkdir()
    with passes.office_in(ours) as there:
        ports = (str(there.servers.imap_port), str(there.servers.smtp_port))
        with Peer("tickets.py", str(theirs), *ports, ADDRESS, PASSWORD) as helpdesk:
            for raw in raws:
                there.servers.deliver(raw, at=passes.BEGAN)
            took, tickets = helpdesk.ask("get")
            assert (tickets, len(there.servers.sent)) == (REFERRALS, REFERRALS), tickets
        assert not there.servers.mails("INBOX")
        for raw in raws:
            there.servers.deliver(raw, at=passes.BEGAN)
        cost, most = 0.0, 0.0
        while there.servers.mails("INBOX"):
            one = there.one_apart()
            cost, most = cost + one.processor, max(most, one.megabytes)
        # Where two of the invented children are alike, a person is asked.
        assert sum(len(there.servers.mails(name)) for name in ("Processed", "Needs attention")) == REFERRALS
    what = f"Pass over {REFERRALS:,} new referrals, acknowledged, in the tracker"
    each, other = 1000 * cost / REFERRALS, 1000 * took / REFERRALS
    note = f"{each:.0f} ms a mail beside {other:.0f} ms; django-helpdesk reads no form"
    yield Row(what=what, beside="django-helpdesk, get_email", took=[cost], others=[took], goal=0.8, note=note)
    yield Row(what=f"{what}: megabytes of all its processes", took=[most], goal=150)


def histories(_: Peer, folder: Path) -> Iterator[Row]:
    """What a pass costs by the history behind it; what is not kept of the histories is left out."""
    found = {size: passes.costs(size) for size in SETTLED if passes.is_made(size)}
    empty = median(one.processor for one in found["0-open"]["one new mail"])
    for size, costs in found.items():
        said, number, state = passes.in_words(size), int(size.partition("-")[0]), size.partition("-")[2]
        took = {kind: [one.processor for one in each] for kind, each in costs.items()}
        for kind, goal in (("nothing new", 0.1), ("one new mail", None), ("one edit", None)):
            if kind in took:
                what, curve = f"Pass with {kind}: {said}", f"{kind}, {state} cases"
                yield Row(what=what, took=took[kind], goal=goal, curve=curve, size=number)
        if number:
            what = f"Pass with one new mail: {said}"
            new = took["one new mail"]
            yield Row(what=what, beside="the same with no history", took=new, others=[empty] * len(new), goal=1.3)
        if size in ("2000-open", "10000-closed"):
            yield from _edits(took["one edit"], (passes.made(size) / "tracker.xlsx").read_bytes(), said=said)


def _edits(took: list[float], package: bytes, *, said: str) -> Iterator[Row]:
    what = f"Pass with one edit, whole: {said}"
    reading = [seconds(partial(tracker.read_by_calamine, package)) for _ in took]
    usual = [seconds(partial(tracker.saved_by_openpyxl, package))] * len(took)
    yield Row(what=what, beside="calamine reading the file", took=took, others=reading, goal=4)
    yield Row(what=what, beside="openpyxl, load and save", took=took, others=usual, goal=0.1)


# --- The clock and the commands --------------------------------------------------------------------------------------


def recount(_: Peer, folder: Path) -> Iterator[Row]:
    chance = random.Random(7)
    cases = [clock.sample(number, chance) for number in range(10_000)]
    settle()  # as in a pass
    yield Row(what="Deadlines of 10,000 cases, counted anew", took=[seconds(partial(clock.count, cases))], goal=8)


def days(libraries: Peer, folder: Path) -> Iterator[Row]:
    """Fifteen working days from a random day, one date a call, nothing remembered from an earlier call."""
    import holidays
    import numpy as np

    calendar, chance = england_and_wales(), random.Random(7)
    kingdom = holidays.country_holidays("GB", subdiv="ENG", years=range(2020, 2029))
    listed = np.busdaycalendar(holidays=[np.datetime64(day) for day in kingdom])
    drawn = [date(2021, 1, 4) + timedelta(days=chance.randrange(2400)) for _ in range(200)]

    def own(number: int) -> float:
        return seconds(lambda: nth_working_day(drawn[number], 15, calendar=calendar))

    acts = (
        own,
        lambda number: float(libraries.ask("workalendar", drawn[number].isoformat(), 15)),
        lambda number: seconds(lambda: kingdom.get_nth_working_day(drawn[number], 15)),
        lambda number: seconds(
            lambda: np.busday_offset(np.datetime64(drawn[number]), 15, roll="backward", busdaycal=listed).item()
        ),
    )
    took = by_turns(len(drawn), *acts)
    for name, other in zip(("workalendar", "holidays", "numpy"), took[1:], strict=True):
        yield Row(what="Fifteen working days from a random day", beside=name, took=took[0], others=other, goal=1)


def commands(_: Peer, folder: Path) -> Iterator[Row]:
    found = start_up.measured(10, [start_up.ROOT])
    bare = min(run[0] for run in found["", start_up.ROOT])
    for said, goal in start_up.GOALS.items():
        took = [min(run[0] for run in found[said, start_up.ROOT]) - bare]
        name = f"`caseclock {said.split()[0]}`, seconds beyond `python -c pass`"
        yield Row(what=name, took=took, goal=goal, note="the fastest of ten, by the wall clock")


GROUPS: dict[str, Callable[[Peer, Path], Iterator[Row]]] = {
    "forms": forms,
    "mails": mails,
    "fetching": fetching,
    "referrals": referrals,
    "histories": histories,
    "recount": recount,
    "days": days,
    "commands": commands,
}
