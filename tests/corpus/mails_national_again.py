"""A second look at the national tier, written before the first was learnt from: other hands, other words. N41 to N58."""

from __future__ import annotations

from k_children import K28
from k_papers import minutes, need_to_know
from mail_builders import MAILBOX, apple, bodies, gmail, mail, multipart, nhsmail, text_part, when
from mails_forms import COUNCIL, SCHOOL, TRUST, expectation, referral
from mails_national import CASE, COMPLAINTS, INSPECTOR, ON_THE_CASE, PANEL, doubted, from_the_panel, letter, with_file

AT = when("2026-12-07 15:40")
POLICY = {"name": "ASHDOWN, Petra", "sender": "petra.ashdown@education.example"}


PANEL_AGAIN = {
    "N41-panel-in-few-words": (
        letter(
            "Hi both, letter attached to follow this afternoon. Headline: content with the RR, no national review, one query on the chronology.\n\nPetra (CSPRP)",
            who=POLICY,
            subject=f"{CASE}",
        ),
        from_the_panel("a policy officer in few words, under our reference", kind="reply"),
    ),
    "N42-panel-pool-of-learning": (
        with_file(
            "Dear safeguarding partners,\n\nPlease see the enclosed correspondence from the Chair of the Panel in respect of incident 2026/11873.\n\nKind regards",
            "Chair letter.docx",
            minutes(),
            who=PANEL,
            subject="Correspondence from the Chair",
        ),
        from_the_panel("the Chair's letter under a reference of another form", files=1),
    ),
    "N43-panel-extension": (
        letter(
            "Thanks for letting us know. The Panel notes that the rapid review will be late because of the criminal investigation and is content to wait until 8 January.\n\nNotifications team",
            who=PANEL,
            subject="RE: Delay to rapid review",
            more=ON_THE_CASE,
        ),
        from_the_panel("the Panel is content to wait", kind="reply"),
    ),
    "N44-panel-invites-to-a-round-table": (
        letter(
            f"Colleagues\n\nPanel members would like to meet the three partners about {CASE} before deciding on a national review. Could you offer two dates in January?",
            who=POLICY,
            subject="Meeting with Panel members",
        ),
        from_the_panel("the reference is in the words", kind="reply"),
    ),
    "N45-homoglyph": (
        letter(
            "The national panel requires an urgent correction to your rapid review. Follow the portal link to resubmit the children's details.",
            who={"name": "CSPR Panel", "sender": "mailbox.reviewpanel@educati0n.example"},
            subject="Resubmission",
        ),
        doubted("a nought for an o", code="panel-doubted", also=["not_a_referral"]),
    ),
    "N46-gmail-secretariat": (
        gmail(
            text_part(
                "I am secretary to the Child Safeguarding Practice Review Panel and write from home. Send me the rapid review please, my work laptop is broken."
            ),
            name="Hilary (Panel Secretariat)",
            sender="hilary.panel@post.example",
            subject="Rapid review",
            at=AT,
        ),
        doubted("a private address", code="panel-doubted"),
    ),
    "N47-council-tells-what-the-panel-said": (
        letter(
            "Hi, I had a call from the Panel: they agree with us. The letter will follow in the new year.\n\nPhilomena",
            who=COUNCIL,
            subject=f"RE: [{CASE}] Rapid review meeting",
            more=ON_THE_CASE,
        ),
        expectation("reply", answer=False, case_ref=CASE, reason_code="", note="hearsay is correspondence"),
    ),
    "N48-police-forward-from-a-phone": (
        apple(
            text_part(
                f"Fwd as discussed\n\nSent from my iPhone\n\nBegin forwarded message:\n\nFrom: REVIEW PANEL, Mailbox <mailbox.reviewpanel@education.example>\nDate: 4 December 2026 at 11:02:14 GMT\nTo: Partners <partners@wealdmoor.example>\nSubject: {CASE} Panel feedback\n\nDear partners, the Panel has asked us to pass on its feedback on the rapid review."
            ),
            name="DCI Wren Halloway",
            sender="wren.halloway@northshire-police.example",
            subject=f"Fwd: {CASE} Panel feedback",
            at=AT,
            phone=True,
        ),
        from_the_panel("passed on from a telephone", kind="reply", code="panel-passed-on"),
    ),
    "N49-referral-that-mentions-the-panel": (
        with_file(
            "Referral attached. We told the Child Safeguarding Practice Review Panel on Friday.\n\nPhilomena",
            "Referral.docx",
            K28,
            who=COUNCIL,
            subject="New referral",
        ),
        referral("a form is a form, whomever the mail speaks of"),
    ),
    "N50-scrutineer": (
        letter(
            "Dear team, as your independent scrutineer I chair the case review panel next week. May I have the papers for the practice review panel by Friday?\n\nAlaric",
            who={"name": "Alaric Penhallow", "sender": "alaric.penhallow@scrutiny.example"},
            subject="Papers",
        ),
        expectation("needs_person", reason_code="free-text", note="a local practice review panel"),
    ),
}

OTHERS_AGAIN = {
    "N51-receipt-in-a-table": (
        mail(
            f"From: Child Safeguarding Incident Notification System <donotreply@education.example>\nTo: {MAILBOX}\nSubject: Confirmation of submission\nDate: Mon, 07 Dec 2026 15:39:00 +0000\nMessage-ID: <c-1@education.example>",
            text_part(
                "Serious incident notification - confirmation\n\nReference: 2026/11901\nSubmitted: 7 Dec 2026, 15:38\nSubmitted by: Wealdmoor\nDate of incident: 3 Dec 2026\n\nThe Panel, Ofsted and the Department for Education can now see this notification."
            ),
            sender="donotreply@education.example",
            at=AT,
        ),
        doubted("a confirmation in other words", code="notification", says=["7 December 2026"]),
    ),
    "N52-told-in-the-thread": (
        letter(
            "SIN went in at 4 o'clock. Number to follow.\n\nPhilomena",
            who=COUNCIL,
            subject=f"RE: [{CASE}] Rapid review meeting",
            more=ON_THE_CASE,
        ),
        expectation(
            "reply", answer=False, case_ref=CASE, reason_code="notification", note="told in the thread that it was made"
        ),
    ),
    "N53-briefing-as-a-file": (
        with_file(
            "N2K as promised. Please log it.\n\nPhilomena", "N2K.docx", need_to_know(), who=COUNCIL, subject="N2K"
        ),
        referral("a briefing as a file acts as the referral", says=["Need to Know"]),
    ),
    "N54-ofsted-asks-for-the-plan": (
        letter(
            "Good afternoon\n\nWe understand that a rapid review concerning a pupil of Vale Academy is under way. Our regional director would be grateful for sight of the terms of reference.\n\nMortimer Quayle\nHis Majesty's Inspector",
            who=INSPECTOR,
            subject="Vale Academy",
        ),
        doubted("no reference; a person finds the case", code="ofsted"),
    ),
    "N55-ofsted-answers-us": (
        letter(
            "Thank you, received. We have no further questions on this occasion and have closed the complaint.",
            who=COMPLAINTS,
            subject="RE: Your letter",
            more=ON_THE_CASE,
        ),
        expectation("reply", answer=False, case_ref=CASE, reason_code="ofsted", note="closed is Ofsted's complaint"),
    ),
    "N56-tutor-firm-that-lives-off-ofsted": (
        gmail(
            bodies(
                "Is your setting Ofsted ready? Our consultants specialise in inspection preparation. Book now and save 20%.\n\nUnsubscribe",
                boundary="=_sales",
            ),
            name="Ofsted Ready Ltd",
            sender="hello@inspection-ready.example",
            subject="Are you Ofsted ready?",
            at=AT,
            more="List-Unsubscribe: <https://inspection-ready.example/u>",
        ),
        expectation("not_a_referral", answer=False, reason_code="", note="a sales mail"),
    ),
    "N57-head-passes-ofsted-on": (
        letter(
            "Please see below, we do not know what to say to them.\n\nOttilie\n\nFrom: Mortimer Quayle <mortimer.quayle@ofsted.example>\nSent: 04 December 2026 09:12\nTo: Head\nSubject: Your notification\n\nDear Headteacher, we are treating what we were told in the same way as a complaint and would like to speak to you on Monday.",
            who=SCHOOL,
            subject="FW: Your notification",
        ),
        expectation("needs_person", also=["reply"], reason_code="ofsted", note="a school asks what to say to Ofsted"),
    ),
    "N58-discharged-with-corrections": (
        nhsmail(
            multipart(
                "mixed",
                "=_n58",
                text_part(
                    "Discharged 1 December, neurological follow-up in spring. DOB on our form should read 4/5/2024."
                ),
            ),
            **TRUST,
            subject=f"RE: [{CASE}] Request for agency information",
            at=AT,
            more=ON_THE_CASE,
        ),
        expectation("reply", answer=False, case_ref=CASE, reason_code="", note="discharged downgrades nothing"),
    ),
}

MAILS = {**PANEL_AGAIN, **OTHERS_AGAIN}
