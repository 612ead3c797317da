import base64

import pytest

from parsers.mail.images import is_decoration, pixels
from parsers.mail.message import message
from parsers.safe.file_names import safe_name, unique_name
from parsers.safe.limits import Limits
from pipeline.model import Message

WORD = b"Content-Type: application/msword\r\nContent-Disposition: attachment; filename=form.doc\r\n\r\nwords"


def multipart(kind: bytes, *parts: bytes, boundary: bytes = b"b") -> bytes:
    lines = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        b"Content-Type: multipart/"
        + kind
        + b'; boundary="'
        + boundary
        + b'"\r\n\r\n'
        + lines
        + b"--"
        + boundary
        + b"--\r\n"
    )


def text(words: bytes) -> bytes:
    return b"Content-Type: text/plain\r\n\r\n" + words


def html(words: bytes) -> bytes:
    return b"Content-Type: text/html\r\n\r\n" + words


def names(found: Message) -> list[str]:
    return [attachment.name for attachment in found.attachments]


def test_apples_form_inside_the_html_alternative_is_found() -> None:
    inner = multipart(b"mixed", html(b"<p>See attached"), WORD, boundary=b"i")
    assert names(message(multipart(b"alternative", text(b"See attached"), inner))) == ["form.doc"]


def test_a_signed_mail_gives_its_file_and_not_its_signature() -> None:
    signature = b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx"
    found = message(multipart(b"signed", multipart(b"mixed", text(b"hi"), WORD, boundary=b"i"), signature))
    assert names(found) == ["form.doc"]


def test_a_mail_that_is_nothing_but_a_file_gives_the_file() -> None:
    found = message(
        b"Content-Type: application/pdf; name=scan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0="
    )
    assert [(file.name, file.content) for file in found.attachments] == [("scan.pdf", b"%PDF-")]


def test_attached_mails_are_opened_to_the_limit_and_no_further() -> None:
    raw = multipart(b"mixed", text(b"innermost"), WORD)
    for level in range(5):
        raw = multipart(b"mixed", b"Content-Type: message/rfc822\r\n\r\n" + raw, boundary=b"n%d" % level)
    found = message(raw, limits=Limits(nesting=3))
    depth = 0
    while found.messages:
        found = found.messages[0]
        depth += 1
    assert depth == 3
    assert any("deep" in defect for defect in found.defects)


def test_an_attached_mail_in_base64_is_opened_though_no_standard_allows_it() -> None:
    inner = base64.b64encode(b"Subject: inner\r\n\r\nhello")
    raw = multipart(b"mixed", b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + inner)
    assert message(raw).messages[0].subject == "inner"


def test_nothing_below_a_delivery_report_is_taken_in() -> None:
    status = b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns;x\r\n\r\nFinal-Recipient: rfc822;a@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    returned = b"Content-Type: message/rfc822\r\n\r\nMessage-ID: <ours@x>\r\n" + multipart(
        b"mixed", WORD, boundary=b"o"
    )
    found = message(multipart(b"report", text(b"It failed."), status, returned))
    assert (found.attachments, found.messages, found.text.strip()) == ((), (), "It failed.")
    assert found.report is not None
    assert (found.report.recipients, found.report.returned_ids) == (("a@x.example",), ("<ours@x>",))


def test_more_parts_than_the_limit_are_counted_and_not_read() -> None:
    found = message(multipart(b"mixed", *[WORD] * 30), limits=Limits(files=10))
    assert len(found.attachments) == 10
    assert found.defects == ("The mail has 30 parts; 10 of them were read, its words and documents before pictures.",)


def test_a_form_behind_two_hundred_pictures_is_read() -> None:
    picture = b"Content-Type: image/png; name=shot.png\r\nContent-Disposition: attachment\r\n\r\nphoto"
    found = message(multipart(b"mixed", text(b"hi"), *[picture] * 200, WORD))
    assert names(found)[-1] == "form.doc"
    assert len(found.attachments) == 99


def test_a_small_document_that_is_called_a_picture_is_no_decoration() -> None:
    hidden = b"Content-Type: image/png; name=image001.png\r\nContent-Disposition: inline\r\n\r\n%PDF-1.4 a form"
    assert names(message(multipart(b"related", text(b"hi"), hidden))) == ["image001.png"]


def test_a_boundary_that_the_header_does_not_name_is_found_in_the_body() -> None:
    raw = multipart(b"mixed", text(b"hi"), WORD).replace(b'; boundary="b"', b"")
    assert names(message(raw)) == ["form.doc"]


def test_dirty_base64_is_decoded_and_noted() -> None:
    part = b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n!!JVBE\r\n~~Ri0=\r\n"
    found = message(multipart(b"mixed", part))
    assert found.attachments[0].content == b"%PDF-"
    assert "A file's transfer encoding (base64) is damaged." in found.defects


def test_base64_without_its_header_is_decoded() -> None:
    part = b"Content-Type: application/pdf; name=a.pdf\r\n\r\nJVBERi0xLjQK\r\n"
    assert message(multipart(b"mixed", part)).attachments[0].content == b"%PDF-1.4\n"


def test_a_mail_nested_a_thousand_deep_costs_no_crash() -> None:
    raw = text(b"deep")
    for level in range(1000):
        raw = multipart(b"mixed", raw, boundary=b"x%d" % level)
    assert message(b"Subject: deep\r\n" + raw).subject == "deep"


def test_the_calendar_part_and_its_method_are_kept_and_are_no_file() -> None:
    part = b"Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"
    found = message(multipart(b"alternative", text(b""), part))
    assert (found.calendar_method, found.attachments) == ("REPLY", ())
    assert message(part.replace(b"; method=REPLY", b"")).calendar_method == "REPLY"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"attachment; filename*=UTF-8''Cyf%E2%80%93x.docx", "Cyf–x.docx"),
        (b"attachment;\r\n filename*0*=UTF-8''Cyf%20;\r\n filename*1=iriad.docx", "Cyf iriad.docx"),
        (b'attachment; filename="=?utf-8?Q?Cyf=E2=80=93x.docx?="', "Cyf–x.docx"),
        (b"attachment; filename=My own form.docx", "My own form.docx"),
        (b'attachment; filename="a \\"b\\".docx"', "a b.docx"),
        ('attachment; filename="ŵ.docx"'.encode(), "ŵ.docx"),
        (b'attachment; filename="../../etc/passwd"', "passwd"),
        (b'attachment; filename="C:\\\\temp\\\\x.docx"', "x.docx"),
        (b"attachment; filename*=x", "x"),
        (b"attachment; name*", "attachment-1.docx"),
    ],
)
def test_a_file_name_is_read_in_every_dress(head: bytes, name: str) -> None:
    kind = b"Content-Type: application/vnd.openxmlformats-officedocument.wordprocessingml.document\r\n"
    raw = multipart(b"mixed", kind + b"Content-Disposition: " + head + b"\r\n\r\nx")
    assert names(message(raw)) == [name]


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("CON.docx", "_CON.docx"),
        ("form\u202excod.exe", "formxcod.exe"),
        ("a\r\nb.docx", "ab.docx"),
        (" .. ", "attachment-1.bin"),
        ("trailing. ", "trailing"),
    ],
)
def test_a_file_name_that_could_do_harm_is_made_harmless(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_a_long_file_name_keeps_its_extension_and_repeated_ones_are_numbered() -> None:
    long = safe_name("W" * 300 + ".docx")
    assert len(long) <= 120
    assert long.endswith(".docx")
    taken: set[str] = set()
    assert [unique_name(name, taken) for name in ("a.txt", "A.TXT", "a.txt")] == ["a.txt", "A (2).TXT", "a (3).txt"]


def png(width: int, height: int, size: int) -> bytes:
    return (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big")).ljust(size, b"\0")


@pytest.mark.parametrize(
    ("name", "content", "inline", "shown", "decorates"),
    [
        ("image001.png", png(180, 60, 4000), True, True, True),
        ("Outlook-x9f2.png", png(200, 80, 9000), False, False, True),
        ("image002.png", png(900, 1300, 90_000), True, True, False),  # a form pasted as a picture
        ("IMG_0412.jpeg", b"\xff\xd8\xff\xc0\x00\x0b\x08\x0f\xc0\x0b\xd0\x01" + bytes(40_000), True, True, False),
        ("IMG_0413.heic", bytes(90_000), True, False, False),
        ("scan.png", png(180, 60, 4000), False, False, False),  # whoever attaches a picture means it
    ],
)
def test_a_logo_is_told_from_a_photograph(
    name: str, content: bytes, inline: bool, shown: bool, decorates: bool
) -> None:
    assert is_decoration(name, content, inline=inline, shown_in_html=shown) is decorates


def test_the_size_of_a_picture_is_read_from_its_head() -> None:
    assert pixels(png(3, 4, 40)) == (3, 4)
    assert pixels(b"GIF89a\x05\x00\x06\x00") == (5, 6)
    assert pixels(b"\xff\xd8\xff\xc0\x00\x0b\x08\x0f\xc0\x0b\xd0\x01\0\0\0") == (3024, 4032)
    assert pixels(b"none of these") is None
