"""Label, answer, label, answer, with side bars, merged cells and tables inside cells; and six columns."""

from builders import anew, bar, boxes, cell, document, heading, label, lines, nhs, para, row, run, table, title
from sheet import blocks


def people_side_by_side() -> bytes:
    """Referrer and safeguarding lead as two columns of one table; side captions beside the rest."""
    anew()

    def side(text, *cells, down="restart"):
        return row(cell(para(text, bold=True) if text else "", down=down, shade="E2EFD9"), *cells)

    return document(
        *blocks("""
            # Request to Consider a Local Child Safeguarding Practice Review
            Brackenfold Safeguarding Children Partnership
            [20 40 40]
            | @ | @Person making this request | @Designated safeguarding lead of your agency
            | @Name | Cllr-Officer Ravi Menon | Sister Agnes Duthie
            | @Position | Head of Service | Assistant Director
            | @Organisation | Brackenfold Children's Services | Brackenfold Children's Services
            | @Telephone | 0161 496 0371 ext 12 | 0161 496 0372
            | @E-mail | ravi.menon@brackenfold.example | agnes.duthie@brackenfold.example

            ∅
        """),
        table(
            side("Subject child", label("First name"), "Tobias", label("Family name"), "Wren"),
            side("", label("Birth date"), "11.06.2025", label("Gender"), "Male", down="continue"),
            side("", label("Address"), cell("The Old Forge, Nether Bracken, BF7 7FG", span=3), down="continue"),
            side("", label("Ethnicity"), "White British", label("Religion"), "None", down="continue"),
            side(
                "Status",
                label("CP plan"),
                "No, never",
                label("Child in care"),
                "No",
            ),
            side("", label("Legal status"), "s17/CIN", label("NHS no."), nhs("999161803"), down="continue"),
            side("Event", label("Date"), "8 Nov 2026", label("Time"), "approx 2am"),
            side("", label("Place"), "Home", label("Result"), "Child died 9 Nov 2026", down="continue"),
            side("", label("Abuse / neglect"), "known", label("Date we learned of it"), "10/11/26", down="continue"),
            side(
                "Account",
                cell(lines("Tobias was found cold in a bouncer at 2 am.\nHis mother had taken diazepam."), span=4),
            ),
            side(
                "Household",
                label("Who else lives there"),
                cell("Jodie Wren (mother, 22), Kai Wren (brother, 3)", span=3),
            ),
            widths=(14, 18, 25, 18, 25),
        ),
        para("Date of this request: 11/11/2026"),
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


K10 = minster({})


DOCUMENTS = {
    "K08-four-column-side-bar.docx": K08,
    "K09-four-column-half.docx": K09,
    "K10-four-column-blank.docx": K10,
    "R02-people-side-by-side.docx": people_side_by_side(),
}
