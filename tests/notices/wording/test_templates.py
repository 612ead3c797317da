"""Subjects, greetings and templates: marked in front, on one line, safe, and found out when broken."""

import email
import re
from pathlib import Path

import pytest

from pipeline.errors import TemplateInvalid
from pipeline.model import MailKind, NoticeKind, ReasonCode
from pipeline.notices.all_due import notices
from pipeline.notices.model import Mail, Notice
from pipeline.notices.samples.preview import faults
from pipeline.notices.samples.sampled import sample_notices
from pipeline.notices.wording.mime import message_bytes
from pipeline.notices.wording.templates import PACKAGED, environment, full_subject, mail, one_line
from pipeline.settings import Settings
from tests.notices.build import PACKAGED_TEMPLATES, REF, arrival, at, office, situation

OFFICE = office()


def acknowledgement(**more: object) -> Notice:
    return next(
        n
        for n in notices(situation("2026-03-02T09:00", arrivals=(arrival(**more),)))
        if n.key.kind is NoticeKind.ACKNOWLEDGEMENT
    )


def written(notice: Notice, *, settings: Settings = OFFICE, folder: Path | None = None) -> Mail:
    templates = environment(folder) if folder else PACKAGED_TEMPLATES
    return mail(notice, settings=settings, now=at("2026-03-02T09:00"), environment=templates, secret="a secret")


def test_every_packaged_template_can_be_rendered() -> None:
    assert faults(OFFICE, environment=environment(None)) == ()


def test_every_template_is_shown_by_a_sample() -> None:
    shown = {notice.template or notice.key.kind.value for notice in sample_notices(OFFICE).values()}
    frame = {"layout", "parts", "preview"}
    assert {path.stem for path in (PACKAGED / "mail").glob("*.html")} - frame == shown
    assert {path.stem for path in (PACKAGED / "mail").glob("*.txt")} - frame == shown


def test_a_question_is_shown_at_each_of_its_steps_as_the_office_and_as_others_read_it() -> None:
    steps = {name for name in sample_notices(OFFICE) if name.startswith("question")}
    assert steps == {
        *("question-opened", "question-awareness-outside", "question-to-open"),
        *("question-on-the-day", "question-on-the-day-outside"),
        *("question-unanswered", "question-unanswered-outside"),
    }


def test_the_samples_do_not_depend_on_the_offices_modes_or_hours() -> None:
    narrow = office(
        '[notices]\nfrom_time = "12:00"\nto_time = "12:30"\n[notices.modes]\nagency_request = "hold"\n[outgoing]\nallowed_domains = ["council.example"]\n'
    )
    assert set(sample_notices(narrow)) == set(sample_notices(OFFICE))


def test_the_meaning_stands_first_then_the_marking_then_the_reference() -> None:
    assert written(acknowledgement()).subject == f"We have received your referral [OFFICIAL-SENSITIVE] [{REF}]"
    assert written(acknowledgement(marking="SECRET")).subject.endswith(f" [SECRET] [{REF}]")
    plain = office('marking = ""\n')
    assert written(acknowledgement(), settings=plain).subject == f"We have received your referral [{REF}]"
    gateway = office("[notices]\nmarking_first = true\n")
    expected = f"[OFFICIAL-SENSITIVE] We have received your referral [{REF}]"
    assert written(acknowledgement(), settings=gateway).subject == expected


@pytest.mark.parametrize("marking_first", [False, True])
@pytest.mark.parametrize("marking", ["", "OFFICIAL", "OFFICIAL-SENSITIVE PERSONAL"])
@pytest.mark.parametrize(
    "words", ["Rapid review due today", "word " * 30, "Report to the partners overdue, 3 more, 2 questions"]
)
def test_a_subject_keeps_the_whole_marking_within_78_characters(words: str, marking: str, marking_first: bool) -> None:
    refs = [f"NSP-2026-000{number}" for number in range(1, 6)]
    found = full_subject(words, marking=marking, refs=refs, marking_first=marking_first)
    assert len(found) <= 78
    assert f"[{marking}]" in found if marking else "[]" not in found
    mark = f"[{marking}] " if marking and marking_first else ""
    assert found.startswith(f"{mark}{words[:20]}")
    # The references come in their order, as many as there is room for.
    shown = re.findall(r"NSP-2026-000\d", found)
    assert shown == refs[: len(shown)]
    assert len(found) + len(" [NSP-2026-0001]") > 78


def test_an_acknowledgement_asks_why_the_criteria_are_met_in_one_line_and_only_where_no_form_says() -> None:
    asked, unasked = written(acknowledgement(reason_wanted=True)), written(acknowledgement())
    why = "why you believe that the case meets the criteria"
    assert all(text.count(why) == 1 for text in (asked.text, asked.html))
    assert "every question" not in asked.text and why not in unasked.text and "every question" in unasked.text
    assert why in written(acknowledgement(reason_wanted=True, missing=("incident.narrative",))).text


def test_a_missing_file_is_asked_for_in_words_for_that_fault() -> None:
    known = situation(
        "2026-03-02T09:00",
        arrivals=(arrival(kind=MailKind.NEEDS_PERSON, reason_code=ReasonCode.ATTACHMENT_MISSING),),
    )
    found = written(next(n for n in notices(known) if n.key.kind is NoticeKind.SEND_AGAIN))
    assert "nothing was attached" in found.subject
    assert all("nothing was attached to it" in text and "Attach the form" in text for text in (found.text, found.html))
    assert "could not read" not in found.text and "could not open" not in found.text


def test_an_acknowledgement_says_what_the_sender_needs_and_no_more() -> None:
    found = written(acknowledgement(missing=("incident.narrative",), received="2026-03-02T08:30"))
    for words in (found.text, found.html):
        assert REF in words
        assert "Mon 2 March 2026, 08:30" in words
        assert "what happened" in words
        assert "01632 960100" in words
        assert "not for a child in immediate danger" in words.lower()
    assert dict(found.headers)["Auto-Submitted"] == "auto-replied"
    assert dict(found.headers)["In-Reply-To"] == "<1@health.example>"


@pytest.mark.parametrize(
    "kind", [MailKind.UPDATE, MailKind.AGENCY_RETURN, MailKind.NEEDS_PERSON, MailKind.NOT_A_REFERRAL]
)
def test_each_kind_of_mail_is_thanked_for_by_its_name(kind: MailKind) -> None:
    found = written(acknowledgement(kind=kind))
    expected = {MailKind.UPDATE: "updated form", MailKind.AGENCY_RETURN: "return"}.get(kind, "message")
    assert f"Your {expected} reached us" in found.text
    assert f"Your {expected} reached us" in found.html


def test_only_answers_are_auto_replied_and_urgent_alerts_are_of_high_importance() -> None:
    found = {name: dict(written(notice).headers) for name, notice in sample_notices(OFFICE).items()}
    for name, headers in found.items():
        answering = name.startswith(("acknowledgement", "send-again"))
        assert headers["Auto-Submitted"] == ("auto-replied" if answering else "auto-generated")
        assert headers["X-Auto-Response-Suppress"] == "All"
        assert ("Importance" in headers) is name.startswith("alert-urgent")


def test_every_html_is_whole_and_reads_without_pictures_or_scripts() -> None:
    for name, notice in sample_notices(OFFICE).items():
        html = written(notice).html
        assert html.startswith("<!DOCTYPE html>"), name
        assert not re.search(r"<(img|script|link|iframe|form|style)\b|url\(", html), name
        assert 'lang="en-GB"' in html
        assert "max-width:600px" in html
        for tag in ("table", "tr", "td", "p", "ul", "li", "b", "span", "div"):
            assert len(re.findall(rf"<{tag}[\s>]", html)) == html.count(f"</{tag}>"), (name, tag)


def test_every_text_says_the_same_dates_and_references_as_its_html() -> None:
    for name, notice in sample_notices(OFFICE).items():
        found = written(notice)
        plain = re.sub(r"<[^>]+>", " ", found.html.partition("<body")[2]).replace("&#39;", "'")
        for pattern in (r"NSP-\d{4}-\d{4}", r"\w{3} \d{1,2} \w+ 2026"):
            assert set(re.findall(pattern, found.text)) == set(re.findall(pattern, plain)), name


def test_a_name_or_an_agency_cannot_break_out_of_the_html() -> None:
    known = arrival()
    evil = acknowledgement()
    notice = Notice(key=evil.key, recipient_name='<b>x</b><a href="http://y.example">', words=evil.words)
    found = written(notice)
    assert "<b>x</b>" not in found.html
    assert "&lt;b&gt;x&lt;/b&gt;" in found.html
    assert known.sender.name


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Perpetua Lindqvist", "Perpetua Lindqvist"),
        ("KETTERIDGE, Bryony (HAVERSTOKE HOSPITALS NHS FOUNDATION TRUST)", "Bryony Ketteridge"),
        ("O'DOWD-ÅGÅRD, Siân", "Siân O'Dowd-Ågård"),
        ("Detective superintendent, public protection", "Detective superintendent, public protection"),
        ("Anstice (QUAY LANE SURGERY)", "Anstice"),
    ],
)
def test_a_sender_is_greeted_by_name_as_people_write_it(name: str, greeted: str) -> None:
    evil = acknowledgement()
    assert f"Dear {greeted}," in written(Notice(key=evil.key, recipient_name=name, words=evil.words)).text


@pytest.mark.parametrize(
    ("front_door", "said"),
    [
        ("01632 960100", "ring 999, or the front door of children's services: 01632 960100."),
        ("01632 999100", "ring 999, or the front door of children's services: 01632 999100."),
        ("999", "ring 999."),
        ("Northshire front door 01632 960100, or 999", "ring Northshire front door 01632 960100, or 999."),
    ],
)
def test_whom_to_ring_always_names_999_once(front_door: str, said: str) -> None:
    settings = office().model_copy(update={"office": OFFICE.office.model_copy(update={"front_door": front_door})})
    assert said in written(acknowledgement(), settings=settings).text


@pytest.mark.parametrize("name", ["nurse@health.example", "word " * 20, ""])
def test_a_display_name_that_is_no_name_is_not_greeted(name: str) -> None:
    evil = acknowledgement()
    assert "Dear colleague," in written(Notice(key=evil.key, recipient_name=name, words=evil.words)).text


def test_a_subject_is_one_line_whatever_the_template_says() -> None:
    assert one_line("a\r\nBcc: x@y.example\t\x00 b  c\u2028d") == "a Bcc: x@y.example b c d"


def office_template(folder: Path, name: str, text: str) -> Path:
    (folder / "mail").mkdir(exist_ok=True)
    (folder / "mail" / name).write_text(text, encoding="utf-8")
    return folder


def test_the_office_replaces_one_template_and_keeps_the_others(tmp_path: Path) -> None:
    folder = office_template(tmp_path, "acknowledgement.txt", "Subject: Diolch {{ case_ref }}\n\nDiolch yn fawr.\n")
    found = written(acknowledgement(), folder=folder)
    assert found.subject == f"Diolch {REF} [OFFICIAL-SENSITIVE] [{REF}]"
    assert found.text == "Diolch yn fawr.\n"
    assert faults(OFFICE, environment=environment(folder)) == ()


def test_a_text_of_the_office_s_own_is_not_hidden_behind_the_shipped_page(tmp_path: Path) -> None:
    folder = office_template(tmp_path, "acknowledgement.txt", "Subject: Diolch {{ case_ref }}\n\nDiolch yn fawr.\n")
    assert written(acknowledgement(), folder=folder).html == ""
    kinds = [
        part.get_content_type()
        for part in email.message_from_bytes(message_bytes(written(acknowledgement(), folder=folder))).walk()
    ]
    assert kinds == ["text/plain"]
    office_template(tmp_path, "acknowledgement.html", "<p>Diolch yn fawr, {{ recipient_name }}.</p>")
    assert written(acknowledgement(), folder=folder).html.startswith("<p>Diolch yn fawr, ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Subject: x\n{{ nothing_of_that_name }}", "nothing_of_that_name"),
        ("Subject: x\n{% if %}", "line 2"),
        ("Subject: x\n{{ 1 / 0 }}", "division"),
        ("Subject: x\n{{ ''.__class__.__mro__ }}", "__class__"),
        ("Subject: x\n{{ missing.append('x') }}", "append"),
        ("Subject: x\n{% for n in range(10000000) %}x{% endfor %}", "Range"),
        ("Subject: x\n{{ case_ref | no_such_filter }}", "no_such_filter"),
        ("No subject here", "Subject"),
    ],
)
def test_a_broken_template_is_found_before_anything_is_sent(tmp_path: Path, text: str, said: str) -> None:
    folder = office_template(tmp_path, "acknowledgement.txt", text)
    with pytest.raises(TemplateInvalid) as fault:
        written(acknowledgement(missing=("incident.narrative",)), folder=folder)
    assert said in str(fault.value)
    (found,) = {line.partition(":")[0] for line in faults(OFFICE, environment=environment(folder))} or {""}
    assert "acknowledgement.txt" in found


def test_a_template_saved_in_another_encoding_is_said_so(tmp_path: Path) -> None:
    folder = office_template(tmp_path, "acknowledgement.txt", "")
    (folder / "mail" / "acknowledgement.txt").write_bytes("Subject: é\n".encode("cp1252"))
    with pytest.raises(TemplateInvalid):
        written(acknowledgement(), folder=folder)
