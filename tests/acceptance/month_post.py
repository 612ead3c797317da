"""The mails that come to the office in the month: referrals, answers, returns, a bounce; every person is invented."""

import email
import email.policy
import io
import sys
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import docx
from icalendar import Calendar

from scheduler.demo.servers import SentMail

sys.path.append(str(Path(__file__).parents[1] / "corpus"))

from mail_builders import bodies, gmail, lines, mail, multipart, outlook, outlook_file, part, report
from northshire import two_column

MAILBOX = "referrals@northshire.example"
_COMMON = {
    "phone": "01632 960418",
    "looked_after": "NO",
    "cp_plan": "NO",
    "abuse": "suspected",
    "sex": "Female",
    "ethnicity": "White British",
    "carer": "Mother",
    "time": "06:40",
    "location": "Home",
}
REFERRALS = {
    "A": _COMMON
    | {
        "referrer": "Merriel Thackwray",
        "role": "Detective Sergeant",
        "agency": "Northshire Police",
        "email": "merriel.thackwray@northshire-police.example",
        "name": "BRACKWATER, Ottoline",
        "dob": "12/05/2026",
        "died": "08/12/2026",
        "incident": "07/12/2026",
        "date": "09/12/2026",
        "outcome": "has died",
        "nhs": "999 471 2098",
        "address": "14 Wicket Lane, Haverstoke, NX7 2QD",
        "narrative": "Ottoline was found not breathing in her parents' bed and died the next morning.",
        "agencies": (("Hyacinth Osei-Platt", "Northshire Community NHS Trust", "01632 960433", "Yes"),),
    },
    "B": _COMMON
    | {
        "referrer": "Winifred Abernethy-Rao",
        "role": "Headteacher",
        "agency": "Saltmarsh Primary School",
        "email": "head@saltmarsh-primary.example",
        "name": "QUENNELL, Thaddeus",
        "dob": "30/07/2018",
        "sex": "Male",
        "incident": "14/12/2026",
        "date": "15/12/2026",
        "outcome": "has been seriously harmed",
        "nhs": "999 204 7712",
        "address": "3 Breakwater Cottages, Saltmarsh NX5 8DZ",
        "narrative": "Thaddeus was admitted to intensive care; his insulin had not been collected.",
        "agencies": (("Bryony Ketteridge", "Haverstoke Hospitals NHS Foundation Trust", "01632 960551", "Yes"),),
    },
    "C": _COMMON
    | {
        "referrer": "Bryony Ketteridge",
        "role": "Named Doctor",
        "agency": "Haverstoke Hospitals NHS Foundation Trust",
        "email": "bryony.ketteridge@haverstoke-hospitals.example",
        "name": "YARWOOD-ADELEKE, Caspian",
        "dob": "04/02/2023",
        "sex": "Male",
        "incident": "31/12/2026",
        "date": "02/01/2027",
        "outcome": "has been seriously harmed",
        "nhs": "999 630 5171",
        "address": "Flat 6, Tannery Court, Haverstoke NX3 9TB",
        "narrative": "Caspian was brought in with scalds that do not fit the account given.",
        "agencies": (),
    },
}


def referral(case: str, at: datetime) -> bytes:
    """The referral that opens a case, as Outlook sends it."""
    return form_mail(REFERRALS[case], at, mark=f"0{ord(case)}")


def form_mail(answers: dict[str, Any], at: datetime, *, mark: str, subject: str = "Serious incident referral") -> bytes:
    """A mail with a filled-in referral form; `mark` tells its parts from those of other mails."""
    form = two_column(answers)
    text = f"Good morning\n\nPlease find a referral attached.\n\n{answers['referrer']}\n{answers['agency']}"
    boundary = f"_004_LO2P123MB{mark}_"
    content = multipart(
        "mixed",
        boundary,
        bodies(text, boundary=boundary.replace("_004_", "_000_")),
        outlook_file("Serious Incident Referral Form.docx", form, at=at),
    )
    return outlook(content, name=answers["referrer"], sender=answers["email"], subject=subject, at=at)


def neighbour(at: datetime) -> bytes:
    """Somebody who fears for a child next door now."""
    text = (
        "hello, the little boy next door (Alaric, about 5) is screaming and I can hear the man hitting him right now. "
        "I am scared he is going to be really hurt tonight. please can someone come\n\nHepzibah Crowle"
    )
    return gmail(
        bodies(text, boundary="000000000000a1b2c3062d41f0ab"),
        name="Hepzibah Crowle",
        sender="hepzibah.crowle@mail.example",
        subject="little boy next door",
        at=at,
    )


def parsed(sent: SentMail) -> EmailMessage:
    return email.message_from_bytes(sent.raw, policy=email.policy.default)


def invitation_in(sent: SentMail) -> Calendar:
    """The calendar part of one of our mails."""
    (held,) = [part for part in parsed(sent).walk() if part.get_content_type() == "text/calendar"]
    return Calendar.from_ical(held.get_content())


def answer(sent: SentMail, *, said: str, at: datetime) -> bytes:
    """The reply of a calendar program to our invitation: METHOD:REPLY with one attendee (RFC 5546, 3.2.3)."""
    event = invitation_in(sent).walk("VEVENT")[0]
    address = sent.recipients[0]
    words = {"ACCEPTED": "Accepted", "DECLINED": "Declined"}[said]
    calendar = "\r\n".join(
        (
            "BEGIN:VCALENDAR",
            "METHOD:REPLY",
            "PRODID:Microsoft Exchange Server 2010",
            "VERSION:2.0",
            "BEGIN:VEVENT",
            f"ATTENDEE;PARTSTAT={said}:mailto:{address}",
            f"UID:{event['UID']}",
            f"DTSTART:{event['DTSTART'].dt.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"SEQUENCE:{event['SEQUENCE']}",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        )
    )
    content = part('Content-Type: text/calendar; charset="utf-8"; method=REPLY', lines(calendar))
    subject = f"{words}: {parsed(sent)['Subject']}"
    return outlook(content, name="Partner", sender=address, subject=subject, at=at, attached=False)


def agency_return(sent: SentMail, *, at: datetime) -> bytes:
    """The return form of our own request, filled in and sent in a mail of its own that quotes nothing."""
    form = next(part for part in parsed(sent).walk() if str(part.get_filename()).endswith("agency return.docx"))
    document = docx.Document(io.BytesIO(form.get_payload(decode=True)))
    told = {
        "Date returned": at.strftime("%d/%m/%Y"),
        "Author, name and role": "Jocasta Wimbourne, named nurse",
        "Is the child or family known to your agency?": "Yes",
        "Still involved": "No",
        "Education": "Nursery from September.",
        "Good practice": "Records were kept on the day.",
        "Signed for the agency by": "Jocasta Wimbourne",
        "Date": at.strftime("%d/%m/%Y"),
    }
    for table in document.tables:
        for row in table.rows:
            if len(row.cells) == 2 and row.cells[0].text in told:
                row.cells[1].text = told[row.cells[0].text]
    filled = io.BytesIO()
    document.save(filled)
    content = multipart(
        "mixed",
        "_004_LO2P123MB7788_",
        bodies("Our return is attached.\n\nJocasta Wimbourne", boundary="_000_LO2P123MB7788_"),
        outlook_file("scan0041.docx", filled.getvalue(), at=at),
    )
    return outlook(content, name="Jocasta Wimbourne", sender=sent.recipients[0], subject="As asked", at=at)


def bounce(sent: SentMail, *, at: datetime) -> bytes:
    """The non-delivery report of the recipient's server on one of our mails (RFC 3464)."""
    to = sent.recipients[0]
    ours = parsed(sent)
    status = (
        f"Reporting-MTA: dns;mx.{to.rpartition('@')[2]}\n\nFinal-Recipient: rfc822;{to}\nAction: failed\nStatus: 5.2.2\n"
        "Diagnostic-Code: smtp;552 5.2.2 mailbox full\n"
    )
    headers = f"""
From: Mail Delivery System <mailer-daemon@{to.rpartition("@")[2]}>
To: <{MAILBOX}>
Date: {format_datetime(at)}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{at:%Y%m%d%H%M}.ndr@mx.{to.rpartition("@")[2]}>
Auto-Submitted: auto-replied"""
    original = f"From: {ours['From']}\nTo: {to}\nSubject: {ours['Subject']}\nMessage-ID: {ours['Message-ID']}\n"
    content = report(
        "ndr-0815",
        part("Content-Type: text/plain; charset=us-ascii", lines(f"Your message to {to} could not be delivered.\n")),
        part("Content-Type: message/delivery-status", lines(status)),
        part("Content-Type: text/rfc822-headers", lines(original)),
    )
    return mail(headers, content, sender="", at=at, host=f"mx.{to.rpartition('@')[2]}")
