"""Answers that a careful reader does not take at their word, in plain forms of two columns."""

from builders import anew, cell, document, para, run, title, two_columns
from sheet import form


def old_case_underneath() -> bytes:
    """A form made from an old one: the old child's answers are still there as hidden text, and the file's header names the old case."""
    anew()

    def over(new, old):
        return cell(para(run(old, hidden=True), run(new)))

    return document(
        title("Rapid Review Referral Form"),
        para("Cleaver Bay Safeguarding Children Partnership", align="center"),
        two_columns(
            ("Name of child", over("Ianthe Nugent", "Old Childname ")),
            ("Date of birth", over("26/03/2021", "01/01/2015 ")),
            ("NHS number", over("", "999 409 0999")),
            ("Date of incident", over("10/11/2026", "02/02/2025 ")),
            ("Outcome", "Died"),
            ("Abuse or neglect", "Known"),
            ("Circumstances", over("Ianthe was killed by a dog that was known to the police.", "Old words. ")),
        ),
        two_columns(
            ("Name of referrer", "Fulke Addison"),
            ("Agency", "Cleaver Bay Police"),
            ("Role", "DCI"),
            ("Telephone", "101"),
            ("Email", "fulke.addison@cleaverbay-police.example"),
            ("Date of referral", "11/11/2026"),
        ),
    )


DOCUMENTS = {
    # Labels in Welsh and English; answers in English.
    "K79-bilingual.docx": form("""
        # Partneriaeth Diogelu Plant Glan-yr-afon / Glan-yr-afon Children's Safeguarding Partnership
        # Ffurflen atgyfeirio / Serious Incident Referral Form
        Enw'r plentyn / Name of child | Myfanwy Tudur-Bako
        Dyddiad geni / Date of birth | 24/06/2024
        Rhyw / Gender | Benyw / Female
        Cyfeiriad cartref / Home address | Ty'r Ysgol, Glan-yr-afon
        Cod post / Postcode | GY1 4RR
        Dyddiad y digwyddiad / Date of incident | 9 Tachwedd 2026 / 9 November 2026
        Canlyniad / Outcome | Died
        Cam-drin neu esgeulustod / Abuse or neglect | Suspected
        Amgylchiadau / Circumstances of the case | Myfanwy was found at the foot of the stairs. The account has changed twice.
        Enw'r atgyfeiriwr / Name of referrer | Gwilym Pryce-Adu
        Swydd / Job title | Consultant Nurse
        Asiantaeth / Agency | Glan-yr-afon Health Board
        Ffôn / Telephone | 01632 960744
        Dyddiad atgyfeirio / Date of referral | 11/11/2026
    """),
    # Answers that a careful reader does not take at their word: month first, a serial number, the future, a date before birth.
    "K81-answers-in-doubt.docx": form("""
        # Kestrel Coast Safeguarding Partnership
        # Referral for Rapid Review
        Name of child | Unknown
        Date of birth | 42097
        Date of death | 11/31/2026
        NHS number | 1111111111
        Gender | M/F
        Ethnicity | n/k
        Home address | ditto
        Looked after? | tbc
        Date of incident | 11/13/2026
        Outcome | In hospital, very poorly
        Abuse or neglect known or suspected? | ?
        Circumstances of the case | See attached.
        Name of referrer | -
        Agency | .
        Telephone | ask switchboard
        Email | none
        Date of referral | Summer 2026
    """),
    # A manager's authority, a list of recipients and a data-protection note after the referrer: three more names, dates and telephones.
    "K107-manager-and-recipients.docx": form("""
        # Serious Incident Referral Form
        > Marlow Cross Safeguarding Children Partnership
        ## Section A: child
        Name of child | Miss Hermia Lutterworth
        Date of birth | 03/2019
        Gender | Female
        Home address | Bridge House, Marlow Cross MX4 4BH
        Date child last seen by your agency | 20/10/2026

        ## Section B: incident
        Date of incident | On or around 5 November 2026
        Outcome | Seriously harmed
        Abuse or neglect known or suspected | Suspected
        Circumstances | Hermia was found with injuries to both wrists.

        ## Section C: referrer
        Print name | Tancred Osgood
        Position | Nurse practitioner
        Agency | Marlow Cross Walk-in Centre
        Tel (work) | 01632 960411
        Tel (mobile) | 07700 900411
        Email | tancred.osgood@marlow-walkin.example
        Signature | T Osgood
        Date | 06/11/2026

        ## Section D: authorised by line manager
        Name | Goneril Stamp
        Position | Clinical lead
        Telephone | 01632 960412
        Email | goneril.stamp@marlow-walkin.example
        Date | 07/11/2026

        ## Section E: copies sent to
        [1 1 1]
        | @Name | @Agency | @Date sent
        | Edgar Fool | Marlow Cross ICB | 07/11/2026
        | Regan Kent | Marlow Cross Council | 07/11/2026

        _ Data protection: this form is kept for 25 years. Data protection officer: Oswald Steward, 01632 960499, dpo@marlowcross.example.
    """),
    "K110-old-answers-hidden.docx": old_case_underneath(),
    "K119-unborn-in-weeks.docx": form("""
        # Wyre Moss Safeguarding Children Partnership: Serious Incident Referral Form
        ## Child
        Name of child | UBB Stanfield
        DoB or EDD | 28/40 - due June
        Gender | n/k
        NHS No | n/a
        Home Address | 12a Fold, Wyre Moss
        Date of incident | c. 10 November 2026
        Outcome | Seriously harmed
        Abuse or neglect | Suspected
        Circumstances | Mother has been kicked in the abdomen.

        ## Referrer
        Name | Clemency Ashworth-Diop
        Role | Named Nurse
        Agency | Wyre Moss NHS Trust
        Telephone | 01632 960377
        Email | clemency.ashworth-diop@wyremoss-nhs.example
        Date of referral | 16/11/2026
    """),
    "K120-answers-with-remarks.docx": form("""
        # Wyre Moss Safeguarding Children Partnership: Serious Incident Referral Form
        ## Child
        Name of child | AB
        Date of birth | 3/4/15 (11 yrs)
        Gender | female
        NHS No | NHS No: 9992718285 (verified)
        Home Address | With held
        Date of incident | 15.11.2026 (Sunday)
        Outcome | Seriously harmed
        Abuse or neglect | Suspected - neglect
        Circumstances | Collapsed at home.

        ## Referrer
        Name | Clemency Ashworth-Diop
        Role | Named Nurse
        Agency | Wyre Moss NHS Trust
        Telephone | 01632 960377
        Email | clemency.ashworth-diop@wyremoss-nhs.example
        Date of referral | 16/11/2026
    """),
    # An unborn child's sibling, ages for birth dates, dittos, and what is not yet known.
    "R12-half-known.docx": form("""
        ## Ravensholme Safeguarding Children Partnership
        ## Notification of Serious Harm or Death (local form)
        ### Section 1 Child
        Name of child (or “unborn” and mother's surname) | UBB Castellan
        Date of birth / EDD | 28/40 - EDD 19th Jan 2027
        Gender | ?
        Address | TBC
        NHS Number | n/a
        Ethnicity | -
        CP plan? | Yes (pre-birth, 02/10/2026)
        LAC? | N/A

        ### Section 2 Parents, carers and siblings
        [1 1 1 1]
        | @Full name | @Relationship | @Date of birth/age | @Home address
        | Brontë Castellan | Mother | 17 | Refuge - withheld
        | NK | Father | NK | NK
        | Aurelio Castellan | Sibling | 11 months | Same as mother

        ### Section 3 Incident
        Date of incident | last Friday
        What was the outcome for the child? | Not yet known
        Was abuse or neglect known or suspected? | Suspected (domestic abuse)
        Summary of concerns | see attached chronology

        ### Section 4 Your details
        Name | Wilhelmina Drax
        Title | Specialist Midwife
        Agency | Ravensholme Maternity
        Contact details | bleep 4471
        Date | 09-Nov-26
    """),
}
