"""Paragraphs without tables: labels with colons, several on a line, headings as questions, a long story."""

from builders import Xml, anew, bullets, document, para
from sheet import blocks, filled


def strathmoor(a) -> bytes:
    """No tables: a bold label, a colon, and words that may run over several paragraphs."""
    return filled("strathmoor", a)


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
    "K111-long-story-with-a-pasted-mail.docx": long_story(),
}
