"""Mails that programs write, and correspondence on a case: K23 to K34."""

from __future__ import annotations

from builders import zipped
from k_rows import K05
from mail_builders import (
    MAILBOX,
    bodies,
    file_part,
    gmail,
    lines,
    mail,
    multipart,
    outlook,
    part,
    report,
    text_part,
    when,
)
from mails_forms import COUNCIL, SCHOOL, expectation

OURS = "Northshire Safeguarding Partnership <referrals@northshire.example>"
ASKED = "Your agency is asked for its summary of involvement for case NSP-2026-0012, by Friday 20 November 2026. If a child is at immediate risk ring 999."


def our_mail(to) -> bytes:
    """What the partnership had sent, with a form attached."""
    head = f"From: {OURS}\nTo: {to}\nSubject: [NSP-2026-0012] Request for agency information\nDate: Thu, 12 Nov 2026 09:00:00 +0000\nMessage-ID: <nsp-2026-0012.request.3@northshire.example>\nAuto-Submitted: auto-generated\nMIME-Version: 1.0\n"
    return lines(head) + multipart(
        "mixed", "=_ours", text_part(ASKED), file_part("Individual Agency Summary.docx", K05)
    )


def delayed() -> bytes:
    """Postfix warns that a mail is still waiting: not failed yet."""
    status = "Reporting-MTA: dns; mx01.northshire.example\nArrival-Date: Thu, 12 Nov 2026 09:00:02 +0000\n\nFinal-Recipient: rfc822; clinic@slowtrust.example\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connect to mx.slowtrust.example[203.0.113.9]:25: Connection timed out\nWill-Retry-Until: Tue, 17 Nov 2026 09:00:02 +0000\n"
    words = "THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nYour message could not be delivered for 4 hours. It will be retried until it is 5 days old."
    content = report(
        "71C2A.1763/mx01",
        text_part(words, charset="us-ascii", encoding="7bit"),
        part("Content-Type: message/delivery-status", lines(status)),
        part("Content-Type: text/rfc822-headers", our_mail("clinic@slowtrust.example").split(b"\r\n\r\n")[0]),
    )
    headers = f"From: MAILER-DAEMON@mx01.northshire.example (Mail Delivery System)\nTo: {MAILBOX}\nSubject: Delayed Mail (still being retried)\nDate: Thu, 12 Nov 2026 13:00:10 +0000\nMessage-ID: <20261112130010.71C2A@mx01.northshire.example>\nAuto-Submitted: auto-replied"
    return mail(headers, content, sender="", at=when("2026-11-12 13:00"), host="mx01.northshire.example")


def old_style_bounce() -> bytes:
    """A bounce in plain text alone, with the returned mail and its attachment below a line."""
    text = "Hi. This is the mail program at slowtrust.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<gone@slowtrust.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n"
    content = part('Content-Type: text/plain; charset="us-ascii"', lines(text) + our_mail("gone@slowtrust.example"))
    headers = f"From: MAILER-DAEMON@slowtrust.example\nTo: {MAILBOX}\nSubject: failure notice\nDate: Thu, 12 Nov 2026 09:00:20 +0000\nMessage-ID: <20261112.failure@slowtrust.example>"
    return mail(headers, content, sender="", at=when("2026-11-12 09:00"), host="mx.slowtrust.example")


def team_reply() -> bytes:
    """A team mailbox's responder that does not say it is one, except by Precedence; it quotes our mail whole."""
    text = (
        "Thank you for contacting the Vale Academy safeguarding team. Your message is important to us and we will answer within two working days. If you are worried that a child is at immediate risk tonight, please call 999.\n\n> "
        + ASKED.replace(". ", ".\n> ")
    )
    more = "X-Autoreply: yes\nPrecedence: auto_reply\nIn-Reply-To: <nsp-2026-0012.request.3@northshire.example>"
    return gmail(
        text_part(text),
        name="Safeguarding Team",
        sender="safeguarding@valeacademy.example",
        subject="Re: [NSP-2026-0012] Request for agency information",
        at=when("2026-11-12 09:01"),
        more=more,
    )


def welsh_absence() -> bytes:
    """Out of the office, in Welsh first."""
    text = "Rwyf allan o'r swyddfa tan ddydd Llun. Os yw plentyn mewn perygl, ffoniwch 999.\n\nI am out of the office until Monday. If a child is in danger, call 999."
    return outlook(
        bodies(text, boundary="=_cy"),
        name="Rhiannon Prys-Evans",
        sender="rhiannon.prys-evans@ffin.example",
        subject="=?utf-8?Q?Ateb_awtomatig:_Allan_o=E2=80=99r_swyddfa?=",
        at=when("2026-11-12 09:03"),
        attached=False,
        more="Auto-Submitted: auto-replied",
        envelope="",
    )


def recall() -> bytes:
    """Outlook asks to take a mail back."""
    text = 'Drax, Philomena would like to recall the message, "Referral - wrong attachment".'
    return outlook(
        text_part(text),
        **COUNCIL,
        subject="Recall: Referral - wrong attachment",
        at=when("2026-11-05 12:00"),
        attached=False,
    )


def calendar(method, *, status="NEEDS-ACTION", summary="", comment="") -> bytes:
    said = f"COMMENT:{comment}\n" if comment else ""
    text = f"""BEGIN:VCALENDAR
METHOD:{method}
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VEVENT
ORGANIZER;CN=Northshire Safeguarding Partnership:mailto:{MAILBOX if method == "REPLY" else "susannah.pike@northshire-council.example"}
ATTENDEE;PARTSTAT={status};CN=Susannah Pike:mailto:{"susannah.pike@northshire-council.example" if method == "REPLY" else MAILBOX}
{said}UID:nsp-2026-0012.rapid-review-meeting@northshire.example
SUMMARY:{summary}
DTSTART:20261124T100000Z
DTEND:20261124T120000Z
DTSTAMP:20261113T090000Z
SEQUENCE:1
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""
    return part(
        f'Content-Type: text/calendar; charset="utf-8"; method={method}\nContent-Transfer-Encoding: 8bit', lines(text)
    )


def declined() -> bytes:
    text = text_part("Sorry, in court all that day. Could Imani go in my place?")
    content = multipart(
        "alternative",
        "=_dec",
        text,
        calendar(
            "REPLY", status="DECLINED", summary="Declined: [NSP-2026-0012] Rapid review meeting", comment="In court"
        ),
    )
    more = "In-Reply-To: <nsp-2026-0012.invitation.1@northshire.example>"
    return outlook(
        content,
        name="Susannah Pike",
        sender="susannah.pike@northshire-council.example",
        subject="Declined: [NSP-2026-0012] Rapid review meeting",
        at=when("2026-11-13 09:10"),
        attached=False,
        more=more,
    )


def invited() -> bytes:
    content = multipart(
        "alternative",
        "=_req",
        text_part("Pre-meet for the rapid review, all welcome."),
        calendar("REQUEST", summary="Pre-meet"),
    )
    return outlook(
        content,
        name="Susannah Pike",
        sender="susannah.pike@northshire-council.example",
        subject="Pre-meet for the rapid review",
        at=when("2026-11-13 09:20"),
        attached=False,
    )


def our_own() -> bytes:
    """Our own acknowledgement, sent back to us by a rule in somebody's mailbox."""
    text = (
        "Thank you. We have your referral; its reference is NSP-2026-0012.\n\nIf a child is at immediate risk ring 999."
    )
    headers = f"Resent-From: clerk@valeacademy.example\nFrom: {OURS}\nTo: o.brandreth@valeacademy.example\nSubject: [NSP-2026-0012] Your referral has arrived\nDate: Mon, 16 Nov 2026 10:00:00 +0000\nMessage-ID: <nsp-2026-0012.acknowledgement.1@northshire.example>\nAuto-Submitted: auto-replied\nX-Auto-Response-Suppress: All"
    return mail(headers, text_part(text), sender=MAILBOX, at=when("2026-11-16 10:01"), host="mail.valeacademy.example")


def corrected_in_words() -> bytes:
    """A correction in the words of a reply, with nothing attached; our mail is quoted in the way of Outlook, without marks."""
    text = f"Sorry, the date of birth on the form was wrong. It is 3/4/15, not 4/3/15. Everything else stands.\n\nOttilie\n\n________________________________\nFrom: {OURS}\nSent: 16 November 2026 10:00\nTo: Ottilie Brandreth\nSubject: [NSP-2026-0012] Your referral has arrived\n\nThank you. We have your referral. If the child is in immediate danger or at risk tonight ring 999."
    more = "In-Reply-To: <nsp-2026-0012.acknowledgement.1@northshire.example>\nReferences: <nsp-2026-0012.acknowledgement.1@northshire.example>"
    return outlook(
        bodies(text, boundary="=_dobr"),
        **SCHOOL,
        subject="RE: [NSP-2026-0012] Your referral has arrived",
        at=when("2026-11-16 10:30"),
        attached=False,
        more=more,
    )


def chronology_sheet() -> bytes:
    """An agency's chronology as a workbook, in answer to our request."""
    sheet = zipped(
        [
            (
                "[Content_Types].xml",
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
            ),
            (
                "xl/workbook.xml",
                '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>',
            ),
        ]
    )
    content = multipart(
        "mixed",
        "=_xlsx",
        text_part("Our chronology for the above case is attached."),
        file_part(
            "Chronology NSP-2026-0012.xlsx",
            sheet,
            media="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    )
    more = "In-Reply-To: <nsp-2026-0012.request.3@northshire.example>"
    return outlook(
        content,
        name="Imani Scholes",
        sender="imani.scholes@northshire-icb.example",
        subject="RE: [NSP-2026-0012] Request for agency information",
        at=when("2026-11-17 15:00"),
        more=more,
    )


CASE = "NSP-2026-0012"
MAILS = {
    "K23-delayed-postfix": (
        delayed(),
        expectation("bounce", answer=False, most=2, case_ref=CASE, cases="19", note="delayed is not failed"),
    ),
    "K24-bounce-plain-text": (
        old_style_bounce(),
        expectation(
            "bounce",
            answer=False,
            most=1,
            case_ref=CASE,
            cases="19",
            note="no report part; the returned mail with its attachment is only text",
        ),
    ),
    "K25-team-responder": (
        team_reply(),
        expectation(
            "auto_reply",
            answer=False,
            case_ref=CASE,
            cases="18",
            note="no Auto-Submitted; our mail quoted; 'immediate risk tonight' is boilerplate",
        ),
    ),
    "K26-absence-in-welsh": (
        welsh_absence(),
        expectation("auto_reply", answer=False, cases="18", note="Welsh subject"),
    ),
    "K27-recall": (
        recall(),
        expectation("needs_person", answer=False, cases="20", note="shown to a person; nothing is deleted"),
    ),
    "K28-declined-with-words": (
        declined(),
        expectation(
            "calendar_reply",
            answer=False,
            most=1,
            case_ref=CASE,
            partstat="DECLINED",
            cases="20",
            note="declined, with a substitute proposed",
        ),
    ),
    "K29-partners-own-meeting": (
        invited(),
        expectation("needs_person", answer=False, most=1, cases="20", note="a partner's own request is held"),
    ),
    "K30-our-own-mail": (
        our_own(),
        expectation("not_a_referral", answer=False, cases="8 outgoing", note="our own acknowledgement comes back"),
    ),
    "K31-correction-in-words": (
        corrected_in_words(),
        expectation(
            "reply",
            answer=False,
            case_ref=CASE,
            cases="13",
            note="a proposed change; our words below are not the sender's",
        ),
    ),
    "K32-chronology-workbook": (
        chronology_sheet(),
        expectation(
            "agency_return",
            files=1,
            answer=True,
            also=["reply", "needs_person"],
            case_ref=CASE,
            cases="15",
            note="a workbook in answer to our request",
        ),
    ),
}
