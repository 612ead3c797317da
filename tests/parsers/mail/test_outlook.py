import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.mail.message import message
from parsers.mail.outlook import msg_message, tnef_attachments
from parsers.mail.outlook_class import understood_class
from parsers.mail.tnef import tnef
from parsers.safe.limits import Limits
from tests.parsers.mail.outlook_files import compound_file, msg_file, msg_tree, tnef_stream
from tests.soak import examples

FORM = b"PK\x03\x04" + b"form" * 2000


def test_an_outlook_file_gives_its_sender_words_and_files() -> None:
    found = msg_message(msg_file("Referral WO", "Please see attached.\n\nKind regards\nJo", {"WO – form.docx": FORM}))
    assert found.sender is not None
    assert (found.subject, found.sender.address) == ("Referral WO", "p.lindqvist@saltmarsh.sch.example")
    assert found.written == "Please see attached."
    assert [(file.name, file.content) for file in found.attachments] == [("WO – form.docx", FORM)]


def test_an_outlook_file_within_an_outlook_file_is_an_attached_mail() -> None:
    inner = msg_tree("Inner", "As discussed", {"WO.docx": FORM})
    found = msg_message(msg_file("Outer", "See below", {}, (inner,)))
    assert [(mail.subject, mail.attachments[0].name) for mail in found.messages] == [("Inner", "WO.docx")]


def test_outlook_files_are_opened_to_the_limit_and_no_further() -> None:
    tree = msg_tree("0", "innermost", {"WO.docx": FORM})
    for level in range(4):
        tree = msg_tree(str(level), "", {}, (tree,))
    found = msg_message(compound_file(tree), limits=Limits(nesting=2))
    assert found.messages[0].messages[0].messages == ()


@pytest.mark.parametrize(
    "content", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 5000]
)
def test_a_damaged_outlook_file_is_a_message_with_a_defect(content: bytes) -> None:
    assert msg_message(content).defects == ("The Outlook file (.msg) is damaged.",)


def test_a_winmail_dat_gives_its_files_under_their_long_names() -> None:
    found = tnef_attachments(tnef_stream({"Referral – WO.docx": FORM, "notes.txt": b"n"}))
    assert [(file.name, file.content) for file in found] == [("Referral – WO.docx", FORM), ("notes.txt", b"n")]


def test_a_winmail_dat_that_breaks_off_keeps_what_was_whole() -> None:
    stream = tnef_stream({"a.txt": b"one", "b.docx": FORM})
    cut = tnef(stream[:-900])
    assert not cut.whole
    assert [file.content for file in cut.files if file.content] == [b"one"]


def test_a_property_count_of_four_thousand_million_is_not_believed() -> None:
    stream = tnef_stream({"a.txt": b"one"}).replace(
        b"\x01\x00\x00\x00\x1f\x00\x07\x37", b"\xff\xff\xff\xff\x1f\x00\x07\x37"
    )
    assert [file.content for file in tnef(stream).files] == [b"one"]


@examples(200)
@given(at=st.integers(0, 700), value=st.integers(0, 255), length=st.integers(0, 900))
def test_no_winmail_dat_crashes_the_reader(at: int, value: int, length: int) -> None:
    stream = bytearray(tnef_stream({"Referral – WO.docx": FORM[:300], "b.txt": b"x" * 40}, body="Words"))
    stream[at % len(stream)] = value
    tnef_attachments(bytes(stream[: length or None]))


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        ("IPM.Schedule.Meeting.Resp.Pos", "REPLY"),
        ("IPM.Schedule.Meeting.Request", "REQUEST"),
        ("IPM.Schedule.Meeting.Canceled", "CANCEL"),
        ("IPM.Microsoft Schedule.MtgReq", "REQUEST"),
        ("IPM.Microsoft Schedule.MtgRespN", "REPLY"),
        ("IPM.Note", ""),
    ],
)
def test_a_meeting_is_known_by_its_class(kind: str, method: str) -> None:
    assert understood_class(message(b""), kind).calendar_method == method


@pytest.mark.parametrize(
    ("kind", "report", "action"),
    [
        ("REPORT.IPM.Note.IPNRN", "disposition-notification", "displayed"),
        ("REPORT.IPM.Note.IPNNRN", "disposition-notification", "deleted"),
        ("REPORT.IPM.Note.NDR", "delivery-status", "failed"),
        ("REPORT.IPM.Note.DR", "delivery-status", "delivered"),
        ("REPORT.IPM.Note.Delayed.DR", "delivery-status", "delayed"),
    ],
)
def test_a_report_is_known_by_its_class(kind: str, report: str, action: str) -> None:
    found = understood_class(message(b""), kind).report
    assert found is not None
    assert (found.kind, found.action) == (report, action)
