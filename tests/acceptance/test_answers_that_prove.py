"""What comes back counts only where it proves that it answers something that was sent; all else is shown to a person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import month_post as post
import pytest
from names import contents, leaks, own_name
from office import MONDAY, Office, message

from pipeline.model import Attention
from pipeline.notices.situation import MeetingState
from pipeline.tracker.merge.tables import tables
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.package import written
from pipeline.tracker.workbook.rewritten_sheet import with_rows
from scheduler.demo.servers import SentMail
from scheduler.demo.story import mailbox
from scheduler.office import office_of
from scheduler.ports import open_ports
from scheduler.run import one_pass

ICB = "designated.nurse@northshire-icb.example"
COMMUNITY = "named.nurse@northshire-community.example"
MANAGER = "manager@northshire.example"
SOON = MONDAY + timedelta(hours=1)
Change = Callable[[bytes], bytes]


def invitation(office: Office, *, to: str = ICB) -> SentMail:
    return next(one for one in office.servers.sent if one.recipients == (to,) and message(one.raw).calendar)


def swapped(*pairs: tuple[str, str]) -> Change:
    def change(raw: bytes) -> bytes:
        for old, new in pairs:
            assert old.encode() in raw
            raw = raw.replace(old.encode(), new.encode())
        return raw

    return change


def answered(office: Office, change: Change = bytes, *, said: str = "ACCEPTED", to: str = ICB) -> MeetingState:
    """The meeting once an answer, changed as asked, has come and a pass was made."""
    office.deliver(change(post.answer(invitation(office, to=to), said=said, at=SOON)), SOON)
    office.make_pass(SOON)
    with office.journal() as journal:
        (state,) = journal.kept.meetings.all().values()
    return state


def shown(office: Office, *words: str) -> list[Attention]:
    with office.journal() as journal:
        return [item for item in journal.casebook.attention() if any(word in item.what for word in words)]


def logged(office: Office) -> list[str]:
    with office.journal() as journal:
        return [f"{entry.event}: {entry.detail}" for entry in journal.casebook.entries()]


def told_to_the_manager(office: Office) -> str:
    """The mails that went to the manager in the last pass; none of them names anybody of the family."""
    mails = [mail for mail in office.servers.sent if mail.recipients == (MANAGER,)]
    for mail in mails:
        assert leaks(contents(mail.raw), allowed=own_name(mail)) == []
    return "\n".join(message(mail.raw).text for mail in mails)


# --- Answers to invitations ------------------------------------------------------------------------------------------


def test_an_answer_from_the_address_that_was_asked_is_taken(running: Office) -> None:
    assert answered(running).answers == {ICB: "accepted"}
    assert shown(running, "invitation") == []


def test_a_server_that_stamps_nothing_costs_no_answer_since_the_uid_is_proof_enough(running: Office) -> None:
    def unstamped(raw: bytes) -> bytes:
        head, _, rest = raw.partition(b"Authentication-Results:")
        return head + rest[rest.index(b"\r\nReceived:") + 2 :]

    assert answered(running, unstamped).answers == {ICB: "accepted"}


FROM_ICB = f"From: Partner <{ICB}>"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (swapped((FROM_ICB, "From: Partner <nurse@evil.example>")), "comes from another address"),
        (
            swapped((FROM_ICB, "From: X <x@evil.example>"), (f"mailto:{ICB}", "mailto:x@evil.example")),
            "an address that was not asked",
        ),
        (swapped(("dmarc=pass", "dmarc=fail")), "does not come from whom it names"),
        (
            swapped(
                (FROM_ICB, "From: X <x@evil.example>"),
                (f":mailto:{ICB}", f';SENT-BY="mailto:x@evil.example":mailto:{ICB}'),
            ),
            "comes from another address",
        ),
        (
            swapped(
                (FROM_ICB, "From: X <x@northshire-icb.example>"),
                (f":mailto:{ICB}", f';DELEGATED-FROM="mailto:{ICB}":mailto:x@northshire-icb.example'),
            ),
            "in the place of one who was",
        ),
    ],
    ids=["another sender", "a stranger", "forged", "a stranger as delegate", "somebody in their place"],
)
def test_an_answer_by_anybody_else_is_shown_and_not_taken(running: Office, change: Change, why: str) -> None:
    assert answered(running, change, said="DECLINED").answers == {}
    (item,) = shown(running, "invitation")
    assert why in item.why
    assert item.case_ref == running.first_death()
    assert item.what in told_to_the_manager(running)
    assert len(running.servers.mails("Needs attention")) == 1


@pytest.mark.parametrize("day", ["2026-12-04", ""])
def test_who_comes_to_a_meeting_says_nothing_of_another_day(running: Office, day: str) -> None:
    answered(running)
    assert coming(running) == {"yes"}
    content = running.tracker.read_bytes()
    table, of = tables(content)["Cases"], book(content)
    moved = {
        row.row.number: table.puts({"Rapid review on": day})
        for row in table.rows
        if row.texts["Ref"] == running.first_death()
    }
    running.tracker.write_bytes(
        written(of.package, {table.place.part: with_rows(table.place, cells=moved, added={}, of=of)})
    )
    running.make_pass(SOON + timedelta(hours=1))
    assert coming(running) == set()


def coming(office: Office) -> set[str]:
    """What the Agencies sheet says of who comes to the review."""
    rows = tables(office.tracker.read_bytes())["Agencies"].rows
    return {said for row in rows if (said := row.texts.get("Coming to the review", ""))}


def test_an_answer_with_a_guessed_uid_is_shown_and_not_taken(running: Office) -> None:
    def guess(raw: bytes) -> bytes:
        uid = post.invitation_in(invitation(running)).walk("VEVENT")[0]["UID"]
        guessed = f"rapid-review-{running.first_death().lower()}@northshire.example"
        return raw.replace(str(uid).encode(), guessed.encode())

    assert answered(running, guess).answers == {}
    assert "no invitation that was sent" in shown(running, "invitation")[0].why


def with_an_old_uid(office: Office) -> Change:
    """As if the meeting had been invited to by an earlier version, whose identifiers held no secret."""
    old = f"rapid-review-{office.first_death().lower()}@northshire.example"
    with office.journal() as journal, journal.writing():
        (state,) = journal.kept.meetings.all().values()
        journal.kept.meetings.put(replace(state, meeting=replace(state.meeting, uid=old)))
    return swapped((state.meeting.uid, old))


def test_an_older_invitation_without_a_secret_is_answered_by_who_is_confirmed(running: Office) -> None:
    assert answered(running, with_an_old_uid(running)).answers == {ICB: "accepted"}


def test_an_older_invitation_is_not_answered_by_whom_nobody_confirms(running: Office) -> None:
    older = with_an_old_uid(running)
    assert answered(running, lambda raw: older(swapped(("dmarc=pass", "dmarc=none"))(raw))).answers == {}
    assert "could not confirm" in shown(running, "invitation")[0].why


def test_a_delegate_answers_for_whom_they_write_and_the_log_says_so(running: Office) -> None:
    office = "office@northshire-icb.example"
    change = swapped(
        (FROM_ICB, f"From: Office <{office}>"), (f":mailto:{ICB}", f';SENT-BY="mailto:{office}":mailto:{ICB}')
    )
    assert answered(running, change).answers == {ICB: "accepted"}
    assert f"Invitation accepted: {office} for {ICB}" in logged(running)
    assert shown(running, "invitation") == []


def test_a_partner_s_refusal_reaches_the_manager_at_once_with_its_words_and_no_name(running: Office) -> None:
    words = "COMMENT:We cannot come: Ottoline Brackwater\\, 999 471 2098\\, was not ours.\r\nUID:"
    state = answered(running, swapped(("UID:", words)), said="DECLINED")
    assert state.answers == {ICB: "declined"}
    told = told_to_the_manager(running)
    assert "NHS Northshire Integrated Care Board will not come." in told
    assert "We cannot come: O. B., …, was not ours." in " ".join(told.split())


def test_an_agency_s_refusal_is_told_only_for_its_words(running: Office) -> None:
    assert answered(running, said="DECLINED", to=COMMUNITY).answers == {COMMUNITY: "declined"}
    assert shown(running, "declined") == []
    answered(running, swapped(("UID:", "COMMENT:On leave\r\nUID:")), said="DECLINED", to=COMMUNITY)
    (item,) = shown(running, "declined")
    assert item.why.startswith("Health visiting, Northshire Community NHS Trust will not come. It says: “On leave”")


def test_another_time_reaches_the_manager_at_once_with_its_hour(running: Office) -> None:
    counter = swapped(
        ("METHOD:REPLY", "METHOD:COUNTER"),
        ("method=REPLY", "method=COUNTER"),
        ("PARTSTAT=ACCEPTED", "PARTSTAT=TENTATIVE"),
        ("DTSTART:20261203T100000Z", "DTSTART:20261204T140000Z"),
    )
    assert answered(running, counter).answers == {ICB: "tentative"}
    assert "NHS Northshire Integrated Care Board proposes Fri 4 December 2026" in told_to_the_manager(running)


# --- Bounces ---------------------------------------------------------------------------------------------------------


def states(office: Office, sent: SentMail) -> str:
    with office.journal() as journal:
        return next(mail.state for mail in journal.notices.all() if mail.message_id == message(sent.raw).message_id)


def bounced(office: Office, change: Change) -> SentMail:
    sent = invitation(office)
    office.deliver(change(post.bounce(sent, at=SOON)), SOON)
    office.make_pass(SOON)
    return sent


def test_a_bounce_that_gives_back_the_id_of_a_notice_marks_it(running: Office) -> None:
    assert states(running, bounced(running, bytes)) == "refused"
    assert "designated.nurse" in shown(running, "came back")[0].why


@pytest.mark.parametrize("name", ["In-Reply-To", "References"])
def test_so_does_one_that_has_it_in_its_thread_alone(running: Office, name: str) -> None:
    ours = message(invitation(running).raw).message_id
    change = swapped((f"Message-ID: {ours}\r\n", ""), ("Auto-Submitted:", f"{name}: {ours}\r\nAuto-Submitted:"))
    assert states(running, bounced(running, change)) == "refused"


@pytest.mark.parametrize("given", ["<caseclock-0123@northshire.example>", "", "<by.hand@northshire.example>"])
def test_a_bounce_without_the_id_marks_nothing_and_is_shown(running: Office, given: str) -> None:
    ours = message(invitation(running).raw).message_id
    sent = bounced(running, swapped((ours, given)))
    assert states(running, sent) == "sent"
    assert shown(running, "came back") == []
    (item,) = shown(running, "says that one of ours")
    assert "to northshire-icb.example" in item.why
    assert item.what in told_to_the_manager(running)


def test_a_bounce_of_a_notice_that_never_left_marks_nothing(running: Office) -> None:
    sent = invitation(running)
    with running.journal() as journal, journal.writing():
        held = next(mail for mail in journal.notices.all() if mail.message_id == message(sent.raw).message_id)
        journal.notices.sent(held.key, now=MONDAY, state="held")
    assert states(running, bounced(running, bytes)) == "held"
    assert len(shown(running, "says that one of ours")) == 1


def test_a_delay_or_a_receipt_without_the_id_is_nothing_to_look_at(running: Office) -> None:
    ours = message(invitation(running).raw).message_id
    bounced(running, swapped((ours, "<x@y.example>"), ("Action: failed", "Action: delayed")))
    assert shown(running, "says that one of ours", "came back") == []
    bounced(running, swapped(("Action: failed", "Action: delivered")))
    assert f"Mail delivered: {ICB}" in logged(running)


@pytest.mark.parametrize(("age", "number"), [(timedelta(days=200), 0), (timedelta(hours=1), 1)])
def test_an_old_bounce_in_a_mailbox_that_is_taken_in_asks_nobody_anything(
    office: Office, age: timedelta, number: int
) -> None:
    undeliverable = next(file for file in mailbox() if "undeliverable" in file.name)
    office.deliver(undeliverable.read_bytes(), MONDAY - age)
    known = replace(office_of(office.config), backfill=True)
    with open_ports(known) as ports:
        one_pass(known, ports, now=MONDAY)
    assert len(shown(office, "says that one of ours")) == number
