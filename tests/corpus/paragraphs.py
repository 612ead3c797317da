"""Paragraphs without tables: labels with colons, several on a line, headings as questions, a long story."""

from builders import Xml, anew, bullets, document, guidance, heading, lines, para, run, title
from sheet import blocks, form


def strathmoor(a) -> bytes:
    """No tables: a bold label, a colon, and words that may run over several paragraphs."""
    anew()

    def said(text, key, *, below=False):
        value = a.get(key, "")
        if below or (isinstance(value, Xml) and value.startswith("<w:p")):
            shown = value if isinstance(value, Xml) else lines(value)
            return Xml(para(run(f"{text}:", bold=True)) + shown)
        first, *rest = value.split("\n")
        return Xml(para(run(f"{text}: ", bold=True), first) + "".join(para(r) for r in rest))

    return document(
        title("Strathmoor Children's Safeguarding Partnership"),
        title("Notification of a case for learning review"),
        guidance("Please answer under each heading. Use as much room as you need."),
        heading("Section 1: Referral"),
        said("Request for Service/Referral From", "referrer"),
        said("Designation", "role"),
        said("Service/agency", "agency"),
        said("Postal address", "referrer_address"),
        said("Telephone number", "phone"),
        said("Email", "email"),
        said("Date of Referral", "date"),
        heading("Section 2: Child"),
        said("Child's name/identifier", "name"),
        said("Date of Birth", "dob"),
        said("Date of death, if the child has died", "died"),
        said("Gender", "sex"),
        said("Ethnicity", "ethnicity"),
        said("NHS number", "nhs"),
        said("Child's home address", "address"),
        said("Child's current residence", "residence"),
        said("Is the child's name currently on the child protection register or plan?", "cp_plan"),
        said("Is the child looked after?", "looked_after"),
        said("Parents and carers", "parents", below=True),
        said("Siblings", "siblings", below=True),
        heading("Section 3: The case"),
        said("Date of incident", "incident"),
        said("Place", "location"),
        said("Outcome (died, seriously harmed, other)", "outcome"),
        said("Is abuse or neglect known or suspected", "abuse"),
        said("Grounds on which the criteria for a review may have been met", "criteria", below=True),
        said("What happened", "narrative", below=True),
        said("Are there any general concerns about how agencies worked", "concern", below=True),
        said("What action has been taken", "action", below=True),
        said("Other processes under way", "parallel", below=True),
        header=para("Official-Sensitive-Personal", align="right"),
    )


K21 = strathmoor(
    {
        "referrer": "Alasdair Pennington-Uzo",
        "role": "Lead Officer, Child Protection",
        "agency": "Strathmoor Council",
        "referrer_address": "Town House, High Street\nStrathmoor SM1 1TH",
        "phone": "01632 960214 (direct), 01632 960200 (team)",
        "email": "alasdair.pennington-uzo@strathmoor.example",
        "date": "Fri 6 Nov 26",
        "name": "Unborn baby / Rowan Castellane-Roy",
        "dob": "27/10/2026",
        "sex": "Male",
        "ethnicity": "White Scottish",
        "nhs": "Not yet",
        "address": "Flat 1/2, 30 Loom Street, Strathmoor, SM4 8LL",
        "residence": "Neonatal unit, then foster placement",
        "cp_plan": "Yes - pre-birth, registered 1 October 2026, risk: parental drug use",
        "looked_after": "No",
        "parents": "Shona Castellane, mother, 18/2/2001\nDev Roy, putative father, date of birth not known, address withheld",
        "siblings": "Lorne Castellane, 3 (DOB 4/3/23), kinship care since 2024; and a half-sister, Ailsa Roy, aged 9, who lives with her own mother",
        "incident": "29.10.2026",
        "location": "Postnatal ward",
        "outcome": "Seriously harmed",
        "abuse": "Known",
        "criteria": "Rowan has been seriously harmed, and neglect is known.",
        "narrative": Xml(
            para("Rowan was found in the ward's linen cupboard by a domestic assistant at about 4am.")
            + bullets(
                "Mother had left the ward at 3am",
                "Neither the ward nor the social worker knew that the alert was on the system",
                "Temperature on finding: 31 degrees",
            )
            + para("It has not been possible to speak to his mother: she was found unwell two days later.")
        ),
        "concern": "The alert was on one record and not on the other.\nThree different names were used for the baby.",
        "action": "Child protection order granted 30 October.",
        "parallel": "Significant adverse event review; police enquiry",
    }
)


K22 = strathmoor(
    {
        "referrer": "Health visitor",
        "agency": "NHS Strathmoor",
        "email": "hv.team@nhs-strathmoor.example",
        "date": "November 2026",
        "name": "Smith siblings x3",
        "dob": "A: 3/4/15, B: 7/8/18, C: 8/12",
        "address": "see below",
        "incident": "Spring 2026",
        "outcome": "other - see below",
        "narrative": "Long-standing neglect; the children have not been seen since the spring. Address is Caravan 4, Moor Side.",
    }
)


K23 = strathmoor({})


def long_story() -> bytes:
    """Thousands of words, a pasted mail with its own From, Date and Subject lines, and labels inside the story."""
    anew()
    story = [
        f"Paragraph {n}. On {n % 28 + 1:02d}/0{n % 9 + 1}/2026 a worker visited and wrote that all was well; the next note says otherwise."
        for n in range(1, 121)
    ]
    pasted = (
        "From: Health Visitor <hv@leat.example>",
        "Sent: 2 March 2026",
        "To: Duty team",
        "Subject: date of birth and address",
        "Name: wrong in our system. Date of birth: we have 09/09/2009. Address: we have 1 Wrong Street.",
        "Role: no change. Telephone: 01632 960000.",
    )
    return document(
        *blocks("""
            # Serious Incident Referral Form
            > Leat Valley Safeguarding Children Partnership
            **Name of child: **Bertram Iwu-Cross
            **Date of birth: **14/11/2018
            **Address: **The Mill, Leat Valley LV7 7ML
            **Date of incident: **05/11/2026
            **Outcome: **Seriously harmed
            **Abuse or neglect: **Known
            **Name of referrer: **Delphine Hurst
            **Agency: **Leat Valley Council
            **Role: **Review officer
            **Email: **delphine.hurst@leatvalley.example
            **Date of referral: **10/11/2026
            **Circumstances of the case:**
        """),
        *(para(s) for s in story[:60]),
        *(para(p) for p in pasted),
        *(para(s) for s in story[60:]),
    )


DOCUMENTS = {
    "K21-paragraphs.docx": K21,
    "K22-paragraphs-half-siblings.docx": K22,
    "K23-paragraphs-blank.docx": K23,
    # No tables: two labels to a line, with tabs, dots and underscores to write on.
    "K76-two-labels-on-a-line.docx": form("""
        # Serious Incident Referral Form
        > Ousewater Safeguarding Children Partnership
        ### Child
        Name of child: Ferdinand Sallow-Rahim⇥DOB: 5.5.2017
        Gender: Male .................⇥NHS No: 999 064 2796
        Address: ____The Gatehouse, Ousewater____⇥Postcode: __OW9 2GG__
        ### Incident
        Date of incident: 10/11/2026 ........⇥Time (if known): ............
        Outcome: seriously harmed⇥Abuse or neglect: suspected
        Summary of the circumstances:
        Ferdinand fell from a second-floor window. The restrictor had been reported as broken in July.
        ### Referrer
        Name: Sidonie Hargrave⇥Job title: Named GP
        Agency: Ousewater ICB⇥Tel No: 01632 960818
        Email: sidonie.hargrave@ousewater-icb.example⇥Date of referral: __11/11/2026__
    """),
    # Each question is a heading without a colon; the answer is the paragraph below.
    "K77-headings-as-questions.docx": form("""
        # Rapid Review Referral
        > Ilvermere Safeguarding Partnership
        ### What is the child's name?
        Guinevere Ilves
        ### Date of birth
        1st March 2010
        ### Is the child looked after by a local authority?
        Yes
        ### When did the incident happen?
        8 November 2026
        ### What was the outcome for the child?
        She died in hospital on 9 November 2026.
        ### Is abuse or neglect known or suspected?
        Suspected
        ### Circumstances of the case
        Guinevere was found in a car with two adults who are not related to her.
        She had been reported missing from her placement on five occasions since June.
        ### Your name
        Sidonie Hargrave
        ### Your job title
        Named GP
        ### Your agency
        Ousewater ICB
        ### Your telephone number
        01632 960818
        ### Your email address
        sidonie.hargrave@ousewater-icb.example
        ### Date of this referral
        10 November 2026
    """),
    "K111-long-story-with-a-pasted-mail.docx": long_story(),
    # Choices in a sentence, struck through where wrong; a value struck out and written again beside it.
    "K114-struck-in-sentences.docx": form("""
        # Serious Incident Referral Form
        > Hythe and Marsh Safeguarding Partnership
        Name of child: ~~Perran Tregenza ~~Piran Tregenza
        Date of birth: ~~07/08/2019~~ 08/07/2019
        The child ~~has died~~ / ¦has been seriously harmed¦ and abuse or neglect is ~~known~~ / ¦suspected¦.
        The child ~~does~~ / ¦does not¦ have a disability.
        Date of incident: 09/11/2026
        Circumstances: Piran was found in the sea at Marsh Point.
        Name of referrer: Kerensa Boon
        Role: Coastguard officer
        Agency: Coastguard
        Telephone: 01632 960620
        Date of referral: 10/11/2026
    """),
    # No table: several labels to a line, parted by tabs, dots and dashes.
    "S04-several-on-a-line.docx": form("""
        **BURNFOOT SAFEGUARDING CHILDREN PARTNERSHIP**
        **CRITICAL INCIDENT - REFERRAL FOR RAPID REVIEW**
        **PART A: REFERRER**
        Name: Solomon Achterberg⇥Position: Operations Manager
        Agency: Burnfoot Ambulance Service⇥Date: 5.11.26
        Tel: 01632 960909⇥Email: solomon.a@burnfoot-ambulance.example
        **PART B: CHILD**
        Name: Baby Okonjo (unnamed)⇥DOB: 3.11.26⇥Sex: F
        Address: Room 14, Travelstop Hotel, Burnfoot BF1 4TH
        NHS No: ¦9996620409¦⇥Ethnicity: Black African
        CP Plan: Yes / No / Not known  (please underline)  _[Not known]_
        **PART C: INCIDENT**
        Date of incident: 4.11.26⇥Time: 0610⇥Place: Travelstop Hotel
        Outcome: Died⇥Abuse/neglect: Suspected
        Summary:
        Crew called to a newborn in cardiac arrest.
        Mother had concealed the pregnancy. Room: very cold; no heating.
        **PART D: FOR OFFICE USE**
        Received: 6.11.26⇥By: KL⇥Ref: BF/0099
    """),
}
