"""Shapes that no list of layouts foresees, and the demonstration's own forms: K74 to K92."""

from __future__ import annotations

import demo_forms
from builders import (
    Xml,
    anew,
    boxes,
    cell,
    document,
    guidance,
    heading,
    label,
    para,
    row,
    struck,
    table,
    title,
    two_columns,
)
from expect import ABSENT, BLANK, ELSEWHERE, UNKNOWN, expected, has, one_of
from layouts import controls, four_column, header_rows, lines, two_column

REFERRER = {
    "name": "Sidonie Hargrave",
    "role": "Named GP",
    "agency": "Ousewater ICB",
    "phone": "01632 960818",
    "email": "sidonie.hargrave@ousewater-icb.example",
}


def numbered_questions() -> bytes:
    """Three columns: number, question with a required mark, answer; capitals; answers that hold the words of other labels."""
    anew()
    questions = (
        ("1.1", "FULL NAME OF CHILD *", "Cressida Maynard-Oyelowo"),
        ("1.2", "DATE OF BIRTH * (DD/MM/YYYY)", "16/08/2022"),
        ("1.3", "SEX", "F"),
        ("1.4", "NHS NUMBER [if known]", "999 753 2929"),
        ("1.5", "HOME ADDRESS INCL. POSTCODE *", "2 Lock Cottages, Ousewater, OW4 7JJ"),
        ("1.6", "ETHNICITY", "Black African"),
        ("1.7", "SUBJECT OF A CHILD PROTECTION PLAN? *", "No (ended 12/01/2026)"),
        ("2.1", "DATE OF INCIDENT *", "06/11/2026"),
        ("2.2", "OUTCOME *", "Seriously harmed"),
        ("2.3", "IS ABUSE OR NEGLECT KNOWN OR SUSPECTED? *", "Suspected"),
        (
            "2.4",
            "WHAT HAPPENED? *",
            "Cressida swallowed a battery. Date of birth: the nursery had it wrong and so the alert did not match. Name of child on the nursery's list: C Maynard. She is in theatre.",
        ),
        ("3.1", "YOUR NAME *", "Sidonie Hargrave"),
        ("3.2", "YOUR ROLE *", "Named GP"),
        ("3.3", "YOUR AGENCY *", "Ousewater ICB"),
        ("3.4", "TELEPHONE *", "01632 960818"),
        ("3.5", "E-MAIL *", "sidonie.hargrave@ousewater-icb.example"),
        ("3.6", "DATE OF REFERRAL *", "09/11/2026"),
    )
    return document(
        title("OUSEWATER SAFEGUARDING CHILDREN PARTNERSHIP"),
        title("RAPID REVIEW REFERRAL FORM"),
        guidance("* must be answered"),
        table(row(label("No."), label("Question"), label("Answer")), *(row(*q) for q in questions), widths=(8, 40, 52)),
    )


K74_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-09"},
    incident={
        "date": "2026-11-06",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("swallowed a battery", "She is in theatre"),
    },
    children=[
        {
            "name": "Cressida Maynard-Oyelowo",
            "dob": "2022-08-16",
            "sex": "female",
            "nhs_number": "9997532929",
            "home_address": has("2 Lock Cottages"),
            "postcode": "OW4 7JJ",
            "ethnicity": "Black African",
            "cp_plan": "no",
        }
    ],
    referrer=REFERRER,
)


def children_in_columns() -> bytes:
    """Labels down the left, a column for each child."""
    anew()
    captions = ("", "Child 1", "Child 2", "Child 3")
    people = (
        ("Name", "Lazarus Penhallow-Khan", "Delphi Penhallow-Khan", ""),
        ("Date of birth", "12/12/2014", "31/07/2019", ""),
        ("Gender", "M", "F", ""),
        ("NHS number", "999 612 6528", "not known", ""),
        ("Home address", "21 Tithe Barn Close, Ousewater OW1 1FF", "As child 1", ""),
        ("Child protection plan?", "No", "No", ""),
    )
    return document(
        title("Ousewater Safeguarding Children Partnership"),
        title("Rapid Review Referral Form"),
        heading("Children who are the subject of this referral"),
        table(row(*(label(c) for c in captions)), *(row(label(p[0]), *p[1:]) for p in people), widths=(19, 27, 27, 27)),
        heading("Incident"),
        two_columns(
            ("Date of incident", "01/11/2026"),
            ("Outcome", "Died"),
            ("Abuse or neglect", "Known"),
            ("Circumstances", "Both children were killed by their father, who then called the police."),
        ),
        heading("Referrer"),
        two_columns(
            ("Name", REFERRER["name"]),
            ("Role", REFERRER["role"]),
            ("Agency", REFERRER["agency"]),
            ("Telephone", REFERRER["phone"]),
            ("Email", REFERRER["email"]),
            ("Date of referral", "02/11/2026"),
        ),
    )


K75_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-02"},
    incident={
        "date": "2026-11-01",
        "outcome": "died",
        "abuse_neglect": "known",
        "narrative": has("killed by their father"),
    },
    children=[
        {
            "name": "Lazarus Penhallow-Khan",
            "dob": "2014-12-12",
            "sex": "male",
            "nhs_number": "9996126528",
            "home_address": has("21 Tithe Barn Close"),
            "cp_plan": "no",
        },
        {
            "name": "Delphi Penhallow-Khan",
            "dob": "2019-07-31",
            "sex": "female",
            "nhs_number": UNKNOWN,
            "home_address": ELSEWHERE,
            "cp_plan": "no",
        },
    ],
    referrer=REFERRER,
)


def one_line_two_labels() -> bytes:
    """No tables: two labels to a line, with tabs, dots and underscores to write on."""
    anew()
    return document(
        title("Serious Incident Referral Form"),
        para("Ousewater Safeguarding Children Partnership", align="center"),
        heading("Child", 2),
        para("Name of child: Ferdinand Sallow-Rahim\tDOB: 5.5.2017"),
        para("Gender: Male .................\tNHS No: 999 064 2796"),
        para("Address: ____The Gatehouse, Ousewater____\tPostcode: __OW9 2GG__"),
        heading("Incident", 2),
        para("Date of incident: 10/11/2026 ........\tTime (if known): ............"),
        para("Outcome: seriously harmed\tAbuse or neglect: suspected"),
        para("Summary of the circumstances:"),
        para("Ferdinand fell from a second-floor window. The restrictor had been reported as broken in July."),
        heading("Referrer", 2),
        para(f"Name: {REFERRER['name']}\tJob title: {REFERRER['role']}"),
        para(f"Agency: {REFERRER['agency']}\tTel No: {REFERRER['phone']}"),
        para(f"Email: {REFERRER['email']}\tDate of referral: __11/11/2026__"),
    )


K76_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-11"},
    incident={
        "date": "2026-11-10",
        "time": BLANK,
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("second-floor window", "reported as broken"),
    },
    children=[
        {
            "name": "Ferdinand Sallow-Rahim",
            "dob": "2017-05-05",
            "sex": "male",
            "nhs_number": "9990642796",
            "home_address": has("The Gatehouse"),
            "postcode": "OW9 2GG",
        }
    ],
    referrer=REFERRER,
)


def headings_as_questions() -> bytes:
    """Each question is a heading without a colon; the answer is the paragraph below."""
    anew()
    asked = (
        ("What is the child's name?", "Guinevere Ilves"),
        ("Date of birth", "1st March 2010"),
        ("Is the child looked after by a local authority?", "Yes"),
        ("When did the incident happen?", "8 November 2026"),
        ("What was the outcome for the child?", "She died in hospital on 9 November 2026."),
        ("Is abuse or neglect known or suspected?", "Suspected"),
        (
            "Circumstances of the case",
            "Guinevere was found in a car with two adults who are not related to her.\nShe had been reported missing from her placement on five occasions since June.",
        ),
        ("Your name", REFERRER["name"]),
        ("Your job title", REFERRER["role"]),
        ("Your agency", REFERRER["agency"]),
        ("Your telephone number", REFERRER["phone"]),
        ("Your email address", REFERRER["email"]),
        ("Date of this referral", "10 November 2026"),
    )
    blocks = [Xml(heading(q, 2) + lines(a)) for q, a in asked]
    return document(title("Rapid Review Referral"), para("Ilvermere Safeguarding Partnership", align="center"), *blocks)


K77_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-10"},
    incident={
        "date": "2026-11-08",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("two adults who are not related", "on five occasions"),
    },
    children=[{"name": "Guinevere Ilves", "dob": "2010-03-01", "looked_after": "yes"}],
    referrer=REFERRER,
)


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
        )
    )


K78_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-13"},
    incident={
        "date": "2026-11-12",
        "outcome": "seriously_harmed",
        "abuse_neglect": "known",
        "narrative": has("burns to his hands"),
    },
    children=[
        {
            "name": "Balthazar Cole-Ndiaye",
            "dob": "2021-07-07",
            "ethnicity": "Mixed",
            "home_address": has("Old Brewery"),
            "postcode": "IV2 2DD",
        }
    ],
    referrer=REFERRER,
)


def bilingual() -> bytes:
    """Labels in Welsh and English; answers in English."""
    anew()
    return document(
        title("Partneriaeth Diogelu Plant Glan-yr-afon / Glan-yr-afon Children's Safeguarding Partnership"),
        title("Ffurflen atgyfeirio / Serious Incident Referral Form"),
        two_columns(
            ("Enw'r plentyn / Name of child", "Myfanwy Tudur-Bako"),
            ("Dyddiad geni / Date of birth", "24/06/2024"),
            ("Rhyw / Gender", "Benyw / Female"),
            ("Cyfeiriad cartref / Home address", "Ty'r Ysgol, Glan-yr-afon"),
            ("Cod post / Postcode", "GY1 4RR"),
            ("Dyddiad y digwyddiad / Date of incident", "9 Tachwedd 2026 / 9 November 2026"),
            ("Canlyniad / Outcome", "Died"),
            ("Cam-drin neu esgeulustod / Abuse or neglect", "Suspected"),
            (
                "Amgylchiadau / Circumstances of the case",
                "Myfanwy was found at the foot of the stairs. The account has changed twice.",
            ),
            ("Enw'r atgyfeiriwr / Name of referrer", "Gwilym Pryce-Adu"),
            ("Swydd / Job title", "Consultant Nurse"),
            ("Asiantaeth / Agency", "Glan-yr-afon Health Board"),
            ("Ff\u00f4n / Telephone", "01632 960744"),
            ("Dyddiad atgyfeirio / Date of referral", "11/11/2026"),
        ),
    )


# Two languages in one answer: a reader that shows its doubt is as right as one that picks the English.
EITHER_DAY = {"value": {"any": ["2026-11-09", None]}, "state": ["given", "unparsed"]}
EITHER_SEX = {"value": {"any": ["female", None]}, "state": ["given", "unparsed"]}
K79_EXPECTED = expected(
    "referral",
    referral={"date": "2026-11-11"},
    incident={
        "date": EITHER_DAY,
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("foot of the stairs"),
    },
    children=[
        {
            "name": "Myfanwy Tudur-Bako",
            "dob": "2024-06-24",
            "sex": EITHER_SEX,
            "home_address": has("Ty'r Ysgol"),
            "postcode": "GY1 4RR",
        }
    ],
    referrer={
        "name": "Gwilym Pryce-Adu",
        "role": "Consultant Nurse",
        "agency": "Glan-yr-afon Health Board",
        "phone": "01632 960744",
    },
)


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


K80_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-06"},
    incident={
        "date": "2026-11-04",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("died of sepsis", "None knew of the others"),
    },
    children=[
        {
            "name": "Iolanthe May Blackthorn",
            "dob": "2015-10-22",
            "sex": "female",
            "ethnicity": "White British",
            "nhs_number": "9994476211",
            "home_address": has("Coastguard House"),
            "postcode": "KC7 1LL",
            "school": "Kestrel Point Primary",
            "date_of_death": "2026-11-05",
        }
    ],
    referrer=REFERRER,
)


def doubts() -> bytes:
    """Answers that a careful reader does not take at their word: month first, a serial number, the future, a date before birth."""
    anew()
    return document(
        title("Kestrel Coast Safeguarding Partnership"),
        title("Referral for Rapid Review"),
        two_columns(
            ("Name of child", "Unknown"),
            ("Date of birth", "42097"),
            ("Date of death", "11/31/2026"),
            ("NHS number", "1111111111"),
            ("Gender", "M/F"),
            ("Ethnicity", "n/k"),
            ("Home address", "ditto"),
            ("Looked after?", "tbc"),
            ("Date of incident", "11/13/2026"),
            ("Outcome", "In hospital, very poorly"),
            ("Abuse or neglect known or suspected?", "?"),
            ("Circumstances of the case", "See attached."),
            ("Name of referrer", "-"),
            ("Agency", "."),
            ("Telephone", "ask switchboard"),
            ("Email", "none"),
            ("Date of referral", "Summer 2026"),
        ),
    )


NO = {"value": None}
K81_EXPECTED = expected(
    "referral",
    also=["blank_form"],
    kept=["42097", "1111111111", "very poorly", "ask switchboard", "Summer 2026"],
    referral={"date": {"value": None, "state": "unparsed"}},
    incident={"date": one_of("2026-11-13"), "abuse_neglect": UNKNOWN},
    children=[
        {
            "dob": {"value": None, "state": "unparsed"},
            "date_of_death": NO,
            "nhs_number": {"value": None, "state": "unparsed"},
            "sex": BLANK,
            "ethnicity": UNKNOWN,
            "home_address": ELSEWHERE,
            "looked_after": UNKNOWN,
        }
    ],
    referrer={"name": BLANK, "phone": NO},
)

# The demonstration's forms, and other copies of their layouts ------------------------------------------------------------

OTTOLINE = {
    "referral": {
        "date": "2026-11-12",
        "interagency_concern": has("Missed visits were recorded"),
        "protective_marking": has("OFFICIAL-SENSITIVE"),
    },
    "incident": {
        "date": "2026-11-09",
        "time": "06:40",
        "location": has("parents' bedroom"),
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("not breathing", "nobody at home"),
        "immediate_action": has("Joint agency response meeting"),
    },
    "children": [
        {
            "name": "Ottoline Brackwater",
            "aliases": BLANK,
            "dob": "2026-05-12",
            "date_of_death": "2026-11-10",
            "sex": "female",
            "ethnicity": "White British",
            "nhs_number": "9994712098",
            "home_address": has("14 Wicket Lane"),
            "postcode": "NX7 2QD",
            "current_residence": BLANK,
            "looked_after": "no",
            "cp_plan": "yes",
            "carer_at_incident": "Mother and father",
        }
    ],
    "referrer": {
        "name": "Merriel Thackwray",
        "role": "Detective Sergeant, Child Abuse Investigation Team",
        "agency": "Northshire Police",
        "phone": "01632 960418",
        "email": "merriel.thackwray@northshire-police.example",
        "address": has("Corn Street"),
    },
    "family": [
        {
            "name": "Perpetua Brackwater",
            "relationship": "Mother",
            "dob": "2003-09-07",
            "address": ELSEWHERE,
            "cp_plan": "no",
        },
        {
            "name": "Lorcan Tesseyman",
            "relationship": "Father",
            "dob": "2001-01-30",
            "address": ELSEWHERE,
            "ethnicity": "White Irish",
            "cp_plan": UNKNOWN,
        },
    ],
    "agencies": [
        {
            "name": "Jocasta Wimbourne",
            "agency": has("Children's Social Care"),
            "contact": "01632 960433",
            "still_involved": "yes",
        },
        {"name": "Hyacinth Osei-Platt", "agency": has("Health visiting"), "still_involved": "yes"},
    ],
    "chronology": [
        {"date": "2026-08-03", "event": has("plan made")},
        {"date": "2026-10-28", "event": "Core group postponed"},
        {"date": "2026-11-09", "event": has("Ambulance called")},
    ],
}
CASPIAN_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-12", "protective_marking": has("RESTRICTED"), "partnership_ref": BLANK},
    incident={
        "date": "2026-11-10",
        "location": "Family home",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "agency_aware_date": "2026-11-11",
        "narrative": has("scalds to both legs", "who was told"),
        "immediate_action": has("Strategy meeting"),
    },
    children=[
        {
            "name": "Caspian Yarwood-Adeleke",
            "dob": "2023-02-04",
            "sex": "male",
            "home_address": has("Tannery Court"),
            "postcode": "NX3 9TB",
            "ethnicity": has("White and Black African"),
            "nhs_number": "9996305171",
            "school": "Little Wherries Nursery",
            "gp": "Corn Street Surgery",
            "legal_status": "None",
            "cp_plan": "no",
        }
    ],
    referrer={
        "name": "Bryony Ketteridge",
        "role": "Named Doctor for Safeguarding Children",
        "agency": "Haverstoke Hospitals NHS Foundation Trust",
        "phone": "01632 960551",
        "email": "bryony.ketteridge@haverstoke-hospitals.example",
    },
    safeguarding_lead={
        "name": "Solveig Marchbanks",
        "role": "Designated Nurse",
        "agency": "Northshire Integrated Care Board",
        "phone": "01632 960570",
        "email": "solveig.marchbanks@northshire-icb.example",
    },
    family=[
        {"name": "Isolde Yarwood-Adeleke", "relationship": "Sister", "dob": "2018-08-19"},
        {"name": "Leander Yarwood-Adeleke", "relationship": "Brother", "dob": ABSENT, "age": has("8")},
        {"name": "Clementine Yarwood", "relationship": "Mother", "dob": "1997-06-26"},
    ],
)
ZEPHYRINE_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-12", "review_type_sought": "Rapid review", "protective_marking": has("OFFICIAL")},
    incident={
        "date": "2026-11-11",
        "location": "Kestrel Lodge",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "agency_aware_date": "2026-11-11",
        "narrative": has("found unresponsive", "Three agencies"),
        "immediate_action": has("held by the police"),
    },
    children=[
        {
            "name": "Zephyrine Maud Aldcroft",
            "aliases": "Zeph",
            "dob": "2010-03-18",
            "sex": "female",
            "ethnicity": "White and Asian",
            "home_address": has("Sluice House"),
            "postcode": "NX9 5RE",
            "nhs_number": "9998254418",
            "current_residence": has("2 Mere Bank"),
            "legal_status": has("care order"),
            "school": "Orrell Sixth Form",
            "looked_after": "yes",
            "cp_plan": "no",
            "date_of_death": "2026-11-11",
        }
    ],
    referrer={
        "name": "Torquil Ravenscroft-Bello",
        "role": "Service Manager, Children in Care",
        "agency": "Northshire Council",
        "phone": "07700 900452",
        "email": "torquil.ravenscroft-bello@northshire-council.example",
    },
    family=[
        {"name": "Rosamund Aldcroft", "relationship": "Mother", "dob": "1984-02-02"},
        {"name": "Barnaby Aldcroft", "relationship": "Brother", "dob": "2014-10-11", "address": BLANK},
    ],
)
THADDEUS_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-13", "protective_marking": "Confidential"},
    incident={
        "date": "2026-11-09",
        "time": has("8"),
        "location": "Home",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "media_interest": has("None so far"),
        "narrative": has("diabetic coma", "told he had a bug"),
        "immediate_action": has("Section 47"),
    },
    children=[
        {
            "name": "Thaddeus John Quennell",
            "dob": "2018-07-30",
            "sex": "male",
            "ethnicity": "White British",
            "nhs_number": "9992047712",
            "school": "Saltmarsh Primary School",
            "gp": has("Dr Farouk"),
            "home_address": has("3 Breakwater Cottages"),
            "postcode": "NX5 8DZ",
            "cp_plan": "no",
            "looked_after": "no",
        }
    ],
    referrer={
        "name": "Winifred Abernethy-Rao",
        "role": "Headteacher",
        "agency": "Saltmarsh Primary School",
        "phone": "01632 960687",
        "email": "head@saltmarsh-primary.example",
    },
    family=[
        {"name": "Marigold Quennell", "dob": "2016-02-14", "relationship": "Sister"},
        {"name": "Ignatius Quennell", "dob": ABSENT, "age": has("3"), "relationship": "Half-brother"},
    ],
    agencies=[
        {
            "agency": "Children's Social Care",
            "name": "Lettice Okonjo",
            "contact": "01632 960433",
            "still_involved": "yes",
        },
        {"agency": has("Diabetes team"), "name": has("Vantongeren"), "still_involved": "yes"},
    ],
)
HALF = {
    "name": "Hyperion Slade",
    "dob": "",
    "incident": "13/11/2026",
    "outcome": "has been seriously harmed",
    "referrer": "Undine Garrity",
    "agency": "Northshire Fire Service",
    "narrative": "Trapped hand in a gate.",
    "cp_plan": None,
}
HALF_EXPECTED = expected(
    "referral",
    missing=["children[0].dob|age|edd", "incident.abuse_neglect", "referrer.phone|email"],
    referral={"date": BLANK},
    incident={
        "date": "2026-11-13",
        "outcome": "seriously_harmed",
        "abuse_neglect": BLANK,
        "narrative": has("Trapped hand"),
    },
    children=[
        {
            "name": "Hyperion Slade",
            "dob": BLANK,
            "sex": BLANK,
            "looked_after": BLANK,
            "cp_plan": BLANK,
            "nhs_number": BLANK,
        }
    ],
    referrer={
        "name": "Undine Garrity",
        "agency": "Northshire Fire Service",
        "role": BLANK,
        "phone": BLANK,
        "email": BLANK,
    },
    family=[],
    agencies=[],
)

DOCUMENTS = {
    "K74-numbered-questions.docx": (numbered_questions(), K74_EXPECTED),
    "K75-children-in-columns.docx": (children_in_columns(), K75_EXPECTED),
    "K76-two-labels-on-a-line.docx": (one_line_two_labels(), K76_EXPECTED),
    "K77-headings-as-questions.docx": (headings_as_questions(), K77_EXPECTED),
    "K78-form-inside-a-frame.docx": (framed(), K78_EXPECTED),
    "K79-bilingual.docx": (bilingual(), K79_EXPECTED),
    "K80-label-over-value-in-one-cell.docx": (label_over_value_in_one_cell(), K80_EXPECTED),
    "K81-answers-in-doubt.docx": (doubts(), K81_EXPECTED),
    "K82-demo-two-column.docx": (demo_forms.ottoline(), expected("referral", missing=[], **OTTOLINE)),
    "K83-demo-header-rows.docx": (demo_forms.caspian(), CASPIAN_EXPECTED),
    "K84-demo-content-controls.docx": (demo_forms.zephyrine(), ZEPHYRINE_EXPECTED),
    "K85-demo-four-column.docx": (demo_forms.thaddeus(), THADDEUS_EXPECTED),
    "K86-demo-agency-summary.docx": (
        demo_forms.caspian_return(),
        expected("agency_return", children=[{"name": one_of("Caspian Yarwood-Adeleke", "CYA"), "dob": "2023-02-04"}]),
    ),
    "K87-demo-child-protection-referral.docx": (demo_forms.wrong_door(), expected("other_form")),
    "K88-demo-two-column-half.docx": (two_column(HALF), HALF_EXPECTED),
    "K89-demo-two-column-blank.docx": (
        demo_forms.blank(),
        expected("blank_form", children=[{"name": BLANK, "cp_plan": BLANK}], incident={"outcome": BLANK}),
    ),
    "K90-demo-header-rows-blank.docx": (
        header_rows({}),
        expected("blank_form", children=[{"name": BLANK, "dob": BLANK}], referrer={"name": BLANK}),
    ),
    "K91-demo-content-controls-blank.docx": (
        controls({}),
        expected(
            "blank_form", children=[{"name": BLANK, "dob": BLANK}], incident={"outcome": BLANK, "abuse_neglect": BLANK}
        ),
    ),
    "K92-demo-four-column-blank.docx": (
        four_column({}),
        expected("blank_form", children=[{"name": BLANK, "dob": BLANK}], incident={"date": BLANK}),
    ),
}
