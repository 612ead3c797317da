"""A form that prints what was replaced says so, is read as always, and says which edition of it came."""

from datetime import date

import pytest

from parsers.form.kind.editions import editions, outdated
from parsers.read import read_file
from pipeline.clock.law_files.rules import law
from pipeline.model import FormKind, Reading

ANSWERS = """Name of child: Morgan Thistlewood
Date of birth: 04/05/2012
Date of incident: 01/07/2026
Outcome: Seriously harmed
Abuse or neglect: Suspected
{asked}: {answer}
Your name: Ottilie Brandreth
Agency: {agency}"""


def form(
    *, top: str = "", asked: str = "What happened", answer: str = "A fall.", agency: str = "Vale Academy"
) -> Reading:
    lines = ["Rapid Review Referral Form", top, *ANSWERS.format(asked=asked, answer=answer, agency=agency).split("\n")]
    page = "".join(f"<p>{line}</p>" for line in lines if line)
    return read_file("form.doc", f"<html><body>{page}</body></html>".encode())


@pytest.mark.parametrize(
    ("printed", "cites", "then"),
    [
        ("Working Together 2013", "before 2015", "2015"),
        ("Working Together to Safeguard Children (2015)", "Working Together 2015", "2018 replaced"),
        ("Working Together (HM Government, 2018)", "Working Together 2018", "2023 replaced"),
        ("WT2018", "Working Together 2018", "15 December 2023"),
        ("the 2018 edition of Working Together", "Working Together 2018", "2023 replaced"),
        ("Working Together 2023 states", "Working Together 2023", "2026 replaced it on 18 March 2026"),
        ("Chapter 4 of Working Together", "Chapter 4", "Chapter 5"),
        ("Working Together to Safeguard Children, chapter four", "Chapter 4", "Chapter 5"),
        ("by the LSCB Chair", "LSCB", "safeguarding partners"),
        ("Local Safeguarding Children Board", "LSCB", "safeguarding partners"),
        ("Serious Case Review Referral Form", "serious case review", "practice reviews"),
        ("the criteria for an SCR", "serious case review", "practice reviews"),
        ("Clinical Commissioning Group", "clinical commissioning group", "integrated care boards"),
        ("Named nurse, CCG", "clinical commissioning group", "1 July 2022"),
    ],
)
def test_each_thing_that_was_replaced_is_named_with_what_took_its_place_and_when(
    printed: str, cites: str, then: str
) -> None:
    said = " ".join(outdated(printed))
    assert cites in said and then in said


@pytest.mark.parametrize(
    "printed",
    [
        "Working Together to Safeguard Children 2026",
        "Working together with families since 1998",
        "Local Child Safeguarding Practice Review (formerly a Serious Case Review)",
        "Local Safeguarding Practice Review, formally a Serious Case Review",
        "This form replaces that of the LSCB",
        "CCG (now the ICB)",
        "CCG/ICB",
        "Single central record (SCR) checked",
        "Chapter 4 of our procedures",
        "Section 17 of the Children and Social Work Act 2017",
    ],
)
def test_what_is_in_force_or_said_to_be_former_is_not_out_of_date(printed: str) -> None:
    assert outdated(printed) == ()


def test_the_days_are_those_of_the_law() -> None:
    told = " ".join(each.then for each in editions().replaced)
    firsts = {version.edition: version.in_force_from for rule in law().rules for version in rule.versions}
    for edition in ("Working Together 2018", "Working Together 2023", "Working Together 2026"):
        first = min(day for name, day in firsts.items() if name == edition and isinstance(day, date))
        assert f"{edition} replaced it on {first.day} {first:%B %Y}" in told


def test_a_form_that_prints_an_old_edition_is_read_as_always() -> None:
    old = form(top="See Chapter 4 of Working Together to Safeguard Children 2018")
    assert old.kind is FormKind.REFERRAL and old.missing == form().missing
    assert old.form is not None and any("Working Together 2018" in each for each in old.form.outdated)


@pytest.mark.parametrize(
    ("top", "edition"),
    [
        ("Version 3.1", "Version 3.1"),
        ("Last updated 14/07/2021", "14/07/2021"),
        ("Procedures July 2023", "July 2023"),
        ("Form revised: September 2022", "September 2022"),
        ("Please send it within 14 days", None),
        ("Date of referral: 14/07/2021", None),
    ],
)
def test_the_edition_that_a_form_prints_is_kept_wherever_it_stands(top: str, edition: str | None) -> None:
    found = form(top=top)
    assert found.form is not None and found.form.edition == edition


@pytest.mark.parametrize(
    "written",
    [
        {
            "answer": "A serious case review of 2014 and the LSCB of the time knew the family; see Working Together 2015."
        },
        {"agency": "Northshire CCG"},
    ],
)
def test_what_a_person_writes_of_old_things_makes_no_form_out_of_date(written: dict[str, str]) -> None:
    found = form(**written)
    assert found.form is not None and found.form.outdated == ()
