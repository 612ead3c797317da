"""Scenes of domain and office, each played through whole passes on real servers: who is told what, when, in which words."""

import io
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.utils import format_datetime

import openpyxl
import pytest
from office import Office, message
from scenes import CHAIR, DIED, FIRST_DAY, HARMED, LEAD, MANAGER, ToldMail, arrives, play, types, working_days

from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.model import DutyState
from scheduler.office import office_of
from scheduler.snapshot import Snapshot

pytestmark = pytest.mark.slow
FIRST = "NSH-2026-001"
DAYS = tuple(working_days(FIRST_DAY, 45))
MET = {"Criteria_met": "yes", "Decided_by": "The three partners"}


def ledger(office: Office, number: int, ref: str = FIRST) -> Ledger:
    """The ledger of a case on a day of the scene."""
    day = DAYS[number]
    with office.journal() as journal:
        now = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
        found = Snapshot(office_of(office.config), journal, now=now)
        return found.counted(found.cases_by_ref[ref])


def states(found: Ledger) -> dict[str, str]:
    return {
        duty.rule: duty.state.value for duty in (*found.deadlines, *found.tasks) if not getattr(duty, "subject", "")
    }


def row(office: Office, sheet: str = "Cases", ref: str = FIRST) -> dict[str, object]:
    """The first row of a case as the workbook shows it."""
    book = openpyxl.load_workbook(io.BytesIO(office.tracker.read_bytes()), data_only=True)
    rows = list(book[sheet].iter_rows(min_row=4, values_only=True))
    return next(dict(zip(rows[0], each, strict=False)) for each in rows[1:] if each[0] == ref)


def waiting(office: Office) -> dict[str, str]:
    with office.journal() as journal:
        return {item.id: f"{item.what} {item.why}" for item in journal.casebook.attention() if not item.resolved}


def to(told: list[ToldMail], *addresses: str) -> list[ToldMail]:
    return [mail for mail in told if mail.to in addresses]


def executive(office: Office) -> str:
    """Adds a chief executive to the office's contacts."""
    address = "chief.executive@northshire-council.example"
    text = office.config.read_text(encoding="utf-8")
    contact = f'\n[[contacts]]\nname = "Chief executive"\naddress = "{address}"\nagency = "Northshire Council"\nrole = "executive"\n'
    office.config.write_text(text + contact, encoding="utf-8")
    return address


def test_found_hanged_and_not_suspected_is_asked_about_and_never_nothing_due(office: Office) -> None:
    told = play(office, days=3, acts={0: arrives(DIED | {"abuse": "no"})}, title="A form ticks died and not suspected")
    assert states(ledger(office, 2))["notify-panel"] == "to_be_decided"
    assert f"question:{FIRST}" in waiting(office)
    assert row(office)["Next duty"] not in (None, "", "Nothing due")
    assert any("criteria" in mail.words for mail in to(told, MANAGER))


def test_a_case_closed_with_the_panel_never_notified_stays_open_in_effect(office: Office) -> None:
    decided = types(**MET, Criteria_decided_on="2026-03-03", LA_aware_on="2026-02-27")
    acts = {0: arrives(HARMED), 1: decided, 2: closes_early}
    told = play(office, days=8, acts=acts, title="Closed, the Panel never notified")
    found = ledger(office, 7)
    assert found.is_open and states(found)["notify-panel"] == "overdue"
    assert row(office)["State"] not in ("Done", "Nothing due")
    assert "Notify the Child Safeguarding Practice Review Panel" in waiting(office)[f"evidence:{FIRST}"]
    assert any(mail.accuses() for mail in to(told, LEAD))


def test_what_was_fulfilled_is_told_to_no_executive(office: Office) -> None:
    chief = executive(office)
    notified = types(**MET, Criteria_decided_on="2026-03-03", LA_aware_on="2026-02-27", Notified_Panel_on="2026-03-04")
    told = play(office, days=15, acts={0: arrives(HARMED), 2: notified}, title="Notified in time")
    assert [mail for mail in to(told, chief) if "Notify" in mail.words or "Report" in mail.words] == []
    assert not any(
        duty.state is DutyState.OVERDUE and duty.force.value != "local" for duty in ledger(office, 14).deadlines
    )


def test_the_first_mail_to_the_authority_calls_nothing_late(office: Office) -> None:
    answers = HARMED | {"incident": "03/03/2025", "date": "02/03/2026"}
    told = play(office, days=12, acts={0: arrives(answers)}, title="An incident of a year ago referred today")
    lead = to(told, LEAD, CHAIR)
    assert lead and not any(mail.accuses() for mail in told)
    assert lead[0].day == DAYS[1]
    assert lead[0].day >= DAYS[1] and to(told, CHAIR)[0].day >= DAYS[2]
    assert "Saltmarsh Primary School" in lead[0].words and "01632 960111" in lead[0].words


def test_the_authority_aware_on_the_day_before_is_reminded_only_once_it_applies(office: Office) -> None:
    acts = {
        0: arrives(HARMED),
        1: types(LA_aware_on="2026-03-02"),
        4: types(**MET, Criteria_decided_on="2026-03-06"),
    }
    told = play(office, days=9, acts=acts, title="The authority aware on the day before")
    before = [mail for mail in to(told, LEAD) if mail.day < DAYS[4]]
    assert not any("Notify the Child Safeguarding" in mail.words for mail in before)
    due = ledger(office, 4).deadlines[0]
    assert due.rule == "notify-panel" and due.due == date(2026, 3, 9)
    after = [mail for mail in to(told, LEAD) if mail.day > date(2026, 3, 9) and mail.accuses()]
    assert after


def test_a_looked_after_childs_death_notified_as_such_starts_no_rapid_review(office: Office) -> None:
    death = DIED | {"looked_after": "YES", "abuse": "no"}
    acts = {
        0: arrives(death),
        2: types(
            LA_aware_on="2026-03-02",
            Notified_Panel_on="2026-03-04",
            Notified_as="death of a looked-after child or care leaver",
        ),
        9: lambda there, _: early.update(states(ledger(there, 9))),
        10: types(**MET, Criteria_decided_on="2026-03-16"),
    }
    early: dict[str, str] = {}
    told = play(
        office, days=16, acts=acts, title="A looked-after child's death notified on day two; the criteria met later"
    )
    late = states(ledger(office, 15))
    assert early["looked-after-death"] == "done" and early["notify-panel"] == "to_be_decided"
    assert "rapid-review" not in early and not any("summary" in mail.subject.lower() for mail in told)
    panel = next(duty for duty in ledger(office, 15).deadlines if duty.rule == "notify-panel")
    assert (late["notify-panel"], panel.due) == ("due", date(2026, 3, 23))


def test_a_case_closed_wrongly_and_reopened_counts_from_its_true_days(office: Office) -> None:
    chief = executive(office)
    acts = {
        0: arrives(HARMED),
        1: types(**MET, Criteria_decided_on="2026-03-03", LA_aware_on="2026-03-02"),
        2: closes_early,
        17: reopens,
    }
    told = play(office, days=22, acts=acts, title="Closed wrongly and reopened after three weeks")
    panel = next(duty for duty in ledger(office, 21).deadlines if duty.rule == "notify-panel")
    assert (panel.due, panel.state) == (date(2026, 3, 9), DutyState.OVERDUE)
    assert to(told, LEAD) and to(told, chief)


def test_an_unreadable_form_owes_nothing_and_is_opened_by_the_office(office: Office) -> None:
    def arrives_damaged(there: Office, now: datetime) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"] = "head@saltmarsh-primary.example", "referrals@northshire.example"
        mail["Subject"], mail["Date"] = "Serious incident referral", format_datetime(now)
        mail["Message-ID"] = "<damaged.1@saltmarsh-primary.example>"
        mail.set_content("Please find the referral form attached.")
        mail.add_attachment(
            b"PK\x03\x04 not a document", maintype="application", subtype="msword", filename="Form.docx"
        )
        there.deliver(mail.as_bytes(), now)

    told = play(office, days=14, acts={0: arrives_damaged}, title="A form that cannot be read, and nobody opens it")
    found = ledger(office, 13)
    assert (found.deadlines, found.tasks) == ((), ())
    assert to(told, LEAD, CHAIR) == [] and not any(mail.accuses() for mail in told)
    assert any("open" in mail.words.lower() for mail in to(told, MANAGER))


def test_while_the_manager_is_away_the_next_in_line_is_asked(office: Office) -> None:
    deputy = "deputy@northshire.example"
    text = office.config.read_text(encoding="utf-8")
    contact = f'\n[[contacts]]\nname = "Deputy"\naddress = "{deputy}"\nagency = "Northshire SCP"\nrole = "deputy"\n'
    office.config.write_text(text + contact, encoding="utf-8")

    def is_away(there: Office, now: datetime) -> None:
        for number, sent in enumerate(there.servers.sent):
            if sent.recipients[0] == MANAGER and f"{now:%d}-{number}" not in replied:
                replied.add(f"{now:%d}-{number}")
                there.deliver(away(sent.raw, now), now)

    replied: set[str] = set()
    acts = {0: arrives(HARMED), **dict.fromkeys(range(1, 10), is_away)}
    told = play(office, days=10, acts=acts, title="The manager is away for ten days")
    asked = [mail for mail in to(told, deputy) if "Today:" not in mail.subject or "ASKED OF YOU TODAY" in mail.words]
    assert asked and asked[0].day <= DAYS[2]
    assert not any(mail.accuses() for mail in told)


def away(raw: bytes, now: datetime) -> bytes:
    """The automatic reply of a manager on leave to one mail."""
    read = message(raw)
    mail = EmailMessage()
    mail["From"], mail["To"] = MANAGER, "referrals@northshire.example"
    mail["Subject"], mail["Date"] = f"Automatic reply: {read.subject}", format_datetime(now)
    mail["Message-ID"] = f"<away.{read.sha256[:12]}.{now:%d%H}@northshire.example>"
    mail["In-Reply-To"] = read.message_id
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content("I am on annual leave until 16 March. Please contact the deputy.")
    return mail.as_bytes()


def closes_early(office: Office, now: datetime) -> None:
    status(office, "Closed")


def reopens(office: Office, now: datetime) -> None:
    status(office, "Open")


def status(office: Office, said: str) -> None:
    """The manager chooses another Status in Excel."""
    book = openpyxl.load_workbook(office.tracker)
    sheet = book["Cases"]
    headers = {cell.value: cell.column for cell in sheet[4]}
    place = next(each[0].row for each in sheet.iter_rows(min_row=5) if each[0].value == FIRST)
    sheet.cell(place, headers["Status"]).value = said
    book.save(office.tracker)
