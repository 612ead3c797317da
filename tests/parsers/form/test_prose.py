"""Forms without tables, and answers that run over paragraphs."""

from form_pages import line, read, referral, table, values

from parsers.form.layout.answer import Answer


def test_questions_answered_on_their_line_or_below() -> None:
    found = referral(
        "**Initial Case Review Notification**",
        "**The child**",
        "**Child's name/identifier:** Seren Mabbutt",
        "**Date of birth:** 2nd January 2025",
        "**The incident**",
        "**Date of incident:** 22 October 2026",
        "**Circumstances of the case:**",
        "Seren was found in a cot.",
        "She weighed 6.1 kg.",
        "**Person making the notification**",
        "**Name:** Gareth Hale     **Designation:** Team Manager",
        "**Telephone:** 01632 960609",
    )
    assert values(found.children[0]) == {"name": "Seren Mabbutt", "dob": "2025-01-02"}
    assert values(found.incident) == {
        "date": "2026-10-22",
        "narrative": "Seren was found in a cot.\nShe weighed 6.1 kg.",
    }
    assert values(found.referrer) == {"name": "Gareth Hale", "role": "Team Manager", "phone": "01632 960609"}


def test_a_frame_below_a_question_holds_its_answer() -> None:
    found = referral(
        "**Rapid review referral**",
        "Name of child: Riley Ashdown",
        "Date of incident: 9/11/26",
        "**Please describe what happened**",
        table(["Riley fell.\nPolice came."]),
    )
    assert found.incident["narrative"].value == "Riley fell.\nPolice came."


def test_a_mail_pasted_into_a_story_stays_in_it() -> None:
    found = referral(
        "Serious Incident Referral Form",
        "Name of child: Riley Ashdown",
        "Date of birth: 3/4/2015",
        "Date of incident: 9/11/2026",
        "Circumstances of the case:",
        "He was seen in March.",
        "From: Health Visitor",
        "Subject: date of birth and address",
        "Name: wrong in our system. Date of birth: we have 09/09/2009.",
        "Then he fell.",
    )
    assert values(found.children[0]) == {"name": "Riley Ashdown", "dob": "2015-04-03"}
    assert str(found.incident["narrative"].value).endswith("Then he fell.")
    assert "09/09/2009" in str(found.incident["narrative"].value)


def test_signature_and_date_behind_it_are_not_the_date_of_referral() -> None:
    found = read(
        "**Case Review Referral**",
        "Name of child: Riley Ashdown",
        "Date of incident: 9/11/26",
        "Referrer: Jo Bloggs",
        "**Signed:** J Bloggs        **Date:** 12/11/2026",
    )
    assert found.referral is not None
    assert values(found.referral.referrer) == {"name": "Jo Bloggs", "signed_date": "2026-11-12"}
    assert "date" not in found.referral.referral


def answer(*texts: str) -> Answer:
    return Answer(tuple(line(text) for text in texts), "here")


def test_delete_as_appropriate_is_read_by_what_is_left_or_marked() -> None:
    assert answer("YES/~~NO~~", "Category neglect").text == "YES\nCategory neglect"
    assert answer("Yes / **__No__**").text == "No"
    assert answer("==Female== / Male / Other").text == "Female"
    assert answer("~~Yes~~ / No").text == "No"
    assert answer("No").text == "No"


def test_untouched_options_are_no_answer() -> None:
    for text in (
        "YES/NO",
        "Yes / No / Not known",
        "male / female",
        "known/suspected",
        "~~Yes~~ / ~~No~~",
        "[ ] Yes [ ] No",
    ):
        assert answer(text).text == ""
        assert not answer(text).filled


def test_boxes_stand_on_either_side_of_their_words() -> None:
    assert answer("[ ] Yes    [x] No").text == "No"
    assert answer("Female [ ]   Male [x]").text == "Male"
    assert answer("Known X    Suspected     No").text == "Known"
    assert answer("( ) Known   (•) Suspected   ( ) No").text == "Suspected"
    assert answer("[x] Yes  [ ] No   If yes, please give details: since May").text == "Yes\nsince May"


def test_a_tick_as_near_to_one_option_as_to_the_other_is_nobodys() -> None:
    assert answer("Yes ✓ No").choice is not None
    assert answer("Yes ✓ No").choice.chosen == ()  # type: ignore[union-attr]
    assert answer("Yes ✓    No").text == "Yes"


def test_struck_words_are_no_part_of_an_answer_and_stay_in_the_raw_text() -> None:
    found = answer("Riley ~~Ashton~~ Ashdown")
    assert found.text == "Riley Ashdown"
    assert found.raw == "Riley Ashton Ashdown"


def test_a_dash_parts_a_known_question_from_its_answer() -> None:
    lines = (
        "Child's name - Ada Quill-Marsh",
        "DOB - 3/4/15",
        "What happened - burns to both hands, mum says the kettle",
    )
    found = referral("Rapid Review Referral", *lines)
    child = values(found.children[0])
    assert (child["name"], child["dob"]) == ("Ada Quill-Marsh", "2015-04-03")
    assert values(found.incident)["narrative"] == "burns to both hands, mum says the kettle"
