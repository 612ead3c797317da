"""One mail of the alert that comes on every working day and of what is due that day: what ends it, and what is told once."""

import io
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import docx
import pytest
from month_post import bounce
from office import FRIDAY, Office, PowerCut, message
from put_back import kept
from test_a_failing_case import own_templates
from test_a_flood import cry

from pipeline.model import MailKind, Message, NoticeKind
from scheduler.demo.story import mailbox

pytestmark = pytest.mark.passes
LEAD = "safeguarding.lead@northshire-council.example"
ALERT, DUTY = "URGENT, still open", "Report to the partners due"
MONDAY = datetime(2026, 11, 16, 8, 6, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTES = timedelta(minutes=10)


def brought_to_monday(office: Office) -> Office:
    """An office in which nobody answers an urgent mail until the authority's lead has a duty due in three days."""
    for file in mailbox()[:3]:
        office.deliver(file.read_bytes())
    office.deliver(cry(1, "head@fellside-school.example", verdict="dmarc=pass", at=FRIDAY), FRIDAY)
    office.make_pass(FRIDAY)
    office.manager_types()
    office.make_pass(FRIDAY + timedelta(hours=6))
    return office


unanswered = kept(brought_to_monday)


def to_lead(office: Office, since: int = 0) -> list[Message]:
    """What the lead got of alerts and of the day."""
    there = (message(mail.raw) for mail in office.servers.sent[since:] if mail.recipients == (LEAD,))
    return [mail for mail in there if "URGENT" in mail.subject or DUTY in mail.subject or "wait" in mail.subject]


def kinds_told(office: Office) -> dict[str, set[NoticeKind]]:
    """What each mail to the lead says, by its state."""
    with office.journal() as journal:
        mails = [mail for mail in journal.notices.all() if mail.recipient == LEAD and mail.kind in TOGETHER]
        return {f"{mail.kind} {mail.state}": {key.kind for key in journal.notices.keys_of(mail.key)} for mail in mails}


TOGETHER = (NoticeKind.ALERT, NoticeKind.REMINDER, NoticeKind.QUESTION)


def events(office: Office) -> list[str]:
    with office.journal() as journal:
        return [entry.event for entry in journal.casebook.entries()]


def paper(words: str) -> bytes:
    document, content = docx.Document(), io.BytesIO()
    document.add_paragraph(words)
    document.save(content)
    return content.getvalue()


def answers(office: Office, words: str, *, subject: str = "", document: bytes = b"") -> Message:
    """The lead answers Monday's mail, quoting it as programs do; gives the mail that was answered."""
    office.make_pass(MONDAY)
    (asked,) = to_lead(office)
    quoted = "".join(f"> {line}\n" for line in asked.text.splitlines())
    mail = EmailMessage()
    mail["Authentication-Results"] = "mx01.northshire.example; dmarc=pass header.from=northshire-council.example"
    mail["From"], mail["To"] = LEAD, "referrals@northshire.example"
    mail["Subject"], mail["Date"] = subject or f"Re: {asked.subject}", format_datetime(MONDAY + MINUTES)
    mail["Message-ID"], mail["In-Reply-To"] = "<answer.1@northshire-council.example>", asked.message_id
    mail.set_content(f"{words}\n\nKind regards\nJo\n\nOn Mon, 16 Nov 2026 at 08:06, Northshire SCP wrote:\n{quoted}")
    if document:
        mail.add_attachment(document, maintype="application", subtype="octet-stream", filename="Chronology.docx")
    office.deliver(mail.as_bytes(), MONDAY + MINUTES)
    assert office.make_pass(MONDAY + 2 * MINUTES).faults == []
    return asked


def proposed(office: Office) -> list[str]:
    with office.journal() as journal:
        items = (item for item in journal.casebook.attention() if item.since >= MONDAY)
        return [item.what for item in items if item.id.startswith("proposal:")]


def test_the_alert_stands_first_and_the_duties_below_it_in_one_urgent_mail(unanswered: Office) -> None:
    unanswered.make_pass(MONDAY)
    (both,) = to_lead(unanswered)
    assert both.subject.startswith("URGENT, still open: a child may be in danger now (mail of Fri 13 November")
    assert "; also: Report to the partners due Thu 19 November, " in both.subject
    assert (both.header("importance"), both.header("x-priority")) == ("high", "1")
    assert both.header("x-caseclock-cases").split() == ["NSH-2026-001", "NSH-2026-002"]
    parts = ("now and pass it to the front door", "answer SEEN", "ASKED OF YOU TODAY", "3 working days left")
    places = [both.text.index(words) for words in parts]
    assert places == sorted(places)
    unanswered.make_pass(MONDAY + MINUTES)
    assert len(to_lead(unanswered)) == 1


def test_what_answers_the_duties_alone_leaves_the_alert_open(unanswered: Office) -> None:
    answers(unanswered, "Hi,\n\nNSH-2026-001: 13 November")
    assert proposed(unanswered)
    assert "Duties were answered, and not the urgent alert above them" in events(unanswered)
    unanswered.make_pass(MONDAY + DAY)
    assert [ALERT in mail.subject for mail in to_lead(unanswered)][:2] == [True, True]


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("Thank you, I have rung them.", ""),
        ("NSH-2026-001: reported on 13 November.\n\nSEEN", ""),
        ("13 November", "SEEN Re: URGENT"),
    ],
)
def test_seen_and_words_of_ones_own_end_the_alert(unanswered: Office, words: str, subject: str) -> None:
    answers(unanswered, words, subject=subject)
    assert bool(proposed(unanswered)) is ("13 November" in words)
    assert "An urgent alert was answered" in events(unanswered)
    unanswered.make_pass(MONDAY + DAY)
    assert not [mail.subject for mail in to_lead(unanswered)[1:] if "URGENT" in mail.subject]


def test_below_an_alert_no_day_is_entered_before_a_person_says_so(unanswered: Office) -> None:
    text = unanswered.config.read_text(encoding="utf-8")
    unanswered.config.write_text(text.replace("[intake]", '[intake]\nanswers = "take"'), encoding="utf-8")
    answers(unanswered, "NSH-2026-001: reported on 13 November.")
    assert proposed(unanswered)
    assert "An answer was entered" not in events(unanswered)


def test_what_the_office_wishes_held_is_not_put_below_an_alert(unanswered: Office) -> None:
    text = unanswered.config.read_text(encoding="utf-8")
    modes = '\n[notices.modes]\nreminder = "hold"\nquestion = "hold"\n'
    unanswered.config.write_text(text + modes, encoding="utf-8")
    unanswered.make_pass(MONDAY)
    (alert,) = to_lead(unanswered)
    assert "ASKED OF YOU TODAY" not in alert.text
    assert "Answer this mail in any words" in alert.text
    assert kinds_told(unanswered) == {
        "alert sent": {NoticeKind.ALERT},
        "reminder held": {NoticeKind.REMINDER, NoticeKind.QUESTION},
    }


@pytest.mark.parametrize(
    "own",
    [
        "Subject: URGENT, still open, as we say it\n{{ items | length }}\n",
        "Subject: URGENT, still open, as we say it\n{% if asked %}{{ asked | round }}{% endif %}\n",
    ],
    ids=["without the word", "fails with it"],
)
def test_where_an_own_alert_cannot_say_it_both_go_out_by_themselves_and_once(unanswered: Office, own: str) -> None:
    (own_templates(unanswered, "mail") / "alert.txt").write_text(own, encoding="utf-8")
    for minutes in range(3):
        assert not unanswered.make_pass(MONDAY + minutes * MINUTES).faults
    assert kinds_told(unanswered) == {
        "alert sent": {NoticeKind.ALERT},
        "reminder sent": {NoticeKind.REMINDER, NoticeKind.QUESTION},
    }
    alert, day = sorted(to_lead(unanswered), key=lambda mail: ALERT not in mail.subject)
    assert "as we say it" in alert.subject
    assert DUTY in day.subject


@pytest.mark.parametrize("step", ["Working out what is due to be said", "Sending"])
def test_a_pass_that_is_cut_off_tells_neither_twice_and_loses_neither(unanswered: Office, step: str) -> None:
    with pytest.raises(PowerCut):
        unanswered.make_pass(MONDAY, cut_after=step)
    for minutes in range(1, 3):
        unanswered.make_pass(MONDAY + minutes * MINUTES)
    assert len(to_lead(unanswered)) == 1
    assert kinds_told(unanswered) == {"alert sent": set(TOGETHER)}


def test_put_off_by_the_server_it_goes_once_and_refused_it_is_shown_with_the_duty(unanswered: Office) -> None:
    unanswered.servers.refusals[LEAD] = "450 4.2.1 Try again"
    unanswered.make_pass(MONDAY)
    unanswered.servers.refusals[LEAD] = "550 5.2.2 Mailbox full"
    unanswered.make_pass(MONDAY + MINUTES)
    assert kinds_told(unanswered) == {"alert refused": set(TOGETHER)}
    with unanswered.journal() as journal:
        items = (one for one in journal.casebook.attention() if one.id.startswith("refused:"))
        (item,) = (one for one in items if ALERT in one.what)
    assert item.urgent
    del unanswered.servers.refusals[LEAD]
    unanswered.make_pass(MONDAY + 2 * MINUTES)
    assert to_lead(unanswered) == []
    unanswered.make_pass(MONDAY + DAY)
    assert ALERT in to_lead(unanswered)[0].subject


def test_a_bounce_counts_for_both(unanswered: Office) -> None:
    unanswered.make_pass(MONDAY)
    to_them = (mail for mail in unanswered.servers.sent if mail.recipients == (LEAD,))
    (sent,) = (mail for mail in to_them if "URGENT" in message(mail.raw).subject)
    unanswered.deliver(bounce(sent, at=MONDAY + MINUTES), MONDAY + MINUTES)
    unanswered.make_pass(MONDAY + 2 * MINUTES)
    assert kinds_told(unanswered) == {"alert refused": set(TOGETHER)}
    with unanswered.journal() as journal:
        (item,) = (one for one in journal.casebook.attention() if one.id.startswith("bounced:"))
    assert item.urgent


def test_a_return_sent_in_answer_is_an_answer_to_the_duties_whatever_its_words(unanswered: Office) -> None:
    words = "Here is our chronology for NSH-2026-001.\n\nWe have gone through all that we hold."
    answers(unanswered, words, document=paper("Chronology of what the agency knew of the family since March"))
    with unanswered.journal() as journal:
        assert journal.mails.counts()[MailKind.AGENCY_RETURN.value] == 1
    assert "Duties were answered, and not the urgent alert above them" in events(unanswered)


def test_while_the_store_is_older_than_what_it_has_shown_the_alert_alone_leaves(unanswered: Office) -> None:
    with unanswered.journal() as journal, journal.writing():
        journal.kept.guards.sent_refs.put(frozenset({"NSH-2026-099"}))
    unanswered.make_pass(MONDAY)
    (alert,) = to_lead(unanswered)
    assert "ASKED OF YOU TODAY" not in alert.text
    with unanswered.journal() as journal, journal.writing():
        journal.kept.guards.sent_refs.put(frozenset())
    unanswered.make_pass(MONDAY + MINUTES)
    assert [DUTY in mail.subject for mail in to_lead(unanswered)] == [False, True]
