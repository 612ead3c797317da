"""A pass that leaves out the cases at rest, and one that counts every case, agree over thousands of random histories.

Of a pass everything is made that is worked out: the dates, what is due to be said, Today, the rows, the Dashboard, the
calendar. The workbook is the base that it would leave behind, and a mail that is queued is sent at once, so that a
history costs a fraction of a second; `test_cases_at_rest` goes through the workbook itself.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from passes import START, Office
from soak import TIMES, alone

from pipeline.edges.journal import Journal
from pipeline.edges.journal.mails import NewMail
from pipeline.facts import REVIEW_OUTCOMES, Fact, Source, Value
from pipeline.model import Attention, MessageKey, NoticeKind
from pipeline.notices.all_due import due
from pipeline.notices.holds_until import holds_until
from pipeline.notices.meetings.invitation import calendar_digest
from pipeline.notices.model import Contact, Mail, Notice
from pipeline.notices.situation import Situation
from pipeline.settings import NonWorkingDay
from pipeline.today import today
from pipeline.tracker.content.block import Block
from pipeline.tracker.content.case_texts import Texts
from pipeline.tracker.content.dashboard import blocks
from pipeline.tracker.content.layout import DEADLINES
from pipeline.tracker.content.rows import rows
from pipeline.tracker.merge.edits import NO_LONGER
from pipeline.tracker.merge.unchanged_sheets import OF_CASES, with_rows_at_rest
from pipeline.tracker.model import Base, TrackerContent
from scheduler.guards.resting import keep_counted, let_rest
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport
from scheduler.snapshot import Snapshot
from scheduler.steps.counting import add_standing_agencies, count_dates
from scheduler.steps.tracker_content import content_of
from scheduler.views.recounted import recounted

A_CHUNK = 25  # histories of one test
PASSES = 5
_SHEETS = (*(layout.name for layout in OF_CASES), "Needs attention")


@dataclass(slots=True)
class Bookless:
    """An office whose workbook is only the base that a pass leaves behind."""

    office: Office
    chance: random.Random
    number: int = 0
    blocks: tuple[Block, ...] = ()  # of the Dashboard, as the last pass wrote them
    spared: int = 0  # ledgers that a pass did not count, since one before had

    @property
    def journal(self) -> Journal:
        return self.office.journal

    @property
    def settled(self) -> ConfiguredOffice:
        return self.office.settled

    @property
    def base(self) -> Base:
        return self.journal.kept.tracker_base.get() or {}

    def snapshot(self, *, rests: bool) -> Snapshot:
        return Snapshot(self.settled, self.journal, now=self.office.now, rests=rests)

    def makes_a_pass(self, types: Callable[[Snapshot], None] = lambda _: None) -> int:
        """A whole pass, in which the office `types` something; gives how many cases rested through it."""
        known, report = self.snapshot(rests=True), PassReport()
        types(known)
        add_standing_agencies(office=self.settled, journal=self.journal, snapshot=known, report=report)
        count_dates(office=self.settled, journal=self.journal, snapshot=known, report=report)
        asked = tuple(self.says(notice) for notice in due(known.situation()).notices)
        known.renew_requests(filter(None, asked))
        shown = content_of(self.settled, self.journal, snapshot=known)
        base, self.blocks = self.written(shown), blocks(shown)
        with self.journal.writing():
            self.journal.kept.tracker_base.put(base)
        let_rest(self.journal, known, shown=shown, base=base)
        keep_counted(journal=self.journal, snapshot=known)
        self.spared += len(known.ledgers.keys() - known.counted_anew.keys())
        return len(known.at_rest.standings)

    def written(self, shown: TrackerContent) -> Base:
        """What the workbook holds once what is `shown` was written; rows of duties that are gone stay, and say so."""
        due_rows = with_rows_at_rest(rows(shown), shown, base=self.base)
        left = {
            key: texts for key, texts in self.base.get(DEADLINES.name, {}).items() if key not in due_rows["Deadlines"]
        }
        gone = {key: {**texts, **NO_LONGER[DEADLINES.name]} for key, texts in left.items()}
        return {name: dict(texts) for name, texts in due_rows.items()} | {
            "Deadlines": {**gone, **due_rows["Deadlines"]}
        }

    def says(self, notice: Notice) -> str:
        """Queues a notice and sends it; gives the case of a request to an agency."""
        self.number += 1
        mail = Mail(
            key=notice.key, sender="unit@partnership.example", sender_name="", to=notice.key.recipient, to_name="",
            subject="Said", text="", html="", message_id=f"<{self.number}@partnership.example>",
            made_at=self.office.now,
        )  # fmt: skip
        notices = self.journal.notices
        with self.journal.writing():
            notices.queue(mail, sha256="", state="queued", urgent=notice.urgent, with_keys=notice.also_keys)
            notices.sent(notice.key, now=self.office.now)
        return notice.key.case_ref if notice.key.kind is NoticeKind.AGENCY_REQUEST else ""

    def says_the_same_counted_anew(self) -> None:
        """Whether one who counts every case finds nothing else to show, to say or to write, and until the same hour."""
        whole, resting = self.snapshot(rests=False), self.snapshot(rests=True)
        every = content_of(self.settled, self.journal, snapshot=whole)
        counted, kept = sheets(every), {name: dict(self.base[name]) for name in _SHEETS}
        assert counted == without_the_gone(kept)
        assert blocks(every) == self.blocks
        assert said(whole.situation()) == said(resting.situation())
        assert calendar(whole, office=self.settled) == calendar(resting, office=self.settled)
        before = set(self.journal.casebook.attention()), set(self.journal.casebook.announced())
        report = PassReport()
        count_dates(office=self.settled, journal=self.journal, snapshot=whole, report=report)
        assert not report.counts
        assert before == (set(self.journal.casebook.attention()), set(self.journal.casebook.announced()))


def sheets(shown: TrackerContent) -> dict[str, dict[str, Texts]]:
    found = rows(shown)
    return {name: dict(found[name]) for name in _SHEETS}


def without_the_gone(written: dict[str, dict[str, Texts]]) -> dict[str, dict[str, Texts]]:
    gone = NO_LONGER[DEADLINES.name].items()
    there = {key: texts for key, texts in written[DEADLINES.name].items() if not gone <= texts.items()}
    return {**written, DEADLINES.name: there}


def said(there: Situation) -> list[object]:
    """What is due to be said and cannot be; the initials at hand are those of more cases than are spoken of."""
    found = due(there)
    words = [{name: word for name, word in one.words.items() if name != "initials"} for one in found.notices]
    keys = [(one.key, one.also_keys) for one in found.notices]
    return [today(there), holds_until(there), keys, words, found.gaps]


def calendar(known: Snapshot, *, office: ConfiguredOffice) -> str:
    every = (entry for case in known.open_cases for entry in known.counted(case).deadlines)
    return calendar_digest(every, office=office.settings.office)


# --- What may happen -------------------------------------------------------------------------------------------------

NOT_MET: dict[str, Value] = {
    "criteria_met": "no",
    "criteria_decided_by": "R. Alder, head of service",
    "rationale": "Not caused by abuse or neglect.",
    "status": "Closed",
}
PUBLISHED: dict[str, Value] = {
    "criteria_met": "yes",
    "notified_as": "serious incident",
    **dict.fromkeys(
        ("criterion_improvements", "criterion_themes", "criterion_working_together", "criterion_panel_view"), "yes"
    ),
    "decision": REVIEW_OUTCOMES[0],
    "decision_by": "The partners",
    "family_views": "They were sought and are in the report.",
}
# Days after the authority knew.
REVIEWED = {
    "notified_panel": 3,
    "rapid_review_on": 15,
    "rapid_review_sent": 18,
    "decision_on": 17,
    "family_informed": 19,
    "panel_replied": 22,
}
PLAN_REVIEWS = (
    "action-plan-review", "action-plan-review-6-months", "action-plan-review-12-months", "progress-check",
)  # fmt: skip
DAYS = (
    "la_aware", "partners_aware", "criteria_decided", "notified_panel", "rapid_review_on", "rapid_review_sent",
    "decision_on", "family_informed", "panel_replied", "published", "planned_publication",
)  # fmt: skip
WORDS: dict[str, tuple[str, ...]] = {
    "status": ("Open", "Closed", "Closed", "Closed"),
    "criteria_met": ("yes", "no"),
    "outcome": ("died", "seriously harmed"),
    "notes": ("One word", "Another"),
    "notified_as": ("serious incident",),
    "decision": REVIEW_OUTCOMES,
    "decision_by": ("The partners",),
    "status_by": ("R. Alder",),
}
WAITS: tuple[timedelta, ...] = (
    *(timedelta(minutes=7),) * 8,
    timedelta(hours=9),
    timedelta(days=1),
    timedelta(days=3),
    *(timedelta(days=33),) * 4,
    timedelta(days=150),
    timedelta(days=330),
    timedelta(days=364),
    timedelta(days=400),
    timedelta(days=-1),
    timedelta(hours=-3),
)


def a_day(there: Bookless) -> date:
    return there.office.now.date() + timedelta(days=there.chance.randint(-40, 25))


def a_word(there: Bookless) -> tuple[str, Value]:
    name = there.chance.choice((*DAYS, *WORDS))
    return name, a_day(there) if name in DAYS else there.chance.choice(WORDS[name])


def is_typed(there: Bookless, ref: str) -> Callable[[Snapshot], None]:
    """The office types a word or takes one back, in the pass that reads it."""
    name, value = a_word(there)
    fact = Fact(
        case_ref=ref, name=name, value=value if there.chance.random() < 0.9 else None, source=Source.TRACKER,
        recorded_at=there.office.now, detail="Cases!C4",
    )  # fmt: skip

    def typed(known: Snapshot) -> None:
        known.wake([ref])
        with there.journal.writing():
            there.journal.casebook.add_facts([fact])
        known.renew_cases([ref])
        known.renew_basis()

    return typed


def a_form_says(there: Bookless, ref: str) -> None:
    name, value = a_word(there)
    there.office.say(ref, source=there.chance.choice((Source.FORM, Source.MAIL)), **{name: value})


def is_closed(there: Bookless, ref: str) -> None:
    """Somebody closes a case: the criteria were not met, or its report is published and nearly everything recorded."""
    aware, chance = a_day(there), there.chance
    days = {"la_aware": 0, "partners_aware": 0, "criteria_decided": 2}
    words = dict(NOT_MET)
    if chance.random() < 0.5:
        days |= REVIEWED
        words |= PUBLISHED
        if chance.random() < 0.5:
            days["published"] = chance.randint(40, 170)
    said = {name: aware + timedelta(days=after) for name, after in days.items()} | words
    left = chance.choice((*said, *("nothing",) * len(said)))
    there.office.say(ref, source=Source.TRACKER, **{name: value for name, value in said.items() if name != left})
    if "published" in days and chance.random() < 0.7:
        for rule in PLAN_REVIEWS[: chance.randint(1, 4)]:
            there.office.say(ref, source=Source.TRACKER, subject=rule, done_on=aware + timedelta(days=30))


def is_opened(there: Bookless, _: str) -> None:
    there.office.open_case("N.N.")


def is_asked(there: Bookless, ref: str) -> None:
    there.office.say(ref, source=Source.TRACKER, subject="Health", agency_added="Health")


def is_of_one_incident(there: Bookless, ref: str) -> None:
    others = [case.ref for case in there.office.cases if case.ref != ref]
    there.office.say(ref, source=Source.TRACKER, same_incident=there.chance.choice(["", *others]))


def mail_comes(there: Bookless, ref: str) -> None:
    sha = there.chance.randbytes(32).hex()
    key = MessageKey(mailbox="a@partnership.example", folder="INBOX", uidvalidity=1, uid=int(sha[:6], 16))
    new = NewMail(key=key, sha256=sha, size=9, received_at=there.office.now, message_id=f"<{sha}@police.example>")
    with there.journal.writing():
        there.journal.mails.add(new, now=there.office.now)
        there.journal.mails.decide(
            sha, arrival={}, kind="reply", urgent=False, attention=False, case_ref=ref, sender_domain="police.example"
        )


def item_waits(there: Bookless, ref: str) -> None:
    item = Attention(
        id=f"mail:{there.chance.getrandbits(40):x}:{ref}", what="A mail", why="It says more.", remedy="Read it.",
        since=there.office.now, case_ref=ref, urgent=there.chance.random() < 0.3,
    )  # fmt: skip
    with there.journal.writing():
        there.journal.casebook.show([item])


def items_are_settled(there: Bookless, ref: str) -> None:
    ids = [item.id for item in there.journal.casebook.attention() if item.case_ref == ref and item.id[:5] == "mail:"]
    with there.journal.writing():
        there.journal.casebook.resolve(ids, now=there.office.now)


def takes_a_day_off(there: Bookless, _: str) -> None:
    days = there.journal.kept.office_days.get()
    added = NonWorkingDay(
        date=a_day(there), title="A day of mourning", source="the council", entered_on=there.office.now.date()
    )  # fmt: skip
    with there.journal.writing():
        there.journal.kept.office_days.put([added] if there.chance.random() < 0.7 else days[1:])


def people_change(there: Bookless, _: str) -> None:
    known = Contact(
        name="Morgan Ellery", address="business.unit@partnership.example", agency="Partnership", role="manager"
    )  # fmt: skip
    other = Contact(name="Sam Okoro", address="sam@health.example", agency="Health", role="agency-lead")
    with there.journal.writing():
        there.journal.kept.contacts.put([known, *([other] if there.chance.random() < 0.6 else [])])


def rules_change(there: Bookless, _: str) -> None:
    """The office chooses another reading of the law, as an edited settings file would have it."""
    before = there.settled.settings
    clock = before.clock.model_copy(
        update={
            "weekend_awareness": there.chance.choice(("day-zero", "next-working-day")),
            "rapid_review_from": there.chance.choice(("notification", "awareness")),
            "progress_check_months": there.chance.randint(1, 6),
        }
    )
    there.office.settled = with_digest(ConfiguredOffice(settings=before.model_copy(update={"clock": clock})))


HAPPENS: tuple[Callable[[Bookless, str], Callable[[Snapshot], None] | None], ...] = (
    *(lambda there, ref: None,) * 6,
    *(is_closed,) * 4,
    *(is_typed,) * 4,
    *(a_form_says,) * 2,
    is_opened,
    is_asked,
    is_of_one_incident,
    mail_comes,
    item_waits,
    items_are_settled,
    takes_a_day_off,
    people_change,
    rules_change,
)


def with_digest(office: ConfiguredOffice) -> ConfiguredOffice:
    """The same office, whose law and templates are read once for what rests on them, and not for each snapshot."""
    found = office.digest()
    vars(office)["digest"] = lambda: found
    return office


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a journal in which nothing stands."""
    folder = tmp_path_factory.mktemp("empty")
    Journal(folder / "store").close()
    return folder


def history(seed: int, folder: Path) -> tuple[int, int]:
    """Makes the history `seed` in `folder`; gives in how many passes a case rested, and how many ledgers were spared."""
    chance, rested = random.Random(seed), 0
    with Journal(folder / "store") as journal:
        there = Bookless(Office(folder, journal), chance)
        there.office.settled = with_digest(there.office.settled)
        there.office.now = START + timedelta(days=chance.randrange(365), hours=chance.randrange(10))
        for child in ("A.B.", "C.D.", "E.F.")[: chance.randint(1, 3)]:
            ref = there.office.open_case(child)
            if chance.random() < 0.7:
                is_closed(there, ref)
        there.makes_a_pass()
        for _ in range(PASSES):
            there.office.now += chance.choice(WAITS)
            types = chance.choice(HAPPENS)(there, chance.choice(there.office.cases).ref)
            rested += bool(there.makes_a_pass(types) if types else there.makes_a_pass())
            there.says_the_same_counted_anew()
        assert not recounted(there.settled, there.office.ports, now=there.office.now).differing
    return rested, there.spared


def histories(seeds: range, *, empty: Path, folder: Path) -> Iterator[tuple[int, int]]:
    for seed in seeds:
        here = folder / str(seed)
        shutil.copytree(empty, here)
        try:
            yield history(seed, here)
        except BaseException as fault:
            fault.add_note(f"in the history {seed}")
            raise
        finally:
            shutil.rmtree(here)


@pytest.mark.parametrize("chunk", range(3))
def test_a_pass_that_leaves_cases_out_agrees_with_one_that_counts_all(chunk: int, empty: Path, tmp_path: Path) -> None:
    made = [*histories(range(chunk * 5, chunk * 5 + 5), empty=empty, folder=tmp_path)]
    assert len(made) == 5
    assert any(spared for _, spared in made)


@alone
@pytest.mark.soaked
@pytest.mark.parametrize("chunk", range(20 * TIMES))
def test_they_agree_over_ten_thousand_histories(chunk: int, empty: Path, tmp_path: Path) -> None:
    first = chunk * A_CHUNK
    rested, spared = map(sum, zip(*histories(range(first, first + A_CHUNK), empty=empty, folder=tmp_path), strict=True))
    print(f"{rested} of {A_CHUNK * PASSES} passes left a case out; {spared} ledgers were not counted again")
