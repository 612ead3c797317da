"""Tables in every orientation, read by their own evidence."""

from form_pages import read, referral, table, values

from parsers.form.layout.rows import rows
from parsers.page import Cell, Table


def test_answers_that_can_be_none_but_answers_tell_the_questions_of_a_plain_table_of_four_columns() -> None:
    found = referral(
        "Rapid Review Referral Form",
        table(["Name of child", "Riley Ashdown"], ["Date of birth", "3/4/15"]),
        table(
            ["Your own name", "Petra Lunt", "What you do", "Named nurse"],
            ["Who employs you", "Northshire NHS Trust", "Ring you on", "01632 960288"],
            ["Electronic post", "petra.lunt@trust.example", "Filled in on", "12/11/2026"],
            number=2,
        ),
    )
    told = {"role": "Named nurse", "agency": "Northshire NHS Trust", "phone": "01632 960288"}
    assert values(found.referrer) == {**told, "email": "petra.lunt@trust.example"}


def test_remarks_beside_a_few_answers_are_no_part_of_them() -> None:
    found = read(
        "Rapid Review Referral Form",
        table(
            ["No", "We would like to know", "You tell us", "Remarks"],
            ["1", "Child's name", "Ines Calloway", "Known as Nessie"],
            ["2", "Date of birth", "3/7/2011", ""],
            ["3", "Sex", "Female", ""],
            ["4", "What happened?", "She was found in the water.", ""],
        ),
    )
    assert found.referral is not None
    assert values(found.referral.children[0]) == {"name": "Ines Calloway", "dob": "2011-07-03", "sex": "female"}
    assert "Known as Nessie" in [left.text for left in found.unmapped]


def test_labels_on_the_left_without_shade_bold_or_colon() -> None:
    found = referral(
        "SERIOUS INCIDENT NOTIFICATION",
        table(
            ["Young person called", "Riley Ashdown"],
            ["Born", "3/4/15"],
            ["Male or female?", "boy"],
            ["What happened?", "Riley fell."],
            ["When?", "9/11/26"],
            ["Where?", "Disused mill"],
            ["Who do you work for?", "Foxton Council"],
        ),
    )
    assert values(found.children[0]) == {"name": "Riley Ashdown", "dob": "2015-04-03", "sex": "male"}
    assert values(found.incident) == {"narrative": "Riley fell.", "date": "2026-11-09", "location": "Disused mill"}
    assert values(found.referrer) == {"agency": "Foxton Council"}


def test_labels_above_their_answers_row_after_row() -> None:
    found = referral(
        "**Rapid Review Referral**",
        "**Child**",
        table(
            ["#Surname", "#First names"],
            ["ASHDOWN", "Riley Jo"],
            ["#DoB or EDD", "#NHS number"],
            ["3/4/15", "9992046112"],
        ),
        "**Incident**",
        table(["#Date of incident", "#Outcome"], ["9/11/26", "Died"]),
    )
    assert values(found.children[0]) == {"name": "Riley Jo Ashdown", "dob": "2015-04-03", "nhs_number": "9992046112"}
    assert values(found.incident) == {"date": "2026-11-09", "outcome": "died"}


def test_four_columns_with_bars_and_a_full_width_answer() -> None:
    found = referral(
        "**Serious incident referral form**",
        table(
            ["#A. REFERRER"],
            ["#Name", "Jo Bloggs", "#Role", "Nurse"],
            ["#Address", "1 High Street", None, None],
            ["#B. CHILD"],
            ["#Name", "Riley Ashdown", "#DOB", "3/4/15"],
            ["#C. WHAT HAPPENED"],
            ["Riley fell.\nPolice came."],
        ),
    )
    assert values(found.referrer) == {"name": "Jo Bloggs", "role": "Nurse", "address": "1 High Street"}
    assert values(found.children[0]) == {"name": "Riley Ashdown", "dob": "2015-04-03"}
    assert values(found.incident) == {"narrative": "Riley fell.\nPolice came."}


def test_question_and_answer_in_one_cell() -> None:
    found = referral(
        "**Serious Incident Referral**",
        table(
            ["**Name of child:** Riley Ashdown", "**DOB:** 3/4/15"],
            ["**Address:**\n12 Mill Road\nZZ99 3VZ", "**School:** Foxton High"],
        ),
        table(["**Date of incident:** 9/11/26", "**Outcome:** [ ] Died [x] Serious harm"]),
    )
    assert values(found.children[0]) == {
        "name": "Riley Ashdown",
        "dob": "2015-04-03",
        "home_address": "12 Mill Road, ZZ99 3VZ",
        "school": "Foxton High",
        "postcode": "ZZ99 3VZ",
    }
    assert values(found.incident) == {"date": "2026-11-09", "outcome": "seriously_harmed"}


def test_two_tables_with_the_same_headers_are_told_apart_by_the_words_above() -> None:
    heads = ["#NAME", "#AGENCY & TITLE", "#CONTACT DETAILS"]
    found = referral(
        "**Referral form: serious incidents**",
        "Name of child: Riley Ashdown",
        "**REFERRER**",
        table(heads, ["Jo Bloggs", "Foxton Police\nSergeant", "01632 960111"]),
        "**Please give details of the designated safeguarding lead with whom you have discussed the case**",
        table(heads, ["Ann Hill", "Foxton Police\nInspector", "01632 960222"]),
        "Date of incident: 9/11/26",
    )
    assert values(found.referrer) == {
        "name": "Jo Bloggs",
        "agency": "Foxton Police",
        "role": "Sergeant",
        "phone": "01632 960111",
    }
    assert values(found.safeguarding_lead) == {
        "name": "Ann Hill",
        "agency": "Foxton Police",
        "role": "Inspector",
        "phone": "01632 960222",
    }


def test_what_the_office_wrote_is_shown_and_never_the_referrers() -> None:
    found = read(
        "**Serious Incident Referral**",
        table(["#FOR OFFICE USE ONLY"], ["#Name", "Clerk Smith"], ["#Date of referral", "13/11/2026"]),
        "**Child**",
        table(["#Name of child", "Riley Ashdown"], ["#DOB", ""], ["#Date of incident", "9/11/26"]),
        "**Referrer**",
        table(["#Name", ""], ["#Agency", "Police"]),
    )
    assert found.referral is not None
    assert values(found.referral.referrer) == {"agency": "Police"}
    assert "date" not in found.referral.referral
    assert {each.text for each in found.unmapped} == {"Clerk Smith", "13/11/2026"}


def test_a_column_for_the_office_is_not_the_childs() -> None:
    found = read(
        "**Case Review - Notification Form**",
        table(
            ["", "#Referrer to complete", "#Office use only"],
            ["#Name of child", "Riley Ashdown", "Checked MC"],
            ["#Date of birth", "3/4/15", "3/4/2014"],
            ["#Date of incident", "9/11/26", ""],
        ),
    )
    assert found.referral is not None
    assert [values(child) for child in found.referral.children] == [{"name": "Riley Ashdown", "dob": "2015-04-03"}]
    assert {"Checked MC", "3/4/2014"} <= {each.text for each in found.unmapped}


def test_yes_no_and_not_known_as_columns() -> None:
    found = referral(
        "**Practice Review Referral**",
        "Name of child: Riley Ashdown",
        "Date of incident: 9/11/26",
        table(
            ["#", "#Yes", "#No", "#Not known", "#Details"],
            ["Is the child on a child protection plan?", "✓", "", "", ""],
            ["Is the child in care?", "", "", "X", ""],
            ["Is there media interest?", "X", "", "", "Local radio"],
            ["Is there a disability?", "", "", "", ""],
        ),
    )
    child = found.children[0]
    assert child["cp_plan"].value == "yes"
    assert child["looked_after"].state == "stated_unknown"
    assert child["disability"].state == "blank"
    assert found.incident["media_interest"].value == "Yes\nLocal radio"


def test_a_list_of_ticks_gives_the_criteria_and_what_follows_from_them() -> None:
    found = referral(
        "**Serious Incident Referral**",
        "Name of child: Riley Ashdown",
        "**2. Reason for notification (more than one box may be ticked)**",
        table(
            ["#Tick", "#Reason", "#Basis"],
            ["[ ]", "Death of a child, abuse or neglect known or suspected", "s16C"],
            ["[x]", "Serious harm to a child, abuse or neglect known or suspected", "s16C"],
            ["[x]", "Child was looked after at the time", "protocol"],
        ),
    )
    assert found.referral["criteria"].value == (
        "Serious harm to a child, abuse or neglect known or suspected",
        "Child was looked after at the time",
    )
    assert values(found.incident) == {"outcome": "seriously_harmed", "abuse_neglect": "suspected"}
    assert found.children[0]["looked_after"].value == "yes"


def test_a_matrix_of_options_gives_the_one_ticked() -> None:
    found = referral(
        "**Serious Incident Referral**",
        "Name of child: Riley Ashdown",
        "Date of incident: 9/11/26",
        "**Ethnic group (tick one)**",
        table(
            ["#White", "[ ] British", "[ ] Irish", "[x] Any other White"],
            ["#Asian", "[ ] Indian", "[ ] Pakistani", "[ ] Any other Asian"],
        ),
    )
    assert found.children[0]["ethnicity"].value == "Any other White"


def test_a_stranger_with_a_title_of_his_own_fills_no_gap() -> None:
    found = read(
        "**Serious Incident Referral**",
        "**Child**",
        table(["#Name", "Riley Ashdown"], ["#DOB", ""], ["#Date of incident", "9/11/26"]),
        "**Referrer**",
        table(["#Name", "Jo Bloggs"], ["#Telephone", ""]),
        "**Person who opened the envelope**",
        table(["#Name", "Sam Post"], ["#Telephone", "01632 960999"], ["#DOB", "1/1/1980"]),
    )
    assert found.referral is not None
    assert "phone" not in values(found.referral.referrer)
    assert "dob" not in values(found.referral.children[0])
    assert "Sam Post" in {each.text for each in found.unmapped}


class Watched(Cell):
    """A cell that knows how often it was asked where it stands."""

    asked = 0

    def __getattribute__(self, name: str) -> object:
        Watched.asked += name == "row"
        return super().__getattribute__(name)


def test_of_a_table_with_a_great_many_rows_each_cell_is_looked_at_a_few_times() -> None:
    cells = tuple(Watched(row=row, column=0, blocks=(), source=f"r{row}") for row in range(300))
    Watched.asked = 0
    rows(Table(rows=300, columns=1, cells=cells, source="t"))
    assert 0 < Watched.asked < 10 * len(cells)


def test_captions_that_only_their_words_tell_stand_over_answers_that_sound_like_questions() -> None:
    found = referral(
        "Rapid Review Referral Form",
        table(["Name of child", "Riley Ashdown"], ["Date of birth", "3/4/15"]),
        "**Referrer**",
        table(
            ["Name", "Job title", "Agency", "Tel", "Email"],
            ["Petra Lunt", "Nursery Manager", "Quay Road Nursery", "01632 960288", "petra.lunt@quay.example"],
            number=2,
        ),
    )
    assert values(found.referrer) == {
        "name": "Petra Lunt",
        "role": "Nursery Manager",
        "agency": "Quay Road Nursery",
        "phone": "01632 960288",
        "email": "petra.lunt@quay.example",
    }


def test_a_caption_that_offers_a_choice_is_a_caption() -> None:
    found = referral(
        "Rapid Review Referral Form",
        table(["Name of child", "Riley Ashdown"], ["Date of birth", "3/4/15"]),
        "**Agencies involved with the family**",
        table(
            ["Agency", "Practitioner", "Contact", "Current? Y / N"],
            ["Quay Road Nursery", "Mrs Lowe", "01632 960288", "Y"],
            ["Health visiting", "Jo Vole", "01632 960289", "N"],
            number=2,
        ),
    )
    assert [values(each)["still_involved"] for each in found.agencies] == ["yes", "no"]
    assert [values(each)["name"] for each in found.agencies] == ["Mrs Lowe", "Jo Vole"]


def test_a_role_in_which_nobody_is_related_says_not_how_somebody_is() -> None:
    found = referral(
        "Rapid Review Referral Form",
        table(["Name of child", "Riley Ashdown"], ["Date of birth", "3/4/15"]),
        "**Family members**",
        table(
            ["Name", "Role", "Date of birth"],
            ["Shane Vole", "Suspect", "4/5/1999"],
            ["Donna Quill", "Witness", "6/7/1988"],
            number=2,
        ),
    )
    assert [values(each) for each in found.family] == [
        {"name": "Shane Vole", "dob": "1999-05-04"},
        {"name": "Donna Quill", "dob": "1988-07-06"},
    ]
