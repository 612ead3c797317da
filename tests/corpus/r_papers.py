"""Papers of other processes, agencies' returns under other names, and papers that are no forms: R15 to R24."""

from __future__ import annotations

from builders import anew, boxes, document, grid, guidance, heading, label, para, row, table, title, two_columns
from expect import expected
from layouts import lines

OTHER = expected("other_form")
NO_FORM = expected("not_a_form")


def support_request() -> bytes:
    """A referral to children's social care, named neither MARF nor MASH."""
    anew()
    return document(
        para("Pellow Council Children's Services", bold=True),
        para("Request for Help and Protection", bold=True),
        guidance("If you think a child is at immediate risk ring 999."),
        two_columns(
            ("Child's name", "Peregrine Holt"),
            ("Date of birth / EDD", "01/03/2019"),
            ("Address", "3 Larch Way, PL3 3LW"),
            ("Ethnicity", "White British"),
            ("School / nursery", "Larch Primary"),
            ("Is the child at immediate risk?", boxes("Yes", "No", chosen="No")),
            ("Parental consent to referral?", boxes("Yes", "No", chosen="Yes")),
            ("Level of need", boxes("Universal plus", "Targeted", "Specialist", chosen="Targeted")),
            ("Category of abuse", boxes("Physical", "Emotional", "Sexual", "Neglect", chosen="Neglect")),
            ("Reason for referral", "Peregrine comes to school hungry and in dirty clothes. Seriously harmed? No."),
            ("Referrer name", "Gilda Marsh"),
            ("Agency", "Larch Primary"),
            ("Telephone", "01632 960355"),
            ("Date of incident", "04/11/2026"),
            ("Date of referral", "05/11/2026"),
        ),
    )


def allegation() -> bytes:
    """An allegation against a member of staff, in a form whose title does not say LADO."""
    anew()
    return document(
        title("Managing Allegations: Initial Information Form"),
        para("Westbourne Safeguarding Children Partnership"),
        two_columns(
            ("Name of person against whom the allegation is made", "Clive Rudd"),
            ("Position of trust / role with children", "Swimming coach"),
            ("Employer", "Westbourne Leisure"),
            ("Date of alleged incident", "02/11/2026"),
            ("Child's name", "Ottilie Grange"),
            ("Child's DOB", "11/11/2014"),
            ("Nature of allegation", "Took hold of her by the neck. She was badly harmed."),
            ("Has the member of staff been suspended?", "Yes"),
            ("Referrer", "Joan Peel, HR manager"),
            ("Tel", "01632 960766"),
            ("Date of referral", "03/11/2026"),
        ),
    )


def adult_review() -> bytes:
    """A referral for a review about an adult, under the Care Act."""
    anew()
    return document(
        title("Referral for Consideration of a Section 44 Review"),
        para("Care Act 2014 - Hartmoor Safeguarding Adults Board"),
        two_columns(
            ("Name of adult at risk", "Edith Lumley"),
            ("Date of birth", "03/09/1941"),
            ("Date of death", "01/11/2026"),
            ("Care and support needs", "Dementia; hoist transfers"),
            ("Mental capacity", "Lacked capacity for care decisions"),
            ("Details of the incident", "Died of sepsis from pressure sores. Neglect is suspected."),
            ("Concerns about how agencies worked together", "No section 42 enquiry was opened."),
            ("Name of referrer", "Ivor Penn"),
            ("Agency", "Hartmoor Hospital"),
            ("Telephone", "01632 960144"),
            ("Date of referral", "10/11/2026"),
        ),
    )


def death_form() -> bytes:
    """The notification of a child's death to the child death review, without its usual name."""
    anew()
    return document(
        para("Form A", bold=True),
        para("Notification of Child Death", bold=True),
        para("Complete within 24 hours and send to the Designated Person for child deaths"),
        table(
            row(label("Child's name"), "Benedict Yarrow", label("DOB"), "30/10/2026"),
            row(label("NHS No"), "", label("Sex"), "M"),
            row(label("Date of death"), "07/11/2026", label("Time"), "06:10"),
            row(label("Place of death"), "Neonatal unit", label("Registered GP"), "Yarrow Surgery"),
            row(
                label("Circumstances of death"),
                "Born at 24 weeks; withdrawal of care.",
                label("Expected / unexpected"),
                "Expected",
            ),
            row(label("Coroner informed?"), "No", label("Joint agency response?"), "No"),
            row(label("Medical certificate of cause of death issued?"), "Yes", label("Safeguarding concerns?"), "No"),
            row(label("Name of notifier"), "Dr Sunniva Kirk", label("Agency"), "Yarrow NHS Trust"),
            widths=(22, 28, 22, 28),
        ),
    )


def early_help() -> bytes:
    """An assessment of a family's needs, with the child's particulars first."""
    anew()
    return document(
        title("Family Support Assessment and Plan"),
        para("Team around the family"),
        two_columns(
            ("Child/young person's name", "Calliope Dunn"),
            ("DOB", "12/04/2012"),
            ("Address", "55 Ropery Street, DN5 5RS"),
            ("Lead professional", "Ambrose Fell, 01632 960499"),
            ("Family's strengths", "Close to her grandmother"),
            ("Needs identified", "Attendance; sleep; money"),
            ("What does the child say?", "I want a bed of my own."),
            ("Level of need", "3"),
            ("Early Help plan agreed with parents on", "02/11/2026"),
            ("Consent to share information", "Yes, signed"),
            ("Review date", "14/12/2026"),
        ),
    )


def information_report() -> bytes:
    """An agency's return, called an information report."""
    anew()
    return document(
        para("Information Report for Rapid Review", bold=True),
        para("Fallowmere Safeguarding Children Partnership"),
        table(
            row(label("Case reference"), "FM/26/07", label("Date of report"), "16/11/2026"),
            row(label("Subject"), "Thaddeus Crane", label("DOB"), "14/02/2022"),
            row(
                label("Reporting agency"),
                "Fallowmere Housing",
                label("Report author"),
                "Rosalind Hythe, Tenancy Manager",
            ),
            widths=(20, 30, 20, 30),
        ),
        heading("Agency's knowledge of the child and family"),
        lines("Tenancy since 2021. Three reports of noise and one of a child alone on the balcony."),
        heading("Key practice episodes"),
        grid(
            ("Date", "What happened", "What was done"),
            ("03/06/2026", "Neighbour reported child on balcony", "Referred to front door"),
        ),
        heading("Analysis of practice"),
        lines("The visit after the report was not made for nineteen days."),
        heading("Good practice and single agency learning"),
        lines("Officers should see children on every visit."),
    )


def chronology_and_analysis() -> bytes:
    """An agency's return as a chronology with an analysis after it."""
    anew()
    return document(
        title("Single Agency Chronology and Analysis"),
        two_columns(
            ("Agency", "Northgate Surgery"),
            ("Author", "Dr Imran Vale, GP safeguarding lead"),
            ("Subject child", "Juniper Ashcombe, 09/09/2020"),
            ("Period of review", "1 January 2025 to 3 November 2026"),
            ("Signed off by", "Practice partner, 17/11/2026"),
        ),
        grid(
            ("Date", "Source", "Contact / event", "Comment"),
            ("05/02/2025", "EMIS", "Mother seen, low mood", "No enquiry about children"),
            ("11/08/2025", "EMIS", "Immunisations not brought", "Was-not-brought policy not followed"),
            ("02/11/2026", "111", "Call about bruising", "Advised to attend"),
        ),
        heading("Analysis"),
        lines("Each appointment was seen alone; nobody put them together."),
        heading("Recommendations for this agency"),
        lines("Flag household members."),
    )


def covering_letter() -> bytes:
    """A letter that goes with a form, with the child's particulars in its heading."""
    anew()
    return document(
        para("Greyfriars NHS Foundation Trust"),
        para("Safeguarding Team, 1 Greyfriars Way, GF1 1GW"),
        para("10 November 2026"),
        para("Dear Colleague"),
        para("Re: Lysander Boone, DOB: 04/04/2018, NHS No: 999 012 3458", bold=True),
        para(
            "Please find enclosed our referral form about the above child, who was seriously injured on 6 November 2026."
        ),
        para("We should be glad of an acknowledgement, and of the date of any meeting."),
        para("Yours sincerely"),
        para("Tamsin Orr"),
        para("Named Nurse"),
    )


def sharing_agreement() -> bytes:
    """An agreement between agencies, with tables of parties and contacts."""
    anew()
    return document(
        title("Data Sharing Agreement"),
        para("between the safeguarding partners of Almondsbury and the parties listed below"),
        heading("1. Parties"),
        grid(
            ("Organisation", "Name of signatory", "Role", "Email", "Date"),
            (
                "Almondsbury Police",
                "DCC Vera Stone",
                "Deputy Chief Constable",
                "v.stone@almondsbury-police.example",
                "01/09/2026",
            ),
        ),
        heading("2. Purpose"),
        lines("To share information about children who have died or been seriously harmed, for rapid reviews."),
        heading("3. Data to be shared"),
        grid(
            ("Category", "Examples"),
            ("Identity", "Child's name, date of birth, NHS number, address"),
            ("Incident", "Date of incident, circumstances, whether abuse or neglect is suspected"),
        ),
        heading("4. Legal basis"),
        lines("Children Act 2004, sections 16E to 16K; UK GDPR, Article 6(1)(e)."),
        heading("5. Review date"),
        lines("01/09/2027"),
    )


def strategy_minutes() -> bytes:
    """The record of a strategy meeting about one child."""
    anew()
    return document(
        title("Record of Strategy Meeting"),
        para("Section 47 Children Act 1989"),
        table(
            row(label("Child"), "Ptolemy Ware", label("DOB"), "20/05/2021"),
            row(label("Date of meeting"), "05/11/2026", label("Chair"), "Helga Moor, Team Manager"),
            widths=(20, 30, 20, 30),
        ),
        heading("Present"),
        grid(
            ("Name", "Role", "Agency", "Apologies"),
            ("Helga Moor", "Team Manager", "Children's social care", ""),
            ("DS Abel Rook", "Detective", "Police", ""),
            ("Dr Wynn", "Paediatrician", "Hospital", "Yes"),
        ),
        heading("Information shared"),
        lines("Ptolemy was seen on 4 November with bruises to both ears. Abuse is suspected."),
        heading("Decision and actions"),
        grid(
            ("Action", "By whom", "By when"),
            ("Joint section 47 enquiry", "Social worker and police", "Today"),
            ("Medical", "Dr Wynn", "Today"),
        ),
    )


DOCUMENTS = {
    "R15-help-and-protection.docx": (support_request(), OTHER),
    "R16-allegation.docx": (allegation(), OTHER),
    "R17-section-44.docx": (adult_review(), OTHER),
    "R18-form-a.docx": (death_form(), OTHER),
    "R19-family-support-plan.docx": (early_help(), expected("other_form", also=("not_a_form",))),
    "R20-information-report.docx": (
        information_report(),
        expected(
            "agency_return", children=[{"name": {"value": {"any": ["Thaddeus Crane", None]}}, "dob": "2022-02-14"}]
        ),
    ),
    "R21-chronology-and-analysis.docx": (chronology_and_analysis(), expected("agency_return")),
    "R22-covering-letter.docx": (covering_letter(), NO_FORM),
    "R23-sharing-agreement.docx": (sharing_agreement(), NO_FORM),
    "R24-strategy-meeting.docx": (strategy_minutes(), expected("not_a_form", also=("other_form",))),
}
