"""Layouts 6 and 7, pure paragraphs and tick lists: K21 to K26."""

from __future__ import annotations

from builders import (
    Xml,
    anew,
    bullets,
    cell,
    document,
    guidance,
    heading,
    label,
    para,
    row,
    run,
    symbol,
    table,
    title,
    two_columns,
)
from expect import BLANK, UNKNOWN, expected, has, one_of
from layouts import lines


def strathmoor(a) -> bytes:
    """No tables: a bold label, a colon, and words that may run over several paragraphs."""
    anew()

    def said(text, key, *, below=False):
        value = a.get(key, "")
        if below or (isinstance(value, Xml) and value.startswith("<w:p")):
            shown = value if isinstance(value, Xml) else lines(value)
            return Xml(para(run(f"{text}:", bold=True)) + shown)
        first, *rest = value.split("\n")
        return Xml(para(run(f"{text}: ", bold=True), first) + "".join(para(r) for r in rest))

    return document(
        title("Strathmoor Children's Safeguarding Partnership"),
        title("Notification of a case for learning review"),
        guidance("Please answer under each heading. Use as much room as you need."),
        heading("Section 1: Referral"),
        said("Request for Service/Referral From", "referrer"),
        said("Designation", "role"),
        said("Service/agency", "agency"),
        said("Postal address", "referrer_address"),
        said("Telephone number", "phone"),
        said("Email", "email"),
        said("Date of Referral", "date"),
        heading("Section 2: Child"),
        said("Child's name/identifier", "name"),
        said("Date of Birth", "dob"),
        said("Date of death, if the child has died", "died"),
        said("Gender", "sex"),
        said("Ethnicity", "ethnicity"),
        said("NHS number", "nhs"),
        said("Child's home address", "address"),
        said("Child's current residence", "residence"),
        said("Is the child's name currently on the child protection register or plan?", "cp_plan"),
        said("Is the child looked after?", "looked_after"),
        said("Parents and carers", "parents", below=True),
        said("Siblings", "siblings", below=True),
        heading("Section 3: The case"),
        said("Date of incident", "incident"),
        said("Place", "location"),
        said("Outcome (died, seriously harmed, other)", "outcome"),
        said("Is abuse or neglect known or suspected", "abuse"),
        said("Grounds on which the criteria for a review may have been met", "criteria", below=True),
        said("What happened", "narrative", below=True),
        said("Are there any general concerns about how agencies worked", "concern", below=True),
        said("What action has been taken", "action", below=True),
        said("Other processes under way", "parallel", below=True),
        header=para("Official-Sensitive-Personal", align="right"),
    )


K21 = strathmoor(
    {
        "referrer": "Alasdair Pennington-Uzo",
        "role": "Lead Officer, Child Protection",
        "agency": "Strathmoor Council",
        "referrer_address": "Town House, High Street\nStrathmoor SM1 1TH",
        "phone": "01632 960214 (direct), 01632 960200 (team)",
        "email": "alasdair.pennington-uzo@strathmoor.example",
        "date": "Fri 6 Nov 26",
        "name": "Unborn baby / Rowan Castellane-Roy",
        "dob": "27/10/2026",
        "sex": "Male",
        "ethnicity": "White Scottish",
        "nhs": "Not yet",
        "address": "Flat 1/2, 30 Loom Street, Strathmoor, SM4 8LL",
        "residence": "Neonatal unit, then foster placement",
        "cp_plan": "Yes - pre-birth, registered 1 October 2026, risk: parental drug use",
        "looked_after": "No",
        "parents": "Shona Castellane, mother, 18/2/2001\nDev Roy, putative father, date of birth not known, address withheld",
        "siblings": "Lorne Castellane, 3 (DOB 4/3/23), kinship care since 2024; and a half-sister, Ailsa Roy, aged 9, who lives with her own mother",
        "incident": "29.10.2026",
        "location": "Postnatal ward",
        "outcome": "Seriously harmed",
        "abuse": "Known",
        "criteria": "Rowan has been seriously harmed, and neglect is known.",
        "narrative": Xml(
            para("Rowan was found in the ward's linen cupboard by a domestic assistant at about 4am.")
            + bullets(
                "Mother had left the ward at 3am",
                "Neither the ward nor the social worker knew that the alert was on the system",
                "Temperature on finding: 31 degrees",
            )
            + para("It has not been possible to speak to his mother: she was found unwell two days later.")
        ),
        "concern": "The alert was on one record and not on the other.\nThree different names were used for the baby.",
        "action": "Child protection order granted 30 October.",
        "parallel": "Significant adverse event review; police enquiry",
    }
)
K21_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Lorne Castellane", "Ailsa Roy", "Shona Castellane", "putative father", "address withheld", "Not yet"],
    referral={
        "date": "2026-11-06",
        "protective_marking": has("Official-Sensitive"),
        "interagency_concern": has("Three different names"),
    },
    incident={
        "date": "2026-10-29",
        "location": "Postnatal ward",
        "outcome": "seriously_harmed",
        "abuse_neglect": "known",
        "narrative": has("linen cupboard", "Temperature on finding", "found unwell two days later"),
        "immediate_action": has("Child protection order"),
        "parallel_processes": has("adverse event review"),
    },
    children=[
        {
            "name": has("Rowan Castellane-Roy"),
            "dob": "2026-10-27",
            "date_of_death": BLANK,
            "sex": "male",
            "ethnicity": "White Scottish",
            "home_address": has("30 Loom Street"),
            "postcode": "SM4 8LL",
            "current_residence": has("foster placement"),
            "cp_plan": "yes",
            "looked_after": "no",
        }
    ],
    referrer={
        "name": "Alasdair Pennington-Uzo",
        "role": "Lead Officer, Child Protection",
        "agency": "Strathmoor Council",
        "address": has("Town House", "Strathmoor SM1 1TH"),
        "phone": has("01632 960214"),
        "email": "alasdair.pennington-uzo@strathmoor.example",
    },
)

K22 = strathmoor(
    {
        "referrer": "Health visitor",
        "agency": "NHS Strathmoor",
        "email": "hv.team@nhs-strathmoor.example",
        "date": "November 2026",
        "name": "Smith siblings x3",
        "dob": "A: 3/4/15, B: 7/8/18, C: 8/12",
        "address": "see below",
        "incident": "Spring 2026",
        "outcome": "other - see below",
        "narrative": "Long-standing neglect; the children have not been seen since the spring. Address is Caravan 4, Moor Side.",
    }
)
K22_EXPECTED = expected(
    "referral",
    kept=["Smith siblings x3", "A: 3/4/15", "8/12", "Spring 2026", "Caravan 4"],
    referral={"date": one_of("2026-11")},
    incident={
        "date": {"value": None, "state": "unparsed"},
        "outcome": "other",
        "abuse_neglect": BLANK,
        "narrative": has("not been seen since the spring"),
        "immediate_action": BLANK,
    },
    referrer={
        "name": has("Health visitor"),
        "role": BLANK,
        "agency": "NHS Strathmoor",
        "phone": BLANK,
        "email": "hv.team@nhs-strathmoor.example",
    },
)

K23 = strathmoor({})
K23_EXPECTED = expected(
    "blank_form",
    children=[{"name": BLANK, "dob": BLANK}],
    incident={"date": BLANK, "outcome": BLANK, "narrative": BLANK},
    referrer={"name": BLANK, "email": BLANK},
)

# Tick lists ---------------------------------------------------------------------------------------------------------------

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
    anew()

    def box(ticked):
        return on if ticked else off

    def columns(text, key, *captions):
        return row(label(text), *(cell(para(box(c in a.get(key, ())))) for c in captions))

    def inline(key, *choices):
        return Xml("".join(run(f"{c} ") + box(c in a.get(key, ())) + run("    ") for c in choices))

    return document(
        title("Harbourne Safeguarding Children Partnership"),
        title("Referral Form of Serious Incidents for Consideration by the Rapid Review Group"),
        heading("1. Reason for notification"),
        guidance("Tick every reason that applies; the legal basis is printed for reference."),
        table(
            row(label("Tick"), label("Reason"), label("Legal basis")),
            *(row(cell(para(box(r in a.get("reasons", ())))), r, basis) for r, basis in REASONS),
            widths=(10, 65, 25),
        ),
        heading("2. The child"),
        two_columns(
            ("Full Name", a.get("name", "")),
            ("Date of birth", a.get("dob", "")),
            ("Gender", cell(para(inline("sex", "Male", "Female", "Indeterminate")))),
            ("NHS Number", a.get("nhs", "")),
            ("Address of child (Including postcode)", a.get("address", "")),
            ("Disability", a.get("disability", "")),
        ),
        para("Ethnic group (tick one)", bold=True),
        table(
            *(row(*(cell(para(box(e in a.get("ethnicity", ())), run(f" {e}"))) for e in four)) for four in ETHNICITIES),
            widths=(1, 1, 1, 1),
        ),
        table(
            row(label("At the time of the incident was the child"), label("Yes"), label("No"), label("Not known")),
            columns("looked after?", "looked_after", "Yes", "No", "Not known"),
            columns("subject to a child protection plan?", "cp_plan", "Yes", "No", "Not known"),
            widths=(55, 15, 15, 15),
        ),
        heading("3. The incident"),
        two_columns(
            ("Date of incident", a.get("incident", "")),
            ("Time (if known)", a.get("time", "")),
            ("Where did the incident occur?", a.get("location", "")),
            ("What happened to the child?", cell(para(inline("outcome", "Child died", "Child was seriously harmed")))),
            ("Abuse or neglect", cell(para(inline("abuse", "Known", "Suspected", "Not suspected")))),
        ),
        para("Please describe the incident and the circumstances leading to it", bold=True),
        table(row(cell(lines(a.get("narrative", "")))), widths=(1,)),
        heading("4. You"),
        two_columns(
            ("This is (your name)", a.get("referrer", "")),
            ("I am a (job title)", a.get("role", "")),
            ("from (organisation)", a.get("agency", "")),
            ("Contact number", a.get("phone", "")),
            ("Email address", a.get("email", "")),
            ("Date of referral", a.get("date", "")),
        ),
        footer=para("Harbourne SCP RR-ref 2026", size=16),
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
K24_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-16", "criteria": ["Death of a child where abuse", "Death of a looked-after child"]},
    incident={
        "date": "2026-11-13",
        "time": has("7"),
        "location": "Harbourne railway station",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("struck by a train", "school nurse in the spring"),
    },
    children=[
        {
            "name": "Marcelline Ojukwu",
            "dob": "2011-07-19",
            "sex": "female",
            "nhs_number": "9995622416",
            "home_address": has("17 Anchor Mews"),
            "postcode": "HB7 4SD",
            "disability": has("Autism"),
            "ethnicity": "African",
            "looked_after": "yes",
            "cp_plan": "no",
        }
    ],
    referrer={
        "name": "Ignatz Fairbairn",
        "role": "Virtual School Head",
        "agency": "Harbourne City Council",
        "phone": "0161 496 0305",
        "email": "ignatz.fairbairn@harbourne.example",
    },
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
K25_EXPECTED = expected(
    "referral",
    missing=["children[0].dob|age|edd", "incident.abuse_neglect", "referrer.phone|email"],
    referral={"date": BLANK, "criteria": ["Serious harm to a child"]},
    incident={
        "date": "2026-11-14",
        "outcome": "seriously_harmed",
        "abuse_neglect": BLANK,
        "narrative": has("breakwater"),
        "time": BLANK,
    },
    children=[
        {
            "name": "Ambrosine Tuttle",
            "dob": UNKNOWN,
            "sex": BLANK,
            "nhs_number": BLANK,
            "looked_after": UNKNOWN,
            "cp_plan": BLANK,
            "home_address": BLANK,
        }
    ],
    referrer={"name": has("Dalloway"), "role": BLANK, "agency": "Harbourne Police", "phone": BLANK, "email": BLANK},
)
# "Not known" is an answer, so a birth date that is not known is not missing.
K25_EXPECTED["missing"] = ["incident.abuse_neglect", "referrer.phone|email"]

K26 = harbourne({}, on=run("\u2611"), off=run("\u2610"))
K26_EXPECTED = expected(
    "blank_form",
    children=[{"name": BLANK, "dob": BLANK, "looked_after": BLANK, "cp_plan": BLANK}],
    incident={"outcome": BLANK, "abuse_neglect": BLANK},
    referral={"criteria": {"value": None}},
)

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
K27_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-13", "criteria": ["Serious harm to a child", "regulated setting"]},
    incident={"date": "2026-11-12", "outcome": "seriously_harmed", "abuse_neglect": "known"},
    children=[
        {
            "name": "Evander Crabtree",
            "dob": "2012-01-02",
            "sex": "male",
            "nhs_number": "9995499096",
            "ethnicity": "Other mixed",
            "looked_after": "yes",
            "cp_plan": UNKNOWN,
            "home_address": has("Brightside Secure Unit"),
        }
    ],
    referrer={
        "name": "Odalys Merrick",
        "role": "Registered Manager",
        "agency": "Brightside Secure Unit",
        "phone": "07700 900612",
        "email": BLANK,
    },
)

DOCUMENTS = {
    "K21-paragraphs.docx": (K21, K21_EXPECTED),
    "K22-paragraphs-half-siblings.docx": (K22, K22_EXPECTED),
    "K23-paragraphs-blank.docx": (K23, K23_EXPECTED),
    "K24-tick-lists-symbols.docx": (K24, K24_EXPECTED),
    "K25-tick-lists-symbol-font-half.docx": (K25, K25_EXPECTED),
    "K26-tick-lists-blank.docx": (K26, K26_EXPECTED),
    "K27-tick-lists-typed-x.docx": (K27, K27_EXPECTED),
}
