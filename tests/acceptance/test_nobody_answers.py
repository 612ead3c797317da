"""Whole passes while nobody answers: who is asked on which morning, what Needs attention shows, what one choice accepts."""

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import pytest
from month_post import REFERRALS, form_mail
from office import Office, message
from test_main_job import rows

from pipeline.clock.count.calendars import england_and_wales
from pipeline.clock.count.workdays import counted
from pipeline.facts import Source
from pipeline.model import Attention, Message
from scheduler.demo.people import type_into
from scheduler.demo.story import mailbox

MANAGER, DEPUTY = "manager@northshire.example", "deputy@northshire.example"
LEAD, CHAIR = "safeguarding.lead@northshire-council.example", "chair@northshire.example"
EXECUTIVE = "chief@northshire-council.example"
OPENED = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
MORE_CONTACTS = f"""
[[contacts]]
name = "Deputy business manager"
address = "{DEPUTY}"
agency = "Northshire SCP"
role = "deputy"

[[contacts]]
name = "Chief executive"
address = "{EXECUTIVE}"
agency = "Northshire Council"
role = "executive"
"""


@pytest.fixture
def asked(office: Office) -> Office:
    """An office with a deputy and an executive."""
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text + MORE_CONTACTS, encoding="utf-8")
    return office


def comes(office: Office, child: str, **answers: object) -> None:
    at = OPENED - timedelta(hours=1)
    office.deliver(form_mail(REFERRALS[child] | {"date": "17/11/2026"} | answers, at, mark=f"0{ord(child)}"), at=at)


def locked_file_comes(office: Office) -> None:
    office.deliver(next(file.read_bytes() for file in mailbox() if file.name.startswith("05-")), at=OPENED)


def mornings(number: int) -> list[datetime]:
    days = (counted(OPENED.date(), n, calendar=england_and_wales()).due for n in range(number))
    return [OPENED.replace(month=day.month, day=day.day) for day in days]


def questions_sent(office: Office) -> list[tuple[str, str, str]]:
    """Day, recipient and text of every mail that asks something; of a digest the part that asks."""
    found = ((mail.recipients[0], message(mail.raw)) for mail in office.servers.sent)
    return [
        (f"{said.date_header:%d %b}", to, asking)
        for to, said in found
        if said.date_header and (asking := part_that_asks(said))
    ]


def part_that_asks(said: Message) -> str:
    """The text in which a mail asks something; empty where it asks nothing."""
    if said.subject.startswith("Today:"):
        return said.text.partition("ASKED OF YOU TODAY")[2].partition("QUESTIONS THAT WAIT")[0]
    asks = " wait for " in said.subject or " waits " in said.subject
    return f"{said.subject}\n{said.text}" if asks else ""


def days_of(office: Office, address: str, words: str = "") -> list[str]:
    return [day for day, to, text in questions_sent(office) if to == address and words in text]


def items(office: Office, kind: str) -> list[Attention]:
    with office.journal() as journal:
        return [item for item in journal.casebook.attention() if item.id.startswith(kind) and not item.resolved]


def refs(office: Office) -> dict[str, str]:
    """The case of each incident date, by its day."""
    with office.journal() as journal:
        return {str(case.day("incident")): case.ref for case in journal.casebook.cases()}


def test_while_nobody_answers_each_case_grows_louder_by_its_own_steps(asked: Office) -> None:
    comes(asked, "A", incident="16/11/2026", died="16/11/2026", dob="12/05/2026")
    comes(asked, "B", incident="14/11/2025")
    comes(asked, "C", incident="13/11/2026")
    locked_file_comes(asked)
    first, *later = mornings(13)
    asked.make_pass(first)
    death, old, aware = (refs(asked)[day] for day in ("2026-11-16", "2025-11-14", "2026-11-13"))
    type_into(asked.tracker, "Cases", cells={aware: {"LA aware on": "2026-11-17"}})
    for now in later:
        asked.make_pass(now)
    assert days_of(asked, MANAGER)[0] == "18 Nov"
    assert f"{death} (" in next(text for _, to, text in questions_sent(asked) if to == MANAGER)
    # The lead hears of what only the authority can say on the next morning, of an old incident no sooner.
    assert days_of(asked, LEAD)[0] == "19 Nov"
    assert days_of(asked, CHAIR, old)[:2] == ["20 Nov", "27 Nov"]
    # 17 November and five working days: the true last day is the 24th, told with the old incident two days before it.
    assert days_of(asked, CHAIR, aware)[:2] == ["20 Nov", "25 Nov"]
    assert days_of(asked, EXECUTIVE, aware)[0] == "25 Nov"
    assert days_of(asked, EXECUTIVE, old)[0] == "27 Nov"
    # 16 November and five working days is a target only: the 23rd, and the 30th for the executives.
    assert days_of(asked, CHAIR, death)[0] == "20 Nov"
    assert days_of(asked, EXECUTIVE, death)[0] == "30 Nov"
    assert days_of(asked, DEPUTY)[0] == "20 Nov"
    assert all(
        "password" in text or "could not be read" in text for _, to, text in questions_sent(asked) if to == DEPUTY
    )
    for _, to, text in questions_sent(asked):
        assert len(text.split()) <= 350
        assert "overdue" not in text.lower()
        assert to in (MANAGER, DEPUTY) or "racker" not in text
    urgent = {item.case_ref for item in items(asked, "question:") if item.urgent}
    assert {death, old, aware} <= urgent
    assert not [message(mail.raw).subject for mail in asked.servers.sent if "URGENT" in message(mail.raw).subject]


def test_asking_twice_in_one_morning_says_nothing_twice(asked: Office) -> None:
    comes(asked, "B", incident="14/11/2025")
    for now in (OPENED, OPENED + timedelta(minutes=10)):
        asked.make_pass(now)
    assert [to for _, to, _ in questions_sent(asked)] == [MANAGER]


def test_an_automatic_reply_passes_the_question_on_in_the_same_pass(asked: Office) -> None:
    comes(asked, "B", incident="14/11/2025")
    asked.make_pass(OPENED)
    away = EmailMessage(policy=SMTP)
    away["From"], away["To"] = MANAGER, "referrals@northshire.example"
    away["Subject"] = "Automatic reply: One case waits for an answer from you"
    away["Auto-Submitted"] = "auto-replied"
    away["Date"] = format_datetime(OPENED + timedelta(minutes=1))
    away["Message-ID"] = "<away.1@northshire.example>"
    away.set_content("I am away until Monday.")
    asked.deliver(away.as_bytes(), at=OPENED + timedelta(minutes=1))
    asked.make_pass(OPENED + timedelta(minutes=10))
    assert [to for _, to, _ in questions_sent(asked)] == [MANAGER, DEPUTY]
    assert items(asked, "question:")


@pytest.mark.parametrize(
    ("child", "found", "asked_early"),
    [
        ("B", "dmarc=pass", True),
        ("B", "dmarc=fail", False),
        ("B", "", False),
        ("A", "", True),
        ("A", "dmarc=fail", False),
    ],
)
def test_the_lead_is_asked_early_only_of_a_sender_who_can_be_believed(
    asked: Office, child: str, found: str, asked_early: bool
) -> None:
    at = OPENED - timedelta(hours=1)
    answers = REFERRALS[child] | {"date": "17/11/2026", "incident": "14/11/2025"}
    raw = form_mail(answers, at, mark="0B").replace(b"dmarc=pass", found.encode()).replace(b"spf=pass", b"spf=none")
    asked.deliver(raw, at=at)
    for now in mornings(2):
        asked.make_pass(now)
    assert (LEAD in [to for _, to, _ in questions_sent(asked)]) is asked_early


def test_in_every_mode_the_office_itself_is_asked(asked: Office) -> None:
    text = asked.config.read_text(encoding="utf-8")
    asked.config.write_text(f'{text}\n[notices.modes]\nquestion = "hold"\nalert = "hold"\n', encoding="utf-8")
    comes(asked, "B", incident="14/11/2025")
    locked_file_comes(asked)
    for now in mornings(2):
        asked.make_pass(now)
    assert [to for _, to, _ in questions_sent(asked)] == [MANAGER]
    assert any("new thing to look at" in message(mail.raw).text for mail in asked.servers.sent)
    with asked.journal() as journal:
        held = [mail.recipient for mail in journal.notices.all() if mail.state == "held"]
    assert held == [LEAD]


def test_what_a_form_proposes_is_accepted_with_one_choice(asked: Office) -> None:
    comes(asked, "A", incident="16/11/2026", died="16/11/2026", dob="12/05/2026", looked_after="YES")
    asked.make_pass(OPENED)
    (proposed,) = items(asked, "proposed:")
    assert proposed.why == "The form says: Harm: died; Looked after: yes."
    (question,) = items(asked, "question:")
    assert "Was the child looked after? The form says: yes." in question.why
    type_into(asked.tracker, "Needs attention", cells={proposed.id: {"Resolved": "yes"}})
    asked.make_pass(OPENED + timedelta(minutes=10))
    with asked.journal() as journal:
        (case,) = journal.casebook.cases()
    for name, value in (("outcome", "died"), ("looked_after", "yes")):
        fact = case.fact(name)
        assert fact
        assert (fact.value, fact.source, fact.detail) == (value, Source.TRACKER, "accepted in Needs attention")
    assert not items(asked, "proposed:")
    (question,) = items(asked, "question:")
    assert "Was the child looked after?" not in question.why
    (row,) = rows(asked, "Cases")
    assert (row["Harm"], row["Looked after"]) == ("died", "yes")


def test_a_question_that_is_only_ticked_stays_until_it_is_answered(asked: Office) -> None:
    comes(asked, "B", incident="14/11/2025")
    asked.make_pass(OPENED)
    (question,) = items(asked, "question:")
    type_into(asked.tracker, "Needs attention", cells={question.id: {"Resolved": "yes"}})
    for minutes in (10, 20):
        asked.make_pass(OPENED + timedelta(minutes=minutes))
        assert items(asked, "question:")
        (row,) = [row for row in rows(asked, "Needs attention") if row["Id"] == question.id]
        assert (row["Resolved"], row["State"]) == (None, "open")


def test_what_is_typed_beside_the_choice_holds(asked: Office) -> None:
    comes(asked, "A", incident="16/11/2026", died="16/11/2026", dob="12/05/2026")
    asked.make_pass(OPENED)
    (proposed,) = items(asked, "proposed:")
    with asked.journal() as journal:
        (ref,) = journal.casebook.refs()
    type_into(asked.tracker, "Needs attention", cells={proposed.id: {"Resolved": "yes"}})
    type_into(asked.tracker, "Cases", cells={ref: {"LA aware on": "2026-11-17", "Care leaver": "no"}})
    asked.make_pass(OPENED + timedelta(minutes=10))
    with asked.journal() as journal:
        (case,) = journal.casebook.cases()
    assert (case.text("care_leaver"), case.day("la_aware")) == ("no", date(2026, 11, 17))
    assert (fact := case.fact("outcome")) and fact.source is Source.TRACKER
