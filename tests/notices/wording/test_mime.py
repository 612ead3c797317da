"""The bytes that go to the server: the tree, the headers, and that every letter survives the way."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import NoticeKind
from pipeline.notices.model import Mail, MailFile, NoticeKey
from pipeline.notices.proofs import message_id
from pipeline.notices.wording.mime import message_bytes
from pipeline.notices.wording.templates import one_line
from tests.soak import examples

KEY = NoticeKey(
    kind=NoticeKind.REMINDER,
    case_ref="NSP-2026-0001",
    duty="rapid-review",
    due=None,
    rung="1-before",
    recipient="a@b.example",
)


def mail(**more: object) -> Mail:
    given_ = {
        "key": KEY,
        "sender": "referrals@northshire.example",
        "sender_name": "Business unit",
        "to": "lead@council.example",
        "to_name": "Idris Penhallow",
        "subject": "[OFFICIAL-SENSITIVE] [NSP-2026-0001] Rapid review: 1 working day left",
        "text": "Dear Idris,\n\nWords.\n",
        "html": "<p>Words.</p>",
        "message_id": message_id(KEY, domain="northshire.example", secret="a secret"),
        "made_at": datetime(2026, 7, 14, 9, 0, tzinfo=UTC),
    }
    return Mail(**{**given_, **more})


def parsed(raw: bytes) -> EmailMessage:
    found = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def tree(part: EmailMessage) -> object:
    if part.is_multipart():
        return {part.get_content_type(): [tree(inner) for inner in part.iter_parts()]}
    return part.get_content_type()


def test_a_plain_mail_is_two_alternatives() -> None:
    assert tree(parsed(message_bytes(mail()))) == {"multipart/alternative": ["text/plain", "text/html"]}


def test_an_invitation_is_a_third_alternative_and_a_file() -> None:
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Ünder\r\nEND:VCALENDAR\r\n".encode()
    agenda = MailFile(name="NSP-2026-0001 agenda.docx", media_type="application/vnd.x", content=b"PK\x03\x04")
    message = parsed(message_bytes(mail(calendar=calendar, calendar_method="REQUEST", files=(agenda,))))
    assert tree(message) == {
        "multipart/mixed": [
            {"multipart/alternative": ["text/plain", "text/html", "text/calendar"]},
            "application/ics",
            "application/vnd.x",
        ]
    }
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert {name: value.lower() for name, value in part["Content-Type"].params.items()} == {
        "charset": "utf-8", "method": "request", "component": "vevent",
    }  # fmt: skip
    assert part["Content-Transfer-Encoding"] == "base64"
    assert part.get_payload(decode=True) == calendar
    invite = next(part for part in message.iter_attachments())
    assert (invite.get_filename(), invite.get_payload(decode=True)) == ("invite.ics", calendar)


def test_the_bytes_are_ascii_with_crlf_and_no_line_too_long() -> None:
    raw = message_bytes(mail(text="Ünïcödé " * 300, html="<p>" + "é" * 3000 + "</p>", to_name="Siân Llewellyn-Ågård"))
    raw.decode("ascii")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_headers_say_what_it_is() -> None:
    headers = (
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
        ("In-Reply-To", "<1@x.example>"),
        ("References", "<1@x.example>"),
    )
    message = parsed(message_bytes(mail(headers=headers)))
    assert message["From"] == "Business unit <referrals@northshire.example>"
    assert message["Date"] == "Tue, 14 Jul 2026 10:00:00 +0100"
    assert [message[name] for name, _ in headers] == [value for _, value in headers]
    assert message["Message-ID"] == mail().message_id


@pytest.mark.parametrize("broken", ["<", "", "<a@b\r\nBcc: x@y.example>", "<[b378@microsoft.com]> <x", "no brackets"])
def test_a_broken_identifier_of_a_mail_is_not_repeated(broken: str) -> None:
    message = parsed(message_bytes(mail(headers=(("In-Reply-To", broken), ("References", broken)))))
    assert "In-Reply-To" not in message
    assert "Bcc" not in message


WORDS = st.lists(
    st.text(alphabet=st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=14), min_size=1, max_size=14
).map(" ".join)


@pytest.mark.slow
@examples(300)
@given(subject=WORDS, name=WORDS)
def test_every_letter_of_subjects_and_names_survives_the_way(subject: str, name: str) -> None:
    raw = message_bytes(mail(subject=one_line(subject), to_name=one_line(name)[:200]))
    message = parsed(raw)
    assert str(message["Subject"]) == one_line(subject)
    assert message["To"].addresses[0].display_name == one_line(name)[:200]
    assert message["To"].addresses[0].addr_spec == "lead@council.example"


@given(st.text(max_size=60))
def test_whatever_stands_in_a_name_adds_no_header(name: str) -> None:
    message = parsed(message_bytes(mail(to_name=name, subject=one_line(name))))
    assert set(message.keys()) == {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"}
    assert [address.addr_spec for address in message["To"].addresses] == ["lead@council.example"]


def test_a_list_that_goes_with_a_mail_says_how_its_letters_are_written() -> None:
    words = "- Return of Ysgol Môr — Fri 8 January, due today\n"
    listed = MailFile(name="list.txt", media_type="text/plain", content=words.encode())
    parts = parsed(message_bytes(mail(files=(listed,)))).walk()
    assert [part.get_content() for part in parts if part.get_filename() == "list.txt"] == [words]
