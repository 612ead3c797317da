"""Danger now is told from danger past, denied, quoted or about a room."""

from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest

from pipeline.model import Band, FormKind
from pipeline.settings import Intake
from tests.intake.build import OWN, answer, decided, form, mail
from tests.soak import TIMES

HERE = Path(__file__).parents[1]


def lines(name: str) -> list[str]:
    kept = (line.strip() for line in (HERE / name).read_text(encoding="utf-8").splitlines())
    return [line for line in kept if line and not line.startswith("#")]


@pytest.mark.parametrize("text", lines("urgent_texts.txt"))
def test_danger_now_is_urgent(text: str) -> None:
    assert decided(mail(text, subject="Query")).urgent


@pytest.mark.parametrize("text", lines("calm_texts.txt"))
def test_no_danger_now_is_not_urgent(text: str) -> None:
    assert not decided(mail(text, subject="Query")).urgent


@pytest.mark.parametrize("process", ["marf", "mash", "rf1", "safer", "lado", ""])
def test_a_form_that_asks_for_protection_is_urgent_whatever_the_mail_says(process: str) -> None:
    found = decided(mail("Please find attached."), form(FormKind.OTHER_FORM, process=process))
    assert (found.kind, found.urgent) == ("needs_person", True)


@pytest.mark.parametrize("process", ["sar", "cdop", "conference-report"])
def test_a_form_of_a_process_without_haste_is_not_urgent(process: str) -> None:
    assert not decided(mail("Please find attached."), form(FormKind.OTHER_FORM, process=process)).urgent


@pytest.mark.parametrize("kind", [FormKind.UNREADABLE, FormKind.NOT_A_FORM, FormKind.REFERRAL])
def test_a_protection_form_that_was_not_known_for_one_is_urgent_by_its_name(kind: FormKind) -> None:
    assert decided(mail("Attached."), form(kind, file="MARF_OG scan.pdf", code="scanned")).urgent
    assert not decided(mail("Attached."), form(kind, file="Marfield school.pdf", code="scanned")).urgent


def test_a_referral_of_past_harm_is_not_urgent_by_itself_and_the_senders_words_make_it_so() -> None:
    assert not decided(mail("Please find attached."), form(name="A B")).urgent
    assert decided(mail("Attached. His sister is still in the house with him."), form(name="A B")).urgent


@pytest.mark.parametrize(
    "text",
    [
        "Thanks.||> If a child is at immediate risk call 999.",
        "Thanks.||From: R <r@x.example>|Sent: 8 July|To: J|Subject: x||The baby is alone now.",
        "Thanks.||Kind regards|Jo|A child in immediate danger? Call 999.",
    ],
)
def test_quotations_and_signatures_are_not_looked_at(text: str) -> None:
    assert not decided(mail(text, subject="RE: [NSP-2026-0007] x")).urgent


def test_what_is_passed_on_counts_unless_it_is_our_own() -> None:
    below = "From: {} <{}>|Sent: 8 July|To: J|Subject: x||A child is in immediate danger."
    assert decided(mail("For you.||" + below.format("M", "m@x.example"), subject="FW: x")).urgent
    assert not decided(mail("For you.||" + below.format("R", OWN), subject="FW: x")).urgent


def test_an_attached_mail_counts_unless_it_is_our_own() -> None:
    raw = "--b|Content-Type: message/rfc822||From: {}|Subject: x||She says he will kill her tonight.|--b--|"
    kind = 'Content-Type: multipart/mixed; boundary="b"'
    assert decided(mail(raw.format("m@x.example"), kind)).urgent
    assert not decided(mail(raw.format(OWN), kind)).urgent


def test_an_offices_own_words_are_urgent_unless_denied() -> None:
    words = Intake(urgent_words=("county lines",))
    assert decided(mail("He is being used by county lines."), words=words).urgent
    assert not decided(mail("There is no sign of county lines."), words=words).urgent


def test_importance_counts_from_a_stranger_who_writes_of_a_child_and_not_from_a_partner() -> None:
    marked = mail("Could you ring about the boy I told you of.", "Importance: high")
    assert decided(marked).urgent
    assert not decided(marked, words=Intake(partner_domains=("saltmarsh.sch.example",))).urgent


def test_a_subject_counts_but_not_that_of_a_reply_to_us() -> None:
    assert decided(mail("", subject="child in immediate danger")).urgent
    assert not decided(mail("Noted.", subject="RE: [NSP-2026-0007] child in immediate danger")).urgent


def test_the_words_of_a_form_in_the_body_are_not_danger_now() -> None:
    text = "Form below.||Circumstances: he is missing from home and still in the house with him"
    few_lines = form(file="body", narrative="he is missing from home and still in the house with him")
    of_a_form = replace(few_lines, referral=replace(few_lines.understood, referrer={"name": answer("Jo Marsh")}))
    assert not decided(mail(text), of_a_form).urgent
    # Who types a few lines in a hurry, and not who refers, may tell of now.
    assert decided(mail(text), few_lines).urgent


def test_the_title_of_a_mail_that_brings_a_form_is_no_doubt() -> None:
    attached = form(name="A B")
    assert decided(mail("Please find the form attached.", subject="A second child"), attached).band is Band.CALM
    told = mail("The little ones are with him at the flat.", subject="A second child")
    assert decided(told, attached).band is not Band.CALM


def test_what_alarms_from_a_stranger_is_a_doubt_beside_a_form() -> None:
    text = "Father is in custody until his hearing at ten, and then he goes home where the twins are."
    assert decided(mail(text, subject="Query")).band is Band.ALARM
    assert decided(mail(text, subject="Query"), form(name="A B")).band is Band.CANNOT_RULE_OUT


@pytest.mark.soaked
@pytest.mark.parametrize(
    "piece", ["https://", "not at immediate risk ", "child is at home ", "_", "a@", "if the child ", '"']
)
def test_a_hostile_body_is_judged_in_seconds(piece: str) -> None:
    length = 25_000 if TIMES == 1 else 100_000
    began = process_time()
    decided(mail(piece * (length // len(piece)), sender="a" * length + "@x.example"))
    assert process_time() - began < length / 5_000
