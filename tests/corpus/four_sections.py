"""One file of four sections for referral, agency, panel and chair."""

from builders import (
    anew,
    bar,
    boxes,
    cell,
    document,
    guidance,
    heading,
    label,
    lines,
    page_break,
    para,
    row,
    table,
    title,
    two_columns,
)
from sheet import blocks

CRITERIA = (
    "The child has died and abuse or neglect is known or suspected",
    "The child has been seriously harmed and abuse or neglect is known or suspected",
    "The child was looked after by a local authority",
    "The case raises concern about how agencies worked together",
)


def tarnside(a, b=None, *, ticked=(), office=(), recommendation="") -> bytes:
    """Section 1 is the referral (`a`), section 2 one agency's summary (`b`), 3 the sub-group's view, 4 the chair's decision."""
    anew()
    b = b or {}

    def line(text, value):
        return row(label(text), cell(lines(value), span=3))

    def pair(one, first, two, second, *, of):
        return row(label(one), of.get(first, ""), label(two), of.get(second, ""))

    filled = dict(zip(("received", "by", "ref"), office, strict=False))
    return document(
        table(
            bar("OFFICE USE ONLY", span=4),
            pair("Date referral received by TSCP", "received", "Received by", "by", of=filled),
            pair("TSCP case number", "ref", "Sent to agencies on", "sent", of=filled),
            widths=(22, 28, 22, 28),
        ),
        title("Tarnside Safeguarding Children Partnership"),
        title("Serious Incident Pathway: referral, agency summary, recommendation and decision"),
        para("CONFIDENTIAL WHEN COMPLETED", bold=True, align="center"),
        guidance(
            "This document stays with the case. The referring agency completes Section 1 only and leaves the rest blank. "
            "Agencies asked for information complete Section 2 only. Please return the whole document each time."
        ),
        para("Criteria", bold=True),
        para(
            "A serious child safeguarding case is one in which abuse or neglect of a child is known or suspected and the child has died or been seriously harmed.",
            num=3,
        ),
        para(
            "Serious harm includes serious or long-term impairment of mental health or of intellectual, emotional, social or behavioural development.",
            num=3,
        ),
        para("Meeting the criteria does not mean that a review must be held.", num=3),
        page_break(),
        table(
            bar("SECTION 1 - REFERRAL", span=4),
            pair("Name", "referrer", "Agency and role", "agency_role", of=a),
            pair("Telephone number", "phone", "Email address", "email", of=a),
            pair(
                "Date of notification to TSCP",
                "date",
                "Have you discussed this with your designated safeguarding lead?",
                "lead",
                of=a,
            ),
            bar("Child", span=4),
            pair("Young person's name", "name", "DoB", "dob", of=a),
            pair("Gender", "sex", "Ethnicity", "ethnicity", of=a),
            pair("NHS Number", "nhs", "Legal status", "legal", of=a),
            line("Home address and postcode", a.get("address", "")),
            line("Placement or current address", a.get("residence", "")),
            line("Parents' names, dates of birth and addresses", a.get("parents", "")),
            bar("Incident", span=4),
            pair("Date of incident", "incident", "Time of incident", "time", of=a),
            line("Where did the incident occur?", a.get("location", "")),
            row(
                label("Which of these apply?", "More than one may be ticked"),
                cell(*(para(boxes(c, chosen=ticked)) for c in CRITERIA), span=3),
            ),
            line("Circumstances of the incident", a.get("narrative", "")),
            line("What action has been taken?", a.get("action", "")),
            widths=(22, 28, 22, 28),
        ),
        page_break(),
        table(
            bar("SECTION 2 - INDIVIDUAL AGENCY SUMMARY", span=4),
            pair("Name of agency", "agency", "Report prepared by", "author", of=b),
            pair("Role", "role", "Contact details", "contact", of=b),
            pair("Date of report", "date", "Period reviewed", "period", of=b),
            line("Summary of your agency's involvement", b.get("involvement", "")),
            line("What did your agency know about the risk?", b.get("risk", "")),
            line("Learning already identified", b.get("learning", "")),
            widths=(22, 28, 22, 28),
        ),
        table(
            bar("SECTION 3 - RECOMMENDATION OF THE CASE REVIEW SUB-GROUP", span=4),
            line("Recommendation and reasons", recommendation),
            row(label("Name"), "", label("Date"), ""),
            bar("SECTION 4 - DECISION OF THE CHAIR", span=4),
            line("Decision", ""),
            row(label("Signed"), "", label("Date"), ""),
            widths=(22, 28, 22, 28),
        ),
        footer=para("TSCP serious incident pathway v5 (May 2025)", size=16),
    )


SECTION_1 = {
    "referrer": "Leocadia Birkin",
    "agency_role": "Tarnside Council, Children's Services\nAssistant Director",
    "phone": "01632 960366",
    "email": "leocadia.birkin@tarnside.example",
    "date": "4.11.26",
    "lead": "Yes - Ffion Garraway, Principal Social Worker",
    "name": "Quillon Ayodele-Hart",
    "dob": "21 Dec 2008",
    "sex": "Male",
    "ethnicity": "Black British - Caribbean",
    "nhs": "999 220 0332",
    "legal": "S.31 care order, Tarnside",
    "address": "12 Gasworks Row, Tarnside TZ3 5HH",
    "residence": "Semi-independent unit, 80 Priory Street, Tarnside",
    "parents": "Mother Simone Hart, 5/5/1987, 12 Gasworks Row\nFather Adewale Ayodele, not known",
    "incident": "01/11/2026",
    "time": "approx 2am",
    "location": "Stairwell of the unit",
    "narrative": "Quillon was found with stab wounds and died at the scene. He was owed money by, and owed money to, people he met while missing in the summer.\nNine missing episodes since May; two return interviews.",
    "action": "Unit closed to new admissions. Risk assessments for three residents repeated on 2 November.",
}


K11 = tarnside(
    SECTION_1, ticked=(CRITERIA[0], CRITERIA[2]), office=("05/11/2026", "Reception desk Abigail", "TSCP/26/109")
)


K12 = tarnside(
    {"name": "Q.A-H", "dob": "21/12/2008"},
    {
        "agency": "Tarnside Youth Justice Service",
        "author": "Ambrose Whitcombe",
        "role": "Operations Manager",
        "contact": "01632 960377",
        "date": "13/11/2026",
        "period": "May 2025 to date",
        "involvement": "Referral order from May 2025. Fourteen appointments kept of twenty.\nLast seen 29 October 2026.",
        "risk": "Known to be carrying for others. Raised at the exploitation panel in August.",
        "learning": "The panel's minutes were not on our system.",
    },
    office=("05/11/2026", "Reception desk Abigail", "TSCP/26/109"),
)


K13 = tarnside(
    {
        "referrer": "Night duty worker",
        "agency_role": "TBC",
        "date": "today",
        "name": "Unknown male infant",
        "dob": "about 3 weeks old",
        "address": "not known",
        "incident": "16/11/26",
        "narrative": "Found outside the fire station.",
    },
    ticked=(),
)


K14 = tarnside({})


def travelling_pack() -> bytes:
    """One pack for the whole road of a case: an agency's section is filled, and the referral's front page with it."""
    anew()
    return document(
        *blocks("""
            # Serious Incident Learning Pack
            Part A is completed by the referring agency, Part B by each agency involved, Part C by the Review Group.
            ## Part A - Referral
            Child's name | Leander Moss
            Date of birth | 06/06/2015
            Referring agency and name of referrer |
            Date of referral |
            Date of incident |
            Details of the incident |
            Has the child died or been seriously harmed? |
            Is abuse or neglect known or suspected? |
        """),
        page_break(),
        *blocks("""
            ## Part B - Agency information
            Name of your agency | Kestrel Hill Academy
            Name and role of the person completing this part | Dorothea Lamb, Designated Safeguarding Lead
            Date completed | 20/11/2026
            How long has your agency known the child? | Since September 2019
            Summary of your agency's involvement | Attendance 71% in the last year. Two referrals to the front door, 3 March and 9 June 2026.
            What did your agency do well? | Daily calls home on absence.
            What would you do differently? | Escalate when the second referral was closed.
        """),
        page_break(),
        heading("Part C - Review Group"),
        two_columns(("Recommendation", ""), ("Chair", ""), ("Date", "")),
    )


K118 = tarnside(
    SECTION_1,
    {
        "agency": "Tarnside Council",
        "author": "Leocadia Birkin",
        "role": "Assistant Director",
        "date": "4.11.26",
        "involvement": "Looked after since 2021.",
    },
    ticked=(CRITERIA[0],),
)


DOCUMENTS = {
    "K11-four-section-referral.docx": K11,
    "K12-four-section-agency-return.docx": K12,
    "K13-four-section-half.docx": K13,
    "K14-four-section-blank.docx": K14,
    "K118-sections-one-and-two.docx": K118,
    "R14-travelling-pack-part-b.docx": travelling_pack(),
}
