from datetime import UTC, datetime

import pytest

from parsers.mail.addresses import addresses
from parsers.mail.charsets import decoded
from parsers.mail.headers import header_text, instant, message_ids
from parsers.mail.message import message, received_at


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("=?utf-8?Q?Referral_=E2=80=93_PAK?=", "Referral – PAK"),
        ("=?UTF-8?B?Q2Fmw6k=?= team", "Café team"),
        ("=?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "€"),  # one character cut over two words
        ("=?iso-8859-1*en?Q?caf=E9?=", "café"),  # RFC 2231, 5: a language after the character set
        ("=?x-unknown?Q?caf=E9?=", "café"),
        ("=?utf-8?B?not base64 at all!!?=", ""),
        ("plain =?utf-8?Q?and?= plain", "plain and plain"),
        ("Referral\r\n for PAK", "Referral for PAK"),
    ],
)
def test_an_encoded_word_is_read_as_its_writer_meant_it(raw: str, said: str) -> None:
    text = header_text(raw)
    assert text == said or (not said and "?=" not in text)


def test_a_line_end_hidden_in_an_encoded_word_plants_no_header() -> None:
    assert header_text("=?utf-8?Q?a=0D=0ABcc:_evil=40example.com?=") == "a Bcc: evil@example.com"


def test_raw_bytes_in_a_subject_are_read_as_utf_8_or_else_as_windows_text() -> None:
    assert message(b"Subject: caf\xc3\xa9\r\n\r\n").subject == "café"
    assert message(b"Subject: caf\xe9 \x93x\x94\r\n\r\n").subject == "café “x”"


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ('"Quill, Barnaby" <B.Quill@Saltmarsh.example>', [("Quill, Barnaby", "b.quill@saltmarsh.example")]),
        ("a@x.example, b@y.example", [("", "a@x.example"), ("", "b@y.example")]),
        ("Team: a@x.example, b@y.example;", [("", "a@x.example"), ("", "b@y.example")]),
        (
            "=?utf-8?Q?Quill=2C_Barnaby_=3Cevil=40x.example=3E?= <b@y.example>",
            [("Quill, Barnaby <evil@x.example>", "b@y.example")],
        ),
        ("b@y.example (Barnaby Quill)", [("Barnaby Quill", "b@y.example")]),
        ('"', []),
        ("(c):", []),
        ("<[b378@x.example]>", [("", "[b378@x.example]")]),
        ("undisclosed-recipients:;", []),
    ],
)
def test_an_address_field_is_split_before_it_is_decoded(field: str, found: list[tuple[str, str]]) -> None:
    assert [(one.name, one.address) for one in addresses(field)] == found


def test_five_thousand_recipients_are_read_quickly_and_only_in_part() -> None:
    many = ", ".join(f"n{number}@example.com" for number in range(5000))
    assert len(addresses(many)) == 1000


def test_message_ids_keep_their_brackets_and_nonsense_gives_none() -> None:
    assert message_ids("<a@x>\r\n <b@y> <a@x>") == ("<a@x>", "<b@y>")
    assert message_ids("bare@x.example") == ("<bare@x.example>",)
    assert message_ids("<") == ()


@pytest.mark.parametrize("nonsense", ["", "yesterday", "99 Foo 2026 99:99", "Mon, 01 Jan 99999 00:00:00 +0000", "1"])
def test_a_date_that_is_none_is_none(nonsense: str) -> None:
    assert instant(nonsense) is None


def test_the_topmost_received_field_says_when_the_mail_came() -> None:
    raw = (
        b"Received: from a by b; Sun, 25 Oct 2026 01:30:00 +0000\r\nReceived: from c by a; Sat, 24 Oct 2026 09:00:00 +0100\r\n"
        b"Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n\r\n"
    )
    assert received_at(message(raw)) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert received_at(message(b"Date: Tue, 07 Jul 2026 09:41:00 +0100\r\n\r\n")) == datetime(
        2026, 7, 7, 8, 41, tzinfo=UTC
    )
    assert received_at(message(b"Subject: x\r\n\r\n")) is None


@pytest.mark.parametrize(
    ("content", "declared", "text", "noted"),
    [
        (b"caf\xe9", "iso-8859-1", "café", False),
        (b"\x93x\x94", "iso-8859-1", "“x”", False),  # Windows quotation marks under the narrower name
        (b"\x93x\x94", "us-ascii", "“x”", True),
        ("café".encode(), "us-ascii", "café", True),
        ("café".encode(), "x-nobody-knows", "café", True),
        ("café".encode(), "", "café", False),
        (b"\x81\x8d", "", "\x81\x8d", True),
        ("café".encode("utf-16"), "", "café", False),
        (b"abc", "hex", "abc", True),
        (b"abc", "punycode", "abc", True),
        (b"abc", "a\0b", "abc", True),
    ],
)
def test_text_is_read_by_a_ladder_that_never_fails(content: bytes, declared: str, text: str, noted: bool) -> None:
    found, defect = decoded(content, declared)
    assert (found, bool(defect)) == (text, noted)
