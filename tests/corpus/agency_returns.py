"""What one agency tells of a case already referred."""

from northshire import agency_summary
from sheet import form

SUMMARY = {
    "reference": "CRSCP-2026-0012",
    "initials": "L.S-O",
    "name": "Lorelei Stannard-Owusu",
    "dob": "25/01/2024",
    "agency": "Coombe Regis Ambulance Service",
    "author": "Phineas Gantry",
    "role": "Safeguarding Lead",
    "contact": "01632 960933",
    "date": "18/11/2026",
    "period": "January 2024 to November 2026",
    "involvement": "Two calls: one in March 2025 (fall), one on 12 November 2026.",
    "analysis": "The call in March was not shared with the health visitor.",
    "learning": "None yet.",
}


DOCUMENTS = {
    "K46-individual-agency-summary.docx": agency_summary(SUMMARY, area="Coombe Regis"),
    "K47-agency-summary-blank.docx": agency_summary({}, area="Coombe Regis"),
    # An agency's answer to a request for information, under another title.
    "K101-information-request-response.docx": form("""
        # Rapid Review Information Request: agency response
        > Three Rivers Safeguarding Children Partnership
        Case reference | TR-2026-0031
        Child's initials | BR-S
        Child's date of birth | 02/09/2019
        Responding agency | Three Rivers Ambulance
        Completed by | Dorian Eyre
        Designation | Patient safety lead
        Date | 19/11/2026

        **Was the family known to your agency? Summarise your involvement.**
        One call in 2022, for a fall. No concerns recorded.
        **What learning has your agency identified?**
        None.
    """),
    # An agency's return, called an information report.
    "R20-information-report.docx": form("""
        **Information Report for Rapid Review**
        Fallowmere Safeguarding Children Partnership
        [20 30 20 30]
        | @Case reference | FM/26/07 | @Date of report | 16/11/2026
        | @Subject | Thaddeus Crane | @DOB | 14/02/2022
        | @Reporting agency | Fallowmere Housing | @Report author | Rosalind Hythe, Tenancy Manager

        ## Agency's knowledge of the child and family
        Tenancy since 2021. Three reports of noise and one of a child alone on the balcony.
        ## Key practice episodes
        [1 1 1]
        | @Date | @What happened | @What was done
        | 03/06/2026 | Neighbour reported child on balcony | Referred to front door

        ## Analysis of practice
        The visit after the report was not made for nineteen days.
        ## Good practice and single agency learning
        Officers should see children on every visit.
    """),
    # An agency's return as a chronology with an analysis after it.
    "R21-chronology-and-analysis.docx": form("""
        # Single Agency Chronology and Analysis
        Agency | Northgate Surgery
        Author | Dr Imran Vale, GP safeguarding lead
        Subject child | Juniper Ashcombe, 09/09/2020
        Period of review | 1 January 2025 to 3 November 2026
        Signed off by | Practice partner, 17/11/2026

        [1 1 1 1]
        | @Date | @Source | @Contact / event | @Comment
        | 05/02/2025 | EMIS | Mother seen, low mood | No enquiry about children
        | 11/08/2025 | EMIS | Immunisations not brought | Was-not-brought policy not followed
        | 02/11/2026 | 111 | Call about bruising | Advised to attend

        ## Analysis
        Each appointment was seen alone; nobody put them together.
        ## Recommendations for this agency
        Flag household members.
    """),
    # The template of an individual management review.
    "S09-management-review-blank.docx": form("""
        # Individual Management Review (IMR) Template
        Agency |
        Author of this review |
        Subject child |
        Date of birth |

        ## Analysis of involvement
        Consider each episode in turn: what was known, what was done, and why.
        ""
        ## Single agency recommendations
        ""
    """),
    "S10-management-review.docx": form("""
        # Individual Management Review (IMR) Template
        Agency | Westing Housing
        Author of this review | Jory Nance
        Subject child | Tamzin Rook
        Date of birth | 01/01/2016

        ## Analysis of involvement
        Consider each episode in turn: what was known, what was done, and why.
        Rent arrears were chased six times; no officer asked about Tamzin.
        ## Single agency recommendations
        ""
    """),
    # An agency's answer to a request for information, under a name of its own.
    "T06-involvement-summary.docx": form("""
        **Agency Involvement Summary**
        Rapid Review: Children L and F
        Agency completing this summary | Tolsey Fire and Rescue
        Completed by | Watch Manager Neil Orme
        Child's name | Lotte Amsel
        Date of birth | 05/05/2015
        Period covered | 2023 to date
        Involvement | One home safety visit, March 2025; the cellar door was seen bolted.
        Learning for your agency | Ask why a door is bolted from outside.
    """),
}
