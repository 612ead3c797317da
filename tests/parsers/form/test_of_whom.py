"""Whose an answer is where a question names somebody else."""

from form_pages import read, table

TITLE = "**Serious Incident Referral Form**"
CHILD = ["Name of child", "Ada Quill"]
BORN = ["Date of birth", "3/4/2019"]
SENDER = [["Name of referrer", "Lottie Vance"], ["Date of referral", "9/11/2026"]]


def test_a_parent_numbered_in_the_question_is_family_in_the_part_about_the_child() -> None:
    rows = [CHILD, ["Parent or carer 1 - name", "Ruth Quill"], ["Parent or carer 1 - relationship to child", "Mother"]]
    found = read(TITLE, "**About the child**", table(*rows))
    assert found.referral is not None
    assert [each["name"].value for each in found.referral.family] == ["Ruth Quill"]
    assert found.referral.family[0]["relationship"].value == "Mother"
    assert "carer_at_incident" not in found.referral.children[0]


def test_a_line_manager_is_no_address() -> None:
    sender = [["Name", "Lottie Vance"], ["Agency", "Norwick Council"], ["Line manager", "Gareth Poole"]]
    found = read(TITLE, table(CHILD), "**Referrer**", table(*sender))
    assert found.referral is not None
    assert [name for name, field in found.referral.referrer.items() if "Poole" in field.raw] == []
    assert [(left.label, left.text) for left in found.unmapped] == [("Line manager", "Gareth Poole")]


def test_agencies_that_were_told_are_not_the_referrers() -> None:
    rows = [["Date of incident", "8/11/2026"], ["Other agencies informed", "Norwick Police, CAMHS"]]
    found = read(TITLE, table(CHILD, BORN, *SENDER), "**Incident**", table(*rows))
    assert found.referral is not None
    assert "agency" not in found.referral.referrer


def test_a_bare_yes_names_no_relative() -> None:
    rows = [["Are there other children in the home?", "Yes"]]
    found = read(TITLE, table(CHILD, BORN, *SENDER), "**Family**", table(*rows))
    assert found.referral is not None
    assert found.referral.family == ()


def test_a_kind_of_abuse_answers_which_is_suspected() -> None:
    found = read(TITLE, table(CHILD, ["What type of abuse or neglect is suspected?", "Physical abuse"]))
    assert found.referral is not None
    assert found.referral.incident["abuse_neglect"].value == "suspected"
