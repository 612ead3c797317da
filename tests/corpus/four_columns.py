"""Label, answer, label, answer, with side bars, merged cells and tables inside cells; and six columns."""

from builders import boxes, label, row, table
from sheet import filled


def minster(a, *, household=()) -> bytes:
    """Label, value, label, value, with a side bar down the page, rows that start late and a table inside a cell."""
    captions = ("Full name", "Age or DOB", "Relationship to Child (e.g mother, father)", "Lives with child?")
    rows = (row(*(label(c) for c in captions)), *(row(*each) for each in (*household, ("",) * 4)))
    inner = table(*rows, widths=(1, 1, 1, 1), page=7600)
    return filled("minster", {"workers": (worker("", ""),)} | a | {"household": inner})


def worker(agency, contact) -> tuple[str, ...]:
    return "@Agency", agency, "@Worker and contact", contact


K08 = minster(
    {
        "incident": "02 11 2026",
        "time": "11.10pm",
        "location": "A-road lay-by near Minster Vale",
        "aware": "3/11/26",
        "outcome": boxes("Died", "Seriously harmed", "Other", chosen="Died"),
        "abuse": boxes("Known", "Suspected", "No", chosen="Known"),
        "narrative": "Both parents had been drinking. The car left the road; Kit was not in a child seat.\n• Mother has been charged\n• Two previous notifications about drink driving",
        "action": "Older brother placed with foster carers under police protection, then s20.",
        "forenames": "Kit",
        "surname": "Aspinall-Vos",
        "dob": "050123",
        "sex": "Male",
        "ethnicity": "WBRI",
        "nhs": "9992129972",
        "address": "The Old Forge, Minster Vale",
        "postcode": "Mv1 9Oa",
        "school": "None - at home",
        "gp": "Vale Surgery 01632 960881",
        "cp_plan": "N",
        "looked_after": "N",
        "died": "03.11.2026",
        "linked": "MV/2024/17",
        "referrer": "Insp. Yevgenia Halcrow",
        "role": "Inspector, Roads Policing",
        "agency": "Minster Constabulary",
        "phone": "101 ext 5588 or 07700 900588",
        "email": "yevgenia.halcrow@minster-police.example",
        "date": "05/11/2026",
        "office": "06/11/2026",
        "office_name": "Barnabas Office",
        "workers": (
            worker("Health visiting", "Bettina Clough 01632 960882"),
            worker("Family Help", "Ivo Marchetti, ivo.marchetti@minster.example"),
        ),
    },
    household=(
        ("Delia Aspinall", "08/08/1995", "Mother", "Y"),
        ("Jurgen Vos", "33", "Father", "Y"),
        ("Otto Aspinall-Vos", "19/12/2017", "Brother", "Y"),
    ),
)


K09 = minster(
    {
        "incident": "w/c 2 Nov 2026",
        "outcome": boxes("Died", "Seriously harmed", "Other"),
        "abuse": boxes("Known", "Suspected", "No", chosen=("Suspected",), ticked="\u2611"),
        "narrative": "Anonymous call to school. More to follow.",
        "forenames": "Ondine",
        "surname": "Marchbank-Lee",
        "dob": "14y 3m",
        "sex": "?",
        "address": "as above",
        "postcode": "MV4",
        "nhs": "999 212 9973",
        "cp_plan": "Y/N",
        "looked_after": "Yes - s20 since May",
        "referrer": "Ottilie Brandreth",
        "agency": "Vale Academy",
        "email": "ottilie.brandreth@vale-academy",
    },
)


K10 = minster({})


DOCUMENTS = {
    "K08-four-column-side-bar.docx": K08,
    "K09-four-column-half.docx": K09,
    "K10-four-column-blank.docx": K10,
}
