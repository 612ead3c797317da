"""The forms of the demonstration mailbox, four invented incidents and what belongs to them, and other copies of their layouts."""

from builders import nhs
from northshire import agency_summary, controls, four_column, header_rows, marf, two_column

OTTOLINE = {
    "referrer": "Merriel Thackwray",
    "role": "Detective Sergeant, Child Abuse Investigation Team",
    "agency": "Northshire Police",
    "referrer_address": "Haverstoke Police Station, Corn Street, Haverstoke NX1 4PL",
    "phone": "01632 960418",
    "email": "merriel.thackwray@northshire-police.example",
    "name": "BRACKWATER, Ottoline",
    "dob": "12/05/2026",
    "died": "10/11/2026",
    "sex": "Female",
    "ethnicity": "White British",
    "nhs": "999 471 2098",
    "address": "14 Wicket Lane, Haverstoke, NX7 2QD",
    "looked_after": "NO",
    "cp_plan": "YES",
    "cp_detail": "Neglect, since 3 August 2026",
    "incident": "09.11.26",
    "time": "06:40",
    "location": "Home address, parents' bedroom",
    "outcome": "has died",
    "abuse": "suspected",
    "carer": "Mother and father",
    "narrative": "Ottoline was found not breathing in her parents' bed. She was taken to Haverstoke General Hospital, where she died the next morning. "
    "The paramedics describe a cold flat with very little food and a strong smell of cannabis.\n"
    "She was five months old and had a child protection plan for neglect. The last two visits under the plan found nobody at home.",
    "concern": "Missed visits were recorded by two agencies, but neither told the other. The core group due on 28 October did not take place.",
    "action": "Joint agency response meeting held on 10 November. There are no other children in the household.",
    "date": "12/11/2026",
    "signed": "M Thackwray ",
}
OTTOLINE_FAMILY = (
    ("Perpetua Brackwater", "Mother", "07/09/2003", "As child", "PR", "White British", "No"),
    ("Lorcan Tesseyman", "Father", "30/01/2001", "As child", "PR", "White Irish", "N/K"),
)
OTTOLINE_AGENCIES = (
    ("Jocasta Wimbourne", "Northshire Council, Children's Social Care", "01632 960433", "Yes"),
    (
        "Hyacinth Osei-Platt",
        "Health visiting, Northshire Community NHS Trust",
        "h.osei-platt@northshire-community.example",
        "Yes",
    ),
)
OTTOLINE_CHRONOLOGY = (
    ("03/08/2026", "Initial child protection conference: plan made, category neglect"),
    ("28/10/2026", "Core group postponed"),
    ("09/11/2026", "Ambulance called at 06.40"),
)


def ottoline(*, corrected=False) -> bytes:
    """The baby who died; the first form has two digits of her birth date the wrong way round."""
    answers = OTTOLINE | ({"dob": "21/05/2026", "date": "13/11/2026"} if corrected else {})
    incident = {"family": OTTOLINE_FAMILY, "agencies": OTTOLINE_AGENCIES, "chronology": OTTOLINE_CHRONOLOGY}
    return two_column(answers | incident)


def caspian() -> bytes:
    """The three-year-old who was seriously harmed, with a brother and a sister."""
    return header_rows(
        {
            "referrer": "Dr Bryony Ketteridge",
            "organisation": "Haverstoke Hospitals NHS Foundation Trust\nNamed Doctor for Safeguarding Children",
            "contact": "Level 3, Haverstoke General Hospital, Infirmary Road, Haverstoke NX1 2HH\n01632 960551\nbryony.ketteridge@haverstoke-hospitals.example",
            "lead": "Solveig Marchbanks",
            "lead_organisation": "Northshire Integrated Care Board\nDesignated Nurse",
            "lead_contact": "Cloth Hall, Market Square, Haverstoke NX1 1AA\n01632 960570\nsolveig.marchbanks@northshire-icb.example",
            "date": "12 November 2026",
            "name": "Caspian Yarwood-Adeleke",
            "dob": "4th February 2023",
            "sex": "M",
            "address": "Flat 6, Tannery Court\nHaverstoke\nNX3 9TB",
            "ethnicity": "Mixed: White and Black African",
            "nhs": "999 630 5171",
            "school": "Little Wherries Nursery",
            "gp": "Corn Street Surgery",
            "legal": "None",
            "incident": "10/11/2026",
            "location": "Family home",
            "outcome": "Seriously harmed",
            "abuse": "Suspected",
            "cp_plan": "No, not now and not before",
            "aware": "11/11/2026",
            "narrative": "Caspian was brought to the emergency department with scalds to both legs. The pattern does not fit the account given, that he climbed into a bath. "
            "A skeletal survey shows two healing rib fractures.\n"
            "Nursery had noted bruises twice in October. It is not clear who was told.",
            "action": "Strategy meeting held on 11 November. Caspian is in hospital; his brother and sister are with their grandmother.",
            "siblings": (
                ("Isolde Yarwood-Adeleke", "19/08/2018", "Sister"),
                ("Leander Yarwood-Adeleke", "8/12", "Brother"),
                ("Clementine Yarwood", "26/06/1997", "Mother"),
            ),
        }
    )


def zephyrine() -> bytes:
    """The looked-after young person who died."""
    return controls(
        {
            "referrer": "Torquil Ravenscroft-Bello",
            "role": "Service Manager, Children in Care",
            "agency": "Northshire Council",
            "phone": "07700 900452",
            "email": "torquil.ravenscroft-bello@northshire-council.example",
            "date": ("12/11/2026", "2026-11-12"),
            "aware": ("11/11/2026", "2026-11-11"),
            "sought": "Rapid review",
            "surname": "Aldcroft",
            "forenames": "Zephyrine Maud",
            "aliases": "Zeph",
            "dob": ("18/03/2010", "2010-03-18"),
            "sex": "Female",
            "ethnicity": "White and Asian",
            "address": "The Sluice House, Fen Road, Market Orrell",
            "postcode": "NX9 5RE",
            "nhs": "999 825 4418",
            "residence": "Kestrel Lodge children's home, 2 Mere Bank, Market Orrell NX9 1GG",
            "legal": "Full care order (s.31)",
            "school": "Orrell Sixth Form",
            "looked_after": "Yes",
            "cp_plan": "No",
            "died": ("11/11/2026", "2026-11-11"),
            "incident": ("11/11/2026", "2026-11-11"),
            "location": "Kestrel Lodge",
            "outcome": "Child has died",
            "abuse": "Suspected",
            "narrative": "Zephyrine was found unresponsive in her room at the children's home in the early morning and could not be revived. "
            "She had told a key worker in September that an adult outside the home was asking her for money. Three agencies held part of this.",
            "action": "Her room is held by the police. Two other young people in the home are being supported.",
        },
        family=(
            ("Rosamund Aldcroft", "Mother", "02/02/1984", "The Sluice House, Fen Road"),
            ("Barnaby Aldcroft", "Brother", "11/10/2014", ""),
        ),
    )


def thaddeus() -> bytes:
    """The eight-year-old who was seriously harmed by neglect of his diabetes."""
    return four_column(
        {
            "referrer": "Winifred Abernethy-Rao",
            "role": "Headteacher",
            "agency": "Saltmarsh Primary School",
            "phone": "01632 960687",
            "email": "head@saltmarsh-primary.example",
            "date": "13/11/2026",
            "referrer_address": "Saltmarsh Primary School, Quay Lane, Saltmarsh NX5 8AB",
            "surname": "QUENNELL",
            "forenames": "Thaddeus John",
            "dob": "30-07-2018",
            "sex": "m",
            "ethnicity": "White British",
            "nhs": "9992047712",
            "school": "Saltmarsh Primary School",
            "gp": "Dr Farouk, Quay Lane Surgery",
            "address": "3 Breakwater Cottages, Saltmarsh nx5 8dz",
            "cp_plan": "N",
            "looked_after": "N",
            "incident": "9/11/26",
            "time": "approx 8am",
            "location": "Home",
            "outcome": "Seriously harmed",
            "abuse": "Suspected (neglect)",
            "media": "None so far",
            "narrative": "Thaddeus was admitted to intensive care in a diabetic coma. His insulin had not been collected since the summer. He missed three clinic appointments.\n"
            "School rang home about his weight loss in October and was told he had a bug.",
            "action": "Section 47 enquiry opened by Children's Social Care on 10 November.",
            "agencies": (
                ("Children's Social Care", "Lettice Okonjo", "01632 960433", "Yes"),
                ("Diabetes team, Haverstoke General", "Sister B Vantongeren", "01632 960558", "Y"),
            ),
        },
        siblings=(("Marigold Quennell", "14/02/2016", "Sister"), ("Ignatius Quennell", "3 yrs", "Half-brother")),
    )


def caspian_return() -> bytes:
    """What Caspian's nursery knows of him."""
    return agency_summary(
        {
            "initials": "CYA",
            "name": "Caspian Yarwood-Adeleke",
            "dob": "04/02/2023",
            "agency": "Little Wherries Nursery",
            "author": "Philippa Stonebridge-Nair",
            "role": "Nursery manager and designated safeguarding lead",
            "contact": "01632 960722, manager@little-wherries.example",
            "date": "13/11/2026",
            "period": "September 2025 to November 2026",
            "involvement": "Caspian has come to us for fifteen hours a week since September 2025.\n6 October 2026: bruise above the left ear; mother said he fell from a scooter.\n20 October 2026: two bruises on the back; recorded on a body map.",
            "analysis": "Each mark was written down, but the two records were kept in different books and nobody put them together.",
            "learning": "From this week every body map goes to the manager on the same day.",
        }
    )


def blank() -> bytes:
    """The partnership's empty form."""
    return two_column({})


def password_form() -> bytes:
    """A form that its sender protects with a password; nobody can read it without."""
    return two_column(
        OTTOLINE | {"name": "Peregrine Lightowler", "dob": "23/12/2019", "nhs": "", "narrative": "See the chronology."}
    )


def wrong_door() -> bytes:
    """A child protection referral in the wrong mailbox."""
    return marf(
        {
            "name": "Persephone Dunthorne",
            "dob": "09/04/2017",
            "address": "27 Osier Way, Haverstoke NX3 4YY",
            "referrer": "Crispin Halloway, Deputy Headteacher",
            "agency": "St Wilfreda's Primary School",
            "phone": "01632 960795",
            "date": "13/11/2026 14:05",
            "consent": "No - would put the child at risk",
            "worry": "Persephone told her teacher at lunch that she is frightened to go home because her stepfather hurt her last night. She has a mark on her neck. He collects her at 15:15.",
            "well": "She trusts her teacher.",
            "needs": "We need a decision before the end of school.",
            "level": "Level 4",
        }
    )


# A mistake in a made-up number would make every form a warning.
for _said in ("999 471 2098", "999 630 5171", "999 825 4418", "9992047712"):
    _digits = _said.replace(" ", "")
    if nhs(_digits[:9]) != _digits:
        raise ValueError(f"{_said}: the check digit is {nhs(_digits[:9])[-1]}")


HALF = {
    "name": "Hyperion Slade",
    "dob": "",
    "incident": "13/11/2026",
    "outcome": "has been seriously harmed",
    "referrer": "Undine Garrity",
    "agency": "Northshire Fire Service",
    "narrative": "Trapped hand in a gate.",
    "cp_plan": None,
}


DOCUMENTS = {
    "K82-demo-two-column.docx": ottoline(),
    "K83-demo-header-rows.docx": caspian(),
    "K84-demo-content-controls.docx": zephyrine(),
    "K85-demo-four-column.docx": thaddeus(),
    "K86-demo-agency-summary.docx": caspian_return(),
    "K87-demo-child-protection-referral.docx": wrong_door(),
    "K88-demo-two-column-half.docx": two_column(HALF),
    "K89-demo-two-column-blank.docx": blank(),
    "K90-demo-header-rows-blank.docx": header_rows({}),
    "K91-demo-content-controls-blank.docx": controls({}),
    "K92-demo-four-column-blank.docx": four_column({}),
}
