"""Content controls of every kind and at every level."""

from builders import (
    Xml,
    anew,
    bar,
    box_choices,
    box_control,
    cell,
    choice_control,
    control,
    date_control,
    document,
    guidance,
    heading,
    label,
    lines,
    para,
    repeating,
    row,
    run,
    table,
    text_control,
    title,
    two_columns,
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


AGENCIES = ("Children's social care", "Police", "Health", "Education", "Other")


RICH = "<w:richText/>"


def fenland(a, *, family=(), others=()) -> bytes:
    """Controls of every level: in a sentence, round a paragraph, round a cell, round a row, round a whole table."""
    anew()

    def text(key, prompt="Click here to enter text."):
        return text_control(a.get(key, ""), name=key, prompt=prompt)

    def day(key):
        shown, iso = a.get(key) or ("", None)
        return date_control(shown, name=key, iso=iso, prompt="Click here to enter a date.")

    def round_cell(key):
        return control(cell(para(text(key))), name=f"{key} cell", kind=RICH)

    def rich(key):
        inside = lines(a[key]) if a.get(key) else para(run("Click or tap here to enter text.", grey=True))
        return control(inside, name=key, kind=RICH, placeholder=not a.get(key))

    incident = table(
        bar("The incident", span=2),
        row(label("Date of incident"), cell(para(day("incident")))),
        row(label("Time of incident"), round_cell("time")),
        row(label("Where did the incident occur?"), round_cell("location")),
        row(
            label("Outcome"),
            cell(
                para(
                    choice_control(
                        a.get("outcome", ""),
                        name="outcome",
                        choices=("Death of child", "Serious harm to child", "Other"),
                        prompt="Select outcome",
                    )
                )
            ),
        ),
        row(
            label("Abuse or neglect"),
            cell(
                para(choice_control(a.get("abuse", ""), name="abuse", choices=("Known", "Suspected", "No"), combo=True))
            ),
        ),
        row(
            label("Is there media interest?"),
            cell(
                para(box_choices("Yes", "No", chosen=a.get("media", ()), name="media", after=True)),
                para(text("media_detail", "If yes, say more")),
            ),
        ),
        widths=(35, 65),
    )
    rows = [row(*(cell(para(text_control(v, name="person"))) for v in r)) for r in (*family, ("",) * 4)]
    return document(
        title("Fenland and Wash Safeguarding Children Partnership"),
        title("Notifiable serious incident notification referral form"),
        guidance("Only the shaded prompts can be changed."),
        heading("Referrer", 2),
        para("Name: ", text("referrer"), run("    Role: "), text("role")),
        para(
            "Agency: ",
            choice_control(a.get("agency_kind", ""), name="kind", choices=AGENCIES),
            run("  Name of organisation: "),
            text("agency"),
        ),
        para("Telephone: ", text("phone"), run("    Email: "), text("email")),
        para("Date of referral: ", day("date")),
        heading("Designated safeguarding lead with whom this was discussed", 2),
        para("Name: ", text("lead"), run("    Telephone: "), text("lead_phone")),
        heading("Child", 2),
        two_columns(
            ("Forename(s)", cell(para(text("forenames")))),
            ("Surname", round_cell("surname")),
            ("Also known as", round_cell("aliases")),
            ("DOB", cell(para(day("dob")))),
            (
                "Gender",
                cell(
                    para(
                        choice_control(
                            a.get("sex", ""), name="sex", choices=("Male", "Female", "Other"), prompt="Select Gender"
                        )
                    )
                ),
            ),
            (
                "Ethnic origin",
                cell(
                    para(
                        choice_control(
                            a.get("ethnicity", ""),
                            name="ethnicity",
                            choices=("White British", "Chinese", "Arab", "Other"),
                            combo=True,
                        )
                    )
                ),
            ),
            ("NHS no", round_cell("nhs")),
            ("Home address", cell(rich("address"))),
            ("Postcode", round_cell("postcode")),
            ("Nursery/School", round_cell("school")),
            ("Legal status", round_cell("legal")),
            (
                "Subject to a child protection plan",
                cell(para(box_choices("Yes", "No", "Previously", chosen=a.get("cp_plan", ()), name="cp"))),
            ),
            (
                "Looked after child",
                cell(para(box_choices("Yes", "No", chosen=a.get("looked_after", ()), name="lac", after=True))),
            ),
        ),
        heading("Family", 2),
        table(
            row(*(label(c) for c in ("Name", "Relationship", "D.O.B.", "Address & Contact number"))),
            repeating(*rows, name="family"),
            widths=(1, 1, 1, 1),
        ),
        control(incident, name="incident table", kind=RICH),
        heading("Why is this case being referred? Tick all that apply.", 2),
        *(
            para(box_control(c in a.get("criteria", ()), name=c), run(f" {c}"))
            for c in (
                "Death of a child, abuse or neglect known or suspected",
                "Serious harm to a child, abuse or neglect known or suspected",
                "Death of a care leaver under 25",
                "Other learning",
            )
        ),
        heading("Summary of the circumstances", 2),
        rich("narrative"),
        heading("Action taken to safeguard this and other children", 2),
        rich("action"),
        heading("Other agencies involved", 2),
        table(
            row(label("Name of Agency"), label("Worker"), label("Contact Details")),
            repeating(
                *(row(*(cell(para(text_control(v, name="agency"))) for v in r)) for r in (*others, ("",) * 3)),
                name="agencies",
            ),
            widths=(1, 1, 1),
        ),
        header=control(para("OFFICIAL-SENSITIVE"), name="marking", kind=RICH),
    )


K15 = fenland(
    {
        "referrer": "Hortensia Mbaye",
        "role": "Named Midwife",
        "agency_kind": "Health",
        "agency": "Wash Community Hospitals",
        "phone": "07700 900771",
        "email": "hortensia.mbaye@wash-hospitals.example",
        "date": ("10/11/2026", "2026-11-10"),
        "lead": "Gwendolyn Achebe",
        "lead_phone": "01632 960772",
        "forenames": "Evangeline",
        "surname": "Stourbridge-Tan",
        "dob": ("14/03/2019", "2019-03-14"),
        "sex": "Female",
        "ethnicity": "Chinese and White British",
        "nhs": "999 224 5387",
        "address": "5 Pumping Station Cottages\nTen Mile Bank\nFenland",
        "postcode": "FW10 3PL",
        "school": "Ten Mile Primary",
        "legal": "None",
        "cp_plan": "Previously",
        "looked_after": "No",
        "incident": ("07/11/2026", "2026-11-07"),
        "time": "16:20",
        "location": "Drain at Ten Mile Bank",
        "outcome": "Serious harm to child",
        "abuse": "Suspected",
        "media": "Yes",
        "media_detail": "Regional television at the scene",
        "criteria": ("Serious harm to a child, abuse or neglect known or suspected", "Other learning"),
        "narrative": "Evangeline was pulled from the drain by a farm worker. She had been out alone since the morning.\nHer mother was asleep and could not be roused.",
        "action": "Evangeline will go to her grandparents on discharge.",
    },
    family=(
        ("Lavinia Stourbridge", "Mother", "29/02/1992", "As child, 07700 900772"),
        ("Kai Tan", "Father", "1989", "Abroad"),
        ("Felix Stourbridge", "Half brother", "01/09/2024", "As child"),
    ),
    others=(("GP: Bank Surgery", "Dr Pascoe", "01632 960773"), ("Health visiting", "Not known", "")),
)


K16 = fenland(
    {
        "referrer": "Sylvester Onyango",
        "agency": "Wash Police",
        "email": "sylvester.onyango@wash-police.example",
        "forenames": "Twin 1 Abioye",
        "dob": ("30/10/2026", "2026-10-30"),
        "nhs": "not yet issued",
        "address": "N/K",
        "incident": ("05/11/2026", "2026-11-05"),
        "outcome": "Death of child",
        "narrative": "Cot death at four weeks... correction, six days. Second twin is well.",
    }
)


K17 = fenland({})


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


DOCUMENTS = {
    "K15-controls-all-levels.docx": K15,
    "K16-controls-half.docx": K16,
    "K17-controls-blank.docx": K17,
    "K98-numbered-list-with-controls.docx": numbered_paragraphs(),
    "K100-criteria-controls.docx": criteria_controls(),
    "R08-prompts-of-its-own.docx": prompts_of_its_own(),
    "S06-controls-for-two.docx": controls_for_two(),
}
