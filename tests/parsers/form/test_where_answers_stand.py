"""Where an answer stands is told by the whole page: below its caption, under named columns, numbered through, in boxes."""

import pytest
from form_pages import read, referral, table, values

from parsers.values.choices import outcome
from pipeline.model import State

TITLE = "**Rapid Review Referral Form**"
STORY = "Ada was found at the foot of the stairs. Nobody had seen her fall."


def test_answers_may_stand_over_their_captions() -> None:
    found = referral(
        TITLE,
        table(
            ["Ada Quill", "3/4/2015"],
            ["Child's name", "Date of birth"],
            ["Female", "Brook Primary"],
            ["Sex", "School"],
        ),
        table(["9/11/2026", "Kitchen"], ["//Date of event//", "//Whereabouts in the building//"], number=2),
    )
    child = {"name": "Ada Quill", "dob": "2015-04-03", "sex": "female", "school": "Brook Primary"}
    assert values(found.children[0]) == child
    assert found.incident["date"].value == "2026-11-09"


def test_headers_over_their_answers_are_no_captions() -> None:
    found = referral(
        TITLE,
        table(["Child's name", "Date of birth"], ["Ada Quill", "3/4/2015"], ["Sex", "School"], ["Female", "Brook"]),
    )
    assert values(found.children[0]) == {"name": "Ada Quill", "dob": "2015-04-03", "sex": "female", "school": "Brook"}


def test_a_row_that_names_the_columns_below_lines_of_titles_says_which_asks() -> None:
    found = referral(
        TITLE,
        table(
            ["Weir Ambulance Service", "", "", ""],
            ["Escalation for rapid review", "", "", ""],
            ["#No.", "#Question", "#Your answer", "#Notes to help you"],
            ["1", "Child's name", "Ada Quill", "Not the caller"],
            ["2", "Date of birth", "3/4/2015", "As given on scene"],
            ["3", "Date of incident", "9/11/2026", ""],
            ["4", "Died / seriously harmed / neither", "Died", "Pick one"],
        ),
    )
    assert values(found.children[0]) == {"name": "Ada Quill", "dob": "2015-04-03"}
    assert values(found.incident) == {"date": "2026-11-09", "outcome": "died"}


def test_what_is_numbered_through_asks_whatever_its_words() -> None:
    found = referral(
        TITLE,
        *("Q1. Name of child", "Ada Quill", "Q2. Date of birth", "3/4/2015", "Q3. Date of incident", "9/11/2026"),
        *("Q4. The long and short of it", STORY),
    )
    assert (found.children[0]["name"].value, found.incident["narrative"].value) == ("Ada Quill", STORY)


def test_a_numbered_list_in_a_story_is_no_row_of_questions() -> None:
    found = referral(
        *(TITLE, "**Name of child**", "Ada Quill", "**What happened**", "1. Ada fell.", "2. Her aunt rang."),
        *("3. An ambulance came.", "4. She died."),
    )
    assert found.incident["narrative"].value == "1. Ada fell.\n2. Her aunt rang.\n3. An ambulance came.\n4. She died."


def test_where_each_answer_has_a_box_the_line_over_it_asks() -> None:
    lines = ("Name of child", "Ada Quill"), ("Date of birth", "3/4/2015"), ("The long and short of it", STORY)
    blocks = [part for at, (asks, told) in enumerate(lines) for part in (asks, table([told], number=at))]
    found = referral(TITLE, *blocks)
    assert (values(found.children[0])["dob"], found.incident["narrative"].value) == ("2015-04-03", STORY)


def test_what_a_form_offers_is_no_answer() -> None:
    label = "Outcome for the child: died, seriously harmed, other"
    found = referral(
        TITLE, table(["Name of child", "Ada Quill"], [label, "Seriously harmed (both children)"], ["Sex", "F"])
    )
    assert found.incident["outcome"].value == "seriously_harmed"


@pytest.mark.parametrize("text", ["Death; serious harm; other", "Died / seriously harmed", "Seriously injured; died"])
def test_a_text_that_offers_both_says_neither(text: str) -> None:
    assert outcome(text) is None


def test_the_line_that_says_one_counts_beside_one_that_offers_all() -> None:
    found = referral(
        TITLE, table(["Name of child", "Ada Quill"], ["Level of harm", "Death; harm; other\nSerious harm"])
    )
    assert found.incident["outcome"].value == "seriously_harmed"


@pytest.mark.parametrize(
    ("label", "answer", "field"),
    [
        ("Name as known to police", "Ada Quill", "name"),
        ("Address we hold", "4 Quay Road, Norwick", "home_address"),
        ("Ethnicity as on the census", "White British", "ethnicity"),
        ("Pupil's NHS number", "999 000 0018", "nhs_number"),
    ],
)
def test_what_a_label_says_more_closely_hides_no_question(label: str, answer: str, field: str) -> None:
    found = referral(TITLE, "**The pupil**", table(["Date of birth", "3/4/2015"], [label, answer]))
    assert found.children[0][field].raw == answer


def test_lettered_items_lead_over_to_their_answers_by_tabs() -> None:
    found = referral(
        *(TITLE, "**The child**", "A.\tName\tAda Quill", "B.\tDate of birth\t3/4/2015", "C.\tRoom\tHedgehogs"),
        *("**The incident**", "D.\tDate\t9/11/2026", "E.\tWhat happened\tAda fell.", "F.\tPlace\tKitchen"),
    )
    assert values(found.children[0]) == {"name": "Ada Quill", "dob": "2015-04-03"}
    assert values(found.incident) == {"date": "2026-11-09", "narrative": "Ada fell.", "location": "Kitchen"}


def test_a_line_behind_a_row_of_dots_goes_on_until_the_next() -> None:
    found = referral(
        *(TITLE, "Pupil ........ Ada Quill", "Home address ........ 4 Quay Road,", "    Norwick NP1 2ZZ"),
        *("House ........ Red", "Date of incident ........ 9/11/2026"),
    )
    assert found.children[0]["home_address"].value == "4 Quay Road, Norwick NP1 2ZZ"
    assert found.children[0]["name"].value == "Ada Quill"


def test_whoever_fills_in_the_sheet_is_not_the_child() -> None:
    found = referral(
        TITLE,
        table(
            ["Manager filling in this sheet", "Jo Brook"], ["First name", "Ada"], ["Last name", "Quill"], ["Sex", "F"]
        ),
        "**Signed**",
        table(["Name", "J. Brook"], number=2),
    )
    assert found.children[0]["name"].value == "Ada Quill"


def test_what_is_asked_on_after_a_no_is_no_date_of_the_incident() -> None:
    found = referral(
        TITLE,
        table(["Name of child", "Ada Quill"], ["Day it happened", "9/11/2026"]),
        table(["Did the child die?", "No"], ["If yes, when", "n/a"], number=2),
    )
    assert found.incident["date"].value == "2026-11-09"


def test_who_was_named_just_before_is_asked_on_below_a_list_of_others() -> None:
    found = referral(
        *(TITLE, table(["Name of child", "Ada Quill"]), "**Brothers and sisters**"),
        table(["#Name", "#Date of birth"], ["Milo Quill", "1/2/2019"], number=2),
        *("Reporting officer: Jo Brook", "Tel: 01632 960111", "Email: j.brook@weir.example"),
    )
    assert (found.referrer["phone"].value, found.referrer["email"].value) == ("01632 960111", "j.brook@weir.example")


@pytest.mark.parametrize("text", ["e.g. J. Bloggs", "For example: 01/02/2015"])
def test_an_example_that_a_blank_prints_is_no_answer(text: str) -> None:
    found = read(TITLE, table(["Name of child", text], ["Date of birth", text], ["Date of incident", "dd/mm/yyyy"]))
    assert found.kind == "blank_form"


def test_a_weekday_tells_the_year_that_nobody_wrote() -> None:
    told = ["Date of incident", "Sun 22 Nov, about 4pm"], ["Date of referral", "24 November 2026"]
    found = read(TITLE, table(["Name of child", "Ada Quill"], ["Date of birth", "3/4/2015"], *told))
    assert found.referral is not None
    assert found.referral.incident["date"].value == "2026-11-22"
    assert any("No year is written there" in warning for warning in found.warnings)


@pytest.mark.parametrize("text", ["22 Nov", "Mon 22 Nov"])
def test_a_day_without_a_year_is_not_guessed(text: str) -> None:
    told = ["Date of incident", text], ["Date of referral", "24 November 2026"]
    found = referral(TITLE, table(["Name of child", "Ada Quill"], ["Date of birth", "3/4/2015"], *told))
    assert found.incident["date"].value is None


def test_a_day_that_is_written_whole_beats_one_without_its_year() -> None:
    told = ["When?", "Sun 22 Nov"], ["Date of incident", "21/11/2026"], ["Date of referral", "24 November 2026"]
    found = referral(TITLE, "**Incident**", table(["Name of child", "Ada Quill"], *told))
    assert found.incident["date"].value == "2026-11-21"


def test_hints_in_a_column_of_their_own_are_no_part_of_the_answers() -> None:
    found = read(
        TITLE,
        table(
            ["Baby's full name", "Ada Quill", "As on the red book"],
            ["Date of birth", "3/4/2015", "dd/mm/yyyy"],
            ["Date of incident", "9/11/2026", "Best estimate will do"],
            ["Place of incident", "Kitchen", "Wing and room"],
            ["Abuse or neglect", "Suspected", "Known, suspected or no"],
        ),
    )
    assert found.referral is not None
    assert values(found.referral.children[0]) == {"name": "Ada Quill", "dob": "2015-04-03"}
    assert values(found.referral.incident) == {
        "date": "2026-11-09",
        "location": "Kitchen",
        "abuse_neglect": "suspected",
    }
    assert "As on the red book" in [left.text for left in found.unmapped]


def test_a_form_called_after_an_event_is_no_chronology() -> None:
    found = referral(
        "**GP significant event – child safeguarding**",
        table(["Patient", "McALISTER Sean"], ["Date of birth", "3/4/2015"], ["Date of event", "9/11/2026"]),
        table(["Outcome", "Seriously harmed"], ["Abuse or neglect", "Suspected"], ["School", "Brook"], number=2),
    )
    assert (found.children[0]["name"].value, found.incident["date"].value) == ("Sean McAlister", "2026-11-09")


@pytest.mark.parametrize("text", ["18/11/2026 and 20/11/2026", "Incident 18/11/2026, died 20/11/2026"])
def test_two_days_in_one_answer_go_to_the_two_that_are_asked(text: str) -> None:
    both = ["Date of incident and date of death", text]
    found = referral(TITLE, table(["Name of child", "Ada Quill"], ["Date of birth", "3/4/2015"], both))
    assert found.incident["date"].value == "2026-11-18"
    assert found.children[0]["date_of_death"].value == "2026-11-20"


def test_nobody_dies_on_two_days() -> None:
    told = ["Date of death", "18/11/2026 and 20/11/2026"]
    found = read(TITLE, table(["Name of child", "Ada Quill"], ["Date of incident", "18/11/2026"], told))
    assert found.referral is not None
    assert found.referral.children[0]["date_of_death"].value is None
    assert any("Date of death" in warning for warning in found.warnings)


def test_a_year_at_school_is_no_school() -> None:
    found = read(TITLE, table(["Name of child", "Ada Quill"], ["Date of incident", "18/11/2026"], ["School year", "9"]))
    assert found.referral is not None
    assert "school" not in found.referral.children[0]
    assert ("School year", "9") in [(left.label, left.text) for left in found.unmapped]


CHILD = table(["Name of child", "Ada Quill"], ["Date of birth", "3/4/2015"], ["Date of incident", "9/11/2026"])


@pytest.mark.parametrize(
    "label", ["School or trust", "Your surgery", "Name of setting", "Force", "Federation or practice"]
)
def test_a_kind_of_organisation_among_the_details_of_a_sender_asks_who_employs_them(label: str) -> None:
    sender = table(["Your name", "Jo Brook"], [label, "Weir and Wold"], ["E-mail", "jo@weir.example"], number=2)
    found = referral(TITLE, CHILD, sender)
    assert values(found.referrer) == {"name": "Jo Brook", "agency": "Weir and Wold", "email": "jo@weir.example"}


def test_a_school_among_the_details_of_a_child_is_the_childs() -> None:
    found = referral(TITLE, CHILD, table(["Sex", "Female"], ["School", "Brook Primary"], number=2))
    assert found.children[0]["school"].value == "Brook Primary"
    assert values(found.referrer) == {}


def test_a_question_with_lettered_parts_below_titles_them() -> None:
    found = referral(
        TITLE,
        *("**1. Who is reporting?**", "a) Rank, name and collar number", "DI 2204 Jo Brook", "b) Unit", "Weir Police"),
        *("**2. Who is the child?**", "a) Name", "Ada Quill", "b) Born", "3/4/2015"),
        *("**3. What happened?**", "a) On", "9/11/2026", "b) Where", "Kitchen"),
    )
    assert values(found.children[0]) == {"name": "Ada Quill", "dob": "2015-04-03"}
    assert values(found.referrer) == {"name": "DI Jo Brook", "agency": "Weir Police"}
    assert values(found.incident) == {"date": "2026-11-09", "location": "Kitchen"}


def test_a_list_that_offers_what_may_have_become_of_a_child_is_answered_by_its_tick() -> None:
    offered = ("☐ The pupil has died", "☒ The pupil has come to serious harm", "☐ Near miss")
    abuse = ("☐ Abuse or neglect is known", "☒ Abuse or neglect is suspected")
    found = referral(TITLE, CHILD, "**What are you reporting?**", *offered, *abuse)
    assert values(found.incident) == {
        "date": "2026-11-09",
        "outcome": "seriously_harmed",
        "abuse_neglect": "suspected",
    }
    assert found.incident["outcome"].confidence == "likely"


def test_what_somebody_wrote_beside_a_tick_of_such_a_list_is_kept() -> None:
    offered = ("☐ The pupil has died", "☒ The pupil has come to serious harm    both legs, he will not walk")
    found = read(TITLE, CHILD, "**What are you reporting?**", *offered)
    assert found.referral is not None
    assert found.referral.incident["outcome"].value == "seriously_harmed"
    assert any("both legs" in each.text for each in found.unmapped)


def test_two_ticks_in_such_a_list_are_no_answer() -> None:
    offered = ("☒ The pupil has died", "☒ The pupil has come to serious harm", "☐ Near miss")
    found = referral(TITLE, CHILD, "**What are you reporting?**", *offered)
    assert (found.incident["outcome"].value, found.incident["outcome"].state) == (None, State.UNPARSED)


def test_a_bar_that_says_what_paper_it_is_opens_no_part() -> None:
    found = referral(
        table(
            ["Tide Recovery – child death / serious harm alert"],
            ["Worker", "Jo Brook"],
            ["Team", "Tide Recovery"],
            ["Telephone", "01632 960288"],
        ),
        CHILD,
        table(["What happened", STORY], ["Died or seriously harmed", "Died"], number=3),
    )
    assert values(found.referrer) == {"name": "Jo Brook", "agency": "Tide Recovery", "phone": "01632 960288"}


def test_an_address_in_words_of_its_own_is_where_a_child_lives() -> None:
    found = referral(
        TITLE, CHILD, table(["Tenancy address", "4 Quay Road, Norwick"], ["Date of referral", "12/11/2026"], number=2)
    )
    assert found.children[0]["home_address"].value == "4 Quay Road, Norwick"
    assert found.children[0]["home_address"].confidence == "likely"


def test_shade_may_mark_where_to_write() -> None:
    rows = [
        ["Name of child", "#Ada Quill"],
        ["Date of birth", "#3/4/2015"],
        ["Date of incident", "#9/11/2026"],
        ["Sex", "#F"],
    ]
    found = referral(TITLE, table(*rows))
    assert values(found.children[0]) == {"name": "Ada Quill", "dob": "2015-04-03", "sex": "female"}


def test_stripes_mark_nothing() -> None:
    rows = [
        ["#Name of child", "Ada Quill"],
        ["#Date of birth", "#3/4/2015"],
        ["#Ethnicity", "White Irish"],
        ["#School", "#Brook Primary"],
    ]
    found = referral(TITLE, table(*rows), table(["Date of incident", "9/11/2026"], number=2))
    child = {"name": "Ada Quill", "dob": "2015-04-03", "ethnicity": "White Irish", "school": "Brook Primary"}
    assert values(found.children[0]) == child


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("known / suspected ☒ / no", "suspected"),
        ("known ☒ / suspected / no", "known"),
        ("known / suspected / no ☒", "no"),
        ("☒ known / suspected / no", "known"),
    ],
)
def test_a_tick_among_strokes_is_of_the_option_between_them(line: str, said: str) -> None:
    found = referral(TITLE, CHILD, table(["Was this abuse or neglect?", line], ["Outcome", "Died"], number=2))
    assert found.incident["abuse_neglect"].value == said


def test_several_days_below_a_title_of_contacts_tell_no_day_of_the_referral() -> None:
    listed = table(
        ["#Date", "#Contact", "#Outcome"], ["3/10/2024", "Ward", "Letter"], ["11/6/2026", "Clinic", "None"], number=2
    )
    found = referral(TITLE, CHILD, "**Known attendances and contacts**", listed)
    assert "date" not in values(found.referral)
    assert [values(each)["date"] for each in found.chronology] == ["2024-10-03", "2026-06-11"]


def test_an_organisation_is_no_persons_name() -> None:
    found = referral(
        TITLE,
        CHILD,
        "**Referrer**",
        table(["Person raising this", "Weir NHS Trust"], ["E-mail", "jo@weir.example"], number=2),
    )
    assert "name" not in values(found.referrer)
