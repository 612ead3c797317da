"""Layouts 2 and 8, captions over values and four columns with merged cells: K05 to K10."""

from __future__ import annotations

from builders import (
    Xml,
    anew,
    bar,
    boxes,
    cell,
    document,
    footnote_mark,
    guidance,
    heading,
    label,
    para,
    row,
    run,
    table,
    title,
)
from expect import ABSENT, BLANK, ELSEWHERE, UNKNOWN, expected, has
from layouts import lines

PERSON = (
    "Name (Forename(s) and Surname)",
    "Organisation: incl. Department",
    "Position held/job title",
    "Email & telephone",
)


def person(a, prefix) -> Xml:
    return table(
        row(*(label(c) for c in PERSON)),
        row(*(cell(lines(a.get(prefix + key, ""))) for key in ("name", "org", "post", "contact"))),
        widths=(22, 28, 22, 28),
    )


def estuary(a, *, reference="") -> bytes:
    """Captions over values; the same captions for the person referring and the officer consulted; one incident row with three questions."""
    anew()
    return document(
        title("Estuary Local Safeguarding Children Partnership"),
        title("Serious Incident Referral Form"),
        guidance("Guidance notes are on the Partnership's pages. Boxes grow as you type."),
        para("PART 1: THE CHILD", bold=True),
        table(
            row(label("Child's last name(s)"), label("Child's forename(s)"), label("Other names used")),
            row(a.get("surname", ""), a.get("forenames", ""), a.get("aliases", "")),
            row(label("Date of birth (dd/mm/yyyy)"), label("Age (if no DOB known)"), label("Gender")),
            row(a.get("dob", ""), a.get("age", ""), a.get("sex", "")),
            row(label("Child's home address", "Include the postcode", span=2), label("NHS no (if known)")),
            row(cell(lines(a.get("address", "")), span=2), a.get("nhs", "")),
            row(
                label("Childs ethnicity and first language"),
                label("Education establishment details"),
                label("Legal Status"),
            ),
            row(a.get("ethnicity", ""), a.get("school", ""), a.get("legal", "")),
            widths=(36, 32, 32),
        ),
        para("PART 2: REFERRER", footnote_mark(1), bold=True),
        person(a, "ref_"),
        para("PART 3: Name and contact of designated Safeguarding lead", footnote_mark(2), bold=True),
        person(a, "lead_"),
        para("PART 4: THE INCIDENT", bold=True),
        table(
            row(
                label("Date and time of the incident"),
                label(
                    "Has the child died, been seriously harmed, or is there another outcome? Is abuse or neglect known or suspected?"
                ),
                label("Is the child looked after?"),
            ),
            row(a.get("incident", ""), cell(lines(a.get("what", ""))), a.get("looked_after", "")),
            widths=(26, 52, 22),
        ),
        para("Circumstances of the case", bold=True),
        table(row(cell(lines(a.get("narrative", "")))), widths=(1,)),
        para("Are there any immediate concerns? What has been done to keep children safe?", bold=True),
        table(row(cell(lines(a.get("action", "")))), widths=(1,)),
        table(
            row(label("Date of referral"), a.get("date", ""), label("Signed"), a.get("signed", "")),
            widths=(20, 30, 15, 35),
        ),
        header=(para("RESTRICTED", align="center"), table(row("", f"Ref No: {reference}"), widths=(60, 40))),
        footer=para("ELSCP/SI/3 - January 2026", size=16),
        notes=("The person who fills in this form.", "See your agency's procedures for who that is."),
    )


K05 = estuary(
    {
        "surname": "VAN DER MEERSCH",
        "forenames": "Lucinda Rose",
        "aliases": "Lucy; previously Lucinda Tapscott",
        "dob": "30.06.2013",
        "sex": "F",
        "address": "c/o Mrs Tapscott\n61 Lightship Lane\nEstuary Bay\neb2 0qh",
        "nhs": "NHS: 999 036 4265",
        "ethnicity": "White - Dutch; English and Dutch",
        "school": "Lightship Academy, Y8",
        "legal": "SGO to maternal grandmother",
        "ref_name": "Dr. Obadiah Fernsby",
        "ref_org": "Estuary Bay CAMHS\nEstuary Partnership NHS Foundation Trust",
        "ref_post": "Consultant Psychiatrist",
        "ref_contact": "obadiah.fernsby@estuary-nhs.example\n0117 496 0233",
        "lead_name": "Marisol Kettlewell",
        "lead_org": "Estuary Partnership NHS Foundation Trust",
        "lead_post": "Named Nurse",
        "lead_contact": "0117 496 0240",
        "incident": "Tues 27th October 2026, overnight",
        "what": "Seriously harmed.\nNeglect is suspected.",
        "looked_after": "No",
        "narrative": "Lucinda took an overdose and was found by her grandmother. She is in a coma and may not recover.\nShe had been discharged after two missed appointments. Letters went to an address she left in 2024.",
        "action": "Ward is one to one. No other children live at the address.",
        "date": "28 Oct 2026",
        "signed": "O Fernsby",
    },
    reference="ELSCP 26-044",
)
K05_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Dutch", "overnight", "SGO"],
    referral={"date": "2026-10-28", "partnership_ref": "ELSCP 26-044", "protective_marking": has("RESTRICTED")},
    incident={
        "date": "2026-10-27",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("found by her grandmother", "Letters went to an address she left"),
        "immediate_action": has("one to one"),
    },
    children=[
        {
            "name": "Lucinda Rose van der Meersch",
            "aliases": has("Lucinda Tapscott"),
            "dob": "2013-06-30",
            "age": BLANK,
            "sex": "female",
            "home_address": has("61 Lightship Lane"),
            "postcode": "EB2 0QH",
            "nhs_number": "9990364265",
            "school": has("Lightship Academy"),
            "legal_status": has("SGO"),
            "looked_after": "no",
        }
    ],
    referrer={
        "name": "Obadiah Fernsby",
        "role": "Consultant Psychiatrist",
        "agency": has("Estuary Partnership NHS Foundation Trust"),
        "phone": "0117 496 0233",
        "email": "obadiah.fernsby@estuary-nhs.example",
    },
    safeguarding_lead={
        "name": "Marisol Kettlewell",
        "role": "Named Nurse",
        "agency": "Estuary Partnership NHS Foundation Trust",
        "phone": "0117 496 0240",
        "email": BLANK,
    },
)

K06 = estuary(
    {
        "surname": "Child A",
        "age": "approx 14",
        "sex": "not known",
        "address": "-",
        "nhs": "0000000000",
        "ref_name": "Sgt 2210 Wainfleet",
        "ref_org": "Estuary Police",
        "ref_contact": "Force control room",
        "lead_name": "N/A",
        "incident": "15/11/2026",
        "what": "Died",
        "narrative": "Body recovered from the dock. Identification is awaited.",
    }
)
K06_EXPECTED = expected(
    "referral",
    kept=["Force control room", "0000000000", "2210"],
    referral={"date": BLANK, "partnership_ref": BLANK},
    incident={
        "date": "2026-11-15",
        "outcome": "died",
        "abuse_neglect": {"value": None},
        "narrative": has("Identification is awaited"),
        "immediate_action": BLANK,
    },
    children=[
        {
            "name": "Child A",
            "dob": BLANK,
            "age": has("14"),
            "sex": UNKNOWN,
            "home_address": BLANK,
            "nhs_number": {"value": None, "state": "unparsed"},
            "ethnicity": BLANK,
            "looked_after": BLANK,
        }
    ],
    referrer={
        "name": has("Wainfleet"),
        "agency": "Estuary Police",
        "role": BLANK,
        "phone": {"value": None},
        "email": {"value": None},
    },
    safeguarding_lead={"name": UNKNOWN, "phone": BLANK},
)

K07 = estuary({})
K07_EXPECTED = expected(
    "blank_form",
    children=[{"name": BLANK, "dob": BLANK}],
    incident={"date": BLANK, "narrative": BLANK},
    referrer={"name": BLANK},
)


def minster(a, *, household=(), workers=()) -> bytes:
    """Label, value, label, value, with a side bar down the page, rows that start late and a table inside a cell."""
    anew()

    def pair(one, first, two, second):
        return (label(one), a.get(first, ""), label(two), a.get(second, ""))

    def side(text, *cells, first=False):
        return row(cell(para(text, bold=True), down="restart" if first else "continue", shade="E2EFD9"), *cells)

    inner = table(
        row(
            label("Full name"),
            label("Age or DOB"),
            label("Relationship to Child (e.g mother, father)"),
            label("Lives with child?"),
        ),
        *(row(*each) for each in (*household, ("",) * 4)),
        widths=(1, 1, 1, 1),
        page=7600,
    )
    return document(
        title("Minster Vale Safeguarding Children Partnership"),
        title("Form A - Referral Form"),
        table(
            row(cell(para("1. WHAT HAPPENED", bold=True), span=5, shade="C5E0B3")),
            side("Incident", *pair("Date of incident", "incident", "Time (if known)", "time"), first=True),
            side("", *pair("Location", "location", "Date your agency became aware", "aware")),
            side(
                "",
                label("Outcome for child"),
                cell(a.get("outcome", boxes("Died", "Seriously harmed", "Other")), span=3),
            ),
            side("", label("Abuse / neglect"), cell(a.get("abuse", boxes("Known", "Suspected", "No")), span=3)),
            row(
                cell(para(run("Brief summary of incident: ", bold=True)), lines(a.get("narrative", "")), span=4),
                before=1,
            ),
            row(cell(para(run("Immediate actions: ", bold=True), a.get("action", "")), span=4), before=1),
            widths=(12, 20, 26, 18, 24),
        ),
        table(
            row(cell(para("2. WHO", bold=True), span=5, shade="C5E0B3")),
            side("Child details", *pair("First name", "forenames", "Surname", "surname"), first=True),
            side("", *pair("Dob", "dob", "Sex", "sex")),
            side("", *pair("Ethnic Origin", "ethnicity", "NHS No", "nhs")),
            side("", *pair("Home address", "address", "Postcode", "postcode")),
            side("", *pair("School", "school", "GPs name, address and telephone number", "gp")),
            side("", *pair("On a CP plan (Y/N)", "cp_plan", "Child in care (Y/N)", "looked_after")),
            side("", *pair("Date of death", "died", "Linked cases", "linked")),
            row(label("Household Members"), cell(inner, span=4)),
            widths=(12, 20, 26, 18, 24),
        ),
        table(
            row(cell(para("3. REFERRER", bold=True), span=4, shade="C5E0B3")),
            row(*pair("Name of referrer", "referrer", "Job Title", "role")),
            row(*pair("Agency", "agency", "Contact No", "phone")),
            row(*pair("Email (Secure)", "email", "Date of referral", "date")),
            bar("Services already working with the child or family", span=4),
            *(row(label("Agency"), w[0], label("Worker and contact"), w[1]) for w in workers or [("", "")]),
            widths=(20, 30, 20, 30),
        ),
        heading("Office use only", 2),
        table(
            row(label("Date received"), a.get("office", ""), label("Screened by"), a.get("office_name", "")),
            widths=(20, 30, 20, 30),
        ),
        header=para("Official Sensitive - Personal"),
    )


K08 = minster(
    {
        "incident": "02 11 2026",
        "time": "11.10pm",
        "location": "A-road lay-by near Minster Vale",
        "aware": "3/11/26",
        "outcome": boxes("Died", "Seriously harmed", "Other", chosen="Died"),
        "abuse": boxes("Known", "Suspected", "No", chosen="Known"),
        "narrative": "Both parents had been drinking. The car left the road; Kit was not in a child seat.\n• Mother has been charged\n• Two previous notifications about drink driving",
        "action": "Older brother placed with foster carers under police protection, then s20.",
        "forenames": "Kit",
        "surname": "Aspinall-Vos",
        "dob": "050123",
        "sex": "Male",
        "ethnicity": "WBRI",
        "nhs": "9992129972",
        "address": "The Old Forge, Minster Vale",
        "postcode": "Mv1 9Oa",
        "school": "None - at home",
        "gp": "Vale Surgery 01632 960881",
        "cp_plan": "N",
        "looked_after": "N",
        "died": "03.11.2026",
        "linked": "MV/2024/17",
        "referrer": "Insp. Yevgenia Halcrow",
        "role": "Inspector, Roads Policing",
        "agency": "Minster Constabulary",
        "phone": "101 ext 5588 or 07700 900588",
        "email": "yevgenia.halcrow@minster-police.example",
        "date": "05/11/2026",
        "office": "06/11/2026",
        "office_name": "Barnabas Office",
    },
    household=(
        ("Delia Aspinall", "08/08/1995", "Mother", "Y"),
        ("Jurgen Vos", "33", "Father", "Y"),
        ("Otto Aspinall-Vos", "19/12/2017", "Brother", "Y"),
    ),
    workers=(
        ("Health visiting", "Bettina Clough 01632 960882"),
        ("Family Help", "Ivo Marchetti, ivo.marchetti@minster.example"),
    ),
)
K08_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["MV/2024/17", "Barnabas Office", "Bettina Clough", "Ivo Marchetti"],
    referral={"date": "2026-11-05", "protective_marking": has("Official Sensitive")},
    incident={
        "date": "2026-11-02",
        "time": has("11"),
        "location": has("lay-by"),
        "agency_aware_date": "2026-11-03",
        "outcome": "died",
        "abuse_neglect": "known",
        "narrative": has("not in a child seat", "Two previous notifications"),
        "immediate_action": has("placed with foster carers"),
    },
    children=[
        {
            "name": "Kit Aspinall-Vos",
            "dob": "2023-01-05",
            "sex": "male",
            "ethnicity": has("WBRI"),
            "nhs_number": "9992129972",
            "home_address": has("The Old Forge"),
            "gp": has("Vale Surgery"),
            "cp_plan": "no",
            "looked_after": "no",
            "date_of_death": "2026-11-03",
        }
    ],
    referrer={
        "name": has("Yevgenia Halcrow"),
        "role": "Inspector, Roads Policing",
        "agency": "Minster Constabulary",
        "phone": has("07700 900588"),
        "email": "yevgenia.halcrow@minster-police.example",
    },
    family=[
        {"name": "Delia Aspinall", "dob": "1995-08-08", "relationship": "Mother"},
        {"name": "Jurgen Vos", "dob": ABSENT, "age": has("33"), "relationship": "Father"},
        {"name": "Otto Aspinall-Vos", "dob": "2017-12-19", "relationship": "Brother"},
    ],
)

K09 = minster(
    {
        "incident": "w/c 2 Nov 2026",
        "outcome": boxes("Died", "Seriously harmed", "Other"),
        "abuse": boxes("Known", "Suspected", "No", chosen=("Suspected",), ticked="\u2611"),
        "narrative": "Anonymous call to school. More to follow.",
        "forenames": "Ondine",
        "surname": "Marchbank-Lee",
        "dob": "14y 3m",
        "sex": "?",
        "address": "as above",
        "postcode": "MV4",
        "nhs": "999 212 9973",
        "cp_plan": "Y/N",
        "looked_after": "Yes - s20 since May",
        "referrer": "Ottilie Brandreth",
        "agency": "Vale Academy",
        "email": "ottilie.brandreth@vale-academy",
    },
)
K09_EXPECTED = expected(
    "referral",
    kept=["w/c 2 Nov 2026", "999 212 9973", "MV4", "s20 since May"],
    incident={
        "date": "2026-11-02",
        "outcome": BLANK,
        "abuse_neglect": "suspected",
        "narrative": has("Anonymous call"),
        "time": BLANK,
        "location": BLANK,
        "agency_aware_date": BLANK,
    },
    children=[
        {
            "name": "Ondine Marchbank-Lee",
            "dob": ABSENT,
            "age": has("14"),
            "sex": UNKNOWN,
            "home_address": ELSEWHERE,
            "nhs_number": {"value": None, "state": "unparsed"},
            "cp_plan": BLANK,
            "looked_after": "yes",
            "date_of_death": BLANK,
        }
    ],
    referrer={"name": "Ottilie Brandreth", "agency": "Vale Academy", "role": BLANK, "phone": BLANK},
    family=[],
)

K10 = minster({})
K10_EXPECTED = expected(
    "blank_form",
    children=[{"name": BLANK, "dob": BLANK, "cp_plan": BLANK}],
    incident={"date": BLANK, "outcome": BLANK, "abuse_neglect": BLANK, "narrative": BLANK},
)

DOCUMENTS = {
    "K05-header-rows-twin-tables.docx": (K05, K05_EXPECTED),
    "K06-header-rows-half-unidentified.docx": (K06, K06_EXPECTED),
    "K07-header-rows-blank.docx": (K07, K07_EXPECTED),
    "K08-four-column-side-bar.docx": (K08, K08_EXPECTED),
    "K09-four-column-half.docx": (K09, K09_EXPECTED),
    "K10-four-column-blank.docx": (K10, K10_EXPECTED),
}
