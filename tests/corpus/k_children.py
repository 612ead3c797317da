"""Layout 9, several children: K28 to K32."""

from __future__ import annotations

from builders import (
    anew,
    bar,
    boxes,
    cell,
    document,
    guidance,
    heading,
    label,
    para,
    row,
    table,
    title,
    two_columns,
)
from expect import ABSENT, BLANK, ELSEWHERE, UNKNOWN, expected, has
from layouts import lines


def closing(a):
    """The incident and the referrer, which are printed once below the children."""
    return (
        heading("Incident"),
        two_columns(
            ("Date of incident", a.get("incident", "")),
            ("Place of incident", a.get("location", "")),
            ("Outcome", boxes("Child(ren) died", "Child(ren) seriously harmed", chosen=a.get("outcome", ()))),
            ("Abuse or neglect", boxes("Known", "Suspected", "No", chosen=a.get("abuse", ()))),
            ("Circumstances", cell(lines(a.get("narrative", "")))),
        ),
        heading("Referred by"),
        two_columns(
            ("Name", a.get("referrer", "")),
            ("Job title", a.get("role", "")),
            ("Agency", a.get("agency", "")),
            ("Telephone", a.get("phone", "")),
            ("Email", a.get("email", "")),
            ("Date of referral", a.get("date", "")),
        ),
    )


def channel(*children, a) -> bytes:
    """One block for each of three subject children, printed whether used or not."""
    anew()
    blocks = []
    for n in range(3):
        c = children[n] if n < len(children) else {}
        blocks.append(
            table(
                bar(f"Subject child {n + 1}", span=4),
                row(label("Full Name"), c.get("name", ""), label("Alias/ also known as"), c.get("aliases", "")),
                row(label("Date of Birth"), c.get("dob", ""), label("Unborn - EDC"), c.get("edd", "")),
                row(label("Gender M/F"), c.get("sex", ""), label("NHS Number"), c.get("nhs", "")),
                row(label("Ethnicity"), c.get("ethnicity", ""), label("School"), c.get("school", "")),
                row(label("Address"), cell(c.get("address", ""), span=3)),
                row(
                    label("Legal status"), c.get("legal", ""), label("Child protection plan Y/N"), c.get("cp_plan", "")
                ),
                row(label("Died or harmed in this incident?"), cell(c.get("harm", ""), span=3)),
                widths=(22, 28, 22, 28),
            )
        )
    return document(
        title("Channel Isles and Sound Safeguarding Partnership"),
        title("Serious Case Review Referral Form"),
        guidance("Use one block for each child who is the subject of this referral."),
        *blocks,
        *closing(a),
    )


SOUND = {
    "incident": "8th November 2026",
    "location": "Family home",
    "outcome": "Child(ren) seriously harmed",
    "abuse": "Suspected",
    "narrative": "House fire. Both children were alone. Mother, who is pregnant, returned as the fire service arrived.",
    "referrer": "Peregrine Vautier",
    "role": "Station Commander",
    "agency": "Sound Fire and Rescue",
    "phone": "01632 960991",
    "email": "peregrine.vautier@sound-fire.example",
    "date": "09/11/2026",
}
K28 = channel(
    {
        "name": "LE FEUVRE, Coralie",
        "dob": "01/12/2017",
        "sex": "F",
        "nhs": "999 514 5472",
        "ethnicity": "White British",
        "school": "Quay Primary",
        "address": "2 Net Loft Yard, Soundhaven SN3 7KK",
        "legal": "None",
        "cp_plan": "Y",
        "harm": "Burns, seriously harmed",
    },
    {
        "name": "LE FEUVRE, Yves",
        "aliases": "Vivi",
        "dob": "16 months",
        "sex": "M",
        "nhs": "",
        "ethnicity": "as above",
        "address": "as above",
        "cp_plan": "Y",
        "harm": "Smoke inhalation",
    },
    {"name": "Unborn Le Feuvre", "edd": "due 20/02/2027", "address": "as above", "cp_plan": "N"},
    a=SOUND,
)
K28_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Smoke inhalation"],
    referral={"date": "2026-11-09"},
    incident={
        "date": "2026-11-08",
        "location": "Family home",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("Both children were alone"),
    },
    children=[
        {
            "name": "Coralie Le Feuvre",
            "dob": "2017-12-01",
            "sex": "female",
            "nhs_number": "9995145472",
            "ethnicity": "White British",
            "school": "Quay Primary",
            "home_address": has("2 Net Loft Yard"),
            "postcode": "SN3 7KK",
            "legal_status": "None",
            "cp_plan": "yes",
            "edd": BLANK,
        },
        {
            "name": "Yves Le Feuvre",
            "aliases": "Vivi",
            "dob": ABSENT,
            "age": has("16"),
            "sex": "male",
            "nhs_number": BLANK,
            "ethnicity": ELSEWHERE,
            "home_address": ELSEWHERE,
            "cp_plan": "yes",
        },
        {
            "name": "Unborn Le Feuvre",
            "dob": ABSENT,
            "edd": "2027-02-20",
            "home_address": ELSEWHERE,
            "cp_plan": "no",
            "sex": BLANK,
        },
    ],
    referrer={
        "name": "Peregrine Vautier",
        "role": "Station Commander",
        "agency": "Sound Fire and Rescue",
        "phone": "01632 960991",
        "email": "peregrine.vautier@sound-fire.example",
    },
)


def royal(*children, a) -> bytes:
    """Rows Child 1 to Child 4, each followed by an address row across the page."""
    anew()
    rows = []
    for n in range(4):
        c = children[n] if n < len(children) else ("",) * 6
        rows += [row(label(f"Child {n + 1}"), *c[:5]), row(label("Address"), cell(c[5], span=5))]
    return document(
        title("Royal Downs Local Safeguarding Partnership"),
        title("Rapid Review Referral Form"),
        heading("Child(ren)"),
        table(
            row(label(""), label("Surname"), label("Forename(s)"), label("DOB"), label("Sex"), label("NHS No")),
            *rows,
            widths=(12, 20, 20, 18, 10, 20),
        ),
        *closing(a),
    )


K29 = royal(
    ("Ravindran", "Ashwin", "11.03.2016", "M", "9995277204", "8 Chalk Pit Lane, Downsend RD2 6FF"),
    ("Ravindran", "Meena", "24/09/18", "F", "999 405 6085", "As above"),
    ("Goodfellow", "Hester", "not known", "F", "", "19 Beech Hanger, Downsend"),
    a=SOUND
    | {
        "narrative": "Carbon monoxide from a generator during a sleepover.",
        "outcome": "Child(ren) died",
        "incident": "07.11.2026",
    },
)
K29_EXPECTED = expected(
    "referral",
    incident={
        "date": "2026-11-07",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("Carbon monoxide"),
    },
    children=[
        {
            "name": "Ashwin Ravindran",
            "dob": "2016-03-11",
            "sex": "male",
            "nhs_number": "9995277204",
            "home_address": has("8 Chalk Pit Lane"),
            "postcode": "RD2 6FF",
        },
        {
            "name": "Meena Ravindran",
            "dob": "2018-09-24",
            "sex": "female",
            "nhs_number": "9994056085",
            "home_address": ELSEWHERE,
        },
        {
            "name": "Hester Goodfellow",
            "dob": UNKNOWN,
            "sex": "female",
            "nhs_number": BLANK,
            "home_address": has("19 Beech Hanger"),
        },
    ],
    referrer={"name": "Peregrine Vautier", "agency": "Sound Fire and Rescue"},
)


def one_cell(people, *, a) -> bytes:
    """All the children in one cell, as people write them."""
    anew()
    return document(
        title("Serious Incident Referral Form"),
        para("Hollow Ash Children's Partnership", align="center"),
        two_columns(
            ("Child/ren's name/s and dates of birth", cell(lines(people))),
            ("Family Address", a.get("address", "")),
            ("Ethnicity", a.get("ethnicity", "")),
        ),
        *closing(a),
    )


K30 = one_cell(
    "Aurelio Bexley-Santos 3/4/15\nDomenica Bexley-Santos 7/8/18\nunborn Bexley-Santos EDD 12/06/27",
    a=SOUND | {"address": "The Old Dairy, Hollow Ash HL5 5TT", "ethnicity": "White other"},
)
K30_EXPECTED = expected(
    "referral",
    kept=["Aurelio", "Domenica", "unborn", "12/06/27"],
    incident={"date": "2026-11-08", "outcome": "seriously_harmed"},
    children=[
        {
            "name": "Aurelio Bexley-Santos",
            "dob": "2015-04-03",
            "home_address": has("The Old Dairy"),
            "postcode": "HL5 5TT",
        },
        {"name": "Domenica Bexley-Santos", "dob": "2018-08-07"},
        {"name": has("Bexley-Santos"), "dob": ABSENT, "edd": "2027-06-12"},
    ],
    referrer={"name": "Peregrine Vautier", "email": "peregrine.vautier@sound-fire.example"},
)

K31 = channel(
    {"name": "Initials only: B.D.", "dob": "2014", "sex": "boy", "harm": "died"},
    a={"incident": "not known", "narrative": "", "referrer": "see email", "agency": "Quay Primary"},
)
K31_EXPECTED = expected(
    "referral",
    kept=["B.D.", "see email"],
    incident={"date": UNKNOWN, "narrative": BLANK, "abuse_neglect": BLANK},
    children=[{"name": has("B.D."), "dob": "2014", "sex": "male", "edd": BLANK, "nhs_number": BLANK}],
    referrer={"name": {"value": None}, "agency": "Quay Primary", "phone": BLANK},
)

K32 = channel(a={})
K32_EXPECTED = expected(
    "blank_form",
    children=[{"name": BLANK, "dob": BLANK, "edd": BLANK}],
    incident={"date": BLANK, "outcome": BLANK},
    referrer={"name": BLANK},
)

DOCUMENTS = {
    "K28-three-children-one-unborn.docx": (K28, K28_EXPECTED),
    "K29-children-in-rows.docx": (K29, K29_EXPECTED),
    "K30-children-in-one-cell.docx": (K30, K30_EXPECTED),
    "K31-child-blocks-half.docx": (K31, K31_EXPECTED),
    "K32-child-blocks-blank.docx": (K32, K32_EXPECTED),
}
