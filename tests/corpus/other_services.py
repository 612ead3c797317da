"""Forms of other services and processes: child protection, allegations, adults, deaths, early help."""

from builders import para
from sheet import form

DOCUMENTS = {
    "K38-marf-other-title.docx": form(
        """
        # Request for Support and Protection
        > **Lowmoor Children's Front Door (MASH) - Multi-Agency Referral Form**
        ! If you think a child is in immediate danger call 999 first. Parents should know of this request unless telling them would add to the risk.
        [22 28 22 28]
        | =A. Child or unborn baby
        | @Name of Child/Unborn Baby | Perdita Greenslade | @DoB or EDD | 17/05/2021
        | @Address | 8 Bobbin Row, Lowmoor LW2 2WL ^3
        | =B. Person making this request
        | @Name | Aurora Finchley | @Agency | Lowmoor Dental Practice
        | @Telephone | 01632 960505 | @Date and Time of Request | 16/11/2026 10:20
        | =C. Reason for request
        | @What are your concerns? | Ten decayed teeth, weight loss, three appointments missed. Bruise on the cheek today which mother could not explain. ^3
        | @Is the parent aware of this referral? | ☐ Yes    ☒ No ^3
        """,
        footer=para("Lowmoor MASH RF1, version 12", size=16),
    ),
    "K39-lado.docx": form("""
        # LADO Referral Form
        > Allegations against people who work with children
        Name of adult the allegation is about | Gideon Thrupp
        Adult's date of birth | 03/03/1980
        Job and employer | Swimming coach, Lowmoor Leisure
        DATE ALLEGED INCIDENT HAPPENED | 14/11/2026
        DATE ALLEGATION RECEIVED BY REFERRING AGENCY | 15/11/2026
        Name of child | Ephraim Mundy
        Child's date of birth | 30/08/2014
        Reason for referral | Ephraim says that the coach held him under the water.
        Actions taken so far | Coach is not at work.
        REPORT BY | Cressida Obi, Duty Manager
        Contact number | 07700 900833
    """),
    "K40-adult-review.docx": form("""
        # Safeguarding Adults Review (SAR) Referral
        > Lowmoor Safeguarding Adults Board - Care Act 2014, section 44
        Name of adult | Wilfred Ashby-Cole
        Date of birth | 11/06/1941
        Date of death | 01/10/2026
        Ethnicity | White British
        Home address | Elm Court Care Home, Lowmoor
        Date of incident | 28/09/2026
        Why do you believe the case meets the criteria? | Died of pressure ulcers; neglect is suspected; agencies did not share what they knew.
        Name of referrer | Tobermory Haines
        Role | Social worker, adults
        Agency | Lowmoor Council
        Date of referral | 12/11/2026
    """),
    "K41-child-death-form-a.docx": form("""
        # Form A - Notification of Child Death
        > Lowmoor Child Death Overview Panel (CDOP)
        ! Every death of a child must be notified to the CDOP within 24 hours. This is not a referral to the safeguarding partnership.
        CDOP Identifier | LM/26/0044
        Full name of child | Dorothea Lanyon-Reece
        DOB | 02/10/2026
        Date of death | 09/11/2026
        NHS No. | 999 525 4816
        Place of death | Lowmoor Infirmary
        Was this death expected or unexpected? | Expected - congenital heart disease
        Notified by | Dr Mungo Sallis, Consultant Paediatrician
        Contact number | 01632 960577
    """),
    "K42-conference-report.docx": form("""
        # Report to Initial Child Protection Conference
        Child's name | Barnaby Pike-Osman
        DOB | 06/06/2018
        Report prepared by | Calliope Reed, School Nurse
        Agency | Lowmoor School Nursing
        Date of conference | 24/11/2026

        ### Risk factors
        - Domestic abuse in the household
        - Missed immunisations
        ### Protective factors
        - Grandmother lives nearby
        ### Should the child be made subject of a child protection plan?
        Yes, under emotional abuse.
    """),
    "K102-early-help.docx": form("""
        # Early Help Assessment
        Child's name | Linus Abara
        DOB | 08/08/2016
        Completed by | Family support worker
        What is going well? | He enjoys school.
        What are we worried about? | Bedtimes.
        Family's own plan | A chart.

        ! With the family's consent.
    """),
    "K103-safer.docx": form("""
        # SAFER Referral Tool
        > Safeguarding children: referral to Children's Social Care
        Situation | Baby with unexplained bruise, seen at clinic today.
        Assessment | Immediate medical needed.
        Family factors | Father not living at home.
        Expected response | Strategy discussion today.
        Referral and recording | Health visitor B Tindall, 01632 960191

        Name of Child/Unborn Baby | Arlo Hendry
        DoB or EDD | 01/09/2026
    """),
    # A referral to children's social care, named neither MARF nor MASH.
    "R15-help-and-protection.docx": form("""
        **Pellow Council Children's Services**
        **Request for Help and Protection**
        ! If you think a child is at immediate risk ring 999.
        Child's name | Peregrine Holt
        Date of birth / EDD | 01/03/2019
        Address | 3 Larch Way, PL3 3LW
        Ethnicity | White British
        School / nursery | Larch Primary
        Is the child at immediate risk? | ☐ Yes    ☒ No
        Parental consent to referral? | ☒ Yes    ☐ No
        Level of need | ☐ Universal plus    ☒ Targeted    ☐ Specialist
        Category of abuse | ☐ Physical    ☐ Emotional    ☐ Sexual    ☒ Neglect
        Reason for referral | Peregrine comes to school hungry and in dirty clothes. Seriously harmed? No.
        Referrer name | Gilda Marsh
        Agency | Larch Primary
        Telephone | 01632 960355
        Date of incident | 04/11/2026
        Date of referral | 05/11/2026
    """),
    # An allegation against a member of staff, in a form whose title does not say LADO.
    "R16-allegation.docx": form("""
        # Managing Allegations: Initial Information Form
        Westbourne Safeguarding Children Partnership
        Name of person against whom the allegation is made | Clive Rudd
        Position of trust / role with children | Swimming coach
        Employer | Westbourne Leisure
        Date of alleged incident | 02/11/2026
        Child's name | Ottilie Grange
        Child's DOB | 11/11/2014
        Nature of allegation | Took hold of her by the neck. She was badly harmed.
        Has the member of staff been suspended? | Yes
        Referrer | Joan Peel, HR manager
        Tel | 01632 960766
        Date of referral | 03/11/2026
    """),
    # A referral for a review about an adult, under the Care Act.
    "R17-section-44.docx": form("""
        # Referral for Consideration of a Section 44 Review
        Care Act 2014 - Hartmoor Safeguarding Adults Board
        Name of adult at risk | Edith Lumley
        Date of birth | 03/09/1941
        Date of death | 01/11/2026
        Care and support needs | Dementia; hoist transfers
        Mental capacity | Lacked capacity for care decisions
        Details of the incident | Died of sepsis from pressure sores. Neglect is suspected.
        Concerns about how agencies worked together | No section 42 enquiry was opened.
        Name of referrer | Ivor Penn
        Agency | Hartmoor Hospital
        Telephone | 01632 960144
        Date of referral | 10/11/2026
    """),
    # The notification of a child's death to the child death review, without its usual name.
    "R18-form-a.docx": form("""
        **Form A**
        **Notification of Child Death**
        Complete within 24 hours and send to the Designated Person for child deaths
        [22 28 22 28]
        | @Child's name | Benedict Yarrow | @DOB | 30/10/2026
        | @NHS No |  | @Sex | M
        | @Date of death | 07/11/2026 | @Time | 06:10
        | @Place of death | Neonatal unit | @Registered GP | Yarrow Surgery
        | @Circumstances of death | Born at 24 weeks; withdrawal of care. | @Expected / unexpected | Expected
        | @Coroner informed? | No | @Joint agency response? | No
        | @Medical certificate of cause of death issued? | Yes | @Safeguarding concerns? | No
        | @Name of notifier | Dr Sunniva Kirk | @Agency | Yarrow NHS Trust
    """),
    # An assessment of a family's needs, with the child's particulars first.
    "R19-family-support-plan.docx": form("""
        # Family Support Assessment and Plan
        Team around the family
        Child/young person's name | Calliope Dunn
        DOB | 12/04/2012
        Address | 55 Ropery Street, DN5 5RS
        Lead professional | Ambrose Fell, 01632 960499
        Family's strengths | Close to her grandmother
        Needs identified | Attendance; sleep; money
        What does the child say? | I want a bed of my own.
        Level of need | 3
        Early Help plan agreed with parents on | 02/11/2026
        Consent to share information | Yes, signed
        Review date | 14/12/2026
    """),
    # A referral to children's social care whose title says only that it is a referral.
    "S07-front-door.docx": form("""
        # Referral Form
        Please complete as fully as you can and send within one working day.
        Child's name | Cosima Pell
        DOB | 02/10/2020
        Address | 9 Tower Hill, TH9 9TH
        Is the child at immediate risk? | No
        Has parental consent to the referral been given? | Yes
        Category of abuse: physical / emotional / sexual / neglect | Neglect
        Level of need | 3
        Reason for referral to Children's Social Care | Cosima is left with a neighbour overnight most weekends.
        Date of most recent incident | 08/11/2026
        Referrer | June Tarrant
        Agency | Tower Hill Nursery
        Telephone | 01632 960616
    """),
    # An allegation form whose title says only that it is a referral.
    "S08-designated-officer.docx": form("""
        # Referral Form
        Name of the adult | Terence Mould
        Position of trust held | Teaching assistant
        Employer or voluntary body | Tower Hill School
        Has the person been suspended? | Yes
        Nature of the allegation | Slapped a child.
        Child's name | Cosima Pell
        Child's date of birth | 02/10/2016
        Date of incident | 09/11/2026
        What happened? | He slapped her hand in the dinner queue.
        Referrer | Ann Cole
        Telephone | 01632 960617
    """),
    # A child death form whose title says only that it is a form for reporting.
    "T05-death-review.docx": form("""
        **Reporting Form**
        Name of child | Ansel Frome
        Date of birth | 01/10/2026
        Date of death | 30/10/2026
        Place of death | Ward 4
        Expected or unexpected? | Expected
        Cause of death, if known | Extreme prematurity
        Coroner informed? | No
        Post-mortem? | No
        Who is supporting the family in their bereavement? | Ward sister
        Reported by | Dr Kit Lowe
        Telephone | 01632 960515
    """),
}
