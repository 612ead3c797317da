"""Mails that sound alarming and are not: the harm is past, denied, quoted, taught or somebody else's boilerplate. R21 to R35."""

from __future__ import annotations

from k_four_sections import K12
from k_two_columns import K01, K02
from mail_builders import MAILBOX, bodies, file_part, gmail, mail, multipart, nhsmail, outlook, text_part, when
from mails_forms import COUNCIL, SCHOOL, TRUST, expectation, referral

AT = when("2026-11-18 11:05")
CASE = "NSP-2026-0012"
FOOT = "\n\nIf you are concerned that a child is at risk of immediate harm, dial 999. Out of hours: Emergency Duty Team 01632 960499. If a child is missing, suicidal or has been assaulted do not email this address."


def with_form(text, form, name="Referral form.docx") -> bytes:
    return multipart("mixed", "=_calm", text_part(text), file_part(name, form))


def letter(text, *, who=SCHOOL, subject="Hello", more="", program=outlook) -> bytes:
    return program(bodies(text, boundary="=_calm_alt"), **who, subject=subject, at=AT, more=more)


def on_the_case(reply=1) -> str:
    return f"In-Reply-To: <nsp-2026-0012.request.{reply}@northshire.example>"


def training() -> bytes:
    text = "Could you spot a child being abused TODAY?\n\nHe is hitting her. She is hiding under the stairs. Would your staff know what to do? Our half-day course in Wharfside on child sexual exploitation, self-harm and knife crime has twelve places left. Book now - GBP 145 plus VAT.\n\nYou get this mail because you attended an event. Unsubscribe here."
    headers = f"From: SafeMinds Training <courses@safeminds-training.example>\nTo: {MAILBOX}\nSubject: Child in danger now: would YOU act?\nDate: Wed, 18 Nov 2026 06:30:00 +0000\nMessage-ID: <c-771@safeminds-training.example>\nList-Unsubscribe: <https://safeminds-training.example/u/771>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\nX-Campaign-Id: 771"
    return mail(headers, bodies(text, boundary="=_tr"), sender="b-771@send.safeminds-training.example", at=AT)


def duty_team_away() -> bytes:
    text = "Thank you for contacting the Wharfside Emergency Duty Team. This mailbox is not watched between 8am and 5pm.\n\nIf a child has been injured, is missing, has been left alone or is with someone who may hurt them, ring 01632 960499 now. If somebody has taken an overdose or is threatening suicide ring 999."
    return outlook(
        bodies(text, boundary="=_edt"),
        name="Emergency Duty Team",
        sender="edt@wharfside.example",
        subject="Automatic reply: [NSP-2026-0012] Request for agency information",
        at=AT,
        attached=False,
        envelope="",
        more="Auto-Submitted: auto-generated\n" + on_the_case(),
    )


def quoting() -> bytes:
    text = "Thank you for passing this to us. It came to us by another way on Sunday and the family now has a social worker, so you need do nothing more and may close your copy.\n\nKind regards\nPhilomena Drax\nFront Door\n\nFrom: Northshire Safeguarding Partnership <referrals@northshire.example>\nSent: 17 November 2026 16:00\nTo: Front Door\nSubject: FW: hello\n\nFor you, please.\n\nFrom: Dee <dee.m1963@post.example>\nSent: 15 November 2026 15:20\nTo: Referrals\nSubject: hello\n\nhe is hitting the kids again, I can hear the little girl screaming now, please send someone tonight"
    return letter(text, who=COUNCIL, subject="RE: hello")


NOT_NOW = ["not_a_referral", "reply"]


def calm(note, **more) -> dict:
    return expectation("needs_person", also=NOT_NOW, note=note, **more)


def on_case(note, **more) -> dict:
    return expectation("reply", answer=False, also=["needs_person"], case_ref=CASE, note=note, **more)


MAILS = {
    "R21-referral-of-a-death": (
        outlook(
            with_form(
                "Dear colleagues\n\nPlease find our referral. The child was stabbed at home by his uncle on 2 November and died in hospital the next morning. The uncle has been charged with murder and remanded in custody. His sister has been with foster carers since that night. We notified the Panel on 4 November."
                + FOOT,
                K01,
            ),
            **COUNCIL,
            subject="Referral for rapid review",
            at=AT,
        ),
        referral("terrible and past; everyone is where they should be"),
    ),
    "R22-training-advert": (
        training(),
        expectation("not_a_referral", answer=False, note="an advertisement that dramatises"),
    ),
    "R23-draft-policy": (
        letter(
            "Good morning\n\nWould somebody look over the draft below before governors on the 30th?\n\n4.2 Where a pupil tells a member of staff that they are being hurt at home, the member of staff must tell the DSL at once. Do not send the child home.\n4.3 Where a pupil is missing and cannot be found, ring the police.\n4.4 Where a pupil says that they want to die or has taken an overdose, call an ambulance.\n\nThanks\nOttilie",
            subject="Draft safeguarding policy",
        ),
        calm("a draft policy pasted into a question"),
    ),
    "R24-minutes": (
        letter(
            "All\n\nNotes of the Quality and Assurance group, 10 November:\n1. Apologies: police.\n2. Audit of strategy discussions. In three of nine cases the child was still at home with the alleged perpetrator when the discussion was held; in one the child had gone missing.\n3. Data: section 47 enquiries up by 4 per cent; police protection used twice.\n4. Next meeting 12 January.\n\nPhilomena",
            who=COUNCIL,
            subject="Notes of QA group",
        ),
        calm("minutes of an audit"),
    ),
    "R25-question-with-a-disclaimer": (
        letter(
            "Could you tell me by when you need our chronology, and whether Word will do?"
            + FOOT.replace("\n\n", "\n\n--\n", 1),
            who=TRUST,
            program=nhsmail,
            subject="Chronology",
        ),
        calm("all the alarm is below the signature line"),
    ),
    "R26-duty-team-out-of-office": (
        duty_team_away(),
        expectation("auto_reply", answer=False, case_ref=CASE, note="a duty team's absence text lists every danger"),
    ),
    "R27-alarm-quoted": (quoting(), calm("another person's alarm, two quotations down, already answered")),
    "R28-no-immediate-risk": (
        outlook(
            with_form(
                "Referral from Minster Police. There are no immediate safeguarding concerns: no other child lives at the address, the suspect is in custody and bail has been refused. I am not aware of any outstanding risk to any child.",
                K02,
                "Ref 4471.docx",
            ),
            name="Yevgenia Halcrow",
            sender="yevgenia.halcrow@minster-police.example",
            subject="Referral",
            at=AT,
        ),
        referral("every danger denied by the police"),
    ),
    "R29-safe-in-foster-care": (
        letter(
            "Quick update for your file. She was discharged from hospital on Monday and is safe and well with foster carers under an interim care order. Her stepfather, who broke her arm in September, has no contact with her and is on remand.\n\nPhilomena",
            who=COUNCIL,
            subject=f"RE: [{CASE}] Request for agency information",
            more=on_the_case(),
        ),
        on_case("past harm, the child is safe"),
    ),
    "R30-thanks": (
        letter(
            "Thank you so much for yesterday. Hearing how the baby was shaken, and how nobody asked the right question, will stay with all of us. My team are still talking about it today.\n\nOttilie",
            subject="Thank you",
        ),
        calm("thanks for a learning event"),
    ),
    "R31-return-of-past-abuse": (
        outlook(
            with_form(
                "Our return is attached. You will see that between 2019 and 2023 he was beaten, starved and locked in his bedroom, that he told a teacher twice, and that he took an overdose in 2022. We had no contact after March 2024.",
                K12,
                "Section 2 return.docx",
            ),
            **TRUST,
            subject=f"RE: [{CASE}] Request for agency information",
            at=AT,
            more=on_the_case(3),
        ),
        expectation(
            "agency_return",
            forms=["agency_return"],
            files=1,
            case_ref=CASE,
            note="severe abuse, in the past, in an agency's return",
        ),
    ),
    "R32-coroner": (
        letter(
            "Good morning\n\nThe Coroner has listed a pre-inquest review for 14 December at 10am. The post-mortem found the cause of death to be blunt head injury. Could you say whether the review will be published before then, and who will attend? I am in the office today and tomorrow until 4.\n\nGwilym Parry\nCoroner's Officer",
            who={"name": "Gwilym Parry", "sender": "gwilym.parry@northshire-coroner.example"},
            subject="Inquest touching the death of a child",
        ),
        calm("a coroner's officer arranges a hearing"),
    ),
    "R33-press-office": (
        letter(
            "Hi, the Northshire Gazette has rung. The trial of the man who murdered his partner's toddler opens on Monday and they will run a piece tonight. They ask whether a review is under way. Holding line?\n\nBettina, communications",
            who={"name": "Bettina Frome", "sender": "bettina.frome@northshire-council.example"},
            subject="Media enquiry - deadline 5pm today URGENT",
        ),
        calm("urgent for a newspaper, not for a child"),
    ),
    "R34-student": (
        letter(
            "Hello, I am a student nurse writing a dissertation on self-harm and suicide among looked-after teenagers. Do you hold figures on how many children in your area have died or been abused? I need them by today if I can, sorry for the short notice!",
            who={"name": "Perpetua Lindqvist", "sender": "p.lindqvist@ledbury-university.example"},
            program=gmail,
            subject="Dissertation",
        ),
        calm("a student asks for figures"),
    ),
    "R35-missing-episode-closed": (
        letter(
            "For completeness: the missing episode that you ask about was closed on 4 March. She was found safe and well at a friend's and returned to her placement the same evening; the allegation of assault was withdrawn and no further action was taken.\n\nYevgenia Halcrow",
            who={"name": "Yevgenia Halcrow", "sender": "yevgenia.halcrow@minster-police.example"},
            subject=f"RE: [{CASE}] Request for agency information",
            more=on_the_case(),
        ),
        on_case("an episode that is over"),
    ),
}
