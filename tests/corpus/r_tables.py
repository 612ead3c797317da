"""Forms of eight partnerships that put everything into tables, each in a shape of its own: R01 to R08."""

from __future__ import annotations

from builders import (
    anew,
    bar,
    boxes,
    cell,
    choice_control,
    date_control,
    document,
    grid,
    guidance,
    heading,
    label,
    legacy_list,
    legacy_text,
    nhs,
    para,
    row,
    table,
    text_box,
    text_control,
    title,
    two_columns,
)
from expect import ABSENT, BLANK, ELSEWHERE, UNKNOWN, expected, has, one_of
from layouts import lines


def spaced(number) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def notes_beside() -> bytes:
    """One table: question, answer, and a column of notes for whoever completes it."""
    anew()

    def ask(question, answer, note=""):
        return row(label(question), cell(lines(answer)), cell(guidance(note)))

    return document(
        para("Harrowmere and the Isles Children's Safeguarding Partners", bold=True),
        para("SERIOUS INCIDENT ALERT - request that the Partners scope a rapid review", bold=True),
        table(
            row(label("Question"), label("Your answer"), label("Notes to help you")),
            bar("PART 1 - WHO YOU ARE", span=3),
            ask("Your name", "Fiona Macauley-Reid", "The person we should ring"),
            ask("Your job", "Deputy Designated Doctor", ""),
            ask("Who you work for", "Harrowmere Integrated Care Board", "Not your team: the organisation"),
            ask("How to reach you", "01632 960541\nf.macauley-reid@harrowmere-icb.example", "Telephone and e-mail"),
            ask("Today's date", "Mon 2nd Nov 26", "dd/mm/yyyy"),
            ask("Safeguarding lead consulted", "Dr Piers Lonsdale, Named GP, 01632 960542", "Name, job and number"),
            bar("PART 2 - THE CHILD OR YOUNG PERSON", span=3),
            ask("Child's full name", "DELACROIX-Boyd, Noémie", "As on the birth certificate"),
            ask("Also known as", "Mimi", ""),
            ask("Born on", "3/4/19", "If the baby is not yet born give the due date"),
            ask("Boy or girl", "F", ""),
            ask("NHS number", spaced(nhs("999271828")), "Ten digits"),
            ask("Where the child lives", "4 Quay Steps\nHarrowmere\nHM2 1QS", "With postcode"),
            ask("Ethnic background", "Mixed - White and Black Caribbean", "In the family's own words"),
            ask("First language", "French", ""),
            ask("School, nursery or college", "Quayside Infants", ""),
            ask("GP practice", "Harbour Lights Surgery", ""),
            ask("On a child protection plan?", "Yes - neglect, since Mar 2026", "Now or at any time"),
            ask("In the care of the local authority?", "No", ""),
            bar("PART 3 - WHAT HAPPENED", span=3),
            ask("Date it happened", "between 29 and 31 Oct 2026", "Give a range if you are not sure"),
            ask("Where", "Home address, upstairs bathroom", ""),
            ask("Did the child die?", "No - seriously harmed, in PICU", ""),
            ask("Is abuse or neglect known or suspected?", "Suspected", "Known / suspected / neither"),
            ask(
                "Tell us what happened",
                "Noémie was scalded on both legs and feet. The account given does not fit the line of the burns.",
                "Do not wait for reports",
            ),
            ask(
                "What has been done to keep children safe",
                "Siblings are with their aunt under a written agreement.",
                "",
            ),
            widths=(30, 45, 25),
        ),
        footer=para("HISP Alert v3 - return to the Partnership Office", size=16),
    )


R01_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Piers Lonsdale", "01632 960542", "Mar 2026"],
    referral={"date": "2026-11-02"},
    incident={
        "date": "2026-10-29",
        "date_to": "2026-10-31",
        "location": has("upstairs bathroom"),
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("does not fit the line of the burns"),
        "immediate_action": has("with their aunt"),
    },
    children=[
        {
            "name": "Noémie Delacroix-Boyd",
            "aliases": "Mimi",
            "dob": "2019-04-03",
            "sex": "female",
            "nhs_number": nhs("999271828"),
            "home_address": has("4 Quay Steps"),
            "postcode": "HM2 1QS",
            "ethnicity": has("White and Black Caribbean"),
            "language": "French",
            "school": "Quayside Infants",
            "gp": "Harbour Lights Surgery",
            "cp_plan": "yes",
            "looked_after": "no",
        }
    ],
    referrer={
        "name": "Fiona Macauley-Reid",
        "role": "Deputy Designated Doctor",
        "agency": "Harrowmere Integrated Care Board",
        "phone": "01632 960541",
        "email": "f.macauley-reid@harrowmere-icb.example",
    },
    safeguarding_lead={"name": has("Piers Lonsdale")},
)


def people_side_by_side() -> bytes:
    """Referrer and safeguarding lead as two columns of one table; side captions beside the rest."""
    anew()

    def side(text, *cells, down="restart"):
        return row(cell(para(text, bold=True) if text else "", down=down, shade="E2EFD9"), *cells)

    return document(
        title("Request to Consider a Local Child Safeguarding Practice Review"),
        para("Brackenfold Safeguarding Children Partnership"),
        table(
            row(label(""), label("Person making this request"), label("Designated safeguarding lead of your agency")),
            row(label("Name"), "Cllr-Officer Ravi Menon", "Sister Agnes Duthie"),
            row(label("Position"), "Head of Service", "Assistant Director"),
            row(label("Organisation"), "Brackenfold Children's Services", "Brackenfold Children's Services"),
            row(label("Telephone"), "0161 496 0371 ext 12", "0161 496 0372"),
            row(label("E-mail"), "ravi.menon@brackenfold.example", "agnes.duthie@brackenfold.example"),
            widths=(20, 40, 40),
        ),
        para(),
        table(
            side("Subject child", label("First name"), "Tobias", label("Family name"), "Wren"),
            side("", label("Birth date"), "11.06.2025", label("Gender"), "Male", down="continue"),
            side("", label("Address"), cell("The Old Forge, Nether Bracken, BF7 7FG", span=3), down="continue"),
            side("", label("Ethnicity"), "White British", label("Religion"), "None", down="continue"),
            side(
                "Status",
                label("CP plan"),
                "No, never",
                label("Child in care"),
                "No",
            ),
            side("", label("Legal status"), "s17/CIN", label("NHS no."), nhs("999161803"), down="continue"),
            side("Event", label("Date"), "8 Nov 2026", label("Time"), "approx 2am"),
            side("", label("Place"), "Home", label("Result"), "Child died 9 Nov 2026", down="continue"),
            side("", label("Abuse / neglect"), "known", label("Date we learned of it"), "10/11/26", down="continue"),
            side(
                "Account",
                cell(lines("Tobias was found cold in a bouncer at 2 am.\nHis mother had taken diazepam."), span=4),
            ),
            side(
                "Household",
                label("Who else lives there"),
                cell("Jodie Wren (mother, 22), Kai Wren (brother, 3)", span=3),
            ),
            widths=(14, 18, 25, 18, 25),
        ),
        para("Date of this request: 11/11/2026"),
    )


R02_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Jodie Wren"],
    referral={"date": "2026-11-11"},
    incident={
        "date": "2026-11-08",
        "time": has("2am"),
        "location": "Home",
        "outcome": "died",
        "abuse_neglect": "known",
        "agency_aware_date": "2026-11-10",
        "narrative": has("found cold in a bouncer", "taken diazepam"),
    },
    children=[
        {
            "name": "Tobias Wren",
            "dob": "2025-06-11",
            "sex": "male",
            "home_address": has("The Old Forge"),
            "postcode": "BF7 7FG",
            "ethnicity": "White British",
            "cp_plan": "no",
            "looked_after": "no",
            "legal_status": "s17/CIN",
            "nhs_number": nhs("999161803"),
        }
    ],
    referrer={
        "name": has("Ravi Menon"),
        "role": "Head of Service",
        "agency": "Brackenfold Children's Services",
        "phone": has("0161 496 0371"),
        "email": "ravi.menon@brackenfold.example",
    },
    family=[
        {"name": "Jodie Wren", "relationship": "Mother", "age": has("22")},
        {"name": "Kai Wren", "relationship": "Brother", "age": has("3")},
    ],
    safeguarding_lead={
        "name": has("Agnes Duthie"),
        "role": "Assistant Director",
        "agency": "Brackenfold Children's Services",
        "phone": "0161 496 0372",
        "email": "agnes.duthie@brackenfold.example",
    },
)


def matrix_of_criteria() -> bytes:
    """Numbered questions with lettered parts; a yes / no / not known matrix marked with an X."""
    anew()

    def mark(question, where):
        return row(question, *("X" if where == n else "" for n in range(3)))

    return document(
        heading("Rapid Review: referral by an agency"),
        para("Tyndal Vale Safeguarding Partnership"),
        para("Q1. About you", bold=True),
        two_columns(
            ("1a) Name", "PC 4471 Hamish Groat"),
            ("1b) Agency and role", "Tyndal Police, Public Protection Unit"),
            ("1c) Work telephone", "07700 900612"),
            ("1d) Secure e-mail", "hamish.groat@tyndal-police.example"),
        ),
        para("Q2. About the child", bold=True),
        two_columns(
            ("2a) Forename(s)", "Kwabena"),
            ("2b) Surname", "Asante-Lowe"),
            ("2c) Date of birth / expected date of delivery", "2011-12-25"),
            ("2d) Sex at birth", "m"),
            ("2e) Usual address and postcode", "Flat 6 Mercer House, Tyndal TV3 6MH"),
            ("2f) If the child does not live at the usual address, where?", "n/a"),
        ),
        para("Q3. Criteria", bold=True),
        para("Put an X in one box on every line.", italic=True),
        table(
            row(label(""), label("Yes"), label("No"), label("Not known")),
            mark("The child has died", 1),
            mark("The child has been seriously harmed", 0),
            mark("Abuse or neglect of the child is known", 1),
            mark("Abuse or neglect of the child is suspected", 0),
            mark("The child is looked after", 2),
            mark("The child is or was subject to a child protection plan", 1),
            mark("There is media interest", 1),
            widths=(55, 15, 15, 15),
        ),
        para("Q4. The incident", bold=True),
        two_columns(
            ("4a) When?", "Fri 6 Nov 26"),
            ("4b) At what time?", "23:10"),
            ("4c) Where?", "Tyndal bus station"),
            (
                "4d) Describe the incident, and the events that led up to it",
                "Stabbed twice by an older youth. He had been missing from home three times in October.",
            ),
            ("4e) Is anybody else looking into it (police, coroner, NHS)?", "Police investigation, attempted murder"),
        ),
        para("Q5. Signature", bold=True),
        two_columns(("5a) Signed", "H Groat"), ("5b) Date", "9/11/26")),
    )


R03_EXPECTED = expected(
    "referral",
    missing=[],
    incident={
        "date": "2026-11-06",
        "time": "23:10",
        "location": "Tyndal bus station",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("Stabbed twice"),
        "parallel_processes": has("attempted murder"),
    },
    children=[
        {
            "name": "Kwabena Asante-Lowe",
            "dob": "2011-12-25",
            "sex": "male",
            "home_address": has("Flat 6 Mercer House"),
            "postcode": "TV3 6MH",
            "looked_after": UNKNOWN,
            "cp_plan": "no",
        }
    ],
    referrer={
        "name": has("Hamish Groat"),
        "agency": has("Tyndal Police"),
        "phone": "07700 900612",
        "email": "hamish.groat@tyndal-police.example",
        "signed_date": "2026-11-09",
    },
)


def split_cells() -> bytes:
    """A borderless page: dates split over three cells, a box for each digit, questions as sentences."""
    anew()

    def split(question, day, month, year):
        return row(label(question), *(v for pair in ((day, "DD"), (month, "MM"), (year, "YYYY")) for v in pair))

    def digits(caption, number):
        return table(row(label(caption), *number), widths=(30, *(7,) * len(number)))

    return document(
        para("CONFIDENTIAL", bold=True, align="right"),
        para("Letting the Partnership know about a child who has died or been badly hurt", bold=True, size=32),
        para("Eastholme & Fenny Safeguarding Children Partnership"),
        para("What is the child's name?", bold=True),
        table(row("Marigold Ransome"), widths=(1,)),
        table(split("When was the child born?", "09", "02", "2013"), widths=(34, 11, 8, 11, 8, 18, 10)),
        digits("What is the child's NHS number?", nhs("999577215")),
        para("What is the child's address?", bold=True),
        table(row("12 Pightle Row, Fenny St Mary EF4 4PR"), widths=(1,)),
        para("Is the child a boy or a girl?", bold=True),
        table(row(boxes("Boy", "Girl", "Other", chosen="Girl")), widths=(1,)),
        table(split("When did the incident happen?", "01", "11", "2026"), widths=(34, 11, 8, 11, 8, 18, 10)),
        para("Where did it happen?", bold=True),
        table(row("Fenny Lock, by the footbridge"), widths=(1,)),
        para("Has the child died, or been seriously harmed?", bold=True),
        table(row(boxes("Died", "Seriously harmed", chosen="Died")), widths=(1,)),
        para("Do you know or suspect that the child was abused or neglected?", bold=True),
        table(row(boxes("We know", "We suspect", "Neither", chosen="We know")), widths=(1,)),
        para("Please tell us in your own words what happened.", bold=True),
        table(
            row(cell(lines("Marigold drowned. She had run from an address\nwhere she was being sold to men."))),
            widths=(1,),
        ),
        para("What is your name, and what is your job?", bold=True),
        table(row("Odell Prentice, Family Support Practitioner"), widths=(1,)),
        para("Which organisation do you work for?", bold=True),
        table(row("Fenny Youth Trust"), widths=(1,)),
        para("What is your telephone number?", bold=True),
        table(row("01632 960 677"), widths=(1,)),
        table(split("When did you fill in this form?", "3", "11", "2026"), widths=(34, 11, 8, 11, 8, 18, 10)),
    )


R04_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-03"},
    incident={
        "date": "2026-11-01",
        "location": has("Fenny Lock"),
        "outcome": "died",
        "abuse_neglect": "known",
        "narrative": has("Marigold drowned", "being sold to men"),
    },
    children=[
        {
            "name": "Marigold Ransome",
            "dob": "2013-02-09",
            "nhs_number": nhs("999577215"),
            "sex": "female",
            "home_address": has("12 Pightle Row"),
            "postcode": "EF4 4PR",
        }
    ],
    referrer={
        "name": has("Odell Prentice"),
        "agency": "Fenny Youth Trust",
        "phone": one_of("01632 960 677", "01632 960677"),
    },
)


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
        heading("Other brothers and sisters (names and ages)", 2),
        table(row("Reuben Thorne (19), Esme Thorne (21)"), widths=(1,)),
        heading("Incident", 2),
        two_columns(
            ("Incident date and time", "07/11/2026 at 04:30"),
            ("Location of incident", "31 Sike Lane"),
            ("Nature of harm", boxes("Fatal", "Serious harm", "Other", chosen="Serious harm")),
            ("Abuse/neglect", boxes("Known", "Suspected", "Not suspected", chosen="Suspected")),
            ("Summary", "House fire. The children were alone while both parents were out."),
        ),
        heading("Notifying professional", 2),
        two_columns(
            ("Name & designation", "Ursula Okafor, Station Manager"),
            ("Service", "Cranleigh Moor Fire and Rescue"),
            ("Tel / email", "0117 496 0456 / u.okafor@cm-fire.example"),
            ("Date completed", "08.11.26"),
        ),
    )


R05_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Reuben Thorne", "Esme Thorne", "04:30"],
    referral={"date": "2026-11-08"},
    incident={
        "date": "2026-11-07",
        "location": "31 Sike Lane",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("The children were alone"),
    },
    children=[
        {
            "name": "Isla Thorne",
            "dob": ABSENT,
            "age": has("14"),
            "sex": "female",
            "cp_plan": "no",
            "postcode": "CM1 3SL",
        },
        {"name": "Jonah Thorne", "dob": "2018-09-01", "sex": "male", "cp_plan": "no", "home_address": ELSEWHERE},
        {
            "name": "Unborn Thorne",
            "dob": ABSENT,
            "edd": "2027-02-04",
            "sex": UNKNOWN,
            "cp_plan": "yes",
            "home_address": ELSEWHERE,
        },
    ],
    referrer={
        "name": has("Ursula Okafor"),
        "agency": "Cranleigh Moor Fire and Rescue",
        "phone": "0117 496 0456",
        "email": "u.okafor@cm-fire.example",
    },
)


def boxed_headings() -> bytes:
    """Headings in text boxes, answers in legacy fields of a protected form; an office block between them."""
    anew()
    pick = ("Select...", "Female", "Male", "Indeterminate")
    outcome = ("Select...", "Death", "Serious harm", "Other")
    return document(
        text_box(para("Skelby Borough: Serious Incident Form for Rapid Review", bold=True)),
        text_box(para("Details of child", bold=True)),
        table(
            row(
                label("Last name"),
                cell(para(legacy_text("NAKAMURA"))),
                label("First name"),
                cell(para(legacy_text("Hana"))),
            ),
            row(label("D.O.B"), cell(para(legacy_text("22-08-2024"))), label("Sex"), cell(para(legacy_list(pick, 1)))),
            row(label("Home address"), cell(para(legacy_text("5 Rope Walk, Skelby, SK9 9RW")), span=3)),
            row(
                label("Ethnicity"),
                cell(para(legacy_text("Japanese"))),
                label("Disability"),
                cell(para(legacy_text("None"))),
            ),
            widths=(20, 30, 20, 30),
        ),
        text_box(para("OFFICE USE", bold=True)),
        table(
            row(label("Ref"), "SK/2026/044", label("Date received"), "13/11/2026"),
            row(label("Logged by"), "Avril Stott", label("Decision"), ""),
            widths=(20, 30, 20, 30),
        ),
        text_box(para("Details of incident", bold=True)),
        table(
            row(
                label("Date of incident"),
                cell(para(legacy_text("10-11-2026"))),
                label("Outcome"),
                cell(para(legacy_list(outcome, 1))),
            ),
            row(
                label("Abuse or neglect"),
                cell(para(legacy_text("suspected"))),
                label("Date of death"),
                cell(para(legacy_text("11-11-2026"))),
            ),
            row(
                label("Outline"),
                cell(para(legacy_text("Collapsed at nursery after days of vomiting; no GP was called.")), span=3),
            ),
            widths=(20, 30, 20, 30),
        ),
        text_box(para("Referring officer", bold=True)),
        table(
            row(
                label("Name"),
                cell(para(legacy_text("Beatrix Lomas"))),
                label("Post"),
                cell(para(legacy_text("Nursery manager"))),
            ),
            row(
                label("Agency"),
                cell(para(legacy_text("Rope Walk Nursery"))),
                label("Tel"),
                cell(para(legacy_text("01632 960808"))),
            ),
            row(label("Email"), cell(para(legacy_text())), label("Date"), cell(para(legacy_text("12-11-2026")))),
            widths=(20, 30, 20, 30),
        ),
        protected=True,
    )


R06_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Avril Stott", "13/11/2026"],
    referral={"date": "2026-11-12"},
    incident={
        "date": "2026-11-10",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("Collapsed at nursery"),
    },
    children=[
        {
            "name": "Hana Nakamura",
            "dob": "2024-08-22",
            "sex": "female",
            "date_of_death": "2026-11-11",
            "home_address": has("5 Rope Walk"),
            "postcode": "SK9 9RW",
            "ethnicity": "Japanese",
            "disability": "None",
        }
    ],
    referrer={
        "name": "Beatrix Lomas",
        "role": "Nursery manager",
        "agency": "Rope Walk Nursery",
        "phone": "01632 960808",
        "email": BLANK,
    },
)


def printed_relations() -> bytes:
    """Relations and agencies printed down the left; children as rows; a chair's decision at the end."""
    anew()
    return document(
        title("Rapid Review Request Form"),
        para("Ouse and Derwent Safeguarding Children Partnership", align="center"),
        heading("Children who are the subject of this request"),
        grid(
            ("Surname", "Forenames", "Date of birth or due date", "M/F", "NHS number", "Looked after Y/N"),
            ("Pemberton", "Sage", "30/01/2021", "F", spaced(nhs("999141421")), "N"),
            ("Pemberton", "Rowan", "30/01/2021 (twin)", "M", "N/K", "N"),
            ("", "", "", "", "", ""),
        ),
        para("Address of the children: 2 Staithe Cottages, Ouseby OD1 1SC"),
        heading("Family"),
        table(
            row(label("Relationship"), label("Name"), label("D.O.B."), label("Address")),
            row(label("Mother"), "Carly Pemberton", "05/05/1999", "as above"),
            row(label("Father"), "Lee Strand", "c. 1995", "not known"),
            row(label("Mother's partner"), "", "", ""),
            row(label("Grandparent"), "Maureen Pemberton", "61", "9 Wharf Road, Ouseby"),
            widths=(22, 30, 20, 28),
        ),
        heading("Agencies"),
        table(
            row(
                label("Agency"), label("Name of worker"), label("Contact details"), label("Still working with family?")
            ),
            row(label("GP"), "Dr Alistair Quill", "01632 960551", "Yes"),
            row(label("Health visitor"), "", "", ""),
            row(label("Midwife"), "N/A", "", ""),
            row(label("Children's social care"), "Temi Bakare", "t.bakare@ousederwent.example", "No - closed Aug 2026"),
            row(label("Police"), "", "", ""),
            row(label("Other (please state)"), "", "", ""),
            widths=(25, 25, 30, 20),
        ),
        heading("What happened"),
        two_columns(
            ("Incident date", "week commencing 2 November 2026"),
            ("Harm to the child", "Serious harm (both twins)"),
            ("Known/suspected abuse or neglect", "Known - neglect"),
            (
                "Circumstances",
                "Both twins admitted severely malnourished. The home had no food, no heating and no beds.",
            ),
        ),
        heading("Requested by"),
        two_columns(
            ("Name and role", "Silas Achebe - Consultant Paediatrician"),
            ("Agency", "Ouse Valley NHS Foundation Trust"),
            ("Contact telephone and email", "01632 960550; silas.achebe@ousevalley-nhs.example"),
            ("Date", "10 November 2026"),
        ),
        heading("DECISION OF THE CHAIR"),
        two_columns(
            ("Criteria met?", "YES / NO"),
            ("Reasons", ""),
            ("Name of chair", "Baroness Ilse Grimwade"),
            ("Date", "12/11/2026"),
        ),
    )


R07_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Ilse Grimwade", "12/11/2026", "closed Aug 2026", "N/A"],
    referral={"date": "2026-11-10"},
    incident={
        "date": one_of("2026-11-02"),
        "outcome": "seriously_harmed",
        "abuse_neglect": "known",
        "narrative": has("severely malnourished"),
    },
    children=[
        {
            "name": "Sage Pemberton",
            "dob": "2021-01-30",
            "sex": "female",
            "nhs_number": nhs("999141421"),
            "looked_after": "no",
        },
        {"name": "Rowan Pemberton", "dob": "2021-01-30", "sex": "male", "nhs_number": UNKNOWN, "looked_after": "no"},
    ],
    family=[
        {"name": "Carly Pemberton", "relationship": "Mother", "dob": "1999-05-05", "address": ELSEWHERE},
        {"name": "Lee Strand", "relationship": "Father", "address": UNKNOWN},
        {
            "name": "Maureen Pemberton",
            "relationship": "Grandparent",
            "dob": ABSENT,
            "age": has("61"),
            "address": has("9 Wharf Road"),
        },
    ],
    agencies=[
        {"name": has("Alistair Quill"), "agency": "GP", "contact": "01632 960551", "still_involved": "yes"},
        {"name": UNKNOWN, "agency": "Midwife"},
        {"name": "Temi Bakare", "agency": has("social care"), "contact": has("t.bakare@"), "still_involved": "no"},
    ],
    referrer={
        "name": has("Silas Achebe"),
        "agency": "Ouse Valley NHS Foundation Trust",
        "phone": "01632 960550",
        "email": "silas.achebe@ousevalley-nhs.example",
    },
)


def prompts_of_its_own() -> bytes:
    """Content controls with prompts of the partnership's own, half of them left as they were."""
    anew()

    def text(value, prompt):
        return cell(para(text_control(value, name=prompt, prompt=prompt)))

    def pick(value, *choices, prompt="Please select one"):
        return cell(para(choice_control(value, name=prompt, choices=choices, prompt=prompt)))

    def day(value, iso, prompt="Pick a day from the calendar"):
        return cell(para(date_control(value, name=prompt, iso=iso, prompt=prompt)))

    yes_no = ("Yes", "No", "Unknown")
    return document(
        title("Serious Safeguarding Incident Referral (SSIR)"),
        para("Whitcombe Safeguarding Children Partnership"),
        table(
            bar("1 Referring professional", span=2),
            row(label("Full name"), text("Anwen Prosser", "Type your name here")),
            row(label("Job title"), text("", "Type your job title here")),
            row(
                label("Employer"),
                pick("Whitcombe Schools Trust", "Whitcombe Council", "Whitcombe Schools Trust", "Whitcombe Police"),
            ),
            row(label("Direct line"), text("", "Include the area code")),
            row(label("Email"), text("aprosser@whitcombe-schools.example", "Secure address only")),
            row(label("Date form completed"), day("14/11/2026", "2026-11-14")),
            bar("2 Child", span=2),
            row(label("Legal name"), text("Casimir Dudek", "Forename then surname")),
            row(label("DOB"), day("", None)),
            row(label("Age if DOB not known"), text("about 9", "Years and months")),
            row(label("Gender"), pick("Male", "Female", "Male", "Other")),
            row(label("Ethnicity"), pick("", "White British", "White Other", "Asian", "Black")),
            row(label("Home address inc. postcode"), text("", "House, street, town, postcode")),
            row(label("Is the child looked after?"), pick("Unknown", *yes_no)),
            row(label("Is the child on a CP plan?"), pick("", *yes_no)),
            bar("3 Incident", span=2),
            row(label("Date"), day("12/11/2026", "2026-11-12")),
            row(label("Outcome"), pick("Serious harm", "Death", "Serious harm")),
            row(label("Abuse or neglect"), pick("", "Known", "Suspected", "No indication")),
            row(
                label("Description"),
                text("Fell from a third-floor window at the hostel where the family is placed.", "Facts only"),
            ),
            widths=(35, 65),
        ),
    )


R08_EXPECTED = expected(
    "referral",
    missing=["incident.abuse_neglect"],
    referral={"date": "2026-11-14"},
    incident={
        "date": "2026-11-12",
        "outcome": "seriously_harmed",
        "abuse_neglect": BLANK,
        "narrative": has("Fell from a third-floor window"),
    },
    children=[
        {
            "name": "Casimir Dudek",
            "dob": BLANK,
            "age": has("9"),
            "sex": "male",
            "ethnicity": BLANK,
            "home_address": BLANK,
            "looked_after": UNKNOWN,
            "cp_plan": BLANK,
        }
    ],
    referrer={
        "name": "Anwen Prosser",
        "role": BLANK,
        "agency": "Whitcombe Schools Trust",
        "phone": BLANK,
        "email": "aprosser@whitcombe-schools.example",
    },
)

DOCUMENTS = {
    "R01-notes-beside-the-answers.docx": (notes_beside(), R01_EXPECTED),
    "R02-people-side-by-side.docx": (people_side_by_side(), R02_EXPECTED),
    "R03-matrix-of-criteria.docx": (matrix_of_criteria(), R03_EXPECTED),
    "R04-dates-in-three-cells.docx": (split_cells(), R04_EXPECTED),
    "R05-cards-in-a-frame.docx": (cards(), R05_EXPECTED),
    "R06-headings-in-boxes.docx": (boxed_headings(), R06_EXPECTED),
    "R07-relations-printed.docx": (printed_relations(), R07_EXPECTED),
    "R08-prompts-of-its-own.docx": (prompts_of_its_own(), R08_EXPECTED),
}
