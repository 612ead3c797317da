"""Twists on known layouts: K115 to K121."""

from __future__ import annotations

from builders import anew, bar, cell, document, heading, label, nhs, para, row, run, table, title, two_columns
from expect import ABSENT, BLANK, UNKNOWN, expected, has
from k_four_sections import CRITERIA, SECTION_1, tarnside
from k_two_columns import wealdmoor
from layouts import lines

PERSON = {
    "name": "Clemency Ashworth-Diop",
    "role": "Named Nurse",
    "agency": "Wyre Moss NHS Trust",
    "phone": "01632 960377",
    "email": "clemency.ashworth-diop@wyremoss-nhs.example",
}
ABOUT_ME = (
    ("Name", PERSON["name"]),
    ("Role", PERSON["role"]),
    ("Agency", PERSON["agency"]),
    ("Telephone", PERSON["phone"]),
    ("Email", PERSON["email"]),
    ("Date of referral", "16/11/2026"),
)


def six_columns() -> bytes:
    """Three labels and three answers to a row, on a page turned on its side."""
    anew()

    def line(*said):
        return row(*(label(s) if n % 2 == 0 else s for n, s in enumerate(said)))

    return document(
        title("Wyre Moss Safeguarding Children Partnership: Rapid Review Referral"),
        table(
            bar("Child", span=6),
            line("Surname", "Fairclough", "Forename(s)", "Leopold", "DOB", "07/02/2016"),
            line("Gender", "M", "Ethnicity", "White British", "NHS No", nhs("999314159")),
            line("Address", "11 Peat Lane, Wyre Moss", "Postcode", "WM1 1PL", "School", "Moss Side Primary"),
            line("LAC?", "N", "CP Plan?", "Y", "Legal status", ""),
            bar("Incident", span=6),
            line("Date", "13/11/2026", "Time", "17:40", "Place", "Railway crossing"),
            line("Outcome", "Died", "Abuse/neglect", "Suspected", "Media interest?", "Local radio"),
            row(label("What happened"), cell("Leopold was hit by a train at the crossing. He was out alone.", span=5)),
            bar("Referrer", span=6),
            line("Name", PERSON["name"], "Role", PERSON["role"], "Agency", PERSON["agency"]),
            line("Tel", PERSON["phone"], "Email", PERSON["email"], "Date", "16/11/2026"),
            widths=(10, 23, 10, 23, 10, 24),
        ),
        landscape=True,
    )


K115_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-16"},
    incident={
        "date": "2026-11-13",
        "time": "17:40",
        "location": "Railway crossing",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "media_interest": has("Local radio"),
        "narrative": has("out alone"),
    },
    children=[
        {
            "name": "Leopold Fairclough",
            "dob": "2016-02-07",
            "sex": "male",
            "ethnicity": "White British",
            "nhs_number": nhs("999314159"),
            "home_address": has("11 Peat Lane"),
            "postcode": "WM1 1PL",
            "school": "Moss Side Primary",
            "looked_after": "no",
            "cp_plan": "yes",
            "legal_status": BLANK,
        }
    ],
    referrer=PERSON,
)


def lines_in_cells() -> bytes:
    """One row for the whole sibling group: a name, a birth date and a sex on each line of its cells."""
    anew()
    return document(
        title("Wyre Moss Safeguarding Children Partnership: Serious Incident Referral Form"),
        heading("Children"),
        table(
            row(label("Name of child"), label("Date of birth"), label("Gender")),
            row(
                cell(lines("Ottokar Brimble\nLudmilla Brimble")),
                cell(lines("01/06/2014\n19/11/2018")),
                cell(lines("Male\nFemale")),
            ),
            widths=(1, 1, 1),
        ),
        two_columns(
            ("Date of incident", "14/11/2026"),
            ("Outcome", "Seriously harmed"),
            ("Abuse or neglect", "Known"),
            ("Circumstances", "Both children have eaten rat poison that was left in the kitchen."),
        ),
        heading("Referrer"),
        two_columns(*ABOUT_ME),
    )


K116_EXPECTED = expected(
    "referral",
    kept=["Ottokar Brimble", "Ludmilla Brimble", "01/06/2014", "19/11/2018"],
    referral={"date": "2026-11-16"},
    incident={"date": "2026-11-14", "outcome": "seriously_harmed", "abuse_neglect": "known"},
    children=[
        {"name": "Ottokar Brimble", "dob": "2014-06-01", "sex": "male"},
        {"name": "Ludmilla Brimble", "dob": "2018-11-19", "sex": "female"},
    ],
    referrer=PERSON,
)


K117 = wealdmoor({}, office=("16/11/2026", "Office Clerk Beatrix"))
K117_EXPECTED = expected(
    "blank_form",
    also=["referral"],
    kept=["Office Clerk Beatrix"],
    referral={"date": BLANK},
    children=[{"name": BLANK, "dob": BLANK}],
    incident={"date": BLANK},
    referrer={"name": BLANK},
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
K118_EXPECTED = expected(
    "referral",
    also=["agency_return"],
    kept=["Looked after since 2021", "stab wounds"],
    referral={"date": "2026-11-04"},
    incident={"date": "2026-11-01", "outcome": "died"},
    children=[{"name": "Quillon Ayodele-Hart", "dob": "2008-12-21"}],
    referrer={"name": "Leocadia Birkin", "phone": "01632 960366"},
)


def form(*pairs) -> bytes:
    anew()
    return document(
        title("Wyre Moss Safeguarding Children Partnership: Serious Incident Referral Form"),
        heading("Child"),
        two_columns(*pairs),
        heading("Referrer"),
        two_columns(*ABOUT_ME),
    )


K119 = form(
    ("Name of child", "UBB Stanfield"),
    ("DoB or EDD", "28/40 - due June"),
    ("Gender", "n/k"),
    ("NHS No", "n/a"),
    ("Home Address", "12a Fold, Wyre Moss"),
    ("Date of incident", "c. 10 November 2026"),
    ("Outcome", "Seriously harmed"),
    ("Abuse or neglect", "Suspected"),
    ("Circumstances", "Mother has been kicked in the abdomen."),
)
K119_EXPECTED = expected(
    "referral",
    kept=["28/40", "due June"],
    incident={
        "date": {"value": {"any": ["2026-11-10", None]}},
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
    },
    children=[
        {
            "name": has("Stanfield"),
            "dob": ABSENT,
            "sex": UNKNOWN,
            "nhs_number": UNKNOWN,
            "home_address": has("12a Fold"),
        }
    ],
    referrer=PERSON,
)

K120 = form(
    ("Name of child", "AB"),
    ("Date of birth", "3/4/15 (11 yrs)"),
    ("Gender", "female"),
    ("NHS No", f"NHS No: {nhs('999271828')} (verified)"),
    ("Home Address", "With held"),
    ("Date of incident", "15.11.2026 (Sunday)"),
    ("Outcome", "Seriously harmed"),
    ("Abuse or neglect", "Suspected - neglect"),
    ("Circumstances", "Collapsed at home."),
)
K120_EXPECTED = expected(
    "referral",
    missing=[],
    incident={"date": "2026-11-15", "outcome": "seriously_harmed", "abuse_neglect": "suspected"},
    children=[{"name": "AB", "dob": "2015-04-03", "sex": "female", "nhs_number": nhs("999271828")}],
    referrer=PERSON,
)


def merged_labels() -> bytes:
    """A label merged down over two answer rows, and an answer merged down over two labels."""
    anew()
    return document(
        title("Wyre Moss Safeguarding Children Partnership: Serious Incident Referral Form"),
        table(
            row(label("Name of child"), "Ephraim Cardew-Sow"),
            row(label("Date of birth"), "25/12/2019"),
            row(label("Home address", down="restart"), "Top Flat, 2 Weavers Row"),
            row(label("", down="continue"), "Wyre Moss WM3 3WR"),
            row(label("Date of incident"), "12/11/2026"),
            row(label("Outcome"), cell(para("Died"))),
            row(label("Abuse or neglect"), "Known"),
            row(label("Circumstances of the case", down="restart"), "Ephraim was smothered."),
            row(label("", down="continue"), "His grandmother had asked for help three times."),
            widths=(35, 65),
        ),
        heading("Referrer"),
        two_columns(*ABOUT_ME),
        footer=para("Page ", run("1"), " - Ephraim Cardew-Sow - printed 16/11/2026"),
    )


K121_EXPECTED = expected(
    "referral",
    missing=[],
    incident={
        "date": "2026-11-12",
        "outcome": "died",
        "abuse_neglect": "known",
        "narrative": has("was smothered", "asked for help three times"),
    },
    children=[
        {
            "name": "Ephraim Cardew-Sow",
            "dob": "2019-12-25",
            "home_address": has("Top Flat", "Weavers Row"),
            "postcode": "WM3 3WR",
        }
    ],
    referrer=PERSON,
)

DOCUMENTS = {
    "K115-six-columns.docx": (six_columns(), K115_EXPECTED),
    "K116-siblings-in-lines-of-cells.docx": (lines_in_cells(), K116_EXPECTED),
    "K117-blank-but-for-the-office.docx": (K117, K117_EXPECTED),
    "K118-sections-one-and-two.docx": (K118, K118_EXPECTED),
    "K119-unborn-in-weeks.docx": (K119, K119_EXPECTED),
    "K120-answers-with-remarks.docx": (K120, K120_EXPECTED),
    "K121-merged-labels.docx": (merged_labels(), K121_EXPECTED),
}
