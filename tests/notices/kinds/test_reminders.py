"""Whose a reminder is, what it carries, and that one person's duties come in one mail a day."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime

import pytest

from pipeline.clock.model import Deadline, DutyState
from pipeline.facts import Case, Value
from pipeline.model import NoticeKind
from pipeline.notices.all_due import notices
from pipeline.notices.kinds.reminders import duty_today
from pipeline.notices.model import Notice, NoticeKey
from pipeline.notices.situation import Situation
from pipeline.notices.wording.templates import environment, mail
from pipeline.settings import Settings
from tests.notices.build import (
    CHAIR,
    CONTACTS,
    EXECUTIVE,
    ICB,
    LA,
    MANAGER,
    PACKAGED_TEMPLATES,
    POLICE,
    QUIET,
    adding,
    at,
    case,
    fact,
    keys,
    office,
    queued,
    situation,
    told,
)

AWARE = {"la_aware": date(2026, 3, 2), "outcome": "died", "looked_after": "no", "criteria_met": "yes"}
DUE = "2026-03-09T09:00"  # five working days after Monday 2 March


def reminded(known: Situation) -> dict[str, Notice]:
    return {notice.key.recipient: notice for notice in told(known) if notice.key.kind is NoticeKind.REMINDER}


def test_several_duties_to_one_person_are_one_mail_with_every_key() -> None:
    known = situation(DUE, case(**AWARE), case("NSP-2026-0002", **AWARE), settings=QUIET)
    to_lead = [notice for notice in notices(known) if notice.key.recipient == LA]
    found = [notice for notice in to_lead if notice.key.kind is NoticeKind.REMINDER]
    assert len(to_lead) == len(found) == 1
    asked = Counter((key.kind.value, key.case_ref[-1]) for key in keys(found))
    assert asked == {("reminder", "1"): 2, ("reminder", "2"): 2, ("question", "1"): 1, ("question", "2"): 1}
    assert [(case.heading.split()[1], len(case.lines)) for case in found[0].words["cases"]] == [
        ("NSP-2026-0001", 3),
        ("NSP-2026-0002", 3),
    ]


def test_after_the_mail_of_the_day_only_what_is_due_this_very_day_comes_in_a_second_one() -> None:
    first = situation("2026-03-06T09:00", case(**AWARE), settings=QUIET)
    said = queued({}, notices(first), first.now)
    soon = case("NSP-2026-0002", **{**AWARE, "la_aware": date(2026, 3, 4)})
    today = case("NSP-2026-0003", **{**AWARE, "la_aware": date(2026, 2, 27)})
    late = case("NSP-2026-0004", **{**AWARE, "la_aware": date(2026, 2, 26)})  # by a day: it can wait for tomorrow's
    later = situation("2026-03-06T14:00", case(**AWARE), soon, today, late, settings=QUIET, said=said)
    assert {key.case_ref for key in (reminded(later)[LA].key, *reminded(later)[LA].also_keys)} == {"NSP-2026-0003"}
    tomorrow = situation("2026-03-09T09:00", case(**AWARE), soon, settings=QUIET, said=said)
    assert "NSP-2026-0002" in {key.case_ref for key in (reminded(tomorrow)[LA].key, *reminded(tomorrow)[LA].also_keys)}


def test_a_duty_of_the_partners_goes_to_all_three() -> None:
    known = situation("2026-03-23T09:00", case(**AWARE, notified_panel=date(2026, 3, 2)), settings=QUIET)
    to = [address for address, notice in reminded(known).items() if "rapid-review" in str(keys([notice]))]
    assert to == [LA, ICB, POLICE]


def test_where_nobody_is_entered_the_manager_hears_and_is_told_why() -> None:
    contacts = tuple(contact for contact in CONTACTS if contact.role != "la-lead")
    known = situation(DUE, case(**AWARE), settings=QUIET, contacts=contacts)
    said = "Nobody is entered in Contacts for the local authority’s lead, so this comes to you."
    assert said in reminded(known)[MANAGER].words["intro"]


def test_without_a_manager_the_deputy_stands_in_and_without_both_it_is_shown() -> None:
    without = tuple(contact for contact in CONTACTS if contact.role not in ("la-lead", "manager"))
    assert "deputy@office.example" in reminded(situation(DUE, case(**AWARE), settings=QUIET, contacts=without))
    nobody = tuple(contact for contact in without if contact.role != "deputy")
    assert reminded(situation(DUE, case(**AWARE), settings=QUIET, contacts=nobody)) == {}


def told_on(*moments: str, known: Case, settings: Settings) -> dict[str, Notice]:
    """The reminders of the last of these moments, after those of the others were said."""
    said: dict[NoticeKey, datetime] = {}
    found: dict[str, Notice] = {}
    for moment in moments:
        at_hand = situation(moment, known, settings=settings, said=said)
        found, said = reminded(at_hand), queued(said, notices(at_hand), at_hand.now)
    return found


def test_executives_hear_of_what_is_late_in_law_or_guidance_and_not_of_local_steps() -> None:
    late = told_on("2026-03-09T09:00", "2026-03-11T09:00", known=case(**AWARE), settings=QUIET)
    assert (
        "What is overdue below comes to you as an executive of a safeguarding partner."
        in late[EXECUTIVE].words["intro"]
    )
    early = told_on("2026-03-09T09:00", "2026-03-10T09:00", known=case(**AWARE), settings=QUIET)
    assert EXECUTIVE not in early
    sent = case(**AWARE, notified_panel=date(2026, 3, 2), rapid_review_sent=date(2026, 3, 3))
    local = told_on("2026-03-27T09:00", "2026-03-31T09:00", known=sent, settings=office())
    assert "partner-sign-off" not in str(keys([local[EXECUTIVE]]))


def test_no_executive_hears_of_a_duty_before_its_owner_had_an_earlier_rung_of_it() -> None:
    first = told_on("2026-03-11T09:00", known=case(**AWARE), settings=QUIET)
    assert LA in first
    assert EXECUTIVE not in first
    assert EXECUTIVE in told_on("2026-03-11T09:00", "2026-03-13T09:00", known=case(**AWARE), settings=QUIET)


@pytest.mark.parametrize(
    "slip",
    [
        {"la_aware": date(2026, 1, 3)},
        {"la_aware": date(2026, 3, 1), "notified_panel": date(2026, 1, 5)},
        {"notified_panel": date(2026, 1, 5), "notified_as": "serious incident"},
    ],
)
def test_nobody_is_told_of_what_is_late_by_a_day_that_cannot_be_right(slip: dict[str, Value]) -> None:
    """12.1.26 typed for 12.11.26: the authority would be told of a notification that is 206 working days overdue."""
    known = case(**AWARE | {"incident": date(2026, 3, 1), "partners_aware": date(2026, 3, 2)} | slip)
    found = situation("2026-03-06T09:00", known, settings=office())
    assert "overdue" not in str([notice.words for notice in reminded(found).values()])
    states = {entry.rule: entry.state for entry in found.deadlines[known.ref]}
    assert DutyState.OVERDUE not in states.values()


def test_a_day_of_awareness_that_cannot_be_right_is_asked_for_as_if_nobody_had_given_one() -> None:
    for slip in (date(2026, 1, 3), date(2027, 3, 2)):
        found = situation("2026-03-06T09:00", case(**AWARE | {"incident": date(2026, 3, 1), "la_aware": slip}))
        asked = [key for notice in told(found) for key in keys([notice]) if key.kind is NoticeKind.QUESTION]
        assert ("awareness", LA) in {(key.duty, key.recipient) for key in asked}
        question = found.ledgers["NSP-2026-0001"].question
        assert question is not None
        assert question.day <= date(2026, 3, 6)


def test_a_contact_may_limit_what_comes() -> None:
    def limited(*wanted: str) -> Situation:
        contacts = tuple(replace(c, notices=wanted) if c.address == LA else c for c in CONTACTS)
        return situation(DUE, case(**AWARE), settings=QUIET, contacts=contacts)

    assert LA not in reminded(limited("invitation"))
    assert LA in reminded(limited("Reminder"))
    assert "report-to-partners" not in str(keys([reminded(limited("notify-panel"))[LA]]))


def test_an_inactive_contact_or_one_of_another_area_is_passed_over() -> None:
    here = office('area = "North"\n', steps=())
    away = tuple(replace(c, areas=("South",)) if c.address == LA else c for c in CONTACTS)
    assert LA not in reminded(situation(DUE, case(**AWARE), settings=here, contacts=away))
    both = tuple(replace(c, areas=("north", "South")) if c.address == LA else c for c in CONTACTS)
    assert LA in reminded(situation(DUE, case(**AWARE), settings=here, contacts=both))
    gone = tuple(replace(c, active=False) if c.address == LA else c for c in CONTACTS)
    assert LA not in reminded(situation(DUE, case(**AWARE), settings=QUIET, contacts=gone))


def test_a_line_is_what_and_by_when_and_each_source_stands_once_below() -> None:
    known = situation("2026-04-07T09:00", case(**{**AWARE, "la_aware": date(2026, 3, 31)}), settings=QUIET)
    text = text_of(reminded(known)[LA])
    assert (
        "Case NSP-2026-0001 (RA)\n- Notify the Child Safeguarding Practice Review Panel — Thu 9 April, 2 working days left\n"
        in text
    )
    assert "- Report the incident to the safeguarding partners — Thu 9 April, 2 working days left\n" in text
    assert text.count("5 working days after the local authority became aware") == 1
    assert text.count("Working Together to Safeguard Children 2026, ") == 1
    assert text.count("No person of this office has checked this source.") == 1


def test_a_closed_case_without_a_full_record_is_still_reminded() -> None:
    closed = situation(DUE, case(**AWARE, status="Closed"), settings=QUIET)
    assert LA in reminded(closed)


@pytest.mark.parametrize(
    "facts",
    [
        {"incident": date(2026, 2, 2), "outcome": "died", "criteria_met": "yes"},  # its start is not known
        {**AWARE, "criteria_met": None},  # whether it applies is not decided
        {"agency_aware": date(2026, 2, 2), "outcome": "died"},
    ],
)
def test_nobody_is_reminded_of_what_is_only_asked(facts: dict[str, object]) -> None:
    assert reminded(situation("2026-03-13T09:00", case(**facts), settings=QUIET)) == {}


def notify_panel(known: Situation) -> Deadline:
    return next(entry for entry in known.deadlines["NSP-2026-0001"] if entry.rule == "notify-panel")


def test_before_its_last_day_a_duty_whose_earlier_target_has_passed_is_not_called_overdue() -> None:
    known = situation("2026-03-06T09:00", case(**AWARE), settings=QUIET)
    moved = replace(notify_panel(known), working_target=date(2026, 3, 4))
    line = duty_today(known, known.cases[0], deadline=moved)
    assert (line.left, line.when) == (1, "1 working day left")
    late = situation("2026-03-10T09:00", case(**AWARE), settings=QUIET)
    assert duty_today(late, late.cases[0], deadline=notify_panel(late)).when == "1 working day overdue"


def test_after_a_case_was_opened_again_its_owner_hears_before_the_executives() -> None:
    known = adding(case(**AWARE, status="Closed"), replace(fact("status", "Open"), recorded_at=at("2026-03-11T08:30")))
    first = situation("2026-03-11T09:00", known, settings=QUIET)
    assert LA in reminded(first)
    assert EXECUTIVE not in reminded(first)
    said = queued({}, notices(first), first.now)
    assert EXECUTIVE not in reminded(situation("2026-03-11T14:00", known, settings=QUIET, said=said))
    assert EXECUTIVE in reminded(situation("2026-03-13T09:00", known, settings=QUIET, said=said))


def test_what_has_no_number_of_days_is_said_once_and_then_weekly_in_the_mail_of_the_day() -> None:
    decided = case(outcome="seriously harmed", criteria_met="yes", review_decided=date(2026, 3, 2))

    def told(now: str, said: dict[NoticeKey, datetime]) -> tuple[list[str], dict[NoticeKey, datetime]]:
        known = situation(now, decided, settings=QUIET, said=said)
        found = [notice for notice in reminded(known).values() if notice.key.recipient == CHAIR]
        rungs = [key.rung for key in keys(found)]
        return rungs, queued(said, found, known.now)

    first, said = told("2026-03-02T09:00", {})
    assert first == ["arises"]
    assert told("2026-03-02T14:00", said)[0] == []
    assert told("2026-03-06T09:00", said)[0] == []
    again, said = told("2026-03-09T09:00", said)
    assert again == ["week-1"]
    assert told("2026-03-10T09:00", said)[0] == []


def test_what_the_office_asks_itself_is_no_reminder() -> None:
    every = situation(DUE, case(**AWARE), settings=QUIET, contacts=CONTACTS)
    assert {task.rule for task in every.tasks["NSP-2026-0001"] if task.state.is_chased} >= {"decide-criteria"}
    assert not [key for key in keys(reminded(every).values()) if key.duty.startswith(("decide-", "record-"))]


def test_only_those_who_have_the_tracker_are_told_to_type_into_it() -> None:
    contacts = tuple(contact for contact in CONTACTS if contact.role != "la-lead")
    known = situation(DUE, case(**AWARE), settings=QUIET, contacts=contacts)
    assert "type the date under Notified Panel on (sheet Cases)" in text_of(reminded(known)[MANAGER])
    outside = text_of(reminded(situation(DUE, case(**AWARE), settings=QUIET))[LA])
    assert "To answer: reply with the date on which each was done, or why it does not apply" in outside
    assert not [word for word in ("tracker", "sheet", "type ") if word in outside]


def text_of(notice: Notice) -> str:
    return mail(notice, settings=QUIET, now=at(DUE), environment=PACKAGED_TEMPLATES, secret="a secret").text


def test_the_meeting_is_not_chased_once_it_is_arranged() -> None:
    def meeting_chased(**facts: object) -> bool:
        known = situation("2026-03-18T09:00", case(**AWARE, notified_panel=date(2026, 3, 2), **facts))
        return "rapid-review-meeting" in str(keys(notices(known)))

    assert meeting_chased()
    assert not meeting_chased(rapid_review_on=date(2026, 3, 17))
    assert not meeting_chased(rapid_review_on=date(2026, 3, 20))  # after the local step, within the national date
    assert meeting_chased(rapid_review_on=date(2026, 3, 26))
    assert not meeting_chased(rapid_review_on=date(2026, 3, 26), meeting_exception="Chair ill")


def test_the_manager_is_reminded_of_requests_only_where_no_machine_sends_them() -> None:
    def chased(settings: Settings, *agencies: str) -> bool:
        known = case(**AWARE, notified_panel=date(2026, 3, 2), agencies=agencies)
        return any(
            (key.kind, key.duty) == (NoticeKind.REMINDER, "agency-request")
            for key in keys(notices(situation("2026-03-03T09:00", known, settings=settings)))
        )

    assert not chased(office(), "Fellside School")
    assert chased(office(), "Fellside School", "Unknown Agency")
    assert chased(office())
    assert chased(office('[notices.modes]\nagency_request = "hold"\n'), "Fellside School")


def test_an_agency_whose_request_is_held_back_is_not_chased() -> None:
    known = case(**AWARE, notified_panel=date(2026, 3, 2), agencies=("Fellside School",))
    first = situation("2026-03-03T09:00", known)
    said = queued({}, notices(first), first.now)

    def chased(**more: object) -> bool:
        late = situation("2026-03-13T09:00", known, said=said, **more)
        return any(key.kind is NoticeKind.CHASER for key in keys(notices(late)))

    assert chased()
    assert not chased(requested={})


def test_an_instant_near_midnight_is_taken_in_london() -> None:
    # 23:30 UTC on 8 June is already 9 June in London, but no hour in which the office speaks.
    assert notices(situation(at("2026-06-09T00:30"), case(**AWARE), settings=QUIET)) == ()


def test_a_mail_says_once_who_has_read_the_sources_of_its_dates() -> None:
    read = office(
        '[[clock.checked]]\nrule = "notify-panel"\nedition = "Working Together 2023"\nby = "Bronagh Tilley"\n'
        'role = "business manager"\non = 2026-02-02\n',
        steps=(),
    )
    known = situation(DUE, case(**AWARE), case("NSP-2026-0002", **AWARE), settings=read)
    made = mail(reminded(known)[LA], settings=read, now=known.now, environment=environment(None), secret="a secret")
    read_by = "Read in the source by Bronagh Tilley (business manager) on Mon 2 February 2026."
    for text in (made.text, made.html):
        assert [text.count(line) for line in (read_by, "No person of this office has checked the other source.")] == [
            1,
            1,
        ]
