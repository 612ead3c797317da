"""Scenes that are played day by day on real servers; with `make scenes` each prints who is told what, when, in words."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from month_post import REFERRALS
from office import Office, message

from pipeline.clock.count.calendars import england_and_wales
from pipeline.clock.count.workdays import counted
from pipeline.dates import long_date
from scheduler.demo.people import type_into

# The path of the builders is put in place by `month_post`.
from northshire import two_column  # isort: skip
from mail_builders import bodies, multipart, outlook, outlook_file  # isort: skip

FIRST_DAY = date(2026, 3, 2)
HARMED = REFERRALS["B"] | {"incident": "26/02/2026", "date": "02/03/2026", "dob": "30/07/2018"}
DIED = REFERRALS["A"] | {"incident": "24/02/2026", "died": "25/02/2026", "date": "02/03/2026", "dob": "12/05/2011"}
MANAGER, LEAD, CHAIR = (
    "manager@northshire.example",
    "safeguarding.lead@northshire-council.example",
    "chair@northshire.example",
)
Act = Callable[[Office, datetime], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldMail:
    """A mail that went out on a day of a scene."""

    day: date
    to: str
    subject: str
    words: str

    def accuses(self) -> bool:
        """Whether it calls anything late."""
        said = re.sub(r"\b0 overdue|(overdue\s+)?nothing (is )?overdue", "", f"{self.subject}\n{self.words}".lower())
        return any(word in said for word in ("overdue", "late,", "is late", "missed", "breach"))


def referral(answers: Mapping[str, Any], at: datetime, **how: str) -> bytes:
    """A mail with a filled-in form; `how` may give its words, subject and sender."""
    file = outlook_file("Form.docx", two_column(dict(answers)), at=at)
    text = how.get("text", f"Good morning\n\nPlease find the form attached.\n\n{answers['referrer']}")
    boundary = f"_004_LO2P123MB{at:%d%H%M}_"
    return outlook(
        multipart("mixed", boundary, bodies(text, boundary=boundary.replace("_004_", "_000_")), file),
        name=answers["referrer"],
        sender=how.get("sender", answers["email"]),
        subject=how.get("subject", "Serious incident referral"),
        at=at,
    )


def arrives(answers: Mapping[str, Any], **how: str) -> Act:
    """A form comes in before the pass of its day."""

    def act(office: Office, now: datetime) -> None:
        office.deliver(referral(answers, now - timedelta(hours=1), **how), now - timedelta(hours=1))

    return act


def types(sheet: str = "Cases", ref: str = "NSH-2026-001", **cells: str) -> Act:
    """The manager types into a row; underscores in the names of the cells stand for spaces."""

    def act(office: Office, now: datetime) -> None:
        typed = {header.replace("_", " "): text for header, text in cells.items()}
        assert type_into(office.tracker, sheet, cells={ref: typed}) == len(typed)

    return act


def working_days(first: date, number: int) -> Iterator[date]:
    """So many working days from `first` on, itself included."""
    calendar = england_and_wales()
    for count in range(number):
        yield counted(first, count, calendar=calendar).due if count else first


def play(office: Office, *, days: int, acts: Mapping[int, Act], title: str = "") -> list[ToldMail]:
    """Plays so many working days, a pass each morning at half past nine, and gives the mails that went out.

    `acts` say what happens before the pass of a day, the first being day 0.
    """
    told: list[ToldMail] = []
    print(f"\n=== {title}")
    for number, day in enumerate(working_days(FIRST_DAY, days)):
        now = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
        if number in acts:
            acts[number](office, now)
        seen = len(office.servers.sent)
        report = office.make_pass(now)
        assert report.faults == []
        for mail in office.servers.sent[seen:]:
            read = message(mail.raw)
            told.append(ToldMail(day=day, to=mail.recipients[0], subject=read.subject, words=read.text))
            print(f"\n{long_date(day)}  to {mail.recipients[0]}\n  {read.subject}")
            print(textwrap.indent(read.text.strip(), "    "))
    return told
