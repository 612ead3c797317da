"""Half a dozen more partnerships: T01 to T06."""

from __future__ import annotations

from builders import (
    anew,
    cell,
    document,
    grid,
    heading,
    label,
    para,
    row,
    run,
    table,
    title,
    two_columns,
)
from expect import ABSENT, BLANK, ELSEWHERE, UNKNOWN, expected, has

ABOUT_ME = (
    ("Full name", "Perdita Vance"),
    ("Job title", "Named Midwife"),
    ("Organisation", "Linford NHS Trust"),
    ("Telephone", "01632 960414"),
    ("E-mail", "perdita.vance@linford-nhs.example"),
)
ME = {
    "name": "Perdita Vance",
    "role": "Named Midwife",
    "agency": "Linford NHS Trust",
    "phone": "01632 960414",
    "email": "perdita.vance@linford-nhs.example",
}


def captions_above_the_figures() -> bytes:
    """Day, month and year printed above the cells in which a date is written."""
    anew()

    def day(question, *figures):
        return table(
            row(label(question), *(label(c) for c in ("Day", "Month", "Year"))),
            row("", *figures),
            widths=(55, 15, 15, 15),
        )

    return document(
        title("Serious Incident Referral"),
        para("Linford Safeguarding Children Partnership"),
        heading("About you"),
        two_columns(*ABOUT_ME),
        heading("About the child"),
        two_columns(("Child's name", "Tiernan Oakes"), ("Gender", "Boy"), ("Child's address", "1 Kiln Close, LF1 1KC")),
        day("Child's date of birth", "17", "05", "2024"),
        heading("About the incident"),
        day("Date of the incident", "10", "11", "2026"),
        two_columns(
            ("Did the child die, or was the child seriously harmed?", "Seriously harmed"),
            ("Abuse or neglect", "Suspected"),
            ("What happened", "Tiernan has a skull fracture and two older rib fractures."),
        ),
        day("Date you are completing this form", "12", "11", "2026"),
    )


T01_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-12"},
    incident={
        "date": "2026-11-10",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("rib fractures"),
    },
    children=[
        {
            "name": "Tiernan Oakes",
            "dob": "2024-05-17",
            "sex": "male",
            "home_address": has("1 Kiln Close"),
            "postcode": "LF1 1KC",
        }
    ],
    referrer=ME,
)


def one_grid_for_all() -> bytes:
    """The child among its family in one grid, told by the relationship."""
    anew()
    return document(
        title("Rapid Review Referral"),
        para("Upper Teme Safeguarding Partners", align="center"),
        para("Referrer", bold=True),
        two_columns(*ABOUT_ME, ("Date", "03/11/2026")),
        para("Subject child", bold=True),
        two_columns(
            ("Name", "Hector Quance"),
            ("D.o.B.", "unknown - thought to be 13"),
            ("Sex", cell(para("M / ", run("F", strike=True), " / ", run("other", strike=True)))),
            ("CP plan (Y/N/NK)", cell(para(run("Y", bold=True), " / N / NK"))),
            ("LAC (Y/N/NK)", "Y / N / NK"),
            ("Address", "As mother"),
        ),
        para("Family", bold=True),
        grid(
            ("Name", "Relation", "DOB/Age", "Address"),
            ("Iris Quance", "Mother", "1988", "14 Teme View, UT4 4TV"),
            ("Piers Quance", "Brother", "6/12", "as above"),
        ),
        para("Incident", bold=True),
        two_columns(
            ("Date/time", "02/11/2026, about 4pm"),
            ("Location", "Teme weir"),
            ("Fatal / serious harm", "Fatal"),
            ("Abuse/neglect suspected?", "Not at this stage"),
            ("Brief circumstances", "Hector jumped from the weir with friends."),
        ),
    )


T02_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-03"},
    incident={
        "date": "2026-11-02",
        "location": "Teme weir",
        "outcome": "died",
        "narrative": has("jumped from the weir"),
    },
    children=[
        {
            "name": "Hector Quance",
            "dob": ABSENT,
            "sex": "male",
            "cp_plan": "yes",
            "looked_after": BLANK,
            "home_address": ELSEWHERE,
        }
    ],
    family=[
        {"name": "Iris Quance", "relationship": "Mother", "dob": "1988", "address": has("14 Teme View")},
        {
            "name": "Piers Quance",
            "relationship": "Brother",
            "dob": ABSENT,
            "age": "6 months",
            "address": ELSEWHERE,
        },
    ],
    referrer=ME,
)


def plain_without_rules() -> bytes:
    """No shading, no bold, no colons: only the words tell question from answer; mother's details before the child's."""
    anew()

    def plain(*rows):
        return table(*(row(*r) for r in rows), widths=(1,) * len(rows[0]))

    return document(
        para("Notification of a serious child safeguarding incident"),
        para("Glenmoor Safeguarding Children Partnership"),
        plain(
            ("Name of referrer", "Perdita Vance", "Role of referrer", "Named Midwife"),
            ("Agency", "Linford NHS Trust", "Telephone number", "01632 960414"),
            ("Email", "perdita.vance@linford-nhs.example", "Date of referral", "9/11/2026"),
        ),
        plain(
            ("Mother's name", "Dervla Roche", "Mother's date of birth", "11/02/2003"),
            ("Father's name", "not disclosed", "Father's date of birth", ""),
            ("Child's name", "Baby boy Roche", "Child's date of birth", "08/11/2026"),
            ("Child's NHS number", "", "Child's sex", "Male"),
            ("Child's home address", "c/o St Bride's Maternity Unit", "Date of child's death", "08/11/2026"),
        ),
        plain(
            ("Date of incident", "08/11/2026", "Place of incident", "Staff car park"),
            ("Outcome", "Death", "Abuse or neglect", "Not known"),
        ),
        para("Summary of the incident"),
        para("Born in a car park; no midwife was told that labour had begun."),
    )


T03_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-09"},
    incident={
        "date": "2026-11-08",
        "location": "Staff car park",
        "outcome": "died",
        "abuse_neglect": UNKNOWN,
        "narrative": has("no midwife was told"),
    },
    children=[
        {
            "name": has("Roche"),
            "dob": "2026-11-08",
            "nhs_number": BLANK,
            "sex": "male",
            "home_address": has("St Bride's"),
            "date_of_death": "2026-11-08",
        }
    ],
    referrer=ME,
)


def ticks_for_two_children() -> bytes:
    """Yes and no as boxes in brackets for two children in two columns."""
    anew()
    return document(
        title("Serious Harm Referral - Rapid Review"),
        para("Tolsey Safeguarding Children Partnership"),
        table(
            row(label("Question"), label("Child 1"), label("Child 2")),
            row(label("Name"), "Lotte Amsel", "Finn Amsel"),
            row(label("Date of birth"), "05.05.2015", "19.09.2018"),
            row(label("Gender"), "F", "M"),
            row(label("On a CP plan?"), "[x] Yes [ ] No", "[ ] Yes [x] No"),
            row(label("Looked after?"), "[ ] Yes [x] No", "[ ] Yes [ ] No"),
            row(label("Address"), "9 Toll Bar, TL9 9TB", "Same"),
            widths=(30, 35, 35),
        ),
        para("Incident", bold=True),
        two_columns(
            ("Incident date", "1st-3rd November 2026"),
            ("What harm came to the children?", "Serious harm to both"),
            ("Abuse or neglect (known/suspected/no)", "known"),
            ("Circumstances", "Locked in a cellar for two nights."),
        ),
        para("Referrer", bold=True),
        two_columns(*ABOUT_ME, ("Date referral completed", "5/11/26")),
    )


T04_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-05"},
    incident={
        "date": "2026-11-01",
        "date_to": "2026-11-03",
        "outcome": "seriously_harmed",
        "abuse_neglect": "known",
        "narrative": has("cellar"),
    },
    children=[
        {
            "name": "Lotte Amsel",
            "dob": "2015-05-05",
            "sex": "female",
            "cp_plan": "yes",
            "looked_after": "no",
            "postcode": "TL9 9TB",
        },
        {
            "name": "Finn Amsel",
            "dob": "2018-09-19",
            "sex": "male",
            "cp_plan": "no",
            "looked_after": BLANK,
            "home_address": ELSEWHERE,
        },
    ],
    referrer=ME,
)


def death_review() -> bytes:
    """A child death form whose title says only that it is a form for reporting."""
    anew()
    return document(
        para("Reporting Form", bold=True),
        two_columns(
            ("Name of child", "Ansel Frome"),
            ("Date of birth", "01/10/2026"),
            ("Date of death", "30/10/2026"),
            ("Place of death", "Ward 4"),
            ("Expected or unexpected?", "Expected"),
            ("Cause of death, if known", "Extreme prematurity"),
            ("Coroner informed?", "No"),
            ("Post-mortem?", "No"),
            ("Who is supporting the family in their bereavement?", "Ward sister"),
            ("Reported by", "Dr Kit Lowe"),
            ("Telephone", "01632 960515"),
        ),
    )


def professional_challenge() -> bytes:
    """An agency's answer to a request for information, under a name of its own."""
    anew()
    return document(
        para("Agency Involvement Summary", bold=True),
        para("Rapid Review: Children L and F"),
        two_columns(
            ("Agency completing this summary", "Tolsey Fire and Rescue"),
            ("Completed by", "Watch Manager Neil Orme"),
            ("Child's name", "Lotte Amsel"),
            ("Date of birth", "05/05/2015"),
            ("Period covered", "2023 to date"),
            ("Involvement", "One home safety visit, March 2025; the cellar door was seen bolted."),
            ("Learning for your agency", "Ask why a door is bolted from outside."),
        ),
    )


DOCUMENTS = {
    "T01-captions-above-figures.docx": (captions_above_the_figures(), T01_EXPECTED),
    "T02-one-grid-for-all.docx": (one_grid_for_all(), T02_EXPECTED),
    "T03-plain-without-rules.docx": (plain_without_rules(), T03_EXPECTED),
    "T04-ticks-for-two-children.docx": (ticks_for_two_children(), T04_EXPECTED),
    "T05-death-review.docx": (death_review(), expected("other_form")),
    "T06-involvement-summary.docx": (
        professional_challenge(),
        expected("agency_return", children=[{"name": "Lotte Amsel", "dob": "2015-05-05"}]),
    ),
}
