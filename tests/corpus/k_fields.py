"""Layouts 4 and 5, content controls and legacy form fields: K15 to K21."""

from __future__ import annotations

from builders import (
    OFF,
    ON,
    Xml,
    anew,
    bar,
    box_choices,
    box_control,
    cell,
    choice_control,
    control,
    date_control,
    document,
    guidance,
    heading,
    label,
    legacy_box,
    legacy_list,
    legacy_text,
    para,
    repeating,
    row,
    run,
    table,
    text_control,
    title,
    two_columns,
)
from expect import ABSENT, BLANK, UNKNOWN, expected, has
from layouts import lines

AGENCIES = ("Children's social care", "Police", "Health", "Education", "Other")
RICH = "<w:richText/>"


def fenland(a, *, family=(), others=()) -> bytes:
    """Controls of every level: in a sentence, round a paragraph, round a cell, round a row, round a whole table."""
    anew()

    def text(key, prompt="Click here to enter text."):
        return text_control(a.get(key, ""), name=key, prompt=prompt)

    def day(key):
        shown, iso = a.get(key) or ("", None)
        return date_control(shown, name=key, iso=iso, prompt="Click here to enter a date.")

    def round_cell(key):
        return control(cell(para(text(key))), name=f"{key} cell", kind=RICH)

    def rich(key):
        inside = lines(a[key]) if a.get(key) else para(run("Click or tap here to enter text.", grey=True))
        return control(inside, name=key, kind=RICH, placeholder=not a.get(key))

    incident = table(
        bar("The incident", span=2),
        row(label("Date of incident"), cell(para(day("incident")))),
        row(label("Time of incident"), round_cell("time")),
        row(label("Where did the incident occur?"), round_cell("location")),
        row(
            label("Outcome"),
            cell(
                para(
                    choice_control(
                        a.get("outcome", ""),
                        name="outcome",
                        choices=("Death of child", "Serious harm to child", "Other"),
                        prompt="Select outcome",
                    )
                )
            ),
        ),
        row(
            label("Abuse or neglect"),
            cell(
                para(choice_control(a.get("abuse", ""), name="abuse", choices=("Known", "Suspected", "No"), combo=True))
            ),
        ),
        row(
            label("Is there media interest?"),
            cell(
                para(box_choices("Yes", "No", chosen=a.get("media", ()), name="media", after=True)),
                para(text("media_detail", "If yes, say more")),
            ),
        ),
        widths=(35, 65),
    )
    rows = [row(*(cell(para(text_control(v, name="person"))) for v in r)) for r in (*family, ("",) * 4)]
    return document(
        title("Fenland and Wash Safeguarding Children Partnership"),
        title("Notifiable serious incident notification referral form"),
        guidance("Only the shaded prompts can be changed."),
        heading("Referrer", 2),
        para("Name: ", text("referrer"), run("    Role: "), text("role")),
        para(
            "Agency: ",
            choice_control(a.get("agency_kind", ""), name="kind", choices=AGENCIES),
            run("  Name of organisation: "),
            text("agency"),
        ),
        para("Telephone: ", text("phone"), run("    Email: "), text("email")),
        para("Date of referral: ", day("date")),
        heading("Designated safeguarding lead with whom this was discussed", 2),
        para("Name: ", text("lead"), run("    Telephone: "), text("lead_phone")),
        heading("Child", 2),
        two_columns(
            ("Forename(s)", cell(para(text("forenames")))),
            ("Surname", round_cell("surname")),
            ("Also known as", round_cell("aliases")),
            ("DOB", cell(para(day("dob")))),
            (
                "Gender",
                cell(
                    para(
                        choice_control(
                            a.get("sex", ""), name="sex", choices=("Male", "Female", "Other"), prompt="Select Gender"
                        )
                    )
                ),
            ),
            (
                "Ethnic origin",
                cell(
                    para(
                        choice_control(
                            a.get("ethnicity", ""),
                            name="ethnicity",
                            choices=("White British", "Chinese", "Arab", "Other"),
                            combo=True,
                        )
                    )
                ),
            ),
            ("NHS no", round_cell("nhs")),
            ("Home address", cell(rich("address"))),
            ("Postcode", round_cell("postcode")),
            ("Nursery/School", round_cell("school")),
            ("Legal status", round_cell("legal")),
            (
                "Subject to a child protection plan",
                cell(para(box_choices("Yes", "No", "Previously", chosen=a.get("cp_plan", ()), name="cp"))),
            ),
            (
                "Looked after child",
                cell(para(box_choices("Yes", "No", chosen=a.get("looked_after", ()), name="lac", after=True))),
            ),
        ),
        heading("Family", 2),
        table(
            row(*(label(c) for c in ("Name", "Relationship", "D.O.B.", "Address & Contact number"))),
            repeating(*rows, name="family"),
            widths=(1, 1, 1, 1),
        ),
        control(incident, name="incident table", kind=RICH),
        heading("Why is this case being referred? Tick all that apply.", 2),
        *(
            para(box_control(c in a.get("criteria", ()), name=c), run(f" {c}"))
            for c in (
                "Death of a child, abuse or neglect known or suspected",
                "Serious harm to a child, abuse or neglect known or suspected",
                "Death of a care leaver under 25",
                "Other learning",
            )
        ),
        heading("Summary of the circumstances", 2),
        rich("narrative"),
        heading("Action taken to safeguard this and other children", 2),
        rich("action"),
        heading("Other agencies involved", 2),
        table(
            row(label("Name of Agency"), label("Worker"), label("Contact Details")),
            repeating(
                *(row(*(cell(para(text_control(v, name="agency"))) for v in r)) for r in (*others, ("",) * 3)),
                name="agencies",
            ),
            widths=(1, 1, 1),
        ),
        header=control(para("OFFICIAL-SENSITIVE"), name="marking", kind=RICH),
    )


K15 = fenland(
    {
        "referrer": "Hortensia Mbaye",
        "role": "Named Midwife",
        "agency_kind": "Health",
        "agency": "Wash Community Hospitals",
        "phone": "07700 900771",
        "email": "hortensia.mbaye@wash-hospitals.example",
        "date": ("10/11/2026", "2026-11-10"),
        "lead": "Gwendolyn Achebe",
        "lead_phone": "01632 960772",
        "forenames": "Evangeline",
        "surname": "Stourbridge-Tan",
        "dob": ("14/03/2019", "2019-03-14"),
        "sex": "Female",
        "ethnicity": "Chinese and White British",
        "nhs": "999 224 5387",
        "address": "5 Pumping Station Cottages\nTen Mile Bank\nFenland",
        "postcode": "FW10 3PL",
        "school": "Ten Mile Primary",
        "legal": "None",
        "cp_plan": "Previously",
        "looked_after": "No",
        "incident": ("07/11/2026", "2026-11-07"),
        "time": "16:20",
        "location": "Drain at Ten Mile Bank",
        "outcome": "Serious harm to child",
        "abuse": "Suspected",
        "media": "Yes",
        "media_detail": "Regional television at the scene",
        "criteria": ("Serious harm to a child, abuse or neglect known or suspected", "Other learning"),
        "narrative": "Evangeline was pulled from the drain by a farm worker. She had been out alone since the morning.\nHer mother was asleep and could not be roused.",
        "action": "Evangeline will go to her grandparents on discharge.",
    },
    family=(
        ("Lavinia Stourbridge", "Mother", "29/02/1992", "As child, 07700 900772"),
        ("Kai Tan", "Father", "1989", "Abroad"),
        ("Felix Stourbridge", "Half brother", "01/09/2024", "As child"),
    ),
    others=(("GP: Bank Surgery", "Dr Pascoe", "01632 960773"), ("Health visiting", "Not known", "")),
)
K15_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Previously", "Regional television", "Dr Pascoe"],
    referral={
        "date": "2026-11-10",
        "protective_marking": has("OFFICIAL-SENSITIVE"),
        "criteria": ["Serious harm to a child", "Other learning"],
    },
    incident={
        "date": "2026-11-07",
        "time": "16:20",
        "location": "Drain at Ten Mile Bank",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "media_interest": has("yes"),
        "narrative": has("pulled from the drain", "could not be roused"),
        "immediate_action": has("grandparents on discharge"),
    },
    children=[
        {
            "name": "Evangeline Stourbridge-Tan",
            "aliases": BLANK,
            "dob": "2019-03-14",
            "sex": "female",
            "ethnicity": "Chinese and White British",
            "nhs_number": "9992245387",
            "home_address": has("5 Pumping Station Cottages"),
            "postcode": "FW10 3PL",
            "school": "Ten Mile Primary",
            "legal_status": "None",
            "looked_after": "no",
        }
    ],
    referrer={
        "name": "Hortensia Mbaye",
        "role": "Named Midwife",
        "agency": "Wash Community Hospitals",
        "phone": "07700 900771",
        "email": "hortensia.mbaye@wash-hospitals.example",
    },
    safeguarding_lead={"name": "Gwendolyn Achebe", "phone": "01632 960772"},
    family=[
        {"name": "Lavinia Stourbridge", "relationship": "Mother", "dob": "1992-02-29"},
        {"name": "Kai Tan", "relationship": "Father", "dob": "1989", "address": "Abroad"},
        {"name": "Felix Stourbridge", "relationship": "Half brother", "dob": "2024-09-01"},
    ],
)

K16 = fenland(
    {
        "referrer": "Sylvester Onyango",
        "agency": "Wash Police",
        "email": "sylvester.onyango@wash-police.example",
        "forenames": "Twin 1 Abioye",
        "dob": ("30/10/2026", "2026-10-30"),
        "nhs": "not yet issued",
        "address": "N/K",
        "incident": ("05/11/2026", "2026-11-05"),
        "outcome": "Death of child",
        "narrative": "Cot death at four weeks... correction, six days. Second twin is well.",
    }
)
K16_EXPECTED = expected(
    "referral",
    missing=["incident.abuse_neglect"],
    kept=["not yet issued", "Twin 1"],
    referral={"date": BLANK, "criteria": {"value": None}},
    incident={
        "date": "2026-11-05",
        "time": BLANK,
        "location": BLANK,
        "outcome": "died",
        "abuse_neglect": BLANK,
        "media_interest": BLANK,
        "narrative": has("Second twin is well"),
        "immediate_action": BLANK,
    },
    children=[
        {
            "name": has("Abioye"),
            "aliases": BLANK,
            "dob": "2026-10-30",
            "sex": BLANK,
            "ethnicity": BLANK,
            "home_address": UNKNOWN,
            "postcode": BLANK,
            "cp_plan": BLANK,
            "looked_after": BLANK,
        }
    ],
    referrer={
        "name": "Sylvester Onyango",
        "role": BLANK,
        "agency": "Wash Police",
        "phone": BLANK,
        "email": "sylvester.onyango@wash-police.example",
    },
    safeguarding_lead={"name": BLANK, "phone": BLANK},
    family=[],
    agencies=[],
)

K17 = fenland({})
K17_EXPECTED = expected(
    "blank_form",
    children=[{"name": BLANK, "dob": BLANK, "sex": BLANK, "cp_plan": BLANK}],
    incident={"date": BLANK, "outcome": BLANK, "abuse_neglect": BLANK, "narrative": BLANK},
    referrer={"name": BLANK, "agency": BLANK},
)

# Legacy form fields -----------------------------------------------------------------------------------------------------

SEXES = ("(choose)", "Male", "Female", "Indeterminate")
ORIGINS = (
    "(choose)", "White: British", "White: Irish", "White: Gypsy or Irish Traveller", "White: Roma", "White: other", "Mixed: White and Black Caribbean",
    "Mixed: White and Black African", "Mixed: White and Asian", "Mixed: other", "Asian: Indian", "Asian: Pakistani", "Asian: Bangladeshi", "Asian: Chinese",
    "Asian: other", "Black: African", "Black: Caribbean", "Black: other", "Arab",
)  # fmt: skip
CHECKED_BARE, CHECKED_TRUE, DEFAULT_ON, ZERO = (
    "<w:checked/>",
    '<w:checked w:val="true"/>',
    '<w:default w:val="1"/>',
    '<w:default w:val="1"/><w:checked w:val="0"/>',
)


def combe(a, *, people=()) -> bytes:
    """A protected form of grey fields; `a` may hold the markup of a box's state where its filler used the field's other spellings."""
    anew()

    def grey(key):
        return cell(para(legacy_text(a.get(key, ""))))

    def ticks(key, *choices):
        chosen = a.get(key, {})
        made = [Xml(legacy_box(chosen.get(c, OFF)) + run(f" {c}     ")) for c in choices]
        return cell(para(*made, a.get(key + "_beside", "")))

    persons = [*people, *[("", None, "", "")] * 2]
    return document(
        title("Combe Valley Safeguarding Children Partnership"),
        title("Serious Child Safeguarding Notification Form"),
        guidance("Press F1 in a grey field for help. The form is locked; only the fields can be filled in."),
        para("1  REFERRER", bold=True),
        two_columns(
            ("Name", grey("referrer")),
            ("Position", grey("role")),
            ("Organisation", grey("agency")),
            ("Tel No.", grey("phone")),
            ("E-mail", grey("email")),
            ("Date notified (dd/mm/yyyy)", grey("date")),
        ),
        para("2  CHILD", bold=True),
        two_columns(
            ("Last name", grey("surname")),
            ("First name(s)", grey("forenames")),
            ("Preferred name", grey("aliases")),
            ("Date of birth (dd/mm/yyyy)", grey("dob")),
            ("Date of Death (DD/MM/YYYY)", grey("died")),
            ("Sex", cell(para(legacy_list(SEXES, a.get("sex"))))),
            ("Ethnicity", cell(para(legacy_list(ORIGINS, a.get("ethnicity"))))),
            ("NHS Number", grey("nhs")),
            ("Address of child", grey("address")),
            ("Postcode", grey("postcode")),
            ("Is the child looked after?", ticks("looked_after", "Yes", "No")),
            ("Child protection plan?", ticks("cp_plan", "Yes", "No", "Not known")),
        ),
        para("3  HOUSEHOLD MEMBERS", bold=True),
        table(
            row(label("Name"), label("Sex"), label("Date of Birth"), label("Relationship to child")),
            *(
                row(
                    cell(para(legacy_text(n))),
                    cell(para(legacy_list(SEXES, s))),
                    cell(para(legacy_text(d))),
                    cell(para(legacy_text(r))),
                )
                for n, s, d, r in persons
            ),
            widths=(1, 1, 1, 1),
        ),
        para("4  INCIDENT", bold=True),
        two_columns(
            ("Date of incident", grey("incident")),
            ("Location", grey("location")),
            ("Outcome", ticks("outcome", "Died", "Seriously harmed", "Other")),
            ("Was abuse or neglect", ticks("abuse", "Known", "Suspected", "Neither")),
            ("Notification Details", cell(para(legacy_text(a.get("narrative", ""))))),
            ("Actions taken so far", grey("action")),
        ),
        protected=True,
        footer=para("CVSCP NSI 2 (2019)", size=16),
    )


K18 = combe(
    {
        "referrer": "Benedicta Strand-Kaur",
        "role": "Head of Service, Early Years",
        "agency": "Combe Valley Council",
        "phone": "01632 960144",
        "email": "benedicta.strand-kaur@combevalley.example",
        "date": "09/11/2026",
        "surname": "D'Arcy",
        "forenames": "Florian",
        "dob": "11/11/2024",
        "died": "06/11/2026",
        "sex": 1,
        "ethnicity": 9,
        "nhs": "999 323 6403",
        "address": "Rose Cottage, Combe St Mary",
        "postcode": "CV0 1AA",
        "looked_after": {"No": CHECKED_BARE},
        "cp_plan": {"Yes": ZERO, "No": ON},
        "incident": "06/11/2026",
        "location": "Childminder's home",
        "outcome": {"Died": CHECKED_TRUE, "Seriously harmed": '<w:default w:val="0"/><w:checked w:val="false"/>'},
        "abuse": {"Suspected": DEFAULT_ON},
        "narrative": "Florian choked at his childminder's home while six children were in her care. She is registered for three.",
        "action": "Registration suspended on 6 November.",
    },
    people=(("Annunziata D'Arcy", 2, "14/01/1999", "Mother"), ("Casimir D'Arcy", 1, "not known", "Father")),
)
K18_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-09"},
    incident={
        "date": "2026-11-06",
        "location": "Childminder's home",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("registered for three"),
        "immediate_action": has("Registration suspended"),
    },
    children=[
        {
            "name": "Florian D'Arcy",
            "aliases": BLANK,
            "dob": "2024-11-11",
            "date_of_death": "2026-11-06",
            "sex": "male",
            "ethnicity": "Mixed: other",
            "nhs_number": "9993236403",
            "home_address": has("Rose Cottage"),
            "postcode": "CV0 1AA",
            "looked_after": "no",
            "cp_plan": "no",
        }
    ],
    referrer={
        "name": "Benedicta Strand-Kaur",
        "role": "Head of Service, Early Years",
        "agency": "Combe Valley Council",
        "phone": "01632 960144",
        "email": "benedicta.strand-kaur@combevalley.example",
    },
    family=[
        {"name": "Annunziata D'Arcy", "sex": "female", "dob": "1999-01-14", "relationship": "Mother"},
        {"name": "Casimir D'Arcy", "sex": "male", "dob": UNKNOWN, "relationship": "Father"},
    ],
)

# Opened in a program that cannot fill the fields, so the answers are typed beside the boxes.
K19 = combe(
    {
        "referrer": "Ptolemy Grange",
        "agency": "Combe Ambulance",
        "phone": "0161 496 0777",
        "surname": "Okafor-Lyle",
        "forenames": "Saffron",
        "dob": "2 yrs",
        "incident": "12/11/2026",
        "looked_after_beside": "NO",
        "outcome_beside": "seriously harmed",
        "narrative": "Scald.",
    }
)
K19_EXPECTED = expected(
    "referral",
    referral={"date": BLANK},
    kept=["seriously harmed"],
    incident={
        "date": "2026-11-12",
        "outcome": "seriously_harmed",
        "abuse_neglect": BLANK,
        "narrative": "Scald.",
        "location": BLANK,
    },
    children=[
        {
            "name": "Saffron Okafor-Lyle",
            "dob": ABSENT,
            "age": has("2"),
            "sex": BLANK,
            "ethnicity": BLANK,
            "nhs_number": BLANK,
            "looked_after": "no",
            "cp_plan": BLANK,
        }
    ],
    referrer={
        "name": "Ptolemy Grange",
        "agency": "Combe Ambulance",
        "phone": "0161 496 0777",
        "role": BLANK,
        "email": BLANK,
    },
    family=[],
)

K20 = combe({})
K20_EXPECTED = expected(
    "blank_form",
    children=[{"name": BLANK, "dob": BLANK, "sex": BLANK, "looked_after": BLANK}],
    incident={"outcome": BLANK, "narrative": BLANK},
    referrer={"name": BLANK},
    family=[],
)

DOCUMENTS = {
    "K15-controls-all-levels.docx": (K15, K15_EXPECTED),
    "K16-controls-half.docx": (K16, K16_EXPECTED),
    "K17-controls-blank.docx": (K17, K17_EXPECTED),
    "K18-legacy-fields.docx": (K18, K18_EXPECTED),
    "K19-legacy-typed-beside.docx": (K19, K19_EXPECTED),
    "K20-legacy-blank.docx": (K20, K20_EXPECTED),
}
