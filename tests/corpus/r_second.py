"""A second dozen of partnerships, none like those before: S01 to S12."""

from __future__ import annotations

from builders import (
    anew,
    bar,
    box_choices,
    cell,
    date_control,
    document,
    grid,
    heading,
    label,
    nhs,
    para,
    row,
    run,
    table,
    text_control,
    title,
    two_columns,
)
from expect import BLANK, ELSEWHERE, UNKNOWN, expected, has, one_of
from layouts import lines


def bars_over_captions() -> bytes:
    """A bar that asks, captions below it, answers below these; dates as words; the surname in capitals."""
    anew()
    return document(
        title("Nomination of a Case for a Local Learning Review"),
        para("Vale of Esk Safeguarding Children Partnership"),
        table(
            bar("WHO IS THE CHILD?", span=3),
            row(label("Forename"), label("SURNAME"), label("Date of birth (or EDD)")),
            row("Ffion", "GRIFFITHS-VALE", "Eighth of March 2020 (08/03/2020)"),
            row(label("Lives at"), label("Lives with"), label("Legal status if any")),
            row("2 Mill Bank, Esk ES1 1MB", "Maternal aunt", "SGO"),
            bar("WHAT HAPPENED, WHEN AND WHERE?", span=3),
            row(label("Date"), label("Time"), label("Place")),
            row("Sunday 8 November 2026", "3.15pm", "Esk leisure pool"),
            row(label("Account", span=3)),
            row(
                cell(
                    "Ffion was pulled from the pool. She lives, with a brain injury. Nobody had her in sight for nine minutes.",
                    span=3,
                )
            ),
            row(label("Outcome"), label("Abuse or neglect?"), label("Media?")),
            row("Life-changing injury", "Neglect suspected", "Yes: Esk Echo rang"),
            bar("WHO IS NOMINATING THE CASE?", span=3),
            row(label("Name and post"), label("Agency"), label("Telephone & e-mail")),
            row(
                "Idris Pugh, Head of Safeguarding", "Esk Leisure Trust", "01632 960 262, idris.pugh@eskleisure.example"
            ),
            row(label("Signed"), label("Date", span=2)),
            row("I Pugh", cell("10/11/26", span=2)),
            widths=(1, 1, 1),
        ),
    )


S01_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Maternal aunt"],
    incident={
        "date": "2026-11-08",
        "time": has("3.15"),
        "location": "Esk leisure pool",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("pulled from the pool"),
        "media_interest": has("Esk Echo"),
    },
    children=[
        {
            "name": "Ffion Griffiths-Vale",
            "dob": "2020-03-08",
            "home_address": has("2 Mill Bank"),
            "postcode": "ES1 1MB",
            "legal_status": "SGO",
        }
    ],
    referrer={
        "name": "Idris Pugh",
        "role": "Head of Safeguarding",
        "agency": "Esk Leisure Trust",
        "phone": one_of("01632 960 262", "01632 960262"),
        "email": "idris.pugh@eskleisure.example",
        "signed_date": "2026-11-10",
    },
)
S01_EXPECTED["referral"]["incident"]["time"] = {
    "value": {"any": ["15:15", "3.15pm", "3:15pm", "3.15 pm"]},
    "state": "given",
}


def people_in_columns() -> bytes:
    """Child, sibling, mother and father as the columns of one table."""
    anew()
    return document(
        para("SI-1", align="right"),
        title("Serious Incident Form"),
        para("Coldharbour Safeguarding Partnership"),
        para("People", bold=True),
        table(
            row(label(""), label("Subject child"), label("Mother"), label("Father")),
            row(label("Full name"), "Otto Lindqvist", "Astrid Lindqvist", "Bo Falk"),
            row(label("Date of birth"), "01/12/2024", "07/07/1994", "unknown"),
            row(label("Address"), "66 Cutler Row, CH6 6CR", "as child", "HMP"),
            row(label("Ethnicity"), "White Other", "White Other", "N/K"),
            widths=(1, 1, 1, 1),
        ),
        para("Incident", bold=True),
        table(
            row(label("When"), "12.11.2026", label("Where"), "66 Cutler Row"),
            row(label("Died / seriously harmed"), "Died", label("Known / suspected abuse or neglect"), "Suspected"),
            row(label("Full description"), cell("Found face down in a travel cot by his mother's partner.", span=3)),
            widths=(20, 30, 20, 30),
        ),
        para("Form filled in by", bold=True),
        table(
            row(label("Name"), "Leopoldine Ash", label("Role"), "Detective Sergeant"),
            row(label("Agency"), "Coldharbour Police", label("Tel"), "101 ext 4410 / 07700 900512"),
            row(label("Email"), "l.ash@coldharbour-police.example", label("Date"), "13.11.2026"),
            widths=(20, 30, 20, 30),
        ),
    )


S02_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["HMP"],
    referral={"date": "2026-11-13"},
    incident={
        "date": "2026-11-12",
        "location": "66 Cutler Row",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("travel cot"),
    },
    children=[
        {
            "name": "Otto Lindqvist",
            "dob": "2024-12-01",
            "home_address": has("66 Cutler Row"),
            "postcode": "CH6 6CR",
            "ethnicity": "White Other",
        }
    ],
    family=[
        {
            "name": "Astrid Lindqvist",
            "relationship": "Mother",
            "dob": "1994-07-07",
            "address": ELSEWHERE,
            "ethnicity": "White Other",
        },
        {"name": "Bo Falk", "relationship": "Father", "dob": UNKNOWN, "address": "HMP"},
    ],
    referrer={
        "name": "Leopoldine Ash",
        "role": "Detective Sergeant",
        "agency": "Coldharbour Police",
        "phone": has("07700 900512"),
        "email": "l.ash@coldharbour-police.example",
    },
)


def numbers_in_a_column() -> bytes:
    """A column of numbers, a column of questions, a column of answers; boxes typed in brackets."""
    anew()

    def ask(number, question, *answer):
        return row(number, question, cell(*(para(a) for a in answer)) if answer else "")

    return document(
        title("Rapid Review: Agency Referral Template"),
        para("Saltmarsh Safeguarding Children Partnership"),
        table(
            row(label("No."), label("Question"), label("Response")),
            ask("1", "Your name, designation and organisation", "Cordelia Banks, Headteacher, Saltmarsh High School"),
            ask("2", "Your telephone number and secure email", "01632 960818", "head@saltmarsh-high.example"),
            ask("3", "Date of this referral", "16 November 2026"),
            ask("4", "Name of the child or young person", "Zainab Farooqi (known as Zee)"),
            ask("5", "Their date of birth", "29.02.2012"),
            ask("6", "Their gender", "( ) Male   (x) Female   ( ) Other"),
            ask("7", "Their home address and postcode", "81 Samphire Street, Saltmarsh, SM8 1SS"),
            ask("8", "Their ethnicity and first language", "Pakistani; Urdu"),
            ask("9", "Are they looked after by a local authority?", "Yes [ ]  No [X]"),
            ask(
                "10",
                "Are they, or were they ever, on a child protection plan?",
                "Yes [X]  No [ ]   2019-2020, emotional abuse",
            ),
            ask("11", "When did the incident take place?", "Between 9 and 13 November 2026"),
            ask("12", "Has the child died or suffered serious harm?", "[ ] Died", "[X] Serious harm"),
            ask("13", "Is abuse or neglect known or suspected?", "[X] Known   [ ] Suspected   [ ] Neither"),
            ask(
                "14",
                "Set out what happened",
                "Zainab disclosed that she had been taken abroad and married. She had not been seen since Friday.",
            ),
            ask(
                "15",
                "What has been done since to keep the child and others safe?",
                "Forced Marriage Protection Order applied for.",
            ),
            ask("16", "Names and ages of brothers and sisters", "Hamza (9), Aisha (6)"),
            widths=(8, 40, 52),
        ),
    )


S03_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Hamza", "Aisha"],
    referral={"date": "2026-11-16"},
    incident={
        "date": "2026-11-09",
        "date_to": "2026-11-13",
        "outcome": "seriously_harmed",
        "abuse_neglect": "known",
        "narrative": has("taken abroad and married"),
        "immediate_action": has("Protection Order"),
    },
    children=[
        {
            "name": "Zainab Farooqi",
            "aliases": "Zee",
            "dob": "2012-02-29",
            "sex": "female",
            "home_address": has("81 Samphire Street"),
            "postcode": "SM8 1SS",
            "ethnicity": "Pakistani",
            "language": "Urdu",
            "looked_after": "no",
            "cp_plan": "yes",
        }
    ],
    referrer={
        "name": "Cordelia Banks",
        "role": "Headteacher",
        "agency": "Saltmarsh High School",
        "phone": "01632 960818",
        "email": "head@saltmarsh-high.example",
    },
)


def several_on_a_line() -> bytes:
    """No table: several labels to a line, parted by tabs, dots and dashes."""
    anew()
    return document(
        para("BURNFOOT SAFEGUARDING CHILDREN PARTNERSHIP", bold=True),
        para("CRITICAL INCIDENT - REFERRAL FOR RAPID REVIEW", bold=True),
        para("PART A: REFERRER", bold=True),
        para("Name: Solomon Achterberg\tPosition: Operations Manager"),
        para("Agency: Burnfoot Ambulance Service\tDate: 5.11.26"),
        para("Tel: 01632 960909\tEmail: solomon.a@burnfoot-ambulance.example"),
        para("PART B: CHILD", bold=True),
        para("Name: Baby Okonjo (unnamed)\tDOB: 3.11.26\tSex: F"),
        para("Address: Room 14, Travelstop Hotel, Burnfoot BF1 4TH"),
        para("NHS No: ", nhs("999662040"), "\tEthnicity: Black African"),
        para("CP Plan: Yes / No / Not known  (please underline)  ", run("Not known", underline=True)),
        para("PART C: INCIDENT", bold=True),
        para("Date of incident: 4.11.26\tTime: 0610\tPlace: Travelstop Hotel"),
        para("Outcome: Died\tAbuse/neglect: Suspected"),
        para("Summary:"),
        para("Crew called to a newborn in cardiac arrest."),
        para("Mother had concealed the pregnancy. Room: very cold; no heating."),
        para("PART D: FOR OFFICE USE", bold=True),
        para("Received: 6.11.26\tBy: KL\tRef: BF/0099"),
    )


S04_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["BF/0099", "very cold"],
    referral={"date": "2026-11-05"},
    incident={
        "date": "2026-11-04",
        "time": "06:10",
        "location": "Travelstop Hotel",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("cardiac arrest", "concealed the pregnancy"),
    },
    children=[
        {
            "name": has("Okonjo"),
            "dob": "2026-11-03",
            "sex": "female",
            "home_address": has("Room 14"),
            "postcode": "BF1 4TH",
            "nhs_number": nhs("999662040"),
            "ethnicity": "Black African",
        }
    ],
    referrer={
        "name": "Solomon Achterberg",
        "role": "Operations Manager",
        "agency": "Burnfoot Ambulance Service",
        "phone": "01632 960909",
        "email": "solomon.a@burnfoot-ambulance.example",
    },
)


def ticks_beside_agencies() -> bytes:
    """Agencies printed with a tick for involved; grounds with room to explain; an office block in the middle."""
    anew()
    return document(
        heading("Serious Incident Notification to Kirkby Marsh SCP"),
        heading("Notifier", 2),
        two_columns(
            ("Notified by", "Rex Tollemache"),
            ("Role & organisation", "Probation Officer, Probation Service"),
            ("Best number", "07700 900333"),
            ("Notification date", "17-11-26"),
        ),
        heading("For Partnership office", 2),
        two_columns(("Logged on", "18-11-26"), ("Logged by", "Una"), ("Case name", "KM 7")),
        heading("Child subject of the notification", 2),
        two_columns(
            ("Name(s)", "Milo and Max Stannage (twins)"),
            ("DOB(s)", "14/09/2022"),
            ("Home address", "1 Pump Court, KM1 1PC"),
            ("Sibling(s) - name, age", "none"),
        ),
        heading("Agencies involved (tick)", 2),
        table(
            row(label("Agency"), label("Involved"), label("Name of worker and contact")),
            row("Health visiting", "\u2713", "Bridie Cope 01632 960444"),
            row("Social care", "", ""),
            row("Police", "\u2713", ""),
            row("Housing", "", ""),
            widths=(35, 15, 50),
        ),
        heading("Incident", 2),
        two_columns(
            ("Date(s)", "14/11/2026"),
            ("Harm", "Seriously injured - both"),
            ("Is this thought to be abuse or neglect?", "Yes - suspected"),
            ("Details", "Both boys swallowed methadone left in a cup. Milo is ventilated."),
        ),
    )


S05_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Bridie Cope", "18-11-26", "KM 7"],
    referral={"date": "2026-11-17"},
    incident={
        "date": "2026-11-14",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("methadone"),
    },
    children=[{"dob": "2022-09-14", "home_address": has("1 Pump Court"), "postcode": "KM1 1PC"}],
    agencies=[
        {"agency": "Health visiting", "name": "Bridie Cope", "contact": has("01632 960444"), "still_involved": "yes"},
        {"agency": "Police", "still_involved": "yes"},
    ],
    referrer={
        "name": "Rex Tollemache",
        "role": "Probation Officer",
        "agency": "Probation Service",
        "phone": "07700 900333",
    },
)
S05_EXPECTED["referral"]["children"] = [
    {"name": has("Milo"), "dob": {"value": "2022-09-14", "state": "given"}},
    {"name": has("Max")},
]


def controls_for_two() -> bytes:
    """Controls of every kind, for two children one under the other, the second one half done."""
    anew()

    def child(number, name, shown, iso, plan):
        return two_columns(
            (f"Child {number}: name", cell(para(text_control(name, name="n")))),
            (f"Child {number}: date of birth", cell(para(date_control(shown, name="d", iso=iso)))),
            (
                f"Child {number}: on a child protection plan?",
                cell(para(box_choices("Yes", "No", "Not known", chosen=plan, name="p"))),
            ),
        )

    return document(
        title("Request for a Rapid Review"),
        para("Harbour Towns Safeguarding Children Partnership"),
        child(1, "Ivo Castellane", "03/06/2017", "2017-06-03", ("No",)),
        child(2, "Lux Castellane", "", None, ()),
        two_columns(
            ("Family address", cell(para(text_control("The Lodge, Quay Lane, HT2 2QL", name="a")))),
            ("Incident date", cell(para(date_control("15 November 2026", name="i", iso="2026-11-15")))),
            (
                "Result of the incident (tick one)",
                cell(para(box_choices("Death", "Serious harm", name="o", chosen=("Serious harm",)))),
            ),
            (
                "Was there abuse or neglect? (tick one)",
                cell(para(box_choices("Known", "Suspected", "No", name="x", chosen=()))),
            ),
            (
                "Please describe what took place",
                cell(para(text_control("Ivo set light to the bedding. Lux is in the burns unit.", name="s"))),
            ),
            ("Requested by (name)", cell(para(text_control("Honor Blythe", name="r")))),
            ("Requested by (agency)", cell(para(text_control("", name="ra")))),
            ("Requested by (phone)", cell(para(text_control("01632 960171", name="rp")))),
            ("Requested on", cell(para(date_control("16 November 2026", name="rd", iso="2026-11-16")))),
        ),
    )


S06_EXPECTED = expected(
    "referral",
    missing=["incident.abuse_neglect", "referrer.agency"],
    referral={"date": "2026-11-16"},
    incident={
        "date": "2026-11-15",
        "outcome": "seriously_harmed",
        "abuse_neglect": BLANK,
        "narrative": has("set light"),
    },
    children=[
        {"name": "Ivo Castellane", "dob": "2017-06-03", "cp_plan": "no", "home_address": has("Quay Lane")},
        {"name": "Lux Castellane", "dob": BLANK, "cp_plan": BLANK},
    ],
    referrer={"name": "Honor Blythe", "agency": BLANK, "phone": "01632 960171"},
)


def front_door() -> bytes:
    """A referral to children's social care whose title says only that it is a referral."""
    anew()
    return document(
        title("Referral Form"),
        para("Please complete as fully as you can and send within one working day."),
        two_columns(
            ("Child's name", "Cosima Pell"),
            ("DOB", "02/10/2020"),
            ("Address", "9 Tower Hill, TH9 9TH"),
            ("Is the child at immediate risk?", "No"),
            ("Has parental consent to the referral been given?", "Yes"),
            ("Category of abuse: physical / emotional / sexual / neglect", "Neglect"),
            ("Level of need", "3"),
            (
                "Reason for referral to Children's Social Care",
                "Cosima is left with a neighbour overnight most weekends.",
            ),
            ("Date of most recent incident", "08/11/2026"),
            ("Referrer", "June Tarrant"),
            ("Agency", "Tower Hill Nursery"),
            ("Telephone", "01632 960616"),
        ),
    )


def designated_officer() -> bytes:
    """An allegation form whose title says only that it is a referral."""
    anew()
    return document(
        title("Referral Form"),
        two_columns(
            ("Name of the adult", "Terence Mould"),
            ("Position of trust held", "Teaching assistant"),
            ("Employer or voluntary body", "Tower Hill School"),
            ("Has the person been suspended?", "Yes"),
            ("Nature of the allegation", "Slapped a child."),
            ("Child's name", "Cosima Pell"),
            ("Child's date of birth", "02/10/2016"),
            ("Date of incident", "09/11/2026"),
            ("What happened?", "He slapped her hand in the dinner queue."),
            ("Referrer", "Ann Cole"),
            ("Telephone", "01632 960617"),
        ),
    )


def management_review(answers=("", "", "", "", "")) -> bytes:
    """The template of an individual management review."""
    anew()
    return document(
        title("Individual Management Review (IMR) Template"),
        two_columns(
            ("Agency", answers[0]),
            ("Author of this review", answers[1]),
            ("Subject child", answers[2]),
            ("Date of birth", answers[3]),
        ),
        heading("Analysis of involvement"),
        para("Consider each episode in turn: what was known, what was done, and why."),
        lines(answers[4]),
        heading("Single agency recommendations"),
        lines(""),
    )


def form_with_greeting() -> bytes:
    """A form that begins as a letter does."""
    anew()
    return document(
        para("Dear colleagues,"),
        para("Please accept this as our notification of a serious incident.", bold=True),
        table(
            row(label("Child"), "Anselm Petherick"),
            row(label("Born"), "20/04/2011"),
            row(label("Resident at"), "Cliff House Children's Home, Bude Way, AP1 1CH"),
            row(label("Incident"), "Absconded and was struck by a lorry on 18/11/2026"),
            row(label("Harm"), "Died at the scene"),
            row(label("Abuse or neglect"), "Suspected: exploitation"),
            row(label("Date of incident"), "18/11/2026"),
            row(label("Reported by"), "Morwenna Tangye, Registered Manager, Cliff House Ltd"),
            row(label("Contact"), "01632 960030 m.tangye@cliffhouse.example"),
            row(label("Date of report"), "19/11/2026"),
            widths=(30, 70),
        ),
        para("Kind regards"),
        para("Morwenna"),
    )


S11_EXPECTED = expected(
    "referral",
    referral={"date": "2026-11-19"},
    incident={
        "date": "2026-11-18",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("struck by a lorry"),
    },
    children=[{"name": "Anselm Petherick", "dob": "2011-04-20", "home_address": has("Cliff House")}],
    referrer={
        "name": "Morwenna Tangye",
        "role": "Registered Manager",
        "agency": "Cliff House Ltd",
        "phone": "01632 960030",
        "email": "m.tangye@cliffhouse.example",
    },
)


def review_minutes() -> bytes:
    """Minutes of a rapid review meeting, with the case's particulars in a table."""
    anew()
    return document(
        title("Rapid Review Meeting: Minutes"),
        table(
            row(label("Child"), "Child KM7", label("Date of birth"), "14/09/2022"),
            row(label("Date of incident"), "14/11/2026", label("Date of meeting"), "25/11/2026"),
            widths=(20, 30, 20, 30),
        ),
        heading("Present"),
        grid(
            ("Name", "Role", "Agency"), ("Una Platt", "Chair", "Partnership"), ("Bridie Cope", "Health Visitor", "NHS")
        ),
        heading("Summary of the incident"),
        lines("Both boys swallowed methadone left in a cup."),
        heading("Decision"),
        lines("A practice review is not recommended."),
    )


DOCUMENTS = {
    "S01-bars-over-captions.docx": (bars_over_captions(), S01_EXPECTED),
    "S02-people-in-columns.docx": (people_in_columns(), S02_EXPECTED),
    "S03-numbers-in-a-column.docx": (numbers_in_a_column(), S03_EXPECTED),
    "S04-several-on-a-line.docx": (several_on_a_line(), S04_EXPECTED),
    "S05-ticks-beside-agencies.docx": (ticks_beside_agencies(), S05_EXPECTED),
    "S06-controls-for-two.docx": (controls_for_two(), S06_EXPECTED),
    "S07-front-door.docx": (front_door(), expected("other_form")),
    "S08-designated-officer.docx": (designated_officer(), expected("other_form")),
    "S09-management-review-blank.docx": (management_review(), expected("blank_form")),
    "S10-management-review.docx": (
        management_review(
            (
                "Westing Housing",
                "Jory Nance",
                "Tamzin Rook",
                "01/01/2016",
                "Rent arrears were chased six times; no officer asked about Tamzin.",
            )
        ),
        expected("agency_return", children=[{"name": "Tamzin Rook", "dob": "2016-01-01"}]),
    ),
    "S11-form-with-greeting.docx": (form_with_greeting(), S11_EXPECTED),
    "S12-review-minutes.docx": (review_minutes(), expected("not_a_form")),
}
