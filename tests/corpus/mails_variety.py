"""Answers of programs and people, and forms on unusual roads: R36 to R60."""

from __future__ import annotations

from builders import zipped
from k_fields import K15, K18
from k_four_sections import K12
from k_rows import K05, K08
from k_two_columns import K01, K02
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
from mails_automatic import our_mail
from mails_forms import COUNCIL, SCHOOL, TRUST, expectation, noise, referral

AT = when("2026-11-19 09:40")
CASE = "NSP-2026-0012"
OURS = "Northshire Safeguarding Partnership"
ON_REQUEST = "In-Reply-To: <nsp-2026-0012.request.3@northshire.example>"
ON_MEETING = "In-Reply-To: <nsp-2026-0012.invitation.1@northshire.example>"
MEETING = f"[{CASE}] Rapid review meeting"
ASKED = f"[{CASE}] Request for agency information"


# Programs -----------------------------------------------------------------------------------------------------------


def automatic(text, *, name, sender, subject, more="") -> bytes:
    return outlook(
        bodies(text, boundary="=_auto"), name=name, sender=sender, subject=subject, at=AT, attached=False, more=more
    )


POLISH = automatic(
    "Dziękuję za wiadomość. Jestem poza biurem do 27 listopada. W pilnych sprawach dotyczących dziecka proszę dzwonić pod 112.",
    name="Zofia Wrona",
    sender="zofia.wrona@polska-szkola.example",
    subject="=?utf-8?Q?Odpowied=C5=BA_automatyczna:_[NSP-2026-0012]_Request_for_agency_information?=",
    more="X-Auto-Response-Suppress: All\n" + ON_REQUEST,
)
GERMAN = automatic(
    "Guten Tag,\n\nich bin bis zum 27.11. nicht im Büro. Ihre Nachricht wird nicht weitergeleitet.\n\nMit freundlichen Grüßen\nJ. Brandt",
    name="Brandt, Jutta",
    sender="jutta.brandt@klinik.example",
    subject="Abwesenheitsnotiz: " + MEETING,
    more=ON_MEETING,
)
WELSH = automatic(
    "Diolch am eich neges. Nid wyf yn y swyddfa ar hyn o bryd; byddaf yn ôl ddydd Mawrth.\n\nThank you for your message. I am not in the office at present and will be back on Tuesday. For anything urgent about a child ring the front door.",
    name="Rhiannon Prys-Evans",
    sender="rhiannon.prys-evans@ffin.example",
    subject=f"Re: {ASKED}",
    more="Auto-Submitted: auto-replied\nX-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply",
)


def status(action, code, reason, *, to) -> bytes:
    text = f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {to}\nAction: {action}\nStatus: {code}\nDiagnostic-Code: smtp; {reason}\n"
    return part("Content-Type: message/delivery-status", lines(text))


def returned(words, *parts, subject, sender, who="Mail Delivery Subsystem", more="", tagged=True) -> bytes:
    content = report("=_dsn", text_part(words, encoding="8bit"), *parts) if tagged else text_part(words)
    headers = f"From: {who} <{sender}>\nTo: {MAILBOX}\nSubject: {subject}\nDate: Thu, 19 Nov 2026 09:40:00 +0000\nMessage-ID: <dsn.{len(words)}@{sender.rpartition('@')[2]}>\n{more}"
    return mail(headers, content, sender="", at=AT, host=f"mx.{sender.rpartition('@')[2]}")


GMAIL_BLOCKED = returned(
    "** Message blocked **\n\nYour message to clinic@bigmail.example has been blocked. See technical details below for more information.\n\nThe response was:\n\nMessage rejected due to attachment policy.",
    status("failed", "5.7.0", "552-5.7.0 blocked", to="clinic@bigmail.example"),
    rfc822_part(our_mail("clinic@bigmail.example")),
    subject="Delivery Status Notification (Failure)",
    sender="mailer-daemon@googlemail.example",
    more="Auto-Submitted: auto-replied\nX-Failed-Recipients: clinic@bigmail.example",
)
EXIM_DELAY = returned(
    f"This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx01.northshire.example.\n\nThe message identifier is:     1tQx2k-0004Rt-2B\nThe subject of the message is: {ASKED}\n\nThe address to which the message has not yet been delivered is:\n\n  clinic@slowtrust.example\n    Delay reason: connection timed out\n\nNo action is required on your part.",
    subject="Warning: message 1tQx2k-0004Rt-2B delayed 24 hours",
    sender="Mailer-Daemon@mx01.northshire.example",
    more="Auto-Submitted: auto-replied",
    tagged=False,
)
FULL = returned(
    "Delivery has failed to these recipients or groups:\n\nSusannah Pike (susannah.pike@northshire-council.example)\nThe recipient's mailbox is full and can't accept messages now. Please try resending your message later.",
    status("failed", "5.2.2", "554 5.2.2 mailbox full", to="susannah.pike@northshire-council.example"),
    rfc822_part(our_mail("susannah.pike@northshire-council.example")),
    subject=f"Undeliverable: {ASKED}",
    sender="postmaster@northshire-council.example",
    who="Microsoft Outlook",
    more="Auto-Submitted: auto-replied",
)
LABEL = returned(
    f"Your message has NOT been delivered.\n\nSubject: {ASKED}\nTo: custody@minster-police.example\n\nIt did not carry a protective marking that this organisation accepts (OFFICIAL, OFFICIAL-SENSITIVE in the subject line). Add one and send the message again.",
    subject="Message blocked: marking required",
    sender="mail-gateway@minster-police.example",
    who="Mail Gateway",
    tagged=False,
)


def opened(*, subject, words, disposition, sender) -> bytes:
    notice = f"Reporting-UA: mail; Microsoft Outlook\nFinal-Recipient: rfc822;{sender}\nOriginal-Message-ID: <nsp-2026-0012.request.3@northshire.example>\nDisposition: {disposition}\n"
    content = report(
        "=_mdn",
        text_part(words),
        part("Content-Type: message/disposition-notification", lines(notice)),
        kind="disposition-notification",
    )
    headers = f"From: <{sender}>\nTo: {MAILBOX}\nSubject: {subject}\nDate: Thu, 19 Nov 2026 09:40:00 +0000\nMessage-ID: <mdn.{len(words)}@{sender.rpartition('@')[2]}>"
    return mail(headers, content, sender=sender, at=AT)


def event(method, *, status="", summary="", mark="") -> bytes:
    ours = f"ORGANIZER;CN={OURS}:mailto:{MAILBOX}"
    they = "ORGANIZER;CN=Imani Scholes:mailto:imani.scholes@northshire-icb.example"
    attendee = f"ATTENDEE;PARTSTAT={status};CN=Imani Scholes:mailto:imani.scholes@northshire-icb.example\n"
    text = f"BEGIN:VCALENDAR\nPRODID:{mark}\nVERSION:2.0\nCALSCALE:GREGORIAN\nMETHOD:{method}\nBEGIN:VEVENT\nUID:nsp-2026-0012.rapid-review-meeting@northshire.example\nDTSTAMP:20261119T094000Z\nDTSTART:20261124T100000Z\nDTEND:20261124T120000Z\n{they if method == 'REQUEST' else ours}\n{attendee if status else ''}SUMMARY:{summary}\nSEQUENCE:0\nEND:VEVENT\nEND:VCALENDAR\n"
    return lines(text)


def calendar_part(method, **more) -> bytes:
    return part(
        f"Content-Type: text/calendar; charset=utf-8; method={method}\nContent-Transfer-Encoding: 8bit",
        event(method, **more),
    )


ICB = {"name": "Imani Scholes", "sender": "imani.scholes@northshire-icb.example"}


def google_accepts() -> bytes:
    told = {"status": "ACCEPTED", "summary": MEETING, "mark": "-//Google Inc//Google Calendar 70.9054//EN"}
    words = bodies("Imani Scholes has accepted this invitation.", boundary="=_g2")
    inner = multipart("alternative", "=_g1", words, calendar_part("REPLY", **told))
    file = file_part("invite.ics", event("REPLY", **told), media="application/ics")
    return gmail(
        multipart("mixed", "=_g0", inner, file),
        **ICB,
        subject=f"Accepted: {MEETING} @ Tue 24 Nov 2026 10am - 12pm (GMT)",
        at=AT,
        more="Sender: Google Calendar <calendar-notification@google.example>\nAuto-Submitted: auto-generated",
    )


def outlook_tentative() -> bytes:
    told = {"status": "TENTATIVE", "summary": MEETING, "mark": "Microsoft Exchange Server 2010"}
    content = multipart(
        "alternative", "=_o1", text_part("Will try, may have to leave at 11."), calendar_part("REPLY", **told)
    )
    return outlook(content, **ICB, subject=f"Tentative: {MEETING}", at=AT, attached=False, more=ON_MEETING)


def apple_declines() -> bytes:
    told = {"status": "DECLINED", "summary": MEETING, "mark": "-//Apple Inc.//macOS 15.1//EN"}
    file = file_part("iMIP.ics", event("REPLY", **told), media='text/calendar; method=REPLY; charset="utf-8"')
    content = multipart("mixed", "Apple-Mail=_51", text_part("Imani Scholes has declined your invitation."), file)
    return apple(content, **ICB, subject=f"Declined: {MEETING}", at=AT)


def partner_invites() -> bytes:
    told = {"status": "NEEDS-ACTION", "summary": "Briefing", "mark": "-//Google Inc//Google Calendar 70.9054//EN"}
    words = bodies("You have been invited: Briefing. Tuesday 24 November, 9am.", boundary="=_p2")
    content = multipart("alternative", "=_p1", words, calendar_part("REQUEST", **told))
    return gmail(content, **ICB, subject="Invitation: Briefing @ Tue 24 Nov 2026 9am (GMT)", at=AT)


# Forms and what stands in their place ---------------------------------------------------------------------------------


def forwarded_inline_twice() -> bytes:
    text = "One for you I believe.\n\nBeatrix\n\n---------- Forwarded message ---------\nFrom: Duty Desk <duty@sound-council.example>\nDate: Thu, 19 Nov 2026 at 09:10\nSubject: Fwd: Referral\nTo: Beatrix Hale <b.hale@northshire-council.example>\n\nNot ours.\n\n---------- Forwarded message ---------\nFrom: Obadiah Fernsby <obadiah.fernsby@estuary-nhs.example>\nDate: Wed, 18 Nov 2026 at 17:55\nSubject: Referral\nTo: <duty@sound-council.example>\n\nPlease find our referral attached. The baby died on 9 November.\n\nObadiah Fernsby"
    content = multipart("mixed", "=_f0", text_part(text), file_part("SIRF - Estuary.docx", K05))
    return gmail(
        content, name="Beatrix Hale", sender="b.hale@northshire-council.example", subject="Fwd: Fwd: Referral", at=AT
    )


def zip_in_forward() -> bytes:
    inner = outlook(
        multipart(
            "mixed",
            "=_z1",
            text_part("Zip attached."),
            file_part("Docs.zip", zipped([("Docs/form.docx", K08)]), media="application/zip"),
        ),
        **TRUST,
        subject="Serious incident",
        at=AT,
    )
    outer = multipart("mixed", "=_z0", text_part("Forwarding as attached mail."), rfc822_part(inner))
    return outlook(outer, **COUNCIL, subject="FW: Serious incident", at=AT)


def password() -> bytes:
    text = "Password for the document I sent a minute ago: Larkspur-22-Anvil\n\nOttilie"
    return outlook(text_part(text), **SCHOOL, subject="Second email", at=AT, attached=False)


def shared_file() -> bytes:
    text = "Ottilie Brandreth shared a file with you\n\nHere's the form that you asked for.\n\nReferral form OB.docx\n\nThis link will work for anyone at Northshire. Open: https://valeacademy-my.sharepoint.example/:w:/g/personal/o_brandreth/EaBc?e=77"
    return outlook(
        bodies(text, boundary="=_sp"),
        **SCHOOL,
        subject='Ottilie Brandreth shared "Referral form OB" with you',
        at=AT,
        attached=False,
    )


def egress() -> bytes:
    text = "You've received an encrypted email from yevgenia.halcrow@minster-police.example\n\nTo view your message, click below and sign in to your secure mail account.\n\nhttps://reader.secure-post.example/?id=5521\n\nIf you have not used the service before, registration is free."
    return outlook(
        bodies(text, boundary="=_eg"),
        name="Yevgenia Halcrow",
        sender="yevgenia.halcrow@minster-police.example",
        subject="Occurrence 4471",
        at=AT,
        attached=False,
    )


def large_file() -> bytes:
    text = "I'm using a large file service to share the following:\n\nReferral and photographs.zip (48 MB)\n\nFiles expire on 19 December 2026. Get them: https://files.large-file-send.example/m/77ab Access key sent separately."
    return outlook(
        bodies(text, boundary="=_mc"), **COUNCIL, subject="Files sent with Large File Send", at=AT, attached=False
    )


def national_receipt() -> bytes:
    text = "Your notification has been received.\n\nReference number: CSI-0000-4471\nSubmitted: 19 November 2026 at 08:58\n\nYou must send the rapid review within 15 working days. Do not reply to this email: the mailbox is not monitored."
    headers = f"From: Child Safeguarding Incident Notification System <no-reply@notifications.gov.example>\nTo: {MAILBOX}\nSubject: Child safeguarding incident notification received\nDate: Thu, 19 Nov 2026 08:59:00 +0000\nMessage-ID: <n-4471@notifications.gov.example>"
    return mail(headers, text_part(text), sender="bounces@notifications.gov.example", at=AT)


def spam() -> bytes:
    text = "Dear Safeguarding Lead,\n\nIs your case management costing lives? Our award-winning AI platform tracks every serious incident, rapid review and child death in one dashboard. Schools and councils save 40% this month only! Reply STOP to opt out, or book a free demo here: https://demo.casewizard.example/now"
    headers = f"From: Chad at CaseWizard <chad@casewizard.example>\nTo: {MAILBOX}\nSubject: Quick question about serious incident referrals\nDate: Thu, 19 Nov 2026 05:11:00 +0000\nMessage-ID: <cw.22@casewizard.example>\nX-Mailer: SalesLoop 4\nList-Unsubscribe: <mailto:stop@casewizard.example>"
    return mail(headers, bodies(text, boundary="=_sp"), sender="bounce+22@casewizard.example", at=AT)


def robot_with_a_form() -> bytes:
    text = "A form has been submitted through the Wharfside professionals' portal. The completed form is attached. Please do not reply to this email."
    content = multipart("mixed", "=_nr", text_part(text), file_part("submission-88121.docx", K18))
    headers = f"From: Wharfside Portal <noreply@portal.wharfside.example>\nTo: {MAILBOX}\nSubject: Form submission 88121\nDate: Thu, 19 Nov 2026 09:40:00 +0000\nMessage-ID: <sub-88121@portal.wharfside.example>\nAuto-Submitted: auto-generated"
    return mail(headers, content, sender="noreply@portal.wharfside.example", at=AT)


def signed_twins() -> bytes:
    files = [outlook_file("Form.docx", content, at=AT) for content in (K02, K15)]
    inner = multipart("mixed", "=_s1", text_part("Two referrals, two families.\n\nPhilomena Drax"), *files)
    signature = file_part("smime.p7s", b"0\x82" + noise(9, 500), media="application/pkcs7-signature")
    more = ' protocol="application/pkcs7-signature"; micalg=sha-256;'
    content = multipart("signed", "=_s0", inner, signature, more=more)
    return outlook(content, **COUNCIL, subject="Two referrals", at=AT)


def update_in_a_reply() -> bytes:
    text = f"Hi\n\nSchool and GP added, please use this one.\n\nPhilomena\n\n________________________________\nFrom: {OURS} <{MAILBOX}>\nSent: 16 November 2026 10:00\nTo: Drax, Philomena\nSubject: [{CASE}] Your referral has arrived\n\nThank you. We have your referral; its reference is {CASE}. If a child is in danger now, for example at home tonight with somebody who has hurt them, ring 999."
    content = multipart("mixed", "=_up", bodies(text, boundary="=_up2"), outlook_file("Referral PD 2.docx", K01, at=AT))
    more = "In-Reply-To: <nsp-2026-0012.acknowledgement.1@northshire.example>\nReferences: <nsp-2026-0012.acknowledgement.1@northshire.example>"
    return outlook(content, **COUNCIL, subject=f"RE: [{CASE}] Your referral has arrived", at=AT, more=more)


def reference_in_the_name() -> bytes:
    content = multipart("mixed", "=_fn", text_part("Attached."), file_part(f"Health return {CASE} final.docx", K12))
    return nhsmail(content, **TRUST, subject="Return", at=AT)


def sent_again() -> bytes:
    text = "Re-sent: the earlier one had the wrong date of birth on it. Sorry about that.\n\nOttilie"
    content = multipart("mixed", "=_ag", text_part(text), outlook_file("Referral form.docx", K02, at=AT))
    return outlook(content, **SCHOOL, subject="Referral", at=AT)


def automatic_reply(note, **more) -> dict:
    return expectation("auto_reply", answer=False, note=note, **more)


def bounce(note, *, most=2) -> dict:
    return expectation("bounce", answer=False, most=most, case_ref=CASE, note=note)


def receipt(note) -> dict:
    return expectation("receipt", answer=False, most=1, case_ref=CASE, note=note)


def calendar_reply(note, partstat, *, most=2) -> dict:
    return expectation("calendar_reply", answer=False, most=most, case_ref=CASE, partstat=partstat, note=note)


def waiting(note, **more) -> dict:
    return expectation("needs_person", note=note, **more)


MAILS = {
    "R36-polish-absence": (POLISH, automatic_reply("Polish, no Auto-Submitted", case_ref=CASE)),
    "R37-german-absence": (GERMAN, automatic_reply("Exchange in German, no header says so", case_ref=CASE)),
    "R38-welsh-absence": (WELSH, automatic_reply("Welsh and English, an ordinary subject", case_ref=CASE)),
    "R39-gmail-blocks": (GMAIL_BLOCKED, bounce("blocked for its attachment; our form inside")),
    "R40-exim-delay": (EXIM_DELAY, bounce("Exim's warning in plain text")),
    "R41-mailbox-full": (FULL, bounce("a full mailbox")),
    "R42-marking-required": (LABEL, bounce("a gateway wants a protective marking; not a report")),
    "R43-outlook-read": (
        opened(
            subject=f"Read: {ASKED}",
            words="Your message was read on 19 November 2026 09:39.",
            disposition="manual-action/MDN-sent-manually; displayed",
            sender="susannah.pike@northshire-council.example",
        ),
        receipt("Outlook's read receipt"),
    ),
    "R44-deleted-unread": (
        opened(
            subject=f"Not read: {ASKED}",
            words="Your message was deleted without being read.",
            disposition="automatic-action/MDN-sent-automatically; deleted",
            sender="clerk@northshire-council.example",
        ),
        receipt("deleted without being read"),
    ),
    "R45-national-receipt": (
        national_receipt(),
        waiting("the national service's receipt in other words", answer=False, also=["reply"]),
    ),
    "R46-google-accepts": (google_accepts(), calendar_reply("Google accepts, with invite.ics", "ACCEPTED")),
    "R47-outlook-tentative": (outlook_tentative(), calendar_reply("Outlook, tentative with words", "TENTATIVE")),
    "R48-apple-declines": (apple_declines(), calendar_reply("Apple, the calendar is an attachment", "DECLINED")),
    "R49-partner-invites": (partner_invites(), waiting("a partner's meeting from Google", answer=False, most=1)),
    "R50-forwarded-inline-twice": (forwarded_inline_twice(), referral("two forwards in the body, the form above")),
    "R51-zip-in-a-forward": (zip_in_forward(), referral("a zip in a forwarded mail", most=3)),
    "R52-password": (password(), waiting("the password in a second mail")),
    "R53-shared-file": (shared_file(), waiting("a shared file's link, sent in a person's name")),
    "R54-encrypted-notice": (egress(), waiting("an encrypted mail's notice")),
    "R55-large-file": (large_file(), waiting("a large file's link")),
    "R56-update-in-a-reply": (
        update_in_a_reply(),
        expectation(
            "update", forms=["referral"], files=1, case_ref=CASE, note="our acknowledgement below, Outlook's way"
        ),
    ),
    "R57-sales-pitch": (spam(), expectation("not_a_referral", answer=False, note="a sales pitch with the right words")),
    "R58-portal-sends-a-form": (robot_with_a_form(), referral("a real form from a no-reply portal", answer=False)),
    "R59-reference-in-the-file-name": (
        reference_in_the_name(),
        expectation("agency_return", forms=["agency_return"], files=1, case_ref=CASE, note="the file's name alone"),
    ),
    "R60-sent-again": (
        sent_again(),
        expectation("update", forms=["referral"], files=1, note="re-sent in a new thread, corrected"),
    ),
    "R61-signed-twins": (
        signed_twins(),
        expectation("referral", forms=["referral"] * 2, files=2, most=3, note="signed; two files of one name"),
    ),
}
