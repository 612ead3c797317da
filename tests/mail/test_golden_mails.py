"""Every mail in this folder is understood as the expectation beside it says."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from parsers.form.kind.known_forms import known_forms
from parsers.mail.message import received_at
from parsers.read_mail import read_mail
from pipeline.dates import london_date
from pipeline.intake.decide import decision
from pipeline.intake.earlier_mail import EarlierMail
from pipeline.model import Decision, FormKind, Reading
from pipeline.settings import Intake

MAILS = sorted(Path(__file__).parent.glob("*.eml"))
# The national bodies' domains stand in for theirs, which no test may write from.
WORDS = Intake(panel_domains=("education.example",), ofsted_domains=("ofsted.example",))
KNOWN = EarlierMail(own_addresses=("referrals@northshire.example",))
FORMS = (FormKind.REFERRAL, FormKind.AGENCY_RETURN, FormKind.BLANK_FORM, FormKind.OTHER_FORM)


def leaves(readings: Iterable[Reading]) -> list[Reading]:
    return [leaf for reading in readings for leaf in reading.leaves()]


def expected(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.with_name(f"{path.name}.expected.json").read_text(encoding="utf-8"))
    return told


def understood(path: Path) -> tuple[Decision, list[Reading], datetime]:
    mail = read_mail(path.read_bytes(), forms=known_forms())
    received = received_at(mail.message) or datetime(2026, 1, 1, tzinfo=UTC)
    found = decision(mail.message, mail.readings, earlier=KNOWN, words=WORDS, received_at=received)
    return found, leaves(mail.readings), received


# What the product gets wrong today: the mail, the point of its expectation, and why. A miss that is mended must leave this table.
KNOWN_MISSES = {
    "K08-related-octets": (
        "attachments",
        "the logo's header is noise that claims billions of pixels, so it is taken for a scan that cannot be read",
    ),
}


def misunderstood(path: Path) -> list[str]:
    """The points of the expectation that the product does not meet."""
    want = expected(path)
    found, read, received = understood(path)
    told = " ".join((found.reason, *found.warnings))
    got = {
        "kind": found.kind.value,
        "urgent": found.urgent,
        "reply_to_it": found.reply_to_it,
        "attachments": sum(leaf.file != "body" for leaf in read),
        "forms": sorted(leaf.kind.value for leaf in read if leaf.kind in FORMS),
        "case_ref": found.case_ref,
        "reason_code": found.reason_code,
        "says": [words for words in want.get("says", ()) if words in told],
        "received_date": london_date(received).isoformat(),
    }
    want |= {"forms": sorted(form["kind"] for form in want["forms"])}
    return [point for point, value in got.items() if point in want and value != want[point]]


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_mail_is_understood_as_expected(path: Path) -> None:
    missed, _ = KNOWN_MISSES.get(path.stem, ("", ""))
    assert [point for point in misunderstood(path) if point != missed] == []


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem, marks=pytest.mark.xfail(strict=True, reason=KNOWN_MISSES[path.stem][1]))
        for path in MAILS
        if path.stem in KNOWN_MISSES
    ],
)
def test_a_known_miss_is_mended(path: Path) -> None:
    assert misunderstood(path) == []


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_mail_stands_as_it_travels_and_has_one_right_answer(path: Path) -> None:
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    want = expected(path).keys()
    assert {"kind", "urgent", "attachments", "forms", "reply_to_it", "note"} <= want
    assert not [key for key in want if key.endswith(("_also", "_max"))]


def test_every_expectation_has_its_mail() -> None:
    told = {path.name.removesuffix(".expected.json") for path in Path(__file__).parent.glob("*.expected.json")}
    assert told == {path.name for path in MAILS}


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_no_sentence_for_a_person_repeats_what_a_form_says_of_a_child(path: Path) -> None:
    mail = read_mail(path.read_bytes(), forms=known_forms())
    found = decision(
        mail.message, mail.readings, earlier=KNOWN, words=WORDS, received_at=datetime(2026, 7, 8, tzinfo=UTC)
    )
    told = " ".join((found.reason, *found.warnings))
    children = [child for leaf in leaves(mail.readings) if leaf.referral for child in leaf.referral.children]
    names = {word for child in children if "name" in child for word in str(child["name"].value or "").split()}
    assert not [name for name in names if len(name) > 3 and name in told]
