"""An office with a journal and a tracker but no mail: passes that read and write the workbook, whole or cut off."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from pipeline.edges.journal import Journal
from pipeline.facts import Case, Fact, Source, Value
from pipeline.settings import Store, settings
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.model import TrackerContent
from scheduler import office as settled
from scheduler.ports import ports_of
from scheduler.report import PassReport
from scheduler.snapshot import Snapshot
from scheduler.steps.counting import count_dates
from scheduler.steps.tracker_content import content_of
from scheduler.steps.tracker_in import take_in_office_words
from scheduler.steps.tracker_out import rebuild_tracker, write_tracker
from scheduler.tracker_base import announce, base_of

START = datetime.fromisoformat("2026-11-18T09:30:00+00:00")
CONTACTS = """
[[contacts]]
name = "Morgan Ellery"
address = "business.unit@partnership.example"
agency = "Partnership"
role = "manager"
"""


class Office:
    """An office in `folder`, and the clock of its passes."""

    def __init__(self, folder: Path, journal: Journal, *, tracker: str = "tracker.xlsx") -> None:
        text = f'tracker.path = "{tracker}"\n{CONTACTS}'
        given = settled.anchored(settings(text, where="test"), folder)
        self.settled = settled.ConfiguredOffice(settings=given)
        self.ports = ports_of(self.settled, journal)
        self.now = START

    @property
    def journal(self) -> Journal:
        return self.ports.journal

    @property
    def snapshot(self) -> Snapshot:
        return Snapshot(self.settled, self.journal, now=self.now)

    @property
    def path(self) -> Path:
        return self.ports.tracker.path

    @property
    def package(self) -> bytes:
        return self.path.read_bytes()

    @property
    def cases(self) -> tuple[Case, ...]:
        return self.journal.casebook.cases()

    def case(self, ref: str) -> Case:
        return next(case for case in self.cases if case.ref == ref)

    def open_case(self, child: str, **facts: Value) -> str:
        """A case that a form opened."""
        book = self.journal.casebook
        ref = book.next_ref("CSP", 2026)
        with self.journal.writing():
            book.open(ref, opened_at=self.now, opened_by=hashlib.sha256(ref.encode()).hexdigest())
        self.say(ref, **{"child": child, "outcome": "seriously harmed", "mail_received": self.now, **facts})
        return ref

    def say(self, ref: str, *, source: Source = Source.FORM, subject: str = "", **facts: Value) -> None:
        """What a form says of a case."""
        with self.journal.writing():
            self.journal.casebook.add_facts(
                Fact(
                    case_ref=ref, name=name, value=value, source=source, recorded_at=self.now, subject=subject,
                    detail="a form",
                )
                for name, value in facts.items()
            )  # fmt: skip

    def later(self, **span: float) -> None:
        self.now += timedelta(**(span or {"minutes": 5}))

    def reads(self, report: PassReport | None = None, snapshot: Snapshot | None = None) -> None:
        take_in_office_words(
            office=self.settled, journal=self.journal, tracker=self.ports.tracker,
            snapshot=snapshot or self.snapshot, report=report or PassReport(),
        )  # fmt: skip

    def writes(self, report: PassReport | None = None, snapshot: Snapshot | None = None) -> None:
        """Counts and writes, with what is known since the tracker was read, as a pass does, or anew."""
        snapshot, report = snapshot or self.snapshot, report or PassReport()
        count_dates(office=self.settled, journal=self.journal, snapshot=snapshot, report=report)
        write_tracker(office=self.settled, ports=self.ports, snapshot=snapshot, report=report)

    def makes_a_pass(self) -> PassReport:
        report, snapshot = PassReport(), self.snapshot
        self.reads(report, snapshot)
        self.writes(report, snapshot)
        self.later()
        return report

    def content(self, now: datetime | None = None) -> TrackerContent:
        """What the workbook is to show."""
        return content_of(
            self.settled, self.journal, snapshot=Snapshot(self.settled, self.journal, now=now or self.now)
        )

    def rebuilds(self, now: datetime | None = None) -> str:
        """Puts the workbook in order or makes it anew, as the command does."""
        return rebuild_tracker(self.settled, self.ports, now=now or self.now).aside

    def is_cut_off(self, *, after: str) -> None:
        """A pass that dies after it `announced` what it writes, or after it `replaced` the file."""
        self.reads()
        count_dates(office=self.settled, journal=self.journal, snapshot=self.snapshot, report=PassReport())
        standing = self.ports.tracker.read()
        assert standing is not None
        content, base = patched(standing, self.content(), base=base_of(self.journal, standing))
        announce(self.journal, content, base=base)
        if after == "replaced" and content != standing:
            self.ports.tracker.replace(content, was=standing, now=self.now)
        self.later()

    def attention(self, *, resolved: bool = False) -> set[str]:
        return {item.id for item in self.journal.casebook.attention() if item.resolved == resolved}

    def saves(self, package: bytes) -> None:
        self.path.write_bytes(package)


@contextmanager
def office_in(folder: Path, *, tracker: str = "tracker.xlsx", store: Store | None = None) -> Iterator[Office]:
    with Journal.of(store or Store(folder=folder / "store")) as journal:
        yield Office(folder, journal, tracker=tracker)


def day(text: str) -> date:
    return date.fromisoformat(text)


def facts_of(cases: Iterable[Case]) -> list[tuple[str, str, str, str]]:
    """Every fact that holds, for comparing."""
    names = {(case.ref, fact.name, fact.subject) for case in cases for fact in case.facts}
    held = {case.ref: case for case in cases}
    return sorted((ref, name, subject, held[ref].text(name, subject)) for ref, name, subject in names)
