"""Several children, or a child among its family, in the rows, columns and lines of one table or answer."""

from builders import anew, cell, document, grid, heading, label, para, row, table, two_columns
from sheet import blocks


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
    "K108-two-households.docx": both_households(),
}
