"""What one agency tells of a case already referred."""

from northshire import agency_summary

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
}
