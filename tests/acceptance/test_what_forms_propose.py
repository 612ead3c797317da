"""A form's word on place, residence, standing, setting and consultation, and what its sender is asked: whole passes on real servers."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from month_post import REFERRALS
from office import Office, message
from put_back import kept

from pipeline.facts import Source

# The path of the builders is put in place by `month_post`.
from northshire import two_column  # isort: skip
from tests.workbook_seen import records_of, rows_of

from mail_builders import bodies, lines, multipart, outlook, outlook_file, part  # isort: skip

MORNING = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
FORM = Path(__file__).parents[1] / "forms" / "T07-place-and-standing.docx"
SENDER = {"name": "Thomasina Greatorex", "sender": "t.greatorex@saltmarsh-primary.example"}
WHY = "why you believe that the case meets the criteria"


def with_form(form: bytes, *, at: datetime) -> bytes:
    boundary = f"_004_LO2P123MB{at:%H%M}_"
    words = bodies("Please find our referral attached.", boundary=boundary.replace("_004_", "_000_"))
    content = multipart("mixed", boundary, words, outlook_file("Referral.docx", form, at=at))
    return outlook(content, subject="Serious incident referral", at=at, **SENDER)


def without_form(at: datetime) -> bytes:
    text = part(
        'Content-Type: text/plain; charset="utf-8"', lines("Good morning\n\nPlease find our referral attached.\n")
    )
    return outlook(text, subject="Serious incident referral", at=at, attached=False, **SENDER)


def answers(office: Office) -> list[tuple[str, str]]:
    """Subject and words of what the sender was told."""
    sent = [mail for mail in office.servers.sent if mail.recipients[0] == SENDER["sender"]]
    return [(read.subject, " ".join(read.text.split())) for read in (message(mail.raw) for mail in sent)]


def digests(office: Office) -> list[str]:
    sent = [message(mail.raw) for mail in office.servers.sent if mail.recipients[0] == "manager@northshire.example"]
    return [" ".join(read.text.split()) for read in sent if "WAITING FOR A PERSON" in read.text]


@kept
def referred(office: Office) -> Office:
    """An office with one referral, on a form of 2018 that answers all five questions and gives no reason."""
    office.has_partner("saltmarsh-primary.example")
    office.deliver(with_form(FORM.read_bytes(), at=MORNING), MORNING)
    assert office.make_pass(MORNING).faults == []
    return office


def test_what_the_form_says_fills_the_columns_as_the_forms_word_and_gates_nothing(referred: Office) -> None:
    columns = {
        "Where it happened": "in our area",
        "Lives in our area": "yes",
        "Care leaver": "no",
        "Regulated setting": "no",
        "Lead consulted": "yes",
    }
    shown, *_ = records_of(referred.tracker.read_bytes(), "Cases")
    assert {name: shown[name] for name in columns} == columns
    with referred.journal() as journal:
        (case,) = journal.casebook.cases()
    names = ("incident_area", "resident_here", "care_leaver", "regulated_setting", "lead_consulted")
    assert {fact.source for fact in case.facts if fact.name in names} == {Source.FORM}
    assert case.is_open


def test_the_sender_is_asked_once_for_the_reason_that_the_form_does_not_give(referred: Office) -> None:
    assert referred.make_pass(MORNING + timedelta(hours=1)).faults == []
    ((subject, said),) = answers(referred)
    assert "We have received your referral" in subject
    assert said.count(WHY) == 1 and "being looked at" in said


def test_a_form_that_ticks_its_criteria_or_argues_them_is_asked_for_no_reason(office: Office) -> None:
    argued = REFERRALS["B"] | {
        "narrative": "He was scalded. We believe that the criteria are met: neglect is suspected."
    }
    office.deliver(with_form(two_column(argued), at=MORNING), MORNING)
    office.make_pass(MORNING)
    ((_, said),) = answers(office)
    assert WHY not in said


def test_the_manager_is_told_once_that_the_form_cites_an_old_edition(referred: Office) -> None:
    later = MORNING + timedelta(hours=2)
    referred.deliver(with_form(FORM.read_bytes(), at=later), later)
    referred.make_pass(later)
    referred.make_pass(MORNING + timedelta(days=1))
    rows = rows_of(referred.tracker.read_bytes(), "Needs attention")
    (shown,) = [" ".join(map(str, row)) for row in rows if "out of date" in str(row)]
    assert "cites Working Together 2018" in shown and "Working Together 2026 is in force" in shown
    told = digests(referred)
    assert told and all(
        digest.count("A form that is out of date. The form cites Working Together 2018") == 1 for digest in told
    )
    assert "Working Together 2026 is in force since 18 March 2026" in told[-1]


def test_a_referral_without_its_form_is_asked_for_it_once_and_opens_a_case_when_it_comes(office: Office) -> None:
    office.has_partner("saltmarsh-primary.example")
    office.deliver(without_form(MORNING), MORNING)
    office.make_pass(MORNING)
    office.make_pass(MORNING + timedelta(hours=1))
    ((subject, said),) = answers(office)
    assert "nothing was attached" in subject
    assert "Attach the form" in said and "A person has been told" in said
    with office.journal() as journal:
        assert journal.casebook.cases() == ()
        assert [item.case_ref for item in journal.casebook.attention() if "a file is attached" in item.why] == [""]

    later = MORNING + timedelta(hours=3)
    office.deliver(with_form(FORM.read_bytes(), at=later), later)
    office.make_pass(later)
    assert ["We have received your referral" in subject for subject, _ in answers(office)] == [False, True]
    with office.journal() as journal:
        assert len(journal.casebook.cases()) == 1
