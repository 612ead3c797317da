"""The main job: mails in; tracker rows, dates, acknowledgement, invitation and reminder out; once, whatever happens."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from office import FRIDAY, LATER, MONDAY, Office, PowerCut, message
from put_back import kept

from scheduler.whole_pass import STEPS
from tests.workbook_seen import records_of, words_on

EXPECTED = json.loads((Path(__file__).parent / "demo_mailbox.json").read_text(encoding="utf-8"))


def rows(office: Office, sheet: str) -> list[dict[str, object]]:
    return records_of(office.tracker.read_bytes(), sheet)


def subjects(office: Office, words: str) -> list[tuple[str, str]]:
    found = ((mail.recipients[0], message(mail.raw).subject) for mail in office.servers.sent)
    return [(to, subject) for to, subject in found if words in subject]


def read_through(office: Office) -> Office:
    """The office after its first pass over the whole mailbox."""
    office.deliver_all()
    assert office.make_pass(FRIDAY).faults == []
    return office


worked = kept(read_through)


def test_every_mail_is_what_a_careful_reader_would_call_it(worked: Office) -> None:
    # By itself the corrected form is an update; beside the case whose birth date it contradicts it is a question.
    asked = EXPECTED | {"10-corrected-form.eml": {"kind": "needs_person", "urgent": False}}
    wanted = sorted(entry["kind"] for entry in asked.values())
    with worked.journal() as journal:
        mails = journal.mails.decided()
        assert sum(mail.urgent for mail in mails) == sum(entry["urgent"] for entry in EXPECTED.values())
        kinds = sorted(mail.kind for mail in mails)
    assert kinds == wanted


def test_four_referrals_and_a_locked_file_are_cases_and_the_correction_is_not(worked: Office) -> None:
    cases = rows(worked, "Cases")
    assert len(cases) == 5
    assert sum(case["Harm"] == "died" for case in cases) == 2
    assert sum("could not be read" in str(case["Missing from form"]) for case in cases) == 1


def test_each_sender_of_a_referral_is_acknowledged_once_and_no_machine_is(worked: Office) -> None:
    thanked = (*subjects(worked, "We have received"), *subjects(worked, "has reached us"))
    assert len(thanked) >= 4
    assert not [to for to, _ in subjects(worked, "") if "postmaster" in to or "noreply" in to or "newsletter" in to]


def test_the_urgent_mails_are_alerted_before_anything_else(worked: Office) -> None:
    first = message(worked.servers.sent[0].raw)
    assert "URGENT" in first.subject
    assert worked.servers.sent[0].recipients == ("manager@northshire.example",)


def test_what_could_not_be_read_waits_for_a_person_and_lies_in_its_folder(worked: Office) -> None:
    assert "password" in words_on(worked.tracker.read_bytes(), "Needs attention")
    assert worked.servers.mails("INBOX") == ()
    assert len(worked.servers.mails("Needs attention")) >= 3
    folders = [len(worked.servers.mails(name)) for name in ("Processed", "Needs attention")]
    assert sum(folders) == len(EXPECTED)


def test_what_the_manager_types_gives_dates_requests_and_invitations(worked: Office) -> None:
    ref = worked.manager_types()
    worked.make_pass(MONDAY)
    case = next(row for row in rows(worked, "Cases") if row["Ref"] == ref)
    # 12 November 2026 is a Thursday: five working days end on Thursday 19; from Monday 16 fifteen end on 7 December.
    assert case["Notify Panel by"].date() == date(2026, 11, 19)
    assert case["Rapid review by"].date() == date(2026, 12, 7)
    assert subjects(worked, "Information request")
    invited = subjects(worked, "Rapid review meeting 3 December, 10:00")
    assert {to for to, _ in invited} >= {"public.protection@northshire-police.example"}
    raw = next(mail.raw for mail in worked.servers.sent if "Rapid review meeting" in message(mail.raw).subject)
    assert b"METHOD:REQUEST" in message(raw).calendar.encode()
    assert message(raw).calendar_method == "REQUEST"


def test_a_fortnight_on_the_reminders_fall_due(worked: Office) -> None:
    ref = worked.manager_types()
    worked.make_pass(MONDAY)
    before = len(worked.servers.sent)
    worked.make_pass(LATER)
    reminded = [message(mail.raw) for mail in worked.servers.sent[before:]]
    assert any("apid review" in mail.text and ref in mail.subject for mail in reminded)


def test_a_second_pass_changes_nothing(worked: Office) -> None:
    worked.manager_types()
    worked.make_pass(MONDAY)
    before, tracker = worked.standing(), worked.tracker.read_bytes()
    report = worked.make_pass(MONDAY)
    assert worked.standing() == before
    assert worked.tracker.read_bytes() == tracker
    assert dict(report.counts) == {}


@pytest.mark.parametrize("step", [name for name, _ in STEPS])
def test_killed_after_a_step_and_started_again_nothing_is_lost_or_doubled(
    office: Office, worked: Office, step: str
) -> None:
    office.deliver_all()
    with pytest.raises(PowerCut):
        office.make_pass(FRIDAY, cut_after=step)
    office.make_pass(FRIDAY)
    assert office.standing() == worked.standing()


def test_a_locked_tracker_stops_nothing_and_is_written_when_it_is_free(worked: Office) -> None:
    worked.manager_types()
    lock = worked.folder / ".~lock.tracker.xlsx#"
    lock.write_text(",The manager,desk,16.11.2026 09:29,file:///home/manager;", encoding="utf-8")
    before = worked.tracker.read_bytes()
    report = worked.make_pass(MONDAY)
    assert worked.tracker.read_bytes() == before
    assert report.counts["tracker held by somebody"] == 1
    assert subjects(worked, "Rapid review meeting")
    lock.unlink()
    worked.make_pass(MONDAY + timedelta(minutes=5))
    assert worked.tracker.read_bytes() != before


def test_a_deleted_tracker_is_made_anew_with_the_offices_words(worked: Office) -> None:
    ref = worked.manager_types()
    worked.make_pass(MONDAY)
    worked.tracker.unlink()
    worked.make_pass(MONDAY + timedelta(minutes=5))
    case = next(row for row in rows(worked, "Cases") if row["Ref"] == ref)
    assert case["Notified Panel on"].date() == date(2026, 11, 16)


def test_a_damaged_tracker_is_set_aside_and_made_anew(worked: Office) -> None:
    worked.tracker.write_bytes(worked.tracker.read_bytes()[:5000])
    assert any("set aside" in fault for fault in worked.make_pass(MONDAY).faults)
    assert worked.tracker.stat().st_size == 5000
    worked.make_pass(MONDAY + timedelta(minutes=10))
    assert len(rows(worked, "Cases")) == 5
    assert list(worked.folder.glob("tracker set aside *.xlsx"))


def test_without_the_mailbox_the_reminders_still_go_and_nothing_is_lost(worked: Office) -> None:
    worked.manager_types()
    with worked.without(worked.servers.imap_port):
        report = worked.make_pass(MONDAY)
    assert any("Nothing answers" in fault for fault in report.faults)
    assert subjects(worked, "Rapid review meeting")
    assert worked.make_pass(MONDAY + timedelta(minutes=5)).faults == []


def test_a_refused_sign_in_is_said_once_and_tried_once_a_pass(worked: Office) -> None:
    (worked.folder / "password").write_text("wrong", encoding="utf-8")
    report = worked.make_pass(MONDAY)
    assert any("refused" in fault.lower() or "password" in fault.lower() for fault in report.faults)
    assert worked.servers.sign_ins.count("referrals@northshire.example") <= 6


def test_without_the_outgoing_server_everything_stays_queued_and_goes_later(office: Office) -> None:
    office.deliver_all()
    with office.without(office.servers.smtp_port):
        assert office.make_pass(FRIDAY).faults
    assert office.servers.sent == []
    office.make_pass(FRIDAY + timedelta(minutes=5))
    assert subjects(office, "We have received")
