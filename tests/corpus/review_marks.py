"""Reviewed and designed documents: tracked changes, old answers, text boxes, an online editor's export."""

from builders import (
    Xml,
    anew,
    bar,
    boxes,
    cell,
    control,
    custom_xml,
    deleted,
    deleted_row,
    document,
    footnote_mark,
    heading,
    hyperlink,
    inserted,
    inserted_row,
    label,
    merge_field,
    moved,
    page_break,
    para,
    row,
    run,
    simple_field,
    smart_tag,
    table,
    text_box,
    title,
    two_columns,
)
from sheet import blocks


def reviewed() -> bytes:
    """Corrected by the referrer's manager with tracked changes and comments, and sent without accepting them."""
    anew()
    was, now = moved("The out-of-hours team recorded the call but did not pass it on until the Monday.")
    comment = Xml('<w:r><w:commentReference w:id="0"/></w:r>')
    return document(
        *blocks("""
            # Oxmere Safeguarding Children Partnership
            # Serious Incident Referral Form
            ## Referrer
        """),
        two_columns(
            ("Referred by", cell(para(deleted("Sheila Acton"), inserted("Ottoway Blandford")))),
            ("Role", cell(para(custom_xml(run("Team Manager"))))),
            ("Service/agency", cell(para(simple_field("Oxmere Children's Services", "DOCPROPERTY Company")))),
            ("Contact number", "01632 960829"),
            ("Email", cell(para(hyperlink("ottoway.blandford@oxmere.example", "rIdMail")))),
            ("Date of referral", cell(para(smart_tag("9 November 2026")))),
        ),
        heading("Child"),
        two_columns(
            (
                "Name of child",
                cell(para(run("Tallulah "), deleted("Bryne"), inserted("Byrne"), run("-Kaplan"), comment)),
            ),
            ("Date of Birth", cell(para(run("1"), deleted("2"), inserted("3"), run("/06/2020")))),
            ("Sex", cell(para(merge_field("Female", "Sex")))),
            ("NHS number", cell(para(inserted("999 656 9071")))),
            (
                "Home address",
                cell(
                    para(
                        smart_tag("33 Weir Lane", "address"),
                        run(", "),
                        smart_tag("Oxmere", "City"),
                        run(" OX0\u00a07QQ"),
                    )
                ),
            ),
            ("Ethnic origin", cell(para(deleted("Not known"), inserted("White Other")))),
            ("Child protection plan", cell(para(deleted("Yes"), inserted("No")))),
        ),
        heading("Household"),
        table(
            row(label("Name"), label("Relationship to child"), label("D.O.B.")),
            row("Imelda Byrne", "Mother", "01/01/1996"),
            deleted_row("Wayne Acton", "Stepfather", "05/05/1990"),
            inserted_row(
                cell(para(inserted("Josef Kaplan"))), cell(para(inserted("Father"))), cell(para(inserted("07/03/1994")))
            ),
            widths=(1, 1, 1),
        ),
        heading("Incident"),
        two_columns(
            ("Date of incident", cell(para(deleted("04/11/2026"), inserted("03/11/2026")))),
            ("Location", cell(para(custom_xml(run("Mother's car"))))),
            (
                "Outcome",
                cell(para(boxes("Died"), run("   "), deleted("\u2610"), inserted("\u2612"), run(" Seriously harmed"))),
            ),
            (
                "Abuse or neglect",
                cell(
                    para(
                        boxes("Known"), run("   "), deleted("\u2610"), inserted("\u2612"), run(" Suspected   \u2610 No")
                    )
                ),
            ),
        ),
        para("Brief summary of incident", bold=True),
        para(
            "Tallulah was left in a car for five hours. ",
            deleted("She was dead on arrival."),
            inserted("She is in intensive care."),
        ),
        was,
        para("Two callers had reported the car."),
        now,
        para("Immediate actions", bold=True),
        para(inserted("Police protection used on 3 November.")),
        comments=("Please check the spelling with the birth certificate: I think Byrne-Kaplin.",),
        links=(("rIdMail", "mailto:ottoway.blandford@oxmere.example"),),
    )


def last_year_overtyped() -> bytes:
    """A form of another case, last year, half overtyped with tracked changes: the referral date and the reference are the old ones."""
    anew()
    return document(
        title("Oxmere Safeguarding Children Partnership"),
        title("Serious Incident Referral Form"),
        two_columns(
            ("Referred by", cell(para(deleted("Harriet Old"), inserted("Cassius Umbridge")))),
            ("Role", cell(para(deleted("Police Constable"), inserted("Deputy Head")))),
            ("Service/agency", cell(para(deleted("Oxmere Police"), inserted("Weir Lane Primary")))),
            ("Contact number", cell(para(deleted("01632 960001"), inserted("01632 960835")))),
            ("Email", ""),
            ("Date of referral", "10/11/2025"),
            ("Name of child", cell(para(deleted("Jordan Old"), inserted("Melisande Trueblood")))),
            ("Date of Birth", cell(para(inserted("22/02/2017")))),
            ("Sex", cell(para(deleted("Male")))),
            ("NHS number", ""),
            ("Date of incident", cell(para(deleted("07/11/2025"), inserted("11/11/2026")))),
            ("Outcome", "Seriously harmed"),
            ("Abuse or neglect known or suspected?", "Suspected"),
            (
                "Brief summary of incident",
                cell(
                    para(
                        deleted("Old words about another child."),
                        inserted("Melisande collapsed in class; toxicology shows methadone."),
                    )
                ),
            ),
        ),
    )


def designed() -> bytes:
    """Text boxes, a reference in the header's table, footnotes, hidden instructions, highlighted choices, a page break inside."""
    anew()
    secret = para(
        "Instruction to administrators: enter the date of birth as 01/01/2000 when it is not known.", hidden=True
    )
    return document(
        text_box(
            para("Quarry Hill Safeguarding Children Partnership", bold=True),
            para("SERIOUS INCIDENT REFERRAL", bold=True),
        ),
        para("Complete the boxes. ", run("Office: log in the register before reading.", hidden=True)),
        text_box(
            para(run("Name of child: ", bold=True), "Lysander Okonkwo-Bright"),
            para(run("Date of birth: ", bold=True), "08.08.2015"),
            para(run("NHS number: ", bold=True), "9990293139"),
            height=900000,
        ),
        secret,
        table(
            row(label("Gender"), cell(para(run("Male", highlight="yellow"), run(" / Female")))),
            row(label("Looked after?"), cell(para(run("Yes"), run(" / "), run("No", shade="FFFF00")))),
            row(label("Home address"), "44 Quarry Hill Rise, Quarry Hill, QH1\u00a01HQ"),
            row(
                cell(para(run("Date of incident", bold=True), footnote_mark(1)), shade="DEEAF6"),
                "11th\u00a0November\u00a02026",
            ),
            row(
                label("Outcome"), cell(para(run("Died", underline=True, bold=True), run(" / Seriously harmed / Other")))
            ),
            row(
                cell(para(run("Abuse or neglect", bold=True), footnote_mark(2)), shade="DEEAF6"),
                cell(para("Known / ", run("Suspected", highlight="green"), " / No")),
            ),
            row(
                label("Circumstances of the case"),
                cell(
                    para("Lysander fell from a scaffold. "),
                    page_break(),
                    para("The site had been reported twice by neighbours because children played on it."),
                ),
            ),
            widths=(30, 70),
        ),
        text_box(para("OFFICE USE", bold=True), para("Date received: 20/11/2026"), para("Received by: Gatehouse desk")),
        table(
            bar("Referrer", span=2),
            row(label("Name"), "Wilhelmina Prowse-Adamu"),
            row(label("Job title"), "Health and Safety Investigator"),
            row(label("Organisation"), "Quarry Hill Council"),
            row(label("Email & telephone"), cell(para("w.prowse-adamu@quarryhill.example"), para("(01632) 960 447"))),
            row(label("Date of referral"), "12\u201111\u20112026"),
            widths=(30, 70),
        ),
        header=table(row("CONFIDENTIAL", "Ref No: QH/SI/26/007"), widths=(60, 40)),
        notes=(
            "The day on which the child was harmed, not the day of this form.",
            "Tell us what you think on what you know now.",
        ),
    )


def split(text) -> Xml:
    """Words in many runs, each inside an inline control, as some online editors export them."""
    half = max(1, len(text) // 2)
    return Xml(
        "".join(
            control(run(piece), name=f"goog_rdk_{n}", kind="")
            for n, piece in enumerate((text[:half], text[half:]))
            if piece
        )
    )


def online_editor() -> bytes:
    """Exported from an online editor: every run in a control, labels and values alike, and no styles."""
    anew()

    def line(text, value):
        return row(cell(para(split(text))), cell(para(split(value)) if value else para("")))

    return document(
        para(split("Ferrystone Safeguarding Children Partnership")),
        para(split("Rapid Review Referral Form")),
        table(
            line("First name", "Octavia"),
            line("Surname", "Pellingham"),
            line("Preferred Name", "Tavy"),
            line("D.O.B.", "9 Sept 2010"),
            line("Gender", "Non-binary"),
            line("Home Address", "1 Ferry Steps, Ferrystone"),
            line("Postcode", "FR8 8AA"),
            line("NHS no", "999 758 5844"),
            line("Date of incident", "2026-11-10"),
            line("Outcome (died / seriously harmed / other)", "Serious harm"),
            line("Is abuse or neglect known or suspected?", "Not known"),
            line(
                "Summary of the incident",
                "Octavia was found at the foot of the sea wall with a head injury. She cannot yet say what happened.",
            ),
            line("Name of referrer", "Bartholemy Quick"),
            line("Job title", "Youth worker"),
            line("Agency", "Ferrystone Youth Project"),
            line("Contact No", "07700 900399"),
            line("Date of referral", "11/11/26"),
            widths=(40, 60),
        ),
    )


DOCUMENTS = {
    "K33-tracked-changes-unaccepted.docx": reviewed(),
    "K34-last-year-overtyped.docx": last_year_overtyped(),
    "K35-text-boxes-highlights-hidden.docx": designed(),
    "K36-online-editor-split-runs.docx": online_editor(),
}
