"""Questions in sentences, numbered or with notes and an office column beside the answers."""

from builders import anew, boxes, cell, document, label, para, row, struck, table, title
from sheet import filled


def ravensholme(a) -> bytes:
    """Two columns in plain English; a choice of three sides; the referrer last."""
    return filled("ravensholme", a)


K93 = ravensholme(
    {
        "name": "Sunniva Trelawney-Bose",
        "aliases": "Sunny",
        "dob": "12th June 2012",
        "sex": "Girl",
        "ethnicity": "White and Asian",
        "language": "No - English",
        "address": "8 Smithy Brow, Ravensholme RV5 5YY",
        "looked_after": "No",
        "cp_plan": "Yes, 2019-2020, emotional abuse",
        "school": "Ravensholme High",
        "incident": "Wednesday 11 November 2026 at about 3.30pm",
        "location": "The river below the weir",
        "outcome": "Seriously harmed",
        "abuse": "Suspected",
        "narrative": "Sunniva was pushed into the river by three older pupils. She was under water for some minutes.\nThe school had moved her class because of these pupils.",
        "action": "The three pupils are not in school.",
        "parallel": "Police",
        "referrer": "Caractacus Boyle",
        "role": "Deputy head (pastoral)",
        "agency": "Ravensholme High School",
        "phone": "07700 900205",
        "email": "c.boyle@ravensholme-high.example",
        "date": "13/11/26",
    }
)


K94 = ravensholme(
    {
        "narrative": "A mother rang to say her baby had died and hung up. We do not know who she is. The number was withheld."
    }
)


K95 = ravensholme({})


REFERRER = {
    "name": "Sidonie Hargrave",
    "role": "Named GP",
    "agency": "Ousewater ICB",
    "phone": "01632 960818",
    "email": "sidonie.hargrave@ousewater-icb.example",
}


def framed() -> bytes:
    """The whole form inside a one-cell table that draws the page's frame."""
    anew()
    inner = table(
        row(label("Name of child"), "Balthazar Cole-Ndiaye"),
        row(label("Date of Birth"), "07/07/2021"),
        row(label("Ethnic Origin"), "Mixed"),
        row(label("Home address"), "Unit 3, Old Brewery, Ilvermere IV2 2DD"),
        row(label("Date of incident"), "12/11/2026"),
        row(label("Outcome"), cell(para(struck("Died", "Seriously harmed", chosen="Seriously harmed")))),
        row(
            label("Abuse or neglect"),
            cell(para(boxes("Known", "Suspected", "No", chosen="Known", ticked="\u2714", after=True))),
        ),
        row(
            label("Brief summary of incident"),
            "Balthazar has burns to his hands from a cooker. His mother says that she did it to teach him.",
        ),
        widths=(35, 65),
        page=9000,
    )

    person = table(
        row(label("Referred by"), REFERRER["name"]),
        row(label("Role"), REFERRER["role"]),
        row(label("Agency"), REFERRER["agency"]),
        row(label("Contact No."), REFERRER["phone"]),
        row(label("Email"), REFERRER["email"]),
        row(label("Date of referral"), "13.11.26"),
        widths=(35, 65),
        page=9000,
    )
    return document(
        table(
            row(
                cell(
                    title("Ilvermere Safeguarding Partnership"),
                    title("Serious Incident Referral Form"),
                    para("The child", bold=True),
                    inner,
                    para("The referrer", bold=True),
                    person,
                )
            ),
            widths=(1,),
        ),
    )


DOCUMENTS = {
    "K78-form-inside-a-frame.docx": framed(),
    "K93-plain-english.docx": K93,
    "K94-only-a-narrative.docx": K94,
    "K95-plain-english-blank.docx": K95,
}
