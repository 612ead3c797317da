"""Answers that a careful reader does not take at their word, in plain forms of two columns."""

from builders import anew, cell, document, para, run, title, two_columns


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
    "K110-old-answers-hidden.docx": old_case_underneath(),
}
