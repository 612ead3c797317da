"""Habits of printers and fillers that trip a reader: K105 to K114."""

from __future__ import annotations

from builders import (
    anew,
    boxes,
    cell,
    document,
    grid,
    heading,
    label,
    para,
    row,
    run,
    struck,
    symbol,
    table,
    title,
    two_columns,
)
from expect import BLANK, UNKNOWN, expected, has, one_of
from layouts import lines


def plain_labels() -> bytes:
    """Labels neither bold nor shaded nor followed by a colon, answers in capitals, address in separate rows."""
    anew()
    said = (
        ("Forename", "JOSIAH"), ("Middle names", "EMEKA"), ("Surname", "TREMAYNE"), ("Date of birth", "21 OCT 2017"), ("Gender", "MALE"), ("Address line 1", "FLAT 12"), ("Address line 2", "MARINE PARADE"), ("Town", "SANDHAVEN"), ("Postcode", "SD3 4EE"),
        ("Date of incident", "04 NOV 2026"), ("Outcome", "DIED"), ("Abuse or neglect", "SUSPECTED"), ("Summary", "JOSIAH DIED OF AN ASTHMA ATTACK. NO INHALER WAS FOUND IN THE FLAT."),
        ("Referrer name", "ABIGAIL THORNE-OBI"), ("Referrer role", "ASTHMA NURSE"), ("Referrer agency", "SANDHAVEN CHILDREN'S HOSPITAL"), ("Referrer telephone", "01632 960319"), ("Referrer email", "ABIGAIL.THORNE-OBI@SANDHAVEN-HOSPITAL.EXAMPLE"), ("Referral date", "06 NOV 2026"),
    )  # fmt: skip
    return document(
        para("Sandhaven Safeguarding Children Partnership"),
        para("Rapid Review Referral Form"),
        table(*(row(*each) for each in said), widths=(35, 65)),
    )


K105_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Emeka", "Flat 12", "Marine Parade", "Sandhaven"],
    referral={"date": "2026-11-06"},
    incident={
        "date": "2026-11-04",
        "outcome": "died",
        "abuse_neglect": "suspected",
        "narrative": has("asthma attack", "no inhaler"),
    },
    children=[
        {
            "name": one_of("Josiah Emeka Tremayne", "Josiah Tremayne"),
            "dob": "2017-10-21",
            "sex": "male",
            "postcode": "SD3 4EE",
        }
    ],
    referrer={
        "name": "Abigail Thorne-Obi",
        "role": "Asthma nurse",
        "agency": "Sandhaven Children's Hospital",
        "phone": "01632 960319",
        "email": "abigail.thorne-obi@sandhaven-hospital.example",
    },
)


def digit_boxes() -> bytes:
    """One box for each digit of the NHS number and of the dates."""
    anew()

    def digits(text, value):
        return table(row(label(text, width=3000), *value), widths=(12, *(2,) * len(value)))

    return document(
        title("Sandhaven Safeguarding Children Partnership"),
        title("Serious Incident Referral Form"),
        two_columns(
            ("Name of child", "Verity Ashdene"), ("Gender", "F"), ("Home address", "9 Samphire Way, Sandhaven SD1 1AS")
        ),
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


K106_EXPECTED = expected(
    "referral",
    kept=["fractured skull"],
    referral={"date": "2026-11-08"},
    incident={
        "date": {"value": {"any": ["2026-11-07", None]}},
        "outcome": "seriously_harmed",
        "abuse_neglect": "known",
        "narrative": has("fractured skull"),
    },
    children=[
        {
            "name": "Verity Ashdene",
            "dob": {"value": {"any": ["2020-02-14", None]}},
            "nhs_number": {"value": {"any": ["9995847442", None]}},
            "sex": "female",
            "home_address": has("9 Samphire Way"),
        }
    ],
    referrer={"name": "Lorenzo Marr", "agency": "Sandhaven Police", "phone": "01632 960320"},
)


def signatures() -> bytes:
    """A manager's authority, a list of recipients and a data-protection note after the referrer: three more names, dates and telephones."""
    anew()
    return document(
        title("Serious Incident Referral Form"),
        para("Marlow Cross Safeguarding Children Partnership", align="center"),
        heading("Section A: child"),
        two_columns(
            ("Name of child", "Miss Hermia Lutterworth"),
            ("Date of birth", "03/2019"),
            ("Gender", "Female"),
            ("Home address", "Bridge House, Marlow Cross MX4 4BH"),
            ("Date child last seen by your agency", "20/10/2026"),
        ),
        heading("Section B: incident"),
        two_columns(
            ("Date of incident", "On or around 5 November 2026"),
            ("Outcome", "Seriously harmed"),
            ("Abuse or neglect known or suspected", "Suspected"),
            ("Circumstances", "Hermia was found with injuries to both wrists."),
        ),
        heading("Section C: referrer"),
        two_columns(
            ("Print name", "Tancred Osgood"),
            ("Position", "Nurse practitioner"),
            ("Agency", "Marlow Cross Walk-in Centre"),
            ("Tel (work)", "01632 960411"),
            ("Tel (mobile)", "07700 900411"),
            ("Email", "tancred.osgood@marlow-walkin.example"),
            ("Signature", "T Osgood"),
            ("Date", "06/11/2026"),
        ),
        heading("Section D: authorised by line manager"),
        two_columns(
            ("Name", "Goneril Stamp"),
            ("Position", "Clinical lead"),
            ("Telephone", "01632 960412"),
            ("Email", "goneril.stamp@marlow-walkin.example"),
            ("Date", "07/11/2026"),
        ),
        heading("Section E: copies sent to"),
        grid(
            ("Name", "Agency", "Date sent"),
            ("Edgar Fool", "Marlow Cross ICB", "07/11/2026"),
            ("Regan Kent", "Marlow Cross Council", "07/11/2026"),
        ),
        para(
            "Data protection: this form is kept for 25 years. Data protection officer: Oswald Steward, 01632 960499, dpo@marlowcross.example.",
            size=16,
        ),
    )


K107_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Goneril Stamp", "20/10/2026", "Edgar Fool", "07700 900411"],
    incident={"date": one_of("2026-11-05"), "outcome": "seriously_harmed", "abuse_neglect": "suspected"},
    children=[
        {
            "name": "Hermia Lutterworth",
            "dob": "2019-03",
            "sex": "female",
            "home_address": has("Bridge House"),
            "postcode": "MX4 4BH",
        }
    ],
    referrer={
        "name": "Tancred Osgood",
        "role": "Nurse practitioner",
        "agency": "Marlow Cross Walk-in Centre",
        "phone": has("01632 960411"),
        "email": "tancred.osgood@marlow-walkin.example",
    },
)
# An approximate day may fairly be kept as a day with a warning or left to a person.
K107_EXPECTED["referral"]["incident"]["date"] = {"value": {"any": ["2026-11-05", None]}}
del K107_EXPECTED["missing"]


def both_households() -> bytes:
    """Two family grids, the child at the head of the first, with a column that says who is the subject; repeated captions over a page."""
    anew()
    repeat = "<w:tblHeader/>"
    captions = ("Name", "DOB", "Relationship to child", "Subject of this referral?")
    return document(
        title("Rapid Review Referral Form"),
        para("Pendle Moor Safeguarding Partnership", align="center"),
        two_columns(
            ("Name of child", "Kester Blakey-Amin"),
            ("Date of birth", "17/12/2013"),
            ("Sex", "Male"),
            ("NHS no.", "9995290782"),
        ),
        heading("Members of the household", 2),
        table(
            row(*(label(c) for c in captions), marks=repeat),
            row("Kester Blakey-Amin", "17/12/2013", "Self", "Yes"),
            row("Ruth Blakey", "01/03/1985", "Mother", "No"),
            row("Noor Amin", "05/07/2016", "Sister", "No"),
            widths=(1, 1, 1, 1),
        ),
        heading("Family members who live elsewhere", 2),
        table(
            row(*(label(c) for c in captions), marks=repeat),
            row("Tariq Amin", "22/08/1983", "Father", "No"),
            row("Nan (Mrs Blakey)", "not known", "Grandmother", "No"),
            widths=(1, 1, 1, 1),
        ),
        heading("Incident", 2),
        two_columns(
            ("Date of incident", "01/11/2026 \u2013 03/11/2026"),
            ("Outcome", "Died"),
            ("Abuse or neglect", "No"),
            (
                "Circumstances",
                cell(
                    para("Kester died after a fall in the quarry. Times:"),
                    grid(("Time", "Event"), ("Sun pm", "Left home"), ("Tue 07:00", "Found by a walker"), widths=(1, 2)),
                    para("Three agencies had told the owner that the fence was down."),
                ),
            ),
        ),
        heading("Referrer", 2),
        two_columns(
            ("Name", "Dorcas Shackleton"),
            ("Agency", "Pendle Moor Council"),
            ("Role", "Community safety manager"),
            ("Telephone", "0161 496 0540"),
            ("Date of referral", "09/11/2026"),
        ),
    )


K108_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Found by a walker", "Noor Amin", "Tariq Amin", "Nan (Mrs Blakey)"],
    referral={"date": "2026-11-09"},
    incident={
        "date": "2026-11-01",
        "date_to": "2026-11-03",
        "outcome": "died",
        "abuse_neglect": "no",
        "narrative": has("fall in the quarry", "the fence was down"),
    },
    children=[{"name": "Kester Blakey-Amin", "dob": "2013-12-17", "sex": "male", "nhs_number": "9995290782"}],
    referrer={
        "name": "Dorcas Shackleton",
        "role": "Community safety manager",
        "agency": "Pendle Moor Council",
        "phone": "0161 496 0540",
    },
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


K109_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Thursday 12th November"],
    referral={"date": {"value": {"any": ["2026-11-12", None]}}},
    incident={
        "date": "2026-11-11",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("stabbed"),
    },
    children=[{"name": "Zachariah Pool", "dob": "2008-02-05", "sex": "other", "looked_after": "yes", "cp_plan": "no"}],
    referrer={
        "name": "Jocelyn Umar-Frith",
        "role": "Case manager",
        "agency": "Cleaver Bay Youth Justice",
        "phone": "01632 960550",
    },
)


def old_case_underneath() -> bytes:
    """A form made from an old one: the old child's answers are still there as hidden text, and the file's header names the old case."""
    anew()

    def over(new, old):
        return cell(para(run(old, hidden=True), run(new)))

    return document(
        title("Rapid Review Referral Form"),
        para("Cleaver Bay Safeguarding Children Partnership", align="center"),
        two_columns(
            ("Name of child", over("Ianthe Nugent", "Old Childname ")),
            ("Date of birth", over("26/03/2021", "01/01/2015 ")),
            ("NHS number", over("", "999 409 0999")),
            ("Date of incident", over("10/11/2026", "02/02/2025 ")),
            ("Outcome", "Died"),
            ("Abuse or neglect", "Known"),
            ("Circumstances", over("Ianthe was killed by a dog that was known to the police.", "Old words. ")),
        ),
        two_columns(
            ("Name of referrer", "Fulke Addison"),
            ("Agency", "Cleaver Bay Police"),
            ("Role", "DCI"),
            ("Telephone", "101"),
            ("Email", "fulke.addison@cleaverbay-police.example"),
            ("Date of referral", "11/11/2026"),
        ),
    )


K110_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-11"},
    incident={
        "date": "2026-11-10",
        "outcome": "died",
        "abuse_neglect": "known",
        "narrative": has("known to the police"),
    },
    children=[{"name": "Ianthe Nugent", "dob": "2021-03-26", "nhs_number": BLANK}],
    referrer={
        "name": "Fulke Addison",
        "role": "DCI",
        "agency": "Cleaver Bay Police",
        "email": "fulke.addison@cleaverbay-police.example",
    },
)


def long_story() -> bytes:
    """Thousands of words, a pasted mail with its own From, Date and Subject lines, and labels inside the story."""
    anew()
    story = [
        f"Paragraph {n}. On {n % 28 + 1:02d}/0{n % 9 + 1}/2026 a worker visited and wrote that all was well; the next note says otherwise."
        for n in range(1, 121)
    ]
    pasted = (
        "From: Health Visitor <hv@leat.example>",
        "Sent: 2 March 2026",
        "To: Duty team",
        "Subject: date of birth and address",
        "Name: wrong in our system. Date of birth: we have 09/09/2009. Address: we have 1 Wrong Street.",
        "Role: no change. Telephone: 01632 960000.",
    )
    return document(
        title("Serious Incident Referral Form"),
        para("Leat Valley Safeguarding Children Partnership", align="center"),
        para(run("Name of child: ", bold=True), "Bertram Iwu-Cross"),
        para(run("Date of birth: ", bold=True), "14/11/2018"),
        para(run("Address: ", bold=True), "The Mill, Leat Valley LV7 7ML"),
        para(run("Date of incident: ", bold=True), "05/11/2026"),
        para(run("Outcome: ", bold=True), "Seriously harmed"),
        para(run("Abuse or neglect: ", bold=True), "Known"),
        para(run("Name of referrer: ", bold=True), "Delphine Hurst"),
        para(run("Agency: ", bold=True), "Leat Valley Council"),
        para(run("Role: ", bold=True), "Review officer"),
        para(run("Email: ", bold=True), "delphine.hurst@leatvalley.example"),
        para(run("Date of referral: ", bold=True), "10/11/2026"),
        para(run("Circumstances of the case:", bold=True)),
        *(para(s) for s in story[:60]),
        *(para(p) for p in pasted),
        *(para(s) for s in story[60:]),
    )


K111_EXPECTED = expected(
    "referral",
    missing=[],
    kept=["Paragraph 1.", "Paragraph 120.", "1 Wrong Street"],
    referral={"date": "2026-11-10"},
    incident={"date": "2026-11-05", "outcome": "seriously_harmed", "abuse_neglect": "known"},
    children=[
        {"name": "Bertram Iwu-Cross", "dob": "2018-11-14", "home_address": has("The Mill"), "postcode": "LV7 7ML"}
    ],
    referrer={
        "name": "Delphine Hurst",
        "role": "Review officer",
        "agency": "Leat Valley Council",
        "email": "delphine.hurst@leatvalley.example",
    },
)


def care_leaver() -> bytes:
    """A care leaver of twenty, an outcome in a sentence, an ethnicity by code, the intersex answer, a postcode inside three lines."""
    anew()
    return document(
        title("Serious Child Safeguarding Notification Form"),
        para("Leat Valley Safeguarding Children Partnership", align="center"),
        table(
            row(label("First Name"), "Ashby", label("Last Name"), "Delacroix"),
            row(label("D.O.B."), "30.09.2006", label("Gender"), "Intersex"),
            row(label("Ethnicity"), "A1 White British", label("Legal Status"), "Care leaver (s.24), formerly s.31"),
            row(label("Home Address"), cell(lines("Room 5\nThe Foyer, Leat Valley\nLV1 1FY"), span=3)),
            row(label("Date of incident"), "08/11/2026", label("Date of death"), "09/11/2026"),
            row(label("What was the outcome?"), cell("The young person died in hospital the next day.", span=3)),
            row(label("Is abuse or neglect known or suspected?"), cell("Not known at this stage", span=3)),
            row(
                label("Please describe what happened"),
                cell(
                    "Ashby was found by the night warden. There had been no visit from the personal adviser since July.",
                    span=3,
                ),
            ),
            row(label("Form completed by"), "Quentin Babatunde", label("Job title"), "Head of Leaving Care"),
            row(label("Organisation"), "Leat Valley Council", label("Phone"), "07700 900888"),
            row(label("Email"), "quentin.babatunde@leatvalley.example", label("Date completed"), "12/11/2026"),
            widths=(20, 30, 20, 30),
        ),
    )


K112_EXPECTED = expected(
    "referral",
    missing=[],
    referral={"date": "2026-11-12"},
    incident={
        "date": "2026-11-08",
        "outcome": "died",
        "abuse_neglect": UNKNOWN,
        "narrative": has("night warden", "since July"),
    },
    children=[
        {
            "name": "Ashby Delacroix",
            "dob": "2006-09-30",
            "sex": "other",
            "ethnicity": has("White British"),
            "legal_status": has("Care leaver"),
            "home_address": has("Room 5"),
            "postcode": "LV1 1FY",
            "date_of_death": "2026-11-09",
        }
    ],
    referrer={
        "name": "Quentin Babatunde",
        "role": "Head of Leaving Care",
        "agency": "Leat Valley Council",
        "phone": "07700 900888",
        "email": "quentin.babatunde@leatvalley.example",
    },
)


def second_agency_first() -> bytes:
    """The safeguarding lead is printed before the referrer, with the same labels; "as above" in the referrer's agency."""
    anew()
    return document(
        title("Referral Form of Serious Incidents for Consideration by the Review Panel"),
        para("Hythe and Marsh Safeguarding Partnership", align="center"),
        para("Designated safeguarding lead consulted", bold=True),
        two_columns(
            ("Name", "Rosalba Finch"),
            ("Role", "Head of Safeguarding"),
            ("Agency", "Hythe Community Trust"),
            ("Telephone", "01632 960616"),
            ("Email", "rosalba.finch@hythe-trust.example"),
        ),
        para("Person completing this referral", bold=True),
        two_columns(
            ("Name", "Jago Penrose-Ali"),
            ("Role", "Speech therapist"),
            ("Agency", "As above"),
            ("Telephone", "01632 960617"),
            ("Email", "jago.penrose-ali@hythe-trust.example"),
        ),
        para("Child", bold=True),
        two_columns(
            ("Name", "Elowen Curnow"), ("Date of birth", "18/01/2022"), ("Address", "2 Sluice Lane, Hythe HM2 2SL")
        ),
        para("Incident", bold=True),
        two_columns(
            ("Date", "06/11/2026"),
            ("Outcome", "Seriously harmed"),
            ("Abuse or neglect", "Suspected"),
            ("Description", "Elowen has a brain injury. Shaking is suspected."),
        ),
        para("Referral", bold=True),
        two_columns(
            ("Date", "09/11/2026"),
        ),
    )


K113_EXPECTED = expected(
    "referral",
    referral={"date": "2026-11-09"},
    incident={
        "date": "2026-11-06",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
        "narrative": has("brain injury"),
    },
    children=[
        {"name": "Elowen Curnow", "dob": "2022-01-18", "home_address": has("2 Sluice Lane"), "postcode": "HM2 2SL"}
    ],
    referrer={
        "name": "Jago Penrose-Ali",
        "role": "Speech therapist",
        "phone": "01632 960617",
        "email": "jago.penrose-ali@hythe-trust.example",
    },
    safeguarding_lead={
        "name": "Rosalba Finch",
        "role": "Head of Safeguarding",
        "agency": "Hythe Community Trust",
        "phone": "01632 960616",
        "email": "rosalba.finch@hythe-trust.example",
    },
)


def struck_by_hand() -> bytes:
    """Choices in a sentence, struck through where wrong; a value struck out and written again beside it."""
    anew()
    return document(
        title("Serious Incident Referral Form"),
        para("Hythe and Marsh Safeguarding Partnership", align="center"),
        para("Name of child: ", run("Perran Tregenza ", strike=True), "Piran Tregenza"),
        para("Date of birth: ", run("07/08/2019", strike=True), " 08/07/2019"),
        para(
            "The child ",
            struck("has died", "has been seriously harmed", chosen="has been seriously harmed"),
            " and abuse or neglect is ",
            struck("known", "suspected", chosen="suspected"),
            ".",
        ),
        para("The child ", struck("does", "does not", chosen="does not"), " have a disability."),
        para("Date of incident: 09/11/2026"),
        para("Circumstances: Piran was found in the sea at Marsh Point."),
        para("Name of referrer: Kerensa Boon"),
        para("Role: Coastguard officer"),
        para("Agency: Coastguard"),
        para("Telephone: 01632 960620"),
        para("Date of referral: 10/11/2026"),
    )


K114_EXPECTED = expected(
    "referral",
    kept=["have a disability"],
    referral={"date": "2026-11-10"},
    incident={
        "date": "2026-11-09",
        "outcome": {"value": {"any": ["seriously_harmed", None]}},
        "abuse_neglect": {"value": {"any": ["suspected", None]}},
        "narrative": has("sea at Marsh Point"),
    },
    children=[{"name": "Piran Tregenza", "dob": "2019-07-08"}],
    referrer={"name": "Kerensa Boon", "role": "Coastguard officer", "agency": "Coastguard", "phone": "01632 960620"},
)

DOCUMENTS = {
    "K105-plain-labels-capitals.docx": (plain_labels(), K105_EXPECTED),
    "K106-a-box-for-each-digit.docx": (digit_boxes(), K106_EXPECTED),
    "K107-manager-and-recipients.docx": (signatures(), K107_EXPECTED),
    "K108-two-households.docx": (both_households(), K108_EXPECTED),
    "K109-boxes-of-every-kind.docx": (mixed_boxes(), K109_EXPECTED),
    "K110-old-answers-hidden.docx": (old_case_underneath(), K110_EXPECTED),
    "K111-long-story-with-a-pasted-mail.docx": (long_story(), K111_EXPECTED),
    "K112-care-leaver.docx": (care_leaver(), K112_EXPECTED),
    "K113-lead-before-referrer.docx": (second_agency_first(), K113_EXPECTED),
    "K114-struck-in-sentences.docx": (struck_by_hand(), K114_EXPECTED),
}
