import base64

import pytest

from parsers.mail.message import message


def plain(subject: str, text: str, *headers: str, sender: str = "MAILER-DAEMON@mx.example") -> bytes:
    head = "\r\n".join((f"From: {sender}", f"Subject: {subject}", *headers))
    return f"{head}\r\n\r\n{text}".encode()


@pytest.mark.parametrize(
    ("subject", "text", "action", "status"),
    [
        (
            "Mail delivery failed: returning message to sender",
            "could not be delivered\n550 5.1.1 User unknown",
            "failed",
            "5.1.1",
        ),
        ("failure notice", "I wasn't able to deliver your message. (#5.1.1)", "failed", "5.1.1"),
        ("Undeliverable: x", "Delivery has failed to these recipients", "failed", ""),
        ("Unzustellbar: x", "Ihre Nachricht konnte nicht zugestellt werden.", "failed", ""),
        ("Warning: message x not delivered yet", "It has not yet been delivered; we will keep trying.", "delayed", ""),
        ("Delivery delayed: x", "There was a temporary problem.", "delayed", ""),
        ("Returned mail: see transcript for details", "552 mailbox is full", "failed", "552"),
    ],
)
def test_a_servers_plain_bounce_is_a_delivery_report(subject: str, text: str, action: str, status: str) -> None:
    report = message(plain(subject, text)).report
    assert report is not None
    assert (report.kind, report.action, report.status) == ("delivery-status", action, status)


def test_a_plain_bounce_names_the_address_and_the_mail_it_is_about() -> None:
    text = "The following address(es) failed:\n  Old.Address@x.example\n\nMessage-ID: <ours.1@northshire.example>\n"
    report = message(plain("Mail delivery failed", text)).report
    assert report is not None
    assert report.recipients == ("old.address@x.example",)
    assert report.returned_ids[0] == "<ours.1@northshire.example>"


def test_the_form_in_our_own_returned_mail_is_never_taken_in() -> None:
    body = (
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nYour message was rejected.\r\n--b\r\n'
        "Content-Type: application/msword; name=form.doc\r\n\r\nwords\r\n--b--\r\n"
    )
    raw = f"From: postmaster@x.example\r\nReturn-Path: <>\r\nSubject: Message rejected\r\n{body}".encode()
    found = message(raw)
    assert found.report is not None
    assert found.attachments == ()


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Delivery of the referral form", "I could not deliver it by hand, so here it is."),
        ("Undeliverable form?", "Is this the right address?"),
    ],
)
def test_a_persons_mail_with_such_words_is_no_bounce(subject: str, text: str) -> None:
    assert message(plain(subject, text, sender="p@saltmarsh.example")).report is None


@pytest.mark.parametrize("encoding", ["", "Content-Transfer-Encoding: base64\r\n"])
def test_a_receipt_is_read_whatever_its_encoding(encoding: str) -> None:
    fields = "Final-Recipient: rfc822;a@x.example\r\nOriginal-Message-ID: <o@x>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n"
    told = base64.b64encode(fields.encode()).decode() if encoding else fields
    raw = (
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\r\n\r\n--b\r\n\r\nRead.\r\n'
        f"--b\r\nContent-Type: message/disposition-notification\r\n{encoding}\r\n{told}\r\n--b--\r\n"
    )
    report = message(raw.encode()).report
    assert report is not None
    assert (report.kind, report.returned_ids[0]) == ("disposition-notification", "<o@x>")
    assert report.action.endswith("displayed")
