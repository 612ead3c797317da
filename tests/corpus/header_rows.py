"""Captions over answers: header rows, two tables with the same captions, a box for each question, day over figure."""

from builders import (
    anew,
    cell,
    document,
    footnote_mark,
    label,
    para,
    row,
    table,
    title,
    two_columns,
)
from sheet import blocks, filled


def split_cells() -> bytes:
    """A borderless page: dates split over three cells, a box for each digit, questions as sentences."""
    anew()
    return document(
        para("CONFIDENTIAL", bold=True, align="right"),
        para("Letting the Partnership know about a child who has died or been badly hurt", bold=True, size=32),
        *blocks("""
            Eastholme & Fenny Safeguarding Children Partnership
            **What is the child's name?**
            [1]
            | Marigold Ransome

            [34 11 8 11 8 18 10]
            | @When was the child born? | 09 | DD | 02 | MM | 2013 | YYYY

            [30 7 7 7 7 7 7 7 7 7 7]
            | @What is the child's NHS number? | 9 | 9 | 9 | 5 | 7 | 7 | 2 | 1 | 5 | 9

            **What is the child's address?**
            [1]
            | 12 Pightle Row, Fenny St Mary EF4 4PR

            **Is the child a boy or a girl?**
            [1]
            | ☐ Boy    ☒ Girl    ☐ Other

            [34 11 8 11 8 18 10]
            | @When did the incident happen? | 01 | DD | 11 | MM | 2026 | YYYY

            **Where did it happen?**
            [1]
            | Fenny Lock, by the footbridge

            **Has the child died, or been seriously harmed?**
            [1]
            | ☒ Died    ☐ Seriously harmed

            **Do you know or suspect that the child was abused or neglected?**
            [1]
            | ☒ We know    ☐ We suspect    ☐ Neither

            **Please tell us in your own words what happened.**
            [1]
            | Marigold drowned. She had run from an address¶where she was being sold to men.

            **What is your name, and what is your job?**
            [1]
            | Odell Prentice, Family Support Practitioner

            **Which organisation do you work for?**
            [1]
            | Fenny Youth Trust

            **What is your telephone number?**
            [1]
            | 01632 960 677

            [34 11 8 11 8 18 10]
            | @When did you fill in this form? | 3 | DD | 11 | MM | 2026 | YYYY
        """),
    )


def estuary(a, *, reference="") -> bytes:
    """Captions over values; the same captions for the person referring and the officer consulted; one incident row with three questions."""
    return filled(
        "estuary",
        a | {"note1": footnote_mark(1), "note2": footnote_mark(2)},
        header=(para("RESTRICTED", align="center"), table(row("", f"Ref No: {reference}"), widths=(60, 40))),
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


K07 = estuary({})


REFERRER = {
    "name": "Sidonie Hargrave",
    "role": "Named GP",
    "agency": "Ousewater ICB",
    "phone": "01632 960818",
    "email": "sidonie.hargrave@ousewater-icb.example",
}


def label_over_value_in_one_cell() -> bytes:
    """A grid of boxes: each holds its label in small bold type and the answer below it."""
    anew()

    def box(text, value, **more):
        return cell(para(text, bold=True, size=16), *(para(v) for v in value.split("\n")), **more)

    return document(
        title("Kestrel Coast Safeguarding Partnership"),
        title("Referral for Rapid Review"),
        table(
            row(box("Surname", "Blackthorn"), box("Forename(s)", "Iolanthe May"), box("D.O.B.", "22/10/2015")),
            row(box("Gender", "Female"), box("Ethnicity", "White British"), box("NHS number", "999 447 6211")),
            row(
                box("Home address and postcode", "Coastguard House\nKestrel Point\nKC7 1LL", span=2),
                box("School", "Kestrel Point Primary"),
            ),
            row(
                box("Date of incident", "04/11/2026"),
                box("Outcome", "Child has died"),
                box("Date of death", "05/11/2026"),
            ),
            row(box("Is abuse or neglect known or suspected?", "Suspected", span=3)),
            row(
                box(
                    "Summary of the circumstances",
                    "Iolanthe died of sepsis. Her mother had rung three services in two days.\nNone knew of the others.",
                    span=3,
                )
            ),
            row(
                box("Name of referrer", REFERRER["name"]),
                box("Job title", REFERRER["role"]),
                box("Agency", REFERRER["agency"]),
            ),
            row(
                box("Telephone", REFERRER["phone"]),
                box("Email", REFERRER["email"]),
                box("Date of referral", "06/11/2026"),
            ),
            widths=(1, 1, 1),
        ),
    )


def digit_boxes() -> bytes:
    """One box for each digit of the NHS number and of the dates."""
    anew()

    def digits(text, value):
        return table(row(label(text, width=3000), *value), widths=(12, *(2,) * len(value)))

    return document(
        *blocks("""
            # Sandhaven Safeguarding Children Partnership
            # Serious Incident Referral Form
            Name of child | Verity Ashdene
            Gender | F
            Home address | 9 Samphire Way, Sandhaven SD1 1AS
        """),
        digits("Date of birth", "14022020"),
        digits("NHS number", "9995847442"),
        digits("Date of incident", "07112026"),
        two_columns(
            ("Outcome", "Seriously harmed"),
            ("Abuse or neglect", "Known"),
            ("Brief summary of incident", "Verity has a fractured skull."),
            ("Referred by", "Lorenzo Marr"),
            ("Agency", "Sandhaven Police"),
            ("Contact number", "01632 960320"),
            ("Date of referral", "08/11/2026"),
        ),
    )


DOCUMENTS = {
    "K05-header-rows-twin-tables.docx": K05,
    "K06-header-rows-half-unidentified.docx": K06,
    "K07-header-rows-blank.docx": K07,
    "K80-label-over-value-in-one-cell.docx": label_over_value_in_one_cell(),
    "K106-a-box-for-each-digit.docx": digit_boxes(),
    "R04-dates-in-three-cells.docx": split_cells(),
}
