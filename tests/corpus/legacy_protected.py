"""Protected forms of legacy fields."""

from functools import partial

from builders import (
    OFF,
    ON,
    Xml,
    legacy_box,
    legacy_list,
    para,
    run,
    text_box,
)
from sheet import filled


def boxed_headings() -> bytes:
    """Headings in text boxes, answers in legacy fields of a protected form; an office block between them."""
    headings = {
        "form": "Skelby Borough: Serious Incident Form for Rapid Review",
        "child": "Details of child",
        "office": "OFFICE USE",
        "incident": "Details of incident",
        "referrer": "Referring officer",
    }
    lists = {
        "sex": partial(legacy_list, ("Select...", "Female", "Male", "Indeterminate"), 1),
        "outcome": partial(legacy_list, ("Select...", "Death", "Serious harm", "Other"), 1),
    }
    boxed = {key: partial(text_box, para(text, bold=True)) for key, text in headings.items()}
    return filled("skelby", lists | boxed, protected=True)


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

    def ticks(key, *choices):
        chosen = a.get(key, {})
        made = [Xml(legacy_box(chosen.get(c, OFF)) + run(f" {c}     ")) for c in choices]
        return para(*made, a.get(key + "_beside", ""))

    fields = {
        "sex_list": partial(legacy_list, SEXES, a.get("sex")),
        "ethnicity_list": partial(legacy_list, ORIGINS, a.get("ethnicity")),
        "looked_after_boxes": partial(ticks, "looked_after", "Yes", "No"),
        "cp_plan_boxes": partial(ticks, "cp_plan", "Yes", "No", "Not known"),
        "outcome_boxes": partial(ticks, "outcome", "Died", "Seriously harmed", "Other"),
        "abuse_boxes": partial(ticks, "abuse", "Known", "Suspected", "Neither"),
        "people": [
            (f"«{name}»", partial(legacy_list, SEXES, sex), f"«{born}»", f"«{relation}»")
            for name, sex, born, relation in (*people, *[("", None, "", "")] * 2)
        ],
    }
    return filled("combe", a | fields, protected=True)


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

    def ticks(chosen, *choices):
        return para(*(Xml(run(f"{c} ") + legacy_box(ON if c == chosen else OFF) + run("   ")) for c in choices))

    answers = {
        "sex": partial(legacy_list, ("Please select", "Female", "Male"), 1),
        "ethnicity": partial(legacy_list, ("Please select", "White British", "Any other", "Not stated"), 3),
        "cp_plan": partial(ticks, "No", "Yes", "No"),
        "looked_after": partial(ticks, "", "Yes", "No"),
        "outcome": partial(ticks, "Died", "Died", "Seriously harmed"),
        "abuse": partial(ticks, "Suspected", "Known", "Suspected", "No"),
    }
    return filled("loxley", answers, protected=True)


DOCUMENTS = {
    "K18-legacy-fields.docx": K18,
    "K19-legacy-typed-beside.docx": K19,
    "K20-legacy-blank.docx": K20,
    "K99-legacy-four-columns.docx": legacy_four_columns(),
    "R06-headings-in-boxes.docx": boxed_headings(),
}
