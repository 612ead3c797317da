"""Several children, or a child among its family, in the rows, columns and lines of one table or answer."""

from builders import anew, cell, document, grid, heading, label, para, row, table, two_columns
from sheet import blocks, form


def both_households() -> bytes:
    """Two family grids, the child at the head of the first, with a column that says who is the subject; repeated captions over a page."""
    anew()
    repeat = "<w:tblHeader/>"
    captions = ("Name", "DOB", "Relationship to child", "Subject of this referral?")
    return document(
        *blocks("""
            # Rapid Review Referral Form
            > Pendle Moor Safeguarding Partnership
            Name of child | Kester Blakey-Amin
            Date of birth | 17/12/2013
            Sex | Male
            NHS no. | 9995290782

            ### Members of the household
        """),
        table(
            row(*(label(c) for c in captions), marks=repeat),
            row("Kester Blakey-Amin", "17/12/2013", "Self", "Yes"),
            row("Ruth Blakey", "01/03/1985", "Mother", "No"),
            row("Noor Amin", "05/07/2016", "Sister", "No"),
            widths=(1, 1, 1, 1),
        ),
        heading("Family members who live elsewhere", 2),
        table(
            row(*(label(c) for c in captions), marks=repeat),
            row("Tariq Amin", "22/08/1983", "Father", "No"),
            row("Nan (Mrs Blakey)", "not known", "Grandmother", "No"),
            widths=(1, 1, 1, 1),
        ),
        heading("Incident", 2),
        two_columns(
            ("Date of incident", "01/11/2026 \u2013 03/11/2026"),
            ("Outcome", "Died"),
            ("Abuse or neglect", "No"),
            (
                "Circumstances",
                cell(
                    para("Kester died after a fall in the quarry. Times:"),
                    grid(("Time", "Event"), ("Sun pm", "Left home"), ("Tue 07:00", "Found by a walker"), widths=(1, 2)),
                    para("Three agencies had told the owner that the fence was down."),
                ),
            ),
        ),
        heading("Referrer", 2),
        two_columns(
            ("Name", "Dorcas Shackleton"),
            ("Agency", "Pendle Moor Council"),
            ("Role", "Community safety manager"),
            ("Telephone", "0161 496 0540"),
            ("Date of referral", "09/11/2026"),
        ),
    )


DOCUMENTS = {
    # Labels down the left, a column for each child.
    "K75-children-in-columns.docx": form("""
        # Ousewater Safeguarding Children Partnership
        # Rapid Review Referral Form
        ## Children who are the subject of this referral
        [19 27 27 27]
        | @ | @Child 1 | @Child 2 | @Child 3
        | @Name | Lazarus Penhallow-Khan | Delphi Penhallow-Khan |
        | @Date of birth | 12/12/2014 | 31/07/2019 |
        | @Gender | M | F |
        | @NHS number | 999 612 6528 | not known |
        | @Home address | 21 Tithe Barn Close, Ousewater OW1 1FF | As child 1 |
        | @Child protection plan? | No | No |

        ## Incident
        Date of incident | 01/11/2026
        Outcome | Died
        Abuse or neglect | Known
        Circumstances | Both children were killed by their father, who then called the police.

        ## Referrer
        Name | Sidonie Hargrave
        Role | Named GP
        Agency | Ousewater ICB
        Telephone | 01632 960818
        Email | sidonie.hargrave@ousewater-icb.example
        Date of referral | 02/11/2026
    """),
    "K108-two-households.docx": both_households(),
    # One row for the whole sibling group: a name, a birth date and a sex on each line of its cells.
    "K116-siblings-in-lines-of-cells.docx": form("""
        # Wyre Moss Safeguarding Children Partnership: Serious Incident Referral Form
        ## Children
        [1 1 1]
        | @Name of child | @Date of birth | @Gender
        | Ottokar Brimble¶Ludmilla Brimble | 01/06/2014¶19/11/2018 | Male¶Female

        Date of incident | 14/11/2026
        Outcome | Seriously harmed
        Abuse or neglect | Known
        Circumstances | Both children have eaten rat poison that was left in the kitchen.

        ## Referrer
        Name | Clemency Ashworth-Diop
        Role | Named Nurse
        Agency | Wyre Moss NHS Trust
        Telephone | 01632 960377
        Email | clemency.ashworth-diop@wyremoss-nhs.example
        Date of referral | 16/11/2026
    """),
    # Relations and agencies printed down the left; children as rows; a chair's decision at the end.
    "R07-relations-printed.docx": form("""
        # Rapid Review Request Form
        > Ouse and Derwent Safeguarding Children Partnership
        ## Children who are the subject of this request
        [1 1 1 1 1 1]
        | @Surname | @Forenames | @Date of birth or due date | @M/F | @NHS number | @Looked after Y/N
        | Pemberton | Sage | 30/01/2021 | F | 999 141 4215 | N
        | Pemberton | Rowan | 30/01/2021 (twin) | M | N/K | N
        |  |  |  |  |  |

        Address of the children: 2 Staithe Cottages, Ouseby OD1 1SC
        ## Family
        [22 30 20 28]
        | @Relationship | @Name | @D.O.B. | @Address
        | @Mother | Carly Pemberton | 05/05/1999 | as above
        | @Father | Lee Strand | c. 1995 | not known
        | @Mother's partner |  |  |
        | @Grandparent | Maureen Pemberton | 61 | 9 Wharf Road, Ouseby

        ## Agencies
        [25 25 30 20]
        | @Agency | @Name of worker | @Contact details | @Still working with family?
        | @GP | Dr Alistair Quill | 01632 960551 | Yes
        | @Health visitor |  |  |
        | @Midwife | N/A |  |
        | @Children's social care | Temi Bakare | t.bakare@ousederwent.example | No - closed Aug 2026
        | @Police |  |  |
        | @Other (please state) |  |  |

        ## What happened
        Incident date | week commencing 2 November 2026
        Harm to the child | Serious harm (both twins)
        Known/suspected abuse or neglect | Known - neglect
        Circumstances | Both twins admitted severely malnourished. The home had no food, no heating and no beds.

        ## Requested by
        Name and role | Silas Achebe - Consultant Paediatrician
        Agency | Ouse Valley NHS Foundation Trust
        Contact telephone and email | 01632 960550; silas.achebe@ousevalley-nhs.example
        Date | 10 November 2026

        ## DECISION OF THE CHAIR
        Criteria met? | YES / NO
        Reasons |
        Name of chair | Baroness Ilse Grimwade
        Date | 12/11/2026
    """),
    # Bulleted and numbered answers; every child in one answer and every relative in another.
    "R13-all-children-in-one-answer.docx": form("""
        # Referral for Rapid Review
        > Castle Dunning Partnership
        **1. Children concerned (names, dates of birth)**
        Aoife Brannigan 12/12/2014
        Cillian Brannigan 03/03/2017
        Oisín Brannigan 8 months
        **2. Their address**
        Pitch 4, Dunning Caravan Site, CD4 4DC
        **3. Members of the family and household**
        Mary Brannigan, mother, 01/02/1990; Pat Brannigan, father, DOB 03/04/1988
        **4. Date, time and place of the incident**
        12/11/2026, 19:20, on the A999 near Dunning
        **5. Which applies? (strike out what does not)**
        A child has died¦ / ~~A child has been seriously harmed~~
        **6. Abuse or neglect (strike out what does not apply)**
        ~~known~~ / ¦suspected¦ / ~~neither~~
        **7. Give an account of what happened**
        Father drove the van into a wall with the children aboard.
        - Aoife died at the scene.
        - Cillian and Oisín are in intensive care.
        Police believe that it was deliberate.
        **8. Your name, role, agency and contact details**
        Eleanora Fitch
        Named Professional for Safeguarding
        Dunning Ambulance Service NHS Trust
        01632 960733
        eleanora.fitch@dunning-ambulance.example
        **9. Date of this referral**
        13.11.2026
    """),
    # Child, sibling, mother and father as the columns of one table.
    "S02-people-in-columns.docx": form("""
        < SI-1
        # Serious Incident Form
        Coldharbour Safeguarding Partnership
        **People**
        [1 1 1 1]
        | @ | @Subject child | @Mother | @Father
        | @Full name | Otto Lindqvist | Astrid Lindqvist | Bo Falk
        | @Date of birth | 01/12/2024 | 07/07/1994 | unknown
        | @Address | 66 Cutler Row, CH6 6CR | as child | HMP
        | @Ethnicity | White Other | White Other | N/K

        **Incident**
        [20 30 20 30]
        | @When | 12.11.2026 | @Where | 66 Cutler Row
        | @Died / seriously harmed | Died | @Known / suspected abuse or neglect | Suspected
        | @Full description | Found face down in a travel cot by his mother's partner. ^3

        **Form filled in by**
        [20 30 20 30]
        | @Name | Leopoldine Ash | @Role | Detective Sergeant
        | @Agency | Coldharbour Police | @Tel | 101 ext 4410 / 07700 900512
        | @Email | l.ash@coldharbour-police.example | @Date | 13.11.2026
    """),
    # The child among its family in one grid, told by the relationship.
    "T02-one-grid-for-all.docx": form("""
        # Rapid Review Referral
        > Upper Teme Safeguarding Partners
        **Referrer**
        Full name | Perdita Vance
        Job title | Named Midwife
        Organisation | Linford NHS Trust
        Telephone | 01632 960414
        E-mail | perdita.vance@linford-nhs.example
        Date | 03/11/2026

        **Subject child**
        Name | Hector Quance
        D.o.B. | unknown - thought to be 13
        Sex | M / ~~F~~ / ~~other~~
        CP plan (Y/N/NK) | **Y** / N / NK
        LAC (Y/N/NK) | Y / N / NK
        Address | As mother

        **Family**
        [1 1 1 1]
        | @Name | @Relation | @DOB/Age | @Address
        | Iris Quance | Mother | 1988 | 14 Teme View, UT4 4TV
        | Piers Quance | Brother | 6/12 | as above

        **Incident**
        Date/time | 02/11/2026, about 4pm
        Location | Teme weir
        Fatal / serious harm | Fatal
        Abuse/neglect suspected? | Not at this stage
        Brief circumstances | Hector jumped from the weir with friends.
    """),
    # Yes and no as boxes in brackets for two children in two columns.
    "T04-ticks-for-two-children.docx": form("""
        # Serious Harm Referral - Rapid Review
        Tolsey Safeguarding Children Partnership
        [30 35 35]
        | @Question | @Child 1 | @Child 2
        | @Name | Lotte Amsel | Finn Amsel
        | @Date of birth | 05.05.2015 | 19.09.2018
        | @Gender | F | M
        | @On a CP plan? | [x] Yes [ ] No | [ ] Yes [x] No
        | @Looked after? | [ ] Yes [x] No | [ ] Yes [ ] No
        | @Address | 9 Toll Bar, TL9 9TB | Same

        **Incident**
        Incident date | 1st-3rd November 2026
        What harm came to the children? | Serious harm to both
        Abuse or neglect (known/suspected/no) | known
        Circumstances | Locked in a cellar for two nights.

        **Referrer**
        Full name | Perdita Vance
        Job title | Named Midwife
        Organisation | Linford NHS Trust
        Telephone | 01632 960414
        E-mail | perdita.vance@linford-nhs.example
        Date referral completed | 5/11/26
    """),
}
