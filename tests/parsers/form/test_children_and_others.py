"""Several children in all four ways, family, agencies and chronology."""

from form_pages import read, referral, table, values

TITLE = "**Rapid Review Referral**"
INCIDENT = table(["#Date of incident", "9/11/26"], ["#Outcome", "Died"], number=9)


def test_children_in_blocks_one_unborn_and_one_unused() -> None:
    blocks = [
        table(
            [f"#Subject child {n}"],
            ["#Full name", name, "#Date of birth", born],
            ["#Unborn - EDC", edc, "#Address", home],
        )
        for n, (name, born, edc, home) in enumerate(
            [
                ("Ann Hale", "1/2/15", "", "1 Mill Road"),
                ("Unborn Hale", "n/a", "14/02/2027", "as above"),
                ("", "", "", ""),
            ],
            1,
        )
    ]
    found = referral(TITLE, *blocks, "**Incident**", INCIDENT)
    first, second = found.children
    assert values(first) == {"name": "Ann Hale", "dob": "2015-02-01", "home_address": "1 Mill Road"}
    assert values(second) == {"name": "Unborn Hale", "edd": "2027-02-14"}
    assert second["home_address"].state == "refers_elsewhere"


def test_children_in_columns() -> None:
    found = referral(
        TITLE,
        table(
            ["#Details", "#Child 1", "#Child 2", "#Child 3"],
            ["#Name", "Ann Hale", "Tom Hale", ""],
            ["#DOB", "1/2/15", "3/4/18", ""],
        ),
        "**Incident**",
        INCIDENT,
    )
    assert [values(child) for child in found.children] == [
        {"name": "Ann Hale", "dob": "2015-02-01"},
        {"name": "Tom Hale", "dob": "2018-04-03"},
    ]


def test_children_in_rows_each_with_an_address_row() -> None:
    found = referral(
        TITLE,
        "**Children**",
        table(
            ["#", "#Surname", "#Forename(s)", "#DOB", "#Sex"],
            ["#Child 1", "Hale", "Ann", "1/2/15", "F"],
            ["#Address", "1 Mill Road ZZ99 3VZ", None, None, None],
            ["#Child 2", "Hale", "Tom", "3/4/18", "M"],
            ["#Address", "As above", None, None, None],
            ["#Child 3", "", "", "", ""],
            ["#Address", "", None, None, None],
        ),
        "**Incident**",
        INCIDENT,
    )
    assert [child["name"].value for child in found.children] == ["Ann Hale", "Tom Hale"]
    assert found.children[0]["postcode"].value == "ZZ99 3VZ"
    assert found.children[1]["home_address"].state == "refers_elsewhere"


def test_children_in_one_box() -> None:
    found = referral(
        TITLE,
        table(
            ["#Name(s) and dates of birth of child(ren)", "Ann Hale 3/4/15\nTom Hale (8/12)\nunborn twins EDD 1/6/27"],
            ["#Family address", "1 Mill Road"],
        ),
        "**Incident**",
        INCIDENT,
    )
    assert [child["name"].value for child in found.children][:2] == ["Ann Hale", "Tom Hale"]
    assert found.children[0]["home_address"].value == "1 Mill Road"
    assert found.children[1]["age"].value == "8 months"
    assert found.children[2]["edd"].value == "2027-06-01"


def test_one_child_named_twice_is_one_child() -> None:
    found = read(
        TITLE,
        "Name of child/family being referred: Tobias Wren and family",
        "**Child**",
        table(["#Name of Child", "WREN, Tobias"], ["#DOB", "9 May 2025"]),
        "**Incident**",
        INCIDENT,
    )
    assert found.referral is not None
    assert [values(child) for child in found.referral.children] == [{"name": "Tobias Wren", "dob": "2025-05-09"}]


def test_relatives_never_lend_the_child_their_dates() -> None:
    found = referral(
        TITLE,
        table(
            ["#Child's name", "Riley Ashdown"],
            ["#Child's DOB", ""],
            ["#Mother's name", "Kay Ashdown"],
            ["#Mother's DOB", "02/02/1990"],
            ["#Father's name and DOB", "Dean Hale 03/05/1988"],
            ["#Siblings (names and ages)", "Jack (8) and Jill (6)"],
            ["#Date of death of mother", "1/1/2020"],
        ),
        "**Incident**",
        INCIDENT,
    )
    assert values(found.children[0]) == {"name": "Riley Ashdown"}
    assert [values(each) for each in found.family] == [
        {"relationship": "Mother", "name": "Kay Ashdown", "dob": "1990-02-02"},
        {"relationship": "Father", "name": "Dean Hale", "dob": "1988-05-03"},
        {"name": "Jack", "age": "8 years"},
        {"name": "Jill", "age": "6 years"},
    ]


def test_parents_as_columns() -> None:
    found = referral(
        TITLE,
        "Name of child: Riley Ashdown",
        "**Parents**",
        table(["#", "#Mother", "#Father"], ["#Name", "Kay Ashdown", "Dean Hale"], ["#DOB", "1/2/1990", "not known"]),
        "**Incident**",
        INCIDENT,
    )
    assert [(each["relationship"].value, each["name"].value) for each in found.family] == [
        ("Mother", "Kay Ashdown"),
        ("Father", "Dean Hale"),
    ]


def test_agencies_printed_down_the_left_count_only_where_something_is_written() -> None:
    found = referral(
        TITLE,
        "Name of child: Riley Ashdown",
        "**Incident**",
        INCIDENT,
        "**Contact details of agencies**",
        table(
            ["#Agency", "#Name, Address & Telephone Number"],
            ["#GP", "Dr Patel, 1 High Street, 01632 960333"],
            ["#Midwife/HV/School Nurse", ""],
            ["#Children's social care", "Ann Hill, 01632 960444"],
        ),
    )
    assert [values(each) for each in found.agencies] == [
        {"agency": "GP", "name": "Dr Patel", "contact": "1 High Street, 01632 960333"},
        {"agency": "Children's social care", "name": "Ann Hill", "contact": "01632 960444"},
    ]


def test_a_chronology_keeps_its_events_and_drops_empty_rows() -> None:
    found = referral(
        TITLE,
        "Name of child: Riley Ashdown",
        "**Incident**",
        INCIDENT,
        "**Chronology of key dates**",
        table(["#Date", "#Event"], ["17/06/2026", "Born"], ["28/09/2026 14:00", "Weighed"], ["", ""]),
    )
    assert [values(each) for each in found.chronology] == [
        {"date": "2026-06-17", "event": "Born"},
        {"date": "2026-09-28", "event": "Weighed"},
    ]


def test_a_date_in_the_mothers_row_is_the_mothers_even_if_the_childs_is_blank() -> None:
    found = referral(
        TITLE,
        table(
            ["#CHILD"],
            ["#Name", "Riley Ashdown", "#DOB", ""],
            ["#Mother", "Kay Ashdown", "#DOB", "1/2/1990"],
            ["#Father", "Dean Hale", "#DOB", "3/4/1988"],
            ["#GP", "Dr Patel", "#Tel", "01632 960334"],
        ),
        "**Incident**",
        INCIDENT,
    )
    assert values(found.children[0]) == {"name": "Riley Ashdown", "gp": "Dr Patel"}
    assert [values(each) for each in found.family] == [
        {"name": "Kay Ashdown", "relationship": "Mother", "dob": "1990-02-01"},
        {"name": "Dean Hale", "relationship": "Father", "dob": "1988-04-03"},
    ]
