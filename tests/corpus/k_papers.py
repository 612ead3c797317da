"""What is not a referral form, though it speaks of children: K38 to K50."""

from __future__ import annotations

from builders import (
    anew,
    bar,
    boxes,
    bullets,
    cell,
    document,
    grid,
    guidance,
    heading,
    label,
    para,
    row,
    table,
    title,
    two_columns,
)
from expect import BLANK, expected, has, one_of
from layouts import agency_summary


def marf() -> bytes:
    anew()
    return document(
        title("Request for Support and Protection"),
        para("Lowmoor Children's Front Door (MASH) - Multi-Agency Referral Form", align="center", bold=True),
        guidance(
            "If you think a child is in immediate danger call 999 first. Parents should know of this request unless telling them would add to the risk."
        ),
        table(
            bar("A. Child or unborn baby", span=4),
            row(label("Name of Child/Unborn Baby"), "Perdita Greenslade", label("DoB or EDD"), "17/05/2021"),
            row(label("Address"), cell("8 Bobbin Row, Lowmoor LW2 2WL", span=3)),
            bar("B. Person making this request", span=4),
            row(label("Name"), "Aurora Finchley", label("Agency"), "Lowmoor Dental Practice"),
            row(label("Telephone"), "01632 960505", label("Date and Time of Request"), "16/11/2026 10:20"),
            bar("C. Reason for request", span=4),
            row(
                label("What are your concerns?"),
                cell(
                    "Ten decayed teeth, weight loss, three appointments missed. Bruise on the cheek today which mother could not explain.",
                    span=3,
                ),
            ),
            row(label("Is the parent aware of this referral?"), cell(boxes("Yes", "No", chosen="No"), span=3)),
            widths=(22, 28, 22, 28),
        ),
        footer=para("Lowmoor MASH RF1, version 12", size=16),
    )


def lado() -> bytes:
    anew()
    return document(
        title("LADO Referral Form"),
        para("Allegations against people who work with children", align="center"),
        two_columns(
            ("Name of adult the allegation is about", "Gideon Thrupp"),
            ("Adult's date of birth", "03/03/1980"),
            ("Job and employer", "Swimming coach, Lowmoor Leisure"),
            ("DATE ALLEGED INCIDENT HAPPENED", "14/11/2026"),
            ("DATE ALLEGATION RECEIVED BY REFERRING AGENCY", "15/11/2026"),
            ("Name of child", "Ephraim Mundy"),
            ("Child's date of birth", "30/08/2014"),
            ("Reason for referral", "Ephraim says that the coach held him under the water."),
            ("Actions taken so far", "Coach is not at work."),
            ("REPORT BY", "Cressida Obi, Duty Manager"),
            ("Contact number", "07700 900833"),
        ),
    )


def sar() -> bytes:
    anew()
    return document(
        title("Safeguarding Adults Review (SAR) Referral"),
        para("Lowmoor Safeguarding Adults Board - Care Act 2014, section 44", align="center"),
        two_columns(
            ("Name of adult", "Wilfred Ashby-Cole"),
            ("Date of birth", "11/06/1941"),
            ("Date of death", "01/10/2026"),
            ("Ethnicity", "White British"),
            ("Home address", "Elm Court Care Home, Lowmoor"),
            ("Date of incident", "28/09/2026"),
            (
                "Why do you believe the case meets the criteria?",
                "Died of pressure ulcers; neglect is suspected; agencies did not share what they knew.",
            ),
            ("Name of referrer", "Tobermory Haines"),
            ("Role", "Social worker, adults"),
            ("Agency", "Lowmoor Council"),
            ("Date of referral", "12/11/2026"),
        ),
    )


def cdop() -> bytes:
    anew()
    return document(
        title("Form A - Notification of Child Death"),
        para("Lowmoor Child Death Overview Panel (CDOP)", align="center"),
        guidance(
            "Every death of a child must be notified to the CDOP within 24 hours. This is not a referral to the safeguarding partnership."
        ),
        two_columns(
            ("CDOP Identifier", "LM/26/0044"),
            ("Full name of child", "Dorothea Lanyon-Reece"),
            ("DOB", "02/10/2026"),
            ("Date of death", "09/11/2026"),
            ("NHS No.", "999 525 4816"),
            ("Place of death", "Lowmoor Infirmary"),
            ("Was this death expected or unexpected?", "Expected - congenital heart disease"),
            ("Notified by", "Dr Mungo Sallis, Consultant Paediatrician"),
            ("Contact number", "01632 960577"),
        ),
    )


def conference_report() -> bytes:
    anew()
    return document(
        title("Report to Initial Child Protection Conference"),
        two_columns(
            ("Child's name", "Barnaby Pike-Osman"),
            ("DOB", "06/06/2018"),
            ("Report prepared by", "Calliope Reed, School Nurse"),
            ("Agency", "Lowmoor School Nursing"),
            ("Date of conference", "24/11/2026"),
        ),
        heading("Risk factors", 2),
        bullets("Domestic abuse in the household", "Missed immunisations"),
        heading("Protective factors", 2),
        bullets("Grandmother lives nearby"),
        heading("Should the child be made subject of a child protection plan?", 2),
        para("Yes, under emotional abuse."),
    )


def letter() -> bytes:
    anew()
    return document(
        para("Lowmoor Surgery\n3 Mill Street\nLowmoor LW1 4BB", align="right"),
        para("13 November 2026"),
        para("Dear Colleague"),
        para("Re: Theodora Vance-Ito, date of birth 04/05/2013", bold=True),
        para(
            "Thank you for asking about this patient, whom I saw on 2 November 2026. She has asthma, well controlled, and I have no safeguarding concerns. Her mother is happy for you to have this letter."
        ),
        para("I am sorry for the delay in writing: I was away when your first message came."),
        para("Yours sincerely"),
        para("Dr Fabian Nightingale"),
    )


def minutes() -> bytes:
    anew()
    return document(
        title("Rapid Review Sub-Group"),
        para("Minutes of the meeting held on Tuesday 10 November 2026, 10:00, by video"),
        grid(
            ("Name", "Agency", "Role"),
            ("Godfrey Lumley", "Lowmoor Council", "Chair"),
            ("Imani Scholes", "Lowmoor ICB", "Designated Nurse"),
            ("Ch Insp Ravel", "Lowmoor Police", "Member"),
        ),
        para("1. Apologies and minutes of 13 October: agreed.", bold=True),
        para("2. Case LM-2026-0003", bold=True),
        para(
            "The group heard the agency summaries. Date of incident was 2 October 2026. The child had been seriously harmed and neglect was suspected. It was agreed to ask the school for its chronology by 20 November."
        ),
        grid(
            ("Action", "Owner", "Date"),
            ("Ask school for chronology", "Business Unit", "20/11/2026"),
            ("Tell the family about the review", "Chair", "17/11/2026"),
        ),
        para("3. Any other business: none. Date of next meeting: 8 December 2026."),
    )


def chronology() -> bytes:
    anew()
    events = (
        ("03/02/2026", "A&E: swollen wrist, fell from trampoline", "Hospital"),
        ("19/05/2026", "Police called to argument between parents; children asleep", "Police"),
        ("June 2026", "School: attendance 71%", "School"),
        ("10/09/2026 14:30", "Home visit, no access", "Health visiting"),
    )
    return document(
        title("Integrated chronology"),
        para("Case LM-2026-0003. Compiled from agency records; times as recorded."),
        grid(("Date (& time where appropriate)", "Event", "Source"), *events, widths=(22, 58, 20)),
        landscape=True,
    )


def need_to_know() -> bytes:
    anew()
    return document(
        title("NEED TO KNOW BRIEFING"),
        para(
            "OFFICIAL-SENSITIVE. For the Director of Children's Services, the Lead Member and the Safeguarding Partners.",
            bold=True,
        ),
        para("Date of briefing: 13 November 2026"),
        para(
            "Prepared by: Evadne Mortlake, Head of Safeguarding, Coombe Regis Council, 01632 960909, evadne.mortlake@coomberegis.example"
        ),
        para("Child's name: Lorelei Stannard-Owusu"),
        para("Date of birth: 25/01/2024"),
        para("Date of incident: 12 November 2026"),
        para("Outcome: Child died"),
        para("Abuse or neglect known or suspected: Suspected"),
        para("Address: 10 Sheepwash, Coombe Regis"),
        para("Legal status: Child in need"),
        para(
            "Brief summary of incident: Lorelei was found unresponsive in the bath at home. Her father has been arrested."
        ),
        para("Media interest: The police have put out a statement."),
        para("Next steps: Notification to the Panel is being prepared."),
    )


def notification_copy() -> bytes:
    anew()
    return document(
        title("Child safeguarding incident notification"),
        para(
            "Copy for the safeguarding partners. Submitted to the Child Safeguarding Practice Review Panel by the local authority."
        ),
        two_columns(
            ("Notification reference", "CSI-0000-4471"),
            ("Submitted on", "13/11/2026 16:05"),
            ("Local authority", "Coombe Regis Council"),
            ("Submitted by", "Evadne Mortlake, Head of Safeguarding"),
            ("Date the local authority became aware", "12/11/2026"),
            ("Date of incident", "12/11/2026"),
            ("Type of incident", "Death of a child"),
            ("Abuse or neglect", "Suspected"),
            ("Number of children", "1"),
            ("Child's name", "Lorelei Stannard-Owusu"),
            ("Date of birth", "25/01/2024"),
            ("Gender", "Female"),
            ("Case outline", "Found unresponsive in the bath at home."),
        ),
    )


SUMMARY = {
    "reference": "CRSCP-2026-0012",
    "initials": "L.S-O",
    "name": "Lorelei Stannard-Owusu",
    "dob": "25/01/2024",
    "agency": "Coombe Regis Ambulance Service",
    "author": "Phineas Gantry",
    "role": "Safeguarding Lead",
    "contact": "01632 960933",
    "date": "18/11/2026",
    "period": "January 2024 to November 2026",
    "involvement": "Two calls: one in March 2025 (fall), one on 12 November 2026.",
    "analysis": "The call in March was not shared with the health visitor.",
    "learning": "None yet.",
}

LETTERS = {
    "K43-letter-from-a-surgery.docx": (letter(), expected("not_a_form")),
    "K44-minutes-of-a-meeting.docx": (minutes(), expected("not_a_form")),
    "K45-chronology-alone.docx": (chronology(), expected("not_a_form", also=["agency_return"])),
}
OTHER = {
    "K38-marf-other-title.docx": (marf(), expected("other_form")),
    "K39-lado.docx": (lado(), expected("other_form")),
    "K40-adult-review.docx": (sar(), expected("other_form")),
    "K41-child-death-form-a.docx": (cdop(), expected("other_form")),
    "K42-conference-report.docx": (conference_report(), expected("other_form", also=["not_a_form"])),
}
BRIEFING = {
    "fields_count_only_if_kind": "referral",
    **expected(
        "referral",
        also=["other_form", "not_a_form"],
        incident={
            "date": "2026-11-12",
            "outcome": "died",
            "abuse_neglect": "suspected",
            "narrative": has("unresponsive in the bath"),
        },
        children=[{"name": "Lorelei Stannard-Owusu", "dob": "2024-01-25"}],
    ),
}
RETURNS = {
    "K46-individual-agency-summary.docx": (
        agency_summary(SUMMARY, area="Coombe Regis"),
        expected("agency_return", children=[{"name": one_of("Lorelei Stannard-Owusu", "L.S-O"), "dob": "2024-01-25"}]),
    ),
    "K47-agency-summary-blank.docx": (
        agency_summary({}, area="Coombe Regis"),
        expected("blank_form", children=[{"name": BLANK, "dob": BLANK}]),
    ),
    "K48-need-to-know-briefing.docx": (need_to_know(), BRIEFING),
    "K49-national-notification-copy.docx": (notification_copy(), BRIEFING),
}
DOCUMENTS = {**OTHER, **LETTERS, **RETURNS}
