"""Mails in which the question is whether a child is in danger now: K33 to K46."""

from __future__ import annotations

from k_fields import K18
from k_papers import lado, marf
from k_two_columns import K02
from mail_builders import MAILBOX, bodies, file_part, gmail, mail, multipart, nhsmail, outlook, text_part, when
from mails_forms import COUNCIL, SCHOOL, TRUST, expectation, referral

CASE = "NSP-2026-0012"
REPLY = "In-Reply-To: <nsp-2026-0012.acknowledgement.1@northshire.example>"


def with_form(text, form, name="Referral.docx") -> bytes:
    return multipart("mixed", "=_u", text_part(text), file_part(name, form))


def written(text, *, at, subject, who=SCHOOL, more="") -> bytes:
    """A short mail in Outlook with no attachment."""
    return outlook(bodies(text, boundary="=_w"), **who, subject=subject, at=when(at), attached=False, more=more)


NEGATED = "Referral attached. To be clear, there is no immediate risk: the baby is on the ward, her siblings are with grandparents under a safety plan, and the strategy discussion was held on 2 November. No one is missing. I am not asking for anything tonight.\n\nTobiah"
SIBLINGS = "Referral attached for the little one who was hurt. Her two brothers are still in the house with him and as far as I know nobody has been out to see them. Please ring me on 07700 900118."
OLD = "As asked, what we hold on the family before the incident: in 2014 the mother, then a child herself, went missing for two days and took an overdose. It was closed in 2015. Nothing since.\n\nOttilie"
QUOTED = f"Thanks, that is all clear.\n\nOttilie\n\nOn Mon, 16 Nov 2026 at 10:00, Northshire Safeguarding Partnership <{MAILBOX}> wrote:\n> If a child is at immediate risk, is missing, or says they want to die, do not wait:\n> ring 999 now and then the front door. Do not reply to this mail."
TONIGHT = "Adding to the above case: his sister has just told me in the corridor that she is going to kill herself tonight. Mum is not answering. What should I do?"
DISCLAIMER = "Please find the dates for the learning event.\n\n--\nEmergency? If you think a child is in immediate danger now call 999. For urgent concerns tonight ring the Emergency Duty Team. If a child is missing tell the police. Suicidal? Call a helpline."
MISTAKEN = "Urgent!! Please could you confirm by 5pm today whether the training room is free on Thursday? We are at risk of losing the booking, and the projector is missing."
HISTORIC = "I am 46. When I was nine I lived at Brightside children's home and I was hurt there by a member of staff. He is long dead. I would like to know who looks at such things now. There is no hurry."
POLISH = "Dzień dobry, sąsiad z góry bije dziecko, słyszę to teraz. Chłopiec ma około 4 lat.\n\nPlease help, he is hitting the boy now, I hear it through the ceiling. 12 Bobbin Row, flat 3.\n\nWojciech"
SUBJECT_ONLY = "Child still at the address with the suspect - need a call back today"
ON_THE_PHONE = "Attached. I have tried your front door three times and cannot get through. The injury was seen this morning and she goes home at four with the person she says did it."


def polish() -> bytes:
    return gmail(
        text_part(POLISH, charset="iso-8859-2"),
        name="=?iso-8859-2?Q?Wojciech_Wr=F3bel?=",
        sender="w.wrobel@post.example",
        subject="=?iso-8859-2?Q?s=B1siad_bije_dziecko?=",
        at=when("2026-11-14 22:41"),
    )


def newsletter() -> bytes:
    text = "TONIGHT at 7: free webinar on suicide prevention. Also this month: what to do when a child is missing; children at immediate risk, a new toolkit; police protection explained.\n\nUnsubscribe"
    headers = f"From: Learning Hub <hub@learning-hub.example>\nTo: {MAILBOX}\nSubject: Tonight: a child at risk - are you ready?\nDate: Mon, 16 Nov 2026 07:00:00 +0000\nMessage-ID: <hub-881@learning-hub.example>\nList-Unsubscribe: <mailto:off@learning-hub.example>\nPrecedence: bulk"
    return mail(
        headers, bodies(text, boundary="=_hub"), sender="hub-bounce@learning-hub.example", at=when("2026-11-16 07:00")
    )


MAILS = {
    "K33-no-immediate-risk": (
        nhsmail(
            with_form(NEGATED, K02),
            name="LANGSTAFF, Tobiah (WEALDMOOR INFIRMARY)",
            sender="tobiah.langstaff@wealdmoor-infirmary.example",
            subject="Referral",
            at=when("2026-11-04 09:00"),
        ),
        referral("every alarming word is denied", cases="live concern, negation"),
    ),
    "K34-siblings-still-there": (
        nhsmail(
            with_form(SIBLINGS, K02),
            name="LANGSTAFF, Tobiah (WEALDMOOR INFIRMARY)",
            sender="tobiah.langstaff@wealdmoor-infirmary.example",
            subject="Referral",
            at=when("2026-11-04 09:05"),
        ),
        referral(
            "a good referral, and siblings still with the alleged perpetrator",
            urgent=True,
            cases="live concern, siblings",
        ),
    ),
    "K35-old-incident": (
        written(OLD, at="2026-11-16 11:00", subject="RE: [NSP-2026-0012] Background", more=REPLY),
        expectation("reply", answer=False, case_ref=CASE, note="missing and overdose, twelve years ago"),
    ),
    "K36-our-words-quoted": (
        written(QUOTED, at="2026-11-16 11:05", subject="RE: [NSP-2026-0012] Your referral has arrived", more=REPLY),
        expectation("reply", answer=False, case_ref=CASE, note="alarm only in the quotation of our mail"),
    ),
    "K37-tonight-in-a-reply": (
        written(TONIGHT, at="2026-11-16 14:50", subject="RE: [NSP-2026-0012] Your referral has arrived", more=REPLY),
        expectation(
            "reply",
            urgent=True,
            answer=False,
            also=["needs_person"],
            case_ref=CASE,
            note="a live disclosure in correspondence on a case",
        ),
    ),
    "K38-signature-full-of-alarm": (
        written(DISCLAIMER, at="2026-11-16 15:00", subject="Dates", who=COUNCIL),
        expectation("needs_person", also=["not_a_referral", "reply"], note="alarm only below the signature's dashes"),
    ),
    "K39-urgent-about-a-room": (
        written(MISTAKEN, at="2026-11-16 15:10", subject="URGENT", who=COUNCIL, more="Importance: high"),
        expectation(
            "not_a_referral",
            also=["needs_person"],
            urgent=False,
            note="at risk, missing, today: about a room and a projector",
        ),
    ),
    "K40-long-ago": (
        gmail(
            text_part(HISTORIC),
            name="R",
            sender="r1980@post.example",
            subject="when I was a child",
            at=when("2026-11-15 20:00"),
        ),
        expectation("needs_person", also=["not_a_referral"], note="an adult writes of long ago; a person must answer"),
    ),
    "K41-neighbour-in-polish": (
        polish(),
        expectation(
            "needs_person", urgent=True, also=["not_a_referral"], cases="23, 24, 25", note="iso-8859-2; two languages"
        ),
    ),
    "K42-subject-alone": (
        written("", at="2026-11-16 16:00", subject=SUBJECT_ONLY),
        expectation(
            "needs_person",
            urgent=True,
            also=["not_a_referral"],
            note="the concern is in the subject; the body is empty",
        ),
    ),
    "K43-lado-sent-here": (
        outlook(
            with_form("For your records.", lado(), "LADO form.docx"),
            name="Cressida Obi",
            sender="cressida.obi@lowmoor.example",
            subject="LADO",
            at=when("2026-11-16 16:10"),
        ),
        expectation(
            "needs_person",
            forms=["other_form"],
            files=1,
            urgent=True,
            also=["not_a_referral"],
            cases="17",
            note="a LADO referral in the wrong mailbox",
        ),
    ),
    "K44-child-protection-request": (
        gmail(
            with_form(ON_THE_PHONE, marf(), "Request for Support and Protection.docx"),
            name="Aurora Finchley",
            sender="aurora.finchley@lowmoor-dental.example",
            subject="Request",
            at=when("2026-11-16 10:40"),
        ),
        expectation(
            "needs_person",
            forms=["other_form"],
            files=1,
            urgent=True,
            also=["not_a_referral"],
            cases="17",
            note="a MARF under another title, with live risk in the words",
        ),
    ),
    "K45-newsletter-of-alarm": (
        newsletter(),
        expectation("not_a_referral", answer=False, note="a mailing list's headline"),
    ),
    "K46-good-referral-footer-999": (
        nhsmail(
            with_form(
                "Referral attached.\n\nIf you think a child is in immediate danger dial 999. This mailbox is not monitored out of hours.",
                K18,
            ),
            **TRUST,
            subject="Referral",
            at=when("2026-11-09 12:00"),
        ),
        referral("999 only in the footer", cases="1"),
    ),
}
