"""Several children, a block of rows for each."""

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
    para,
    row,
    table,
    title,
    two_columns,
)
from sheet import blocks


def cards() -> bytes:
    """A card for each child nested in the cells of a frame; brothers and sisters in one cell."""
    anew()

    def card(number, *pairs):
        return cell(
            para(f"Child {number}", bold=True), table(*(row(label(a), b) for a, b in pairs), widths=(40, 60), page=4600)
        )

    return document(
        title("Form SCN1: Serious Child Safeguarding Notification to the Partnership"),
        para("Cranleigh Moor", align="center"),
        table(
            row(
                card(
                    1,
                    ("Name", "Isla Thorne"),
                    ("DOB", "14 yrs"),
                    ("Gender", "F"),
                    ("CP plan Y/N", "N"),
                    ("Address", "31 Sike Lane, CM1 3SL"),
                ),
                card(
                    2,
                    ("Name", "Jonah Thorne"),
                    ("DOB", "01/09/2018"),
                    ("Gender", "M"),
                    ("CP plan Y/N", "N"),
                    ("Address", "as above"),
                ),
            ),
            row(
                card(
                    3,
                    ("Name", "Unborn Thorne"),
                    ("DOB", "EDD 04/02/2027"),
                    ("Gender", "not known"),
                    ("CP plan Y/N", "Y"),
                    ("Address", "ditto"),
                ),
                card(4, ("Name", ""), ("DOB", ""), ("Gender", ""), ("CP plan Y/N", ""), ("Address", "")),
            ),
            widths=(1, 1),
        ),
        *blocks("""
            ### Other brothers and sisters (names and ages)
            [1]
            | Reuben Thorne (19), Esme Thorne (21)

            ### Incident
            Incident date and time | 07/11/2026 at 04:30
            Location of incident | 31 Sike Lane
            Nature of harm | ☐ Fatal    ☒ Serious harm    ☐ Other
            Abuse/neglect | ☐ Known    ☒ Suspected    ☐ Not suspected
            Summary | House fire. The children were alone while both parents were out.

            ### Notifying professional
            Name & designation | Ursula Okafor, Station Manager
            Service | Cranleigh Moor Fire and Rescue
            Tel / email | 0117 496 0456 / u.okafor@cm-fire.example
            Date completed | 08.11.26
        """),
    )


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


K31 = channel(
    {"name": "Initials only: B.D.", "dob": "2014", "sex": "boy", "harm": "died"},
    a={"incident": "not known", "narrative": "", "referrer": "see email", "agency": "Quay Primary"},
)


K32 = channel(a={})


DOCUMENTS = {
    "K28-three-children-one-unborn.docx": K28,
    "K29-children-in-rows.docx": K29,
    "K30-children-in-one-cell.docx": K30,
    "K31-child-blocks-half.docx": K31,
    "K32-child-blocks-blank.docx": K32,
    "R05-cards-in-a-frame.docx": cards(),
}
