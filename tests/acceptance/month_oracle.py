"""What everybody should receive, by plain arithmetic over a list of bank holidays; it knows nothing of the product."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

BANK_HOLIDAYS = (date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1))

MANAGER, DEPUTY = "manager@northshire.example", "deputy@northshire.example"
LA = "safeguarding.lead@northshire-council.example"
ICB = "designated.nurse@northshire-icb.example"
POLICE = "public.protection@northshire-police.example"
EXECUTIVE = "chief@northshire-council.example"
COMMUNITY = "named.nurse@northshire-community.example"
HOSPITAL = "named.nurse@haverstoke-hospitals.example"
SCHOOL = "lead@saltmarsh-primary.example"
PARTNERS = (LA, ICB, POLICE)
# Whom the office asks in every case that may come to a rapid review, whatever its form names: by their agencies.
ALWAYS_ASKED = ("Northshire Council", "NHS Northshire Integrated Care Board", "Northshire Police")
LEADS = {
    **dict(zip(ALWAYS_ASKED, PARTNERS, strict=True)),
    "Northshire Community NHS Trust": COMMUNITY,
    "Saltmarsh Primary School": SCHOOL,
    "Haverstoke Hospitals NHS Foundation Trust": HOSPITAL,
}
TITLES = {
    "notify": "Notify the Child Safeguarding Practice Review Panel",
    "report": "Report the incident to the safeguarding partners",
    "review": "Rapid review completed and sent to the Panel",
    "meeting": "Rapid review meeting",
    "sign-off": "Partners’ sign-off of the rapid review",
    "return": "Return",
}
COPY = "Copy the rapid review and the decision to the Panel"
IN_LAW = ("notify", "report", "review")
OFFICE = (MANAGER, DEPUTY)

Told = tuple[str, ...]
"""Recipient, kind of notice, and what it says."""


def working(day: date) -> bool:
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def after(day: date, number: int) -> date:
    """The `number`th working day after `day`."""
    while number:
        day += timedelta(days=1)
        number -= working(day)
    return day


def left(today: date, due: date) -> int:
    """Working days from `today` to `due`; negative when it has passed."""
    first, last = sorted((today, due))
    days = sum(working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    return days if due >= today else -days


def spoken(days: int) -> str:
    number = f"{abs(days)} working day{'' if abs(days) == 1 else 's'}"
    return "due today" if not days else f"{number} left" if days > 0 else f"{number} overdue"


def step(days: int) -> str:
    """The rung for so many working days left, by 3 and 1 before, on the day, and every second day late."""
    if days > 3:
        return ""
    return {3: "3", 2: "3", 1: "1", 0: "0", -1: "0"}.get(days) or f"late {-days // 2 * 2}"


@dataclass
class Agency:
    asked: date | None = None
    returned: bool = False


@dataclass
class Meeting:
    """The meeting as everybody was last told of it."""

    start: datetime
    sequence: int = 0
    cancelled: bool = False
    asked: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    told_on: dict[str, date] = field(default_factory=dict)


@dataclass
class Case:
    ref: str
    incident: date
    agencies: dict[str, Agency]  # those that are always asked too, each once
    aware: date | None = None
    notified: date | None = None
    reported: bool = False
    sent: bool = False
    stopped: bool = False
    met: bool = False
    wanted: datetime | None = None
    meeting: Meeting | None = None

    @property
    def running(self) -> bool:
        return self.notified is not None and not self.sent and not self.stopped

    def duties(self) -> Iterator[tuple[str, date, tuple[str, ...], bool]]:
        """Each open duty: its name, when it is due, on whom it rests, and whether the executive hears when it is late."""
        # Until somebody has said that the criteria are met and when the authority knew, people are only asked.
        if self.met and self.aware is not None:
            due = after(self.aware, 5)
            if self.notified is None:
                yield "notify", due, (LA,), True
            if not self.reported:
                yield "report", due, (LA,), True
        if self.notified is not None and self.running:
            yield "review", after(self.notified, 15), PARTNERS, True
            if self.wanted is None:
                yield "meeting", after(self.notified, 12), PARTNERS, False
            yield "sign-off", after(self.notified, 14), PARTNERS, False


@dataclass
class Alarm:
    """Something urgent that goes down a line of people, from when it was seen until it was ticked as settled."""

    line: tuple[str, ...]
    first: datetime | None = None  # when anybody was first told of it
    told: dict[tuple[str, str], date] = field(default_factory=dict)  # to whom and how: on which day
    settled: bool = False

    def says(self, now: datetime, *, hours: bool) -> Iterator[tuple[str, str]]:
        """Who is told now: the next in line after each hour, whoever was told before once more, the last each day."""
        self.first = self.first or now
        places = int((now - self.first) / timedelta(hours=1))
        for place, to in enumerate(self.line):
            how = "first" if places == place else "again"
            if places > len(self.line) and place == len(self.line) - 1:
                again_today = self.told.get((to, "again")) == now.date()
                how = f"on {now.date()}" if hours and not again_today else ""
            if places >= place and how and (to, how) not in self.told:
                self.told[to, how] = now.date()
                yield to, "first" if how == "first" else "again"


@dataclass
class Oracle:
    """The office's post room: `expected` gives what goes out in a pass, and remembers that it did."""

    cases: dict[str, Case] = field(default_factory=dict)
    alarms: dict[str, Alarm] = field(default_factory=dict)
    answers_owed: list[tuple[str, str, bool]] = field(default_factory=list)  # to whom, what, urgent
    said: set[Told] = field(default_factory=set)
    mail_days: dict[str, set[date]] = field(default_factory=dict)  # of reminders, chasers and questions together
    waiting: list[Told] = field(default_factory=list)

    def expected(self, now: datetime, *, outgoing: bool, asked: set[str]) -> list[Told]:
        """Everything that leaves in the pass at `now`; with `outgoing` down nothing does.

        `asked` are those to whom a question left in it: duties that are due go with it, and it counts as a mail.
        """
        hours = working(now.date()) and time(8) <= now.time() < time(18)
        self._invite(now, hours=hours)
        if not outgoing:
            return []
        found = list(self._urgent(now, hours=hours))
        if hours:
            found += [(to, "answer", what) for to, what, _ in self.answers_owed]
            self.answers_owed.clear()
            found += [*self._requests(now.date()), *self._invitations(now.date()), *self._questions(now)]
            found += self._reminders(now.date(), asked=asked)
            found += self._digests(now)
        else:
            found += [(to, "answer", what) for to, what, urgent in self.answers_owed if urgent]
            self.answers_owed = [owed for owed in self.answers_owed if not owed[2]]
        return found

    def _urgent(self, now: datetime, *, hours: bool) -> Iterator[Told]:
        for alarm in self.alarms.values():
            if not alarm.settled:
                yield from ((to, "urgent", how) for to, how in alarm.says(now, hours=hours))

    def _requests(self, today: date) -> Iterator[Told]:
        for case in self.cases.values():
            for name, agency in case.agencies.items():
                if case.notified and not case.stopped and agency.asked is None and not agency.returned:
                    agency.asked = today
                    yield LEADS[name], "request", case.ref

    def _digests(self, now: datetime) -> Iterator[Told]:
        key = ("", "digest", now.date().isoformat())
        if now.time() >= time(8, 30) and key not in self.said:
            self.said.add(key)
            yield MANAGER, "digest", ""
            yield DEPUTY, "digest", ""

    def _reminders(self, today: date, *, asked: set[str]) -> list[Told]:
        due: dict[str, list[tuple[Told, Told, int, bool]]] = {}
        for to, name, case, day, subject in self._lines(today):
            days = left(today, day)
            key = (to, case.ref, name, subject, day.isoformat(), step(days))
            if step(days) and key not in self.said:
                told = (to, "duty", case.ref, TITLES[name], subject, day.isoformat(), spoken(days))
                is_first = days < -1 and not any(
                    said[:5] == key[:5] and "late" in said[5] for said in self.said if len(said) == 6
                )
                due.setdefault(to, []).append((key, told, days, not days or (is_first and name in IN_LAW)))
        for to, case in self._to_copy(today):
            if (to, case.ref, "copy") not in self.said:
                due.setdefault(to, []).append(((to, case.ref, "copy"), (to, "task", case.ref, COPY), 1, True))
        found: list[Told] = []
        for to in {*due, *asked}:
            goes = self._goes_today(to, due.get(to, []), today=today, asked=to in asked)
            self.said |= {key for key, *_ in goes}
            found += [told for _, told, *_ in goes]
            if goes or to in asked:
                self.mail_days.setdefault(to, set()).add(today)
        return found

    def _goes_today(
        self, to: str, lines: list[tuple[Told, Told, int, bool]], *, today: date, asked: bool
    ) -> list[tuple[Told, Told, int, bool]]:
        """One mail a day but for a last day; outside the office two in five working days, unless something presses."""
        days = self.mail_days.get(to, set())
        if today in days:
            return [line for line in lines if line[2] == 0]
        has_had_enough = to not in OFFICE and sum(left(day, today) < 5 for day in days) >= 2
        presses = asked or any(pressing for *_, pressing in lines)
        return lines if presses or not has_had_enough else []

    def _to_copy(self, today: date) -> Iterator[tuple[str, Case]]:
        """The partners of each case whose review was held and has not been sent: to be copied to the Panel at once."""
        for case in self.cases.values():
            if case.running and case.wanted and case.wanted.date() <= today:
                yield from ((to, case) for to in PARTNERS)

    def _lines(self, today: date) -> Iterator[tuple[str, str, Case, date, str]]:
        for case in self.cases.values():
            for name, due, owners, certain in case.duties():
                for to in owners:
                    yield to, name, case, due, ""
                if certain and left(today, due) <= -2:
                    yield EXECUTIVE, name, case, due, ""
            for name, agency in case.agencies.items():
                if case.running and case.notified and agency.asked and agency.asked < today and not agency.returned:
                    yield LEADS[name], "return", case, after(case.notified, 10), name

    def _invite(self, now: datetime, *, hours: bool) -> None:
        """Invitations keep their order while the server is away; so they are owed from the pass in which they arose."""
        for case in self.cases.values() if hours else ():
            told, wanted = case.meeting, case.wanted
            if wanted and wanted > now and (told is None or told.cancelled or told.start != wanted):
                same = told is None
                case.meeting = Meeting(start=wanted, sequence=0 if same else told.sequence + 1)
                self._tell(case, word="changed" if not same else "invited")
            elif wanted is None and told is not None and not told.cancelled and told.start > now:
                told.cancelled, told.sequence = True, told.sequence + 1
                self._tell(case, word="cancelled")

    def _invitations(self, today: date) -> list[Told]:
        gone, self.waiting = self.waiting, []
        for to, _, ref, *_ in gone:
            meeting = next(case.meeting for case in self.cases.values() if case.ref == ref)
            assert meeting is not None
            meeting.told_on[to] = today
        return gone

    def _tell(self, case: Case, *, word: str) -> None:
        meeting = case.meeting
        assert meeting is not None
        meeting.asked = list(dict.fromkeys((*PARTNERS, *(LEADS[name] for name in case.agencies))))
        for to in meeting.asked:
            self.waiting.append(
                (to, "meeting", case.ref, word, f"{meeting.start:%Y-%m-%d %H:%M}", str(meeting.sequence))
            )

    def _questions(self, now: datetime) -> Iterator[Told]:
        for case in self.cases.values():
            meeting = case.meeting
            if (
                meeting is None
                or meeting.cancelled
                or now >= meeting.start
                or left(now.date(), meeting.start.date()) > 2
            ):
                continue
            for to in meeting.asked:
                key = (to, "question", case.ref, str(meeting.sequence))
                if to not in meeting.answers and meeting.told_on.get(to) != now.date() and key not in self.said:
                    self.said.add(key)
                    yield to, "question", case.ref
            missing = tuple(to for to in PARTNERS if meeting.answers.get(to) != "ACCEPTED")
            state = (
                "",
                "quorum",
                case.ref,
                str(meeting.sequence),
                *(f"{to} {meeting.answers.get(to)}" for to in missing),
            )
            # The digest says it where that comes within the hour.
            comes_soon = time(7, 30) <= now.time() < time(8, 30)
            if missing and state not in self.said and not comes_soon:
                self.said.add(state)
                yield MANAGER, "quorum", case.ref
