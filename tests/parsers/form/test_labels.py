"""What printed labels and titles mean, and which are never a child's."""

import pytest

from parsers.form.vocabulary.labels import asked, section


@pytest.mark.parametrize(
    ("label", "group", "heads"),
    [
        ("Name Of Child", "children", ("name",)),
        ("Child/ren's name/s and dates of birth", "children", ("name", "dob")),
        ("Date of Birth of the child (DD/MM/YYYY)", "children", ("dob",)),
        ("D.O.B.", "", ("dob",)),
        ("Is/was subject to Child Protection Plan", "", ("cp_plan",)),
        ("REFERRER1", "referrer", ("name",)),
        ("Telephone number of person completing this form", "referrer", ("phone",)),
        ("AGENCY & DESIGNATION/TITLE", "", ("agency", "role")),
        ("CONTACT DETAILS – Address, telephone number and e-mail address", "", ("contact",)),
        ("5. Date of Referral:", "referral", ("date",)),
        ("1.1 BRIEF INFORMATION – what happened and how it came to light", "incident", ("narrative",)),
        ("Outcome (died / seriously harmed / other):", "incident", ("outcome",)),
        ("Known or suspected abuse or neglect", "incident", ("abuse_neglect",)),
        ("When did your agency first become aware of the incident?", "incident", ("agency_aware_date",)),
        ("Enw'r plentyn / Name of child", "children", ("name",)),
        ("Date and place of the incident", "incident", ("date", "time", "location")),
        ("What worries you about how agencies worked together?", "referral", ("interagency_concern",)),
    ],
)
def test_a_label_means_its_field_whatever_is_printed_round_it(label: str, group: str, heads: tuple[str, ...]) -> None:
    found = asked(label)
    assert found is not None
    assert (found.group, found.heads) == (group, heads)


@pytest.mark.parametrize(
    "label",
    [
        "Date of death of mother",
        "Date of birth of father",
        "Mother's name",
        "Name of school",
        "Name of social worker",
        "Headteacher's name",
        "Date referral received by the Partnership",
        "Name of alleged perpetrator",
        "Sibling's NHS number",
        "GP's telephone number",
    ],
)
def test_a_question_about_somebody_else_is_never_the_childs_own(label: str) -> None:
    found = asked(label)
    own = ("name", "dob", "date_of_death", "nhs_number", "home_address")
    assert found is None or found.group != "children" or not set(found.heads) & set(own)


def test_a_relatives_question_says_which_relative() -> None:
    found = asked("Father's date of birth")
    assert found is not None
    assert (found.group, found.heads, found.relation) == ("family", ("dob",), "Father")


def test_a_number_in_a_label_is_the_childs_and_a_footnote_is_not() -> None:
    second, footnote = asked("Child 2 name"), asked("Name of child3")
    assert second is not None
    assert second.index == 2
    assert footnote is not None
    assert footnote.heads == ("name",)


@pytest.mark.parametrize("label", ["Shoe", "Favourite colour scheme", "Form", "REFERRAL FORM", "x" * 500, "", "12"])
def test_what_is_no_known_label_is_none(label: str) -> None:
    assert asked(label) is None


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("2. Child and Family", "children"),
        ("Section C: Parents, carers, brothers and sisters", "family"),
        ("For completion by HSCP Business Unit", "office"),
        ("PART 2 (to be completed by the Chair of the Practice Review Group)", "decision"),
        ("SECTION 2: INDIVIDUAL AGENCY SUMMARY (completed by every other agency)", "agency_summary"),
        ("Person making the notification", "referrer"),
        ("Designated safeguarding lead with whom this was discussed", "lead"),
        ("When to refer", "guidance"),
        ("Section D: authorised by line manager", "aside"),
        ("Contact details of agencies", "agencies"),
        ("Key dates and events", "chronology"),
    ],
)
def test_a_title_says_of_whom_the_part_below_speaks(title: str, group: str) -> None:
    found = section(title)
    assert found is not None
    assert found.group == group
