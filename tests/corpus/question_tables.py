"""Questions in sentences, numbered or with notes and an office column beside the answers."""

from builders import anew, boxes, cell, document, heading, label, lines, para, row, struck, table, title, two_columns
from sheet import form


def ravensholme(a) -> bytes:
    """Two columns in plain English; a choice of three sides; the referrer last."""
    anew()
    return document(
        title("Ravensholme Safeguarding Children Partnership"),
        title("Telling us about a serious incident"),
        para("Referral form", align="center"),
        heading("About the child or young person"),
        two_columns(
            ("Young person's name", a.get("name", "")),
            ("Other names used", a.get("aliases", "")),
            ("Date of Birth or Age", a.get("dob", "")),
            ("Gender", a.get("sex", "")),
            ("Ethnic origin", a.get("ethnicity", "")),
            ("Is an interpreter required? First language", a.get("language", "")),
            ("Where does the child usually live?", a.get("address", "")),
            ("Is the child in care (looked after)?", a.get("looked_after", "")),
            ("Is there, or was there, a child protection plan?", a.get("cp_plan", "")),
            ("School, nursery or college", a.get("school", "")),
        ),
        heading("About the incident"),
        two_columns(
            ("When did the incident happen?", a.get("incident", "")),
            ("Where did the incident happen?", a.get("location", "")),
            ("Did the child die, or was the child seriously harmed?", a.get("outcome", "")),
            ("Do you know or suspect abuse or neglect?", a.get("abuse", "")),
            ("Please tell us what happened", cell(lines(a.get("narrative", "")))),
            ("What has been done since to keep children safe?", a.get("action", "")),
            ("Is anyone else looking into this (police, coroner, other reviews)?", a.get("parallel", "")),
        ),
        heading("About you"),
        two_columns(
            ("Your full name", a.get("referrer", "")),
            ("Your role", a.get("role", "")),
            ("Your organisation", a.get("agency", "")),
            ("Telephone or mobile", a.get("phone", "")),
            ("Work email", a.get("email", "")),
            ("Today's date", a.get("date", "")),
        ),
    )


K93 = ravensholme(
    {
        "name": "Sunniva Trelawney-Bose",
        "aliases": "Sunny",
        "dob": "12th June 2012",
        "sex": "Girl",
        "ethnicity": "White and Asian",
        "language": "No - English",
        "address": "8 Smithy Brow, Ravensholme RV5 5YY",
        "looked_after": "No",
        "cp_plan": "Yes, 2019-2020, emotional abuse",
        "school": "Ravensholme High",
        "incident": "Wednesday 11 November 2026 at about 3.30pm",
        "location": "The river below the weir",
        "outcome": "Seriously harmed",
        "abuse": "Suspected",
        "narrative": "Sunniva was pushed into the river by three older pupils. She was under water for some minutes.\nThe school had moved her class because of these pupils.",
        "action": "The three pupils are not in school.",
        "parallel": "Police",
        "referrer": "Caractacus Boyle",
        "role": "Deputy head (pastoral)",
        "agency": "Ravensholme High School",
        "phone": "07700 900205",
        "email": "c.boyle@ravensholme-high.example",
        "date": "13/11/26",
    }
)


K94 = ravensholme(
    {
        "narrative": "A mother rang to say her baby had died and hung up. We do not know who she is. The number was withheld."
    }
)


K95 = ravensholme({})


REFERRER = {
    "name": "Sidonie Hargrave",
    "role": "Named GP",
    "agency": "Ousewater ICB",
    "phone": "01632 960818",
    "email": "sidonie.hargrave@ousewater-icb.example",
}


def framed() -> bytes:
    """The whole form inside a one-cell table that draws the page's frame."""
    anew()
    inner = table(
        row(label("Name of child"), "Balthazar Cole-Ndiaye"),
        row(label("Date of Birth"), "07/07/2021"),
        row(label("Ethnic Origin"), "Mixed"),
        row(label("Home address"), "Unit 3, Old Brewery, Ilvermere IV2 2DD"),
        row(label("Date of incident"), "12/11/2026"),
        row(label("Outcome"), cell(para(struck("Died", "Seriously harmed", chosen="Seriously harmed")))),
        row(
            label("Abuse or neglect"),
            cell(para(boxes("Known", "Suspected", "No", chosen="Known", ticked="\u2714", after=True))),
        ),
        row(
            label("Brief summary of incident"),
            "Balthazar has burns to his hands from a cooker. His mother says that she did it to teach him.",
        ),
        widths=(35, 65),
        page=9000,
    )

    person = table(
        row(label("Referred by"), REFERRER["name"]),
        row(label("Role"), REFERRER["role"]),
        row(label("Agency"), REFERRER["agency"]),
        row(label("Contact No."), REFERRER["phone"]),
        row(label("Email"), REFERRER["email"]),
        row(label("Date of referral"), "13.11.26"),
        widths=(35, 65),
        page=9000,
    )
    return document(
        table(
            row(
                cell(
                    title("Ilvermere Safeguarding Partnership"),
                    title("Serious Incident Referral Form"),
                    para("The child", bold=True),
                    inner,
                    para("The referrer", bold=True),
                    person,
                )
            ),
            widths=(1,),
        ),
    )


DOCUMENTS = {
    # Three columns: number, question with a required mark, answer; capitals; answers that hold the words of other labels.
    "K74-numbered-questions.docx": form("""
        # OUSEWATER SAFEGUARDING CHILDREN PARTNERSHIP
        # RAPID REVIEW REFERRAL FORM
        ! * must be answered
        [8 40 52]
        | @No. | @Question | @Answer
        | 1.1 | FULL NAME OF CHILD * | Cressida Maynard-Oyelowo
        | 1.2 | DATE OF BIRTH * (DD/MM/YYYY) | 16/08/2022
        | 1.3 | SEX | F
        | 1.4 | NHS NUMBER [if known] | 999 753 2929
        | 1.5 | HOME ADDRESS INCL. POSTCODE * | 2 Lock Cottages, Ousewater, OW4 7JJ
        | 1.6 | ETHNICITY | Black African
        | 1.7 | SUBJECT OF A CHILD PROTECTION PLAN? * | No (ended 12/01/2026)
        | 2.1 | DATE OF INCIDENT * | 06/11/2026
        | 2.2 | OUTCOME * | Seriously harmed
        | 2.3 | IS ABUSE OR NEGLECT KNOWN OR SUSPECTED? * | Suspected
        | 2.4 | WHAT HAPPENED? * | Cressida swallowed a battery. Date of birth: the nursery had it wrong and so the alert did not match. Name of child on the nursery's list: C Maynard. She is in theatre.
        | 3.1 | YOUR NAME * | Sidonie Hargrave
        | 3.2 | YOUR ROLE * | Named GP
        | 3.3 | YOUR AGENCY * | Ousewater ICB
        | 3.4 | TELEPHONE * | 01632 960818
        | 3.5 | E-MAIL * | sidonie.hargrave@ousewater-icb.example
        | 3.6 | DATE OF REFERRAL * | 09/11/2026
    """),
    "K78-form-inside-a-frame.docx": framed(),
    "K93-plain-english.docx": K93,
    "K94-only-a-narrative.docx": K94,
    "K95-plain-english-blank.docx": K95,
    # Label, answer, and a third column that the office fills in.
    "K97-office-column.docx": form("""
        # Selwick SCP: Case Review - Notification Form
        [30 45 25]
        | @ | @Referrer to complete | @Office use only
        | @Name of child | Odette Farrier | Checked MC
        | @Date of birth | 10/10/2010 | 10/01/2010 on register
        | @Home address | Flat 7, Tanyard Court, Selwick SE9 9WK |
        | @Gender | Female |
        | @Date of incident | 10/11/2026 | Rec'd 13/11/2026
        | @Outcome | Died |
        | @Abuse or neglect known or suspected | Suspected |
        | @Circumstances of the case | Odette was found at the foot of a multi-storey car park. She had left a hostel that morning. |
        | @Referred by | Thelonius Marsh | Known to us
        | @Agency | Selwick Housing Association |
        | @Role | Hostel manager |
        | @Contact number | 020 7946 0733 |
        | @Date of referral | 11/11/2026 | 13/11/2026
    """),
    # Labels neither bold nor shaded nor followed by a colon, answers in capitals, address in separate rows.
    "K105-plain-labels-capitals.docx": form("""
        Sandhaven Safeguarding Children Partnership
        Rapid Review Referral Form
        [35 65]
        | Forename | JOSIAH
        | Middle names | EMEKA
        | Surname | TREMAYNE
        | Date of birth | 21 OCT 2017
        | Gender | MALE
        | Address line 1 | FLAT 12
        | Address line 2 | MARINE PARADE
        | Town | SANDHAVEN
        | Postcode | SD3 4EE
        | Date of incident | 04 NOV 2026
        | Outcome | DIED
        | Abuse or neglect | SUSPECTED
        | Summary | JOSIAH DIED OF AN ASTHMA ATTACK. NO INHALER WAS FOUND IN THE FLAT.
        | Referrer name | ABIGAIL THORNE-OBI
        | Referrer role | ASTHMA NURSE
        | Referrer agency | SANDHAVEN CHILDREN'S HOSPITAL
        | Referrer telephone | 01632 960319
        | Referrer email | ABIGAIL.THORNE-OBI@SANDHAVEN-HOSPITAL.EXAMPLE
        | Referral date | 06 NOV 2026
    """),
    # One table: question, answer, and a column of notes for whoever completes it.
    "R01-notes-beside-the-answers.docx": form(
        """
        **Harrowmere and the Isles Children's Safeguarding Partners**
        **SERIOUS INCIDENT ALERT - request that the Partners scope a rapid review**
        [30 45 25]
        | @Question | @Your answer | @Notes to help you
        | =PART 1 - WHO YOU ARE
        | @Your name | Fiona Macauley-Reid | ! The person we should ring
        | @Your job | Deputy Designated Doctor | !
        | @Who you work for | Harrowmere Integrated Care Board | ! Not your team: the organisation
        | @How to reach you | 01632 960541¶f.macauley-reid@harrowmere-icb.example | ! Telephone and e-mail
        | @Today's date | Mon 2nd Nov 26 | ! dd/mm/yyyy
        | @Safeguarding lead consulted | Dr Piers Lonsdale, Named GP, 01632 960542 | ! Name, job and number
        | =PART 2 - THE CHILD OR YOUNG PERSON
        | @Child's full name | DELACROIX-Boyd, Noémie | ! As on the birth certificate
        | @Also known as | Mimi | !
        | @Born on | 3/4/19 | ! If the baby is not yet born give the due date
        | @Boy or girl | F | !
        | @NHS number | 999 271 8285 | ! Ten digits
        | @Where the child lives | 4 Quay Steps¶Harrowmere¶HM2 1QS | ! With postcode
        | @Ethnic background | Mixed - White and Black Caribbean | ! In the family's own words
        | @First language | French | !
        | @School, nursery or college | Quayside Infants | !
        | @GP practice | Harbour Lights Surgery | !
        | @On a child protection plan? | Yes - neglect, since Mar 2026 | ! Now or at any time
        | @In the care of the local authority? | No | !
        | =PART 3 - WHAT HAPPENED
        | @Date it happened | between 29 and 31 Oct 2026 | ! Give a range if you are not sure
        | @Where | Home address, upstairs bathroom | !
        | @Did the child die? | No - seriously harmed, in PICU | !
        | @Is abuse or neglect known or suspected? | Suspected | ! Known / suspected / neither
        | @Tell us what happened | Noémie was scalded on both legs and feet. The account given does not fit the line of the burns. | ! Do not wait for reports
        | @What has been done to keep children safe | Siblings are with their aunt under a written agreement. | !
        """,
        footer=para("HISP Alert v3 - return to the Partnership Office", size=16),
    ),
    # A column of numbers, a column of questions, a column of answers; boxes typed in brackets.
    "S03-numbers-in-a-column.docx": form("""
        # Rapid Review: Agency Referral Template
        Saltmarsh Safeguarding Children Partnership
        [8 40 52]
        | @No. | @Question | @Response
        | 1 | Your name, designation and organisation | Cordelia Banks, Headteacher, Saltmarsh High School
        | 2 | Your telephone number and secure email | 01632 960818¶head@saltmarsh-high.example
        | 3 | Date of this referral | 16 November 2026
        | 4 | Name of the child or young person | Zainab Farooqi (known as Zee)
        | 5 | Their date of birth | 29.02.2012
        | 6 | Their gender | ( ) Male   (x) Female   ( ) Other
        | 7 | Their home address and postcode | 81 Samphire Street, Saltmarsh, SM8 1SS
        | 8 | Their ethnicity and first language | Pakistani; Urdu
        | 9 | Are they looked after by a local authority? | Yes [ ]  No [X]
        | 10 | Are they, or were they ever, on a child protection plan? | Yes [X]  No [ ]   2019-2020, emotional abuse
        | 11 | When did the incident take place? | Between 9 and 13 November 2026
        | 12 | Has the child died or suffered serious harm? | [ ] Died¶[X] Serious harm
        | 13 | Is abuse or neglect known or suspected? | [X] Known   [ ] Suspected   [ ] Neither
        | 14 | Set out what happened | Zainab disclosed that she had been taken abroad and married. She had not been seen since Friday.
        | 15 | What has been done since to keep the child and others safe? | Forced Marriage Protection Order applied for.
        | 16 | Names and ages of brothers and sisters | Hamza (9), Aisha (6)
    """),
}
