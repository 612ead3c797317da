"""Five weeks over Christmas, pass by pass on real servers: each person receives what is due to them, once, on its day."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import month_post as post
import pytest
from counts import overdue_by_surface
from month_oracle import (
    ALWAYS_ASKED,
    COMMUNITY,
    DEPUTY,
    EXECUTIVE,
    HOSPITAL,
    ICB,
    LA,
    LEADS,
    MANAGER,
    PARTNERS,
    POLICE,
    SCHOOL,
    TITLES,
    Agency,
    Alarm,
    Case,
    Oracle,
    Told,
    working,
)
from names import contents, leaks, own_name
from office import Office, PowerCut, message

from pipeline.edges.journal import Journal
from pipeline.model import NoticeKind
from pipeline.tracker.merge.tables import tables
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.package import written
from pipeline.tracker.workbook.rewritten_sheet import with_rows
from scheduler.demo.servers import SentMail
from scheduler.whole_pass import STEPS
from tests.soak import alone

FIRST, LAST = date(2026, 12, 10), date(2027, 1, 15)
WORKING_HOURS = ("09:05", "13:10", "17:20")
CONTACTS = (
    (MANAGER, "manager", "Northshire SCP"),
    (DEPUTY, "deputy", "Northshire SCP"),
    *zip(PARTNERS, ("la-lead", "icb", "police"), ALWAYS_ASKED, strict=True),
    (EXECUTIVE, "executive", "Northshire Council"),
    (COMMUNITY, "agency", "Northshire Community NHS Trust"),
    (HOSPITAL, "agency", "Haverstoke Hospitals NHS Foundation Trust"),
    (SCHOOL, "agency", "Saltmarsh Primary School"),
)


@dataclass
class Life:
    """The office through the month, and beside it the oracle that is told the same."""

    office: Office
    oracle: Oracle
    incoming: bool = True
    outgoing: bool = True
    in_the_post: list[Callable[[datetime], None]] = field(default_factory=list)

    def deliver(self, raw: bytes, *, at: datetime, read: Callable[[datetime], None]) -> None:
        """Puts a mail into the mailbox; `read` tells the oracle once a pass can have fetched it."""
        self.office.deliver(raw, at)
        self.in_the_post.append(read)

    def type(self, sheet: str, where: Mapping[str, str], **cells: str) -> None:
        """What the manager types over or clears in every row that says `where`, by column with _ for a blank."""
        typed = {header.replace("_", " "): text for header, text in cells.items()}
        content = self.office.tracker.read_bytes()
        table = tables(content)[sheet]
        rows = [
            row for row in table.rows if all(row.texts.get(name, "").startswith(said) for name, said in where.items())
        ]
        assert rows, f"{sheet} has no row {where}"
        of = book(content)
        edits = {row.row.number: table.puts(typed) for row in rows}
        new = written(of.package, {table.place.part: with_rows(table.place, cells=edits, added={}, of=of)})
        self.office.tracker.write_bytes(new)

    def last_sent(self, to: str, subject: str, *, with_calendar: bool = False) -> SentMail:
        return next(
            mail
            for mail in reversed(self.office.servers.sent)
            if mail.recipients == (to,)
            and subject in message(mail.raw).subject
            and bool(message(mail.raw).calendar) == with_calendar
        )

    def case(self, name: str) -> Case:
        return self.oracle.cases[name]


# What happens, and when ----------------------------------------------------------------------------------------------

Event = Callable[[Life, datetime], None]


def referral(name: str, *, incident: str, agencies: tuple[str, ...]) -> Event:
    def come(life: Life, at: datetime) -> None:
        def read(now: datetime) -> None:
            ref = f"NSH-{at:%Y}-{'ABC'.index(name) % 2 + 1:03d}"
            asked = dict.fromkeys((*agencies, *ALWAYS_ASKED))
            life.oracle.cases[name] = Case(
                ref=ref, incident=date.fromisoformat(incident), agencies={agency: Agency() for agency in asked}
            )
            life.oracle.answers_owed.append((post.REFERRALS[name]["email"], "referral", False))

        life.deliver(post.referral(name, at), at=at, read=read)

    return come


def types(name: str, **cells: str) -> Event:
    """The manager types into the row of a case, and the oracle hears what it means."""

    def do(life: Life, at: datetime) -> None:
        case = life.case(name)
        life.type("Cases", {"Ref": case.ref}, **cells)
        for header, text in cells.items():
            heard(case, header, text)

    return do


def heard(case: Case, header: str, text: str) -> None:
    if header == "LA_aware_on":
        case.aware = date.fromisoformat(text)
    elif header == "Notified_Panel_on":
        case.notified = date.fromisoformat(text)
    elif header == "Rapid_review_sent_on":
        case.sent = True
    elif header == "Clock_stopped_by":
        case.stopped = True
    elif header == "Criteria_met":
        case.met = text == "yes"
    elif header == "Rapid_review_on":
        moment = case.wanted.time() if case.wanted else time(10)
        case.wanted = datetime.combine(date.fromisoformat(text), moment) if text else None
    elif header == "Rapid_review_at" and case.wanted:
        case.wanted = datetime.combine(case.wanted.date(), time.fromisoformat(text))


def reports(name: str, day: str) -> Event:
    def do(life: Life, at: datetime) -> None:
        case = life.case(name)
        life.type("Deadlines", {"Ref": case.ref, "Rule": "report-to-partners"}, Done_on=day)
        case.reported = True

    return do


def answers(name: str, who: str, said: str) -> Event:
    def come(life: Life, at: datetime) -> None:
        asked = life.last_sent(who, "apid review", with_calendar=True)
        sequence = int(post.invitation_in(asked).walk("VEVENT")[0]["SEQUENCE"])

        def read(now: datetime) -> None:
            meeting = life.case(name).meeting
            assert meeting is not None
            if meeting.sequence == sequence:
                meeting.answers[who] = said

        life.deliver(post.answer(asked, said=said, at=at), at=at, read=read)

    return come


def returns(name: str, agency: str) -> Event:
    def come(life: Life, at: datetime) -> None:
        asked = life.last_sent(LEADS[agency], f"review [OFFICIAL-SENSITIVE] [{life.case(name).ref}]")

        def read(now: datetime) -> None:
            life.case(name).agencies[agency].returned = True
            life.oracle.answers_owed.append((LEADS[agency], "return", False))

        life.deliver(post.agency_return(asked, at=at), at=at, read=read)

    return come


def neighbour_writes(life: Life, at: datetime) -> None:
    def read(now: datetime) -> None:
        life.oracle.alarms["neighbour"] = Alarm(line=(MANAGER, DEPUTY, LA))
        life.oracle.answers_owed.append(("hepzibah.crowle@mail.example", "message", True))

    life.deliver(post.neighbour(at), at=at, read=read)


def reminder_bounces(life: Life, at: datetime) -> None:
    to_them = (mail for mail in reversed(life.office.servers.sent) if mail.recipients == (LA,))
    # What a duty rests on: a chaser alone that comes back waits for the office's hours.
    lost = next(mail for mail in to_them if any(told[3] != TITLES["return"] for told in duties_of(mail)))

    def read(now: datetime) -> None:
        life.oracle.alarms["bounce"] = Alarm(line=(MANAGER, DEPUTY))

    life.deliver(post.bounce(lost, at=at), at=at, read=read)


def settles(name: str, *, kind: str) -> Event:
    def do(life: Life, at: datetime) -> None:
        life.type("Needs attention", {"Urgent": "urgent", "Id": kind}, Resolved="yes")
        life.oracle.alarms[name].settled = True

    return do


POLICE_AGENCY, COMMUNITY_AGENCY = "Northshire Police", "Northshire Community NHS Trust"
SCHOOL_AGENCY, HOSPITAL_AGENCY = "Saltmarsh Primary School", "Haverstoke Hospitals NHS Foundation Trust"
MEETING = {"Rapid_review_at": "10:00", "Rapid_review_place_or_link": "Civic Hall"}
SCRIPT: tuple[tuple[str, Event], ...] = (
    ("2026-12-10 08:50", referral("A", incident="2026-12-07", agencies=(COMMUNITY_AGENCY, POLICE_AGENCY))),
    ("2026-12-10 12:30", types("A", LA_aware_on="2026-12-09", Criteria_met="yes")),
    ("2026-12-14 12:00", types("A", Notified_Panel_on="2026-12-14")),
    ("2026-12-15 09:50", referral("B", incident="2026-12-14", agencies=(HOSPITAL_AGENCY, SCHOOL_AGENCY))),
    ("2026-12-15 12:00", reports("A", "2026-12-15")),
    ("2026-12-17 11:00", types("A", Rapid_review_on="2027-01-04", **MEETING)),
    ("2026-12-18 15:00", answers("A", POLICE, "ACCEPTED")),
    ("2026-12-18 16:00", types("B", LA_aware_on="2026-12-16", Criteria_met="yes")),
    ("2026-12-19 10:00", neighbour_writes),
    ("2026-12-21 12:30", settles("neighbour", kind="mail:")),
    ("2026-12-22 10:00", types("B", Notified_Panel_on="2026-12-22")),
    ("2026-12-22 12:00", types("B", LA_aware_on="2026-12-17")),
    ("2026-12-23 10:30", types("A", Rapid_review_on="2027-01-05", Rapid_review_at="14:00")),
    ("2026-12-23 14:00", returns("A", COMMUNITY_AGENCY)),
    ("2026-12-29 11:00", answers("A", POLICE, "ACCEPTED")),
    ("2026-12-29 12:00", answers("A", ICB, "DECLINED")),
    ("2026-12-31 15:00", reminder_bounces),
    ("2027-01-02 09:00", referral("C", incident="2026-12-31", agencies=(HOSPITAL_AGENCY,))),
    ("2027-01-04 10:30", answers("A", LA, "ACCEPTED")),
    ("2027-01-04 12:00", settles("bounce", kind="bounced:")),
    ("2027-01-05 12:00", reports("B", "2027-01-05")),
    ("2027-01-05 15:00", types("B", Rapid_review_on="2027-01-12", **MEETING)),
    ("2027-01-06 09:30", types("C", Criteria_met="no")),
    ("2027-01-06 10:30", returns("A", POLICE_AGENCY)),
    ("2027-01-06 15:00", types("B", Rapid_review_on="")),
    ("2027-01-06 16:00", types("A", Rapid_review_sent_on="2027-01-06")),
    ("2027-01-07 12:00", types("B", Clock_stopped_on="2027-01-07", Because="Notification withdrawn")),
    ("2027-01-08 12:00", types("B", Clock_stopped_by="The three partners")),
)


# Chance --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Troubles:
    """What goes wrong in the month, by chance: two days without the mailbox, one without outgoing mail, one with the
    tracker open in somebody's program, and passes that are killed."""

    mailbox_away: tuple[date, ...]
    outgoing_away: date
    tracker_held: date
    kills: Mapping[datetime, str]


def troubles(seed: int) -> Troubles:
    chance = random.Random(seed)
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    # Not when an alarm begins: killed there, a pass sees it five minutes later than the oracle.
    calm = [
        moment for day in days for moment in passes(day) if working(day) and f"{moment:%m-%d}" not in ("12-31", "12-21")
    ]
    return Troubles(
        mailbox_away=chance.choice(
            (
                (date(2026, 12, 16), date(2026, 12, 17)),
                (date(2026, 12, 29), date(2026, 12, 30)),
                (date(2027, 1, 6), date(2027, 1, 7)),
            )
        ),
        outgoing_away=chance.choice([date(2026, 12, day) for day in (11, 14, 18, 23, 30)] + [date(2027, 1, 5)]),
        tracker_held=chance.choice([date(2026, 12, 22), date(2026, 12, 30), date(2027, 1, 6)]),
        kills={moment: chance.choice(STEPS)[0] for moment in chance.sample(calm, 14)},
    )


def passes(day: date) -> Iterator[datetime]:
    hours = WORKING_HOURS if working(day) else ("11:00",)
    # Now and then somebody looks late in the evening or early in the morning.
    odd = {2: ("06:40",), 3: ("20:15",)}.get(day.toordinal() % 5, ())
    for hour in sorted((*hours, *odd)):
        yield datetime.combine(day, time.fromisoformat(hour))


def make_pass(life: Life, now: datetime, *, until: str = "") -> None:
    """A pass; with `until` it is killed after that step, and the next one comes five minutes later."""
    try:
        life.office.make_pass(now.replace(tzinfo=UTC), cut_after=until)
    except PowerCut:
        make_pass(life, now + timedelta(minutes=5))


# What came out -------------------------------------------------------------------------------------------------------

LINE = re.compile(r"^- (?P<title>[^\n—]+) — (?P<when>[^\n]+)$")
DIGEST = re.compile(r"^Today: .*?(\d+) overdue")
DAY = re.compile(r"(?P<due>\w{3} \d+ \w+(?: \d{4})?), (?P<left>.+)")


def duties_of(mail: SentMail) -> list[Told]:
    """Every duty of a reminder or chaser, as its words say it."""
    read, to, ref = message(mail.raw), mail.recipients[0], ""
    found: list[Told] = []
    for line in (listed_in(mail) or read.text).replace("\r\n", "\n").splitlines():
        if line.startswith("Case NSH-"):
            ref = line.split()[1].rstrip(",")
        said = LINE.match(line)
        if not (ref and said) or read.subject.startswith("Today:"):
            continue
        title, _, subject = (
            said["title"].partition(" of ") if said["title"].startswith("Return of ") else (said["title"], "", "")
        )
        day = DAY.fullmatch(said["when"])
        if day is None:
            found.append((to, "task", ref, title))
            continue
        due = day_of(day["due"], near=read.date_header or datetime.now(UTC))
        found.append((to, "duty", ref, title, subject, due.isoformat(), day["left"]))
    return found


def listed_in(mail: SentMail) -> str:
    """All that a mail is about, from the list that goes with it where it has no room for everything."""
    lists = (part for part in post.parsed(mail).walk() if part.get_filename() == "list.txt")
    return next((str(part.get_content()) for part in lists), "")


def day_of(text: str, *, near: datetime) -> date:
    """A day as a mail says it, which leaves the year out where it is near."""
    if re.search(r"\d{4}$", text):
        return datetime.strptime(text, "%a %d %B %Y").date()
    years = (near.year - 1, near.year, near.year + 1)
    days = [datetime.strptime(f"{text} {year}", "%a %d %B %Y").date() for year in years if is_of(text, year)]
    return min(days, key=lambda day: abs((day - near.date()).days))


def is_of(text: str, year: int) -> bool:
    """Whether the weekday that a text names fits the year; 29 February is in few."""
    try:
        return f"{datetime.strptime(f'{text[4:]} {year}', '%d %B %Y'):%a}" == text[:3]
    except ValueError:
        return False


def asks(mail: SentMail) -> bool:
    """Whether a mail of the day asks anything, be it shown in a line or only counted in the subject."""
    read = message(mail.raw)
    lines = (line.rstrip() for line in read.text.splitlines() if line.startswith("- "))
    return bool(re.search(r"\d questions?\b", read.subject)) or (
        "To answer:" in read.text and any(line.endswith("?") for line in lines)
    )


def told_by(mail: SentMail) -> list[Told]:
    """What a mail tells its recipient, from its words alone."""
    read, to = message(mail.raw), mail.recipients[0]
    # A subject leaves out the reference for which it has no room.
    refs = re.findall(r"NSH-\d{4}-\d{3}", f"{read.subject} {read.text}")
    ref = refs[0] if refs else ""
    urgent = [(to, "urgent", "again" if "still open" in read.subject else "first")] if "URGENT" in read.subject else []
    duties = duties_of(mail)
    if duties or urgent:
        return [*urgent, *duties, *([(to, "asked", ref)] if asks(mail) else [])]
    if read.subject.startswith("Today:"):
        near = re.findall(r"meeting for case (NSH-\d{4}-\d{3}) is on", read.text)
        return [(to, "digest", ""), *((to, "quorum", ref) for ref in near)]
    if read.calendar:
        event = post.invitation_in(mail).walk("VEVENT")[0]
        word = (
            "cancelled" if read.calendar_method == "CANCEL" else "changed" if "Changed:" in read.subject else "invited"
        )
        start = event["DTSTART"].dt.astimezone(UTC)
        return [(to, "meeting", ref, word, f"{start:%Y-%m-%d %H:%M}", str(event["SEQUENCE"]))]
    kinds = (
        ("Information request", "request", ref),
        ("received your referral", "answer", "referral"),
        ("received your return", "answer", "return"),
        ("message has reached us", "answer", "message"),
        ("Are you coming", "question", ref),
        ("Partner may be missing", "quorum", ref),
        (" for an answer ", "asked", ref),
        (" for one date ", "asked", ref),
        (" to be opened", "asked", ref),
    )
    found = next(((kind, what) for words, kind, what in kinds if words in read.subject), ("alert", read.subject))
    return [(to, *found)]


# The month -----------------------------------------------------------------------------------------------------------


def settings_of(office: Office) -> None:
    """The demonstration's settings with the people of this month, whose school is a partner too."""
    office.has_partner("saltmarsh-primary.example")
    text = office.config.read_text(encoding="utf-8").partition("[[contacts]]")[0]
    for address, role, agency in CONTACTS:
        text += f'[[contacts]]\nname = "{role.capitalize()}"\naddress = "{address}"\nagency = "{agency}"\nrole = "{role}"\n\n'
    office.config.write_text(text, encoding="utf-8")


def set_doors(life: Life, day: date, *, chance: Troubles) -> None:
    """Points the settings at nothing while a server is away."""
    servers, text = life.office.servers, life.office.config.read_text(encoding="utf-8")
    doors = ((servers.imap_port, 9, day in chance.mailbox_away), (servers.smtp_port, 10, day == chance.outgoing_away))
    for port, dead, away in doors:  # ports 9 and 10 answer nobody
        was, now = (port, dead) if away else (dead, port)
        text = text.replace(f"port = {was}\n", f"port = {now}\n")
    life.office.config.write_text(text, encoding="utf-8")
    life.incoming, life.outgoing = day not in chance.mailbox_away, day != chance.outgoing_away
    lock = life.office.folder / ".~lock.tracker.xlsx#"
    lock.unlink(missing_ok=True)
    if day == chance.tracker_held:
        lock.write_text(",The manager,desk,22.12.2026 09:00,file:///home/manager;", encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class Sending:
    """One mail, and the pass in which it left."""

    at: datetime
    mail: SentMail


@dataclass(frozen=True, kw_only=True)
class Month:
    """What left in the month, and what the oracle expected to leave, by pass."""

    office: Office
    sent: list[Sending]
    expected: list[tuple[datetime, Told]]
    counts: dict[datetime, dict[str, int]]  # of overdue duties, by surface, after the last pass of each day
    digests: dict[datetime, dict[str, int]]  # the same after each pass that sent a digest, as that says it beside them
    chance: Troubles


def lived(office: Office, *, seed: int, last: date = LAST) -> Month:
    """The month as it was lived with the troubles of `seed`, or its days up to `last`."""
    chance, life = troubles(seed), Life(office=office, oracle=Oracle())
    print(f"seed {seed}: {chance}")
    settings_of(office)
    sent: list[Sending] = []
    expected: list[tuple[datetime, Told]] = []
    counts: dict[datetime, dict[str, int]] = {}
    digests: dict[datetime, dict[str, int]] = {}
    script = [(datetime.fromisoformat(at), event) for at, event in SCRIPT]
    for day in (FIRST + timedelta(days=n) for n in range((last - FIRST).days + 1)):
        set_doors(life, day, chance=chance)
        for now in passes(day):
            while script and script[0][0] < now:
                at, event = script.pop(0)
                event(life, at.replace(tzinfo=UTC))
            before = len(office.servers.sent)
            make_pass(life, now, until=chance.kills.get(now, ""))
            sent += [Sending(at=now, mail=mail) for mail in office.servers.sent[before:]]
            said = [
                found[1] for mail in office.servers.sent[before:] if (found := DIGEST.search(message(mail.raw).subject))
            ]
            if said and day != chance.tracker_held:
                surfaces = overdue_by_surface(office, now.replace(tzinfo=UTC))
                digests[now] = surfaces | {f"digest {at}": int(number) for at, number in enumerate(said)}
            if life.incoming:
                for read in life.in_the_post:
                    read(now)
                life.in_the_post.clear()
            asked = {told[0] for mail in office.servers.sent[before:] for told in told_by(mail) if told[1] == "asked"}
            expected += [(now, told) for told in life.oracle.expected(now, outgoing=life.outgoing, asked=asked)]
        if day != chance.tracker_held:
            counts[now] = overdue_by_surface(office, now.replace(tzinfo=UTC))
    assert not script or last < LAST
    return Month(office=office, sent=sent, expected=expected, counts=counts, digests=digests, chance=chance)


# The second walks no branch that the first does not, and is lived in `make soak`.
SEEDS = (20261210, pytest.param(7, marks=[alone, pytest.mark.soaked]))


@pytest.fixture(scope="module", params=SEEDS)
def month(request: pytest.FixtureRequest, make_offices: Callable[[str], Office]) -> Month:
    return lived(make_offices(f"month-{request.param}"), seed=request.param)


pytestmark = pytest.mark.slow


def test_each_person_received_exactly_what_was_due_once_and_on_its_day(month: Month) -> None:
    # Alerts and questions are counted by tests of their own (`test_nobody_answers.py`).
    said = ((sending.at, told) for sending in month.sent for told in told_by(sending.mail))
    came = Counter((at, told) for at, told in said if told[1] not in ("alert", "asked"))
    due = Counter(month.expected)
    for word, apart in (("too much", came - due), ("missing", due - came)):
        print(*(f"{word}: {at:%m-%d %H:%M} {told}" for at, told in sorted(apart.elements(), key=str)), sep="\n")
    assert {"too much": sorted((came - due).items(), key=str), "missing": sorted((due - came).items(), key=str)} == {
        "too much": [],
        "missing": [],
    }
    assert len(due) > 120


def test_the_month_holds_everything_that_can_happen(month: Month) -> None:
    kinds = Counter(told[1] for _, told in month.expected)
    assert set(kinds) == {"duty", "task", "answer", "digest", "urgent", "request", "meeting", "question", "quorum"}
    words = {told[3] for _, told in month.expected if told[1] == "meeting"}
    assert words == {"invited", "changed", "cancelled"}
    assert any(told[0] == EXECUTIVE for _, told in month.expected)


def test_a_corrected_date_is_told_with_the_one_it_replaces(month: Month) -> None:
    said = "The date has changed: it was Wed 23 December and is now Thu 24 December."
    told = [sending.mail for sending in month.sent if said in message(sending.mail.raw).text]
    assert {mail.recipients[0] for mail in told} >= {LA}


def test_at_the_end_of_each_day_one_count_of_what_is_overdue_stands_everywhere(month: Month) -> None:
    assert {now: said for now, said in month.counts.items() if len(set(said.values())) > 1} == {}
    assert len({said["ledger"] for said in month.counts.values()}) > 2  # it changes


def test_each_digest_says_that_count_too(month: Month) -> None:
    assert {now: said for now, said in month.digests.items() if len(set(said.values())) > 1} == {}
    assert len({said["digest 0"] for said in month.digests.values()}) > 2
    assert len(month.digests) > 12


def test_no_mail_left_twice(month: Month) -> None:
    seen = Counter((sending.mail.recipients, message(sending.mail.raw).message_id) for sending in month.sent)
    assert [who for who, number in seen.items() if number > 1] == []
    assert all(len(sending.mail.recipients) == 1 for sending in month.sent)


def test_nothing_but_what_is_urgent_left_outside_the_offices_hours(month: Month) -> None:
    odd = [sending for sending in month.sent if not (working(sending.at.date()) and 8 <= sending.at.hour < 18)]
    assert odd
    for sending in odd:
        assert told_by(sending.mail)[0][1:] in (("urgent", "first"), ("urgent", "again"), ("answer", "message"))


def test_every_subject_bears_the_marking_and_names_its_case(month: Month) -> None:
    for sending in month.sent:
        subject = message(sending.mail.raw).subject
        kind = told_by(sending.mail)[0][1]
        assert "[OFFICIAL-SENSITIVE]" in subject
        of_no_case = kind in ("digest", "urgent", "alert") or "message has reached us" in subject or " wait " in subject
        has_no_room = len(subject) > 78 - len(" [NSH-2026-001]")
        assert of_no_case or has_no_room or re.search(r"\[NSH-202[67]-\d{3}\]", subject), subject


def test_nobody_is_named_in_any_mail_of_the_month(month: Month) -> None:
    for sending in month.sent:
        assert leaks(contents(sending.mail.raw), allowed=own_name(sending.mail)) == []


def test_the_manager_was_told_each_calm_thing_once(month: Month) -> None:
    alerts = [sending for sending in month.sent if told_by(sending.mail)[0][1] == "alert"]
    assert {sending.mail.recipients[0] for sending in alerts} == {MANAGER}
    with Journal(month.office.folder / "store") as journal:
        said = journal.notices.said()
        states = Counter(mail.state for mail in journal.notices.all())
        items = [item for item in journal.casebook.attention() if not item.resolved and item.urgent]
        waiting = [item.what for item in items if not item.id.startswith("question:")]
    told = [key for key in said if (key.kind, key.recipient) == (NoticeKind.ALERT, MANAGER)]
    assert len(told) == len(set(told))
    # Whatever was written has left, but for what came back.
    assert set(states) <= {"sent", "refused"}
    assert states["refused"] == 1
    assert waiting == []


def test_every_mail_that_came_was_filed(month: Month) -> None:
    servers = month.office.servers
    assert servers.mails("INBOX") == ()
    filed = [mail for name in ("Processed", "Needs attention") for mail in servers.mails(name)]
    came = [at for at, event in SCRIPT if event.__name__ in ("come", "neighbour_writes", "reminder_bounces")]
    assert len(filed) == len(came)


def test_the_tracker_says_at_the_end_what_the_month_was(month: Month) -> None:
    content = month.office.tracker.read_bytes()
    cases = {row.key: row.texts for row in tables(content)["Cases"].rows}
    assert cases["NSH-2026-001"]["Rapid review by"] == "2027-01-07"
    assert cases["NSH-2026-001"]["Notify Panel by"] == "2026-12-16"
    assert cases["NSH-2026-002"]["Notify Panel by"] == "2026-12-24"
    assert set(cases) == {"NSH-2026-001", "NSH-2026-002", "NSH-2027-001"}
    agencies = {(row.texts["Ref"], row.texts["Agency"]): row.texts for row in tables(content)["Agencies"].rows}
    assert agencies["NSH-2026-001", COMMUNITY_AGENCY]["Received on"] in ("2026-12-23", "2026-12-24")
    assert not list(Path(month.office.folder).glob("tracker set aside*"))
