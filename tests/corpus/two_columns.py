"""Two columns, a label and its answer, with choices to delete as appropriate."""

from builders import (
    Xml,
    anew,
    document,
    grid,
    guidance,
    heading,
    label,
    lines,
    para,
    row,
    run,
    struck,
    table,
    title,
    two_columns,
)

GRID = (
    "Relationship to child",
    "Name",
    "DOB or Age (if known)",
    "Gender",
    "Address (if different)",
    "School",
    "Legal Status",
)


def wealdmoor(a, *, family=(), agencies=(), circumstances=("", "", ""), office=("", ""), choices=None) -> bytes:
    """A form whose lettered parts are out of order; `choices` prints a choice as its filler left it."""
    anew()
    choices = choices or {}

    def pick(key, *offered):
        return choices.get(key, run(" / ".join(offered)))

    return document(
        title("Wealdmoor Safeguarding Children Partnership"),
        title("Referral of a Case for a Local Child Safeguarding Practice Review"),
        guidance(
            "This form may be filled in by any professional. Return it to the Partnership Business Unit within two working days."
        ),
        heading("B. Details of the child"),
        two_columns(
            ("Child's full name", a.get("name", "")),
            ("Known As", a.get("aliases", "")),
            ("Date of birth/ expected birth date", a.get("dob", "")),
            ("Sex of Child (Male/Female)", pick("sex", "Male", "Female")),
            ("Ethnic group", a.get("ethnicity", "")),
            ("Religion", a.get("religion", "")),
            ("First Language", a.get("language", "")),
            ("NHS Number", a.get("nhs", "")),
            ("Family Address", a.get("address", "")),
            ("Child's Current Address (if different)", a.get("residence", "")),
            ("Child's current legal status", a.get("legal", "")),
            (label("Is there a known disability? Y/N", "Provide details"), a.get("disability", "")),
            (label("Looked after child", "Delete as appropriate"), pick("looked_after", "Yes", "No")),
            (
                label("Is the child subject to a child protection plan?", "Delete as appropriate"),
                pick("cp_plan", "Yes", "No", "Not known"),
            ),
            ("Nursery/School", a.get("school", "")),
            ("G.P.", a.get("gp", "")),
        ),
        heading("A. Referrer"),
        two_columns(
            ("Your name", a.get("referrer", "")),
            ("Designation", a.get("role", "")),
            ("Organisation", a.get("agency", "")),
            ("Contact number", a.get("phone", "")),
            ("Email address", a.get("email", "")),
        ),
        heading("D. The critical incident"),
        two_columns(
            ("Date of critical incident", a.get("incident", "")),
            ("Date of death (if applicable)", a.get("died", "")),
            ("Time of incident", a.get("time", "")),
            ("Where did the incident occur?", a.get("location", "")),
            (label("Outcome", "Delete as appropriate"), pick("outcome", "Child died", "Child seriously harmed")),
            (
                label("Is abuse or neglect known or suspected?", "Delete as appropriate"),
                pick("abuse", "Known", "Suspected", "No"),
            ),
            ("Whereabouts at time of critical incident", a.get("whereabouts", "")),
            ("Carer at time of critical incident", a.get("carer", "")),
        ),
        heading("C. Composition of Family and who else lives at the child's address"),
        grid(GRID, *family, *[("",) * 7] * 2),
        heading("E. Circumstances that triggered the referral"),
        table(
            *(
                row(label(text), answer)
                for text, answer in zip(
                    (
                        "a) A child has died and abuse or neglect is known or suspected",
                        "b) A child has been seriously harmed and abuse or neglect is known or suspected",
                        "c) A child has died or been harmed while in care, in custody or in another regulated setting",
                    ),
                    circumstances,
                    strict=True,
                )
            ),
            widths=(45, 55),
        ),
        heading("G. Other agencies involved"),
        grid(("Agency", "Name of worker", "Contact Details", "Are they still involved?"), *agencies, ("",) * 4),
        heading("F. Outline"),
        para("Please give a brief summary of the incident", bold=True),
        lines(a.get("narrative", "")),
        para("Concerns about Inter-Agency Working", bold=True),
        lines(a.get("concern", "")),
        para("Is any other review being undertaken?", bold=True),
        lines(a.get("parallel", "")),
        para("Is there media interest?", bold=True),
        lines(a.get("media", "")),
        para(f"Date of referral: {a.get('date', '____/____/______')}"),
        para(f"Signed: {a.get('signed', '______________________')}"),
        heading("FOR OFFICE USE"),
        two_columns(("Date referral received", office[0]), ("Received by", office[1]), ("Date of panel", "")),
        header=para("OFFICIAL-SENSITIVE", align="center"),
        footer=para("Wealdmoor SCP - LCSPR referral - issued April 2024 - owner: Business Manager", size=16),
    )


K01 = wealdmoor(
    {
        "name": "Rafferty O’Dowd-Singh",
        "aliases": "Raffy",
        "dob": "3rd April 2019",
        "ethnicity": "White and Asian",
        "religion": "Sikh",
        "language": "English",
        "nhs": "999-302-1571",
        "address": "Apartment 4, The Maltings, Brook Street, Wealdmoor QX1 4ZZ",
        "residence": "Same",
        "legal": "CP Plan (neglect)",
        "disability": "Y - cerebral palsy, uses a wheelchair",
        "school": "Hollin Bank Special School",
        "gp": "Dr Iqbal, Brook Street Practice",
        "referrer": "Philomena Drax",
        "role": "Head of Service, Quality Assurance",
        "agency": "Wealdmoor Council",
        "phone": "020 7946 0118 ext 4410",
        "email": "philomena.drax@wealdmoor.example",
        "incident": "Sat 31 Oct 2026",
        "died": "1/11/26",
        "time": "2310hrs",
        "location": "Bathroom, family home",
        "whereabouts": "In the bath, unattended",
        "carer": "Maternal aunt",
        "narrative": "Rafferty drowned in the bath while his aunt was on the telephone. His care plan said he was never to be left alone in water.\nThe plan had been rewritten in June, and the page on bathing was left out.",
        "concern": "The short-breaks provider was not given the new plan.",
        "parallel": "Coroner's inquest opened 4 November 2026",
        "media": "Yes - two local papers",
        "date": "5 November 2026",
        "signed": "P Drax",
    },
    choices={
        "sex": struck("Male", "Female", chosen="Male", double=True),
        "looked_after": struck("Yes", "No", chosen="No"),
        "cp_plan": struck("Yes", "No", "Not known", chosen="Yes"),
        "outcome": struck("Child died", "Child seriously harmed", chosen="Child died"),
        "abuse": struck("Known", "Suspected", "No", chosen="Suspected"),
    },
    family=(
        ("Mother", "Saoirse O’Dowd", "14.09.1990", "F", "", "", "PR"),
        ("Father", "Harjit Singh", "c. 1988", "M", "HMP Example", "", "PR"),
        ("Sister", "Niamh O’Dowd-Singh", "11", "F", "As above", "Wealdmoor High", ""),
    ),
    agencies=(
        ("Short breaks: Lantern House", "Una Brightwell", "0161 496 0211", "No"),
        ("Children's Social Care", "Derek Mbeki-Hall", "derek.mbeki-hall@wealdmoor.example", "Yes"),
    ),
    circumstances=("Yes", "", ""),
    office=("17/11/2026", "Office Clerk Beatrix"),
)


# The side that does not apply has been deleted in one choice, and the other choices are marked in other ways.
K02_ANSWERS = {
    "name": "ZOË AMARA NWACHUKWU-PRICE",
    "dob": "17.02.26",
    "ethnicity": "Mixed - other",
    "nhs": "9993681938",
    "address": "NFA - last at The Crescent Hotel, Station Approach, Wealdmoor ZZ99 3VZ",
    "residence": "Ward 7, Wealdmoor Infirmary",
    "legal": "EPO granted 2/11/26",
    "disability": "None",
    "school": "n/a",
    "gp": "not registered",
    "referrer": "Mr. Tobiah Langstaff",
    "role": "Paediatric Liaison Nurse",
    "agency": "Wealdmoor Infirmary",
    "phone": "07700 900118 / 01632 960118",
    "email": "Tobiah.Langstaff@wealdmoor-infirmary.example",
    "incident": "between 30 October and 1 November 2026",
    "location": "Hotel room",
    "narrative": "Zoë was brought in by taxi with a bulging fontanelle and bilateral subdural bleeds. The family had moved three times since August.",
    "date": "03-11-2026",
}


K02 = wealdmoor(
    K02_ANSWERS,
    choices={
        "sex": run("Female"),
        "looked_after": Xml(run("Yes / ") + run("No", bold=True, underline=True)),
        "cp_plan": Xml(run("Yes / ") + run("No", highlight="yellow") + run(" / Not known")),
        "outcome": run("Child seriously harmed"),
        "abuse": Xml(run("Known") + run(" / Suspected / No", strike=True)),
    },
    circumstances=("", "Yes, see below", ""),
)


K03 = wealdmoor(
    {
        "name": "Baby Threlkeld",
        "dob": "EDD 12/06/27",
        "aliases": "?",
        "ethnicity": "TBC",
        "nhs": "awaited",
        "address": "see mother below",
        "legal": "N/K",
        "referrer": "Ursula Vane",
        "role": "",
        "agency": "Fieldway Midwifery",
        "phone": "0808 157 0144",
        "incident": "last Friday",
        "narrative": "Mother was assaulted by the father and is in hospital. It is not known whether the baby will survive.",
        "date": "    /    /      ",
    },
    family=(
        ("Mum", "Keziah Threlkeld", "23 yrs", "", "9 Lower Fold, Wealdmoor QX6 1DD", "", ""),
        ("Father", "NK", "NK", "", "NK", "", ""),
    ),
)


K04 = wealdmoor({})


K117 = wealdmoor({}, office=("16/11/2026", "Office Clerk Beatrix"))


DOCUMENTS = {
    "K01-two-column-struck.docx": K01,
    "K02-two-column-deleted-bold-highlighted.docx": K02,
    "K03-two-column-half-unborn.docx": K03,
    "K04-two-column-blank.docx": K04,
    "K117-blank-but-for-the-office.docx": K117,
}
