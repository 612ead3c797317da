"""Puts the demonstration's forms into its mails, which are else written by hand: `python tests/corpus/put_forms_into_mails.py`."""

import base64
from pathlib import Path

from demonstration import blank, caspian, caspian_return, ottoline, password_form, thaddeus, wrong_door, zephyrine
from file_formats import encrypted

FOLDER = Path(__file__).parents[2] / "scheduler" / "demo" / "mailbox"
FORMS = {
    "01-police-two-column.eml": ("Serious Incident Referral Form - OB.docx", ottoline),
    "02-hospital-header-rows.eml": ("RR referral CYA 12 Nov 2026.docx", caspian),
    "04-council-content-controls.eml": ("Rapid Review Referral Form ZA.docx", zephyrine),
    "05-password-protected.eml": (
        "Referral (protected).docx",
        lambda: encrypted(password_form(), password="invented-Osprey-41"),
    ),
    "09-blank-form.eml": ("Serious Incident Referral Form.docx", blank),
    "10-corrected-form.eml": ("Serious Incident Referral Form - OB v2.docx", lambda: ottoline(corrected=True)),
    "11-nursery-agency-summary.eml": ("Individual Agency Summary - CYA.docx", caspian_return),
    "13-child-protection-referral.eml": ("MARF PD.docx", wrong_door),
    "14-school-four-column.eml": ("Case for consideration TQ.docx", thaddeus),
}


def with_file(mail, name, content) -> bytes:
    """The bytes of `mail` with `content` in place of its attached file `name`."""
    start = mail.index(b"\r\n\r\n", mail.index(f'name="{name}"'.encode())) + 4
    end = mail.index(b"\r\n--", start)
    return mail[:start] + base64.encodebytes(content).replace(b"\n", b"\r\n") + mail[end:]


def filled(mail) -> bytes:
    """The demonstration's mail of that name, with its form as it is made today."""
    name, made = FORMS[mail]
    return with_file((FOLDER / mail).read_bytes(), name, made())


def main() -> None:
    for mail in FORMS:
        (FOLDER / mail).write_bytes(filled(mail))


if __name__ == "__main__":
    main()
