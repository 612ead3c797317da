"""An answer to a reminder becomes a proposal under its own case, and one choice of the manager a fact."""

import io
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import openpyxl
import pytest
from office import FRIDAY, LATER, MONDAY, Office

from pipeline.clock.model import DutyState
from pipeline.edges.journal.notice_queue import QueuedMail
from pipeline.model import Attention, NoticeKind
from scheduler.demo.people import type_into


def reminder(office: Office) -> QueuedMail:
    with office.journal() as journal:
        mails = [mail for mail in journal.notices.all() if mail.kind is NoticeKind.REMINDER]
        asks = {mail.key: {(key.case_ref, key.duty) for key in journal.notices.keys_of(mail.key)} for mail in mails}
        return next(mail for mail in mails if ("NSH-2026-001", "rapid-review") in asks[mail.key])


def reply(asked: QueuedMail, text: str, *, at: datetime = LATER, references: str | None = None) -> EmailMessage:
    """A reply by whoever `asked` went to, to that mail, or to what `references` names."""
    mail = EmailMessage()
    mail["From"], mail["To"] = asked.recipient, "referrals@northshire.example"
    mail["Subject"], mail["Date"] = f"Re: {asked.subject}", format_datetime(at)
    mail["Message-ID"] = "<answer.1@northshire-council.example>"
    mail["In-Reply-To"] = asked.message_id if references is None else references
    mail.set_content(text)
    return mail


def answered(office: Office, text: str, *, references: str | None = None) -> list[Attention]:
    """The items that a reply with `text` to the reminder brings."""
    quoting = f"{text}\n\nKind regards\n\n> On Wednesday you wrote:\n> Rapid review, done on 1 January?\n"
    mail = reply(reminder(office), quoting, references=references)
    office.deliver(mail.as_bytes(), LATER + timedelta(hours=1))
    assert office.make_pass(LATER + timedelta(hours=2)).faults == []
    with office.journal() as journal:
        return [item for item in journal.casebook.attention() if item.id.startswith("proposal:")]


def rapid_review_sent(office: Office) -> object:
    with office.journal() as journal:
        return journal.casebook.cases("NSH-2026-001")[0].text("rapid_review_sent")


@pytest.mark.parametrize(("choice", "holds"), [("yes", "2026-12-01"), ("no", "")])
def test_what_a_partner_answers_is_taken_over_by_one_choice(reminded: Office, choice: str, holds: str) -> None:
    (item,) = answered(reminded, "NSH-2026-001: the rapid review was sent on 1 December.")
    assert item.case_ref == "NSH-2026-001"
    assert "Tue 1 December 2026" in item.remedy
    assert rapid_review_sent(reminded) == ""
    type_into(reminded.tracker, "Needs attention", cells={item.id: {"Accept": choice}})
    for hours in (3, 4):
        assert reminded.make_pass(LATER + timedelta(hours=hours)).faults == []
        assert rapid_review_sent(reminded) == holds
    with reminded.journal() as journal:
        assert next(one for one in journal.casebook.attention() if one.id == item.id).resolved


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("NSH-2026-001: the rapid review was sent on 1 December.", "2026-12-01"),
        ("NSH-2026-001: the rapid review was sent last Tuesday.", ""),
        ("NSH-2026-001: the rapid review is not applicable.", ""),
    ],
)
def test_what_can_be_read_in_one_way_counts_at_once_where_the_settings_say_so(
    reminded: Office, text: str, holds: str
) -> None:
    config = reminded.config.read_text(encoding="utf-8").replace("[intake]", '[intake]\nanswers = "take"')
    reminded.config.write_text(config, encoding="utf-8")
    (item,) = answered(reminded, text)
    assert rapid_review_sent(reminded) == holds
    assert item.resolved == bool(holds)
    folder = "Processed" if holds else "Needs attention"
    assert any(b"answer.1@northshire-council" in mail.raw for mail in reminded.servers.mails(folder))


def test_what_is_said_not_to_apply_is_set_aside_by_one_choice_with_reason_and_name(reminded: Office) -> None:
    (item,) = answered(reminded, "NSH-2026-001: the rapid review is not applicable, Brackwater lives elsewhere.")
    assert "it does not apply (rapid review)" in item.why
    assert "B. lives elsewhere" in item.remedy
    type_into(reminded.tracker, "Needs attention", cells={item.id: {"Accept": "yes"}})
    assert reminded.make_pass(LATER + timedelta(hours=3)).faults == []
    with reminded.journal() as journal:
        (case,) = journal.casebook.cases("NSH-2026-001")
    assert "not applicable" in case.text("not_applicable", "rapid-review")
    by = case.text("said_by", "rapid-review")
    assert by == "Head of safeguarding, Northshire Council, Children's Social Care"
    with reminded.snapshot(LATER + timedelta(hours=4)) as known:
        states = {entry.rule: entry.state for entry in known.deadlines["NSH-2026-001"]}
    assert states["rapid-review"] is DutyState.NOT_NEEDED


def test_a_question_back_is_shown_and_changes_nothing(reminded: Office) -> None:
    (item,) = answered(reminded, "Which meeting was that?")
    assert "a question back" in item.why
    assert "Accept" not in item.remedy


def test_what_answers_no_mail_of_ours_proposes_nothing(reminded: Office) -> None:
    assert answered(reminded, "Sent on 1 December.", references="<guessed@northshire.example>") == []


def test_what_was_accepted_is_not_declined_afterwards(reminded: Office) -> None:
    (item,) = answered(reminded, "NSH-2026-001: the rapid review was sent on 1 December.")
    as_it_was = reminded.tracker.read_bytes()
    for hours, choice in ((3, "yes"), (4, "no")):
        # The second one is chosen in a copy from before the first, in which the row still stands.
        book = openpyxl.load_workbook(io.BytesIO(as_it_was))
        sheet = book["Needs attention"]
        columns = {cell.value: cell.column for cell in sheet[4]}
        row = next(each[0].row for each in sheet.iter_rows(min_row=5) if each[columns["Id"] - 1].value == item.id)
        sheet.cell(row, columns["Accept"]).value = choice
        book.save(reminded.tracker)
        assert reminded.make_pass(LATER + timedelta(hours=hours)).faults == []
    assert rapid_review_sent(reminded) == "2026-12-01"
    with reminded.journal() as journal:
        said = [entry.event for entry in journal.casebook.entries() if "what a mail proposes" in entry.event]
    assert said == ["The office accepted what a mail proposes"]


def test_one_mail_with_duties_and_questions_of_several_cases_is_answered_for_each(worked: Office) -> None:
    lead = "safeguarding.lead@northshire-council.example"
    with worked.journal() as journal:
        sent = {mail: journal.notices.keys_of(mail.key) for mail in journal.notices.all() if mail.recipient == lead}
        (asked,) = (mail for mail, keys in sent.items() if NoticeKind.REMINDER in {key.kind for key in keys})
        asks = {(key.kind, key.case_ref) for key in journal.notices.keys_of(asked.key)}
        before = {item.id for item in journal.casebook.attention()}
        other = min(ref for kind, ref in asks if kind is NoticeKind.QUESTION)
    assert (NoticeKind.REMINDER, "NSH-2026-001") in asks
    text = f"NSH-2026-001: reported on 13 November.\n{other}: we became aware on 12 November.\n"
    mail = reply(asked, text, at=MONDAY)
    worked.deliver(mail.as_bytes(), MONDAY + timedelta(hours=1))
    assert worked.make_pass(MONDAY + timedelta(hours=2)).faults == []
    with worked.journal() as journal:
        every = journal.casebook.attention()
    items = {item.case_ref: item.remedy for item in every if item.id.startswith("proposal:") and item.id not in before}
    assert set(items) == {"NSH-2026-001", other}
    assert "Fri 13 November 2026" in items["NSH-2026-001"]
    assert "Thu 12 November 2026" in items[other]


def test_an_answer_to_the_digest_that_asks_is_an_answer_to_its_question(office: Office) -> None:
    office.deliver_all()
    office.make_pass(FRIDAY)
    with office.journal() as journal:
        (digest,) = (mail for mail in journal.notices.all() if mail.kind is NoticeKind.DIGEST)
    said = "NSH-2026-002: the authority became aware on 11 November."
    office.deliver(reply(digest, said, at=FRIDAY + timedelta(hours=1)).as_bytes(), FRIDAY + timedelta(hours=1))
    assert office.make_pass(FRIDAY + timedelta(hours=2)).faults == []
    with office.journal() as journal:
        (item,) = (one for one in journal.casebook.attention() if "Wed 11 November 2026" in one.remedy)
    assert item.case_ref == "NSH-2026-002"
