"""A form that could not be read, and the readable one that its sender sends later: one case, and nothing left to open."""

from datetime import timedelta

import pytest
from office import Office
from test_another_child import FIRST, LATER, MORNING, cases, sent_in
from test_what_a_sender_may_change import proposed

from pipeline.model import Attention

# The path of the builders is put in place by `month_post`.
from mail_builders import bodies, multipart, outlook, outlook_file  # isort: skip


def unreadable() -> bytes:
    boundary = "_004_LO2P123MB0900_"
    words = bodies("Please find our referral attached.", boundary="_000_LO2P123MB0900_")
    file = outlook_file("Referral.docx", b"PK\x03\x04 cut off", at=MORNING)
    content = multipart("mixed", boundary, words, file)
    return outlook(content, name=FIRST["referrer"], sender=FIRST["email"], subject="Referral", at=MORNING)


def to_open(office: Office) -> list[Attention]:
    with office.journal() as journal:
        items = journal.casebook.attention()
    return [item for item in items if item.id.endswith(":read") and not item.resolved]


@pytest.mark.parametrize(
    ("sender", "days", "opened"),
    [(FIRST["email"], 0, 1), (FIRST["email"], 20, 2), ("nurse@saltmarsh-primary.example", 0, 2)],
    ids=["the same sender", "weeks later", "a colleague"],
)
def test_a_readable_form_of_the_same_sender_completes_the_case(
    office: Office, sender: str, days: int, opened: int
) -> None:
    office.has_partner("saltmarsh-primary.example")
    office.deliver(unreadable(), MORNING)
    assert office.make_pass(MORNING).faults == []
    assert len(to_open(office)) == 1
    at = LATER + timedelta(days=days)
    office.deliver(sent_in(FIRST, at, sender=sender), at)
    assert office.make_pass(at).faults == []
    assert len(cases(office)) == opened
    first = cases(office)["NSH-2026-001"]
    assert ("ethnicity" in first) == (opened == 1)
    assert len(to_open(office)) == (0 if opened == 1 else 1)
    assert proposed(office) == []
