"""A second look after the first was learnt from: worry, calm and programs in yet other words. S01 to S20."""

from __future__ import annotations

from builders import anew, document, para, two_columns
from k_four_sections import K12
from k_two_columns import K01
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
    part,
    rfc822_part,
    text_part,
    when,
)
from mails_automatic import our_mail
from mails_calm import calm, on_case
from mails_forms import COUNCIL, SCHOOL, TRUST, expectation, referral
from mails_variety import ASKED, MEETING, ON_MEETING, ON_REQUEST, bounce, calendar_part, calendar_reply

AT = when("2026-11-23 14:10")
CASE = "NSP-2026-0012"


def letter(text, *, who=SCHOOL, subject="(no subject)", more="", program=outlook) -> bytes:
    return program(bodies(text, boundary="=_s_alt"), **who, subject=subject, at=AT, more=more)


def person(name, local) -> dict:
    return {"name": name, "sender": f"{local}@post.example"}


LIVE = {
    "S01-childminder": (
        gmail,
        person("Bev", "bev.childcare"),
        "Advice please",
        "Hi there, I'm a childminder and I've had Ollie (2) since September. On Mondays he comes in with a nappy that hasn't been changed since the Friday, I know because I put my initials on them. Today he wouldn't let me near him and there is something not right with how he is walking. Mum laughed it off. I have to hand him back at half five.",
    ),
    "S02-ex-partner": (
        apple,
        person("Darren P", "darren.p81"),
        "my kids!!!",
        "To who it concerns. My ex has moved in with a bloke who did 6 years for hurting a baby. My 2 kids live there. Ive told the school Ive told the council no one will tell me anything because of data protection. What does it take",
    ),
    "S03-school-nurse-abbreviates": (
        nhsmail,
        {"name": "MARWOOD, Tamsin (WHARFSIDE COMMUNITY)", "sender": "tamsin.marwood@wharfside-nhs.example"},
        "YP for discussion",
        "F, 14. Wt down 9kg since Sept. BP 80/50, purging, has a plan and means re tablets, mum dismissive. CAMHS say 18/52 wait. Not happy for her to go home today.",
    ),
    "S04-vicar": (
        outlook,
        {"name": "Revd Ambrose Kettle", "sender": "vicar@stwilfrid.example"},
        "A family in the parish",
        "Dear friends,\n\nI hope you will guide me. A girl from our choir, who is eleven, asked me after practice yesterday whether God would mind if she were not alive. She has bandages round both forearms which her parents describe as eczema. I promised that I would not tell them we had spoken, and I have slept badly since.\n\nEvery blessing\nAmbrose",
    ),
    "S05-delivery-driver": (
        gmail,
        person("Tomasz", "tomasz.deliveries"),
        "house on Quarry Rd",
        "i deliver parcels. at 88 quarry rd a small child opens door every time, never see adult. today child have no clothes and dog has bitten the arm, it is open. i ring bell many time nobody come. i must continue my route. police say 2 hours",
    ),
    "S06-aunt-in-another-country": (
        gmail,
        person("Nkechi A", "nkechi.a"),
        "Please urgent help for Chioma",
        "I am writing from Enugu. My brother's daughter Chioma was sent to stay with a family in your city to study. She is 12. She has phoned from a neighbour's telephone and says she is not in school, she cooks and minds the children and sleeps in the kitchen and madam flogs her.",
    ),
    "S07-boy-writes-from-a-phone": (
        apple,
        person("", "jjj0011"),
        "",
        "can u get in trouble if ur dad makes u hold stuff for his mates. he says if i say anything il end up like my brother. im at school now but i dont want 2 go back",
    ),
    "S08-midwife-formal": (
        nhsmail,
        {"name": "TREVENA, Kerensa (WHARFSIDE HOSPITALS)", "sender": "kerensa.trevena@wharfside-nhs.example"},
        "Late booker",
        "Dear all, this lady booked with us at 35+2 under what appears to be a false name. Her photograph matches an alert from another region, where two infants were removed from her at birth. She became angry when asked and left the building; the address given does not exist.",
    ),
    "S09-safe-word-in-a-reply": (
        outlook,
        COUNCIL,
        f"RE: {ASKED}",
        "Thanks for the extra week.\n\nWhile I have you: our duty worker visited the half-sister this lunchtime. Stepfather answered the door, though he is bailed not to be there, and refused to let her be seen. We have had to come away.\n\nPhilomena",
    ),
}


def concern_form() -> bytes:
    """A safeguarding concern form of a sports club, its title in the third paragraph."""
    anew()
    return document(
        para("Wharfside Athletic Juniors"),
        para("Private and confidential"),
        para("Record of a Welfare Concern"),
        two_columns(
            ("Name of child", "Peregrine Stott"),
            ("Age", "10"),
            (
                "What have you seen or heard?",
                "He flinched when his father came over and asked to sleep at the clubhouse.",
            ),
            ("Who else have you told?", "Nobody"),
            ("Is the child in immediate danger?", "Not sure"),
            ("Have the parents been informed?", "No"),
            ("Your name and role", "Lettice Amory, under-11s coach"),
        ),
    )


CALM = {
    "S10-closing-a-loop": (
        letter(
            "Morning, I gather one of your colleagues rang about the little boy with the scald in the spring. He is thriving at his aunt's, the order was made final in October and we closed in November. Happy to talk if it helps your write-up.\n\nPhilomena",
            who=COUNCIL,
            subject="The little boy",
        ),
        calm("an old injury; the child thrives elsewhere"),
    ),
    "S11-survivor-offers-to-speak": (
        letter(
            "Hello\n\nI was abused by my grandfather from the age of six. I am 38 now and have written a book about it. If you are ever looking for somebody to talk to your staff about what would have helped, I would be glad to come.\n\nJessamy",
            who=person("Jessamy Lark", "jessamy.lark"),
            program=gmail,
            subject="Offer",
        ),
        calm("a grown survivor offers to speak"),
    ),
    "S12-software-fault": (
        letter(
            "Hi team, the child protection alert on our system is still firing for children who were removed from a plan last year. IT say it will be killed off in tonight's release. Please ignore any alert you get from us before tomorrow.\n\nObadiah",
            who=TRUST,
            subject="Duplicate alerts",
        ),
        calm("a fault in a computer system"),
    ),
    "S13-condolences": (
        letter(
            "Just a note to say how sorry we all were to hear about the boys. Nobody could have known. The school has lit candles and the counsellor is in every day this week.\n\nOttilie",
            subject="With sympathy",
        ),
        calm("condolences"),
    ),
    "S14-update-all-is-done": (
        letter(
            "All actions from Thursday are complete: mother and the girls moved to the refuge on Friday, he was arrested at the airport and is remanded until January, and the school has been told not to release them to anyone else.\n\nYevgenia",
            who={"name": "Yevgenia Halcrow", "sender": "yevgenia.halcrow@minster-police.example"},
            subject=f"RE: {ASKED}",
            more=ON_REQUEST,
        ),
        on_case("everything has been done"),
    ),
}


def nested_spanish_absence() -> bytes:
    text = "Gracias por su mensaje. Estoy de vacaciones hasta el 30 de noviembre y responderé a mi regreso.\n\n> Your agency is asked for its summary."
    return outlook(
        bodies(text, boundary="=_es"),
        name="Inés Robledo",
        sender="ines.robledo@consulado.example",
        subject=f"=?utf-8?Q?Respuesta_autom=C3=A1tica:_?= {ASKED}",
        at=AT,
        attached=False,
        more=ON_REQUEST,
    )


def postfix_failure() -> bytes:
    words = "This is the mail system at host mx01.northshire.example.\n\nI'm sorry to have to inform you that your message could not be delivered to one or more recipients. It's attached below.\n\n<clinic@gonetrust.example>: Host or domain name not found."
    status = "Reporting-MTA: dns; mx01.northshire.example\n\nFinal-Recipient: rfc822; clinic@gonetrust.example\nAction: failed\nStatus: 5.4.4\n"
    content = multipart(
        "report",
        "=_pf",
        text_part(words),
        part("Content-Type: message/delivery-status", lines(status)),
        rfc822_part(our_mail("clinic@gonetrust.example")),
        more=" report-type=delivery-status;",
    )
    headers = f"From: MAILER-DAEMON@mx01.northshire.example (Mail Delivery System)\nTo: {MAILBOX}\nSubject: Undelivered Mail Returned to Sender\nDate: Mon, 23 Nov 2026 14:10:00 +0000\nMessage-ID: <pf.1@mx01.northshire.example>\nAuto-Submitted: auto-replied"
    return mail(headers, content, sender="", at=AT)


def outlook_counter() -> bytes:
    told = {"status": "TENTATIVE", "summary": MEETING, "mark": "Microsoft Exchange Server 2010"}
    content = multipart("alternative", "=_ct", text_part("Could it be the 25th?"), calendar_part("COUNTER", **told))
    return outlook(
        content,
        name="Imani Scholes",
        sender="imani.scholes@northshire-icb.example",
        subject=f"New Time Proposed: {MEETING}",
        at=AT,
        attached=False,
        more=ON_MEETING,
    )


def form_two_mails_down() -> bytes:
    inner = nhsmail(
        multipart("mixed", "=_n2", text_part("As below."), file_part("LCSPR ref.docx", K01)),
        **TRUST,
        subject="Serious incident",
        at=AT,
    )
    middle = outlook(
        multipart("mixed", "=_n1", text_part("FYI"), rfc822_part(inner)),
        **SCHOOL,
        subject="FW: Serious incident",
        at=AT,
    )
    outer = multipart("mixed", "=_n0", text_part("Is this one yours?"), rfc822_part(middle, "FW Serious incident.eml"))
    return apple(outer, **COUNCIL, subject="Fwd: FW: Serious incident", at=AT)


def return_with_a_story() -> bytes:
    text = "Our part is attached. She told us in 2022 that he hits her mother and that she hides in the wardrobe; we wrote it down and told nobody, which we regret."
    content = multipart("mixed", "=_rs", text_part(text), file_part("NSP-2026-0012 our part.docx", K12))
    return nhsmail(content, **TRUST, subject="Our part", at=AT)


def live(name) -> tuple[bytes, dict]:
    program, who, subject, text = LIVE[name]
    if subject.startswith("RE:"):
        told = expectation(
            "reply",
            urgent=True,
            answer=False,
            also=["needs_person"],
            case_ref=CASE,
            note="danger as an aside in a reply",
        )
        return letter(text, who=who, subject=subject, more=ON_REQUEST), told
    note = "a person is worried about a child now"
    told = expectation("needs_person", urgent=True, also=["not_a_referral"], note=note)
    return program(text_part(text), **who, subject=subject, at=AT), told


MAILS = {
    **{name: live(name) for name in LIVE},
    **CALM,
    "S15-welfare-concern-form": (
        gmail(
            multipart(
                "mixed", "=_wc", text_part("Form attached as our county asks."), file_part("PS.docx", concern_form())
            ),
            **person("Lettice Amory", "lettice.amory"),
            subject="Form",
            at=AT,
        ),
        expectation(
            "needs_person",
            forms=["other_form"],
            files=1,
            urgent=True,
            also=["not_a_referral"],
            note="a club's welfare concern form",
        ),
    ),
    "S16-spanish-absence": (
        nested_spanish_absence(),
        expectation("auto_reply", answer=False, case_ref=CASE, note="Spanish, no header says so"),
    ),
    "S17-postfix-failure": (postfix_failure(), bounce("Postfix could not deliver; our form inside")),
    "S18-counter-proposal": (outlook_counter(), calendar_reply("Outlook proposes another time", "TENTATIVE")),
    "S19-two-mails-down": (form_two_mails_down(), referral("two attached mails deep", most=3)),
    "S20-return-with-a-story": (
        return_with_a_story(),
        expectation(
            "agency_return", forms=["agency_return"], files=1, case_ref=CASE, note="past violence beside a return"
        ),
    ),
}
