"""Deadlines in the own calendars of those who ask for it: who gets which, how they move and go, as another program reads."""

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pytest

from pipeline.facts import Case, Value
from pipeline.model import NoticeKind
from pipeline.notices.all_due import notices
from pipeline.notices.mail_classes import MailClass, mail_class
from pipeline.notices.model import Contact, MailFile, Notice, NoticeKey
from pipeline.notices.wording.mime import message_bytes
from pipeline.notices.wording.templates import mail
from tests.notices.build import (
    CONTACTS,
    DECIDED,
    HEALTH,
    ICB,
    LA,
    MANAGER,
    PACKAGED_TEMPLATES,
    POLICE,
    QUIET,
    REF,
    at,
    case,
    office,
    queued,
    said_to,
    situation,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the library warns of its own future on import
    import vobject

FIRST_DAY, SECOND_DAY, THIRD_DAY = "2026-03-03T09:00", "2026-03-04T09:00", "2026-03-05T09:00"
STOPPED: dict[str, Value] = {
    "clock_stopped": date(2026, 3, 3),
    "clock_stopped_because": "Withdrawn",
    "clock_stopped_by": "The partners",
}
NOTIFIED = {**DECIDED, "notified_panel": date(2026, 3, 2), "notified_as": "serious incident", "reported_partners": None}


def asking(*addresses: str, notices: tuple[str, ...] = ("calendar",)) -> tuple[Contact, ...]:
    return tuple(replace(one, notices=notices) if one.address in addresses else one for one in CONTACTS)


@dataclass
class Calendars:
    """What was said so far, and what each person's calendar holds once they have read their mail."""

    said: Mapping[NoticeKey, datetime]
    stands: dict[tuple[str, str], Any]

    def morning(
        self, now: str, *cases: Case, contacts: tuple[Contact, ...] = CONTACTS, settings: Any = QUIET
    ) -> list[Notice]:
        known = situation(now, *cases, contacts=contacts, settings=settings, said=self.said, secret="a secret")
        due = notices(known)
        self.said = queued(self.said, due, known.now)
        found = [notice for notice in due if notice.key.kind is NoticeKind.CALENDAR]
        for notice in found:
            for read in entries(notice):
                self.takes_in(notice.key.recipient, read)
        return found

    def takes_in(self, who: str, read: Any) -> None:
        """What a calendar program does with a request or a cancellation (RFC 5546, 2.1.5)."""
        event = read.vevent
        before = self.stands.get((who, event.uid.value))
        assert before is None or int(event.sequence.value) == int(before.sequence.value) + 1
        assert event.status.value == ("CANCELLED" if read.method.value == "CANCEL" else "CONFIRMED")
        self.stands[who, event.uid.value] = event

    def days_of(self, who: str) -> dict[str, date]:
        """Summary and day of each entry that stands in somebody's calendar."""
        return {
            event.summary.value: event.dtstart.value
            for (owner, _), event in self.stands.items()
            if owner == who and event.status.value == "CONFIRMED"
        }


@pytest.fixture
def calendars() -> Calendars:
    return Calendars(said={}, stands={})


def entries(notice: Notice) -> Iterable[Any]:
    """Each calendar file of a mail as another library reads and validates it."""
    files = [notice.calendar] if notice.calendar else [file.content for file in notice.files]
    for content in files:
        read = vobject.readOne(content.decode())
        assert read.validate(raiseException=True)
        assert len(read.vevent_list) == 1
        yield read


NOTIFY = f"[{REF}] Last day: Notify the Child Safeguarding Practice Review Panel"


def test_who_asked_has_the_last_day_of_what_rests_on_them_and_nobody_else_anything(calendars: Calendars) -> None:
    found = calendars.morning(FIRST_DAY, case(**DECIDED), contacts=asking(LA, ICB, MANAGER))
    assert {notice.key.recipient for notice in found} == {LA}
    assert calendars.days_of(LA)[NOTIFY] == date(2026, 3, 9)
    calendars.morning(SECOND_DAY, case(**NOTIFIED), contacts=asking(LA, ICB, MANAGER))
    review = {"[NSP-2026-0001] Last day: Rapid review completed and sent to the Panel": date(2026, 3, 23)}
    assert calendars.days_of(ICB) == review
    assert review.items() <= calendars.days_of(LA).items()
    assert NOTIFY not in calendars.days_of(LA)
    assert calendars.days_of(POLICE) == calendars.days_of(MANAGER) == {}


def test_an_entry_is_a_whole_day_that_asks_for_no_answer_and_takes_up_no_time(calendars: Calendars) -> None:
    calendars.morning(FIRST_DAY, case(**DECIDED), contacts=asking(LA))
    for event in calendars.stands.values():
        assert type(event.dtstart.value) is date
        assert (event.dtend.value - event.dtstart.value).days == 1
        assert event.transp.value == "TRANSPARENT"
        assert event.attendee.params["RSVP"] == ["FALSE"]
        assert event.attendee.value == f"mailto:{LA}"
        assert event.organizer.value == f"mailto:{QUIET.office.address}"
        assert len(event.uid.value.rpartition("-")[2]) == 40
    uids = {uid for _, uid in calendars.stands}
    others = Calendars(said={}, stands={})
    others.morning(FIRST_DAY, case(**DECIDED), contacts=tuple(replace(c, address=f"x{c.address}") for c in asking(LA)))
    assert uids.isdisjoint({uid for _, uid in others.stands})


def test_a_moved_date_moves_the_entry_and_the_same_date_says_nothing_again(calendars: Calendars) -> None:
    contacts = asking(LA)
    calendars.morning(FIRST_DAY, case(**DECIDED), contacts=contacts)
    before = len(calendars.stands)
    assert calendars.morning(SECOND_DAY, case(**DECIDED), contacts=contacts) == []
    earlier = DECIDED | {"la_aware": date(2026, 2, 27)}
    moved = calendars.morning(THIRD_DAY, case(**earlier), contacts=contacts)
    assert len(calendars.stands) == before
    assert calendars.days_of(LA)[NOTIFY] == date(2026, 3, 6)
    assert "moved to Fri 6 March, before Mon 9 March" in str(moved[0].words["lines"])
    assert calendars.morning("2026-03-06T09:00", case(**earlier), contacts=contacts) == []


UNSAID = dict.fromkeys(("la_aware", "criteria_met", "criteria_decided", "criteria_decided_by"))


@pytest.mark.parametrize(
    ("before", "changes", "why"),
    [
        (DECIDED, {"notified_panel": date(2026, 3, 3), "notified_as": "serious incident"}, "it is done"),
        (DECIDED, {"criteria_met": "no"}, "it is not needed"),
        (NOTIFIED, STOPPED, "its clock is stopped"),
        (DECIDED, UNSAID, "it no longer rests with you by a day that is known"),
    ],
)
def test_what_is_done_not_needed_stopped_or_no_longer_known_leaves(
    calendars: Calendars, before: dict[str, Value], changes: dict[str, Value], why: str
) -> None:
    calendars.morning(FIRST_DAY, case(**before), contacts=asking(LA))
    ((stood, _),) = calendars.days_of(LA).items()
    (found,) = calendars.morning(SECOND_DAY, case(**(before | changes)), contacts=asking(LA))
    assert stood not in calendars.days_of(LA)
    assert f"taken out, since {why}" in str(found.words["lines"])


def test_a_choice_taken_back_empties_the_calendar_and_one_made_anew_fills_it_again(calendars: Calendars) -> None:
    known = case(**DECIDED)
    calendars.morning(FIRST_DAY, known, contacts=asking(LA))
    full = calendars.days_of(LA)
    assert full
    calendars.morning(SECOND_DAY, known, contacts=asking(LA, notices=()))
    assert calendars.days_of(LA) == {}
    assert calendars.morning(THIRD_DAY, known, contacts=asking(LA, notices=())) == []
    calendars.morning("2026-03-06T09:00", known, contacts=asking(LA))
    assert calendars.days_of(LA) == full


def test_nobody_who_has_left_is_written_to(calendars: Calendars) -> None:
    calendars.morning(FIRST_DAY, case(**DECIDED), contacts=asking(LA))
    left = tuple(replace(one, active=one.address != LA) for one in asking(LA))
    assert calendars.morning(SECOND_DAY, case(**DECIDED), contacts=left) == []


def test_all_changes_of_a_day_are_one_mail_and_what_follows_waits_for_the_next(calendars: Calendars) -> None:
    contacts, both = asking(LA), (case(**DECIDED), case("NSP-2026-0002", **DECIDED))
    (first,) = calendars.morning(FIRST_DAY, *both, contacts=contacts)
    assert len(first.files) == len(calendars.stands) == len((first.key, *first.also_keys)) == 2
    later = [case(one.ref, **(DECIDED | {"la_aware": date(2026, 2, 27)})) for one in both]
    assert calendars.morning("2026-03-03T15:00", *later, contacts=contacts) == []
    (second,) = calendars.morning(SECOND_DAY, *later, contacts=contacts)
    assert len(second.files) == len(first.files)


def test_more_than_a_person_opens_comes_day_by_day_the_soonest_first(calendars: Calendars) -> None:
    many = [case(f"NSP-2026-{n:04}", **DECIDED) for n in range(1, 26)]
    found = [calendars.morning(day, *many, contacts=asking(LA)) for day in (FIRST_DAY, SECOND_DAY, THIRD_DAY)]
    assert [len(one.files) for day in found for one in day] == [20, 5]
    assert len(calendars.stands) == 25


def test_a_day_that_is_over_is_entered_for_nobody_and_stays_where_it_stands(calendars: Calendars) -> None:
    overdue = "2026-03-11T09:00"
    assert calendars.morning(overdue, case(**DECIDED), contacts=asking(LA)) == []
    calendars.morning(FIRST_DAY, case(**DECIDED), contacts=asking(LA))
    assert calendars.morning(overdue, case(**DECIDED), contacts=asking(LA)) == []
    assert NOTIFY in calendars.days_of(LA)


def test_a_case_that_could_not_be_counted_takes_nothing_out(calendars: Calendars) -> None:
    calendars.morning(FIRST_DAY, case(**DECIDED), contacts=asking(LA))
    known = situation(SECOND_DAY, case(**DECIDED), contacts=asking(LA), settings=QUIET, said=calendars.said)
    broken = replace(known, ledgers={})
    assert not [notice for notice in notices(broken) if notice.key.kind is NoticeKind.CALENDAR]


def test_an_agencys_return_stands_in_the_calendar_of_its_lead_once_it_was_asked(calendars: Calendars) -> None:
    agencies = ("Northshire Community Health",)
    known = case(agencies=agencies, **NOTIFIED)
    contacts = asking(HEALTH)
    assert calendars.morning(FIRST_DAY, known, contacts=contacts, settings=office()) == []
    calendars.morning(SECOND_DAY, known, contacts=contacts, settings=office())
    assert list(calendars.days_of(HEALTH)) == [f"[{REF}] Last day: Return of Northshire Community Health"]


@pytest.mark.parametrize("listed", [("calendar",), ("Calendar", "reminder"), ("calendar", "notify-panel")])
def test_the_word_takes_no_other_notice_away(listed: tuple[str, ...]) -> None:
    known = situation("2026-03-04T09:00", case(**DECIDED), contacts=asking(LA, notices=listed), settings=QUIET)
    assert "reminder" in said_to(notices(known), LA)
    assert "calendar" in said_to(notices(known), LA)


def test_one_change_is_the_calendar_part_of_its_mail_and_several_are_files(calendars: Calendars) -> None:
    found = [
        *calendars.morning(FIRST_DAY, case(**DECIDED), contacts=asking(LA)),
        *calendars.morning(SECOND_DAY, case(**NOTIFIED), case("NSP-2026-0002", **NOTIFIED), contacts=asking(ICB)),
    ]
    by_number = {len((notice.key, *notice.also_keys)): notice for notice in found if notice.key.recipient in (LA, ICB)}
    for number, notice in by_number.items():
        made = mail(
            notice, settings=QUIET, now=at(SECOND_DAY), environment=PACKAGED_TEMPLATES, secret="a secret"
        )  # fmt: skip
        raw = message_bytes(made)
        assert (b"text/calendar" in raw) is (number == 1)
        assert raw.count(b".ics") >= number
        assert len(made.subject) <= 78
    assert 1 in by_number
    assert max(by_number) > 1


def test_no_name_stands_in_an_entry_or_its_mail(calendars: Calendars) -> None:
    (found,) = calendars.morning(
        FIRST_DAY, case(**(DECIDED | {"child": "Riley Ashdown", "notes": "Riley"})), contacts=asking(LA)
    )
    made = mail(found, settings=QUIET, now=at(FIRST_DAY), environment=PACKAGED_TEMPLATES, secret="a secret")
    files: tuple[MailFile, ...] = made.files
    written = " ".join((made.subject, made.text, made.html, *(file.name + file.content.decode() for file in files)))
    assert "RA" in written
    assert not [word for word in ("Riley", "Ashdown", "racker") if word in written]


def test_entries_wait_behind_what_a_duty_rests_on() -> None:
    assert mail_class(NoticeKind.CALENDAR, urgent=False) is MailClass.ASKED
