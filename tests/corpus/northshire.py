"""The printed forms of the demonstration's partnerships; each function prints one form with the answers it is given, or blank."""

from builders import (
    Xml,
    anew,
    bar,
    box_choices,
    boxes,
    cell,
    choice_control,
    control,
    date_control,
    document,
    footnote_mark,
    grid,
    guidance,
    heading,
    label,
    lines,
    para,
    repeating,
    row,
    run,
    struck,
    table,
    text_control,
    title,
    two_columns,
)


def choice(chosen, *, of=("YES", "NO"), between="/") -> Xml:
    """Delete as appropriate, untouched when nothing is chosen."""
    return struck(*of, chosen=chosen) if chosen else run(between.join(of))


# Two columns, delete as appropriate -----------------------------------------------------------------------------------

FAMILY_CAPTIONS = (
    "Name",
    "Relationship to child",
    "D.O.B.",
    "Address (if different from home address)",
    "Legal Status",
    "Ethnic origin",
    "Is/was subject to CP Plan?",
)


def two_column(a, *, area="Northshire", family=(), agencies=(), chronology=(), kind="docx") -> bytes:
    """Label left, value right; numbered headings out of order; the panel's part at the end."""
    anew()
    pad = [("",) * 7] * 2
    return document(
        title(f"{area} Safeguarding Children Partnership"),
        title("Serious Incident Referral Form"),
        guidance(
            "Use this form to ask the Partnership to consider a case in which a child has died or been seriously harmed. "
            "It is not a way of reporting a child who needs protection now: ring the Front Door, or 999."
        ),
        heading("1. Person making the referral"),
        two_columns(
            ("Name of referrer", a.get("referrer", "")),
            ("Role of referrer", a.get("role", "")),
            ("Agency", a.get("agency", "")),
            ("Postal address", a.get("referrer_address", "")),
            ("Tel No.", a.get("phone", "")),
            ("Email (Secure)", a.get("email", "")),
        ),
        heading("3. The child"),
        two_columns(
            ("Full name of child", a.get("name", "")),
            ("Alternative names", a.get("aliases", "")),
            ("Date of birth (dd/mm/yy)", a.get("dob", "")),
            ("Date of death (if applicable)", a.get("died", "")),
            ("Gender", choice(a.get("sex"), of=("Male", "Female", "Indeterminate"), between=" / ")),
            ("Ethnicity", a.get("ethnicity", "")),
            ("NHS No.", a.get("nhs", "")),
            ("Address of child (including postcode)", a.get("address", "")),
            ("Current address if different from above", a.get("residence", "")),
            ("Is the child looked after?", choice(a.get("looked_after"))),
            (
                label("Is/was subject to Child Protection Plan", "Delete as appropriate; give category and dates"),
                cell(para(choice(a.get("cp_plan"))), lines(a.get("cp_detail", ""))),
            ),
        ),
        heading("2. The incident"),
        two_columns(
            ("Date of incident", a.get("incident", "")),
            ("Time (if known)", a.get("time", "")),
            ("Where did the incident occur?", a.get("location", "")),
            ("The child", choice(a.get("outcome"), of=("has died", "has been seriously harmed"), between=" / ")),
            ("Abuse or neglect is", choice(a.get("abuse"), of=("known", "suspected", "not suspected"), between=" / ")),
            ("Who was caring for the child at the time?", a.get("carer", "")),
        ),
        heading("4. Family composition and significant others"),
        grid(FAMILY_CAPTIONS, *family, *pad, widths=(16, 13, 13, 22, 12, 12, 12)),
        heading("6. Other agencies involved"),
        grid(("Name", "Agency", "Contact details", "Are they still involved?"), *agencies, ("",) * 4),
        heading("5. Summary"),
        para("Please outline the events and circumstances", bold=True),
        lines(a.get("narrative", "")),
        para("Concerns about inter-agency working", bold=True),
        lines(a.get("concern", "")),
        para("What action has been taken so far?", bold=True),
        lines(a.get("action", "")),
        heading("7. Chronology of key dates"),
        grid(("Date", "Event"), *chronology, ("", ""), widths=(25, 75)),
        para(f"Date of Referral: __{a.get('date', '_________')}__"),
        para(f"Signed: {a.get('signed', '')}________________"),
        heading("PART TWO - for completion by the Chair of the Review Panel"),
        para("It is [recommended] [not recommended] that a rapid review is held."),
        para("Reasons: ____________________________"),
        para("Signed: ______________    Date: ______________"),
        header=para("OFFICIAL-SENSITIVE when completed", align="right"),
        footer=para(f"{area} SCP form SI1, version 4, June 2025", size=16),
        kind=kind,
    )


# Twin tables with a header row over a value row -----------------------------------------------------------------------

PERSON = ("NAME", "ORGANISATION & JOB TITLE", "CONTACT DETAILS - address, telephone number and e-mail address")


def header_rows(a, *, area="Northshire", reference="", siblings=()) -> bytes:
    """Two tables with the same captions, told apart by the paragraph above; captions over values everywhere."""
    anew()
    return document(
        title(f"{area} Safeguarding Partnership"),
        title("Referral of a Serious Incident for Consideration of a Rapid Review"),
        para(
            "Complete every box in black type. ",
            "Send what you have: do not wait for facts that are still to come.",
            italic=True,
        ),
        para("REFERRER", footnote_mark(1), bold=True),
        table(
            row(*(label(c) for c in PERSON)),
            row(a.get("referrer", ""), cell(lines(a.get("organisation", ""))), cell(lines(a.get("contact", "")))),
            widths=(25, 35, 40),
        ),
        para(
            "Please give the details of the designated safeguarding lead with whom you have discussed this case",
            bold=True,
        ),
        table(
            row(*(label(c) for c in PERSON)),
            row(a.get("lead", ""), cell(lines(a.get("lead_organisation", ""))), cell(lines(a.get("lead_contact", "")))),
            widths=(25, 35, 40),
        ),
        para("Date of referral to the Business Unit: ", run(a.get("date", "")), bold=True),
        para("SUBJECT CHILD", bold=True),
        table(
            row(label("Name of child"), label("Date of Birth"), label("Sex")),
            row(a.get("name", ""), a.get("dob", ""), a.get("sex", "")),
            row(label("Home address"), label("Ethnic group"), label("NHS number (if known)")),
            row(cell(lines(a.get("address", ""))), a.get("ethnicity", ""), a.get("nhs", "")),
            row(label("Nursery/School"), label("G.P."), label("Legal Status")),
            row(a.get("school", ""), a.get("gp", ""), a.get("legal", "")),
            widths=(40, 30, 30),
        ),
        para("SIBLINGS AND OTHER MEMBERS OF THE HOUSEHOLD", bold=True),
        grid(("Name", "DOB or age", "Relationship to child"), *siblings, ("", "", "")),
        para("THE INCIDENT", bold=True),
        table(
            row(
                label("Date of incident"),
                label("Place of incident"),
                label("Has the child died or been seriously harmed?"),
            ),
            row(a.get("incident", ""), a.get("location", ""), a.get("outcome", "")),
            row(
                label("Is abuse or neglect known or suspected?"),
                label("Child protection plan (current or previous)?"),
                label("Date agency became aware"),
            ),
            row(a.get("abuse", ""), a.get("cp_plan", ""), a.get("aware", "")),
            widths=(34, 33, 33),
        ),
        para("1.1 BRIEF INFORMATION - what happened, and how it came to light", bold=True),
        table(row(cell(lines(a.get("narrative", "")))), widths=(1,)),
        para("1.2 IMMEDIATE ACTION taken to keep this child and others safe", bold=True),
        table(row(cell(lines(a.get("action", "")))), widths=(1,)),
        header=table(row("RESTRICTED", f"(Office) Ref No: {reference}"), widths=(50, 50)),
        footer=para(f"{area} SP referral, September 2025", size=16),
        notes=("The person completing this form, whom the Panel may ask for more.",),
    )


# Content controls, label row above value row --------------------------------------------------------------------------

SEXES = ("Male", "Female", "Other")
ETHNIC = (
    "White British",
    "White Irish",
    "Any other White background",
    "White and Asian",
    "Indian",
    "Bangladeshi",
    "Black African",
    "Not stated",
)
SOUGHT = ("Rapid review", "Learning review", "Advice only")


def controls(a, *, area="Northshire", family=()) -> bytes:
    """Labels over values; every answer in a content control; tick boxes; a repeating section for the family."""
    anew()

    def text(key, prompt="Click or tap here to enter text."):
        return para(text_control(a.get(key, ""), name=key, prompt=prompt))

    def day(key):
        shown, iso = a.get(key) or ("", None)
        return para(date_control(shown, name=key, iso=iso))

    def pick(key, choices):
        return para(choice_control(a.get(key, ""), name=key, choices=choices))

    def ticks(key, *choices):
        return para(box_choices(*choices, chosen=a.get(key, ()), name=key))

    aware = control(cell(day("aware")), name="aware cell", kind="")
    rows = [
        row(
            *(cell(para(text_control(v, name=c))) for c, v in zip(("who", "relation", "born", "where"), r, strict=True))
        )
        for r in (*family, ("",) * 4)
    ]
    return document(
        title("Rapid Review Referral Form"),
        title(f"{area} Safeguarding Children Partnership"),
        guidance(
            "Move with the Tab key. Click on the grey text to type over it. Lists open with Alt and the down arrow."
        ),
        table(
            bar("Section A: Who is making this referral?", span=3),
            row(label("Name"), label("Position held/job title"), label("Service/agency")),
            row(cell(text("referrer")), cell(text("role")), cell(text("agency"))),
            row(label("Contact number"), label("Email address", span=2)),
            row(cell(text("phone")), cell(text("email"), span=2)),
            row(label("Date of referral"), label("When did your agency become aware?"), label("Type of review sought")),
            row(cell(day("date")), aware, cell(pick("sought", SOUGHT))),
            widths=(1, 1, 1),
        ),
        table(
            bar("Section B: Child or young person", span=3),
            row(label("Surname"), label("First name(s)"), label("Known as")),
            row(cell(text("surname")), cell(text("forenames")), cell(text("aliases"))),
            row(label("Date of birth", "Estimated delivery date if unborn"), label("Sex"), label("Ethnicity")),
            row(cell(day("dob")), cell(pick("sex", SEXES)), cell(pick("ethnicity", ETHNIC))),
            row(label("Home address"), label("Postcode"), label("NHS number")),
            row(cell(text("address")), cell(text("postcode")), cell(text("nhs"))),
            row(
                label("Placement address, if looked after"), label("Legal status"), label("School, college or nursery")
            ),
            row(cell(text("residence")), cell(text("legal")), cell(text("school"))),
            row(
                label("Is the child looked after?"),
                label("Is there a child protection plan?"),
                label("Date of death", "Only if the child has died"),
            ),
            row(cell(ticks("looked_after", "Yes", "No")), cell(ticks("cp_plan", "Yes", "No")), cell(day("died"))),
            widths=(1, 1, 1),
        ),
        table(
            bar("Section C: Parents, carers, brothers and sisters", span=4),
            row(label("Name"), label("Relationship"), label("Date of birth"), label("Address if different")),
            repeating(*rows, name="family"),
            widths=(1, 1, 1, 1),
        ),
        table(
            bar("Section D: Incident", span=2),
            row(label("Date of incident"), label("Location")),
            row(cell(day("incident")), cell(text("location"))),
            row(label("Outcome for the child", "Tick one"), label("Abuse or neglect", "Tick one")),
            row(
                cell(ticks("outcome", "Child has died", "Child seriously harmed", "Other")),
                cell(ticks("abuse", "Known", "Suspected", "No")),
            ),
            row(label("Summary of the circumstances", "Who, what, where; how agencies worked together", span=2)),
            row(cell(text("narrative"), span=2)),
            row(label("Immediate safeguarding action taken", span=2)),
            row(cell(text("action"), span=2)),
            widths=(1, 1),
        ),
        header=para("OFFICIAL - SENSITIVE (PERSONAL) when completed", align="center"),
        footer=para(f"RR1 / {area} SCP / issue 7", size=16),
    )


# Four columns with merged cells ---------------------------------------------------------------------------------------


def four_column(a, *, area="Northshire", siblings=(), agencies=()) -> bytes:
    """Label, value, label, value; a merged side cell; a nested table of siblings; label and value in one cell."""
    anew()

    def pair(one, first, two, second):
        return row(label(one), a.get(first, ""), label(two), a.get(second, ""))

    def side(text, *cells, down="restart"):
        return row(cell(para(text, bold=True) if text else "", down=down, shade="BDD6EE"), *cells)

    nested = (
        table(
            row(label("Name"), label("DOB"), label("Relationship")),
            *(row(*s) for s in siblings),
            widths=(1, 1, 1),
            page=6000,
        )
        if siblings
        else para("")
    )
    return document(
        title("Case for Consideration for Review"),
        para(f"{area} Safeguarding Children Partnership", align="center"),
        table(
            bar("Referrer details", span=4),
            pair("Referred by", "referrer", "Job title", "role"),
            pair("Name of Agency", "agency", "Telephone number", "phone"),
            pair("Email of referrer", "email", "Date of referral", "date"),
            row(label("Agency base address"), cell(a.get("referrer_address", ""), span=3)),
            widths=(20, 30, 20, 30),
        ),
        table(
            bar("About the child", span=5),
            side(
                "Child details",
                label("Family name"),
                a.get("surname", ""),
                label("Given names"),
                a.get("forenames", ""),
            ),
            side("", label("DOB"), a.get("dob", ""), label("Gender (m/f)"), a.get("sex", ""), down="continue"),
            side(
                "", label("Ethnic origin"), a.get("ethnicity", ""), label("NHS no."), a.get("nhs", ""), down="continue"
            ),
            side("", label("School"), a.get("school", ""), label("GP"), a.get("gp", ""), down="continue"),
            side("Home", label("Address"), cell(a.get("address", ""), span=3)),
            row(label("Siblings"), cell(nested, span=3), before=1),
            row(
                cell(para(run("Subject to a CP plan? (Y/N): ", bold=True), a.get("cp_plan", "")), span=3),
                cell(para(run("Looked after? (Y/N): ", bold=True), a.get("looked_after", "")), span=2),
            ),
            widths=(14, 18, 25, 18, 25),
        ),
        table(
            bar("About the incident", span=4),
            pair("Date of incident", "incident", "Time of incident", "time"),
            pair("Place", "location", "Outcome", "outcome"),
            pair("Abuse/neglect known or suspected?", "abuse", "Media interest?", "media"),
            row(label("Circumstances of the case"), cell(lines(a.get("narrative", "")), span=3)),
            row(label("Actions taken so far"), cell(lines(a.get("action", "")), span=3)),
            widths=(20, 30, 20, 30),
        ),
        table(
            bar("Agencies known to be working with the family", span=4),
            row(label("Agency"), label("Worker"), label("Contact"), label("Still involved?")),
            *(row(*r) for r in agencies or [("",) * 4]),
            widths=(1, 1, 1, 1),
        ),
        table(
            bar("FOR OFFICE USE ONLY", span=4),
            row(label("Date referral received"), "", label("Received by"), ""),
            row(label("Case discussed on"), "", label("Decision"), ""),
            widths=(20, 30, 20, 30),
        ),
        header=para("Confidential", align="right"),
        footer=para(f"Case consideration form, {area} SCP, v2.1", size=16),
    )


# Other papers -----------------------------------------------------------------------------------------------------------


def agency_summary(a, *, area="Northshire") -> bytes:
    """An Individual Agency Summary: what one agency knows of a case already referred."""
    anew()
    return document(
        title("Individual Agency Summary"),
        para(f"{area} Safeguarding Children Partnership - information to inform a rapid review", align="center"),
        guidance(
            "To be completed by each agency that is asked for information and returned to the Business Unit by the date in the request."
        ),
        two_columns(
            ("Our reference", a.get("reference", "")),
            ("Child/children's initials", a.get("initials", "")),
            ("Name of child", a.get("name", "")),
            ("Date of birth", a.get("dob", "")),
            ("Name of agency providing this summary", a.get("agency", "")),
            ("Completed by", a.get("author", "")),
            ("Role", a.get("role", "")),
            ("Contact details", a.get("contact", "")),
            ("Date completed", a.get("date", "")),
            ("Period covered by this summary", a.get("period", "")),
        ),
        heading("Agency involvement", 2),
        para("Was the child or family known to your agency? Please give the main contacts in date order.", bold=True),
        lines(a.get("involvement", "")),
        heading("Analysis", 2),
        para("What worked well, and what would your agency do differently?", bold=True),
        lines(a.get("analysis", "")),
        heading("Immediate learning for your agency", 2),
        lines(a.get("learning", "")),
        footer=para(f"{area} SCP agency summary template, 2025", size=16),
    )


def marf(a, *, area="Northshire") -> bytes:
    """A multi-agency referral form: live child protection, the business of the front door."""
    anew()
    return document(
        title("Multi-Agency Referral Form (MARF)"),
        para(f"{area} Multi-Agency Safeguarding Hub (MASH)", align="center", bold=True),
        guidance(
            "Telephone the MASH first if a child is at immediate risk. Send this form within 24 hours of the call."
        ),
        two_columns(
            ("Child's name", a.get("name", "")),
            ("DOB or EDD", a.get("dob", "")),
            ("Address", a.get("address", "")),
            ("Referrer name and role", a.get("referrer", "")),
            ("Agency", a.get("agency", "")),
            ("Telephone", a.get("phone", "")),
            ("Date and time of referral", a.get("date", "")),
            ("Has consent been obtained from the parent?", a.get("consent", "")),
            ("What are you worried about?", a.get("worry", "")),
            ("What is working well?", a.get("well", "")),
            ("What needs to happen?", a.get("needs", "")),
            ("Level of need", boxes("Level 2", "Level 3", "Level 4", chosen=a.get("level", ""))),
        ),
        footer=para("MARF v9", size=16),
    )
