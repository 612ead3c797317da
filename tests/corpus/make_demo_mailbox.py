"""Writes the demonstration mailbox: `python tests/corpus/make_demo_mailbox.py` makes the same files again, byte for byte."""

from __future__ import annotations

import io
import json
from pathlib import Path
from unittest.mock import patch

import demo_forms
from mail_builders import (
    MAILBOX,
    apple,
    bodies,
    file_part,
    gmail,
    lines,
    mail,
    multipart,
    nhsmail,
    outlook,
    outlook_file,
    part,
    report,
    rfc822_part,
    text_part,
    when,
)

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "scheduler" / "demo" / "mailbox"
EXPECTED = ROOT / "tests" / "acceptance" / "demo_mailbox.json"
COUNCIL_FOOTER = (
    "\n\nThis e-mail and any files with it are confidential and meant for the person named above. If it is not for you, tell the sender and delete it. "
    "Northshire Council does not take emergency calls by e-mail: if a child is in immediate danger call 999."
)
NHS_FOOTER = (
    "\n\n***\nThis message may contain confidential information. If you are not the intended recipient please inform the sender and do not copy it. "
    "NHSmail is approved for exchanging patient identifiable data with other secure systems."
)


def encrypted(content, *, password) -> bytes:
    """A Word file really encrypted with `password`; its salts are fixed so that it can be made again."""
    from msoffcrypto.format.ooxml import OOXMLFile
    from msoffcrypto.method import ecma376_agile
    from msoffcrypto.method.container import ecma376_encrypted

    out = io.BytesIO()
    with (
        patch.object(ecma376_agile, "_random_buffer", lambda size: bytes(range(7, 7 + size))),
        patch.object(ecma376_encrypted, "datetime2filetime", lambda _: 134071848000000000),
    ):
        OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()


def with_word(text, name, content, *, boundary, at) -> bytes:
    """Plain and HTML bodies beside an attached Word file, as Outlook arranges them."""
    return multipart(
        "mixed", boundary, bodies(text, boundary=boundary.replace("_004_", "_000_")), outlook_file(name, content, at=at)
    )


# The mails, in order of arrival ---------------------------------------------------------------------------------------


def two_column_referral() -> bytes:
    at = when("2026-11-12 09:04")
    text = "Good morning\n\nPlease find attached a referral for the attention of the Business Manager. The joint agency response meeting was held on Tuesday.\n\nRegards\nMerriel Thackwray\nDetective Sergeant, Northshire Police\nIn an emergency always dial 999; for other matters dial 101."
    content = with_word(
        text, "Serious Incident Referral Form - OB.docx", demo_forms.ottoline(), boundary="_004_LO2P123MB0412_", at=at
    )
    return outlook(
        content,
        name="Thackwray, Merriel",
        sender="merriel.thackwray@northshire-police.example",
        subject="Serious incident referral - OB",
        at=at,
    )


def header_row_referral() -> bytes:
    at = when("2026-11-12 09:47")
    text = (
        "Dear colleagues\n\nReferral attached. I have spoken to the Designated Nurse.\n\nDr Bryony Ketteridge\nNamed Doctor for Safeguarding Children"
        + NHS_FOOTER
    )
    content = with_word(
        text, "RR referral CYA 12 Nov 2026.docx", demo_forms.caspian(), boundary="_004_LO2P123MB0977_", at=at
    )
    return nhsmail(
        content,
        name='"KETTERIDGE, Bryony (HAVERSTOKE HOSPITALS NHS FOUNDATION TRUST)"',
        sender="bryony.ketteridge@haverstoke-hospitals.example",
        subject="[SECURE] Rapid review referral: Caspian Yarwood-Adeleke",
        at=at,
    )


def newsletter() -> bytes:
    at = when("2026-11-12 10:15")
    text = (
        "SAFEGUARDING MATTERS - November 2026\n\nIn this issue: what the new national report says about rapid reviews; how to make a good referral; "
        "a serious incident in another area and what we can learn; dates for the neglect training.\n\nYou receive this because you signed up. Unsubscribe: https://news.learning-hub.example/u/4471"
    )
    headers = """
From: Safeguarding Matters <newsletter@learning-hub.example>
To: referrals@northshire.example
Subject: Safeguarding Matters: rapid reviews, referrals and neglect training
Date: Thu, 12 Nov 2026 10:15:00 +0000
Message-ID: <20261112101500.4471@news.learning-hub.example>
List-Unsubscribe: <https://news.learning-hub.example/u/4471>
List-Id: Safeguarding Matters <matters.learning-hub.example>
Precedence: bulk
X-Mailer: CampaignSender 8.2"""
    return mail(headers, bodies(text, boundary="=_news_4471"), sender="bounce-4471@learning-hub.example", at=at)


def controls_referral() -> bytes:
    at = when("2026-11-12 11:20")
    edge = "Apple-Mail=_3D0F62A1-77B8-4C54-9B0E-51A6C9D1E0F2"
    inner = edge.replace("3D0F62A1", "84C1B7E9")
    name = "Rapid Review Referral Form ZA.docx"
    file = file_part(
        name,
        demo_forms.zephyrine(),
        disposition="attachment",
        headers="Content-Id: <8F2A6C11-0D3B@northshire-council.example>",
    )
    html = text_part(
        "<html><body>Please see attached. I am on my mobile all day.<br><br>Torquil<br></body></html>",
        subtype="html",
        charset="us-ascii",
        encoding="7bit",
    )
    content = multipart(
        "alternative",
        edge,
        text_part("Please see attached. I am on my mobile all day.\n\nTorquil\n", charset="us-ascii", encoding="7bit"),
        multipart("mixed", inner, html, file),
    )
    return apple(
        content,
        name="Torquil Ravenscroft-Bello",
        sender="torquil.ravenscroft-bello@northshire-council.example",
        subject="Referral for rapid review",
        at=at,
    )


def password_file() -> bytes:
    at = when("2026-11-12 12:02")
    text = (
        "Referral attached. The file is password protected; I will send the password in a separate message.\n\nKind regards\nAnstice Merriweather-Dunn\nPractice Manager, Quay Lane Surgery"
        + NHS_FOOTER
    )
    content = with_word(
        text,
        "Referral (protected).docx",
        encrypted(demo_forms.password_form(), password="invented-Osprey-41"),
        boundary="_004_LO2P123MB1203_",
        at=at,
    )
    return nhsmail(
        content,
        name="MERRIWEATHER-DUNN, Anstice (QUAY LANE SURGERY)",
        sender="anstice.merriweather-dunn@quaylane-surgery.example",
        subject="Referral - protected",
        at=at,
    )


def out_of_office() -> bytes:
    at = when("2026-11-12 13:31")
    text = "Thank you for your e-mail. I am on leave until Monday 23 November. For urgent safeguarding matters ring 01632 960570, and if a child is at immediate risk call 999."
    extra = "In-Reply-To: <contacts-2026-11-12@northshire.example>\nAuto-Submitted: auto-generated\nX-MS-Exchange-Inbox-Rules-Loop: solveig.marchbanks@northshire-icb.example"
    return outlook(
        bodies(text, boundary="_000_LO2P123MB1331_"),
        name="Marchbanks, Solveig",
        sender="solveig.marchbanks@northshire-icb.example",
        subject="Automatic reply: Rapid review contacts - please check your details",
        at=at,
        attached=False,
        more=extra,
        envelope="",
    )


def neighbour() -> bytes:
    at = when("2026-11-12 14:12")
    text = (
        "hello I dont know if this is the right address. the little boy next door (Alaric, he is about 5) is crying again and I can hear the man shouting right now. "
        "yesterday he was in the yard with no shoes on and a black eye. I am scared he is going to be really hurt tonight. It is number 19 Cordwainer Street in Haverstoke. please can someone come\n\nHepzibah"
    )
    return gmail(
        bodies(text, boundary="000000000000a1b2c3062d41f0aa"),
        name="Hepzibah Crowle",
        sender="hepzibah.crowle@mail.example",
        subject="little boy next door",
        at=at,
    )


def correspondence() -> bytes:
    at = when("2026-11-12 15:26")
    text = (
        "Hello\n\nThe Chair can do Tuesday 24 November at 10:00 or Thursday 26 November after 14:00 for the rapid review meeting. Which would suit the other partners?\n\nCordelia Ashgrove-Miah\nPA to the Director\n\n"
        "From: Northshire Safeguarding Children Partnership\nSent: 11 November 2026 16:40\nSubject: Dates for your diary\n\nPlease could you tell us when the Chair is free in the week of 23 November?"
        + COUNCIL_FOOTER
    )
    extra = "In-Reply-To: <diary-2026-11-11@northshire.example>\nReferences: <diary-2026-11-11@northshire.example>"
    return outlook(
        bodies(text, boundary="_000_LO2P123MB1526_"),
        name="Ashgrove-Miah, Cordelia",
        sender="cordelia.ashgrove-miah@northshire-council.example",
        subject="RE: Dates for your diary",
        at=at,
        attached=False,
        more=extra,
    )


def blank_form() -> bytes:
    at = when("2026-11-12 16:31")
    text = "Hi,\n\nPlease find our completed referral attached.\n\nMany thanks\nEulalia Pemberthy\nOffice, Orrell Sixth Form"
    content = multipart(
        "mixed",
        "000000000000d4e5f6062d5c71bb",
        bodies(text, boundary="000000000000d4e5f4062d5c71b9"),
        file_part("Serious Incident Referral Form.docx", demo_forms.blank()),
    )
    return gmail(
        content, name="Eulalia Pemberthy", sender="office@orrell-sixthform.example", subject="Referral form", at=at
    )


def corrected_referral() -> bytes:
    at = when("2026-11-13 08:52")
    text = "Good morning\n\nPlease use this updated form in place of the one I sent yesterday: the date of birth was wrong. Nothing else has changed.\n\nRegards\nMerriel Thackwray\nDetective Sergeant, Northshire Police"
    content = with_word(
        text,
        "Serious Incident Referral Form - OB v2.docx",
        demo_forms.ottoline(corrected=True),
        boundary="_004_LO2P123MB0852_",
        at=at,
    )
    return outlook(
        content,
        name="Thackwray, Merriel",
        sender="merriel.thackwray@northshire-police.example",
        subject="Updated form - OB",
        at=at,
    )


def nursery_return() -> bytes:
    at = when("2026-11-13 10:16")
    text = "Dear Business Unit\n\nWe heard from the hospital about the rapid review. Here is our agency summary for CYA, born 04/02/2023.\n\nPhilippa Stonebridge-Nair\nNursery Manager"
    content = multipart(
        "mixed",
        "----=_NextPart_000_0041_01DC5486.7B1C2E90",
        text_part(text, charset="iso-8859-1"),
        file_part(
            "Individual Agency Summary - CYA.docx", demo_forms.caspian_return(), media="application/octet-stream"
        ),
    )
    headers = f"""
From: "Philippa Stonebridge-Nair" <manager@little-wherries.example>
To: <{MAILBOX}>
Subject: Agency summary CYA
Date: Fri, 13 Nov 2026 10:16:00 +0000
Message-ID: <000201dc5486$7b1c2e90$71548bb0$@little-wherries.example>
X-Mailer: Microsoft Outlook 16.0
Thread-Index: AdxUhntVwE8mQf2LQw6s1YkZr7Hq5g==
Content-Language: en-gb"""
    return mail(headers, content, sender="manager@little-wherries.example", at=at)


def undeliverable() -> bytes:
    at = when("2026-11-13 11:41")
    original = f"""From: Northshire Safeguarding Children Partnership <{MAILBOX}>
To: dunstan.fairweather@northshire-probation.example
Subject: Rapid review contacts - please check your details
Date: Fri, 13 Nov 2026 11:40:00 +0000
Message-ID: <contacts-2026-11-13@northshire.example>
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"

Please tell us if your agency's contact for rapid reviews has changed.
"""
    words = "Your message to dunstan.fairweather@northshire-probation.example couldn't be delivered.\n\ndunstan.fairweather wasn't found at northshire-probation.example."
    status = """Reporting-MTA: dns;LO2P123MB1141.GBRP123.PROD.OUTLOOK.EXAMPLE
Received-From-MTA: dns;mx01.northshire.example
Arrival-Date: Fri, 13 Nov 2026 11:40:12 +0000

Final-Recipient: rfc822;dunstan.fairweather@northshire-probation.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient dunstan.fairweather@northshire-probation.example not found by SMTP address lookup
"""
    headers = f"""
From: Microsoft Outlook <postmaster@northshire-probation.example>
To: <{MAILBOX}>
Date: Fri, 13 Nov 2026 11:41:00 +0000
Subject: Undeliverable: Rapid review contacts - please check your details
Message-ID: <4f1d2c3b-90ab-4cde-8f01-23456789abcd@LO2P123MB1141.GBRP123.PROD.OUTLOOK.EXAMPLE>
In-Reply-To: <contacts-2026-11-13@northshire.example>
Auto-Submitted: auto-replied"""
    content = report(
        "b7a6c5d4-ndr",
        bodies(words, boundary="b7a6c5d4-alt"),
        part("Content-Type: message/delivery-status", lines(status)),
        rfc822_part(lines(original)),
    )
    return mail(headers, content, sender="", at=at, host="mail-lo2gbr01on1141.outbound.example")


def marf_here() -> bytes:
    at = when("2026-11-13 14:22")
    text = "Please find attached our referral.\n\nCrispin Halloway\nDeputy Headteacher"
    content = with_word(text, "MARF PD.docx", demo_forms.wrong_door(), boundary="_004_LO2P123MB1422_", at=at)
    return outlook(
        content, name="Crispin Halloway", sender="c.halloway@st-wilfredas.example", subject="Referral PD", at=at
    )


def four_column_referral() -> bytes:
    at = when("2026-11-13 15:38")
    text = (
        "To whom it may concern,\n\nI attach a referral about one of our pupils.\n\nWinifred Abernethy-Rao\nHeadteacher"
    )
    content = multipart(
        "mixed",
        "000000000000071829062e8a13cc",
        bodies(text, boundary="0000000000007182706e8a13ca"),
        file_part("Case for consideration TQ.docx", demo_forms.thaddeus()),
    )
    return gmail(
        content,
        name="Winifred Abernethy-Rao",
        sender="head@saltmarsh-primary.example",
        subject="Case for consideration",
        at=at,
    )


def expectation(kind, *, forms=(), files=0, answer=True, urgent=False, also=(), most=None) -> dict:
    """What a careful reader understands, in the shape of the mail expectations."""
    found = {
        "kind": kind,
        "urgent": urgent,
        "attachments": files,
        "forms": [{"kind": f} for f in forms],
        "reply_to_it": answer,
    }
    return found | ({"kind_also": list(also)} if also else {}) | ({"attachments_max": most} if most else {})


REFERRAL = expectation("referral", forms=["referral"], files=1)
MAILS = (
    ("01-police-two-column", two_column_referral, REFERRAL),
    ("02-hospital-header-rows", header_row_referral, REFERRAL),
    ("03-newsletter", newsletter, expectation("not_a_referral", answer=False)),
    ("04-council-content-controls", controls_referral, REFERRAL),
    ("05-password-protected", password_file, expectation("needs_person", files=1)),
    ("06-out-of-office", out_of_office, expectation("auto_reply", answer=False)),
    ("07-neighbour-live-concern", neighbour, expectation("needs_person", urgent=True, also=["not_a_referral"])),
    ("08-correspondence", correspondence, expectation("reply", answer=False, also=["needs_person"])),
    ("09-blank-form", blank_form, expectation("needs_person", forms=["blank_form"], files=1)),
    ("10-corrected-form", corrected_referral, expectation("update", forms=["referral"], files=1)),
    ("11-nursery-agency-summary", nursery_return, expectation("agency_return", forms=["agency_return"], files=1)),
    ("12-undeliverable", undeliverable, expectation("bounce", answer=False, most=2)),
    (
        "13-child-protection-referral",
        marf_here,
        expectation("needs_person", forms=["other_form"], files=1, urgent=True, also=["not_a_referral"]),
    ),
    ("14-school-four-column", four_column_referral, REFERRAL),
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    EXPECTED.parent.mkdir(parents=True, exist_ok=True)
    for name, made, _ in MAILS:
        (FOLDER / f"{name}.eml").write_bytes(made())
    said = {f"{name}.eml": wanted for name, _, wanted in MAILS}
    EXPECTED.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
