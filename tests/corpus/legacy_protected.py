"""Protected forms of legacy fields."""

from builders import (
    OFF,
    ON,
    Xml,
    anew,
    bar,
    cell,
    document,
    guidance,
    label,
    legacy_box,
    legacy_list,
    legacy_text,
    para,
    row,
    run,
    table,
    text_box,
    title,
    two_columns,
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


SEXES = ("(choose)", "Male", "Female", "Indeterminate")


ORIGINS = (
    "(choose)", "White: British", "White: Irish", "White: Gypsy or Irish Traveller", "White: Roma", "White: other", "Mixed: White and Black Caribbean",
    "Mixed: White and Black African", "Mixed: White and Asian", "Mixed: other", "Asian: Indian", "Asian: Pakistani", "Asian: Bangladeshi", "Asian: Chinese",
    "Asian: other", "Black: African", "Black: Caribbean", "Black: other", "Arab",
)  # fmt: skip


CHECKED_BARE, CHECKED_TRUE, DEFAULT_ON, ZERO = (
    "<w:checked/>",
    '<w:checked w:val="true"/>',
    '<w:default w:val="1"/>',
    '<w:default w:val="1"/><w:checked w:val="0"/>',
)


def combe(a, *, people=()) -> bytes:
    """A protected form of grey fields; `a` may hold the markup of a box's state where its filler used the field's other spellings."""
    anew()

    def grey(key):
        return cell(para(legacy_text(a.get(key, ""))))

    def ticks(key, *choices):
        chosen = a.get(key, {})
        made = [Xml(legacy_box(chosen.get(c, OFF)) + run(f" {c}     ")) for c in choices]
        return cell(para(*made, a.get(key + "_beside", "")))

    persons = [*people, *[("", None, "", "")] * 2]
    return document(
        title("Combe Valley Safeguarding Children Partnership"),
        title("Serious Child Safeguarding Notification Form"),
        guidance("Press F1 in a grey field for help. The form is locked; only the fields can be filled in."),
        para("1  REFERRER", bold=True),
        two_columns(
            ("Name", grey("referrer")),
            ("Position", grey("role")),
            ("Organisation", grey("agency")),
            ("Tel No.", grey("phone")),
            ("E-mail", grey("email")),
            ("Date notified (dd/mm/yyyy)", grey("date")),
        ),
        para("2  CHILD", bold=True),
        two_columns(
            ("Last name", grey("surname")),
            ("First name(s)", grey("forenames")),
            ("Preferred name", grey("aliases")),
            ("Date of birth (dd/mm/yyyy)", grey("dob")),
            ("Date of Death (DD/MM/YYYY)", grey("died")),
            ("Sex", cell(para(legacy_list(SEXES, a.get("sex"))))),
            ("Ethnicity", cell(para(legacy_list(ORIGINS, a.get("ethnicity"))))),
            ("NHS Number", grey("nhs")),
            ("Address of child", grey("address")),
            ("Postcode", grey("postcode")),
            ("Is the child looked after?", ticks("looked_after", "Yes", "No")),
            ("Child protection plan?", ticks("cp_plan", "Yes", "No", "Not known")),
        ),
        para("3  HOUSEHOLD MEMBERS", bold=True),
        table(
            row(label("Name"), label("Sex"), label("Date of Birth"), label("Relationship to child")),
            *(
                row(
                    cell(para(legacy_text(n))),
                    cell(para(legacy_list(SEXES, s))),
                    cell(para(legacy_text(d))),
                    cell(para(legacy_text(r))),
                )
                for n, s, d, r in persons
            ),
            widths=(1, 1, 1, 1),
        ),
        para("4  INCIDENT", bold=True),
        two_columns(
            ("Date of incident", grey("incident")),
            ("Location", grey("location")),
            ("Outcome", ticks("outcome", "Died", "Seriously harmed", "Other")),
            ("Was abuse or neglect", ticks("abuse", "Known", "Suspected", "Neither")),
            ("Notification Details", cell(para(legacy_text(a.get("narrative", ""))))),
            ("Actions taken so far", grey("action")),
        ),
        protected=True,
        footer=para("CVSCP NSI 2 (2019)", size=16),
    )


K18 = combe(
    {
        "referrer": "Benedicta Strand-Kaur",
        "role": "Head of Service, Early Years",
        "agency": "Combe Valley Council",
        "phone": "01632 960144",
        "email": "benedicta.strand-kaur@combevalley.example",
        "date": "09/11/2026",
        "surname": "D'Arcy",
        "forenames": "Florian",
        "dob": "11/11/2024",
        "died": "06/11/2026",
        "sex": 1,
        "ethnicity": 9,
        "nhs": "999 323 6403",
        "address": "Rose Cottage, Combe St Mary",
        "postcode": "CV0 1AA",
        "looked_after": {"No": CHECKED_BARE},
        "cp_plan": {"Yes": ZERO, "No": ON},
        "incident": "06/11/2026",
        "location": "Childminder's home",
        "outcome": {"Died": CHECKED_TRUE, "Seriously harmed": '<w:default w:val="0"/><w:checked w:val="false"/>'},
        "abuse": {"Suspected": DEFAULT_ON},
        "narrative": "Florian choked at his childminder's home while six children were in her care. She is registered for three.",
        "action": "Registration suspended on 6 November.",
    },
    people=(("Annunziata D'Arcy", 2, "14/01/1999", "Mother"), ("Casimir D'Arcy", 1, "not known", "Father")),
)


# Opened in a program that cannot fill the fields, so the answers are typed beside the boxes.
K19 = combe(
    {
        "referrer": "Ptolemy Grange",
        "agency": "Combe Ambulance",
        "phone": "0161 496 0777",
        "surname": "Okafor-Lyle",
        "forenames": "Saffron",
        "dob": "2 yrs",
        "incident": "12/11/2026",
        "looked_after_beside": "NO",
        "outcome_beside": "seriously harmed",
        "narrative": "Scald.",
    }
)


K20 = combe({})


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


DOCUMENTS = {
    "K18-legacy-fields.docx": K18,
    "K19-legacy-typed-beside.docx": K19,
    "K20-legacy-blank.docx": K20,
    "K99-legacy-four-columns.docx": legacy_four_columns(),
    "R06-headings-in-boxes.docx": boxed_headings(),
}
