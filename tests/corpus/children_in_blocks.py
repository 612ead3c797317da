"""Several children, a block of rows for each."""

from builders import (
    anew,
    boxes,
    cell,
    document,
    label,
    para,
    row,
    table,
    title,
)
from sheet import blocks, filled


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


def closed(a):
    """The answers of a form with its boxes for outcome and abuse."""
    return a | {
        "outcome": boxes("Child(ren) died", "Child(ren) seriously harmed", chosen=a.get("outcome", ())),
        "abuse": boxes("Known", "Suspected", "No", chosen=a.get("abuse", ())),
    }


def channel(*children, a) -> bytes:
    """One block for each of three subject children, printed whether used or not."""
    named = {f"{key}{n}": value for n, child in enumerate(children, 1) for key, value in child.items()}
    return filled("channel", closed(a) | named)


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
    four = enumerate((*children, *[("",) * 6] * (4 - len(children))), 1)
    rows = [row for n, c in four for row in ((f"@Child {n}", *c[:5]), ("@Address", f"{c[5]} ^5"))]
    return filled("royal", closed(a) | {"children": rows})


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
    return filled("hollow_ash", closed(a) | {"people": people})


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
