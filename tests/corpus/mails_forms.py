"""Mails that bring a form, or something in place of one: K01 to K22."""

from __future__ import annotations

import base64
import random
import zlib

from builders import zipped
from k_children import K28
from k_fields import K15
from k_foreign import ANSWERS, PLAIN, wexcombe
from k_papers import need_to_know, sar
from k_rows import K05, K08
from k_two_columns import K01, K02, K04
from mail_builders import (
    MAILBOX,
    WORD,
    apple,
    base64_lines,
    bodies,
    file_part,
    gmail,
    mail,
    multipart,
    nhsmail,
    outlook,
    outlook_file,
    part,
    rfc822_part,
    text_part,
    when,
)

FOOTER = "\n\nConfidential: if you are not the person meant, delete this. In an emergency or where a child is at immediate risk, always ring 999."
SCHOOL = {"name": "Ottilie Brandreth", "sender": "o.brandreth@valeacademy.example"}
COUNCIL = {"name": "Drax, Philomena", "sender": "philomena.drax@wealdmoor.example"}
TRUST = {
    "name": "FERNSBY, Obadiah (ESTUARY PARTNERSHIP NHS FOUNDATION TRUST)",
    "sender": "obadiah.fernsby@estuary-nhs.example",
}


def expectation(
    kind, *, forms=(), files=0, most=None, answer=True, urgent=False, also=(), forms_also=(), note="", **more
) -> dict:
    """What a careful reader understands, in the shape of the other mail expectations."""
    said = {
        "kind": kind,
        "urgent": urgent,
        "attachments": files,
        "forms": [{"kind": f} for f in forms],
        "reply_to_it": answer,
    }
    said |= {"kind_also": list(also)} if also else {}
    said |= {"forms_also": [[{"kind": f} for f in alt] for alt in forms_also]} if forms_also else {}
    said |= {"attachments_max": most} if most else {}
    return said | more | {"note": note}


def referral(note, *, files=1, **more) -> dict:
    return expectation("referral", forms=["referral"], files=files, note=note, **more)


def noise(seed, size) -> bytes:
    return random.Random(seed).randbytes(size)


# Ordinary attachments in unusual dress --------------------------------------------------------------------------------


def empty_body_encoded_name() -> bytes:
    """Gmail: no words at all, the file's name as an encoded word inside quotes, a child's full name in the subject."""
    name = "=?UTF-8?B?" + base64.b64encode("Référral – Zoë N-P.docx".encode()).decode() + "?="
    content = multipart("mixed", "0000000000008f1c2a062f11a001", text_part("", encoding="7bit"), file_part(name, K02))
    subject = "=?iso-8859-1?Q?Referral:_Zo=EB_Nwachukwu-?=\n =?iso-8859-1?Q?Price_-_STRICTLY_CONFIDENTIAL?="
    return gmail(
        content,
        name="Tobiah Langstaff",
        sender="tobiah.langstaff@wealdmoor-infirmary.example",
        subject=subject,
        at=when("2026-11-04 08:02"),
    )


def signed() -> bytes:
    """multipart/signed: the form is inside the inner mixed part, beside the signature."""
    inner = multipart(
        "mixed",
        "b2_inner",
        text_part("Referral attached, signed as your policy asks.\n\nPhilomena Drax" + FOOTER),
        outlook_file("LCSPR referral.docx", K01, at=when("2026-11-05 11:00")),
    )
    signature = file_part("smime.p7s", b"0\x82" + noise(1, 600), media="application/pkcs7-signature")
    content = multipart(
        "signed",
        "b1_outer",
        inner,
        signature,
        more=' protocol="application/pkcs7-signature"; micalg=sha-256;',
        preamble="This is an S/MIME signed message\n",
    )
    return outlook(content, **COUNCIL, subject="[EXTERNAL] RE: FW: Fw: referral", at=when("2026-11-05 11:02"))


def three_siblings() -> bytes:
    """Three forms for three siblings in one mail."""
    answers = dict(ANSWERS)
    made = []
    for forename, born in (("Cordelia", "29/11/2014"), ("Cosmo", "02/02/2017"), ("Clover", "14/08/2021")):
        form = wexcombe(
            answers=tuple(
                (
                    answers | {"Full name of child": f"{forename} Ashdown-Mensah", "Date of Birth": born, "NHS No": ""}
                ).items()
            )
        )
        made.append(file_part(f"Serious Incident Referral Form ({forename[0]}{forename[1]}).docx", form))
    content = multipart(
        "mixed",
        "----=_Part_3_sib",
        text_part("Three forms, one for each of the children. One incident.\n\nHamish Tregarthen"),
        *made,
    )
    return gmail(
        content,
        name="Hamish Tregarthen",
        sender="hamish.tregarthen@wexcombe.example",
        subject="Three referrals",
        at=when("2026-11-11 16:12"),
    )


def same_name_twice() -> bytes:
    """Two files of one name: the filled form and the blank it was typed on."""
    content = multipart(
        "mixed",
        "=_two",
        text_part("Form attached twice, sorry, my computer is playing up.\n"),
        file_part("form.docx", K04),
        file_part("form.docx", K01),
    )
    return apple(
        content,
        name="Philomena Drax",
        sender="philomena.drax@wealdmoor.example",
        subject="Form",
        at=when("2026-11-06 07:58"),
        phone=True,
    )


def zero_bytes() -> bytes:
    """An attachment that lost its content on the way."""
    content = multipart(
        "mixed", "=_zero", text_part("Please see our referral attached.\n\nOttilie"), file_part("Referral.docx", b"")
    )
    return outlook(content, **SCHOOL, subject="Referral", at=when("2026-11-16 09:11"))


def broken_mime() -> bytes:
    """No closing boundary, a stray line in the base64, an unknown charset, and Word called application/msword."""
    text = text_part(
        "Ynghlwm: atgyfeiriad. Attached: referral \u2013 thanks.",
        charset="utf-8",
        encoding="8bit",
        said="x-unknown-8bit",
    )
    lines_ = base64_lines(K05).split(b"\r\n")
    lines_[3:3] = [b"   "]
    file = part(
        "Content-Type: application/msword; name=referral.docx\nContent-Transfer-Encoding: BASE64\nContent-Disposition: ATTACHMENT; filename=referral.docx",
        b"\r\n".join(lines_),
    )
    body = b"\r\n--=_cut\r\n" + text + b"\r\n--=_cut\r\n" + file
    content = part('Content-Type: multipart/mixed; boundary="=_cut"', body)
    return mail(
        f"From: Obadiah Fernsby <obadiah.fernsby@estuary-nhs.example>\nTo: {MAILBOX}\nSubject: Atgyfeiriad / Referral\nDate: Wed, 28 Oct 2026 15:40:00 +0000\nMessage-ID: <broken",
        content,
        sender="obadiah.fernsby@estuary-nhs.example",
        at=when("2026-10-28 15:41"),
    )


def clock_change_night() -> bytes:
    """Arrived at half past eleven at night by the server's clock, half past midnight in London; the Date says 1970; sent as a blind copy."""
    content = multipart(
        "mixed", "=_bst", text_part("On call. Referral attached."), file_part("referral 24-10.docx", K08)
    )
    headers = "From: yevgenia.halcrow@minster-police.example\nSubject: Referral\nDate: Thu, 01 Jan 1970 00:00:00 +0000\nMessage-ID: <0@minster-police.example>"
    return mail(headers, content, sender="yevgenia.halcrow@minster-police.example", at=when("2026-10-24 23:30"))


def rfc2231_related() -> bytes:
    """The form is inside multipart/related beside the signature's logo, with an encoded file name and the type octet-stream."""
    logo = part(
        "Content-Type: image/png; name=image001.png\nContent-ID: <image001.png@01DC5480>\nContent-Disposition: inline; filename=image001.png\nContent-Transfer-Encoding: base64",
        base64_lines(b"\x89PNG\r\n\x1a\n" + noise(2, 900)),
    )
    html = text_part(
        '<html><body><p>Please see attached.</p><img src="cid:image001.png@01DC5480"></body></html>', subtype="html"
    )
    file = part(
        "Content-Type: application/octet-stream\nContent-Disposition: attachment;\n filename*0*=UTF-8''Rapid%20review%20%E2%80%93%20E;\n filename*1*=%20S-T%20%28final%29;\n filename*2=.docx\nContent-Transfer-Encoding: base64",
        base64_lines(K15),
    )
    return outlook(
        multipart("related", "_005_rel_", html, logo, file),
        name="Hortensia Mbaye",
        sender="hortensia.mbaye@wash-hospitals.example",
        subject="Rapid review referral v2 FINAL",
        at=when("2026-11-10 17:05"),
    )


# Wrapped in something ---------------------------------------------------------------------------------------------------


def forwarded_twice() -> bytes:
    """A mail in a mail in a mail, as attachments, with translated prefixes; the outer two senders are not the referrer."""
    innermost = gmail(
        multipart("mixed", "=_in3", text_part("Referral attached."), file_part("Referral.docx", K28)),
        name="Peregrine Vautier",
        sender="peregrine.vautier@sound-fire.example",
        subject="Referral",
        at=when("2026-11-09 08:00"),
    )
    middle = outlook(
        multipart("mixed", "=_in2", text_part("For you I think?"), rfc822_part(innermost)),
        name="Duty Desk",
        sender="duty@sound-council.example",
        subject="WG: Referral",
        at=when("2026-11-09 09:00"),
    )
    outer = multipart("mixed", "=_in1", text_part("Passing on.\n\nSusannah"), rfc822_part(middle, "WG Referral.eml"))
    return outlook(
        outer,
        name="Susannah Pike",
        sender="susannah.pike@northshire-council.example",
        subject="TR: WG: Referral",
        at=when("2026-11-09 10:00"),
    )


def mail_as_octets() -> bytes:
    """A saved mail attached as a file: application/octet-stream, name.eml."""
    inner = gmail(
        multipart("mixed", "=_oct", text_part("Referral attached."), file_part("Case.docx", K08)),
        name="Yevgenia Halcrow",
        sender="yevgenia.halcrow@minster-police.example",
        subject="Case for consideration",
        at=when("2026-11-05 12:00"),
    )
    content = multipart(
        "mixed",
        "=_oct0",
        text_part("See attached mail."),
        file_part("Case for consideration.eml", inner, media="application/octet-stream"),
    )
    return outlook(
        content,
        name="Dominic Harrow",
        sender="dominic.harrow@minster.example",
        subject="Fw: Case for consideration",
        at=when("2026-11-05 13:00"),
    )


def zip_in_zip() -> bytes:
    """A zip in a zip, with the form two levels down and a system file beside it."""
    inner = zipped(
        [("Referral/Serious Incident Referral Form.docx", PLAIN), ("Referral/.DS_Store", b"\x00\x00\x00\x01Bud1")]
    )
    content = multipart(
        "mixed",
        "=_zz",
        text_part("Zipped, as the file was too big for our server."),
        file_part("papers.zip", zipped([("papers/referral.zip", inner)]), media="application/zip"),
    )
    return outlook(
        content,
        name="Hamish Tregarthen",
        sender="hamish.tregarthen@wexcombe.example",
        subject="Papers",
        at=when("2026-11-11 10:00"),
    )


def zip_crypto(name, content, *, password) -> bytes:
    """A zip whose one member is encrypted in the old way that every program knows."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(old, byte):
        return zlib.crc32(bytes([byte]), old ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    def stir(byte):
        keys[0] = crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[2], keys[1] >> 24)

    for byte in password:
        stir(byte)
    plain = zipped([(name, content)])
    size = int.from_bytes(plain[18:22], "little")
    start = 30 + len(name)
    check = zlib.crc32(content)
    secret = bytearray()
    for byte in noise(3, 11) + bytes([check >> 24]) + plain[start : start + size]:
        mixed = (keys[2] | 2) & 0xFFFF
        secret.append(byte ^ ((mixed * (mixed ^ 1) >> 8) & 0xFF))
        stir(byte)
    local, rest = bytearray(plain[:start]), bytearray(plain[start + size :])
    for head, flags, length in ((local, 6, 18), (rest, 8, 20)):
        head[flags] |= 1
        head[length : length + 4] = len(secret).to_bytes(4, "little")
    end = rest.rindex(b"PK\x05\x06")
    rest[end + 16 : end + 20] = (start + len(secret)).to_bytes(4, "little")
    return bytes(local + secret + rest)


def encrypted_zip() -> bytes:
    locked = zip_crypto("Referral.docx", PLAIN, password=b"invented-Heron-7")
    content = multipart(
        "mixed",
        "=_zc",
        text_part("Password by telephone, please ring 07700 900262."),
        file_part("Referral.zip", locked, media="application/x-zip-compressed"),
    )
    return outlook(
        content,
        name="Hamish Tregarthen",
        sender="hamish.tregarthen@wexcombe.example",
        subject="Encrypted referral",
        at=when("2026-11-11 10:30"),
    )


def protected_message() -> bytes:
    """Microsoft's message encryption: only a wrapper with a link and an rpmsg file."""
    text = "Philomena Drax (philomena.drax@wealdmoor.example) has sent you a protected message. Read the message: https://mail.protected.example/open?id=771. Learn about messages protected by Office 365."
    content = multipart(
        "mixed",
        "=_ome",
        bodies(text, boundary="=_ome_alt"),
        file_part(
            "message_v2.rpmsg",
            b"\x76\xe8\x04\x60\xc4\x11\xe3\x86" + noise(4, 2000),
            media="application/x-microsoft-rpmsg-message",
        ),
    )
    return outlook(
        content, **COUNCIL, subject="Referral", at=when("2026-11-05 10:00"), more="X-MS-Exchange-Organization-RMS: 1"
    )


def sealed() -> bytes:
    """The whole mail is one encrypted part."""
    content = part(
        'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\nContent-Disposition: attachment; filename="smime.p7m"\nContent-Transfer-Encoding: base64',
        base64_lines(b"0\x82" + noise(5, 3000)),
    )
    return nhsmail(content, **TRUST, subject="Referral (encrypted)", at=when("2026-10-28 12:00"))


def secure_link() -> bytes:
    text = "You have received a secure message from Obadiah Fernsby.\n\nSubject: Serious incident referral\n\nTo read it, sign in at https://switch.secure-mail.example/view/91f2 within 30 days.\n\nThis message was sent with Secure Mail Switch. If a child is at immediate risk call 999."
    return nhsmail(
        bodies(text, boundary="=_sw"),
        **TRUST,
        subject="Serious incident referral (secure message)",
        at=when("2026-10-28 12:10"),
    )


def portal_notice() -> bytes:
    text = "A new file has been shared with Northshire Safeguarding Partnership in Schools File Exchange.\n\nFrom: Vale Academy\nFile: Referral.docx\nExpires: 30/11/2026\n\nLog in to download it. Please do not reply: this mailbox is not read."
    headers = f"From: Schools File Exchange <no-reply@schoolsfx.example>\nTo: {MAILBOX}\nSubject: New file for you in Schools File Exchange\nDate: Mon, 16 Nov 2026 09:20:00 +0000\nMessage-ID: <sfx-20261116-4410@schoolsfx.example>"
    return mail(
        headers, bodies(text, boundary="=_sfx"), sender="bounces@schoolsfx.example", at=when("2026-11-16 09:20")
    )


# Pictures and paper ---------------------------------------------------------------------------------------------------


def picture_pdf() -> bytes:
    """A one-page PDF that is nothing but a grey picture."""
    pixels = zlib.compress(bytes(range(256)) * 64)
    draw = b"q 595 0 0 842 0 0 cm /I Do Q"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /I 4 0 R >> >> /Contents 5 0 R >>",
        b"<< /Type /XObject /Subtype /Image /Width 128 /Height 128 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n"
        % len(pixels)
        + pixels
        + b"\nendstream",
        b"<< /Length %d >>\nstream\n" % len(draw) + draw + b"\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for n, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % n + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % p for p in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    )


def scanner() -> bytes:
    """A copier's scan-to-mail: the mail is one PDF and nothing else."""
    content = part(
        'Content-Type: application/pdf; name="SKM_C36026111609150.pdf"\nContent-Disposition: attachment; filename="SKM_C36026111609150.pdf"\nContent-Transfer-Encoding: base64',
        base64_lines(picture_pdf()),
    )
    headers = f"From: office@valeacademy.example\nTo: {MAILBOX}\nSubject: Message from KM_C360i\nDate: Mon, 16 Nov 2026 09:15:00 +0000\nMessage-ID: <20261116091500.SKM@valeacademy.example>\nX-Mailer: KONICA-LIKE 1.0"
    return mail(headers, content, sender="office@valeacademy.example", at=when("2026-11-16 09:16"))


def photographs() -> bytes:
    """Three photographs of a filled form from a telephone."""
    shots = [
        file_part(
            f"IMG_20{n}.jpg",
            b"\xff\xd8\xff\xe1\x00\x18Exif\x00\x00" + noise(n, 60_000) + b"\xff\xd9",
            media="image/jpeg",
            disposition="inline",
        )
        for n in (41, 42, 43)
    ]
    content = multipart(
        "mixed",
        "Apple-Mail-7F1",
        text_part("Scanner broken so I took photos of the form, sorry!\n\nSent from my iPhone"),
        *shots,
    )
    return apple(
        content,
        name="Ottilie Brandreth",
        sender="o.brandreth@valeacademy.example",
        subject="form",
        at=when("2026-11-16 12:40"),
        phone=True,
    )


# In the body --------------------------------------------------------------------------------------------------------------


def wrapped_plain_text() -> bytes:
    """The form typed into a plain-text body, wrapped at seventy-two columns, in Windows' charset."""
    text = (
        "Your form will not open here so I am typing it.\n\nSerious Incident Referral Form\n\n"
        + "\n".join(f"{a.rstrip('?')}: {b}" for a, b in ANSWERS)
        + "\n\nThanks \u2013 Hamish"
    )
    return outlook(
        text_part(text, charset="windows-1252"),
        name="Hamish Tregarthen",
        sender="hamish.tregarthen@wexcombe.example",
        subject="Referral (no form)",
        at=when("2026-11-11 11:00"),
        attached=False,
    )


def need_to_know_body() -> bytes:
    text = (
        "NEED TO KNOW\n\nOFFICIAL-SENSITIVE\n\nDate: 13 November 2026\nFrom: Evadne Mortlake, Head of Safeguarding, Coombe Regis Council\nChild: Lorelei Stannard-Owusu\nDate of birth: 25/01/2024\n"
        "Date of incident: 12 November 2026\nWhat happened: Lorelei was found unresponsive in the bath at home yesterday and died in hospital. Her father has been arrested. There are no other children.\nMedia: police statement issued\nNext steps: notification to the Panel is being prepared"
    )
    return outlook(
        bodies(text, boundary="=_ntk"),
        name="Evadne Mortlake",
        sender="evadne.mortlake@coomberegis.example",
        subject="Need to Know",
        at=when("2026-11-13 18:20"),
        attached=False,
    )


def adult_review() -> bytes:
    content = multipart(
        "mixed", "=_sar", text_part("Referral attached for the Board."), file_part("SAR referral.docx", sar())
    )
    return outlook(
        content,
        name="Tobermory Haines",
        sender="tobermory.haines@lowmoor.example",
        subject="SAR referral",
        at=when("2026-11-12 14:00"),
    )


def briefing_attached() -> bytes:
    content = multipart(
        "mixed",
        "=_ntk2",
        text_part("For the partnership's attention."),
        file_part("NTK briefing.docx", need_to_know(), media=WORD),
    )
    return outlook(
        content,
        name="Evadne Mortlake",
        sender="evadne.mortlake@coomberegis.example",
        subject="NTK",
        at=when("2026-11-13 18:30"),
    )


MAILS = {
    "K01-empty-body-encoded-name": (
        empty_body_encoded_name(),
        referral("Gmail, no words, encoded word as file name, the child's name in the subject", cases="11, 23"),
    ),
    "K02-signed": (
        signed(),
        referral("multipart/signed, prefixes and [EXTERNAL] in the subject, 999 in the footer", most=2, cases="11, 23"),
    ),
    "K03-three-forms-three-siblings": (
        three_siblings(),
        expectation("referral", forms=["referral"] * 3, files=3, cases="12", note="three forms for three siblings"),
    ),
    "K04-two-files-one-name": (
        same_name_twice(),
        expectation(
            "referral",
            forms=["referral", "blank_form"],
            files=2,
            cases="11",
            note="the blank and the filled form under one name",
        ),
    ),
    "K05-zero-bytes": (
        zero_bytes(),
        expectation("needs_person", files=1, cases="11", note="an attachment of no bytes"),
    ),
    "K06-broken-mime": (
        broken_mime(),
        referral("no closing boundary, stray line in base64, unknown charset, broken Message-ID", cases="24"),
    ),
    "K07-clock-change-night": (
        clock_change_night(),
        referral(
            "half past midnight in London on the night the clocks change; Date 1970; blind copy",
            received_date="2026-10-25",
            cases="21, 22",
        ),
    ),
    "K08-related-octets": (
        rfc2231_related(),
        expectation(
            "update",
            forms=["referral"],
            files=1,
            most=2,
            also=["referral"],
            cases="11, 13",
            note="inside multipart/related as octet-stream, name in three pieces; the subject says v2 FINAL",
        ),
    ),
    "K09-forwarded-twice": (forwarded_twice(), referral("a mail in a mail in a mail", most=3, cases="4, 23")),
    "K10-saved-mail-as-octets": (
        mail_as_octets(),
        referral("a saved mail as octet-stream", most=2, also=["needs_person"], forms_also=[[]], cases="4"),
    ),
    "K11-zip-in-zip": (
        zip_in_zip(),
        referral("zip in zip, with a system file", most=4, also=["needs_person"], forms_also=[[]], cases="6"),
    ),
    "K12-zip-with-password": (
        encrypted_zip(),
        expectation("needs_person", files=1, cases="6", note="a zip under a password"),
    ),
    "K13-protected-message": (
        protected_message(),
        expectation("needs_person", files=1, cases="8", note="message_v2.rpmsg"),
    ),
    "K14-sealed": (sealed(), expectation("needs_person", most=1, cases="8", note="the whole mail is smime.p7m")),
    "K15-secure-link": (
        secure_link(),
        expectation("needs_person", cases="8", note="a link to a secure message; 999 in the boilerplate"),
    ),
    "K16-portal-notice": (
        portal_notice(),
        expectation("needs_person", answer=False, cases="8", note="a portal's notice from no-reply"),
    ),
    "K17-scanner": (
        scanner(),
        expectation("needs_person", files=1, cases="10", note="the mail is one PDF of a picture"),
    ),
    "K18-photographs": (
        photographs(),
        expectation("needs_person", files=3, cases="10", note="three photographs from a telephone"),
    ),
    "K19-form-in-plain-text": (
        wrapped_plain_text(),
        referral("the form typed into a plain-text body", files=0, also=["needs_person"], forms_also=[[]], cases="2"),
    ),
    "K20-need-to-know-in-body": (
        need_to_know_body(),
        referral("a Need-to-Know typed in the body", files=0, also=["needs_person"], forms_also=[[]], cases="2, 17"),
    ),
    "K21-adult-review": (
        adult_review(),
        expectation(
            "needs_person",
            forms=["other_form"],
            files=1,
            also=["not_a_referral"],
            cases="17",
            note="an adult review's form: not urgent",
        ),
    ),
    "K22-briefing-attached": (
        briefing_attached(),
        referral(
            "a Need-to-Know briefing as a file", also=["needs_person"], forms_also=[[], ["other_form"]], cases="17"
        ),
    ),
}
