"""The national tier and its look-alikes: the Panel, Ofsted, the notification system, briefings, late news. N01 to N40.

The Panel's and Ofsted's domains are reserved ones here; a test names them in its settings as an office would.
"""

from __future__ import annotations

from k_four_sections import K11
from k_papers import letter as surgery_letter
from k_papers import notification_copy
from k_two_columns import K01, K02
from mail_builders import (
    MAILBOX,
    PDF,
    bodies,
    file_part,
    mail,
    multipart,
    nhsmail,
    outlook,
    rfc822_part,
    text_part,
    when,
)
from mails_forms import COUNCIL, SCHOOL, TRUST, expectation, picture_pdf, referral

AT = when("2026-12-03 10:25")
CASE = "NSP-2026-0012"
ON_THE_CASE = "In-Reply-To: <nsp-2026-0012.request.3@northshire.example>"
PANEL = {"name": "REVIEW PANEL, Mailbox", "sender": "mailbox.reviewpanel@education.example"}
ADVISER = {"name": "Gwendoline Ashcombe", "sender": "gwendoline.ashcombe@education.example"}
SYSTEM = {"name": "Report a child safeguarding incident", "sender": "no-reply@incidents.education.example"}
INSPECTOR = {"name": "Mortimer Quayle", "sender": "mortimer.quayle@ofsted.example"}
COMPLAINTS = {"name": "Applications, Regulatory and Contact", "sender": "enquiries@ofsted.example"}


def letter(text, *, who, subject, more="", program=outlook) -> bytes:
    return program(bodies(text, boundary="=_n_alt"), **who, subject=subject, at=AT, more=more)


def with_file(text, name, content, *, who, subject, more="", media=None) -> bytes:
    attached = file_part(name, content, media=media) if media else file_part(name, content)
    return outlook(multipart("mixed", "=_n_mix", text_part(text), attached), **who, subject=subject, at=AT, more=more)


def unconfirmed(raw) -> bytes:
    """The same mail, of which the receiving server found that it does not come from whom it names."""
    return raw.replace(b"spf=pass", b"spf=softfail", 1).replace(b"dmarc=pass", b"dmarc=fail", 1)


def from_the_panel(note, *, kind="needs_person", code="panel", **more) -> dict:
    case = {"case_ref": CASE} if kind == "reply" else {}
    return expectation(kind, answer=False, reason_code=code, note=note, **case, **more)


def doubted(note, *, code, **more) -> dict:
    return expectation("needs_person", answer=False, reason_code=code, note=note, **more)


PANEL_MAILS = {
    "N01-panel-agrees-on-our-reference": (
        letter(
            "Dear partners\n\nThank you for sending us your rapid review. The Child Safeguarding Practice Review Panel discussed it on 25 November. The Panel agrees with your decision that a local child safeguarding practice review is not needed, and found the review clear and well evidenced.\n\nWith thanks\nPanel secretariat",
            who=PANEL,
            subject=f"[{CASE}] Rapid review: response of the Panel",
        ),
        from_the_panel("the Panel agrees, under our reference", kind="reply"),
    ),
    "N02-panel-own-reference-only": (
        letter(
            "Dear Safeguarding Partners,\n\nSIN 4471\n\nThe Panel has considered your rapid review at its meeting last week. It would welcome more on how the health visitor's concerns were escalated. Please reply within ten working days.\n\nYours sincerely\nOn behalf of the Child Safeguarding Practice Review Panel",
            who=PANEL,
            subject="Rapid review SIN 4471",
        ),
        from_the_panel("the Panel's reference alone: without a journal nothing ties it to a case"),
    ),
    "N03-panel-letter-attached": (
        with_file(
            "Good morning\n\nPlease find attached the letter from the National Panel.\n\nMany thanks",
            "20261203 SIN-4471 Panel response letter.docx",
            surgery_letter(),
            who=PANEL,
            subject="OFFICIAL-SENSITIVE: Panel letter",
        ),
        from_the_panel("the letter is a Word file", files=1),
    ),
    "N04-panel-letter-as-a-scan": (
        with_file(
            f"Your reference {CASE}. Please see the Panel's letter attached.",
            "Panel letter.pdf",
            picture_pdf(),
            who=PANEL,
            subject="Letter from the Child Safeguarding Practice Review Panel",
            media=PDF,
        ),
        from_the_panel("a scan from the Panel opens no case", kind="reply", files=1),
    ),
    "N05-panel-scan-without-reference": (
        with_file(
            "Please see attached.",
            "CSPRP letter.pdf",
            picture_pdf(),
            who=PANEL,
            subject="Child Safeguarding Practice Review Panel",
            media=PDF,
        ),
        from_the_panel("a scan that nothing ties to a case stands in Needs attention and opens none", files=1),
    ),
    "N06-panel-disagrees-in-the-thread": (
        letter(
            "Dear colleagues\n\nThe Panel met on 26 November. Members were not persuaded that no further action is right here: in the Panel's view a local review may be more appropriate, as the case shows recurrent themes. We ask you to look at the decision again and tell us what you decide.\n\nCSPR Panel secretariat",
            who=PANEL,
            subject="RE: Rapid review for submission",
            more=ON_THE_CASE,
        ),
        from_the_panel("regulation 11(d), in answer to our mail", kind="reply"),
    ),
    "N07-panel-asks-where-it-is": (
        letter(
            "Hello\n\nWe have a serious incident notification from your area dated 2 November (ref. SIN/4471) and have no rapid review yet. It was due on 23 November. When may the Panel expect it?\n\nThanks\nNotifications desk, Child Safeguarding Practice Review Panel",
            who=PANEL,
            subject="Outstanding rapid review",
        ),
        from_the_panel("a chaser of the Panel"),
    ),
    "N08-panel-national-review": (
        letter(
            f"Dear partners\n\nYour ref: {CASE}\n\nThe Panel is considering a national child safeguarding practice review on harm to babies in temporary accommodation and asks under section 16D of the Children Act 2004 for your chronology by 18 December.\n\nYours sincerely\nSecretariat to the Panel",
            who=PANEL,
            subject="National review: request for information",
        ),
        from_the_panel("a request under section 16D", kind="reply"),
    ),
    "N09-panel-thanks-by-machine": (
        mail(
            f"From: Rapid Reviews <rapidreviews@education.example>\nTo: {MAILBOX}\nSubject: Rapid review received - SIN 4471\nDate: Thu, 03 Dec 2026 10:24:00 +0000\nMessage-ID: <rr-1@education.example>\nAuto-Submitted: auto-generated",
            text_part(
                "Your rapid review has been received by the Child Safeguarding Practice Review Panel. It will be considered at the next available meeting, after which you will be sent the Panel's response."
            ),
            sender="rapidreviews@education.example",
            at=AT,
        ),
        from_the_panel("an acknowledgement, not a reply of the Panel", also=["auto_reply", "receipt"]),
    ),
    "N10-panel-out-of-office": (
        outlook(
            text_part("Thank you for your email. I am out of the office until Monday and will read it then."),
            **PANEL,
            subject="Automatic reply: [NSP-2026-0012] Rapid review for submission",
            at=AT,
            attached=False,
            envelope="",
            more="Auto-Submitted: auto-replied\n" + ON_THE_CASE,
        ),
        expectation("auto_reply", answer=False, reason_code="", case_ref=CASE, note="an absence is no letter"),
    ),
    "N11-panel-newsletter": (
        mail(
            f"From: Child Safeguarding Practice Review Panel <news@education.example>\nTo: {MAILBOX}\nSubject: Panel newsletter, winter 2026\nDate: Thu, 03 Dec 2026 06:00:00 +0000\nMessage-ID: <news-4@education.example>\nList-Id: <panel-news.education.example>\nList-Unsubscribe: <https://news.education.example/u/4>",
            bodies(
                "In this issue: the annual report of the Child Safeguarding Practice Review Panel, what makes a good rapid review, and dates of our webinars.\n\nUnsubscribe",
                boundary="=_news",
            ),
            sender="news@education.example",
            at=AT,
        ),
        expectation("not_a_referral", answer=False, reason_code="", note="the Panel's newsletter goes to many"),
    ),
    "N12-department-but-not-the-panel": (
        letter(
            "Dear colleague\n\nI am your regional improvement adviser and should like to visit in January to hear how your new arrangements are going. Would the 14th suit?\n\nBest wishes\nGwendoline",
            who=ADVISER,
            subject="Visit in January",
        ),
        expectation("needs_person", reason_code="free-text", note="the Department, but not the Panel"),
    ),
    "N13-panel-returns-a-filled-form": (
        with_file(
            "Dear partners\n\nWe return the attached, sent to the Panel by mistake: it should have gone to your own mailbox. SIN 4480 refers.\n\nSecretariat, Child Safeguarding Practice Review Panel",
            "Referral form.docx",
            K01,
            who=PANEL,
            subject="Form received in error",
        ),
        from_the_panel("never by guess: a form from the Panel opens no case", files=1, forms=["referral"]),
    ),
}

PANEL_DOUBTS = {
    "N14-one-letter-off": (
        letter(
            "Dear partners\n\nThe Panel has completed its consideration of your rapid review. Please use the link in your earlier mail to confirm the names of the siblings.\n\nChild Safeguarding Practice Review Panel",
            who={"name": "REVIEW PANEL, Mailbox", "sender": "mailbox.reviewpanel@educatlon.example"},
            subject="Response of the Panel - SIN 4471",
        ),
        doubted("an l in place of an i", code="panel-doubted"),
    ),
    "N15-display-name-alone": (
        letter(
            "Good afternoon. We require the full rapid review with names and dates of birth by return in order to prepare the Panel's response.",
            who={"name": "Child Safeguarding Practice Review Panel", "sender": "panel.office@post.example"},
            subject="Rapid review required",
        ),
        doubted("only the display name says Panel", code="panel-doubted"),
    ),
    "N16-real-domain-unconfirmed": (
        unconfirmed(
            letter(
                "Dear partners\n\nThe Child Safeguarding Practice Review Panel agrees with your decision on the rapid review.\n\nSecretariat",
                who=PANEL,
                subject=f"[{CASE}] Panel response",
            )
        ),
        doubted("the server could not confirm the sender", code="panel-doubted"),
    ),
    "N17-domain-in-front": (
        letter(
            "Please find the Panel's letter below.\n\nThe Panel is of the view that no local review is required and that the case should be closed.\n\nSigned for the Child Safeguarding Practice Review Panel",
            who={"name": "Panel Secretariat", "sender": "secretariat@education.example.reviews-desk.example"},
            subject="Letter of the Panel",
        ),
        doubted("the real name as a label of another's domain", code="panel-doubted"),
    ),
    "N18-council-passes-it-on": (
        letter(
            "For your file.\n\nPhilomena\n\nFrom: REVIEW PANEL, Mailbox <mailbox.reviewpanel@education.example>\nSent: 02 December 2026 16:10\nTo: Drax, Philomena\nSubject: Rapid review SIN 4471\n\nDear partners\n\nThe Child Safeguarding Practice Review Panel considered this rapid review on 25 November and agrees with your decision.\n\nSecretariat",
            who=COUNCIL,
            subject=f"FW: Rapid review SIN 4471 [{CASE}]",
        ),
        from_the_panel("a colleague passes a letter of the Panel on", kind="reply", code="panel-passed-on"),
    ),
    "N19-passed-on-as-a-file": (
        outlook(
            multipart(
                "mixed",
                "=_n19",
                text_part("This came to our chief executive's office. Yours, I think?\n\nPhilomena"),
                rfc822_part(
                    letter(
                        "Dear Chief Executive\n\nThe Panel has considered the rapid review SIN 4502 and would like the partners to think again about a local child safeguarding practice review.\n\nChild Safeguarding Practice Review Panel",
                        who=PANEL,
                        subject="Panel letter SIN 4502",
                    ),
                    "Panel letter.eml",
                ),
            ),
            **COUNCIL,
            subject="Letter for you",
            at=AT,
        ),
        from_the_panel("passed on as an attached mail, no reference of ours", code="panel-passed-on", files=0, most=1),
    ),
    "N20-partner-asks-after-it": (
        letter(
            "Morning, has the Panel letter come yet? The executive would like to see what the national Panel says before Christmas.\n\nPhilomena",
            who=COUNCIL,
            subject=f"RE: [{CASE}] Rapid review meeting",
            more=ON_THE_CASE,
        ),
        expectation("reply", answer=False, case_ref=CASE, reason_code="", note="a partner who asks is not the Panel"),
    ),
    "N21-local-panel": (
        letter(
            "Hi, our rapid review panel met this morning and the panel agreed the draft. The panel's response to your questions will follow on Friday.\n\nPhilomena",
            who=COUNCIL,
            subject="Panel outcome",
        ),
        expectation("needs_person", reason_code="free-text", also=["reply"], note="a local panel of the same kind"),
    ),
    "N22-child-death-overview-panel": (
        letter(
            "Dear team, the Child Death Overview Panel will look at this death in March. Could you tell us whether your review is finished by then?\n\nObadiah",
            who=TRUST,
            subject="CDOP date",
            program=nhsmail,
        ),
        expectation("needs_person", reason_code="free-text", note="another panel"),
    ),
    "N23-student-who-cites-the-panel": (
        letter(
            "Dear Northshire, I am writing a dissertation on rapid reviews and have read what the Child Safeguarding Practice Review Panel says of them. Would somebody speak to me?\n\nFelicity Marchbanks",
            who={"name": "Felicity Marchbanks", "sender": "f.marchbanks@students.example"},
            subject="Research",
        ),
        expectation("needs_person", reason_code="free-text", note="somebody who has read about the Panel"),
    ),
}

NOTIFICATIONS = {
    "N24-system-receipt": (
        mail(
            f"From: {SYSTEM['name']} <{SYSTEM['sender']}>\nTo: {MAILBOX}\nSubject: We have received your notification - SIN 4533\nDate: Thu, 03 Dec 2026 10:24:00 +0000\nMessage-ID: <sin-4533@incidents.education.example>",
            text_part(
                "Thank you for telling the Child Safeguarding Practice Review Panel about a serious child safeguarding incident.\n\nYour notification reference is SIN 4533.\nDate submitted: 2 December 2026 17:41\nDate of incident: 28 November 2026\n\nThis mailbox is not monitored."
            ),
            sender=SYSTEM["sender"],
            at=AT,
        ),
        doubted("the receipt; its date is proposed", code="notification", says=["2 December 2026"]),
    ),
    "N25-system-receipt-on-our-reference": (
        mail(
            f"From: {SYSTEM['name']} <{SYSTEM['sender']}>\nTo: {MAILBOX}\nSubject: Notification received\nDate: Thu, 03 Dec 2026 10:24:00 +0000\nMessage-ID: <sin-4534@incidents.education.example>\nAuto-Submitted: auto-generated",
            text_part(
                f"Your notification has been submitted.\n\nReference: SIN 4534\nYour own reference: {CASE}\nSubmitted on 03/12/2026 at 10:24\nIncident on 30/11/2026"
            ),
            sender=SYSTEM["sender"],
            at=AT,
        ),
        expectation(
            "reply",
            answer=False,
            also=["needs_person"],
            case_ref=CASE,
            reason_code="notification",
            says=["3 December 2026"],
            note="the receipt names our case",
        ),
    ),
    "N26-receipt-of-a-look-alike": (
        letter(
            "Your notification SIN 4541 has been received by the Panel on 1 December 2026. If you did not make it, sign in at once to cancel it.",
            who={"name": "Child Safeguarding Incident Notification System", "sender": "csins@incidents-desk.example"},
            subject="Notification received",
        ),
        doubted("a receipt from nowhere", code="notification", says=["does not come from"], also=["not_a_referral"]),
    ),
    "N27-council-passes-the-receipt-on": (
        letter(
            "Submitted last night, see below.\n\nPhilomena\n\nFrom: Report a child safeguarding incident <no-reply@incidents.education.example>\nSent: 02 December 2026 17:42\nTo: Drax, Philomena\nSubject: We have received your notification - SIN 4533\n\nYour notification reference is SIN 4533.\nDate submitted: 2 December 2026 17:41",
            who=COUNCIL,
            subject="FW: We have received your notification - SIN 4533",
        ),
        expectation(
            "needs_person",
            also=["reply"],
            reason_code="notification",
            says=["2 December 2026"],
            note="the receipt, passed on by the authority",
        ),
    ),
    "N28-council-says-it-notified": (
        letter(
            "Hello, just to confirm that we notified the Panel yesterday about the baby at Quarry Road. Form to follow.\n\nPhilomena",
            who=COUNCIL,
            subject="SIN made",
        ),
        expectation("needs_person", reason_code="notification", note="told in words, without a form"),
    ),
    "N29-copy-of-the-notification": (
        with_file(
            "As agreed, a copy of what we sent through the national form on Tuesday. Please treat it as our referral.\n\nPhilomena",
            "CSINS copy.docx",
            notification_copy(),
            who=COUNCIL,
            subject="Copy of notification",
        ),
        referral(
            "a readable copy acts as the referral, and the person is told of the date", says=["Notified Panel on"]
        ),
    ),
    "N30-need-to-know-in-prose": (
        letter(
            "NEED TO KNOW BRIEFING\n\nFor the attention of the Director and the Partnership. On Saturday evening a four-year-old boy was brought to Wharfside General with a skull fracture that is not explained. Police have arrested two adults. He is in intensive care and stable. His brother is with foster carers. There may be press interest.\n\nPhilomena Drax, Head of Service",
            who=COUNCIL,
            subject="Need to Know",
        ),
        expectation("needs_person", reason_code="briefing", says=["act as the referral"], note="a briefing in prose"),
    ),
}

OFSTED_MAILS = {
    "N31-ofsted-on-our-reference": (
        letter(
            f"Dear Business Manager\n\nYour reference {CASE}\n\nWe hold information about a setting that this child attended, which we are treating in the same way as a complaint. Please tell us whether your rapid review has found anything that we should take into account before we write to the headteacher.\n\nMortimer Quayle HMI",
            who=INSPECTOR,
            subject="Information about a setting",
        ),
        expectation("reply", answer=False, case_ref=CASE, reason_code="ofsted", note="Ofsted's follow-up joins"),
    ),
    "N32-ofsted-without-reference": (
        letter(
            "Dear Sir or Madam\n\nFollowing a notification we received, Ofsted has recorded a concern about Vale Academy, which will be handled as a complaint about a school. No reply is needed.\n\nContact team",
            who=COMPLAINTS,
            subject="Concern recorded: C-2026-77120",
        ),
        doubted("a follow-up that nothing ties to a case", code="ofsted"),
    ),
    "N33-ofsted-with-a-form-in-the-thread": (
        with_file(
            "Thank you. The school has given us the attached and we assume that you hold it as well.\n\nMortimer Quayle",
            "referral.docx",
            K02,
            who=INSPECTOR,
            subject=f"RE: [{CASE}] Rapid review meeting",
            more=ON_THE_CASE,
        ),
        expectation(
            "reply",
            answer=False,
            case_ref=CASE,
            reason_code="ofsted",
            files=1,
            forms=["referral"],
            note="a form from Ofsted on a known case is no second incident",
        ),
    ),
    "N34-ofsted-look-alike": (
        letter(
            "Ofsted is dealing with a complaint about the school in your current case and needs the names of all children by noon.",
            who={"name": "Ofsted Complaints", "sender": "complaints@ofsted-cases.example"},
            subject=f"[{CASE}] urgent response",
        ),
        doubted(
            "the name, but not the domain; an unknown sender's urgent is urgent", code="ofsted-doubted", urgent=True
        ),
    ),
    "N35-ofsted-bulletin": (
        mail(
            f"From: Ofsted <bulletins@ofsted.example>\nTo: {MAILBOX}\nSubject: Children's social care bulletin, December\nDate: Thu, 03 Dec 2026 07:00:00 +0000\nMessage-ID: <b12@ofsted.example>\nList-Id: <bulletin.ofsted.example>\nPrecedence: bulk",
            text_part("This month: inspection outcomes, a new handbook and three webinars."),
            sender="bulletins@ofsted.example",
            at=AT,
        ),
        expectation("not_a_referral", answer=False, reason_code="", note="a bulletin"),
    ),
    "N36-school-tells-of-ofsted": (
        letter(
            "Hello, Ofsted rang the head this morning about the referral and say that they will treat it like a complaint. What may we tell them?\n\nOttilie",
            who=SCHOOL,
            subject=f"RE: [{CASE}] Request for agency information",
            more=ON_THE_CASE,
        ),
        expectation("reply", answer=False, case_ref=CASE, reason_code="", note="a school that heard from Ofsted"),
    ),
}

LATE_NEWS = {
    "N37-recovered-on-our-case": (
        letter(
            "Good news: he was discharged on Monday and has made a full recovery, so I take it that the review can be closed?\n\nObadiah",
            who=TRUST,
            subject=f"RE: [{CASE}] Request for agency information",
            more=ON_THE_CASE,
            program=nhsmail,
        ),
        expectation("reply", answer=False, case_ref=CASE, reason_code="", note="recovered closes nothing"),
    ),
    "N38-recovered-and-no-reference": (
        letter(
            "The twins you were told of in October have both recovered and went home yesterday with their aunt. We no longer see serious harm.\n\nObadiah",
            who=TRUST,
            subject="Update",
            program=nhsmail,
        ),
        expectation(
            "needs_person",
            reason_code="free-text",
            urgent=True,
            note="recovered, and nothing ties it to a case; a stranger's tale of one child costs a glance",
        ),
    ),
    "N39-child-who-harmed": (
        with_file(
            "Please find our referral. The boy it is about is fourteen and is charged with the stabbing of a classmate; we ask for a review of what services knew of him.\n\nPhilomena",
            "Referral.docx",
            K11,
            who=COUNCIL,
            subject="Referral",
        ),
        referral("the child may be the one who caused harm"),
    ),
    "N40-faint-signal": (
        letter(
            "Sorry to trouble you. A girl in year four drew her family last week and left herself out, and when I asked she said she is not really in it. It is probably nothing. I do not know where to say it.\n\nOttilie",
            who=SCHOOL,
            subject="Not sure if this is for you",
        ),
        expectation("needs_person", reason_code="free-text", note="a faint signal goes to a person, not to junk"),
    ),
}

MAILS = {**PANEL_MAILS, **PANEL_DOUBTS, **NOTIFICATIONS, **OFSTED_MAILS, **LATE_NEWS}
