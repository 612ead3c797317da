"""A whole mail read: files, containers, attached mails and the form in its body."""

import base64

import pytest

from parsers.form.referral.conservation import fields
from parsers.read_mail import read_mail
from parsers.safe.limits import Limits
from pipeline.model import FormKind, Reading
from tests.parsers.mail.outlook_files import msg_file, tnef_stream
from tests.parsers.readers.word_files import zipped

BODY = """Name of referrer: Idris Copperfield
Agency: Saltmarsh Community Trust
Telephone Number: 01632 960 177
Name of Child: Wren Orchard
Date of Birth: 14/02/2021
Date of critical incident: 6 July 2026
Did the child die or was the child seriously harmed? Seriously harmed
Is abuse or neglect known or suspected? Suspected
Circumstances that triggered the referral: She was found with a head injury after a fall.
Date of Referral: 08/07/2026
"""
FORM = BODY.encode()


def mail(body: str, *files: tuple[str, bytes], subject: str = "Referral") -> bytes:
    parts = [f"Content-Type: text/plain; charset=utf-8\r\n\r\n{body}".encode()]
    for name, content in files:
        head = (
            f"Content-Type: application/octet-stream; name={name}\r\nContent-Disposition: attachment; filename={name}"
        )
        parts.append(head.encode() + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content))
    joined = b"".join(b"--=_b\r\n" + part + b"\r\n" for part in parts)
    head = f"From: jo@x.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n"
    return head.encode() + b'Content-Type: multipart/mixed; boundary="=_b"\r\n\r\n' + joined + b"--=_b--\r\n"


def told(readings: tuple[Reading, ...]) -> list[tuple[str, str]]:
    return [(reading.file, reading.kind.value) for reading in readings]


def test_a_form_typed_into_the_mail_is_an_entry_called_body() -> None:
    assert told(read_mail(mail(f"Typed below.\n\n{BODY}\nThanks\nIdris")).readings) == [("body", "referral")]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_form_of_bare_questions_over_their_answers_is_read(between: str) -> None:
    """As the mailers of web forms send it: no colon tells question from answer, and one is left blank."""
    asked = [
        *("Your name", "Bettany Crowle", "Your organisation", "Harrow Fold Nursery", "Telephone", "01632 960258"),
        *("The child", "Name", "Otis Lindgren", "Date of birth", "06/02/2024", "Home address", "Gender", "Boy"),
        *("The incident", "Date it happened", "16/11/2026", "Location", "Foot of the stairs at home"),
        *("Has the child died or been seriously harmed?", "Seriously harmed", "What happened?"),
        *("Hospital found a skull fracture.", "His mother tells of a fall."),
    ]
    (body,) = read_mail(mail(between.join(asked))).readings
    assert body.kind is FormKind.REFERRAL
    found = body.referral
    assert found is not None
    child = found.children[0]
    assert [child[key].value for key in ("name", "dob", "sex")] == ["Otis Lindgren", "2024-02-06", "male"]
    assert child["home_address"].value is None
    assert found.incident["location"].value == "Foot of the stairs at home"
    assert found.incident["narrative"].value == "Hospital found a skull fracture.\nHis mother tells of a fall."
    assert found.referrer["name"].value == "Bettany Crowle"


def test_of_bare_questions_no_answer_in_the_words_of_one_is_lost() -> None:
    asked = [
        *("Your name", "Bettany Crowle", "Your organisation", "Harrow Fold Nursery", "Telephone", "01632 960258"),
        *("Name of child", "Otis Lindgren", "Date of birth", "06/02/2024", "Gender", "Boy"),
        *("Location", "Home address", "What happened?", "His mother tells of a fall."),
    ]
    (body,) = read_mail(mail("\n".join(asked))).readings
    assert body.referral is not None
    told = [*(one.raw for one in fields(body.referral)), *(left.text for left in body.unmapped)]
    assert any("Home address" in text for text in told)


def test_a_list_of_short_lines_is_no_form() -> None:
    rota = "\n".join(f"{day}\nJo Marsh" for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Name"))
    assert read_mail(mail(f"The rota:\n\n{rota}")).readings == ()


def test_a_form_in_a_quoted_mail_is_not_read_again_but_a_forwarded_one_is() -> None:
    head = "From: Idris <i@x.example>\nSent: 8 July 2026\nTo: Jo\nSubject: Referral\n\n"
    assert read_mail(mail(f"Thanks, noted.\n\n{head}{BODY}", subject="RE: Referral")).readings == ()
    forwarded = read_mail(mail(f"For you.\n\n{head}{BODY}", subject="FW: Referral"))
    assert told(forwarded.readings) == [("body", "referral")]


def test_a_signature_of_labels_is_no_form() -> None:
    signature = "Name: Jo Marsh\nRole: Head of Year\nTelephone: 01632 960 144\nEmail: jo@x.example\nAgency: Academy"
    assert read_mail(mail(f"Which form do I use?\n\n{signature}")).readings == ()


FEW = """Child: Ryan Gale, DOB 04/04/2013
Mother: Dawn Gale
Date of Incident: 23/11/2026
Reason for referral: stabbed in the leg outside school.
"""


def test_a_mail_of_few_lines_that_tell_a_referral_is_one_and_with_less_a_person_reads_it() -> None:
    (body,) = read_mail(mail(f"Dear colleague\n\n{FEW}")).readings
    assert body.referral is not None
    assert [body.referral.children[0][name].value for name in ("name", "dob")] == ["Ryan Gale", "2013-04-04"]
    assert body.referral.incident["date"].value == "2026-11-23"
    assert read_mail(mail(FEW.replace("Date of Incident", "Last seen"))).readings == ()


def test_a_file_of_few_lines_is_no_form() -> None:
    assert told(read_mail(mail("Attached.", ("note.txt", FEW.encode()))).readings) == [("note.txt", "not_a_form")]


def test_what_a_second_child_is_asked_below_its_number_is_its_own() -> None:
    children = "Child 1: Leo Hart\nDOB: 03/03/2019\nChild 2: Isla Hart\nDOB: 19/07/2021\n"
    (body,) = read_mail(
        mail(children + BODY.replace("Name of Child: Wren Orchard\nDate of Birth: 14/02/2021\n", ""))
    ).readings
    assert body.referral is not None
    found = [(child["name"].value, child["dob"].value) for child in body.referral.children]
    assert found == [("Leo Hart", "2019-03-03"), ("Isla Hart", "2021-07-19")]


@pytest.mark.parametrize(
    ("line", "is_ours"),
    [
        ("Our ref: CSC/22817", False),
        ("Ref: 774-AB", False),
        ("Partnership reference: 774-AB", True),
        ("Ref: NSH-2026-001", True),
    ],
)
def test_a_bare_reference_in_a_mail_is_the_senders_own_and_stays_to_be_seen(line: str, is_ours: bool) -> None:
    (body,) = read_mail(mail(f"{line}\n{BODY}")).readings
    assert body.referral is not None
    assert ("partnership_ref" in body.referral.referral) is is_ours
    assert is_ours or line.partition(": ")[2] in [left.text for left in body.unmapped]


def test_the_nature_of_an_incident_is_what_happened() -> None:
    (body,) = read_mail(mail(BODY.replace("Circumstances that triggered the referral", "Nature of incident"))).readings
    assert body.referral is not None
    assert "criteria" not in body.referral.referral
    assert body.referral.incident["narrative"].value == "She was found with a head injury after a fall."


def test_what_an_organisation_appends_tells_of_no_child() -> None:
    appended = "This email is confidential. If you are not the intended recipient please notify the sender."
    story = "Circumstances that triggered the referral: She was found with a head injury after a fall.\n"
    signature = "Jo Marsh\nTel: 01632 960123\nDate of last update to this policy: 01/01/2020"
    (body,) = read_mail(mail(f"{BODY.replace(story, '')}\n{signature}\n\n{appended}")).readings
    assert body.referral is not None
    assert not any("confidential" in one.raw for one in fields(body.referral))


def test_a_body_that_repeats_the_attached_form_is_not_counted_twice() -> None:
    assert told(read_mail(mail(BODY, ("form.txt", FORM))).readings) == [("form.txt", "referral")]


def test_an_attached_mail_is_a_container_of_what_is_in_it() -> None:
    found = read_mail(mail("For you", ("saved.eml", mail("Attached", ("form.txt", FORM))))).readings
    assert told(found) == [("saved.eml", "container")]
    assert told(found[0].attachments) == [("form.txt", "referral")]


def test_an_attached_mail_without_files_is_something_to_read_and_not_unreadable() -> None:
    found = read_mail(mail("For you", ("saved.eml", b"From: a@x.example\r\nSubject: s\r\n\r\nHello"))).readings
    assert [(reading.kind, reading.reason_code) for reading in found] == [(FormKind.NOT_A_FORM, "mail")]


def test_an_outlook_file_is_read_by_itself_and_as_an_attachment() -> None:
    saved = msg_file("Referral", "Attached.", {"form.txt": FORM})
    assert told(read_mail(saved).readings) == [("form.txt", "referral")]
    found = read_mail(saved).message
    assert found.subject == "Referral"


def test_mails_within_mails_end_at_the_limit() -> None:
    raw = mail("innermost", ("form.txt", FORM))
    for _ in range(5):
        raw = mail("outer", ("saved.eml", raw))
    readings = read_mail(raw, limits=Limits(nesting=2)).readings
    assert [leaf.reason_code for leaf in readings[0].leaves()] == ["unpacks-too-large"]


def test_zips_and_mails_in_each_other_end_at_the_limit_however_they_take_turns() -> None:
    raw = mail("innermost", ("form.txt", FORM))
    for _ in range(3):
        raw = mail("outer", ("saved.zip", zipped({"saved.eml": raw})))
    for nesting, expected in ((3, ""), (2, "unpacks-too-large"), (1, "unpacks-too-large")):
        leaves = read_mail(raw, limits=Limits(nesting=nesting)).readings[0].leaves()
        assert [leaf.reason_code for leaf in leaves] == [expected], nesting


def test_a_damaged_winmail_dat_goes_to_a_person_and_one_of_formatting_alone_is_nothing() -> None:
    assert read_mail(mail("Hello", ("winmail.dat", tnef_stream({})))).readings == ()
    cut = tnef_stream({"form.txt": FORM})[:90]
    found = read_mail(mail("Hello", ("winmail.dat", cut))).readings
    assert [(reading.kind, reading.reason_code) for reading in found] == [(FormKind.UNREADABLE, "damaged")]


def test_the_library_for_outlook_files_may_be_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.read_mail.can_open_msg", lambda: False)
    saved = msg_file("Referral", "Attached.", {"form.txt": FORM})
    part = b"Content-Type: application/vnd.ms-outlook; name=a.msg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    raw = b"Subject: x\r\n" + part + base64.encodebytes(saved)
    assert [reading.reason_code for reading in read_mail(raw).readings] == ["reader-missing"]
