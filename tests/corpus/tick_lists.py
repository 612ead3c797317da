"""Tick lists and matrices: boxes, letters, symbols and every other way of choosing."""

from builders import (
    Xml,
    anew,
    boxes,
    cell,
    document,
    heading,
    para,
    run,
    symbol,
    title,
    two_columns,
)
from sheet import blocks, filled

REASONS = (
    ("Death of a child where abuse or neglect is known or suspected", "CA 2004 s16C"),
    ("Serious harm to a child where abuse or neglect is known or suspected", "CA 2004 s16C"),
    ("Death of a looked-after child", "WT 2023"),
    ("Death of a care leaver up to the age of 24", "WT 2023"),
    ("Incident in a regulated setting", "local"),
)


ETHNICITIES = (
    ("White British", "White Irish", "Gypsy/Roma", "Other White"),
    ("White and Black Caribbean", "White and Black African", "White and Asian", "Other mixed"),
    ("Indian", "Pakistani", "Bangladeshi", "Chinese"),
    ("African", "Caribbean", "Arab", "Not known"),
)


def harbourne(a, *, on, off) -> bytes:
    """Lists and matrices of boxes; `on` and `off` are how a ticked and an empty box are drawn."""

    def box(key, choice):
        return on if choice in a.get(key, ()) else off

    def inline(key, *choices):
        return Xml("".join(run(f"{c} ") + box(key, c) + run("    ") for c in choices))

    known = ("Yes", "No", "Not known")
    return filled(
        "harbourne",
        a
        | {
            "reasons": [(box("reasons", reason), reason, basis) for reason, basis in REASONS],
            "ethnicities": [[para(box("ethnicity", e), run(f" {e}")) for e in four] for four in ETHNICITIES],
            "standing": [
                ("@looked after?", *(box("looked_after", c) for c in known)),
                ("@subject to a child protection plan?", *(box("cp_plan", c) for c in known)),
            ],
            "sex": inline("sex", "Male", "Female", "Indeterminate"),
            "outcome": inline("outcome", "Child died", "Child was seriously harmed"),
            "abuse": inline("abuse", "Known", "Suspected", "Not suspected"),
        },
    )


K24 = harbourne(
    {
        "reasons": (REASONS[0][0], REASONS[2][0]),
        "name": "Marcelline Ojukwu",
        "dob": "19-07-2011",
        "sex": "Female",
        "nhs": "9995622416",
        "address": "Foster placement, 17 Anchor Mews, Harbourne HB7 4SD",
        "disability": "Autism; type 1 diabetes",
        "ethnicity": ("African",),
        "looked_after": ("Yes",),
        "cp_plan": ("No",),
        "incident": "13/11/2026",
        "time": "7.45 am",
        "location": "Harbourne railway station",
        "outcome": "Child died",
        "abuse": "Suspected",
        "narrative": "Marcelline was struck by a train. She had told her school nurse in the spring that a relative had hurt her. The disclosure is being looked into.",
        "referrer": "Ignatz Fairbairn",
        "role": "Virtual School Head",
        "agency": "Harbourne City Council",
        "phone": "0161 496 0305",
        "email": "ignatz.fairbairn@harbourne.example",
        "date": "16.11.26",
    },
    on=symbol("F0FE"),
    off=symbol("F0A8"),
)


# Letters in a symbol font: Wingdings 2 R is a ticked box, the pound sign an empty one; one list has two ticks where one was asked for.
K25 = harbourne(
    {
        "reasons": (REASONS[1][0],),
        "name": "Ambrosine Tuttle",
        "dob": "NK",
        "ethnicity": ("White British", "Other White"),
        "looked_after": ("Not known",),
        "incident": "14 Nov 2026",
        "outcome": "Child was seriously harmed",
        "narrative": "Found alone on the breakwater.",
        "referrer": "PCSO 71044 Dalloway",
        "agency": "Harbourne Police",
    },
    on=run("R", font="Wingdings 2"),
    off=run("\u00a3", font="Wingdings 2"),
)


K26 = harbourne({}, on=run("\u2611"), off=run("\u2610"))


# The same boxes as an X typed into the cell, and an empty cell where nothing was typed.
K27 = harbourne(
    {
        "reasons": (REASONS[1][0], REASONS[4][0]),
        "name": "Evander Crabtree",
        "dob": "2 January 2012",
        "sex": "Male",
        "nhs": "999 549 9096",
        "address": "Brightside Secure Unit, Harbourne",
        "disability": "no",
        "ethnicity": ("Other mixed",),
        "looked_after": ("Yes",),
        "cp_plan": ("Not known",),
        "incident": "12/11/2026",
        "outcome": "Child was seriously harmed",
        "abuse": "Known",
        "narrative": "Arm broken during a restraint by two members of staff.",
        "referrer": "Odalys Merrick",
        "role": "Registered Manager",
        "agency": "Brightside Secure Unit",
        "phone": "07700 900612",
        "date": "13/11/2026",
    },
    on=run("X"),
    off=run(""),
)


def every_way_of_choosing() -> bytes:
    """Choices made in bold, underline, highlight, asterisks, brackets, and left alone."""
    anew()
    return document(
        *blocks("""
            # Learning from Serious Incidents: Agency Referral
            Medlow Safeguarding Children Partnership
            ! Circle or otherwise mark one answer where a choice is printed.
            ## A. The young person
        """),
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
        *blocks("""
            ## C. Referrer
            Name | Maryam Siddiqui-Holt
            Designation | Independent Reviewing Officer
            Agency | Medlow County Council
            Tel | 0808 157 0121
            Email | maryam.sh@medlow.example
            Dated | 6/11/26

            ## D. Designated Safeguarding Lead sign-off
            Name | Gethin Rowlands
            Agency | Medlow County Council
            Tel | 0808 157 0122
            Dated | 7/11/26
        """),
    )


def mixed_boxes() -> bytes:
    """Boxes before the words in one row and after them in the next, crosses that mean yes, and a tick typed over a box."""
    anew()
    return document(
        title("Serious Incident Referral Form"),
        para("Cleaver Bay Safeguarding Children Partnership", align="center"),
        two_columns(
            ("Name of child", "Zachariah Pool"),
            ("Date of birth", "5 Feb 2008"),
            ("Gender", cell(para(boxes("Male", "Female", "Other", chosen="Other")))),
            ("Looked after child", cell(para(boxes("Yes", "No", chosen="Yes", after=True)))),
            ("Child protection plan", cell(para(symbol("F06F"), run(" Yes     "), symbol("F078"), run(" No")))),
            ("Care leaver", cell(para(run("Yes \u2713    No")))),
            ("Date of incident", "11-Nov-2026"),
            ("Outcome", cell(para(run("[ ] Died   [X] Seriously harmed   [ ] Other")))),
            ("Abuse or neglect", cell(para(run("( ) Known   (\u2022) Suspected   ( ) No")))),
            ("Circumstances", "Zachariah was stabbed outside a takeaway."),
        ),
        two_columns(
            ("Referred by", "Jocelyn Umar-Frith"),
            ("Agency", "Cleaver Bay Youth Justice"),
            ("Role", "Case manager"),
            ("Tel", "01632 960550"),
            ("Date of referral", "Thursday 12th November"),
        ),
    )


DOCUMENTS = {
    "K24-tick-lists-symbols.docx": K24,
    "K25-tick-lists-symbol-font-half.docx": K25,
    "K26-tick-lists-blank.docx": K26,
    "K27-tick-lists-typed-x.docx": K27,
    "K109-boxes-of-every-kind.docx": mixed_boxes(),
    "R09-every-way-of-choosing.docx": every_way_of_choosing(),
}
