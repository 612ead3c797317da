"""The layouts again in other wordings: K93 to K104."""

from __future__ import annotations

from builders import (
    OFF,
    ON,
    Xml,
    anew,
    bar,
    box_choices,
    box_control,
    cell,
    choice_control,
    date_control,
    document,
    guidance,
    heading,
    label,
    legacy_box,
    legacy_list,
    legacy_text,
    para,
    row,
    run,
    table,
    text_control,
    title,
    two_columns,
)
from expect import BLANK, ELSEWHERE, expected, has
from layouts import lines


def ravensholme(a) -> bytes:
    """Two columns in plain English; a choice of three sides; the referrer last."""
    anew()
    return document(
        title("Ravensholme Safeguarding Children Partnership"),
        title("Telling us about a serious incident"),
        para("Referral form", align="center"),
        heading("About the child or young person"),
        two_columns(
            ("Young person's name", a.get("name", "")),
            ("Other names used", a.get("aliases", "")),
            ("Date of Birth or Age", a.get("dob", "")),
            ("Gender", a.get("sex", "")),
            ("Ethnic origin", a.get("ethnicity", "")),
            ("Is an interpreter required? First language", a.get("language", "")),
            ("Where does the child usually live?", a.get("address", "")),
            ("Is the child in care (looked after)?", a.get("looked_after", "")),
            ("Is there, or was there, a child protection plan?", a.get("cp_plan", "")),
            ("School, nursery or college", a.get("school", "")),
        ),
        heading("About the incident"),
        two_columns(
            ("When did the incident happen?", a.get("incident", "")),
            ("Where did the incident happen?", a.get("location", "")),
            ("Did the child die, or was the child seriously harmed?", a.get("outcome", "")),
            ("Do you know or suspect abuse or neglect?", a.get("abuse", "")),
            ("Please tell us what happened", cell(lines(a.get("narrative", "")))),
            ("What has been done since to keep children safe?", a.get("action", "")),
            ("Is anyone else looking into this (police, coroner, other reviews)?", a.get("parallel", "")),
        ),
        heading("About you"),
        two_columns(
            ("Your full name", a.get("referrer", "")),
            ("Your role", a.get("role", "")),
            ("Your organisation", a.get("agency", "")),
            ("Telephone or mobile", a.get("phone", "")),
            ("Work email", a.get("email", "")),
            ("Today's date", a.get("date", "")),
        ),
    )


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
K93_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-13"},
    incident={
        "date": "2026-11-11",
        "location": "The river below the weir",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("pushed into the river", "moved her class"),
        "immediate_action": has("not in school"),
    },
    children=[
        {
            "name": "Sunniva Trelawney-Bose",
            "aliases": "Sunny",
            "dob": "2012-06-12",
            "sex": "female",
            "ethnicity": "White and Asian",
            "home_address": has("8 Smithy Brow"),
            "postcode": "RV5 5YY",
            "looked_after": "no",
            "school": "Ravensholme High",
        }
    ],
    referrer={
        "name": "Caractacus Boyle",
        "role": "Deputy head (pastoral)",
        "agency": "Ravensholme High School",
        "phone": "07700 900205",
        "email": "c.boyle@ravensholme-high.example",
    },
)

K94 = ravensholme(
    {
        "narrative": "A mother rang to say her baby had died and hung up. We do not know who she is. The number was withheld."
    }
)
K94_EXPECTED = expected(
    "referral",
    kept=["The number was withheld"],
    incident={"date": BLANK, "narrative": has("rang to say her baby had died")},
    children=[{"name": BLANK, "dob": BLANK}],
    referrer={"name": BLANK, "agency": BLANK},
)

K95 = ravensholme({})
K95_EXPECTED = expected(
    "blank_form",
    children=[{"name": BLANK, "dob": BLANK}],
    incident={"date": BLANK, "narrative": BLANK},
    referrer={"name": BLANK},
)


def child_headings() -> bytes:
    """A heading and a table for each child, the second with "as above"; the child's name again in the page header."""
    anew()

    def one(*answers):
        return two_columns(
            *zip(("Name", "DOB", "Sex", "NHS number", "Address", "Legal Status", "Looked after?"), answers, strict=True)
        )

    return document(
        title("Serious Incident Referral Form"),
        para("Three Rivers Safeguarding Children Partnership", align="center"),
        heading("Referrer"),
        two_columns(
            ("Name", "Wulfric Amankwah"),
            ("Job title", "Service Director"),
            ("Organisation", "Three Rivers Council"),
            ("Telephone", "0117 496 0400"),
            ("Email", "wulfric.amankwah@threerivers.example"),
            ("Date of referral", "12.11.26"),
        ),
        heading("Child 1"),
        one(
            "Benedict Roper-Singh",
            "02-09-2019",
            "Male",
            "999 682 7526",
            "14 Fuller's Yard, Three Rivers TR3 3RR",
            "Interim care order",
            "Yes",
        ),
        heading("Child 2"),
        one("Scholastica Roper-Singh", "02-09-2019 (twin)", "Female", "", "As above", "As above", "Yes"),
        heading("Incident"),
        two_columns(
            ("Date of incident", "Between 7 and 9 November 2026"),
            ("Outcome", "Both seriously harmed"),
            ("Abuse/neglect", "Known"),
            ("Summary of incident", "The twins were locked in a car boot by their foster carer's adult son."),
        ),
        header=para("Roper-Singh - OFFICIAL-SENSITIVE"),
    )


K96_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["twin"],
    referral={"date": "2026-11-12"},
    incident={
        "date": "2026-11-07",
        "date_to": "2026-11-09",
        "outcome": "seriously_harmed",
        "abuse_neglect": "known",
        "narrative": has("locked in a car boot"),
    },
    children=[
        {
            "name": "Benedict Roper-Singh",
            "dob": "2019-09-02",
            "sex": "male",
            "nhs_number": "9996827526",
            "home_address": has("14 Fuller's Yard"),
            "postcode": "TR3 3RR",
            "legal_status": "Interim care order",
            "looked_after": "yes",
        },
        {
            "name": "Scholastica Roper-Singh",
            "dob": "2019-09-02",
            "sex": "female",
            "nhs_number": BLANK,
            "home_address": ELSEWHERE,
            "legal_status": ELSEWHERE,
            "looked_after": "yes",
        },
    ],
    referrer={
        "name": "Wulfric Amankwah",
        "role": "Service Director",
        "agency": "Three Rivers Council",
        "phone": "0117 496 0400",
        "email": "wulfric.amankwah@threerivers.example",
    },
)


def office_column() -> bytes:
    """Label, answer, and a third column that the office fills in."""
    anew()
    rows = (
        ("Name of child", "Odette Farrier", "Checked MC"),
        ("Date of birth", "10/10/2010", "10/01/2010 on register"),
        ("Home address", "Flat 7, Tanyard Court, Selwick SE9 9WK", ""),
        ("Gender", "Female", ""),
        ("Date of incident", "10/11/2026", "Rec'd 13/11/2026"),
        ("Outcome", "Died", ""),
        ("Abuse or neglect known or suspected", "Suspected", ""),
        (
            "Circumstances of the case",
            "Odette was found at the foot of a multi-storey car park. She had left a hostel that morning.",
            "",
        ),
        ("Referred by", "Thelonius Marsh", "Known to us"),
        ("Agency", "Selwick Housing Association", ""),
        ("Role", "Hostel manager", ""),
        ("Contact number", "020 7946 0733", ""),
        ("Date of referral", "11/11/2026", "13/11/2026"),
    )
    return document(
        title("Selwick SCP: Case Review - Notification Form"),
        table(
            row(label(""), label("Referrer to complete"), label("Office use only")),
            *(row(label(a), b, c) for a, b, c in rows),
            widths=(30, 45, 25),
        ),
    )


K97_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Checked MC", "10/01/2010 on register", "Known to us"],
    referral={"date": "2026-11-11"},
    incident={
        "date": "2026-11-10",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("multi-storey car park"),
    },
    children=[
        {
            "name": "Odette Farrier",
            "dob": "2010-10-10",
            "sex": "female",
            "home_address": has("Tanyard Court"),
            "postcode": "SE9 9WK",
        }
    ],
    referrer={
        "name": "Thelonius Marsh",
        "agency": "Selwick Housing Association",
        "role": "Hostel manager",
        "phone": "020 7946 0733",
    },
)


def numbered_paragraphs() -> bytes:
    """Numbered questions as a list, answers in a control below each; one choice circled in words."""
    anew()

    def ask(text, answer, *, tag):
        return Xml(para(run(text, bold=True), num=1) + para(text_control(answer, name=tag)))

    return document(
        title("Case for Consideration for Review"),
        para("Teme Vale Safeguarding Children Partnership", align="center"),
        ask("Name of child", "Absalom Wren-Tetteh", tag="a"),
        ask("Date of birth", "28/02/2023", tag="b"),
        Xml(para(run("Gender", bold=True), num=1) + para(choice_control("Male", name="c", choices=("Male", "Female")))),
        Xml(
            para(run("Date of incident", bold=True), num=1)
            + para(date_control("8 November 2026", name="d", iso="2026-11-08"))
        ),
        Xml(
            para(run("Outcome", bold=True), num=1)
            + para(box_choices("Death", "Serious harm", chosen="Serious harm", name="e"))
        ),
        Xml(
            para(run("Abuse or neglect", bold=True), num=1)
            + para(box_choices("Known", "Suspected", "No", chosen="Known", name="f"))
        ),
        ask(
            "Circumstances",
            "Absalom was given methadone by his father and was not taken to hospital for nine hours.",
            tag="g",
        ),
        ask("Name of referrer", "Isambard Okoye", tag="h"),
        ask("Agency", "Teme Vale Hospitals", tag="i"),
        ask("Job title", "Consultant in emergency medicine", tag="j"),
        ask("Telephone", "", tag="k"),
        ask("Email", "isambard.okoye@temevale-hospitals.example", tag="l"),
        Xml(para(run("Date of referral", bold=True), num=1) + para(date_control("", name="m"))),
    )


K98_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": BLANK},
    incident={
        "date": "2026-11-08",
        "outcome": "seriously_harmed",
        "abuse_neglect": "known",
        "narrative": has("for nine hours"),
    },
    children=[{"name": "Absalom Wren-Tetteh", "dob": "2023-02-28", "sex": "male"}],
    referrer={
        "name": "Isambard Okoye",
        "agency": "Teme Vale Hospitals",
        "role": "Consultant in emergency medicine",
        "phone": BLANK,
        "email": "isambard.okoye@temevale-hospitals.example",
    },
)


def legacy_four_columns() -> bytes:
    """Legacy fields in four columns, boxes after their choices."""
    anew()

    def grey(value):
        return cell(para(legacy_text(value)))

    def ticks(chosen, *choices):
        return cell(para(*(Xml(run(f"{c} ") + legacy_box(ON if c == chosen else OFF) + run("   ")) for c in choices)))

    return document(
        title("Serious Incident Notification to the Safeguarding Partnership"),
        para("Loxley Dale Safeguarding Children Partnership", align="center"),
        table(
            bar("CHILD", span=4),
            row(label("Surname"), grey("Ibrahimovic-Dale"), label("Forename(s)"), grey("Clementina")),
            row(
                label("DoB"),
                grey("03/05/2025"),
                label("Gender"),
                cell(para(legacy_list(("Please select", "Female", "Male"), 1))),
            ),
            row(
                label("NHS No."),
                grey("9991748881"),
                label("Ethnicity"),
                cell(para(legacy_list(("Please select", "White British", "Any other", "Not stated"), 3))),
            ),
            row(label("Address"), grey("5 Damson Court, Loxley Dale"), label("Postcode"), grey("LX6 6DC")),
            row(label("Subject to CP plan?"), ticks("No", "Yes", "No"), label("Looked after?"), ticks("", "Yes", "No")),
            bar("INCIDENT", span=4),
            row(label("Date of incident"), grey("09/11/2026"), label("Time"), grey("01:50")),
            row(
                label("Child"),
                ticks("Died", "Died", "Seriously harmed"),
                label("Abuse/neglect"),
                ticks("Suspected", "Known", "Suspected", "No"),
            ),
            row(
                label("Circumstances"),
                cell(
                    para(
                        legacy_text(
                            "Clementina was found lifeless in a car seat on the floor. She had been in it for eleven hours."
                        )
                    ),
                    span=3,
                ),
            ),
            bar("REFERRER", span=4),
            row(label("Name"), grey("Marmaduke Sisay"), label("Designation"), grey("Coroner's officer")),
            row(label("Agency"), grey("Loxley Police"), label("Tel"), grey("01632 960166")),
            row(label("Email"), grey(""), label("Date of referral"), grey("10/11/2026")),
            widths=(18, 32, 18, 32),
        ),
        protected=True,
    )


K99_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-10"},
    incident={
        "date": "2026-11-09",
        "time": "01:50",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("eleven hours"),
    },
    children=[
        {
            "name": "Clementina Ibrahimovic-Dale",
            "dob": "2025-05-03",
            "sex": "female",
            "nhs_number": "9991748881",
            "home_address": has("5 Damson Court"),
            "postcode": "LX6 6DC",
            "cp_plan": "no",
            "looked_after": BLANK,
        }
    ],
    referrer={
        "name": "Marmaduke Sisay",
        "role": "Coroner's officer",
        "agency": "Loxley Police",
        "phone": "01632 960166",
        "email": BLANK,
    },
)


def criteria_controls() -> bytes:
    """Criteria as tick-box controls in a table with the reasons beside them; outcome and abuse only to be read from the ticked criterion's words."""
    anew()

    def criterion(text, ticked, reason=""):
        return row(cell(para(box_control(ticked, name=text))), text, cell(para(text_control(reason, name="why"))))

    return document(
        title("Rapid Review Referral"),
        para("Aldmoor Safeguarding Children Partnership", align="center"),
        table(
            row(label("Tick"), label("Criterion"), label("Reason")),
            criterion("A child has died and abuse or neglect is suspected", ticked=False),
            criterion(
                "A child has been seriously harmed and abuse or neglect is known",
                ticked=True,
                reason="Admitted by the carer",
            ),
            criterion("The child is a care leaver", ticked=False),
            widths=(8, 52, 40),
        ),
        two_columns(
            ("Subject child", "Raphaela Quist"),
            ("D.O.B.", "19.1.2009"),
            ("Date of incident", "3/11/2026"),
            ("Brief details of the case", "Raphaela was held in a locked flat for two weeks."),
            ("Referred by", "Ansel Ferreira"),
            ("Organisation", "Aldmoor Police"),
            ("Email of referrer", "ansel.ferreira@aldmoor-police.example"),
            ("Date of referral", "5/11/2026"),
        ),
    )


K100_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Admitted by the carer"],
    referral={"date": "2026-11-05", "criteria": ["seriously harmed and abuse or neglect is known"]},
    incident={
        "date": "2026-11-03",
        "outcome": "seriously_harmed",
        "abuse_neglect": "known",
        "narrative": has("locked flat for two weeks"),
    },
    children=[{"name": "Raphaela Quist", "dob": "2009-01-19"}],
    referrer={
        "name": "Ansel Ferreira",
        "agency": "Aldmoor Police",
        "email": "ansel.ferreira@aldmoor-police.example",
        "phone": BLANK,
    },
)


def information_request() -> bytes:
    """An agency's answer to a request for information, under another title."""
    anew()
    return document(
        title("Rapid Review Information Request: agency response"),
        para("Three Rivers Safeguarding Children Partnership", align="center"),
        two_columns(
            ("Case reference", "TR-2026-0031"),
            ("Child's initials", "BR-S"),
            ("Child's date of birth", "02/09/2019"),
            ("Responding agency", "Three Rivers Ambulance"),
            ("Completed by", "Dorian Eyre"),
            ("Designation", "Patient safety lead"),
            ("Date", "19/11/2026"),
        ),
        para("Was the family known to your agency? Summarise your involvement.", bold=True),
        para("One call in 2022, for a fall. No concerns recorded."),
        para("What learning has your agency identified?", bold=True),
        para("None."),
    )


def early_help() -> bytes:
    anew()
    return document(
        title("Early Help Assessment"),
        two_columns(
            ("Child's name", "Linus Abara"),
            ("DOB", "08/08/2016"),
            ("Completed by", "Family support worker"),
            ("What is going well?", "He enjoys school."),
            ("What are we worried about?", "Bedtimes."),
            ("Family's own plan", "A chart."),
        ),
        guidance("With the family's consent."),
    )


def safer() -> bytes:
    anew()
    return document(
        title("SAFER Referral Tool"),
        para("Safeguarding children: referral to Children's Social Care", align="center"),
        two_columns(
            ("Situation", "Baby with unexplained bruise, seen at clinic today."),
            ("Assessment", "Immediate medical needed."),
            ("Family factors", "Father not living at home."),
            ("Expected response", "Strategy discussion today."),
            ("Referral and recording", "Health visitor B Tindall, 01632 960191"),
        ),
        two_columns(("Name of Child/Unborn Baby", "Arlo Hendry"), ("DoB or EDD", "01/09/2026")),
    )


def agenda() -> bytes:
    anew()
    return document(
        title("Rapid Review Meeting: agenda"),
        para("Tuesday 24 November 2026, 10:00 to 12:00, by video"),
        para("1. Welcome and confidentiality", num=None),
        para("2. Summary of the case (Chair)"),
        para("3. Agency reports"),
        para("4. Does the case meet the criteria?"),
        para("5. Decision and actions"),
        para("Please bring your agency's chronology."),
    )


DOCUMENTS = {
    "K93-plain-english.docx": (K93, K93_EXPECTED),
    "K94-only-a-narrative.docx": (K94, K94_EXPECTED),
    "K95-plain-english-blank.docx": (K95, K95_EXPECTED),
    "K96-a-table-for-each-child.docx": (child_headings(), K96_EXPECTED),
    "K97-office-column.docx": (office_column(), K97_EXPECTED),
    "K98-numbered-list-with-controls.docx": (numbered_paragraphs(), K98_EXPECTED),
    "K99-legacy-four-columns.docx": (legacy_four_columns(), K99_EXPECTED),
    "K100-criteria-controls.docx": (criteria_controls(), K100_EXPECTED),
    "K101-information-request-response.docx": (
        information_request(),
        expected("agency_return", children=[{"dob": "2019-09-02"}]),
    ),
    "K102-early-help.docx": (early_help(), expected("other_form", also=["not_a_form"])),
    "K103-safer.docx": (safer(), expected("other_form")),
    "K104-agenda.docx": (agenda(), expected("not_a_form")),
}
