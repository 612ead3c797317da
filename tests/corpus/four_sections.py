"""One file of four sections for referral, agency, panel and chair."""

from sheet import filled

CRITERIA = (
    "The child has died and abuse or neglect is known or suspected",
    "The child has been seriously harmed and abuse or neglect is known or suspected",
    "The child was looked after by a local authority",
    "The case raises concern about how agencies worked together",
)


def tarnside(a, b=(), *, ticked=(), office=()) -> bytes:
    """Section 1 is the referral (`a`), section 2 one agency's summary (`b`), 3 the sub-group's view, 4 the chair's decision."""
    summary = {f"b_{key}": value for key, value in dict(b).items()}
    criteria = "\n".join(f"{'☒' if c in ticked else '☐'} {c}" for c in CRITERIA)
    stamped = dict(zip(("received", "received_by", "ref"), office, strict=False))
    return filled("tarnside", a | summary | stamped | {"criteria": criteria})


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
)


K14 = tarnside({})


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
}
