"""What a document is: a referral, a return, a blank, another process's form, or no form."""

import pytest
from form_pages import page, read, table, values

from parsers.form.kind.margins import case_ref
from parsers.form.reading import reading
from parsers.page import Page
from pipeline.model import FormKind

CHILD = table(
    ["#Child's name", "Riley Ashdown"], ["#DOB", "3/4/15"], ["#Date of incident", "9/11/26"], ["#What happened", "Fell"]
)
BLANK = table(
    ["#Child's name", ""], ["#DOB", "__/__/____"], ["#Date of incident", ""], ["#Child protection plan", "YES/NO"]
)


@pytest.mark.parametrize(
    ("title", "process"),
    [
        ("Multi-Agency Referral Form (MARF)", "marf"),
        ("MASH referral form", "mash"),
        ("RF1 Request", "rf1"),
        ("SAFER communication referral form", "safer"),
        ("LADO Referral Form", "lado"),
        ("Child Death Notification: Form A", "cdop"),
        ("Safeguarding Adults Review (SAR) referral", "sar"),
        ("Report to an Initial Child Protection Conference", "conference"),
    ],
)
def test_a_form_of_another_process_is_told_by_its_title(title: str, process: str) -> None:
    found = read(f"**{title}**", CHILD, table(["#Referrer", "Jo Bloggs"]))
    assert found.kind is FormKind.OTHER_FORM
    assert found.form is not None
    assert found.form.process == process
    assert found.reason


def test_another_process_named_in_the_guidance_does_not_make_it_that_form() -> None:
    words = "If a child is at risk call the MASH. Allegations about staff go to the LADO; child deaths to CDOP."
    assert read("**Serious incident notification**", words, CHILD).kind is FormKind.REFERRAL


def test_a_paper_that_asks_for_no_child_is_no_form_whatever_else_it_asks() -> None:
    plan = table(
        *(
            ["#Prepared by", "Jo Bloggs"],
            ["#Date", "9/11/26"],
            ["#Organisation", "Larch Ltd"],
            ["#Phone", "01632 960288"],
        ),
        *(["#Location", "Foxton"], ["#Description of events", "A launch"], ["#Time", "10:30"], ["#Education", "BA"]),
    )
    assert read("**Communications Plan**", plan).kind is FormKind.NOT_A_FORM
    response = table(["#Costs", "None"], ["#Model", "60"])
    assert read("**Proposal**", plan, "**Response**", response).kind is FormKind.NOT_A_FORM


def test_a_report_with_a_title_of_returns_that_asks_for_nobody_is_none() -> None:
    asked = table(["#E&P", "Two fields"], ["#Employment creation", "Ninety posts at the new works"])
    lines = ("**Larch Ltd: Corporate Overview, Management Review**", asked, "The works were opened in the spring.")
    assert read(*lines).kind is FormKind.NOT_A_FORM
    asked = table(["#Child's name", "Riley Ashdown"], ["#Employment creation", "Ninety posts at the new works"])
    assert read("**Larch School: Management Review**", asked, *lines[2:]).kind is FormKind.AGENCY_RETURN


@pytest.mark.parametrize(("more", "kind"), [(420, FormKind.NOT_A_FORM), (380, FormKind.REFERRAL)])
def test_a_report_of_hundreds_of_lines_that_answer_nothing_is_no_form(more: int, kind: FormKind) -> None:
    officers = table(["#Name of child", "Riley"], ["#Date of birth", "3/4/2015"], ["#Ethnicity", "White British"])
    told = table(
        *(["#Location of incident", "Foxton"], ["#What happened", "A launch"], ["#Date of incident", "9/11/26"]),
        *(["#Date of referral", "10/11/26"], ["#Name of referrer", "A Hill"]),
    )
    lines = [f"In the quarter we sold {at} machines to makers of toys abroad" for at in range(more)]
    assert read("**Yearly account**", officers, told, *lines).kind is kind


def test_a_title_that_tells_of_a_child_makes_a_form_of_what_asks_who_it_is_in_one_way() -> None:
    asked = table(
        *(["#Bed tonight is at", "Flat 3"], ["#Birthday", "21.12.2020"], ["#First language at home", "Welsh"]),
        *(
            ["#Which day", "30/10/2026"],
            ["#Clock time", "18:05"],
            ["#Tell the story", "A pan of water was pulled over."],
        ),
        *(["#You became aware", "1/11/2026"], ["#Job", "Health visitor"], ["#Mobile", "07700 900123"]),
    )
    assert read("Something Terrible Has Happened to a Child", asked).kind is FormKind.REFERRAL
    assert read("Something Terrible Has Happened", asked).kind is FormKind.NOT_A_FORM


def test_an_empty_template_is_blank_whatever_it_prints() -> None:
    found = read("**Serious Incident Referral Form**", "Please complete every box.", BLANK)
    assert found.kind is FormKind.BLANK_FORM
    assert found.referral is not None
    assert values(found.referral.children[0]) == {}
    assert found.missing


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Foxton Surgery",
            "Date: 3 Nov 2026",
            "Dear Colleague",
            "Re: Riley Ashdown  DOB: 3/4/2015",
            "Yours sincerely",
            "Dr Hill",
        ),
        (
            "Minutes of the Case Review Group, 3 November 2026",
            "Present: A Hill, B Dale",
            "Apologies: C Moor",
            "1. Rapid review",
        ),
        ("Chronology: Riley Ashdown", "3 April 2015: born", "9 November 2026: fell"),
        ("We are worried about a boy in Year 5.",),
    ],
)
def test_an_ordinary_document_is_no_form(lines: tuple[str, ...]) -> None:
    found = read(*lines)
    assert found.kind is FormKind.NOT_A_FORM
    assert found.referral is None


def test_a_file_that_travels_is_a_return_once_an_agency_filled_its_part() -> None:
    def file(summary: str) -> FormKind:
        return read(
            "**Practice Review: Referral and Decision Form**",
            table(["#SECTION 1: REFERRAL"], ["#Name of child", "Riley Ashdown"], ["#Date of incident", "9/11/26"]),
            table(
                ["#SECTION 2: INDIVIDUAL AGENCY SUMMARY"],
                ["#Agency", "Foxton School" if summary else ""],
                ["#Summary", summary],
            ),
            table(["#SECTION 3: DECISION OF THE CHAIR"], ["#Decision", ""]),
        ).kind

    assert file("") is FormKind.REFERRAL
    assert file("He was in Year 5.") is FormKind.AGENCY_RETURN


def test_a_return_by_itself_names_its_agency_and_its_child() -> None:
    found = read(
        "**Individual Agency Summary**",
        table(
            ["#Name of child", "Riley Ashdown"],
            ["#Agency", "Foxton School"],
            ["#Summary of involvement", "He was in Year 5."],
        ),
    )
    assert found.kind is FormKind.AGENCY_RETURN
    assert found.agency == "Foxton School"
    assert found.referral is not None
    assert values(found.referral.children[0]) == {"name": "Riley Ashdown"}
    assert "He was in Year 5." in {each.text for each in found.unmapped}


def test_our_own_return_form_says_its_case_and_agency_in_hidden_properties() -> None:
    form = page("**Agency return**", table(["#Child", "R.A."], ["#What did your agency know?", "He was in Year 5."]))
    ours = Page(
        "word", form.body, properties=(("caseclock-case", "NSCP-2026-0007"), ("caseclock-agency", "Foxton School"))
    )
    found = reading(ours, file="return.docx")
    assert (found.kind, found.case_ref, found.agency) == (FormKind.AGENCY_RETURN, "NSCP-2026-0007", "Foxton School")
    assert case_ref(form) is None


def test_title_edition_and_marking_are_read_from_the_edges() -> None:
    found = read(
        "**Serious Incident Referral Form**",
        CHILD,
        header="OFFICIAL-SENSITIVE (when completed)",
        footer="Form v2.1, May 2025",
    )
    assert found.form is not None
    assert found.form.title == "Serious Incident Referral Form"
    assert found.form.edition == "v2.1, May 2025"
    assert found.marking == "OFFICIAL-SENSITIVE (when completed)"


def test_what_is_missing_is_listed_and_not_known_is_an_answer() -> None:
    found = read(
        "**Serious Incident Referral Form**",
        table(
            ["#Child's name", "Riley Ashdown"],
            ["#DOB", "not known"],
            ["#Date of incident", "9/11/26"],
            ["#Outcome", "N/K"],
        ),
    )
    assert set(found.missing) == {
        "incident.abuse_neglect",
        "incident.narrative",
        "referrer.name",
        "referrer.agency",
        "referrer.phone|email",
    }


def test_doubts_are_warnings_without_a_name() -> None:
    found = read(
        "**Serious Incident Referral Form**",
        table(
            ["#Child's name", "Riley Ashdown"],
            ["#DOB", "3/4/2027"],
            ["#NHS number", "999 204 6113"],
            ["#Date of incident", "11/14/2026"],
            ["#Date of referral", "yesterday"],
            ["#Date of death", "1/1/2026"],
        ),
    )
    said = " ".join(found.warnings)
    for sign in (
        "month first",
        "check digit",
        "born after the incident",
        "died before the incident",
        "Date of referral",
    ):
        assert said.count(sign) == 1
    assert "Riley" not in said
