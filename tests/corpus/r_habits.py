"""Forms of six partnerships and the habits of those who fill them in: R09 to R14."""

from __future__ import annotations

from builders import (
    anew,
    bullets,
    cell,
    document,
    grid,
    guidance,
    heading,
    nhs,
    page_break,
    para,
    row,
    run,
    struck,
    table,
    title,
    two_columns,
)
from expect import ABSENT, BLANK, UNKNOWN, expected, has


def every_way_of_choosing() -> bytes:
    """Choices made in bold, underline, highlight, asterisks, brackets, and left alone."""
    anew()
    return document(
        title("Learning from Serious Incidents: Agency Referral"),
        para("Medlow Safeguarding Children Partnership"),
        guidance("Circle or otherwise mark one answer where a choice is printed."),
        heading("A. The young person"),
        two_columns(
            ("Young person's name", "Zephyr \u201cZed\u201d Calloway"),
            ("D.O.B.", "17 Aug 2009"),
            ("Gender", cell(para("Male / ", run("Female", bold=True), " / Other"))),
            ("Looked after child?", cell(para("**Yes** / No"))),
            ("Subject to a CP plan?", cell(para("Yes / [No]"))),
            ("Any disability?", cell(para("Yes / No"))),
            ("Address", "Placement: The Limes, 8 Fen Road, Medlow ML2 8FR (home: not to be disclosed)"),
            ("Ethnic group", cell(para("White / Mixed / Asian / ", run("Black", highlight="yellow"), " / Other"))),
        ),
        heading("B. The incident"),
        two_columns(
            ("Date", "4/11/26"),
            ("The young person", cell(para("died / ", run("was seriously harmed", underline=True)))),
            (
                "Abuse or neglect was",
                cell(para("known / ", run("suspected", bold=True, underline=True), " / not a feature")),
            ),
            (
                "Detail",
                "Found unconscious after taking tablets in her placement. She had told staff of abuse by a former carer.",
            ),
            ("Is there likely to be media coverage?", cell(para("Yes / ", run("No", highlight="green")))),
        ),
        heading("C. Referrer"),
        two_columns(
            ("Name", "Maryam Siddiqui-Holt"),
            ("Designation", "Independent Reviewing Officer"),
            ("Agency", "Medlow County Council"),
            ("Tel", "0808 157 0121"),
            ("Email", "maryam.sh@medlow.example"),
            ("Dated", "6/11/26"),
        ),
        heading("D. Designated Safeguarding Lead sign-off"),
        two_columns(
            ("Name", "Gethin Rowlands"),
            ("Agency", "Medlow County Council"),
            ("Tel", "0808 157 0122"),
            ("Dated", "7/11/26"),
        ),
    )


R09_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Black"],
    referral={"date": "2026-11-06"},
    incident={
        "date": "2026-11-04",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("Found unconscious"),
        "media_interest": has("No"),
    },
    children=[
        {
            "name": has("Calloway"),
            "dob": "2009-08-17",
            "sex": "female",
            "looked_after": "yes",
            "cp_plan": "no",
            "disability": BLANK,
            "postcode": "ML2 8FR",
            "ethnicity": has("Black"),
        }
    ],
    referrer={
        "name": "Maryam Siddiqui-Holt",
        "role": "Independent Reviewing Officer",
        "agency": "Medlow County Council",
        "phone": "0808 157 0121",
        "email": "maryam.sh@medlow.example",
    },
    safeguarding_lead={"name": "Gethin Rowlands", "agency": "Medlow County Council", "phone": "0808 157 0122"},
)


def office_first_and_chair_last() -> bytes:
    """The business unit's own block at the front, filled; a chair's part at the end, filled too."""
    anew()
    return document(
        para("FOR BUSINESS UNIT USE", bold=True),
        grid(
            ("Case no.", "Date received", "Received by", "Rapid review due"),
            ("LV-26-19", "18/11/2026", "Nia", "09/12/2026"),
        ),
        para("LINDEN VALE SAFEGUARDING CHILDREN PARTNERSHIP", bold=True),
        para("Rapid Review / LCSPR Referral", bold=True),
        para("Referral made by", bold=True),
        two_columns(
            ("Print name", "Cosmo Adeyinka"),
            ("Job title and organisation", "Team Manager, Youth Justice Service"),
            ("Phone no(s)", "07700 900871 / 01632 960871 (office)"),
            ("E-mail", "cosmo.adeyinka@lindenvale-yjs.example"),
            ("Date sent to the Partnership", "17 Nov. 2026"),
        ),
        para("Child(ren)", bold=True),
        two_columns(
            ("Name(s)", "Dion Priestley"),
            ("DoB(s)", "19/05/10"),
            ("Home address(es)", "NFA; mother at 40 Cobbler Street, LV5 5CS"),
            ("Ethnicity", "Black British"),
            ("Legal status (e.g. s20, ICO, remand)", "Remanded to local authority accommodation"),
            ("Child protection plan in place?", "Previous - ended 2022"),
            ("Social worker", "Lesley Blunt 07700 900872"),
        ),
        para("Incident", bold=True),
        two_columns(
            ("Date and time of incident", "15/11/2026 21.45hrs"),
            ("Incident location", "Cobbler Street, Linden"),
            ("Date of death (if child has died)", "16/11/2026"),
            ("Was abuse or neglect a factor?", "Suspected - criminal exploitation"),
            ("Brief outline", "Dion was shot from a moving car. He had gone missing from his placement that evening."),
            ("Why do you think the criteria are met?", "A child has died and exploitation is suspected."),
            ("Concerns about how agencies worked together", "No strategy meeting after two earlier missing episodes."),
        ),
        para("CHAIR'S DECISION (for completion by the Partnership)", bold=True),
        two_columns(
            ("Decision", "Rapid review to be held"),
            ("Name", "Sir Humphrey Tallow"),
            ("Date", "19/11/2026"),
            ("Reasons", "Criteria 1 met."),
        ),
    )


R10_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["LV-26-19", "Humphrey Tallow", "Lesley Blunt", "Criteria 1 met"],
    referral={
        "date": "2026-11-17",
        "interagency_concern": has("No strategy meeting"),
    },
    incident={
        "date": "2026-11-15",
        "location": "Cobbler Street, Linden",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("shot from a moving car"),
    },
    children=[
        {
            "name": "Dion Priestley",
            "dob": "2010-05-19",
            "date_of_death": "2026-11-16",
            "ethnicity": "Black British",
            "legal_status": has("Remanded"),
            "home_address": has("NFA"),
        }
    ],
    referrer={
        "name": "Cosmo Adeyinka",
        "role": has("Team Manager"),
        "agency": has("Youth Justice Service"),
        "phone": has("07700 900871"),
        "email": "cosmo.adeyinka@lindenvale-yjs.example",
    },
)


def overtyped() -> bytes:
    """Last year's form with its answers struck and this year's typed after them; labels and answers in one cell."""
    anew()

    def both(caption, old, new):
        old = (run(old, strike=True), run(" ")) if old else ()
        return cell(para(run(f"{caption}: ", bold=True), *old, new))

    return document(
        title("Serious Incident Referral to Thornbeck SCP"),
        table(
            row(both("Child's name", "Perry Vane", "Saffron Oyelowo"), both("DOB", "02/02/2012", "14/07/2023")),
            row(both("Address", "1 High Street", "17 Mallow Drive, Thornbeck TB1 7MD"), both("Sex", "M", "F")),
            row(both("Ethnicity", "", "Black African"), both("NHS no", "", nhs("999888777"))),
            row(
                both("Date of incident", "03/05/2025", "05/11/2026"),
                both("Died or seriously harmed", "Seriously harmed", "Died"),
            ),
            row(
                both("Abuse/neglect known or suspected", "", "Suspected"),
                both("Place of incident", "", "Childminder's home"),
            ),
            widths=(1, 1),
        ),
        para(
            run("What happened: ", bold=True),
            run("Perry was hit by his uncle. ", strike=True),
            "Saffron was left in a hot car outside the childminder's home.",
        ),
        table(
            row(
                both("Referred by", "Otis Carlisle", "Mercy Blanchard"),
                both("Job", "Teacher", "Registration Inspector"),
            ),
            row(
                both("Organisation", "Vale School", "Thornbeck Early Years Service"),
                both("Tel", "01632 960111", "01632 960222"),
            ),
            row(
                both("Email", "o.carlisle@vale.example", "m.blanchard@thornbeck.example"),
                both("Date of referral", "06/05/2025", "06/11/2026"),
            ),
            widths=(1, 1),
        ),
        footer=para("Form reviewed 01/04/2024", size=16),
    )


R11_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-06"},
    incident={
        "date": "2026-11-05",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "location": "Childminder's home",
        "narrative": has("left in a hot car"),
    },
    children=[
        {
            "name": "Saffron Oyelowo",
            "dob": "2023-07-14",
            "home_address": has("17 Mallow Drive"),
            "postcode": "TB1 7MD",
            "sex": "female",
            "ethnicity": "Black African",
            "nhs_number": nhs("999888777"),
        }
    ],
    referrer={
        "name": "Mercy Blanchard",
        "role": "Registration Inspector",
        "agency": "Thornbeck Early Years Service",
        "phone": "01632 960222",
        "email": "m.blanchard@thornbeck.example",
    },
)


def half_known() -> bytes:
    """An unborn child's sibling, ages for birth dates, dittos, and what is not yet known."""
    anew()
    return document(
        para("Ravensholme Safeguarding Children Partnership", style="Heading1"),
        para("Notification of Serious Harm or Death (local form)", style="Heading1"),
        para("Section 1 Child", style="Heading2"),
        two_columns(
            ("Name of child (or \u201cunborn\u201d and mother's surname)", "UBB Castellan"),
            ("Date of birth / EDD", "28/40 - EDD 19th Jan 2027"),
            ("Gender", "?"),
            ("Address", "TBC"),
            ("NHS Number", "n/a"),
            ("Ethnicity", "-"),
            ("CP plan?", "Yes (pre-birth, 02/10/2026)"),
            ("LAC?", "N/A"),
        ),
        para("Section 2 Parents, carers and siblings", style="Heading2"),
        grid(
            ("Full name", "Relationship", "Date of birth/age", "Home address"),
            ("Brontë Castellan", "Mother", "17", "Refuge - withheld"),
            ("NK", "Father", "NK", "NK"),
            ("Aurelio Castellan", "Sibling", "11 months", "Same as mother"),
        ),
        para("Section 3 Incident", style="Heading2"),
        two_columns(
            ("Date of incident", "last Friday"),
            ("What was the outcome for the child?", "Not yet known"),
            ("Was abuse or neglect known or suspected?", "Suspected (domestic abuse)"),
            ("Summary of concerns", "see attached chronology"),
        ),
        para("Section 4 Your details", style="Heading2"),
        two_columns(
            ("Name", "Wilhelmina Drax"),
            ("Title", "Specialist Midwife"),
            ("Agency", "Ravensholme Maternity"),
            ("Contact details", "bleep 4471"),
            ("Date", "09-Nov-26"),
        ),
    )


R12_EXPECTED = expected(
    "referral",
    kept=["last Friday", "see attached chronology", "bleep 4471"],
    referral={"date": "2026-11-09"},
    incident={
        "date": {"value": None, "state": "unparsed"},
        "outcome": UNKNOWN,
        "abuse_neglect": "suspected",
    },
    children=[
        {
            "name": has("Castellan"),
            "dob": ABSENT,
            "edd": "2027-01-19",
            "sex": UNKNOWN,
            "home_address": UNKNOWN,
            "nhs_number": UNKNOWN,
            "ethnicity": BLANK,
            "cp_plan": "yes",
            "looked_after": UNKNOWN,
        }
    ],
    family=[
        {"name": "Brontë Castellan", "relationship": "Mother", "dob": ABSENT, "age": has("17")},
        {"relationship": "Father"},
        {"name": "Aurelio Castellan", "relationship": "Sibling", "dob": ABSENT, "age": has("11 months")},
    ],
    referrer={
        "name": "Wilhelmina Drax",
        "role": "Specialist Midwife",
        "agency": "Ravensholme Maternity",
        "phone": ABSENT,
        "email": ABSENT,
    },
)


def all_children_in_one_answer() -> bytes:
    """Bulleted and numbered answers; every child in one answer and every relative in another."""
    anew()
    return document(
        title("Referral for Rapid Review"),
        para("Castle Dunning Partnership", align="center"),
        para(run("1. Children concerned (names, dates of birth)", bold=True)),
        para("Aoife Brannigan 12/12/2014"),
        para("Cillian Brannigan 03/03/2017"),
        para("Oisín Brannigan 8 months"),
        para(run("2. Their address", bold=True)),
        para("Pitch 4, Dunning Caravan Site, CD4 4DC"),
        para(run("3. Members of the family and household", bold=True)),
        para("Mary Brannigan, mother, 01/02/1990; Pat Brannigan, father, DOB 03/04/1988"),
        para(run("4. Date, time and place of the incident", bold=True)),
        para("12/11/2026, 19:20, on the A999 near Dunning"),
        para(run("5. Which applies? (strike out what does not)", bold=True)),
        para(struck("A child has died", "A child has been seriously harmed", chosen="A child has died")),
        para(run("6. Abuse or neglect (strike out what does not apply)", bold=True)),
        para(struck("known", "suspected", "neither", chosen="suspected")),
        para(run("7. Give an account of what happened", bold=True)),
        para("Father drove the van into a wall with the children aboard."),
        bullets("Aoife died at the scene.", "Cillian and Oisín are in intensive care."),
        para("Police believe that it was deliberate."),
        para(run("8. Your name, role, agency and contact details", bold=True)),
        para("Eleanora Fitch"),
        para("Named Professional for Safeguarding"),
        para("Dunning Ambulance Service NHS Trust"),
        para("01632 960733"),
        para("eleanora.fitch@dunning-ambulance.example"),
        para(run("9. Date of this referral", bold=True)),
        para("13.11.2026"),
    )


R13_EXPECTED = expected(
    "referral",
    kept=["19:20", "Pat Brannigan", "Named Professional for Safeguarding"],
    referral={"date": "2026-11-13"},
    incident={
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("into a wall", "Aoife died", "deliberate"),
        "date": "2026-11-12",
    },
    children=[
        {"name": "Aoife Brannigan", "dob": "2014-12-12"},
        {"name": "Cillian Brannigan", "dob": "2017-03-03"},
        {"name": "Oisín Brannigan", "dob": ABSENT, "age": has("8 months")},
    ],
    referrer={
        "name": "Eleanora Fitch",
        "agency": "Dunning Ambulance Service NHS Trust",
        "phone": "01632 960733",
        "email": "eleanora.fitch@dunning-ambulance.example",
    },
)


def travelling_pack() -> bytes:
    """One pack for the whole road of a case: an agency's section is filled, and the referral's front page with it."""
    anew()
    return document(
        title("Serious Incident Learning Pack"),
        para(
            "Part A is completed by the referring agency, Part B by each agency involved, Part C by the Review Group."
        ),
        heading("Part A - Referral"),
        two_columns(
            ("Child's name", "Leander Moss"),
            ("Date of birth", "06/06/2015"),
            ("Referring agency and name of referrer", ""),
            ("Date of referral", ""),
            ("Date of incident", ""),
            ("Details of the incident", ""),
            ("Has the child died or been seriously harmed?", ""),
            ("Is abuse or neglect known or suspected?", ""),
        ),
        page_break(),
        heading("Part B - Agency information"),
        two_columns(
            ("Name of your agency", "Kestrel Hill Academy"),
            ("Name and role of the person completing this part", "Dorothea Lamb, Designated Safeguarding Lead"),
            ("Date completed", "20/11/2026"),
            ("How long has your agency known the child?", "Since September 2019"),
            (
                "Summary of your agency's involvement",
                "Attendance 71% in the last year. Two referrals to the front door, 3 March and 9 June 2026.",
            ),
            ("What did your agency do well?", "Daily calls home on absence."),
            ("What would you do differently?", "Escalate when the second referral was closed."),
        ),
        page_break(),
        heading("Part C - Review Group"),
        two_columns(("Recommendation", ""), ("Chair", ""), ("Date", "")),
    )


R14_EXPECTED = expected("agency_return", children=[{"name": "Leander Moss", "dob": "2015-06-06"}])

DOCUMENTS = {
    "R09-every-way-of-choosing.docx": (every_way_of_choosing(), R09_EXPECTED),
    "R10-office-first-chair-last.docx": (office_first_and_chair_last(), R10_EXPECTED),
    "R11-overtyped-after-the-struck.docx": (overtyped(), R11_EXPECTED),
    "R12-half-known.docx": (half_known(), R12_EXPECTED),
    "R13-all-children-in-one-answer.docx": (all_children_in_one_answer(), R13_EXPECTED),
    "R14-travelling-pack-part-b.docx": (travelling_pack(), R14_EXPECTED),
}
