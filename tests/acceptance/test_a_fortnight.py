"""The demonstration's fortnight with nobody answering: how many mails each person gets, which, how long; as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from office import FRIDAY, LATER, Office, message

from pipeline.clock.count.calendars import england_and_wales
from pipeline.clock.count.workdays import between, counted
from pipeline.dates import london_date
from pipeline.model import NoticeKind
from pipeline.notices.model import NoticeKey

MANAGER, CHAIR = "manager@northshire.example", "chair@northshire.example"
LEAD = "safeguarding.lead@northshire-council.example"
AGENCIES = (
    "designated.nurse@northshire-icb.example",
    "public.protection@northshire-police.example",
    "named.nurse@northshire-community.example",
)
# What each person is told in one mail a day; answers, requests and invitations go out when their cause does.
OF_THE_DAY = (NoticeKind.REMINDER, NoticeKind.QUESTION, NoticeKind.CHASER)
BESIDES = (NoticeKind.ACKNOWLEDGEMENT, NoticeKind.SEND_AGAIN, NoticeKind.AGENCY_REQUEST, NoticeKind.INVITATION)
HOURS = (timedelta(hours=8, minutes=6), timedelta(hours=9), timedelta(hours=15), timedelta(hours=22))
CALENDAR = england_and_wales()

pytestmark = pytest.mark.slow


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One mail that left, and everything that it says."""

    to: str
    day: date
    subject: str
    text: str
    keys: tuple[NoticeKey, ...]

    @property
    def kind(self) -> NoticeKind:
        return self.keys[0].kind

    @property
    def is_of_the_day(self) -> bool:
        """Whether it is the one mail of a day, or an alert above it; a digest is nobody's outside the office."""
        kinds = {key.kind for key in self.keys}
        return self.kind is not NoticeKind.DIGEST and not kinds.isdisjoint(OF_THE_DAY)

    @property
    def words(self) -> int:
        return len(f"{self.subject} {self.text}".split())


@dataclass(frozen=True, kw_only=True)
class Fortnight:
    """All that left, and by which day each case's question was to be asked of lead and chair."""

    sent: tuple[Sent, ...]
    question_days: dict[str, date]

    def of_the_day(self, address: str) -> list[Sent]:
        return [mail for mail in self.sent if mail.to == address and mail.is_of_the_day]


@pytest.fixture(scope="module")
def fortnight(make_offices: Callable[[str], Office]) -> Fortnight:
    office = make_offices("fortnight")
    office.deliver_all()
    office.make_pass(FRIDAY)
    office.manager_types()
    with office.snapshot(FRIDAY) as snapshot:
        days = {found.case_ref: found.question.day for found in snapshot.running_ledgers if found.question}
    midnight = datetime(2026, 11, 13, tzinfo=UTC)
    for moment in (midnight + timedelta(days=n) + hour for n in range(20) for hour in HOURS):
        if FRIDAY < moment <= LATER:
            assert office.make_pass(moment).faults == []
    with office.journal() as journal:
        keys = {mail.message_id: journal.notices.keys_of(mail.key) for mail in journal.notices.all()}
    read = [(mail.recipients[0], message(mail.raw)) for mail in office.servers.sent]
    sent = tuple(
        Sent(
            to=to,
            day=london_date(mail.date_header or FRIDAY),
            subject=mail.subject,
            text=mail.text,
            keys=keys[mail.message_id],
        )
        for to, mail in read
    )
    found = Fortnight(sent=sent, question_days=days)
    print(table(found))
    return found


def table(found: Fortnight) -> str:
    """Mails by person and kind, with the longest of each."""
    numbers = Counter((mail.to, mail.kind.value) for mail in found.sent)
    longest = {who: max(mail.words for mail in found.sent if (mail.to, mail.kind.value) == who) for who in numbers}
    rows = [f"{to:52} {kind:16} {n:4} {longest[to, kind]:6}" for (to, kind), n in sorted(numbers.items())]
    return "\n".join((f"\n{'to':52} {'kind':16} mails  words", *rows))


def test_the_authoritys_lead_gets_six_mails_and_none_is_longer_than_a_person_reads(fortnight: Fortnight) -> None:
    assert len(fortnight.of_the_day(LEAD)) <= 6
    for mail in fortnight.sent:
        if mail.kind in OF_THE_DAY:
            assert mail.words <= 350, mail.subject
            assert len(mail.subject) <= 78, mail.subject


def test_beside_answers_requests_and_invitations_a_fortnight_brings_forty_five_mails(fortnight: Fortnight) -> None:
    numbers = Counter((mail.to, mail.kind.value) for mail in fortnight.sent if mail.kind not in BESIDES)
    assert sum(numbers.values()) <= 45, table(fortnight)
    assert numbers == {
        (MANAGER, "digest"): 14,
        (MANAGER, "alert"): 2,
        (MANAGER, "question"): 1,
        # An urgent mail that nobody answers is said to the last of the line on each working day, and with it the rest.
        (LEAD, "alert"): 13,
        (CHAIR, "alert"): 1,
        (CHAIR, "question"): 5,
        **{(to, "chaser"): 3 for to in AGENCIES},
    }


def test_below_an_alert_stands_what_would_be_the_mail_of_the_day(fortnight: Fortnight) -> None:
    both = [mail for mail in fortnight.of_the_day(LEAD) if mail.kind is NoticeKind.ALERT]
    assert len(both) == len(fortnight.of_the_day(LEAD)) == 6
    for mail in both:
        alert, _, day = mail.text.partition("ASKED OF YOU TODAY")
        assert mail.subject.startswith("URGENT, still open: a child may be in danger now (2 mails); also: ")
        assert "answer SEEN" in alert
        assert len(day.split()) <= 350


def test_the_manager_gets_one_digest_a_day_and_beside_it_what_is_urgent_and_a_new_case(fortnight: Fortnight) -> None:
    mails = [mail for mail in fortnight.sent if mail.to == MANAGER and mail.kind not in BESIDES]
    assert sum(mail.kind is NoticeKind.DIGEST for mail in mails) == 14
    others = [mail for mail in mails if mail.kind is not NoticeKind.DIGEST]
    (new,) = (mail for mail in others if mail.kind is not NoticeKind.ALERT)
    assert "opened" in {key.rung for key in new.keys}
    alerts = [mail.subject for mail in others if mail.kind is NoticeKind.ALERT]
    assert len(alerts) == 2
    assert all("URGENT" in subject for subject in alerts)


def test_nobody_outside_the_office_gets_two_such_mails_a_day_or_says_it_needs_a_tracker(fortnight: Fortnight) -> None:
    outside = [mail for mail in fortnight.sent if mail.is_of_the_day and mail.to != MANAGER]
    assert max(Counter((mail.to, mail.day) for mail in outside).values()) == 1
    for mail in outside:
        assert not [word for word in ("sheet", "racker", ".xlsx", "column") if word in mail.text], mail.text


def asked(fortnight: Fortnight, address: str, ref: str, rung: str) -> list[date]:
    return [
        mail.day
        for mail in fortnight.sent
        for key in mail.keys
        if mail.to == address and key.kind is NoticeKind.QUESTION and key.case_ref == ref and key.rung.startswith(rung)
    ]


def test_no_step_by_which_a_question_grows_louder_was_left_out(fortnight: Fortnight) -> None:
    assert len(fortnight.question_days) == 5
    unread = {ref for ref in fortnight.question_days if not asked(fortnight, LEAD, ref, "")}
    assert len(unread) == 1  # a form that nobody could read is the office's own
    for ref, day in fortnight.question_days.items():
        assert asked(fortnight, MANAGER, ref, "opened") or ref in unread
        for address in (MANAGER, *([] if ref in unread else [LEAD, CHAIR])):
            assert min(asked(fortnight, address, ref, "on-the-day")) <= day, (address, ref)
            without = min(asked(fortnight, address, ref, "unanswered"), default=None)
            # To somebody who has had two mails this week it is said again with the next.
            latest = counted(day, 5, calendar=CALENDAR).due
            assert without and between(latest, without, calendar=CALENDAR) <= 5, (address, ref)


def test_a_duty_is_said_on_its_last_day_to_everybody_on_whom_it_rests(fortnight: Fortnight) -> None:
    said = {
        (key.duty, key.subject, mail.to): mail.day
        for mail in fortnight.sent
        for key in mail.keys
        if key.rung == "on-the-day"
    }
    assert said["report-to-partners", "", LEAD] == date(2026, 11, 19)
    returns = {(to, day) for (duty, subject, to), day in said.items() if duty == "agency-return" and subject}
    assert returns == {(to, date(2026, 11, 30)) for to in (LEAD, *AGENCIES)}
