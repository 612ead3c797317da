"""What fails on one case is shown for that case, and everything else goes on: counting, wording, papers and rows."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from office import FRIDAY, MONDAY, Office, message
from put_back import kept
from test_main_job import rows, subjects

from pipeline.errors import StoreUnavailable, TrackerUnreadable
from pipeline.facts import Fact, Source, Value
from pipeline.model import Attention
from scheduler.demo.people import type_into
from scheduler.demo.story import mailbox
from scheduler.tracker_base import workbook_at_fault
from tests.parsers.readers.mutations import spoilt

URGENT_MAIL = "07-neighbour-live-concern.eml"
URGENT_SUBJECT = "URGENT: a child may be in danger now (mail of Mon 16 November 2026, 09:30)"
SOON = timedelta(minutes=10)


@kept
def calm(office: Office) -> Office:
    """An office that has worked through everything but the urgent mail."""
    for file in mailbox():
        if file.name != URGENT_MAIL:
            office.deliver(file.read_bytes())
    office.make_pass(FRIDAY)
    return office


def urgent_mail_comes(office: Office) -> None:
    office.deliver(next(file.read_bytes() for file in mailbox() if file.name == URGENT_MAIL), at=MONDAY)


def records(office: Office, ref: str, *, at: datetime, **values: Value) -> None:
    facts = [
        Fact(case_ref=ref, name=name, value=value, source=Source.OPERATOR, recorded_at=at)
        for name, value in values.items()
    ]
    with office.journal() as journal, journal.writing():
        journal.casebook.add_facts(facts)


def open_items(office: Office, kind: str) -> dict[str, Attention]:
    """The open items whose id begins with `kind`, by case."""
    with office.journal() as journal:
        items = journal.casebook.attention()
    return {item.case_ref: item for item in items if item.id.startswith(f"{kind}:") and not item.resolved}


def other_case(office: Office, ref: str) -> str:
    return next(str(row["Ref"]) for row in rows(office, "Cases") if row["Ref"] != ref)


def own_templates(office: Office, folder: str) -> Path:
    """The office's own folder of templates, entered in its settings."""
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(f'{text}\n[notices]\ntemplates = "templates"\n', encoding="utf-8")
    place = office.folder / "templates" / folder
    place.mkdir(parents=True)
    return place


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"review_decided": date(9999, 12, 31)}, {"review_decided": date(2026, 11, 12)}),
        ({"mail_received": datetime(1, 1, 1, tzinfo=UTC)}, {"mail_received": FRIDAY}),
    ],
    ids=["count", "count and rows"],
)
def test_a_case_that_cannot_be_counted_is_shown_and_stops_no_other(
    calm: Office, wrong: dict[str, Value], right: dict[str, Value]
) -> None:
    ref = calm.manager_types()
    other = other_case(calm, ref)
    records(calm, other, at=MONDAY, **wrong)
    urgent_mail_comes(calm)
    for now in (MONDAY, MONDAY + SOON):
        assert calm.make_pass(now).faults == []
    assert set(open_items(calm, "uncounted")) == {other}
    assert set(open_items(calm, "unwritten")) == ({other} if "mail_received" in wrong else set())
    shown = [row for row in rows(calm, "Needs attention") if row["Ref"] == other and row["State"] == "open"]
    assert "The dates of a case could not be counted" in {row["What"] for row in shown}
    assert subjects(calm, URGENT_SUBJECT)
    assert subjects(calm, "Rapid review meeting 3 December")
    case = next(row for row in rows(calm, "Cases") if row["Ref"] == ref)
    assert case["Notify Panel by"].date() == date(2026, 11, 19)
    records(calm, other, at=MONDAY + 2 * SOON, **right)
    assert calm.make_pass(MONDAY + 2 * SOON).faults == []
    assert not open_items(calm, "uncounted") | open_items(calm, "unwritten")
    healed = next(row for row in rows(calm, "Cases") if row["Ref"] == other)
    assert "Not counted" not in str(healed["Next duty"])
    assert not {row["What"] for row in rows(calm, "Needs attention") if row["Ref"] == other} & {
        "The dates of a case could not be counted",
        "The rows of a case could not be written",
    }
    assert "Settled" in {row["Event"] for row in rows(calm, "Log") if row["Ref"] == other}


def test_a_case_whose_invitation_cannot_be_worked_out_stops_no_other(calm: Office) -> None:
    ref = calm.manager_types()
    other = other_case(calm, ref)
    records(
        calm,
        other,
        at=MONDAY,
        rapid_review_on=date(9999, 12, 31),
        rapid_review_at=time(23),
        rapid_review_place="Civic Hall",
        meeting_exception="So agreed",
    )
    urgent_mail_comes(calm)
    assert calm.make_pass(MONDAY).faults == []
    assert set(open_items(calm, "unworkable")) == {other}
    assert subjects(calm, URGENT_SUBJECT)
    assert subjects(calm, "Rapid review meeting 3 December")
    records(calm, other, at=MONDAY + SOON, rapid_review_on=None)
    calm.make_pass(MONDAY + SOON)
    assert not open_items(calm, "unworkable")


def test_a_broken_template_of_one_kind_holds_back_that_kind_alone(calm: Office) -> None:
    ref = calm.manager_types()
    broken = own_templates(calm, "mail") / "agency-request.txt"
    broken.write_text("Subject: Request\n{{ agency | round }}\n", encoding="utf-8")
    urgent_mail_comes(calm)
    report = calm.make_pass(MONDAY)
    assert set(open_items(calm, "unworded")) == {ref}
    (fault,) = report.faults
    assert "agency-request.txt" in fault
    assert subjects(calm, URGENT_SUBJECT)
    assert subjects(calm, "Rapid review meeting")
    assert not subjects(calm, "Request")
    broken.unlink()
    assert calm.make_pass(MONDAY + SOON).faults == []
    assert subjects(calm, "Information request")
    assert not open_items(calm, "unworded")


def test_what_a_broken_digest_would_have_said_goes_out_by_itself_and_once(office: Office) -> None:
    office.deliver_all()
    broken = own_templates(office, "mail") / "digest.txt"
    broken.write_text("Subject: Today\n{{ sections | round }}\n", encoding="utf-8")
    report = office.make_pass(FRIDAY)
    assert "digest.txt" in report.faults[0]
    broken.unlink()
    for words in ("Today:", "wait for an answer", "things to look at"):
        assert len(subjects(office, words)) == (words != "Today:"), words
    office.make_pass(FRIDAY + SOON)
    for words in ("Today:", "wait for an answer", "things to look at"):
        assert len(subjects(office, words)) == 1, words
    (digest,) = (mail for sent in office.servers.sent if "Today:" in (mail := message(sent.raw)).subject)
    assert "ASKED OF YOU TODAY" not in digest.text


def test_what_an_own_digest_does_not_say_goes_out_by_itself_and_once(office: Office) -> None:
    office.deliver_all()
    own = own_templates(office, "mail") / "digest.txt"
    own.write_text("Subject: Our own morning\n{{ meaning }}\n", encoding="utf-8")
    for now in (FRIDAY, FRIDAY + SOON):
        assert not office.make_pass(now).faults
        for words in ("Our own morning", "wait for an answer", "things to look at"):
            assert len(subjects(office, words)) == 1, words


def test_a_broken_document_is_shown_for_its_case_and_the_others_are_made(calm: Office) -> None:
    wanted = {str(row["Ref"]): {"Make documents": "all"} for row in rows(calm, "Cases")}
    type_into(calm.tracker, "Cases", cells=wanted)
    broken = own_templates(calm, "documents") / "rapid-review-report.docx"
    broken.write_text("no document", encoding="utf-8")
    urgent_mail_comes(calm)
    calm.make_pass(MONDAY)
    cases = {str(row["Ref"]) for row in rows(calm, "Cases")}
    assert set(open_items(calm, "unmade")) == cases
    assert len([*calm.folder.rglob("*decision record.docx")]) == len(cases)
    assert subjects(calm, URGENT_SUBJECT)
    broken.unlink()
    calm.make_pass(MONDAY + SOON)
    assert not open_items(calm, "unmade")
    assert len([*calm.folder.rglob("*rapid review report.docx")]) == len(cases)


def test_what_nobody_has_listed_in_a_workbook_is_said_of_the_workbook_and_what_the_world_raises_is_not() -> None:
    with pytest.raises(TrackerUnreadable, match=r"cannot work with \(KeyError\).*backups"), workbook_at_fault():
        raise KeyError("a name that stands in it")
    with pytest.raises(StoreUnavailable), workbook_at_fault():
        raise StoreUnavailable


def test_no_spoilt_workbook_ends_a_pass(calm: Office) -> None:
    whole = calm.tracker.read_bytes()
    for seed in range(12):
        calm.tracker.write_bytes(spoilt("tracker.xlsx", whole, seed))
        calm.make_pass(MONDAY + seed * SOON)
    urgent_mail_comes(calm)
    calm.make_pass(MONDAY + 20 * SOON)
    assert subjects(calm, URGENT_SUBJECT)
