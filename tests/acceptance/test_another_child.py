"""Whatever a mail answers or names, no form changes the case of another child: whole passes on real servers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from month_post import REFERRALS
from office import Office, message
from put_back import kept

from pipeline.model import Attention
from scheduler.demo.people import type_into
from scheduler.demo.servers import SentMail
from scheduler.office import office_of
from scheduler.replay import replayed

# The path of the builders is put in place by `month_post`.
from northshire import two_column  # isort: skip
from mail_builders import bodies, multipart, outlook, outlook_file  # isort: skip

MORNING = datetime(2026, 12, 16, 9, 0, tzinfo=UTC)
LATER = MORNING + timedelta(hours=2)
EVENING = LATER + timedelta(hours=2)
FIRST = REFERRALS["B"]
OTHER = FIRST | {
    "name": "MARCHBANK, Isolde",
    "dob": "11/09/2024",
    "sex": "Female",
    "nhs": "999 471 2098",
    "incident": "15/12/2026",
    "outcome": "has died",
    "narrative": "Isolde was found at the foot of the stairs.",
    "address": "8 Cooperage Yard, Haverstoke NX3 4PL",
}
SPELT = FIRST | {"name": "QUENNEL, Thadeus", "nhs": ""}
TWIN = FIRST | {"name": "QUENNELL, Tobias", "nhs": "999 471 2098"}
NAMELESS = FIRST | {"name": "", "dob": "", "nhs": ""}
CORRECTED = FIRST | {"ethnicity": "White Irish"}


Form = dict[str, Any] | bytes
"""The answers on a form, or the whole of one."""


def sent_in(form: Form, at: datetime, *, also: tuple[Form, ...] = (), **how: str) -> bytes:
    """A mail with a filled-in `form`, and each of `also`; `how` are its words and headers."""
    boundary = f"_004_LO2P123MB{at:%H%M}_"
    said = how.get("text", "Please find the form attached.")
    files = (
        outlook_file(f"Form {number}.docx", each if isinstance(each, bytes) else two_column(each), at=at)
        for number, each in enumerate((form, *also), start=1)
    )
    text = f"Good morning\n\n{said}\n\n{FIRST['referrer']}"
    return outlook(
        multipart("mixed", boundary, bodies(text, boundary=boundary.replace("_004_", "_000_")), *files),
        name=FIRST["referrer"],
        sender=how.get("sender", FIRST["email"]),
        subject=how.get("subject", "Serious incident referral"),
        at=at,
        message_id=how.get("message_id"),
        more=how.get("more", ""),
    )


@kept
def opened(office: Office) -> Office:
    """An office with one case, whose sender was acknowledged."""
    office.has_partner(FIRST["email"].partition("@")[2])
    office.deliver(sent_in(FIRST, MORNING, message_id="<one.form@saltmarsh-primary.example>"), MORNING)
    assert office.make_pass(MORNING).faults == []
    assert list(cases(office)) == ["NSH-2026-001"]
    return office


def cases(office: Office) -> dict[str, dict[str, object]]:
    """What now holds in each case."""
    with office.journal() as journal:
        return {
            case.ref: {fact.name: case.value(fact.name) for fact in case.facts if not fact.subject}
            for case in journal.casebook.cases()
        }


def shown(office: Office) -> dict[str, str]:
    """The words that stand under Needs attention, by case."""
    found: dict[str, str] = {}
    with office.journal() as journal:
        for item in journal.casebook.attention():
            found[item.case_ref] = f"{found.get(item.case_ref, '')} {item.what} {item.why}"
    return found


def thanks(office: Office) -> list[SentMail]:
    return [mail for mail in office.servers.sent if "We have received" in message(mail.raw).subject]


def answering(office: Office) -> dict[str, str]:
    ours = message(thanks(office)[-1].raw)
    return {"subject": f"RE: {ours.subject}", "more": f"In-Reply-To: {ours.message_id}\nReferences: {ours.message_id}"}


def pointing(office: Office, way: str) -> dict[str, str]:
    """The ways in which a mail points to the first case."""
    return {
        "a reply in the thread": answering(office),
        "a reference in the subject": {"subject": "[NSH-2026-001] referral"},
        "the same Message-ID": {"message_id": "<one.form@saltmarsh-primary.example>", "subject": "Referral"},
        "a reply that calls itself corrected": answering(office) | {"text": "Here is the corrected form."},
        "a reply that only chats": answering(office) | {"text": "Thanks, I will ask the ward."},
        "a reply of a stranger": answering(office) | {"sender": "ds@northshire-police.example"},
        "the reference in the words": {"text": "See the form attached, our case NSH-2026-001."},
        "a forward by a colleague": {
            "sender": "office@saltmarsh-primary.example",
            "subject": f"FW: {answering(office)['subject'].removeprefix('RE: ')}",
            "text": FORWARDED,
        },
    }[way]


FORWARDED = f"""For you, from our head.

From: {FIRST["referrer"]} <{FIRST["email"]}>
Sent: 16 December 2026 09:00
To: referrals@northshire.example
Subject: Serious incident referral

Please find the form attached."""


WAYS = (
    "a reply in the thread",
    "a reference in the subject",
    "the same Message-ID",
    "a reply that calls itself corrected",
    "a reply that only chats",
    "a reply of a stranger",
    "the reference in the words",
    "a forward by a colleague",
)


@pytest.mark.parametrize("way", WAYS)
def test_a_form_on_another_child_is_a_case_of_its_own_and_shown_on_both(opened: Office, way: str) -> None:
    before = cases(opened)["NSH-2026-001"]
    opened.deliver(sent_in(OTHER, LATER, **pointing(opened, way)), LATER)
    assert opened.make_pass(LATER).faults == []
    after = cases(opened)
    assert list(after) == ["NSH-2026-001", "NSH-2026-002"]
    assert after["NSH-2026-001"] == before
    assert (after["NSH-2026-002"]["child"], after["NSH-2026-002"]["outcome"]) == ("IM", "died")
    assert "NSH-2026-002" in shown(opened)["NSH-2026-001"]
    assert "NSH-2026-001" in shown(opened)["NSH-2026-002"]
    assert "received your referral" in message(thanks(opened)[-1].raw).subject
    assert "NSH-2026-002" in message(thanks(opened)[-1].raw).text


@pytest.mark.parametrize("form", [SPELT, TWIN, NAMELESS], ids=["another spelling", "a twin", "no child"])
@pytest.mark.parametrize("way", WAYS[:4])
def test_a_form_that_agrees_only_in_part_moves_nothing_and_is_put_to_a_person(
    opened: Office, way: str, form: dict[str, Any]
) -> None:
    before = cases(opened)
    opened.deliver(sent_in(form, LATER, **pointing(opened, way)), LATER)
    assert opened.make_pass(LATER).faults == []
    assert cases(opened) == before
    assert "may be about the child" in shown(opened)["NSH-2026-001"]
    assert len(opened.servers.mails("Needs attention")) == 1


@pytest.mark.parametrize("way", WAYS[:4])
def test_a_corrected_form_on_the_same_child_updates_its_case(opened: Office, way: str) -> None:
    opened.deliver(sent_in(CORRECTED, LATER, **pointing(opened, way)), LATER)
    opened.make_pass(LATER)
    assert list(cases(opened)) == ["NSH-2026-001"]
    assert cases(opened)["NSH-2026-001"]["ethnicity"] == "White Irish"


@pytest.mark.parametrize("way", ["a reply of a stranger", "a forward by a colleague"])
def test_a_strangers_form_on_the_same_child_changes_nothing_by_itself(opened: Office, way: str) -> None:
    before = cases(opened)
    opened.deliver(sent_in(CORRECTED, LATER, **pointing(opened, way)), LATER)
    assert opened.make_pass(LATER).faults == []
    assert cases(opened) == before
    assert [item.case_ref for item in proposed(opened)] == ["NSH-2026-001"]


def test_a_file_that_the_case_holds_draws_no_other_child_to_it(opened: Office) -> None:
    before = cases(opened)["NSH-2026-001"]
    opened.deliver(sent_in(OTHER, LATER, also=(FIRST,), subject="Two forms"), LATER)
    assert opened.make_pass(LATER).faults == []
    assert [case["child"] for case in cases(opened).values()] == ["TQ", "IM"]
    assert cases(opened)["NSH-2026-001"] == before


def test_a_form_that_names_the_children_of_two_cases_goes_to_both(opened: Office) -> None:
    opened.deliver(sent_in(OTHER, LATER, subject="Another referral"), LATER)
    opened.make_pass(LATER)
    both_corrected = (OTHER | {"ethnicity": "Indian"}, CORRECTED)
    opened.deliver(sent_in(both_corrected[0], EVENING, also=both_corrected[1:], **answering(opened)), EVENING)
    assert opened.make_pass(EVENING).faults == []
    assert [case["ethnicity"] for case in cases(opened).values()] == ["White Irish", "Indian"]


def test_a_form_with_the_birth_date_that_was_asked_for_updates_its_case(office: Office) -> None:
    office.has_partner("saltmarsh-primary.example")
    office.deliver(sent_in(FIRST | {"dob": "", "nhs": ""}, MORNING), MORNING)
    office.make_pass(MORNING)
    office.deliver(sent_in(FIRST, LATER, **answering(office)), LATER)
    office.make_pass(LATER)
    assert list(cases(office)) == ["NSH-2026-001"]
    assert cases(office)["NSH-2026-001"]["age_at_incident"] == "8 years"
    # What the later form added holds against the next one.
    office.deliver(sent_in(FIRST | {"dob": "30/07/2010", "nhs": ""}, EVENING, **answering(office)), EVENING)
    office.make_pass(EVENING)
    assert cases(office)["NSH-2026-001"]["age_at_incident"] == "8 years"


def test_two_forms_in_one_reply_go_each_to_its_own_child(opened: Office) -> None:
    opened.deliver(sent_in(OTHER, LATER, also=(CORRECTED,), **answering(opened)), LATER)
    opened.make_pass(LATER)
    after = cases(opened)
    assert (after["NSH-2026-001"]["child"], after["NSH-2026-001"]["ethnicity"]) == ("TQ", "White Irish")
    assert (after["NSH-2026-002"]["child"], after["NSH-2026-002"]["ethnicity"]) == ("IM", "White British")
    assert all("NSH-2026-001, NSH-2026-002" in words or "NSH-2026-002, NSH-2026-001" in words for words in both(opened))


@pytest.mark.parametrize("first", [True, False], ids=["its form first", "its form last"])
def test_a_siblings_form_beside_the_childs_own_says_nothing_of_the_child(opened: Office, first: bool) -> None:
    sibling = FIRST | {"name": "QUENNELL, Beatrix", "dob": "02/02/2021", "nhs": "", "outcome": "has died"}
    forms = (sibling, CORRECTED) if first else (CORRECTED, sibling)
    opened.deliver(sent_in(forms[0], LATER, also=forms[1:], **answering(opened)), LATER)
    opened.make_pass(LATER)
    after = cases(opened)
    held = after["NSH-2026-001"]
    assert (held["child"], held["outcome"], held["ethnicity"]) == ("TQ", "seriously harmed", "White Irish")
    assert (after["NSH-2026-002"]["child"], after["NSH-2026-002"]["outcome"]) == ("BQ", "died")
    assert all("NSH-2026-002" in words for words in both(opened))


@pytest.mark.parametrize("first", [True, False], ids=["its form first", "its form last"])
def test_a_twins_form_beside_the_childs_own_says_nothing_of_the_child(opened: Office, first: bool) -> None:
    forms = (TWIN | {"outcome": "has died"}, CORRECTED) if first else (CORRECTED, TWIN | {"outcome": "has died"})
    opened.deliver(sent_in(forms[0], LATER, also=forms[1:], **answering(opened)), LATER)
    opened.make_pass(LATER)
    (held,) = cases(opened).values()
    assert (held["child"], held["outcome"], held["ethnicity"]) == ("TQ", "seriously harmed", "White Irish")
    assert "names children beside those of NSH-2026-001" in shown(opened)["NSH-2026-001"]


POLICE = "ds@northshire-police.example"


@pytest.mark.parametrize(("choice", "holds"), [("yes", "White Irish"), ("no", "White British")])
@pytest.mark.parametrize("words", ["Please find our referral attached.", "Here is the updated form."])
def test_a_child_referred_again_by_another_agency_is_a_second_referral_of_its_case(
    opened: Office, words: str, choice: str, holds: str
) -> None:
    before = cases(opened)
    opened.deliver(sent_in(CORRECTED, LATER, sender=POLICE, subject="A child", text=words), LATER)
    assert opened.make_pass(LATER).faults == []
    assert cases(opened) == before
    (item,) = proposed(opened)
    assert item.case_ref == "NSH-2026-001" and "is not known to this case" in item.why
    answer = message(thanks(opened)[-1].raw)
    assert answer.recipients[0].address == POLICE and "NSH-2026-001" in answer.text
    type_into(opened.tracker, "Needs attention", cells={item.id: {"Accept": choice}})
    assert opened.make_pass(EVENING).faults == []
    (held,) = cases(opened).values()
    assert held["ethnicity"] == holds


def proposed(office: Office) -> list[Attention]:
    with office.journal() as journal:
        return [item for item in journal.casebook.attention() if item.id.startswith("proposal:")]


def both(office: Office) -> tuple[str, str]:
    return shown(office)["NSH-2026-001"], shown(office)["NSH-2026-002"]


def test_the_same_form_of_the_second_child_under_the_first_reference_stays_with_the_second(opened: Office) -> None:
    opened.deliver(sent_in(OTHER, LATER, subject="Another referral"), LATER)
    opened.make_pass(LATER)
    before = cases(opened)
    opened.deliver(sent_in(OTHER, EVENING, subject="[NSH-2026-001] referral"), EVENING)
    opened.make_pass(EVENING)
    assert cases(opened) == before


def test_a_form_that_only_hung_on_a_conversation_does_not_make_its_child_the_cases(opened: Office) -> None:
    opened.deliver(sent_in(SPELT, LATER, **answering(opened) | {"text": "Thanks, I will ask the ward."}), LATER)
    opened.make_pass(LATER)
    before = cases(opened)
    opened.deliver(sent_in(SPELT, EVENING, **answering(opened)), EVENING)
    opened.make_pass(EVENING)
    assert cases(opened) == before
    assert "may be about the child" in shown(opened)["NSH-2026-001"]


def test_a_number_that_is_another_childs_moves_nothing(opened: Office) -> None:
    before = cases(opened)
    opened.deliver(sent_in(OTHER | {"nhs": FIRST["nhs"]}, LATER, subject="Another referral"), LATER)
    opened.make_pass(LATER)
    assert cases(opened) == before
    assert "may be about the child" in shown(opened)["NSH-2026-001"]


def test_a_mail_on_two_children_that_is_read_again_mixes_nothing_and_opens_nothing(office: Office) -> None:
    raw = sent_in(FIRST, MORNING, also=(OTHER,))
    office.deliver(raw, MORNING)
    office.make_pass(MORNING)
    before = cases(office)
    assert [case["child"] for case in before.values()] == ["TQ", "IM"]
    office.servers.deliver(raw, "Retry")
    assert office.make_pass(LATER).counts["mails read again"] == 1
    assert cases(office) == before


def test_a_form_on_another_child_that_is_read_again_changes_nothing(opened: Office) -> None:
    raw = sent_in(OTHER, LATER, **answering(opened))
    opened.deliver(raw, LATER)
    opened.make_pass(LATER)
    before = opened.standing()
    opened.servers.deliver(raw, "Retry")
    assert opened.make_pass(EVENING).counts["mails read again"] == 1
    after = opened.standing()
    assert (after["cases"], after["attention"], after["sent"]) == (
        before["cases"],
        before["attention"],
        before["sent"],
    )


@pytest.mark.parametrize("how", [{"text": "As promised."}, {"subject": "FW: Serious incident referral"}])
def test_the_very_form_once_more_undoes_nothing_that_came_after_it(opened: Office, how: dict[str, str]) -> None:
    opened.deliver(sent_in(CORRECTED, LATER, **answering(opened)), LATER)
    opened.make_pass(LATER)
    before = cases(opened)
    opened.deliver(sent_in(FIRST, EVENING, **how), EVENING)
    assert opened.make_pass(EVENING).faults == []
    assert cases(opened) == before
    assert cases(opened)["NSH-2026-001"]["ethnicity"] == "White Irish"


def test_an_older_form_that_comes_late_fills_gaps_and_overwrites_nothing(office: Office) -> None:
    newer = FIRST | {"ethnicity": "White Irish", "carer": ""}
    office.deliver(sent_in(newer, MORNING, message_id="<new@saltmarsh-primary.example>"), MORNING)
    office.make_pass(MORNING)
    early = MORNING - timedelta(days=1)
    office.deliver(sent_in(FIRST, early, message_id="<old@saltmarsh-primary.example>"), early)
    assert office.make_pass(LATER).faults == []
    assert cases(office)["NSH-2026-001"]["ethnicity"] == "White Irish"
    assert "came before a form of this case" in shown(office)["NSH-2026-001"]


def test_a_replayed_mail_is_compared_with_what_that_very_mail_gave(opened: Office) -> None:
    opened.deliver(sent_in(CORRECTED, LATER, subject="Updated form NSH-2026-001"), LATER)
    opened.make_pass(LATER)
    with opened.journal() as journal:
        first, last = sorted(journal.mails.decided(), key=lambda mail: mail.received_at)
        for mail in (first, last):
            assert tuple(replayed(office_of(opened.config), journal, named=mail.sha256)) == ()
