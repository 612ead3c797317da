"""A mail whose packed files are put aside while it is parsed has the same tree as the standard library gives it."""

import base64
import email

import pytest

from parsers.mail.parsed import parsed

LINES = base64.encodebytes(bytes(range(256)) * 20)
HEAD = b'Subject: Form\nContent-Type: multipart/mixed; boundary="x--y"\n\n'
FILE = b"--x--y\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
INNER = b"--x--y\nContent-Type: message/rfc822\n\nSubject: Inner\n\n"
FIELDS = b"--x--y\nContent-Type: message/delivery-status\n\n"
END = b"--x--y--\n"
MAILS = {
    "a file": HEAD + FILE + LINES + END,
    "two files": HEAD + FILE + LINES + FILE + LINES + END,
    "a mail that is nothing else": b"Content-Transfer-Encoding: base64\n\n" + LINES,
    "a mail that breaks off": HEAD + FILE + LINES,
    "an attached mail": HEAD + INNER + LINES + END,
    "lines before the first boundary": HEAD + b"\n\n" + LINES + FILE + LINES + END,
    "lines behind the last boundary": HEAD + FILE + LINES + END + b"\n" + LINES,
    "blank lines in a report": HEAD + FIELDS + b"A: b\n\n" + LINES + b"\n\n" + LINES + END,
    "letters beyond ASCII beside a file": HEAD + b"--x--y\n\nB\xfcro\n" + FILE + LINES + END,
    "the sign that stands for what is put aside": HEAD + FILE + LINES + b"--x--y\n\nCaseclockPutAside0=\n" + END,
}


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mail", MAILS.values(), ids=MAILS)
def test_a_mail_has_the_same_parts_words_and_defects(mail: bytes, line_end: bytes) -> None:
    raw = mail.replace(b"\n", line_end)
    found, expected = parsed(raw), email.message_from_bytes(raw)
    assert found.as_bytes() == expected.as_bytes()
    assert [told(part) for part in found.walk()] == [told(part) for part in expected.walk()]


def told(part: email.message.Message) -> tuple[object, ...]:
    payload = part.get_payload()
    words = len(payload) if isinstance(payload, list) else payload
    return part.items(), words, part.preamble, part.epilogue, [type(defect) for defect in part.defects]
