"""The printed forms of the demonstration's partnerships; each function prints one form with the answers it is given, or blank."""

from builders import (
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
    guidance,
    label,
    para,
    repeating,
    row,
    run,
    struck,
    table,
    text_control,
    title,
)
from sheet import filled

# Two columns, delete as appropriate -----------------------------------------------------------------------------------


CHOICES = {
    "sex": ("Male", "Female", "Indeterminate"),
    "looked_after": ("YES", "NO"),
    "cp_plan": ("YES", "NO"),
    "outcome": ("has died", "has been seriously harmed"),
    "abuse": ("known", "suspected", "not suspected"),
}


def two_column(a, *, area="Northshire", kind="docx") -> bytes:
    """Label left, value right, delete as appropriate; numbered headings out of order; the panel's part at the end."""
    chosen = {key: struck(*of, chosen=a[key]) for key, of in CHOICES.items() if a.get(key)}
    return filled("northshire_two_column", {"area": area} | a | chosen, kind=kind)


# Twin tables with a header row over a value row -----------------------------------------------------------------------


def header_rows(a, *, area="Northshire", reference="") -> bytes:
    """Two tables with the same captions, told apart by the paragraph above; captions over values everywhere."""
    return filled(
        "northshire_header_rows",
        {"area": area, "footnote": footnote_mark(1)} | a | {"date": run(a.get("date", ""))},
        header=table(row("RESTRICTED", f"(Office) Ref No: {reference}"), widths=(50, 50)),
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


def four_column(a, *, area="Northshire", siblings=()) -> bytes:
    """Label, value, label, value; a merged side cell; a nested table of siblings; label and value in one cell."""
    captions = row(label("Name"), label("DOB"), label("Relationship"))
    nested = table(captions, *(row(*s) for s in siblings), widths=(1, 1, 1), page=6000) if siblings else ""
    return filled("northshire_four_column", {"area": area, "agencies": (("",) * 4,)} | a | {"siblings": nested})


# Other papers -----------------------------------------------------------------------------------------------------------


def agency_summary(a, *, area="Northshire") -> bytes:
    """An Individual Agency Summary: what one agency knows of a case already referred."""
    return filled("northshire_agency_summary", {"area": area} | a)


def marf(a, *, area="Northshire") -> bytes:
    """A multi-agency referral form: live child protection, the business of the front door."""
    level = boxes("Level 2", "Level 3", "Level 4", chosen=a.get("level", ""))
    return filled("northshire_marf", {"area": area} | a | {"level": level})
