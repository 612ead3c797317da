"""Mails of people who are worried about a child now, and of services that send another process's form: R01 to R20."""

from __future__ import annotations

from builders import anew, bar, boxes, bullets, cell, document, label, para, row, table, two_columns
from mail_builders import MAILBOX, PDF, apple, bodies, file_part, gmail, multipart, nhsmail, outlook, text_part, when
from mails_forms import expectation

AT = when("2026-11-17 15:20")
SCHOOL_FOOT = """

Kind regards

Mrs Honor Castleden
Designated Safeguarding Lead and Deputy Head
Thornlea Primary School, Thornlea
T: 01632 960411

This email and any files with it are confidential. If you are worried about a child out of hours ring the Emergency Duty Team on 01632 960499 or, in an emergency, 999."""


def printed(lines) -> bytes:
    """A PDF of one page as a print driver makes it: `lines` of text, no table, no form fields."""
    said = [line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in lines]
    draw = ("BT /F 11 Tf 56 790 Td 16 TL " + " ".join(f"({line}) Tj T*" for line in said) + " ET").encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 4 0 R >> >> /Contents 5 0 R >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n" % len(draw) + draw + b"\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + entries + tail


def help_and_protection() -> bytes:
    """A child protection referral whose title is an ordinary paragraph."""
    anew()
    return document(
        para("Request for Help and Protection"),
        para(
            "Fallowdale Integrated Front Door. Complete every section. Consent is not needed where a child may be harmed."
        ),
        two_columns(
            ("Name of child or young person", "Leocadia Thistlewood"),
            ("Date of birth", "02/06/2019"),
            ("Home address", "31 Cooper's Yard, Fallowdale"),
            ("Who holds parental responsibility?", "Mother"),
            (
                "What are you worried about?",
                "Leocadia is hungry every morning and wears the same clothes all week. Her mother is not up when she leaves for school.",
            ),
            ("What is working well?", "She comes every day."),
            ("What needs to happen?", "Assessment by a social worker."),
            ("Have you told the parents you are making this request?", "No"),
            ("Your name and job", "Barnaby Quill, head of year"),
            ("Telephone", "01632 960422"),
        ),
    )


def early_help() -> bytes:
    """An early help and safeguarding referral, boxes for the level of need."""
    anew()
    return document(
        para("Early Help / Safeguarding Referral", bold=True, align="center"),
        table(
            bar("Family details", span=4),
            row(label("Child's name"), "Casimir Hatherley", label("D.O.B."), "19/09/2015"),
            row(label("School"), "Thornlea Primary", label("Ethnicity"), "White British"),
            bar("Level of need (please tick)", span=4),
            row(cell(boxes("Early help", "Child in need", "Child protection", chosen="Child protection"), span=4)),
            bar("Referrer", span=4),
            row(label("Name"), "Honor Castleden", label("Agency"), "Thornlea Primary School"),
            row(
                label("Reason for referral"),
                cell("Came to school with a swollen ear and says that his father did it with a shoe.", span=3),
            ),
            widths=(20, 30, 20, 30),
        ),
    )


def conference() -> bytes:
    anew()
    return document(
        para("CHILD PROTECTION CONFERENCE: REPORT OF AGENCY"),
        two_columns(
            ("Child", "Emmeline Darrow"),
            ("Date of birth", "11/01/2020"),
            ("Conference date and time", "19/11/2026, 10.00"),
            ("Report author and agency", "Wystan Pell, health visitor"),
            ("Is the child on a child protection plan now?", "Yes, neglect"),
        ),
        para("What are we worried about?", bold=True),
        bullets("Weight has dropped two centiles", "Mother's partner has moved back in and is drinking"),
        para("Scaling: how safe is the child (0 to 10)?", bold=True),
        para("3"),
    )


def allegation() -> bytes:
    anew()
    return document(
        para("Managing Allegations Against Staff and Volunteers: notification to the Designated Officer"),
        two_columns(
            ("Name of member of staff", "Osbert Rudge"),
            ("Post held", "Teaching assistant"),
            ("Employer", "Thornlea Primary School"),
            ("Child's name and date of birth", "Philippa Wray, 7/7/2018"),
            ("Details of the allegation", "Held her by the wrist and dragged her along the corridor."),
            ("Has the member of staff been told?", "No"),
            ("Person making the notification", "Honor Castleden"),
        ),
    )


CRF = printed(
    [
        "Contact and Referral Form (CRF)",
        "Children's Services, Wharfside Council",
        "Section 1: the child",
        "Name: Florian Maddocks",
        "Date of birth: 08/04/2022",
        "Address: 4 Tannery Walk, Wharfside",
        "Section 2: the person making contact",
        "Name: Dr Ismene Okafor",
        "Agency: Wharfside Medical Practice",
        "Telephone: 01632 960466",
        "Section 3: reason for contact",
        "Florian was brought by an aunt with burns to both feet. The story does not fit.",
        "Is the child at risk of significant harm? Yes",
        "Is the family aware of this contact? No",
    ]
)
SAFER = """SAFER

Situation: I am Rosalind Achebe, health visitor, Wharfside. I am calling about Caspian Lovell, aged 5 months.

Assessment and actions: Circular bruises on both upper arms at the visit this morning. Mother said the cot did it. I have spoken to my named nurse.

Family factors: Father not seen. Two older children at nursery.

Expected response: A visit by a social worker before the family goes away.

Referral and recording: I will send the form in writing. My number is 07700 900466."""

SAID = {
    "R01-neighbour-through-the-wall": (
        gmail,
        {"name": "Dee", "sender": "dee.m1963@post.example"},
        "hello",
        """Hello, sorry if this is the wrong place I dont no who else to right to. I live at 17 Alder Court and the family upstares have 2 little ones about 2 and 4. It has been going on weeks. Him shouting and banging and then the kids crying and crying. Last nite it was worse then ever I herd a thud and the little girl was screeming "no daddy no". This morning she had a big mark all down the side of her face when they went out. I am frigtened of him so pleese dont say it was me. Some one needs to go and look.

Dee""",
    ),
    "R02-grandmother-does-not-like-to-say": (
        apple,
        {"name": "Winifred Oakes", "sender": "w.oakes@post.example"},
        "my grandson",
        """Dear Sir or Madam

I do hope you will forgive my writing. I do not like to make a fuss, and my daughter would never speak to me again if she knew. It is only that when I had little Rufus on Sunday I changed him and he has bruises on his bottom and the tops of his legs, which at ten months he cannot have done himself. I asked and was told to mind my own business. They are collecting him again from me at five and I do not know whether I ought to let him go.

With apologies for troubling you

Winifred Oakes (Mrs)""",
    ),
    "R03-teacher-with-a-signature": (
        outlook,
        {"name": "Honor Castleden", "sender": "h.castleden@thornlea.example"},
        "Y4 pupil",
        "Good afternoon\n\nA Year 4 pupil has shown a member of staff round marks on the inside of her arm which look like cigarette burns. She says that mum's boyfriend does it when she is naughty. School finishes at 3.20 and he is the one who fetches her. Could you tell me what we are to do with her?"
        + SCHOOL_FOOT,
    ),
    "R04-gp-asks-politely": (
        nhsmail,
        {"name": "OKAFOR, Ismene (WHARFSIDE MEDICAL PRACTICE)", "sender": "ismene.okafor@wharfside-nhs.example"},
        "Infant seen in surgery",
        """Dear colleagues

I should be grateful for your advice. I have this afternoon examined a boy of fourteen weeks with a tender, swollen upper arm and a torn frenulum. There is no account that would explain either. I asked the parents to go straight to the paediatric assessment unit; the unit tells me that they have not arrived, and their telephone goes unanswered.

Yours sincerely
Dr Ismene Okafor""",
    ),
    "R05-foster-carer": (
        gmail,
        {"name": "Pauline Strutt", "sender": "pauline.strutt@post.example"},
        "Jay",
        "Hi, foster carer for Jay (14). Jay went to contact yesterday and hasnt come back, phone goes to voicemail, took her bag and all her chargers. shes been getting picked up by some older lads in a white audi. duty keep saying someone will ring me and nobody has",
    ),
    "R06-young-person": (
        gmail,
        {"name": "x", "sender": "notmyrealname09@post.example"},
        "idk",
        "hi i dont know if anyone reads this. im 13. my stepdad comes in my room when mums on nights and makes me do stuff. shes on nights again thurs. please dont ring the house",
    ),
    "R07-ward-at-night": (
        nhsmail,
        {"name": "ADEYEMI, Folasade (WHARFSIDE HOSPITALS)", "sender": "folasade.adeyemi@wharfside-nhs.example"},
        "Postnatal ward",
        "Baby born 0430, mother known to substance misuse, nil engagement, baby now withdrawing. Mum wants to take own discharge with baby, partner on his way up and is being abusive to staff. No pre-birth plan on our system. Pls advise who we call, we can't hold them.",
    ),
    "R08-landlord": (
        outlook,
        {"name": "Marsh Lettings", "sender": "office@marsh-lettings.example"},
        "Tenancy at 6b Crane Street",
        """To whom it may concern,

Our contractor attended the above property at 11am to look at a boiler. The door was opened by a child of perhaps five, with a baby in a pushchair behind him. There was no adult in the flat. He reports needles on the floor, no food in the kitchen and no heating. He stayed for forty minutes and then had to leave for another job.

We thought that somebody ought to know.

Regards
Marsh Lettings Ltd. Registered in England. Please consider the environment before printing.""",
    ),
    "R09-unborn": (
        nhsmail,
        {"name": "TREVENA, Kerensa (WHARFSIDE HOSPITALS)", "sender": "kerensa.trevena@wharfside-nhs.example"},
        "Community midwife query",
        "31/40, G3P2, both previous children removed. Disclosed at clinic that partner kicked her in the stomach on Friday and that he says he will finish the job. She has gone home with him. No response to calls since.",
    ),
    "R10-online": (
        apple,
        {"name": "Marcus Bellweather", "sender": "marcus.bellweather@post.example"},
        "My daughter's phone",
        """Hi

I've found messages on my daughter's phone from a man who says he's 16 but he obviously isn't. She's 12. He's got pictures of her with no top on and he's saying he'll send them round her school unless she meets him at the retail park on Saturday. I've taken the phone off her but she's hysterical and I don't know what to do.

Marcus""",
    ),
    "R11-hotel": (
        gmail,
        {"name": "Night desk", "sender": "desk@crossways-inn.example"},
        "Guest in room 214",
        "Hi, I work nights at Crossways Inn. There's a girl in 214, she can't be older than 15, doesn't speak much English. Men keep coming and going, a different one every hour or so, and the man who booked the room waits in the car park. He's got her passport. He checks out in the morning.",
    ),
    "R12-terse": (
        apple,
        {"name": "Rae", "sender": "rae.rae@post.example"},
        "",
        "Hes hit her again. baby is in the cot right next to them. flat 4 Pell House",
    ),
    "R13-a-friend": (
        gmail,
        {"name": "Tilly", "sender": "tilly.b@post.example"},
        "worried about my friend",
        "My best mate has been cutting her legs really bad and shes sent me a goodbye message with a list of who gets her stuff. shes not picking up. were both 15. her mum thinks shes at mine",
    ),
}


def said(name) -> tuple[bytes, dict]:
    program, who, subject, text = SAID[name]
    note = "a person is worried about a child now"
    wanted = expectation("needs_person", urgent=True, also=["not_a_referral"], note=note)
    return program(text_part(text), **who, subject=subject, at=AT), wanted


def attached(name, content, *, text, media=None) -> bytes:
    file = file_part(name, content, media=media) if media else file_part(name, content)
    return multipart("mixed", "=_live", text_part(text), file)


def other_form(note) -> dict:
    return expectation("needs_person", forms=["other_form"], files=1, urgent=True, also=["not_a_referral"], note=note)


HEAD = {"name": "Honor Castleden", "sender": "h.castleden@thornlea.example"}
FORMS = {
    "R14-request-for-help-and-protection": (
        outlook(
            attached("RHP.docx", help_and_protection(), text="Please find attached.\n\nB. Quill"),
            name="Barnaby Quill",
            sender="b.quill@fallowdale-high.example",
            subject="Attached",
            at=AT,
        ),
        other_form("a child protection referral with an unstyled title and a name of its own"),
    ),
    "R15-contact-and-referral-form": (
        nhsmail(
            attached("CRF Nov.pdf", CRF, media=PDF, text="Form as discussed with your colleague."),
            name="OKAFOR, Ismene (WHARFSIDE MEDICAL PRACTICE)",
            sender="ismene.okafor@wharfside-nhs.example",
            subject="CRF",
            at=AT,
        ),
        other_form("a contact and referral form, printed to PDF"),
    ),
    "R16-safer-in-the-body": (
        nhsmail(
            bodies(SAFER, boundary="=_safer"),
            name="ACHEBE, Rosalind (WHARFSIDE COMMUNITY)",
            sender="rosalind.achebe@wharfside-nhs.example",
            subject="SAFER - C.L.",
            at=AT,
        ),
        expectation(
            "needs_person",
            urgent=True,
            also=["not_a_referral"],
            forms_also=[[], ["other_form"]],
            note="SAFER in the body",
        ),
    ),
    "R17-early-help-or-safeguarding": (
        outlook(attached("Casimir H.docx", early_help(), text="See form."), **HEAD, subject="C.H.", at=AT),
        other_form("early help and child protection on one form, child protection ticked"),
    ),
    "R18-conference-report": (
        nhsmail(
            attached("Report for conference.docx", conference(), text="Report for Thursday."),
            name="PELL, Wystan (WHARFSIDE COMMUNITY)",
            sender="wystan.pell@wharfside-nhs.example",
            subject="Report",
            at=AT,
        ),
        other_form("a report for a child protection conference"),
    ),
    "R19-allegation-against-staff": (
        outlook(
            attached(
                "Notification (2).docx",
                allegation(),
                text="For your attention please. I have not spoken to anyone yet.",
            ),
            **HEAD,
            subject="Member of staff",
            at=AT,
        ),
        other_form("a LADO notification that never says LADO"),
    ),
    "R20-back-in-the-home": (
        outlook(
            bodies(
                f"Hi\n\nFor info, dad was bailed at lunchtime and the neighbours tell me he is back at the address with the boys, in breach of his conditions. Nobody on duty is picking up.\n\nSorrel\n\n________________________________\nFrom: Northshire Safeguarding Partnership <{MAILBOX}>\nSent: 16 November 2026 10:00\nTo: Sorrel Vane\nSubject: [NSP-2026-0012] Rapid review meeting\n\nThe meeting is on 24 November. If a child is at immediate risk ring 999.",
                boundary="=_r20",
            ),
            name="Sorrel Vane",
            sender="sorrel.vane@northshire-council.example",
            subject="RE: [NSP-2026-0012] Rapid review meeting",
            at=AT,
            attached=False,
            more="In-Reply-To: <nsp-2026-0012.invitation.1@northshire.example>",
        ),
        expectation(
            "reply",
            urgent=True,
            answer=False,
            also=["needs_person"],
            case_ref="NSP-2026-0012",
            note="the danger is news in a reply on a case",
        ),
    ),
}
MAILS = {**{name: said(name) for name in SAID}, **FORMS}
