"""No child's name, date of birth, address or NHS number leaves in anything that goes out by itself."""

import email
import email.policy
import io
import zipfile
from dataclasses import replace
from datetime import date, time

import pytest

from pipeline.facts import Case
from pipeline.model import Attention, MailKind, ReasonCode, Referral
from pipeline.notices.all_due import gaps, notices
from pipeline.notices.model import MovedDeadline
from pipeline.notices.samples.preview import preview
from pipeline.notices.situation import Situation
from pipeline.notices.wording.mime import message_bytes
from pipeline.notices.wording.templates import mail
from tests.notices.build import (
    AGENCY_NAMES,
    PACKAGED_TEMPLATES,
    REF,
    adding,
    arrival,
    at,
    case,
    fact,
    given_field,
    meeting_after,
    office,
    situation,
)

pytestmark = pytest.mark.slow

SEEDED = (
    "Riley",
    "Ashdown",
    "Quillan",
    "03/02/2021",
    "2021-02-03",
    "999 730 1188",
    "9997301188",
    "ZZ99 3VZ",
    "Bridge Street",
    "stabbed",
)

REFERRAL = Referral(
    incident={"narrative": given_field("Riley was stabbed")},
    children=(
        {
            "name": given_field("Riley Ashdown"),
            "dob": given_field("2021-02-03"),
            "nhs_number": given_field("9997301188"),
            "home_address": given_field("1 Bridge Street"),
            "postcode": given_field("ZZ99 3VZ"),
        },
    ),
)


def named_case() -> Case:
    """A case in which people typed names wherever a cell let them."""
    return case(
        child="Riley ASHDOWN, Quillan Ashdown",
        notes="Riley lives at 1 Bridge Street ZZ99 3VZ, DOB 03/02/2021, NHS 999 730 1188",
        incident=date(2026, 2, 27),
        outcome="died",
        looked_after="no",
        abuse_neglect="known",
        la_aware=date(2026, 3, 2),
        notified_panel=date(2026, 3, 3),
        rapid_review_on=date(2026, 3, 17),
        rapid_review_at=time(10, 0),
        rapid_review_place="Room 2",
        review_decided=date(2025, 8, 1),
        planned_publication=date(2026, 3, 20),
        agencies=(*AGENCY_NAMES, "Unknown Agency"),
    )


def situations() -> list[Situation]:
    known = named_case()
    settings = office()
    more = {
        "settings": settings,
        "referrals": {REF: REFERRAL},
        "attention": (
            Attention(
                id="a",
                what="A form could not be read",
                why="It is protected.",
                remedy="Ask.",
                since=at("2026-03-05T08:00"),
                urgent=True,
            ),
            Attention(
                id="b",
                what="A form could not be read",
                why="It is protected.",
                remedy="Ask.",
                since=at("2026-03-05T08:00"),
            ),
        ),
        "arrivals": tuple(
            arrival(
                number,
                kind=kind,
                reason_code=ReasonCode(code),
                missing=("children[0].name",),
                received="2026-03-05T08:00",
            )
            for number, (kind, code) in enumerate([(MailKind.REFERRAL, ""), (MailKind.NEEDS_PERSON, "link")])
        ),
        "moved": (
            MovedDeadline(
                case_ref=REF,
                rule="rapid-review",
                title="t",
                old=date(2026, 3, 2),
                new=date(2026, 3, 3),
                why="w",
                at=at("2026-03-05T08:00"),
            ),
        ),
    }
    first = situation("2026-03-05T09:00", known, **more)
    state = meeting_after(first)
    moved = adding(known, fact("rapid_review_at", time(14, 0)))
    later = [
        situation("2026-03-13T09:00", edited, meetings=(state,), **more)
        for edited in (known, moved, adding(known, fact("rapid_review_on", None)))
    ]
    asked = {
        notice.key: at("2026-03-05T09:00") for notice in notices(first) if notice.key.kind.value == "agency-request"
    }
    return [first, *later, situation("2026-03-20T09:00", known, said=asked, **more)]


def everything(raw: bytes) -> str:
    """Every header and every part of a mail in clear, Word documents opened."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    found = [f"{name}: {value}" for name, value in message.items()]
    for part in message.walk():
        found += [f"{name}: {value}" for name, value in part.items()]
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            found += opened(content) if content.startswith(b"PK") else [content.decode("utf-8")]
    return "\n".join(found)


def opened(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [package.read(name).decode("utf-8", "replace") for name in package.namelist()]


@pytest.mark.parametrize("seeded", SEEDED)
def test_no_seeded_word_is_found_in_anything_that_goes_out(seeded: str, sent: list[str]) -> None:
    assert len(sent) > 30
    assert not [text[:200] for text in sent if seeded in text]


@pytest.fixture(scope="module")
def sent() -> list[str]:
    """Every mail of every moment, and every item shown to the office for it."""
    found = []
    for known in situations():
        for notice in notices(known):
            written = mail(notice, settings=known.settings, now=known.now, environment=PACKAGED_TEMPLATES, secret="")
            found += [everything(message_bytes(written)), notice.key.text()]
        found += [str(item) for item in gaps(known)]
    return found


def test_the_initials_do_stand_there(sent: list[str]) -> None:
    assert any("(RA, QA)" in text for text in sent)


def test_the_details_for_a_search_go_only_to_secure_domains_and_only_in_a_file_of_their_own() -> None:
    first = situations()[0]
    closed = [paper.template for notice in notices(first) for paper in notice.papers]
    assert "search-details" not in closed
    secure = replace(first, settings=office('[outgoing]\nsecure_domains = ["health.example"]\n'))
    with_details = [
        n.key.recipient for n in notices(secure) if any(paper.template == "search-details" for paper in n.papers)
    ]
    assert with_details == ["lead@health.example"]
    (notice,) = [n for n in notices(secure) if n.key.recipient in with_details and n.key.kind.value == "agency-request"]
    written = mail(notice, settings=secure.settings, now=secure.now, environment=PACKAGED_TEMPLATES, secret="")
    assert not [word for word in SEEDED if word in written.text + written.html + written.subject]
    assert [file.case_content for file in written.files] == [False, True]


def test_the_preview_shows_every_mail_and_document_and_an_index_that_leads_to_each() -> None:
    found = preview(office(), environment=PACKAGED_TEMPLATES)
    index = found["index.html"].decode()
    for name in found:
        assert name == "index.html" or name.replace(" ", "%20") in index, name
    assert len([name for name in found if name.endswith(".eml")]) >= 18
    assert all(found.values())
