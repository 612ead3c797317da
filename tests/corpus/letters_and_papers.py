"""Papers that are no referral form though they speak of children, and two that serve as one."""

from sheet import form

DOCUMENTS = {
    "K43-letter-from-a-surgery.docx": form("""
        < Lowmoor Surgery⏎3 Mill Street⏎Lowmoor LW1 4BB
        13 November 2026
        Dear Colleague
        **Re: Theodora Vance-Ito, date of birth 04/05/2013**
        Thank you for asking about this patient, whom I saw on 2 November 2026. She has asthma, well controlled, and I have no safeguarding concerns. Her mother is happy for you to have this letter.
        I am sorry for the delay in writing: I was away when your first message came.
        Yours sincerely
        Dr Fabian Nightingale
    """),
    "K44-minutes-of-a-meeting.docx": form("""
        # Rapid Review Sub-Group
        Minutes of the meeting held on Tuesday 10 November 2026, 10:00, by video
        [1 1 1]
        | @Name | @Agency | @Role
        | Godfrey Lumley | Lowmoor Council | Chair
        | Imani Scholes | Lowmoor ICB | Designated Nurse
        | Ch Insp Ravel | Lowmoor Police | Member

        **1. Apologies and minutes of 13 October: agreed.**
        **2. Case LM-2026-0003**
        The group heard the agency summaries. Date of incident was 2 October 2026. The child had been seriously harmed and neglect was suspected. It was agreed to ask the school for its chronology by 20 November.
        [1 1 1]
        | @Action | @Owner | @Date
        | Ask school for chronology | Business Unit | 20/11/2026
        | Tell the family about the review | Chair | 17/11/2026

        3. Any other business: none. Date of next meeting: 8 December 2026.
    """),
    "K45-chronology-alone.docx": form(
        """
        # Integrated chronology
        Case LM-2026-0003. Compiled from agency records; times as recorded.
        [22 58 20]
        | @Date (& time where appropriate) | @Event | @Source
        | 03/02/2026 | A&E: swollen wrist, fell from trampoline | Hospital
        | 19/05/2026 | Police called to argument between parents; children asleep | Police
        | June 2026 | School: attendance 71% | School
        | 10/09/2026 14:30 | Home visit, no access | Health visiting
        """,
        landscape=True,
    ),
    "K48-need-to-know-briefing.docx": form("""
        # NEED TO KNOW BRIEFING
        **OFFICIAL-SENSITIVE. For the Director of Children's Services, the Lead Member and the Safeguarding Partners.**
        Date of briefing: 13 November 2026
        Prepared by: Evadne Mortlake, Head of Safeguarding, Coombe Regis Council, 01632 960909, evadne.mortlake@coomberegis.example
        Child's name: Lorelei Stannard-Owusu
        Date of birth: 25/01/2024
        Date of incident: 12 November 2026
        Outcome: Child died
        Abuse or neglect known or suspected: Suspected
        Address: 10 Sheepwash, Coombe Regis
        Legal status: Child in need
        Brief summary of incident: Lorelei was found unresponsive in the bath at home. Her father has been arrested.
        Media interest: The police have put out a statement.
        Next steps: Notification to the Panel is being prepared.
    """),
    "K49-national-notification-copy.docx": form("""
        # Child safeguarding incident notification
        Copy for the safeguarding partners. Submitted to the Child Safeguarding Practice Review Panel by the local authority.
        Notification reference | CSI-0000-4471
        Submitted on | 13/11/2026 16:05
        Local authority | Coombe Regis Council
        Submitted by | Evadne Mortlake, Head of Safeguarding
        Date the local authority became aware | 12/11/2026
        Date of incident | 12/11/2026
        Type of incident | Death of a child
        Abuse or neglect | Suspected
        Number of children | 1
        Child's name | Lorelei Stannard-Owusu
        Date of birth | 25/01/2024
        Gender | Female
        Case outline | Found unresponsive in the bath at home.
    """),
    "K104-agenda.docx": form("""
        # Rapid Review Meeting: agenda
        Tuesday 24 November 2026, 10:00 to 12:00, by video
        1. Welcome and confidentiality
        2. Summary of the case (Chair)
        3. Agency reports
        4. Does the case meet the criteria?
        5. Decision and actions
        Please bring your agency's chronology.
    """),
    # A letter that goes with a form, with the child's particulars in its heading.
    "R22-covering-letter.docx": form("""
        Greyfriars NHS Foundation Trust
        Safeguarding Team, 1 Greyfriars Way, GF1 1GW
        10 November 2026
        Dear Colleague
        **Re: Lysander Boone, DOB: 04/04/2018, NHS No: 999 012 3458**
        Please find enclosed our referral form about the above child, who was seriously injured on 6 November 2026.
        We should be glad of an acknowledgement, and of the date of any meeting.
        Yours sincerely
        Tamsin Orr
        Named Nurse
    """),
    # An agreement between agencies, with tables of parties and contacts.
    "R23-sharing-agreement.docx": form("""
        # Data Sharing Agreement
        between the safeguarding partners of Almondsbury and the parties listed below
        ## 1. Parties
        [1 1 1 1 1]
        | @Organisation | @Name of signatory | @Role | @Email | @Date
        | Almondsbury Police | DCC Vera Stone | Deputy Chief Constable | v.stone@almondsbury-police.example | 01/09/2026

        ## 2. Purpose
        To share information about children who have died or been seriously harmed, for rapid reviews.
        ## 3. Data to be shared
        [1 1]
        | @Category | @Examples
        | Identity | Child's name, date of birth, NHS number, address
        | Incident | Date of incident, circumstances, whether abuse or neglect is suspected

        ## 4. Legal basis
        Children Act 2004, sections 16E to 16K; UK GDPR, Article 6(1)(e).
        ## 5. Review date
        01/09/2027
    """),
    # The record of a strategy meeting about one child.
    "R24-strategy-meeting.docx": form("""
        # Record of Strategy Meeting
        Section 47 Children Act 1989
        [20 30 20 30]
        | @Child | Ptolemy Ware | @DOB | 20/05/2021
        | @Date of meeting | 05/11/2026 | @Chair | Helga Moor, Team Manager

        ## Present
        [1 1 1 1]
        | @Name | @Role | @Agency | @Apologies
        | Helga Moor | Team Manager | Children's social care |
        | DS Abel Rook | Detective | Police |
        | Dr Wynn | Paediatrician | Hospital | Yes

        ## Information shared
        Ptolemy was seen on 4 November with bruises to both ears. Abuse is suspected.
        ## Decision and actions
        [1 1 1]
        | @Action | @By whom | @By when
        | Joint section 47 enquiry | Social worker and police | Today
        | Medical | Dr Wynn | Today
    """),
    # Minutes of a rapid review meeting, with the case's particulars in a table.
    "S12-review-minutes.docx": form("""
        # Rapid Review Meeting: Minutes
        [20 30 20 30]
        | @Child | Child KM7 | @Date of birth | 14/09/2022
        | @Date of incident | 14/11/2026 | @Date of meeting | 25/11/2026

        ## Present
        [1 1 1]
        | @Name | @Role | @Agency
        | Una Platt | Chair | Partnership
        | Bridie Cope | Health Visitor | NHS

        ## Summary of the incident
        Both boys swallowed methadone left in a cup.
        ## Decision
        A practice review is not recommended.
    """),
}
