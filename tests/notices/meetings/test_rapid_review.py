"""The rapid review meeting: who is invited, changed and cancelled invitations, answers wanted, partners missing."""

from dataclasses import replace
from datetime import date, time

import pytest
from icalendar import Calendar

from pipeline.facts import Case, Fact
from pipeline.model import NoticeKind
from pipeline.notices.all_due import gaps, notices
from pipeline.notices.meetings.rapid_review import state_after
from pipeline.notices.model import Contact, Notice
from pipeline.notices.proofs import meeting_uid
from pipeline.notices.situation import MeetingState, Situation
from pipeline.settings import Settings
from tests.notices.build import (
    CONTACTS,
    HEALTH,
    ICB,
    LA,
    MANAGER,
    POLICE,
    SCHOOL,
    adding,
    case,
    fact,
    meeting_after,
    office,
    queued,
    situation,
    told,
)

NOTIFIED = {"notified_panel": date(2026, 3, 2), "outcome": "died", "criteria_met": "yes", "looked_after": "no"}
SET = {"rapid_review_on": date(2026, 3, 17), "rapid_review_at": time(10, 0), "rapid_review_place": "Room 2"}
AGENCIES = ("Northshire Community Health",)
MONDAY = "2026-03-09T09:00"


def invited(known: Situation) -> list[Notice]:
    return [notice for notice in notices(known) if notice.meeting is not None]


def held(known: Case, **more: object) -> MeetingState:
    state = meeting_after(situation(MONDAY, known, **more))
    assert state is not None
    return state


def test_partners_agencies_and_standing_invitees_are_invited_once_time_and_place_are_entered() -> None:
    standing = Contact(name="Legal adviser", address="legal@council.example", agency="Legal", role="standing-invitee")
    known = case(**NOTIFIED, **SET, agencies=AGENCIES)
    found = invited(situation(MONDAY, known, contacts=(*CONTACTS, standing)))
    assert [notice.key.recipient for notice in found] == [LA, ICB, POLICE, "legal@council.example", HEALTH]
    assert {notice.calendar_method for notice in found} == {"REQUEST"}
    assert {notice.papers[0].file_name for notice in found} == {"NSP-2026-0001 rapid review agenda.docx"}


def test_an_unchanged_meeting_is_not_sent_again() -> None:
    known = case(**NOTIFIED, **SET, agencies=AGENCIES)
    assert invited(situation("2026-03-10T09:00", known, meetings=(held(known),))) == []


def test_a_change_goes_to_everybody_with_a_higher_sequence_and_forgets_old_answers() -> None:
    known = case(**NOTIFIED, **SET, agencies=AGENCIES)
    state = replace(held(known), answers={LA: "accepted"})
    later = adding(known, fact("rapid_review_at", time(14, 0)))
    found = invited(situation("2026-03-10T09:00", later, meetings=(state,)))
    assert [notice.key.recipient for notice in found] == [LA, ICB, POLICE, HEALTH]
    assert {(notice.meeting.sequence, notice.calendar_method) for notice in found if notice.meeting} == {(1, "REQUEST")}
    assert uids(found) == {meeting_uid(known.ref, domain="northshire.example", secret="")}
    after = state_after(found[0], state)
    assert after is not None
    assert after.answers == {}


def uids(found: list[Notice]) -> set[str]:
    return {str(event["UID"]) for notice in found for event in Calendar.from_ical(notice.calendar).walk("VEVENT")}


@pytest.mark.parametrize(
    "change", [fact("rapid_review_at", time(14, 0)), fact("rapid_review_on", None)], ids=["moved", "called off"]
)
def test_a_meeting_that_an_earlier_version_invited_to_is_changed_and_called_off_under_its_own_uid(change: Fact) -> None:
    known = case(**NOTIFIED, **SET, agencies=AGENCIES)
    state = held(known)
    before = replace(state, meeting=replace(state.meeting, uid="rapid-review-nsp-2026-0001@northshire.example"))
    found = invited(situation("2026-03-10T09:00", adding(known, change), meetings=(before,), secret="a secret"))
    assert len(found) == 4
    assert uids(found) == {before.meeting.uid}


def test_the_uid_of_a_meeting_is_made_with_the_secret() -> None:
    known = case(**NOTIFIED, **SET)
    found = invited(situation(MONDAY, known, secret="a secret"))
    assert uids(found) == {meeting_uid(known.ref, domain="northshire.example", secret="a secret")}


def test_another_room_keeps_the_answers() -> None:
    known = case(**NOTIFIED, **SET)
    state = replace(held(known), answers={LA: "accepted"})
    later = adding(known, fact("rapid_review_place", "Room 3"))
    (first, *_) = invited(situation("2026-03-10T09:00", later, meetings=(state,)))
    after = state_after(first, state)
    assert after is not None
    assert after.answers == {LA: "accepted"}


def test_a_pass_cut_off_between_two_invitations_goes_on_where_it_stopped() -> None:
    known = case(**NOTIFIED, **SET, agencies=AGENCIES)
    later = adding(known, fact("rapid_review_at", time(14, 0)))
    state = held(known)
    first, *rest = invited(situation("2026-03-10T09:00", later, meetings=(state,)))
    half = state_after(first, state)
    assert half is not None
    again = invited(
        situation("2026-03-10T09:05", later, meetings=(half,), said=queued({}, [first], situation(MONDAY).now))
    )
    assert [notice.key for notice in again] == [notice.key for notice in rest]


def test_a_date_taken_back_or_a_closed_case_cancels_for_everybody_who_was_asked() -> None:
    known = case(**NOTIFIED, **SET, agencies=AGENCIES)
    state = held(known)
    in_error = (fact("status", "Opened in error"), fact("status_by", "B. Tilley"))
    for edits in ((fact("rapid_review_on", None),), in_error):
        found = invited(situation("2026-03-10T09:00", adding(known, *edits), meetings=(state,)))
        assert [notice.key.recipient for notice in found] == [LA, ICB, POLICE, HEALTH]
        for notice in found:
            (event,) = Calendar.from_ical(notice.calendar).walk("VEVENT")
            assert (notice.calendar_method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
            assert notice.papers == ()
        done = state
        for notice in found:
            done = state_after(notice, done) or done
        assert invited(situation("2026-03-10T10:00", adding(known, *edits), meetings=(done,))) == []


def test_a_meeting_entered_anew_after_its_cancellation_has_a_higher_sequence_still() -> None:
    known = case(**NOTIFIED, **SET)
    gone = adding(known, fact("rapid_review_on", None))
    cancelled = meeting_after(situation("2026-03-10T09:00", gone, meetings=(held(known),)), held(known))
    assert cancelled is not None
    anew = adding(gone, fact("rapid_review_on", date(2026, 3, 18)))
    found = invited(situation("2026-03-11T09:00", anew, meetings=(cancelled,)))
    assert {notice.meeting.sequence for notice in found if notice.meeting} == {2}


def test_a_meeting_that_has_been_held_is_never_cancelled() -> None:
    known = case(**NOTIFIED, **SET)
    closed = adding(known, fact("status", "Closed"))
    assert invited(situation("2026-03-18T09:00", closed, meetings=(held(known),))) == []


def test_an_agency_added_later_gets_the_invitation_and_one_no_longer_needed_a_withdrawal() -> None:
    known = case(**NOTIFIED, **SET, agencies=AGENCIES)
    state = held(known)
    more = adding(known, fact("agency_added", "Fellside School", subject="Fellside School"))
    (school,) = invited(situation("2026-03-10T09:00", more, meetings=(state,)))
    assert (school.key.recipient, school.key.rung) == (SCHOOL, "sequence-0")
    less = adding(known, fact("agency_removed", "Not involved", subject=AGENCIES[0]))
    (health,) = invited(situation("2026-03-10T09:00", less, meetings=(state,)))
    assert (health.key.recipient, health.calendar_method) == (HEALTH, "CANCEL")
    after = state_after(health, state)
    assert after is not None
    assert HEALTH not in {asked.address for asked in after.asked}
    assert not after.meeting.cancelled


def test_contacts_that_vanish_cancel_nothing() -> None:
    known = case(**NOTIFIED, **SET, agencies=AGENCIES)
    assert invited(situation("2026-03-10T09:00", known, meetings=(held(known),), contacts=())) == []


def test_a_date_without_time_or_place_invites_nobody_and_is_shown() -> None:
    known = situation(MONDAY, case(**NOTIFIED, rapid_review_on=date(2026, 3, 17)))
    assert invited(known) == []
    (item,) = [item for item in gaps(known) if item.id.startswith("meeting-incomplete")]
    assert "Rapid review at, Rapid review place or link" in item.why


def test_a_date_after_the_last_lawful_day_is_refused_unless_a_reason_is_recorded() -> None:
    # Fifteen working days after Monday 2 March end on Monday 23 March.
    late = {**SET, "rapid_review_on": date(2026, 3, 24)}
    refused = situation(MONDAY, case(**NOTIFIED, **late))
    assert invited(refused) == []
    (item,) = [item for item in gaps(refused) if item.id.startswith("meeting-date-refused")]
    assert "Mon 23 March 2026" in item.why
    assert len(invited(situation(MONDAY, case(**NOTIFIED, **late, meeting_exception="The chair is ill")))) == 3
    assert len(invited(situation(MONDAY, case(**NOTIFIED, **{**SET, "rapid_review_on": date(2026, 3, 23)})))) == 3


def test_a_date_on_a_weekend_is_taken_for_a_slip() -> None:
    known = situation(MONDAY, case(**NOTIFIED, **{**SET, "rapid_review_on": date(2026, 3, 15)}))
    assert invited(known) == []
    assert any("Sunday" in item.why for item in gaps(known))


def automatic(more: str = "") -> Settings:
    return office("[notices]\ninvite_automatically = true\n" + more)


def test_in_automatic_mode_the_proposed_slot_leaves_the_sign_off_days_free() -> None:
    # Sign-off is working days 12 to 14, so the meeting is proposed for day 11: Tuesday 17 March.
    (first, *_) = invited(situation("2026-03-03T09:00", case(**NOTIFIED), settings=automatic()))
    assert first.meeting is not None
    assert f"{first.meeting.start:%Y-%m-%dT%H:%M}" == "2026-03-17T10:00"
    assert first.words["proposed"] is True


def test_nothing_is_proposed_for_a_review_that_is_done_or_stopped() -> None:
    for more in (
        {"rapid_review_sent": date(2026, 3, 3)},
        {"clock_stopped": date(2026, 3, 3), "clock_stopped_because": "Withdrawn", "clock_stopped_by": "B. Tilley"},
    ):
        assert invited(situation("2026-03-04T09:00", case(**NOTIFIED, **more), settings=automatic())) == []


def follow_ups(known: Situation, template: str) -> list[str]:
    return [notice.key.recipient for notice in notices(known) if notice.template == template]


def test_two_working_days_before_those_who_have_not_answered_are_asked_once() -> None:
    known = case(**NOTIFIED, **SET, agencies=AGENCIES)
    state = replace(held(known), answers={LA: "accepted", HEALTH: "declined"})
    assert follow_ups(situation("2026-03-12T09:00", known, meetings=(state,)), "invitation-answer") == []
    near = situation("2026-03-13T09:00", known, meetings=(state,))
    assert follow_ups(near, "invitation-answer") == [ICB, POLICE]
    said = queued({}, notices(near), near.now)
    assert follow_ups(situation("2026-03-16T09:00", known, meetings=(state,), said=said), "invitation-answer") == []
    assert follow_ups(situation("2026-03-17T10:01", known, meetings=(state,)), "invitation-answer") == []


def test_nobody_is_asked_on_the_day_of_the_invitation_itself() -> None:
    soon = case(**NOTIFIED, **{**SET, "rapid_review_on": date(2026, 3, 10)})
    first = situation(MONDAY, soon)
    state = meeting_after(first)
    said = queued({}, notices(first), first.now)
    later = situation("2026-03-09T15:00", soon, meetings=(state,), said=said)
    assert follow_ups(later, "invitation-answer") == []


def test_the_manager_is_told_which_statutory_partner_will_be_missing() -> None:
    known = case(**NOTIFIED, **SET)
    state = replace(held(known), answers={LA: "accepted", POLICE: "declined"})
    near = situation("2026-03-13T09:00", known, meetings=(state,))
    (alert,) = [notice for notice in told(near) if notice.template == "quorum"]
    assert (alert.key.kind, alert.key.recipient) == (NoticeKind.ALERT, MANAGER)
    assert alert.words["missing"] == ("the integrated care board: no answer yet", "the police: declined")
    said = queued({}, [alert], near.now)
    assert follow_ups(situation("2026-03-16T09:00", known, meetings=(state,), said=said), "quorum") == []
    better = replace(state, answers={**state.answers, ICB: "tentative", POLICE: "accepted"})
    assert follow_ups(situation("2026-03-16T09:00", known, meetings=(better,)), "quorum") == []


def test_a_partner_with_nobody_in_contacts_is_missing_too() -> None:
    without = tuple(contact for contact in CONTACTS if contact.role != "icb")
    known = case(**NOTIFIED, **SET)
    state = replace(held(known, contacts=without), answers={LA: "accepted", POLICE: "accepted"})
    (alert,) = [
        n
        for n in told(situation("2026-03-13T09:00", known, meetings=(state,), contacts=without))
        if n.template == "quorum"
    ]
    assert alert.words["missing"] == ("the integrated care board: not invited, since nobody is entered in Contacts",)
