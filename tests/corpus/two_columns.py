"""Two columns, a label and its answer, with choices to delete as appropriate."""

from builders import (
    Xml,
    run,
    struck,
)
from sheet import filled


def wealdmoor(a) -> bytes:
    """A form whose lettered parts are out of order."""
    return filled("wealdmoor", a)


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
        "sex": struck("Male", "Female", chosen="Male", double=True),
        "looked_after": struck("Yes", "No", chosen="No"),
        "cp_plan": struck("Yes", "No", "Not known", chosen="Yes"),
        "outcome": struck("Child died", "Child seriously harmed", chosen="Child died"),
        "abuse": struck("Known", "Suspected", "No", chosen="Suspected"),
        "family": (
            ("Mother", "Saoirse O’Dowd", "14.09.1990", "F", "", "", "PR"),
            ("Father", "Harjit Singh", "c. 1988", "M", "HMP Example", "", "PR"),
            ("Sister", "Niamh O’Dowd-Singh", "11", "F", "As above", "Wealdmoor High", ""),
        ),
        "agencies": (
            ("Short breaks: Lantern House", "Una Brightwell", "0161 496 0211", "No"),
            ("Children's Social Care", "Derek Mbeki-Hall", "derek.mbeki-hall@wealdmoor.example", "Yes"),
        ),
        "died_of_abuse": "Yes",
        "received_on": "17/11/2026",
        "received_by": "Office Clerk Beatrix",
    }
)


# The side that does not apply has been deleted in one choice, and the other choices are marked in other ways.
K02 = wealdmoor(
    {
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
        "sex": run("Female"),
        "looked_after": Xml(run("Yes / ") + run("No", bold=True, underline=True)),
        "cp_plan": Xml(run("Yes / ") + run("No", highlight="yellow") + run(" / Not known")),
        "outcome": run("Child seriously harmed"),
        "abuse": Xml(run("Known") + run(" / Suspected / No", strike=True)),
        "harmed_by_abuse": "Yes, see below",
    }
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
        "family": (
            ("Mum", "Keziah Threlkeld", "23 yrs", "", "9 Lower Fold, Wealdmoor QX6 1DD", "", ""),
            ("Father", "NK", "NK", "", "NK", "", ""),
        ),
    }
)


K04 = wealdmoor({})


K117 = wealdmoor({"received_on": "16/11/2026", "received_by": "Office Clerk Beatrix"})


DOCUMENTS = {
    "K01-two-column-struck.docx": K01,
    "K02-two-column-deleted-bold-highlighted.docx": K02,
    "K03-two-column-half-unborn.docx": K03,
    "K04-two-column-blank.docx": K04,
    "K117-blank-but-for-the-office.docx": K117,
}
